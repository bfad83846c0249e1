/* sql_statement.h: a statement of SQLAlchemy that was compiled and is to be executed. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SQL_STATEMENT_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SQL_STATEMENT_H

#include "adapters/alembic/sql.h"

/* A column of the result, as the statement knows it before it is run. */
typedef struct
{
    const char *name; /* NULL: what the database calls it */
    const SaType *type;
    const SqlElement *column; /* what a script may ask a row for */
} SqlResultColumn;

typedef struct
{
    const SqlElement *element;
    GString *text;                  /* `?` stands where each of BINDS is */
    GArray *binds;                  /* SqlBind */
    GArray *columns;                /* SqlResultColumn; empty when nothing is known (a text) */
    gboolean returns;               /* rows come back */
    gboolean wants_keys;            /* (before compiling) the key of a new row is asked for */
    gboolean keys_returned;         /* the rows are that key alone */
    gsize values_start, values_end; /* an INSERT's (...) behind VALUES; 0 when it has none */
} SqlStatement;

void sql_statement_clear (SqlStatement *statement);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SqlStatement, sql_statement_clear)

/* Compiles ELEMENT, which can be executed: a statement, text, function. PARAMETERS is the dictionary of the first set of values given to execute (), or
 * UNDEFINED: an INSERT or UPDATE without values gets its columns from there. STATEMENT is empty; clear it afterwards. */
ScriptStatus sql_compile (ScriptRuntime *runtime, const SqlElement *element, const SaDialect *dialect, Value parameters,
                          SqlStatement *statement);

#endif
