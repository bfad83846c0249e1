/* op.add_column, op.drop_column, op.alter_column and the same of a batch. */

#include "adapters/alembic/op.h"
#include "adapters/alembic/sql.h"
#include "script/py.h"

#include <string.h>

SaTable *op_table_new (ScriptRuntime *runtime, SaName name, SaName schema)
{
    return sa_table_new (runtime, sa_schema (runtime)->metadata, name, schema);
}

static ScriptStatus issue_constraint (const ChangeTarget *target, SaConstraint *constraint, gboolean drop)
{
    SchemaChange change = { .kind = drop ? CHANGE_DROP_CONSTRAINT : CHANGE_ADD_CONSTRAINT, .constraint = constraint };

    return change_issue (target, &change);
}

/* The foreign key that stands in ADD COLUMN itself already. */
static gboolean is_inline (const SchemaChange *change, const SaConstraint *constraint)
{
    return change->inline_references && constraint->kind == SA_CONSTRAINT_FOREIGN_KEY &&
           change->column->foreign_keys->len == 1 && constraint->columns->len == 1;
}

static gboolean follows (const SchemaChange *change, const SaConstraint *constraint)
{
    return constraint->kind != SA_CONSTRAINT_PRIMARY_KEY && !is_inline (change, constraint);
}

/* toimpl.add_column: the column, then what it brings: constraints, indexes, its comment. */
static ScriptStatus add_column (const ChangeTarget *target, SchemaChange *change, Value value)
{
    ScriptRuntime *runtime = target->call->runtime;
    SaColumn *column = sa_column_of (value);
    SaTable *table = op_table_new (runtime, target->table, target->schema);
    g_autoptr (GPtrArray) sorted = NULL;

    if (!column)
        return script_throw (runtime, "AttributeError", "'%s' object has no attribute 'table'",
                             py_type_name (runtime, value));
    change->kind = CHANGE_ADD_COLUMN;
    change->column = column->table ? sa_column_copy (runtime, column) : column;
    SCRIPT_TRY (sa_table_add_column (runtime, table, change->column));
    sorted = sa_table_sorted (table);
    for (guint i = 0; !target->batch && i < sorted->len; i++)
        if (follows (change, g_ptr_array_index (sorted, i)))
            SCRIPT_TRY (change_check_constraint (runtime, g_ptr_array_index (sorted, i), FALSE));
    SCRIPT_TRY (change_issue (target, change));
    for (guint i = 0; i < sorted->len; i++)
        if (follows (change, g_ptr_array_index (sorted, i)))
            SCRIPT_TRY (issue_constraint (target, g_ptr_array_index (sorted, i), FALSE));
    for (guint i = 0; i < table->indexes->len; i++)
    {
        SchemaChange index = { .kind = CHANGE_CREATE_INDEX, .index = g_ptr_array_index (table->indexes, i) };

        SCRIPT_TRY (change_issue (target, &index));
    }
    if (column->comment && sa_dialect (runtime)->dialect == DIALECT_POSTGRESQL)
    {
        SchemaChange comment = { .kind = CHANGE_COLUMN_COMMENT, .column = change->column };

        return change_issue (target, &comment);
    }
    return SCRIPT_NORMAL;
}

ScriptStatus op_add_column (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SchemaChange change = { .kind = CHANGE_ADD_COLUMN };
    ChangeTarget target;
    Value values[6];

    SCRIPT_TRY (py_bind (call,
                         "add_column(table_name, column, *, schema=, if_not_exists=, inline_references=, "
                         "inline_primary_key=)",
                         values));
    target = op_target (call, sa_name (call->runtime, values[0]), sa_name (call->runtime, values[2]));
    change.if_not_exists = sa_truth (values[3]);
    change.inline_references = sa_truth (values[4]) == SA_TRUE;
    change.inline_primary_key = sa_truth (values[5]) == SA_TRUE;
    return add_column (&target, &change, values[1]);
}

