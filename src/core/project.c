#include "core/project.h"

#include "adapters/adapter.h"
#include "core/journal.h"
#include "core/ledger.h"
#include "core/lock.h"
#include "core/row_lock.h"
#include "util/error.h"

#include <string.h>

static void project_database_free (gpointer data)
{
    ProjectDatabase *database = data;

    if (database->row_locks->len > 0 && project_free_rows (database, NULL))
        session_flush (database->session, NULL);
    g_ptr_array_unref (database->row_locks);
    session_close (database->session);
    g_clear_pointer (&database->journal, g_ptr_array_unref);
    g_free (database);
}

void project_close (Project *project)
{
    if (!project)
        return;
    state_free (project->state);
    g_clear_pointer (&project->databases, g_ptr_array_unref);
    graph_free (project->graph);
    config_free (project->config);
    g_free (project);
}

static gboolean is_used (const Config *config, const ConfigDatabase *database)
{
    for (guint i = 0; i < config->sources->len; i++)
        if (g_str_equal (((Source *)g_ptr_array_index (config->sources, i))->database, database->name))
            return TRUE;
    return FALSE;
}

Project *project_open (const ConfigOptions *options, GError **error)
{
    g_autoptr (Project) project = g_new0 (Project, 1);

    project->config = config_load (options, error);
    if (!project->config)
        return NULL;
    project->graph = graph_load (project->config, error);
    if (!project->graph)
        return NULL;
    project->databases = g_ptr_array_new_with_free_func (project_database_free);
    for (guint i = 0; i < project->config->databases->len; i++)
    {
        const ConfigDatabase *database = g_ptr_array_index (project->config->databases, i);

        if (is_used (project->config, database))
        {
            ProjectDatabase *used = g_new0 (ProjectDatabase, 1);

            used->database = database;
            used->row_locks = g_ptr_array_new ();
            g_ptr_array_add (project->databases, used);
        }
    }
    return g_steal_pointer (&project);
}

ProjectDatabase *project_database (const Project *project, const Source *source)
{
    for (guint i = 0; i < project->databases->len; i++)
    {
        ProjectDatabase *database = g_ptr_array_index (project->databases, i);

        if (g_str_equal (database->database->name, source->database))
            return database;
    }
    g_return_val_if_reached (NULL);
}

GPtrArray *project_database_sources (const Project *project, const ProjectDatabase *database)
{
    GPtrArray *sources = g_ptr_array_new ();

    for (guint i = 0; i < project->config->sources->len; i++)
    {
        Source *source = g_ptr_array_index (project->config->sources, i);

        if (g_str_equal (source->database, database->database->name))
            g_ptr_array_add (sources, source);
    }
    return sources;
}

/* A column that is true when the table is there. */
static void append_exists (Dialect dialect, GString *sql, const char *schema, const char *name)
{
    g_autoptr (GString) qualified = g_string_new (NULL);

    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        if (schema)
        {
            dialect_append_identifier (dialect, qualified, schema);
            g_string_append_c (qualified, '.');
        }
        dialect_append_identifier (dialect, qualified, name);
        g_string_append (sql, "pg_catalog.to_regclass(");
        dialect_append_literal (dialect, sql, qualified->str);
        g_string_append (sql, ") IS NOT NULL");
        break;
    case DIALECT_MYSQL:
        g_string_append (sql, "(SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = ");
        if (schema)
            dialect_append_literal (dialect, sql, schema);
        else
            g_string_append (sql, "DATABASE()");
        g_string_append (sql, " AND TABLE_NAME = ");
        dialect_append_literal (dialect, sql, name);
        g_string_append_c (sql, ')');
        break;
    case DIALECT_SQLITE:
        g_string_append (sql, "EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ");
        dialect_append_literal (dialect, sql, name);
        g_string_append (sql, " COLLATE NOCASE)");
        break;
    }
}

static void append_own_exists (Dialect dialect, GString *sql, const char *table)
{
    const char *dot = strchr (table, '.');
    g_autofree char *schema = dot ? g_strndup (table, (gsize)(dot - table)) : NULL;

    append_exists (dialect, sql, schema, dot ? dot + 1 : table);
}

