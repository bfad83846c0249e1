/* Case and kinds of characters, as str has them. */

#include "script/case.h"
#include "script/py_methods.h"

#include <string.h>

static gboolean is_lower (gunichar c)
{
    /* Letters that are small without being called so by their category (Other_Lowercase), as far as they are of use in words. */
    return g_unichar_islower (c) || c == 0xaa || c == 0xba || (c >= 0x2b0 && c <= 0x2b8) ||
           (c >= 0x2170 && c <= 0x217f) || (c >= 0x24d0 && c <= 0x24e9);
}

static gboolean is_upper (gunichar c)
{
    return g_unichar_isupper (c) || (c >= 0x2160 && c <= 0x216f) || (c >= 0x24b6 && c <= 0x24cf);
}

static gboolean is_cased (gunichar c)
{
    return is_lower (c) || is_upper (c) || g_unichar_istitle (c);
}

static gboolean is_alpha (gunichar c)
{
    switch ((int)g_unichar_type (c))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
        return TRUE;
    default:
        return FALSE;
    }
}

static gboolean is_decimal (gunichar c)
{
    return g_unichar_type (c) == G_UNICODE_DECIMAL_NUMBER;
}

/* Numeric_Type=Digit: digits that make no number with others. */
static gboolean is_digit (gunichar c)
{
    static const struct
    {
        gunichar from, to;
    } digits[] = { { 0xb2, 0xb3 },       { 0xb9, 0xb9 },       { 0x1369, 0x1371 },   { 0x19da, 0x19da },
                   { 0x2070, 0x2070 },   { 0x2074, 0x2079 },   { 0x2080, 0x2089 },   { 0x2460, 0x2468 },
                   { 0x2474, 0x247c },   { 0x2488, 0x2490 },   { 0x24ea, 0x24ea },   { 0x24f5, 0x24fd },
                   { 0x24ff, 0x24ff },   { 0x2776, 0x277e },   { 0x2780, 0x2788 },   { 0x278a, 0x2792 },
                   { 0x10a40, 0x10a43 }, { 0x10e60, 0x10e68 }, { 0x11052, 0x1105a }, { 0x1f100, 0x1f10a } };

    if (is_decimal (c))
        return TRUE;
    for (gsize i = 0; c > 127 && i < G_N_ELEMENTS (digits); i++)
        if (c >= digits[i].from && c <= digits[i].to)
            return TRUE;
    return FALSE;
}

/* Numbers, and the ideographs that are used as such. */
static gboolean is_numeric (gunichar c)
{
    GUnicodeType type = g_unichar_type (c);

    if (type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_LETTER_NUMBER || type == G_UNICODE_OTHER_NUMBER)
        return TRUE;
    return c == 0x3007 || c == 0x4e00 || c == 0x4e8c || c == 0x4e09 || c == 0x56db || c == 0x4e94 || c == 0x516d ||
           c == 0x4e03 || c == 0x516b || c == 0x4e5d || c == 0x5341 || c == 0x767e || c == 0x5343 || c == 0x842c ||
           c == 0x4e07 || c == 0x5104 || c == 0x4ebf || c == 0x5146 || c == 0x96f6;
}

static gboolean is_alnum (gunichar c)
{
    return is_alpha (c) || is_digit (c) || is_numeric (c);
}

/* Whether there is a character and all are of the KIND. */
static ScriptStatus all_are (ScriptCall *call, const char *name, gboolean (*kind) (gunichar c), gboolean empty,
                             Value *out)
{
    const ScriptString *text = py_as_string (call->receiver);
    gboolean all = empty || text->length > 0;

    SCRIPT_TRY (py_take_none (call, "str", name));
    SCRIPT_TRY (py_charge (call->runtime, text->length / 64));
    for (const char *p = text->data, *end = p + text->length; all && p < end; p = g_utf8_next_char (p))
        all = kind (g_utf8_get_char (p));
    *out = value_boolean (all);
    return SCRIPT_NORMAL;
}

