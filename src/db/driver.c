#include "build-config.h"

#include "db/driver.h"
#include "util/error.h"

#include <string.h>

static const Driver *const drivers[] = {
#ifdef HAVE_SQLITE
    &driver_sqlite,
#endif
    NULL
};

const Driver *driver_find (Dialect dialect, GError **error)
{
    static const char *const switches[DIALECT_COUNT] = { "postgresql", "mysql", "sqlite" };

    for (const Driver *const *driver = drivers; *driver; driver++)
        if ((*driver)->dialect == dialect)
            return *driver;
    error_set (error, MIGSHIM_ERROR_UNSUPPORTED, "This migshim was built without %s", dialect_title (dialect));
    error_hint (error, "Configure it without --disable-%s and build it again", switches[dialect]);
    return NULL;
}

guint driver_version_number (const char *version)
{
    guint parts[3] = { 0, 0, 0 };
    const char *p = version;

    for (guint i = 0; i < G_N_ELEMENTS (parts) && g_ascii_isdigit (*p); i++)
    {
        char *end;

        parts[i] = (guint)g_ascii_strtoull (p, &end, 10);
        p = *end == '.' ? end + 1 : end;
    }
    return parts[0] * 10000 + parts[1] * 100 + parts[2];
}

char *driver_scrub (const char *text, const char *secret)
{
    GString *clean = g_string_new (text);

    if (secret && *secret)
        g_string_replace (clean, secret, "***", 0);
    return g_string_free (clean, FALSE);
}

static const char *skip_line (const char *p, const char *end)
{
    const char *newline = memchr (p, '\n', (gsize)(end - p));

    return newline ? newline + 1 : end;
}

/* Nested or not makes no difference to where the first statement begins but on PostgreSQL, which nests. */
static const char *skip_block (const char *p, const char *end, gboolean nested)
{
    guint depth = 1;

    for (p += 2; p < end && depth > 0; p++)
        if (end - p >= 2 && p[0] == '*' && p[1] == '/')
        {
            depth--;
            p++;
        }
        else if (nested && end - p >= 2 && p[0] == '/' && p[1] == '*')
        {
            depth++;
            p++;
        }
    return p;
}

gsize driver_skip_blank (const char *text, gsize length, gsize from, gboolean hash)
{
    const char *end = text + length;
    const char *p = text + MIN (from, length);

    while (p < end)
        if (g_ascii_isspace (*p) || *p == ';')
            p++;
        else if ((hash && *p == '#') || (end - p >= 2 && p[0] == '-' && p[1] == '-'))
            p = skip_line (p, end);
        else if (end - p >= 2 && p[0] == '/' && p[1] == '*' && !(hash && end - p >= 3 && (p[2] == '!' || p[2] == 'M')))
            p = skip_block (p, end, !hash);
        else
            break;
    return (gsize)(p - text);
}