ScriptStatus batch_add_column (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SchemaChange change = { .kind = CHANGE_ADD_COLUMN };
    ChangeTarget target = batch_target (call);
    Value values[6];

    SCRIPT_TRY (py_bind (call,
                         "add_column(column, *, insert_before=, insert_after=, if_not_exists=, inline_references=, "
                         "inline_primary_key=)",
                         values));
    change.insert_before = sa_text (call->runtime, values[1]);
    change.insert_after = sa_text (call->runtime, values[2]);
    change.if_not_exists = sa_truth (values[3]);
    change.inline_references = sa_truth (values[4]) == SA_TRUE;
    change.inline_primary_key = sa_truth (values[5]) == SA_TRUE;
    return add_column (&target, &change, values[0]);
}

static ScriptStatus drop_column (const ChangeTarget *target, Value name, Value keywords)
{
    ScriptRuntime *runtime = target->call->runtime;
    SchemaChange change = { .kind = CHANGE_DROP_COLUMN, .column_name = sa_name (runtime, name) };
    const Value *if_exists = py_dict_get (value_map (keywords), "if_exists");
    const Value *existing = py_dict_get (value_map (keywords), "existing_type");

    if (!change.column_name.text)
        return script_refuse (runtime, "drop_column is given the name of a column, not %s",
                              py_type_name (runtime, name));
    if (if_exists)
        change.if_exists = sa_truth (*if_exists);
    if (existing)
        SCRIPT_TRY (sa_type_from_value (runtime, *existing, &change.existing_type));
    return change_issue (target, &change);
}

ScriptStatus op_drop_column (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target;
    Value values[4];

    SCRIPT_TRY (py_bind (call, "drop_column(table_name, column_name, *, schema=, **kw)", values));
    target = op_target (call, sa_name (call->runtime, values[0]), sa_name (call->runtime, values[2]));
    return drop_column (&target, values[1], values[3]);
}

ScriptStatus batch_drop_column (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ChangeTarget target = batch_target (call);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "drop_column(column_name, **kw)", values));
    return drop_column (&target, values[0], values[1]);
}

/* What stands behind the names of the column (and table) in alter_column. */
enum
{
    ALTER_NULLABLE,
    ALTER_COMMENT,
    ALTER_SERVER_DEFAULT,
    ALTER_NEW_NAME,
    ALTER_TYPE,
    ALTER_EXISTING_TYPE,
    ALTER_EXISTING_DEFAULT,
    ALTER_EXISTING_NULLABLE,
    ALTER_EXISTING_COMMENT,
    ALTER_COMMON
};

#define ALTER_SIGNATURE                                                                                                \
    "nullable=, comment=, server_default=, new_column_name=, type_=, existing_type=, existing_server_default=, "       \
    "existing_nullable=, existing_comment="

/* server_default=False is "not given". */
static ScriptStatus read_default (ScriptRuntime *runtime, Value value, gboolean *given, SaServerDefault *out)
{
    *given = value.kind != VALUE_EMPTY && !(value.kind == VALUE_BOOLEAN && !value.as.boolean);
    *out = (SaServerDefault){ .kind = SA_SERVER_DEFAULT_NONE };
    return *given ? sa_server_default (runtime, value, out) : SCRIPT_NORMAL;
}

static ScriptStatus read_type (ScriptRuntime *runtime, Value value, gboolean *given, const SaType **out)
{
    *given = value.kind != VALUE_EMPTY && value.kind != VALUE_NULL;
    return sa_type_from_value (runtime, value, out);
}

