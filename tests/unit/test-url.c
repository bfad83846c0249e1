#include "db/url.h"
#include "util/error.h"

#include <string.h>

typedef struct
{
    const char *text;
    const char
        *read; /* dialect|host|port|user|password|database|schema|parameters in order; "-" for what is not there */
} Reading;

static const Reading readings[] = {
    /* libpq, Prisma, node-postgres */
    { "postgres://ann:pw@db.example.com:5433/app", "PostgreSQL|db.example.com|5433|ann|pw|app|-|" },
    { "postgresql://ann@localhost/app", "PostgreSQL|localhost|0|ann|-|app|-|" },
    { "POSTGRESQL://h/d", "PostgreSQL|h|0|-|-|d|-|" },
    { "postgresql:///app", "PostgreSQL|-|0|-|-|app|-|" },
    { "postgresql://u:p%40s%2Fs%25@h/my%20db", "PostgreSQL|h|0|u|p@s/s%|my db|-|" },
    { "postgresql://u:a:b+c@h/d", "PostgreSQL|h|0|u|a:b+c|d|-|" },
    { "postgresql://u:@h/d", "PostgreSQL|h|0|u|-|d|-|" },
    { "postgresql://[::1]:5433/d", "PostgreSQL|::1|5433|-|-|d|-|" },
    { "postgresql://[2001:db8::1]/d", "PostgreSQL|2001:db8::1|0|-|-|d|-|" },
    { "postgresql://u@/d?host=/var/run/postgresql", "PostgreSQL|/var/run/postgresql|0|u|-|d|-|" },
    { "postgresql://%2Fvar%2Frun/d", "PostgreSQL|/var/run|0|-|-|d|-|" },
    { "postgresql://?host=h&dbname=d&user=u&password=p%26q&port=6000", "PostgreSQL|h|6000|u|p&q|d|-|" },
    { "postgresql://h/d?sslmode=verify-full&sslrootcert=/etc/ca.pem&application_name=a+b%2Bc",
      "PostgreSQL|h|0|-|-|d|-|application_name=a b+c sslmode=verify-full sslrootcert=/etc/ca.pem" },
    { "postgresql://h/d?schema=billing&connection_limit=5&pool_timeout=20&socket_timeout=3&connect_timeout=7",
      "PostgreSQL|h|0|-|-|d|billing|connect_timeout=7" },
    { "postgresql://h/d?schema=public&sslcert=ca.pem", "PostgreSQL|h|0|-|-|d|public|sslrootcert=/base/ca.pem" },
    { "postgresql://h/d?sslcert=c.crt&sslkey=/k/c.key", "PostgreSQL|h|0|-|-|d|-|sslcert=/base/c.crt sslkey=/k/c.key" },
    { "postgresql://h/d?sslmode=require&sslaccept=strict",
      "PostgreSQL|h|0|-|-|d|-|sslmode=verify-full sslrootcert=system" },
    { "postgresql://h/d?sslmode=require&sslaccept=accept_invalid_certs", "PostgreSQL|h|0|-|-|d|-|sslmode=require" },
    { "postgresql://h/d?ssl=true", "PostgreSQL|h|0|-|-|d|-|sslmode=verify-full sslrootcert=system" },
    { "postgresql://h/d?ssl=0", "PostgreSQL|h|0|-|-|d|-|sslmode=disable" },
    { "postgresql://h/d?ssl=no-verify", "PostgreSQL|h|0|-|-|d|-|sslmode=require" },
    { "postgresql://h/d?sslmode=no-verify&uselibpqcompat=true", "PostgreSQL|h|0|-|-|d|-|sslmode=require" },
    { "postgresql://h/d?connectionTimeoutMillis=1500", "PostgreSQL|h|0|-|-|d|-|connect_timeout=2" },
    { "postgresql://h/d?options=-c%20geqo%3Doff&statement_timeout=5000",
      "PostgreSQL|h|0|-|-|d|-|options=-c geqo=off -c statement_timeout=5000" },
    { "postgresql://h/d?lock_timeout=1%20min", "PostgreSQL|h|0|-|-|d|-|options=-c lock_timeout=1\\ min" },
    { "postgresql://h?service=prod", "PostgreSQL|h|0|-|-|-|-|service=prod" },
    /* SQLAlchemy */
    { "postgresql+psycopg2://u:p@h/d", "PostgreSQL|h|0|u|p|d|-|" },
    { "postgresql+asyncpg://u:p@h/d?ssl=require&prepared_statement_cache_size=0",
      "PostgreSQL|h|0|u|p|d|-|sslmode=require" },
    { "postgresql+psycopg://u:p@/d?host=h:7000", "PostgreSQL|h|7000|u|p|d|-|" },
    { "postgresql+pg8000://u:p@/d?unix_sock=/run/.s.PGSQL.5432", "PostgreSQL|/run/.s.PGSQL.5432|0|u|p|d|-|" },
    { "mysql+pymysql://u:p@h:3307/d?charset=utf8mb4", "MySQL|h|3307|u|p|d|-|charset=utf8mb4" },
    { "mysql+pymysql://u@h/d?ssl_ca=ca.pem", "MySQL|h|0|u|-|d|-|ssl-ca=/base/ca.pem ssl-mode=VERIFY_IDENTITY" },
    { "mysql+pymysql://u@h/d?ssl_ca=ca.pem&ssl_check_hostname=false",
      "MySQL|h|0|u|-|d|-|ssl-ca=/base/ca.pem ssl-mode=VERIFY_CA" },
    { "mysql+mysqldb://u@h/d?ssl_ca=ca.pem", "MySQL|h|0|u|-|d|-|ssl-ca=/base/ca.pem ssl-mode=VERIFY_CA" },
    { "mysql+aiomysql://u@/d?unix_socket=/run/m.sock", "MySQL|/run/m.sock|0|u|-|d|-|" },
    { "mariadb+asyncmy://u@h/d?local_infile=true&connect_timeout=4",
      "MySQL|h|0|u|-|d|-|connect_timeout=4 local_infile=1" },
    { "mariadb+mariadbconnector://u@h/d", "MySQL|h|0|u|-|d|-|" },
    { "mysql+mysqlconnector://u@h/d?connection_timeout=4&ssl_disabled=True",
      "MySQL|h|0|u|-|d|-|connect_timeout=4 ssl-mode=DISABLED" },
    { "sqlite:///dev.db", "SQLite|-|0|-|-|/base/dev.db|-|" },
    { "sqlite:////var/lib/app.db", "SQLite|-|0|-|-|/var/lib/app.db|-|" },
    { "sqlite+pysqlite:///a/../dev.db?timeout=1.5&check_same_thread=false",
      "SQLite|-|0|-|-|/base/dev.db|-|busy_timeout=1500" },
    { "sqlite+aiosqlite:///dev.db", "SQLite|-|0|-|-|/base/dev.db|-|" },
    { "sqlite:///my%20app.db", "SQLite|-|0|-|-|/base/my app.db|-|" },
    { "sqlite:///file:a%20b.db?mode=ro&uri=true", "SQLite|-|0|-|-|/base/a b.db|-|mode=ro" },
    { "sqlite://", "SQLite|-|0|-|-|:memory:|-|" },
    { "sqlite:///:memory:", "SQLite|-|0|-|-|:memory:|-|" },
    /* mysql2, Prisma, hosting services */
    { "mysql://root:root@localhost:3306/app", "MySQL|localhost|3306|root|root|app|-|" },
    { "mysql://u@localhost/d?socket=(/tmp/mysql.sock)", "MySQL|/tmp/mysql.sock|0|u|-|d|-|" },
    { "mysql://u@h/d?sslaccept=strict", "MySQL|h|0|u|-|d|-|ssl-mode=VERIFY_IDENTITY" },
    { "mysql://u@h/d?sslcert=ca.pem&connection_limit=1", "MySQL|h|0|u|-|d|-|ssl-ca=/base/ca.pem ssl-mode=REQUIRED" },
    { "mysql://u@h/d?ssl={\"rejectUnauthorized\":true}", "MySQL|h|0|u|-|d|-|ssl-mode=VERIFY_CA" },
    { "mysql://u@h/d?ssl=%7B%22rejectUnauthorized%22%3Afalse%7D", "MySQL|h|0|u|-|d|-|ssl-mode=REQUIRED" },
    { "mysql://u@h/d?ssl-mode=REQUIRED", "MySQL|h|0|u|-|d|-|ssl-mode=REQUIRED" },
    { "mysql2://u@h/d?charset=UTF8_GENERAL_CI&timezone=Z", "MySQL|h|0|u|-|d|-|charset=utf8 collation=utf8_general_ci" },
    { "mysql://u@h/d?connectTimeout=10000&multipleStatements=true&socketPath=/s",
      "MySQL|/s|0|u|-|d|-|connect_timeout=10" },
    /* files */
    { "file:./dev.db", "SQLite|-|0|-|-|/base/dev.db|-|" },
    { "file:dev.db?connection_limit=1&socket_timeout=5", "SQLite|-|0|-|-|/base/dev.db|-|busy_timeout=5000" },
    { "file:../x.db", "SQLite|-|0|-|-|/x.db|-|" },
    { "file:///var/x.db", "SQLite|-|0|-|-|/var/x.db|-|" },
    { "sqlite:dev.db", "SQLite|-|0|-|-|/base/dev.db|-|" },
    { "dev.sqlite3", "SQLite|-|0|-|-|/base/dev.sqlite3|-|" },
    { "/srv/app.db", "SQLite|-|0|-|-|/srv/app.db|-|" },
    { "  postgresql://h/d\n", "PostgreSQL|h|0|-|-|d|-|" },
};

