/* result.h: rows on their way from the database to a script; for result.c and row.c alone. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_RESULT_H
#define MIGSHIM_ADAPTERS_ALEMBIC_RESULT_H

#include "adapters/alembic/connection.h"

/* What a Result, and what scalars () and mappings () make of it, share. */
typedef struct
{
    ResultSet *set;
    guint next; /* the row that comes next */
    guint n_columns;
    guint *places; /* of each column in SET */
    const char **names;
    const SaType **types;
    const SqlElement **columns; /* what a row may be asked for beside a name; NULL: nothing */
    gboolean closed;
    gboolean has_rows;
    gint64 rowcount;
    gint64 lastrowid;
    Value primary_key; /* inserted_primary_key, or VALUE_EMPTY */
} SqlRows;

/* The place of the column that KEY, a name or a column, asks for; -1: none. */
gint64 sql_row_place (const SqlRows *rows, ScriptRuntime *runtime, Value key);
/* NoSuchColumnError. */
ScriptStatus sql_row_no_column (ScriptRuntime *runtime, Value key);
/* The names of the columns, a list. */
Value sql_row_names (ScriptRuntime *runtime, const SqlRows *rows);
/* A row with VALUES, as many as there are columns. */
Value sql_row_new (ScriptRuntime *runtime, const SqlRows *rows, const Value *values);
/* RowMapping, over VALUES. */
Value sql_row_mapping_new (ScriptRuntime *runtime, const SqlRows *rows, ScriptList *values);

#endif
