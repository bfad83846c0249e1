/* sample.h: graphs and states written as a few words, for the tests of core.
 *
 *   a! 1@10 2@20 3-       a linear source (!) with three revisions; time stamps after @; 3 has no way back (-)
 *   b 1@5 2@15>1,a:2      a source whose order is what its revisions require
 *   c<a 1                 `after: [a]`
 *   link b:1 a:1          b:1 requires a:1 (migshim.yaml, line = the line of the words)
 *
 * A state: "a: 1 2=x 3=r 4=e" gives rows of a: 1 applied, 2 failed, 3 rolled back, 4 edited. Several rows of one id may be given. */

#ifndef MIGSHIM_TESTS_SAMPLE_H
#define MIGSHIM_TESTS_SAMPLE_H

#include "core/state.h"

typedef struct
{
    GPtrArray *sources;   /* Source * */
    GPtrArray *links;     /* ConfigLink * */
    GPtrArray *revisions; /* empty once the graph is built */
    gboolean linear[16];
    Graph *graph; /* NULL when ERROR is set */
    State *state;
    GError *error;
} Sample;

Sample *sample_new (const char *words);
void sample_free (Sample *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sample, sample_free)

/* Lays histories over it; `sample->state` is made anew. */
void sample_histories (Sample *sample, const char *words);

Source *sample_source (const Sample *sample, const char *name);
GraphNode *sample_node (const Sample *sample, const char *key);

/* The keys of all nodes in the global order, with a blank between them. */
char *sample_order (const Sample *sample);

#endif
