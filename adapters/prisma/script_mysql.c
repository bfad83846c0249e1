/* MySQL and MariaDB. Prisma sends the whole file as one packet of many statements; there is no transaction around it, and most DDL commits by
 * itself. So a step is always alone, and its statements are journalled one by one. */

#include "adapters/prisma/script.h"
#include "util/error.h"

#include <string.h>

/* First words of statements that end a transaction by themselves (the manual's "Statements That Cause an Implicit Commit"). */
static const char *const committing_words[] = { "alter",  "analyze",  "cache",  "check",    "create",
                                                "drop",   "flush",    "grant",  "install",  "load index",
                                                "lock",   "optimize", "rename", "repair",   "reset",
                                                "revoke", "truncate", "unlock", "uninstall" };

static gboolean commits_implicitly (const Script *script, guint i)
{
    g_autofree char *words = prisma_script_words (script, i, 2);
    gsize length = strcspn (words, " ");

    if (g_str_equal (words, "create temporary") || g_str_equal (words, "drop temporary"))
        return FALSE;
    for (gsize k = 0; k < G_N_ELEMENTS (committing_words); k++)
        if (g_str_equal (words, committing_words[k]) ||
            (strlen (committing_words[k]) == length && strncmp (words, committing_words[k], length) == 0))
            return TRUE;
    return FALSE;
}

/* -1: the statement does not set autocommit; else what it sets it to. */
static int sets_autocommit (const Script *script, guint i)
{
    const StatementSpan *span = prisma_script_span (script, i);
    g_autofree char *lower = NULL;
    const char *at;

    if (span->kind != STATEMENT_SET || !prisma_script_mentions (script, i, "autocommit"))
        return -1;
    lower = g_ascii_strdown (script->text + span->offset, (gssize)span->length);
    at = strstr (lower, "autocommit") + strlen ("autocommit");
    at += strspn (at, "`: =\t\r\n");
    return *at == '0' || g_str_has_prefix (at, "off") || g_str_has_prefix (at, "false") ? 0 : 1;
}

static gboolean chains (const Script *script, guint i)
{
    g_autofree char *words = prisma_script_words (script, i, 4);

    return strstr (words, "and chain") != NULL;
}

/* What is open behind the last statement would swallow the history row. */
static gboolean follow (const Script *script, GError **error)
{
    guint open = G_MAXUINT;
    guint manual = G_MAXUINT;
    guint locked = G_MAXUINT;

    for (guint i = 0; i < script->spans->len; i++)
    {
        StatementKind kind = prisma_script_span (script, i)->kind;
        int autocommit = sets_autocommit (script, i);
        g_autofree char *words = prisma_script_words (script, i, 2);

        if (autocommit >= 0)
            manual = autocommit == 0 ? i : G_MAXUINT;
        if (kind == STATEMENT_BEGIN)
            open = i;
        else if (((kind == STATEMENT_COMMIT || kind == STATEMENT_ROLLBACK) && !chains (script, i)) ||
                 commits_implicitly (script, i) || autocommit == 1)
            open = G_MAXUINT;
        if (g_str_equal (words, "lock table") || g_str_equal (words, "lock tables"))
            locked = i;
        else if (g_str_has_prefix (words, "unlock table") || kind == STATEMENT_BEGIN)
            locked = G_MAXUINT;
        if (g_str_has_prefix (words, "use "))
        {
            prisma_script_refuse (script, i, error,
                                  "USE changes the database, and the history row would be written there");
            error_hint (error, "Write the database's name before the tables instead.");
            return FALSE;
        }
    }
    if (open != G_MAXUINT)
        prisma_script_refuse_unclosed_transaction (script, open, error);
    else if (manual != G_MAXUINT)
        prisma_script_refuse (
            script, manual, error,
            "autocommit is switched off here and not on again, so that nothing behind it would be kept");
    else if (locked != G_MAXUINT)
        prisma_script_refuse (
            script, locked, error,
            "the tables locked here are never unlocked, so that the history row could not be written");
    return open == G_MAXUINT && manual == G_MAXUINT && locked == G_MAXUINT;
}

/* DELIMITER is the mysql client's own; the splitter leaves it out. Prisma sends it to the server, which refuses it. */
static gboolean check_delimiter (const Script *script, GError **error)
{
    gsize from = 0;

    for (guint i = 0; i <= script->spans->len; i++)
    {
        gsize end = i < script->spans->len ? prisma_script_span (script, i)->offset : script->length;

        for (gsize at = from; at + 9 < end; at++)
            if ((at == 0 || script->text[at - 1] == '\n') &&
                g_ascii_strncasecmp (script->text + at, "delimiter ", 10) == 0)
            {
                error_set_at (error, MIGSHIM_ERROR_UNSUPPORTED,
                              location_at_offset (script->file, script->text, script->length, at), script->text,
                              script->length, "DELIMITER is a command of the mysql client, not SQL");
                error_hint (
                    error,
                    "Prisma can't run it either, and doesn't need it: the server itself finds the end of a body.");
                return FALSE;
            }
        if (i < script->spans->len)
            from = end + prisma_script_span (script, i)->length;
    }
    return TRUE;
}

gboolean prisma_script_decide_mysql (Script *script, GError **error)
{
    guint at;

    if (!check_delimiter (script, error) || !follow (script, error))
        return FALSE;
    script->traits.mode = STEP_ALONE;
    script->traits.changes_session = prisma_script_find (script, STATEMENT_SET, 0, script->spans->len, &at);
    for (guint i = 0; i < script->spans->len; i++)
    {
        g_autofree char *words = prisma_script_words (script, i, 2);

        /* Between LOCK and UNLOCK the journal could not be written. */
        if (g_str_equal (words, "lock table") || g_str_equal (words, "lock tables"))
            script->traits.whole = TRUE;
    }
    return TRUE;
}
