#include "ddl/rebuild.h"

#include "ddl/quote.h"
#include "ddl/sqlite_table.h"
#include "util/error.h"

#include <string.h>

/* What the table has that no CREATE TABLE says. */
typedef struct
{
    gboolean foreign_keys; /* enforced when we came */
    gboolean legacy;       /* legacy_alter_table when we came */
    gboolean switched;     /* foreign keys are off because of us */
    gboolean inside;       /* there is a transaction already */
    gboolean has_sequence;
    gint64 sequence;
    ResultSet *triggers; /* sql */
} Kept;

static ResultSet *query (Session *session, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);
static ResultSet *query (Session *session, GError **error, const char *format, ...)
{
    g_autofree char *sql = NULL;
    Statement statement;
    va_list arguments;

    va_start (arguments, format);
    sql = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    statement = statement_of (sql);
    return session_query (session, &statement, error);
}

/* The first cell as a number; 0 without a row. FALSE on error. */
static gboolean query_number (Session *session, const char *sql, gint64 *number, GError **error)
{
    g_autoptr (ResultSet) result = query (session, error, "%s", sql);

    if (!result)
        return FALSE;
    *number = result_n_rows (result) > 0 ? result_integer (result, 0, 0) : 0;
    return TRUE;
}

static gboolean read_sequence (Session *session, const Rebuild *rebuild, Kept *kept, GError **error)
{
    g_autofree char *name = ddl_literal (DIALECT_SQLITE, rebuild->table);
    g_autoptr (ResultSet) has = query (session, error, "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'");
    g_autoptr (ResultSet) row = NULL;

    if (!has)
        return FALSE;
    if (result_n_rows (has) == 0)
        return TRUE;
    row = query (session, error, "SELECT seq FROM sqlite_sequence WHERE name = %s COLLATE NOCASE", name);
    if (!row)
        return FALSE;
    kept->has_sequence = result_n_rows (row) > 0;
    if (kept->has_sequence)
        kept->sequence = result_integer (row, 0, 0);
    return TRUE;
}

static gboolean read_kept (Session *session, const Rebuild *rebuild, Kept *kept, GError **error)
{
    g_autofree char *name = ddl_literal (DIALECT_SQLITE, rebuild->table);
    gint64 foreign_keys;
    gint64 legacy;

    if (!query_number (session, "PRAGMA foreign_keys", &foreign_keys, error) ||
        !query_number (session, "PRAGMA legacy_alter_table", &legacy, error) ||
        !read_sequence (session, rebuild, kept, error))
        return FALSE;
    kept->foreign_keys = foreign_keys != 0;
    kept->legacy = legacy != 0;
    kept->triggers = query (
        session, error,
        "SELECT sql, name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s COLLATE NOCASE ORDER BY rowid",
        name);
    return kept->triggers != NULL;
}

/* Is there a row in CHILD whose key, the columns of FOUND from *I on, points anywhere? *I is then behind them. */
static gboolean points (Session *session, const ResultSet *found, guint *i, gboolean *pointing, GError **error)
{
    g_autofree char *child = ddl_identifier (DIALECT_SQLITE, result_text (found, *i, 0));
    const char *key = result_text (found, *i, 1);
    g_autoptr (GString) sql = g_string_new (NULL);
    g_autoptr (ResultSet) rows = NULL;

    g_string_append_printf (sql, "SELECT 1 FROM %s WHERE 1", child);
    for (guint first = *i;
         *i < result_n_rows (found) && g_str_equal (result_text (found, *i, 0), result_text (found, first, 0)) &&
         g_str_equal (result_text (found, *i, 1), key);
         (*i)++)
    {
        g_autofree char *column = ddl_identifier (DIALECT_SQLITE, result_text (found, *i, 2));

        g_string_append_printf (sql, " AND %s IS NOT NULL", column);
    }
    rows = query (session, error, "%s LIMIT 1", sql->str);
    if (rows)
        *pointing = result_n_rows (rows) > 0;
    return rows != NULL;
}

/* Would dropping the table delete or change rows that point to it? Its own go with it in any case; those of the new table, if it points to itself, are there by now. */
static gboolean has_children (Session *session, const Rebuild *rebuild, gboolean *children, GError **error)
{
    g_autofree char *name = ddl_literal (DIALECT_SQLITE, rebuild->table);
    g_autoptr (ResultSet) found =
        query (session, error,
               "SELECT m.name, k.id, k.\"from\" FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS k WHERE "
               "m.type = 'table' AND k.\"table\" = %s COLLATE NOCASE AND m.name <> %s COLLATE NOCASE ORDER BY 1, 2",
               name, name);
    guint i = 0;

    *children = FALSE;
    while (found && i < result_n_rows (found) && !*children)
        if (!points (session, found, &i, children, error))
            return FALSE;
    return found != NULL;
}

