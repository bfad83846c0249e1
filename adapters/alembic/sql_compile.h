/* sql_compile.h: a tree becomes SQL (sql/compiler.py and the compilers of the dialects); for the files sql_compile*.c alone. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SQL_COMPILE_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SQL_COMPILE_H

#include "adapters/alembic/sql_statement.h"
#include "adapters/alembic/sql_tree.h"

/* Where an element stands. */
typedef enum
{
    IN_COLUMNS = 1,        /* in the list of a SELECT: labels are written */
    IN_FROM = 2,           /* as something to select from (asfrom) */
    IN_OPERATOR = 4,       /* inside an operator: what is grouped eagerly is */
    WITHOUT_TABLE = 8,     /* include_table=False */
    EAGER = 16,            /* eager_grouping */
    WITH_LITERALS = 32,    /* literal_binds, literal_execute */
    IN_COMPOUND = 64,      /* a part of a UNION */
    IN_INSERT = 128,       /* the SELECT of an INSERT */
    CAST_APPLIED = 256,    /* of a JSON index */
    AS_NAME = 512,         /* a table only by its name (ashint) */
    WITHOUT_SCHEMA = 1024, /* use_schema=False */
    IN_LATERAL = 2048      /* the SELECT of a LATERAL: correlated as what stands beside the FROM clauses */
} Place;

static inline Place without (Place place, guint parts)
{
    return (Place)((guint)place & ~parts);
}

/* An enclosing statement. */
typedef struct CompileLevel CompileLevel;
struct CompileLevel
{
    const CompileLevel *above;
    SqlList correlate; /* FROM clauses of all that is around */
    SqlList near;      /* of the nearest */
    const SqlElement *statement;
};

typedef struct
{
    ScriptRuntime *runtime;
    const SaDialect *dialect;
    Place always; /* WITH_LITERALS, WITHOUT_TABLE for all of it */
    GString *out;
    SqlStatement *statement;   /* what is known of it besides; NULL in DDL */
    GHashTable *names;         /* element -> its anonymous name */
    GHashTable *counters;      /* body -> how many there are */
    GPtrArray *ctes;           /* of CompiledCte */
    const CompileLevel *level; /* NULL outside of statements */
    const SqlElement *label_as_label;
} Compiler;

static inline gboolean is_postgresql (const Compiler *compiler)
{
    return compiler->dialect->dialect == DIALECT_POSTGRESQL;
}

static inline gboolean is_sqlite (const Compiler *compiler)
{
    return compiler->dialect->dialect == DIALECT_SQLITE;
}

static inline gboolean is_mysql (const Compiler *compiler)
{
    return compiler->dialect->dialect == DIALECT_MYSQL;
}

ScriptStatus sql_compile_element (Compiler *compiler, const SqlElement *element, Place place);
ScriptStatus sql_compile_list (Compiler *compiler, SqlElement *const *items, guint n, const char *separator,
                               Place place);
/* The list of WHERE: AND of CLAUSES. */
ScriptStatus sql_compile_where (Compiler *compiler, const SqlList *clauses, Place place);
ScriptStatus sql_compile_binary (Compiler *compiler, const SqlElement *element, Place place);
ScriptStatus sql_compile_function (Compiler *compiler, const SqlElement *element, Place place);
ScriptStatus sql_compile_extract (Compiler *compiler, const SqlElement *element, Place place);
ScriptStatus sql_compile_select (Compiler *compiler, const SqlElement *element, Place place);
ScriptStatus sql_compile_compound (Compiler *compiler, const SqlElement *element, Place place);
ScriptStatus sql_compile_insert (Compiler *compiler, const SqlElement *element);
ScriptStatus sql_compile_update (Compiler *compiler, const SqlElement *element);
ScriptStatus sql_compile_delete (Compiler *compiler, const SqlElement *element);
ScriptStatus sql_compile_cte (Compiler *compiler, const SqlElement *element, Place place);
ScriptStatus sql_compile_returning (Compiler *compiler, const SqlList *columns);
/* WITH in front of what was appended since START. */
void sql_compile_with (Compiler *compiler, gsize start);
void sql_compiled_cte_free (gpointer cte);
/* The name of ELEMENT that has none: BODY_1, BODY_2, ... by first use. */
const char *sql_anonymous (Compiler *compiler, gconstpointer element, const char *body);
/* What an expression is called in a result (_proxy_key, _anon_name_label). */
const char *sql_body_of (const SqlElement *element);
void sql_result_column (Compiler *compiler, const SqlElement *column, const char *name);
gboolean sql_list_has (const SqlList *list, const SqlElement *element);

#endif
