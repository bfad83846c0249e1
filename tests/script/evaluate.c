/* evaluate FILE...: runs scripts and prints what they log; for trying the evaluator by hand. */

#include "script/script.h"
#include "util/error.h"

#include <stdio.h>

static void print (gpointer user_data, ScriptLogLevel level, const char *text)
{
    (void)user_data, (void)level;
    puts (text);
}

static gboolean evaluate (const char *path, GError **error)
{
    g_autofree char *here = g_get_current_dir ();
    ScriptOptions options = { .language = g_str_has_suffix (path, ".py") ? LANGUAGE_PYTHON : LANGUAGE_ECMASCRIPT,
                              .root = here,
                              .hooks = { .log = print } };
    g_autoptr (ScriptRuntime) runtime = script_runtime_new (&options);
    Value exports;

    return script_load (runtime, path, &exports, error) && script_finish (runtime, error);
}

int main (int argc, char **argv)
{
    int failed = 0;

    for (int i = 1; i < argc; i++)
    {
        g_autoptr (GError) error = NULL;
        const ErrorDetail *detail;

        if (evaluate (argv[i], &error))
            continue;
        failed = 1;
        detail = error_detail (error);
        fprintf (stderr, "%s:%u:%u: %s\n", argv[i], detail ? detail->where.line : 0, detail ? detail->where.column : 0,
                 error->message);
    }
    return failed;
}
