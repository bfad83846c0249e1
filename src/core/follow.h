/* follow.h: what an adapter is told of a source's history while a run, or `mark`, changes it. */

#ifndef MIGSHIM_CORE_FOLLOW_H
#define MIGSHIM_CORE_FOLLOW_H

#include "adapters/adapter.h"
#include "core/project.h"

/* Made of SOURCE's history as PROJECT has read it. Free with history_follow_free. */
AdapterHistory *history_follow (const Project *project, const Source *source);
void history_follow_free (const Source *source, AdapterHistory *history);

#endif
