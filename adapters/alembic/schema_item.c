/* The schema items' constructors. */

#include "adapters/alembic/schema.h"
#include "adapters/alembic/schema_host.h"
#include "adapters/alembic/sql.h"
#include "script/py.h"

#include <string.h>

SaColumn *sa_column_new (ScriptRuntime *runtime, SaName name, const SaType *type)
{
    SaColumn *column = script_alloc (runtime, sizeof *column);

    column->element.kind = ELEMENT_COLUMN;
    column->element.name = name.text;
    column->element.type = type;
    column->element.value = column->element.object = EMPTY_VALUE;
    column->name = name;
    column->key = name.text;
    column->type = type;
    column->nullable = TRUE;
    column->foreign_keys = sa_list_new (runtime);
    column->checks = sa_list_new (runtime);
    return column;
}

SaColumn *sa_column_copy (ScriptRuntime *runtime, const SaColumn *column)
{
    SaColumn *copy = script_alloc (runtime, sizeof *copy);

    *copy = *column;
    copy->table = NULL;
    copy->element.table = NULL;
    copy->element.object = EMPTY_VALUE;
    copy->foreign_keys = sa_list_new (runtime);
    copy->checks = sa_list_new (runtime);
    g_ptr_array_extend (copy->foreign_keys, column->foreign_keys, NULL, NULL);
    g_ptr_array_extend (copy->checks, column->checks, NULL, NULL);
    return copy;
}

SaConstraint *sa_constraint_new (ScriptRuntime *runtime, SaConstraintKind kind, SaName name)
{
    SaConstraint *constraint = script_alloc (runtime, sizeof *constraint);

    constraint->kind = kind;
    constraint->name = name;
    constraint->order = sa_schema (runtime)->order++;
    constraint->columns = sa_list_new (runtime);
    constraint->targets = sa_array_new (runtime, sizeof (SaTarget));
    constraint->ops = EMPTY_VALUE;
    return constraint;
}

SaIndex *sa_index_new (ScriptRuntime *runtime, SaName name, gboolean unique)
{
    SaIndex *index = script_alloc (runtime, sizeof *index);

    index->name = name;
    index->unique = unique;
    index->parts = sa_array_new (runtime, sizeof (SaIndexPart));
    return index;
}

static ScriptStatus add_column_item (ScriptRuntime *runtime, SaColumn *column, Value item)
{
    SaForeignKey *key = host_object_data (item, &sa_foreign_key_class);
    SaConstraint *constraint = sa_constraint_of (item);
    SaSequence *sequence = sa_sequence_of (item);

    if (item.kind == VALUE_NULL)
        return SCRIPT_NORMAL;
    if (key)
        g_ptr_array_add (column->foreign_keys, key);
    else if (constraint && constraint->kind == SA_CONSTRAINT_CHECK)
    {
        constraint->column_level = TRUE;
        constraint->column = column;
        g_ptr_array_add (column->checks, constraint);
    }
    else if (sequence)
        column->sequence = sequence;
    else if (host_object_data (item, &sa_computed_class) || host_object_data (item, &sa_identity_class) ||
             host_object_data (item, &sa_default_class) || host_object_data (item, &sa_fetched_class))
        return sa_server_default (runtime, item, &column->server_default);
    else if (host_object_data (item, &sa_column_default_class))
        column->has_default = TRUE;
    else
        return sql_raise (runtime, "ArgumentError",
                          "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got %s",
                          py_type_name (runtime, item));
    return SCRIPT_NORMAL;
}

static ScriptStatus read_autoincrement (ScriptRuntime *runtime, Value value, SaAutoincrement *out)
{
    const char *text = sa_text (runtime, value);

    if (value.kind == VALUE_EMPTY || g_strcmp0 (text, "auto") == 0)
        *out = SA_AUTOINCREMENT_AUTO;
    else if (g_strcmp0 (text, "ignore_fk") == 0)
        *out = SA_AUTOINCREMENT_IGNORE_FK;
    else
        *out = value_is_truthy (value) ? SA_AUTOINCREMENT_TRUE : SA_AUTOINCREMENT_FALSE;
    return SCRIPT_NORMAL;
}

