/* Arguments of built-in methods, and text that is a str or bytes: see py_methods.h. */

#include "script/py_methods.h"

#include <string.h>

static ScriptStatus refuse_keywords (ScriptCall *call, const char *type, const char *name)
{
    if (call->n_named)
        return py_raise (call->runtime, "TypeError", "%s%s%s() takes no keyword arguments", type ? type : "",
                         type ? "." : "", name);
    return SCRIPT_NORMAL;
}

ScriptStatus py_take_none (ScriptCall *call, const char *type, const char *name)
{
    SCRIPT_TRY (refuse_keywords (call, type, name));
    if (call->n_arguments)
        return py_raise (call->runtime, "TypeError", "%s.%s() takes no arguments (%u given)", type, name,
                         call->n_arguments);
    return SCRIPT_NORMAL;
}

ScriptStatus py_take_one (ScriptCall *call, const char *type, const char *name)
{
    SCRIPT_TRY (refuse_keywords (call, type, name));
    if (call->n_arguments != 1)
        return py_raise (call->runtime, "TypeError", "%s%s%s() takes exactly one argument (%u given)", type ? type : "",
                         type ? "." : "", name, call->n_arguments);
    return SCRIPT_NORMAL;
}

ScriptStatus py_take (ScriptCall *call, const char *type, const char *name, guint least, guint most)
{
    SCRIPT_TRY (refuse_keywords (call, type, name));
    return py_check_arguments (call, name, least, most);
}

ScriptStatus py_take_named (ScriptCall *call, const char *name, const char *const *names, Value *values)
{
    guint n = 0;

    while (names[n])
    {
        values[n] = n < call->n_arguments ? call->arguments[n] : EMPTY_VALUE;
        n++;
    }
    if (call->n_arguments + call->n_named > n)
        return py_raise (call->runtime, "TypeError", "%s() takes at most %u argument%s (%u given)", name, n,
                         n == 1 ? "" : "s", call->n_arguments + call->n_named);
    for (guint i = 0; i < call->n_named; i++)
    {
        guint at = 0;

        while (at < n && strcmp (names[at], call->names[i]->text) != 0)
            at++;
        if (at == n)
            return py_raise (call->runtime, "TypeError", "'%s' is an invalid keyword argument for %s()",
                             call->names[i]->text, name);
        if (values[at].kind != VALUE_EMPTY)
            return py_raise (call->runtime, "TypeError", "argument for %s() given by name ('%s') and position (%u)",
                             name, names[at], at + 1);
        values[at] = call->named[i];
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_integer_argument (ScriptCall *call, guint index, gint64 fallback, gint64 *out)
{
    *out = fallback;
    return index < call->n_arguments ? py_index (call->runtime, call->arguments[index], out) : SCRIPT_NORMAL;
}

ScriptStatus py_position (ScriptRuntime *runtime, Value value, gint64 length, gint64 fallback, gint64 *out)
{
    ScriptStatus status;

    *out = fallback;
    if (value_is_nullish (value) || value.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    status = py_index (runtime, value, out);
    if (status == SCRIPT_THROW && py_pending_is (runtime, "TypeError"))
    {
        script_take_exception (runtime);
        return py_raise (runtime, "TypeError", "slice indices must be integers or None or have an __index__ method");
    }
    SCRIPT_TRY (status);
    if (*out < 0)
        *out = MAX (*out + length, 0);
    return SCRIPT_NORMAL;
}

ScriptStatus py_charge (ScriptRuntime *runtime, gsize n)
{
    return runtime_steps (runtime, n) ? SCRIPT_NORMAL : runtime_exhausted (runtime);
}

gboolean py_text_like (const PyText *like, Value value, PyText *out)
{
    *out = (PyText){ .runtime = like->runtime, .bytes = like->bytes };
    if (like->bytes)
    {
        const ScriptBytes *bytes = value_bytes (value);

        if (!bytes)
            return FALSE;
        out->data = (const char *)bytes->data;
        out->length = bytes->length;
    }
    else
    {
        const ScriptString *string = py_as_string (value);

        if (!string)
            return FALSE;
        out->data = string->data;
        out->length = string->length;
    }
    return TRUE;
}

PyText py_text_of (ScriptCall *call)
{
    PyText like = { .runtime = call->runtime, .bytes = value_bytes (call->receiver) != NULL };
    PyText text;

    py_text_like (&like, call->receiver, &text);
    return text;
}

Value py_text_value (const PyText *text, gsize from, gsize to)
{
    if (text->bytes)
        return py_bytes_new (text->runtime, text->data + from, to - from);
    return value_of_string (string_borrow (text->runtime, text->data + from, to - from));
}

gint64 py_text_count (const PyText *text, gsize from, gsize to)
{
    gint64 count = 0;

    if (text->bytes)
        return (gint64)(to - from);
    for (gsize i = from; i < to; i++)
        count += ((guchar)text->data[i] & 0xc0) != 0x80;
    return count;
}

gsize py_text_offset (const PyText *text, gint64 index)
{
    gsize at = 0;

    if (text->bytes)
        return (gsize)MIN (index, (gint64)text->length);
    for (; index > 0 && at < text->length; index--)
        at += (gsize)(g_utf8_next_char (text->data + at) - (text->data + at));
    return at;
}

gboolean py_is_space (gunichar c)
{
    return (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

gboolean py_is_printable (gunichar c)
{
    switch ((int)g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return FALSE;
    case G_UNICODE_SPACE_SEPARATOR:
        return c == ' ';
    default:
        return TRUE;
    }
}

gsize py_text_space_at (const PyText *text, gsize at)
{
    if (at >= text->length)
        return 0;
    if (text->bytes)
        return g_ascii_isspace (text->data[at]) || text->data[at] == '\v';
    return py_is_space (g_utf8_get_char (text->data + at))
               ? (gsize)(g_utf8_next_char (text->data + at) - (text->data + at))
               : 0;
}

gsize py_text_space_before (const PyText *text, gsize at)
{
    gsize start = at;

    if (at == 0)
        return 0;
    do
        start--;
    while (!text->bytes && start > 0 && ((guchar)text->data[start] & 0xc0) == 0x80);
    return py_text_space_at (text, start) == at - start ? at - start : 0;
}

ScriptStatus py_text_finish (const PyText *like, TextBuilder *builder, Value *out)
{
    SCRIPT_TRY (text_finish (builder, out));
    if (like->bytes)
        *out = py_bytes_new (like->runtime, out->as.string->data, out->as.string->length);
    return SCRIPT_NORMAL;
}
