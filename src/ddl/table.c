#include "ddl/table.h"

#include <string.h>

static GPtrArray *names_new (void)
{
    return g_ptr_array_new_with_free_func (g_free);
}

static gpointer copy_name (gconstpointer name, gpointer data G_GNUC_UNUSED)
{
    return g_strdup (name);
}

/* What a structure consists of, so that one function each makes, copies and frees all of them. */
typedef enum
{
    PART_TEXT,
    PART_NUMBER,
    PART_NAMES,
    PART_LIST /* of structures: LIST says of which */
} PartKind;

typedef struct Shape Shape;

typedef struct
{
    PartKind kind;
    gsize offset;
    const Shape *list;
    GDestroyNotify free_item; /* of a list */
} Part;

struct Shape
{
    gsize size;
    guint n_parts;
    const Part *parts;
};

#define SHAPE(type)                                                                                                    \
    {                                                                                                                  \
        sizeof (type), G_N_ELEMENTS (parts_of_##type), parts_of_##type                                                 \
    }
#define TEXT(type, field)                                                                                              \
    {                                                                                                                  \
        .kind = PART_TEXT, .offset = offsetof (type, field)                                                            \
    }
#define NUMBER(type, field)                                                                                            \
    {                                                                                                                  \
        .kind = PART_NUMBER, .offset = offsetof (type, field)                                                          \
    }
#define NAMES(type, field)                                                                                             \
    {                                                                                                                  \
        .kind = PART_NAMES, .offset = offsetof (type, field)                                                           \
    }
#define LIST(type, field, shape, free_function)                                                                        \
    {                                                                                                                  \
        .kind = PART_LIST, .offset = offsetof (type, field), .list = &(shape),                                         \
        .free_item = (GDestroyNotify)(free_function)                                                                   \
    }

static const Part parts_of_DdlColumn[] = {
    TEXT (DdlColumn, name),
    TEXT (DdlColumn, type),
    TEXT (DdlColumn, length),
    NUMBER (DdlColumn, width),
    NUMBER (DdlColumn, precision),
    NUMBER (DdlColumn, scale),
    TEXT (DdlColumn, charset),
    TEXT (DdlColumn, collation),
    TEXT (DdlColumn, default_sql),
    TEXT (DdlColumn, on_update),
    TEXT (DdlColumn, comment),
    TEXT (DdlColumn, generation),
    TEXT (DdlColumn, identity),
    NAMES (DdlColumn, enum_values),
    TEXT (DdlColumn, enum_name),
    TEXT (DdlColumn, expression),
    TEXT (DdlColumn, computed),
    TEXT (DdlColumn, primary_key_constraint),
    TEXT (DdlColumn, spatial_feature),
    NUMBER (DdlColumn, srid),
};
static const Part parts_of_DdlIndex[] = {
    TEXT (DdlIndex, name),  NAMES (DdlIndex, columns), TEXT (DdlIndex, parser),
    TEXT (DdlIndex, where), TEXT (DdlIndex, method),
};
static const Part parts_of_DdlForeignKey[] = {
    TEXT (DdlForeignKey, name),
    NAMES (DdlForeignKey, columns),
    TEXT (DdlForeignKey, referenced_database),
    TEXT (DdlForeignKey, referenced_schema),
    TEXT (DdlForeignKey, referenced_table),
    NAMES (DdlForeignKey, referenced_columns),
    TEXT (DdlForeignKey, on_delete),
    TEXT (DdlForeignKey, on_update),
    TEXT (DdlForeignKey, deferrable),
};
static const Part parts_of_DdlUnique[] = { TEXT (DdlUnique, name), NAMES (DdlUnique, columns),
                                           TEXT (DdlUnique, deferrable) };
static const Part parts_of_DdlCheck[] = { TEXT (DdlCheck, name), NAMES (DdlCheck, columns),
                                          TEXT (DdlCheck, expression) };
static const Part parts_of_DdlExclusion[] = { TEXT (DdlExclusion, name), TEXT (DdlExclusion, expression),
                                              TEXT (DdlExclusion, deferrable) };

static const Shape column_shape = SHAPE (DdlColumn);
static const Shape index_shape = SHAPE (DdlIndex);
static const Shape foreign_key_shape = SHAPE (DdlForeignKey);
static const Shape unique_shape = SHAPE (DdlUnique);
static const Shape check_shape = SHAPE (DdlCheck);
static const Shape exclusion_shape = SHAPE (DdlExclusion);

static const Part parts_of_DdlTable[] = {
    TEXT (DdlTable, database),
    TEXT (DdlTable, schema),
    TEXT (DdlTable, name),
    TEXT (DdlTable, comment),
    TEXT (DdlTable, engine),
    LIST (DdlTable, columns, column_shape, ddl_column_free),
    LIST (DdlTable, indexes, index_shape, ddl_index_free),
    LIST (DdlTable, foreign_keys, foreign_key_shape, ddl_foreign_key_free),
    LIST (DdlTable, uniques, unique_shape, ddl_unique_free),
    LIST (DdlTable, checks, check_shape, ddl_check_free),
    LIST (DdlTable, exclusions, exclusion_shape, ddl_exclusion_free),
};
static const Part parts_of_DdlView[] = {
    TEXT (DdlView, database),
    TEXT (DdlView, schema),
    TEXT (DdlView, name),
    TEXT (DdlView, expression),
    LIST (DdlView, indexes, index_shape, ddl_index_free),
};

static const Shape table_shape = SHAPE (DdlTable);
static const Shape view_shape = SHAPE (DdlView);

static gpointer shape_new (const Shape *shape)
{
    char *made = g_malloc0 (shape->size);

    for (guint i = 0; i < shape->n_parts; i++)
    {
        const Part *part = &shape->parts[i];

        switch (part->kind)
        {
        case PART_TEXT:
            break;
        case PART_NUMBER:
            *(int *)(gpointer)(made + part->offset) = DDL_UNSET;
            break;
        case PART_NAMES:
            *(GPtrArray **)(gpointer)(made + part->offset) = names_new ();
            break;
        case PART_LIST:
            *(GPtrArray **)(gpointer)(made + part->offset) = g_ptr_array_new_with_free_func (part->free_item);
            break;
        }
    }
    return made;
}

static gpointer shape_copy (const Shape *shape, gconstpointer from)
{
    char *made = g_malloc (shape->size);

    memcpy (made, from, shape->size);
    for (guint i = 0; i < shape->n_parts; i++)
    {
        const Part *part = &shape->parts[i];
        char **text = (char **)(gpointer)(made + part->offset);
        GPtrArray **list = (GPtrArray **)(gpointer)(made + part->offset);

        switch (part->kind)
        {
        case PART_TEXT:
            *text = g_strdup (*text);
            break;
        case PART_NUMBER:
            break;
        case PART_NAMES:
            *list = g_ptr_array_copy (*list, copy_name, NULL);
            break;
        case PART_LIST:
        {
            GPtrArray *items = *list;

            *list = g_ptr_array_new_with_free_func (part->free_item);
            for (guint j = 0; j < items->len; j++)
                g_ptr_array_add (*list, shape_copy (part->list, g_ptr_array_index (items, j)));
            break;
        }
        }
    }
    return made;
}

static void shape_free (const Shape *shape, gpointer what)
{
    if (!what)
        return;
    for (guint i = 0; i < shape->n_parts; i++)
    {
        gpointer field = (char *)what + shape->parts[i].offset;

        switch (shape->parts[i].kind)
        {
        case PART_TEXT:
            g_free (*(char **)field);
            break;
        case PART_NUMBER:
            break;
        case PART_NAMES:
        case PART_LIST:
            g_ptr_array_unref (*(GPtrArray **)field);
            break;
        }
    }
    g_free (what);
}

#define DEFINE(Type, noun)                                                                                             \
    Type *ddl_##noun##_new (void)                                                                                      \
    {                                                                                                                  \
        return shape_new (&noun##_shape);                                                                              \
    }                                                                                                                  \
    Type *ddl_##noun##_copy (const Type *noun)                                                                         \
    {                                                                                                                  \
        return shape_copy (&noun##_shape, noun);                                                                       \
    }                                                                                                                  \
    void ddl_##noun##_free (Type *noun)                                                                                \
    {                                                                                                                  \
        shape_free (&noun##_shape, noun);                                                                              \
    }

DEFINE (DdlColumn, column)
DEFINE (DdlIndex, index)
DEFINE (DdlForeignKey, foreign_key)
DEFINE (DdlUnique, unique)
DEFINE (DdlCheck, check)
DEFINE (DdlExclusion, exclusion)
DEFINE (DdlTable, table)
DEFINE (DdlView, view)

void ddl_set (char **field, const char *text)
{
    char *old = *field;

    *field = g_strdup (text);
    g_free (old);
}

int ddl_names_find (const GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++)
        if (g_strcmp0 (g_ptr_array_index (names, i), name) == 0)
            return (int)i;
    return -1;
}

gboolean ddl_names_equal (const GPtrArray *a, const GPtrArray *b)
{
    if (a->len != b->len)
        return FALSE;
    for (guint i = 0; i < a->len; i++)
        if (g_strcmp0 (g_ptr_array_index (a, i), g_ptr_array_index (b, i)) != 0)
            return FALSE;
    return TRUE;
}

void ddl_names_replace (GPtrArray *names, const char *from, const char *to)
{
    int at = ddl_names_find (names, from);

    if (at < 0)
        return;
    g_free (names->pdata[at]);
    names->pdata[at] = g_strdup (to);
}

void ddl_names_remove (GPtrArray *names, const char *name)
{
    int at = ddl_names_find (names, name);

    if (at >= 0)
        g_ptr_array_remove_index (names, (guint)at);
}

void ddl_names_add (GPtrArray *names, const char *name)
{
    g_ptr_array_add (names, g_strdup (name));
}

gboolean ddl_names_are (const GPtrArray *names, const char *name)
{
    return names->len == 1 && g_strcmp0 (g_ptr_array_index (names, 0), name) == 0;
}

/* The NAME of an item of any list of structures is at NAME_OFFSET in it. */
static gpointer find_named (const GPtrArray *list, gsize name_offset, const char *name)
{
    for (guint i = 0; name && i < list->len; i++)
    {
        char *item = g_ptr_array_index (list, i);

        if (g_strcmp0 (*(char **)(gpointer)(item + name_offset), name) == 0)
            return item;
    }
    return NULL;
}

DdlColumn *ddl_table_column (const DdlTable *table, const char *name)
{
    return find_named (table->columns, offsetof (DdlColumn, name), name);
}

DdlIndex *ddl_table_index (const DdlTable *table, const char *name)
{
    return find_named (table->indexes, offsetof (DdlIndex, name), name);
}

DdlForeignKey *ddl_table_foreign_key (const DdlTable *table, const char *name)
{
    return find_named (table->foreign_keys, offsetof (DdlForeignKey, name), name);
}

DdlUnique *ddl_table_unique (const DdlTable *table, const char *name)
{
    return find_named (table->uniques, offsetof (DdlUnique, name), name);
}

DdlCheck *ddl_table_check (const DdlTable *table, const char *name)
{
    return find_named (table->checks, offsetof (DdlCheck, name), name);
}

DdlExclusion *ddl_table_exclusion (const DdlTable *table, const char *name)
{
    return find_named (table->exclusions, offsetof (DdlExclusion, name), name);
}

GPtrArray *ddl_table_primary_names (const DdlTable *table)
{
    GPtrArray *names = g_ptr_array_new ();

    for (guint i = 0; i < table->columns->len; i++)
    {
        DdlColumn *column = g_ptr_array_index (table->columns, i);

        if (column->primary)
            g_ptr_array_add (names, column->name);
    }
    return names;
}

const char *ddl_table_primary_constraint (const DdlTable *table)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);

        if (column->primary)
            return column->primary_key_constraint;
    }
    return NULL;
}
