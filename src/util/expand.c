#include "util/expand.h"

#include "util/error.h"

#include <string.h>

#define DEEPEST 16

typedef struct
{
    ExpandLookup lookup;
    gpointer data;
    char **missing;
    guint depth;
} Expander;

static gboolean is_name_start (char letter)
{
    return g_ascii_isalpha (letter) || letter == '_';
}

static const char *name_end (const char *p)
{
    while (is_name_start (*p) || g_ascii_isdigit (*p))
        p++;
    return p;
}

/* P is after "${". The brace that closes it, or NULL. */
static const char *closing_brace (const char *p)
{
    guint open = 1;

    for (; *p; p++)
    {
        if (p[0] == '$' && p[1] == '{')
            open++;
        else if (*p == '}' && --open == 0)
            return p;
    }
    return NULL;
}

static gboolean expand (Expander *expander, const char *from, const char *to, GString *out, GError **error);

/* FROM..TO is between the braces. */
static gboolean expand_braces (Expander *expander, const char *from, const char *to, GString *out, GError **error)
{
    const char *end = name_end (from);
    g_autofree char *name = g_strndup (from, (gsize)(end - from));
    gboolean fallback = end < to && g_str_has_prefix (end, ":-");
    const char *value;

    if (end == from || !is_name_start (*from) || (end < to && !fallback))
    {
        error_set (error, MIGSHIM_ERROR_CONFIG, "\"${%.*s}\" is not a variable", (int)(to - from), from);
        error_hint (error, "Write ${NAME}, or ${NAME:-text} for a text when it is not set; $$ for a dollar");
        return FALSE;
    }
    value = expander->lookup (name, expander->data);
    if (value && (*value || !fallback))
    {
        g_string_append (out, value);
        return TRUE;
    }
    if (fallback)
        return expand (expander, end + 2, to, out, error);
    error_set (error, MIGSHIM_ERROR_CONFIG, "the variable %s is not set", name);
    error_hint (error, "Set %s in the environment or in .env beside migshim.yaml", name);
    if (expander->missing)
    {
        g_free (*expander->missing);
        *expander->missing = g_steal_pointer (&name);
    }
    return FALSE;
}

static gboolean expand (Expander *expander, const char *from, const char *to, GString *out, GError **error)
{
    if (expander->depth++ > DEEPEST)
    {
        error_set (error, MIGSHIM_ERROR_CONFIG, "variables are nested deeper than %d levels", DEEPEST);
        return FALSE;
    }
    while (from < to)
    {
        const char *dollar = memchr (from, '$', (gsize)(to - from));
        const char *close;

        g_string_append_len (out, from, (gssize)((dollar ? dollar : to) - from));
        if (!dollar)
            break;
        from = dollar + 1;
        if (from < to && *from == '$')
        {
            g_string_append_c (out, '$');
            from++;
        }
        else if (from < to && *from == '{')
        {
            close = closing_brace (from + 1);
            if (!close || close >= to)
            {
                error_set (error, MIGSHIM_ERROR_CONFIG, "\"${\" has no closing brace");
                error_hint (error, "Write $$ for a dollar");
                return FALSE;
            }
            if (!expand_braces (expander, from + 1, close, out, error))
                return FALSE;
            from = close + 1;
        }
        else if (from < to && is_name_start (*from))
        {
            close = name_end (from);
            error_set (error, MIGSHIM_ERROR_CONFIG, "\"$%.*s\" may or may not be meant as a variable",
                       (int)(close - from), from);
            error_hint (error, "Write ${%.*s} for the variable, or $$ for a dollar", (int)(close - from), from);
            return FALSE;
        }
        else
            g_string_append_c (out, '$');
    }
    expander->depth--;
    return TRUE;
}

char *expand_variables (const char *text, ExpandLookup lookup, gpointer data, char **missing, GError **error)
{
    Expander expander = { lookup, data, missing, 0 };
    GString *out = g_string_new (NULL);

    if (!expand (&expander, text, text + strlen (text), out, error))
    {
        g_string_free (out, TRUE);
        return NULL;
    }
    return g_string_free (out, FALSE);
}
