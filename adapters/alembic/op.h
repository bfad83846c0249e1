/* op.h: one change of a table's schema, sent at once or kept by a batch.
 *
 *   op_table.c, op_column.c, op_constraint.c, op_index.c   the directives of `op` and of a batch: arguments into changes (operations/ops.py, operations/toimpl.py)
 *   op_change.c                                            a change's statements (ddl/impl.py, ddl/postgresql.py, ddl/mysql.py, ddl/sqlite.py)
 *   batch.c                                                op.batch_alter_table (operations/batch.py)
 *   batch_read.c, batch_rebuild.c                          SQLite's table read and made anew
 *
 * Read in Alembic 1.20.1. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_OP_H
#define MIGSHIM_ADAPTERS_ALEMBIC_OP_H

#include "adapters/alembic/ddl.h"
#include "adapters/alembic/schema.h"

typedef struct SaBatch SaBatch;

typedef enum
{
    CHANGE_ADD_COLUMN,
    CHANGE_DROP_COLUMN,
    CHANGE_ALTER_COLUMN,
    CHANGE_ADD_CONSTRAINT,
    CHANGE_DROP_CONSTRAINT,
    CHANGE_CREATE_INDEX,
    CHANGE_DROP_INDEX,
    CHANGE_TABLE_COMMENT, /* COMMENT NULL: it is dropped */
    CHANGE_COLUMN_COMMENT
} ChangeKind;

/* What alter_column says. Texts that were not given are NULL. */
typedef struct
{
    SaName column;
    SaName new_name;
    SaTruth nullable, existing_nullable;
    SaTruth autoincrement, existing_autoincrement;
    gboolean default_given, existing_default_given;
    SaServerDefault server_default, existing_default; /* NONE with GIVEN: server_default=None */
    const SaType *type, *existing_type;
    gboolean type_given, existing_type_given;
    gboolean comment_given;
    const char *comment, *existing_comment;
    const char *using; /* postgresql_using */
} ColumnChange;

typedef struct
{
    ChangeKind kind;
    SaName table, schema;
    SaColumn *column;            /* ADD_COLUMN, COLUMN_COMMENT */
    SaName column_name;          /* DROP_COLUMN */
    const SaType *existing_type; /* DROP_COLUMN in a batch */
    SaConstraint *constraint;    /* its table is set */
    SaIndex *index;
    ColumnChange alter;
    const char *comment;
    SaTruth if_exists, if_not_exists;
    gboolean inline_references, inline_primary_key;
    const char *insert_before, *insert_after;
} SchemaChange;

/* Where a directive goes: `op` itself, or a batch that keeps it. */
typedef struct
{
    ScriptCall *call;
    SaBatch *batch; /* or NULL */
    SaName table, schema;
} ChangeTarget;

/* Runs CHANGE, or gives it to the batch (which takes a copy). */
ScriptStatus change_issue (const ChangeTarget *target, SchemaChange *change);
/* Sends CHANGE's statements. */
ScriptStatus change_run (ScriptCall *call, const SchemaChange *change);
/* Of PostgreSQL and MySQL too; REFUSES only looks whether it would be refused (SQLite), so that nothing is half done. */
ScriptStatus change_check_constraint (ScriptRuntime *runtime, const SaConstraint *constraint, gboolean dropping);

/* A table that has NAME alone, in the metadata of `op`. */
SaTable *op_table_new (ScriptRuntime *runtime, SaName name, SaName schema);
/* Columns without a type, called NAMES (char *), unless TABLE has them. */
ScriptStatus op_table_add_names (ScriptRuntime *runtime, SaTable *table, const GPtrArray *names);

/* batch.c */
const SaName *batch_table (const SaBatch *batch);
const SaName *batch_schema (const SaBatch *batch);
ScriptStatus batch_keep (SaBatch *batch, ScriptRuntime *runtime, const SchemaChange *change);
/* Will the table be made anew with what is kept now? */
ScriptStatus batch_recreates (const SaBatch *batch, ScriptRuntime *runtime, gboolean *recreates);

/* The target of a method of `op` (its table's name is to be set) or of a batch. */
static inline ChangeTarget op_target (ScriptCall *call, SaName table, SaName schema)
{
    return (ChangeTarget){ .call = call, .batch = NULL, .table = table, .schema = schema };
}
static inline ChangeTarget batch_target (ScriptCall *call)
{
    SaBatch *batch = call->data;

    return (
        ChangeTarget){ .call = call, .batch = batch, .table = *batch_table (batch), .schema = *batch_schema (batch) };
}

/* Directives; those called batch_ are methods of a batch. */
ScriptStatus op_create_table (ScriptCall *call, Value *out);
ScriptStatus op_drop_table (ScriptCall *call, Value *out);
ScriptStatus op_rename_table (ScriptCall *call, Value *out);
ScriptStatus op_create_table_comment (ScriptCall *call, Value *out);
ScriptStatus op_drop_table_comment (ScriptCall *call, Value *out);
ScriptStatus op_add_column (ScriptCall *call, Value *out);
ScriptStatus op_drop_column (ScriptCall *call, Value *out);
ScriptStatus op_alter_column (ScriptCall *call, Value *out);
ScriptStatus op_create_primary_key (ScriptCall *call, Value *out);
ScriptStatus op_create_unique_constraint (ScriptCall *call, Value *out);
ScriptStatus op_create_foreign_key (ScriptCall *call, Value *out);
ScriptStatus op_create_check_constraint (ScriptCall *call, Value *out);
ScriptStatus op_create_exclude_constraint (ScriptCall *call, Value *out);
ScriptStatus op_drop_constraint (ScriptCall *call, Value *out);
ScriptStatus op_create_index (ScriptCall *call, Value *out);
ScriptStatus op_drop_index (ScriptCall *call, Value *out);
ScriptStatus op_batch_alter_table (ScriptCall *call, Value *out);
ScriptStatus op_f (ScriptCall *call, Value *out);

ScriptStatus batch_create_table_comment (ScriptCall *call, Value *out);
ScriptStatus batch_drop_table_comment (ScriptCall *call, Value *out);
ScriptStatus batch_add_column (ScriptCall *call, Value *out);
ScriptStatus batch_drop_column (ScriptCall *call, Value *out);
ScriptStatus batch_alter_column (ScriptCall *call, Value *out);
ScriptStatus batch_create_primary_key (ScriptCall *call, Value *out);
ScriptStatus batch_create_unique_constraint (ScriptCall *call, Value *out);
ScriptStatus batch_create_foreign_key (ScriptCall *call, Value *out);
ScriptStatus batch_create_check_constraint (ScriptCall *call, Value *out);
ScriptStatus batch_create_exclude_constraint (ScriptCall *call, Value *out);
ScriptStatus batch_drop_constraint (ScriptCall *call, Value *out);
ScriptStatus batch_create_index (ScriptCall *call, Value *out);
ScriptStatus batch_drop_index (ScriptCall *call, Value *out);

/* op.sync_enum_values of alembic_postgresql_enum; op.create_entity and its like of alembic_utils. */
ScriptStatus op_sync_enum_values (ScriptCall *call, Value *out);
ScriptStatus op_create_entity (ScriptCall *call, Value *out);
ScriptStatus op_drop_entity (ScriptCall *call, Value *out);
ScriptStatus op_replace_entity (ScriptCall *call, Value *out);

#endif