static const char *or_dash (const char *text)
{
    return text ? text : "-";
}

static char *describe (const DatabaseUrl *url)
{
    GString *out = g_string_new (NULL);
    GList *names = g_list_sort (g_hash_table_get_keys (url->parameters), (GCompareFunc)strcmp);

    g_string_printf (out, "%s|%s|%u|%s|%s|%s|%s|", dialect_title (url->dialect), or_dash (url->host), url->port,
                     or_dash (url->user), or_dash (url->password), or_dash (url->database), or_dash (url->schema));
    for (GList *name = names; name; name = name->next)
        g_string_append_printf (out, "%s%s=%s", name == names ? "" : " ", (char *)name->data,
                                (char *)g_hash_table_lookup (url->parameters, name->data));
    g_list_free (names);
    return g_string_free (out, FALSE);
}

static void test_readings (void)
{
    for (gsize i = 0; i < G_N_ELEMENTS (readings); i++)
    {
        g_autoptr (GError) error = NULL;
        g_autoptr (DatabaseUrl) url = database_url_parse (readings[i].text, "/base", &error);
        g_autofree char *text = NULL;

        if (!url)
            g_error ("%s: %s", readings[i].text, error->message);
        text = describe (url);
        g_assert_cmpstr (text, ==, readings[i].read);
    }
}

