#include "db/url_parameter.h"

#include "util/suggest.h"

#define PKCS12 "holds a certificate that PKCS #12 keeps together with its key; the driver wants two files"

/* libpq's own names pass as they are (PostgreSQL 17 documentation, 34.1.2); an older libpq says so itself.
 * Prisma 6.19: quaint/src/connector/postgres/url.rs. node-postgres 8: pg-connection-string, connection-parameters.js.
 * SQLAlchemy hands its query on to the driver: psycopg and psycopg2 (libpq), asyncpg, pg8000. */
static const Parameter postgresql[] = {
    { "host", PARAMETER_PART, "host", "libpq, Prisma, node-postgres" },
    { "hostaddr", PARAMETER_PASS, NULL, "libpq" },
    { "port", PARAMETER_PART, "port", "libpq, node-postgres" },
    { "user", PARAMETER_PART, "user", "libpq, node-postgres" },
    { "password", PARAMETER_PART, "password", "libpq, node-postgres" },
    { "dbname", PARAMETER_PART, "database", "libpq" },
    { "database", PARAMETER_PART, "database", "asyncpg, pg8000" },
    { "unix_sock", PARAMETER_PART, "host", "pg8000" },
    { "schema", PARAMETER_PART, "schema", "Prisma" },
    { "passfile", PARAMETER_PASS_PATH, NULL, "libpq, asyncpg" },
    { "require_auth", PARAMETER_PASS, NULL, "libpq" },
    { "channel_binding", PARAMETER_PASS, NULL, "libpq, Prisma" },
    { "connect_timeout", PARAMETER_PASS_SECONDS, NULL, "libpq, Prisma" },
    { "timeout", PARAMETER_PASS_SECONDS, "connect_timeout", "asyncpg, pg8000" },
    { "connectionTimeoutMillis", PARAMETER_PASS_MILLISECONDS, "connect_timeout", "node-postgres" },
    { "client_encoding", PARAMETER_PASS, NULL, "libpq, node-postgres" },
    { "options", PARAMETER_PASS, NULL, "libpq, Prisma, node-postgres" },
    { "application_name", PARAMETER_PASS, NULL, "libpq, Prisma, node-postgres" },
    { "fallback_application_name", PARAMETER_PASS, NULL, "libpq, node-postgres" },
    { "keepalives", PARAMETER_PASS, NULL, "libpq" },
    { "keepalives_idle", PARAMETER_PASS_SECONDS, NULL, "libpq" },
    { "keepalives_interval", PARAMETER_PASS_SECONDS, NULL, "libpq" },
    { "keepalives_count", PARAMETER_PASS, NULL, "libpq" },
    { "tcp_user_timeout", PARAMETER_PASS, NULL, "libpq" },
    { "gssencmode", PARAMETER_PASS, NULL, "libpq" },
    { "krbsrvname", PARAMETER_PASS, NULL, "libpq, asyncpg" },
    { "gsslib", PARAMETER_PASS, NULL, "libpq, asyncpg" },
    { "gssdelegation", PARAMETER_PASS, NULL, "libpq" },
    { "service", PARAMETER_PASS, NULL, "libpq" },
    { "target_session_attrs", PARAMETER_PASS, NULL, "libpq, asyncpg" },
    { "load_balance_hosts", PARAMETER_PASS, NULL, "libpq" },
    { "requirepeer", PARAMETER_PASS, NULL, "libpq" },
    { "sslmode", PARAMETER_TLS, NULL, "libpq, Prisma, node-postgres" },
    { "ssl", PARAMETER_TLS, NULL, "node-postgres, asyncpg" },
    { "sslcert", PARAMETER_TLS, NULL, "libpq, Prisma, node-postgres" },
    { "sslkey", PARAMETER_TLS, NULL, "libpq, node-postgres" },
    { "sslaccept", PARAMETER_TLS, NULL, "Prisma" },
    { "sslidentity", PARAMETER_REFUSE,
      PKCS12 ": `openssl pkcs12 -in FILE -nokeys -clcerts -out client.crt` and "
             "`openssl pkcs12 -in FILE -nocerts -nodes -out client.key`, then sslcert=client.crt&sslkey=client.key",
      "Prisma" },
    { "sslpassword", PARAMETER_PASS, NULL, "libpq, Prisma" },
    { "sslrootcert", PARAMETER_PASS_PATH, NULL, "libpq, node-postgres" },
    { "sslcrl", PARAMETER_PASS_PATH, NULL, "libpq" },
    { "sslcrldir", PARAMETER_PASS_PATH, NULL, "libpq" },
    { "sslsni", PARAMETER_PASS, NULL, "libpq" },
    { "sslcertmode", PARAMETER_PASS, NULL, "libpq" },
    { "sslcompression", PARAMETER_PASS, NULL, "libpq" },
    { "sslnegotiation", PARAMETER_PASS, NULL, "libpq, node-postgres" },
    { "ssl_min_protocol_version", PARAMETER_PASS, NULL, "libpq" },
    { "ssl_max_protocol_version", PARAMETER_PASS, NULL, "libpq" },
    { "statement_timeout", PARAMETER_SETTING, NULL, "node-postgres" },
    { "lock_timeout", PARAMETER_SETTING, NULL, "node-postgres" },
    { "idle_in_transaction_session_timeout", PARAMETER_SETTING, NULL, "node-postgres" },
    { "pgbouncer", PARAMETER_POOLED, NULL, "Prisma" },
    { "connection_limit", PARAMETER_DROP, NULL, "Prisma" },
    { "pool_timeout", PARAMETER_DROP, NULL, "Prisma" },
    { "socket_timeout", PARAMETER_DROP, NULL, "Prisma" },
    { "statement_cache_size", PARAMETER_DROP, NULL, "Prisma, asyncpg" },
    { "max_connection_lifetime", PARAMETER_DROP, NULL, "Prisma" },
    { "max_idle_connection_lifetime", PARAMETER_DROP, NULL, "Prisma" },
    { "supa", PARAMETER_DROP, NULL, "Vercel" },
    { "workaround", PARAMETER_DROP, NULL, "Vercel" },
    { "uselibpqcompat", PARAMETER_DROP, NULL, "node-postgres" },
    { "query_timeout", PARAMETER_DROP, NULL, "node-postgres" },
    { "keepAlive", PARAMETER_DROP, NULL, "node-postgres" },
    { "keepAliveInitialDelayMillis", PARAMETER_DROP, NULL, "node-postgres" },
    { "idleTimeoutMillis", PARAMETER_DROP, NULL, "node-postgres" },
    { "max", PARAMETER_DROP, NULL, "node-postgres" },
    { "min", PARAMETER_DROP, NULL, "node-postgres" },
    { "binary", PARAMETER_DROP, NULL, "node-postgres" },
    { "command_timeout", PARAMETER_DROP, NULL, "asyncpg" },
    { "max_cached_statement_lifetime", PARAMETER_DROP, NULL, "asyncpg" },
    { "max_cacheable_statement_size", PARAMETER_DROP, NULL, "asyncpg" },
    { "prepared_statement_cache_size", PARAMETER_DROP, NULL, "SQLAlchemy with asyncpg" },
    { "async_fallback", PARAMETER_DROP, NULL, "SQLAlchemy with asyncpg" },
    { "prepare_threshold", PARAMETER_DROP, NULL, "psycopg" },
    { "autocommit", PARAMETER_DROP, NULL, "psycopg" },
    { "tcp_keepalive", PARAMETER_DROP, NULL, "pg8000" },
    { "replication", PARAMETER_REFUSE, "opens a replication connection, which runs no migrations: leave it out",
      "libpq" },
    { "currentSchema", PARAMETER_REFUSE, "is the JDBC driver's: write schema=NAME", "JDBC" },
    { NULL, PARAMETER_DROP, NULL, NULL }
};

