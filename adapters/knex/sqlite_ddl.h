/* sqlite_ddl.h: CREATE TABLE and CREATE INDEX of SQLite, read and written as Knex reads and writes them.
 *
 * Knex changes a table by parsing its text, changing what it understood, and printing it anew: keywords in capitals, the constraints of a column in an order of its own, the tokens of an
 * expression with single blanks between (dialects/sqlite3/schema/internal). What it can't parse, it refuses; so do we. */

#ifndef MIGSHIM_ADAPTERS_KNEX_SQLITE_DDL_H
#define MIGSHIM_ADAPTERS_KNEX_SQLITE_DDL_H

#include <glib.h>

typedef enum
{
    DDL_PRIMARY,
    DDL_NOT_NULL,
    DDL_NULL,
    DDL_UNIQUE,
    DDL_CHECK,
    DDL_DEFAULT,
    DDL_COLLATE,
    DDL_REFERENCES,
    DDL_AS,
    N_DDL_CONSTRAINTS
} DdlConstraintKind;

typedef struct
{
    char *name;
    char *type;                           /* or NULL */
    char *constraints[N_DDL_CONSTRAINTS]; /* as printed, or NULL */
} DdlParsedColumn;

/* A column of an index or key: a name, or an expression. */
typedef struct
{
    char *name;
    gboolean expression;
    char *tail; /* collation and order, as printed */
} DdlIndexed;

typedef struct
{
    char *type;         /* "PRIMARY KEY", "UNIQUE", "CHECK", "FOREIGN KEY" */
    char *name;         /* or NULL */
    GPtrArray *columns; /* DdlIndexed *; of a foreign key plain names */
    char *table;        /* that a foreign key refers to, or NULL */
    GPtrArray *others;  /* char *: its columns */
    char *tail;         /* what follows, as printed */
} DdlParsedConstraint;

typedef struct
{
    GPtrArray *columns;     /* DdlParsedColumn * */
    GPtrArray *constraints; /* DdlParsedConstraint * */
    gboolean without_rowid;
} DdlParsedTable;

typedef struct
{
    gboolean unique;
    char *name, *table;
    GPtrArray *columns; /* DdlIndexed * */
    char *where;        /* or NULL */
} DdlParsedIndex;

/* NULL with an error of MIGSHIM_ERROR_UNSUPPORTED, which has Knex's words, where Knex can't read it either. */
DdlParsedTable *ddl_parse_table (const char *sql, GError **error);
DdlParsedIndex *ddl_parse_index (const char *sql, GError **error);
void ddl_parsed_table_free (DdlParsedTable *table);
void ddl_parsed_index_free (DdlParsedIndex *index);
void ddl_parsed_column_free (DdlParsedColumn *column);
void ddl_parsed_constraint_free (DdlParsedConstraint *constraint);
DdlParsedConstraint *ddl_parsed_constraint_new (const char *type, const char *name);
DdlIndexed *ddl_indexed_new (const char *name);

/* Free with g_free. */
char *ddl_print_table (const DdlParsedTable *table, const char *name);
char *ddl_print_index (const DdlParsedIndex *index);

/* Knex's comparison of names: without case. */
gboolean ddl_same_name (const char *a, const char *b);

#endif
