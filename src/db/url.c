#include "db/url.h"

#include "db/url_parameter.h"
#include "db/url_tls.h"
#include "util/error.h"
#include "util/suggest.h"

#include <string.h>

typedef struct
{
    const char *name;
    Dialect dialect;
} Scheme;

static const Scheme schemes[] = {
    { "postgresql", DIALECT_POSTGRESQL }, { "postgres", DIALECT_POSTGRESQL }, { "pg", DIALECT_POSTGRESQL },
    { "mysql", DIALECT_MYSQL },           { "mysql2", DIALECT_MYSQL },        { "mariadb", DIALECT_MYSQL },
    { "sqlite", DIALECT_SQLITE },         { "sqlite3", DIALECT_SQLITE },      { "file", DIALECT_SQLITE },
};

/* SQLAlchemy 2.1, dialects/: what may stand after the plus sign. */
static const char *const postgresql_drivers[] = { "psycopg2", "psycopg2cffi", "psycopg",  "psycopg_async",
                                                  "asyncpg",  "pg8000",       "pygresql", NULL };
static const char *const mysql_drivers[] = { "pymysql", "mysqldb", "mysqlconnector",   "aiomysql",
                                             "asyncmy", "cymysql", "mariadbconnector", NULL };
static const char *const sqlite_drivers[] = { "pysqlite", "aiosqlite", "pysqlite_numeric", NULL };

typedef struct
{
    const char *scheme; /* a prefix */
    const char *what;
    const char *hint;
} RefusedScheme;

static const RefusedScheme refused[] = {
    { "prisma+postgres", "names Prisma's remote service, which speaks no SQL protocol",
      "Give the direct URL, which begins with postgresql:// (in Prisma's console: \"Direct connection\"; for a local "
      "`prisma dev`: its DATABASE_URL without prisma+)" },
    { "prisma", "names Prisma's remote service, which speaks no SQL protocol",
      "Give the direct URL of the database behind it, which begins with postgresql:// or mysql://" },
    { "jdbc", "is a JDBC URL",
      "Leave \"jdbc:\" out, and write user and password as in postgresql://USER:PASSWORD@HOST/DATABASE" },
    { "libsql", "names a libSQL service; only SQLite files can be opened", "Give the path of a SQLite file" },
    { "cockroachdb", "names CockroachDB, which is not supported", "PostgreSQL, MySQL, MariaDB and SQLite are" },
    { "mongodb", "names MongoDB, which is not supported", "PostgreSQL, MySQL, MariaDB and SQLite are" },
    { "sqlserver", "names SQL Server, which is not supported", "PostgreSQL, MySQL, MariaDB and SQLite are" },
    { "mssql", "names SQL Server, which is not supported", "PostgreSQL, MySQL, MariaDB and SQLite are" },
    { "oracle", "names Oracle, which is not supported", "PostgreSQL, MySQL, MariaDB and SQLite are" },
    { "http", "is a web address", "A database's URL begins with postgresql://, mysql://, sqlite:// or file:" },
};

#define FORMS                                                                                                          \
    "Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, mysql://USER:PASSWORD@HOST:PORT/DATABASE, sqlite:///FILE "   \
    "or file:FILE"
#define ENCODE                                                                                                         \
    "Percent-encode special characters in a name or password: @ is %%40, : is %%3A, / is %%2F, ? is %%3F, # is %%23, " \
    "%% is %%25, a blank is %%20"

/* What is known while the text is being read. */
typedef struct
{
    DatabaseUrl *url;
    const char *base;
    char *driver;    /* after the plus sign, or NULL */
    GHashTable *tls; /* parameters to be weighed together */
    GString *settings;
    gboolean prisma; /* has parameters that only Prisma reads */
} Reader;

