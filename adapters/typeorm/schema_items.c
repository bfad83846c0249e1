#include "adapters/typeorm/schema_items.h"
#include "adapters/typeorm/schema_state.h"

typedef ScriptStatus (*Create) (ScriptCall *call, DdlTable *table, const GPtrArray *items);
typedef ScriptStatus (*Drop) (ScriptCall *call, DdlTable *table, const GPtrArray *items, gboolean if_exists);

/* One kind of item: the database's functions, and how the model does what every kind has. */
typedef struct
{
    const char *noun; /* in 'Supplied index was not found' */
    gboolean named;   /* that message has the name */
    const char *refusal;
    Create create;
    Drop drop;
    gsize list; /* in DdlTable */
    gsize name; /* in the structure */
    gpointer (*copy) (gconstpointer structure);
} Kind;

#define KIND(title, with_name, refused, creates, drops, member, type, noun_)                                           \
    *kind = (Kind)                                                                                                     \
    {                                                                                                                  \
        .noun = title, .named = with_name, .refusal = refused, .create = creates, .drop = drops,                       \
        .list = offsetof (DdlTable, member), .name = offsetof (type, name),                                            \
        .copy = (gpointer (*) (gconstpointer))ddl_##noun_##_copy                                                       \
    }

static void kind_of (const TypeormSchemaDialect *dialect, TableClass class, Kind *kind)
{
    switch (class)
    {
    case TABLE_CLASS_INDEX:
        KIND ("index", TRUE, NULL, dialect->create_indexes, dialect->drop_indexes, indexes, DdlIndex, index);
        return;
    case TABLE_CLASS_FOREIGN_KEY:
        KIND ("foreign key", FALSE, NULL, dialect->create_foreign_keys, dialect->drop_foreign_keys, foreign_keys,
              DdlForeignKey, foreign_key);
        return;
    case TABLE_CLASS_UNIQUE:
        KIND ("unique constraint", FALSE, dialect->no_uniques, dialect->create_uniques, dialect->drop_uniques, uniques,
              DdlUnique, unique);
        return;
    case TABLE_CLASS_CHECK:
        KIND ("check constraint", FALSE, dialect->no_checks, dialect->create_checks, dialect->drop_checks, checks,
              DdlCheck, check);
        return;
    case TABLE_CLASS_EXCLUSION:
        KIND ("exclusion constraint", FALSE, dialect->no_exclusions, dialect->create_exclusions,
              dialect->drop_exclusions, exclusions, DdlExclusion, exclusion);
        return;
    case TABLE_CLASS_TABLE:
    case TABLE_CLASS_COLUMN:
    case TABLE_CLASS_VIEW:
        break;
    }
    g_return_if_reached ();
}

static char *name_of (const Kind *kind, gpointer item)
{
    return *(char **)(gpointer)((char *)item + kind->name);
}

ScriptStatus typeorm_read_items (ScriptCall *call, Value argument, gboolean plural, TableClass class, GPtrArray *items)
{
    ScriptList *list = NULL;

    if (plural)
        SCRIPT_TRY (script_items (call->runtime, argument, &list));
    else
        list = list_new (call->runtime, &argument, 1);
    for (guint32 i = 0; i < list->length; i++)
    {
        gpointer item;

        SCRIPT_TRY (typeorm_read (call, list->items[i], class, &item));
        g_ptr_array_add (items, item);
    }
    return SCRIPT_NORMAL;
}

static void free_items (TableClass class, GPtrArray *items)
{
    for (guint i = 0; i < items->len; i++)
        typeorm_structure_free (class, g_ptr_array_index (items, i));
    g_ptr_array_unref (items);
}

static ScriptStatus keep (ScriptCall *call, TableRef *ref)
{
    if (ref->object.kind != VALUE_OBJECT)
    {
        typeorm_keep_added (call, ref);
        return SCRIPT_NORMAL;
    }
    if (typeorm_dialect (call)->writes_loaded)
        return typeorm_keep_loaded (call, ref);
    typeorm_keep_object (call, ref);
    return SCRIPT_NORMAL;
}

