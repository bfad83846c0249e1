/* PostgreSQL through libpq: connecting, errors, results, and which way a batch goes. */

#include "db/driver_postgresql.h"
#include "util/error.h"

#include <string.h>

#define OLDEST_SERVER 100000
#define CONNECT_SECONDS 10
#define MESSAGE_SIZE (512 * 1024)
#define BYTEA_OID 17
#define COPY_REFUSAL "a migration has no client that could feed COPY FROM STDIN"

typedef struct
{
    const char *said;
    ConnectTrouble trouble;
} KnownTrouble;

/* libpq gives no SQLSTATE while it connects. Texts of libpq 15 and PostgreSQL 10 to 18. */
static const KnownTrouble known_troubles[] = {
    { "could not translate host name", CONNECT_UNKNOWN_HOST },
    { "timeout expired", CONNECT_TIMEOUT },
    { "No such file or directory\n\tIs the server running locally", CONNECT_NO_SOCKET },
    { "Connection refused", CONNECT_REFUSED },
    { "No route to host", CONNECT_REFUSED },
    { "password authentication failed", CONNECT_PASSWORD },
    { "no password supplied", CONNECT_PASSWORD },
    { "does not support SSL", CONNECT_TLS },
    { "certificate", CONNECT_TLS },
    { "SSL error", CONNECT_TLS },
    { "no pg_hba.conf entry", CONNECT_USER },
    { "authentication failed", CONNECT_USER },
    { "is not permitted to log in", CONNECT_USER },
    { "permission denied for database", CONNECT_USER },
    { "too many clients", CONNECT_BUSY },
    { "remaining connection slots", CONNECT_BUSY },
    { "too many connections", CONNECT_BUSY },
    { "the database system is ", CONNECT_BUSY },
};

typedef struct
{
    const char *code;
    const char *hint;
} CodeHint;

/* Where the server itself gives no hint. https://www.postgresql.org/docs/current/errcodes-appendix.html */
static const CodeHint code_hints[] = {
    { "25006", "This connection may only read: it is a standby, or the user or the database is set to read-only" },
    { "42501", "The user of the URL has not the right to do this: grant it, or use the owner" },
    { "53100", "The server's disk is full" },
    { "55P03",
      "Another session holds a lock on the table: see pg_locks and pg_stat_activity, or wait longer (lock_timeout)" },
    { "57014", "It took longer than statement_timeout, or somebody cancelled it" },
    { "40001", "Another transaction got in between: run it again" },
    { "40P01", "Another transaction got in between: run it again" },
    { "25001", "This statement refuses transactions; give it a migration of its own" },
};

static ConnectTrouble find_trouble (const char *said)
{
    for (guint i = 0; i < G_N_ELEMENTS (known_troubles); i++)
        if (strstr (said, known_troubles[i].said))
            return known_troubles[i].trouble;
    if (strstr (said, "database \"") && strstr (said, "does not exist"))
        return CONNECT_DATABASE;
    if (strstr (said, "role \"") && strstr (said, "does not exist"))
        return CONNECT_USER;
    return CONNECT_OTHER;
}

static void ignore_notice (void *data G_GNUC_UNUSED, const PGresult *notice G_GNUC_UNUSED)
{
}

typedef struct
{
    GPtrArray *keywords;
    GPtrArray *values;
    char *port;
    char *seconds;
    char *options;
} Parameters;

static void add (Parameters *parameters, const char *keyword, const char *value)
{
    if (!value)
        return;
    g_ptr_array_add (parameters->keywords, (gpointer)keyword);
    g_ptr_array_add (parameters->values, (gpointer)value);
}

