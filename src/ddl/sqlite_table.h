/* sqlite_table.h: what a CREATE TABLE of SQLite says, read from the text that sqlite_master keeps.
 *
 * SQLite's pragmas don't tell all of a table: collations, checks, the expression of a generated column, conflict clauses, deferred foreign keys and STRICT are
 * in the text alone. Whoever makes a table anew reads them here, or loses them. The text has been accepted by SQLite, so the reader asks
 * no more of it than it needs to find its way. */

#ifndef MIGSHIM_DDL_SQLITE_TABLE_H
#define MIGSHIM_DDL_SQLITE_TABLE_H

#include <glib.h>

typedef struct
{
    char *name;       /* of the constraint, without quotes; NULL when it has none */
    char *expression; /* between its parentheses, as written */
} SqliteCheck;

typedef struct
{
    char *name;       /* without quotes */
    char *type;       /* as written; "" for none */
    char *collation;  /* or NULL */
    char *generated;  /* the expression between its parentheses, or NULL */
    char *referenced; /* the table of the column's own REFERENCES, or NULL */
    char *deferrable; /* what stands behind DEFERRABLE there ("INITIALLY DEFERRED"), or NULL */
    gboolean stored;  /* of a generated column */
    gboolean autoincrement;
    gboolean descending;     /* PRIMARY KEY DESC */
    char *primary_conflict;  /* what stands behind ON CONFLICT: "REPLACE"; or NULL */
    char *unique_conflict;   /* likewise */
    char *not_null_conflict; /* likewise */
    GPtrArray *checks;       /* SqliteCheck *, the column's own */
} SqliteColumn;

typedef enum
{
    SQLITE_PRIMARY_KEY,
    SQLITE_UNIQUE,
    SQLITE_CHECK,
    SQLITE_FOREIGN_KEY
} SqliteConstraintKind;

typedef struct
{
    SqliteConstraintKind kind;
    char *name;       /* without quotes, or NULL */
    char **columns;   /* names without quotes, without COLLATE and order; NULL for a check */
    char *expression; /* of a check, between its parentheses */
    char *conflict;   /* of a key: behind ON CONFLICT, or NULL */
    char *referenced; /* of a foreign key: the other table */
    char *deferrable; /* of a foreign key: behind DEFERRABLE, or NULL */
    gboolean plain;   /* the columns are names and nothing else: no order, no collation */
} SqliteConstraint;

typedef struct
{
    char *name;
    GPtrArray *columns;     /* SqliteColumn *, in order */
    GPtrArray *constraints; /* SqliteConstraint *, the table's own, in order */
    gboolean without_rowid;
    gboolean strict;
} SqliteTable;

/* Reads SQL, a CREATE TABLE as sqlite_master has it. NULL with MIGSHIM_ERROR_UNSUPPORTED when it is no ordinary table's. Free with sqlite_table_free. */
SqliteTable *sqlite_table_parse (const char *sql, GError **error);
void sqlite_table_free (SqliteTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteTable, sqlite_table_free)

/* The column called NAME, in any case as SQLite compares names, or NULL. */
const SqliteColumn *sqlite_table_column (const SqliteTable *table, const char *name);

typedef struct
{
    gboolean plain;  /* all parts are names of columns, without order and collation */
    char *predicate; /* what stands behind WHERE, as written; or NULL */
} SqliteIndex;

/* Reads SQL, a CREATE INDEX as sqlite_master has it. Clear with sqlite_index_clear. */
SqliteIndex sqlite_index_parse (const char *sql);
void sqlite_index_clear (SqliteIndex *index);

/* The values of EXPRESSION when it is `column IN ('a', 'b')` with texts only, char *; else NULL. Free with g_ptr_array_unref. */
GPtrArray *sqlite_check_values (const char *expression, const char *column);

/* EXPRESSION with the column FROM called TO. Free with g_free. */
char *sqlite_expression_rename (const char *expression, const char *from, const char *to);

/* The columns behind UPDATE OF in SQL, a CREATE TRIGGER; NULL when there are none. Free with g_strfreev. */
char **sqlite_trigger_columns (const char *sql);

#endif
