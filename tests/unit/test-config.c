#include "adapters/adapter.h"
#include "core/config.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <string.h>

/* Two tools of our own in place of the registry: what is tested here doesn't depend on what real ones offer. */
static const char *const settings[] = { "table", "schema", NULL };

static GPtrArray *tables (const Source *source, Dialect dialect)
{
    GPtrArray *names = g_ptr_array_new_with_free_func ((GDestroyNotify)table_name_free);
    TableName *table = g_new0 (TableName, 1);

    (void)dialect;
    table->name = g_strdup (source_history_setting (source, "table", "history"));
    table->schema = g_strdup (source_history_setting (source, "schema", NULL));
    g_ptr_array_add (names, table);
    return names;
}

static const Adapter knex = {
    .name = "knex", .title = "Knex", .history_settings = settings, .linear = TRUE, .history_tables = tables
};
static const Adapter alembic = { .name = "alembic", .title = "Alembic", .history_settings = settings };
static const Adapter *const registry[] = { &knex, &alembic, NULL };

const Adapter *adapter_find (const char *name)
{
    for (guint i = 0; registry[i]; i++)
        if (g_str_equal (registry[i]->name, name))
            return registry[i];
    return NULL;
}

const Adapter *const *adapter_all (void)
{
    return registry;
}

static char *root;
static char *file;

static Config *parse (const char *text, GError **error)
{
    return config_parse (text, strlen (text), file, NULL, error);
}

#define HEAD "version: 1\ndatabase: sqlite:///app.db\n"
#define API "{name: api, tool: knex, path: api/migrations}"