static gboolean is_ascii (gunichar c)
{
    return c < 128;
}

ScriptStatus py_str_isalnum (ScriptCall *call, Value *out)
{
    return all_are (call, "isalnum", is_alnum, FALSE, out);
}

ScriptStatus py_str_isalpha (ScriptCall *call, Value *out)
{
    return all_are (call, "isalpha", is_alpha, FALSE, out);
}

ScriptStatus py_str_isascii (ScriptCall *call, Value *out)
{
    return all_are (call, "isascii", is_ascii, TRUE, out);
}

ScriptStatus py_str_isdecimal (ScriptCall *call, Value *out)
{
    return all_are (call, "isdecimal", is_decimal, FALSE, out);
}

ScriptStatus py_str_isdigit (ScriptCall *call, Value *out)
{
    return all_are (call, "isdigit", is_digit, FALSE, out);
}

ScriptStatus py_str_isnumeric (ScriptCall *call, Value *out)
{
    return all_are (call, "isnumeric", is_numeric, FALSE, out);
}

ScriptStatus py_str_isprintable (ScriptCall *call, Value *out)
{
    return all_are (call, "isprintable", py_is_printable, TRUE, out);
}

ScriptStatus py_str_isspace (ScriptCall *call, Value *out)
{
    return all_are (call, "isspace", py_is_space, FALSE, out);
}

ScriptStatus py_str_isidentifier (ScriptCall *call, Value *out)
{
    const ScriptString *text = py_as_string (call->receiver);
    gboolean is = text->length > 0;

    SCRIPT_TRY (py_take_none (call, "str", "isidentifier"));
    for (const char *p = text->data, *end = p + text->length; is && p < end; p = g_utf8_next_char (p))
    {
        gunichar c = g_utf8_get_char (p);
        GUnicodeType type = g_unichar_type (c);

        is = c == '_' || is_alpha (c) || type == G_UNICODE_LETTER_NUMBER ||
             (p > text->data && (type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_NON_SPACING_MARK ||
                                 type == G_UNICODE_SPACING_MARK || type == G_UNICODE_CONNECT_PUNCTUATION));
    }
    *out = value_boolean (is);
    return SCRIPT_NORMAL;
}

/* Whether there is a cased character and none of the case that NOT tells. */
static ScriptStatus all_cased (ScriptCall *call, const char *name, gboolean (*is) (gunichar c), Value *out)
{
    const ScriptString *text = py_as_string (call->receiver);
    gboolean some = FALSE;

    SCRIPT_TRY (py_take_none (call, "str", name));
    *out = value_boolean (FALSE);
    for (const char *p = text->data, *end = p + text->length; p < end; p = g_utf8_next_char (p))
    {
        gunichar c = g_utf8_get_char (p);

        if (is_cased (c) && !is (c))
            return SCRIPT_NORMAL;
        some = some || is (c);
    }
    *out = value_boolean (some);
    return SCRIPT_NORMAL;
}

ScriptStatus py_str_islower (ScriptCall *call, Value *out)
{
    return all_cased (call, "islower", is_lower, out);
}

ScriptStatus py_str_isupper (ScriptCall *call, Value *out)
{
    return all_cased (call, "isupper", is_upper, out);
}

ScriptStatus py_str_istitle (ScriptCall *call, Value *out)
{
    const ScriptString *text = py_as_string (call->receiver);
    gboolean inside = FALSE;
    gboolean some = FALSE;

    SCRIPT_TRY (py_take_none (call, "str", "istitle"));
    *out = value_boolean (FALSE);
    for (const char *p = text->data, *end = p + text->length; p < end; p = g_utf8_next_char (p))
    {
        gunichar c = g_utf8_get_char (p);
        gboolean first = is_upper (c) || g_unichar_istitle (c);

        if ((first && inside) || (is_lower (c) && !inside))
            return SCRIPT_NORMAL;
        inside = first || is_lower (c);
        some = some || inside;
    }
    *out = value_boolean (some);
    return SCRIPT_NORMAL;
}

