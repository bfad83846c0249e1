#include "report/table.h"

#include <stdarg.h>

#define GAP 2

typedef struct
{
    char *text;
    Paint paint;
    guint width;
} Cell;

struct Table
{
    const Align *aligns;
    guint n_columns;
    GArray *cells; /* of Cell, row after row */
};

static void cell_clear (gpointer item)
{
    g_free (((Cell *)item)->text);
}

Table *table_new (const Align *aligns, guint n_columns)
{
    Table *table = g_new0 (Table, 1);

    table->aligns = aligns;
    table->n_columns = n_columns;
    table->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
    g_array_set_clear_func (table->cells, cell_clear);
    return table;
}

void table_free (Table *table)
{
    if (!table)
        return;
    g_array_unref (table->cells);
    g_free (table);
}

void table_add (Table *table, Paint paint, const char *text)
{
    Cell cell = { g_strdup (text ? text : ""), paint, style_width (text ? text : "") };

    g_array_append_val (table->cells, cell);
}

void table_addf (Table *table, Paint paint, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start (arguments, format);
    text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    table_add (table, paint, text);
}

/* Appends one row. Blanks are held back until a text follows, so that no line ends with them. */
static void print_row (const Table *table, GString *out, const Style *style, const guint *widths, guint row,
                       guint indent)
{
    guint held = indent;

    for (guint column = 0; column < table->n_columns; column++)
    {
        const Cell *cell = &g_array_index (table->cells, Cell, row * table->n_columns + column);
        guint slack = widths[column] - cell->width;
        gboolean right = table->aligns[column] == ALIGN_RIGHT;

        if (widths[column] == 0)
            continue;
        if (cell->width == 0)
        {
            held += widths[column] + GAP;
            continue;
        }
        style_pad (out, held + (right ? slack : 0));
        style_append (out, style, cell->paint, "%s", cell->text);
        held = GAP + (right ? 0 : slack);
    }
    g_string_append_c (out, '\n');
}

void table_print (const Table *table, GString *out, const Style *style, guint indent)
{
    g_autofree guint *widths = g_new0 (guint, table->n_columns);
    guint n_rows = table->cells->len / table->n_columns;

    for (guint i = 0; i < n_rows * table->n_columns; i++)
        widths[i % table->n_columns] = MAX (widths[i % table->n_columns], g_array_index (table->cells, Cell, i).width);
    for (guint row = 0; row < n_rows; row++)
        print_row (table, out, style, widths, row, indent);
}