static ScriptStatus read_alter (ScriptRuntime *runtime, const Value *values, Value keywords, ColumnChange *alter)
{
    const ScriptMap *map = value_map (keywords);
    const Value *using = py_dict_get ((ScriptMap *)map, "postgresql_using");
    const Value *numbered = py_dict_get ((ScriptMap *)map, "autoincrement");
    const Value *was_numbered = py_dict_get ((ScriptMap *)map, "existing_autoincrement");
    Value comment = values[ALTER_COMMENT];

    alter->nullable = sa_truth (values[ALTER_NULLABLE]);
    alter->existing_nullable = sa_truth (values[ALTER_EXISTING_NULLABLE]);
    alter->comment_given = comment.kind == VALUE_NULL || (comment.kind != VALUE_EMPTY && value_is_truthy (comment)) ||
                           py_as_string (comment);
    alter->comment = sa_text (runtime, comment);
    alter->existing_comment = sa_text (runtime, values[ALTER_EXISTING_COMMENT]);
    alter->new_name = sa_name (runtime, values[ALTER_NEW_NAME]);
    alter->using = using ? sa_text (runtime, *using) : NULL;
    alter->autoincrement = numbered ? sa_truth (*numbered) : SA_DEFAULT;
    alter->existing_autoincrement = was_numbered ? sa_truth (*was_numbered) : SA_DEFAULT;
    SCRIPT_TRY (read_default (runtime, values[ALTER_SERVER_DEFAULT], &alter->default_given, &alter->server_default));
    SCRIPT_TRY (read_default (runtime, values[ALTER_EXISTING_DEFAULT], &alter->existing_default_given,
                              &alter->existing_default));
    SCRIPT_TRY (read_type (runtime, values[ALTER_TYPE], &alter->type_given, &alter->type));
    return read_type (runtime, values[ALTER_EXISTING_TYPE], &alter->existing_type_given, &alter->existing_type);
}

/* The CHECK that TYPE brings to a column; drops or adds it (toimpl.alter_column). */
static ScriptStatus issue_type_checks (const ChangeTarget *target, const SaName *column, const SaType *type,
                                       gboolean drop)
{
    ScriptRuntime *runtime = target->call->runtime;
    SaTable *table = op_table_new (runtime, target->table, target->schema);

    SCRIPT_TRY (sa_table_add_column (runtime, table, sa_column_new (runtime, *column, type)));
    for (guint i = 0; i < table->constraints->len; i++)
    {
        SaConstraint *constraint = g_ptr_array_index (table->constraints, i);
        gboolean written;

        if (constraint->kind == SA_CONSTRAINT_PRIMARY_KEY)
            continue;
        SCRIPT_TRY (ddl_constraint_is_written (runtime, constraint, &written));
        if (written)
            SCRIPT_TRY (issue_constraint (target, constraint, drop));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus alter_column (const ChangeTarget *target, SchemaChange *change)
{
    const ColumnChange *alter = &change->alter;

    change->kind = CHANGE_ALTER_COLUMN;
    if (alter->existing_type_given && alter->type_given)
        SCRIPT_TRY (issue_type_checks (target, &alter->column, alter->existing_type, TRUE));
    SCRIPT_TRY (change_issue (target, change));
    if (alter->type_given)
        SCRIPT_TRY (issue_type_checks (target, &alter->column, alter->type, FALSE));
    return SCRIPT_NORMAL;
}

ScriptStatus op_alter_column (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SchemaChange change = { .kind = CHANGE_ALTER_COLUMN };
    Value values[2 + ALTER_COMMON + 2];
    ChangeTarget target;

    SCRIPT_TRY (py_bind (call, "alter_column(table_name, column_name, *, " ALTER_SIGNATURE ", schema=, **kw)", values));
    target = op_target (call, sa_name (call->runtime, values[0]), sa_name (call->runtime, values[2 + ALTER_COMMON]));
    change.alter.column = sa_name (call->runtime, values[1]);
    SCRIPT_TRY (read_alter (call->runtime, values + 2, values[3 + ALTER_COMMON], &change.alter));
    return alter_column (&target, &change);
}

ScriptStatus batch_alter_column (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SchemaChange change = { .kind = CHANGE_ALTER_COLUMN };
    ChangeTarget target = batch_target (call);
    Value values[1 + ALTER_COMMON + 3];

    SCRIPT_TRY (py_bind (call, "alter_column(column_name, *, " ALTER_SIGNATURE ", insert_before=, insert_after=, **kw)",
                         values));
    change.alter.column = sa_name (call->runtime, values[0]);
    change.insert_before = sa_text (call->runtime, values[1 + ALTER_COMMON]);
    change.insert_after = sa_text (call->runtime, values[2 + ALTER_COMMON]);
    SCRIPT_TRY (read_alter (call->runtime, values + 1, values[3 + ALTER_COMMON], &change.alter));
    return alter_column (&target, &change);
}
