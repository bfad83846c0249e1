/* reading.h: what can be read off a Prisma project's own files without running them.
 *
 * schema.prisma has a grammar so small that its datasource block is read as it is. prisma.config.ts is a program: only what stands there in plain words
 * is taken (a string, path.join of strings, env("X"), process.env.X, or a constant that is one of these); anything else counts as not readable. */

#ifndef MIGSHIM_ADAPTERS_PRISMA_READING_H
#define MIGSHIM_ADAPTERS_PRISMA_READING_H

#include <glib.h>

/* A value: at most one of the two is set; UNREADABLE when there is one that could not be read. */
typedef struct
{
    char *variable; /* of the environment */
    char *literal;
    gboolean unreadable;
} ReadValue;

typedef struct
{
    char *provider;
    ReadValue url; /* directUrl where there is one: what Migrate uses */
} ReadDatasource;

typedef struct
{
    ReadValue schema;
    ReadValue migrations; /* migrations.path */
    ReadValue url;        /* datasource.directUrl or datasource.url */
    gboolean eight;       /* the configuration of Prisma 8, which is another system */
} ReadConfig;

/* The datasource block of TEXT (NUL-terminated). FALSE when it has none. Clear with read_datasource_clear. */
gboolean read_datasource (const char *text, ReadDatasource *datasource);
void read_datasource_clear (ReadDatasource *datasource);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReadDatasource, read_datasource_clear)

void read_config (const char *text, ReadConfig *config);
void read_config_clear (ReadConfig *config);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReadConfig, read_config_clear)

/* prisma.schema of a package.json, or NULL. Free with g_free. */
char *read_package_schema (const char *text);

/* The value of NAME in the text of a .env file, or NULL. Free with g_free. */
char *read_env_file (const char *text, const char *name);

#endif
