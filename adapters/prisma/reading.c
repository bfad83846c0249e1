#include "adapters/prisma/reading.h"

#include <jansson.h>
#include <string.h>

typedef struct
{
    const char *at, *end;
} Range;

static void value_clear (ReadValue *value)
{
    g_free (value->variable);
    g_free (value->literal);
    *value = (ReadValue){ 0 };
}

static gboolean value_is_set (const ReadValue *value)
{
    return value->variable || value->literal || value->unreadable;
}

static gboolean is_word (char c)
{
    return g_ascii_isalnum (c) || c == '_' || c == '$';
}

/* Behind the string that begins at AT with a quote. */
static const char *skip_string (const char *at, const char *end)
{
    char quote = *at++;

    while (at < end && *at != quote)
        at += *at == '\\' && at + 1 < end ? 2 : 1;
    return at < end ? at + 1 : end;
}

/* A copy of TEXT with blanks in place of comments. Block comments only where BLOCKS is TRUE. Free with g_free. */
static char *without_comments (const char *text, const char *quotes, gboolean blocks)
{
    char *copy = g_strdup (text);
    char *end = copy + strlen (copy);

    for (char *at = copy; at < end;)
    {
        char *close;

        if (strchr (quotes, *at))
        {
            at = (char *)skip_string (at, end);
            continue;
        }
        if (at[0] == '/' && at[1] == '/')
            close = at + strcspn (at, "\n");
        else if (blocks && at[0] == '/' && at[1] == '*')
            close = (close = strstr (at + 2, "*/")) ? close + 2 : end;
        else
        {
            at++;
            continue;
        }
        for (; at < close; at++)
            *at = *at == '\n' ? '\n' : ' ';
    }
    return copy;
}

static Range skip_blank (Range range)
{
    while (range.at < range.end && g_ascii_isspace (*range.at))
        range.at++;
    return range;
}

/* What stands behind WORD and MARK (a colon, an equals sign, a brace), strings aside, or an empty range. */
static Range find_behind (Range range, const char *word, char mark)
{
    gsize length = strlen (word);

    for (const char *at = range.at; at < range.end;)
    {
        gboolean quoted = *at == '"' || *at == '\'';
        Range rest = { at + length + (quoted ? 2 : 0), range.end };

        if ((gsize)(range.end - at) > length + 2 && (at == range.at || !is_word (at[-1])) &&
            strncmp (at + quoted, word, length) == 0 && (quoted ? at[length + 1] == *at : !is_word (at[length])))
        {
            rest = skip_blank (rest);
            if (rest.at < rest.end && *rest.at == mark)
                return skip_blank ((Range){ rest.at + 1, range.end });
        }
        at = strchr ("\"'`", *at) ? skip_string (at, range.end) : at + 1;
    }
    return (Range){ range.end, range.end };
}

/* What stands between the brace at the beginning of RANGE and the one that closes it. */
static Range inside_braces (Range range)
{
    int depth = 0;

    if (range.at >= range.end || *range.at != '{')
        return (Range){ range.end, range.end };
    for (const char *at = range.at; at < range.end;)
    {
        if (strchr ("\"'`", *at))
        {
            at = skip_string (at, range.end);
            continue;
        }
        depth += *at == '{' ? 1 : *at == '}' ? -1 : 0;
        if (depth == 0)
            return (Range){ range.at + 1, at };
        at++;
    }
    return (Range){ range.at + 1, range.end };
}

/* The string at the beginning of RANGE, or NULL; RANGE moves behind it. Free with g_free. */
static char *take_string (Range *range)
{
    const char *start = range->at;
    g_autofree char *raw = NULL;

    if (start >= range->end || !strchr ("\"'`", *start))
        return NULL;
    range->at = skip_string (start, range->end);
    if (range->at - start < 2 || range->at[-1] != *start)
        return NULL;
    raw = g_strndup (start + 1, (gsize)(range->at - start - 2));
    if (*start == '`' && strstr (raw, "${"))
        return NULL;
    return g_strcompress (raw);
}

static char *take_word (Range *range)
{
    const char *start = range->at;

    while (range->at < range->end && is_word (*range->at))
        range->at++;
    return range->at > start ? g_strndup (start, (gsize)(range->at - start)) : NULL;
}

static gboolean take_text (Range *range, const char *text)
{
    if ((gsize)(range->end - range->at) < strlen (text) || strncmp (range->at, text, strlen (text)) != 0)
        return FALSE;
    range->at += strlen (text);
    *range = skip_blank (*range);
    return TRUE;
}

/* process.env.X, process.env["X"], env("X"), env<T>("X"): the variable's name, or NULL. */
static char *take_variable (Range range)
{
    if (take_text (&range, "process.env"))
    {
        if (take_text (&range, ".") || take_text (&range, "?."))
            return take_word (&range);
        return take_text (&range, "[") ? take_string (&range) : NULL;
    }
    if (!take_text (&range, "env"))
        return NULL;
    if (range.at < range.end && *range.at == '<')
        range.at = memchr (range.at, '>', (gsize)(range.end - range.at))
                       ? (const char *)memchr (range.at, '>', (gsize)(range.end - range.at)) + 1
                       : range.end;
    return take_text (&range, "(") ? take_string (&range) : NULL;
}