/* The character at P as a word begins with it: what becomes several is large in the first of them alone. */
static void append_title (TextBuilder *result, const ScriptString *text, const char *p)
{
    gunichar c = g_utf8_get_char (p);
    gunichar title = g_unichar_totitle (c);
    TextBuilder upper;
    const char *end;

    if (title != c || (guchar)*p < 0x80)
    {
        text_append_unichar (result, title);
        return;
    }
    text_builder_init (&upper, result->runtime);
    text_append_cased (&upper, text, p, TRUE);
    end = upper.data + upper.length;
    for (const char *q = upper.data; q < end; q = g_utf8_next_char (q))
        text_append_unichar (result, q == upper.data ? g_utf8_get_char (q) : g_unichar_tolower (g_utf8_get_char (q)));
}

typedef enum
{
    CASE_LOWER,
    CASE_UPPER,
    CASE_SWAP,
    CASE_TITLE,
    CASE_CAPITAL
} CaseChange;

static ScriptStatus change_case (ScriptCall *call, const char *name, CaseChange change, Value *out)
{
    const ScriptString *text = py_as_string (call->receiver);
    TextBuilder result;
    gboolean inside = FALSE;

    SCRIPT_TRY (py_take_none (call, "str", name));
    SCRIPT_TRY (py_charge (call->runtime, text->length / 64));
    text_builder_init (&result, call->runtime);
    for (const char *p = text->data, *end = p + text->length; p < end && !result.failed; p = g_utf8_next_char (p))
    {
        gunichar c = g_utf8_get_char (p);
        gboolean first = change == CASE_CAPITAL ? p == text->data : change == CASE_TITLE && !inside;

        if (change == CASE_SWAP && !is_upper (c) && !is_lower (c))
            text_append_unichar (&result, c);
        else if (first)
            append_title (&result, text, p);
        else
            text_append_cased (&result, text, p, change == CASE_UPPER || (change == CASE_SWAP && is_lower (c)));
        inside = is_cased (c);
    }
    return text_finish (&result, out);
}

ScriptStatus py_str_lower (ScriptCall *call, Value *out)
{
    return change_case (call, "lower", CASE_LOWER, out);
}

ScriptStatus py_str_upper (ScriptCall *call, Value *out)
{
    return change_case (call, "upper", CASE_UPPER, out);
}

ScriptStatus py_str_swapcase (ScriptCall *call, Value *out)
{
    return change_case (call, "swapcase", CASE_SWAP, out);
}

ScriptStatus py_str_title (ScriptCall *call, Value *out)
{
    return change_case (call, "title", CASE_TITLE, out);
}

ScriptStatus py_str_capitalize (ScriptCall *call, Value *out)
{
    return change_case (call, "capitalize", CASE_CAPITAL, out);
}

ScriptStatus py_str_casefold (ScriptCall *call, Value *out)
{
    const ScriptString *text = py_as_string (call->receiver);
    TextBuilder result;

    SCRIPT_TRY (py_take_none (call, "str", "casefold"));
    SCRIPT_TRY (py_charge (call->runtime, text->length / 64));
    text_builder_init (&result, call->runtime);
    for (const char *p = text->data, *end = p + text->length; p < end && !result.failed; p = g_utf8_next_char (p))
    {
        gsize length = (gsize)(g_utf8_next_char (p) - p);
        gunichar c = g_utf8_get_char (p);
        g_autofree char *folded = c && !(c >= 0xd800 && c < 0xe000) ? g_utf8_casefold (p, (gssize)length) : NULL;

        if (folded)
            text_append_text (&result, folded);
        else
            text_append (&result, p, length);
    }
    return text_finish (&result, out);
}
