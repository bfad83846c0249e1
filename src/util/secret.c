#include "util/secret.h"

#include <string.h>

static const char *const secret_names[] = {
    "password", "passwd", "secret", "token", "api_key", "apikey", "passphrase"
};

typedef struct
{
    GString *out;
    guint at;      /* column of the input that comes next, from 1 */
    guint wanted;  /* column of the input that the caller points to; 0 for none */
    guint mapped;  /* where it went */
    guint written; /* characters in OUT */
} Mask;

static gboolean is_continuation (char byte)
{
    return ((guchar)byte & 0xc0) == 0x80;
}

static void note_column (Mask *mask)
{
    if (mask->at == mask->wanted)
        mask->mapped = mask->written + 1;
}

static void keep (Mask *mask, const char *from, const char *to)
{
    for (const char *p = from; p < to; p++)
    {
        if (!is_continuation (*p))
        {
            note_column (mask);
            mask->at++;
            mask->written++;
        }
        g_string_append_c (mask->out, *p);
    }
}

static void hide (Mask *mask, const char *from, const char *to)
{
    if (from == to)
        return;
    for (const char *p = from; p < to; p++)
        if (!is_continuation (*p))
        {
            note_column (mask);
            mask->at++;
        }
    g_string_append (mask->out, "***");
    mask->written += 3;
}

/* The end of the word at P: a URL ends where a blank or a quote does. */
static const char *end_of_word (const char *p)
{
    return p + strcspn (p, " \t\"'`,}");
}

/* P is just after "://". Gives the password's ends: from the first colon to the last '@' before the word ends; passwords that were not
 * percent-encoded may hold anything, so '/' and '?' don't end the search. Without an '@', a colon that no port number follows. */
static gboolean find_password (const char *p, const char **from, const char **to)
{
    const char *end = p + strcspn (p, " \t");
    const char *colon = memchr (p, ':', (gsize)(end - p));
    const char *at = NULL;

    if (*p == '[' && colon)
    {
        const char *bracket = memchr (p, ']', (gsize)(end - p));

        colon = bracket ? memchr (bracket, ':', (gsize)(end - bracket)) : NULL;
    }
    if (!colon)
        return FALSE;
    for (const char *q = colon; q < end; q++)
        if (*q == '@')
            at = q;
    *from = colon + 1;
    if (at)
    {
        *to = at;
        return TRUE;
    }
    *to = colon + 1 + strcspn (colon + 1, "/?# \t\"'`,}");
    return strspn (colon + 1, "0123456789") != (gsize)(*to - colon - 1);
}

/* P points to a word such as sslpassword=x or password: "x". */
static gboolean find_secret_value (const char *p, const char **from, const char **to)
{
    gsize length = 0;

    for (guint i = 0; i < G_N_ELEMENTS (secret_names) && length == 0; i++)
        if (g_ascii_strncasecmp (p, secret_names[i], strlen (secret_names[i])) == 0)
            length = strlen (secret_names[i]);
    if (length == 0)
        return FALSE;
    p += length;
    while (g_ascii_isalnum (*p) || *p == '_' || *p == '-' || *p == '"' || *p == '\'')
        p++;
    p += strspn (p, " ");
    if (*p != '=' && *p != ':')
        return FALSE;
    p++;
    p += strspn (p, " ");
    *from = p;
    if (*p == '"' || *p == '\'')
    {
        const char *close = strchr (p + 1, *p);

        *from = p + 1;
        *to = close ? close : p + strlen (p);
        return TRUE;
    }
    if (*p == '$' && p[1] == '{')
        return FALSE;
    *to = p[-1] == '=' ? p + strcspn (p, "& \t\"'`") : end_of_word (p);
    return TRUE;
}

char *secret_mask (const char *line, guint *column)
{
    Mask mask = { g_string_new (NULL), 1, column ? *column : 0, 0, 0 };
    const char *kept = line;
    const char *from, *to;

    for (const char *p = line; *p; p++)
    {
        gboolean found = FALSE;

        if (g_str_has_prefix (p, "://"))
            found = find_password (p + 3, &from, &to);
        else if (find_secret_value (p, &from, &to))
            found = TRUE;
        if (!found)
            continue;
        keep (&mask, kept, from);
        hide (&mask, from, to);
        kept = to;
        p = MAX (to, p + 1) - 1;
    }
    keep (&mask, kept, line + strlen (line));
    if (column && *column > 0)
        *column = mask.mapped > 0 ? mask.mapped : mask.written + 1;
    return g_string_free (mask.out, FALSE);
}

/* Line NUMBER of TEXT, without its end. */
static char *copy_line (const char *text, gsize length, guint number)
{
    const char *end = text + length;
    const char *stop;

    for (guint line = 1; line < number && text < end; line++)
    {
        const char *next = memchr (text, '\n', (gsize)(end - text));

        text = next ? next + 1 : end;
    }
    stop = memchr (text, '\n', (gsize)(end - text));
    return g_strndup (text, (gsize)((stop ? stop : end) - text));
}

static void add_excerpt (GError **error, Location where, const char *text, gsize length)
{
    g_autofree char *line = copy_line (text, length, where.line);
    guint column = where.column;
    g_autofree char *masked = secret_mask (line, &column);
    guint caret;
    char *excerpt = location_excerpt ((Location){ NULL, 1, column }, masked, strlen (masked), &caret);

    error_excerpt (error, excerpt, caret);
}

void secret_error_set_at (GError **error, MigshimErrorCode code, Location where, const char *text, gsize length,
                          const char *format, ...)
{
    va_list arguments;
    g_autofree char *message = NULL;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    error_set_at (error, code, where, NULL, 0, "%s", message);
    if (where.line > 0)
        add_excerpt (error, where, text, length);
}

void secret_error_locate (GError **error, Location where, const char *text, gsize length)
{
    const ErrorDetail *detail = error ? error_detail (*error) : NULL;

    if (!detail || detail->where.file)
        return;
    error_locate (error, where, NULL, 0);
    if (where.line > 0)
        add_excerpt (error, where, text, length);
}
