/* How a migration must run, and running it (Migrator._runBatch, _waterfallBatch, _transaction). */

#include "adapters/knex/run.h"
#include "adapters/knex/knexfile.h"
#include "util/error.h"

#include <string.h>

static void on_log (gpointer data, ScriptLogLevel level G_GNUC_UNUSED, const char *text)
{
    KnexRun *run = data;

    if (run->session)
        session_say (run->session, text);
}

static gboolean on_flush (gpointer data, Value *failed, GError **error)
{
    KnexRun *run = data;

    return !run->session || node_flush (&run->conversation, failed, error);
}

/* executeQuery: the statement with its bindings, then what the driver says. */
static Value make_failure (NodeConversation *conversation, const GError *error, const char *sql, Value parameters)
{
    KnexRun *run = conversation->owner;
    ScriptList *bindings = value_list (parameters);
    ScriptCall call = { .runtime = conversation->runtime, .receiver = UNDEFINED };
    g_auto (KnexText) text = { 0 };
    g_autoptr (GString) message = g_string_new (NULL);
    Value object;

    knex_text_init (&text, &call);
    g_string_append (text.sql, sql);
    if (bindings)
        g_array_append_vals (text.bindings, bindings->items, bindings->length);
    if (knex_fill (&text, message) != SCRIPT_NORMAL)
        g_string_append (message, sql);
    g_string_append_printf (message, " - %s", error->message);
    object = script_error_new (conversation->runtime, "Error", message->str);
    node_error_codes (conversation->runtime, run->node.driver, object, error, sql);
    return object;
}

/* A run without a database when SESSION is NULL. OPTIONS must live as long as the run. */
static void run_init (KnexRun *run, const Revision *revision, Dialect dialect, Session *session)
{
    const KnexClientName *client = knex_client (source_history_setting (revision->source, "client", NULL), dialect);
    g_autofree char *folder = knex_folder (revision->source);
    ScriptOptions options = {
        .root = revision->source->root,
        .folder = folder,
        .environment = revision->source->env,
        .modules = knex_modules,
        .hooks = { .log = on_log, .flush = on_flush, .user_data = run },
    };

    *run = (KnexRun){ .revision = revision,
                      .session = session,
                      .dialect = dialect,
                      .client = client->name,
                      .node = { .driver = client->driver },
                      .wrap_identifier = UNDEFINED,
                      .post_process = UNDEFINED,
                      .null_as_default = knex_flag (revision->source, "useNullAsDefault"),
                      .runtime = script_runtime_new (&options) };
    script_set_data (run->runtime, run);
    run->knex = host_object_new (run->runtime, &knex_class, run);
    run->conversation = (NodeConversation){ .runtime = run->runtime,
                                            .session = session,
                                            .dialect = dialect,
                                            .own_transactions = "export `config = { transaction: false }`",
                                            .failure = make_failure,
                                            .owner = run };
    node_conversation_init (&run->conversation);
}

static void run_clear (KnexRun *run)
{
    node_conversation_clear (&run->conversation);
    g_clear_pointer (&run->idle, g_ptr_array_unref);
    script_runtime_free (run->runtime);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KnexRun, run_clear)

/* A file that no JavaScript engine runs as it is: loadExtensions has CoffeeScript and its like. */
static gboolean check_language (const Revision *revision, GError **error)
{
    static const char *const known[] = { ".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", NULL };
    const char *dot = strrchr (revision->id, '.');

    if (dot && g_strv_contains (known, dot))
        return TRUE;
    error_set_at (error, MIGSHIM_ERROR_UNSUPPORTED, (Location){ revision->path, 1, 1 }, NULL, 0,
                  "%s is neither JavaScript nor TypeScript", revision->id);
    error_hint (error, "Compile it, or name a `delegate:` for the source: npx knex migrate:up {name}");
    return FALSE;
}

/* The members `up` and `down`, both of which Knex wants whichever it runs (validateMigrationStructure). */
static gboolean load_module (KnexRun *run, Value *up, Value *down, Value *exports, GError **error)
{
    const Revision *revision = run->revision;

    if (!check_language (revision, error) || !script_load (run->runtime, revision->path, exports, error) ||
        !script_get (run->runtime, *exports, "up", up, error) ||
        !script_get (run->runtime, *exports, "down", down, error))
        return FALSE;
    if (script_is_callable (*up) && script_is_callable (*down))
        return TRUE;
    error_set_at (error, MIGSHIM_ERROR_MIGRATION, (Location){ revision->path, 1, 1 }, NULL, 0,
                  "Invalid migration: %s must have both an up and down function", revision->id);
    error_hint (error,
                "Knex looks at the module itself: `exports.up`, `export async function up`, not `export default`.");
    return FALSE;
}

static KnexTransaction transaction_of (KnexRun *run, Value exports)
{
    Value config = knex_peek (run->runtime, exports, "config");
    Value transaction = config.kind == VALUE_OBJECT ? knex_peek (run->runtime, config, "transaction") : UNDEFINED;

    if (transaction.kind != VALUE_BOOLEAN)
        return KNEX_TRANSACTION_DEFAULT;
    return transaction.as.boolean ? KNEX_TRANSACTION_ON : KNEX_TRANSACTION_OFF;
}

