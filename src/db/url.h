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
    Dialect     dialect;
    char       *host;     /* NULL: the driver's default; a folder means a Unix socket */
    guint       port;     /* 0: the driver's default */
    char       *user;
    char       *password;
    char       *database; /* name; for SQLite the path as it will be opened (":memory:" too) */
    char       *schema;   /* PostgreSQL: `?schema=`; NULL when not given */
    gboolean    socket;   /* host is a path */
    gboolean    pooled;   /* the URL itself says so: pgbouncer=true */
    GHashTable *parameters; /* char * -> char *: the driver's own parameters (sslmode, sslrootcert, connect_timeout, ssl-ca, ...) */
} DatabaseUrl;

/* Parses TEXT. Relative SQLite paths are taken from BASE (a folder). Errors (MIGSHIM_ERROR_CONFIG) name what is wrong and never
 * quote the password. Free with database_url_free. */
DatabaseUrl *database_url_parse (const char *text, const char *base, GError **error);
void         database_url_free (DatabaseUrl *url);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DatabaseUrl, database_url_free)

/* The URL for people: no password, no secret parameter. Free with g_free. */
char *database_url_display (const DatabaseUrl *url);

#endif
