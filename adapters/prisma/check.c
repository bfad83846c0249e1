/* Would Prisma itself go on here? Its two refusals that need no migration to be looked at: another provider (P3019), and a database that is not empty and has
 * no history (P3005). */

#include "adapters/prisma/prisma.h"
#include "util/error.h"
#include "util/utf8.h"

#include <string.h>

static const char *const providers[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] = "postgresql",
    [DIALECT_MYSQL] = "mysql",
    [DIALECT_SQLITE] = "sqlite",
};

/* The tables that count, as each flavour's table_names lists them; PostgreSQL's relkind leaves out views and partitioned parents. */
static const char *const table_queries[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] =
        "SELECT relname FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace"
        " WHERE relkind = 'r' AND relname <> 'spatial_ref_sys' AND nspname = %s ORDER BY relname LIMIT 4",
    [DIALECT_MYSQL] =
        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
        " ORDER BY table_name LIMIT 4",
    [DIALECT_SQLITE] = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name LIMIT 4",
};

/* The provider that a lock file names, by Prisma's reading of it: not TOML, but the first line that begins with the word (migrations_directory.rs). *LINE is
 * that line's number, or 0. Free with g_free. */
static char *read_provider (const char *text, guint *line)
{
    const char *prefix = "provider = ";

    *line = 0;
    for (guint number = 1; *text; number++)
    {
        const char *end = strchrnul (text, '\n');

        if (g_str_has_prefix (text, "provider"))
        {
            while (g_str_has_prefix (text, prefix))
                text += strlen (prefix);
            if (*end && end > text && end[-1] == '\r')
                end--;
            while (text < end && *text == '"')
                text++;
            while (end > text && end[-1] == '"')
                end--;
            *line = number;
            return g_strndup (text, (gsize)(end - text));
        }
        text = *end ? end + 1 : end;
    }
    return g_strdup ("<PROVIDER NOT FOUND>");
}

/* A lock file that can't be read counts as none, as it does for Prisma. */
static gboolean check_provider (const Source *source, const char *folder, Dialect dialect, GError **error)
{
    g_autofree char *path = g_build_filename (folder, PRISMA_LOCK_FILE, NULL);
    g_autofree char *text = NULL;
    g_autofree char *provider = NULL;
    gsize length;
    guint line;

    if (!g_file_get_contents (path, &text, &length, NULL))
        return TRUE;
    utf8_replace_invalid (&text, &length);
    provider = read_provider (text, &line);
    if (g_str_equal (provider, providers[dialect]))
        return TRUE;
    error_set_at (error, MIGSHIM_ERROR_CONFIG, (Location){ path, line, line ? 1 : 0 }, text, length,
                  "the migrations of \"%s\" are for the provider \"%s\", and the database is %s", source->name,
                  provider, dialect_title (dialect));
    error_tool_code (error, "P3019");
    error_hint (error,
                "Prisma expects the line `provider = \"%s\"` here, letter for letter. If the scripts are written for "
                "another database, point the source to it.",
                providers[dialect]);
    return FALSE;
}

/* The names in ANSWER, for people. Free with g_free. */
static char *list_tables (const ResultSet *answer)
{
    GString *names = g_string_new (NULL);

    for (guint i = 0; i < result_n_rows (answer); i++)
        g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", i == 3 ? "..." : result_text (answer, i, 0));
    return g_string_free (names, FALSE);
}

static gboolean check_empty (const Source *source, Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    g_autoptr (GString) schema = g_string_new (NULL);
    g_auto (GStrv) parts = g_strsplit (table_queries[dialect], "%s", 2);
    g_autofree char *sql = NULL;
    g_autofree char *names = NULL;
    g_autoptr (ResultSet) answer = NULL;
    Statement statement;

    dialect_append_literal (dialect, schema, prisma_schema (source));
    sql = g_strconcat (parts[0], parts[1] ? schema->str : NULL, parts[1], NULL);
    statement = statement_of (sql);
    answer = session_query (session, &statement, error);
    if (!answer)
        return FALSE;
    if (result_n_rows (answer) == 0)
        return TRUE;
    names = list_tables (answer);
    error_set (error, MIGSHIM_ERROR_DISAGREE,
               "the database of \"%s\" is not empty, and has no history of Prisma's (tables: %s)", source->name, names);
    error_tool_code (error, "P3005");
    error_hint (error,
                "If some migrations describe what is there already, say so, one by one: `migshim mark applied %s:ID`.\n"
                "If all of them are to run beside what is there: mark the first one as applied, then as pending: that "
                "leaves an empty history.",
                source->name);
    return FALSE;
}

gboolean prisma_check (const Source *source, const AdapterContext *context, GError **error)
{
    for (char **path = source->paths; *path; path++)
        if (!check_provider (source, *path, session_dialect (context->session), error))
            return FALSE;
    return context->history_exists || check_empty (source, context->session, error);
}
