/* table.h: rows of cells in aligned columns. */

#ifndef MIGSHIM_REPORT_TABLE_H
#define MIGSHIM_REPORT_TABLE_H

#include "report/style.h"

typedef struct Table Table;

typedef enum
{
    ALIGN_LEFT,
    ALIGN_RIGHT
} Align;

/* A table whose columns are aligned as ALIGNS (N_COLUMNS of them; static). Free with table_free. */
Table *table_new (const Align *aligns, guint n_columns);
void table_free (Table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Table, table_free)

/* Adds the next cell, row by row from the left. TEXT is copied; NULL is an empty cell. */
void table_add (Table *table, Paint paint, const char *text);
void table_addf (Table *table, Paint paint, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Appends the table: each line begins with INDENT blanks, columns are two blanks apart, no blanks at the ends of lines; columns without any
 * text are left out. */
void table_print (const Table *table, GString *out, const Style *style, guint indent);

#endif
