/* How a migration must run, and running it (MigrationExecutor.executePendingMigrations and undoLastMigration). */

#include "adapters/typeorm/sqlite.h"
#include "adapters/typeorm/typeorm.h"
#include "script/check.h"
#include "util/error.h"

#include <string.h>

/* Words that only a script has which opens or ends transactions itself. */
static const char *const transaction_words[] = { "commitTransaction", "rollbackTransaction", NULL };
static const char *const transaction_statements[] = { "COMMIT", "ROLLBACK", "BEGIN", "START", "END", "ABORT", NULL };

/* Does a word of SQL that moves a transaction stand at the beginning of a string of TEXT? */
static gboolean has_statement (const char *text)
{
    for (const char *at = text; (at = strpbrk (at, "'\"`")); at++)
    {
        const char *word = at + 1 + strspn (at + 1, " \t\r\n");

        for (guint i = 0; transaction_statements[i]; i++)
        {
            gsize length = strlen (transaction_statements[i]);

            if (g_ascii_strncasecmp (word, transaction_statements[i], length) == 0 && !g_ascii_isalnum (word[length]) &&
                word[length] != '_')
                return TRUE;
        }
    }
    return FALSE;
}

static gboolean moves_transaction (const char *text)
{
    for (guint i = 0; transaction_words[i]; i++)
        if (strstr (text, transaction_words[i]))
            return TRUE;
    return has_statement (text);
}

/* Would TypeORM open a transaction for it? `transaction = false` is kept on the way back too, where TypeORM looks only at its own option: the statement that refuses a
 * transaction there is the other side of the one that did so here. */
static gboolean wants_transaction (const Revision *revision)
{
    const TypeormMigration *migration = revision->data;

    switch (migration->transaction)
    {
    case OVERRIDE_OFF:
        return FALSE;
    case OVERRIDE_ON:
        return TRUE;
    case OVERRIDE_NONE:
        return revision->source->policy.transaction != TRANSACTION_NONE;
    }
    g_return_val_if_reached (TRUE);
}

static gboolean read_text (const Revision *revision, char **text, gsize *length, GError **error)
{
    g_autoptr (GError) trouble = NULL;

    if (g_file_get_contents (revision->path, text, length, &trouble))
        return TRUE;
    error_set (error, MIGSHIM_ERROR_SOURCE, "%s can't be read: %s", revision->path, trouble->message);
    return FALSE;
}

static gboolean refuse_override (const Revision *revision, GError **error)
{
    error_set_at (error, MIGSHIM_ERROR_UNSUPPORTED, (Location){ revision->path, 1, 1 }, NULL, 0,
                  "Migrations \"%s\" override the transaction mode, but the global transaction mode is \"all\"",
                  revision->id);
    error_tool_code (error, "ForbiddenTransactionModeOverrideError");
    error_hint (error, "Set `policy: {transaction: each}` in migshim.yaml, or take the field `transaction` out of the "
                       "class.");
    return FALSE;
}

/* What queryRunner surely does not have. */
static gboolean check_script (const Revision *revision, Direction direction, const char *text, gsize length,
                              GError **error)
{
    const char *const functions[] = { direction == DIRECTION_UP ? "up" : "down", NULL };
    const CheckOptions options = { .class = &typeorm_query_runner_class, .functions = functions };

    return check_text (revision->path, text, length, &options, error);
}

gboolean typeorm_prepare (const Revision *revision, Direction direction, Dialect dialect, StepTraits *traits,
                          GError **error)
{
    const TypeormMigration *migration = revision->data;
    gboolean transaction = wants_transaction (revision);
    g_autofree char *text = NULL;
    gsize length;

    if (revision->problem)
    {
        g_propagate_error (error, g_error_copy (revision->problem));
        return FALSE;
    }
    if (revision->source->policy.transaction == TRANSACTION_ALL && migration->transaction != OVERRIDE_NONE &&
        direction == DIRECTION_UP)
        return refuse_override (revision, error);
    if (!read_text (revision, &text, &length, error) || !check_script (revision, direction, text, length, error))
        return FALSE;
    /* BetterSqlite3QueryRunner.beforeMigration; on the way back it is called inside the transaction, where the pragma does nothing, so that a
     * table that is made anew takes with it the rows that point to it. Ours doesn't. */
    traits->foreign_keys_off = dialect == DIALECT_SQLITE &&
                               (transaction == (direction == DIRECTION_UP) || typeorm_sqlite_only_rebuilds (text));
    traits->mode = STEP_ATOMIC;
    traits->where = (Location){ revision->path, 0, 0 };
    if (!transaction)
        traits->reason = g_strdup ("it runs without a transaction (`transaction = false`)");
    else if (dialect == DIALECT_MYSQL)
        traits->reason = g_strdup ("MySQL commits a change of the schema at once");
    else if (moves_transaction (text))
        traits->reason = g_strdup ("it begins or ends transactions itself");
    if (traits->reason)
        traits->mode = STEP_ALONE;
    return TRUE;
}

static void on_log (gpointer data, ScriptLogLevel level G_GNUC_UNUSED, const char *text)
{
    session_say (((TypeormRun *)data)->session, text);
}