enum
{
    COLUMN_ARGS,
    COLUMN_NAME,
    COLUMN_TYPE,
    COLUMN_AUTOINCREMENT,
    COLUMN_DEFAULT_VALUE,
    COLUMN_INSERT_DEFAULT,
    COLUMN_DOC,
    COLUMN_KEY,
    COLUMN_INDEX,
    COLUMN_UNIQUE,
    COLUMN_INFO,
    COLUMN_NULLABLE,
    COLUMN_ONUPDATE,
    COLUMN_PRIMARY_KEY,
    COLUMN_SERVER_DEFAULT,
    COLUMN_SERVER_ONUPDATE,
    COLUMN_QUOTE,
    COLUMN_SYSTEM,
    COLUMN_COMMENT,
    COLUMN_SENTINEL,
    COLUMN_OPTIONS,
    COLUMN_N
};

#define COLUMN_SIGNATURE                                                                                               \
    "Column(*args, name=, type_=, autoincrement=, default=, insert_default=, doc=, key=, index=, unique=, info=, "     \
    "nullable=, onupdate=, primary_key=, server_default=, server_onupdate=, quote=, system=, comment=, "               \
    "insert_sentinel=, **dialect_kwargs)"

static ScriptStatus read_default (SaColumn *column, Value value)
{
    if (value.kind == VALUE_EMPTY || value.kind == VALUE_NULL)
        return SCRIPT_NORMAL;
    column->sequence = sa_sequence_of (value);
    column->has_default = !column->sequence;
    if (column->has_default)
        column->element.value = value;
    return SCRIPT_NORMAL;
}

/* What an UPDATE gives to the column when it says nothing of it. */
static void read_onupdate (ScriptRuntime *runtime, SaColumn *column, Value value)
{
    if (value.kind == VALUE_EMPTY || value.kind == VALUE_NULL)
        return;
    column->element.right = sql_element_new (runtime, ELEMENT_BIND);
    column->element.right->value = value;
}