static void test_whole (void)
{
    static const char text[] = "version: 1\n"
                               "x-notes: &slow {lock_timeout: 1m}\n"
                               "database:\n"
                               "  main: ${MIGSHIM_TEST_URL}\n"
                               "  other: {url: 'postgres://h/d?schema=sales'}\n"
                               "sources:\n"
                               "  - name: api\n"
                               "    tool: knex\n"
                               "    path: api/migrations\n"
                               "    database: main\n"
                               "    history: {table: '${MIGSHIM_TEST_DOTENV}_migrations'}\n"
                               "    env: {LEVEL: 3}\n"
                               "    types: {app.Money: decimal}\n"
                               "    delegate: npx knex 'migrate:up' {name}\n"
                               "    policy: {out_of_order: refuse, <<: *slow}\n"
                               "  - name: billing\n"
                               "    tool: alembic\n"
                               "    path: ['services/*/versions', web/migrations]\n"
                               "    root: .\n"
                               "    database: other\n"
                               "    after: [api]\n"
                               "links:\n"
                               "  - billing:ae1 requires api:2024_a b\n"
                               "policy: {transaction: all, statement_timeout: 30s, forward_only: yes}\n"
                               "ledger: off\n";
    g_autoptr (GError) error = NULL;
    g_autoptr (Config) config = NULL;
    const Source *source;
    const ConfigLink *link;
    g_autofree char *app = g_build_filename (root, "env.db", NULL);

    g_setenv ("MIGSHIM_TEST_URL", "file:env.db", TRUE);
    config = parse (text, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (config->folder, ==, root);
    g_assert_cmpint (config->ledger, ==, LEDGER_OFF);
    g_assert_cmpint (config->policy.out_of_order, ==, OUT_OF_ORDER_WARN);
    g_assert_cmpint (config->policy.transaction, ==, TRANSACTION_ALL);
    g_assert_cmpint (config->policy.statement_timeout, ==, 30 * G_USEC_PER_SEC);
    g_assert_cmpint (config->policy.lock_timeout, ==, 10 * G_USEC_PER_SEC);
    g_assert_true (config->policy.forward_only);
    g_assert_cmpstr (config_find_database (config, "main")->url->database, ==, app);

    source = config_find_source (config, "api");
    g_assert_cmpstr (source->root, ==, root);
    g_assert_true (g_str_has_suffix (source->paths[0], "/api/migrations"));
    g_assert_cmpstr (source_history_setting (source, "table", NULL), ==, "beside_migrations");
    g_assert_cmpstr (g_hash_table_lookup (source->env, "LEVEL"), ==, "3");
    g_assert_cmpstr (g_hash_table_lookup (source->types, "app.Money"), ==, "decimal");
    g_assert_cmpuint (g_strv_length (source->delegate), ==, 4);
    g_assert_cmpstr (source->delegate[2], ==, "migrate:up");
    g_assert_cmpint (source->policy.out_of_order, ==, OUT_OF_ORDER_REFUSE);
    g_assert_cmpint (source->policy.transaction, ==, TRANSACTION_ALL);
    g_assert_cmpint (source->policy.lock_timeout, ==, 60 * (gint64)G_USEC_PER_SEC);
    g_assert_cmpuint (source->where.line, ==, 7);

    source = config->sources->pdata[1];
    g_assert_cmpuint (source->index, ==, 1);
    g_assert_cmpuint (g_strv_length (source->paths), ==, 3);
    g_assert_true (g_str_has_suffix (source->paths[1], "/services/b/versions"));
    g_assert_cmpstr (source->schema, ==, "sales");
    g_assert_cmpstr (source->after[0], ==, "api");

    link = config->links->pdata[0];
    g_assert_cmpstr (link->after, ==, "billing:ae1");
    g_assert_cmpstr (link->before, ==, "api:2024_a b");
    g_assert_cmpuint (link->where.line, ==, 23);
}

typedef struct
{
    const char *text;
    guint line, column;
    const char *message;
    const char *hint;
} Mistake;

static const Mistake mistakes[] = {
    { "version: 1\nsources: []\n", 1, 1, "no \"database\"", "--database" },
    { "database: x.db\n", 1, 1, "no \"version\"", "version: 1" },
    { "version: 2\n", 1, 10, "expected the version 1", "newer" },
    { HEAD "source: []\n", 3, 1, "unknown key \"source\"", "\"sources\"" },
    { HEAD "frobnicate: []\n", 3, 1, "unknown key \"frobnicate\"", "sources, links" },
    { HEAD, 1, 1, "no \"sources\"", "init" },
    { HEAD "sources: x\n", 3, 10, "expected a list of sources, found \"x\"", NULL },
    { HEAD "sources:\n  - {tool: knex, path: api/migrations}\n", 4, 5, "no \"name\"", NULL },
    { HEAD "sources:\n  - {name: 'a:b', tool: knex, path: api/migrations}\n", 4, 12, "can't be a source's name",
      "letters" },
    { HEAD "sources:\n  - {name: api, tool: knx, path: api/migrations}\n", 4, 23, "unknown tool \"knx\"", "\"knex\"" },
    { HEAD "sources:\n  - {name: api, tool: flyway, path: api/migrations}\n", 4, 23, "unknown tool", "knex, alembic" },
    { HEAD "sources:\n  - {name: api, tool: knex, paths: api/migrations}\n", 4, 29, "unknown key \"paths\"",
      "\"path\"" },
    { HEAD "sources:\n  - {name: api, tool: knex, path: nowhere}\n", 4, 35, "\"nowhere\" does not exist", "relative" },
    { HEAD "sources:\n  - {name: api, tool: knex, path: api/migrations/1.js}\n", 4, 35, "is a file", "api/migrations" },
    { HEAD "sources:\n  - {name: api, tool: knex, path: 'api/*x'}\n", 4, 35, "matches nothing", NULL },
    { HEAD "sources:\n  - {name: api, tool: knex, path: {a: b}}\n", 4, 35, "a text or a list of texts, found a map",
      NULL },
    { HEAD "sources:\n  - {name: api, tool: knex, path: api/migrations, root: web}\n", 4, 57, "outside the root",
      "root:" },
    { HEAD "sources:\n  - {name: api, tool: knex, path: api/migrations, history: {tabel: x}}\n", 4, 61, "\"tabel\"",
      "\"table\"" },
    { HEAD "sources:\n  - {name: api, tool: knex, path: api/migrations, database: mian}\n", 4, 61,
      "no database \"mian\"", NULL },
    { HEAD "sources:\n  - " API "\n  - {name: api, tool: knex, path: web/migrations}\n", 5, 12,
      "the first is in line 4", NULL },
    { HEAD "sources:\n  - " API "\n  - {name: b, tool: alembic, path: api/../api/migrations}\n", 5, 5, "both read",
      NULL },
    { HEAD "sources:\n  - " API "\n  - {name: b, tool: knex, path: web/migrations}\n", 5, 5, "one table, history",
      "{table: NAME}" },
    { HEAD "sources:\n  - {name: b, tool: knex, path: api/migrations, after: ap}\n", 4, 56, "no source \"ap\"", NULL },
    { HEAD "sources:\n  - {name: b, tool: knex, path: api/migrations, after: [b]}\n", 4, 57, "after itself", NULL },
    { HEAD "sources:\n  - {name: b, tool: knex, path: api/migrations, delegate: \"a 'b\"}\n", 4, 59, "has no end",
      NULL },
    { HEAD "sources:\n  - {name: b, tool: knex, path: api/migrations, env: {A: '${MIGSHIM_TEST_UNSET}'}}\n", 4, 58,
      "MIGSHIM_TEST_UNSET is not set", ".env" },
    { HEAD "sources: [" API "]\nlinks: [api:1]\n", 4, 9, "not a link", "requires" },
    { HEAD "sources: [" API "]\nlinks:\n - api:1 requires apy:2\n", 5, 4, "no such source", "\"api\"" },
    { HEAD "sources: [" API "]\nlinks:\n - api requires api:2\n", 5, 4, "\"api\" is not a revision", "colon" },
    { HEAD "policy: {lock_timout: 5s}\n", 3, 10, "\"lock_timout\"", "\"lock_timeout\"" },
    { HEAD "policy: {lock_timeout: 5}\n", 3, 24, "expected a duration, found \"5\"", "5s" },
    { HEAD "policy: {out_of_order: never}\n", 3, 24, "expected one of allow, warn, refuse", NULL },
    { HEAD "sources: [" API "]\nledger: maybe\n", 4, 9, "expected one of", NULL },
    { "version: 1\ndatabase: postgres://u:hush@h/d?sslmod=x\n", 2, 11, "\"sslmod\"", "\"sslmode\"" },
    { "version: 1\ndatabase: postgres://u:hu@sh@h/d\n", 2, 11, "unescaped", "%40" },
    { "version: 1\ndatabase: [postgres://u:hush@h/d]\n", 2, 11, "found a list", NULL },
    { "version: 1\ndatabase: $DATABASE_URL\n", 2, 11, "\"$DATABASE_URL\"", "${DATABASE_URL}" },
    { "version: 1\ndatabase: {a: x.db, b: y.db}\nsources: [" API "]\n", 3, 11, "which database", "a, b" },
    { "version: 1\ndatabase: {a: {ur: x.db}}\n", 2, 16, "unknown key \"ur\"", "\"url\"" },
    { HEAD "policy: {lock_timeout: ${T}}\n", 3, 25, "not YAML", "quotation marks" },
    { "version: 1\nversion: 1\n", 2, 1, "twice", NULL },
};

static void test_mistakes (void)
{
    for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
        const Mistake *mistake = &mistakes[i];
        g_autoptr (GError) error = NULL;
        g_autoptr (Config) config = parse (mistake->text, &error);
        const ErrorDetail *detail;

        if (config)
            g_error ("accepted: %s", mistake->text);
        g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_CONFIG);
        detail = error_detail (error);
        if (!strstr (error->message, mistake->message) || detail->where.line != mistake->line ||
            detail->where.column != mistake->column ||
            (mistake->hint && (!detail->hint || !strstr (detail->hint, mistake->hint))))
            g_error ("%s: %u:%u: %s (%s)", mistake->text, detail->where.line, detail->where.column, error->message,
                     detail->hint);
        g_assert_nonnull (detail->excerpt);
        g_assert_null (strstr (detail->excerpt, "hu@sh"));
        g_assert_null (strstr (detail->excerpt, "hush"));
    }
}

