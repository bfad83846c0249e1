/* Case of characters: see case.h. */

#include "script/case.h"

static gboolean is_surrogate (gunichar c)
{
    return c >= 0xd800 && c < 0xe000;
}

static gboolean is_cased (gunichar c)
{
    return g_unichar_isupper (c) || g_unichar_islower (c) || g_unichar_istitle (c);
}

/* Case_Ignorable of Unicode, as far as the final sigma needs it. */
static gboolean is_case_ignorable (gunichar c)
{
    GUnicodeType type = g_unichar_type (c);

    return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK || type == G_UNICODE_FORMAT ||
           type == G_UNICODE_MODIFIER_LETTER || type == G_UNICODE_MODIFIER_SYMBOL || c == '\'' || c == '.' ||
           c == ':' || c == 0xb7 || c == 0x387 || c == 0x2018 || c == 0x2019 || c == 0x2024 || c == 0x2027;
}

/* Whether the sigma at P ends a word, so that its small form is the final one. */
static gboolean is_final_sigma (const ScriptString *text, const char *p)
{
    const char *end = text->data + text->length;
    const char *before = p;
    const char *after = g_utf8_next_char (p);

    do
    {
        if (before == text->data)
            return FALSE;
        before = g_utf8_prev_char (before);
    } while (is_case_ignorable (g_utf8_get_char (before)));
    if (!is_cased (g_utf8_get_char (before)))
        return FALSE;
    while (after < end && is_case_ignorable (g_utf8_get_char (after)))
        after = g_utf8_next_char (after);
    return after == end || !is_cased (g_utf8_get_char (after));
}

/* GLib's mapping of one character knows the special ones that become several (ß), but also the user's locale, which must
 * not matter here; Turkish changes I and i with a dot, which are mapped before it is asked. */
void text_append_cased (TextBuilder *result, const ScriptString *text, const char *p, gboolean upper)
{
    gunichar c = g_utf8_get_char (p);
    gsize length = (gsize)(g_utf8_next_char (p) - p);
    g_autofree char *mapped = NULL;

    if (is_surrogate (c))
        text_append (result, p, length);
    else if (!upper && c == 0x130)
        text_append_text (result, "i\xcc\x87");
    else if (!upper && c == 0x3a3)
        text_append_unichar (result, is_final_sigma (text, p) ? 0x3c2 : 0x3c3);
    else if (!upper && (c == 0xcc || c == 0xcd || c == 0x128))
        text_append_unichar (result, g_unichar_tolower (c));
    else
    {
        mapped = upper ? g_utf8_strup (p, (gssize)length) : g_utf8_strdown (p, (gssize)length);
        text_append_text (result, mapped);
    }
}