/* One row: the ledger, the journal, then the first and the last history table of each source. */
static char *probe_query (Dialect dialect, const GPtrArray *sources)
{
    GString *sql = g_string_new ("SELECT ");

    append_own_exists (dialect, sql, ledger_table (dialect));
    g_string_append (sql, ", ");
    append_own_exists (dialect, sql, journal_table (dialect));
    for (guint i = 0; i < sources->len; i++)
    {
        const Source *source = g_ptr_array_index (sources, i);
        g_autoptr (GPtrArray) tables = adapter_find (source->tool)->history_tables (source, dialect);
        const TableName *first = g_ptr_array_index (tables, 0);
        const TableName *last = g_ptr_array_index (tables, tables->len - 1);

        g_string_append (sql, ", ");
        append_exists (dialect, sql, first->schema, first->name);
        g_string_append (sql, ", ");
        append_exists (dialect, sql, last->schema, last->name);
    }
    return g_string_free (sql, FALSE);
}

static gboolean open_session (Project *project, ProjectDatabase *database, ProjectAccess access, GError **error)
{
    const DatabaseUrl *url = database->database->url;
    SessionOptions options = {
        .statement_timeout = project->config->policy.statement_timeout,
        .read_only = access == PROJECT_READ,
        .must_exist = access != PROJECT_WRITE,
    };
    DatabaseUrl nothing = { .dialect = DIALECT_SQLITE, .database = (char *)":memory:" };

    if (!url)
    {
        g_propagate_error (error, g_error_copy (database->database->problem));
        return FALSE;
    }
    if (access != PROJECT_WRITE && url->dialect == DIALECT_SQLITE && !g_file_test (url->database, G_FILE_TEST_EXISTS))
    {
        url = &nothing;
        options.read_only = FALSE;
    }
    database->session = session_open (url, &options, error);
    return database->session != NULL;
}

#define PROBE_FIRST(i) (2 + 2 * (i))
#define PROBE_LAST(i) (3 + 2 * (i))

/* Reads what QUERIES ask for; with LOCK also takes the lock rows, where their tables are there. */
static GPtrArray *ask (Project *project, ProjectDatabase *database, const GPtrArray *sources, const ResultSet *probe,
                       gboolean lock, const GPtrArray *queries, GError **error)
{
    g_autoptr (GPtrArray) complete = g_ptr_array_new ();
    GPtrArray *answers;

    for (guint i = 0; lock && i < sources->len; i++)
        if (result_truth (probe, 0, PROBE_FIRST (i)) && result_truth (probe, 0, PROBE_LAST (i)))
            g_ptr_array_add (complete, sources->pdata[i]);
    answers = row_lock_take (database->session, complete, project->config->policy.lock_timeout,
                             (const char *const *)queries->pdata, queries->len, error);
    if (answers)
        g_ptr_array_extend_and_steal (database->row_locks, g_steal_pointer (&complete));
    return answers;
}

/* The second round trip: every history and the journal. */
static gboolean read_rows (Project *project, ProjectDatabase *database, const GPtrArray *sources,
                           const ResultSet *probe, gboolean lock, GArray *histories, GError **error)
{
    Dialect dialect = session_dialect (database->session);
    g_autoptr (GPtrArray) queries = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) answers = NULL;
    guint next = 0;

    for (guint i = 0; i < sources->len; i++)
        if (result_truth (probe, 0, PROBE_FIRST (i)))
        {
            const Source *source = g_ptr_array_index (sources, i);

            g_ptr_array_add (queries, adapter_find (source->tool)->history_query (source, dialect));
        }
    if (database->journal_exists)
        g_ptr_array_add (queries, journal_query (dialect));
    if (queries->len > 0)
    {
        answers = ask (project, database, sources, probe, lock, queries, error);
        if (!answers)
            return FALSE;
    }
    for (guint i = 0; i < sources->len; i++)
    {
        SourceHistory history = { .source = g_ptr_array_index (sources, i),
                                  .exists = result_truth (probe, 0, PROBE_FIRST (i)),
                                  .complete = result_truth (probe, 0, PROBE_FIRST (i)) &&
                                              result_truth (probe, 0, PROBE_LAST (i)) };

        if (history.exists)
        {
            history.rows = adapter_find (history.source->tool)
                               ->history_rows (history.source, graph_source_revisions (project->graph, history.source),
                                               dialect, g_ptr_array_index (answers, next++), error);
            if (!history.rows)
                return FALSE;
        }
        else
            history.rows = g_ptr_array_new_with_free_func ((GDestroyNotify)history_row_free);
        g_array_append_val (histories, history);
    }
    g_clear_pointer (&database->journal, g_ptr_array_unref);
    database->journal = database->journal_exists ? journal_rows (g_ptr_array_index (answers, next))
                                                 : g_ptr_array_new_with_free_func ((GDestroyNotify)journal_row_free);
    return TRUE;
}

