/* project.h: everything that a command needs, opened in order: configuration, graph, connections, lock, histories, state.
 *
 * The happy path of every command is project_open, then project_connect, then something with project->state, then project_close. */

#ifndef MIGSHIM_CORE_PROJECT_H
#define MIGSHIM_CORE_PROJECT_H

#include "core/config.h"
#include "core/graph.h"
#include "core/journal.h"
#include "core/plan.h"
#include "core/state.h"
#include "db/session.h"

#include <glib.h>

typedef struct
{
    const ConfigDatabase *database;
    Session *session;
    gboolean ledger_exists;
    gboolean journal_exists;
    GPtrArray *journal;   /* JournalRow *: steps that an earlier run did not finish */
    GPtrArray *row_locks; /* Source *: whose lock rows are ours now */
} ProjectDatabase;

typedef struct
{
    Config *config;
    Graph *graph;
    GPtrArray *databases; /* ProjectDatabase *, those that some source uses, in the order of the configuration */
    State *state;         /* after project_connect */
} Project;

typedef enum
{
    PROJECT_READ,   /* no lock, nothing is written, a missing SQLite file is an empty database */
    PROJECT_UNLOCK, /* the same, but that something may be written */
    PROJECT_WRITE /* our lock and each tool's, polled up to the policy's lock_timeout: MIGSHIM_ERROR_LOCKED names the holder where the database tells */
} ProjectAccess;

/* Configuration and graph. Free with project_close. */
Project *project_open (const ConfigOptions *options, GError **error);

/* Connects, takes locks, reads histories and the ledger's journal, builds the state: at most three round trips a database. */
gboolean project_connect (Project *project, ProjectAccess access, GError **error);

/* Reads histories again, on the same connections and locks. */
gboolean project_refresh (Project *project, GError **error);

/* Makes the history tables of SOURCE that are missing; queued in SESSION, which is its database's or a recording of it. A lock row among them is ours. */
gboolean project_create_history (Project *project, const Source *source, Session *session, GError **error);

/* Lets go the lock rows of DATABASE; queued. project_close does it where nobody did. */
gboolean project_free_rows (ProjectDatabase *database, GError **error);

void project_close (Project *project);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Project, project_close)

/* The database that SOURCE uses; its session is NULL before project_connect. */
ProjectDatabase *project_database (const Project *project, const Source *source);

/* The sources that use DATABASE (Source *; free with g_ptr_array_unref). */
GPtrArray *project_database_sources (const Project *project, const ProjectDatabase *database);

/* What the journal says of REVISION, or NULL. Borrowed. */
const JournalRow *project_journal (const Project *project, const Revision *revision);

#endif
