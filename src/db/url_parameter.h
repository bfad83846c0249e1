/* url_parameter.h: what becomes of the query parameters that tools and drivers know.
 *
 * A parameter that no tool knows is an error: more often than not it is a slip of the pen in one that matters. A tool's own pools,
 * caches and client-side conversions are dropped, for they change nothing that a migration could see. What we can't do is refused. */

#ifndef MIGSHIM_DB_URL_PARAMETER_H
#define MIGSHIM_DB_URL_PARAMETER_H

#include "model/dialect.h"

#include <glib.h>

typedef enum
{
    PARAMETER_PASS,              /* to the driver as TARGET */
    PARAMETER_PASS_PATH,         /* likewise; a relative path is taken from the base folder */
    PARAMETER_PASS_SECONDS,      /* a whole number of seconds */
    PARAMETER_PASS_MILLISECONDS, /* milliseconds here, seconds for the driver; rounded up */
    PARAMETER_BUSY_TIMEOUT,      /* seconds, with a fraction or without; milliseconds for the driver */
    PARAMETER_PASS_FLAG,         /* a truth; "1" or "0" for the driver */
    PARAMETER_SETTING,           /* a setting of the server, given at connection time */
    PARAMETER_PART,              /* stands for a part of the URL itself: TARGET */
    PARAMETER_TLS,               /* weighed together when all are read */
    PARAMETER_CHARSET,           /* a character set, or a collation that implies one */
    PARAMETER_POOLED,            /* says that a pooler stands before the server */
    PARAMETER_DROP,
    PARAMETER_REFUSE /* TARGET says why and what to do */
} ParameterAction;

typedef struct
{
    const char *name;
    ParameterAction action;
    const char *target; /* NULL: the same name */
    const char *tools;  /* who reads it */
} Parameter;

/* The row of NAME for DIALECT, or NULL. */
const Parameter *parameter_find (Dialect dialect, const char *name);

/* The known name nearest to NAME, or NULL. */
const char *parameter_nearest (Dialect dialect, const char *name);

/* TRUE when no tool but Prisma reads PARAMETER: a few other parameters mean something else then. */
gboolean parameter_is_prisma_only (const Parameter *parameter);

#endif
