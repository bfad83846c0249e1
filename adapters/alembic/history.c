/* alembic_version: a row for each head of what is applied (runtime/migration.py, MigrationContext, HeadMaintainer). */

#include "adapters/alembic/alembic.h"
#include "adapters/alembic/heads.h"
#include "adapters/alembic/name.h"
#include "util/error.h"

static const char *table_name (const Source *source)
{
    return source_history_setting (source, "table", ALEMBIC_TABLE);
}

static const char *table_schema (const Source *source)
{
    return source_history_setting (source, "schema", NULL);
}

GPtrArray *alembic_history_tables (const Source *source, Dialect dialect G_GNUC_UNUSED)
{
    GPtrArray *tables = g_ptr_array_new_with_free_func ((GDestroyNotify)table_name_free);
    TableName *table = g_new0 (TableName, 1);

    table->schema = g_strdup (table_schema (source));
    table->name = g_strdup (table_name (source));
    g_ptr_array_add (tables, table);
    return tables;
}

/* As SQLAlchemy writes it: quoted only where it must be. */
static void append_table (const Source *source, Dialect dialect, GString *sql)
{
    const SaDialect names = { .dialect = dialect };

    if (table_schema (source))
    {
        sa_append_name (&names, sql, table_schema (source));
        g_string_append_c (sql, '.');
    }
    sa_append_name (&names, sql, table_name (source));
}

char *alembic_history_query (const Source *source, Dialect dialect)
{
    GString *sql = g_string_new ("SELECT version_num FROM ");

    append_table (source, dialect, sql);
    return g_string_free (sql, FALSE);
}

static GPtrArray *read_ids (const ResultSet *answer)
{
    GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < result_n_rows (answer); i++)
        g_ptr_array_add (ids, g_strdup (result_text (answer, i, 0) ? result_text (answer, i, 0) : ""));
    return ids;
}

static void add_row (GPtrArray *rows, const char *id, gboolean implied)
{
    HistoryRow *row = history_row_new (id, HISTORY_APPLIED);

    row->implied = implied;
    g_ptr_array_add (rows, row);
}

/* What the heads stand on first, in the order of running; then the rows as they came. */
GPtrArray *alembic_history_rows (const Source *source G_GNUC_UNUSED, const GPtrArray *revisions,
                                 Dialect dialect G_GNUC_UNUSED, const ResultSet *answer, GError **error G_GNUC_UNUSED)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)history_row_free);
    g_autoptr (GPtrArray) ids = read_ids (answer);
    AlembicMap *map = alembic_revisions_map (revisions);
    g_autoptr (AlembicHeads) heads = alembic_heads_new (map, ids);
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    g_auto (ScriptSet) applied = { 0 };

    if (map)
    {
        applied = script_set_new (map);
        alembic_heads_add_applied (heads, &applied);
    }
    for (guint i = 0; i < ids->len; i++)
        g_hash_table_add (seen, ids->pdata[i]);
    for (guint i = 0; i < revisions->len; i++)
    {
        const Revision *revision = revisions->pdata[i];

        if (script_set_has (&applied, alembic_revision (revision)->script) &&
            !g_hash_table_contains (seen, revision->id))
            add_row (rows, revision->id, TRUE);
    }
    for (guint i = 0; i < ids->len; i++)
        add_row (rows, ids->pdata[i], FALSE);
    return rows;
}

/* DefaultImpl.version_table_impl, with CREATE TABLE as SQLAlchemy writes it */
gboolean alembic_history_create (const Source *source, Session *session, GError **error)
{
    const SaDialect names = { .dialect = session_dialect (session) };
    GString *sql = g_string_new ("CREATE TABLE ");

    if (names.dialect != DIALECT_SQLITE)
        g_string_append (sql, "IF NOT EXISTS ");
    append_table (source, names.dialect, sql);
    g_string_append (sql, " (\n\tversion_num VARCHAR(32) NOT NULL");
    if (alembic_flag (source, "primary_key", TRUE))
    {
        g_autofree char *name = g_strconcat (table_name (source), "_pkc", NULL);

        g_string_append (sql, ", \n\tCONSTRAINT ");
        sa_append_name (&names, sql, name);
        g_string_append (sql, " PRIMARY KEY (version_num)");
    }
    g_string_append (sql, "\n)");
    return session_execute_string (session, sql, error);
}

GPtrArray *alembic_row_ids (const GPtrArray *rows)
{
    GPtrArray *ids = g_ptr_array_new ();

    for (guint i = 0; rows && i < rows->len; i++)
        if (!((const HistoryRow *)rows->pdata[i])->implied)
            g_ptr_array_add (ids, ((const HistoryRow *)rows->pdata[i])->id);
    return ids;
}

gpointer alembic_track (const Source *source G_GNUC_UNUSED, const GPtrArray *revisions, const GPtrArray *rows)
{
    g_autoptr (GPtrArray) ids = alembic_row_ids (rows);

    return alembic_heads_new (alembic_revisions_map (revisions), ids);
}

void alembic_track_free (gpointer tracked)
{
    alembic_heads_free (tracked);
}

static void append_condition (const Source *source, Dialect dialect, const char *id, GString *sql)
{
    append_table (source, dialect, sql);
    g_string_append (sql, ".version_num = ");
    dialect_append_literal (dialect, sql, id);
}

