#include "report/terminal.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SHOW_EVERY (G_USEC_PER_SEC / 20)
#define FALLBACK_WIDTH 80

static guint terminal_width (int descriptor)
{
    struct winsize size;
    const char *columns = g_getenv ("COLUMNS");
    guint64 width;

    if (ioctl (descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    if (columns && g_ascii_string_to_unsigned (columns, 10, 20, 10000, &width, NULL))
        return (guint)width;
    return FALLBACK_WIDTH;
}

Style terminal_style (int descriptor, ColorChoice choice)
{
    const char *no_color = g_getenv ("NO_COLOR");
    gboolean terminal = isatty (descriptor);
    Style style = { 0 };

    style.unicode = g_get_charset (NULL);
    style.width = terminal ? terminal_width (descriptor) : 0;
    switch (choice)
    {
    case COLOR_AUTO:
        style.color = terminal && !(no_color && *no_color) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
        break;
    case COLOR_ALWAYS:
        style.color = TRUE;
        break;
    case COLOR_NEVER:
        break;
    }
    return style;
}

struct Progress
{
    Style style;
    gint64 shown_at; /* monotonic; 0: never */
    gboolean visible;
    gboolean silent;
};

Progress *progress_new (const Style *style, gboolean quiet)
{
    Progress *progress = g_new0 (Progress, 1);

    progress->style = *style;
    progress->silent = quiet || style->width == 0 || g_strcmp0 (g_getenv ("TERM"), "dumb") == 0;
    return progress;
}

void progress_free (Progress *progress)
{
    if (!progress)
        return;
    progress_clear (progress);
    g_free (progress);
}

/* Cuts TEXT to WIDTH columns. */
static void cut (GString *text, guint width)
{
    while (style_width (text->str) > width && text->len > 0)
        g_string_truncate (text, (gsize)(g_utf8_find_prev_char (text->str, text->str + text->len) - text->str));
}

void progress_show (Progress *progress, guint done, guint total, const char *what)
{
    g_autoptr (GString) line = NULL;
    gint64 now = g_get_monotonic_time ();

    if (progress->silent || (progress->visible && now - progress->shown_at < SHOW_EVERY))
        return;
    line = g_string_new (NULL);
    g_string_printf (line, "[%u/%u] ", done, total);
    style_append (line, &(Style){ .unicode = progress->style.unicode }, PAINT_PLAIN, "%s", what);
    g_strdelimit (line->str, "\n", ' ');
    cut (line, progress->style.width - 1);
    fprintf (stderr, "\r%s\033[K", line->str);
    fflush (stderr);
    progress->visible = TRUE;
    progress->shown_at = now;
}

void progress_clear (Progress *progress)
{
    if (!progress->visible)
        return;
    fputs ("\r\033[K", stderr);
    fflush (stderr);
    progress->visible = FALSE;
}
