/* Directives upon constraints and indexes. */

#include "adapters/alembic/op.h"
#include "adapters/alembic/schema_host.h"
#include "adapters/alembic/sql.h"
#include "script/py.h"

#include <string.h>

ScriptStatus op_table_add_names (ScriptRuntime *runtime, SaTable *table, const GPtrArray *names)
{
    for (guint i = 0; i < names->len; i++)
    {
        const char *name = g_ptr_array_index (names, i);

        if (!sa_table_column (table, name))
            SCRIPT_TRY (sa_table_add_column (runtime, table, sa_column_new (runtime, sa_name_of (name), NULL)));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus issue (const ChangeTarget *target, SaTable *table, SaConstraint *constraint)
{
    SchemaChange change = { .kind = CHANGE_ADD_CONSTRAINT, .constraint = constraint };

    SCRIPT_TRY (sa_table_add_constraint (target->call->runtime, table, constraint));
    return change_issue (target, &change);
}

/* SchemaObjects.primary_key_constraint, unique_constraint: KEYWORDS may be VALUE_EMPTY. */
static ScriptStatus add_key (const ChangeTarget *target, SaConstraintKind kind, Value name, Value columns,
                             Value keywords)
{
    ScriptRuntime *runtime = target->call->runtime;
    SaTable *table = op_table_new (runtime, target->table, target->schema);
    SaConstraint *constraint = sa_constraint_new (runtime, kind, sa_name (runtime, name));
    ScriptMap *map = value_map (keywords);

    if (map)
    {
        const Value *deferrable = py_dict_get (map, "deferrable"), *initially = py_dict_get (map, "initially");
        Value rest = py_dict_new (runtime);

        constraint->deferrable = deferrable ? sa_truth (*deferrable) : SA_DEFAULT;
        constraint->initially = initially ? sa_text (runtime, *initially) : NULL;
        for (guint32 i = 0; i < map->n_entries; i++)
        {
            const char *key = sa_text (runtime, map->entries[i].key);

            if (key && strchr (key, '_'))
                SCRIPT_TRY (py_dict_set (runtime, value_map (rest), key, map->entries[i].value));
        }
        SCRIPT_TRY (sa_options (runtime, kind == SA_CONSTRAINT_UNIQUE ? "UniqueConstraint" : "PrimaryKeyConstraint",
                                rest, &constraint->options));
    }
    SCRIPT_TRY (sa_names (runtime, columns, &constraint->columns));
    SCRIPT_TRY (op_table_add_names (runtime, table, constraint->columns));
    return issue (target, table, constraint);
}

ScriptStatus op_create_primary_key (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target;
    Value values[4];

    SCRIPT_TRY (py_bind (call, "create_primary_key(constraint_name, table_name, columns, *, schema=)", values));
    target = op_target (call, sa_name (call->runtime, values[1]), sa_name (call->runtime, values[3]));
    return add_key (&target, SA_CONSTRAINT_PRIMARY_KEY, values[0], values[2], EMPTY_VALUE);
}

ScriptStatus batch_create_primary_key (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target = batch_target (call);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "create_primary_key(constraint_name, columns)", values));
    return add_key (&target, SA_CONSTRAINT_PRIMARY_KEY, values[0], values[1], EMPTY_VALUE);
}

ScriptStatus op_create_unique_constraint (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target;
    Value values[5];

    SCRIPT_TRY (
        py_bind (call, "create_unique_constraint(constraint_name, table_name, columns, *, schema=, **kw)", values));
    target = op_target (call, sa_name (call->runtime, values[1]), sa_name (call->runtime, values[3]));
    return add_key (&target, SA_CONSTRAINT_UNIQUE, values[0], values[2], values[4]);
}

ScriptStatus batch_create_unique_constraint (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target = batch_target (call);
    Value values[3];

    SCRIPT_TRY (py_bind (call, "create_unique_constraint(constraint_name, columns, **kw)", values));
    return add_key (&target, SA_CONSTRAINT_UNIQUE, values[0], values[1], values[2]);
}

