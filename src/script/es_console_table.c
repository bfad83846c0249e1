/* console.table (lib/internal/console/constructor.js and lib/internal/cli_table.js of Node 22). */

#include "script/es_console.h"
#include "script/es_inspect.h"

#include <string.h>

#define CELL_ITEMS 3

/* A column: a head, and a cell for each row or NULL. */
typedef struct
{
    char *head;
    GPtrArray *cells; /* char * */
} Column;

typedef struct
{
    ScriptRuntime *runtime;
    GPtrArray *columns; /* Column * */
    guint n_rows;
} Table;

static void column_free (gpointer data)
{
    Column *column = data;

    g_free (column->head);
    g_ptr_array_unref (column->cells);
    g_free (column);
}

static Column *column_named (Table *table, const char *head)
{
    Column *column;

    for (guint i = 1; i < table->columns->len; i++)
    {
        column = g_ptr_array_index (table->columns, i);
        if (strcmp (column->head, head) == 0)
            return column;
    }
    column = g_new0 (Column, 1);
    column->head = g_strdup (head);
    column->cells = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (table->columns, column);
    return column;
}

static void put (Column *column, guint row, char *cell)
{
    if (column->cells->len <= row)
        g_ptr_array_set_size (column->cells, (int)row + 1);
    g_free (g_ptr_array_index (column->cells, row));
    g_ptr_array_index (column->cells, row) = cell;
}

static char *cell_text (ScriptRuntime *runtime, Value value)
{
    InspectOptions options = inspect_defaults;
    GString *text = g_string_new (NULL);
    guint n = 0;

    options.depth = 0;
    options.max_items = CELL_ITEMS;
    options.break_length = INSPECT_ANY_DEPTH;
    if (value.kind == VALUE_OBJECT && value.as.object->kind == OBJECT_PLAIN)
    {
        object_keys (runtime, value.as.object, TRUE, FALSE, &n);
        if (n > 2)
        {
            g_string_append (text, "[Object]");
            return g_string_free (text, FALSE);
        }
    }
    inspect_with (runtime, text, value, &options);
    return g_string_free (text, FALSE);
}

static const char *cell_at (const Column *column, guint row)
{
    const char *cell = row < column->cells->len ? g_ptr_array_index (column->cells, row) : NULL;

    return cell ? cell : "";
}

static void append_line (GString *text, const guint *widths, guint n, const char *left, const char *middle,
                         const char *right)
{
    g_string_append (text, left);
    for (guint i = 0; i < n; i++)
    {
        if (i)
            g_string_append (text, middle);
        for (guint k = 0; k < widths[i] + 2; k++)
            g_string_append (text, "─");
    }
    g_string_append (text, right);
}

static void append_cell (GString *text, const char *cell, guint width)
{
    g_string_append_printf (text, " %s%*s │", cell, (int)(width - text_columns (cell, strlen (cell))), "");
}

static void append_table (GString *text, const Table *table)
{
    guint n = table->columns->len;
    g_autofree guint *widths = g_new0 (guint, n);

    for (guint i = 0; i < n; i++)
    {
        const Column *column = g_ptr_array_index (table->columns, i);

        widths[i] = text_columns (column->head, strlen (column->head));
        for (guint row = 0; row < table->n_rows; row++)
            widths[i] = MAX (widths[i], text_columns (cell_at (column, row), strlen (cell_at (column, row))));
    }
    append_line (text, widths, n, "┌", "┬", "┐\n│");
    for (guint i = 0; i < n; i++)
        append_cell (text, ((const Column *)g_ptr_array_index (table->columns, i))->head, widths[i]);
    append_line (text, widths, n, "\n├", "┼", "┤\n");
    for (guint row = 0; row < table->n_rows; row++)
    {
        g_string_append (text, "│");
        for (guint i = 0; i < n; i++)
            append_cell (text, cell_at (g_ptr_array_index (table->columns, i), row), widths[i]);
        g_string_append_c (text, '\n');
    }
    append_line (text, widths, n, "└", "┴", "┘");
}

