/* cmd_mark.c: `migshim mark` */

#include "cli/commands.h"
#include "cli/run_command.h"
#include "core/mark.h"
#include "report/json.h"
#include "util/error.h"

static char *option_reason;
static char *option_through;
static gboolean option_all;

static const GOptionEntry options[] = {
    { "reason", 'm', 0, G_OPTION_ARG_STRING, &option_reason, "Why, for the ledger", "TEXT" },
    { "through", 0, 0, G_OPTION_ARG_STRING, &option_through,
      "Applied only: every pending revision of its source up to and with KEY", "KEY" },
    { "all", 0, 0, G_OPTION_ARG_NONE, &option_all, "Applied only: every pending revision (of --source)", NULL },
    { NULL },
};

static const char *const action_names[] = {
    [MARK_APPLIED] = "applied",
    [MARK_ROLLED_BACK] = "rolled-back",
    [MARK_PENDING] = "pending",
    NULL,
};

static gboolean parse_action (const char *text, MarkAction *action, GError **error)
{
    for (guint i = 0; text && action_names[i]; i++)
        if (g_str_equal (text, action_names[i]))
        {
            *action = (MarkAction)i;
            return TRUE;
        }
    error_set (error, MIGSHIM_ERROR_USAGE, "`migshim mark` takes applied, rolled-back or pending, then the revisions");
    error_hint (error, "For example `migshim mark applied api:20240101120000_init`.");
    return FALSE;
}

/* Several at once: a baseline. */
static GArray *bulk_targets (const Invocation *invocation, Project *project, MarkAction action, GError **error)
{
    const Source *source;
    GraphNode *node = NULL;

    if (action != MARK_APPLIED)
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "--through and --all go with `mark applied` only");
        return NULL;
    }
    if (!run_command_source (invocation, project, &source, error))
        return NULL;
    if (option_through)
    {
        node = graph_match (project->graph, option_through, error);
        if (!node)
            return NULL;
    }
    return mark_through (project, node, source);
}

static GArray *collect_targets (const Invocation *invocation, Project *project, MarkAction action, char **names,
                                GError **error)
{
    g_autoptr (GArray) targets = NULL;
    const Source *only;
    gboolean named = *names != NULL;

    if (option_through || option_all)
    {
        targets = bulk_targets (invocation, project, action, error);
        if (!targets)
            return NULL;
    }
    else
        targets = g_array_new (FALSE, FALSE, sizeof (MarkTarget));
    for (; *names; names++)
        if (!run_command_source (invocation, project, &only, error) ||
            !mark_resolve (project, *names, only, targets, error))
            return NULL;
    if (!named && !option_through && !option_all)
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "no revision was named");
        error_hint (error, "`migshim status` lists them.");
        return NULL;
    }
    return g_steal_pointer (&targets);
}

static gboolean print_marked (const Invocation *invocation, const GArray *targets, MarkAction action, GError **error)
{
    g_autoptr (GString) text = g_string_new (NULL);
    json_t *report = json_report_new (command_mark.name);
    json_t *keys = json_array ();

    for (guint i = 0; i < targets->len; i++)
    {
        const MarkTarget *target = &g_array_index (targets, MarkTarget, i);
        g_autofree char *key = g_strconcat (target->source->name, ":", target->id, NULL);

        json_array_append_new (keys, json_text (key));
        if (!invocation->json)
            style_append (text, &invocation->out, PAINT_PLAIN, "%s is marked %s.\n", key, action_names[action]);
    }
    json_object_set_new (report, "marked", json_text (action_names[action]));
    json_object_set_new (report, "revisions", keys);
    if (invocation->json)
        json_report_append (text, json_incref (report));
    else if (targets->len == 0)
        style_append (text, &invocation->out, PAINT_PLAIN, "Nothing to mark.\n");
    json_decref (report);
    return command_print (text, error);
}

static ExitCode run (const Invocation *invocation, char **arguments, GError **error)
{
    MarkAction action;
    g_autoptr (Project) project = NULL;
    g_autoptr (GArray) targets = NULL;

    if (!parse_action (arguments[0], &action, error))
        return EXIT_CODE_USAGE;
    project = project_open (&invocation->config, error);
    if (!project || !project_connect (project, PROJECT_WRITE, error))
        return EXIT_CODE_FAILED;
    targets = collect_targets (invocation, project, action, arguments + 1, error);
    if (!targets || !mark_run (project, targets, action, option_reason, error))
        return EXIT_CODE_FAILED;
    return print_marked (invocation, targets, action, error) ? EXIT_CODE_DONE : EXIT_CODE_FAILED;
}

const Command command_mark = {
    .name = "mark",
    .arguments = "applied|rolled-back|pending [KEY...]",
    .summary = "Rewrite history without running anything",
    .description =
        "Writes what the tool's own command would write, and says so in the ledger. Nothing of a migration is run.\n"
        "\n"
        "  applied      it is in the database although no tool recorded it, or it failed and was finished by hand\n"
        "               (Prisma: `migrate resolve --applied`)\n"
        "  rolled-back  it failed and was undone by hand; it may run again (Prisma: `migrate resolve --rolled-back`)\n"
        "  pending      its history rows go; it will run again\n"
        "\n"
        "  migshim mark applied api:20240101120000_init\n"
        "  migshim mark applied billing:heads              (Alembic: `stamp heads`)\n"
        "  migshim mark applied --through api:20240301 -m 'baseline of the old database'\n"
        "  migshim mark rolled-back api:20240102130000_add_user_avatar\n",
    .options = options,
    .most = G_MAXUINT,
    .run = run,
};
