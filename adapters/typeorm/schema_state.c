#include "adapters/typeorm/schema_state.h"

#include <string.h>

typedef struct
{
    ScriptList *tables; /* objects of class Table */
    ScriptList *views;  /* objects of class View */
    ScriptList *added;  /* objects of class Table that hold what was added to tables that nobody has looked at */
    const char *schema; /* of unqualified names, or NULL */
} SchemaState;

static SchemaState *state_of (const ScriptCall *call)
{
    TypeormRun *run = typeorm_run (call);
    SchemaState *state = run->schema_state;

    if (!state)
    {
        state = script_alloc (run->runtime, sizeof *state);
        state->tables = list_new (run->runtime, NULL, 0);
        state->views = list_new (run->runtime, NULL, 0);
        state->added = list_new (run->runtime, NULL, 0);
        run->schema_state = state;
    }
    return state;
}

const TypeormSchemaDialect *typeorm_dialect (const ScriptCall *call)
{
    switch (typeorm_run (call)->dialect)
    {
    case DIALECT_POSTGRESQL:
        return &typeorm_schema_postgresql;
    case DIALECT_MYSQL:
        return &typeorm_schema_mysql;
    case DIALECT_SQLITE:
        return &typeorm_schema_sqlite;
    }
    g_return_val_if_reached (NULL);
}

const char *typeorm_known_schema (const ScriptCall *call)
{
    return state_of (call)->schema;
}

void typeorm_learn_schema (ScriptCall *call, const char *schema)
{
    state_of (call)->schema = schema ? script_strdup (call->runtime, schema) : NULL;
}

void typeorm_path_clear (TypeormPath *path)
{
    g_clear_pointer (&path->database, g_free);
    g_clear_pointer (&path->schema, g_free);
    g_clear_pointer (&path->name, g_free);
}

void table_ref_clear (TableRef *ref)
{
    g_clear_pointer (&ref->table, ddl_table_free);
    g_clear_pointer (&ref->key, g_free);
}

void view_ref_clear (ViewRef *ref)
{
    g_clear_pointer (&ref->view, ddl_view_free);
}

/* The place in memory of what has this path. */
static ScriptStatus key_of (ScriptCall *call, const char *database, const char *schema, const char *name, char **key)
{
    g_auto (TypeormPath) path = { 0 };
    const char *known = typeorm_known_schema (call);

    SCRIPT_TRY (typeorm_dialect (call)->parse (call, database, schema, name, &path));
    *key = g_strdup_printf ("%s.%s.%s", path.database ? path.database : "",
                            path.schema ? path.schema
                            : known     ? known
                                        : "",
                            path.name);
    return SCRIPT_NORMAL;
}

/* The first of TABLES with this KEY, or -1. */
static ScriptStatus find_in (ScriptCall *call, ScriptList *tables, const char *key, int *at)
{
    *at = -1;
    for (guint32 i = 0; *at < 0 && i < tables->length; i++)
    {
        g_autofree char *own = NULL;
        Value parts[3];
        static const char *const names[] = { "database", "schema", "name" };

        for (guint k = 0; k < G_N_ELEMENTS (names); k++)
            SCRIPT_TRY (script_member (call->runtime, tables->items[i], names[k], &parts[k]));
        SCRIPT_TRY (key_of (call, value_is_nullish (parts[0]) ? NULL : value_to_text (call->runtime, parts[0]),
                            value_is_nullish (parts[1]) ? NULL : value_to_text (call->runtime, parts[1]),
                            value_to_text (call->runtime, parts[2]), &own));
        if (strcmp (own, key) == 0)
            *at = (int)i;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus find_loaded (ScriptCall *call, const char *key, int *at)
{
    return find_in (call, state_of (call)->tables, key, at);
}

static GPtrArray *one_path (const char *path)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

    g_ptr_array_add (paths, g_strdup (path));
    return paths;
}

static const struct
{
    gsize list; /* in DdlTable */
    gsize name; /* in its items */
} members[] = {
    { offsetof (DdlTable, columns), offsetof (DdlColumn, name) },
    { offsetof (DdlTable, indexes), offsetof (DdlIndex, name) },
    { offsetof (DdlTable, foreign_keys), offsetof (DdlForeignKey, name) },
    { offsetof (DdlTable, uniques), offsetof (DdlUnique, name) },
    { offsetof (DdlTable, checks), offsetof (DdlCheck, name) },
    { offsetof (DdlTable, exclusions), offsetof (DdlExclusion, name) },
};

static const char *name_at (const GPtrArray *list, guint index, gsize offset)
{
    return *(char **)(gpointer)((char *)g_ptr_array_index (list, index) + offset);
}

/* Moves the members of FROM to TO, where each takes the place of what has its name. */
static void merge (DdlTable *to, DdlTable *from)
{
    for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
        GPtrArray *list = *(GPtrArray **)(gpointer)((char *)to + members[i].list);
        GPtrArray *added = *(GPtrArray **)(gpointer)((char *)from + members[i].list);

        while (added->len)
        {
            gpointer item = g_ptr_array_steal_index (added, 0);
            const char *name = *(char **)(gpointer)((char *)item + members[i].name);
            guint at = 0;

            while (at < list->len && g_strcmp0 (name_at (list, at, members[i].name), name) != 0)
                at++;
            if (at < list->len)
                g_ptr_array_remove_index (list, at);
            g_ptr_array_insert (list, (int)at, item);
        }
    }
}