static gboolean read_database (Project *project, ProjectDatabase *database, gboolean lock, GArray *histories,
                               GError **error)
{
    g_autoptr (GPtrArray) sources = project_database_sources (project, database);
    g_autofree char *query = probe_query (session_dialect (database->session), sources);
    const char *queries[] = { query };
    g_autoptr (GPtrArray) answers = NULL;
    const ResultSet *probe;

    if (lock)
        answers = lock_take (database->session, database->database->url, sources, project->config->policy.lock_timeout,
                             queries, 1, error);
    else
        answers = session_query_many (database->session, queries, 1, error);
    if (!answers)
        return FALSE;
    probe = g_ptr_array_index (answers, 0);
    database->ledger_exists = result_truth (probe, 0, 0);
    database->journal_exists = result_truth (probe, 0, 1);
    return read_rows (project, database, sources, probe, lock, histories, error);
}

static void history_clear (gpointer item)
{
    g_clear_pointer (&((SourceHistory *)item)->rows, g_ptr_array_unref);
}

/* Steps of the journal that can go on are shown to the plan. */
static void add_journal (Project *project)
{
    for (guint i = 0; i < project->databases->len; i++)
    {
        const ProjectDatabase *database = g_ptr_array_index (project->databases, i);

        for (guint j = 0; j < database->journal->len; j++)
        {
            const JournalRow *row = g_ptr_array_index (database->journal, j);
            const Source *source = config_find_source (project->config, row->source);
            GraphNode *node = source ? graph_find (project->graph, source, row->revision) : NULL;

            if (node)
                state_set_journal (project->state, node, row->done);
        }
    }
}

static gboolean read_all (Project *project, gboolean lock, GError **error)
{
    g_autoptr (GArray) histories = g_array_new (FALSE, FALSE, sizeof (SourceHistory));

    g_array_set_clear_func (histories, history_clear);
    for (guint i = 0; i < project->databases->len; i++)
        if (!read_database (project, g_ptr_array_index (project->databases, i), lock, histories, error))
            return FALSE;
    g_clear_pointer (&project->state, state_free);
    project->state = state_build (project->graph, (SourceHistory *)(gpointer)histories->data, histories->len);
    add_journal (project);
    return TRUE;
}

gboolean project_connect (Project *project, ProjectAccess access, GError **error)
{
    for (guint i = 0; i < project->databases->len; i++)
        if (!open_session (project, g_ptr_array_index (project->databases, i), access, error))
            return FALSE;
    return read_all (project, access == PROJECT_WRITE, error);
}

gboolean project_refresh (Project *project, GError **error)
{
    return read_all (project, FALSE, error);
}

gboolean project_create_history (Project *project, const Source *source, Session *session, GError **error)
{
    ProjectDatabase *database = project_database (project, source);
    const Adapter *adapter = adapter_find (source->tool);

    if (!adapter->history_create (source, session, error))
        return FALSE;
    if (adapter->row_lock_free && session == database->session)
        g_ptr_array_add (database->row_locks, (gpointer)source);
    return TRUE;
}

gboolean project_free_rows (ProjectDatabase *database, GError **error)
{
    while (database->row_locks->len > 0)
    {
        const Source *source = g_ptr_array_steal_index (database->row_locks, database->row_locks->len - 1);

        if (!row_lock_free (database->session, source, error))
            return FALSE;
    }
    return TRUE;
}

const JournalRow *project_journal (const Project *project, const Revision *revision)
{
    const ProjectDatabase *database = project_database (project, revision->source);

    for (guint i = 0; i < database->journal->len; i++)
    {
        const JournalRow *row = g_ptr_array_index (database->journal, i);

        if (g_str_equal (row->source, revision->source->name) && g_str_equal (row->revision, revision->id))
            return row;
    }
    return NULL;
}