static void test_history_tables_differ (void)
{
    static const char *const fine[] = {
        HEAD "sources: [" API ", {name: b, tool: knex, path: web/migrations, history: {table: b}}]\n",
        HEAD "sources: [" API ", {name: b, tool: knex, path: web/migrations, history: {schema: b}}]\n",
        HEAD "sources: [" API ", {name: b, tool: alembic, path: web/migrations}]\n",
        "version: 1\ndatabase: {default: x.db, b: y.db}\nsources: [" API
        ", {name: b, tool: knex, path: web/migrations, database: b}]\n",
        "version: 1\ndatabase: ${MIGSHIM_TEST_UNSET}\nsources: [" API
        ", {name: b, tool: knex, path: web/migrations}]\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS (fine); i++)
    {
        g_autoptr (GError) error = NULL;
        g_autoptr (Config) config = parse (fine[i], &error);

        g_assert_no_error (error);
    }
}

static void test_url_when_needed (void)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (Config) config = parse ("version: 1\ndatabase: ${MIGSHIM_TEST_UNSET}\nsources: [" API "]\n", &error);
    const ConfigDatabase *database;

    g_assert_no_error (error);
    database = config_find_database (config, "default");
    g_assert_null (database->url);
    g_assert_nonnull (strstr (database->problem->message, "MIGSHIM_TEST_UNSET"));
    g_assert_cmpuint (error_detail (database->problem)->where.line, ==, 2);
}

