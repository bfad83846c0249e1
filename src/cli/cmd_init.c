/* cmd_init.c: `migshim init` */

#include "cli/commands.h"
#include "core/init.h"
#include "report/json.h"
#include "report/table.h"
#include "util/error.h"

#include <string.h>

static gboolean option_force;
static gboolean option_dry_run;

static const GOptionEntry options[] = {
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &option_dry_run, "Print the file instead of writing it", NULL },
    { "force", 'f', 0, G_OPTION_ARG_NONE, &option_force, "Replace a file that is there", NULL },
    { NULL }
};

static json_t *source_json (const InitSource *source)
{
    json_t *object = json_object ();
    json_t *history = json_object ();
    json_t *more = json_array ();
    GHashTableIter iterator;
    gpointer key, value;

    if (source->found->history)
    {
        g_hash_table_iter_init (&iterator, source->found->history);
        while (g_hash_table_iter_next (&iterator, &key, &value))
            json_object_set_new (history, key, json_text (value));
    }
    json_object_set_new (object, "name", json_text (source->found->name));
    json_object_set_new (object, "tool", json_text (source->adapter->name));
    json_object_set_new (object, "path", json_text (source->found->path));
    for (char **path = source->found->more_paths; path && *path; path++)
        json_array_append_new (more, json_text (*path));
    json_object_set_new (object, "morePaths", more);
    json_object_set_new (object, "root", json_text (source->found->root));
    json_object_set_new (object, "database", json_text (source->database ? source->database : "default"));
    json_object_set_new (object, "history", history);
    json_object_set_new (object, "evidence", json_text (source->found->evidence));
    json_object_set_new (object, "note", json_text (source->found->note));
    return object;
}

static void append_json (GString *out, const InitProposal *proposal, const char *path, const char *text)
{
    json_t *report = json_report_new (command_init.name);
    json_t *sources = json_array ();
    json_t *warnings = json_array ();

    for (guint i = 0; i < proposal->sources->len; i++)
        json_array_append_new (sources, source_json (proposal->sources->pdata[i]));
    for (guint i = 0; i < proposal->warnings->len; i++)
        json_array_append_new (warnings, json_text (proposal->warnings->pdata[i]));
    json_object_set_new (report, "file", json_text (path));
    json_object_set_new (report, "written", json_boolean (!option_dry_run));
    json_object_set_new (report, "text", json_text (text));
    json_object_set_new (report, "sources", sources);
    json_object_set_new (report, "warnings", warnings);
    json_report_append (out, report);
}

static void append_summary (GString *out, const Style *style, const InitProposal *proposal, const char *shown)
{
    static const Align columns[] = { ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT };
    g_autoptr (Table) table = table_new (columns, G_N_ELEMENTS (columns));

    style_append (out, style, PAINT_PLAIN, "Wrote %s with %u source%s:\n", shown, proposal->sources->len,
                  proposal->sources->len == 1 ? "" : "s");
    for (guint i = 0; i < proposal->sources->len; i++)
    {
        const InitSource *source = proposal->sources->pdata[i];

        table_add (table, PAINT_BOLD, source->found->name);
        table_add (table, PAINT_PLAIN, source->adapter->name);
        table_add (table, PAINT_PLAIN, source->found->path);
    }
    table_print (table, out, style, 2);
    g_string_append (out, "Look it over, then: migshim status\n");
}

static gboolean check_free (const char *path, const char *shown, GError **error)
{
    if (option_force || option_dry_run || !g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    error_set (error, MIGSHIM_ERROR_USAGE, "%s is there already", shown);
    error_hint (error, "--dry-run prints what would be written; --force replaces the file");
    return FALSE;
}

static gboolean write_file (const char *path, const char *shown, const char *text, GError **error)
{
    g_autoptr (GError) problem = NULL;

    if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &problem))
        return TRUE;
    error_set (error, MIGSHIM_ERROR_USAGE, "%s can't be written: %s", shown, problem->message);
    return FALSE;
}

static gboolean check_found (const InitProposal *proposal, GError **error)
{
    g_autoptr (GString) tools = g_string_new (NULL);

    if (proposal->sources->len > 0)
        return TRUE;
    for (const Adapter *const *adapter = adapter_all (); *adapter; adapter++)
        g_string_append_printf (tools, "%s%s", tools->len ? ", " : "", (*adapter)->title);
    error_set (error, MIGSHIM_ERROR_CONFIG, "no migrations were found below %s", proposal->root);
    error_hint (
        error,
        "Looked for: %s\nStart in the folder that holds the services, or write the file by hand: docs/configuration.md",
        tools->str);
    return FALSE;
}

static ExitCode run (const Invocation *invocation, char **arguments, GError **error)
{
    const char *folder = invocation->config.folder ? invocation->config.folder : ".";
    const char *shown = invocation->config.file ? invocation->config.file : "migshim.yaml";
    g_autofree char *base = g_canonicalize_filename (folder, NULL);
    g_autofree char *path = g_canonicalize_filename (shown, base);
    g_autofree char *root = g_path_get_dirname (path);
    g_autoptr (InitProposal) proposal = check_free (path, shown, error) ? init_search (root, error) : NULL;
    g_autoptr (GString) out = g_string_new (NULL);
    g_autofree char *text = NULL;

    (void)arguments;
    if (!proposal)
        return EXIT_CODE_USAGE;
    for (guint i = 0; !invocation->json && i < proposal->warnings->len; i++)
        command_note (invocation, "warning: %s", (char *)proposal->warnings->pdata[i]);
    if (!check_found (proposal, error))
        return EXIT_CODE_USAGE;
    text = init_text (proposal);
    if (!option_dry_run && !write_file (path, shown, text, error))
        return EXIT_CODE_USAGE;
    if (invocation->json)
        append_json (out, proposal, path, text);
    else if (option_dry_run)
        g_string_append (out, text);
    else
        append_summary (out, &invocation->out, proposal, shown);
    command_print (out, error);
    return EXIT_CODE_DONE;
}

const Command command_init = {
    .name = "init",
    .summary = "Find the migrations below this folder and write migshim.yaml",
    .description = "Looks through the folders below for what Prisma, TypeORM, Alembic and Knex use,\n"
                   "and takes each tool's own settings over: folder, history table, schema, the\n"
                   "variable that holds the URL. It reads no database, writes no password, and overwrites\n"
                   "no file without --force. Look the file over: it is yours from then on.\n"
                   "\n"
                   "  migshim init --dry-run       show what would be written\n"
                   "  migshim init                 write it\n"
                   "  migshim -C services init     only what is below services/\n",
    .options = options,
    .run = run,
};
