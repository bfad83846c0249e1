/* Reads names of script files from standard input, a line each, and says a line for each: "ok", or "bad LINE:COLUMN MESSAGE". */

#include "script/ast.h"

#include <stdio.h>
#include <string.h>

static EsOptions options_of (const char *path)
{
    gboolean typescript =
        g_str_has_suffix (path, ".ts") || g_str_has_suffix (path, ".mts") || g_str_has_suffix (path, ".cts");
    gboolean module = g_str_has_suffix (path, ".mjs") || g_str_has_suffix (path, ".mts");
    return (typescript ? ES_TYPESCRIPT : 0) | (module ? ES_MODULE : 0);
}

static void parse (const char *path)
{
    g_autofree char *text = NULL;
    gsize length = 0;
    g_autoptr (GError) error = NULL;
    g_autoptr (Arena) arena = arena_new (0);
    g_autoptr (NameTable) names = names_new ();
    ScriptFile *file = NULL;
    if (g_file_get_contents (path, &text, &length, &error))
        file = g_str_has_suffix (path, ".py") ? python_parse (path, text, length, names, arena, &error)
                                              : es_parse (path, text, length, options_of (path), names, arena, &error);
    const ErrorDetail *detail = error_detail (error);
    if (file != NULL)
        puts ("ok");
    else
        printf ("bad %u:%u %s\n", detail == NULL ? 0 : detail->where.line, detail == NULL ? 0 : detail->where.column,
                error->message);
}

int main (void)
{
    char line[4096];
    while (fgets (line, sizeof line, stdin) != NULL)
        parse (g_strchomp (line));
    return 0;
}
