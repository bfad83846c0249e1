#include "db/result.h"

typedef struct
{
    char *name;
    char *declared;
    guint type;
} Column;

struct ResultSet
{
    GArray *columns; /* of Column */
    GArray *cells;   /* of SqlValue, row after row */
    GStringChunk *text;
    guint n_rows;
    char *command;
    guint64 affected;
    guint64 insert_id;
    char *info;
    guint warnings;
    guint status;
};

static void column_clear (gpointer item)
{
    Column *column = item;

    g_free (column->name);
    g_free (column->declared);
}

ResultSet *result_new (void)
{
    ResultSet *result = g_new0 (ResultSet, 1);

    result->columns = g_array_new (FALSE, FALSE, sizeof (Column));
    g_array_set_clear_func (result->columns, column_clear);
    result->cells = g_array_new (FALSE, FALSE, sizeof (SqlValue));
    result->text = g_string_chunk_new (1024);
    result->command = g_strdup ("");
    return result;
}

void result_free (ResultSet *result)
{
    if (!result)
        return;
    g_array_unref (result->columns);
    g_array_unref (result->cells);
    g_string_chunk_free (result->text);
    g_free (result->command);
    g_free (result->info);
    g_free (result);
}

void result_add_column (ResultSet *result, const char *name, guint type, const char *declared)
{
    Column column = { g_strdup (name), g_strdup (declared), type };

    g_array_append_val (result->columns, column);
}

void result_add_row (ResultSet *result)
{
    result->n_rows++;
}

void result_add_cell (ResultSet *result, const SqlValue *value)
{
    SqlValue copy = *value;

    if (value->type == SQL_TEXT || value->type == SQL_BLOB)
        copy.text = g_string_chunk_insert_len (result->text, value->text ? value->text : "", (gssize)value->length);
    g_array_append_val (result->cells, copy);
}

void result_set_outcome (ResultSet *result, const char *command, guint64 affected, guint64 insert_id)
{
    g_free (result->command);
    result->command = g_ascii_strup (command, -1);
    result->affected = affected;
    result->insert_id = insert_id;
}

void result_set_info (ResultSet *result, const char *info, guint warnings, guint status)
{
    g_free (result->info);
    result->info = g_strdup (info);
    result->warnings = warnings;
    result->status = status;
}

const char *result_info (const ResultSet *result)
{
    return result->info ? result->info : "";
}

guint result_warnings (const ResultSet *result)
{
    return result->warnings;
}

guint result_status (const ResultSet *result)
{
    return result->status;
}

guint result_n_rows (const ResultSet *result)
{
    return result->n_rows;
}

guint result_n_columns (const ResultSet *result)
{
    return result->columns->len;
}

const char *result_column_name (const ResultSet *result, guint column)
{
    return g_array_index (result->columns, Column, column).name;
}

guint result_column_type (const ResultSet *result, guint column)
{
    return g_array_index (result->columns, Column, column).type;
}

const char *result_column_declared (const ResultSet *result, guint column)
{
    return g_array_index (result->columns, Column, column).declared;
}

const SqlValue *result_cell (const ResultSet *result, guint row, guint column)
{
    return &g_array_index (result->cells, SqlValue, row * result->columns->len + column);
}

const char *result_text (const ResultSet *result, guint row, guint column)
{
    const SqlValue *value = result_cell (result, row, column);
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    switch (value->type)
    {
    case SQL_NULL:
        return NULL;
    case SQL_BOOLEAN:
        return value->integer ? "true" : "false";
    case SQL_INTEGER:
        g_snprintf (buffer, sizeof buffer, "%" G_GINT64_FORMAT, value->integer);
        return g_string_chunk_insert_const (result->text, buffer);
    case SQL_FLOAT:
        return g_string_chunk_insert_const (result->text, g_ascii_dtostr (buffer, sizeof buffer, value->number));
    case SQL_TEXT:
    case SQL_BLOB:
        return value->text;
    }
    g_return_val_if_reached (NULL);
}

gint64 result_integer (const ResultSet *result, guint row, guint column)
{
    const SqlValue *value = result_cell (result, row, column);

    switch (value->type)
    {
    case SQL_NULL:
        return 0;
    case SQL_BOOLEAN:
    case SQL_INTEGER:
        return value->integer;
    case SQL_FLOAT:
        return (gint64)value->number;
    case SQL_TEXT:
    case SQL_BLOB:
        return g_ascii_strtoll (value->text, NULL, 10);
    }
    g_return_val_if_reached (0);
}

/* MySQL's BIT comes as binary: any bit set is true. */
static gboolean any_byte_set (const SqlValue *value)
{
    for (gsize i = 0; i < value->length; i++)
        if (value->text[i])
            return TRUE;
    return FALSE;
}

gboolean result_truth (const ResultSet *result, guint row, guint column)
{
    const SqlValue *value = result_cell (result, row, column);

    switch (value->type)
    {
    case SQL_NULL:
        return FALSE;
    case SQL_BOOLEAN:
    case SQL_INTEGER:
        return value->integer != 0;
    case SQL_FLOAT:
        return value->number != 0;
    case SQL_TEXT:
        return g_ascii_strcasecmp (value->text, "t") == 0 || g_ascii_strcasecmp (value->text, "true") == 0 ||
               g_ascii_strtod (value->text, NULL) != 0;
    case SQL_BLOB:
        return any_byte_set (value);
    }
    g_return_val_if_reached (FALSE);
}

guint64 result_affected (const ResultSet *result)
{
    return result->affected;
}

guint64 result_insert_id (const ResultSet *result)
{
    return result->insert_id;
}

const char *result_command (const ResultSet *result)
{
    return result->command;
}
