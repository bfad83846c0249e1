/* MySQL and MariaDB through their client library: connecting, errors, parameters. */

#include "db/driver_mysql.h"
#include "db/sql_lexer.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>

#define CONNECT_SECONDS 10
#define OLDEST_MYSQL 50700
#define OLDEST_MARIADB 100200

/* Client errors: errmsg.h of both libraries. Server errors: MySQL 8.0 and MariaDB 10.11 error references. */
static ConnectTrouble find_trouble (guint number, const char *said)
{
    switch (number)
    {
    case 2002:
        return strstr (said, "socket") && !strstr (said, "(111)")     ? CONNECT_NO_SOCKET
               : strstr (said, "(110)") || strstr (said, "timed out") ? CONNECT_TIMEOUT
                                                                      : CONNECT_REFUSED;
    case 2003:
        return strstr (said, "(110)") || strstr (said, "timed out") ? CONNECT_TIMEOUT : CONNECT_REFUSED;
    case 2005:
        return CONNECT_UNKNOWN_HOST;
    case 2012:
    case 2026:
        return CONNECT_TLS;
    case 1045:
    case 1698:
        return CONNECT_PASSWORD;
    case 1044:
    case 1129:
    case 1130:
        return CONNECT_USER;
    case 1049:
        return CONNECT_DATABASE;
    case 1040:
    case 1053:
    case 1203:
        return CONNECT_BUSY;
    default:
        return CONNECT_OTHER;
    }
}

typedef enum
{
    OPTION_TEXT,
    OPTION_NUMBER,
    OPTION_FLAG
} OptionKind;

/* The driver's names of parameters (url_parameter.c) and the library's options. */
static const struct
{
    const char *name;
    enum mysql_option option;
    OptionKind kind;
} library_options[] = {
    { "ssl-ca", MYSQL_OPT_SSL_CA, OPTION_TEXT },
    { "ssl-capath", MYSQL_OPT_SSL_CAPATH, OPTION_TEXT },
    { "ssl-cert", MYSQL_OPT_SSL_CERT, OPTION_TEXT },
    { "ssl-key", MYSQL_OPT_SSL_KEY, OPTION_TEXT },
    { "ssl-cipher", MYSQL_OPT_SSL_CIPHER, OPTION_TEXT },
    { "ssl-crl", MYSQL_OPT_SSL_CRL, OPTION_TEXT },
    { "ssl-crlpath", MYSQL_OPT_SSL_CRLPATH, OPTION_TEXT },
    { "bind_address", MYSQL_OPT_BIND, OPTION_TEXT },
    { "default-auth", MYSQL_DEFAULT_AUTH, OPTION_TEXT },
    { "read_default_file", MYSQL_READ_DEFAULT_FILE, OPTION_TEXT },
    { "read_default_group", MYSQL_READ_DEFAULT_GROUP, OPTION_TEXT },
    { "init_command", MYSQL_INIT_COMMAND, OPTION_TEXT },
    { "connect_timeout", MYSQL_OPT_CONNECT_TIMEOUT, OPTION_NUMBER },
    { "read_timeout", MYSQL_OPT_READ_TIMEOUT, OPTION_NUMBER },
    { "write_timeout", MYSQL_OPT_WRITE_TIMEOUT, OPTION_NUMBER },
    { "compress", MYSQL_OPT_COMPRESS, OPTION_FLAG },
#ifdef MARIADB_BASE_VERSION
    { "tls-version", MARIADB_OPT_TLS_VERSION, OPTION_TEXT },
    { "ssl-key-password", MARIADB_OPT_TLS_PASSPHRASE, OPTION_TEXT },
#else
    { "tls-version", MYSQL_OPT_TLS_VERSION, OPTION_TEXT },
#endif
};

