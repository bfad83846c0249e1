#include "core/init.h"

#include "util/error.h"

#include <string.h>

#define DEEPEST 24
#define MOST_FOLDERS 200000

/* Folders that hold what others wrote or what a build makes. */
static const char *const skipped[] = {
    "node_modules", "bower_components", "vendor",      "dist",          "build", "out",
    "target",       "coverage",         "__pycache__", "site-packages", "venv",  NULL
};

typedef struct
{
    InitProposal *proposal;
    guint folders;
} Walk;

static void source_free_item (gpointer item)
{
    InitSource *source = item;

    found_source_free (source->found);
    g_free (source->database);
    g_free (source);
}

void init_proposal_free (InitProposal *proposal)
{
    if (!proposal)
        return;
    g_free (proposal->root);
    g_ptr_array_unref (proposal->sources);
    g_ptr_array_unref (proposal->databases);
    g_ptr_array_unref (proposal->warnings);
    g_free (proposal);
}

static gboolean is_skipped (const char *folder, const char *name)
{
    g_autofree char *environment = NULL;
    g_autofree char *path = NULL;

    if (name[0] == '.' || g_strv_contains (skipped, name))
        return TRUE;
    path = g_build_filename (folder, name, NULL);
    environment = g_build_filename (path, "pyvenv.cfg", NULL);
    return g_file_test (path, G_FILE_TEST_IS_SYMLINK) || !g_file_test (path, G_FILE_TEST_IS_DIR) ||
           g_file_test (environment, G_FILE_TEST_EXISTS);
}

/* Several files may tell of one folder: a schema and a configuration that names it. */
static gboolean is_known (const InitProposal *proposal, const Adapter *adapter, const char *path)
{
    for (guint i = 0; i < proposal->sources->len; i++)
    {
        const InitSource *source = proposal->sources->pdata[i];

        if (source->adapter == adapter && g_str_equal (source->found->path, path))
            return TRUE;
    }
    return FALSE;
}

static void detect (Walk *walk, const char *folder)
{
    InitProposal *proposal = walk->proposal;

    for (const Adapter *const *adapter = adapter_all (); *adapter; adapter++)
    {
        g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)found_source_free);
        g_autoptr (GError) problem = NULL;

        if (!(*adapter)->detect (proposal->root, folder, found, &problem))
            g_ptr_array_add (proposal->warnings, g_strdup_printf ("%s: %s", (*adapter)->title, problem->message));
        while (found->len > 0)
        {
            FoundSource *one = g_ptr_array_steal_index (found, 0);
            InitSource *source;

            if (is_known (proposal, *adapter, one->path))
            {
                found_source_free (one);
                continue;
            }
            source = g_new0 (InitSource, 1);
            source->adapter = *adapter;
            source->found = one;
            g_ptr_array_add (proposal->sources, source);
        }
    }
}

static gint compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(char *const *)a, *(char *const *)b);
}

static void walk_folder (Walk *walk, const char *folder, guint depth)
{
    g_autoptr (GPtrArray) below = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GError) problem = NULL;
    g_autoptr (GDir) directory = NULL;
    const char *name;

    if (depth > DEEPEST || walk->folders++ >= MOST_FOLDERS)
        return;
    directory = g_dir_open (folder, 0, &problem);
    if (!directory)
    {
        g_ptr_array_add (walk->proposal->warnings, g_strdup (problem->message));
        return;
    }
    detect (walk, folder);
    while ((name = g_dir_read_name (directory)) != NULL)
        if (!is_skipped (folder, name))
            g_ptr_array_add (below, g_build_filename (folder, name, NULL));
    g_ptr_array_sort (below, compare_names);
    for (guint i = 0; i < below->len; i++)
        walk_folder (walk, below->pdata[i], depth + 1);
}

