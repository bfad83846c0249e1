/* init.h: finds the migrations of a repository and proposes a migshim.yaml for them.
 *
 * Which folders are migrations is for the adapters to say (adapter->detect); here is the walk, the choice of names and the text. */

#ifndef MIGSHIM_CORE_INIT_H
#define MIGSHIM_CORE_INIT_H

#include "adapters/adapter.h"

#include <glib.h>

typedef struct
{
    const Adapter *adapter;
    FoundSource *found; /* its name is unique in the proposal */
    char *database;     /* name in the proposal's `database:` map, or NULL when there is only one */
} InitSource;

typedef struct
{
    char *root;           /* absolute */
    GPtrArray *sources;   /* InitSource *, by path */
    GPtrArray *databases; /* char *, name and URL by turns; one pair: a single database */
    GPtrArray *warnings;  /* char *: what could not be read, a sentence each */
} InitProposal;

/* Walks ROOT: not into node_modules, virtual environments, dot folders, what builds make, nor over links. An error only when ROOT itself can't be read.
 * Free with init_proposal_free. */
InitProposal *init_search (const char *root, GError **error);
void init_proposal_free (InitProposal *proposal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InitProposal, init_proposal_free)

/* The text of a migshim.yaml in ROOT, with comments. Free with g_free. */
char *init_text (const InitProposal *proposal);

#endif
