/* The classes that describe tables to scripts: their constructors and properties. */

#include "adapters/typeorm/table.h"
#include "adapters/typeorm/schema.h"
#include "adapters/typeorm/table_methods.h"

#include <string.h>

/* What a constructor makes of an option. From the constructors of typeorm/schema-builder/table, 0.3 and 1.x. */
typedef enum
{
    RULE_AS_IS,  /* options.x */
    RULE_TEXT,   /* options.x ?? "" */
    RULE_FALSE,  /* options.x ?? false */
    RULE_TRUTH,  /* !!options.x */
    RULE_OBJECTS /* a new object of CLASS for each */
} Rule;

/* What the model keeps of it. */
typedef enum
{
    KEPT_TEXT,
    KEPT_SQL, /* text that may be empty, and that no function or object can be */
    KEPT_NUMBER,
    KEPT_TRUTH,
    KEPT_NAMES,
    KEPT_LIST
} Kept;

/* The versions that have it. */
typedef enum
{
    ERA_ALWAYS,
    ERA_BEFORE_1,
    ERA_SINCE_1
} Era;

typedef struct
{
    const char *name; /* NULL ends a table */
    Rule rule;
    Kept kept;
    gsize offset;
    TableClass class; /* of a list */
    Era era;
} Field;

#define FIELD_OF(era, type, name, rule, kept, field)                                                                   \
    {                                                                                                                  \
        name, rule, kept, offsetof (type, field), TABLE_CLASS_TABLE, era                                               \
    }
#define FIELD(type, name, rule, kept, field) FIELD_OF (ERA_ALWAYS, type, name, rule, kept, field)
#define LIST(type, name, field, class)                                                                                 \
    {                                                                                                                  \
        name, RULE_OBJECTS, KEPT_LIST, offsetof (type, field), class, ERA_ALWAYS                                       \
    }

static const Field table_fields[] = {
    LIST (DdlTable, "columns", columns, TABLE_CLASS_COLUMN),
    LIST (DdlTable, "indices", indexes, TABLE_CLASS_INDEX),
    LIST (DdlTable, "foreignKeys", foreign_keys, TABLE_CLASS_FOREIGN_KEY),
    LIST (DdlTable, "uniques", uniques, TABLE_CLASS_UNIQUE),
    LIST (DdlTable, "checks", checks, TABLE_CLASS_CHECK),
    LIST (DdlTable, "exclusions", exclusions, TABLE_CLASS_EXCLUSION),
    FIELD (DdlTable, "justCreated", RULE_FALSE, KEPT_TRUTH, just_created),
    FIELD (DdlTable, "withoutRowid", RULE_FALSE, KEPT_TRUTH, without_rowid),
    FIELD (DdlTable, "database", RULE_AS_IS, KEPT_TEXT, database),
    FIELD (DdlTable, "schema", RULE_AS_IS, KEPT_TEXT, schema),
    FIELD (DdlTable, "name", RULE_AS_IS, KEPT_TEXT, name),
    FIELD (DdlTable, "engine", RULE_AS_IS, KEPT_TEXT, engine),
    FIELD (DdlTable, "comment", RULE_AS_IS, KEPT_TEXT, comment),
    { .name = NULL },
};

