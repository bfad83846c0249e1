/* PostgreSQL. Prisma before 7.4 sends the whole file as one simple query: one implicit transaction, unless the script has its own; later versions send
 * statements one by one where they must. Whatever a file does under either, it does here:
 *
 *   no transaction of its own          one transaction, with its history row
 *   BEGIN, anything, COMMIT            ours takes the place of its own
 *   other transaction control          the whole file as one message, outside ours
 *   statements that refuse one         one by one, outside ours */

#include "adapters/prisma/script.h"
#include "util/error.h"

#include <string.h>

/* COMMIT AND CHAIN goes on in a new transaction; COMMIT PREPARED ends none of this session. */
static gboolean ends_transaction (const Script *script, guint i)
{
    g_autofree char *words = prisma_script_words (script, i, 5);

    if (g_str_has_suffix (words, "and chain") || strstr (words, "and chain "))
        return FALSE;
    return !g_str_has_prefix (words, "commit prepared") && !g_str_has_prefix (words, "rollback prepared");
}

/* Follows the script's own transactions. *CONTROL is how many statements of that kind there are; *OUTSIDE the first statement that refuses a transaction and
 * stands in none, or G_MAXUINT. */
static gboolean follow (Script *script, guint *control, guint *outside, GError **error)
{
    gboolean open = FALSE;
    guint opened_at = 0;

    *control = 0;
    *outside = G_MAXUINT;
    for (guint i = 0; i < script->spans->len; i++)
    {
        StatementKind kind = prisma_script_span (script, i)->kind;
        g_autofree char *words = prisma_script_words (script, i, 2);

        if (g_str_equal (words, "discard all"))
        {
            prisma_script_refuse (script, i, error, "DISCARD ALL would give up the locks that this run holds");
            error_hint (error, "Use RESET ALL, DISCARD TEMP or DISCARD PLANS, as far as the script needs it.");
            return FALSE;
        }
        if (kind == STATEMENT_BEGIN || kind == STATEMENT_COMMIT || kind == STATEMENT_ROLLBACK)
            (*control)++;
        if (kind == STATEMENT_BEGIN)
        {
            opened_at = open ? opened_at : i;
            open = TRUE;
        }
        else if ((kind == STATEMENT_COMMIT || kind == STATEMENT_ROLLBACK) && open)
        {
            open = !ends_transaction (script, i);
        }
        else if (kind == STATEMENT_SAVEPOINT && !open)
        {
            prisma_script_refuse (script, i, error, "PostgreSQL allows savepoints only between BEGIN and COMMIT");
            return FALSE;
        }
        else if (kind == STATEMENT_NO_TRANSACTION && open)
        {
            prisma_script_refuse (script, i, error,
                                  "PostgreSQL refuses this statement inside the transaction that begins at line %u",
                                  prisma_script_span (script, opened_at)->line);
            return FALSE;
        }
        else if (kind == STATEMENT_NO_TRANSACTION && *outside == G_MAXUINT)
        {
            *outside = i;
        }
    }
    if (open)
        prisma_script_refuse_unclosed_transaction (script, opened_at, error);
    return !open;
}

/* The value that ALTER TYPE ... ADD VALUE in span I adds, with its quotes, or NULL. Free with g_free. */
static char *added_value (const Script *script, guint i)
{
    const StatementSpan *span = prisma_script_span (script, i);
    g_autofree char *words = prisma_script_words (script, i, 2);
    const char *text = script->text + span->offset;
    const char *end = text + span->length;
    const char *at;

    if (!g_str_equal (words, "alter type") || !prisma_script_mentions (script, i, "add") ||
        !prisma_script_mentions (script, i, "value"))
        return NULL;
    if (!(at = memchr (text, '\'', span->length)))
        return NULL;
    for (const char *close = at + 1; close < end; close++)
        if (*close == '\'')
            return g_strndup (at, (gsize)(close + 1 - at));
    return NULL;
}

/* A value just added to an enum can be used only after a commit. A script that uses it can only have worked one by one (Prisma 7.4 and later). */
static gboolean uses_new_value (const Script *script, guint *user)
{
    for (guint i = 0; i < script->spans->len; i++)
    {
        g_autofree char *value = added_value (script, i);

        for (guint j = i + 1; value && j < script->spans->len; j++)
        {
            const StatementSpan *span = prisma_script_span (script, j);
            g_autofree char *other = added_value (script, j);

            if (!other && g_strstr_len (script->text + span->offset, (gssize)span->length, value))
            {
                *user = j;
                return TRUE;
            }
        }
    }
    return FALSE;
}

/* CALL and DO may commit by themselves, but only where no transaction is open: alone in their file. */
static gboolean commits_by_itself (const Script *script)
{
    g_autofree char *word = NULL;

    if (script->spans->len != 1)
        return FALSE;
    word = prisma_script_words (script, 0, 1);
    if (g_str_equal (word, "call"))
        return TRUE;
    return g_str_equal (word, "do") &&
           (prisma_script_mentions (script, 0, "commit") || prisma_script_mentions (script, 0, "rollback"));
}

static void note_settings (Script *script)
{
    for (guint i = 0; i < script->spans->len && !script->traits.changes_session; i++)
        script->traits.changes_session = prisma_script_span (script, i)->kind == STATEMENT_SET ||
                                         prisma_script_mentions (script, i, "set_config") ||
                                         prisma_script_mentions (script, i, "discard");
}

gboolean prisma_script_decide_postgresql (Script *script, GError **error)
{
    guint control, outside, at;

    if (!follow (script, &control, &outside, error))
        return FALSE;
    note_settings (script);
    if (outside != G_MAXUINT)
    {
        prisma_script_alone (script, outside, "PostgreSQL refuses this statement inside a transaction");
        script->one_by_one = TRUE;
    }
    else if (control > 0 && !prisma_script_unwrap (script, 0, script->spans->len))
    {
        for (at = 0; prisma_script_span (script, at)->kind != STATEMENT_BEGIN &&
                     prisma_script_span (script, at)->kind != STATEMENT_COMMIT &&
                     prisma_script_span (script, at)->kind != STATEMENT_ROLLBACK;)
            at++;
        prisma_script_alone (script, at, "the script has transactions of its own");
        script->traits.whole = TRUE;
    }
    else if (control == 0 && uses_new_value (script, &at))
    {
        prisma_script_alone (script, at, "PostgreSQL lets a new enum value be used only after a commit");
        script->one_by_one = TRUE;
    }
    else if (control == 0 && commits_by_itself (script))
    {
        prisma_script_alone (script, 0, "the statement may commit by itself");
        script->traits.whole = TRUE;
    }
    return TRUE;
}
