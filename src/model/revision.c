#include "model/revision.h"

static void requirement_clear (gpointer item)
{
    g_free (((Requirement *)item)->other);
}

Revision *revision_new (const Source *source, const char *id)
{
    Revision *revision = g_new0 (Revision, 1);

    revision->source = source;
    revision->id = g_strdup (id);
    revision->key = g_strconcat (source->name, ":", id, NULL);
    revision->timestamp = REVISION_NO_TIMESTAMP;
    revision->requires = g_array_new (FALSE, FALSE, sizeof (Requirement));
    g_array_set_clear_func (revision->requires, requirement_clear);
    return revision;
}

void revision_free (Revision *revision)
{
    if (!revision)
        return;
    if (revision->data_free)
        revision->data_free (revision->data);
    g_free (revision->id);
    g_free (revision->key);
    g_free (revision->title);
    g_free (revision->path);
    g_free (revision->checksum);
    g_array_unref (revision->requires);
    g_clear_error (&revision->problem);
    g_free (revision);
}

void revision_require (Revision *revision, const char *other, Location where)
{
    Requirement requirement = { g_strdup (other), where };

    g_array_append_val (revision->requires, requirement);
}

HistoryRow *history_row_new (const char *id, HistoryStatus status)
{
    HistoryRow *row = g_new0 (HistoryRow, 1);

    row->id = g_strdup (id);
    row->status = status;
    return row;
}

void history_row_free (HistoryRow *row)
{
    if (!row)
        return;
    g_free (row->id);
    g_free (row->checksum);
    g_free (row->logs);
    g_free (row);
}
