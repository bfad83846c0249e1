/* naming.h: the names that TypeORM makes up for what was given none: DefaultNamingStrategy of TypeORM 0.2, 0.3 and 1.x.
 *
 * A name is a prefix and the beginning of the SHA-1 of a key: the table's name (behind its last dot), the columns sorted, and what else tells two
 * of a kind apart. TABLE may be a path ("schema.table"). COLUMNS are char *. All give new strings; free with g_free.
 *
 * MAJOR is TypeORM's (TypeormOptions): before 1.0 what is hashed is the key as encodeURIComponent writes it, so that blanks, comparisons and letters beyond ASCII
 * give another name than later. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_NAMING_H
#define MIGSHIM_ADAPTERS_TYPEORM_NAMING_H

#include <glib.h>

char *typeorm_primary_key_name (guint major, const char *table, const GPtrArray *columns);
char *typeorm_unique_name (guint major, const char *table, const GPtrArray *columns);
char *typeorm_foreign_key_name (guint major, const char *table, const GPtrArray *columns);
/* WHERE may be NULL. */
char *typeorm_index_name (guint major, const char *table, const GPtrArray *columns, const char *where);
char *typeorm_relation_name (guint major, const char *table, const GPtrArray *columns, const char *where);
char *typeorm_check_name (guint major, const char *table, const char *expression, gboolean is_enum);
char *typeorm_exclusion_name (guint major, const char *table, const char *expression);
char *typeorm_default_name (guint major, const char *table, const char *column);

#endif
