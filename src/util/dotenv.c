#include "util/dotenv.h"

#include <string.h>

/* Length in bytes of the blank at P, or 0: what JavaScript's \s and trim take. */
static gsize blank_at (const char *p)
{
    gunichar c;

    if ((guchar)*p < 0x80)
        return *p == ' ' || (*p >= '\t' && *p <= '\r');
    c = g_utf8_get_char (p);
    if (c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
        c == 0x205f || c == 0x3000 || c == 0xfeff)
        return (gsize)(g_utf8_next_char (p) - p);
    return 0;
}

static const char *skip_blanks (const char *p)
{
    for (gsize length; (length = blank_at (p)) > 0;)
        p += length;
    return p;
}

/* Where a line ends for ^, $ and the dot; carriage returns are gone by now. */
static gboolean ends_line (const char *p)
{
    return *p == '\0' || *p == '\n' || g_str_has_prefix (p, "\u2028") || g_str_has_prefix (p, "\u2029");
}

static const char *line_end (const char *p)
{
    while (!ends_line (p))
        p++;
    return p;
}

/* After a value only blanks and a comment may follow on its line. Gives where the entry ends, or NULL. */
static const char *entry_end (const char *p)
{
    const char *last_line_end = NULL;

    for (gsize length; (length = blank_at (p)) > 0; p += length)
        if (ends_line (p))
            last_line_end = p;
    if (*p == '#')
        return line_end (p);
    return *p == '\0' ? p : last_line_end;
}

/* P is the opening quote. Quotes after a backslash don't close, unless none that does is followed by the end of the entry. */
static const char *quoted_end (const char *p, const char **after)
{
    char quote = *p;
    const char *close = p + 1;

    while (*close && !(*close == quote && close[-1] != '\\'))
        close++;
    if (*close == quote && (*after = entry_end (close + 1)))
        return close;
    for (close--; close > p + 1; close--)
        if (*close == quote && (*after = entry_end (close + 1)))
            return close;
    return NULL;
}

static void replace_all (GString *text, const char *what, const char *with)
{
    g_string_replace (text, what, with, 0);
}

static char *trim (const char *from, const char *to)
{
    const char *end;

    from = skip_blanks (from);
    end = MIN (from, to);
    for (const char *p = from; p < to;)
    {
        gsize length = blank_at (p);

        p += length > 0 ? length : (gsize)(g_utf8_next_char (p) - p);
        if (length == 0)
            end = p;
    }
    return g_strndup (from < to ? from : to, from < to ? (gsize)(end - from) : 0);
}

static char *value_of (const char *from, const char *to)
{
    g_autofree char *trimmed = trim (from, to);
    gsize length = strlen (trimmed);
    char quote = trimmed[0];
    GString *value;

    if (length >= 2 && strchr ("'\"`", quote) && trimmed[length - 1] == quote)
        value = g_string_new_len (trimmed + 1, (gssize)length - 2);
    else
        value = g_string_new (trimmed);
    if (quote == '"')
    {
        replace_all (value, "\\n", "\n");
        replace_all (value, "\\r", "\r");
    }
    return g_string_free (value, FALSE);
}

static gboolean is_name (char letter)
{
    return g_ascii_isalnum (letter) || letter == '_' || letter == '.' || letter == '-';
}

/* An entry whose name begins at P. Gives where it ends, or NULL when there is none. */
static const char *read_entry (const char *p, GHashTable *entries)
{
    const char *name = p, *name_end, *value, *quote, *close, *after = NULL;

    while (is_name (*p))
        p++;
    if (p == name)
        return NULL;
    name_end = p;
    p = skip_blanks (p);
    if (*p == '=')
        value = p + 1;
    else if (*name_end == ':' && blank_at (name_end + 1) > 0)
        value = name_end + 1 + blank_at (name_end + 1);
    else
        return NULL;
    quote = skip_blanks (value);
    close = *quote && strchr ("'\"`", *quote) ? quoted_end (quote, &after) : NULL;
    if (close)
    {
        g_hash_table_replace (entries, g_strndup (name, (gsize)(name_end - name)), value_of (quote, close + 1));
        return after;
    }
    p = value + strcspn (value, "#\n");
    g_hash_table_replace (entries, g_strndup (name, (gsize)(name_end - name)), value_of (value, p));
    return entry_end (p);
}

static const char *read_line (const char *line, GHashTable *entries)
{
    const char *p = skip_blanks (line);
    const char *end = NULL;

    if (g_str_has_prefix (p, "export") && blank_at (p + strlen ("export")) > 0)
        end = read_entry (skip_blanks (p + strlen ("export")), entries);
    return end ? end : read_entry (p, entries);
}

static char *with_plain_line_ends (const char *text, gsize length)
{
    g_autofree char *raw = g_strndup (text, length);
    g_autofree char *valid = g_utf8_make_valid (raw, -1);
    GString *out = g_string_new (valid);

    replace_all (out, "\r\n", "\n");
    replace_all (out, "\r", "\n");
    return g_string_free (out, FALSE);
}

GHashTable *dotenv_parse (const char *text, gsize length)
{
    GHashTable *entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_autofree char *plain = with_plain_line_ends (text, length);
    const char *p = plain;

    while (*p)
    {
        const char *end = read_line (p, entries);

        p = line_end (end ? end : p);
        if (*p)
            p += *p == '\n' ? 1 : strlen ("\u2028");
    }
    return entries;
}