typedef struct
{
    const char *text;
    const char *message; /* a part of it */
    const char *hint;    /* likewise */
} Refusal;

/* The password is always "hush", which no error may hold. */
static const Refusal refusals[] = {
    { "", "empty", "postgresql://" },
    { "postgresql://u:hush@ss@h/d", "unescaped", "%40" },
    { "postgresql://u:hush/ss@h/d", "unescaped", "%2F" },
    { "postgresql://u:hush?ss@h/d", "port", "postgresql://" },
    { "postgresql://u:hush#ss@h/d", "unescaped", "%23" },
    { "postgresql://u:hush50%@h/d", "unescaped", "%25" },
    { "postgresql://u:hush%zz@h/d", "password", "%25" },
    { "postgresql://u:hush x@h/d", "blank", "%20" },
    { "postgresql://u:hush%00@h/d", "password", "%25" },
    { "\"postgresql://u:hush@h/d\"", "quotation mark", "out" },
    { "postgresql://u:hush@h1:1,h2:2/d", "several hosts", "writes" },
    { "postgresql://u:hush@/d?host=h1&host=h2", "several hosts", "writes" },
    { "postgresql://u:hush@h:port/d", "port", NULL },
    { "postgresql://u:hush@h:70000/d", "port", NULL },
    { "postgresql://u:hush@[::1/d", "unmatched", "[::1]" },
    { "postgresql://u:hush@h", "no database", NULL },
    { "postgresql://u:hush@h/a/b", "\"/\"", NULL },
    { "postgresql://u:hush@h/d?sslmod=require", "unknown parameter \"sslmod\"", "\"sslmode\"" },
    { "postgresql://u:hush@h/d?frobnicate=1", "unknown parameter \"frobnicate\"", "leave it out" },
    { "postgresql://u:hush@h/d?sslmode=on", "\"on\"", "require" },
    { "postgresql://u:hush@h/d?sslmode=require&sslmode=disable", "twice", NULL },
    { "postgresql://u:hush@h/d?sslcert=c.pem", "sslcert", "sslrootcert=FILE" },
    { "postgresql://u:hush@h/d?sslidentity=c.p12", "PKCS", NULL },
    { "postgresql://u:hush@h/d?connect_timeout=5s", "\"5s\"", NULL },
    { "postgresql://u:hush@h/d?currentSchema=x", "schema=NAME", NULL },
    { "postgresql+psycopg3://u:hush@h/d", "driver \"psycopg3\"", "postgresql+psycopg" },
    { "postgresq://u:hush@h/d", "\"postgresq:\"", "\"postgresql:\"" },
    { "prisma+postgres://accelerate.prisma-data.net/?api_key=hush", "remote service", "direct URL" },
    { "prisma://x?api_key=hush", "remote service", "direct URL" },
    { "jdbc:postgresql://h/d?user=u&password=hush", "JDBC", "jdbc:" },
    { "mongodb://u:hush@h/d", "MongoDB", NULL },
    { "host=h user=u password=hush dbname=d", "keywords", "postgresql://" },
    { "app", "no kind of database", "postgresql://" },
    { "postgresql:app", "no \"//\"", NULL },
    { "sqlite://dev.db", "host", "sqlite:///dev.db" },
    { "sqlite:", "no file", NULL },
    { "file:data/", "folder", NULL },
    { "file:dev.db?timeot=3", "\"timeot\"", "\"timeout\"" },
    { "mysql://u:hush@h/d?ssl=Amazon%20RDS", "\"ssl\"", "ssl_ca=FILE" },
    { "mysql://u:hush@h/d?ssl={\"ca\":\"x\"}", "\"ca\"", "ssl_ca=FILE" },
    { "mysql://u:hush@h/d?useSSL=true", "JDBC", NULL },
};

