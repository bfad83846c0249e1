/* A session without a connection: it writes down what would be sent. */

#include "db/session_private.h"

void recorded_statement_free (gpointer data)
{
    RecordedStatement *statement = data;

    g_free (statement->text);
    g_strfreev (statement->parameters);
    g_free (statement);
}

static char *value_text (const SqlValue *value)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];
    GString *hex;

    switch (value->type)
    {
    case SQL_NULL:
        return g_strdup ("NULL");
    case SQL_BOOLEAN:
        return g_strdup (value->integer ? "true" : "false");
    case SQL_INTEGER:
        return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
    case SQL_FLOAT:
        return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, value->number));
    case SQL_TEXT:
        return g_strndup (value->text, value->length);
    case SQL_BLOB:
        hex = g_string_new ("x'");
        for (gsize i = 0; i < value->length; i++)
            g_string_append_printf (hex, "%02x", (guchar)value->text[i]);
        return g_string_free (g_string_append_c (hex, '\''), FALSE);
    }
    g_return_val_if_reached (NULL);
}

void session_record (Session *session, const Statement *statement)
{
    RecordedStatement *recorded = g_new0 (RecordedStatement, 1);

    recorded->text = g_strndup (statement->text, statement->length);
    recorded->tag = session->tag;
    recorded->where = statement->where;
    if (statement->n_parameters > 0)
        recorded->parameters = g_new0 (char *, statement->n_parameters + 1);
    for (guint i = 0; i < statement->n_parameters; i++)
        recorded->parameters[i] = value_text (&statement->parameters[i]);
    g_ptr_array_add (session->recorded, recorded);
}
