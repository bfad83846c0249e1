/* source.h: one history of one tool: where its files are, where its rows are.
 *
 * A source is made by the configuration and read-only afterwards. It owns all that it points to. */

#ifndef MIGSHIM_MODEL_SOURCE_H
#define MIGSHIM_MODEL_SOURCE_H

#include "util/location.h"

#include <glib.h>

typedef enum
{
    OUT_OF_ORDER_ALLOW,
    OUT_OF_ORDER_WARN,
    OUT_OF_ORDER_REFUSE
} OutOfOrderPolicy;

typedef enum
{
    TRANSACTION_EACH, /* a revision and its history row */
    TRANSACTION_ALL,  /* the whole run, where the database can */
    TRANSACTION_NONE
} TransactionPolicy;

typedef struct
{
    OutOfOrderPolicy out_of_order;
    TransactionPolicy transaction;
    gint64 lock_timeout;      /* microseconds; 0 tries once */
    gint64 statement_timeout; /* microseconds; 0 is none */
    gboolean forward_only;    /* `down` is refused */
} Policy;

typedef struct
{
    char *name;          /* unique in the configuration */
    char *tool;          /* "prisma", "typeorm", "alembic", "knex" */
    guint index;         /* place in the configuration, from 0: a tie-breaker of the global order */
    char **paths;        /* absolute, NULL-terminated; globs already expanded */
    char *root;          /* absolute; scripts read no file outside it */
    char *folder;        /* absolute: of the configuration, from where the paths of settings are meant */
    char *database;      /* name of the database in the configuration */
    char *schema;        /* of the database's URL (`?schema=`), or NULL for the database's default */
    char **delegate;     /* command and arguments, or NULL */
    GHashTable *history; /* char * -> char *: settings of the history table, such as "table" and "schema" */
    GHashTable *env;     /* char * -> char *: environment that the source's scripts see */
    GHashTable *types;   /* char * -> char *: an application's type name -> a known type */
    GHashTable *options; /* char * -> char *: what revisions ask of the tool's own configuration (alembic.ini) */
    char **after;        /* names of sources whose revisions all come first, NULL-terminated, or NULL */
    Policy policy;
    Location where; /* of the entry in the configuration */
} Source;

void source_free (Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Source, source_free)

/* The value of a history setting, or FALLBACK (borrowed either way). */
const char *source_history_setting (const Source *source, const char *key, const char *fallback);

#endif