static void test_refusals (void)
{
    for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
        g_autoptr (GError) error = NULL;
        g_autoptr (DatabaseUrl) url = database_url_parse (refusals[i].text, "/base", &error);
        const ErrorDetail *detail;

        if (url)
            g_error ("%s was accepted", refusals[i].text);
        g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_CONFIG);
        detail = error_detail (error);
        if (!strstr (error->message, refusals[i].message) ||
            (refusals[i].hint && !strstr (detail->hint, refusals[i].hint)))
            g_error ("%s: %s (%s)", refusals[i].text, error->message, detail->hint);
        g_assert_null (strstr (error->message, "hush"));
        g_assert_null (detail->hint ? strstr (detail->hint, "hush") : NULL);
    }
}

static void test_display (void)
{
    static const char *const pairs[][2] = {
        { "postgres://ann:hush@db:5433/app?schema=x&sslpassword=hush", "postgresql://ann:***@db:5433/app?schema=x" },
        { "mysql+pymysql://ann@/app?unix_socket=/run/m.sock&password=hush", "mysql://ann:***@/app?socket=/run/m.sock" },
        { "postgres://[::1]/my%20app", "postgresql://[::1]/my%20app" },
        { "postgresql://u@/d?host=/run&schema=s", "postgresql://u@/d?host=/run&schema=s" },
        { "file:dev.db", "sqlite:/base/dev.db" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
        g_autoptr (DatabaseUrl) url = database_url_parse (pairs[i][0], "/base", NULL);
        g_autofree char *text = database_url_display (url);

        g_assert_cmpstr (text, ==, pairs[i][1]);
    }
}

static void test_pooled (void)
{
    g_autoptr (DatabaseUrl) pooled = database_url_parse ("postgres://h/d?pgbouncer=true", "/", NULL);
    g_autoptr (DatabaseUrl) direct = database_url_parse ("postgres://h/d?pgbouncer=false", "/", NULL);

    g_assert_true (pooled->pooled);
    g_assert_false (direct->pooled);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/url/readings", test_readings);
    g_test_add_func ("/url/refusals", test_refusals);
    g_test_add_func ("/url/display", test_display);
    g_test_add_func ("/url/pooled", test_pooled);
    return g_test_run ();
}
