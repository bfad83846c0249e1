/* style.h: how text for people may look on this output, and the one way to write it.
 *
 * Reports write into a GString and print nothing themselves. All text goes through style_append, which makes it harmless: control
 * characters in a file's name or a server's message never reach the terminal. */

#ifndef MIGSHIM_REPORT_STYLE_H
#define MIGSHIM_REPORT_STYLE_H

#include <glib.h>

typedef struct
{
    gboolean color;   /* escape sequences are welcome */
    gboolean unicode; /* the locale is UTF-8 */
    guint width;      /* of the terminal in columns; 0 when it is not one */
} Style;

typedef enum
{
    PAINT_PLAIN,
    PAINT_BOLD,
    PAINT_DIM,
    PAINT_GOOD, /* done */
    PAINT_WAIT, /* to do, or to look at */
    PAINT_BAD,
    PAINT_LANE /* PAINT_LANE + n: the n-th of some colours that differ, round and round */
} Paint;

/* Appends the formatted text in the colour PAINT; control characters but the line feed become "?", a tab a blank. */
void style_append (GString *out, const Style *style, Paint paint, const char *format, ...) G_GNUC_PRINTF (4, 5);

/* One of two spellings, by what the locale can show. */
const char *style_pick (const Style *style, const char *unicode, const char *ascii);

/* Columns that TEXT takes on a terminal. */
guint style_width (const char *text);

/* Appends N blanks. */
void style_pad (GString *out, guint n);

#endif
