/* The methods of str. */

#include "script/py_format.h"
#include "script/py_methods.h"

#include <string.h>

/* The code point that KEY, of a table for translate, stands for. */
static ScriptStatus table_key (ScriptRuntime *runtime, Value key, Value *out)
{
    ScriptString *text = py_as_string (key);
    gint64 integer;

    if (text)
    {
        if (py_string_length (text) != 1)
            return py_raise (runtime, "ValueError", "string keys in translate table must be of length 1");
        *out = value_integer (g_utf8_get_char (text->data));
        return SCRIPT_NORMAL;
    }
    if (!py_is_integer (py_unbox (key), &integer))
        return py_raise (runtime, "TypeError", "keys in translate table must be strings or integers");
    *out = key;
    return SCRIPT_NORMAL;
}

static ScriptStatus table_of_dict (ScriptCall *call, ScriptMap *table)
{
    const ScriptMap *given = py_as_dict (call->arguments[0]);
    Value key;

    if (!given)
        return py_raise (call->runtime, "TypeError", "if you give only one argument to maketrans it must be a dict");
    for (guint32 i = 0; i < given->n_entries; i++)
    {
        if (given->entries[i].key.kind == VALUE_EMPTY)
            continue;
        SCRIPT_TRY (table_key (call->runtime, given->entries[i].key, &key));
        SCRIPT_TRY (py_map_put (call->runtime, table, key, given->entries[i].value));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus table_of_texts (ScriptCall *call, ScriptMap *table)
{
    ScriptString *texts[3] = { NULL, NULL, NULL };
    const char *p;
    const char *q;

    for (guint i = 0; i < call->n_arguments; i++)
    {
        texts[i] = py_as_string (call->arguments[i]);
        if (!texts[i])
            return i == 0 ? py_raise (call->runtime, "TypeError",
                                      "first maketrans argument must be a string if there is a second argument")
                          : py_raise (call->runtime, "TypeError", "maketrans() argument %u must be str, not %s", i + 1,
                                      py_type_name (call->runtime, call->arguments[i]));
    }
    if (py_string_length (texts[0]) != py_string_length (texts[1]))
        return py_raise (call->runtime, "ValueError", "the first two maketrans arguments must have equal length");
    for (p = texts[0]->data, q = texts[1]->data; p < texts[0]->data + texts[0]->length;
         p = g_utf8_next_char (p), q = g_utf8_next_char (q))
        SCRIPT_TRY (py_map_put (call->runtime, table, value_integer (g_utf8_get_char (p)),
                                value_integer (g_utf8_get_char (q))));
    for (p = texts[2] ? texts[2]->data : NULL; texts[2] && p < texts[2]->data + texts[2]->length;
         p = g_utf8_next_char (p))
        SCRIPT_TRY (py_map_put (call->runtime, table, value_integer (g_utf8_get_char (p)), NULL_VALUE));
    return SCRIPT_NORMAL;
}

static ScriptStatus str_maketrans (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take (call, "str", "maketrans", 1, 3));
    *out = py_dict_new (call->runtime);
    return call->n_arguments == 1 ? table_of_dict (call, value_map (*out)) : table_of_texts (call, value_map (*out));
}

/* What TABLE has for C: MAPPED is VALUE_EMPTY when it has nothing. */
static ScriptStatus look_up (ScriptRuntime *runtime, Value table, gunichar c, Value *mapped)
{
    ScriptStatus status = py_get_index (runtime, table, value_integer (c), mapped);

    if (status == SCRIPT_THROW && py_pending_is (runtime, "LookupError"))
    {
        script_take_exception (runtime);
        *mapped = EMPTY_VALUE;
        return SCRIPT_NORMAL;
    }
    return status;
}

static ScriptStatus str_translate (ScriptCall *call, Value *out)
{
    const ScriptString *text = py_as_string (call->receiver);
    TextBuilder builder;
    Value mapped;
    gint64 code;

    SCRIPT_TRY (py_take_one (call, "str", "translate"));
    text_builder_init (&builder, call->runtime);
    for (const char *p = text->data, *end = p + text->length; p < end && !builder.failed; p = g_utf8_next_char (p))
    {
        SCRIPT_TRY (py_charge (call->runtime, 1));
        SCRIPT_TRY (look_up (call->runtime, call->arguments[0], g_utf8_get_char (p), &mapped));
        if (mapped.kind == VALUE_EMPTY)
            text_append_unichar (&builder, g_utf8_get_char (p));
        else if (py_as_string (mapped))
            text_append_string (&builder, py_as_string (mapped));
        else if (mapped.kind == VALUE_NULL)
            continue;
        else if (!py_is_integer (py_unbox (mapped), &code))
            return py_raise (call->runtime, "TypeError", "character mapping must return integer, None or str");
        else if (code < 0 || code > 0x10ffff)
            return py_raise (call->runtime, "ValueError", "character mapping must be in range(0x110000)");
        else
            text_append_unichar (&builder, (gunichar)code);
    }
    return text_finish (&builder, out);
}

/* Of a class that is based on str: the text itself, whatever its __repr__ is. */
static ScriptStatus str_str (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_take_none (call, "str", "__str__"));
    *out = py_unbox (call->receiver);
    return SCRIPT_NORMAL;
}

