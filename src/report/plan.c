#include "report/plan.h"

#include "adapters/adapter.h"
#include "report/json.h"
#include "report/mark.h"
#include "report/revision_json.h"
#include "report/table.h"
#include "util/error.h"

#include <string.h>

#define SHORT_LENGTH 72

static gboolean stands_on (const GraphNode *node, const GraphNode *before)
{
    return g_ptr_array_find (node->before, before, NULL);
}

char *plan_report_reason (const PlanStep *step, const State *state)
{
    const RevisionStatus *status = state_of (state, step->node);
    const char *because = step->because ? step->because->revision->key : NULL;

    switch (step->reason)
    {
    case PLAN_REASON_TARGET:
        return NULL;
    case PLAN_REASON_REQUIRED:
        return g_strdup_printf (stands_on (step->because, step->node) ? "required by %s" : "comes before %s", because);
    case PLAN_REASON_OUT_OF_ORDER:
        return g_strdup_printf ("out of order: %s is applied already", status->overtaken_by->revision->id);
    case PLAN_REASON_DEPENDENT:
        return g_strdup_printf (stands_on (step->node, step->because) ? "requires %s" : "came after %s", because);
    case PLAN_REASON_RESUME:
        return g_strdup_printf ("goes on after %" G_GINT64_FORMAT " statements", status->journal_done);
    }
    g_return_val_if_reached (NULL);
}

static const char *direction_name (Direction direction)
{
    return direction == DIRECTION_UP ? "up" : "down";
}

void plan_report_text (GString *out, const Plan *plan, const State *state, Direction direction, const Style *style)
{
    static const Align aligns[] = { ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT };
    g_autoptr (Table) table = table_new (aligns, G_N_ELEMENTS (aligns));
    guint n = plan->steps->len;

    for (guint i = 0; i < n; i++)
    {
        const PlanStep *step = &g_array_index (plan->steps, PlanStep, i);
        const Revision *revision = step->node->revision;
        g_autofree char *reason = plan_report_reason (step, state);

        table_addf (table, PAINT_DIM, "%u", i + 1);
        table_add (table, step->direction == DIRECTION_UP ? PAINT_GOOD : PAINT_BAD, direction_name (step->direction));
        table_add (table, PAINT_PLAIN, revision->key);
        table_add (table, PAINT_PLAIN, mark_title (revision));
        table_add (table, step->reason == PLAN_REASON_OUT_OF_ORDER ? PAINT_WAIT : PAINT_DIM, reason);
    }
    if (n == 0)
        style_append (out, style, PAINT_GOOD,
                      direction == DIRECTION_UP ? "Nothing to do: nothing is pending.\n"
                                                : "Nothing to do: nothing is applied that could be reverted.\n");
    else
        style_append (out, style, PAINT_BOLD, n == 1 ? "%u step\n" : "%u steps, in this order\n", n);
    table_print (table, out, style, 2);
    if (plan->warnings->len > 0)
        g_string_append_c (out, '\n');
    for (guint i = 0; i < plan->warnings->len; i++)
    {
        style_append (out, style, PAINT_WAIT, "warning: ");
        style_append (out, style, PAINT_PLAIN, "%s\n", (const char *)plan->warnings->pdata[i]);
    }
}

/* Ours or a tool's accounts of what was run: rows of a history table, the ledger, the journal. */
static gboolean is_bookkeeping (const RecordedStatement *statement, const Source *source, Dialect dialect)
{
    const Adapter *adapter = adapter_find (source->tool);
    g_autoptr (GPtrArray) tables = NULL;
    gboolean is = FALSE;

    if (statement->where.file)
        return FALSE;
    if (strstr (statement->text, "migshim_ledger") || strstr (statement->text, "migshim_journal") ||
        strstr (statement->text, "migshim.ledger") || strstr (statement->text, "migshim.journal"))
        return TRUE;
    tables = adapter->history_tables (source, dialect);
    for (guint i = 0; i < tables->len && !is; i++)
        is = strstr (statement->text, ((const TableName *)tables->pdata[i])->name) != NULL;
    return is;
}

/* The first words of STATEMENT as a comment. */
static void append_shortened (GString *out, const Style *style, const RecordedStatement *statement)
{
    g_auto (GStrv) lines = g_strsplit (statement->text, "\n", -1);
    g_autofree char *line = g_strjoinv (" ", lines);
    glong length = g_utf8_strlen (line, -1);
    g_autofree char *head = g_utf8_substring (line, 0, MIN (length, SHORT_LENGTH));

    style_append (out, style, PAINT_DIM, "-- %s%s\n", head,
                  length > SHORT_LENGTH ? style_pick (style, "…", "...") : "");
}

/* STATEMENT with a semicolon at its end, so that a shell takes it as one. A comment on its last line must not swallow the semicolon. */
static void append_statement (GString *out, const RecordedStatement *statement)
{
    g_autofree char *text = g_strchomp (g_strdup (statement->text));
    const char *last = strrchr (text, '\n');

    g_string_append (out, text);
    if (*text && !g_str_has_suffix (text, ";"))
        g_string_append (out, strstr (last ? last : text, "--") ? "\n;" : ";");
    g_string_append_c (out, '\n');
    for (guint i = 0; statement->parameters && statement->parameters[i]; i++)
    {
        g_auto (GStrv) lines = g_strsplit (statement->parameters[i], "\n", -1);
        g_autofree char *value = g_strjoinv ("\n--   ", lines);

        g_string_append_printf (out, "-- parameter %u: %s\n", i + 1, value);
    }
}

/* A comment of one line. */
static void append_comment (GString *out, const Style *style, Paint paint, const char *text)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    g_autofree char *line = g_strjoinv (" ", lines);

    style_append (out, style, paint, "-- %s\n", line);
}

