#include "cli/confirm.h"

#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

gboolean confirm (const Invocation *invocation, const char *question, GError **error)
{
    g_autoptr (GString) out = NULL;
    char answer[16] = "";

    if (invocation->yes)
        return TRUE;
    if (invocation->json || !isatty (STDIN_FILENO) || !isatty (STDERR_FILENO))
    {
        error_set (error, MIGSHIM_ERROR_USAGE, "this wants a yes, and there is no terminal to ask on");
        error_hint (error, "%s\nGive --yes to do it without being asked", question);
        return FALSE;
    }
    out = g_string_new (NULL);
    style_append (out, &invocation->err, PAINT_BOLD, "%s", question);
    g_string_append (out, " [y/N] ");
    fputs (out->str, stderr);
    if (fgets (answer, sizeof answer, stdin))
    {
        g_strstrip (answer);
        if (g_ascii_strcasecmp (answer, "y") == 0 || g_ascii_strcasecmp (answer, "yes") == 0)
            return TRUE;
    }
    error_set (error, MIGSHIM_ERROR_CANCELLED, "not confirmed, and nothing was changed");
    return FALSE;
}
