#include "util/glob.h"

#include "util/error.h"

#include <string.h>

#define MOST_PATHS 10000
#define MOST_VARIANTS 256

gboolean glob_is_pattern (const char *path)
{
    return strpbrk (path, "*?[{") != NULL;
}

static gint compare (gconstpointer a, gconstpointer b)
{
    return strcmp (*(char *const *)a, *(char *const *)b);
}

/* Where the brace at P closes, or NULL. */
static const char *closing_brace (const char *p)
{
    guint open = 0;

    for (; *p; p++)
    {
        if (*p == '{')
            open++;
        else if (*p == '}' && --open == 0)
            return p;
    }
    return NULL;
}

/* Adds what the first brace of PATTERN gives to VARIANTS, by recursion for the others. FALSE beyond the bound. */
static gboolean expand_braces (const char *pattern, GPtrArray *variants)
{
    const char *open = strchr (pattern, '{');
    const char *close = open ? closing_brace (open) : NULL;
    const char *from;
    guint depth = 0;

    if (!close)
    {
        g_ptr_array_add (variants, g_strdup (pattern));
        return variants->len <= MOST_VARIANTS;
    }
    from = open + 1;
    for (const char *p = from; p <= close; p++)
    {
        if (*p == '{')
            depth++;
        else if (*p == '}' && depth > 0)
            depth--;
        else if ((*p == ',' && depth == 0) || p == close)
        {
            g_autofree char *variant =
                g_strdup_printf ("%.*s%.*s%s", (int)(open - pattern), pattern, (int)(p - from), from, close + 1);

            if (!expand_braces (variant, variants))
                return FALSE;
            from = p + 1;
        }
    }
    return TRUE;
}

/* P is after '['. Whether C is in the set; *END is after the closing bracket, or NULL when there is none. */
static gboolean in_set (const char *p, gunichar c, const char **end)
{
    gboolean negated = *p == '!' || *p == '^';
    gboolean found = FALSE;

    p += negated;
    for (const char *start = p; *p && (*p != ']' || p == start); p = g_utf8_next_char (p))
    {
        gunichar low = g_utf8_get_char (p), high = low;
        const char *dash = g_utf8_next_char (p);

        if (*dash == '-' && dash[1] && dash[1] != ']')
        {
            p = dash + 1;
            high = g_utf8_get_char (p);
        }
        found |= c >= low && c <= high;
    }
    *end = *p == ']' ? p + 1 : NULL;
    return found != negated;
}

/* Backtracks to the last star only: linear in the product of both lengths. */
static gboolean matches (const char *pattern, const char *name)
{
    const char *star = NULL, *star_name = NULL;

    if (*name == '.' && *pattern != '.')
        return FALSE;
    while (*name)
    {
        const char *end;

        if (*pattern == '*')
        {
            star = ++pattern;
            star_name = name;
            continue;
        }
        if (*pattern == '?')
        {
            pattern++;
            name = g_utf8_next_char (name);
            continue;
        }
        if (*pattern == '[' && in_set (pattern + 1, g_utf8_get_char (name), &end) && end)
        {
            pattern = end;
            name = g_utf8_next_char (name);
            continue;
        }
        if (*pattern && *pattern == *name)
        {
            pattern++;
            name++;
            continue;
        }
        if (!star)
            return FALSE;
        pattern = star;
        star_name = g_utf8_next_char (star_name);
        name = star_name;
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

static GPtrArray *names_in (const char *folder)
{
    GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
    const char *name;

    while (directory && (name = g_dir_read_name (directory)) != NULL)
        if (g_utf8_validate (name, -1, NULL))
            g_ptr_array_add (names, g_strdup (name));
    g_ptr_array_sort (names, compare);
    return names;
}

static gboolean walk (const char *folder, char **segments, GHashTable *found);

/* ** stands for no folder, or for any below that is worth a look. */
static gboolean walk_deep (const char *folder, char **segments, GHashTable *found)
{
    g_autoptr (GPtrArray) names = names_in (folder);

    if (segments[1] && !walk (folder, segments + 1, found))
        return FALSE;
    for (guint i = 0; i < names->len; i++)
    {
        const char *name = names->pdata[i];
        g_autofree char *path = g_build_filename (folder, name, NULL);

        if (name[0] == '.' || g_str_equal (name, "node_modules") || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
            continue;
        if (!segments[1])
            g_hash_table_add (found, g_strdup (path));
        if (g_file_test (path, G_FILE_TEST_IS_DIR) && !walk_deep (path, segments, found))
            return FALSE;
    }
    return g_hash_table_size (found) <= MOST_PATHS;
}

static gboolean walk_one (const char *folder, const char *name, char **rest, GHashTable *found)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (*rest)
        return !g_file_test (path, G_FILE_TEST_IS_DIR) || walk (path, rest, found);
    if (g_file_test (path, G_FILE_TEST_EXISTS))
        g_hash_table_add (found, g_steal_pointer (&path));
    return g_hash_table_size (found) <= MOST_PATHS;
}

static gboolean walk (const char *folder, char **segments, GHashTable *found)
{
    g_autoptr (GPtrArray) names = NULL;

    if (g_str_equal (segments[0], "**"))
        return walk_deep (folder, segments, found);
    if (!glob_is_pattern (segments[0]))
        return walk_one (folder, segments[0], segments + 1, found);
    names = names_in (folder);
    for (guint i = 0; i < names->len; i++)
        if (matches (segments[0], names->pdata[i]) && !walk_one (folder, names->pdata[i], segments + 1, found))
            return FALSE;
    return TRUE;
}

GPtrArray *glob_expand (const char *pattern, GError **error)
{
    g_autoptr (GPtrArray) variants = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iterator;
    gpointer path;
    GPtrArray *paths;
    gboolean fine = expand_braces (pattern, variants);

    for (guint i = 0; fine && i < variants->len; i++)
    {
        g_auto (GStrv) segments = g_strsplit ((char *)variants->pdata[i] + 1, "/", -1);

        fine = walk ("/", segments, found);
    }
    if (!fine)
    {
        error_set (error, MIGSHIM_ERROR_CONFIG, "the pattern \"%s\" stands for too many paths", pattern);
        return NULL;
    }
    paths = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_iter_init (&iterator, found);
    while (g_hash_table_iter_next (&iterator, &path, NULL))
    {
        g_hash_table_iter_steal (&iterator);
        g_ptr_array_add (paths, path);
    }
    g_ptr_array_sort (paths, compare);
    return paths;
}
