/* mark.h: the sign, the colour and the word by which a state of a revision is known everywhere, and how the revision is called. */

#ifndef MIGSHIM_REPORT_MARK_H
#define MIGSHIM_REPORT_MARK_H

#include "core/state.h"
#include "report/style.h"

typedef struct
{
    const char *unicode;
    const char *ascii;
    Paint paint;
    const char *word; /* for people; the one for programs is revision_state_name */
} Mark;

/* The mark of STATUS, or of a revision of which only the file is known when STATUS is NULL. Static. */
const Mark *mark_of (const RevisionStatus *status);

/* What a person is told beside the id: the title, or NULL when the id says it already. Borrowed. */
const char *mark_title (const Revision *revision);

/* Appends the sign. */
void mark_append (GString *out, const Style *style, const Mark *mark);

#endif