static const Field column_fields[] = {
    FIELD (DdlColumn, "name", RULE_AS_IS, KEPT_TEXT, name),
    FIELD (DdlColumn, "type", RULE_TEXT, KEPT_TEXT, type),
    FIELD (DdlColumn, "length", RULE_TEXT, KEPT_TEXT, length),
    FIELD_OF (ERA_BEFORE_1, DdlColumn, "width", RULE_AS_IS, KEPT_NUMBER, width),
    FIELD (DdlColumn, "charset", RULE_AS_IS, KEPT_TEXT, charset),
    FIELD (DdlColumn, "collation", RULE_AS_IS, KEPT_TEXT, collation),
    FIELD (DdlColumn, "precision", RULE_AS_IS, KEPT_NUMBER, precision),
    FIELD (DdlColumn, "scale", RULE_AS_IS, KEPT_NUMBER, scale),
    FIELD_OF (ERA_BEFORE_1, DdlColumn, "zerofill", RULE_FALSE, KEPT_TRUTH, zerofill),
    FIELD (DdlColumn, "unsigned", RULE_FALSE, KEPT_TRUTH, is_unsigned),
    FIELD (DdlColumn, "default", RULE_AS_IS, KEPT_SQL, default_sql),
    FIELD (DdlColumn, "onUpdate", RULE_AS_IS, KEPT_TEXT, on_update),
    FIELD (DdlColumn, "isNullable", RULE_FALSE, KEPT_TRUTH, nullable),
    FIELD (DdlColumn, "isGenerated", RULE_FALSE, KEPT_TRUTH, generated),
    FIELD (DdlColumn, "generationStrategy", RULE_AS_IS, KEPT_TEXT, generation),
    FIELD (DdlColumn, "generatedIdentity", RULE_AS_IS, KEPT_TEXT, identity),
    FIELD (DdlColumn, "isPrimary", RULE_FALSE, KEPT_TRUTH, primary),
    FIELD (DdlColumn, "isUnique", RULE_FALSE, KEPT_TRUTH, unique),
    FIELD (DdlColumn, "isArray", RULE_FALSE, KEPT_TRUTH, array),
    FIELD (DdlColumn, "comment", RULE_AS_IS, KEPT_TEXT, comment),
    FIELD (DdlColumn, "enum", RULE_AS_IS, KEPT_NAMES, enum_values),
    FIELD (DdlColumn, "enumName", RULE_AS_IS, KEPT_TEXT, enum_name),
    FIELD (DdlColumn, "primaryKeyConstraintName", RULE_AS_IS, KEPT_TEXT, primary_key_constraint),
    FIELD (DdlColumn, "asExpression", RULE_AS_IS, KEPT_TEXT, expression),
    FIELD (DdlColumn, "generatedType", RULE_AS_IS, KEPT_TEXT, computed),
    FIELD (DdlColumn, "spatialFeatureType", RULE_AS_IS, KEPT_TEXT, spatial_feature),
    FIELD (DdlColumn, "srid", RULE_AS_IS, KEPT_NUMBER, srid),
    { .name = NULL },
};

static const Field index_fields[] = {
    FIELD (DdlIndex, "columnNames", RULE_AS_IS, KEPT_NAMES, columns),
    FIELD (DdlIndex, "name", RULE_AS_IS, KEPT_TEXT, name),
    FIELD (DdlIndex, "isUnique", RULE_TRUTH, KEPT_TRUTH, unique),
    FIELD (DdlIndex, "isSpatial", RULE_TRUTH, KEPT_TRUTH, spatial),
    FIELD (DdlIndex, "isConcurrent", RULE_TRUTH, KEPT_TRUTH, concurrent),
    FIELD (DdlIndex, "isFulltext", RULE_TRUTH, KEPT_TRUTH, fulltext),
    FIELD (DdlIndex, "isNullFiltered", RULE_TRUTH, KEPT_TRUTH, null_filtered),
    FIELD (DdlIndex, "parser", RULE_AS_IS, KEPT_TEXT, parser),
    FIELD (DdlIndex, "where", RULE_TEXT, KEPT_TEXT, where),
    FIELD_OF (ERA_SINCE_1, DdlIndex, "type", RULE_AS_IS, KEPT_TEXT, method),
    { .name = NULL },
};

