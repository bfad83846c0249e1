/* A batch upon a table of SQLite: the table with the changes, made anew (ApplyBatchImpl). What Alembic would lose on the way is kept: rebuild.h. */

#include "adapters/alembic/batch.h"
#include "adapters/alembic/schema_host.h"
#include "adapters/alembic/sql.h"
#include "ddl/quote.h"
#include "ddl/rebuild.h"
#include "ddl/sqlite_table.h"
#include "ddl/table.h"
#include "script/py.h"
#include "util/error.h"

#include <string.h>

/* A column on its way: KEY is what the old table calls it. */
typedef struct
{
    const char *key;
    SaColumn *column;
    gboolean is_new;
    gboolean retyped;
    const SaType *cast; /* or NULL: copied as it is */
} Transfer;

typedef struct
{
    ScriptCall *call;
    ScriptRuntime *runtime;
    const SaBatch *batch;
    SaTable *old;
    gboolean reflected;
    GArray *transfers;      /* Transfer, in the order of the new table */
    GPtrArray *constraints; /* SaConstraint that go over */
    GPtrArray *dropped;     /* char *: columns that are gone */
    GArray *indexes;        /* BatchIndex that stay */
    GPtrArray *new_indexes; /* SaIndex */
    GPtrArray *placed;      /* char *, pairs: the first stands before the second */
    GPtrArray *existing;    /* char *: the old columns that are left */
} Applying;

static Transfer *find_transfer (const Applying *applying, const char *key)
{
    for (guint i = 0; i < applying->transfers->len; i++)
    {
        Transfer *transfer = &g_array_index (applying->transfers, Transfer, i);

        if (g_strcmp0 (transfer->key, key) == 0)
            return transfer;
    }
    return NULL;
}

static ScriptStatus no_column (const Applying *applying, const char *name)
{
    return py_raise_value (applying->runtime, "KeyError", value_string (applying->runtime, name, -1));
}

static void begin (Applying *applying)
{
    const SaTable *old = applying->old;

    for (guint i = 0; i < old->columns->len; i++)
    {
        SaColumn *copy = sa_column_copy (applying->runtime, g_ptr_array_index (old->columns, i));
        Transfer transfer = { .key = copy->key, .column = copy };

        copy->unique = copy->index = FALSE;
        if (applying->reflected)
            g_ptr_array_set_size (copy->checks, 0);
        g_ptr_array_set_size (copy->foreign_keys, 0);
        g_array_append_val (applying->transfers, transfer);
        g_ptr_array_add (applying->existing, (gpointer)copy->key);
    }
    for (guint i = 0; i < old->constraints->len; i++)
    {
        SaConstraint *constraint = g_ptr_array_index (old->constraints, i);

        if (!constraint->type)
            g_ptr_array_add (applying->constraints, constraint);
    }
}

static SaConstraint *find_constraint (const Applying *applying, const char *name)
{
    for (guint i = 0; name && i < applying->constraints->len; i++)
    {
        SaConstraint *constraint = g_ptr_array_index (applying->constraints, i);

        if (g_strcmp0 (constraint->name.text, name) == 0)
            return constraint;
    }
    return NULL;
}

/* The CHECK of a type that is replaced, by the type's name. */
static void forget_type_check (Applying *applying, const SaType *type)
{
    SaConstraint *check = type && type->name ? find_constraint (applying, type->name) : NULL;

    if (check)
        g_ptr_array_remove (applying->constraints, check);
}

static ScriptStatus alter_column (Applying *applying, const SchemaChange *change)
{
    const ColumnChange *alter = &change->alter;
    Transfer *transfer = find_transfer (applying, alter->column.text);
    SaColumn *column;

    if (!transfer)
        return no_column (applying, alter->column.text);
    column = transfer->column;
    if (alter->new_name.text && strcmp (alter->new_name.text, alter->column.text) != 0)
    {
        column->name = alter->new_name;
        column->element.name = alter->new_name.text;
        forget_type_check (applying, alter->existing_type);
    }
    if (alter->type_given)
    {
        const SaType *type;

        SCRIPT_TRY (sa_type_resolve (applying->runtime, alter->type, sa_dialect (applying->runtime), &type));
        if (sa_type_affinity (column->type) != sa_type_affinity (type) && !sa_type_is (type, "JSON"))
            transfer->cast = alter->type;
        column->type = alter->type;
        column->no_type_constraint = TRUE;
        transfer->retyped = TRUE;
    }
    if (alter->nullable != SA_DEFAULT)
    {
        column->nullable = alter->nullable == SA_TRUE;
        column->nullable_given = TRUE;
    }
    if (alter->default_given)
        column->server_default = alter->server_default;
    if (alter->autoincrement != SA_DEFAULT)
        column->autoincrement = alter->autoincrement == SA_TRUE ? SA_AUTOINCREMENT_TRUE : SA_AUTOINCREMENT_FALSE;
    return SCRIPT_NORMAL;
}