static gboolean wants_transaction (const Revision *revision)
{
    const KnexMigration *migration = revision->data;

    switch (migration->transaction)
    {
    case KNEX_TRANSACTION_OFF:
        return FALSE;
    case KNEX_TRANSACTION_ON:
        return TRUE;
    case KNEX_TRANSACTION_DEFAULT:
        return revision->source->policy.transaction != TRANSACTION_NONE &&
               !knex_flag (revision->source, "disableTransactions");
    }
    g_return_val_if_reached (TRUE);
}

/* Modules that are looked at in one runtime: making it costs more than to load one. */
#define MOST_LOOKS 64

struct KnexLook
{
    KnexRun run;
    guint n; /* modules loaded; 0: there is no runtime */
};

static void look_end (KnexLook *look)
{
    if (look->n > 0)
        run_clear (&look->run);
    look->n = 0;
}

static void look_clear (gpointer look)
{
    look_end (look);
}

KnexLook *knex_look_new (void)
{
    return g_rc_box_new0 (KnexLook);
}

void knex_look_release (KnexLook *look)
{
    g_rc_box_release_full (look, look_clear);
}

static gboolean look_at (const Revision *revision, Dialect dialect, GError **error)
{
    KnexMigration *migration = revision->data;
    KnexLook *look = migration->look;
    Value up, down, exports;
    gboolean fresh;

    if (migration->loaded)
        return TRUE;
    if (look->n >= MOST_LOOKS || (look->n > 0 && look->run.dialect != dialect))
        look_end (look);
    fresh = look->n++ == 0;
    if (fresh)
        run_init (&look->run, revision, dialect, NULL);
    look->run.revision = revision;
    if ((fresh && !knex_configure (&look->run, error)) || !load_module (&look->run, &up, &down, &exports, error))
    {
        look_end (look);
        return FALSE;
    }
    migration->transaction = transaction_of (&look->run, exports);
    migration->loaded = TRUE;
    return TRUE;
}

static gboolean has_any (const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strstr (text, *words))
            return TRUE;
    return FALSE;
}

/* Would a table be made anew? SQLite then deletes the rows that refer to it, unless foreign keys are off, which no transaction can change. A script that also
 * deletes rows wants them on: what can't be done then is refused when it comes to that (ddl/rebuild.h). */
static gboolean rebuilds (const Revision *revision)
{
    static const char *const changes[] = {
        ".alter(",   "dropColumn", "dropForeign",  "dropPrimary", "dropTimestamps", "setNullable", "dropNullable",
        ".foreign(", ".primary(",  ".references(", NULL
    };
    static const char *const deletes[] = { ".del(", ".delete(", ".truncate(", "delete from", "DELETE FROM", NULL };
    g_autofree char *text = NULL;

    return g_file_get_contents (revision->path, &text, NULL, NULL) &&
           (strstr (text, "alterTable") || strstr (text, ".table(")) && has_any (text, changes) &&
           !has_any (text, deletes);
}

gboolean knex_prepare (const Revision *revision, Direction direction G_GNUC_UNUSED, Dialect dialect, StepTraits *traits,
                       GError **error)
{
    if (!look_at (revision, dialect, error))
        return FALSE;
    traits->mode = STEP_ATOMIC;
    traits->where = (Location){ revision->path, 0, 0 };
    if (!wants_transaction (revision))
        traits->reason = g_strdup ("it runs without a transaction (`transaction: false`)");
    else if (dialect == DIALECT_MYSQL)
        traits->reason = g_strdup ("MySQL commits a change of the schema at once");
    if (traits->reason)
        traits->mode = STEP_ALONE;
    traits->foreign_keys_off = dialect == DIALECT_SQLITE && rebuilds (revision);
    return TRUE;
}

static gboolean call (KnexRun *run, Direction direction, GError **error)
{
    Value up, down, exports;

    return knex_configure (run, error) && load_module (run, &up, &down, &exports, error) &&
           script_run (run->runtime, direction == DIRECTION_UP ? up : down, exports, &run->knex, 1, NULL, error) &&
           (!run->in_transaction || node_check_survived (&run->conversation, error));
}

/* The transaction that Knex would have opened, where it is not the runner's. */
static gboolean send_word (const KnexRun *run, const char *word, GError **error)
{
    return !run->in_transaction || run->conversation.atomic || session_executef (run->session, error, "%s", word);
}

gboolean knex_run_step (const Revision *revision, Direction direction, Session *session, GError **error)
{
    g_auto (KnexRun) run = { 0 };
    g_auto (StepTraits) traits = { 0 };
    g_autofree char *text = NULL;
    gboolean good;

    if (!knex_prepare (revision, direction, session_dialect (session), &traits, error))
        return FALSE;
    look_end (((KnexMigration *)revision->data)->look);
    run_init (&run, revision, session_dialect (session), session);
    run.in_transaction = wants_transaction (revision);
    run.conversation.atomic = traits.mode == STEP_ATOMIC;
    if (g_file_get_contents (revision->path, &text, NULL, NULL))
        run.conversation.waits = node_catches_promises (text);
    session_keep_errors (session, TRUE);
    good = send_word (&run, "BEGIN", error) && call (&run, direction, error) && send_word (&run, "COMMIT", error);
    session_keep_errors (session, FALSE);
    if (good)
        knex_idle_tell (&run);
    return good;
}
