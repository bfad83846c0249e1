/* node.h: what the database drivers of Node make of values, for tools that are used from JavaScript.
 *
 * pg, mysql2, better-sqlite3 and sqlite3 each have their own idea of what a JavaScript value is as a parameter, and of what a cell is as a JavaScript value. Read in
 * their sources (pg 8, pg-types 2, mysql2 3, sql-escaper, better-sqlite3 12, sqlite3 5) and observed. Times without a zone are read and written in UTC,
 * as those drivers do where TZ is UTC. */

#ifndef MIGSHIM_ADAPTERS_NODE_H
#define MIGSHIM_ADAPTERS_NODE_H

#include "db/result.h"
#include "script/script.h"

typedef enum
{
    NODE_PG,
    NODE_MYSQL2,
    NODE_BETTER_SQLITE3,
    NODE_SQLITE3
} NodeDriver;

typedef struct
{
    NodeDriver driver;
    gboolean
        big_number_strings; /* mysql2: supportBigNumbers and bigNumberStrings, as TypeORM sets them: every bigint is a string */
    gboolean stringify_objects; /* mysql2: an object as a parameter is its String(), not a list of assignments */
} NodeDialect;

/* One cell of RESULT as a JavaScript value. SCRIPT_THROW where the driver itself would fail (JSON that is none). */
ScriptStatus node_cell (ScriptRuntime *runtime, const NodeDialect *dialect, const ResultSet *result, guint row,
                        guint column, Value *out);

/* All rows as an array of objects. */
ScriptStatus node_rows (ScriptRuntime *runtime, const NodeDialect *dialect, const ResultSet *result, Value *out);

/* The values of LIST (an array) as parameters, appended to PARAMETERS (of SqlValue); their texts are in the arena of the runtime. Not for mysql2. */
ScriptStatus node_parameters (ScriptCall *call, const NodeDialect *dialect, const ScriptList *list, GArray *parameters);

/* mysql2's `query`: SQL with its place-holders (? and ??) replaced by VALUES (an array, or one value for the first), written as literals. Text in the arena. */
ScriptStatus node_mysql_format (ScriptCall *call, const NodeDialect *dialect, const char *sql, gsize length,
                                Value values, const char **text, gsize *text_length);

/* mysql2's ResultSetHeader of a statement without rows. Its connection counts the rows that were found, not those that changed (FOUND_ROWS). */
Value node_mysql_header (ScriptRuntime *runtime, const ResultSet *result);

/* Sets on OBJECT what the driver's error carries of ERROR, which SQL ended in: code, errno and the like. */
void node_error_codes (ScriptRuntime *runtime, NodeDriver driver, Value object, const GError *error, const char *sql);

/* The name that mysql2 (code 1062: "ER_DUP_ENTRY"), better-sqlite3 and sqlite3 give to an error's number; NULL when it is not among the usual ones. */
const char *node_error_name (NodeDriver driver, const char *code);

#endif
