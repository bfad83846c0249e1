#include "adapters/prisma/script.h"

#include "adapters/prisma/prisma.h"
#include "util/error.h"

#include <stdarg.h>
#include <string.h>

#define BYTE_ORDER_MARK "\357\273\277"

void prisma_script_clear (Script *script)
{
    g_free (script->owned_text);
    g_clear_pointer (&script->spans, g_array_unref);
    step_traits_clear (&script->traits);
    g_free (script->left_out);
}

StatementSpan *prisma_script_span (const Script *script, guint i)
{
    return &g_array_index (script->spans, StatementSpan, i);
}

Location prisma_script_where (const Script *script, guint i)
{
    const StatementSpan *span = prisma_script_span (script, i);

    return (Location){ script->file, span->line, span->column };
}

void prisma_script_refuse (const Script *script, guint i, GError **error, const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list arguments;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    error_set_at (error, MIGSHIM_ERROR_UNSUPPORTED, prisma_script_where (script, i), script->text, script->length, "%s",
                  message);
}

void prisma_script_alone (Script *script, guint i, const char *reason)
{
    if (script->traits.mode == STEP_ALONE)
        return;
    script->traits.mode = STEP_ALONE;
    script->traits.reason = g_strdup (reason);
    script->traits.where = prisma_script_where (script, i);
}

/* Behind blanks and comments. */
static const char *skip_to_word (const char *at, const char *end)
{
    while (at < end)
    {
        const char *close;

        if (g_ascii_isspace (*at))
            at++;
        else if (at + 1 < end && at[0] == '-' && at[1] == '-')
        {
            close = memchr (at, '\n', (gsize)(end - at));
            at = close ? close + 1 : end;
        }
        else if (at + 1 < end && at[0] == '/' && at[1] == '*')
        {
            close = g_strstr_len (at + 2, end - at - 2, "*/");
            at = close ? close + 2 : end;
        }
        else
            break;
    }
    return at;
}

static gboolean is_word (char c)
{
    return g_ascii_isalnum (c) || c == '_' || c == '$' || (guchar)c >= 0x80;
}

char *prisma_script_words (const Script *script, guint i, guint n)
{
    const StatementSpan *span = prisma_script_span (script, i);
    const char *at = script->text + span->offset;
    const char *end = at + span->length;
    GString *words = g_string_new (NULL);

    while (n-- > 0 && (at = skip_to_word (at, end)) < end && is_word (*at))
    {
        if (words->len > 0)
            g_string_append_c (words, ' ');
        for (; at < end && is_word (*at); at++)
            g_string_append_c (words, g_ascii_tolower (*at));
    }
    return g_string_free (words, FALSE);
}

gboolean prisma_script_mentions (const Script *script, guint i, const char *word)
{
    const StatementSpan *span = prisma_script_span (script, i);
    const char *text = script->text + span->offset;
    gsize size = strlen (word);

    for (gsize at = 0; at + size <= span->length; at++)
        if (g_ascii_strncasecmp (text + at, word, size) == 0 && (at == 0 || !is_word (text[at - 1])) &&
            (at + size == span->length || !is_word (text[at + size])))
            return TRUE;
    return FALSE;
}

gboolean prisma_script_find (const Script *script, StatementKind kind, guint from, guint end, guint *at)
{
    for (guint i = from; i < end; i++)
        if (prisma_script_span (script, i)->kind == kind)
        {
            *at = i;
            return TRUE;
        }
    return FALSE;
}

void prisma_script_refuse_unclosed_transaction (const Script *script, guint i, GError **error)
{
    prisma_script_refuse (script, i, error, "the transaction that begins here is never ended");
    error_hint (error, "Prisma would say that it succeeded, and then lose it together with its own history row. Add a "
                       "COMMIT, or take this statement "
                       "out: the script runs in a transaction anyway where the database has them.");
}