static ScriptStatus create (ScriptCall *call, TableClass class, const Kind *kind, gboolean plural, GPtrArray *items)
{
    g_auto (TableRef) ref = { 0 };

    SCRIPT_TRY (typeorm_table_unseen (call, call_argument (call, 0), &ref));
    SCRIPT_TRY (typeorm_read_items (call, call_argument (call, 1), plural, class, items));
    SCRIPT_TRY (kind->create (call, ref.table, items));
    /* A name that was made up is given to the script's object, as the tool does. */
    for (guint i = 0; i < items->len; i++)
    {
        gpointer item = g_ptr_array_index (items, i);
        ScriptObject *origin = *(ScriptObject **)item;

        script_set (call->runtime, value_of_object (origin), "name",
                    value_string (call->runtime, name_of (kind, item), -1));
    }
    return keep (call, &ref);
}

ScriptStatus typeorm_create_items (ScriptCall *call, TableClass class, gboolean plural)
{
    GPtrArray *items = g_ptr_array_new ();
    Kind kind;
    ScriptStatus status;

    kind_of (typeorm_dialect (call), class, &kind);
    if (kind.create)
        status = create (call, class, &kind, plural, items);
    else
        status = typeorm_throw (call, "TypeORMError", "%s", kind.refusal);
    free_items (class, items);
    return status;
}

/* ARGUMENT, an item or its name, as an own structure in ITEMS; nothing when the table has none of that name. */
static ScriptStatus find (ScriptCall *call, TableClass class, const Kind *kind, const DdlTable *table, Value argument,
                          GPtrArray *items)
{
    const GPtrArray *list = *(GPtrArray *const *)(gconstpointer)((const char *)table + kind->list);

    if (typeorm_is (argument, class))
        return typeorm_read_items (call, argument, FALSE, class, items);
    for (guint i = 0; argument.kind == VALUE_STRING && i < list->len; i++)
        if (g_strcmp0 (name_of (kind, g_ptr_array_index (list, i)), value_to_text (call->runtime, argument)) == 0)
        {
            g_ptr_array_add (items, kind->copy (g_ptr_array_index (list, i)));
            break;
        }
    return SCRIPT_NORMAL;
}

static ScriptStatus drop (ScriptCall *call, TableClass class, const Kind *kind, gboolean plural, gboolean if_exists,
                          GPtrArray *items)
{
    Value argument = call_argument (call, 1);
    g_auto (TableRef) ref = { 0 };
    ScriptList *list = NULL;

    SCRIPT_TRY (typeorm_table_of (call, call_argument (call, 0), &ref));
    if (plural)
        SCRIPT_TRY (script_items (call->runtime, argument, &list));
    else
        list = list_new (call->runtime, &argument, 1);
    for (guint32 i = 0; i < list->length; i++)
    {
        guint before = items->len;

        SCRIPT_TRY (find (call, class, kind, ref.table, list->items[i], items));
        if (items->len == before && !if_exists)
            return typeorm_throw (call, "TypeORMError", "Supplied %s %s%swas not found in table %s", kind->noun,
                                  kind->named ? value_to_text (call->runtime, list->items[i]) : "",
                                  kind->named ? " " : "", ref.table->name);
    }
    if (!items->len)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (kind->drop (call, ref.table, items, if_exists));
    return keep (call, &ref);
}

ScriptStatus typeorm_drop_items (ScriptCall *call, TableClass class, gboolean plural, gboolean if_exists)
{
    GPtrArray *items = g_ptr_array_new ();
    Kind kind;
    ScriptStatus status;

    kind_of (typeorm_dialect (call), class, &kind);
    if (kind.drop)
        status = drop (call, class, &kind, plural, if_exists, items);
    else
        status = typeorm_throw (call, "TypeORMError", "%s", kind.refusal);
    free_items (class, items);
    return status;
}
