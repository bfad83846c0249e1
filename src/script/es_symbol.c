/* Symbol. */

#include "script/es.h"

static ScriptStatus symbol_constructor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptString *text = string_borrow (runtime, "", 0);

    if (call->constructing)
        return script_throw (runtime, "TypeError", "Symbol is not a constructor");
    if (call_argument (call, 0).kind != VALUE_UNDEFINED)
        SCRIPT_TRY (es_to_string (runtime, call->arguments[0], &text));
    *out = value_of_name (runtime, symbol_new (runtime, value_to_text (runtime, value_of_string (text))));
    return SCRIPT_NORMAL;
}

static ScriptStatus symbol_for (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptString *text;
    const Name *key;
    const Name *symbol;

    SCRIPT_TRY (es_argument_string (call, 0, &text));
    key = value_to_name (runtime, value_of_string (text));
    if (!runtime->registered_symbols)
        runtime->registered_symbols = g_hash_table_new (NULL, NULL);
    symbol = g_hash_table_lookup (runtime->registered_symbols, key);
    if (!symbol)
    {
        symbol = symbol_new (runtime, key->text);
        g_hash_table_insert (runtime->registered_symbols, (gpointer)key, (gpointer)symbol);
    }
    *out = value_of_name (runtime, symbol);
    return SCRIPT_NORMAL;
}

/* A symbol's text begins with NAME_SYMBOL_BYTE. */
static const Name *description_of (ScriptRuntime *runtime, const Name *symbol)
{
    return intern (runtime, symbol->text + 1, -1);
}

gboolean es_symbol_is_registered (ScriptRuntime *runtime, const Name *symbol)
{
    return runtime->registered_symbols &&
           g_hash_table_lookup (runtime->registered_symbols, description_of (runtime, symbol)) == symbol;
}

static ScriptStatus symbol_key_for (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);

    if (value.kind != VALUE_SYMBOL)
        return script_throw (call->runtime, "TypeError", "%s is not a symbol", es_describe (call->runtime, value));
    if (es_symbol_is_registered (call->runtime, value.as.symbol))
        *out = value_of_name (call->runtime, description_of (call->runtime, value.as.symbol));
    return SCRIPT_NORMAL;
}

static ScriptStatus this_symbol (ScriptCall *call, const char *method, Value *symbol)
{
    *symbol = call->receiver;
    if (value_is_object (*symbol, OBJECT_BOX))
        *symbol = ((ScriptBox *)symbol->as.object)->value;
    if (symbol->kind == VALUE_SYMBOL)
        return SCRIPT_NORMAL;
    return script_throw (call->runtime, "TypeError", "%s requires that 'this' be a Symbol", method);
}

static ScriptStatus symbol_to_string (ScriptCall *call, Value *out)
{
    Value symbol;

    SCRIPT_TRY (this_symbol (call, "Symbol.prototype.toString", &symbol));
    *out = value_string_printf (call->runtime, "Symbol(%s)", symbol.as.symbol->text + 1);
    return SCRIPT_NORMAL;
}

static ScriptStatus symbol_value_of (ScriptCall *call, Value *out)
{
    return this_symbol (call, "Symbol.prototype.valueOf", out);
}

static ScriptStatus symbol_to_primitive (ScriptCall *call, Value *out)
{
    return this_symbol (call, "Symbol.prototype [ @@toPrimitive ]", out);
}

/* A symbol without a description and one with an empty one are alike here: both give undefined. */
static ScriptStatus symbol_description (ScriptCall *call, Value *out)
{
    Value symbol;

    SCRIPT_TRY (this_symbol (call, "Symbol.prototype.description", &symbol));
    if (symbol.as.symbol->text[1])
        *out = value_of_name (call->runtime, description_of (call->runtime, symbol.as.symbol));
    return SCRIPT_NORMAL;
}

void es_setup_symbol (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "toString", 0, symbol_to_string },
                                           { "valueOf", 0, symbol_value_of },
                                           { "get description", 0, symbol_description },
                                           { "@@toPrimitive", 1, symbol_to_primitive },
                                           { NULL, 0, NULL } };
    static const NativeEntry statics[] = { { "for", 1, symbol_for },
                                           { "keyFor", 1, symbol_key_for },
                                           { NULL, 0, NULL } };
    const KnownNames *known = &runtime->known;
    const struct
    {
        const char *name;
        const Name *symbol;
    } symbols[] = { { "asyncIterator", known->async_iterator },
                    { "hasInstance", known->has_instance },
                    { "isConcatSpreadable", known->is_concat_spreadable },
                    { "iterator", known->iterator },
                    { "species", known->species },
                    { "toPrimitive", known->to_primitive },
                    { "toStringTag", known->to_string_tag } };
    ScriptFunction *class =
        natives_define_class (runtime, "Symbol", 0, symbol_constructor, runtime->prototypes.symbol, members, statics);

    for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++)
        object_define (runtime, &class->object, intern (runtime, symbols[i].name, -1),
                       value_of_name (runtime, symbols[i].symbol), 0);
    object_define (runtime, runtime->prototypes.symbol, known->to_string_tag, value_string (runtime, "Symbol", -1),
                   PROPERTY_CONFIGURABLE);
}
