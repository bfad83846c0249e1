/* look.h: what a revision's file shows before anything is run: how it must be run, and what in it is surely out of reach. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_LOOK_H
#define MIGSHIM_ADAPTERS_ALEMBIC_LOOK_H

#include "model/revision.h"
#include "script/host.h"
#include "util/location.h"

/* Behind what is said of a module that nobody has. */
#define ALEMBIC_STAND_IN_HINT "; a column type of it can be named by `types:` of the source"

typedef struct
{
    Location
        autocommit; /* op.get_context ().autocommit_block (), isolation_level="AUTOCOMMIT"; LOCATION_NONE when there is none */
    Location transaction; /* a transaction is begun or ended: connection.commit (), "COMMIT" in a string */
    gboolean batch;       /* op.batch_alter_table */
    gboolean empty;       /* the function does nothing: that of a merge */
} RevisionLook;

/* Looks through the function of REVISION that DIRECTION calls, and what stands beside it in the file; the other direction's function alone is left out.
 * Errors, MIGSHIM_ERROR_UNSUPPORTED at a column: a member of a module of MODULES that the module does not have, or a call of what an import of nothing (neither
 * MODULES, nor TEXTS, nor the library, nor a file below the root) would give,
 * where it is reached whatever happens; a function that is not there. */
gboolean alembic_look (const Revision *revision, Direction direction, const HostModule *modules,
                       const PyLibraryText *texts, RevisionLook *look, GError **error);

#endif
