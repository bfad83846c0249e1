/* graph.h: the picture of all revisions, as text lanes, for Graphviz, for Mermaid and for programs.
 *
 * STATE may be NULL, when nothing is known but the files. ONLY is the one source to show, or NULL for all. All append to OUT. */

#ifndef MIGSHIM_REPORT_GRAPH_H
#define MIGSHIM_REPORT_GRAPH_H

#include "core/state.h"
#include "report/style.h"

#include <jansson.h>

/* One line a revision, the oldest first: lanes, source, id and title, state, what it requires of other sources. At the end what the signs mean. */
void graph_report_text (GString *out, const Graph *graph, const State *state, const Source *only, const Style *style);

/* A DOT file: a cluster a source, requirements of other sources in bold. */
void graph_report_dot (GString *out, const Graph *graph, const State *state, const Source *only);

/* A Mermaid flowchart: a subgraph a source. */
void graph_report_mermaid (GString *out, const Graph *graph, const State *state, const Source *only);

/* docs/json.md, graph. FOLDER is what paths are relative to. A new reference. */
json_t *graph_report_json (const Graph *graph, const State *state, const Source *only, const char *folder);

#endif