/* What Identity and Computed make of the column that they come to (_set_parent). */
static ScriptStatus settle_server_default (ScriptRuntime *runtime, SaColumn *column)
{
    if (column->server_default.kind == SA_SERVER_DEFAULT_IDENTITY)
    {
        if (column->autoincrement == SA_AUTOINCREMENT_FALSE)
            return sql_raise (runtime, "ArgumentError",
                              "A column with an Identity object cannot specify autoincrement=False");
        if (!column->nullable_given)
            column->nullable = FALSE;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus read_column (ScriptRuntime *runtime, SaColumn *column, const Value *values)
{
    column->options = NULL;
    if (values[COLUMN_KEY].kind != VALUE_EMPTY && values[COLUMN_KEY].kind != VALUE_NULL)
        column->key = column->element.key = sa_text (runtime, values[COLUMN_KEY]);
    column->primary_key =
        values[COLUMN_PRIMARY_KEY].kind != VALUE_EMPTY && value_is_truthy (values[COLUMN_PRIMARY_KEY]);
    column->nullable_given = values[COLUMN_NULLABLE].kind != VALUE_EMPTY;
    column->nullable = column->nullable_given ? value_is_truthy (values[COLUMN_NULLABLE]) : !column->primary_key;
    column->unique = sa_truth (values[COLUMN_UNIQUE]) == SA_TRUE;
    column->index = sa_truth (values[COLUMN_INDEX]) == SA_TRUE;
    column->system = sa_truth (values[COLUMN_SYSTEM]) == SA_TRUE;
    column->comment = sa_text (runtime, values[COLUMN_COMMENT]);
    SCRIPT_TRY (read_autoincrement (runtime, values[COLUMN_AUTOINCREMENT], &column->autoincrement));
    SCRIPT_TRY (read_default (column, values[COLUMN_DEFAULT_VALUE]));
    SCRIPT_TRY (read_default (column, values[COLUMN_INSERT_DEFAULT]));
    read_onupdate (runtime, column, values[COLUMN_ONUPDATE]);
    SCRIPT_TRY (sa_server_default (runtime, values[COLUMN_SERVER_DEFAULT], &column->server_default));
    return sa_options (runtime, "Column", values[COLUMN_OPTIONS], &column->options);
}

static ScriptStatus column_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[COLUMN_N];
    const ScriptList *items;
    const SaType *type = NULL;
    SaColumn *column;
    SaName name;
    guint32 at = 0;

    SCRIPT_TRY (py_bind (call, COLUMN_SIGNATURE, values));
    items = value_list (values[COLUMN_ARGS]);
    name = sa_name (runtime, values[COLUMN_NAME]);
    if (at < items->length && (py_as_string (items->items[at]) || items->items[at].kind == VALUE_NULL))
    {
        if (name.text && items->items[at].kind != VALUE_NULL)
            return sql_raise (runtime, "ArgumentError", "May not pass name positionally and as a keyword.");
        if (!name.text)
            name = sa_name (runtime, items->items[at]);
        at++;
    }
    if (sa_truth (values[COLUMN_QUOTE]) != SA_DEFAULT)
        name.quote = sa_truth (values[COLUMN_QUOTE]);
    if (at < items->length && !sa_item_is (items->items[at]))
        SCRIPT_TRY (sa_type_from_value (runtime, items->items[at++], &type));
    else if (values[COLUMN_TYPE].kind != VALUE_EMPTY)
        SCRIPT_TRY (sa_type_from_value (runtime, values[COLUMN_TYPE], &type));
    column = sa_column_new (runtime, name, type);
    SCRIPT_TRY (read_column (runtime, column, values));
    for (; at < items->length; at++)
        SCRIPT_TRY (add_column_item (runtime, column, items->items[at]));
    SCRIPT_TRY (settle_server_default (runtime, column));
    column->element.object = call->receiver;
    if (column->primary_key)
        column->element.flags |= ELEMENT_PRIMARY_KEY;
    host_object_set_data (runtime, call->receiver, column);
    return SCRIPT_NORMAL;
}

/* name=, onupdate=, ondelete=, deferrable=, initially=, match=, use_alter= at VALUES. */
static SaReference read_reference (ScriptRuntime *runtime, Value name, const Value *values)
{
    return (SaReference){
        .name = sa_name (runtime, name),
        .on_update = sa_text (runtime, values[0]),
        .on_delete = sa_text (runtime, values[1]),
        .deferrable = sa_truth (values[2]),
        .initially = sa_text (runtime, values[3]),
        .match = sa_text (runtime, values[4]),
        .use_alter = sa_truth (values[5]) == SA_TRUE,
    };
}

static ScriptStatus foreign_key_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SaForeignKey *key = script_alloc (call->runtime, sizeof *key);
    Value values[13], reference[6];

    SCRIPT_TRY (py_bind (call,
                         "ForeignKey(column, _constraint=, use_alter=, name=, onupdate=, ondelete=, deferrable=, "
                         "initially=, link_to_name=, match=, info=, comment=, **dialect_kw)",
                         values));
    memcpy (reference, values + 4, 4 * sizeof *values);
    reference[4] = values[9];
    reference[5] = values[2];
    SCRIPT_TRY (sa_target (call->runtime, values[0], &key->target));
    key->reference = read_reference (call->runtime, values[3], reference);
    SCRIPT_TRY (sa_options (call->runtime, "ForeignKeyConstraint", values[12], &key->reference.options));
    host_object_set_data (call->runtime, call->receiver, key);
    return SCRIPT_NORMAL;
}

static ScriptStatus foreign_key_constraint_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SaConstraint *constraint;
    Value values[14], reference[6];
    ScriptList *targets;

    SCRIPT_TRY (py_bind (call,
                         "ForeignKeyConstraint(columns, refcolumns, name=, onupdate=, ondelete=, deferrable=, "
                         "initially=, use_alter=, link_to_name=, match=, table=, info=, comment=, **dialect_kw)",
                         values));
    memcpy (reference, values + 3, 4 * sizeof *values);
    reference[4] = values[9];
    reference[5] = values[7];
    constraint = sa_constraint_new (call->runtime, SA_CONSTRAINT_FOREIGN_KEY, sa_name (call->runtime, values[2]));
    constraint->reference = read_reference (call->runtime, values[2], reference);
    constraint->deferrable = constraint->reference.deferrable;
    constraint->initially = constraint->reference.initially;
    SCRIPT_TRY (sa_names (call->runtime, values[0], &constraint->columns));
    SCRIPT_TRY (py_items (call->runtime, values[1], &targets));
    for (guint32 i = 0; i < targets->length; i++)
    {
        SaTarget target;

        SCRIPT_TRY (sa_target (call->runtime, targets->items[i], &target));
        g_array_append_val (constraint->targets, target);
    }
    if (constraint->targets->len != constraint->columns->len)
        return sql_raise (call->runtime, "ArgumentError",
                          "ForeignKeyConstraint number of constrained columns must match the number of referenced "
                          "columns.");
    SCRIPT_TRY (sa_options (call->runtime, "ForeignKeyConstraint", values[13], &constraint->options));
    host_object_set_data (call->runtime, call->receiver, constraint);
    return SCRIPT_NORMAL;
}

