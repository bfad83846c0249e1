/* cmd_unlock.c: `migshim unlock` */

#include "cli/commands.h"
#include "cli/confirm.h"
#include "core/lock.h"
#include "core/project.h"
#include "report/json.h"
#include "util/error.h"

static char *describe (const LockHolder *holder)
{
    return g_strdup_printf ("The lock of %s is held by %s%s%s: server session %" G_GINT64_FORMAT
                            "%s%s, connected since %s.",
                            holder->lock, holder->user, *holder->application ? " with " : "", holder->application,
                            holder->pid, *holder->address ? " from " : "", holder->address, holder->since);
}

static gboolean unlock_database (const Invocation *invocation, Project *project, ProjectDatabase *database,
                                 json_t *list, GError **error)
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

static ExitCode run (const Invocation *invocation, char **arguments, GError **error)
{
    g_autoptr (Project) project = project_open (&invocation->config, error);
    g_autoptr (GString) text = g_string_new (NULL);
    json_t *report, *list;
    gboolean good = TRUE;

    (void)arguments;
    if (!project || !project_connect (project, PROJECT_READ, error))
        return EXIT_CODE_FAILED;
    report = json_report_new (command_unlock.name);
    list = json_array ();
    json_object_set_new (report, "ended", list);
    for (guint i = 0; good && i < project->databases->len; i++)
        good = unlock_database (invocation, project, g_ptr_array_index (project->databases, i), list, error);
    if (good && invocation->json)
        json_report_append (text, json_incref (report));
    else if (good)
        style_append (text, &invocation->out, PAINT_GOOD,
                      json_array_size (list) ? "The locks are free.\n" : "No lock is held.\n");
    json_decref (report);
    return good && command_print (text, error) ? EXIT_CODE_DONE : EXIT_CODE_FAILED;
}

const Command command_unlock = {
    .name = "unlock",
    .summary = "Show who holds the migration locks, and end them",
    .description = "Locks of PostgreSQL and MySQL belong to a server session and end with it, so there is nothing to "
                   "clean up after a crash. A runner that hangs is\n"
                   "another matter: this names the session that holds our lock or a tool's, and ends it when you say "
                   "so (--yes: without asking).\n"
                   "SQLite locks its file; the process that has it open holds the lock (`fuser -v FILE`).\n"
                   "\n"
                   "  migshim unlock\n"
                   "  migshim unlock --yes\n",
    .run = run,
};
