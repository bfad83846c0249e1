/* settings.h: what alembic.ini and pyproject.toml say, as plain data. Read for `init` alone; nothing of them is looked at when revisions run. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SETTINGS_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SETTINGS_H

#include <glib.h>

/* The sections of an INI file as Python's configparser reads it: name -> (key in lower case -> value); values of several lines keep their line ends.
 * [DEFAULT] is in each of the others. What is no INI is passed over. Free with g_hash_table_unref. */
GHashTable *ini_parse (const char *text);

/* VALUE with its %(name)s filled from SECTION, %(here)s being HERE, and %% being %. NULL when a name is not there. Free with g_free. */
char *ini_expand (GHashTable *section, const char *value, const char *here);

/* [tool.alembic] of a TOML file: key -> value; a list's items are separated by line ends, true and false are these words. NULL when there is no such
 * table. Other types are passed over. Free with g_hash_table_unref. */
GHashTable *toml_alembic (const char *text);

#endif
