/* sql_tree.h: making and reading the trees of sql.h; for the files sql_*.c alone. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SQL_TREE_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SQL_TREE_H

#include "adapters/alembic/sql.h"
#include "adapters/alembic/type.h"
#include "script/py.h"

/* What operators ask of a type; NULL is NullType. */
SaAffinity sql_affinity (const SaType *type);

/* The type with no arguments that stands for AFFINITY (STRINGTYPE, BOOLEANTYPE, INTEGERTYPE...); NULL for SA_AFFINITY_NULL. */
const SaType *sql_standard_type (ScriptRuntime *runtime, SaAffinity affinity);

/* The DDL of TYPE in a CAST; nothing is appended where MySQL has no such cast (visit_typeclause). */
ScriptStatus sql_cast_type (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out);
/* The same elsewhere. */
ScriptStatus sql_type_text (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out);

/* The type of a Python value as SQLAlchemy guesses it (type_api._resolve_value_to_type). */
const SaType *sql_type_of_value (ScriptRuntime *runtime, Value value);

/* Items in the arena. Adding makes new ones, so that copies of a list may share what they have. */
typedef struct
{
    SqlElement **items;
    guint n;
} SqlList;

/* A SELECT, or what stands behind a UNION. Copied by generative methods. */
typedef struct
{
    SqlList columns; /* of SqlElement: expressions and FROM clauses, as given */
    SqlList froms;   /* select_from, and joins */
    SqlList where;
    SqlList group_by;
    SqlList having;
    SqlList order_by;
    SqlList correlate;   /* FROM clauses of an enclosing select that are not repeated */
    gboolean correlates; /* CORRELATE was given; else they are found by themselves */
    SqlList distinct_on;
    SqlList prefixes;
    SqlList ctes; /* add_cte */
    SqlElement *limit;
    SqlElement *offset;
    SqlElement *fetch;
    gboolean distinct;
    gboolean with_ties;
    const char *for_update; /* " FOR UPDATE SKIP LOCKED" as PostgreSQL has it, or NULL */
    SqlList for_update_of;
    gboolean for_update_read, for_update_nowait, for_update_skip, for_update_key;
    gboolean table_names; /* LABEL_STYLE_TABLENAME_PLUS_COL */
    const char *keyword;  /* "UNION ALL" of a compound */
} SqlSelect;

/* One assignment: a column (or only a name, where no column has it) and a value; a value of VALUES. */
typedef struct
{
    const char *key;
    SqlElement *column; /* NULL when KEY names none yet */
    SqlElement *value;
} SqlAssignment;

typedef struct
{
    SqlAssignment *items;
    guint n;
} SqlAssignments;

typedef enum
{
    CONFLICT_NONE,
    CONFLICT_NOTHING,
    CONFLICT_UPDATE,
    CONFLICT_DUPLICATE_KEY
} SqlConflictKind;

/* What is behind INSERT, UPDATE and DELETE. */
typedef struct
{
    SqlAssignments values;
    gboolean has_values;  /* values () was called */
    SqlAssignments *rows; /* VALUES with several rows */
    guint n_rows;
    SqlList where;
    SqlList returning;
    SqlList prefixes;
    SqlList ctes;
    SqlElement *select;        /* from_select */
    const char **select_names; /* ends with NULL */
    gboolean ordered;          /* ordered_values */
    SqlConflictKind conflict;
    const char *constraint;
    SqlList conflict_target; /* of SqlElement; columns, texts as ELEMENT_COLUMN */
    SqlElement *conflict_target_where;
    SqlAssignments conflict_set;
    SqlElement *conflict_where;
    gboolean dialect_specific; /* postgresql.insert and its like */
    Dialect dialect;
    SqlElement *excluded;
} SqlChange;

/* A join's parts. */
typedef struct
{
    SqlElement *on;
} SqlJoin;

/* sql_element.c */
int sql_precedence (const SqlElement *element, SqlOperator op);
gboolean sql_is_precedent (const SqlElement *element, SqlOperator op, SqlOperator against, guint against_precedence);
/* ELEMENT, in parentheses where it needs them against AGAINST (self_group); SQL_OP_NONE always groups what is grouped at all. */
SqlElement *sql_group (ScriptRuntime *runtime, SqlElement *element, SqlOperator against);
SqlElement *sql_group_custom (ScriptRuntime *runtime, SqlElement *element, guint precedence);
SqlElement *sql_negate (ScriptRuntime *runtime, SqlElement *element);
SqlElement *sql_copy (ScriptRuntime *runtime, const SqlElement *element);
/* BinaryExpression, or a chain where OP is associative and the same stands on a side (_construct_for_op). */
SqlElement *sql_binary_new (ScriptRuntime *runtime, SqlElement *left, SqlElement *right, SqlOperator op,
                            SqlOperator negate, const SaType *type);
