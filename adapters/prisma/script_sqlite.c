/* SQLite. Prisma runs a file statement by statement, without a transaction: what came before an error stays. Here a script is one transaction with its
 * history row, where that changes nothing else:
 *
 *   PRAGMA foreign_keys     does nothing inside a transaction. It is taken out, and the whole step runs with foreign keys off, when what stands outside
 *                           its OFF ... ON is the same with and without; else the step goes statement by statement, as under Prisma
 *   defer_foreign_keys      does nothing outside one, and is taken out
 *   other pragmas           stay where a transaction doesn't mind them; else the step goes statement by statement */

#include "adapters/prisma/script.h"
#include "util/error.h"

#include <string.h>

/* Pragmas that do the same inside a transaction as outside. */
static const char *const harmless_pragmas[] = {
    "application_id",
    "case_sensitive_like",
    "cell_size_check",
    "foreign_key_check",
    "foreign_key_list",
    "function_list",
    "ignore_check_constraints",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "legacy_alter_table",
    "optimize",
    "quick_check",
    "recursive_triggers",
    "reverse_unordered_selects",
    "schema_version",
    "table_info",
    "table_list",
    "table_xinfo",
    "trusted_schema",
    "user_version",
    "writable_schema",
};

typedef struct
{
    char *name;    /* lower case, without the schema */
    gboolean sets; /* it has a value */
    gboolean on;   /* the value, read as a truth */
} Pragma;

/* PRAGMA [schema.]name [= value | (value)] */
static Pragma read_pragma (const Script *script, guint i)
{
    const StatementSpan *span = prisma_script_span (script, i);
    g_autofree char *text = g_ascii_strdown (script->text + span->offset, (gssize)span->length);
    char *at = text + strlen ("pragma");
    Pragma pragma = { 0 };
    gsize length;

    at += strspn (at, " \t\r\n");
    if (strchr (at, '.') && strcspn (at, ".") < strcspn (at, "=( \t\r\n"))
        at = strchr (at, '.') + 1;
    length = strspn (at, "abcdefghijklmnopqrstuvwxyz_");
    pragma.name = g_strndup (at, length);
    at += length;
    pragma.sets = at[strspn (at, " \t\r\n")] != '\0';
    at += strspn (at, " \t\r\n=(+'\"");
    pragma.on = g_str_has_prefix (at, "on") || g_str_has_prefix (at, "yes") || g_str_has_prefix (at, "true") ||
                g_ascii_strtoll (at, NULL, 10) != 0;
    return pragma;
}

static gboolean is_harmless (const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS (harmless_pragmas); i++)
        if (g_str_equal (harmless_pragmas[i], name))
            return TRUE;
    return FALSE;
}

/* Does span I do the same whether foreign keys are enforced or not? (A row that lacks its parent is found afterwards.) */
static gboolean ignores_foreign_keys (const Script *script, guint i)
{
    g_autofree char *words = prisma_script_words (script, i, 2);

    if (g_str_has_prefix (words, "insert"))
        return !g_str_has_prefix (words, "insert or") && !prisma_script_mentions (script, i, "conflict");
    if (g_str_has_prefix (words, "alter"))
        return !(prisma_script_mentions (script, i, "references") && prisma_script_mentions (script, i, "default"));
    if (g_str_has_prefix (words, "drop"))
        return !g_str_equal (words, "drop table");
    return g_str_has_prefix (words, "create ") || g_str_has_prefix (words, "select ") ||
           g_str_has_prefix (words, "analyze") || g_str_has_prefix (words, "reindex") ||
           g_str_has_prefix (words, "explain ") || prisma_script_span (script, i)->kind != STATEMENT_OTHER;
}

/* What the script does to transactions and foreign keys, statement after statement. */
typedef struct
{
    gboolean begun; /* behind a BEGIN */
    guint opened_at;
    guint depth; /* savepoints, the outermost of which may be such a transaction */
    gboolean keys_off;
    guint control; /* statements that begin or end one */
    guint first_control;
    gboolean hoists;  /* there is a PRAGMA foreign_keys that takes effect */
    guint mixed_at;   /* minds foreign keys and stands where they are on; G_MAXUINT for none */
    guint outside_at; /* can't be inside a transaction */
} Course;

