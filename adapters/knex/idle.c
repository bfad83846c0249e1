/* Builders that nobody awaits: Knex sends nothing of them, and says nothing. We say it. */

#include "adapters/knex/run.h"
#include "util/error.h"

#include <string.h>

struct KnexIdle
{
    Location where; /* of the call that made it */
    gboolean used;
    KnexWrites writes;
    gconstpointer builder;
};

KnexIdle *knex_idle_new (ScriptCall *call, KnexWrites writes, gconstpointer builder)
{
    KnexRun *run = knex_run (call);
    KnexIdle *idle = script_alloc (call->runtime, sizeof *idle);

    idle->where = script_call_location (call);
    idle->writes = writes;
    idle->builder = builder;
    if (!run->idle)
        run->idle = g_ptr_array_new ();
    g_ptr_array_add (run->idle, idle);
    return idle;
}

void knex_idle_end (KnexIdle *idle)
{
    if (idle)
        idle->used = TRUE;
}

gboolean knex_is_statement (const char *sql)
{
    static const char *const words[] = { "alter",  "create",  "drop", "insert", "update", "delete", "truncate",
                                         "rename", "comment", "do",   "call",   "grant",  "revoke", "replace" };

    while (g_ascii_isspace (*sql))
        sql++;
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (g_ascii_strncasecmp (sql, words[i], strlen (words[i])) == 0 && g_ascii_isspace (sql[strlen (words[i])]))
            return TRUE;
    return FALSE;
}

void knex_idle_tell (const KnexRun *run)
{
    for (guint i = 0; run->idle && i < run->idle->len; i++)
    {
        const KnexIdle *idle = run->idle->pdata[i];
        g_autofree char *name = NULL;
        g_autofree char *text = NULL;

        if (idle->used || !idle->writes (idle->builder) || idle->where.line == 0)
            continue;
        if (!g_str_has_suffix (run->revision->path, idle->where.file))
            name = g_strconcat (idle->where.file, ", ", NULL);
        text =
            g_strdup_printf ("warning: %sline %u: nobody awaits or returns this, so nothing of it was sent (nor does "
                             "Knex send it)",
                             name ? name : "", idle->where.line);
        session_say (run->session, text);
    }
}
