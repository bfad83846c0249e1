/* schema.h: the schema builder of Knex: what its members gather, and the statements that these become.
 *
 *   schema.c          knex.schema: its members, and running them
 *   schema_table.c    what a callback of createTable or alterTable is given
 *   schema_column.c   a column of it: its modifiers
 *   schema_foreign.c  a foreign key, of a table or of a column
 *   schema_type.c     its type
 *   schema_compile.c  a table's statements
 *   schema_key.c      keys, indices and checks
 *   schema_view.c     views
 *   schema_mysql.c    what MySQL is asked before it can be told: renameColumn, setNullable
 *   schema_sqlite.c   what SQLite has no statement for: a table made anew
 *
 * A schema builder is a list of calls; awaited, each becomes statements, which are sent in order. Most are not waited for. */

#ifndef MIGSHIM_ADAPTERS_KNEX_SCHEMA_H
#define MIGSHIM_ADAPTERS_KNEX_SCHEMA_H

#include "adapters/knex/query.h"

typedef struct SchemaStep SchemaStep;
typedef struct KnexColumn KnexColumn;
typedef struct KnexTable KnexTable;

/* One statement, or a piece of work that asks first. */
struct SchemaStep
{
    const char *sql;
    ScriptList *bindings;

    /* (optional) Does the work, or makes the value of the answer. */
    ScriptStatus (*work) (ScriptCall *call, const SchemaStep *step, Value *out);
    const KnexTable *table;
    Value first, second; /* for WORK */
    gboolean flag;
};

typedef struct
{
    const SchemaStep **items;
    guint n, capacity;
} SchemaSteps;

typedef enum
{
    MODIFIER_UNSIGNED,
    MODIFIER_NULLABLE,
    MODIFIER_DEFAULT,
    MODIFIER_COMMENT,
    MODIFIER_COLLATE,
    MODIFIER_FIRST,
    MODIFIER_AFTER,
    MODIFIER_CHECK_POSITIVE,
    MODIFIER_CHECK_NEGATIVE,
    MODIFIER_CHECK_IN,
    MODIFIER_CHECK_NOT_IN,
    MODIFIER_CHECK_BETWEEN,
    MODIFIER_CHECK_LENGTH,
    MODIFIER_CHECK_REGEX,
    N_MODIFIERS
} ColumnModifier;

struct KnexColumn
{
    KnexTable *table;
    const char *type;                   /* in lower case, as the column compiler's member is called */
    ScriptList *arguments;              /* the name first */
    ScriptList *modifiers[N_MODIFIERS]; /* their arguments, or NULL */
    gboolean alters, alter_nullable, alter_type;
    guint checks;                /* names given to checks so far */
    struct KnexForeign *foreign; /* that references began on it, or NULL */
};

typedef struct KnexForeign
{
    Value column, key_name, references, in_table, on_update, on_delete, deferrable;
    KnexTable *table;
} KnexForeign;

typedef enum
{
    TABLE_CREATE,
    TABLE_CREATE_IF_NOT,
    TABLE_CREATE_LIKE,
    TABLE_ALTER
} TableMethod;

typedef struct
{
    const char *method; /* "primary", "foreign", ... */
    ScriptList *arguments;
    KnexForeign *foreign;
} TableStatement;

struct KnexTable
{
    ScriptCall *call; /* that compiles it */
    TableMethod method;
    Value schema, name, like;
    GPtrArray *columns;    /* KnexColumn * */
    GPtrArray *statements; /* TableStatement * */
    GPtrArray *checks;     /* ScriptList *: check (sql, bindings, name) in createTable */
    Value comment, engine, charset, collate, inherits;
    SchemaSteps *steps;
    guint n_checks;
};

extern const HostClass knex_schema_class;
extern const HostClass knex_table_class;
extern const HostClass knex_column_class;
extern const HostClass knex_foreign_class;

/* A new schema builder. */
Value knex_schema_new (ScriptCall *call);

/* Statements. */
void schema_push (SchemaSteps *steps, ScriptRuntime *runtime, KnexText *text);
void schema_unshift (SchemaSteps *steps, ScriptRuntime *runtime, KnexText *text);
SchemaStep *schema_push_work (SchemaSteps *steps, ScriptRuntime *runtime,
                              ScriptStatus (*work) (ScriptCall *call, const SchemaStep *step, Value *out));

/* Calls the callback with a table builder, and appends what it says to STEPS. */
ScriptStatus schema_compile_table (ScriptCall *call, TableMethod method, Value schema, const ScriptList *arguments,
                                   SchemaSteps *steps);