/* In a transaction of the script's own. */
static gboolean is_open (const Course *course)
{
    return course->begun || course->depth > 0;
}

static void follow_pragma (Script *script, guint i, Course *course)
{
    Pragma pragma = read_pragma (script, i);

    script->traits.changes_session = TRUE;
    if (g_str_equal (pragma.name, "foreign_keys"))
    {
        script->left_out[i] = TRUE;
        if (pragma.sets && !is_open (course))
        {
            course->keys_off = !pragma.on;
            course->hoists |= course->keys_off;
        }
    }
    else if (g_str_equal (pragma.name, "defer_foreign_keys"))
    {
        script->left_out[i] = !is_open (course);
    }
    else if (!is_harmless (pragma.name) && (pragma.sets || g_str_equal (pragma.name, "wal_checkpoint")) &&
             course->outside_at == G_MAXUINT)
    {
        course->outside_at = i;
    }
    g_free (pragma.name);
}

static void follow_savepoint (const Script *script, guint i, Course *course)
{
    g_autofree char *words = prisma_script_words (script, i, 1);

    if (g_str_equal (words, "savepoint"))
    {
        if (!is_open (course))
            course->opened_at = i;
        course->depth++;
    }
    else if (g_str_equal (words, "release") && course->depth > 0)
    {
        course->depth--;
    }
}

static void follow (Script *script, Course *course)
{
    for (guint i = 0; i < script->spans->len; i++)
    {
        StatementKind kind = prisma_script_span (script, i)->kind;

        if (kind == STATEMENT_BEGIN || kind == STATEMENT_COMMIT || kind == STATEMENT_ROLLBACK)
        {
            course->first_control = course->control++ == 0 ? i : course->first_control;
            course->opened_at = kind == STATEMENT_BEGIN && !is_open (course) ? i : course->opened_at;
            course->begun = kind == STATEMENT_BEGIN;
            course->depth = 0;
        }
        else if (kind == STATEMENT_SAVEPOINT)
            follow_savepoint (script, i, course);
        else if (kind == STATEMENT_PRAGMA)
            follow_pragma (script, i, course);
        else if (kind == STATEMENT_NO_TRANSACTION && course->outside_at == G_MAXUINT)
            course->outside_at = i;
        else if (!course->keys_off && course->mixed_at == G_MAXUINT && !ignores_foreign_keys (script, i))
            course->mixed_at = i;
    }
}

/* The script without the hoisted pragmas at its two ends. */
static void trim (const Script *script, guint *from, guint *end)
{
    *from = 0;
    *end = script->spans->len;
    while (*from < *end && script->left_out[*from])
        (*from)++;
    while (*end > *from && script->left_out[*end - 1])
        (*end)--;
}

gboolean prisma_script_decide_sqlite (Script *script, GError **error)
{
    Course course = { .mixed_at = G_MAXUINT, .outside_at = G_MAXUINT };
    guint from, end;

    script->left_out = g_new0 (gboolean, script->spans->len + 1);
    follow (script, &course);
    if (is_open (&course))
    {
        prisma_script_refuse_unclosed_transaction (script, course.opened_at, error);
        return FALSE;
    }
    trim (script, &from, &end);
    if (course.outside_at != G_MAXUINT)
        prisma_script_alone (script, course.outside_at, "SQLite can't do this inside a transaction");
    else if (course.hoists && course.mixed_at != G_MAXUINT)
        prisma_script_alone (script, course.mixed_at, "foreign keys are on here and off elsewhere in the script");
    else if (course.control > 0 && !prisma_script_unwrap (script, from, end))
        prisma_script_alone (script, course.first_control, "the script has transactions of its own");
    script->one_by_one = TRUE;
    script->traits.foreign_keys_off = script->traits.mode == STEP_ATOMIC && course.hoists;
    if (script->traits.mode == STEP_ALONE)
        g_clear_pointer (&script->left_out, g_free);
    return TRUE;
}