/* TABLE, which the catalog gave for NAME, with what was added to it before it was looked at: as the script wrote that, and not as the catalog tells it. */
static ScriptStatus recall_added (ScriptCall *call, const char *name, DdlTable *table)
{
    ScriptList *added = state_of (call)->added;
    g_autofree char *key = NULL;
    int at;

    SCRIPT_TRY (key_of (call, NULL, NULL, name, &key));
    for (;;)
    {
        g_autoptr (DdlTable) part = NULL;
        gpointer read = NULL;

        SCRIPT_TRY (find_in (call, added, key, &at));
        if (at < 0)
            return SCRIPT_NORMAL;
        SCRIPT_TRY (typeorm_read (call, added->items[at], TABLE_CLASS_TABLE, &read));
        part = read;
        merge (table, part);
        for (guint32 i = (guint32)at; i + 1 < added->length; i++)
            added->items[i] = added->items[i + 1];
        list_resize (call->runtime, added, added->length - 1);
    }
}

/* From memory, else from the catalog. */
static ScriptStatus remembered (ScriptCall *call, const char *name, Value *object)
{
    g_autofree char *key = NULL;
    g_autoptr (GPtrArray) paths = NULL;
    g_autoptr (GPtrArray) tables = NULL;
    int at;

    SCRIPT_TRY (key_of (call, NULL, NULL, name, &key));
    SCRIPT_TRY (find_loaded (call, key, &at));
    if (at >= 0)
    {
        *object = state_of (call)->tables->items[at];
        return SCRIPT_NORMAL;
    }
    paths = one_path (name);
    tables = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_table_free);
    SCRIPT_TRY (typeorm_dialect (call)->load_tables (call, paths, tables));
    if (!tables->len)
        return typeorm_throw (call, "TypeORMError", "Table \"%s\" does not exist.", name);
    SCRIPT_TRY (recall_added (call, name, g_ptr_array_index (tables, 0)));
    *object = typeorm_value_new (typeorm_run (call), TABLE_CLASS_TABLE, g_ptr_array_index (tables, 0));
    list_append (call->runtime, state_of (call)->tables, *object);
    return SCRIPT_NORMAL;
}

ScriptStatus typeorm_table_of (ScriptCall *call, Value argument, TableRef *ref)
{
    if (typeorm_is (argument, TABLE_CLASS_TABLE))
        ref->object = argument;
    else if (argument.kind == VALUE_STRING)
        SCRIPT_TRY (remembered (call, value_to_text (call->runtime, argument), &ref->object));
    else
        return script_throw (call->runtime, "TypeError", "a Table or the name of a table expected, got %s",
                             value_inspect (call->runtime, argument));
    {
        gpointer read = NULL;

        SCRIPT_TRY (typeorm_read (call, ref->object, TABLE_CLASS_TABLE, &read));
        ref->table = read;
    }
    return key_of (call, ref->table->database, ref->table->schema, ref->table->name, &ref->key);
}

ScriptStatus typeorm_table_unseen (ScriptCall *call, Value argument, TableRef *ref)
{
    g_autofree char *key = NULL;
    const char *name;
    int at;

    if (argument.kind != VALUE_STRING || !typeorm_dialect (call)->adds_unseen)
        return typeorm_table_of (call, argument, ref);
    name = value_to_text (call->runtime, argument);
    SCRIPT_TRY (key_of (call, NULL, NULL, name, &key));
    SCRIPT_TRY (find_loaded (call, key, &at));
    if (at >= 0)
        return typeorm_table_of (call, argument, ref);
    ref->table = ddl_table_new ();
    ref->table->name = g_strdup (name);
    ref->object = UNDEFINED;
    ref->key = g_steal_pointer (&key);
    return SCRIPT_NORMAL;
}

void typeorm_keep_added (ScriptCall *call, const TableRef *ref)
{
    list_append (call->runtime, state_of (call)->added,
                 typeorm_value_new (typeorm_run (call), TABLE_CLASS_TABLE, ref->table));
}

