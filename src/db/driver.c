#include "build-config.h"

#include "db/driver.h"
#include "util/error.h"

#include <string.h>

static const Driver *const drivers[] = {
#ifdef HAVE_POSTGRESQL
    &driver_postgresql,
#endif
#ifdef HAVE_MYSQL
    &driver_mysql,
#endif
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

static char *server_name (const DatabaseUrl *url)
{
    guint port = url->port > 0 ? url->port : url->dialect == DIALECT_POSTGRESQL ? 5432 : 3306;

    if (url->host && url->socket)
        return g_strdup_printf ("%s (socket)", url->host);
    return url->host ? g_strdup_printf ("%s:%u", url->host, port) : g_strdup ("this machine");
}

void driver_connect_error (GError **error, const DatabaseUrl *url, ConnectTrouble trouble, const char *code,
                           const char *said)
{
    static const char *const hints[] = {
        [CONNECT_REFUSED] = "Is the server running, and are host and port of the URL right?",
        [CONNECT_UNKNOWN_HOST] = "Check the host in the URL, and the network",
        [CONNECT_TIMEOUT] = "Is the server reachable from here? A firewall often looks like this; "
                            "connect_timeout=SECONDS in the URL waits longer",
        [CONNECT_NO_SOCKET] = "Is the server running on this machine, and is the path of its socket right?",
        [CONNECT_PASSWORD] = "Check the password in the URL or in the variable that it comes from; special characters "
                             "must be written as %XX",
        [CONNECT_USER] = "Check the user in the URL, and what the server lets it do from here",
        [CONNECT_DATABASE] = "Check the database's name in the URL, or create it",
        [CONNECT_TLS] = "Check the TLS parameters of the URL (sslmode, sslrootcert; on MySQL ssl-mode, ssl-ca)",
        [CONNECT_BUSY] = "The server takes no connections right now: try again later",
        [CONNECT_OTHER] = "Check the URL",
    };
    const char *title = dialect_title (url->dialect);
    const char *user = url->user ? url->user : g_get_user_name ();
    const char *database = url->database ? url->database : user;
    g_autofree char *server = server_name (url);
    g_autofree char *clean = driver_scrub (said, url->password);

    switch (trouble)
    {
    case CONNECT_REFUSED:
        error_set (error, MIGSHIM_ERROR_DATABASE, "No %s server answers at %s", title, server);
        break;
    case CONNECT_UNKNOWN_HOST:
        error_set (error, MIGSHIM_ERROR_DATABASE, "The host \"%s\" of the %s server is unknown", url->host, title);
        break;
    case CONNECT_TIMEOUT:
        error_set (error, MIGSHIM_ERROR_DATABASE, "The %s server at %s did not answer in time", title, server);
        break;
    case CONNECT_NO_SOCKET:
        error_set (error, MIGSHIM_ERROR_DATABASE, "There is no %s server at the socket of %s", title, server);
        break;
    case CONNECT_PASSWORD:
        error_set (error, MIGSHIM_ERROR_DATABASE, "The %s server at %s refuses the password of the user \"%s\"", title,
                   server, user);
        break;
    case CONNECT_USER:
        error_set (error, MIGSHIM_ERROR_DATABASE, "The %s server at %s does not let the user \"%s\" in", title, server,
                   user);
        break;
    case CONNECT_DATABASE:
        error_set (error, MIGSHIM_ERROR_DATABASE, "There is no database \"%s\" on the %s server at %s", database, title,
                   server);
        break;
    case CONNECT_TLS:
        error_set (error, MIGSHIM_ERROR_DATABASE, "No TLS connection to the %s server at %s", title, server);
        break;
    case CONNECT_BUSY:
        error_set (error, MIGSHIM_ERROR_DATABASE, "The %s server at %s is too busy, starting or stopping", title,
                   server);
        break;
    case CONNECT_OTHER:
        error_set (error, MIGSHIM_ERROR_DATABASE, "Can't connect to the %s server at %s", title, server);
        break;
    }
    if (code)
        error_sql_code (error, code);
    g_strstrip (clean);
    error_hint (error, "%s%s%s", hints[trouble], *clean ? "\nIt said: " : "", clean);
}
