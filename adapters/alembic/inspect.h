/* inspect.h: what the catalogs of the three databases say, as SQLAlchemy's Inspector tells it; for the files inspect*.c alone. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_INSPECT_H
#define MIGSHIM_ADAPTERS_ALEMBIC_INSPECT_H

#include "adapters/alembic/connection.h"

/* What is asked of a table. SCHEMA is NULL for the default one. */
typedef struct
{
    ScriptCall *call;
    ScriptRuntime *runtime;
    const SaDialect *dialect;
    const char *table;
    const char *schema;
} Question;

/* A query with names written in as literals: "... = %s" for each text behind FORMAT. Free *RESULT with result_free. */
ScriptStatus inspect_ask (const Question *question, ResultSet **result, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* TEXT as a literal (NULL: what SQL calls the default schema), in the arena. */
const char *inspect_literal (const Question *question, const char *text);
/* The schema that is looked in, as SQL: a literal or an expression. */
const char *inspect_schema (const Question *question);

/* The type that the database calls TEXT ("character varying(20)", "int(11) unsigned"); unknown ones are NullType. */
ScriptStatus inspect_type (const Question *question, const char *text, Value *out);

/* inspect_DATABASE.c; each gives a list of dictionaries. */
ScriptStatus inspect_columns_postgresql (const Question *question, Value *out);
ScriptStatus inspect_columns_mysql (const Question *question, Value *out);
ScriptStatus inspect_columns_sqlite (const Question *question, Value *out);
ScriptStatus inspect_indexes (const Question *question, Value *out);
ScriptStatus inspect_foreign_keys (const Question *question, Value *out);
ScriptStatus inspect_primary_key (const Question *question, Value *out);
ScriptStatus inspect_unique (const Question *question, Value *out);
ScriptStatus inspect_checks (const Question *question, Value *out);

/* Dictionaries. */
static inline ScriptStatus inspect_put (ScriptRuntime *runtime, Value dict, const char *key, Value value)
{
    return py_dict_set (runtime, py_as_dict (dict), key, value);
}

#endif
