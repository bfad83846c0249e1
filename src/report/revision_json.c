#include "report/revision_json.h"

#include "report/error.h"
#include "report/json.h"
#include "util/error.h"

#include <string.h>

json_t *report_json_time (gint64 microseconds)
{
    g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
    g_autofree char *text = second ? g_date_time_format (second, "%Y-%m-%dT%H:%M:%S") : NULL;
    g_autofree char *whole = NULL;

    if (!text || microseconds == 0)
        return json_null ();
    whole = g_strdup_printf ("%s.%06dZ", text, (int)(microseconds % G_USEC_PER_SEC));
    return json_string (whole);
}

const char *report_path (const char *path, const char *folder)
{
    gsize length = folder ? strlen (folder) : 0;

    if (path && length > 0 && strncmp (path, folder, length) == 0 && path[length] == '/')
        return path + length + 1;
    return path;
}

json_t *report_json_error (const GError *error, const char *folder)
{
    json_t *object = error ? report_error_json (error) : json_null ();
    const ErrorDetail *detail = error_detail (error);

    if (detail && detail->where.file)
        json_object_set_new (object, "file", json_text (report_path (detail->where.file, folder)));
    return object;
}

static void set_source (json_t *object, const Source *source, const char *id)
{
    g_autofree char *key = g_strconcat (source->name, ":", id, NULL);

    json_object_set_new (object, "key", json_text (key));
    json_object_set_new (object, "source", json_text (source->name));
    json_object_set_new (object, "tool", json_text (source->tool));
    json_object_set_new (object, "id", json_text (id));
}

json_t *report_json_revision (const GraphNode *node, const char *folder)
{
    const Revision *revision = node->revision;
    gboolean dated = revision->timestamp != REVISION_NO_TIMESTAMP;
    json_t *object = json_object ();
    json_t *requires = json_array ();

    set_source (object, revision->source, revision->id);
    json_object_set_new (object, "title", json_text (revision->title));
    json_object_set_new (object, "file", json_text (report_path (revision->path, folder)));
    json_object_set_new (object, "timestamp",
                         dated ? report_json_time (revision->timestamp * G_USEC_PER_SEC) : json_null ());
    json_object_set_new (object, "checksum", json_text (revision->checksum));
    json_object_set_new (object, "reversible", json_boolean (revision->reversible));
    for (guint i = 0; i < node->before->len; i++)
        json_array_append_new (requires, json_text (((const GraphNode *)node->before->pdata[i])->revision->key));
    json_object_set_new (object, "requires", requires);
    json_object_set_new (object, "follows", json_text (node->predecessor ? node->predecessor->revision->key : NULL));
    json_object_set_new (object, "problem", report_json_error (revision->problem, folder));
    return object;
}

static json_t *json_row (const HistoryRow *row)
{
    json_t *object;

    if (!row)
        return json_null ();
    object = json_object ();
    json_object_set_new (object, "startedAt", report_json_time (row->started_at));
    json_object_set_new (object, "finishedAt", report_json_time (row->finished_at));
    json_object_set_new (object, "batch", row->batch > 0 ? json_integer (row->batch) : json_null ());
    json_object_set_new (object, "checksum", json_text (row->checksum));
    json_object_set_new (object, "logs", json_text (row->logs));
    return object;
}

json_t *report_json_status (const RevisionStatus *status, const char *folder)
{
    json_t *object = status->node ? report_json_revision (status->node, folder) : json_object ();

    if (!status->node)
        set_source (object, status->source, status->id);
    json_object_set_new (object, "state", json_string (revision_state_name (status->state)));
    json_object_set_new (object, "outOfOrder", json_boolean (status->out_of_order));
    json_object_set_new (object, "overtakenBy",
                         json_text (status->overtaken_by ? status->overtaken_by->revision->key : NULL));
    json_object_set_new (object, "history", json_row (status->row));
    return object;
}