static const Field foreign_key_fields[] = {
    FIELD (DdlForeignKey, "columnNames", RULE_AS_IS, KEPT_NAMES, columns),
    FIELD (DdlForeignKey, "referencedColumnNames", RULE_AS_IS, KEPT_NAMES, referenced_columns),
    FIELD (DdlForeignKey, "name", RULE_AS_IS, KEPT_TEXT, name),
    FIELD (DdlForeignKey, "referencedDatabase", RULE_AS_IS, KEPT_TEXT, referenced_database),
    FIELD (DdlForeignKey, "referencedSchema", RULE_AS_IS, KEPT_TEXT, referenced_schema),
    FIELD (DdlForeignKey, "referencedTableName", RULE_AS_IS, KEPT_TEXT, referenced_table),
    FIELD (DdlForeignKey, "onDelete", RULE_AS_IS, KEPT_TEXT, on_delete),
    FIELD (DdlForeignKey, "onUpdate", RULE_AS_IS, KEPT_TEXT, on_update),
    FIELD (DdlForeignKey, "deferrable", RULE_AS_IS, KEPT_TEXT, deferrable),
    { .name = NULL },
};

static const Field unique_fields[] = {
    FIELD (DdlUnique, "columnNames", RULE_AS_IS, KEPT_NAMES, columns),
    FIELD (DdlUnique, "name", RULE_AS_IS, KEPT_TEXT, name),
    FIELD (DdlUnique, "deferrable", RULE_AS_IS, KEPT_TEXT, deferrable),
    { .name = NULL },
};

static const Field check_fields[] = {
    FIELD (DdlCheck, "columnNames", RULE_AS_IS, KEPT_NAMES, columns),
    FIELD (DdlCheck, "name", RULE_AS_IS, KEPT_TEXT, name),
    FIELD (DdlCheck, "expression", RULE_AS_IS, KEPT_TEXT, expression),
    { .name = NULL },
};

static const Field exclusion_fields[] = {
    FIELD (DdlExclusion, "name", RULE_AS_IS, KEPT_TEXT, name),
    FIELD (DdlExclusion, "expression", RULE_AS_IS, KEPT_TEXT, expression),
    FIELD_OF (ERA_SINCE_1, DdlExclusion, "deferrable", RULE_AS_IS, KEPT_TEXT, deferrable),
    { .name = NULL },
};

static const Field view_fields[] = {
    LIST (DdlView, "indices", indexes, TABLE_CLASS_INDEX),
    FIELD (DdlView, "database", RULE_AS_IS, KEPT_TEXT, database),
    FIELD (DdlView, "schema", RULE_AS_IS, KEPT_TEXT, schema),
    FIELD (DdlView, "name", RULE_AS_IS, KEPT_TEXT, name),
    FIELD (DdlView, "expression", RULE_AS_IS, KEPT_SQL, expression),
    FIELD (DdlView, "materialized", RULE_TRUTH, KEPT_TRUTH, materialized),
    { .name = NULL },
};

/* A class: its name, properties, the model's structure, and whether `new` without options is allowed. */
typedef struct
{
    const char *name;
    const Field *fields;
    gsize origin;
    gboolean options_optional;
    gboolean named; /* an object without a name can't be used */
    gpointer (*make) (void);
    void (*release) (gpointer structure);
} ClassInfo;

#define CLASS(js, type, noun, optional, named)                                                                         \
    {                                                                                                                  \
        js, noun##_fields, offsetof (type, origin), optional, named, (gpointer (*) (void))ddl_##noun##_new,            \
            (void (*) (gpointer))ddl_##noun##_free                                                                     \
    }

static const ClassInfo classes[TABLE_CLASS_COUNT] = {
    [TABLE_CLASS_TABLE] = CLASS ("Table", DdlTable, table, TRUE, TRUE),
    [TABLE_CLASS_COLUMN] = CLASS ("TableColumn", DdlColumn, column, TRUE, TRUE),
    [TABLE_CLASS_INDEX] = CLASS ("TableIndex", DdlIndex, index, FALSE, FALSE),
    [TABLE_CLASS_FOREIGN_KEY] = CLASS ("TableForeignKey", DdlForeignKey, foreign_key, FALSE, FALSE),
    [TABLE_CLASS_UNIQUE] = CLASS ("TableUnique", DdlUnique, unique, FALSE, FALSE),
    [TABLE_CLASS_CHECK] = CLASS ("TableCheck", DdlCheck, check, FALSE, FALSE),
    [TABLE_CLASS_EXCLUSION] = CLASS ("TableExclusion", DdlExclusion, exclusion, FALSE, FALSE),
    [TABLE_CLASS_VIEW] = CLASS ("View", DdlView, view, TRUE, TRUE),
};

