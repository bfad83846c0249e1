/* url.h: one database, from any tool's way of writing it.
 *
 * Read: postgres:// postgresql:// postgresql+DRIVER:// mysql:// mariadb:// mysql+DRIVER:// sqlite:// sqlite3:// file: and a bare
 * path that ends in .db, .sqlite or .sqlite3. Query parameters of every tool are known by name (table in url.c: parameter, tool, what
 * becomes of it): passed to the driver under its own name, dropped because they only concern the tool's own pool, or refused. */

#ifndef MIGSHIM_DB_URL_H
#define MIGSHIM_DB_URL_H

#include "model/dialect.h"

#include <glib.h>

typedef struct
{
    Dialect dialect;
    char *host; /* NULL: the driver's default; a folder means a Unix socket */
    guint port; /* 0: the driver's default */
    char *user;
    char *password;
    char *database;         /* name; for SQLite the path as it will be opened (":memory:" too) */
    char *schema;           /* PostgreSQL: `?schema=`; NULL when not given */
    gboolean socket;        /* host is a path */
    gboolean pooled;        /* the URL itself says so: pgbouncer=true */
    GHashTable *parameters; /* char * -> char *: the driver's own parameters, see below */
} DatabaseUrl;

/* PARAMETERS. Files are absolute paths.
 *
 *   PostgreSQL  libpq's keywords, as PQconnectdbParams takes them. sslrootcert may be "system", which libpq before 16 doesn't know: the driver
 *               then gives the system's own file of authorities.
 *   MySQL       ssl-mode (DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY), ssl-ca, ssl-capath, ssl-cert, ssl-key, ssl-key-password,
 *               ssl-cipher, ssl-crl, ssl-crlpath, tls-version, default-auth, read_default_file, read_default_group, bind_address,
 *               max_allowed_packet; connect_timeout, read_timeout, write_timeout (seconds); compress, local_infile ("1", "0"); charset,
 *               collation, sql_mode, time_zone, init_command (of the session).
 *   SQLite      mode (ro, rw, rwc), cache, immutable, nolock, psow, vfs as in sqlite.org/uri.html; busy_timeout (milliseconds). */

/* Parses TEXT. Relative SQLite paths are taken from BASE (a folder). Errors (MIGSHIM_ERROR_CONFIG) name what is wrong and never
 * quote the password. Free with database_url_free. */
DatabaseUrl *database_url_parse (const char *text, const char *base, GError **error);
void database_url_free (DatabaseUrl *url);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DatabaseUrl, database_url_free)

/* The URL for people: no password, no secret parameter. Free with g_free. */
char *database_url_display (const DatabaseUrl *url);

#endif
