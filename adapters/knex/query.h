/* query.h: the query builder of Knex: what its members gather, and how that becomes SQL.
 *
 *   query.c           builders as objects: making, cloning, running
 *   query_members.c   the members but those below
 *   query_write.c     insert, update, delete and what goes with them
 *   query_where.c     where, having and their many spellings
 *   query_join.c      join, and the clause that a callback of it gets
 *   compile.c         select and its parts
 *   compile_clause.c  one condition
 *   compile_write.c   insert, update, delete, truncate, columnInfo
 *   compile_json.c    the members that begin with json
 *
 * A builder keeps what it was told as clauses, in order, each of a group (`where`, `order`), as querybuilder.js does; nothing is compiled before it is asked for. */

#ifndef MIGSHIM_ADAPTERS_KNEX_QUERY_H
#define MIGSHIM_ADAPTERS_KNEX_QUERY_H

#include "adapters/knex/run.h"

typedef enum
{
    GROUP_WITH,
    GROUP_COLUMNS,
    GROUP_HINTS,
    GROUP_JOIN,
    GROUP_WHERE,
    GROUP_UNION,
    GROUP_GROUP,
    GROUP_HAVING,
    GROUP_ORDER
} ClauseGroup;

typedef enum
{
    /* of columns */
    CLAUSE_COLUMNS,
    CLAUSE_DISTINCT,
    CLAUSE_DISTINCT_ON,
    CLAUSE_PLUCK,
    CLAUSE_AGGREGATE,
    CLAUSE_AGGREGATE_RAW,
    CLAUSE_ANALYTIC,
    CLAUSE_JSON,
    /* conditions: of where, having and on */
    CLAUSE_BASIC,
    CLAUSE_RAW,
    CLAUSE_WRAPPED,
    CLAUSE_EXISTS,
    CLAUSE_IN,
    CLAUSE_NULL,
    CLAUSE_BETWEEN,
    CLAUSE_LIKE,
    CLAUSE_ILIKE,
    CLAUSE_JSON_OBJECT,
    CLAUSE_JSON_PATH,
    CLAUSE_JSON_SUPERSET,
    CLAUSE_JSON_SUBSET,
    CLAUSE_ON_VALUE,
    CLAUSE_ON_USING,
    CLAUSE_ON_JSON_PATH,
    /* of the rest */
    CLAUSE_LIST /* one of its group's ordinary kind */
} ClauseKind;

typedef struct KnexJoin KnexJoin;
typedef struct KnexAnalytic KnexAnalytic;

typedef struct
{
    ClauseGroup group;
    ClauseKind kind;
    const char *word; /* a function's name, "union all", the member that made a json clause */
    Value column;
    Value operator;
    Value value;
    Value extra; /* alias, direction, path, column list */
    Value more;  /* nulls, the second path */
    gboolean is_or, negated, as_column, distinct, wrap, recursive;
    int materialized; /* -1: not said */
    KnexJoin *join;
    KnexAnalytic *analytic;
} KnexClause;

/* Clauses in the arena. */
typedef struct
{
    KnexClause **items;
    guint n, capacity;
} KnexClauses;

struct KnexJoin
{
    Value table;
    Value schema;
    const char *type; /* "inner", "left", ...; "raw" */
    KnexClauses clauses;
    gboolean or_flag, not_flag;
};

struct KnexAnalytic
{
    Value raw; /* or undefined */
    Value alias;
    ScriptList *order;      /* each a name, or { column, order } */
    ScriptList *partitions; /* likewise */
};

typedef struct
{
    Value object; /* the builder itself */
    const char *method;
    KnexClauses clauses;
    ScriptList *comments;
    gboolean or_flag, not_flag, column_flag;

    Value table, schema, as, limit, offset, insert, update, returning, pluck, column_info, counter, upsert;
    Value using, update_from, on_conflict, merge, lock_tables;
    gboolean only, ignore, merging, limit_inline, offset_inline;
    const char *lock;      /* "for update" */
    const char *wait_mode; /* "skip locked" */
    KnexIdle *idle;        /* or NULL */
} KnexQuery;

