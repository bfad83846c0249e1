/* dialect.h: the three families of databases. */

#ifndef MIGSHIM_MODEL_DIALECT_H
#define MIGSHIM_MODEL_DIALECT_H

#include <glib.h>

typedef enum
{
    DIALECT_POSTGRESQL,
    DIALECT_MYSQL, /* MySQL and MariaDB */
    DIALECT_SQLITE
} Dialect;

#define DIALECT_COUNT 3

/* "PostgreSQL", "MySQL", "SQLite". Static. */
const char *dialect_title (Dialect dialect);

/* Appends NAME as a quoted identifier, TEXT as a string literal that every setting of the server reads the same way.
 * Both append to OUT. On PostgreSQL a literal with a backslash is written as E''; on MySQL backslashes are doubled (the
 * session never runs with NO_BACKSLASH_ESCAPES: session.h). TEXT may be NULL, which gives the word NULL. */
void dialect_append_identifier (Dialect dialect, GString *out, const char *name);
void dialect_append_literal (Dialect dialect, GString *out, const char *text);

#endif