static ScriptStatus columns_init (ScriptCall *call, SaConstraintKind kind, const char *item, const char *signature)
{
    SaConstraint *constraint;
    Value values[6];

    SCRIPT_TRY (py_bind (call, signature, values));
    constraint = sa_constraint_new (call->runtime, kind, sa_name (call->runtime, values[1]));
    constraint->deferrable = sa_truth (values[2]);
    constraint->initially = sa_text (call->runtime, values[3]);
    SCRIPT_TRY (sa_names (call->runtime, values[0], &constraint->columns));
    SCRIPT_TRY (sa_options (call->runtime, item, values[5], &constraint->options));
    host_object_set_data (call->runtime, call->receiver, constraint);
    return SCRIPT_NORMAL;
}

static ScriptStatus primary_key_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return columns_init (call, SA_CONSTRAINT_PRIMARY_KEY, "PrimaryKeyConstraint",
                         "PrimaryKeyConstraint(*columns, name=, deferrable=, initially=, info=, **dialect_kw)");
}

static ScriptStatus unique_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return columns_init (call, SA_CONSTRAINT_UNIQUE, "UniqueConstraint",
                         "UniqueConstraint(*columns, name=, deferrable=, initially=, info=, **dialect_kw)");
}

static ScriptStatus check_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SaConstraint *constraint;
    Value values[7];

    SCRIPT_TRY (py_bind (call, "CheckConstraint(sqltext, name=, deferrable=, initially=, table=, info=, **dialect_kw)",
                         values));
    constraint = sa_constraint_new (call->runtime, SA_CONSTRAINT_CHECK, sa_name (call->runtime, values[1]));
    constraint->deferrable = sa_truth (values[2]);
    constraint->initially = sa_text (call->runtime, values[3]);
    SCRIPT_TRY (sa_ddl_expression (call->runtime, values[0], &constraint->expression));
    SCRIPT_TRY (sa_options (call->runtime, "CheckConstraint", values[6], &constraint->options));
    host_object_set_data (call->runtime, call->receiver, constraint);
    return SCRIPT_NORMAL;
}

ScriptStatus sa_exclude_read (ScriptRuntime *runtime, SaConstraint *constraint, const ScriptList *elements,
                              const ScriptMap *keywords)
{
    constraint->exclusions = sa_array_new (runtime, sizeof (SaExclusion));
    constraint->using = "gist";
    for (guint32 i = 0; i < elements->length; i++)
    {
        const ScriptList *pair = value_list (elements->items[i]);
        SaExclusion part = { NULL, NULL, NULL };

        if (!pair || pair->length != 2 || !(part.operator= sa_text (runtime, pair->items[1])))
            return script_refuse (runtime, "an element of an exclude constraint is (column or expression, operator)");
        if (sa_column_of (pair->items[0]))
            part.column = sa_column_of (pair->items[0])->name.text;
        else if (!(part.column = sa_text (runtime, pair->items[0])) &&
                 !(part.expression = sql_element_of (pair->items[0])))
            return script_refuse (runtime, "an exclude constraint can't be upon %s",
                                  py_type_name (runtime, pair->items[0]));
        g_array_append_val (constraint->exclusions, part);
    }
    for (guint32 i = 0; keywords && i < keywords->n_entries; i++)
    {
        const char *key =
            keywords->entries[i].key.kind == VALUE_EMPTY ? NULL : sa_text (runtime, keywords->entries[i].key);
        Value value = keywords->entries[i].value;

        if (!key || value.kind == VALUE_NULL)
            continue;
        if (strcmp (key, "using") == 0)
            constraint->using = sa_text (runtime, value);
        else if (strcmp (key, "where") == 0)
            SCRIPT_TRY (sa_ddl_expression (runtime, value, &constraint->where));
        else if (strcmp (key, "deferrable") == 0)
            constraint->deferrable = sa_truth (value);
        else if (strcmp (key, "initially") == 0)
            constraint->initially = sa_text (runtime, value);
        else if (strcmp (key, "ops") == 0)
            constraint->ops = value;
        else if (strcmp (key, "name") == 0)
            constraint->name = sa_name (runtime, value);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus exclude_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SaConstraint *constraint = sa_constraint_new (call->runtime, SA_CONSTRAINT_EXCLUDE, SA_NO_NAME);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "ExcludeConstraint(*elements, **kw)", values));
    SCRIPT_TRY (sa_exclude_read (call->runtime, constraint, value_list (values[0]), value_map (values[1])));
    host_object_set_data (call->runtime, call->receiver, constraint);
    return SCRIPT_NORMAL;
}

