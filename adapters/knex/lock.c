/* The lock row. Knex takes it by setting is_locked from 0 to 1, and takes anything but 0 for a lock of somebody else's (Migrator._isLocked, _lockMigrations). Ours holds
 * 2 or 3, so that a later run, which has our own lock, can tell what a killed run of ours left behind and take it over: from 2 to 3 and back, for MySQL counts
 * only rows that change. A 1 may be of a Knex that is at work, and is left alone. */

#include "adapters/knex/knex.h"

#define TAKEN_BY_US "(0, 2, 3)"
#define NEXT_VALUE "CASE WHEN is_locked = 2 THEN 3 ELSE 2 END"

char *knex_row_lock_take (const Source *source, Dialect dialect)
{
    GString *sql = g_string_new ("UPDATE ");

    knex_append_table (source, dialect, TRUE, sql);
    g_string_append (sql, " SET is_locked = " NEXT_VALUE " WHERE ");
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        /* A Knex at work has the row locked in its transaction: never wait for it inside the server. */
        g_string_append (sql, "\"index\" IN (SELECT \"index\" FROM ");
        knex_append_table (source, dialect, TRUE, sql);
        g_string_append (sql, " WHERE is_locked IN " TAKEN_BY_US " FOR UPDATE SKIP LOCKED) RETURNING is_locked");
        break;
    case DIALECT_MYSQL:
        g_string_append (sql, "is_locked IN " TAKEN_BY_US);
        break;
    case DIALECT_SQLITE:
        g_string_append (sql, "is_locked IN " TAKEN_BY_US " RETURNING is_locked");
        break;
    }
    return g_string_free (sql, FALSE);
}

char *knex_row_lock_free (const Source *source, Dialect dialect)
{
    GString *sql = g_string_new ("UPDATE ");

    knex_append_table (source, dialect, TRUE, sql);
    g_string_append (sql, " SET is_locked = 0 WHERE is_locked IN (2, 3)");
    return g_string_free (sql, FALSE);
}

/* Knex takes the row where it is 0; without a row nobody can take it either. */
char *knex_row_lock_held (const Source *source, Dialect dialect)
{
    GString *sql = g_string_new ("SELECT NOT EXISTS (SELECT 1 FROM ");

    knex_append_table (source, dialect, TRUE, sql);
    g_string_append (sql, " WHERE is_locked = 0)");
    return g_string_free (sql, FALSE);
}

/* As `knex migrate:unlock` does it: the row goes, and a new one comes. */
char *knex_row_lock_clear (const Source *source, Dialect dialect)
{
    GString *sql = g_string_new ("DELETE FROM ");

    knex_append_table (source, dialect, TRUE, sql);
    g_string_append (sql, "; INSERT INTO ");
    knex_append_table (source, dialect, TRUE, sql);
    g_string_append (sql, " (is_locked) VALUES (0)");
    return g_string_free (sql, FALSE);
}

void knex_append_lock_row (const Source *source, Dialect dialect, GString *sql)
{
    g_string_append (sql, "INSERT INTO ");
    knex_append_table (source, dialect, TRUE, sql);
    g_string_append (sql, " (is_locked) SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM ");
    knex_append_table (source, dialect, TRUE, sql);
    g_string_append (sql, ")");
}
