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

json_t *log_report_json (const GPtrArray *entries)
{
    json_t *array = json_array ();

    for (guint i = 0; i < entries->len; i++)
    {
        const LedgerEntry *entry = g_ptr_array_index (entries, i);

        json_array_append_new (
            array,
            json_pack (
                "{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:f, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b}",
                "sequence", (json_int_t)entry->sequence, "run", entry->run_id, "source", entry->source, "tool",
                entry->tool, "revision", entry->revision, "action", entry->action, "checksum", entry->checksum,
                "statements", (json_int_t)entry->statements, "startedAt", entry->started_at, "durationMs",
                (double)entry->duration / 1000, "databaseUser", entry->database_user, "osUser", entry->os_user, "host",
                entry->host, "version", entry->version, "outcome", entry->outcome, "error", entry->error, "reason",
                entry->reason, "hash", entry->hash, "intact", entry->intact));
    }
    return array;
}
