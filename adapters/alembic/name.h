/* name.h: names in the SQL that SQLAlchemy writes. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_NAME_H
#define MIGSHIM_ADAPTERS_ALEMBIC_NAME_H

#include "model/dialect.h"

#include <glib.h>

/* The database as SQLAlchemy's dialect knows it once it has connected. */
typedef struct
{
    Dialect dialect;
    gboolean mariadb;
    guint version; /* as session_server_version_number; 0 when nobody has connected */
} SaDialect;

/* Appends NAME, quoted only where SQLAlchemy quotes it: reserved words of the dialect, upper case, characters beyond [A-Za-z0-9_$], a digit or $ at the
 * beginning (IdentifierPreparer.quote). */
void sa_append_name (const SaDialect *dialect, GString *out, const char *name);

/* Appends NAME with quotes in any case (quoted_name with quote=True, quote_identifier). */
void sa_append_quoted (const SaDialect *dialect, GString *out, const char *name);

/* Has NAME characters beyond [A-Za-z0-9_$], so that even a function's name is quoted (_requires_quotes_illegal_chars)? */
gboolean sa_name_is_illegal (const char *name);

#endif