/* The driver's names are those of the mysql program's options and of the session variables.
 * Prisma 6.19: quaint/src/connector/mysql/url.rs. mysql2 3: connection_config.js. PyMySQL 1.1, aiomysql, asyncmy: connect(). mysqlclient:
 * SQLAlchemy, dialects/mysql/mysqldb.py. MySQL Connector/Python and MariaDB Connector: their connect(). */
static const Parameter mysql[] = {
    { "host", PARAMETER_PART, "host", "all" },
    { "port", PARAMETER_PART, "port", "all" },
    { "user", PARAMETER_PART, "user", "all" },
    { "password", PARAMETER_PART, "password", "all" },
    { "passwd", PARAMETER_PART, "password", "PyMySQL" },
    { "database", PARAMETER_PART, "database", "all" },
    { "db", PARAMETER_PART, "database", "PyMySQL" },
    { "socket", PARAMETER_PART, "socket", "Prisma" },
    { "unix_socket", PARAMETER_PART, "socket", "PyMySQL, mysqlclient, Connector/Python" },
    { "socketPath", PARAMETER_PART, "socket", "mysql2" },
    { "ssl", PARAMETER_TLS, NULL, "mysql2" },
    { "ssl-mode", PARAMETER_TLS, "ssl-mode", "mysql" },
    { "ssl_mode", PARAMETER_TLS, "ssl-mode", "mysqlclient" },
    { "sslmode", PARAMETER_TLS, "ssl-mode", "hosting services" },
    { "sslaccept", PARAMETER_TLS, NULL, "Prisma" },
    { "ssl_disabled", PARAMETER_TLS, NULL, "PyMySQL, Connector/Python" },
    { "ssl_verify_cert", PARAMETER_TLS, NULL, "PyMySQL, Connector/Python" },
    { "ssl_verify_identity", PARAMETER_TLS, NULL, "PyMySQL, Connector/Python" },
    { "ssl_check_hostname", PARAMETER_TLS, NULL, "SQLAlchemy with PyMySQL" },
    { "sslcert", PARAMETER_PASS_PATH, "ssl-ca", "Prisma" },
    { "sslidentity", PARAMETER_REFUSE,
      PKCS12 ": `openssl pkcs12 -in FILE -nokeys -clcerts -out client.crt` and "
             "`openssl pkcs12 -in FILE -nocerts -nodes -out client.key`, then ssl_cert=client.crt&ssl_key=client.key",
      "Prisma" },
    { "sslpassword", PARAMETER_DROP, NULL, "Prisma" },
    { "ssl-ca", PARAMETER_PASS_PATH, "ssl-ca", "mysql" },
    { "ssl-capath", PARAMETER_PASS_PATH, "ssl-capath", "mysql" },
    { "ssl-cert", PARAMETER_PASS_PATH, "ssl-cert", "mysql" },
    { "ssl-key", PARAMETER_PASS_PATH, "ssl-key", "mysql" },
    { "ssl-cipher", PARAMETER_PASS, "ssl-cipher", "mysql" },
    { "ssl_ca", PARAMETER_PASS_PATH, "ssl-ca", "PyMySQL, mysqlclient, Connector/Python" },
    { "ssl_capath", PARAMETER_PASS_PATH, "ssl-capath", "mysqlclient" },
    { "ssl_cert", PARAMETER_PASS_PATH, "ssl-cert", "PyMySQL, mysqlclient, Connector/Python" },
    { "ssl_key", PARAMETER_PASS_PATH, "ssl-key", "PyMySQL, mysqlclient, Connector/Python" },
    { "ssl_key_password", PARAMETER_PASS, "ssl-key-password", "PyMySQL" },
    { "ssl_cipher", PARAMETER_PASS, "ssl-cipher", "mysqlclient" },
    { "ssl_crl", PARAMETER_PASS_PATH, "ssl-crl", "MariaDB Connector" },
    { "ssl_crlpath", PARAMETER_PASS_PATH, "ssl-crlpath", "MariaDB Connector" },
    { "tls_version", PARAMETER_PASS, "tls-version", "Connector/Python" },
    { "tls-version", PARAMETER_PASS, "tls-version", "mysql" },
    { "connect_timeout", PARAMETER_PASS_SECONDS, NULL, "Prisma, PyMySQL, mysqlclient" },
    { "connection_timeout", PARAMETER_PASS_SECONDS, "connect_timeout", "Connector/Python" },
    { "connectTimeout", PARAMETER_PASS_MILLISECONDS, "connect_timeout", "mysql2" },
    { "read_timeout", PARAMETER_PASS_SECONDS, NULL, "PyMySQL, mysqlclient" },
    { "write_timeout", PARAMETER_PASS_SECONDS, NULL, "PyMySQL, mysqlclient" },
    { "charset", PARAMETER_CHARSET, NULL, "all" },
    { "collation", PARAMETER_PASS, NULL, "PyMySQL, Connector/Python" },
    { "init_command", PARAMETER_PASS, NULL, "PyMySQL, mysqlclient, Connector/Python" },
    { "sql_mode", PARAMETER_PASS, NULL, "PyMySQL, mysqlclient, Connector/Python" },
    { "time_zone", PARAMETER_PASS, NULL, "Connector/Python" },
    { "compress", PARAMETER_PASS_FLAG, NULL, "mysql2, mysqlclient" },
    { "local_infile", PARAMETER_PASS_FLAG, NULL, "PyMySQL, mysqlclient" },
    { "allow_local_infile", PARAMETER_PASS_FLAG, "local_infile", "Connector/Python" },
    { "auth_plugin", PARAMETER_PASS, "default-auth", "Connector/Python" },
    { "max_allowed_packet", PARAMETER_PASS, NULL, "PyMySQL" },
    { "bind_address", PARAMETER_PASS, NULL, "PyMySQL" },
    { "localAddress", PARAMETER_PASS, "bind_address", "mysql2" },
    { "read_default_file", PARAMETER_PASS_PATH, NULL, "PyMySQL, mysqlclient" },
    { "read_default_group", PARAMETER_PASS, NULL, "PyMySQL, mysqlclient" },
    { "connection_limit", PARAMETER_DROP, NULL, "Prisma" },
    { "pool_timeout", PARAMETER_DROP, NULL, "Prisma" },
    { "socket_timeout", PARAMETER_DROP, NULL, "Prisma" },
    { "prefer_socket", PARAMETER_DROP, NULL, "Prisma" },
    { "statement_cache_size", PARAMETER_DROP, NULL, "Prisma" },
    { "max_connection_lifetime", PARAMETER_DROP, NULL, "Prisma" },
    { "max_idle_connection_lifetime", PARAMETER_DROP, NULL, "Prisma" },
    { "pgbouncer", PARAMETER_DROP, NULL, "Prisma" },
    { "connectionLimit", PARAMETER_DROP, NULL, "mysql2" },
    { "waitForConnections", PARAMETER_DROP, NULL, "mysql2" },
    { "queueLimit", PARAMETER_DROP, NULL, "mysql2" },
    { "maxIdle", PARAMETER_DROP, NULL, "mysql2" },
    { "idleTimeout", PARAMETER_DROP, NULL, "mysql2" },
    { "timezone", PARAMETER_DROP, NULL, "mysql2" },
    { "multipleStatements", PARAMETER_DROP, NULL, "mysql2" },
    { "dateStrings", PARAMETER_DROP, NULL, "mysql2" },
    { "decimalNumbers", PARAMETER_DROP, NULL, "mysql2" },
    { "supportBigNumbers", PARAMETER_DROP, NULL, "mysql2" },
    { "bigNumberStrings", PARAMETER_DROP, NULL, "mysql2" },
    { "stringifyObjects", PARAMETER_DROP, NULL, "mysql2" },
    { "rowsAsArray", PARAMETER_DROP, NULL, "mysql2" },
    { "nestTables", PARAMETER_DROP, NULL, "mysql2" },
    { "namedPlaceholders", PARAMETER_DROP, NULL, "mysql2" },
    { "jsonStrings", PARAMETER_DROP, NULL, "mysql2" },
    { "typeCast", PARAMETER_DROP, NULL, "mysql2" },
    { "flags", PARAMETER_DROP, NULL, "mysql2" },
    { "debug", PARAMETER_DROP, NULL, "mysql2" },
    { "trace", PARAMETER_DROP, NULL, "mysql2" },
    { "insecureAuth", PARAMETER_DROP, NULL, "mysql2" },
    { "enableKeepAlive", PARAMETER_DROP, NULL, "mysql2" },
    { "keepAliveInitialDelay", PARAMETER_DROP, NULL, "mysql2" },
    { "maxPreparedStatements", PARAMETER_DROP, NULL, "mysql2" },
    { "acquireTimeout", PARAMETER_DROP, NULL, "mariadb" },
    { "allowPublicKeyRetrieval", PARAMETER_DROP, NULL, "mariadb" },
    { "use_unicode", PARAMETER_DROP, NULL, "PyMySQL, mysqlclient" },
    { "client_flag", PARAMETER_DROP, NULL, "PyMySQL, mysqlclient" },
    { "autocommit", PARAMETER_DROP, NULL, "PyMySQL, Connector/Python" },
    { "binary_prefix", PARAMETER_DROP, NULL, "PyMySQL" },
    { "program_name", PARAMETER_DROP, NULL, "PyMySQL" },
    { "buffered", PARAMETER_DROP, NULL, "Connector/Python" },
    { "consume_results", PARAMETER_DROP, NULL, "Connector/Python" },
    { "use_pure", PARAMETER_DROP, NULL, "Connector/Python" },
    { "raise_on_warnings", PARAMETER_DROP, NULL, "Connector/Python" },
    { "get_warnings", PARAMETER_DROP, NULL, "Connector/Python" },
    { "pool_size", PARAMETER_DROP, NULL, "Connector/Python" },
    { "pool_name", PARAMETER_DROP, NULL, "Connector/Python" },
    { "pool_reset_session", PARAMETER_DROP, NULL, "Connector/Python" },
    { "passwordSha1", PARAMETER_REFUSE,
      "holds a password in a form that the driver can't use: give the password itself", "mysql2" },
    { "serverTimezone", PARAMETER_REFUSE, "is the JDBC driver's: write time_zone=ZONE, or leave it out", "JDBC" },
    { "useSSL", PARAMETER_REFUSE, "is the JDBC driver's: write ssl-mode=REQUIRED or ssl-mode=DISABLED", "JDBC" },
    { NULL, PARAMETER_DROP, NULL, NULL }
};

