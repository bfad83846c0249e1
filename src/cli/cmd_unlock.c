/* cmd_unlock.c: `migshim unlock` */

#include "adapters/adapter.h"
#include "cli/commands.h"
#include "cli/confirm.h"
#include "core/lock.h"
#include "core/project.h"
#include "core/row_lock.h"
#include "report/json.h"
#include "util/error.h"

static char *describe (const LockHolder *holder)
{
    return g_strdup_printf ("The lock of %s is held by %s%s%s: server session %" G_GINT64_FORMAT
                            "%s%s, connected since %s.",
                            holder->lock, holder->user, *holder->application ? " with " : "", holder->application,
                            holder->pid, *holder->address ? " from " : "", holder->address, holder->since);
}

static gboolean end_sessions (const Invocation *invocation, Project *project, ProjectDatabase *database, json_t *list,
                              GError **error)
{
    g_autoptr (GPtrArray) sources = project_database_sources (project, database);
    g_autoptr (GPtrArray) holders = lock_holders (database->session, sources, error);

    if (!holders)
        return FALSE;
    for (guint i = 0; i < holders->len; i++)
    {
        const LockHolder *holder = g_ptr_array_index (holders, i);
        g_autofree char *description = describe (holder);
        g_autofree char *question = g_strconcat (description, " End that session?", NULL);
        json_t *object = json_object ();

        if (!confirm (invocation, question, error) || !lock_break (database->session, holder, error))
        {
            json_decref (object);
            return FALSE;
        }
        json_object_set_new (object, "database", json_text (database->database->name));
        json_object_set_new (object, "lock", json_text (holder->lock));
        json_object_set_new (object, "session", json_integer (holder->pid));
        json_object_set_new (object, "user", json_text (holder->user));
        json_object_set_new (object, "application", json_text (holder->application));
        json_object_set_new (object, "address", json_text (holder->address));
        json_object_set_new (object, "since", json_text (holder->since));
        json_array_append_new (list, object);
        command_note (invocation, "%s Ended.", description);
    }
    return TRUE;
}

static gboolean free_row (const Invocation *invocation, const ProjectDatabase *database, const Source *source,
                          json_t *list, GError **error)
{
    const char *title = adapter_find (source->tool)->title;
    g_autofree char *description =
        g_strdup_printf ("The lock row of %s (source \"%s\") is taken.", title, source->name);
    g_autofree char *question =
        g_strdup_printf ("%s It tells not by whom: be sure that no %s runs. Free it?", description, title);
    json_t *object;

    if (!confirm (invocation, question, error) || !row_lock_clear (database->session, source, error))
        return FALSE;
    object = json_object ();
    json_object_set_new (object, "database", json_text (database->database->name));
    json_object_set_new (object, "source", json_text (source->name));
    json_object_set_new (object, "tool", json_text (source->tool));
    json_array_append_new (list, object);
    command_note (invocation, "%s Freed.", description);
    return TRUE;
}

/* Behind the sessions: a run of ours that was ended leaves its row behind. */
static gboolean free_rows (const Invocation *invocation, Project *project, ProjectDatabase *database, json_t *list,
                           GError **error)
{
    g_autoptr (GPtrArray) sources = project_database_sources (project, database);

    for (guint i = 0; i < sources->len; i++)
    {
        const Source *source = sources->pdata[i];
        gboolean held;

        if (!state_history_complete (project->state, source))
            continue;
        if (!row_lock_held (database->session, source, &held, error) ||
            (held && !free_row (invocation, database, source, list, error)))
            return FALSE;
    }
    return TRUE;
}

static ExitCode run (const Invocation *invocation, char **arguments, GError **error)
{
    g_autoptr (Project) project = project_open (&invocation->config, error);
    g_autoptr (GString) text = g_string_new (NULL);
    json_t *report, *ended, *freed;
    gboolean good = TRUE;

    (void)arguments;
    if (!project || !project_connect (project, PROJECT_UNLOCK, error))
        return EXIT_CODE_FAILED;
    report = json_report_new (command_unlock.name);
    ended = json_array ();
    freed = json_array ();
    json_object_set_new (report, "ended", ended);
    json_object_set_new (report, "freed", freed);
    for (guint i = 0; good && i < project->databases->len; i++)
    {
        ProjectDatabase *database = g_ptr_array_index (project->databases, i);

        good = end_sessions (invocation, project, database, ended, error) &&
               free_rows (invocation, project, database, freed, error);
    }
    if (good && invocation->json)
        json_report_append (text, json_incref (report));
    else if (good)
        style_append (text, &invocation->out, PAINT_GOOD,
                      json_array_size (ended) + json_array_size (freed) ? "The locks are free.\n"
                                                                        : "No lock is held.\n");
    json_decref (report);
    return good && command_print (text, error) ? EXIT_CODE_DONE : EXIT_CODE_FAILED;
}

const Command command_unlock = {
    .name = "unlock",
    .summary = "Show who holds the migration locks, and end them",
    .description =
        "Locks of PostgreSQL and MySQL belong to a server session and end with it, so there is nothing to "
        "clean up after a crash. A runner that hangs is\n"
        "another matter: this names the session that holds our lock or a tool's, and ends it when you say "
        "so (--yes: without asking).\n"
        "A lock that is a row of a table, as Knex has it, stays when its holder is killed: it is freed likewise.\n"
        "SQLite locks its file; the process that has it open holds the lock (`fuser -v FILE`).\n"
        "\n"
        "  migshim unlock\n"
        "  migshim unlock --yes\n",
    .run = run,
};
