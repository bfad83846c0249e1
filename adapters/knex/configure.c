/* What a run of a migration takes from `history:` of its source, and from the knexfile that is named there.
 *
 * A knexfile gives what can't be written in migshim.yaml: the functions that map names, and how the client treats undefined. What says where history is and how the
 * database is to be met must stand in migshim.yaml too, since commands that run no script need it: a knexfile that says otherwise is refused. */

#include "adapters/knex/knexfile.h"
#include "adapters/knex/run.h"
#include "util/error.h"

#include <string.h>

/* Names of clients (constants.js), the first of a dialect being the one that is meant when nobody says. */
static const KnexClientName clients[] = {
    { "pg", DIALECT_POSTGRESQL, NODE_PG },         { "postgres", DIALECT_POSTGRESQL, NODE_PG },
    { "postgresql", DIALECT_POSTGRESQL, NODE_PG }, { "pgnative", DIALECT_POSTGRESQL, NODE_PG },
    { "mysql2", DIALECT_MYSQL, NODE_MYSQL2 },      { "mysql", DIALECT_MYSQL, NODE_MYSQL2 },
    { "mariadb", DIALECT_MYSQL, NODE_MYSQL2 },     { "better-sqlite3", DIALECT_SQLITE, NODE_BETTER_SQLITE3 },
    { "sqlite3", DIALECT_SQLITE, NODE_SQLITE3 },   { "sqlite", DIALECT_SQLITE, NODE_SQLITE3 },
};

const KnexClientName *knex_client (const char *name, Dialect dialect)
{
    const KnexClientName *first = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
        if (clients[i].dialect != dialect)
            continue;
        if (!first)
            first = &clients[i];
        if (g_strcmp0 (name, clients[i].name) == 0)
            return &clients[i];
    }
    return first;
}

gboolean knex_client_suits (const char *name, Dialect dialect)
{
    return g_str_equal (knex_client (name, dialect)->name, name);
}

static char *knexfile_of (const Source *source)
{
    const char *knexfile = source_history_setting (source, "knexfile", NULL);

    return knexfile ? g_canonicalize_filename (knexfile, source->folder) : NULL;
}

char *knex_folder (const Source *source)
{
    g_autofree char *path = knexfile_of (source);

    return path ? g_path_get_dirname (path) : NULL;
}

/* A text, or an array of texts with commas between; NULL for anything else, which is not said then. */
static char *text_of (ScriptRuntime *runtime, Value value)
{
    ScriptList *list = value_list (value);
    GString *text;

    if (value.kind == VALUE_STRING || value.kind == VALUE_BOOLEAN)
        return g_strdup (value_to_text (runtime, value));
    if (!list)
        return NULL;
    text = g_string_new (NULL);
    for (guint i = 0; i < list->length; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? "," : "", value_to_text (runtime, list->items[i]));
    return g_string_free (text, FALSE);
}

typedef struct
{
    KnexRun *run;
    const char *path; /* of the knexfile */
    Value config;
    Value migrations;
} Reading;