/* SchemaObjects.foreign_key_constraint. VALUES: onupdate, ondelete, deferrable, initially, match. */
static ScriptStatus add_foreign_key (const ChangeTarget *target, Value name, Value referent, Value local, Value remote,
                                     const Value *values, Value referent_schema, Value options)
{
    ScriptRuntime *runtime = target->call->runtime;
    SaTable *table = op_table_new (runtime, target->table, target->schema);
    SaConstraint *constraint = sa_constraint_new (runtime, SA_CONSTRAINT_FOREIGN_KEY, sa_name (runtime, name));
    SaTarget to = { .schema = sa_text (runtime, referent_schema), .table = sa_text (runtime, referent) };
    GPtrArray *columns;

    if (!to.table)
        return script_refuse (runtime, "create_foreign_key is given the name of the table that it points to");
    SCRIPT_TRY (sa_names (runtime, local, &constraint->columns));
    SCRIPT_TRY (sa_names (runtime, remote, &columns));
    if (columns->len != constraint->columns->len)
        return sql_raise (runtime, "ArgumentError",
                          "ForeignKeyConstraint number of constrained columns must match the number of referenced "
                          "columns.");
    for (guint i = 0; i < columns->len; i++)
    {
        to.column = g_ptr_array_index (columns, i);
        g_array_append_val (constraint->targets, to);
    }
    constraint->reference = (SaReference){
        .on_update = sa_text (runtime, values[0]),
        .on_delete = sa_text (runtime, values[1]),
        .match = sa_text (runtime, values[4]),
    };
    constraint->deferrable = sa_truth (values[2]);
    constraint->initially = sa_text (runtime, values[3]);
    SCRIPT_TRY (sa_options (runtime, "ForeignKeyConstraint", options, &constraint->options));
    SCRIPT_TRY (op_table_add_names (runtime, table, constraint->columns));
    return issue (target, table, constraint);
}

ScriptStatus op_create_foreign_key (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target;
    Value values[13];

    SCRIPT_TRY (
        py_bind (call,
                 "create_foreign_key(constraint_name, source_table, referent_table, local_cols, remote_cols, *, "
                 "onupdate=, ondelete=, deferrable=, initially=, match=, source_schema=, referent_schema=, "
                 "**dialect_kw)",
                 values));
    target = op_target (call, sa_name (call->runtime, values[1]), sa_name (call->runtime, values[10]));
    return add_foreign_key (&target, values[0], values[2], values[3], values[4], values + 5, values[11], values[12]);
}

ScriptStatus batch_create_foreign_key (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target = batch_target (call);
    Value values[11];

    SCRIPT_TRY (py_bind (call,
                         "create_foreign_key(constraint_name, referent_table, local_cols, remote_cols, *, "
                         "referent_schema=, onupdate=, ondelete=, deferrable=, initially=, match=, **dialect_kw)",
                         values));
    return add_foreign_key (&target, values[0], values[1], values[2], values[3], values + 5, values[4], values[10]);
}

/* SchemaObjects.check_constraint */
static ScriptStatus add_check (const ChangeTarget *target, Value name, Value condition, Value keywords)
{
    ScriptRuntime *runtime = target->call->runtime;
    SaTable *table = op_table_new (runtime, target->table, target->schema);
    SaConstraint *constraint = sa_constraint_new (runtime, SA_CONSTRAINT_CHECK, sa_name (runtime, name));
    ScriptMap *map = value_map (keywords);
    const Value *deferrable = py_dict_get (map, "deferrable"), *initially = py_dict_get (map, "initially");
    Value rest = py_dict_new (runtime);

    constraint->deferrable = deferrable ? sa_truth (*deferrable) : SA_DEFAULT;
    constraint->initially = initially ? sa_text (runtime, *initially) : NULL;
    for (guint32 i = 0; i < map->n_entries; i++)
    {
        const char *key = sa_text (runtime, map->entries[i].key);

        if (key && strchr (key, '_'))
            SCRIPT_TRY (py_dict_set (runtime, value_map (rest), key, map->entries[i].value));
    }
    SCRIPT_TRY (sa_options (runtime, "CheckConstraint", rest, &constraint->options));
    SCRIPT_TRY (sa_ddl_expression (runtime, condition, &constraint->expression));
    return issue (target, table, constraint);
}