static gboolean refuse (GError **error, const char *hint, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean refuse (GError **error, const char *hint, const char *format, ...)
{
    va_list arguments;
    g_autofree char *message = NULL;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    error_set (error, MIGSHIM_ERROR_CONFIG, "%s", message);
    if (hint)
        error_hint (error, "%s", hint);
    return FALSE;
}

static gboolean refuse_unescaped (GError **error, const char *where)
{
    error_set (error, MIGSHIM_ERROR_CONFIG, "the database URL has an unescaped special character in its %s", where);
    error_hint (error, ENCODE);
    return FALSE;
}

void database_url_free (DatabaseUrl *url)
{
    if (!url)
        return;
    g_free (url->host);
    g_free (url->user);
    g_free (url->password);
    g_free (url->database);
    g_free (url->schema);
    g_clear_pointer (&url->parameters, g_hash_table_unref);
    g_free (url);
}

static void replace (char **field, char *value)
{
    g_free (*field);
    *field = value;
}

/* Decodes %XX in FROM..TO; NULL with an error for a stray '%', a NUL, or bytes that are no UTF-8. */
static char *decode (const char *from, const char *to, gboolean plus_is_blank, const char *where, GError **error)
{
    GString *out = g_string_new (NULL);

    for (const char *p = from; p < to; p++)
    {
        int high, low;

        if (*p == '+' && plus_is_blank)
            g_string_append_c (out, ' ');
        else if (*p != '%')
            g_string_append_c (out, *p);
        else
        {
            high = to - p > 2 ? g_ascii_xdigit_value (p[1]) : -1;
            low = to - p > 2 ? g_ascii_xdigit_value (p[2]) : -1;
            if (high < 0 || low < 0 || high + low == 0)
            {
                refuse_unescaped (error, where);
                g_string_free (out, TRUE);
                return NULL;
            }
            g_string_append_c (out, (char)(high * 16 + low));
            p += 2;
        }
    }
    if (!g_utf8_validate (out->str, (gssize)out->len, NULL))
    {
        refuse (error, NULL, "the %s in the database URL is not valid UTF-8", where);
        g_string_free (out, TRUE);
        return NULL;
    }
    return g_string_free (out, FALSE);
}

static char *absolute (const Reader *reader, const char *path)
{
    g_autofree char *from = reader->base ? g_canonicalize_filename (reader->base, NULL) : NULL;

    return g_canonicalize_filename (path, from);
}

static void pass (Reader *reader, const char *name, char *value)
{
    g_hash_table_replace (reader->url->parameters, g_strdup (name), value);
}

static gboolean read_number (const char *name, const char *text, guint64 most, guint64 *number, GError **error)
{
    if (g_ascii_string_to_unsigned (text, 10, 0, most, number, NULL))
        return TRUE;
    return refuse (error, NULL, "the URL parameter \"%s\" can't be \"%s\": it wants a whole number", name, text);
}

static void set_host (DatabaseUrl *url, char *host)
{
    replace (&url->host, host);
    url->socket = host[0] == '/';
}

static gboolean set_port (DatabaseUrl *url, const char *text, GError **error)
{
    guint64 port;

    if (!g_ascii_string_to_unsigned (text, 10, 1, 65535, &port, NULL))
        return refuse (error, FORMS, "the port in the database URL is not a number from 1 to 65535");
    url->port = (guint)port;
    return TRUE;
}

static gboolean refuse_many_hosts (GError **error)
{
    return refuse (error, "Give the one that takes writes",
                   "the database URL names several hosts, and a migration must go to one that is known");
}

static gboolean set_part (DatabaseUrl *url, const char *part, const char *value, GError **error)
{
    if (g_str_equal (part, "port"))
        return *value == '\0' || set_port (url, value, error);
    if (*value == '\0')
        return TRUE;
    if (g_str_equal (part, "host"))
    {
        const char *colon = strrchr (value, ':');

        if (strchr (value, ','))
            return refuse_many_hosts (error);
        /* SQLAlchemy: host=NAME:PORT */
        if (*value != '/' && colon && strchr (value, ':') == colon)
        {
            set_host (url, g_strndup (value, (gsize)(colon - value)));
            return set_port (url, colon + 1, error);
        }
        set_host (url, g_strdup (value));
    }
    else if (g_str_equal (part, "socket"))
    {
        /* Prisma's own documentation puts it into parentheses. */
        char *path = g_strdup (value[0] == '(' ? value + 1 : value);

        if (g_str_has_suffix (path, ")"))
            path[strlen (path) - 1] = '\0';
        set_host (url, path);
        url->socket = TRUE;
    }
    else if (g_str_equal (part, "user"))
        replace (&url->user, g_strdup (value));
    else if (g_str_equal (part, "password"))
        replace (&url->password, g_strdup (value));
    else if (g_str_equal (part, "schema"))
        replace (&url->schema, g_strdup (value));
    else
        replace (&url->database, g_strdup (value));
    return TRUE;
}

/* A collation's name begins with that of its character set: utf8mb4_unicode_ci. */
static void set_charset (Reader *reader, const char *value)
{
    g_autofree char *lower = g_ascii_strdown (value, -1);
    const char *underscore = strchr (lower, '_');

    pass (reader, "charset", underscore ? g_strndup (lower, (gsize)(underscore - lower)) : g_strdup (lower));
    if (underscore)
        pass (reader, "collation", g_strdup (lower));
}

/* As an argument of the server: `options` splits at blanks, and a backslash takes their meaning away. */
static void add_setting (Reader *reader, const char *name, const char *value)
{
    g_string_append_printf (reader->settings, " -c %s=", name);
    for (const char *p = value; *p; p++)
    {
        if (*p == ' ' || *p == '\\')
            g_string_append_c (reader->settings, '\\');
        g_string_append_c (reader->settings, *p);
    }
}

static gboolean is_tls_file (const char *name)
{
    return g_str_equal (name, "sslcert") || g_str_equal (name, "sslkey");
}

static gboolean take_parameter (Reader *reader, const Parameter *parameter, const char *value, GError **error)
{
    const char *target = parameter->target ? parameter->target : parameter->name;
    guint64 number;
    gboolean truth;
    char *end;
    double seconds;

    switch (parameter->action)
    {
    case PARAMETER_PASS:
        pass (reader, target, g_strdup (value));
        return TRUE;
    case PARAMETER_PASS_PATH:
        pass (reader, target, g_str_equal (value, "system") ? g_strdup (value) : absolute (reader, value));
        return TRUE;
    case PARAMETER_PASS_SECONDS:
        if (!read_number (parameter->name, value, G_MAXINT32, &number, error))
            return FALSE;
        pass (reader, target, g_strdup_printf ("%" G_GUINT64_FORMAT, number));
        return TRUE;
    case PARAMETER_PASS_MILLISECONDS:
        if (!read_number (parameter->name, value, G_MAXINT32, &number, error))
            return FALSE;
        pass (reader, target, g_strdup_printf ("%" G_GUINT64_FORMAT, (number + 999) / 1000));
        return TRUE;
    case PARAMETER_BUSY_TIMEOUT:
        seconds = g_ascii_strtod (value, &end);
        if (end == value || *end || !(seconds >= 0 && seconds <= 1000000))
            return refuse (error, NULL, "the URL parameter \"%s\" can't be \"%s\": it wants seconds", parameter->name,
                           value);
        pass (reader, target, g_strdup_printf ("%.0f", seconds * 1000));
        return TRUE;
    case PARAMETER_PASS_FLAG:
    case PARAMETER_POOLED:
        if (!url_truth (value, &truth))
            return refuse (error, NULL, "the URL parameter \"%s\" can't be \"%s\": it wants true or false",
                           parameter->name, value);
        if (parameter->action == PARAMETER_POOLED)
            reader->url->pooled = truth;
        else
            pass (reader, target, g_strdup (truth ? "1" : "0"));
        return TRUE;
    case PARAMETER_SETTING:
        add_setting (reader, target, value);
        return TRUE;
    case PARAMETER_PART:
        return set_part (reader->url, target, value, error);
    case PARAMETER_TLS:
        g_hash_table_replace (reader->tls, g_strdup (target),
                              is_tls_file (target) ? absolute (reader, value) : g_strdup (value));
        return TRUE;
    case PARAMETER_CHARSET:
        set_charset (reader, value);
        return TRUE;
    case PARAMETER_DROP:
        return TRUE;
    case PARAMETER_REFUSE:
        return refuse (error, NULL, "the URL parameter \"%s\" %s", parameter->name, parameter->target);
    }
    g_return_val_if_reached (FALSE);
}

static gboolean read_parameter (Reader *reader, const char *from, const char *to, GHashTable *seen, GError **error)
{
    const char *equals = memchr (from, '=', (gsize)(to - from));
    g_autofree char *name = NULL;
    g_autofree char *value = NULL;
    const Parameter *parameter;
    const char *near;

    if (!equals)
        return refuse_unescaped (error, "password, or a parameter without a value after the \"?\"");
    name = decode (from, equals, TRUE, "parameters", error);
    value = name ? decode (equals + 1, to, TRUE, "parameters", error) : NULL;
    if (!value)
        return FALSE;
    parameter = parameter_find (reader->url->dialect, name);
    if (!parameter)
    {
        near = parameter_nearest (reader->url->dialect, name);
        error_set (error, MIGSHIM_ERROR_CONFIG, "the database URL has an unknown parameter \"%s\"", name);
        if (near)
            error_hint (error, "Did you mean \"%s\"?", near);
        else
            error_hint (error, "No tool or driver for %s reads it: leave it out", dialect_title (reader->url->dialect));
        return FALSE;
    }
    if (!g_hash_table_add (seen, g_strdup (name)))
    {
        if (g_str_equal (name, "host"))
            return refuse_many_hosts (error);
        return refuse (error, NULL, "the database URL has the parameter \"%s\" twice", name);
    }
    reader->prisma |= parameter_is_prisma_only (parameter);
    return take_parameter (reader, parameter, value, error);
}

static gboolean read_parameters (Reader *reader, const char *query, GError **error)
{
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    while (*query)
    {
        const char *end = query + strcspn (query, "&");

        if (end > query && !read_parameter (reader, query, end, seen, error))
            return FALSE;
        query = *end ? end + 1 : end;
    }
    if (!url_tls_apply (reader->url, reader->tls, reader->prisma, reader->driver, error))
        return FALSE;
    if (reader->settings->len > 0)
    {
        const char *options = g_hash_table_lookup (reader->url->parameters, "options");

        pass (reader, "options", g_strconcat (options ? options : "", reader->settings->str + (options ? 0 : 1), NULL));
    }
    return TRUE;
}

static gboolean read_user (DatabaseUrl *url, const char *from, const char *to, GError **error)
{
    const char *colon = memchr (from, ':', (gsize)(to - from));
    const char *end = colon ? colon : to;

    if (end > from && !(url->user = decode (from, end, FALSE, "user name", error)))
        return FALSE;
    if (colon && colon + 1 < to && !(url->password = decode (colon + 1, to, FALSE, "password", error)))
        return FALSE;
    return TRUE;
}

static gboolean read_host (DatabaseUrl *url, const char *from, const char *to, GError **error)
{
    const char *colon;
    char *host;

    if (memchr (from, ',', (gsize)(to - from)))
        return refuse_many_hosts (error);
    if (*from == '[')
    {
        const char *bracket = memchr (from, ']', (gsize)(to - from));

        if (!bracket || (bracket + 1 < to && bracket[1] != ':'))
            return refuse (error, "Write an IPv6 address as [::1] or [::1]:5432",
                           "the host in the database URL has an unmatched \"[\"");
        host = g_strndup (from + 1, (gsize)(bracket - from - 1));
        colon = bracket + 1 < to ? bracket + 1 : NULL;
    }
    else
    {
        colon = memchr (from, ':', (gsize)(to - from));
        host = decode (from, colon ? colon : to, FALSE, "host", error);
    }
    if (!host)
        return FALSE;
    if (*host)
        set_host (url, host);
    else
        g_free (host);
    if (colon && colon + 1 < to)
    {
        g_autofree char *port = g_strndup (colon + 1, (gsize)(to - colon - 1));

        return set_port (url, port, error);
    }
    return TRUE;
}

/* What follows "//". The authority ends at the first of / ? #; an '@' beyond it means that a password holds one of these. */
static gboolean read_server (Reader *reader, const char *text, GError **error)
{
    const char *end = text + strcspn (text, "/?#");
    const char *at = g_strrstr_len (text, end - text, "@");
    const char *path_end = end + strcspn (end, "?#");

    if (memchr (end, '@', (gsize)(path_end - end)) || *end == '#')
        return refuse_unescaped (error, "password");
    if (at && memchr (text, '@', (gsize)(at - text)))
        return refuse_unescaped (error, "user name or password: more than one @");
    if (at && !read_user (reader->url, text, at, error))
        return FALSE;
    if (!read_host (reader->url, at ? at + 1 : text, end, error))
        return FALSE;
    if (*path_end == '#')
        return refuse_unescaped (error, "database name");
    if (*end == '/' && path_end > end + 1)
    {
        if (memchr (end + 1, '/', (gsize)(path_end - end - 1)))
            return refuse (error, NULL, "the database URL names a database with a \"/\" in it");
        reader->url->database = decode (end + 1, path_end, FALSE, "database name", error);
        if (!reader->url->database)
            return FALSE;
    }
    if (!read_parameters (reader, *path_end == '?' ? path_end + 1 : path_end, error))
        return FALSE;
    if (!reader->url->database && !g_hash_table_contains (reader->url->parameters, "service"))
        return refuse (error, FORMS, "the database URL names no database");
    return TRUE;
}

/* FILE is the path as written, up to a '?'. */
static gboolean read_file (Reader *reader, const char *text, gboolean decoded, GError **error)
{
    const char *question = strchr (text, '?');
    const char *end = question ? question : text + strlen (text);
    g_autofree char *path =
        decoded ? decode (text, end, FALSE, "file name", error) : g_strndup (text, (gsize)(end - text));
    const char *mode;

    if (!path)
        return FALSE;
    if (!read_parameters (reader, question ? question + 1 : "", error))
        return FALSE;
    mode = g_hash_table_lookup (reader->url->parameters, "mode");
    if (*path == '\0' || g_str_equal (path, ":memory:") || g_strcmp0 (mode, "memory") == 0)
        reader->url->database = g_strdup (":memory:");
    else if (g_str_has_suffix (path, "/"))
        return refuse (error, NULL, "the database URL names a folder, not a file");
    else
        reader->url->database = absolute (reader, path);
    return TRUE;
}

/* sqlite:///relative, sqlite:////absolute, sqlite:// (memory), and what Prisma and others write: sqlite:x, file:x, file:///x. */
static gboolean read_sqlite (Reader *reader, const char *scheme, const char *rest, GError **error)
{
    if (g_str_equal (scheme, "file"))
        return read_file (reader, g_str_has_prefix (rest, "///") ? rest + 2 : rest, FALSE, error);
    if (!g_str_has_prefix (rest, "//"))
        return *rest ? read_file (reader, rest, FALSE, error) : refuse (error, FORMS, "the database URL names no file");
    rest += 2;
    if (*rest && *rest != '/' && *rest != '?' && !g_str_has_prefix (rest, ":memory:"))
        return refuse (
            error,
            "A relative path has three slashes, an absolute one four: sqlite:///dev.db, sqlite:////var/lib/app.db",
            "the database URL has a file's name where a host would stand");
    if (*rest == '/')
        rest++;
    /* SQLAlchemy: a URI of SQLite's own inside, which SQLite decodes. */
    if (g_str_has_prefix (rest, "file:"))
        return read_file (reader, rest + strlen ("file:"), TRUE, error);
    return read_file (reader, rest, TRUE, error);
}

static const char *const *drivers_of (Dialect dialect)
{
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        return postgresql_drivers;
    case DIALECT_MYSQL:
        return mysql_drivers;
    case DIALECT_SQLITE:
        return sqlite_drivers;
    }
    g_return_val_if_reached (sqlite_drivers);
}

