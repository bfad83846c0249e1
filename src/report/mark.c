#include "report/mark.h"

#include <string.h>

static const Mark marks[] = {
    [REVISION_PENDING] = { "○", "o", PAINT_WAIT, "pending" },
    [REVISION_APPLIED] = { "●", "*", PAINT_GOOD, "applied" },
    [REVISION_EDITED] = { "◐", "~", PAINT_BAD, "edited" },
    [REVISION_FAILED] = { "✗", "x", PAINT_BAD, "failed" },
    [REVISION_ROLLED_BACK] = { "↺", "r", PAINT_WAIT, "rolled back" },
    [REVISION_MISSING] = { "?", "?", PAINT_BAD, "missing" },
    [REVISION_REPLACED] = { "◌", ".", PAINT_DIM, "replaced" },
};
static const Mark out_of_order = { "◇", "!", PAINT_WAIT, "out of order" };
static const Mark unknown = { "●", "*", PAINT_PLAIN, "" };

const Mark *mark_of (const RevisionStatus *status)
{
    if (!status)
        return &unknown;
    return status->out_of_order ? &out_of_order : &marks[status->state];
}

const char *mark_title (const Revision *revision)
{
    return revision->title && !strstr (revision->id, revision->title) ? revision->title : NULL;
}

void mark_append (GString *out, const Style *style, const Mark *mark)
{
    style_append (out, style, mark->paint, "%s", style_pick (style, mark->unicode, mark->ascii));
}
