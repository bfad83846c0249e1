#include "model/dialect.h"

#include <string.h>

const char *dialect_title (Dialect dialect)
{
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        return "PostgreSQL";
    case DIALECT_MYSQL:
        return "MySQL";
    case DIALECT_SQLITE:
        return "SQLite";
    }
    g_return_val_if_reached ("");
}

static void append_doubling (GString *out, char quote, gboolean backslashes, const char *text)
{
    g_string_append_c (out, quote);
    for (const char *p = text; *p; p++)
    {
        if (*p == quote || (backslashes && *p == '\\'))
            g_string_append_c (out, *p);
        g_string_append_c (out, *p);
    }
    g_string_append_c (out, quote);
}

void dialect_append_identifier (Dialect dialect, GString *out, const char *name)
{
    append_doubling (out, dialect == DIALECT_MYSQL ? '`' : '"', FALSE, name);
}

void dialect_append_literal (Dialect dialect, GString *out, const char *text)
{
    gboolean backslash = text && strchr (text, '\\');

    if (!text)
    {
        g_string_append (out, "NULL");
        return;
    }
    if (backslash && dialect == DIALECT_POSTGRESQL)
        g_string_append (out, " E");
    append_doubling (out, '\'', backslash && dialect != DIALECT_SQLITE, text);
}