/* LEFT OP RIGHT with the type and operator that the types of both sides make of it (_adapt_expression). */
SqlElement *sql_arithmetic (ScriptRuntime *runtime, SqlElement *left, SqlElement *right, SqlOperator op);
SqlElement *sql_unary_new (ScriptRuntime *runtime, SqlElement *element, SqlOperator op, const SaType *type);
SqlElement *sql_modifier_new (ScriptRuntime *runtime, SqlElement *element, SqlOperator op);
SqlElement *sql_list_new (ScriptRuntime *runtime, SqlElementKind kind, SqlElement *const *items, guint n);
/* and_, or_ of CLAUSES (of SqlElement). */
SqlElement *sql_conjunction (ScriptRuntime *runtime, SqlOperator op, const SqlList *clauses);
SqlElement *sql_bind_new (ScriptRuntime *runtime, const char *name, Value value, const SaType *type);
SqlElement *sql_column_new (ScriptRuntime *runtime, const char *name, const SaType *type);
SqlElement *sql_literal_column_new (ScriptRuntime *runtime, const char *text, const SaType *type);
SqlElement *sql_constant (ScriptRuntime *runtime, SqlElementKind kind);
SqlElement *sql_function_new (ScriptRuntime *runtime, const char *package, const char *name, SqlElement *const *items,
                              guint n, const SaType *type);
SqlElement *sql_cast_new (ScriptRuntime *runtime, SqlElement *element, const SaType *type);
SqlElement *sql_label_new (ScriptRuntime *runtime, SqlElement *element, const char *name);
void sql_list_add (ScriptRuntime *runtime, SqlList *list, SqlElement *element);
void sql_assign (ScriptRuntime *runtime, SqlAssignments *list, SqlAssignment assignment);
gboolean sql_is_from (const SqlElement *element);      /* table, alias, join, CTE, VALUES, subquery */
gboolean sql_is_statement (const SqlElement *element); /* select, compound, insert, update, delete, text */
gboolean sql_is_column (const SqlElement *element);    /* an expression */
/* The columns of a FROM clause (`.c`): of a subquery those that its select gives, made once. */
SqlElement **sql_columns_of (ScriptRuntime *runtime, SqlElement *from, guint *count);
/* FROM clauses that ELEMENT needs (_from_objects), added to LIST without doubles. */
void sql_froms_of (ScriptRuntime *runtime, const SqlElement *element, SqlList *list);
/* A column of FROM by key, or NULL. */
SqlElement *sql_find_column (ScriptRuntime *runtime, SqlElement *from, const char *key);

/* INSERT, UPDATE with the columns that PARAMETERS of execute () name (sql_crud.c); other elements, or without parameters: ELEMENT itself. */
ScriptStatus sql_with_parameters (ScriptRuntime *runtime, const SqlElement *element, Value parameters,
                                  const SqlElement **out);

/* Does FUNCTION, the default of a column, want an argument (a context)? */
ScriptStatus sql_default_takes_context (ScriptRuntime *runtime, Value function, gboolean *takes);

/* The name of the parameter that begins AT a place in a text, and its length; NULL when none does (TextClause._bind_params_regex). */
const char *sql_text_parameter (const char *text, const char *at, gsize *length);

/* sql_coerce.c: values of a script as elements. */
/* A Python value as an operand of OP beside EXPRESSION: an element as it is, else a bind of the type that both agree upon (BinaryElementRole). */
ScriptStatus sql_operand (ScriptRuntime *runtime, Value value, SqlElement *expression, SqlOperator op,
                          SqlElement **out);
/* An expression, or a value as a bind of its own type (ExpressionElementRole). */
ScriptStatus sql_expression (ScriptRuntime *runtime, Value value, const SaType *type, SqlElement **out);
/* A condition: WHERE, and_: true and false as constants; a text as such is refused as SQLAlchemy refuses it. */
ScriptStatus sql_condition (ScriptRuntime *runtime, Value value, SqlElement **out);
/* What ORDER BY and GROUP BY are given: a text names a column or label. */
ScriptStatus sql_ordering (ScriptRuntime *runtime, Value value, SqlElement **out);
/* Something of a FROM clause; a select becomes a subquery. */
ScriptStatus sql_from (ScriptRuntime *runtime, Value value, SqlElement **out);
/* A type: sa.Integer or sa.Integer (). None gives NULL. */
ScriptStatus sql_type_argument (ScriptRuntime *runtime, Value value, const SaType **out);
/* Text of a str in the arena; TypeError otherwise. */
ScriptStatus sql_string (ScriptRuntime *runtime, Value value, const char *what, const char **out);

/* Raises sqlalchemy.exc.NAME. */
ScriptStatus sql_raise (ScriptRuntime *runtime, const char *name, const char *format, ...) G_GNUC_PRINTF (3, 4);

#endif