static gint compare_sources (gconstpointer a, gconstpointer b)
{
    const InitSource *one = *(InitSource *const *)a, *other = *(InitSource *const *)b;
    int order = strcmp (one->found->path, other->found->path);

    return order != 0 ? order : strcmp (one->adapter->name, other->adapter->name);
}

/* What a name may hold (config_source.c); anything else becomes a dash. */
static char *plain_name (const char *name)
{
    char *plain =
        g_strcanon (g_strdup (name && *name ? name : "app"), G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.", '-');

    if (plain[0] == '-')
        plain[0] = '_';
    return plain;
}

static void choose_names (InitProposal *proposal)
{
    g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < proposal->sources->len; i++)
    {
        InitSource *source = proposal->sources->pdata[i];
        g_autofree char *plain = plain_name (source->found->name);
        char *name = g_strdup (plain);

        for (guint n = 1; g_hash_table_contains (taken, name); n++)
        {
            g_free (name);
            name = n == 1 ? g_strdup_printf ("%s-%s", plain, source->adapter->name)
                          : g_strdup_printf ("%s-%s-%u", plain, source->adapter->name, n);
        }
        g_hash_table_add (taken, g_strdup (name));
        g_free (source->found->name);
        source->found->name = name;
    }
}

static const char *url_of (const InitSource *source)
{
    return source->found->url ? source->found->url : "${DATABASE_URL}";
}

/* ${BILLING_DATABASE_URL} becomes billing; anything else is called after its source. */
static char *database_name (const InitSource *source)
{
    static const char *const endings[] = { "_database_url", "_db_url", "_url", NULL };
    const char *url = url_of (source);
    g_autofree char *name = NULL;

    if (g_str_equal (url, "${DATABASE_URL}"))
        return g_strdup ("default");
    if (!g_str_has_prefix (url, "${") || url[strlen (url) - 1] != '}' || strchr (url, ':'))
        return g_strdup (source->found->name);
    name = g_ascii_strdown (url + 2, (gssize)strlen (url) - 3);
    for (guint i = 0; endings[i]; i++)
        if (g_str_has_suffix (name, endings[i]) && strlen (name) > strlen (endings[i]))
        {
            name[strlen (name) - strlen (endings[i])] = '\0';
            break;
        }
    return g_steal_pointer (&name);
}

static gboolean name_taken (const GPtrArray *databases, const char *name)
{
    for (guint i = 0; i < databases->len; i += 2)
        if (g_str_equal (databases->pdata[i], name))
            return TRUE;
    return FALSE;
}

/* Equal URLs are one database. */
static const char *add_database (GPtrArray *databases, const InitSource *source)
{
    const char *url = url_of (source);
    char *name;

    for (guint i = 0; i < databases->len; i += 2)
        if (g_str_equal (databases->pdata[i + 1], url))
            return databases->pdata[i];
    name = database_name (source);
    if (name_taken (databases, name))
    {
        g_free (name);
        name = g_strdup (source->found->name);
    }
    while (name_taken (databases, name))
    {
        char *longer = g_strconcat (name, "-2", NULL);

        g_free (name);
        name = longer;
    }
    g_ptr_array_add (databases, name);
    g_ptr_array_add (databases, g_strdup (url));
    return name;
}

static const char *setting_of (const InitSource *source, const char *key)
{
    return source->found->history ? g_hash_table_lookup (source->found->history, key) : NULL;
}

/* Would both keep their history in one table, if they had one database? */
static gboolean same_table (const InitSource *one, const InitSource *other)
{
    return g_strcmp0 (setting_of (one, "table"), setting_of (other, "table")) == 0 &&
           g_strcmp0 (setting_of (one, "schema"), setting_of (other, "schema")) == 0;
}

/* Services often call their variable alike and set it to different databases, each in its own .env. Where they would share a history table they
 * can't mean the same database: the later ones get variables of their own. */
