/* JSON: stringify as V8 has it (src/json/json-stringifier.cc, as Node 22 has it), and the object itself. */

#include "script/es.h"

#include <math.h>
#include <string.h>

#define INDENT_MAX 10
#define CIRCLE_FIRST 2 /* members of a circle that its error names first, before it leaves some out */

/* An object that is being written, and the key under which it was found in the one around it. */
typedef struct Around Around;

struct Around
{
    const Around *outer;
    ScriptObject *object;
    const Name *key;
};

typedef struct
{
    ScriptRuntime *runtime;
    TextBuilder text;
    Value replacer;      /* a function, or undefined */
    ScriptList *allowed; /* names, or NULL for all */
    const char *indent;
    GString *line; /* the indent of the current depth, after a line end */
} Writer;

static ScriptStatus write_value (Writer *writer, const Around *around, Value holder, const Name *key, Value value,
                                 gboolean *written);

static void write_quoted (TextBuilder *text, const char *string, gsize length)
{
    static const char escaped[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    gsize plain = 0;

    text_append_c (text, '"');
    for (gsize i = 0; i < length; i++)
    {
        guchar c = (guchar)string[i];
        const char *found = c ? strchr (escaped, c) : NULL;
        gboolean surrogate = c == 0xed && i + 2 < length && (guchar)string[i + 1] >= 0xa0;
        char escape[8];

        if (c >= 0x20 && !found && !surrogate)
            continue;
        text_append (text, string + plain, i - plain);
        if (found)
            g_snprintf (escape, sizeof escape, "\\%c", letters[found - escaped]);
        else if (!surrogate)
            g_snprintf (escape, sizeof escape, "\\u%04x", c);
        else
            g_snprintf (escape, sizeof escape, "\\u%04x",
                        0xd000u | (guint)((guchar)string[i + 1] & 0x3f) << 6 | (guint)((guchar)string[i + 2] & 0x3f));
        text_append_text (text, escape);
        if (surrogate)
            i += 2;
        plain = i + 1;
    }
    text_append (text, string + plain, length - plain);
    text_append_c (text, '"');
}

static const char *class_of (ScriptRuntime *runtime, ScriptObject *object)
{
    Value class;

    if (es_get_on (runtime, object, runtime->known.constructor_, value_of_object (object), &class) != SCRIPT_NORMAL)
        runtime->exception = UNDEFINED;
    else if (value_function (class) && *script_function_name (runtime, class))
        return script_function_name (runtime, class);
    return "Object";
}

static void describe_key (GString *text, const Name *key)
{
    if (name_array_index (key) != G_MAXUINT32)
        g_string_append_printf (text, "index %s", key->text);
    else
        g_string_append_printf (text, "property '%s'", key->text);
}

static ScriptStatus circle_error (Writer *writer, const Around *around, const ScriptObject *object, const Name *key)
{
    ScriptRuntime *runtime = writer->runtime;
    g_autoptr (GPtrArray) circle = g_ptr_array_new ();
    g_autoptr (GString) text = g_string_new ("Converting circular structure to JSON");
    guint n;

    for (; around; around = around->outer)
    {
        g_ptr_array_insert (circle, 0, (gpointer)around);
        if (around->object == object)
            break;
    }
    n = circle->len;
    g_string_append_printf (text, "\n    --> starting at object with constructor '%s'",
                            class_of (runtime, ((const Around *)g_ptr_array_index (circle, 0))->object));
    for (guint i = 1; i < n; i++)
    {
        const Around *member = g_ptr_array_index (circle, i);

        if (i > CIRCLE_FIRST && i + 1 < n)
        {
            g_string_append (text, i == CIRCLE_FIRST + 1 ? "\n    |     ..." : "");
            continue;
        }
        g_string_append (text, "\n    |     ");
        describe_key (text, member->key);
        g_string_append_printf (text, " -> object with constructor '%s'", class_of (runtime, member->object));
    }
    g_string_append (text, "\n    --- ");
    describe_key (text, key);
    g_string_append (text, " closes the circle");
    return script_throw (runtime, "TypeError", "%s", text->str);
}

/* What toJSON and the replacer make of VALUE, without its box. */
static ScriptStatus prepare (Writer *writer, Value holder, const Name *key, Value *value)
{
    ScriptRuntime *runtime = writer->runtime;
    ScriptBox *box;
    Value method;

    if (value->kind == VALUE_OBJECT || value->kind == VALUE_INTEGER)
    {
        HostObject *host = value_host (*value);

        if (host && !host->class->open)
            return host_refuse_plain (runtime, *value);
        SCRIPT_TRY (es_get (runtime, *value, runtime->known.toJSON_, &method));
        if (script_is_callable (method))
        {
            Value argument = value_of_name (runtime, key);

            SCRIPT_TRY (script_call (runtime, method, *value, &argument, 1, value));
        }
    }
    if (writer->replacer.kind != VALUE_UNDEFINED)
    {
        Value arguments[2] = { value_of_name (runtime, key), *value };

        SCRIPT_TRY (script_call (runtime, writer->replacer, holder, arguments, 2, value));
    }
    if (!value_is_object (*value, OBJECT_BOX))
        return SCRIPT_NORMAL;
    box = (ScriptBox *)value->as.object;
    if (box->value.kind == VALUE_NUMBER)
    {
        double number;

        SCRIPT_TRY (es_to_number (runtime, *value, &number));
        *value = value_number (number);
    }
    else if (box->value.kind == VALUE_STRING)
    {
        ScriptString *string;

        SCRIPT_TRY (es_to_string (runtime, *value, &string));
        *value = value_of_string (string);
    }
    else if (box->value.kind != VALUE_SYMBOL)
        *value = box->value;
    return SCRIPT_NORMAL;
}

static void open_level (Writer *writer)
{
    g_string_append (writer->line, writer->indent);
}

static void close_level (Writer *writer)
{
    g_string_truncate (writer->line, writer->line->len - strlen (writer->indent));
}

static void new_line (Writer *writer)
{
    if (*writer->indent)
        text_append (&writer->text, writer->line->str, writer->line->len);
}

static ScriptStatus write_list (Writer *writer, const Around *around, ScriptList *list)
{
    ScriptRuntime *runtime = writer->runtime;
    guint n = list->length;

    text_append_c (&writer->text, '[');
    open_level (writer);
    for (guint i = 0; i < n; i++)
    {
        char digits[16];
        const Name *key = intern (runtime, digits, g_snprintf (digits, sizeof digits, "%u", i));
        gboolean written;
        Value item = UNDEFINED;

        if (i)
            text_append_c (&writer->text, ',');
        new_line (writer);
        if (i < list->length && list->items[i].kind != VALUE_EMPTY)
            item = list->items[i];
        SCRIPT_TRY (write_value (writer, around, value_of_object (&list->object), key, item, &written));
        if (!written)
            text_append_text (&writer->text, "null");
    }
    close_level (writer);
    if (n)
        new_line (writer);
    text_append_c (&writer->text, ']');
    return SCRIPT_NORMAL;
}

static ScriptStatus write_members (Writer *writer, const Around *around, ScriptObject *object, const Name **keys,
                                   guint n)
{
    ScriptRuntime *runtime = writer->runtime;
    gboolean any = FALSE;

    text_append_c (&writer->text, '{');
    open_level (writer);
    for (guint i = 0; i < n; i++)
    {
        gsize before = writer->text.length;
        gboolean written;
        Value value;

        SCRIPT_TRY (es_get_on (runtime, object, keys[i], value_of_object (object), &value));
        if (any)
            text_append_c (&writer->text, ',');
        new_line (writer);
        write_quoted (&writer->text, keys[i]->text, keys[i]->length);
        text_append_text (&writer->text, *writer->indent ? ": " : ":");
        SCRIPT_TRY (write_value (writer, around, value_of_object (object), keys[i], value, &written));
        if (!written)
            writer->text.length = before;
        any = any || written;
    }
    close_level (writer);
    if (any)
        new_line (writer);
    text_append_c (&writer->text, '}');
    return SCRIPT_NORMAL;
}

static ScriptStatus write_object (Writer *writer, const Around *outer, const Name *key, ScriptObject *object)
{
    ScriptRuntime *runtime = writer->runtime;
    Around around = { outer, object, key };
    ScriptStatus status;
    guint n = 0;

    for (const Around *at = outer; at; at = at->outer)
        if (at->object == object)
            return circle_error (writer, outer, object, key);
    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    if (object->kind == OBJECT_LIST || object->kind == OBJECT_TUPLE)
        status = write_list (writer, &around, (ScriptList *)object);
    else if (writer->allowed)
    {
        const Name **keys = script_alloc (runtime, (writer->allowed->length + 1) * sizeof *keys);

        for (guint i = 0; i < writer->allowed->length; i++)
        {
            Property property;
            const Name *name = value_to_name (runtime, writer->allowed->items[i]);

            if (es_own_property (runtime, object, name, &property))
                keys[n++] = name;
        }
        status = write_members (writer, &around, object, keys, n);
    }
    else
    {
        const Name **keys = object_keys (runtime, object, TRUE, FALSE, &n);

        status = write_members (writer, &around, object, keys, n);
    }
    runtime_leave (runtime);
    return status;
}

static ScriptStatus write_value (Writer *writer, const Around *around, Value holder, const Name *key, Value value,
                                 gboolean *written)
{
    char number[NUMBER_TEXT_SIZE];

    *written = TRUE;
    SCRIPT_TRY (prepare (writer, holder, key, &value));
    switch (value.kind)
    {
    case VALUE_NULL:
        text_append_text (&writer->text, "null");
        return SCRIPT_NORMAL;
    case VALUE_BOOLEAN:
        text_append_text (&writer->text, value.as.boolean ? "true" : "false");
        return SCRIPT_NORMAL;
    case VALUE_NUMBER:
        text_append_text (&writer->text,
                          isfinite (value.as.number) ? number_to_text (value.as.number, number) : "null");
        return SCRIPT_NORMAL;
    case VALUE_STRING:
        write_quoted (&writer->text, value.as.string->data, value.as.string->length);
        return SCRIPT_NORMAL;
    case VALUE_INTEGER:
        return script_throw (writer->runtime, "TypeError", "Do not know how to serialize a BigInt");
    case VALUE_OBJECT:
        if (!script_is_callable (value))
            return write_object (writer, around, key, value.as.object);
        break;
    case VALUE_UNDEFINED:
    case VALUE_SYMBOL:
    case VALUE_EMPTY:
        break;
    }
    *written = FALSE;
    return SCRIPT_NORMAL;
}

/* The names that an array as replacer lets through, each once. */
static ScriptStatus read_allowed (ScriptRuntime *runtime, ScriptList *replacer, ScriptList **allowed)
{
    ScriptMap *known = map_new (runtime, OBJECT_SET);

    *allowed = list_new (runtime, NULL, 0);
    for (guint i = 0; i < replacer->length; i++)
    {
        Value item = replacer->items[i];
        ScriptString *name;

        if (value_is_object (item, OBJECT_BOX))
            item = ((ScriptBox *)item.as.object)->value;
        if (item.kind != VALUE_STRING && item.kind != VALUE_NUMBER)
            continue;
        SCRIPT_TRY (es_to_string (runtime, item, &name));
        if (map_find (known, value_of_string (name)))
            continue;
        map_put (runtime, known, value_of_string (name), UNDEFINED);
        list_append (runtime, *allowed, value_of_string (name));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus es_json_stringify (ScriptRuntime *runtime, Value value, Value replacer, const char *indent, Value *out)
{
    g_autoptr (GString) line = g_string_new ("\n");
    Writer writer = { .runtime = runtime, .replacer = UNDEFINED, .indent = indent, .line = line };
    Value holder = script_object_new (runtime);
    gboolean written;

    text_builder_init (&writer.text, runtime);
    if (script_is_callable (replacer))
        writer.replacer = replacer;
    else if (value_list (replacer))
        SCRIPT_TRY (read_allowed (runtime, value_list (replacer), &writer.allowed));
    object_define (runtime, holder.as.object, runtime->known.empty, value, PROPERTY_ORDINARY);
    *out = UNDEFINED;
    SCRIPT_TRY (write_value (&writer, NULL, holder, runtime->known.empty, value, &written));
    return written ? text_finish (&writer.text, out) : SCRIPT_NORMAL;
}

static ScriptStatus json_stringify (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value space = call_argument (call, 2);
    g_autofree char *indent = NULL;

    if (value_is_object (space, OBJECT_BOX))
        space = ((ScriptBox *)space.as.object)->value;
    if (space.kind == VALUE_NUMBER)
        indent = g_strnfill ((gsize)CLAMP (number_to_integer (space.as.number), 0, INDENT_MAX), ' ');
    else if (space.kind == VALUE_STRING)
    {
        ScriptString *string = space.as.string;

        string = string_slice (runtime, string, 0, MIN (string_units (string), INDENT_MAX));
        indent = g_strndup (string->data, string->length);
    }
    return es_json_stringify (runtime, call_argument (call, 0), call_argument (call, 1), indent ? indent : "", out);
}

/* Gives the member KEY of HOLDER, and before it all that is inside, to the reviver; what it returns takes the place. */
static ScriptStatus revive (ScriptRuntime *runtime, Value reviver, Value holder, const Name *key, Value *out)
{
    Value value;
    Value arguments[2];

    SCRIPT_TRY (es_get (runtime, holder, key, &value));
    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    if (value.kind == VALUE_OBJECT && value.as.object->kind != OBJECT_HOST)
    {
        guint n;
        const Name **keys = object_keys (runtime, value.as.object, TRUE, FALSE, &n);

        for (guint i = 0; i < n; i++)
        {
            Value member;
            ScriptStatus status = revive (runtime, reviver, value, keys[i], &member);

            if (status == SCRIPT_NORMAL && member.kind == VALUE_UNDEFINED)
                status = es_delete (runtime, value, value_of_name (runtime, keys[i]), &member);
            else if (status == SCRIPT_NORMAL)
                status = es_define (runtime, value.as.object, keys[i], member);
            if (status != SCRIPT_NORMAL)
            {
                runtime_leave (runtime);
                return status;
            }
        }
    }
    runtime_leave (runtime);
    arguments[0] = value_of_name (runtime, key);
    arguments[1] = value;
    return script_call (runtime, reviver, holder, arguments, 2, out);
}

static ScriptStatus json_parse (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptString *text;
    Value holder;

    SCRIPT_TRY (es_argument_string (call, 0, &text));
    SCRIPT_TRY (es_json_parse (runtime, text->data, text->length, out));
    if (!script_is_callable (call_argument (call, 1)))
        return SCRIPT_NORMAL;
    holder = script_object_new (runtime);
    object_define (runtime, holder.as.object, runtime->known.empty, *out, PROPERTY_ORDINARY);
    return revive (runtime, call->arguments[1], holder, runtime->known.empty, out);
}

void es_setup_json (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "parse", 2, json_parse },
                                             { "stringify", 3, json_stringify },
                                             { NULL, 0, NULL } };
    Value json = script_object_new (runtime);

    natives_define (runtime, json.as.object, functions);
    object_define (runtime, json.as.object, runtime->known.to_string_tag, value_string (runtime, "JSON", -1),
                   PROPERTY_CONFIGURABLE);
    object_define (runtime, runtime->global, intern (runtime, "JSON", -1), json, PROPERTY_HIDDEN);
}