/* SQLite says nothing when it can't switch them, so it is asked. */
static gboolean switch_foreign_keys_off (Session *session, Kept *kept, GError **error)
{
    gint64 on;

    if (!kept->foreign_keys)
        return TRUE;
    if (!session_executef (session, error, "PRAGMA foreign_keys = OFF") ||
        !query_number (session, "PRAGMA foreign_keys", &on, error))
        return FALSE;
    kept->switched = !on;
    return TRUE;
}

/* A transaction is begun as one, not as a savepoint, so that the journal of a revision sees it. */
static gboolean begin (Session *session, const Kept *kept, GError **error)
{
    return session_executef (session, error, kept->inside ? "SAVEPOINT migshim_rebuild" : "BEGIN");
}

static gboolean end (Session *session, const Kept *kept, GError **error)
{
    return session_executef (session, error, kept->inside ? "RELEASE SAVEPOINT migshim_rebuild" : "COMMIT");
}

/* Of a session that keeps errors; any other has taken all back by itself, and has nothing open any more. */
static void undo (Session *session, const Kept *kept)
{
    if (!kept->inside)
        session_executef (session, NULL, "ROLLBACK");
    else if (session_executef (session, NULL, "ROLLBACK TO SAVEPOINT migshim_rebuild"))
        session_executef (session, NULL, "RELEASE SAVEPOINT migshim_rebuild");
}

static gboolean check_children (Session *session, const Rebuild *rebuild, const Kept *kept, GError **error)
{
    gboolean children;

    if (!kept->foreign_keys || kept->switched)
        return TRUE;
    if (!has_children (session, rebuild, &children, error))
        return FALSE;
    if (!children)
        return TRUE;
    error_set (
        error, MIGSHIM_ERROR_UNSUPPORTED,
        "changing table \"%s\" would delete rows of the tables that point to it: foreign keys are on, and SQLite "
        "can't switch them off inside a transaction",
        rebuild->table);
    error_hint (error, "Run the migration without a transaction, or with foreign keys off from its beginning");
    return FALSE;
}

static gboolean run_all (Session *session, const char *const *statements, GError **error)
{
    for (guint i = 0; statements && statements[i]; i++)
        if (!session_executef (session, error, "%s", statements[i]))
            return FALSE;
    return TRUE;
}

static gboolean copy_rows (Session *session, const Rebuild *rebuild, GError **error)
{
    g_autofree char *table = ddl_identifier (DIALECT_SQLITE, rebuild->table);
    g_autofree char *temporary = ddl_identifier (DIALECT_SQLITE, rebuild->temporary);
    g_autoptr (GString) columns = g_string_new (NULL);
    g_autoptr (GString) values = g_string_new (NULL);

    if (!rebuild->columns || !rebuild->columns[0])
        return TRUE;
    for (guint i = 0; rebuild->columns[i]; i++)
    {
        g_autofree char *column = ddl_identifier (DIALECT_SQLITE, rebuild->columns[i]);

        g_string_append_printf (columns, "%s%s", i > 0 ? ", " : "", column);
        g_string_append_printf (values, "%s%s", i > 0 ? ", " : "", rebuild->values ? rebuild->values[i] : column);
    }
    return session_executef (session, error, "INSERT INTO %s (%s) SELECT %s FROM %s", temporary, columns->str,
                             values->str, table);
}

static gboolean put_in_place (Session *session, const Rebuild *rebuild, GError **error)
{
    g_autofree char *table = ddl_identifier (DIALECT_SQLITE, rebuild->table);
    g_autofree char *temporary = ddl_identifier (DIALECT_SQLITE, rebuild->temporary);
    g_autofree char *name = ddl_identifier (DIALECT_SQLITE, rebuild->table);

    return session_executef (session, error, "DROP TABLE %s", table) &&
           session_executef (session, error, "ALTER TABLE %s RENAME TO %s", temporary, name);
}

