/* How a revision must run, and running it. */

#include "adapters/alembic/connection.h"
#include "adapters/alembic/reading.h"
#include "adapters/alembic/type.h"
#include "util/error.h"

static void on_log (gpointer data, ScriptLogLevel level G_GNUC_UNUSED, const char *text)
{
    const AlembicRun *run = data;

    if (run->session)
        session_say (run->session, text);
}

static gboolean on_flush (gpointer data, Value *failed, GError **error)
{
    return alembic_sql_flush (data, failed, error);
}

/* A column type of the application's that can't be imported: `types` of the source say what it is. */
static gboolean on_missing (gpointer data, ScriptRuntime *runtime, const char *name, Value *value)
{
    const AlembicRun *run = data;
    const char *known = alembic_type (run->source, name);

    if (known)
        *value = sa_type_stand_in (runtime, known);
    return known != NULL;
}

ScriptStatus alembic_not_shown (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return script_refuse (call->runtime, "how SQLAlchemy shows a %s is out of reach",
                          py_type_name (call->runtime, call->receiver));
}

/* A run without a database when SESSION is NULL. */
static void run_init (AlembicRun *run, const Source *source, const Revision *revision, Direction direction,
                      Dialect dialect, Session *session, gboolean atomic)
{
    ScriptOptions options = {
        .language = LANGUAGE_PYTHON,
        .root = source->root,
        .environment = source->env,
        .modules = alembic_modules,
        .module_data = run,
        .texts = alembic_texts,
        .hooks = { .log = on_log,
                   .flush = on_flush,
                   .stand_in = on_missing,
                   .stand_in_hint = ALEMBIC_STAND_IN_HINT,
                   .user_data = run },
    };

    *run = (AlembicRun){ .revision = revision,
                         .source = source,
                         .atomic = atomic,
                         .session = session,
                         .dialect = dialect,
                         .direction = direction,
                         .runtime = script_runtime_new (&options) };
    script_set_data (run->runtime, run);
    alembic_schema_begin (run);
    alembic_sql_begin (run);
}

static void run_clear (AlembicRun *run)
{
    alembic_sql_end (run);
    alembic_schema_end (run);
    script_runtime_free (run->runtime);
}

AlembicRun *alembic_run (const ScriptCall *call)
{
    return script_data (call->runtime);
}

ScriptStatus alembic_send (ScriptCall *call, const char *sql)
{
    return sql_execute_text (call, sql, FALSE, NULL);
}

ScriptStatus alembic_autocommit (ScriptCall *call, gboolean begin)
{
    AlembicRun *run = alembic_run (call);

    if (run->atomic)
        return script_refuse (call->runtime,
                              "`autocommit_block` ends the transaction that the revision runs in, and is called where "
                              "its file does not show it; call it in the revision's own file");
    run->autocommit = begin;
    return SCRIPT_NORMAL;
}

/* A text, None, or several texts in a tuple, list or set. */
static gboolean take_value (AlembicRun *run, Value module, const char *name, HeaderValue *header, GError **error)
{
    Value value;
    ScriptList *list;

    if (!script_get (run->runtime, module, name, &value, error))
        return FALSE;
    if (value.kind == VALUE_UNDEFINED || value.kind == VALUE_EMPTY)
    {
        header->state = HEADER_ABSENT;
        return TRUE;
    }
    list = value_list (value);
    g_ptr_array_set_size (header->texts, 0);
    header->state = HEADER_KNOWN;
    header->scalar = !list;
    if (value.kind == VALUE_STRING)
        g_ptr_array_add (header->texts, g_strdup (value_to_text (run->runtime, value)));
    for (guint32 i = 0; list && i < list->length; i++)
    {
        header->state = list->items[i].kind == VALUE_STRING ? header->state : HEADER_UNKNOWN;
        g_ptr_array_add (header->texts, g_strdup (value_to_text (run->runtime, list->items[i])));
    }
    if (list || value.kind == VALUE_STRING || value.kind == VALUE_NULL)
        return TRUE;
    header->state = HEADER_UNKNOWN;
    return TRUE;
}