const NativeEntry py_str_methods[] = { { "__str__", 0, str_str },
                                       { "capitalize", 0, py_str_capitalize },
                                       { "casefold", 0, py_str_casefold },
                                       { "center", 1, py_text_center },
                                       { "count", 1, py_text_count_method },
                                       { "encode", 0, py_str_encode },
                                       { "endswith", 1, py_text_endswith },
                                       { "expandtabs", 0, py_text_expandtabs },
                                       { "find", 1, py_text_find },
                                       { "format", 0, py_str_format },
                                       { "format_map", 1, py_str_format_map },
                                       { "index", 1, py_text_index },
                                       { "isalnum", 0, py_str_isalnum },
                                       { "isalpha", 0, py_str_isalpha },
                                       { "isascii", 0, py_str_isascii },
                                       { "isdecimal", 0, py_str_isdecimal },
                                       { "isdigit", 0, py_str_isdigit },
                                       { "isidentifier", 0, py_str_isidentifier },
                                       { "islower", 0, py_str_islower },
                                       { "isnumeric", 0, py_str_isnumeric },
                                       { "isprintable", 0, py_str_isprintable },
                                       { "isspace", 0, py_str_isspace },
                                       { "istitle", 0, py_str_istitle },
                                       { "isupper", 0, py_str_isupper },
                                       { "join", 1, py_text_join },
                                       { "ljust", 1, py_text_ljust },
                                       { "lower", 0, py_str_lower },
                                       { "lstrip", 0, py_text_lstrip },
                                       { "partition", 1, py_text_partition },
                                       { "removeprefix", 1, py_text_removeprefix },
                                       { "removesuffix", 1, py_text_removesuffix },
                                       { "replace", 2, py_text_replace },
                                       { "rfind", 1, py_text_rfind },
                                       { "rindex", 1, py_text_rindex },
                                       { "rjust", 1, py_text_rjust },
                                       { "rpartition", 1, py_text_rpartition },
                                       { "rsplit", 0, py_text_rsplit },
                                       { "rstrip", 0, py_text_rstrip },
                                       { "split", 0, py_text_split },
                                       { "splitlines", 0, py_text_splitlines },
                                       { "startswith", 1, py_text_startswith },
                                       { "strip", 0, py_text_strip },
                                       { "swapcase", 0, py_str_swapcase },
                                       { "title", 0, py_str_title },
                                       { "translate", 1, str_translate },
                                       { "upper", 0, py_str_upper },
                                       { "zfill", 1, py_text_zfill },
                                       { NULL, 0, NULL } };

const NativeEntry py_str_class_methods[] = { { "maketrans", 1, str_maketrans }, { NULL, 0, NULL } };