gboolean prisma_script_unwrap (Script *script, guint from, guint end)
{
    const StatementSpan *begin;
    g_autofree char *words = NULL;
    guint at;

    if (end < from + 2 || prisma_script_span (script, from)->kind != STATEMENT_BEGIN ||
        prisma_script_span (script, end - 1)->kind != STATEMENT_COMMIT)
        return FALSE;
    if (prisma_script_find (script, STATEMENT_BEGIN, from + 1, end, &at) ||
        prisma_script_find (script, STATEMENT_COMMIT, from, end - 1, &at) ||
        prisma_script_find (script, STATEMENT_ROLLBACK, from, end, &at))
        return FALSE;
    words = prisma_script_words (script, end - 1, 3);
    if (!g_str_has_prefix (words, "commit") && !g_str_has_prefix (words, "end"))
        return FALSE;
    if (strstr (words, " and") || strstr (words, " prepared"))
        return FALSE;
    begin = prisma_script_span (script, from);
    script->traits.begin_text = g_strndup (script->text + begin->offset, begin->length);
    script->first = from + 1;
    script->end = end - 1;
    return TRUE;
}

/* What no database of ours takes from a file, whatever the dialect. */
static gboolean check_spans (const Script *script, GError **error)
{
    for (guint i = 0; i < script->spans->len; i++)
    {
        const StatementSpan *span = prisma_script_span (script, i);

        if (span->kind == STATEMENT_COPY_STDIN)
        {
            prisma_script_refuse (script, i, error, "COPY ... FROM STDIN needs a client that feeds it rows");
            error_hint (error, "Prisma can't run it either. Write the rows as INSERT statements (pg_dump --inserts).");
            return FALSE;
        }
        if (span->kind == STATEMENT_CLIENT_COMMAND)
        {
            prisma_script_refuse (script, i, error, "this is a command of a database shell, not SQL");
            error_hint (error,
                        "Prisma sends the file to the server as it is, and the server refuses it. Take the line out.");
            return FALSE;
        }
        if (span->unclosed)
        {
            prisma_script_refuse (script, i, error,
                                  "a string, a comment or a body that begins in this statement is never closed");
            return FALSE;
        }
    }
    return TRUE;
}

/* SQLite skips a byte order mark; the others take it for the beginning of a word (observed, PostgreSQL 15 and MariaDB 10.11). */
static gboolean check_byte_order_mark (Script *script, Dialect dialect, GError **error)
{
    if (!g_str_has_prefix (script->text, BYTE_ORDER_MARK))
        return TRUE;
    if (dialect != DIALECT_SQLITE)
    {
        error_set_at (error, MIGSHIM_ERROR_UNSUPPORTED, (Location){ script->file, 1, 1 }, script->text, script->length,
                      "the file begins with a byte order mark, which %s takes for a syntax error",
                      dialect_title (dialect));
        error_hint (error, "Save it as UTF-8 without a byte order mark.");
        return FALSE;
    }
    script->text += strlen (BYTE_ORDER_MARK);
    script->length -= strlen (BYTE_ORDER_MARK);
    return TRUE;
}

/* The file must be the one that was looked at, since its checksum goes into the history. */
static gboolean check_unchanged (const Revision *revision, const char *text, gsize length, GError **error)
{
    g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text, length);

    if (g_str_equal (sum, revision->checksum))
        return TRUE;
    error_set (error, MIGSHIM_ERROR_SOURCE, "the file of \"%s\" has been changed since this command began",
               revision->key);
    error_hint (error, "Start again.");
    return FALSE;
}

static gboolean read_text (Script *script, const Revision *revision, Direction direction, GError **error)
{
    g_autofree char *folder = NULL;
    g_autofree char *path = NULL;

    if (revision->problem)
    {
        if (error)
            *error = g_error_copy (revision->problem);
        return FALSE;
    }
    folder = g_path_get_dirname (revision->path);
    path = g_build_filename (folder, direction == DIRECTION_UP ? PRISMA_SCRIPT : PRISMA_DOWN_SCRIPT, NULL);
    script->file = g_intern_string (path);
    if (!prisma_read_script (path, &script->owned_text, &script->length, error))
        return FALSE;
    script->text = script->owned_text;
    if (direction == DIRECTION_UP)
        return check_unchanged (revision, script->text, script->length, error);
    if (memchr (script->text, '\0', script->length))
    {
        error_set (error, MIGSHIM_ERROR_SOURCE, "%s holds a NUL byte: it is not text, or not UTF-8", path);
        return FALSE;
    }
    return TRUE;
}