ScriptStatus sa_index_add_part (ScriptRuntime *runtime, SaIndex *index, Value value)
{
    SaIndexPart part = { NULL, NULL };
    const SaColumn *column = sa_column_of (value);

    if (column)
        part.column = column->key;
    else if (!(part.column = sa_text (runtime, value)))
        part.expression = sql_element_of (value);
    if (!part.column && !part.expression)
        return script_throw (runtime, "ValueError", "String or text() construct expected");
    if (part.expression && part.expression->kind == ELEMENT_COLUMN)
    {
        part.column = part.expression->name;
        part.expression = NULL;
    }
    g_array_append_val (index->parts, part);
    return SCRIPT_NORMAL;
}

static ScriptStatus index_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[6];
    const ScriptList *parts;
    SaIndex *index;
    SaTable *table = NULL;

    SCRIPT_TRY (py_bind (call, "Index(name, *expressions, unique=, quote=, info=, **dialect_kw)", values));
    index = sa_index_new (call->runtime, sa_name (call->runtime, values[0]), sa_truth (values[2]) == SA_TRUE);
    index->name.quote = sa_truth (values[3]);
    parts = value_list (values[1]);
    for (guint32 i = 0; i < parts->length; i++)
    {
        const SqlElement *element = sql_element_of (parts->items[i]);

        SCRIPT_TRY (sa_index_add_part (call->runtime, index, parts->items[i]));
        if (element && element->kind == ELEMENT_COLUMN && element->table)
            table = sa_table_of (sql_element_value (call->runtime, element->table));
    }
    SCRIPT_TRY (sa_options (call->runtime, "Index", values[5], &index->options));
    if (table)
        SCRIPT_TRY (sa_table_add_index (call->runtime, table, index));
    host_object_set_data (call->runtime, call->receiver, index);
    return SCRIPT_NORMAL;
}

/* start=, increment=, minvalue=, maxvalue=, nominvalue=, nomaxvalue=, cycle= at VALUES, and cache. */
static ScriptStatus read_sequence_options (ScriptRuntime *runtime, SaSequenceOptions *options, const Value *values,
                                           Value cache)
{
    SCRIPT_TRY (sa_big_number (runtime, values[0], "start", &options->start));
    SCRIPT_TRY (sa_big_number (runtime, values[1], "increment", &options->increment));
    SCRIPT_TRY (sa_big_number (runtime, values[2], "minvalue", &options->minvalue));
    SCRIPT_TRY (sa_big_number (runtime, values[3], "maxvalue", &options->maxvalue));
    SCRIPT_TRY (sa_big_number (runtime, cache, "cache", &options->cache));
    options->nominvalue = sa_truth (values[4]);
    options->nomaxvalue = sa_truth (values[5]);
    options->cycle = sa_truth (values[6]);
    return SCRIPT_NORMAL;
}