static void place (Applying *applying, const char *before, const char *after)
{
    g_ptr_array_add (applying->placed, (gpointer)before);
    g_ptr_array_add (applying->placed, (gpointer)after);
}

/* The column that stands on the other side of NAME in the pairs so far. */
static const char *placed_beside (const Applying *applying, const char *name, gboolean before)
{
    for (guint i = 0; i < applying->placed->len; i += 2)
        if (strcmp (g_ptr_array_index (applying->placed, before ? i + 1 : i), name) == 0)
            return g_ptr_array_index (applying->placed, before ? i : i + 1);
    return NULL;
}

/* ApplyBatchImpl._setup_dependencies_for_add_column */
static void place_new_column (Applying *applying, const char *name, const char *before, const char *after)
{
    const GPtrArray *existing = applying->existing;
    int at;

    if (!applying->batch->orders && after && !before)
    {
        at = ddl_names_find (existing, after);
        if (at < 0)
            before = placed_beside (applying, after, FALSE);
        else if (at + 1 < (int)existing->len)
            before = g_ptr_array_index (existing, (guint)at + 1);
    }
    else if (!applying->batch->orders && before && !after)
    {
        at = ddl_names_find (existing, before);
        if (at < 0)
            after = placed_beside (applying, before, TRUE);
        else if (at > 0)
            after = g_ptr_array_index (existing, (guint)at - 1);
    }
    if (before)
        place (applying, name, before);
    if (after)
        place (applying, after, name);
    if (!applying->batch->orders && !before && !after && existing->len > 0)
        place (applying, g_ptr_array_index (existing, existing->len - 1), name);
}

static ScriptStatus add_column (Applying *applying, const SchemaChange *change)
{
    SaColumn *copy = sa_column_copy (applying->runtime, change->column);
    Transfer transfer = { .key = copy->key, .column = copy, .is_new = TRUE };

    place_new_column (applying, copy->key, change->insert_before, change->insert_after);
    copy->no_type_constraint = TRUE;
    g_ptr_array_set_size (copy->foreign_keys, 0);
    g_array_append_val (applying->transfers, transfer);
    return SCRIPT_NORMAL;
}

/* From a list that doesn't own its names. */
static void remove_name (GPtrArray *names, const char *name)
{
    int at = ddl_names_find (names, name);

    if (at >= 0)
        g_ptr_array_remove_index (names, (guint)at);
}

static ScriptStatus drop_column (Applying *applying, const SchemaChange *change)
{
    const char *name = change->column_name.text;

    for (guint i = 0; i < applying->transfers->len; i++)
        if (strcmp (g_array_index (applying->transfers, Transfer, i).key, name) == 0)
        {
            g_array_remove_index (applying->transfers, i);
            remove_name (applying->existing, name);
            g_ptr_array_add (applying->dropped, (gpointer)name);
            forget_type_check (applying, change->existing_type);
            return SCRIPT_NORMAL;
        }
    return no_column (applying, name);
}