static gboolean is_there (const TypeormRun *run, const Field *field)
{
    switch (field->era)
    {
    case ERA_ALWAYS:
        return TRUE;
    case ERA_BEFORE_1:
        return run->options.major < 1;
    case ERA_SINCE_1:
        return run->options.major >= 1;
    }
    g_return_val_if_reached (TRUE);
}

/* How TypeORM marks its objects, so that copies of the package know each other's. */
#define MARK "@instanceof"

static void mark (ScriptRuntime *runtime, ScriptObject *object, TableClass class)
{
    object_define (runtime, object, intern (runtime, MARK, -1), value_string (runtime, classes[class].name, -1),
                   PROPERTY_HIDDEN);
}

gboolean typeorm_is (Value value, TableClass class)
{
    const char *name = classes[class].name;

    if (!value_is_object (value, OBJECT_PLAIN))
        return FALSE;
    for (const ScriptObject *object = value.as.object; object; object = object->prototype)
        for (guint32 i = 0; i < object->n_properties; i++)
        {
            const Property *property = &object->properties[i];

            if (property->key && strcmp (property->key->text, MARK) == 0 && property->value.kind == VALUE_STRING)
                return property->value.as.string->length == strlen (name) &&
                       memcmp (property->value.as.string->data, name, strlen (name)) == 0;
        }
    return FALSE;
}

/* A new list with an object of CLASS for each item of ITEMS. DEFAULTS (an object with `database` and `schema`) is what foreign keys of a new table inherit. */
static ScriptStatus construct_list (ScriptCall *call, TableClass class, Value items, Value defaults, Value *out)
{
    const TableClasses *made = typeorm_table_classes (typeorm_run (call));
    ScriptList *list = list_new (call->runtime, NULL, 0);
    ScriptList *from;
    ScriptStatus status = script_items (call->runtime, items, &from);

    for (guint32 i = 0; status == SCRIPT_NORMAL && i < from->length; i++)
    {
        Value item = value_of_object (object_new (call->runtime, made->prototypes[class]));

        status = typeorm_construct (call, class, from->items[i], item.as.object);
        if (status == SCRIPT_NORMAL && class == TABLE_CLASS_FOREIGN_KEY && !value_is_nullish (defaults))
            status = typeorm_inherit (call, item, defaults);
        list_append (call->runtime, list, item);
    }
    *out = value_of_object (&list->object);
    return status;
}

