/* The methods of bytes that str has not, or has otherwise. */

#include "script/py_methods.h"

#include <string.h>

typedef char (*ByteChange) (char c);

static char swap (char c)
{
    return g_ascii_isupper (c) ? g_ascii_tolower (c) : g_ascii_toupper (c);
}

/* Each byte by CHANGE; with WORDS the first letter of each word by FIRST, else (when FIRST is not NULL) the first byte alone. */
static ScriptStatus change (ScriptCall *call, const char *name, ByteChange by, ByteChange first, gboolean words,
                            Value *out)
{
    const ScriptBytes *bytes = value_bytes (call->receiver);
    ScriptBytes *changed;
    gboolean inside = FALSE;

    SCRIPT_TRY (py_take_none (call, "bytes", name));
    if (!runtime_reserve (call->runtime, bytes->length))
        return SCRIPT_STOP;
    *out = py_bytes_new (call->runtime, bytes->data, bytes->length);
    changed = value_bytes (*out);
    for (gsize i = 0; i < bytes->length; i++)
    {
        char c = (char)bytes->data[i];

        changed->data[i] = (guint8)(first && (words ? !inside : i == 0) ? first (c) : by (c));
        inside = g_ascii_isalpha (c);
    }
    return SCRIPT_NORMAL;
}

static char to_lower (char c)
{
    return g_ascii_tolower (c);
}

static char to_upper (char c)
{
    return g_ascii_toupper (c);
}

static ScriptStatus bytes_lower (ScriptCall *call, Value *out)
{
    return change (call, "lower", to_lower, NULL, FALSE, out);
}

static ScriptStatus bytes_upper (ScriptCall *call, Value *out)
{
    return change (call, "upper", to_upper, NULL, FALSE, out);
}

static ScriptStatus bytes_swapcase (ScriptCall *call, Value *out)
{
    return change (call, "swapcase", swap, NULL, FALSE, out);
}

static ScriptStatus bytes_title (ScriptCall *call, Value *out)
{
    return change (call, "title", to_lower, to_upper, TRUE, out);
}

static ScriptStatus bytes_capitalize (ScriptCall *call, Value *out)
{
    return change (call, "capitalize", to_lower, to_upper, FALSE, out);
}

static gboolean is_alnum (char c)
{
    return g_ascii_isalnum (c);
}

static gboolean is_alpha (char c)
{
    return g_ascii_isalpha (c);
}

static gboolean is_digit (char c)
{
    return g_ascii_isdigit (c);
}

static gboolean is_space (char c)
{
    return g_ascii_isspace (c) || c == '\v';
}

static gboolean is_ascii (char c)
{
    return (guchar)c < 0x80;
}