static gboolean refuse_scheme (const char *scheme, GError **error)
{
    const char *names[G_N_ELEMENTS (schemes) + 1] = { NULL };
    const char *near;

    for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
        if (g_str_has_prefix (scheme, refused[i].scheme))
            return refuse (error, refused[i].hint, "the database URL %s", refused[i].what);
    for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
        names[i] = schemes[i].name;
    near = suggest_nearest (scheme, names);
    error_set (error, MIGSHIM_ERROR_CONFIG, "the database URL begins with \"%s:\", which is no known kind of database",
               scheme);
    if (near)
        error_hint (error, "Did you mean \"%s:\"?", near);
    else
        error_hint (error, "%s", FORMS);
    return FALSE;
}

/* Sets the dialect and the driver from "postgresql+psycopg2"; SCHEME is cut at the plus sign. */
static gboolean read_scheme (Reader *reader, char *scheme, GError **error)
{
    char *plus;

    if (g_str_has_prefix (scheme, "prisma"))
        return refuse_scheme (scheme, error);
    plus = strchr (scheme, '+');
    if (plus)
    {
        *plus = '\0';
        reader->driver = g_strdup (plus + 1);
    }
    for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
        const char *const *drivers;
        const char *near;

        if (!g_str_equal (schemes[i].name, scheme))
            continue;
        reader->url->dialect = schemes[i].dialect;
        drivers = drivers_of (schemes[i].dialect);
        if (!reader->driver || g_strv_contains (drivers, reader->driver))
            return TRUE;
        near = suggest_nearest (reader->driver, drivers);
        error_set (error, MIGSHIM_ERROR_CONFIG, "the database URL names an unknown driver \"%s\" of SQLAlchemy",
                   reader->driver);
        if (near)
            error_hint (error, "Did you mean \"%s+%s\"?", scheme, near);
        else
        {
            g_autofree char *known = g_strjoinv (", ", (char **)drivers);

            error_hint (error, "It may be %s, or left out", known);
        }
        return FALSE;
    }
    return refuse_scheme (scheme, error);
}