/* SQLite's own names: sqlite.org/uri.html. Prisma 6.19: quaint/src/connector/sqlite/params.rs. Python: sqlite3.connect(). */
static const Parameter sqlite[] = { { "mode", PARAMETER_PASS, NULL, "SQLite" },
                                    { "cache", PARAMETER_PASS, NULL, "SQLite" },
                                    { "immutable", PARAMETER_PASS, NULL, "SQLite" },
                                    { "nolock", PARAMETER_PASS, NULL, "SQLite" },
                                    { "psow", PARAMETER_PASS, NULL, "SQLite" },
                                    { "vfs", PARAMETER_PASS, NULL, "SQLite" },
                                    { "timeout", PARAMETER_BUSY_TIMEOUT, "busy_timeout", "Python" },
                                    { "socket_timeout", PARAMETER_BUSY_TIMEOUT, "busy_timeout", "Prisma" },
                                    { "uri", PARAMETER_DROP, NULL, "Python" },
                                    { "check_same_thread", PARAMETER_DROP, NULL, "Python" },
                                    { "detect_types", PARAMETER_DROP, NULL, "Python" },
                                    { "isolation_level", PARAMETER_DROP, NULL, "Python" },
                                    { "cached_statements", PARAMETER_DROP, NULL, "Python" },
                                    { "autocommit", PARAMETER_DROP, NULL, "Python" },
                                    { "connection_limit", PARAMETER_DROP, NULL, "Prisma" },
                                    { "max_connection_lifetime", PARAMETER_DROP, NULL, "Prisma" },
                                    { "max_idle_connection_lifetime", PARAMETER_DROP, NULL, "Prisma" },
                                    { NULL, PARAMETER_DROP, NULL, NULL } };

static const Parameter *table_of (Dialect dialect)
{
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        return postgresql;
    case DIALECT_MYSQL:
        return mysql;
    case DIALECT_SQLITE:
        return sqlite;
    }
    g_return_val_if_reached (sqlite);
}

const Parameter *parameter_find (Dialect dialect, const char *name)
{
    for (const Parameter *row = table_of (dialect); row->name; row++)
        if (g_str_equal (row->name, name))
            return row;
    return NULL;
}

const char *parameter_nearest (Dialect dialect, const char *name)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    for (const Parameter *row = table_of (dialect); row->name; row++)
        g_ptr_array_add (names, (gpointer)row->name);
    return suggest_nearest_in (name, names);
}

gboolean parameter_is_prisma_only (const Parameter *parameter)
{
    return g_str_equal (parameter->tools, "Prisma");
}
