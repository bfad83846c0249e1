/* inspect.h: what the catalogs of the three databases say, as SQLAlchemy's Inspector tells it; for the files inspect*.c alone. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_INSPECT_H
#define MIGSHIM_ADAPTERS_ALEMBIC_INSPECT_H

#include "adapters/alembic/connection.h"
#include "adapters/alembic/type_class.h"

/* What is asked. SCHEMA is NULL for the default one; TABLE where the question is of a table. */
typedef struct
{
    ScriptCall *call;
    ScriptRuntime *runtime;
    const SaDialect *dialect;
    const char *table;
    const char *schema;
    ScriptMap *known; /* what this inspector was told: it asks nothing twice (reflection.cache) */
} Question;

/* What is told of a table: lists of dictionaries, of a primary key and a comment a dictionary. Of a table that is not there: nothing in it, or NoSuchTableError. */
typedef struct
{
    ScriptStatus (*columns) (const Question *question, Value *out);
    ScriptStatus (*indexes) (const Question *question, Value *out);
    ScriptStatus (*foreign_keys) (const Question *question, Value *out);
    ScriptStatus (*primary_key) (const Question *question, Value *out);
    ScriptStatus (*unique) (const Question *question, Value *out);
    ScriptStatus (*checks) (const Question *question, Value *out);
    ScriptStatus (*comment) (const Question *question, Value *out);
} InspectReader;

extern const InspectReader inspect_postgresql, inspect_mysql, inspect_sqlite;

/* Asks the database. Free *RESULT with result_free. */
ScriptStatus inspect_ask (const Question *question, ResultSet **result, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* TEXT as a literal of SQL, in the arena. */
const char *inspect_literal (const Question *question, const char *text);
/* PostgreSQL: the condition for pg_class c and its pg_namespace n that the schema makes; without one all that the search path shows
 * (_pg_class_filter_scope_schema). */
const char *inspect_scope (const Question *question);
/* "schema.", quoted for SQLite and MySQL; "" for none. */
const char *inspect_prefix (const Question *question);
ScriptStatus inspect_has_relation (const Question *question, gboolean *has);

/* PostgreSQL: types that are enumerations, [{name, schema, visible, labels}]. */
ScriptStatus inspect_enums (const Question *question, Value *out);

/* The class that TABLE has for NAME, or TYPE_NONE. TABLE ends with a NULL name. */
typedef struct
{
    const char *name;
    SaTypeId id;
} InspectTypeName;
SaTypeId inspect_type_find (const InspectTypeName *table, const char *name);

/* Dictionaries and lists. */
static inline ScriptStatus inspect_put (ScriptRuntime *runtime, Value dict, const char *key, Value value)
{
    return py_dict_set (runtime, py_as_dict (dict), key, value);
}

/* A str, or None. */
static inline Value inspect_text (ScriptRuntime *runtime, const char *text)
{
    return text ? value_string (runtime, text, -1) : NULL_VALUE;
}

static inline ScriptStatus inspect_put_text (ScriptRuntime *runtime, Value dict, const char *key, const char *text)
{
    return inspect_put (runtime, dict, key, inspect_text (runtime, text));
}

static inline Value inspect_list (ScriptRuntime *runtime)
{
    return py_list_new (runtime, NULL, 0);
}

static inline void inspect_add (ScriptRuntime *runtime, Value list, Value item)
{
    list_append (runtime, py_as_list (list), item);
}

#endif