static gboolean looks_like_file (const char *text)
{
    gsize length = strcspn (text, "?");
    g_autofree char *path = g_strndup (text, length);

    return g_str_equal (path, ":memory:") || g_str_has_suffix (path, ".db") || g_str_has_suffix (path, ".sqlite") ||
           g_str_has_suffix (path, ".sqlite3");
}

static gboolean check_text (const char *text, GError **error)
{
    if (*text == '\0')
        return refuse (error, FORMS, "the database URL is empty");
    if (*text == '"' || *text == '\'')
        return refuse (error, "Leave the quotation marks out", "the database URL begins with a quotation mark");
    if (strchr (text, ' ') && strchr (text, '=') && !strstr (text, ":/"))
        return refuse (error, FORMS, "the database is given as libpq's keywords, and a URL is wanted");
    for (const char *p = text; *p; p++)
        if ((guchar)*p <= ' ' || *p == 0x7f)
            return refuse_unescaped (error, "text: a blank or control character");
    if (!g_utf8_validate (text, -1, NULL))
        return refuse (error, NULL, "the database URL is not valid UTF-8");
    return TRUE;
}

static gboolean read_text (Reader *reader, const char *text, GError **error)
{
    gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._");
    g_autofree char *prefix = g_strndup (text, length);
    g_autofree char *scheme = g_ascii_strdown (prefix, -1);

    if (length == 0 || text[length] != ':' || g_str_has_prefix (text, ":memory:"))
    {
        if (looks_like_file (text))
        {
            reader->url->dialect = DIALECT_SQLITE;
            return read_file (reader, text, FALSE, error);
        }
        return refuse (error, FORMS, "the database URL begins with no kind of database, such as postgresql://");
    }
    if (!read_scheme (reader, scheme, error))
        return FALSE;
    if (reader->url->dialect == DIALECT_SQLITE)
        return read_sqlite (reader, scheme, text + length + 1, error);
    if (!g_str_has_prefix (text + length, "://"))
        return refuse (error, FORMS, "the database URL has no \"//\" after \"%s:\"", scheme);
    return read_server (reader, text + length + 3, error);
}

