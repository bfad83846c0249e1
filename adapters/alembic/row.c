/* Rows (engine/row.py): tuples whose values have names, and the mappings that they are besides. */

#include "adapters/alembic/result.h"

#include <string.h>

static const HostClass mapping_class;

typedef struct
{
    const SqlRows *shared;
    ScriptList *values;
} Mapping;

gint64 sql_row_place (const SqlRows *shared, ScriptRuntime *runtime, Value key)
{
    const SqlElement *element = sql_element_of (key);
    const char *name = py_as_string (key) ? value_to_text (runtime, py_unbox (key)) : NULL;

    for (guint i = 0; i < shared->n_columns; i++)
        if (name ? g_str_equal (shared->names[i], name) : element && shared->columns[i] == element)
            return i;
    if (element && element->name)
        for (guint i = 0; i < shared->n_columns; i++)
            if (g_str_equal (shared->names[i], element->name))
                return i;
    return -1;
}

ScriptStatus sql_row_no_column (ScriptRuntime *runtime, Value key)
{
    ScriptString *shown;

    SCRIPT_TRY (py_repr (runtime, key, &shown));
    return sql_raise (runtime, "NoSuchColumnError", "Could not locate column in row for column %s",
                      value_to_text (runtime, value_of_string (shown)));
}

static ScriptStatus mapping_item (ScriptCall *call, Value *out)
{
    const Mapping *mapping = call->data;
    Value key;
    gint64 place;

    SCRIPT_TRY (py_bind (call, "__getitem__(key)", &key));
    place = sql_row_place (mapping->shared, call->runtime, key);
    if (place < 0)
        return sql_row_no_column (call->runtime, key);
    *out = mapping->values->items[place];
    return SCRIPT_NORMAL;
}

static ScriptStatus mapping_get_method (ScriptCall *call, Value *out)
{
    const Mapping *mapping = call->data;
    Value values[2];
    gint64 place;

    SCRIPT_TRY (py_bind (call, "get(key, default=)", values));
    place = sql_row_place (mapping->shared, call->runtime, values[0]);
    *out = place >= 0 ? mapping->values->items[place] : values[1].kind == VALUE_EMPTY ? NULL_VALUE : values[1];
    return SCRIPT_NORMAL;
}

Value sql_row_names (ScriptRuntime *runtime, const SqlRows *shared)
{
    ScriptList *list = py_as_list (py_list_new (runtime, NULL, 0));

    for (guint i = 0; i < shared->n_columns; i++)
        list_append (runtime, list, value_string (runtime, shared->names[i], -1));
    return value_of_object (&list->object);
}

static ScriptStatus mapping_keys (ScriptCall *call, Value *out)
{
    *out = sql_row_names (call->runtime, ((const Mapping *)call->data)->shared);
    return SCRIPT_NORMAL;
}

static ScriptStatus mapping_values (ScriptCall *call, Value *out)
{
    const Mapping *mapping = call->data;

    *out = py_list_new (call->runtime, mapping->values->items, mapping->values->length);
    return SCRIPT_NORMAL;
}

static ScriptStatus mapping_dict (ScriptRuntime *runtime, const Mapping *mapping, Value *out)
{
    *out = py_dict_new (runtime);
    for (guint i = 0; i < mapping->shared->n_columns; i++)
        SCRIPT_TRY (py_dict_set (runtime, py_as_dict (*out), mapping->shared->names[i], mapping->values->items[i]));
    return SCRIPT_NORMAL;
}

static ScriptStatus mapping_items (ScriptCall *call, Value *out)
{
    Value dict;

    SCRIPT_TRY (mapping_dict (call->runtime, call->data, &dict));
    *out = py_dict_view_new (call->runtime, py_as_dict (dict), PY_ITEMS);
    return SCRIPT_NORMAL;
}

static ScriptStatus mapping_iterate (ScriptCall *call, Value *out)
{
    Walk walk;

    SCRIPT_TRY (
        py_iterate (call->runtime, sql_row_names (call->runtime, ((const Mapping *)call->data)->shared), &walk));
    *out = py_iterator_new (call->runtime, walk, "generator");
    return SCRIPT_NORMAL;
}

static ScriptStatus mapping_length (ScriptCall *call, Value *out)
{
    *out = value_integer (((const Mapping *)call->data)->shared->n_columns);
    return SCRIPT_NORMAL;
}

static ScriptStatus mapping_contains (ScriptCall *call, Value *out)
{
    Value key;

    SCRIPT_TRY (py_bind (call, "__contains__(key)", &key));
    *out = value_boolean (sql_row_place (((const Mapping *)call->data)->shared, call->runtime, key) >= 0);
    return SCRIPT_NORMAL;
}

