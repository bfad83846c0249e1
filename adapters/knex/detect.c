/* A Knex project found by `init`: a knexfile, which is run, and what it says of the directories, the history and the database.
 *
 * Variables of the environment are not read: each is its own place-holder, `${NAME}`, which then stands in migshim.yaml. */

#include "adapters/knex/knex.h"
#include "adapters/knex/knexfile.h"
#include "adapters/knex/run.h"
#include "util/path.h"

#include <string.h>

static const char *const knexfiles[] = { "knexfile.js", "knexfile.mjs", "knexfile.ts", "knexfile.cjs", NULL };

typedef struct
{
    const char *root;
    const char *folder; /* of the knexfile */
    ScriptRuntime *runtime;
    FoundSource *source;
    Value config;     /* of one environment; VALUE_EMPTY when the file could not be run */
    Value migrations; /* its member of that name */
} Finding;

/* NODE_ENV decides which section is taken, and nobody has set it. */
static char *place_holder (gpointer data G_GNUC_UNUSED, const char *name)
{
    return g_str_equal (name, "NODE_ENV") ? NULL : g_strdup_printf ("${%s}", name);
}

static ScriptRuntime *runtime_new (const char *root, const char *folder)
{
    const ScriptOptions options = {
        .root = root,
        .folder = folder,
        .modules = knex_modules,
        .hooks = { .variable = place_holder },
    };

    return script_runtime_new (&options);
}

static Value member (const Finding *finding, Value object, const char *name)
{
    return object.kind == VALUE_OBJECT ? script_peek (finding->runtime, object, name) : EMPTY_VALUE;
}

/* The text of a member; NULL when it is none. Lives as long as the runtime. */
static const char *text_member (const Finding *finding, Value object, const char *name)
{
    Value value = member (finding, object, name);

    return value.kind == VALUE_STRING || value.kind == VALUE_NUMBER ? value_to_text (finding->runtime, value) : NULL;
}

/* Texts with commas between, of an array or of one. Free with g_free; NULL for anything else. */
static char *list_member (const Finding *finding, Value object, const char *name)
{
    Value value = member (finding, object, name);
    ScriptList *list = value_list (value);
    GString *text;

    if (!list)
        return g_strdup (text_member (finding, object, name));
    text = g_string_new (NULL);
    for (guint32 i = 0; i < list->length; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? "," : "", value_to_text (finding->runtime, list->items[i]));
    return g_string_free (text, FALSE);
}

/* The folders of migrations that are there: `directory`, one or several, meant from the knexfile. Free with g_ptr_array_unref. */
static GPtrArray *folders_of (const Finding *finding)
{
    GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *listed = list_member (finding, finding->migrations, "directory");
    g_auto (GStrv) names = g_strsplit (listed ? listed : "./migrations", ",", -1);

    for (char **name = names; *name; name++)
    {
        g_autofree char *path = g_canonicalize_filename (*name, finding->folder);

        if (g_file_test (path, G_FILE_TEST_IS_DIR))
            g_ptr_array_add (folders, g_steal_pointer (&path));
        else if (listed)
        {
            g_autofree char *note = g_strdup_printf ("the folder %s of the knexfile is not there", *name);

            found_source_note (finding->source, note);
        }
    }
    return folders;
}

static void set (const Finding *finding, const char *setting, const char *value)
{
    g_hash_table_insert (finding->source->history, g_strdup (setting), g_strdup (value));
}

/* What differs from what would be taken for granted. */
static void take_history (const Finding *finding)
{
    static const char *const flags[] = { "sortDirsSeparately", "disableMigrationsListValidation", NULL };
    const char *table = text_member (finding, finding->migrations, "tableName");
    const char *schema = text_member (finding, finding->migrations, "schemaName");
    g_autofree char *extensions = list_member (finding, finding->migrations, "loadExtensions");
    g_autofree char *path = list_member (finding, finding->config, "searchPath");
    const char *client = text_member (finding, finding->config, "client");

    if (table && !g_str_equal (table, KNEX_TABLE))
        set (finding, "table", table);
    if (schema)
        set (finding, "schema", schema);
    if (extensions)
        set (finding, "loadExtensions", extensions);
    if (path)
        set (finding, "searchPath", path);
    if (client && g_str_equal (client, "sqlite3"))
        set (finding, "client", client);
    for (guint i = 0; flags[i]; i++)
        if (value_is_truthy (member (finding, finding->migrations, flags[i])))
            set (finding, flags[i], "true");
    if (value_is_truthy (member (finding, finding->config, "useNullAsDefault")))
        set (finding, "useNullAsDefault", "true");
}

/* Functions can't be written in YAML: the file is run then, before each migration. */
static void take_mappers (const Finding *finding, const char *file)
{
    g_autofree char *path = path_relative_to (finding->root, file);

    if (script_is_callable (member (finding, finding->config, "wrapIdentifier")) ||
        script_is_callable (member (finding, finding->config, "postProcessResponse")))
        set (finding, "knexfile", path);
}

/* A file of SQLite is meant from the knexfile's folder. Free with g_free. */
static char *sqlite_url (const Finding *finding, const char *file)
{
    g_autofree char *absolute = NULL;
    g_autofree char *relative = NULL;

    if (!file || g_str_equal (file, ":memory:"))
        return NULL;
    if (g_str_has_prefix (file, "${"))
        return g_strconcat ("sqlite:", file, NULL);
    absolute = g_canonicalize_filename (file, finding->folder);
    relative = path_relative_to (finding->root, absolute);
    return g_strconcat (g_path_is_absolute (relative) ? "sqlite://" : "sqlite:./", relative, NULL);
}