gboolean alembic_evaluate_header (const Source *source, const char *path, Header *header, GError **error)
{
    AlembicRun run;
    Value module;
    gboolean good;

    run_init (&run, source, NULL, DIRECTION_UP, DIALECT_SQLITE, NULL, FALSE);
    good = script_load (run.runtime, path, &module, error) &&
           take_value (&run, module, "revision", &header->revision, error) &&
           take_value (&run, module, "down_revision", &header->down_revision, error) &&
           take_value (&run, module, "branch_labels", &header->branch_labels, error) &&
           take_value (&run, module, "depends_on", &header->depends_on, error);
    run_clear (&run);
    if (!good || header_is_known (header))
        return good;
    error_set_at (
        error, MIGSHIM_ERROR_SOURCE, (Location){ path, 1, 1 }, NULL, 0,
        "one of `revision`, `down_revision`, `branch_labels` and `depends_on` is neither text nor a list of texts");
    return FALSE;
}

/* What the file shows for DIRECTION; looked at once. NULL on error. */
static const RevisionLook *look_at (const Revision *revision, Direction direction, GError **error)
{
    AlembicRevision *own = alembic_revision (revision);

    if (!own->looked[direction] &&
        !alembic_look (revision, direction, alembic_modules, alembic_texts, &own->look[direction], error))
        return NULL;
    own->looked[direction] = TRUE;
    return &own->look[direction];
}

gboolean alembic_prepare (const Revision *revision, Direction direction, Dialect dialect, StepTraits *traits,
                          GError **error)
{
    const RevisionLook *look = look_at (revision, direction, error);

    if (!look)
        return FALSE;
    traits->mode = STEP_ATOMIC;
    traits->where = (Location){ revision->path, 0, 0 };
    if (dialect == DIALECT_MYSQL)
        traits->reason = g_strdup ("MySQL commits a change of the schema at once");
    else if (look->autocommit.line > 0)
    {
        traits->reason = g_strdup ("a part of it runs outside of any transaction (`autocommit_block`)");
        traits->where = look->autocommit;
    }
    else if (look->transaction.line > 0)
    {
        traits->reason = g_strdup ("it begins or ends transactions itself");
        traits->where = look->transaction;
    }
    if (traits->reason)
        traits->mode = STEP_ALONE;
    /* A table that is made anew would take with it the rows that point to it. */
    traits->foreign_keys_off =
        dialect == DIALECT_SQLITE && look->batch && alembic_flag (revision->source, "foreign_keys", FALSE);
    return TRUE;
}

static gboolean call (AlembicRun *run, GError **error)
{
    const char *name = run->direction == DIRECTION_UP ? "upgrade" : "downgrade";
    Value module, function;

    return script_load (run->runtime, run->revision->path, &module, error) &&
           script_get (run->runtime, module, name, &function, error) &&
           script_run (run->runtime, function, UNDEFINED, NULL, 0, NULL, error) &&
           (!run->atomic || node_check_survived (&run->sql->conversation, error));
}

gboolean alembic_run_step (const Revision *revision, Direction direction, Session *session, GError **error)
{
    const RevisionLook *look = look_at (revision, direction, error);
    g_auto (StepTraits) traits = { 0 };
    AlembicRun run;
    gboolean good;

    if (!look || !alembic_prepare (revision, direction, session_dialect (session), &traits, error))
        return FALSE;
    if (look->empty)
        return TRUE;
    run_init (&run, revision->source, revision, direction, session_dialect (session), session,
              traits.mode == STEP_ATOMIC && revision->source->policy.transaction != TRANSACTION_NONE);
    session_keep_errors (session, TRUE);
    good = call (&run, error);
    session_keep_errors (session, FALSE);
    run_clear (&run);
    return good;
}