static void set_library_options (MYSQL *handle, const DatabaseUrl *url)
{
    for (guint i = 0; url->parameters && i < G_N_ELEMENTS (library_options); i++)
    {
        const char *value = g_hash_table_lookup (url->parameters, library_options[i].name);
        guint number;

        if (!value)
            continue;
        number = (guint)g_ascii_strtoull (value, NULL, 10);
        switch (library_options[i].kind)
        {
        case OPTION_TEXT:
            mysql_options (handle, library_options[i].option, value);
            break;
        case OPTION_NUMBER:
            mysql_options (handle, library_options[i].option, &number);
            break;
        case OPTION_FLAG:
            if (g_str_equal (value, "1") || g_str_equal (value, "true"))
                mysql_options (handle, library_options[i].option, NULL);
            break;
        }
    }
}

/* `ssl-mode` as the mysql program means it. MariaDB's library has no such option, but the two that it is made of. */
static void set_tls (MYSQL *handle, const DatabaseUrl *url)
{
    static const char *const modes[] = { "DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY" };
    const char *mode = url->parameters ? g_hash_table_lookup (url->parameters, "ssl-mode") : NULL;

    for (guint i = 0; mode && i < G_N_ELEMENTS (modes); i++)
        if (g_str_equal (mode, modes[i]))
        {
#ifdef MARIADB_BASE_VERSION
            my_bool enforce = i >= 2;
            my_bool verify = i >= 3;

            mysql_options (handle, MYSQL_OPT_SSL_ENFORCE, &enforce);
            mysql_options (handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
#else
            guint number = i + 1;

            mysql_options (handle, MYSQL_OPT_SSL_MODE, &number);
#endif
        }
}

/* How the server reads strings from now on. */
#define MODE_QUERY                                                                                                     \
    "SELECT FIND_IN_SET('ANSI_QUOTES', @@SESSION.sql_mode), FIND_IN_SET('NO_BACKSLASH_ESCAPES', @@SESSION.sql_mode)"

/* NO_BACKSLASH_ESCAPES goes: dialect_append_literal doubles backslashes. statement_timeout has another name and another unit on each of the two
 * servers; only MariaDB's holds for more than SELECT. */
static char *session_settings (const MysqlConnection *connection, const DatabaseUrl *url, const SessionOptions *options)
{
    gint64 timeout = options->statement_timeout;
    const char *mode = url->parameters ? g_hash_table_lookup (url->parameters, "sql_mode") : NULL;
    const char *zone = url->parameters ? g_hash_table_lookup (url->parameters, "time_zone") : NULL;
    g_autoptr (GString) given = g_string_new (NULL);
    GString *sql = g_string_new ("SET SESSION sql_mode = REPLACE(");

    dialect_append_literal (DIALECT_MYSQL, given, mode);
    g_string_append_printf (sql, "%s, 'NO_BACKSLASH_ESCAPES', '')", mode ? given->str : "@@SESSION.sql_mode");
    if (options->lock_wait > 0)
    {
        gint64 seconds = MAX ((options->lock_wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC, 1);

        g_string_append_printf (
            sql, ", lock_wait_timeout = %" G_GINT64_FORMAT ", innodb_lock_wait_timeout = %" G_GINT64_FORMAT, seconds,
            seconds);
    }
    if (zone)
    {
        g_string_append (sql, ", time_zone = ");
        dialect_append_literal (DIALECT_MYSQL, sql, zone);
    }
    if (timeout > 0 && connection->head.mariadb)
        g_string_append_printf (sql, ", max_statement_time = %" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT,
                                timeout / G_USEC_PER_SEC, timeout % G_USEC_PER_SEC);
    else if (timeout > 0)
        g_string_append_printf (sql, ", max_execution_time = %" G_GINT64_FORMAT, (timeout + 999) / 1000);
    if (options->read_only)
        g_string_append (sql, ";\nSET SESSION TRANSACTION READ ONLY");
    g_string_append (sql, ";\n" MODE_QUERY);
    return g_string_free (sql, FALSE);
}

/* Sends SQL, which ends with MODE_QUERY, and takes what that answers. */
static gboolean learn_mode (MysqlConnection *connection, const char *sql)
{
    MYSQL *handle = connection->handle;
    int more;

    connection->head.round_trips++;
    if (mysql_real_query (handle, sql, strlen (sql)) != 0)
        return FALSE;
    do
    {
        MYSQL_RES *answer = mysql_store_result (handle);
        MYSQL_ROW row = answer ? mysql_fetch_row (answer) : NULL;

        if (row)
        {
            connection->mode.ansi_quotes = row[0] && !g_str_equal (row[0], "0");
            connection->mode.no_backslash_escapes = row[1] && !g_str_equal (row[1], "0");
        }
        mysql_free_result (answer);
        more = mysql_next_result (handle);
    } while (more == 0);
    return more < 0;
}

static gboolean refuse_old (MysqlConnection *connection, const DatabaseUrl *url, GError **error)
{
    guint oldest = connection->head.mariadb ? OLDEST_MARIADB : OLDEST_MYSQL;

    if (connection->head.version_number >= oldest)
        return FALSE;
    error_set (error, MIGSHIM_ERROR_DATABASE,
               "The server at %s is %s %s, and migshim needs MySQL 5.7 or MariaDB 10.2 or newer",
               url->host ? url->host : "this machine", connection->head.mariadb ? "MariaDB" : "MySQL",
               connection->head.version);
    error_hint (error, "Upgrade the server");
    return TRUE;
}

void mysql_driver_close (DriverConnection *base)
{
    MysqlConnection *connection = (MysqlConnection *)base;

    mysql_close (connection->handle);
    g_free (connection->password);
    g_free (connection->head.version);
    g_free (connection->head.database);
    g_free (connection);
}

/* What the server said of itself. */
static void set_version (MysqlConnection *connection, const DatabaseUrl *url)
{
    const char *version = mysql_get_server_info (connection->handle);

    if (g_str_has_prefix (version, "5.5.5-") && strstr (version, "MariaDB"))
        version += strlen ("5.5.5-");
    connection->head.version = g_strdup (version);
    connection->head.database = g_strdup (url->database);
    connection->head.version_number = driver_version_number (version);
    connection->head.mariadb = strstr (version, "MariaDB") != NULL;
    connection->head.backend = (gint64)mysql_thread_id (connection->handle);
    connection->mode.server_version = connection->head.version_number;
    connection->mode.mariadb = connection->head.mariadb;
}

DriverConnection *mysql_driver_open (const DatabaseUrl *url, const SessionOptions *options, GError **error)
{
    MysqlConnection *connection = g_new0 (MysqlConnection, 1);
    MYSQL *handle = connection->handle = mysql_init (NULL);
    guint seconds =
        options->connect_timeout > 0 ? (guint)((options->connect_timeout + 999999) / 1000000) : CONNECT_SECONDS;
    g_autofree char *settings = NULL;
    gboolean good;

    connection->password = g_strdup (url->password);
    mysql_options (handle, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
    mysql_options (handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    set_library_options (handle, url);
    set_tls (handle, url);
    good = mysql_real_connect (handle, url->socket ? NULL : url->host, url->user, url->password, url->database,
                               url->port, url->socket ? url->host : NULL, CLIENT_MULTI_STATEMENTS) != NULL;
    if (good)
    {
        set_version (connection, url);
        if (refuse_old (connection, url, error))
        {
            mysql_driver_close (&connection->head);
            return NULL;
        }
        settings = session_settings (connection, url, options);
        good = connection->mode_known = learn_mode (connection, settings);
    }
    if (!good)
    {
        g_autofree char *code = g_strdup_printf ("%u", mysql_errno (handle));

        driver_connect_error (error, url, find_trouble (mysql_errno (handle), mysql_error (handle)), code,
                              mysql_error (handle));
        mysql_driver_close (&connection->head);
        return NULL;
    }
    return &connection->head;
}

/* Where the server's own sentence does not say what to do. MySQL 8.0 error reference. */
static const struct
{
    guint number;
    const char *hint;
} number_hints[] = {
    { 1142, "The user of the URL has not the right to do this: grant it, or use the owner" },
    { 1153, "A statement is larger than the server's max_allowed_packet: raise that, or cut the statement" },
    { 1205, "Another session holds a lock on the rows: see SHOW PROCESSLIST, or run it again later" },
    { 1213, "Another transaction got in between: run it again" },
    { 1290, "The server is read-only: it is a replica, or started with --read-only" },
    { 1792, "This connection may only read" },
    { 1969, "It took longer than statement_timeout" },
    { 3024, "It took longer than statement_timeout" },
};

void mysql_driver_error (MysqlConnection *connection, GError **error)
{
    guint number = mysql_errno (connection->handle);
    g_autofree char *code = g_strdup_printf ("%u", number);
    g_autofree char *message = driver_scrub (mysql_error (connection->handle), connection->password);

    connection->head.lost = connection->head.lost || number == 2006 || number == 2013;
    if (number == 2006 || number == 2013)
    {
        error_set (error, MIGSHIM_ERROR_DATABASE, "The connection to the MySQL server was lost");
        error_hint (error, "What had run is there; whether the statement that was under way took effect is not known: "
                           "look at `migshim status`");
    }
    else
        error_set (error, MIGSHIM_ERROR_DATABASE, "%s", message);
    error_sql_code (error, code);
    error_field (error, "sqlState", mysql_sqlstate (connection->handle));
    for (guint i = 0; i < G_N_ELEMENTS (number_hints); i++)
        if (number_hints[i].number == number)
            error_hint (error, "%s", number_hints[i].hint);
}

const SplitterMode *mysql_driver_mode (MysqlConnection *connection)
{
    if (!connection->mode_known)
        learn_mode (connection, MODE_QUERY);
    connection->mode_known = TRUE;
    return &connection->mode;
}

static void append_parameter (MysqlConnection *connection, GString *sql, const SqlValue *value)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    gsize before;

    switch (value->type)
    {
    case SQL_NULL:
        g_string_append (sql, "NULL");
        return;
    case SQL_BOOLEAN:
    case SQL_INTEGER:
        g_string_append_printf (sql, "%" G_GINT64_FORMAT, value->integer);
        return;
    case SQL_FLOAT:
        g_string_append (sql, g_ascii_dtostr (number, sizeof number, value->number));
        return;
    case SQL_BLOB:
        g_string_append (sql, "X'");
        for (gsize i = 0; i < value->length; i++)
            g_string_append_printf (sql, "%02x", (guchar)value->text[i]);
        g_string_append_c (sql, '\'');
        return;
    case SQL_TEXT:
        g_string_append_c (sql, '\'');
        before = sql->len;
        g_string_set_size (sql, before + value->length * 2 + 1);
        g_string_set_size (
            sql, before + mysql_real_escape_string (connection->handle, sql->str + before, value->text, value->length));
        g_string_append_c (sql, '\'');
        return;
    }
}

GString *mysql_driver_interpolate (MysqlConnection *connection, const char *text, gsize length,
                                   const SqlValue *parameters, guint n_parameters, GError **error)
{
    SqlLexer lexer = sql_lexer_init (DIALECT_MYSQL, mysql_driver_mode (connection), text, length);
    g_autoptr (GString) sql = g_string_new (NULL);
    gsize copied = 0;
    guint n = 0;

    for (SqlToken token = sql_lexer_next (&lexer); token.type != SQL_TOKEN_END; token = sql_lexer_next (&lexer))
    {
        if (!sql_token_is_symbol (&lexer, &token, '?'))
            continue;
        if (n < n_parameters)
        {
            g_string_append_len (sql, text + copied, (gssize)(token.offset - copied));
            append_parameter (connection, sql, &parameters[n]);
            copied = token.offset + token.length;
        }
        n++;
    }
    g_string_append_len (sql, text + copied, (gssize)(length - copied));
    if (n == n_parameters)
        return g_steal_pointer (&sql);
    error_set (error, MIGSHIM_ERROR_DATABASE, "The statement has %u place-holders and was given %u values", n,
               n_parameters);
    return NULL;
}