static GString *change_sql (const Source *source, Dialect dialect, const HeadChange *change)
{
    GString *sql = g_string_new (!change->from ? "INSERT INTO " : change->to ? "UPDATE " : "DELETE FROM ");

    append_table (source, dialect, sql);
    if (!change->from)
        g_string_append (sql, " (version_num) VALUES (");
    else if (change->to)
        g_string_append (sql, " SET version_num=");
    if (change->to)
        dialect_append_literal (dialect, sql, change->to);
    g_string_append (sql, !change->from ? ")" : " WHERE ");
    if (change->from)
        append_condition (source, dialect, change->from, sql);
    return sql;
}

/* What Alembic says when an UPDATE or DELETE did not find its row: another program has changed it meanwhile. */
static char *row_count_message (const Source *source, const HeadChange *change)
{
    if (change->to)
        return g_strdup_printf (
            "Online migration expected to match one row when updating '%s' to '%s' in '%s'; 0 found", change->from,
            change->to, table_name (source));
    return g_strdup_printf ("Online migration expected to match one row when deleting '%s' in '%s'; 0 found",
                            change->from, table_name (source));
}

/* CHANGE, in statements that fail on their own where Alembic would look at the count of rows; so it need not be waited for. On SQLite the database is ours alone. */
static gboolean write_change (const Source *source, const HeadChange *change, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    GString *sql = change_sql (source, dialect, change);
    g_autofree char *message = NULL;

    if (!change->from || dialect == DIALECT_SQLITE)
        return session_execute_string (session, sql, error);
    if (dialect == DIALECT_MYSQL)
        return session_execute_string (session, sql, error) &&
               /* out of range when another number of rows was changed; cheaper for the server than a subquery that has too many */
               session_executef (session, error, "SET @migshim_rows = 18446744073709551615 + (ROW_COUNT() <> 1)");
    message = row_count_message (source, change);
    g_string_prepend (sql, "WITH changed AS (");
    g_string_append (sql, " RETURNING 1) SELECT (SELECT ");
    dialect_append_literal (dialect, sql, message);
    g_string_append (sql, ")::integer WHERE (SELECT count(*) FROM changed) <> 1");
    return session_execute_string (session, sql, error);
}

static gboolean write_changes (const Source *source, const GArray *changes, Session *session, GError **error)
{
    for (guint i = 0; i < changes->len; i++)
        if (!write_change (source, &g_array_index (changes, HeadChange, i), session, error))
            return FALSE;
    return TRUE;
}

gboolean alembic_record (const Revision *revision, Direction direction, RecordPhase phase, AdapterHistory *history,
                         const GError *failure G_GNUC_UNUSED, Session *session, GError **error)
{
    g_autoptr (GArray) changes = alembic_changes_new ();

    if (phase != RECORD_FINISH && phase != RECORD_FOLLOW)
        return TRUE;
    if (!alembic_heads_step (history->tracked, alembic_revision (revision)->script, direction, changes, error))
        return FALSE;
    return phase == RECORD_FOLLOW || write_changes (revision->source, changes, session, error);
}

static gboolean mark_applied (AlembicHeads *heads, const Revision *revision, const char *id, GArray *changes,
                              GError **error)
{
    if (!revision)
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "Can't locate revision identified by '%s'", id);
        return FALSE;
    }
    if (alembic_heads_imply (heads, alembic_revision (revision)->script))
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "%s is applied already", revision->key);
        return FALSE;
    }
    return alembic_heads_stamp (heads, alembic_revision (revision)->script, changes, error);
}

/* What stands on it would be applied without it: no row can say that. */
static gboolean check_top (const AlembicHeads *heads, const Revision *revision, GError **error)
{
    const AlembicScript *script = alembic_revision (revision)->script;

    for (guint i = 0; i < script->all_children->len; i++)
    {
        const AlembicScript *child = script->all_children->pdata[i];

        if (!alembic_heads_imply (heads, child))
            continue;
        error_set (error, MIGSHIM_ERROR_USAGE, "%s can't be pending while %s:%s, which stands on it, is applied",
                   revision->key, revision->source->name, child->id);
        error_hint (error, "Name both, the later one first: migshim mark pending %s:%s %s", revision->source->name,
                    child->id, revision->key);
        return FALSE;
    }
    return TRUE;
}

/* As the row would be after a downgrade of it alone. */
static gboolean mark_pending (AlembicHeads *heads, const Revision *revision, const char *id, GArray *changes,
                              GError **error)
{
    if (!revision)
    {
        alembic_heads_remove (heads, id, changes);
        return TRUE;
    }
    if (!alembic_heads_imply (heads, alembic_revision (revision)->script))
        return TRUE;
    return check_top (heads, revision, error) &&
           alembic_heads_step (heads, alembic_revision (revision)->script, DIRECTION_DOWN, changes, error);
}

gboolean alembic_mark (const Source *source, const Revision *revision, const char *id, MarkAction action,
                       const GPtrArray *rows G_GNUC_UNUSED, AdapterHistory *history, Session *session, GError **error)
{
    g_autoptr (GArray) changes = alembic_changes_new ();
    gboolean good = action == MARK_APPLIED ? mark_applied (history->tracked, revision, id, changes, error)
                                           : mark_pending (history->tracked, revision, id, changes, error);

    return good && write_changes (source, changes, session, error);
}
