/* terminal.h: what a stream can show, and the one line on it that changes. */

#ifndef MIGSHIM_REPORT_TERMINAL_H
#define MIGSHIM_REPORT_TERMINAL_H

#include "report/style.h"

#include <glib.h>

typedef enum
{
    COLOR_AUTO, /* on a terminal, unless NO_COLOR is set (no-color.org) or TERM is "dumb" */
    COLOR_ALWAYS,
    COLOR_NEVER
} ColorChoice;

/* The style of the file descriptor DESCRIPTOR. Unicode by the locale, which must have been set. */
Style terminal_style (int descriptor, ColorChoice choice);

/* A line at the bottom of standard error that tells what is going on. */
typedef struct Progress Progress;

/* STYLE is that of standard error. Without a terminal, or when QUIET, nothing is ever shown. Free with progress_free, which wipes the line. */
Progress *progress_new (const Style *style, gboolean quiet);
void progress_free (Progress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Progress, progress_free)

/* Shows DONE of TOTAL and WHAT, cut to the width of the terminal. Cheap: at most 20 times a second. */
void progress_show (Progress *progress, guint done, guint total, const char *what);

/* Wipes the line, so that other text can be written. */
void progress_clear (Progress *progress);

#endif