static ScriptStatus identity_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SaIdentity *identity = script_alloc (call->runtime, sizeof *identity);
    Value values[12];

    SCRIPT_TRY (py_bind (call,
                         "Identity(always=, on_null=, start=, increment=, minvalue=, maxvalue=, nominvalue=, "
                         "nomaxvalue=, cycle=, cache=, order=, **dialect_kw)",
                         values));
    identity->always = sa_truth (values[0]);
    SCRIPT_TRY (read_sequence_options (call->runtime, &identity->options, values + 2, values[9]));
    host_object_set_data (call->runtime, call->receiver, identity);
    return SCRIPT_NORMAL;
}

static ScriptStatus sequence_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SaSequence *sequence = script_alloc (call->runtime, sizeof *sequence);
    Value values[18];

    SCRIPT_TRY (py_bind (call,
                         "Sequence(name, start=, increment=, minvalue=, maxvalue=, nominvalue=, nomaxvalue=, cycle=, "
                         "schema=, cache=, order=, data_type=, optional=, quote=, metadata=, quote_schema=, "
                         "for_update=, **dialect_kw)",
                         values));
    sequence->name = sa_name (call->runtime, values[0]);
    sequence->name.quote = sa_truth (values[13]);
    sequence->schema = sa_name (call->runtime, values[8]);
    sequence->schema.quote = sa_truth (values[15]);
    sequence->optional = sa_truth (values[12]) == SA_TRUE;
    sequence->metadata = values[14];
    SCRIPT_TRY (read_sequence_options (call->runtime, &sequence->options, values + 1, values[9]));
    if (values[11].kind != VALUE_EMPTY)
        SCRIPT_TRY (sa_type_from_value (call->runtime, values[11], &sequence->data_type));
    if (sa_metadata_of (values[14]))
        g_ptr_array_add (sa_metadata_of (values[14])->sequences, sequence);
    host_object_set_data (call->runtime, call->receiver, sequence);
    return SCRIPT_NORMAL;
}

static ScriptStatus computed_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SaComputed *computed = script_alloc (call->runtime, sizeof *computed);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "Computed(sqltext, persisted=)", values));
    SCRIPT_TRY (sa_ddl_expression (call->runtime, values[0], &computed->expression));
    computed->persisted = sa_truth (values[1]);
    host_object_set_data (call->runtime, call->receiver, computed);
    return SCRIPT_NORMAL;
}

static ScriptStatus fetched_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[1];

    SCRIPT_TRY (py_bind (call, "FetchedValue(for_update=)", values));
    host_object_set_data (call->runtime, call->receiver, script_alloc (call->runtime, sizeof (int)));
    return SCRIPT_NORMAL;
}

static ScriptStatus default_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SaServerDefault *clause = script_alloc (call->runtime, sizeof *clause);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "DefaultClause(arg, for_update=)", values));
    SCRIPT_TRY (sa_server_default (call->runtime, values[0], clause));
    host_object_set_data (call->runtime, call->receiver, clause);
    return SCRIPT_NORMAL;
}

static ScriptStatus column_default_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[2];

    SCRIPT_TRY (py_bind (call, "ColumnDefault(arg, for_update=)", values));
    host_object_set_data (call->runtime, call->receiver, script_alloc (call->runtime, sizeof (int)));
    return SCRIPT_NORMAL;
}

#define ITEM_DATA(function, type, class)                                                                               \
    type *function (Value value)                                                                                       \
    {                                                                                                                  \
        return host_object_data (value, &class);                                                                       \
    }

ITEM_DATA (sa_column_of, SaColumn, sa_column_class)
ITEM_DATA (sa_constraint_of, SaConstraint, sa_constraint_class)
ITEM_DATA (sa_index_of, SaIndex, sa_index_class)
ITEM_DATA (sa_sequence_of, SaSequence, sa_sequence_class)

gboolean sa_item_is (Value value)
{
    static const HostClass *const classes[] = { &sa_foreign_key_class, &sa_constraint_class,    &sa_sequence_class,
                                                &sa_computed_class,    &sa_identity_class,      &sa_default_class,
                                                &sa_fetched_class,     &sa_column_default_class };

    for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
        if (host_object_data (value, classes[i]))
            return TRUE;
    return FALSE;
}

