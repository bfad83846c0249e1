/* url_tls.h: one setting for TLS out of the many that tools have.
 *
 * The tools agree on little: `sslcert` is the server's authority to Prisma and the client's certificate to libpq, `ssl=true` checks the
 * server's certificate in node-postgres. Here they are weighed together and become the driver's own parameters. */

#ifndef MIGSHIM_DB_URL_TLS_H
#define MIGSHIM_DB_URL_TLS_H

#include "db/url.h"

/* GIVEN: char * -> char *, the parameters marked PARAMETER_TLS as they stood in the URL. PRISMA: the URL has parameters that only Prisma
 * reads. DRIVER: SQLAlchemy's word after the plus sign, or NULL. Adds to URL->parameters. */
gboolean url_tls_apply (DatabaseUrl *url, GHashTable *given, gboolean prisma, const char *driver, GError **error);

/* "true", "1", "yes", "on" and their opposites into *TRUTH; FALSE when TEXT is neither. */
gboolean url_truth (const char *text, gboolean *truth);

#endif
