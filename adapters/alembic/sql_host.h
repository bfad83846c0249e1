/* sql_host.h: elements as a script sees them; for the files sql_*.c alone. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SQL_HOST_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SQL_HOST_H

#include "adapters/alembic/sql_error.h"
#include "adapters/alembic/sql_tree.h"

extern const HostClass sql_clause_class;    /* ClauseElement: all */
extern const HostClass sql_operators_class; /* ColumnOperators */
extern const HostClass sql_text_class;      /* TextClause */
extern const HostClass sql_function_class;  /* FunctionElement */
extern const HostClass sql_exists_class;    /* Exists */
extern const HostClass sql_select_class;    /* Select, CompoundSelect */
extern const HostClass sql_insert_class;
extern const HostClass sql_update_class;
extern const HostClass sql_delete_class;
extern const HostClass sql_columns_class; /* table.c */

/* The element that CALL's receiver is. */
static inline SqlElement *sql_receiver (const ScriptCall *call)
{
    return call->data;
}

/* An element as what a host function gives. */
static inline ScriptStatus sql_give (ScriptRuntime *runtime, SqlElement *element, Value *out)
{
    *out = sql_element_value (runtime, element);
    return SCRIPT_NORMAL;
}

SqlElement *sql_alias_new (ScriptRuntime *runtime, SqlElement *element, const char *name, gboolean subquery);
/* JOIN; without ON it is refused. */
ScriptStatus sql_join_new (ScriptRuntime *runtime, SqlElement *left, SqlElement *right, SqlElement *on, gboolean outer,
                           gboolean full, SqlElement **out);
/* `.c`, and what such an object has in it. */
Value sql_columns_object (ScriptRuntime *runtime, SqlElement *from);
gboolean sql_columns_value (ScriptRuntime *runtime, Value value, SqlElement ***columns, guint *count);
ScriptStatus sql_compound_new (ScriptRuntime *runtime, const char *keyword, const Value *values, guint n, Value *out);
SqlElement *sql_select_new (ScriptRuntime *runtime, SqlSelect **select);
/* A copy with a SqlSelect, or a SqlChange, of its own. */
SqlElement *sql_select_copy (ScriptRuntime *runtime, const SqlElement *element, SqlSelect **select);
SqlElement *sql_change_copy (ScriptRuntime *runtime, const SqlElement *element, SqlChange **change);
SqlElement *sql_change_new (ScriptRuntime *runtime, SqlElementKind kind, SqlElement *table, SqlChange **change);

/* filter_by (): of the columns of FROMS, added to WHERE. */
ScriptStatus sql_filter_by (ScriptCall *call, const SqlList *froms, SqlList *where);
/* .cte () of a statement. */
ScriptStatus sql_cte_method (ScriptCall *call, Value *out);

/* sql_operate.c */
ScriptStatus sql_operate (ScriptRuntime *runtime, const char *name, Value left, Value right, Value *out);
/* A comparison: None, true and false are constants (default_comparator._boolean_compare). */
ScriptStatus sql_compare (ScriptRuntime *runtime, SqlElement *left, Value right, SqlOperator op, SqlElement **out);
SqlOperator sql_negated (SqlOperator op);
/* LEFT op (TEXT) RIGHT. EAGER: in parentheses inside other operators. */
ScriptStatus sql_custom (ScriptRuntime *runtime, SqlElement *left, Value right, const char *text, guint precedence,
                         const SaType *type, gboolean eager, Value *out);
/* @> of an array or a JSONB. */
ScriptStatus sql_collection_contains (ScriptCall *call, Value *out);
extern const HostMember sql_column_members[];
extern const HostMember sql_function_members[];
/* sql_select.c, sql_change.c, sql_from.c */
extern const HostMember sql_select_members[];
extern const HostMember sql_from_members[];
extern const HostMember sql_insert_members[];
extern const HostMember sql_update_members[];
extern const HostMember sql_delete_members[];
extern const HostMember sql_text_members[];
/* sql_construct.c: what both sqlalchemy and sqlalchemy.sql have. */
extern const HostMember sql_construct_members[];

/* Functions of modules. */
ScriptStatus sql_select_call (ScriptCall *call, Value *out);
ScriptStatus sql_union_call (ScriptCall *call, const char *keyword, Value *out);
ScriptStatus sql_insert_call (ScriptCall *call, Value *out);
ScriptStatus sql_update_call (ScriptCall *call, Value *out);
ScriptStatus sql_delete_call (ScriptCall *call, Value *out);
ScriptStatus sql_exists_call (ScriptCall *call, Value *out);
ScriptStatus sql_join_call (ScriptCall *call, gboolean outer, Value *out);
ScriptStatus sql_values_call (ScriptCall *call, Value *out);

#endif