static void part_databases (InitProposal *proposal, guint index)
{
    InitSource *source = proposal->sources->pdata[index];

    for (guint i = 0; i < index; i++)
    {
        const InitSource *other = proposal->sources->pdata[i];
        g_autofree char *upper = NULL;
        char *note;

        if (other->adapter != source->adapter || !g_str_equal (url_of (other), url_of (source)) ||
            !same_table (other, source))
            continue;
        note = g_strdup_printf (
            "%s%sIts URL was written like that of \"%s\", with the same history table; so it is another database or\n"
            "another schema (?schema=), and has a variable of its own here. If both are one history, make them one\n"
            "source with a list as its path.",
            source->found->note ? source->found->note : "", source->found->note ? "\n" : "", other->found->name);
        g_free (source->found->note);
        source->found->note = note;
        upper = g_strcanon (g_ascii_strup (source->found->name, -1), G_CSET_A_2_Z G_CSET_DIGITS "_", '_');
        g_free (source->found->url);
        source->found->url = g_strdup_printf ("${%s%s_DATABASE_URL}", g_ascii_isdigit (*upper) ? "_" : "", upper);
        return;
    }
}

static void choose_databases (InitProposal *proposal)
{
    for (guint i = 0; i < proposal->sources->len; i++)
        part_databases (proposal, i);
    for (guint i = 0; i < proposal->sources->len; i++)
    {
        InitSource *source = proposal->sources->pdata[i];

        source->database = g_strdup (add_database (proposal->databases, source));
    }
    for (guint i = 0; proposal->databases->len <= 2 && i < proposal->sources->len; i++)
        g_clear_pointer (&((InitSource *)proposal->sources->pdata[i])->database, g_free);
}

InitProposal *init_search (const char *root, GError **error)
{
    g_autoptr (InitProposal) proposal = g_new0 (InitProposal, 1);
    Walk walk = { proposal, 0 };

    proposal->root = g_canonicalize_filename (root, NULL);
    proposal->sources = g_ptr_array_new_with_free_func (source_free_item);
    proposal->databases = g_ptr_array_new_with_free_func (g_free);
    proposal->warnings = g_ptr_array_new_with_free_func (g_free);
    if (!g_file_test (proposal->root, G_FILE_TEST_IS_DIR))
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "\"%s\" is not a folder", root);
        return NULL;
    }
    walk_folder (&walk, proposal->root, 0);
    g_ptr_array_sort (proposal->sources, compare_sources);
    choose_names (proposal);
    choose_databases (proposal);
    return g_steal_pointer (&proposal);
}