ScriptStatus typeorm_inherit (ScriptCall *call, Value key, Value table)
{
    static const char *const pairs[][2] = { { "referencedDatabase", "database" }, { "referencedSchema", "schema" } };

    for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
        Value value;
        ScriptStatus status = script_member (call->runtime, key, pairs[i][0], &value);

        if (status == SCRIPT_NORMAL && value_is_nullish (value))
        {
            status = script_member (call->runtime, table, pairs[i][1], &value);
            script_set (call->runtime, key, pairs[i][0], value);
        }
        if (status != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus construct_field (ScriptCall *call, const Field *field, Value options, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptStatus status = SCRIPT_NORMAL;

    if (value_is_nullish (options))
        *out = UNDEFINED;
    else
        status = script_member (runtime, options, field->name, out);
    if (status != SCRIPT_NORMAL)
        return status;
    switch (field->rule)
    {
    case RULE_AS_IS:
        return SCRIPT_NORMAL;
    case RULE_TEXT:
        if (value_is_nullish (*out))
            *out = value_string (runtime, "", -1);
        return SCRIPT_NORMAL;
    case RULE_FALSE:
        if (value_is_nullish (*out))
            *out = value_boolean (FALSE);
        return SCRIPT_NORMAL;
    case RULE_TRUTH:
        *out = value_boolean (value_is_truthy (*out));
        return SCRIPT_NORMAL;
    case RULE_OBJECTS:
        if (!value_is_truthy (*out))
        {
            *out = value_of_object (&list_new (runtime, NULL, 0)->object);
            return SCRIPT_NORMAL;
        }
        return construct_list (call, field->class, *out, options, out);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

ScriptStatus typeorm_construct (ScriptCall *call, TableClass class, Value options, ScriptObject *object)
{
    ScriptRuntime *runtime = call->runtime;

    if (value_is_nullish (options) && !classes[class].options_optional)
        return script_throw (runtime, "TypeError", "Cannot read properties of %s (reading 'name')",
                             value_to_text (runtime, options));
    mark (runtime, object, class);
    for (const Field *field = classes[class].fields; field->name; field++)
    {
        Value value;
        ScriptStatus status;

        if (!is_there (typeorm_run (call), field))
            continue;
        /* Without options there are only the initial values of the fields. */
        if (value_is_nullish (options) &&
            (field->rule == RULE_AS_IS || field->rule == RULE_TRUTH || strcmp (field->name, "type") == 0))
            continue;
        /* View takes no indices. */
        if (class == TABLE_CLASS_VIEW && field->rule == RULE_OBJECTS)
            status = construct_field (call, field, UNDEFINED, &value);
        else
            status = construct_field (call, field, options, &value);
        if (status != SCRIPT_NORMAL)
            return status;
        object_define (runtime, object, intern (runtime, field->name, -1), value, PROPERTY_ORDINARY);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus constructor (ScriptCall *call, Value *out)
{
    const ClassInfo *info = call->data;
    Value prototype;
    ScriptObject *object;
    ScriptStatus status;

    if (!call->constructing)
        return script_throw (call->runtime, "TypeError", "Class constructor %s cannot be invoked without 'new'",
                             info->name);
    status = script_member (call->runtime, call->new_target, "prototype", &prototype);
    if (status != SCRIPT_NORMAL)
        return status;
    object = object_new (call->runtime, prototype.kind == VALUE_OBJECT ? prototype.as.object : NULL);
    *out = value_of_object (object);
    return typeorm_construct (call, (TableClass)(info - classes), call_argument (call, 0), object);
}

const TableClasses *typeorm_table_classes (TypeormRun *run)
{
    TableClasses *made;

    if (run->table_classes)
        return run->table_classes;
    made = script_alloc (run->runtime, sizeof *made);
    for (guint i = 0; i < TABLE_CLASS_COUNT; i++)
    {
        made->constructors[i] =
            script_function_new (run->runtime, classes[i].name, 1, constructor, (gpointer)&classes[i]);
        made->prototypes[i] = script_peek (run->runtime, made->constructors[i], "prototype").as.object;
        object_define (run->runtime, made->prototypes[i], intern (run->runtime, "constructor", -1),
                       made->constructors[i], PROPERTY_HIDDEN);
        typeorm_methods_define (run->runtime, (TableClass)i, made->prototypes[i]);
    }
    run->table_classes = made;
    return made;
}

void typeorm_table_exports (TypeormRun *run, Value exports)
{
    const TableClasses *made = typeorm_table_classes (run);

    for (guint i = 0; i < TABLE_CLASS_COUNT; i++)
        script_set (run->runtime, exports, classes[i].name, made->constructors[i]);
}

/* From objects to structures. */

static ScriptStatus keep_text (ScriptCall *call, const Field *field, Value value, char **text)
{
    if (value_is_nullish (value))
        return SCRIPT_NORMAL;
    if (value.kind == VALUE_OBJECT || value.kind == VALUE_SYMBOL)
        return script_refuse (call->runtime, "%s of a schema object must be SQL text here, not %s", field->name,
                              script_is_callable (value) ? "a function" : "an object");
    *text = g_strdup (value_to_text (call->runtime, value));
    if (field->kept == KEPT_TEXT && !**text)
        g_clear_pointer (text, g_free);
    return SCRIPT_NORMAL;
}

static ScriptStatus keep_number (ScriptCall *call, const Field *field, Value value, int *number)
{
    if (value_is_nullish (value))
        return SCRIPT_NORMAL;
    if (value.kind == VALUE_STRING || value.kind == VALUE_NUMBER)
    {
        char *end;
        const char *text = value_to_text (call->runtime, value);
        gint64 read = g_ascii_strtoll (text, &end, 10);

        if (*text && !*end && read > G_MININT && read <= G_MAXINT)
        {
            *number = (int)read;
            return SCRIPT_NORMAL;
        }
    }
    return script_throw (call->runtime, "TypeError", "%s must be a number, not %s", field->name,
                         value_inspect (call->runtime, value));
}

static ScriptStatus keep_names (ScriptCall *call, Value value, GPtrArray *names)
{
    ScriptList *items;
    ScriptStatus status;

    if (value_is_nullish (value))
        return SCRIPT_NORMAL;
    status = script_items (call->runtime, value, &items);
    for (guint32 i = 0; status == SCRIPT_NORMAL && i < items->length; i++)
        ddl_names_add (names, value_to_text (call->runtime, items->items[i]));
    return status;
}

static ScriptStatus keep_list (ScriptCall *call, Value value, TableClass class, GPtrArray *list)
{
    ScriptList *items;
    ScriptStatus status;

    if (value_is_nullish (value))
        return SCRIPT_NORMAL;
    status = script_items (call->runtime, value, &items);
    for (guint32 i = 0; status == SCRIPT_NORMAL && i < items->length; i++)
    {
        gpointer item;

        status = typeorm_read (call, items->items[i], class, &item);
        if (status == SCRIPT_NORMAL)
            g_ptr_array_add (list, item);
    }
    return status;
}

static ScriptStatus keep (ScriptCall *call, const Field *field, Value value, char *structure)
{
    gpointer place = structure + field->offset;

    switch (field->kept)
    {
    case KEPT_TEXT:
    case KEPT_SQL:
        return keep_text (call, field, value, place);
    case KEPT_NUMBER:
        return keep_number (call, field, value, place);
    case KEPT_TRUTH:
        *(gboolean *)place = value_is_truthy (value);
        return SCRIPT_NORMAL;
    case KEPT_NAMES:
        return keep_names (call, value, *(GPtrArray **)place);
    case KEPT_LIST:
        return keep_list (call, value, field->class, *(GPtrArray **)place);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

ScriptStatus typeorm_read (ScriptCall *call, Value value, TableClass class, gpointer *structure)
{
    const ClassInfo *info = &classes[class];
    ScriptStatus status = SCRIPT_NORMAL;
    char *made;

    if (value.kind != VALUE_OBJECT)
        return script_throw (call->runtime, "TypeError", "%s expected, got %s", info->name,
                             value_inspect (call->runtime, value));
    made = info->make ();
    *(gpointer *)(gpointer)(made + info->origin) = value.as.object;
    for (const Field *field = info->fields; status == SCRIPT_NORMAL && field->name; field++)
    {
        Value member;

        if (!is_there (typeorm_run (call), field))
            continue;
        status = script_member (call->runtime, value, field->name, &member);
        if (status == SCRIPT_NORMAL)
            status = keep (call, field, member, made);
        if (status == SCRIPT_NORMAL && info->named && strcmp (field->name, "name") == 0 &&
            !*(char **)(gpointer)(made + field->offset))
            status = script_throw (call->runtime, "TypeError", "%s without a name", info->name);
    }
    if (status != SCRIPT_NORMAL)
        g_clear_pointer (&made, info->release);
    *structure = made;
    return status;
}

void typeorm_structure_free (TableClass class, gpointer structure)
{
    classes[class].release (structure);
}

void typeorm_forget_origins (DdlTable *table)
{
    for (const Field *field = table_fields; field->name; field++)
    {
        const GPtrArray *list =
            field->kept == KEPT_LIST ? *(GPtrArray **)(gpointer)((char *)table + field->offset) : NULL;

        for (guint i = 0; list && i < list->len; i++)
            *(gpointer *)(gpointer)((char *)g_ptr_array_index (list, i) + classes[field->class].origin) = NULL;
    }
}

/* From structures to objects. */

static Value names_value (ScriptRuntime *runtime, const GPtrArray *names)
{
    ScriptList *list = list_new (runtime, NULL, 0);

    for (guint i = 0; i < names->len; i++)
        list_append (runtime, list, value_string (runtime, g_ptr_array_index (names, i), -1));
    return value_of_object (&list->object);
}

static Value list_value (TypeormRun *run, TableClass class, const GPtrArray *items)
{
    ScriptList *list = list_new (run->runtime, NULL, 0);

    for (guint i = 0; i < items->len; i++)
    {
        const char *item = g_ptr_array_index (items, i);
        ScriptObject *origin = *(ScriptObject *const *)(gconstpointer)(item + classes[class].origin);

        if (origin)
            typeorm_write (run, origin, class, item);
        list_append (run->runtime, list, origin ? value_of_object (origin) : typeorm_value_new (run, class, item));
    }
    return value_of_object (&list->object);
}

static Value field_value (TypeormRun *run, const Field *field, const char *structure)
{
    gconstpointer place = structure + field->offset;
    const char *text;
    int number;

    switch (field->kept)
    {
    case KEPT_TEXT:
    case KEPT_SQL:
        text = *(const char *const *)place;
        if (!text)
            return field->rule == RULE_TEXT ? value_string (run->runtime, "", -1) : UNDEFINED;
        return value_string (run->runtime, text, -1);
    case KEPT_NUMBER:
        number = *(const int *)place;
        return number == DDL_UNSET ? UNDEFINED : value_number (number);
    case KEPT_TRUTH:
        return value_boolean (*(const gboolean *)place);
    case KEPT_NAMES:
        if (field->offset == offsetof (DdlColumn, enum_values) && strcmp (field->name, "enum") == 0 &&
            (*(GPtrArray *const *)place)->len == 0)
            return UNDEFINED;
        return names_value (run->runtime, *(GPtrArray *const *)place);
    case KEPT_LIST:
        return list_value (run, field->class, *(GPtrArray *const *)place);
    }
    g_return_val_if_reached (UNDEFINED);
}

/* Has the structure nothing to say of FIELD? Then null stays null, and what is not there is not made. */
static gboolean is_nothing (const Field *field, const char *structure)
{
    gconstpointer place = structure + field->offset;

    switch (field->kept)
    {
    case KEPT_TEXT:
    case KEPT_SQL:
        return !*(const char *const *)place;
    case KEPT_NUMBER:
        return *(const int *)place == DDL_UNSET;
    case KEPT_NAMES:
        return (*(GPtrArray *const *)place)->len == 0;
    case KEPT_TRUTH:
    case KEPT_LIST:
        return FALSE;
    }
    g_return_val_if_reached (FALSE);
}

void typeorm_write (TypeormRun *run, ScriptObject *object, TableClass class, gconstpointer structure)
{
    for (const Field *field = classes[class].fields; field->name; field++)
    {
        Value before = script_peek (run->runtime, value_of_object (object), field->name);
        gboolean absent = before.kind == VALUE_EMPTY || value_is_nullish (before);

        if (is_there (run, field) && (!absent || !is_nothing (field, structure)))
            script_set (run->runtime, value_of_object (object), field->name, field_value (run, field, structure));
    }
}

Value typeorm_value_new (TypeormRun *run, TableClass class, gconstpointer structure)
{
    ScriptObject *object = object_new (run->runtime, typeorm_table_classes (run)->prototypes[class]);

    mark (run->runtime, object, class);
    for (const Field *field = classes[class].fields; field->name; field++)
        if (is_there (run, field))
            script_set (run->runtime, value_of_object (object), field->name, field_value (run, field, structure));
    return value_of_object (object);
}