static ScriptStatus all_are (ScriptCall *call, const char *name, gboolean (*kind) (char c), gboolean empty, Value *out)
{
    const ScriptBytes *bytes = value_bytes (call->receiver);
    gboolean all = empty || bytes->length > 0;

    SCRIPT_TRY (py_take_none (call, "bytes", name));
    for (gsize i = 0; all && i < bytes->length; i++)
        all = kind ((char)bytes->data[i]);
    *out = value_boolean (all);
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_isalnum (ScriptCall *call, Value *out)
{
    return all_are (call, "isalnum", is_alnum, FALSE, out);
}

static ScriptStatus bytes_isalpha (ScriptCall *call, Value *out)
{
    return all_are (call, "isalpha", is_alpha, FALSE, out);
}

static ScriptStatus bytes_isdigit (ScriptCall *call, Value *out)
{
    return all_are (call, "isdigit", is_digit, FALSE, out);
}

static ScriptStatus bytes_isspace (ScriptCall *call, Value *out)
{
    return all_are (call, "isspace", is_space, FALSE, out);
}

static ScriptStatus bytes_isascii (ScriptCall *call, Value *out)
{
    return all_are (call, "isascii", is_ascii, TRUE, out);
}

/* Whether there is a letter of the wanted case and none of the other. */
static ScriptStatus has_case (ScriptCall *call, const char *name, gboolean upper, Value *out)
{
    const ScriptBytes *bytes = value_bytes (call->receiver);
    gboolean wanted = FALSE;
    gboolean other = FALSE;

    SCRIPT_TRY (py_take_none (call, "bytes", name));
    for (gsize i = 0; i < bytes->length; i++)
    {
        wanted = wanted || (upper ? g_ascii_isupper (bytes->data[i]) : g_ascii_islower (bytes->data[i]));
        other = other || (upper ? g_ascii_islower (bytes->data[i]) : g_ascii_isupper (bytes->data[i]));
    }
    *out = value_boolean (wanted && !other);
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_islower (ScriptCall *call, Value *out)
{
    return has_case (call, "islower", FALSE, out);
}

static ScriptStatus bytes_isupper (ScriptCall *call, Value *out)
{
    return has_case (call, "isupper", TRUE, out);
}

static ScriptStatus bytes_istitle (ScriptCall *call, Value *out)
{
    const ScriptBytes *bytes = value_bytes (call->receiver);
    gboolean inside = FALSE;
    gboolean some = FALSE;

    SCRIPT_TRY (py_take_none (call, "bytes", "istitle"));
    *out = value_boolean (FALSE);
    for (gsize i = 0; i < bytes->length; i++)
    {
        if (g_ascii_isalpha (bytes->data[i]) && inside == !!g_ascii_isupper (bytes->data[i]))
            return SCRIPT_NORMAL;
        inside = g_ascii_isalpha (bytes->data[i]);
        some = some || inside;
    }
    *out = value_boolean (some);
    return SCRIPT_NORMAL;
}

/* SEP must be one character of ASCII, or a byte. */
static ScriptStatus separator_of (ScriptRuntime *runtime, Value value, char *separator)
{
    PyText like = { .runtime = runtime };
    PyText text;

    *separator = 0;
    if (value.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    like.bytes = value_bytes (value) != NULL;
    if (!py_text_like (&like, value, &text))
        return py_raise (runtime, "TypeError", "sep must be str or bytes.");
    if (py_text_count (&text, 0, text.length) != 1)
        return py_raise (runtime, "ValueError", "sep must be length 1.");
    if ((guchar)text.data[0] >= 0x80)
        return py_raise (runtime, "ValueError", "sep must be ASCII.");
    *separator = text.data[0];
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_hex (ScriptCall *call, Value *out)
{
    static const char *const names[] = { "sep", "bytes_per_sep", NULL };
    static const char digits[] = "0123456789abcdef";
    const ScriptBytes *bytes = value_bytes (call->receiver);
    TextBuilder builder;
    Value values[2];
    char separator;
    gint64 group = 1;
    gsize size;

    SCRIPT_TRY (py_take_named (call, "hex", names, values));
    SCRIPT_TRY (separator_of (call->runtime, values[0], &separator));
    if (values[1].kind != VALUE_EMPTY)
        SCRIPT_TRY (py_index (call->runtime, values[1], &group));
    size = (gsize)(group < 0 ? 0 - (guint64)group : (guint64)group);
    text_builder_init (&builder, call->runtime);
    for (gsize i = 0; i < bytes->length; i++)
    {
        /* Groups are counted from the end, with a negative number from the beginning. */
        if (separator && size && i > 0 && (group < 0 ? i : bytes->length - i) % size == 0)
            text_append_c (&builder, separator);
        text_append_c (&builder, digits[bytes->data[i] >> 4]);
        text_append_c (&builder, digits[bytes->data[i] & 15]);
    }
    return text_finish (&builder, out);
}

static ScriptStatus bytes_fromhex (ScriptCall *call, Value *out)
{
    const ScriptString *text;
    TextBuilder builder;

    SCRIPT_TRY (py_take_one (call, "bytes", "fromhex"));
    text = py_as_string (call->arguments[0]);
    if (!text)
        return py_raise (call->runtime, "TypeError", "fromhex() argument must be str, not %s",
                         py_type_name (call->runtime, call->arguments[0]));
    text_builder_init (&builder, call->runtime);
    for (guint32 i = 0; i < text->length; i++)
    {
        guint32 wrong = i;

        if (is_space (text->data[i]))
            continue;
        if (g_ascii_isxdigit (text->data[i]))
            wrong++;
        if (wrong == i || i + 1 >= text->length || !g_ascii_isxdigit (text->data[i + 1]))
            return py_raise (call->runtime, "ValueError",
                             "non-hexadecimal number found in fromhex() arg at position %ld",
                             g_utf8_strlen (text->data, wrong));
        text_append_c (&builder,
                       (char)(g_ascii_xdigit_value (text->data[i]) << 4 | g_ascii_xdigit_value (text->data[i + 1])));
        i++;
    }
    if (builder.failed)
        return SCRIPT_STOP;
    *out = py_bytes_new (call->runtime, builder.data, builder.length);
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_maketrans (ScriptCall *call, Value *out)
{
    const ScriptBytes *texts[2];
    ScriptBytes *table;

    SCRIPT_TRY (py_take (call, "bytes", "maketrans", 2, 2));
    for (guint i = 0; i < 2; i++)
    {
        texts[i] = value_bytes (call->arguments[i]);
        if (!texts[i])
            return py_raise (call->runtime, "TypeError", "a bytes-like object is required, not '%s'",
                             py_type_name (call->runtime, call->arguments[i]));
    }
    if (texts[0]->length != texts[1]->length)
        return py_raise (call->runtime, "ValueError", "maketrans arguments must have same length");
    table = bytes_new (call->runtime, NULL, 256);
    for (guint i = 0; i < 256; i++)
        table->data[i] = (guint8)i;
    for (gsize i = 0; i < texts[0]->length; i++)
        table->data[texts[0]->data[i]] = texts[1]->data[i];
    *out = py_bytes_new (call->runtime, table->data, 256);
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_translate (ScriptCall *call, Value *out)
{
    static const char *const names[] = { "", "delete", NULL };
    const ScriptBytes *bytes = value_bytes (call->receiver);
    const ScriptBytes *table;
    const ScriptBytes *dropped = NULL;
    gboolean drop[256] = { FALSE };
    TextBuilder builder;
    Value values[2];

    SCRIPT_TRY (py_take_named (call, "translate", names, values));
    if (values[0].kind == VALUE_EMPTY)
        return py_raise (call->runtime, "TypeError", "translate() takes at least 1 positional argument (0 given)");
    table = value_bytes (values[0]);
    if (values[1].kind != VALUE_EMPTY)
        dropped = value_bytes (values[1]);
    if ((!table && values[0].kind != VALUE_NULL) || (!dropped && values[1].kind != VALUE_EMPTY))
        return py_raise (call->runtime, "TypeError", "a bytes-like object is required, not '%s'",
                         py_type_name (call->runtime, !table && values[0].kind != VALUE_NULL ? values[0] : values[1]));
    if (table && table->length != 256)
        return py_raise (call->runtime, "ValueError", "translation table must be 256 characters long");
    for (gsize i = 0; dropped && i < dropped->length; i++)
        drop[dropped->data[i]] = TRUE;
    text_builder_init (&builder, call->runtime);
    for (gsize i = 0; i < bytes->length; i++)
        if (!drop[bytes->data[i]])
            text_append_c (&builder, (char)(table ? table->data[bytes->data[i]] : bytes->data[i]));
    if (builder.failed)
        return SCRIPT_STOP;
    *out = py_bytes_new (call->runtime, builder.data, builder.length);
    return SCRIPT_NORMAL;
}

const NativeEntry py_bytes_methods[] = { { "capitalize", 0, bytes_capitalize },
                                         { "center", 1, py_text_center },
                                         { "count", 1, py_text_count_method },
                                         { "decode", 0, py_bytes_decode },
                                         { "endswith", 1, py_text_endswith },
                                         { "expandtabs", 0, py_text_expandtabs },
                                         { "find", 1, py_text_find },
                                         { "hex", 0, bytes_hex },
                                         { "index", 1, py_text_index },
                                         { "isalnum", 0, bytes_isalnum },
                                         { "isalpha", 0, bytes_isalpha },
                                         { "isascii", 0, bytes_isascii },
                                         { "isdigit", 0, bytes_isdigit },
                                         { "islower", 0, bytes_islower },
                                         { "isspace", 0, bytes_isspace },
                                         { "istitle", 0, bytes_istitle },
                                         { "isupper", 0, bytes_isupper },
                                         { "join", 1, py_text_join },
                                         { "ljust", 1, py_text_ljust },
                                         { "lower", 0, bytes_lower },
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
                                         { "swapcase", 0, bytes_swapcase },
                                         { "title", 0, bytes_title },
                                         { "translate", 1, bytes_translate },
                                         { "upper", 0, bytes_upper },
                                         { "zfill", 1, py_text_zfill },
                                         { NULL, 0, NULL } };

const NativeEntry py_bytes_class_methods[] = { { "fromhex", 1, bytes_fromhex },
                                               { "maketrans", 2, bytes_maketrans },
                                               { NULL, 0, NULL } };
