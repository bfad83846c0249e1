#include "adapters/alembic/settings.h"

#include <string.h>

static GHashTable *section_new (void)
{
    return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* [name]; NULL when LINE is none. Free with g_free. */
static char *header_of (const char *line)
{
    const char *end = line[0] == '[' ? strrchr (line, ']') : NULL;

    return end ? g_strndup (line + 1, (gsize)(end - line - 1)) : NULL;
}

/* A line further in than its key goes on with the value. */
static void append_line (GHashTable *section, const char *key, const char *line)
{
    const char *before = g_hash_table_lookup (section, key);
    char *value = g_strconcat (before ? before : "", "\n", line, NULL);

    g_hash_table_insert (section, g_strdup (key), value);
}

/* "key = value" or "key: value". Returns the key; free it with g_free. */
static char *read_pair (GHashTable *section, const char *line)
{
    gsize length = strcspn (line, "=:");
    g_autofree char *name = g_strstrip (g_strndup (line, length));
    char *key = g_ascii_strdown (name, -1);

    if (line[length] == '\0')
    {
        g_free (key);
        return NULL;
    }
    g_hash_table_insert (section, g_strdup (key), g_strstrip (g_strdup (line + length + 1)));
    return key;
}

static void add_defaults (GHashTable *sections)
{
    GHashTable *defaults = g_hash_table_lookup (sections, "DEFAULT");
    GHashTableIter each;
    gpointer section;

    g_hash_table_iter_init (&each, sections);
    while (defaults && g_hash_table_iter_next (&each, NULL, &section))
    {
        GHashTableIter iter;
        gpointer key;
        gpointer value;

        g_hash_table_iter_init (&iter, defaults);
        while (section != defaults && g_hash_table_iter_next (&iter, &key, &value))
            if (!g_hash_table_contains (section, key))
                g_hash_table_insert (section, g_strdup (key), g_strdup (value));
    }
}

GHashTable *ini_parse (const char *text)
{
    GHashTable *sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    g_autofree char *key = NULL;
    GHashTable *section = NULL;

    for (char **at = lines; *at; at++)
    {
        gboolean inside = g_ascii_isspace (**at);
        char *line = g_strstrip (*at);
        char *name;

        if (*line == '#' || *line == ';')
            continue;
        if (*line && inside && section && key)
            append_line (section, key, line);
        else if (*line && (name = header_of (line)))
        {
            section = g_hash_table_lookup (sections, name);
            if (!section)
                g_hash_table_insert (sections, g_strdup (name), section = section_new ());
            g_free (name);
            g_clear_pointer (&key, g_free);
        }
        else if (*line && section)
        {
            g_free (key);
            key = read_pair (section, line);
        }
    }
    add_defaults (sections);
    return sections;
}

static char *expand (GHashTable *section, const char *value, const char *here, guint depth)
{
    g_autoptr (GString) out = g_string_new (NULL);

    for (const char *at = value; *at; at++)
    {
        const char *end = at[0] == '%' && at[1] == '(' ? strstr (at, ")s") : NULL;
        g_autofree char *name = end ? g_ascii_strdown (at + 2, end - at - 2) : NULL;
        const char *found = name ? g_hash_table_lookup (section, name) : NULL;
        g_autofree char *filled = NULL;

        if (at[0] == '%' && at[1] == '%')
            g_string_append_c (out, *at++);
        else if (!name)
            g_string_append_c (out, *at);
        else
        {
            if (found && depth < 10)
                filled = expand (section, found, here, depth + 1);
            else if (!found && g_str_equal (name, "here"))
                filled = g_strdup (here);
            if (!filled)
                return NULL;
            g_string_append (out, filled);
            at = end + 1;
        }
    }
    return g_string_free (g_steal_pointer (&out), FALSE);
}

char *ini_expand (GHashTable *section, const char *value, const char *here)
{
    return expand (section, value, here, 0);
}

static const char *skip_blanks (const char *at, gboolean lines)
{
    while (*at == ' ' || *at == '\t' || (lines && (*at == '\n' || *at == '\r' || *at == '#' || *at == ',')))
        at = *at == '#' ? at + strcspn (at, "\n") : at + 1;
    return at;
}

static gboolean append_escape (GString *out, char escape)
{
    static const char letters[] = "ntrbf\"\\";
    static const char meant[] = "\n\t\r\b\f\"\\";
    const char *found = escape ? strchr (letters, escape) : NULL;

    if (found)
        g_string_append_c (out, meant[found - letters]);
    return found != NULL;
}

/* A string of one line, basic or literal, appended to OUT. Returns what follows, or NULL. */
static const char *toml_string (const char *at, GString *out)
{
    char quote = *at++;

    for (; *at && *at != quote && *at != '\n'; at++)
        if (*at != '\\' || quote == '\'')
            g_string_append_c (out, *at);
        else if (!append_escape (out, *++at))
            return NULL;
    return *at == quote ? at + 1 : NULL;
}

/* Returns what follows the list that begins at AT, or NULL when it is not one of strings. */
static const char *toml_list (const char *at, GString *out)
{
    for (at = skip_blanks (at + 1, TRUE); at && (*at == '"' || *at == '\''); at = at ? skip_blanks (at, TRUE) : NULL)
    {
        if (out->len > 0)
            g_string_append_c (out, '\n');
        at = toml_string (at, out);
    }
    return at && *at == ']' ? at + 1 : NULL;
}

static char *toml_value (const char *at)
{
    g_autoptr (GString) out = g_string_new (NULL);
    gboolean good = FALSE;

    if (*at == '"' || *at == '\'')
        good = toml_string (at, out) != NULL;
    else if (*at == '[')
        good = toml_list (at, out) != NULL;
    else if (g_str_has_prefix (at, "true") || g_str_has_prefix (at, "false"))
    {
        g_string_append (out, *at == 't' ? "true" : "false");
        good = TRUE;
    }
    return good ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static gboolean is_table (const char *line, const char *name)
{
    g_autofree char *header = g_strstrip (g_strndup (line, strcspn (line, "\n#")));

    return g_str_equal (header, name);
}

GHashTable *toml_alembic (const char *text)
{
    GHashTable *table = NULL;
    const char *next;

    for (const char *line = text; line; line = next)
    {
        const char *at = skip_blanks (line, FALSE);
        gsize length = strspn (at, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-");
        const char *sign = skip_blanks (at + length, FALSE);

        next = strchr (line, '\n');
        next = next ? next + 1 : NULL;
        if (*at == '[' && table)
            break;
        if (*at == '[' && is_table (at, "[tool.alembic]"))
            table = section_new ();
        else if (table && length > 0 && *sign == '=')
        {
            char *value = toml_value (skip_blanks (sign + 1, FALSE));

            if (value)
                g_hash_table_insert (table, g_strndup (at, length), value);
        }
    }
    return table;
}
