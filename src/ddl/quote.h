/* quote.h: names, literals and comments in the text of a statement. All append to OUT. */

#ifndef MIGSHIM_DDL_QUOTE_H
#define MIGSHIM_DDL_QUOTE_H

#include "model/dialect.h"

#include <glib.h>

/* "schema"."name", or "name" alone when SCHEMA is NULL. (MySQL, SQLite: SCHEMA is a database.) */
void ddl_append_path (GString *out, Dialect dialect, const char *schema, const char *name);

/* "a", "b": the names of a list (char *), quoted and joined by SEPARATOR. */
void ddl_append_names (GString *out, Dialect dialect, const GPtrArray *names, const char *separator);

/* 'a', 'b': values of a list (char *), as literals. */
void ddl_append_values (GString *out, Dialect dialect, const GPtrArray *values, const char *separator);

/* The same as new strings, for messages and for texts that are put together with printf; free with g_free. */
char *ddl_path (Dialect dialect, const char *schema, const char *name);
char *ddl_identifier (Dialect dialect, const char *name);
char *ddl_literal (Dialect dialect, const char *text);

#endif