static gboolean refuse (const Reading *reading, GError **error, const char *hint, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static gboolean refuse (const Reading *reading, GError **error, const char *hint, const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list arguments;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    error_set_at (error, MIGSHIM_ERROR_UNSUPPORTED, (Location){ reading->path, 0, 0 }, NULL, 0, "%s", message);
    error_hint (error, "%s", hint);
    return FALSE;
}

/* MEMBER of OBJECT must be what the setting KEY says, or USUAL when there is none. */
static gboolean agrees (const Reading *reading, Value object, const char *member, const char *key, const char *usual,
                        GError **error)
{
    const Source *source = reading->run->revision->source;
    Value value = object.kind == VALUE_OBJECT ? script_peek (reading->run->runtime, object, member) : UNDEFINED;
    g_autofree char *theirs = text_of (reading->run->runtime, value);
    const char *ours = source_history_setting (source, key, usual);
    g_autofree char *hint = NULL;

    if (!theirs || g_str_equal (theirs, ours))
        return TRUE;
    hint = g_strdup_printf ("Add it to the source \"%s\" in migshim.yaml: history: {%s: \"%s\"}", source->name, key,
                            theirs);
    return refuse (reading, error, hint, "the knexfile's %s is \"%s\", and %s", member, theirs,
                   *ours ? "the source says otherwise" : "the source does not say so");
}

static gboolean check_client (Reading *reading, GError **error)
{
    KnexRun *run = reading->run;
    const Source *source = run->revision->source;
    Value value = script_peek (run->runtime, reading->config, "client");
    const char *client = value.kind == VALUE_STRING ? value_to_text (run->runtime, value) : NULL;

    if (!client)
        return refuse (reading, error,
                       "Name the section with `environment:` beside `knexfile:`, and what it needs under `env:`.",
                       "the knexfile has no client");
    if (!knex_client_suits (client, run->dialect))
        return refuse (reading, error,
                       "Name the section that belongs to this database with `environment:` beside `knexfile:`.",
                       "the knexfile's client is \"%s\", and the database is another", client);
    /* the pragma of foreign keys hangs on it, and is set before anything is loaded */
    if (knex_client (client, run->dialect)->driver == NODE_SQLITE3 &&
        !agrees (reading, reading->config, "client", "client", "", error))
        return FALSE;
    if (!source_history_setting (source, "client", NULL))
    {
        run->client = knex_client (client, run->dialect)->name;
        run->node.driver = knex_client (client, run->dialect)->driver;
    }
    return TRUE;
}

static gboolean check_reach (const Reading *reading, GError **error)
{
    static const char *const hooks[] = { "migrationSource", "beforeAll", "beforeEach", "afterEach", "afterAll", NULL };
    ScriptRuntime *runtime = reading->run->runtime;
    Value pool = script_peek (runtime, reading->config, "pool");

    for (guint i = 0; hooks[i] && reading->migrations.kind == VALUE_OBJECT; i++)
        if (value_is_truthy (script_peek (runtime, reading->migrations, hooks[i])))
            return refuse (reading, error, "Run it with Knex itself, or give it up.", "`migrations.%s` is out of reach",
                           hooks[i]);
    if (pool.kind == VALUE_OBJECT && value_is_truthy (script_peek (runtime, pool, "afterCreate")))
        return refuse (reading, error,
                       "Say what it sets in the database's URL (PostgreSQL: ?options=-c%20NAME=VALUE), and keep the "
                       "mappers in a knexfile of their own.",
                       "`pool.afterCreate` is out of reach");
    return TRUE;
}

static gboolean check_agreement (Reading *reading, GError **error)
{
    return check_client (reading, error) && check_reach (reading, error) &&
           agrees (reading, reading->migrations, "tableName", "table", KNEX_TABLE, error) &&
           agrees (reading, reading->migrations, "schemaName", "schema", "", error) &&
           (reading->run->dialect != DIALECT_POSTGRESQL ||
            agrees (reading, reading->config, "searchPath", "searchPath", "", error));
}

static gboolean read_knexfile (KnexRun *run, const char *path, GError **error)
{
    const Source *source = run->revision->source;
    Reading reading = { .run = run, .path = path };
    const char *section;
    Value sections;

    if (!knexfile_load (run->runtime, path, source_history_setting (source, "environment", NULL), &reading.config,
                        &section, &sections, error))
        return FALSE;
    reading.migrations = script_peek (run->runtime, reading.config, "migrations");
    if (!check_agreement (&reading, error) ||
        !script_get (run->runtime, reading.config, "wrapIdentifier", &run->wrap_identifier, error) ||
        !script_get (run->runtime, reading.config, "postProcessResponse", &run->post_process, error))
        return FALSE;
    run->has_context = script_is_callable (run->wrap_identifier) || script_is_callable (run->post_process);
    if (!source_history_setting (source, "useNullAsDefault", NULL))
        run->null_as_default = value_is_truthy (script_peek (run->runtime, reading.config, "useNullAsDefault"));
    return TRUE;
}

static gboolean use_mappers (KnexRun *run, const char *name, GError **error)
{
    static const char *const options[] = { "upperCase", "underscoreBeforeDigits", "underscoreBetweenUppercaseLetters",
                                           NULL };
    const Source *source = run->revision->source;
    Value given = script_object_new (run->runtime);
    Value hooks;

    if (!g_str_equal (name, "snake_case"))
    {
        error_set_at (error, MIGSHIM_ERROR_CONFIG, source->where, NULL, 0,
                      "the source \"%s\" has no mappers \"%s\": \"snake_case\" is what there is", source->name, name);
        error_hint (error, "Name a knexfile that has `wrapIdentifier` and `postProcessResponse`: history: {knexfile: "
                           "PATH}");
        return FALSE;
    }
    for (guint i = 0; options[i]; i++)
        script_set (run->runtime, given, options[i], value_boolean (knex_flag (source, options[i])));
    hooks = knex_snake_case_mappers (run->runtime, given);
    run->wrap_identifier = script_peek (run->runtime, hooks, "wrapIdentifier");
    run->post_process = script_peek (run->runtime, hooks, "postProcessResponse");
    return TRUE;
}

gboolean knex_configure (KnexRun *run, GError **error)
{
    const char *mappers = source_history_setting (run->revision->source, "mappers", NULL);
    g_autofree char *path = knexfile_of (run->revision->source);

    if (path && !read_knexfile (run, path, error))
        return FALSE;
    return !mappers || use_mappers (run, mappers, error);
}
