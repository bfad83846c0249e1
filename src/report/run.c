#include "report/run.h"

#include "report/duration.h"
#include "report/json.h"

static const char *key_of (const PlanStep *step)
{
    return step->node->revision->key;
}

guint run_report_width (const Plan *plan)
{
    guint width = 0;

    for (guint i = 0; i < plan->steps->len; i++)
        width = MAX (width, style_width (key_of (&g_array_index (plan->steps, PlanStep, i))));
    return width;
}

static void append_key (GString *out, const Style *style, const RunEvent *event, guint width)
{
    const char *key = key_of (event->step);
    guint own = style_width (key);

    style_append (out, style, PAINT_BOLD, "%s", key);
    style_pad (out, width > own ? width - own : 0);
}

/* A migration's console may hold anything; a terminal gets no control characters of it. */
static void append_said (GString *out, const Style *style, const RunEvent *event)
{
    g_auto (GStrv) lines = g_strsplit (event->note, "\n", -1);

    for (guint i = 0; lines[i]; i++)
    {
        for (char *p = lines[i]; *p; p++)
            if (g_ascii_iscntrl (*p) && *p != '\t')
                *p = ' ';
        style_append (out, style, PAINT_DIM, "    %s: %s\n", key_of (event->step), lines[i]);
    }
}

void run_report_step (GString *out, const Style *style, const RunEvent *event, guint width)
{
    gboolean failed = event->kind == RUN_STEP_FAILED;
    gboolean up = event->step->direction == DIRECTION_UP;

    if (event->kind == RUN_STEP_SAID)
    {
        append_said (out, style, event);
        return;
    }
    style_append (out, style, failed ? PAINT_BAD : PAINT_GOOD, "  %s ",
                  failed ? style_pick (style, "✗", "x")
                  : up   ? style_pick (style, "✓", "+")
                         : style_pick (style, "↩", "-"));
    append_key (out, style, event, width);
    if (failed)
        style_append (out, style, PAINT_BAD, "  failed");
    else
    {
        g_autoptr (GString) duration = g_string_new (NULL);

        duration_append (duration, event->elapsed);
        style_append (out, style, PAINT_DIM, "  %s", duration->str);
    }
    if (event->note)
        style_append (out, style, PAINT_WAIT, "  %s", event->note);
    g_string_append_c (out, '\n');
}

void run_report_outcome (GString *out, const Style *style, const Plan *plan, const RunOutcome *outcome,
                         gboolean verbose)
{
    g_autoptr (GString) duration = g_string_new (NULL);
    const PlanStep *first = plan->steps->len > 0 ? &g_array_index (plan->steps, PlanStep, 0) : NULL;

    duration_append (duration, outcome->elapsed);
    if (!first)
        style_append (out, style, PAINT_GOOD, "Nothing to do.");
    else
        style_append (out, style, PAINT_GOOD, "%u revision%s %s in %s.", outcome->done, outcome->done == 1 ? "" : "s",
                      first->direction == DIRECTION_UP ? "applied" : "reverted", duration->str);
    if (verbose)
        style_append (out, style, PAINT_DIM, " %u round trips.", outcome->round_trips);
    g_string_append_c (out, '\n');
}

void run_report_json (json_t *report, const Plan *plan, const RunOutcome *outcome, const GArray *elapsed,
                      const GPtrArray *notes)
{
    json_t *steps = json_array ();

    for (guint i = 0; i < plan->steps->len; i++)
    {
        const PlanStep *step = &g_array_index (plan->steps, PlanStep, i);
        const Revision *revision = step->node->revision;
        gboolean done = i < outcome->done;
        json_t *object = json_object ();

        json_object_set_new (object, "revision", json_text (revision->key));
        json_object_set_new (object, "source", json_text (revision->source->name));
        json_object_set_new (object, "id", json_text (revision->id));
        json_object_set_new (object, "direction", json_text (step->direction == DIRECTION_UP ? "up" : "down"));
        json_object_set_new (object, "done", json_boolean (done));
        json_object_set_new (object, "durationMs",
                             done ? json_real ((double)g_array_index (elapsed, gint64, i) / 1000) : json_null ());
        json_object_set_new (object, "note", json_text (g_ptr_array_index (notes, i)));
        json_array_append_new (steps, object);
    }
    json_object_set_new (report, "steps", steps);
    json_object_set_new (report, "done", json_integer (outcome->done));
    json_object_set_new (report, "elapsedMs", json_real ((double)outcome->elapsed / 1000));
    json_object_set_new (report, "roundTrips", json_integer (outcome->round_trips));
}