static ScriptStatus mapping_repr (ScriptCall *call, Value *out)
{
    Value dict;
    ScriptString *shown;

    SCRIPT_TRY (mapping_dict (call->runtime, call->data, &dict));
    SCRIPT_TRY (py_repr (call->runtime, dict, &shown));
    *out = value_of_string (shown);
    return SCRIPT_NORMAL;
}

static ScriptStatus mapping_equal (ScriptCall *call, Value *out)
{
    const Mapping *other;
    Value value, mine;
    gboolean equal;

    SCRIPT_TRY (py_bind (call, "__eq__(other)", &value));
    other = host_object_data (value, &mapping_class);
    if (other)
        SCRIPT_TRY (mapping_dict (call->runtime, other, &value));
    SCRIPT_TRY (mapping_dict (call->runtime, call->data, &mine));
    SCRIPT_TRY (py_equal (call->runtime, mine, value, &equal));
    *out = value_boolean (equal);
    return SCRIPT_NORMAL;
}

#define METHOD(title, method, what)                                                                                    \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = method, .summary = what               \
    }

static const HostMember mapping_members[] = {
    METHOD ("__getitem__", mapping_item, "a value by name or column"),
    METHOD ("get", mapping_get_method, "a value, or a default"),
    METHOD ("keys", mapping_keys, "names"),
    METHOD ("values", mapping_values, "values"),
    METHOD ("items", mapping_items, "names with values"),
    METHOD ("__iter__", mapping_iterate, "names"),
    METHOD ("__len__", mapping_length, "how many"),
    METHOD ("__contains__", mapping_contains, "is there such a name"),
    METHOD ("__eq__", mapping_equal, "like a dict"),
    METHOD ("__repr__", mapping_repr, "like a dict"),
    { .name = NULL },
};
static const HostClass mapping_class = { .name = "RowMapping", .members = mapping_members };

Value sql_row_mapping_new (ScriptRuntime *runtime, const SqlRows *shared, ScriptList *values)
{
    Mapping *mapping = script_alloc (runtime, sizeof *mapping);

    *mapping = (Mapping){ shared, values };
    return host_object_new (runtime, &mapping_class, mapping);
}

static const Name *mapping_name (ScriptRuntime *runtime)
{
    return intern (runtime, "_mapping", -1);
}

static ScriptStatus row_as_dict (ScriptCall *call, Value *out)
{
    const Property *property = object_find_own (call->receiver.as.object, mapping_name (call->runtime));

    return mapping_dict (call->runtime, host_object_data (property->value, &mapping_class), out);
}

static ScriptStatus row_fields (ScriptCall *call, Value *out)
{
    const Property *property = object_find_own (call->receiver.as.object, mapping_name (call->runtime));
    const Mapping *mapping = host_object_data (property->value, &mapping_class);
    ScriptList *names = value_list (sql_row_names (call->runtime, mapping->shared));

    *out = py_tuple_new (call->runtime, names->items, names->length);
    return SCRIPT_NORMAL;
}

static ScriptStatus row_tuple (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

/* A name that no column has. */
static ScriptStatus row_getattr (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return script_throw (call->runtime, "AttributeError", "Could not locate column in row for column '%s'",
                         value_to_text (call->runtime, call->arguments[0]));
}

static const NativeEntry row_methods[] = {
    { "__getattr__", 1, row_getattr },
    { "_asdict", 0, row_as_dict },
    { "get _fields", 0, row_fields },
    { "get t", 0, row_tuple },
    { "_tuple", 0, row_tuple },
    { "tuple", 0, row_tuple },
    { NULL, 0, NULL },
};

/* A row is a tuple; its names are attributes, unless a tuple has a method of that name. */
Value sql_row_new (ScriptRuntime *runtime, const SqlRows *shared, const Value *values)
{
    AlembicSql *state = sql_state (runtime);
    Value row = py_tuple_new (runtime, values, shared->n_columns);

    if (!state->row_class)
    {
        state->row_class = py_class_new (runtime, "Row", "sqlalchemy.engine.row", py_builtin_class (runtime, "tuple"),
                                         OBJECT_TUPLE, row_methods, NULL);
        state->row_class->is_script = TRUE;
    }
    row.as.object->prototype = &state->row_class->object;
    for (guint i = 0; i < shared->n_columns; i++)
        if (!g_str_equal (shared->names[i], "count") && !g_str_equal (shared->names[i], "index"))
            object_define (runtime, row.as.object, intern (runtime, shared->names[i], -1), values[i],
                           PROPERTY_ORDINARY);
    object_define (runtime, row.as.object, mapping_name (runtime),
                   sql_row_mapping_new (runtime, shared, value_list (row)), PROPERTY_ORDINARY);
    return row;
}