/* libpq before 16 doesn't know sslrootcert=system: the file that Debian, Fedora and Alpine keep, whichever is there. */
static const char *root_certificates (const char *given)
{
    static const char *const bundles[] = { "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                           "/etc/ssl/cert.pem" };

    if (!g_str_equal (given, "system") || PQlibVersion () >= 160000)
        return given;
    for (guint i = 0; i < G_N_ELEMENTS (bundles); i++)
        if (g_file_test (bundles[i], G_FILE_TEST_EXISTS))
            return bundles[i];
    return given;
}

/* Settings of the session that can ride in the start-up packet, as "-c name=value". */
static char *startup_options (const SessionOptions *options, const char *given)
{
    GString *text = g_string_new (given);

    if (options->statement_timeout > 0)
        g_string_append_printf (text, " -c statement_timeout=%" G_GINT64_FORMAT,
                                (options->statement_timeout + 999) / 1000);
    if (options->lock_wait > 0)
        g_string_append_printf (text, " -c lock_timeout=%" G_GINT64_FORMAT, (options->lock_wait + 999) / 1000);
    if (options->read_only)
        g_string_append (text, " -c default_transaction_read_only=on");
    return g_string_free (text, FALSE);
}

/* The same as statements, for a pooler that refuses them at start-up. */
static char *startup_statements (const SessionOptions *options)
{
    GString *text = g_string_new (NULL);

    if (options->statement_timeout > 0)
        g_string_append_printf (text, "SET statement_timeout = %" G_GINT64_FORMAT ";",
                                (options->statement_timeout + 999) / 1000);
    if (options->lock_wait > 0)
        g_string_append_printf (text, "SET lock_timeout = %" G_GINT64_FORMAT ";", (options->lock_wait + 999) / 1000);
    if (options->read_only)
        g_string_append (text, "SET default_transaction_read_only = on;");
    return g_string_free (text, FALSE);
}

static void fill (Parameters *parameters, const DatabaseUrl *url, const SessionOptions *options, gboolean with_options)
{
    GHashTableIter iter;
    gpointer keyword, value;
    gint64 seconds = options->connect_timeout > 0 ? (options->connect_timeout + 999999) / 1000000 : CONNECT_SECONDS;
    gboolean url_decides =
        options->connect_timeout == 0 && url->parameters && g_hash_table_contains (url->parameters, "connect_timeout");

    parameters->keywords = g_ptr_array_new ();
    parameters->values = g_ptr_array_new ();
    parameters->port = url->port > 0 ? g_strdup_printf ("%u", url->port) : NULL;
    parameters->seconds = g_strdup_printf ("%" G_GINT64_FORMAT, seconds);
    parameters->options =
        startup_options (options, url->parameters ? g_hash_table_lookup (url->parameters, "options") : NULL);
    add (parameters, "fallback_application_name", options->application ? options->application : "migshim");
    if (url->parameters)
    {
        g_hash_table_iter_init (&iter, url->parameters);
        while (g_hash_table_iter_next (&iter, &keyword, &value))
            if (!g_str_equal (keyword, "options") && !g_str_equal (keyword, "client_encoding") &&
                (url_decides || !g_str_equal (keyword, "connect_timeout")))
                add (parameters, keyword, g_str_equal (keyword, "sslrootcert") ? root_certificates (value) : value);
    }
    add (parameters, "host", url->host);
    add (parameters, "port", parameters->port);
    add (parameters, "user", url->user);
    add (parameters, "password", url->password);
    add (parameters, "dbname", url->database);
    add (parameters, "client_encoding", "UTF8");
    if (!url_decides)
        add (parameters, "connect_timeout", parameters->seconds);
    if (with_options && *parameters->options)
        add (parameters, "options", parameters->options);
    g_ptr_array_add (parameters->keywords, NULL);
    g_ptr_array_add (parameters->values, NULL);
}

static PGconn *connect_once (const DatabaseUrl *url, const SessionOptions *options, gboolean with_options)
{
    Parameters parameters;
    PGconn *handle;

    fill (&parameters, url, options, with_options);
    handle = PQconnectdbParams ((const char *const *)parameters.keywords->pdata,
                                (const char *const *)parameters.values->pdata, 0);
    g_ptr_array_unref (parameters.keywords);
    g_ptr_array_unref (parameters.values);
    g_free (parameters.port);
    g_free (parameters.seconds);
    g_free (parameters.options);
    return handle;
}

static gboolean refuse_old (const PGconn *handle, const DatabaseUrl *url, GError **error)
{
    if (PQserverVersion (handle) >= OLDEST_SERVER)
        return FALSE;
    error_set (error, MIGSHIM_ERROR_DATABASE,
               "The PostgreSQL server at %s has version %s, and migshim needs 10 or newer",
               url->host ? url->host : "this machine", PQparameterStatus (handle, "server_version"));
    error_hint (error, "Upgrade the server");
    return TRUE;
}

static PostgresqlConnection *connection_new (PGconn *handle, const DatabaseUrl *url)
{
    PostgresqlConnection *connection = g_new0 (PostgresqlConnection, 1);
    const char *version = PQparameterStatus (handle, "server_version");

    connection->handle = handle;
    connection->password = g_strdup (url->password);
    connection->head.version = g_strndup (version ? version : "", version ? strcspn (version, " ") : 0);
    connection->head.database = g_strdup (PQdb (handle));
    connection->head.user = g_strdup (PQuser (handle));
    connection->head.version_number = (guint)PQserverVersion (handle);
    connection->head.backend = PQbackendPID (handle);
    PQsetNoticeReceiver (handle, ignore_notice, NULL);
    return connection;
}

static void postgresql_close (DriverConnection *base)
{
    PostgresqlConnection *connection = (PostgresqlConnection *)base;

    PQfinish (connection->handle);
    g_free (connection->password);
    g_free (connection->head.version);
    g_free (connection->head.database);
    g_free (connection->head.user);
    g_free (connection);
}

static gboolean send_settings (PostgresqlConnection *connection, const SessionOptions *options, GError **error)
{
    g_autofree char *sql = startup_statements (options);
    PGresult *answer;
    gboolean done;

    if (!*sql)
        return TRUE;
    answer = PQexec (connection->handle, sql);
    connection->head.round_trips++;
    done = PQresultStatus (answer) == PGRES_COMMAND_OK;
    if (!done)
        postgresql_error (connection, answer, error);
    PQclear (answer);
    return done;
}

static DriverConnection *postgresql_open (const DatabaseUrl *url, const SessionOptions *options, GError **error)
{
    PGconn *handle = connect_once (url, options, TRUE);
    /* What the URL itself asks for is not dropped: then the pooler's refusal stands. */
    gboolean pooler = PQstatus (handle) != CONNECTION_OK &&
                      strstr (PQerrorMessage (handle), "unsupported startup parameter") &&
                      !(url->parameters && g_hash_table_contains (url->parameters, "options"));
    PostgresqlConnection *connection;

    if (pooler)
    {
        PQfinish (handle);
        handle = connect_once (url, options, FALSE);
    }
    if (PQstatus (handle) != CONNECTION_OK)
    {
        driver_connect_error (error, url, find_trouble (PQerrorMessage (handle)), NULL, PQerrorMessage (handle));
        PQfinish (handle);
        return NULL;
    }
    if (refuse_old (handle, url, error))
    {
        PQfinish (handle);
        return NULL;
    }
    connection = connection_new (handle, url);
    if (pooler && !send_settings (connection, options, error))
    {
        postgresql_close (&connection->head);
        return NULL;
    }
    return &connection->head;
}

gboolean postgresql_is_lost (const PostgresqlConnection *connection)
{
    return PQstatus (connection->handle) != CONNECTION_OK;
}

static void append_line (GString *text, const char *line)
{
    if (!line || !*line)
        return;
    if (text->len > 0)
        g_string_append_c (text, '\n');
    g_string_append (text, line);
}

static const char *own_hint (const char *code)
{
    for (guint i = 0; code && i < G_N_ELEMENTS (code_hints); i++)
        if (g_str_equal (code, code_hints[i].code))
            return code_hints[i].hint;
    return NULL;
}

static void lost_error (PostgresqlConnection *connection, const char *said, GError **error)
{
    g_autofree char *clean = driver_scrub (said ? said : "", connection->password);

    g_strstrip (clean);
    connection->head.lost = TRUE;
    error_set (error, MIGSHIM_ERROR_DATABASE, "The connection to the PostgreSQL server was lost");
    error_hint (error,
                "What had been committed is there; whether a commit that was under way took effect is not known: look "
                "at `migshim status`\n"
                "It said: %s",
                clean);
}

/* As pg names them (pg-protocol, messages.ts). */
static const struct
{
    int field;
    const char *name;
} error_fields[] = {
    { PG_DIAG_MESSAGE_DETAIL, "detail" },   { PG_DIAG_MESSAGE_HINT, "hint" },
    { PG_DIAG_CONTEXT, "where" },           { PG_DIAG_SCHEMA_NAME, "schema" },
    { PG_DIAG_TABLE_NAME, "table" },        { PG_DIAG_COLUMN_NAME, "column" },
    { PG_DIAG_DATATYPE_NAME, "dataType" },  { PG_DIAG_CONSTRAINT_NAME, "constraint" },
    { PG_DIAG_SOURCE_FUNCTION, "routine" },
};

static void add_fields (const PGresult *answer, GError **error)
{
    for (guint i = 0; answer && i < G_N_ELEMENTS (error_fields); i++)
        error_field (error, error_fields[i].name, PQresultErrorField (answer, error_fields[i].field));
}

void postgresql_error (PostgresqlConnection *connection, const PGresult *answer, GError **error)
{
    const char *primary = answer ? PQresultErrorField (answer, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *code = answer ? PQresultErrorField (answer, PG_DIAG_SQLSTATE) : NULL;
    g_autoptr (GString) hint = g_string_new (NULL);
    g_autofree char *message = NULL;

    if (postgresql_is_lost (connection))
    {
        lost_error (connection, primary ? primary : PQerrorMessage (connection->handle), error);
        error_sql_code (error, code);
        return;
    }
    message = driver_scrub (primary ? primary : PQerrorMessage (connection->handle), connection->password);
    g_strstrip (message);
    error_set (error, MIGSHIM_ERROR_DATABASE, "%s", message);
    error_sql_code (error, code);
    add_fields (answer, error);
    if (g_str_has_suffix (message, COPY_REFUSAL))
        append_line (hint, "Use INSERT, or COPY from a file on the server");
    append_line (hint, answer ? PQresultErrorField (answer, PG_DIAG_MESSAGE_DETAIL) : NULL);
    append_line (hint, answer ? PQresultErrorField (answer, PG_DIAG_MESSAGE_HINT) : NULL);
    append_line (hint, answer ? PQresultErrorField (answer, PG_DIAG_CONTEXT) : NULL);
    append_line (hint, own_hint (code));
    if (hint->len > 0)
        error_hint (error, "%s", hint->str);
}

gssize postgresql_error_offset (const PGresult *answer, const char *text, gsize length)
{
    const char *position = answer ? PQresultErrorField (answer, PG_DIAG_STATEMENT_POSITION) : NULL;
    guint64 characters = position ? g_ascii_strtoull (position, NULL, 10) : 0;
    const char *p = text;

    if (characters == 0)
        return -1;
    while (--characters > 0 && p < text + length)
        do
            p++;
        while (p < text + length && ((guchar)*p & 0xc0) == 0x80);
    return p - text;
}

GArray *postgresql_split (PostgresqlConnection *connection, const DriverItem *item)
{
    SplitterMode mode;

    driver_postgresql.splitter_mode (&connection->head, &mode);
    return splitter_split (DIALECT_POSTGRESQL, &mode, item->text, item->length);
}

gssize postgresql_statement_offset (PostgresqlConnection *connection, const DriverItem *item, guint n)
{
    g_autoptr (GArray) spans = postgresql_split (connection, item);

    return n < spans->len ? (gssize)g_array_index (spans, StatementSpan, n).offset : -1;
}

void postgresql_answer_copy (PostgresqlConnection *connection, const PGresult *answer)
{
    char *data = NULL;

    if (PQresultStatus (answer) != PGRES_COPY_OUT)
    {
        PQputCopyEnd (connection->handle, COPY_REFUSAL);
        return;
    }
    while (PQgetCopyData (connection->handle, &data, 0) > 0)
        PQfreemem (data);
}

static void add_cell (ResultSet *result, const PGresult *answer, int row, int column)
{
    SqlValue value = { .type = SQL_NULL };
    guchar *bytes = NULL;

    if (!PQgetisnull (answer, row, column))
    {
        value.type = SQL_TEXT;
        value.text = PQgetvalue (answer, row, column);
        value.length = (gsize)PQgetlength (answer, row, column);
        if (PQftype (answer, column) == BYTEA_OID)
        {
            bytes = PQunescapeBytea ((const guchar *)value.text, &value.length);
            value.text = (char *)bytes;
            value.type = SQL_BLOB;
        }
    }
    result_add_cell (result, &value);
    PQfreemem (bytes);
}

ResultSet *postgresql_result (const PGresult *answer)
{
    ResultSet *result = result_new ();
    const char *tag = PQcmdStatus ((PGresult *)answer);
    g_autofree char *word = g_strndup (tag, strcspn (tag, " "));

    for (int column = 0; column < PQnfields (answer); column++)
        result_add_column (result, PQfname (answer, column), PQftype (answer, column), NULL);
    for (int row = 0; row < PQntuples (answer); row++)
    {
        result_add_row (result);
        for (int column = 0; column < PQnfields (answer); column++)
            add_cell (result, answer, row, column);
    }
    result_set_outcome (result, word, g_ascii_strtoull (PQcmdTuples ((PGresult *)answer), NULL, 10), 0);
    return result;
}

gboolean postgresql_needs_wrapping (const PostgresqlRun *run, guint index, guint first, guint end)
{
    const DriverItem *item = run->items[index];
    guint last = end;

    if (!item->loose || item->kind != ITEM_STATEMENT || end - first == 1)
        return FALSE;
    while (last > index && run->items[last - 1]->loose && run->items[last - 1]->wanted)
        last--;
    return last > index;
}

/* Where the stretch that begins at FIRST ends, and whether it needs the pipeline. */
static guint find_stretch (const PostgresqlRun *run, guint first, guint n, gboolean *parameters)
{
    guint end = first;

    *parameters = run->items[first]->n_parameters > 0;
    if (run->items[first]->apart)
        return first + 1;
    for (; end < n && !run->items[end]->apart; end++)
        *parameters = *parameters || run->items[end]->n_parameters > 0;
    return end;
}

static gboolean postgresql_run (DriverConnection *base, DriverItem *const *items, guint n,
                                const DriverProgress *progress, GPtrArray *results, DriverFailure *failure,
                                GError **error)
{
    PostgresqlRun run = { (PostgresqlConnection *)base, items, progress, results, failure };
    guint end;

    for (guint first = 0; first < n; first = end)
    {
        gboolean parameters;
        gboolean done;

        end = find_stretch (&run, first, n, &parameters);
        done = parameters ? postgresql_run_pipeline (&run, first, end, error)
                          : postgresql_run_simple (&run, first, end, error);
        if (!done)
            return FALSE;
    }
    return TRUE;
}

static void postgresql_rollback (DriverConnection *base)
{
    PostgresqlConnection *connection = (PostgresqlConnection *)base;

    if (postgresql_is_lost (connection) || PQtransactionStatus (connection->handle) == PQTRANS_IDLE)
        return;
    PQclear (PQexec (connection->handle, "ROLLBACK"));
    connection->head.round_trips++;
}

static gboolean postgresql_in_transaction (DriverConnection *base)
{
    PGTransactionStatusType status = PQtransactionStatus (((PostgresqlConnection *)base)->handle);

    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static gsize postgresql_message_size (const DriverConnection *base G_GNUC_UNUSED)
{
    return MESSAGE_SIZE;
}

static void postgresql_splitter_mode (DriverConnection *base, SplitterMode *mode)
{
    const char *standard = PQparameterStatus (((PostgresqlConnection *)base)->handle, "standard_conforming_strings");

    *mode = (SplitterMode){ .standard_strings_off = standard && g_str_equal (standard, "off") };
}

const Driver driver_postgresql = {
    .dialect = DIALECT_POSTGRESQL,
    .open = postgresql_open,
    .close = postgresql_close,
    .message_size = postgresql_message_size,
    .run = postgresql_run,
    .rollback = postgresql_rollback,
    .in_transaction = postgresql_in_transaction,
    .splitter_mode = postgresql_splitter_mode,
};
