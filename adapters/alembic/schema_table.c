/* Tables: what happens when columns and constraints come to them. */

#include "adapters/alembic/ddl.h"
#include "adapters/alembic/schema.h"
#include "adapters/alembic/schema_host.h"
#include "adapters/alembic/sql.h"
#include "ddl/table.h"
#include "script/py.h"

#include <string.h>

SaMetadata *sa_metadata_new (ScriptRuntime *runtime)
{
    SaMetadata *metadata = script_alloc (runtime, sizeof *metadata);

    metadata->conventions = EMPTY_VALUE;
    metadata->tables = sa_list_new (runtime);
    metadata->sequences = sa_list_new (runtime);
    return metadata;
}

SaTable *sa_table_new (ScriptRuntime *runtime, SaMetadata *metadata, SaName name, SaName schema)
{
    SaTable *table = script_alloc (runtime, sizeof *table);

    table->element.kind = ELEMENT_TABLE;
    table->element.name = name.text;
    table->element.package = schema.text;
    table->name = name;
    table->schema = schema;
    table->columns = sa_list_new (runtime);
    table->constraints = sa_list_new (runtime);
    table->indexes = sa_list_new (runtime);
    table->prefixes = sa_list_new (runtime);
    table->metadata = metadata;
    table->element.value = table->element.object = EMPTY_VALUE;
    table->primary_key = sa_constraint_new (runtime, SA_CONSTRAINT_PRIMARY_KEY, SA_NO_NAME);
    table->primary_key->implicit = TRUE;
    table->primary_key->table = table;
    g_ptr_array_add (table->constraints, table->primary_key);
    return table;
}

SaColumn *sa_table_column (const SaTable *table, const char *key)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        SaColumn *column = g_ptr_array_index (table->columns, i);

        if (g_strcmp0 (column->key, key) == 0)
            return column;
    }
    return NULL;
}

/* The elements of the table's columns, for the expression language. */
static void update_items (ScriptRuntime *runtime, SaTable *table)
{
    table->element.items = script_alloc (runtime, sizeof *table->element.items * (table->columns->len + 1));
    table->element.n_items = table->columns->len;
    for (guint i = 0; i < table->columns->len; i++)
        table->element.items[i] = &((SaColumn *)g_ptr_array_index (table->columns, i))->element;
}

/* The CHECK that Boolean and Enum bring (SchemaType._set_table); it is written where the type has no other way. */
static ScriptStatus add_type_constraint (ScriptRuntime *runtime, SaTable *table, SaColumn *column, const SaType *type)
{
    SaConstraint *constraint;

    while (type && type->class->form == SA_FORM_DECORATOR)
        type = type->item;
    if (!type || !(type->class->flags & SA_TYPE_SCHEMA))
        return SCRIPT_NORMAL;
    if (type->inherit_schema)
        ((SaType *)type)->schema = table->schema.text;
    if (!type->schema_given && !type->schema && table->metadata->schema)
        ((SaType *)type)->schema = table->metadata->schema;
    if (!type->create_constraint || column->no_type_constraint)
        return SCRIPT_NORMAL;
    constraint = sa_constraint_new (runtime, SA_CONSTRAINT_CHECK, sa_name_of (type->name));
    constraint->unnamed_type = !type->name;
    constraint->type = type;
    constraint->column = column;
    g_ptr_array_add (constraint->columns, (gpointer)column->key);
    return sa_table_add_constraint (runtime, table, constraint);
}

static ScriptStatus add_foreign_key (ScriptRuntime *runtime, SaTable *table, SaColumn *column, const SaForeignKey *key)
{
    SaConstraint *constraint = sa_constraint_new (runtime, SA_CONSTRAINT_FOREIGN_KEY, key->reference.name);

    constraint->reference = key->reference;
    constraint->deferrable = key->reference.deferrable;
    constraint->initially = key->reference.initially;
    constraint->options = key->reference.options;
    g_ptr_array_add (constraint->columns, (gpointer)column->key);
    g_array_append_val (constraint->targets, key->target);
    return sa_table_add_constraint (runtime, table, constraint);
}

