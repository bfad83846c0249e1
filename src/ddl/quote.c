#include "ddl/quote.h"

void ddl_append_path (GString *out, Dialect dialect, const char *schema, const char *name)
{
    if (schema)
    {
        dialect_append_identifier (dialect, out, schema);
        g_string_append_c (out, '.');
    }
    dialect_append_identifier (dialect, out, name);
}

void ddl_append_names (GString *out, Dialect dialect, const GPtrArray *names, const char *separator)
{
    for (guint i = 0; i < names->len; i++)
    {
        if (i)
            g_string_append (out, separator);
        dialect_append_identifier (dialect, out, g_ptr_array_index (names, i));
    }
}

void ddl_append_values (GString *out, Dialect dialect, const GPtrArray *values, const char *separator)
{
    for (guint i = 0; i < values->len; i++)
    {
        if (i)
            g_string_append (out, separator);
        dialect_append_literal (dialect, out, g_ptr_array_index (values, i));
    }
}

char *ddl_path (Dialect dialect, const char *schema, const char *name)
{
    GString *out = g_string_new (NULL);

    ddl_append_path (out, dialect, schema, name);
    return g_string_free (out, FALSE);
}

char *ddl_identifier (Dialect dialect, const char *name)
{
    return ddl_path (dialect, NULL, name);
}

char *ddl_literal (Dialect dialect, const char *text)
{
    GString *out = g_string_new (NULL);

    dialect_append_literal (dialect, out, text);
    return g_string_free (out, FALSE);
}
