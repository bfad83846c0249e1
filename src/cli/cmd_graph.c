/* cmd_graph.c: `migshim graph` */

#include "cli/commands.h"
#include "cli/run_command.h"
#include "report/graph.h"
#include "report/json.h"
#include "util/error.h"

static char *option_format;
static gboolean option_files;
static gboolean option_ascii;

static const GOptionEntry options[] = {
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &option_format, "text (default), dot, mermaid or json", "FORMAT" },
    { "files", 0, 0, G_OPTION_ARG_NONE, &option_files, "Draw from the files alone, without a database", NULL },
    { "ascii", 0, 0, G_OPTION_ARG_NONE, &option_ascii, "Draw lines with plain characters", NULL },
    { NULL },
};

typedef enum
{
    FORMAT_TEXT,
    FORMAT_DOT,
    FORMAT_MERMAID,
    FORMAT_JSON
} Format;

static gboolean read_format (const Invocation *invocation, Format *format, GError **error)
{
    static const char *const names[] = { "text", "dot", "mermaid", "json" };

    *format = invocation->json ? FORMAT_JSON : FORMAT_TEXT;
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        if (g_strcmp0 (option_format, names[i]) == 0)
        {
            *format = (Format)i;
            return TRUE;
        }
    if (!option_format)
        return TRUE;
    error_set (error, MIGSHIM_ERROR_USAGE, "--format can't be \"%s\"", option_format);
    error_hint (error, "It may be text, dot, mermaid or json");
    return FALSE;
}

static void append (GString *out, Format format, const Invocation *invocation, const Project *project,
                    const Source *only)
{
    Style style = invocation->out;

    switch (format)
    {
    case FORMAT_TEXT:
        style.unicode = style.unicode && !option_ascii;
        graph_report_text (out, project->graph, project->state, only, &style);
        break;
    case FORMAT_DOT:
        graph_report_dot (out, project->graph, project->state, only);
        break;
    case FORMAT_MERMAID:
        graph_report_mermaid (out, project->graph, project->state, only);
        break;
    case FORMAT_JSON:
        json_report_append (out, graph_report_json (project->graph, project->state, only, project->config->folder));
        break;
    }
}

/* The picture can be had without the database, too. */
static void hint_files (GError **error)
{
    const ErrorDetail *detail = error ? error_detail (*error) : NULL;
    g_autofree char *known = detail ? g_strdup (detail->hint) : NULL;

    error_hint (error, "%s%sFrom the files alone: migshim graph --files", known ? known : "", known ? "\n" : "");
}

static ExitCode run (const Invocation *invocation, char **arguments, GError **error)
{
    g_autoptr (Project) project = NULL;
    g_autoptr (GString) out = g_string_new (NULL);
    const Source *only;
    Format format;

    (void)arguments;
    if (!read_format (invocation, &format, error))
        return EXIT_CODE_USAGE;
    project = project_open (&invocation->config, error);
    if (!project || !run_command_source (invocation, project, &only, error))
        return EXIT_CODE_USAGE;
    if (!option_files && !project_connect (project, PROJECT_READ, error))
    {
        hint_files (error);
        return EXIT_CODE_FAILED;
    }
    append (out, format, invocation, project, only);
    command_print (out, error);
    return EXIT_CODE_DONE;
}

const Command command_graph = {
    .name = "graph",
    .summary = "Draw all revisions and what must come before what",
    .description = "One line a revision, in the order of running. Each source has its lane; branches\n"
                   "open lanes, merges close them, and a line across is a requirement of another\n"
                   "source. The signs say what the history tables say.\n"
                   "\n"
                   "  migshim graph\n"
                   "  migshim graph --files                       without a database\n"
                   "  migshim graph --format dot | dot -Tsvg >migrations.svg\n"
                   "  migshim graph --format mermaid              for a README or a pull request\n",
    .options = options,
    .run = run,
};