/* Column._set_parent: unique=True and index=True, then the type, then foreign keys. */
static ScriptStatus add_column_items (ScriptRuntime *runtime, SaTable *table, SaColumn *column)
{
    if (column->index)
    {
        SaIndex *index = sa_index_new (runtime, SA_NO_NAME, column->unique);
        SaIndexPart part = { .column = column->key };

        index->of_column = TRUE;
        g_array_append_val (index->parts, part);
        SCRIPT_TRY (sa_table_add_index (runtime, table, index));
    }
    else if (column->unique)
    {
        SaConstraint *constraint = sa_constraint_new (runtime, SA_CONSTRAINT_UNIQUE, SA_NO_NAME);

        constraint->of_column = TRUE;
        g_ptr_array_add (constraint->columns, (gpointer)column->key);
        SCRIPT_TRY (sa_table_add_constraint (runtime, table, constraint));
    }
    SCRIPT_TRY (add_type_constraint (runtime, table, column, column->type));
    for (guint i = 0; column->type && i < column->type->n_variants; i++)
        SCRIPT_TRY (add_type_constraint (runtime, table, column, column->type->variants[i].type));
    for (guint i = 0; i < column->foreign_keys->len; i++)
        SCRIPT_TRY (add_foreign_key (runtime, table, column, g_ptr_array_index (column->foreign_keys, i)));
    for (guint i = 0; i < column->checks->len; i++)
    {
        SaConstraint *check = g_ptr_array_index (column->checks, i);

        check->table = table;
        SCRIPT_TRY (sa_name_constraint (runtime, check, table, &check->name));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus sa_table_add_column (ScriptRuntime *runtime, SaTable *table, SaColumn *column)
{
    if (!column->name.text)
        return sql_raise (runtime, "ArgumentError",
                          "Column must be constructed with a non-blank name or assign a non-blank .name before adding "
                          "to a Table.");
    if (column->table && column->table != table)
        return sql_raise (runtime, "ArgumentError", "Column object '%s' already assigned to Table '%s'", column->key,
                          column->table->name.text);
    if (sa_table_column (table, column->key))
        return sql_raise (runtime, "DuplicateColumnError", "A column with name '%s' is already present in table '%s'.",
                          column->key, table->name.text);
    column->table = table;
    column->element.table = &table->element;
    g_ptr_array_add (table->columns, column);
    update_items (runtime, table);
    if (column->primary_key && table->primary_key->implicit)
    {
        g_ptr_array_add (table->primary_key->columns, (gpointer)column->key);
        table->primary_key->name = SA_NO_NAME;
        SCRIPT_TRY (sa_name_constraint (runtime, table->primary_key, table, &table->primary_key->name));
    }
    return add_column_items (runtime, table, column);
}

static const char *const constraint_titles[] = {
    [SA_CONSTRAINT_ANY] = "Constraint",
    [SA_CONSTRAINT_PRIMARY_KEY] = "PrimaryKeyConstraint",
    [SA_CONSTRAINT_FOREIGN_KEY] = "ForeignKeyConstraint",
    [SA_CONSTRAINT_UNIQUE] = "UniqueConstraint",
    [SA_CONSTRAINT_CHECK] = "CheckConstraint",
    [SA_CONSTRAINT_EXCLUDE] = "ExcludeConstraint",
};

/* PrimaryKeyConstraint._set_parent: it replaces the one that the columns made. */
static void set_primary_key (SaTable *table, SaConstraint *constraint)
{
    g_ptr_array_remove (table->constraints, table->primary_key);
    if (constraint->columns->len == 0)
        g_ptr_array_extend (constraint->columns, table->primary_key->columns, NULL, NULL);
    table->primary_key = constraint;
    for (guint i = 0; i < constraint->columns->len; i++)
    {
        SaColumn *column = sa_table_column (table, g_ptr_array_index (constraint->columns, i));

        column->primary_key = TRUE;
        column->element.flags |= ELEMENT_PRIMARY_KEY;
        if (!column->nullable_given)
            column->nullable = FALSE;
    }
}

ScriptStatus sa_table_add_constraint (ScriptRuntime *runtime, SaTable *table, SaConstraint *constraint)
{
    for (guint i = 0; i < constraint->columns->len; i++)
        if (!sa_table_column (table, g_ptr_array_index (constraint->columns, i)))
            return sql_raise (runtime, "ConstraintColumnNotFoundError",
                              "Can't create %s on table '%s': no column named '%s' is present.",
                              constraint_titles[constraint->kind], table->name.text,
                              (const char *)g_ptr_array_index (constraint->columns, i));
    constraint->table = table;
    if (constraint->kind == SA_CONSTRAINT_PRIMARY_KEY)
        set_primary_key (table, constraint);
    g_ptr_array_add (table->constraints, constraint);
    if (constraint->unnamed_type)
        return SCRIPT_NORMAL;
    return sa_name_constraint (runtime, constraint, table, &constraint->name);
}

ScriptStatus sa_table_add_index (ScriptRuntime *runtime, SaTable *table, SaIndex *index)
{
    for (guint i = 0; i < index->parts->len; i++)
    {
        const char *column = g_array_index (index->parts, SaIndexPart, i).column;

        if (column && !sa_table_column (table, column))
            return sql_raise (runtime, "ConstraintColumnNotFoundError",
                              "Can't create Index on table '%s': no column named '%s' is present.", table->name.text,
                              column);
    }
    index->table = table;
    g_ptr_array_add (table->indexes, index);
    return sa_name_index (runtime, index, table, &index->name);
}

ScriptStatus sa_table_add_items (ScriptRuntime *runtime, SaTable *table, const Value *items, guint n)
{
    for (guint i = 0; i < n; i++)
    {
        SaColumn *column = sa_column_of (items[i]);

        if (!column)
            continue;
        if (column->table)
            column = sa_column_copy (runtime, column);
        SCRIPT_TRY (sa_table_add_column (runtime, table, column));
    }
    for (guint i = 0; i < n; i++)
    {
        SaConstraint *constraint = sa_constraint_of (items[i]);
        SaIndex *index = sa_index_of (items[i]);

        if (constraint)
            SCRIPT_TRY (sa_table_add_constraint (runtime, table, constraint));
        else if (index)
            SCRIPT_TRY (sa_table_add_index (runtime, table, index));
        else if (!sa_column_of (items[i]) && items[i].kind != VALUE_NULL && !sa_item_is (items[i]))
            return script_refuse (runtime, "%s is no column, constraint or index", py_type_name (runtime, items[i]));
    }
    return SCRIPT_NORMAL;
}

/* PrimaryKeyConstraint._autoincrement_column */
static gboolean can_be_numbered (const SaColumn *column)
{
    SaAffinity affinity = sa_type_affinity (column->type);
    gboolean asked = column->autoincrement == SA_AUTOINCREMENT_TRUE;

    if (column->autoincrement == SA_AUTOINCREMENT_FALSE)
        return FALSE;
    if (affinity == SA_AFFINITY_NUMERIC)
        return asked;
    if (affinity != SA_AFFINITY_INTEGER)
        return FALSE;
    if (asked)
        return TRUE;
    if (column->has_default)
        return FALSE;
    if (column->server_default.kind != SA_SERVER_DEFAULT_NONE &&
        column->server_default.kind != SA_SERVER_DEFAULT_IDENTITY)
        return FALSE;
    return column->foreign_keys->len == 0 || column->autoincrement == SA_AUTOINCREMENT_IGNORE_FK;
}

/* Is COLUMN, alone, the local side of a foreign key of its table? */
static gboolean has_foreign_key (const SaTable *table, const SaColumn *column)
{
    for (guint i = 0; i < table->constraints->len; i++)
    {
        const SaConstraint *constraint = g_ptr_array_index (table->constraints, i);

        if (constraint->kind == SA_CONSTRAINT_FOREIGN_KEY && ddl_names_find (constraint->columns, column->key) >= 0)
            return TRUE;
    }
    return FALSE;
}

SaColumn *sa_table_autoincrement (const SaTable *table)
{
    const GPtrArray *keys = table->primary_key->columns;

    for (guint i = 0; i < keys->len; i++)
    {
        SaColumn *column = sa_table_column (table, g_ptr_array_index (keys, i));

        if (keys->len > 1 && column->autoincrement != SA_AUTOINCREMENT_TRUE)
            continue;
        if (can_be_numbered (column) &&
            (column->autoincrement == SA_AUTOINCREMENT_TRUE || column->autoincrement == SA_AUTOINCREMENT_IGNORE_FK ||
             !has_foreign_key (table, column)))
            return column;
    }
    return NULL;
}

static gint compare_order (gconstpointer a, gconstpointer b)
{
    const SaConstraint *left = *(const SaConstraint *const *)a, *right = *(const SaConstraint *const *)b;

    return left->order < right->order ? -1 : left->order > right->order;
}

GPtrArray *sa_table_sorted (const SaTable *table)
{
    GPtrArray *sorted = g_ptr_array_new ();

    g_ptr_array_extend (sorted, table->constraints, NULL, NULL);
    g_ptr_array_sort (sorted, compare_order);
    return sorted;
}

Value sa_table_value (ScriptRuntime *runtime, SaTable *table)
{
    if (table->element.object.kind == VALUE_EMPTY)
        table->element.object = host_object_new (runtime, &sa_table_class, table);
    return table->element.object;
}

SaTable *sa_table_of (Value value)
{
    return host_object_data (value, &sa_table_class);
}

SaMetadata *sa_metadata_of (Value value)
{
    return host_object_data (value, &sa_metadata_class);
}

SaTable *sa_metadata_table (const SaMetadata *metadata, const char *name, const char *schema)
{
    for (guint i = 0; i < metadata->tables->len; i++)
    {
        SaTable *table = g_ptr_array_index (metadata->tables, i);

        if (strcmp (table->name.text, name) == 0 && g_strcmp0 (table->schema.text, schema) == 0)
            return table;
    }
    return NULL;
}

enum
{
    TABLE_NAME,
    TABLE_METADATA,
    TABLE_ARGS,
    TABLE_SCHEMA,
    TABLE_QUOTE,
    TABLE_QUOTE_SCHEMA,
    TABLE_AUTOLOAD,
    TABLE_AUTOLOAD_REPLACE,
    TABLE_KEEP,
    TABLE_EXTEND,
    TABLE_RESOLVE,
    TABLE_INCLUDE,
    TABLE_IMPLICIT,
    TABLE_COMMENT,
    TABLE_INFO,
    TABLE_LISTENERS,
    TABLE_PREFIXES,
    TABLE_OPTIONS,
    TABLE_N
};

static ScriptStatus table_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[TABLE_N];
    const ScriptList *items;
    SaMetadata *metadata;
    SaTable *table;
    SaName schema;

    SCRIPT_TRY (py_bind (call,
                         "Table(name, metadata, *args, schema=, quote=, quote_schema=, autoload_with=, "
                         "autoload_replace=, keep_existing=, extend_existing=, resolve_fks=, include_columns=, "
                         "implicit_returning=, comment=, info=, listeners=, prefixes=, **kw)",
                         values));
    metadata = sa_metadata_of (values[TABLE_METADATA]);
    if (!metadata || !sa_text (runtime, values[TABLE_NAME]))
        return script_refuse (runtime, "sa.Table is given a name and a MetaData");
    items = value_list (values[TABLE_ARGS]);
    schema = sa_name (runtime, values[TABLE_SCHEMA]);
    if (!schema.text && values[TABLE_SCHEMA].kind == VALUE_EMPTY)
        schema = sa_name_of (metadata->schema);
    table = sa_metadata_table (metadata, sa_text (runtime, values[TABLE_NAME]), schema.text);
    if (table && items->length > 0 && sa_truth (values[TABLE_EXTEND]) != SA_TRUE &&
        sa_truth (values[TABLE_KEEP]) != SA_TRUE)
        return sql_raise (
            runtime, "InvalidRequestError",
            "Table '%s' is already defined for this MetaData instance.  Specify 'extend_existing=True' to "
            "redefine options and columns on an existing Table object.",
            table->name.text);
    if (table && sa_truth (values[TABLE_KEEP]) == SA_TRUE)
        items = NULL;
    if (!table)
    {
        table = sa_table_new (runtime, metadata, sa_name (runtime, values[TABLE_NAME]), schema);
        table->element.object = call->receiver;
        g_ptr_array_add (metadata->tables, table);
    }
    if (sa_truth (values[TABLE_QUOTE]) != SA_DEFAULT)
        table->name.quote = sa_truth (values[TABLE_QUOTE]);
    if (sa_truth (values[TABLE_QUOTE_SCHEMA]) != SA_DEFAULT)
        table->schema.quote = sa_truth (values[TABLE_QUOTE_SCHEMA]);
    if (values[TABLE_COMMENT].kind != VALUE_EMPTY)
        table->comment = sa_text (runtime, values[TABLE_COMMENT]);
    if (values[TABLE_PREFIXES].kind != VALUE_EMPTY && values[TABLE_PREFIXES].kind != VALUE_NULL)
        SCRIPT_TRY (sa_names (runtime, values[TABLE_PREFIXES], &table->prefixes));
    SCRIPT_TRY (sa_options (runtime, "Table", values[TABLE_OPTIONS], &table->options));
    host_object_set_data (runtime, call->receiver, table);
    if (items)
        SCRIPT_TRY (sa_table_add_items (runtime, table, items->items, items->length));
    if (items && values[TABLE_AUTOLOAD].kind != VALUE_EMPTY && values[TABLE_AUTOLOAD].kind != VALUE_NULL)
        return sa_reflect_table (runtime, values[TABLE_AUTOLOAD], values[TABLE_INCLUDE], table);
    return SCRIPT_NORMAL;
}

static ScriptStatus table_append_column (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[2];
    SaColumn *column;

    SCRIPT_TRY (py_bind (call, "append_column(column, replace_existing=)", values));
    column = sa_column_of (values[0]);
    if (!column)
        return script_refuse (call->runtime, "append_column is given a Column");
    return sa_table_add_column (call->runtime, call->data, column);
}

static ScriptStatus table_append_constraint (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[1];

    SCRIPT_TRY (py_bind (call, "append_constraint(constraint)", values));
    return sa_table_add_items (call->runtime, call->data, values, 1);
}

static ScriptStatus table_create (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[2];

    SCRIPT_TRY (py_bind (call, "create(bind, checkfirst=)", values));
    SCRIPT_TRY (sa_check_not_reflected (call->runtime, call->data));
    return ddl_create_table (call, call->data, sa_truth (values[1]) == SA_TRUE, TRUE);
}

static ScriptStatus table_drop (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[2];

    SCRIPT_TRY (py_bind (call, "drop(bind, checkfirst=)", values));
    return ddl_drop_table (call, call->data, sa_truth (values[1]) == SA_TRUE);
}

static const HostMember table_members[] = {
    SA_NOT_SHOWN ("__repr__"),
    { .name = "append_column",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = table_append_column,
      .summary = "adds a column" },
    { .name = "append_constraint",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = table_append_constraint,
      .summary = "adds a constraint" },
    { .name = "create",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = table_create,
      .summary = "CREATE TABLE and its indexes" },
    { .name = "drop", .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = table_drop, .summary = "DROP TABLE" },
    { .name = NULL },
};

const HostClass sa_table_class = { .name = "Table",
                                   .summary = "a table",
                                   .base = &sql_from_class,
                                   .members = table_members,
                                   .init = table_init,
                                   .module = "sqlalchemy.sql.schema" };

static ScriptStatus metadata_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SaMetadata *metadata = sa_metadata_new (call->runtime);
    Value values[4];

    SCRIPT_TRY (py_bind (call, "MetaData(schema=, quote_schema=, naming_convention=, info=)", values));
    metadata->schema = sa_text (call->runtime, values[0]);
    if (py_as_dict (values[2]))
        metadata->conventions = values[2];
    host_object_set_data (call->runtime, call->receiver, metadata);
    return SCRIPT_NORMAL;
}

