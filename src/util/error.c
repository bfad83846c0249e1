#include "util/error.h"

#include <stdarg.h>

/* GLib's extended errors keep one private structure per error; ours is the public detail itself. */
typedef ErrorDetail MigshimErrorPrivate;

static void migshim_error_private_init (MigshimErrorPrivate *detail)
{
    *detail = (ErrorDetail){ 0 };
}

static void migshim_error_private_copy (const MigshimErrorPrivate *from, MigshimErrorPrivate *to)
{
    *to = *from;
    to->where.file = g_strdup (from->where.file);
    to->excerpt = g_strdup (from->excerpt);
    to->state = g_strdup (from->state);
    to->hint = g_strdup (from->hint);
    to->sql_code = g_strdup (from->sql_code);
    to->tool_code = g_strdup (from->tool_code);
    to->fields = g_strdupv (from->fields);
}

static void migshim_error_private_clear (MigshimErrorPrivate *detail)
{
    g_free ((char *)detail->where.file);
    g_free (detail->excerpt);
    g_free (detail->state);
    g_free (detail->hint);
    g_free (detail->sql_code);
    g_free (detail->tool_code);
    g_strfreev (detail->fields);
}

G_DEFINE_EXTENDED_ERROR (MigshimError, migshim_error)

const ErrorDetail *error_detail (const GError *error)
{
    return error && error->domain == MIGSHIM_ERROR ? migshim_error_get_private (error) : NULL;
}

static ErrorDetail *own_detail (GError **error)
{
    return error && *error && (*error)->domain == MIGSHIM_ERROR ? migshim_error_get_private (*error) : NULL;
}

static void locate (ErrorDetail *detail, Location where, const char *text, gsize length)
{
    detail->where = where;
    detail->where.file = g_strdup (where.file);
    if (text && where.line > 0)
        detail->excerpt = location_excerpt (where, text, length, &detail->caret);
}

void error_set (GError **error, MigshimErrorCode code, const char *format, ...)
{
    va_list arguments;

    if (!error)
        return;
    va_start (arguments, format);
    g_propagate_error (error, g_error_new_valist (MIGSHIM_ERROR, (int)code, format, arguments));
    va_end (arguments);
}

void error_set_at (GError **error, MigshimErrorCode code, Location where, const char *text, gsize length,
                   const char *format, ...)
{
    va_list arguments;

    if (!error)
        return;
    va_start (arguments, format);
    g_propagate_error (error, g_error_new_valist (MIGSHIM_ERROR, (int)code, format, arguments));
    va_end (arguments);
    locate (own_detail (error), where, text, length);
}

void error_locate (GError **error, Location where, const char *text, gsize length)
{
    ErrorDetail *detail = own_detail (error);

    if (detail && !detail->where.file && where.file)
        locate (detail, where, text, length);
}

static void replace (char **field, char *value)
{
    g_free (*field);
    *field = value;
}

void error_hint (GError **error, const char *format, ...)
{
    ErrorDetail *detail = own_detail (error);
    va_list arguments;

    if (!detail)
        return;
    va_start (arguments, format);
    replace (&detail->hint, g_strdup_vprintf (format, arguments));
    va_end (arguments);
}

void error_state (GError **error, const char *format, ...)
{
    ErrorDetail *detail = own_detail (error);
    va_list arguments;

    if (!detail)
        return;
    va_start (arguments, format);
    replace (&detail->state, g_strdup_vprintf (format, arguments));
    va_end (arguments);
}

void error_sql_code (GError **error, const char *sql_code)
{
    ErrorDetail *detail = own_detail (error);

    if (detail)
        replace (&detail->sql_code, g_strdup (sql_code));
}

void error_tool_code (GError **error, const char *tool_code)
{
    ErrorDetail *detail = own_detail (error);

    if (detail)
        replace (&detail->tool_code, g_strdup (tool_code));
}

void error_field (GError **error, const char *name, const char *value)
{
    ErrorDetail *detail = own_detail (error);
    guint n = detail && detail->fields ? g_strv_length (detail->fields) : 0;

    if (!detail || !value)
        return;
    detail->fields = g_renew (char *, detail->fields, n + 3);
    detail->fields[n] = g_strdup (name);
    detail->fields[n + 1] = g_strdup (value);
    detail->fields[n + 2] = NULL;
}

void error_excerpt (GError **error, char *excerpt, guint caret)
{
    ErrorDetail *detail = own_detail (error);

    if (!detail)
    {
        g_free (excerpt);
        return;
    }
    replace (&detail->excerpt, excerpt);
    detail->caret = caret;
}
