/* Projects that `init` finds: alembic.ini, and [tool.alembic] of pyproject.toml (config.py, Config; script/base.py, ScriptDirectory.from_config). What
 * env.py does is read from its tree, not run. */

#include "adapters/alembic/alembic.h"
#include "adapters/alembic/environment.h"
#include "adapters/alembic/settings.h"
#include "util/path.h"

#include <string.h>

/* One section of a configuration: a script directory. */
typedef struct
{
    const char *root;
    const char *folder; /* of the file */
    const char *path;   /* of the file */
    const char *name;   /* of the section */
    GHashTable *section;
    gboolean toml;
    GPtrArray *found;
} Candidate;

/* What `alembic init` writes when nobody has said anything. */
#define PLACEHOLDER "driver://user:pass@localhost/dbname"

static char *option (const Candidate *candidate, const char *key)
{
    const char *value = g_hash_table_lookup (candidate->section, key);

    return value && *value ? ini_expand (candidate->section, value, candidate->folder) : NULL;
}

/* A path, or "package:folder" of a package beside the file. Free with g_free. */
static char *resource_path (const char *folder, const char *name)
{
    g_autofree char *plain = g_strdup (name);

    if (!g_path_is_absolute (name) && strchr (name, ':'))
    {
        char *colon = strchr (plain, ':');

        for (char *at = plain; at < colon; at++)
            if (*at == '.')
                *at = G_DIR_SEPARATOR;
        g_strdelimit (plain, ":", G_DIR_SEPARATOR);
    }
    return g_canonicalize_filename (plain, folder);
}

/* The parts of a list of paths. Free with g_strfreev. */
static char **split_paths (const Candidate *candidate, const char *list, const char *legacy)
{
    g_autofree char *separator = option (candidate, "path_separator");
    const char *sign = NULL;

    if (candidate->toml)
        return g_strsplit (list, "\n", -1);
    if (!separator)
        separator = option (candidate, "version_path_separator");
    if (separator)
        sign = g_str_equal (separator, "space")     ? " "
               : g_str_equal (separator, "newline") ? "\n"
               : g_str_equal (separator, ";")       ? ";"
                                                    : ":";
    return sign ? g_strsplit (list, sign, -1) : g_strsplit_set (list, legacy, -1);
}

/* The folders that a list of paths names, of those that are there. Free with g_ptr_array_unref. */
static GPtrArray *list_folders (const Candidate *candidate, const char *key, const char *legacy)
{
    GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *list = option (candidate, key);
    g_auto (GStrv) parts = list ? split_paths (candidate, list, legacy) : NULL;

    for (char **part = parts; part && *part; part++)
    {
        g_autofree char *path = *g_strstrip (*part) ? resource_path (candidate->folder, *part) : NULL;

        if (path && g_file_test (path, G_FILE_TEST_IS_DIR))
            g_ptr_array_add (folders, g_steal_pointer (&path));
    }
    return folders;
}

/* The folder of env.py. Flask-Migrate keeps alembic.ini in it and names none. Free with g_free. */
static char *script_folder (const Candidate *candidate)
{
    g_autofree char *location = option (candidate, "script_location");
    g_autofree char *beside = g_build_filename (candidate->folder, "env.py", NULL);

    if (location)
        return resource_path (candidate->folder, location);
    return g_file_test (beside, G_FILE_TEST_IS_REGULAR) ? g_strdup (candidate->folder) : NULL;
}

/* A file of SQLite is meant from where the tool is run: the configuration's folder. Free with g_free. */
static char *sqlite_url (const Candidate *candidate, const char *url)
{
    const char *file = strstr (url, ":///") + 4;
    g_autofree char *absolute = NULL;
    g_autofree char *relative = NULL;

    if (!*file || g_str_equal (file, ":memory:"))
        return NULL;
    absolute = g_canonicalize_filename (file, candidate->folder);
    relative = path_relative_to (candidate->root, absolute);
    return g_strconcat (g_path_is_absolute (relative) ? "sqlite:///" : "sqlite:///./", relative, NULL);
}

static void choose_url (const Candidate *candidate, const Environment *environment, FoundSource *source)
{
    g_autofree char *url = option (candidate, "sqlalchemy.url");

    if (environment->url_variable)
        source->url = g_strdup_printf ("${%s}", environment->url_variable);
    else if (!url || g_str_equal (url, PLACEHOLDER))
        found_source_note (source, "the database's URL could not be read: env.py makes it");
    else if (found_url_has_secret (url))
        found_source_note (source, "a password stands in the file: put the URL into a variable");
    else if (g_str_has_prefix (url, "sqlite") && strstr (url, ":///"))
        source->url = sqlite_url (candidate, url);
    else
        source->url = g_steal_pointer (&url);
}