/* The parts of `connection` put together. Free with g_free; NULL when they don't suffice, or when a password stands there. */
static char *server_url (const Finding *finding, Value connection, const char *scheme, gboolean *secret)
{
    const char *host = text_member (finding, connection, "host");
    const char *port = text_member (finding, connection, "port");
    const char *user = text_member (finding, connection, "user");
    const char *password = text_member (finding, connection, "password");
    const char *database = text_member (finding, connection, "database");

    *secret = password && *password && !g_str_has_prefix (password, "${");
    if (!database || *secret)
        return NULL;
    if (port && g_str_equal (port, "NaN"))
        port = NULL;
    return g_strconcat (scheme, "://", user ? user : "", password && *password ? ":" : "", password ? password : "",
                        user ? "@" : "", host ? host : "localhost", port ? ":" : "", port ? port : "", "/", database,
                        NULL);
}

static const char *scheme_of (const char *client)
{
    if (g_str_has_prefix (client, "mysql") || g_str_equal (client, "mariadb"))
        return "mysql";
    if (strstr (client, "sqlite"))
        return "sqlite";
    return "postgresql";
}

static void take_url (const Finding *finding)
{
    Value connection = member (finding, finding->config, "connection");
    const char *client = text_member (finding, finding->config, "client");
    const char *scheme = client ? scheme_of (client) : "postgresql";
    const char *whole = connection.kind == VALUE_STRING ? value_to_text (finding->runtime, connection)
                                                        : text_member (finding, connection, "connectionString");
    gboolean secret = whole && found_url_has_secret (whole);

    if (g_str_equal (scheme, "sqlite"))
        finding->source->url = sqlite_url (finding, whole ? whole : text_member (finding, connection, "filename"));
    else if (whole && !secret)
        finding->source->url = g_strdup (whole);
    else if (!whole)
        finding->source->url = server_url (finding, connection, scheme, &secret);
    if (secret)
        found_source_note (finding->source, "a password stands in the file: put the URL into a variable");
    else if (!finding->source->url)
        found_source_note (finding->source, "the database's URL could not be read");
}

/* Sections of other environments, which may say something else. */
static void note_sections (const Finding *finding, const char *section, Value sections)
{
    g_autoptr (GString) note = g_string_new (NULL);
    guint n;
    const char *const *names = script_names (finding->runtime, sections, &n);

    for (guint i = 0; section && i < n; i++)
        if (!g_str_equal (names[i], section) && member (finding, sections, names[i]).kind == VALUE_OBJECT)
            g_string_append_printf (note, "%s%s", note->len > 0 ? ", " : "", names[i]);
    if (note->len == 0)
        return;
    g_string_prepend (note, "\", as Knex does without NODE_ENV; there are others: ");
    g_string_prepend (note, section);
    g_string_prepend (note, "read from the section \"");
    found_source_note (finding->source, note->str);
}

static void note_reach (const Finding *finding)
{
    static const char *const hooks[] = { "migrationSource", "beforeAll", "beforeEach", "afterEach", "afterAll", NULL };

    for (guint i = 0; hooks[i]; i++)
        if (value_is_truthy (member (finding, finding->migrations, hooks[i])))
        {
            g_autofree char *note = g_strdup_printf ("migrations.%s is out of reach", hooks[i]);

            found_source_note (finding->source, note);
        }
}

static void run_knexfile (Finding *finding, const char *file)
{
    g_autoptr (GError) error = NULL;
    const char *section = NULL;
    Value sections = EMPTY_VALUE;

    finding->config = finding->migrations = EMPTY_VALUE;
    if (knexfile_load (finding->runtime, file, NULL, &finding->config, &section, &sections, &error))
    {
        finding->migrations = member (finding, finding->config, "migrations");
        note_sections (finding, section, sections);
        take_history (finding);
        take_mappers (finding, file);
        take_url (finding);
        note_reach (finding);
        return;
    }
    g_autofree char *note = g_strdup_printf ("the knexfile could not be run (%s): write down what it says of the "
                                             "directory, the table and the database",
                                             error->message);

    finding->config = EMPTY_VALUE;
    found_source_note (finding->source, note);
}

static void read_knexfile (const char *root, const char *folder, const char *file, GPtrArray *found)
{
    Finding finding = { .root = root, .folder = folder };
    g_autoptr (ScriptRuntime) runtime = runtime_new (root, folder);
    g_autoptr (GPtrArray) folders = NULL;

    finding.runtime = runtime;
    finding.source = g_new0 (FoundSource, 1);
    finding.source->name = g_path_get_basename (folder);
    finding.source->evidence = path_relative_to (root, file);
    finding.source->history = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    run_knexfile (&finding, file);
    folders = folders_of (&finding);
    if (folders->len == 0)
    {
        found_source_free (finding.source);
        return;
    }
    found_source_set_paths (finding.source, root, folders);
    g_ptr_array_add (found, finding.source);
}

gboolean knex_detect (const char *root, const char *folder, GPtrArray *found, GError **error G_GNUC_UNUSED)
{
    for (const char *const *name = knexfiles; *name; name++)
    {
        g_autofree char *file = g_build_filename (folder, *name, NULL);

        if (!g_file_test (file, G_FILE_TEST_IS_REGULAR))
            continue;
        read_knexfile (root, folder, file, found);
        break;
    }
    return TRUE;
}