/* A sequence exists only for a table with AUTOINCREMENT: asked of the new table, which may have none. */
static gboolean restore_sequence (Session *session, const Rebuild *rebuild, const Kept *kept, GError **error)
{
    g_autofree char *name = ddl_literal (DIALECT_SQLITE, rebuild->table);
    g_autoptr (ResultSet) sql = NULL;
    g_autoptr (SqliteTable) table = NULL;
    gboolean counts = FALSE;

    if (!kept->has_sequence)
        return TRUE;
    sql =
        query (session, error, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s COLLATE NOCASE", name);
    if (!sql)
        return FALSE;
    table = result_n_rows (sql) > 0 ? sqlite_table_parse (result_text (sql, 0, 0), NULL) : NULL;
    for (guint i = 0; table && i < table->columns->len; i++)
        counts = counts || ((const SqliteColumn *)g_ptr_array_index (table->columns, i))->autoincrement;
    if (!counts)
        return TRUE;
    return session_executef (session, error,
                             "UPDATE sqlite_sequence SET seq = max(seq, %" G_GINT64_FORMAT ") WHERE name = %s",
                             kept->sequence, name) &&
           session_executef (session, error,
                             "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %" G_GINT64_FORMAT
                             " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)",
                             name, kept->sequence, name);
}

static gboolean refuse_trigger (const Rebuild *rebuild, const char *trigger, const char *why, GError **error)
{
    g_clear_error (error);
    error_set (error, MIGSHIM_ERROR_UNSUPPORTED, "changing table \"%s\" would break its trigger \"%s\": %s",
               rebuild->table, trigger, why);
    error_hint (error, "Drop the trigger before the change (DROP TRIGGER \"%s\") and make it anew after it", trigger);
    return FALSE;
}

/* A trigger's statements are compiled when it would fire, and only then do missing columns show. */
static gboolean check_triggers (Session *session, const Rebuild *rebuild, const char *trigger, GError **error)
{
    g_autofree char *table = ddl_identifier (DIALECT_SQLITE, rebuild->table);
    g_autofree char *name = ddl_literal (DIALECT_SQLITE, rebuild->table);
    g_autoptr (GError) trouble = NULL;
    g_autoptr (GString) update = g_string_new (NULL);
    g_autoptr (ResultSet) columns = query (session, error, "SELECT name FROM pragma_table_info(%s)", name);
    g_autoptr (ResultSet) inserted = NULL;
    g_autoptr (ResultSet) updated = NULL;
    g_autoptr (ResultSet) deleted = NULL;

    if (!columns)
        return FALSE;
    for (guint i = 0; i < result_n_rows (columns); i++)
    {
        g_autofree char *column = ddl_identifier (DIALECT_SQLITE, result_text (columns, i, 0));

        g_string_append_printf (update, "%s%s = %s", i > 0 ? ", " : "", column, column);
    }
    inserted = query (session, &trouble, "EXPLAIN INSERT INTO %s DEFAULT VALUES", table);
    if (inserted)
        updated = query (session, &trouble, "EXPLAIN UPDATE %s SET %s", table, update->str);
    if (updated)
        deleted = query (session, &trouble, "EXPLAIN DELETE FROM %s", table);
    return deleted || refuse_trigger (rebuild, trigger, trouble->message, error);
}

static gboolean has_columns (const ResultSet *columns, char **names, const char **missing)
{
    for (guint n = 0; names && names[n]; n++)
    {
        gboolean found = FALSE;

        for (guint i = 0; i < result_n_rows (columns); i++)
            found = found || g_ascii_strcasecmp (result_text (columns, i, 0), names[n]) == 0;
        if (!found)
        {
            *missing = names[n];
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean restore_triggers (Session *session, const Rebuild *rebuild, const Kept *kept, GError **error)
{
    g_autofree char *name = ddl_literal (DIALECT_SQLITE, rebuild->table);
    g_autoptr (ResultSet) columns = NULL;

    if (result_n_rows (kept->triggers) == 0)
        return TRUE;
    columns = query (session, error, "SELECT name FROM pragma_table_xinfo(%s)", name);
    for (guint i = 0; columns && i < result_n_rows (kept->triggers); i++)
    {
        const char *sql = result_text (kept->triggers, i, 0);
        const char *trigger = result_text (kept->triggers, i, 1);
        g_auto (GStrv) watched = sqlite_trigger_columns (sql);
        const char *missing;

        if (!has_columns (columns, watched, &missing))
        {
            g_autofree char *why = g_strdup_printf ("it waits for updates of %s, which is gone", missing);

            return refuse_trigger (rebuild, trigger, why, error);
        }
        if (!session_executef (session, error, "%s", sql) || !check_triggers (session, rebuild, trigger, error))
            return FALSE;
    }
    return columns != NULL;
}

static gboolean run_steps (Session *session, const Rebuild *rebuild, const Kept *kept, GError **error)
{
    return begin (session, kept, error) && session_executef (session, error, "PRAGMA legacy_alter_table = ON") &&
           run_all (session, rebuild->before, error) && session_executef (session, error, "%s", rebuild->create) &&
           copy_rows (session, rebuild, error) && check_children (session, rebuild, kept, error) &&
           put_in_place (session, rebuild, error) && run_all (session, rebuild->after, error) &&
           restore_sequence (session, rebuild, kept, error) && restore_triggers (session, rebuild, kept, error) &&
           end (session, kept, error);
}

/* As it was, whether the rebuild worked or not. */
static gboolean restore_settings (Session *session, const Kept *kept, GError **error)
{
    if (!kept->legacy && !session_executef (session, error, "PRAGMA legacy_alter_table = OFF"))
        return FALSE;
    return !kept->switched || session_executef (session, error, "PRAGMA foreign_keys = ON");
}

gboolean rebuild_run (Session *session, const Rebuild *rebuild, GError **error)
{
    Kept kept = { .inside = rebuild->inside || session_in_transaction (session) };
    gboolean done = FALSE;

    if (read_kept (session, rebuild, &kept, error) && switch_foreign_keys_off (session, &kept, error))
    {
        done = run_steps (session, rebuild, &kept, error);
        if (!done)
            undo (session, &kept);
        done = restore_settings (session, &kept, done ? error : NULL) && done;
    }
    result_free (kept.triggers);
    return done;
}
