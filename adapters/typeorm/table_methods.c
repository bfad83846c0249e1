/* The methods of Table, TableColumn and their like: typeorm/schema-builder/table of 0.3 and 1.x, which agree. */

#include "adapters/typeorm/table_methods.h"

#include <string.h>

/* The list that is RECEIVER's property NAME. */
static ScriptStatus list_member (ScriptCall *call, Value receiver, const char *name, ScriptList **list)
{
    Value value;

    SCRIPT_TRY (script_member (call->runtime, receiver, name, &value));
    *list = value_list (value);
    if (!*list)
        return script_throw (call->runtime, "TypeError", "%s is not an array", name);
    return SCRIPT_NORMAL;
}

static gboolean same_text (Value a, Value b)
{
    return a.kind == b.kind && (a.kind == VALUE_STRING ? string_equal (a.as.string, b.as.string) : value_same (a, b));
}

/* The index in LIST of the object whose name is NAME, or -1. */
static ScriptStatus find_named (ScriptCall *call, ScriptList *list, Value name, int *at)
{
    *at = -1;
    for (guint32 i = 0; i < list->length; i++)
    {
        Value own;

        SCRIPT_TRY (script_member (call->runtime, list->items[i], "name", &own));
        if (same_text (own, name))
        {
            *at = (int)i;
            return SCRIPT_NORMAL;
        }
    }
    return SCRIPT_NORMAL;
}

static void remove_at (ScriptCall *call, ScriptList *list, int at)
{
    memmove (&list->items[at], &list->items[at + 1], (list->length - (guint32)at - 1) * sizeof list->items[0]);
    list_resize (call->runtime, list, list->length - 1);
}

static ScriptStatus add_to (ScriptCall *call, const char *property)
{
    ScriptList *list;

    SCRIPT_TRY (list_member (call, call->receiver, property, &list));
    list_append (call->runtime, list, call_argument (call, 0));
    return SCRIPT_NORMAL;
}

/* Removes from PROPERTY the object that has the name of the first argument; REMOVED is it, or undefined. */
static ScriptStatus remove_from (ScriptCall *call, const char *property, Value *removed)
{
    ScriptList *list;
    Value name;
    int at;

    *removed = UNDEFINED;
    SCRIPT_TRY (list_member (call, call->receiver, property, &list));
    SCRIPT_TRY (script_member (call->runtime, call_argument (call, 0), "name", &name));
    SCRIPT_TRY (find_named (call, list, name, &at));
    if (at < 0)
        return SCRIPT_NORMAL;
    *removed = list->items[at];
    remove_at (call, list, at);
    return SCRIPT_NORMAL;
}

/* The column of the receiver that KEY (a unique or an index) is of alone, or undefined. */
static ScriptStatus only_column (ScriptCall *call, Value key, Value *column)
{
    ScriptList *names, *columns;
    int at;

    *column = UNDEFINED;
    SCRIPT_TRY (list_member (call, key, "columnNames", &names));
    if (names->length != 1)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (list_member (call, call->receiver, "columns", &columns));
    SCRIPT_TRY (find_named (call, columns, names->items[0], &at));
    if (at >= 0)
        *column = columns->items[at];
    return SCRIPT_NORMAL;
}

static ScriptStatus mark_unique (ScriptCall *call, Value key, gboolean unique)
{
    Value column;

    SCRIPT_TRY (only_column (call, key, &column));
    if (column.kind == VALUE_OBJECT)
        script_set (call->runtime, column, "isUnique", value_boolean (unique));
    return SCRIPT_NORMAL;
}

/* add... and remove... of what nothing else depends on; the list is the method's own datum. */
static ScriptStatus add_item (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return add_to (call, call->data);
}

static ScriptStatus remove_item (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value removed;

    return remove_from (call, call->data, &removed);
}

static ScriptStatus add_unique (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    SCRIPT_TRY (add_to (call, "uniques"));
    return mark_unique (call, call_argument (call, 0), TRUE);
}

static ScriptStatus remove_unique (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value removed;

    SCRIPT_TRY (remove_from (call, "uniques", &removed));
    return removed.kind == VALUE_OBJECT ? mark_unique (call, removed, FALSE) : SCRIPT_NORMAL;
}

static ScriptStatus find_column_by_name (ScriptCall *call, Value *out)
{
    ScriptList *columns;
    int at;

    SCRIPT_TRY (list_member (call, call->receiver, "columns", &columns));
    SCRIPT_TRY (find_named (call, columns, call_argument (call, 0), &at));
    if (at >= 0)
        *out = columns->items[at];
    return SCRIPT_NORMAL;
}