ScriptStatus op_create_check_constraint (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target;
    Value values[5];

    SCRIPT_TRY (
        py_bind (call, "create_check_constraint(constraint_name, table_name, condition, *, schema=, **kw)", values));
    target = op_target (call, sa_name (call->runtime, values[1]), sa_name (call->runtime, values[3]));
    return add_check (&target, values[0], values[2], values[4]);
}

ScriptStatus batch_create_check_constraint (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target = batch_target (call);
    Value values[3];

    SCRIPT_TRY (py_bind (call, "create_check_constraint(constraint_name, condition, **kw)", values));
    return add_check (&target, values[0], values[1], values[2]);
}

static ScriptStatus add_exclude (const ChangeTarget *target, Value name, Value elements, Value keywords)
{
    ScriptRuntime *runtime = target->call->runtime;
    SaTable *table = op_table_new (runtime, target->table, target->schema);
    SaConstraint *constraint = sa_constraint_new (runtime, SA_CONSTRAINT_EXCLUDE, SA_NO_NAME);

    SCRIPT_TRY (sa_exclude_read (runtime, constraint, value_list (elements), value_map (keywords)));
    constraint->name = sa_name (runtime, name);
    return issue (target, table, constraint);
}

ScriptStatus op_create_exclude_constraint (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target;
    Value values[4];
    const Value *schema;

    SCRIPT_TRY (py_bind (call, "create_exclude_constraint(constraint_name, table_name, *elements, **kw)", values));
    schema = py_dict_get (value_map (values[3]), "schema");
    target =
        op_target (call, sa_name (call->runtime, values[1]), schema ? sa_name (call->runtime, *schema) : SA_NO_NAME);
    return add_exclude (&target, values[0], values[2], values[3]);
}

ScriptStatus batch_create_exclude_constraint (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target = batch_target (call);
    Value values[3];

    SCRIPT_TRY (py_bind (call, "create_exclude_constraint(constraint_name, *elements, **kw)", values));
    return add_exclude (&target, values[0], values[1], values[2]);
}

/* SchemaObjects.generic_constraint */
static ScriptStatus drop_constraint (const ChangeTarget *target, Value name, Value type, SaTruth if_exists)
{
    static const struct
    {
        const char *name;
        SaConstraintKind kind;
    } kinds[] = {
        { "foreignkey", SA_CONSTRAINT_FOREIGN_KEY },
        { "primary", SA_CONSTRAINT_PRIMARY_KEY },
        { "unique", SA_CONSTRAINT_UNIQUE },
        { "check", SA_CONSTRAINT_CHECK },
    };
    ScriptRuntime *runtime = target->call->runtime;
    SchemaChange change = { .kind = CHANGE_DROP_CONSTRAINT, .if_exists = if_exists };
    SaConstraintKind kind = SA_CONSTRAINT_ANY;
    const char *text = sa_text (runtime, type);

    for (guint i = 0; text && i < G_N_ELEMENTS (kinds); i++)
        if (strcmp (kinds[i].name, text) == 0)
            kind = kinds[i].kind;
    if (text && kind == SA_CONSTRAINT_ANY)
        return script_throw (runtime, "TypeError",
                             "'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None");
    change.constraint = sa_constraint_new (runtime, kind, sa_name (runtime, name));
    change.constraint->table = op_table_new (runtime, target->table, target->schema);
    SCRIPT_TRY (sa_name_constraint (runtime, change.constraint, change.constraint->table, &change.constraint->name));
    return change_issue (target, &change);
}

ScriptStatus op_drop_constraint (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target;
    Value values[5];

    SCRIPT_TRY (py_bind (call, "drop_constraint(constraint_name, table_name, type_=, *, schema=, if_exists=)", values));
    target = op_target (call, sa_name (call->runtime, values[1]), sa_name (call->runtime, values[3]));
    return drop_constraint (&target, values[0], values[2], sa_truth (values[4]));
}

ScriptStatus batch_drop_constraint (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target = batch_target (call);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "drop_constraint(constraint_name, type_=)", values));
    return drop_constraint (&target, values[0], values[1], SA_DEFAULT);
}

