#include "cli/command.h"

#include "util/error.h"

#include <errno.h>
#include <stdio.h>

gboolean command_print (const GString *text, GError **error)
{
    errno = 0;
    if (fwrite (text->str, 1, text->len, stdout) == text->len && fflush (stdout) == 0)
        return TRUE;
    if (errno == EPIPE)
        return TRUE;
    error_set (error, MIGSHIM_ERROR_CANCELLED, "standard output can't be written: %s", g_strerror (errno));
    return FALSE;
}

void command_note (const Invocation *invocation, const char *format, ...)
{
    g_autoptr (GString) out = NULL;
    g_autofree char *text = NULL;
    va_list arguments;

    if (invocation->quiet)
        return;
    va_start (arguments, format);
    text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    out = g_string_new (NULL);
    style_append (out, &invocation->err, PAINT_PLAIN, "%s\n", text);
    fputs (out->str, stderr);
}