ScriptStatus typeorm_path_of (ScriptCall *call, Value argument, TypeormPath *path)
{
    static const char *const names[] = { "database", "schema", "name" };
    const char *parts[3] = { NULL, NULL, NULL };

    if (typeorm_is (argument, TABLE_CLASS_TABLE) || typeorm_is (argument, TABLE_CLASS_VIEW))
    {
        for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
            Value value;

            SCRIPT_TRY (script_member (call->runtime, argument, names[i], &value));
            if (!value_is_nullish (value))
                parts[i] = value_to_text (call->runtime, value);
        }
    }
    else if (argument.kind == VALUE_STRING)
        parts[2] = value_to_text (call->runtime, argument);
    if (!parts[2])
        return script_throw (call->runtime, "TypeError", "a Table or the name of a table expected, got %s",
                             value_inspect (call->runtime, argument));
    return typeorm_dialect (call)->parse (call, parts[0], parts[1], parts[2], path);
}

ScriptStatus typeorm_view_of (ScriptCall *call, Value argument, ViewRef *ref)
{
    ScriptList *views = state_of (call)->views;
    gpointer read = NULL;

    ref->object = UNDEFINED;
    if (typeorm_is (argument, TABLE_CLASS_VIEW))
        ref->object = argument;
    else
    {
        const char *name = value_to_text (call->runtime, argument);
        g_autoptr (GPtrArray) paths = one_path (name);
        g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_view_free);

        for (guint32 i = 0; i < views->length && ref->object.kind == VALUE_UNDEFINED; i++)
        {
            Value own;

            SCRIPT_TRY (script_member (call->runtime, views->items[i], "name", &own));
            if (strcmp (value_to_text (call->runtime, own), name) == 0)
                ref->object = views->items[i];
        }
        if (ref->object.kind == VALUE_UNDEFINED)
            SCRIPT_TRY (typeorm_dialect (call)->load_views (call, paths, found));
        if (ref->object.kind == VALUE_UNDEFINED && !found->len)
            return typeorm_throw (call, "TypeORMError", "View \"%s\" does not exist.", name);
        if (ref->object.kind == VALUE_UNDEFINED)
        {
            ref->object = typeorm_value_new (typeorm_run (call), TABLE_CLASS_VIEW, g_ptr_array_index (found, 0));
            list_append (call->runtime, views, ref->object);
        }
    }
    SCRIPT_TRY (typeorm_read (call, ref->object, TABLE_CLASS_VIEW, &read));
    ref->view = read;
    return SCRIPT_NORMAL;
}

void typeorm_keep_object (ScriptCall *call, const TableRef *ref)
{
    typeorm_write (typeorm_run (call), ref->object.as.object, TABLE_CLASS_TABLE, ref->table);
}

ScriptStatus typeorm_keep_loaded (ScriptCall *call, TableRef *ref)
{
    int at;

    SCRIPT_TRY (find_loaded (call, ref->key, &at));
    if (at < 0)
        return SCRIPT_NORMAL;
    typeorm_forget_origins (ref->table);
    typeorm_write (typeorm_run (call), state_of (call)->tables->items[at].as.object, TABLE_CLASS_TABLE, ref->table);
    return SCRIPT_NORMAL;
}

void typeorm_forget_table (ScriptCall *call, const TableRef *ref)
{
    ScriptList *tables = state_of (call)->tables;
    int at;

    if (find_loaded (call, ref->key, &at) != SCRIPT_NORMAL || at < 0)
        return;
    tables->items[at] = tables->items[tables->length - 1];
    list_resize (call->runtime, tables, tables->length - 1);
}

ScriptStatus typeorm_load_tables (ScriptCall *call, const GPtrArray *paths, ScriptList **objects)
{
    g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_table_free);

    *objects = list_new (call->runtime, NULL, 0);
    if (!paths || paths->len)
        SCRIPT_TRY (typeorm_dialect (call)->load_tables (call, paths, tables));
    for (guint i = 0; i < tables->len; i++)
        list_append (call->runtime, *objects,
                     typeorm_value_new (typeorm_run (call), TABLE_CLASS_TABLE, g_ptr_array_index (tables, i)));
    if (paths)
        state_of (call)->added = list_new (call->runtime, NULL, 0);
    if (paths)
        state_of (call)->tables = list_new (call->runtime, (*objects)->items, (*objects)->length);
    return SCRIPT_NORMAL;
}

ScriptStatus typeorm_load_views (ScriptCall *call, const GPtrArray *paths, ScriptList **objects)
{
    g_autoptr (GPtrArray) views = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_view_free);

    *objects = list_new (call->runtime, NULL, 0);
    SCRIPT_TRY (typeorm_dialect (call)->load_views (call, paths, views));
    for (guint i = 0; i < views->len; i++)
        list_append (call->runtime, *objects,
                     typeorm_value_new (typeorm_run (call), TABLE_CLASS_VIEW, g_ptr_array_index (views, i)));
    state_of (call)->views = list_new (call->runtime, (*objects)->items, (*objects)->length);
    return SCRIPT_NORMAL;
}
