/* config.h: migshim.yaml, .env and the environment, as plain data.
 *
 * Everything is checked here: an unknown key, a wrong type, a missing variable, a link to a source that isn't there is an error
 * (MIGSHIM_ERROR_CONFIG) with line and column, and no other room meets a bad configuration. No database is opened. */

#ifndef MIGSHIM_CORE_CONFIG_H
#define MIGSHIM_CORE_CONFIG_H

#include "db/url.h"
#include "model/source.h"

#include <glib.h>

typedef enum
{
    LEDGER_ON,
    LEDGER_OFF
} LedgerPolicy;

typedef struct
{
    char *name;       /* "default" when the file has a single `database:` */
    DatabaseUrl *url; /* NULL when the variable that names it is not set: an error only when the database is needed */
    GError *problem;  /* why url is NULL */
    char *text;       /* of the URL, variables filled in, secrets and all; NULL with it */
    Location where;
} ConfigDatabase;

/* A line of `links:`: AFTER requires BEFORE; both "source:id" as written, resolved by the graph. */
typedef struct
{
    char *after;
    char *before;
    Location where;
} ConfigLink;

typedef struct
{
    char *path;           /* of migshim.yaml, absolute; NULL when there was none */
    char *folder;         /* paths are relative to it */
    GPtrArray *databases; /* ConfigDatabase * */
    GPtrArray *sources;   /* Source *, in the order of the file */
    GPtrArray *links;     /* ConfigLink * */
    Policy policy;        /* the top-level one, from which each source's starts */
    LedgerPolicy ledger;
    GStrv names; /* owned file names that locations borrow */
} Config;

typedef struct
{
    const char *file;         /* -c; NULL: look for migshim.yaml from FOLDER upwards */
    const char *folder;       /* -C; NULL: the working directory */
    const char *database;     /* --database: a URL that replaces the only database of the file */
    const char *lock_timeout; /* --lock-timeout: a duration that replaces that of every policy */
} ConfigOptions;

/* Reads all of it. Free with config_free. */
Config *config_load (const ConfigOptions *options, GError **error);
/* The same from TEXT, as if it were the file PATH; for tests and fuzzing. */
Config *config_parse (const char *text, gsize length, const char *path, const ConfigOptions *options, GError **error);
void config_free (Config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Config, config_free)

const ConfigDatabase *config_find_database (const Config *config, const char *name);
const Source *config_find_source (const Config *config, const char *name);

#endif
