/* knexfile.h: the configuration that Knex's command line reads, and the mappers of names in it.
 *
 *   knexfile.c    from a file to the configuration of one environment
 *   objection.c   the mappers of the package objection
 *   detect.c      what `init` takes over */

#ifndef MIGSHIM_ADAPTERS_KNEX_KNEXFILE_H
#define MIGSHIM_ADAPTERS_KNEX_KNEXFILE_H

#include "script/script.h"

/* What a knexfile and migrations may import beside the runtime's own: objection. For ScriptOptions. */
extern const HostModule knex_modules[];

/* Loads the file at PATH (absolute) and gives what Knex's command line would take for ENVIRONMENT; NULL: process.env.NODE_ENV, or "development". A default export, a
 * function and an async function are followed; where there is no section of that name the whole is taken (cli.js, openKnexfile; resolveEnvironmentConfig). SECTION
 * is the name in the runtime's memory, or NULL when the whole was taken; SECTIONS all the file's values, of which it is one. */
gboolean knexfile_load (ScriptRuntime *runtime, const char *path, const char *environment, Value *config,
                        const char **section, Value *sections, GError **error);

/* { wrapIdentifier, postProcessResponse }, as knexSnakeCaseMappers (OPTIONS) gives them. */
Value knex_snake_case_mappers (ScriptRuntime *runtime, Value options);

#endif