static void fill_from_map (Table *table, ScriptMap *map)
{
    gboolean keyed = map->object.kind == OBJECT_MAP;
    Column *keys = keyed ? column_named (table, "Key") : NULL;
    Column *values = column_named (table, "Values");

    for (guint i = 0; i < map->n_entries; i++)
    {
        const MapEntry *entry = &map->entries[i];
        guint row = table->n_rows;

        if (entry->key.kind == VALUE_EMPTY)
            continue;
        put (g_ptr_array_index (table->columns, 0), row, g_strdup_printf ("%u", row));
        if (keyed)
            put (keys, row, cell_text (table->runtime, entry->key));
        put (values, row, cell_text (table->runtime, keyed ? entry->value : entry->key));
        table->n_rows++;
    }
}

static ScriptStatus fill_row (Table *table, ScriptObject *item, const Name **keys, guint n)
{
    ScriptRuntime *runtime = table->runtime;

    for (guint i = 0; i < n; i++)
    {
        Column *column = column_named (table, keys[i]->text);
        Property property;
        Value value;

        if (!item || !es_own_property (runtime, item, keys[i], &property))
            continue;
        SCRIPT_TRY (es_get_on (runtime, item, keys[i], value_of_object (item), &value));
        put (column, table->n_rows, cell_text (runtime, value));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus fill_from_object (Table *table, ScriptObject *data, Value columns)
{
    ScriptRuntime *runtime = table->runtime;
    ScriptList *wanted = value_list (columns);
    const Name **names = NULL;
    g_autoptr (GPtrArray) primitives = g_ptr_array_new_with_free_func (g_free);
    const Name **rows;
    guint n;
    gboolean has_primitives = FALSE;

    if (wanted)
        names = script_alloc (runtime, (wanted->length + 1) * sizeof *names);
    for (guint i = 0; wanted && i < wanted->length; i++)
        SCRIPT_TRY (es_to_name (runtime, wanted->items[i], &names[i]));
    rows = object_keys (runtime, data, TRUE, FALSE, &n);
    g_ptr_array_set_size (primitives, (int)n);
    for (guint i = 0; i < n; i++)
    {
        Value item;
        guint n_keys = wanted ? wanted->length : 0;
        const Name **keys = names;

        SCRIPT_TRY (es_get_on (runtime, data, rows[i], value_of_object (data), &item));
        put (g_ptr_array_index (table->columns, 0), i, g_strdup (rows[i]->text));
        table->n_rows = i;
        if (item.kind != VALUE_OBJECT && !wanted)
        {
            has_primitives = TRUE;
            g_ptr_array_index (primitives, i) = cell_text (runtime, item);
            continue;
        }
        if (!wanted && item.as.object->kind != OBJECT_HOST)
            keys = object_keys (runtime, item.as.object, TRUE, FALSE, &n_keys);
        SCRIPT_TRY (fill_row (table, item.kind == VALUE_OBJECT ? item.as.object : NULL, keys, n_keys));
    }
    table->n_rows = n;
    if (has_primitives)
    {
        Column *values = g_new0 (Column, 1);

        values->head = g_strdup ("Values");
        values->cells = g_ptr_array_ref (primitives);
        g_ptr_array_add (table->columns, values);
    }
    return SCRIPT_NORMAL;
}

ScriptStatus console_table_append (ScriptRuntime *runtime, GString *text, ScriptObject *data, Value columns)
{
    g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (column_free);
    Table table = { .runtime = runtime, .columns = list };
    gboolean is_map = data->kind == OBJECT_MAP || data->kind == OBJECT_SET;

    column_named (&table, is_map ? "(iteration index)" : "(index)");
    if (is_map)
        fill_from_map (&table, (ScriptMap *)data);
    else
        SCRIPT_TRY (fill_from_object (&table, data, columns));
    append_table (text, &table);
    return runtime->refusal ? SCRIPT_STOP : SCRIPT_NORMAL;
}