ScriptStatus schema_compile_view (ScriptCall *call, const char *method, Value schema, const ScriptList *arguments,
                                  SchemaSteps *steps);

/* `schema`.`table`. */
ScriptStatus schema_table_name (const KnexTable *table, KnexText *text);
const char *schema_raw_name (const KnexTable *table);
/* The default name of an index or key: _indexCommand. */
ScriptStatus schema_index_name (const KnexTable *table, KnexText *text, const char *kind, Value columns);
/* The name that was given, or the default. */
ScriptStatus schema_given_name (const KnexTable *table, KnexText *text, Value given, const char *kind, Value columns);

/* A statement on TABLE; ARGUMENTS are kept. Owned by the table. */
TableStatement *schema_statement_add (ScriptRuntime *runtime, KnexTable *table, const char *method,
                                      ScriptList *arguments);

/* schema_foreign.c: a new key of COLUMN, and its members: those of ForeignConstraintBuilder, which a column has too behind its `references`. */
KnexForeign *schema_foreign_new (ScriptCall *call, KnexTable *table, Value column, Value key_name);
ScriptStatus schema_foreign_references (ScriptCall *call, Value *out);
ScriptStatus schema_foreign_in_table (ScriptCall *call, Value *out);
ScriptStatus schema_foreign_on_delete (ScriptCall *call, Value *out);
ScriptStatus schema_foreign_on_update (ScriptCall *call, Value *out);
ScriptStatus schema_foreign_with_key_name (ScriptCall *call, Value *out);
ScriptStatus schema_foreign_deferrable (ScriptCall *call, Value *out);
/* foreign (columns, name) of a table. */
ScriptStatus schema_foreign_member (ScriptCall *call, Value *out);

/* schema_column.c */
KnexColumn *schema_column_new (ScriptCall *call, KnexTable *table, const char *type);
ScriptStatus schema_column_name (const KnexColumn *column, KnexText *text);
ScriptStatus schema_column_type (const KnexColumn *column, KnexText *text);
/* name, type and modifiers; what has to follow the table's own statement goes to AFTER. */
ScriptStatus schema_column_sql (KnexColumn *column, KnexText *text, SchemaSteps *after);
/* formatDefault of the modifier defaultTo, without the word. */
ScriptStatus schema_column_default (const KnexColumn *column, KnexText *text);
gboolean schema_column_is_increments (const KnexColumn *column);
gboolean schema_not_nullable (const KnexColumn *column);

/* schema_key.c: a statement of alterTable, or one that follows createTable. */
ScriptStatus schema_statement (KnexTable *table, const TableStatement *statement);
/* `, constraint ... primary key (...)` of createTable, and checks and SQLite's foreign keys. */
ScriptStatus schema_primary_keys (KnexTable *table, KnexText *text);
ScriptStatus schema_foreign_keys (KnexTable *table, KnexText *text);
ScriptStatus schema_checks (KnexTable *table, KnexText *text);
gboolean schema_has_primary (const KnexTable *table);

/* schema_mysql.c */
ScriptStatus schema_mysql_rename_column (ScriptCall *call, const SchemaStep *step, Value *out);
ScriptStatus schema_mysql_set_nullable (ScriptCall *call, const SchemaStep *step, Value *out);

/* schema_sqlite.c */
ScriptStatus schema_sqlite_alter (KnexTable *table);
ScriptStatus schema_sqlite_foreign (KnexTable *table, const KnexForeign *key);
ScriptStatus schema_sqlite_primary (KnexTable *table, Value columns, Value name);
ScriptStatus schema_sqlite_drop_primary (KnexTable *table, Value name);
ScriptStatus schema_sqlite_drop_foreign (KnexTable *table, Value columns, Value name);
ScriptStatus schema_sqlite_drop_column (KnexTable *table, ScriptList *columns);
ScriptStatus schema_sqlite_set_nullable (KnexTable *table, Value column, gboolean nullable);

static inline ScriptRuntime *schema_runtime (const KnexText *text)
{
    return text->run->runtime;
}

static inline gboolean schema_is_mysql (const KnexText *text)
{
    return text->run->dialect == DIALECT_MYSQL;
}

/* The argument at INDEX of LIST, or undefined. */
static inline Value list_argument (const ScriptList *list, guint32 index)
{
    return list && index < list->length ? list->items[index] : UNDEFINED;
}

/* parseInt with a fallback: util/helpers.js, toNumber. */
gint64 schema_number (ScriptRuntime *runtime, Value value, gint64 fallback);
/* String(value), of anything. */
ScriptStatus schema_text (ScriptRuntime *runtime, Value value, const char **text);

#endif