static gboolean prisma_script_open (Script *script, const Revision *revision, Direction direction, Dialect dialect,
                                    GError **error)
{
    if (!read_text (script, revision, direction, error) || !check_byte_order_mark (script, dialect, error))
        return FALSE;
    script->spans = splitter_split (dialect, NULL, script->text, script->length);
    script->end = script->spans->len;
    if (!check_spans (script, error))
        return FALSE;
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        return prisma_script_decide_postgresql (script, error);
    case DIALECT_MYSQL:
        return prisma_script_decide_mysql (script, error);
    case DIALECT_SQLITE:
        return prisma_script_decide_sqlite (script, error);
    }
    g_return_val_if_reached (FALSE);
}

gboolean prisma_prepare (const Revision *revision, Direction direction, Dialect dialect, StepTraits *traits,
                         GError **error)
{
    g_auto (Script) script = { 0 };

    if (!prisma_script_open (&script, revision, direction, dialect, error))
        return FALSE;
    *traits = script.traits;
    script.traits = (StepTraits){ 0 };
    return TRUE;
}

/* The spans from FIRST up to and without END as one text. */
static gboolean execute (Script *script, guint first, guint end, Session *session, GError **error)
{
    const StatementSpan *from = prisma_script_span (script, first);
    const StatementSpan *to = prisma_script_span (script, end - 1);
    Statement statement = { .text = script->text + from->offset,
                            .length = to->offset + to->length - from->offset,
                            .where = prisma_script_where (script, first),
                            .script = end - first > 1 };

    return session_execute (session, &statement, error);
}

static gboolean execute_one_by_one (Script *script, Session *session, GError **error)
{
    for (guint i = script->first; i < script->end; i++)
        if (!(script->left_out && script->left_out[i]) && !execute (script, i, i + 1, session, error))
            return FALSE;
    return TRUE;
}

/* Rows that point nowhere: "table, parent" -> how many. NULL on error. */
static GHashTable *count_violations (Session *session, GError **error)
{
    Statement statement = statement_of ("PRAGMA foreign_key_check");
    g_autoptr (ResultSet) answer = session_query (session, &statement, error);
    GHashTable *counts;

    if (!answer)
        return NULL;
    counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < result_n_rows (answer); i++)
    {
        char *key =
            g_strdup_printf ("\"%s\" that point to \"%s\"", result_text (answer, i, 0), result_text (answer, i, 2));
        guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

        g_hash_table_replace (counts, key, GUINT_TO_POINTER (count + 1));
    }
    return counts;
}

/* Runs with foreign keys off, and sees to it that no more rows point nowhere than before. */
static gboolean execute_checked (Script *script, Session *session, GError **error)
{
    g_autoptr (GHashTable) before = NULL;
    g_autoptr (GHashTable) after = NULL;
    GHashTableIter iterator;
    gpointer key, count;

    if (session_is_recording (session))
        return execute_one_by_one (script, session, error) &&
               session_executef (session, error, "PRAGMA foreign_key_check");
    if (!(before = count_violations (session, error)) || !execute_one_by_one (script, session, error) ||
        !(after = count_violations (session, error)))
        return FALSE;
    g_hash_table_iter_init (&iterator, after);
    while (g_hash_table_iter_next (&iterator, &key, &count))
    {
        guint more = GPOINTER_TO_UINT (count) -
                     MIN (GPOINTER_TO_UINT (count), GPOINTER_TO_UINT (g_hash_table_lookup (before, key)));

        if (more == 0)
            continue;
        error_set_at (error, MIGSHIM_ERROR_MIGRATION, prisma_script_where (script, script->first), script->text,
                      script->length,
                      "foreign keys are off in this script, and it leaves %u rows in %s without the row that they need",
                      more, (const char *)key);
        error_hint (error, "Prisma would not have looked. Mend the rows in the script, before it ends.");
        return FALSE;
    }
    return TRUE;
}

gboolean prisma_run (const Revision *revision, Direction direction, Session *session, GError **error)
{
    g_auto (Script) script = { 0 };

    if (!prisma_script_open (&script, revision, direction, session_dialect (session), error))
        return FALSE;
    if (script.first >= script.end)
        return TRUE;
    if (script.traits.foreign_keys_off)
        return execute_checked (&script, session, error);
    if (script.one_by_one)
        return execute_one_by_one (&script, session, error);
    return execute (&script, script.first, script.end, session, error);
}