static ScriptStatus add_constraint (Applying *applying, SaConstraint *constraint)
{
    SaConstraint *same = find_constraint (applying, constraint->name.text);

    if (!constraint->name.text && !constraint->unnamed_type)
        return script_throw (applying->runtime, "ValueError", "Constraint must have a name");
    if (same)
        g_ptr_array_remove (applying->constraints, same);
    for (guint i = 0; constraint->kind == SA_CONSTRAINT_PRIMARY_KEY && i < applying->constraints->len; i++)
        if (((SaConstraint *)g_ptr_array_index (applying->constraints, i))->kind == SA_CONSTRAINT_PRIMARY_KEY)
            g_ptr_array_remove_index (applying->constraints, i--);
    g_ptr_array_add (applying->constraints, constraint);
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_constraint (Applying *applying, const SaConstraint *constraint)
{
    SaConstraint *found = find_constraint (applying, constraint->name.text);

    if (!found && constraint->type)
        return SCRIPT_NORMAL;
    if (!constraint->name.text)
        return script_throw (applying->runtime, "ValueError", "Constraint must have a name");
    for (guint i = 0; !found && i < applying->transfers->len; i++)
    {
        GPtrArray *checks = g_array_index (applying->transfers, Transfer, i).column->checks;

        for (guint j = 0; j < checks->len; j++)
            if (g_strcmp0 (((SaConstraint *)g_ptr_array_index (checks, j))->name.text, constraint->name.text) == 0)
            {
                g_ptr_array_remove_index (checks, j);
                return SCRIPT_NORMAL;
            }
    }
    if (!found)
        return script_throw (applying->runtime, "ValueError", "No such constraint: '%s'", constraint->name.text);
    g_ptr_array_remove (applying->constraints, found);
    for (guint i = 0; found->kind == SA_CONSTRAINT_PRIMARY_KEY && i < found->columns->len; i++)
    {
        Transfer *transfer = find_transfer (applying, g_ptr_array_index (found->columns, i));

        if (transfer)
            transfer->column->primary_key = FALSE;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_index (Applying *applying, const SaIndex *index)
{
    for (guint i = 0; i < applying->indexes->len; i++)
        if (g_strcmp0 (g_array_index (applying->indexes, BatchIndex, i).name, index->name.text) == 0)
        {
            g_array_remove_index (applying->indexes, i);
            return SCRIPT_NORMAL;
        }
    for (guint i = 0; !applying->reflected && i < applying->new_indexes->len; i++)
        if (g_strcmp0 (((SaIndex *)g_ptr_array_index (applying->new_indexes, i))->name.text, index->name.text) == 0)
        {
            g_ptr_array_remove_index (applying->new_indexes, i);
            return SCRIPT_NORMAL;
        }
    return script_throw (applying->runtime, "ValueError", "No such index: '%s'", index->name.text);
}

static ScriptStatus apply (Applying *applying, const SchemaChange *change)
{
    switch (change->kind)
    {
    case CHANGE_ADD_COLUMN:
        return add_column (applying, change);
    case CHANGE_DROP_COLUMN:
        return drop_column (applying, change);
    case CHANGE_ALTER_COLUMN:
        return alter_column (applying, change);
    case CHANGE_ADD_CONSTRAINT:
        return add_constraint (applying, change->constraint);
    case CHANGE_DROP_CONSTRAINT:
        return drop_constraint (applying, change->constraint);
    case CHANGE_CREATE_INDEX:
        g_ptr_array_add (applying->new_indexes, change->index);
        return SCRIPT_NORMAL;
    case CHANGE_DROP_INDEX:
        return drop_index (applying, change->index);
    case CHANGE_TABLE_COMMENT:
    case CHANGE_COLUMN_COMMENT:
        return SCRIPT_NORMAL;
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

/* Does a pair, or the order asked for, put the column at A before the one at B? */
static gboolean must_precede (const Applying *applying, const char *a, const char *b)
{
    for (guint i = 0; i < applying->placed->len; i += 2)
        if (strcmp (g_ptr_array_index (applying->placed, i), a) == 0 &&
            strcmp (g_ptr_array_index (applying->placed, i + 1), b) == 0)
            return TRUE;
    for (guint i = 0; applying->batch->orders && i < applying->batch->orders->len; i++)
    {
        const GPtrArray *order = g_ptr_array_index (applying->batch->orders, i);

        for (guint j = 0; j + 1 < order->len; j++)
            if (strcmp (g_ptr_array_index (order, j), a) == 0 && strcmp (g_ptr_array_index (order, j + 1), b) == 0)
                return TRUE;
    }
    if (!applying->batch->orders)
        for (guint i = 0; i + 1 < applying->existing->len; i++)
            if (strcmp (g_ptr_array_index (applying->existing, i), a) == 0 &&
                strcmp (g_ptr_array_index (applying->existing, i + 1), b) == 0)
                return TRUE;
    return FALSE;
}

/* _adjust_self_columns_for_partial_reordering: rounds of those that nothing left must precede (util.topological.sort). */
static ScriptStatus order_columns (Applying *applying)
{
    g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (Transfer));

    if (applying->placed->len == 0 && !applying->batch->orders)
        return SCRIPT_NORMAL;
    g_array_append_vals (left, applying->transfers->data, applying->transfers->len);
    g_array_set_size (applying->transfers, 0);
    while (left->len > 0)
    {
        g_autoptr (GArray) round = g_array_new (FALSE, FALSE, sizeof (Transfer));

        for (guint i = 0; i < left->len; i++)
        {
            const Transfer *transfer = &g_array_index (left, Transfer, i);
            gboolean waits = FALSE;

            for (guint j = 0; j < left->len; j++)
                waits =
                    waits || (j != i && must_precede (applying, g_array_index (left, Transfer, j).key, transfer->key));
            if (!waits)
                g_array_append_val (round, *transfer);
        }
        if (round->len == 0)
            return sql_raise (applying->runtime, "CircularDependencyError", "Circular dependency detected.");
        for (guint i = 0; i < round->len; i++)
            for (guint j = 0; j < left->len; j++)
                if (g_array_index (left, Transfer, j).column == g_array_index (round, Transfer, i).column)
                    g_array_remove_index (left, j);
        g_array_append_vals (applying->transfers, round->data, round->len);
    }
    return SCRIPT_NORMAL;
}

static gboolean mentions (const char *expression, const char *column)
{
    g_autofree char *renamed = sqlite_expression_rename (expression, column, "migshim_other_name");

    return strcmp (renamed, expression) != 0;
}

/* NAME as SQLAlchemy writes it. */
static char *quoted (const Applying *applying, const char *name)
{
    GString *text = g_string_new (NULL);

    sa_append_name (sa_dialect (applying->runtime), text, name);
    return g_string_free (text, FALSE);
}

/* EXPRESSION with FROM called TO, in quotes only where SQLAlchemy writes them. */
static char *rename_plainly (const Applying *applying, const char *expression, const char *from, const char *to)
{
    g_autofree char *renamed = sqlite_expression_rename (expression, from, to);
    g_autofree char *in_quotes = ddl_identifier (DIALECT_SQLITE, to);
    g_autofree char *plain = quoted (applying, to);
    g_autoptr (GString) text = g_string_new (renamed);

    g_string_replace (text, in_quotes, plain, 0);
    return g_strdup (text->str);
}

/* EXPRESSION with the columns that were renamed. */
static const char *with_new_names (const Applying *applying, const char *expression)
{
    g_autofree char *text = g_strdup (expression);

    for (guint i = 0; i < applying->transfers->len; i++)
    {
        const Transfer *transfer = &g_array_index (applying->transfers, Transfer, i);
        char *renamed;

        if (transfer->is_new || strcmp (transfer->key, transfer->column->name.text) == 0)
            continue;
        renamed = rename_plainly (applying, text, transfer->key, transfer->column->name.text);
        g_free (text);
        text = renamed;
    }
    return script_strdup (applying->runtime, text);
}

/* Alembic leaves out every check without a name, since it may be one that the old type brought. Here only those of columns that changed their type or are gone. */
static gboolean check_is_stale (const Applying *applying, const SaConstraint *check)
{
    const char *expression = check->expression->name;
    gboolean restated = FALSE;

    if (!applying->reflected || check->expression->kind != ELEMENT_LITERAL_COLUMN || check->name.text)
        return FALSE;
    for (guint32 i = 0; applying->batch->table_args && i < applying->batch->table_args->length; i++)
    {
        const SaConstraint *given = sa_constraint_of (applying->batch->table_args->items[i]);

        restated = restated || (given && given->kind == SA_CONSTRAINT_CHECK);
    }
    for (guint i = 0; i < applying->dropped->len; i++)
        restated = restated || mentions (expression, g_ptr_array_index (applying->dropped, i));
    for (guint i = 0; i < applying->transfers->len; i++)
    {
        const Transfer *transfer = &g_array_index (applying->transfers, Transfer, i);

        restated = restated || (transfer->retyped && mentions (expression, transfer->key));
    }
    return restated;
}

/* A copy of CONSTRAINT for TABLE; a column of it that is gone takes it along. */
static ScriptStatus carry_constraint (const Applying *applying, SaTable *table, const SaConstraint *constraint)
{
    SaConstraint *copy = sa_constraint_new (applying->runtime, constraint->kind, constraint->name);
    guint order = copy->order;

    for (guint i = 0; i < constraint->columns->len; i++)
        if (!find_transfer (applying, g_ptr_array_index (constraint->columns, i)))
            return SCRIPT_NORMAL;
    if (constraint->kind == SA_CONSTRAINT_CHECK && !constraint->type && check_is_stale (applying, constraint))
        return SCRIPT_NORMAL;
    if (constraint->kind == SA_CONSTRAINT_PRIMARY_KEY && constraint->columns->len == 0)
        return SCRIPT_NORMAL;
    *copy = *constraint;
    copy->order = order;
    copy->implicit = FALSE;
    if (copy->type)
        copy->column = find_transfer (applying, g_ptr_array_index (copy->columns, 0))->column;
    else if (copy->expression && copy->expression->kind == ELEMENT_LITERAL_COLUMN)
        copy->expression =
            sql_literal_column_new (applying->runtime, with_new_names (applying, copy->expression->name), NULL);
    return sa_table_add_constraint (applying->runtime, table, copy);
}

/* A generated column's expression, with the columns that were renamed. */
static void rename_in_computed (const Applying *applying, SaColumn *column)
{
    SaComputed *computed;

    if (column->server_default.kind != SA_SERVER_DEFAULT_COMPUTED ||
        column->server_default.computed->expression->kind != ELEMENT_LITERAL_COLUMN)
        return;
    computed = script_alloc (applying->runtime, sizeof *computed);
    *computed = *column->server_default.computed;
    computed->expression =
        sql_literal_column_new (applying->runtime, with_new_names (applying, computed->expression->name), NULL);
    column->server_default.computed = computed;
}

/* The new table under its temporary name (_transfer_elements_to_new_table). */
static ScriptStatus make_table (const Applying *applying, const char *name, SaTable **out)
{
    ScriptRuntime *runtime = applying->runtime;
    SaTable *table = sa_table_new (runtime, sa_metadata_new (runtime), sa_name_of (name), SA_NO_NAME);

    table->options = applying->old->options;
    table->comment = applying->old->comment;
    table->prefixes = applying->old->prefixes;
    if (py_as_dict (applying->batch->table_options))
    {
        GArray *given;

        SCRIPT_TRY (sa_options (runtime, "Table", applying->batch->table_options, &given));
        if (given && table->options)
            g_array_append_vals (given, table->options->data, table->options->len);
        table->options = given ? given : table->options;
    }
    for (guint i = 0; i < applying->transfers->len; i++)
    {
        SaColumn *column = g_array_index (applying->transfers, Transfer, i).column;

        rename_in_computed (applying, column);
        SCRIPT_TRY (sa_table_add_column (runtime, table, column));
    }
    for (guint i = 0; i < applying->constraints->len; i++)
        SCRIPT_TRY (carry_constraint (applying, table, g_ptr_array_index (applying->constraints, i)));
    if (applying->batch->table_args)
        SCRIPT_TRY (sa_table_add_items (runtime, table, applying->batch->table_args->items,
                                        applying->batch->table_args->length));
    *out = table;
    return SCRIPT_NORMAL;
}

/* What is copied: names of the new table's columns, and SQL over the old table. */
static ScriptStatus make_copy (const Applying *applying, GPtrArray *columns, GPtrArray *values)
{
    for (guint i = 0; i < applying->transfers->len; i++)
    {
        const Transfer *transfer = &g_array_index (applying->transfers, Transfer, i);
        g_autoptr (GString) value = g_string_new (NULL);
        g_autofree char *name = NULL;

        if (transfer->is_new || transfer->column->server_default.kind == SA_SERVER_DEFAULT_COMPUTED)
            continue;
        name = quoted (applying, transfer->key);
        if (transfer->cast)
        {
            g_string_append_printf (value, "CAST(%s AS ", name);
            SCRIPT_TRY (sa_type_compile (applying->runtime, transfer->cast, sa_dialect (applying->runtime), value));
            g_string_append_c (value, ')');
        }
        else
            g_string_append (value, name);
        g_ptr_array_add (columns, g_strdup (transfer->column->name.text));
        g_ptr_array_add (values, g_strdup (value->str));
    }
    g_ptr_array_add (columns, NULL);
    g_ptr_array_add (values, NULL);
    return SCRIPT_NORMAL;
}

/* _gather_indexes_from_both_tables: what was there, then what is new. */
static ScriptStatus make_indexes (const Applying *applying, SaTable *table, GPtrArray *after)
{
    for (guint i = 0; i < applying->indexes->len; i++)
    {
        const BatchIndex *index = &g_array_index (applying->indexes, BatchIndex, i);

        g_ptr_array_add (after, g_strconcat (index->head, with_new_names (applying, index->tail), NULL));
    }
    table->name = applying->batch->table;
    for (guint i = 0; i < applying->new_indexes->len; i++)
    {
        SaIndex index = *(SaIndex *)g_ptr_array_index (applying->new_indexes, i);
        g_autoptr (GString) sql = g_string_new (NULL);

        index.table = table;
        for (guint j = 0; j < index.parts->len; j++)
        {
            const char *column = g_array_index (index.parts, SaIndexPart, j).column;

            if (column && !sa_table_column (table, column))
                return no_column (applying, column);
        }
        SCRIPT_TRY (ddl_append_create_index (applying->runtime, &index, FALSE, sql));
        g_ptr_array_add (after, g_strdup (sql->str));
    }
    /* Those of the new table itself: of table_args, and index=True of a new column, which has another index besides (add_column of op_column.c). */
    for (guint i = 0; i < table->indexes->len; i++)
    {
        g_autoptr (GString) sql = g_string_new (NULL);

        SCRIPT_TRY (ddl_append_create_index (applying->runtime, g_ptr_array_index (table->indexes, i), FALSE, sql));
        g_ptr_array_add (after, g_strdup (sql->str));
    }
    g_ptr_array_add (after, NULL);
    return SCRIPT_NORMAL;
}

static ScriptStatus run (const Applying *applying)
{
    g_autofree char *full = g_strdup_printf ("_alembic_tmp_%s", applying->batch->table.text);
    g_autofree char *temporary = g_utf8_substring (full, 0, MIN (50, g_utf8_strlen (full, -1)));
    g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) after = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GString) create = g_string_new (NULL);
    AlembicRun *alembic = alembic_run (applying->call);
    GError *error = NULL;
    Rebuild rebuild;
    SaTable *table;

    SCRIPT_TRY (make_table (applying, script_strdup (applying->runtime, temporary), &table));
    SCRIPT_TRY (ddl_append_create_table (applying->runtime, table, FALSE, create));
    SCRIPT_TRY (make_copy (applying, columns, values));
    SCRIPT_TRY (make_indexes (applying, table, after));
    rebuild = (Rebuild){ .table = applying->batch->table.text,
                         .temporary = temporary,
                         .create = create->str,
                         .columns = (const char *const *)columns->pdata,
                         .values = (const char *const *)values->pdata,
                         .after = (const char *const *)after->pdata,
                         .inside = alembic->atomic || session_in_transaction (alembic->session) };
    return rebuild_run (alembic->session, &rebuild, &error) ? SCRIPT_NORMAL : script_fail (applying->runtime, error);
}

ScriptStatus batch_rebuild (ScriptCall *call, const SaBatch *batch)
{
    ScriptRuntime *runtime = call->runtime;
    Applying applying = { .call = call,
                          .runtime = runtime,
                          .batch = batch,
                          .old = batch->copy_from,
                          .reflected = !batch->copy_from,
                          .transfers = sa_array_new (runtime, sizeof (Transfer)),
                          .constraints = sa_list_new (runtime),
                          .dropped = sa_list_new (runtime),
                          .indexes = sa_array_new (runtime, sizeof (BatchIndex)),
                          .new_indexes = sa_list_new (runtime),
                          .placed = sa_list_new (runtime),
                          .existing = sa_list_new (runtime) };
    BatchTable read;

    if (!alembic_run (call)->session)
        return script_refuse (runtime, "a module may not change the database while it is imported");
    if (applying.reflected)
    {
        SCRIPT_TRY (batch_read (call, batch, &read));
        applying.old = read.table;
        applying.indexes = read.indexes;
    }
    else
        g_ptr_array_extend (applying.new_indexes, batch->copy_from->indexes, NULL, NULL);
    begin (&applying);
    for (guint i = 0; i < batch->changes->len; i++)
        SCRIPT_TRY (apply (&applying, &g_array_index (batch->changes, SchemaChange, i)));
    SCRIPT_TRY (order_columns (&applying));
    return run (&applying);
}