/* As a plain scalar where YAML reads it back as it is, else in double quotes. */
static void append_scalar (GString *out, const char *text)
{
    gsize plain = strspn (text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_./$-+@=&?");
    gboolean variable =
        g_str_has_prefix (text, "${") && strchr (text, '}') == text + strlen (text) - 1 && !strchr (text, ' ');
    gboolean url = text[plain] == ':' && text[plain + 1] != '\0' &&
                   text[strspn (text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_./$-+@=&?:")] == '\0';

    if (*text &&
        ((text[plain] == '\0' && (g_ascii_isalpha (*text) || *text == '.' || *text == '_')) || variable || url))
    {
        g_string_append (out, text);
        return;
    }
    g_string_append_c (out, '"');
    for (const char *p = text; *p; p++)
    {
        if (*p == '"' || *p == '\\')
            g_string_append_c (out, '\\');
        if (*p == '\n')
            g_string_append (out, "\\n");
        else
            g_string_append_c (out, *p);
    }
    g_string_append_c (out, '"');
}

static void append_key (GString *out, const char *indent, const char *key, const char *value)
{
    g_string_append_printf (out, "%s%s: ", indent, key);
    append_scalar (out, value);
    g_string_append_c (out, '\n');
}

static void append_comment (GString *out, const char *indent, const char *text)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

    for (guint i = 0; lines[i]; i++)
        g_string_append_printf (out, "%s# %s\n", indent, lines[i]);
}

static void append_history (GString *out, GHashTable *history)
{
    GList *keys = g_list_sort (g_hash_table_get_keys (history), (GCompareFunc)strcmp);

    g_string_append (out, "    history:\n");
    for (GList *key = keys; key; key = key->next)
        append_key (out, "      ", key->data, g_hash_table_lookup (history, key->data));
    g_list_free (keys);
}

static void append_paths (GString *out, const FoundSource *found)
{
    if (!found->more_paths)
    {
        append_key (out, "    ", "path", found->path);
        return;
    }
    g_string_append (out, "    path:\n      - ");
    append_scalar (out, found->path);
    for (char **path = found->more_paths; *path; path++)
    {
        g_string_append (out, "\n      - ");
        append_scalar (out, *path);
    }
    g_string_append_c (out, '\n');
}

/* Another tool's source that reads the same folder can't be one at the same time: it is written as a comment. */
static const InitSource *rival (const InitProposal *proposal, guint index)
{
    const InitSource *source = proposal->sources->pdata[index];

    for (guint i = 0; i < index; i++)
    {
        const InitSource *other = proposal->sources->pdata[i];

        if (g_str_equal (other->found->path, source->found->path))
            return other;
    }
    return NULL;
}

static void append_source (GString *out, const InitProposal *proposal, guint index)
{
    const InitSource *source = proposal->sources->pdata[index];
    const InitSource *other = rival (proposal, index);

    g_string_append_c (out, '\n');
    if (source->found->evidence)
        g_string_append_printf (out, "  # Found by %s.\n", source->found->evidence);
    if (source->found->note)
        append_comment (out, "  ", source->found->note);
    if (other)
    {
        g_string_append_printf (out, "  # %s reads the same folder; keep one of the two:\n", other->adapter->title);
        g_string_append_printf (out, "  # - {name: %s, tool: %s, path: %s}\n", source->found->name,
                                source->adapter->name, source->found->path);
        return;
    }
    append_key (out, "  - ", "name", source->found->name);
    append_key (out, "    ", "tool", source->adapter->name);
    append_paths (out, source->found);
    if (source->found->root)
        append_key (out, "    ", "root", source->found->root);
    if (source->database)
        append_key (out, "    ", "database", source->database);
    if (source->found->history && g_hash_table_size (source->found->history) > 0)
        append_history (out, source->found->history);
}

static void append_databases (GString *out, const GPtrArray *databases)
{
    g_string_append (out, "\n# ${NAME} is read from the environment, or from .env beside this file.\n");
    if (databases->len <= 2)
    {
        append_key (out, "", "database", databases->len == 2 ? databases->pdata[1] : "${DATABASE_URL}");
        return;
    }
    g_string_append (out, "database:\n");
    for (guint i = 0; i < databases->len; i += 2)
        append_key (out, "  ", databases->pdata[i], databases->pdata[i + 1]);
}

char *init_text (const InitProposal *proposal)
{
    GString *out = g_string_new ("# Which migrations there are, and where they go. Paths are relative to this file.\n"
                                 "# `man migshim` and docs/configuration.md explain every key.\n"
                                 "version: 1\n");

    append_databases (out, proposal->databases);
    g_string_append (out, "\n# One entry for each history table of a tool.\nsources:");
    for (guint i = 0; i < proposal->sources->len; i++)
        append_source (out, proposal, i);
    g_string_append (out,
                     "\n# Revisions of one source that need a revision of another:\n"
                     "# links:\n"
                     "#   - SOURCE:REVISION requires SOURCE:REVISION\n"
                     "\n"
                     "policy:\n"
                     "  out_of_order: warn    # a pending revision older than an applied one: allow, warn or refuse\n"
                     "  transaction: each     # one for each revision, for all of a run, or none\n"
                     "  lock_timeout: 10s     # how long to wait for another run to end\n"
                     "  statement_timeout: 0  # how long a statement may take; 0 is no bound\n"
                     "  forward_only: false   # true refuses `migshim down`\n");
    return g_string_free (out, FALSE);
}
