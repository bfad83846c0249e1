/* sql_value.h: Python's values on their way to the database, and cells as Python's values: what SQLAlchemy's types do (bind_processor, literal_processor,
 * result_processor), and what psycopg2, PyMySQL and sqlite3 do behind them. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SQL_VALUE_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SQL_VALUE_H

#include "adapters/alembic/sql_tree.h"
#include "db/result.h"

/* What a value is to a driver. */
typedef enum
{
    PYTHON_NONE,
    PYTHON_BOOL,
    PYTHON_INT,
    PYTHON_FLOAT,
    PYTHON_STR,
    PYTHON_BYTES,
    PYTHON_DECIMAL,
    PYTHON_DATETIME,
    PYTHON_DATE,
    PYTHON_TIME,
    PYTHON_TIMEDELTA,
    PYTHON_UUID,
    PYTHON_ENUM,
    PYTHON_DICT,
    PYTHON_LIST,
    PYTHON_TUPLE,
    PYTHON_OTHER
} PythonKind;

PythonKind sql_python_kind (ScriptRuntime *runtime, Value value);

/* The cast that BIND has behind its place-holder, if any. */
ScriptStatus sql_bind_cast (ScriptRuntime *runtime, const SqlElement *bind, const SaDialect *dialect, GString *out);

/* VALUE as the type hands it to the driver (bind_processor). */
ScriptStatus sql_bind_value (ScriptRuntime *runtime, Value value, const SaType *type, const SaDialect *dialect,
                             Value *out);

/* The LookupError's words for TEXT, which is no value of TYPE, an enumeration (langhelpers.repr_tuple_names: four values at most are shown whole). */
void sql_append_not_among (const char *text, const SaType *type, const SaDialect *dialect, GString *out);

/* VALUE as psycopg2 or PyMySQL write it into the text. */
ScriptStatus sql_driver_literal (ScriptRuntime *runtime, Value value, const SaDialect *dialect, GString *out);

/* VALUE as sqlite3 binds it; texts are in the arena. */
ScriptStatus sql_sqlite_value (ScriptRuntime *runtime, Value value, guint number, SqlValue *out);

/* A cell as the driver gives it, and then as TYPE makes of it (result_processor; NULL: nothing). */
ScriptStatus sql_cell (ScriptRuntime *runtime, const SaDialect *dialect, const ResultSet *result, guint row,
                       guint column, const SaType *type, Value *out);

/* An instance of a class of Python's library: sql_construct (runtime, "decimal", "Decimal", "1.5"). */
ScriptStatus sql_construct (ScriptRuntime *runtime, const char *module, const char *class, const char *method,
                            const char *text, Value *out);

#endif