/* join(...) and resolve(...) of strings; names of the file's own folder may come first. */
static char *take_join (Range range)
{
    g_autoptr (GString) path = g_string_new (NULL);

    take_text (&range, "path.");
    if (!(take_text (&range, "join") || take_text (&range, "resolve")) || !take_text (&range, "("))
        return NULL;
    while (range.at < range.end && *range.at != ')')
    {
        g_autofree char *part = NULL;

        if (path->len == 0 && (take_text (&range, "__dirname") || take_text (&range, "import.meta.dirname") ||
                               take_text (&range, "process.cwd()")))
            part = g_strdup ("");
        else
            part = take_string (&range);
        if (!part)
            return NULL;
        if (path->len > 0 && *part)
            g_string_append_c (path, '/');
        g_string_append (path, part);
        range = skip_blank (range);
        if (!take_text (&range, ","))
            break;
    }
    return range.at < range.end && *range.at == ')' ? g_strdup (path->str) : NULL;
}

/* The expression at the beginning of RANGE; a name is looked up once among the constants of WHOLE. */
static ReadValue take_expression (Range range, Range whole, gboolean look_up)
{
    ReadValue value = { 0 };

    if (range.at >= range.end)
        return value;
    value.variable = take_variable (range);
    if (!value.variable)
        value.literal = take_join (range);
    if (!value.variable && !value.literal)
        value.literal = take_string (&range);
    if (!value.variable && !value.literal && look_up)
    {
        g_autofree char *name = take_word (&range);
        Range behind = name ? find_behind (whole, name, '=') : range;

        if (name && behind.at < behind.end)
            return take_expression (behind, whole, FALSE);
    }
    value.unreadable = !value.variable && !value.literal;
    return value;
}

gboolean read_datasource (const char *text, ReadDatasource *datasource)
{
    g_autofree char *clean = without_comments (text, "\"", FALSE);
    Range whole = { clean, clean + strlen (clean) };
    Range block = whole;
    Range provider;
    const char *word = clean;

    *datasource = (ReadDatasource){ 0 };
    while ((word = strstr (word, "datasource")) &&
           ((word > clean && is_word (word[-1])) || !g_ascii_isspace (word[strlen ("datasource")])))
        word++;
    if (!word || !(block.at = strchr (word, '{')))
        return FALSE;
    block = inside_braces (block);
    provider = find_behind (block, "provider", '=');
    datasource->provider = take_string (&provider);
    datasource->url = take_expression (find_behind (block, "directUrl", '='), whole, FALSE);
    if (!value_is_set (&datasource->url))
        datasource->url = take_expression (find_behind (block, "url", '='), whole, FALSE);
    return TRUE;
}

void read_datasource_clear (ReadDatasource *datasource)
{
    g_free (datasource->provider);
    value_clear (&datasource->url);
}

void read_config (const char *text, ReadConfig *config)
{
    g_autofree char *clean = without_comments (text, "\"'`", TRUE);
    Range whole = { clean, clean + strlen (clean) };
    Range migrations = inside_braces (find_behind (whole, "migrations", ':'));
    Range datasource = inside_braces (find_behind (whole, "datasource", ':'));

    *config = (ReadConfig){ .eight = strstr (clean, "@prisma/cli-engine") || strstr (clean, "@prisma/orm-") };
    config->schema = take_expression (find_behind (whole, "schema", ':'), whole, TRUE);
    config->migrations = take_expression (find_behind (migrations, "path", ':'), whole, TRUE);
    config->url = take_expression (find_behind (datasource, "directUrl", ':'), whole, TRUE);
    if (!value_is_set (&config->url))
        config->url = take_expression (find_behind (datasource, "url", ':'), whole, TRUE);
}

void read_config_clear (ReadConfig *config)
{
    value_clear (&config->schema);
    value_clear (&config->migrations);
    value_clear (&config->url);
}

char *read_package_schema (const char *text)
{
    json_t *package = json_loads (text, 0, NULL);
    char *schema = g_strdup (json_string_value (json_object_get (json_object_get (package, "prisma"), "schema")));

    json_decref (package);
    return schema;
}

char *read_env_file (const char *text, const char *name)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    char *found = NULL;

    for (char **line = lines; *line; line++)
    {
        const char *at = *line + strspn (*line, " \t");
        Range value;

        if (g_str_has_prefix (at, "export "))
            at += strlen ("export ");
        if (!g_str_has_prefix (at, name))
            continue;
        value = skip_blank ((Range){ at + strlen (name), at + strlen (at) });
        if (value.at >= value.end || *value.at != '=')
            continue;
        value = skip_blank ((Range){ value.at + 1, value.end });
        g_free (found);
        found = take_string (&value);
        if (!found)
            found = g_strndup (value.at, strcspn (value.at, " \t\r#"));
    }
    return found;
}