static void append_step_head (GString *out, const Plan *plan, const RunRecording *recording, guint index,
                              const char *folder, const Style *style)
{
    const PlanStep *step = &g_array_index (plan->steps, PlanStep, index);
    const StepTraits *traits = &g_array_index (recording->traits, StepTraits, index);
    const GError *problem = recording->problems->pdata[index];
    const char *path = report_path (step->node->revision->path, folder);
    g_autofree char *head =
        g_strdup_printf ("%u of %u: %s %s%s%s%s", index + 1, plan->steps->len, direction_name (step->direction),
                         step->node->revision->key, path ? " (" : "", path ? path : "", path ? ")" : "");
    g_autofree char *alone =
        g_strdup_printf ("outside a transaction: %s", traits->reason ? traits->reason : "as its tool does");
    g_autofree char *unknown = NULL;

    g_string_append (out, out->len > 0 ? "\n" : "");
    append_comment (out, style, PAINT_BOLD, head);
    if (traits->mode == STEP_ALONE)
        append_comment (out, style, PAINT_WAIT, alone);
    if (!problem)
        return;
    unknown = g_strdup_printf ("what follows can't be known beforehand: %s", problem->message);
    append_comment (out, style, PAINT_BAD, unknown);
}

/* Statements with TAG of all sessions. A tag's statements are neighbours; *NEXT is where each session's begin. */
static void append_tag (GString *out, const RunRecording *recording, guint tag, guint *next, const Source *source,
                        gboolean whole, const Style *style)
{
    for (guint i = 0; i < recording->sessions->len; i++)
    {
        const GPtrArray *statements = session_recorded (recording->sessions->pdata[i]);

        for (; next[i] < statements->len; next[i]++)
        {
            const RecordedStatement *statement = statements->pdata[next[i]];

            if (statement->tag > tag)
                break;
            if (!whole && source && is_bookkeeping (statement, source, session_dialect (recording->sessions->pdata[i])))
                append_shortened (out, style, statement);
            else
                append_statement (out, statement);
        }
    }
}

void plan_report_sql (GString *out, const Plan *plan, const RunRecording *recording, gboolean whole, const char *folder,
                      const Style *style)
{
    g_autofree guint *next = g_new0 (guint, recording->sessions->len + 1);

    append_tag (out, recording, 0, next, NULL, whole, style);
    for (guint i = 0; i < plan->steps->len; i++)
    {
        const Source *source = g_array_index (plan->steps, PlanStep, i).node->revision->source;

        append_step_head (out, plan, recording, i, folder, style);
        append_tag (out, recording, i + 1, next, source, whole, style);
    }
}

static json_t *json_statement (const RecordedStatement *statement, const char *folder)
{
    json_t *object = json_object ();
    json_t *parameters = json_array ();

    for (guint i = 0; statement->parameters && statement->parameters[i]; i++)
        json_array_append_new (parameters, json_text (statement->parameters[i]));
    json_object_set_new (object, "sql", json_text (statement->text));
    json_object_set_new (object, "parameters", parameters);
    json_object_set_new (object, "file", json_text (report_path (statement->where.file, folder)));
    json_object_set_new (object, "line",
                         statement->where.line > 0 ? json_integer (statement->where.line) : json_null ());
    return object;
}

/* As append_tag. */
static json_t *json_tag (const RunRecording *recording, guint tag, guint *next, const char *folder)
{
    json_t *array = json_array ();

    for (guint i = 0; i < recording->sessions->len; i++)
    {
        const GPtrArray *statements = session_recorded (recording->sessions->pdata[i]);

        for (; next[i] < statements->len && ((const RecordedStatement *)statements->pdata[next[i]])->tag <= tag;
             next[i]++)
            json_array_append_new (array, json_statement (statements->pdata[next[i]], folder));
    }
    return array;
}

static json_t *json_step (const PlanStep *step, guint index, const State *state, const RunRecording *recording,
                          guint *next, const char *folder)
{
    json_t *object = report_json_status (state_of (state, step->node), folder);

    json_object_set_new (object, "step", json_integer (index + 1));
    json_object_set_new (object, "direction", json_string (direction_name (step->direction)));
    json_object_set_new (object, "reason", json_string (plan_reason_name (step->reason)));
    json_object_set_new (object, "because", json_text (step->because ? step->because->revision->key : NULL));
    if (!recording)
        return object;
    json_object_set_new (object, "transaction",
                         json_boolean (g_array_index (recording->traits, StepTraits, index).mode == STEP_ATOMIC));
    json_object_set_new (object, "unknown", report_json_error (recording->problems->pdata[index], folder));
    json_object_set_new (object, "statements", json_tag (recording, index + 1, next, folder));
    return object;
}

json_t *plan_report_json (const Plan *plan, const State *state, Direction direction, const RunRecording *recording,
                          const char *folder)
{
    json_t *object = json_report_new ("plan");
    json_t *steps = json_array ();
    json_t *warnings = json_array ();
    g_autofree guint *next = recording ? g_new0 (guint, recording->sessions->len + 1) : NULL;

    if (recording)
        json_object_set_new (object, "before", json_tag (recording, 0, next, folder));
    for (guint i = 0; i < plan->steps->len; i++)
        json_array_append_new (
            steps, json_step (&g_array_index (plan->steps, PlanStep, i), i, state, recording, next, folder));
    for (guint i = 0; i < plan->warnings->len; i++)
        json_array_append_new (warnings, json_text (plan->warnings->pdata[i]));
    json_object_set_new (object, "direction", json_string (direction_name (direction)));
    json_object_set_new (object, "steps", steps);
    json_object_set_new (object, "warnings", warnings);
    return object;
}