static gboolean on_flush (gpointer data, Value *failed, GError **error)
{
    return node_flush (&((TypeormRun *)data)->conversation, failed, error);
}

static Value make_failure (NodeConversation *conversation, const GError *error, const char *sql, Value parameters)
{
    return typeorm_query_failed (conversation->owner, error, sql, parameters);
}

static void begin (TypeormRun *run)
{
    ScriptRuntime *runtime = run->runtime;

    script_set_data (runtime, run);
    run->query_runner = host_object_new (runtime, &typeorm_query_runner_class, run);
    run->data_source = host_object_new (runtime, &typeorm_data_source_class, run);
    run->manager = host_object_new (runtime, &typeorm_manager_class, run);
    run->conversation.runtime = runtime;
    run->conversation.session = run->session;
    run->conversation.dialect = run->dialect;
    run->conversation.failure = make_failure;
    run->conversation.owner = run;
    run->conversation.own_transactions = "set `transaction = false` in the class";
    node_conversation_init (&run->conversation);
}

static void run_clear (TypeormRun *run)
{
    node_conversation_clear (&run->conversation);
    script_runtime_free (run->runtime);
}

/* The transaction that TypeORM would have opened, where it is not the runner's. */
static gboolean open_transaction (TypeormRun *run, GError **error)
{
    if (run->transaction_depth == 0 || run->conversation.atomic)
        return TRUE;
    return session_executef (run->session, error, "%s",
                             run->dialect == DIALECT_SQLITE ? "BEGIN TRANSACTION" : "START TRANSACTION");
}

static gboolean close_transaction (TypeormRun *run, GError **error)
{
    if (run->transaction_depth == 0 || run->conversation.atomic)
        return TRUE;
    return session_executef (run->session, error, "COMMIT");
}

/* `up`, which has to give a promise: MigrationExecutor calls its `catch` at once. */
typedef struct
{
    TypeormRun *run;
    Value method;
    Value migration;
} UpCall;

static ScriptStatus call_up (ScriptCall *call, Value *out)
{
    UpCall *up = call->data;
    Value catches = UNDEFINED;
    ScriptStatus status = script_call (call->runtime, up->method, up->migration, &up->run->query_runner, 1, out);

    if (status != SCRIPT_NORMAL)
        return status;
    if (value_is_nullish (*out))
        return script_throw (call->runtime, "TypeError", "Cannot read properties of %s (reading 'catch')",
                             value_to_text (call->runtime, *out));
    status = script_member (call->runtime, *out, "catch", &catches);
    if (status == SCRIPT_NORMAL && !script_is_callable (catches))
        return script_throw (call->runtime, "TypeError", "migration.instance.up(...).catch is not a function");
    return status;
}

static gboolean call (TypeormRun *run, Direction direction, GError **error)
{
    const char *name = direction == DIRECTION_UP ? "up" : "down";
    Value migration, method;
    UpCall up;

    if (!typeorm_load_migration (run->runtime, run->revision->path, run->revision->id, &migration, error) ||
        !script_get (run->runtime, migration, name, &method, error))
        return FALSE;
    if (!script_is_callable (method))
    {
        error_set_at (error, MIGSHIM_ERROR_MIGRATION, (Location){ run->revision->path, 1, 1 }, NULL, 0,
                      "the class of the migration \"%s\" has no `%s`", run->revision->id, name);
        return FALSE;
    }
    if (direction == DIRECTION_UP)
    {
        up = (UpCall){ run, method, migration };
        method = script_function_new (run->runtime, "up", 0, call_up, &up);
    }
    return script_run (run->runtime, method, migration, &run->query_runner, 1, NULL, error) &&
           (run->transaction_depth == 0 || node_check_survived (&run->conversation, error));
}

gboolean typeorm_run_step (const Revision *revision, Direction direction, Session *session, GError **error)
{
    g_autofree char *text = NULL;
    gsize length;
    TypeormRun run = { .revision = revision, .session = session, .dialect = session_dialect (session) };
    ScriptOptions options = {
        .root = revision->source->root,
        .environment = revision->source->env,
        .modules = typeorm_modules,
        .hooks = { .log = on_log, .flush = on_flush, .user_data = &run },
    };
    g_auto (StepTraits) traits = { 0 };
    gboolean good;

    if (!read_text (revision, &text, &length, error) ||
        !typeorm_prepare (revision, direction, run.dialect, &traits, error))
        return FALSE;
    run.transaction_depth = wants_transaction (revision) ? 1 : 0;
    run.conversation.atomic = traits.mode == STEP_ATOMIC && revision->source->policy.transaction != TRANSACTION_NONE;
    run.conversation.waits = node_catches_promises (text);
    typeorm_options_read (revision->source, run.dialect, session, &run.options);
    run.runtime = script_runtime_new (&options);
    begin (&run);
    session_keep_errors (session, TRUE);
    good = open_transaction (&run, error) && call (&run, direction, error) && close_transaction (&run, error);
    session_keep_errors (session, FALSE);
    run_clear (&run);
    return good;
}