DatabaseUrl *database_url_parse (const char *text, const char *base, GError **error)
{
    g_autoptr (DatabaseUrl) url = g_new0 (DatabaseUrl, 1);
    g_autofree char *trimmed = g_strstrip (g_strdup (text));
    Reader reader = { url, base, NULL, NULL, NULL, FALSE };
    gboolean fine;

    if (!check_text (trimmed, error))
        return NULL;
    url->parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    reader.tls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    reader.settings = g_string_new (NULL);
    fine = read_text (&reader, trimmed, error);
    g_free (reader.driver);
    g_hash_table_unref (reader.tls);
    g_string_free (reader.settings, TRUE);
    return fine ? g_steal_pointer (&url) : NULL;
}

static void append_part (GString *out, const char *text)
{
    g_string_append_uri_escaped (out, text, NULL, TRUE);
}

char *database_url_display (const DatabaseUrl *url)
{
    GString *out;

    if (url->dialect == DIALECT_SQLITE)
        return g_strconcat ("sqlite:", url->database, NULL);
    out = g_string_new (url->dialect == DIALECT_MYSQL ? "mysql://" : "postgresql://");
    if (url->user)
        append_part (out, url->user);
    if (url->password)
        g_string_append (out, ":***");
    if (url->user || url->password)
        g_string_append_c (out, '@');
    if (url->host && !url->socket)
        g_string_append_printf (out, strchr (url->host, ':') ? "[%s]" : "%s", url->host);
    if (url->port > 0)
        g_string_append_printf (out, ":%u", url->port);
    if (url->database)
    {
        g_string_append_c (out, '/');
        append_part (out, url->database);
    }
    if (url->socket)
        g_string_append_printf (out, "?%s=%s", url->dialect == DIALECT_MYSQL ? "socket" : "host", url->host);
    if (url->schema)
    {
        g_string_append (out, url->socket ? "&schema=" : "?schema=");
        append_part (out, url->schema);
    }
    return g_string_free (out, FALSE);
}