extern const HostClass knex_join_class;
extern const HostMember knex_query_members[];
extern const HostMember knex_write_members[];
extern const HostMember knex_where_members[];

KnexQuery *knex_query_of (Value value);
/* The builder that CALL is made on. */
KnexQuery *knex_query_self (ScriptCall *call);

/* A new clause at the end. */
KnexClause *knex_clause_add (ScriptRuntime *runtime, KnexClauses *clauses, ClauseGroup group, ClauseKind kind);
/* Removes those of GROUP. */
void knex_clauses_clear (KnexClauses *clauses, ClauseGroup group);
guint knex_clauses_count (const KnexClauses *clauses, ClauseGroup group);

/* Is VALUE what typeof calls an object, and not null? Raws and builders are objects. */
gboolean knex_is_object (Value value);
/* lodash's isEmpty, for what is given as `returning`. */
gboolean knex_is_empty (ScriptRuntime *runtime, Value value);
/* lodash's isPlainObject. */
gboolean knex_is_plain (ScriptRuntime *runtime, Value value);
gboolean knex_is_function (Value value);
/* helpers.containsUndefined */
gboolean knex_contains_undefined (ScriptRuntime *runtime, Value value);
/* SQL given as text with bindings, or a raw. */
Value knex_raw_of (ScriptCall *call, guint first);

ScriptStatus knex_join_with (ScriptCall *call, const char *type, Value *out);

/* What one compilation knows. */
typedef struct
{
    KnexText *text;
    KnexQuery *query;
    char *table;        /* compiled, or NULL when it was not asked for yet */
    GString *undefined; /* columns whose value is undefined, or NULL */
    const char *method; /* as compiled */
} KnexCompiler;

ScriptStatus knex_compile_table (KnexCompiler *compiler);
ScriptStatus knex_compile_with (KnexCompiler *compiler);
ScriptStatus knex_compile_select (KnexCompiler *compiler);
ScriptStatus knex_compile_comments (KnexCompiler *compiler);
ScriptStatus knex_compile_join (KnexCompiler *compiler);
/* Each appends with a blank before, or nothing. */
ScriptStatus knex_compile_where (KnexCompiler *compiler);
ScriptStatus knex_compile_order (KnexCompiler *compiler, ClauseGroup group);
ScriptStatus knex_compile_limit (KnexCompiler *compiler);
/* One condition; nothing appended when it is empty. */
ScriptStatus knex_compile_clause (KnexCompiler *compiler, const KnexClause *clause);
ScriptStatus knex_compile_on (KnexCompiler *compiler, const KnexClauses *clauses);
ScriptStatus knex_compile_write (KnexCompiler *compiler, KnexCompiled *compiled);
ScriptStatus knex_compile_json (KnexCompiler *compiler, const KnexClause *clause);
ScriptStatus knex_compile_json_condition (KnexCompiler *compiler, const KnexClause *clause);
/* The column side and the value side of a condition. */
ScriptStatus knex_compile_column (KnexCompiler *compiler, const KnexClause *clause);
ScriptStatus knex_compile_value (KnexCompiler *compiler, const KnexClause *clause);
/* NAME as the mapper makes it, without quotes. */
ScriptStatus knex_plain_name (KnexText *text, Value name, Value *out);
/* { type, maxLength, nullable, defaultValue } of the rows that columnInfo got. */
Value knex_column_info (KnexRun *run, Value rows, Value column);

/* Goes on only when EXPRESSION worked, which appends to PART (a GString *) what it would append to TEXT. */
#define KNEX_INTO(text, part, expression)                                                                              \
    do                                                                                                                 \
    {                                                                                                                  \
        GString *kept_ = (text)->sql;                                                                                  \
        ScriptStatus into_;                                                                                            \
                                                                                                                       \
        (text)->sql = (part);                                                                                          \
        into_ = (expression);                                                                                          \
        (text)->sql = kept_;                                                                                           \
        if (into_ != SCRIPT_NORMAL)                                                                                    \
            return into_;                                                                                              \
    } while (0)

#endif