/* The folders of versions: those that are named, or `versions` of the script folder. Free with g_ptr_array_unref. */
static GPtrArray *version_folders (const Candidate *candidate, const char *script)
{
    GPtrArray *folders = list_folders (candidate, "version_locations", ", ");
    g_autofree char *usual = g_build_filename (script, "versions", NULL);

    if (folders->len == 0 && g_file_test (usual, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (folders, g_steal_pointer (&usual));
    return folders;
}

/* The folder that is called like the service: that of the configuration, or, for Flask-Migrate, the one above. Free with g_free. */
static char *project_folder (const Candidate *candidate)
{
    g_autofree char *environment = g_build_filename (candidate->folder, "env.py", NULL);

    if (g_file_test (environment, G_FILE_TEST_IS_REGULAR) && !g_str_equal (candidate->folder, candidate->root))
        return g_path_get_dirname (candidate->folder);
    return g_strdup (candidate->folder);
}

static char *choose_name (const Candidate *candidate, const char *project)
{
    if (!g_str_equal (candidate->name, "alembic") && !g_str_equal (candidate->name, "tool.alembic"))
        return g_strdup (candidate->name);
    return g_path_get_basename (project);
}

static void add_source (const Candidate *candidate, const char *script, const GPtrArray *folders)
{
    FoundSource *source = g_new0 (FoundSource, 1);
    g_autofree char *env = g_build_filename (script, "env.py", NULL);
    g_autofree char *project = project_folder (candidate);
    g_autofree char *databases = option (candidate, "databases");
    g_autofree char *recursive = option (candidate, "recursive_version_locations");
    g_autoptr (GPtrArray) modules = list_folders (candidate, "prepend_sys_path", ", :");
    g_auto (Environment) environment = { .root = candidate->root };

    g_ptr_array_add (modules, g_strdup (project));
    g_ptr_array_add (modules, NULL);
    environment_read (env, (const char *const *)modules->pdata, &environment);
    source->name = choose_name (candidate, project);
    source->evidence = path_relative_to (candidate->root, candidate->path);
    source->history = g_hash_table_ref (environment.history);
    if (g_strcmp0 (recursive, "true") == 0)
        g_hash_table_insert (source->history, g_strdup ("recursive"), g_strdup ("true"));
    found_source_set_paths (source, candidate->root, folders);
    if (!g_str_equal (project, candidate->root))
        source->root = path_relative_to (candidate->root, project);
    choose_url (candidate, &environment, source);
    for (guint i = 0; i < environment.notes->len; i++)
        found_source_note (source, environment.notes->pdata[i]);
    if (databases)
        found_source_note (
            source, "several databases share these revisions (`databases`), whose functions take the name of one: "
                    "that can't be run here");
    g_ptr_array_add (candidate->found, source);
}

static void read_candidate (const Candidate *candidate)
{
    g_autofree char *script = script_folder (candidate);
    g_autoptr (GPtrArray) folders = script ? version_folders (candidate, script) : NULL;

    if (folders && folders->len > 0)
        add_source (candidate, script, folders);
}

static int compare_names (gconstpointer a, gconstpointer b)
{
    return g_strcmp0 (a, b);
}

/* [alembic], and further sections that name a script directory: `alembic -n NAME`. *URL is that of [alembic], for a script directory that pyproject.toml
 * names; free it with g_free. */
static void read_ini (Candidate *candidate, const char *text, char **url)
{
    g_autoptr (GHashTable) sections = ini_parse (text);
    g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (sections), compare_names);

    for (GList *name = names; name; name = name->next)
    {
        GHashTable *section = g_hash_table_lookup (sections, name->data);

        candidate->name = name->data;
        candidate->section = section;
        if (g_str_equal (name->data, "alembic"))
            *url = g_strdup (g_hash_table_lookup (section, "sqlalchemy.url"));
        if (!g_str_equal (name->data, "DEFAULT") &&
            (g_str_equal (name->data, "alembic") || g_hash_table_contains (section, "script_location")))
            read_candidate (candidate);
    }
}

gboolean alembic_detect (const char *root, const char *folder, GPtrArray *found, GError **error G_GNUC_UNUSED)
{
    g_autofree char *ini = g_build_filename (folder, "alembic.ini", NULL);
    g_autofree char *toml = g_build_filename (folder, "pyproject.toml", NULL);
    Candidate candidate = { .root = root, .folder = folder, .path = ini, .found = found };
    g_autofree char *text = NULL;
    g_autofree char *url = NULL;

    if (g_file_get_contents (ini, &text, NULL, NULL))
        read_ini (&candidate, text, &url);
    g_clear_pointer (&text, g_free);
    if (found->len == 0 && g_file_get_contents (toml, &text, NULL, NULL))
    {
        g_autoptr (GHashTable) table = toml_alembic (text);

        candidate.path = toml;
        candidate.name = "tool.alembic";
        candidate.section = table;
        candidate.toml = TRUE;
        if (table && url)
            g_hash_table_insert (table, g_strdup ("sqlalchemy.url"), g_steal_pointer (&url));
        if (table)
            read_candidate (&candidate);
    }
    return TRUE;
}