/* SchemaObjects.index: the columns are named in the table first. */
static ScriptStatus new_index (const ChangeTarget *target, Value name, Value columns, gboolean unique, Value keywords,
                               SaIndex **out)
{
    ScriptRuntime *runtime = target->call->runtime;
    SaName table_name = target->table.text ? target->table : sa_name_of ("no_table");
    SaTable *table = op_table_new (runtime, table_name, target->schema);
    SaIndex *index = sa_index_new (runtime, sa_name (runtime, name), unique);
    ScriptList *parts = NULL;

    if (columns.kind != VALUE_EMPTY)
        SCRIPT_TRY (py_items (runtime, columns, &parts));
    for (guint32 i = 0; parts && i < parts->length; i++)
    {
        const char *column;

        SCRIPT_TRY (sa_index_add_part (runtime, index, parts->items[i]));
        column = g_array_index (index->parts, SaIndexPart, i).column;
        if (column && !sa_table_column (table, column))
            SCRIPT_TRY (sa_table_add_column (runtime, table, sa_column_new (runtime, sa_name_of (column), NULL)));
    }
    SCRIPT_TRY (sa_options (runtime, "Index", keywords, &index->options));
    SCRIPT_TRY (sa_table_add_index (runtime, table, index));
    *out = index;
    return SCRIPT_NORMAL;
}

/* A keyword that is no option of a dialect, taken out of KEYWORDS. */
static ScriptStatus take (ScriptRuntime *runtime, Value keywords, const char *name, Value *out)
{
    ScriptMap *map = value_map (keywords);
    const Value *found = py_dict_get (map, name);
    gboolean there;

    *out = found ? *found : EMPTY_VALUE;
    return found ? py_map_remove (runtime, map, value_string (runtime, name, -1), NULL, &there) : SCRIPT_NORMAL;
}

static ScriptStatus create_index (const ChangeTarget *target, Value name, Value columns, Value keywords)
{
    ScriptRuntime *runtime = target->call->runtime;
    SchemaChange change = { .kind = CHANGE_CREATE_INDEX };
    Value unique, if_not_exists, quote;

    SCRIPT_TRY (take (runtime, keywords, "unique", &unique));
    SCRIPT_TRY (take (runtime, keywords, "if_not_exists", &if_not_exists));
    SCRIPT_TRY (take (runtime, keywords, "quote", &quote));
    SCRIPT_TRY (take (runtime, keywords, "info", &quote));
    change.if_not_exists = sa_truth (if_not_exists);
    SCRIPT_TRY (new_index (target, name, columns, sa_truth (unique) == SA_TRUE, keywords, &change.index));
    return change_issue (target, &change);
}

ScriptStatus op_create_index (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target;
    Value values[5];

    SCRIPT_TRY (py_bind (call, "create_index(index_name, table_name, columns, *, schema=, **kw)", values));
    target = op_target (call, sa_name (call->runtime, values[1]), sa_name (call->runtime, values[3]));
    return create_index (&target, values[0], values[2], values[4]);
}

ScriptStatus batch_create_index (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target = batch_target (call);
    Value values[3];

    SCRIPT_TRY (py_bind (call, "create_index(index_name, columns, **kw)", values));
    return create_index (&target, values[0], values[1], values[2]);
}

static ScriptStatus drop_index (const ChangeTarget *target, Value name, Value keywords)
{
    ScriptRuntime *runtime = target->call->runtime;
    SchemaChange change = { .kind = CHANGE_DROP_INDEX };
    Value if_exists, unused;

    SCRIPT_TRY (take (runtime, keywords, "if_exists", &if_exists));
    SCRIPT_TRY (take (runtime, keywords, "unique", &unused));
    change.if_exists = sa_truth (if_exists);
    SCRIPT_TRY (new_index (target, name, EMPTY_VALUE, FALSE, keywords, &change.index));
    return change_issue (target, &change);
}

ScriptStatus op_drop_index (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target;
    Value values[4];

    SCRIPT_TRY (py_bind (call, "drop_index(index_name, table_name=, *, schema=, **kw)", values));
    target = op_target (call, sa_name (call->runtime, values[1]), sa_name (call->runtime, values[2]));
    return drop_index (&target, values[0], values[3]);
}

ScriptStatus batch_drop_index (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target = batch_target (call);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "drop_index(index_name, **kw)", values));
    return drop_index (&target, values[0], values[1]);
}
