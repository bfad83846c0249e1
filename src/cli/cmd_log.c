/* cmd_log.c: `migshim log` */

#include "cli/commands.h"
#include "cli/run_command.h"
#include "core/ledger.h"
#include "report/json.h"
#include "report/log.h"
#include "util/error.h"

static int option_number = 50;

static const GOptionEntry options[] = {
    { "number", 'n', 0, G_OPTION_ARG_INT, &option_number, "The newest N entries (default: 50; 0: all)", "N" },
    { NULL },
};

static void drop (GPtrArray *entries, const char *source)
{
    for (guint i = entries->len; source && i > 0; i--)
        if (!g_str_equal (((LedgerEntry *)g_ptr_array_index (entries, i - 1))->source, source))
            g_ptr_array_remove_index (entries, i - 1);
    if (option_number > 0 && entries->len > (guint)option_number)
        g_ptr_array_remove_range (entries, 0, entries->len - (guint)option_number);
}

/* The ledger of one database goes to TEXT or LIST. TRUE when its chain is whole. */
static gboolean report_database (const Invocation *invocation, const ProjectDatabase *database, gboolean several,
                                 GString *text, json_t *list, GError **error)
{
    g_autoptr (GPtrArray) entries = database->ledger_exists
                                        ? ledger_read (database->session, error)
                                        : g_ptr_array_new_with_free_func ((GDestroyNotify)ledger_entry_free);

    if (!entries)
        return FALSE;
    for (guint i = 0; i < entries->len; i++)
    {
        const LedgerEntry *entry = g_ptr_array_index (entries, i);

        if (!entry->intact && error && !*error)
        {
            error_set (error, MIGSHIM_ERROR_DISAGREE,
                       "the ledger of database \"%s\" was changed at or before entry %" G_GINT64_FORMAT,
                       database->database->name, entry->sequence);
            error_hint (error, "Compare it with a backup: every entry's hash covers the entry and the hash before it.");
        }
    }
    drop (entries, invocation->source);
    json_array_append_new (
        list, json_pack ("{s:s, s:o}", "database", database->database->name, "entries", log_report_json (entries)));
    if (several)
        style_append (text, &invocation->out, PAINT_BOLD, "%s\n", database->database->name);
    if (entries->len == 0)
        style_append (text, &invocation->out, PAINT_DIM, "The ledger is empty.\n");
    log_report (text, &invocation->out, entries, invocation->verbose);
    return TRUE;
}

static ExitCode run (const Invocation *invocation, char **arguments, GError **error)
{
    g_autoptr (Project) project = project_open (&invocation->config, error);
    g_autoptr (GString) text = g_string_new (NULL);
    json_t *report, *list;
    gboolean good = TRUE;

    (void)arguments;
    if (!project || !project_connect (project, PROJECT_READ, error))
        return EXIT_CODE_FAILED;
    report = json_report_new (command_log.name);
    list = json_array ();
    json_object_set_new (report, "databases", list);
    for (guint i = 0; good && i < project->databases->len; i++)
        good = report_database (invocation, g_ptr_array_index (project->databases, i), project->databases->len > 1,
                                text, list, error);
    if (good && invocation->json)
    {
        g_string_truncate (text, 0);
        json_report_append (text, json_incref (report));
    }
    json_decref (report);
    return good && command_print (text, *error ? NULL : error) ? EXIT_CODE_DONE : EXIT_CODE_FAILED;
}

const Command command_log = {
    .name = "log",
    .summary = "Show what ran, when, where, by whom",
    .description = "Prints the ledger, newest first, and checks its chain of hashes: an entry that was changed "
                   "afterwards is named, and the exit\n"
                   "code is 4. --verbose adds hosts and database users.\n"
                   "\n"
                   "  migshim log -n 10\n"
                   "  migshim log --source api --json\n",
    .options = options,
    .run = run,
};