static ScriptStatus check_all_are_known (ScriptRuntime *runtime, const SaMetadata *metadata)
{
    return metadata->of_models
               ? script_refuse (runtime, "the tables of models are out of reach, and this MetaData has some of them")
               : SCRIPT_NORMAL;
}

/* MetaData.create_all and drop_all; TABLES may be VALUE_EMPTY. */
static ScriptStatus for_tables (ScriptCall *call, const char *signature, gboolean create)
{
    const SaMetadata *metadata = call->data;
    g_autoptr (GPtrArray) sorted = NULL;
    Value values[3];
    ScriptList *only = NULL;
    gboolean check;

    SCRIPT_TRY (py_bind (call, signature, values));
    if (values[1].kind != VALUE_EMPTY && values[1].kind != VALUE_NULL)
        SCRIPT_TRY (py_items (call->runtime, values[1], &only));
    if (!only)
        SCRIPT_TRY (check_all_are_known (call->runtime, metadata));
    check = values[2].kind == VALUE_EMPTY || value_is_truthy (values[2]);
    sorted = ddl_sorted_tables (metadata, !create);
    for (guint i = 0; i < sorted->len; i++)
    {
        SaTable *table = g_ptr_array_index (sorted, i);
        gboolean wanted = !only;

        for (guint32 j = 0; only && j < only->length; j++)
            wanted = wanted || sa_table_of (only->items[j]) == table;
        if (wanted && create && check && table->reflected)
            continue;
        if (wanted && create)
            SCRIPT_TRY (sa_check_not_reflected (call->runtime, table));
        if (wanted && create)
            SCRIPT_TRY (ddl_create_table (call, table, check, TRUE));
        else if (wanted)
            SCRIPT_TRY (ddl_drop_table (call, table, check));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus metadata_create_all (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return for_tables (call, "create_all(bind, tables=, checkfirst=)", TRUE);
}

static ScriptStatus metadata_drop_all (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return for_tables (call, "drop_all(bind, tables=, checkfirst=)", FALSE);
}

static ScriptStatus metadata_tables (ScriptCall *call, Value *out)
{
    const SaMetadata *metadata = call->data;

    SCRIPT_TRY (check_all_are_known (call->runtime, metadata));
    *out = py_dict_new (call->runtime);
    for (guint i = 0; i < metadata->tables->len; i++)
    {
        SaTable *table = g_ptr_array_index (metadata->tables, i);
        g_autofree char *key = table->schema.text ? g_strdup_printf ("%s.%s", table->schema.text, table->name.text)
                                                  : g_strdup (table->name.text);

        SCRIPT_TRY (py_dict_set (call->runtime, value_map (*out), key, sa_table_value (call->runtime, table)));
    }
    return SCRIPT_NORMAL;
}

/* What the class of a model calls: adapters/alembic/library/sqlalchemy.ext.declarative.py. */
static ScriptStatus metadata_of_models (ScriptCall *call, Value *out)
{
    ((SaMetadata *)call->data)->of_models = TRUE;
    *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

static const HostMember metadata_members[] = {
    SA_NOT_SHOWN ("__repr__"),
    SA_NOT_SHOWN ("__str__"),
    { .name = "_of_models",
      .kind = HOST_METHOD,
      .function = metadata_of_models,
      .summary = "it has tables that are not looked at" },
    { .name = "create_all",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = metadata_create_all,
      .needs = HOST_NEEDS_CATALOG,
      .summary = "creates the tables that are missing" },
    { .name = "drop_all",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = metadata_drop_all,
      .needs = HOST_NEEDS_CATALOG,
      .summary = "drops the tables that are there" },
    { .name = "tables", .kind = HOST_GETTER, .function = metadata_tables, .summary = "the tables by name" },
    { .name = "reflect",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = sa_metadata_reflect,
      .needs = HOST_NEEDS_CATALOG,
      .summary = "reads tables from the database" },
    { .name = NULL },
};

const HostClass sa_metadata_class = { .name = "MetaData",
                                      .summary = "a collection of tables",
                                      .members = metadata_members,
                                      .init = metadata_init,
                                      .module = "sqlalchemy.sql.schema" };