static void test_url_replaced (void)
{
    static const char one[] = "version: 1\ndatabase: ${MIGSHIM_TEST_UNSET}\nsources: [" API "]\n";
    static const char two[] = "version: 1\ndatabase: {default: x.db, b: y.db}\nsources: [" API "]\n";
    const ConfigOptions options = { .folder = "/srv", .database = "here.db" };
    g_autoptr (GError) error = NULL;
    g_autoptr (Config) config = config_parse (one, strlen (one), file, &options, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (config_find_database (config, "default")->url->database, ==, "/srv/here.db");
    g_assert_null (config_parse (two, strlen (two), file, &options, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_USAGE);
}

static void test_lock_timeout_replaced (void)
{
    static const char text[] = HEAD "sources: [" API "]\npolicy: {lock_timeout: 1m}\n";
    ConfigOptions options = { .lock_timeout = "250ms" };
    g_autoptr (GError) error = NULL;
    g_autoptr (Config) config = config_parse (text, strlen (text), file, &options, &error);

    g_assert_no_error (error);
    g_assert_cmpint (config->policy.lock_timeout, ==, 250000);
    g_assert_cmpint (((Source *)config->sources->pdata[0])->policy.lock_timeout, ==, 250000);
    options.lock_timeout = "5";
    g_assert_null (config_parse (text, strlen (text), file, &options, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_USAGE);
}

static void test_environment_wins (void)
{
    static const char text[] = "version: 1\ndatabase: x.db\nsources:\n - {name: a, tool: knex, path: api/migrations, "
                               "env: {V: '${MIGSHIM_TEST_DOTENV}'}}\n";
    g_autoptr (Config) config = NULL;

    g_setenv ("MIGSHIM_TEST_DOTENV", "outer", TRUE);
    config = parse (text, NULL);
    g_unsetenv ("MIGSHIM_TEST_DOTENV");
    g_assert_cmpstr (g_hash_table_lookup (((Source *)config->sources->pdata[0])->env, "V"), ==, "outer");
}

static void test_found_upwards (void)
{
    g_autofree char *below = g_build_filename (root, "api", "migrations", NULL);
    g_autofree char *elsewhere = g_dir_make_tmp ("migshim-config-XXXXXX", NULL);
    ConfigOptions options = { .folder = below };
    g_autoptr (GError) error = NULL;
    g_autoptr (Config) config = NULL;

    g_assert_true (g_file_set_contents (file, HEAD "sources: [" API "]\nlinks: 3\n", -1, NULL));
    g_assert_null (config_load (&options, &error));
    g_assert_cmpstr (error_detail (error)->where.file, ==, "../../migshim.yaml");
    g_clear_error (&error);

    g_assert_true (g_file_set_contents (file, HEAD "sources: [" API "]\n", -1, NULL));
    config = config_load (&options, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (config->path, ==, file);

    options.folder = elsewhere;
    g_assert_null (config_load (&options, &error));
    g_assert_nonnull (strstr (error_detail (error)->hint, "migshim init"));
    g_clear_error (&error);
    options.file = "missing.yaml";
    g_assert_null (config_load (&options, &error));
    g_assert_nonnull (strstr (error->message, "missing.yaml"));
    g_rmdir (elsewhere);
}

static void make (const char *path, const char *content)
{
    g_autofree char *full = g_build_filename (root, path, NULL);

    if (content)
        g_assert_true (g_file_set_contents (full, content, -1, NULL));
    else
        g_assert_cmpint (g_mkdir_with_parents (full, 0700), ==, 0);
}

int main (int argc, char **argv)
{
    g_autofree char *remove = NULL;
    int result;

    g_test_init (&argc, &argv, NULL);
    root = g_dir_make_tmp ("migshim-config-XXXXXX", NULL);
    file = g_build_filename (root, "migshim.yaml", NULL);
    make ("api/migrations", NULL);
    make ("web/migrations", NULL);
    make ("services/a/versions", NULL);
    make ("services/b/versions", NULL);
    make ("api/migrations/1.js", "");
    make (".env", "MIGSHIM_TEST_DOTENV=beside\nMIGSHIM_TEST_URL=file:never.db\n");
    g_test_add_func ("/config/whole", test_whole);
    g_test_add_func ("/config/mistakes", test_mistakes);
    g_test_add_func ("/config/history-tables-differ", test_history_tables_differ);
    g_test_add_func ("/config/url-when-needed", test_url_when_needed);
    g_test_add_func ("/config/url-replaced", test_url_replaced);
    g_test_add_func ("/config/lock-timeout-replaced", test_lock_timeout_replaced);
    g_test_add_func ("/config/environment-wins", test_environment_wins);
    g_test_add_func ("/config/found-upwards", test_found_upwards);
    result = g_test_run ();
    remove = g_strdup_printf ("rm -rf '%s'", root);
    g_assert_true (g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL));
    g_free (root);
    g_free (file);
    return result;
}