static ScriptStatus column_name (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, ((const SaColumn *)call->data)->name.text, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus column_type (ScriptCall *call, Value *out)
{
    *out = sa_type_value (call->runtime, ((const SaColumn *)call->data)->type);
    return SCRIPT_NORMAL;
}

static ScriptStatus column_nullable (ScriptCall *call, Value *out)
{
    *out = value_boolean (((const SaColumn *)call->data)->nullable);
    return SCRIPT_NORMAL;
}

static ScriptStatus column_copy (ScriptCall *call, Value *out)
{
    SaColumn *copy = sa_column_copy (call->runtime, call->data);

    *out = copy->element.object = host_object_new (call->runtime, &sa_column_class, copy);
    return SCRIPT_NORMAL;
}

static ScriptStatus constraint_name (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, ((const SaConstraint *)call->data)->name.text, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus index_name (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, ((const SaIndex *)call->data)->name.text, -1);
    return SCRIPT_NORMAL;
}

static const HostMember column_members[] = {
    SA_NOT_SHOWN ("__repr__"),
    { .name = "name", .kind = HOST_GETTER, .function = column_name, .summary = "the column's name" },
    { .name = "type", .kind = HOST_GETTER, .function = column_type, .summary = "the column's type" },
    { .name = "nullable", .kind = HOST_GETTER, .function = column_nullable, .summary = "may it be NULL?" },
    { .name = "copy", .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = column_copy, .summary = "a copy" },
    { .name = "_copy", .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = column_copy, .summary = "a copy" },
    { .name = NULL },
};

static const HostMember constraint_members[] = {
    SA_NOT_SHOWN ("__repr__"),
    SA_NOT_SHOWN ("__str__"),
    { .name = "name", .kind = HOST_GETTER, .function = constraint_name, .summary = "the constraint's name" },
    { .name = NULL },
};

static const HostMember index_members[] = {
    SA_NOT_SHOWN ("__repr__"),
    SA_NOT_SHOWN ("__str__"),
    { .name = "name", .kind = HOST_GETTER, .function = index_name, .summary = "the index's name" },
    { .name = NULL },
};

static const HostMember none[] = { SA_NOT_SHOWN ("__repr__"), SA_NOT_SHOWN ("__str__"), { .name = NULL } };

#define ITEM(title, about, parent, list, constructor)                                                                  \
    {                                                                                                                  \
        .name = title, .summary = about, .base = parent, .members = list, .init = constructor,                         \
        .module = "sqlalchemy.sql.schema"                                                                              \
    }

const HostClass sa_column_class = ITEM ("Column", "a column", &sql_column_class, column_members, column_init);
const HostClass sa_foreign_key_class = ITEM ("ForeignKey", "a foreign key of one column", NULL, none, foreign_key_init);
const HostClass sa_constraint_class = ITEM ("Constraint", "a constraint", NULL, constraint_members, NULL);
const HostClass sa_primary_key_class =
    ITEM ("PrimaryKeyConstraint", "PRIMARY KEY", &sa_constraint_class, none, primary_key_init);
const HostClass sa_foreign_key_constraint_class =
    ITEM ("ForeignKeyConstraint", "FOREIGN KEY", &sa_constraint_class, none, foreign_key_constraint_init);
const HostClass sa_unique_class = ITEM ("UniqueConstraint", "UNIQUE", &sa_constraint_class, none, unique_init);
const HostClass sa_check_class = ITEM ("CheckConstraint", "CHECK", &sa_constraint_class, none, check_init);
const HostClass sa_exclude_class = ITEM ("ExcludeConstraint", "EXCLUDE", &sa_constraint_class, none, exclude_init);
const HostClass sa_index_class = ITEM ("Index", "an index", NULL, index_members, index_init);
const HostClass sa_identity_class = ITEM ("Identity", "GENERATED AS IDENTITY", NULL, none, identity_init);
const HostClass sa_computed_class = ITEM ("Computed", "GENERATED ALWAYS AS", NULL, none, computed_init);
const HostClass sa_fetched_class = ITEM ("FetchedValue", "a value that the database makes", NULL, none, fetched_init);
const HostClass sa_default_class = ITEM ("DefaultClause", "DEFAULT", NULL, none, default_init);
const HostClass sa_column_default_class =
    ITEM ("ColumnDefault", "a default of Python's", NULL, none, column_default_init);
const HostClass sa_sequence_class = ITEM ("Sequence", "a sequence", NULL, sa_sequence_members, sequence_init);