/* Those of the list (the method's own datum) that name the column that is the first argument. */
static ScriptStatus find_of_column (ScriptCall *call, Value *out)
{
    ScriptList *list;
    ScriptList *found = list_new (call->runtime, NULL, 0);
    Value name;

    SCRIPT_TRY (list_member (call, call->receiver, call->data, &list));
    SCRIPT_TRY (script_member (call->runtime, call_argument (call, 0), "name", &name));
    for (guint32 i = 0; i < list->length; i++)
    {
        ScriptList *names;

        SCRIPT_TRY (list_member (call, list->items[i], "columnNames", &names));
        for (guint32 k = 0; k < names->length; k++)
            if (same_text (names->items[k], name))
            {
                list_append (call->runtime, found, list->items[i]);
                break;
            }
    }
    *out = value_of_object (&found->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus primary_columns (ScriptCall *call, Value *out)
{
    ScriptList *columns;
    ScriptList *found = list_new (call->runtime, NULL, 0);

    SCRIPT_TRY (list_member (call, call->receiver, "columns", &columns));
    for (guint32 i = 0; i < columns->length; i++)
    {
        Value primary;

        SCRIPT_TRY (script_member (call->runtime, columns->items[i], "isPrimary", &primary));
        if (value_is_true (primary))
            list_append (call->runtime, found, columns->items[i]);
    }
    *out = value_of_object (&found->object);
    return SCRIPT_NORMAL;
}

/* A list that belongs to one object alone. */
static void own_list (ScriptRuntime *runtime, Value object, const char *property)
{
    ScriptList *list = value_list (script_peek (runtime, object, property));

    if (list)
        script_set (runtime, object, property,
                    value_of_object (&list_new (runtime, list->items, list->length)->object));
}

static void own_lists (ScriptRuntime *runtime, Value object)
{
    /* A check may have none; its copy has an empty one. */
    if (typeorm_is (object, TABLE_CLASS_CHECK) && !value_list (script_peek (runtime, object, "columnNames")))
        script_set (runtime, object, "columnNames", value_of_object (&list_new (runtime, NULL, 0)->object));
    own_list (runtime, object, "columnNames");
    own_list (runtime, object, "referencedColumnNames");
}

static ScriptStatus clone_object (ScriptCall *call, Value *out)
{
    static const char *const lists[] = { "indices", "foreignKeys", "uniques", "checks" };
    TableClass class = (TableClass)GPOINTER_TO_UINT (call->data);
    const TableClasses *classes = typeorm_table_classes (typeorm_run (call));

    *out = value_of_object (object_new (call->runtime, classes->prototypes[class]));
    SCRIPT_TRY (typeorm_construct (call, class, call->receiver, out->as.object));
    own_lists (call->runtime, *out);
    if (class != TABLE_CLASS_TABLE)
        return SCRIPT_NORMAL;
    for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
        ScriptList *list;

        SCRIPT_TRY (list_member (call, *out, lists[i], &list));
        for (guint32 k = 0; k < list->length; k++)
            own_lists (call->runtime, list->items[k]);
    }
    return SCRIPT_NORMAL;
}

typedef struct
{
    const char *name; /* NULL ends a table */
    guint8 arity;
    ScriptNative function;
    const char *list; /* the property that FUNCTION is about, or NULL */
} Method;

static const Method table_methods[] = {
    { "addColumn", 1, add_item, "columns" },
    { "removeColumn", 1, remove_item, "columns" },
    { "addUniqueConstraint", 1, add_unique, NULL },
    { "removeUniqueConstraint", 1, remove_unique, NULL },
    { "addCheckConstraint", 1, add_item, "checks" },
    { "removeCheckConstraint", 1, remove_item, "checks" },
    { "addExclusionConstraint", 1, add_item, "exclusions" },
    { "removeExclusionConstraint", 1, remove_item, "exclusions" },
    { "addForeignKey", 1, add_item, "foreignKeys" },
    { "removeForeignKey", 1, remove_item, "foreignKeys" },
    { "addIndex", 1, add_item, "indices" },
    { "removeIndex", 1, remove_item, "indices" },
    { "findColumnByName", 1, find_column_by_name, NULL },
    { "findColumnIndices", 1, find_of_column, "indices" },
    { "findColumnForeignKeys", 1, find_of_column, "foreignKeys" },
    { "findColumnUniques", 1, find_of_column, "uniques" },
    { "findColumnChecks", 1, find_of_column, "checks" },
    { .name = NULL },
};

static const Method view_methods[] = {
    { "addIndex", 1, add_item, "indices" },
    { "removeIndex", 1, remove_item, "indices" },
    { .name = NULL },
};

static void define (ScriptRuntime *runtime, ScriptObject *prototype, const Method *methods)
{
    for (; methods->name; methods++)
        object_define (
            runtime, prototype, intern (runtime, methods->name, -1),
            script_function_new (runtime, methods->name, methods->arity, methods->function, (gpointer)methods->list),
            PROPERTY_HIDDEN);
}

void typeorm_methods_define (ScriptRuntime *runtime, TableClass class, ScriptObject *prototype)
{
    object_define (runtime, prototype, intern (runtime, "clone", -1),
                   script_function_new (runtime, "clone", 0, clone_object, GUINT_TO_POINTER (class)), PROPERTY_HIDDEN);
    switch (class)
    {
    case TABLE_CLASS_TABLE:
        define (runtime, prototype, table_methods);
        object_define_accessor (runtime, prototype, intern (runtime, "primaryColumns", -1),
                                script_function_new (runtime, "get primaryColumns", 0, primary_columns, NULL).as.object,
                                NULL, PROPERTY_CONFIGURABLE);
        break;
    case TABLE_CLASS_VIEW:
        define (runtime, prototype, view_methods);
        break;
    case TABLE_CLASS_COLUMN:
    case TABLE_CLASS_INDEX:
    case TABLE_CLASS_FOREIGN_KEY:
    case TABLE_CLASS_UNIQUE:
    case TABLE_CLASS_CHECK:
    case TABLE_CLASS_EXCLUSION:
        break;
    }
}
