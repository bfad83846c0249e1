/* naming.h: the names that TypeORM makes up for what was given none: DefaultNamingStrategy of TypeORM 0.2, 0.3 and 1.x.
 *
 * A name is a prefix and the beginning of the SHA-1 of a key: the table's name (behind its last dot), the columns sorted, and what else tells two
 * of a kind apart. TABLE may be a path ("schema.table"). COLUMNS are char *. All give new strings; free with g_free. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_NAMING_H
#define MIGSHIM_ADAPTERS_TYPEORM_NAMING_H

#include <glib.h>

char *typeorm_primary_key_name (const char *table, const GPtrArray *columns);
char *typeorm_unique_name (const char *table, const GPtrArray *columns);
char *typeorm_foreign_key_name (const char *table, const GPtrArray *columns);
/* WHERE may be NULL. */
char *typeorm_index_name (const char *table, const GPtrArray *columns, const char *where);
char *typeorm_relation_name (const char *table, const GPtrArray *columns, const char *where);
char *typeorm_check_name (const char *table, const char *expression, gboolean is_enum);
char *typeorm_exclusion_name (const char *table, const char *expression);
char *typeorm_default_name (const char *table, const char *column);

#endif
