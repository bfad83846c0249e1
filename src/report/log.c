#include "report/log.h"

#include "report/duration.h"
#include "report/json.h"
#include "report/table.h"

static void add_entry (Table *table, const LedgerEntry *entry, gboolean who)
{
    gboolean failed = !g_str_equal (entry->outcome, "done");
    g_autofree char *time = g_strndup (entry->started_at, 19);
    g_autoptr (GString) duration = g_string_new (NULL);
    g_autoptr (GString) person = g_string_new (entry->os_user);
    const char *remark = failed ? entry->error : entry->reason;

    duration_append (duration, entry->duration);
    if (who)
    {
        g_string_append_printf (person, "@%s", entry->host);
        if (*entry->database_user)
            g_string_append_printf (person, " as %s", entry->database_user);
    }
    g_strdelimit (time, "T", ' ');
    table_add (table, PAINT_DIM, time);
    table_add (table, PAINT_PLAIN, entry->action);
    table_addf (table, PAINT_BOLD, "%s:%s", entry->source, entry->revision);
    table_add (table, failed ? PAINT_BAD : PAINT_GOOD, entry->outcome);
    table_add (table, PAINT_DIM, duration->str);
    table_add (table, PAINT_PLAIN, person->str);
    table_add (table, entry->intact ? PAINT_PLAIN : PAINT_BAD,
               entry->intact ? remark : "TAMPERED: the row or one before it was changed");
}

void log_report (GString *out, const Style *style, const GPtrArray *entries, gboolean who)
{
    static const Align aligns[] = {
        ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT
    };
    g_autoptr (Table) table = table_new (aligns, G_N_ELEMENTS (aligns));

    for (guint i = entries->len; i > 0; i--)
        add_entry (table, g_ptr_array_index (entries, i - 1), who);
    table_print (table, out, style, 0);
}

static json_t *entry_json (const LedgerEntry *entry)
{
    json_t *object = json_object ();

    json_object_set_new (object, "sequence", json_integer (entry->sequence));
    json_object_set_new (object, "run", json_text (entry->run_id));
    json_object_set_new (object, "source", json_text (entry->source));
    json_object_set_new (object, "tool", json_text (entry->tool));
    json_object_set_new (object, "revision", json_text (entry->revision));
    json_object_set_new (object, "action", json_text (entry->action));
    json_object_set_new (object, "checksum", json_text (entry->checksum));
    json_object_set_new (object, "statements", json_integer (entry->statements));
    json_object_set_new (object, "startedAt", json_text (entry->started_at));
    json_object_set_new (object, "durationMs", json_real ((double)entry->duration / 1000));
    json_object_set_new (object, "databaseUser", json_text (entry->database_user));
    json_object_set_new (object, "osUser", json_text (entry->os_user));
    json_object_set_new (object, "host", json_text (entry->host));
    json_object_set_new (object, "version", json_text (entry->version));
    json_object_set_new (object, "outcome", json_text (entry->outcome));
    json_object_set_new (object, "error", json_text (entry->error));
    json_object_set_new (object, "reason", json_text (entry->reason));
    json_object_set_new (object, "hash", json_text (entry->hash));
    json_object_set_new (object, "intact", json_boolean (entry->intact));
    return object;
}

json_t *log_report_json (const GPtrArray *entries)
{
    json_t *array = json_array ();

    for (guint i = 0; i < entries->len; i++)
        json_array_append_new (array, entry_json (g_ptr_array_index (entries, i)));
    return array;
}
