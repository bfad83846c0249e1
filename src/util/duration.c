#include "util/duration.h"

#include <string.h>

#define HUNDRED_YEARS (G_GINT64_CONSTANT (100) * 365 * 24 * 3600 * G_USEC_PER_SEC)

static const struct
{
    const char *name;
    gint64 microseconds;
} units[] = {
    { "ms", 1000 },
    { "s", G_USEC_PER_SEC },
    { "m", 60 * (gint64)G_USEC_PER_SEC },
    { "h", 3600 * (gint64)G_USEC_PER_SEC },
};

gboolean duration_parse (const char *text, gint64 *microseconds)
{
    gsize digits = strspn (text, "0123456789");
    guint64 number = g_ascii_strtoull (text, NULL, 10);

    if (digits == 0 || digits > 15)
        return FALSE;
    if (text[digits] == '\0' && number == 0)
    {
        *microseconds = 0;
        return TRUE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
        if (g_str_equal (text + digits, units[i].name) && number <= (guint64)(HUNDRED_YEARS / units[i].microseconds))
        {
            *microseconds = (gint64)number * units[i].microseconds;
            return TRUE;
        }
    return FALSE;
}

char *duration_text (gint64 microseconds)
{
    gint64 milliseconds = (microseconds + 500) / 1000;
    gint64 seconds = (milliseconds + 500) / 1000;

    if (milliseconds < 1000)
        return g_strdup_printf ("%" G_GINT64_FORMAT " ms", milliseconds);
    if (milliseconds < 60000)
        return g_strdup_printf ("%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT " s", milliseconds / 1000,
                                milliseconds % 1000 / 100);
    if (seconds < 3600)
        return g_strdup_printf ("%" G_GINT64_FORMAT " min %" G_GINT64_FORMAT " s", seconds / 60, seconds % 60);
    return g_strdup_printf ("%" G_GINT64_FORMAT " h %" G_GINT64_FORMAT " min", seconds / 3600, seconds % 3600 / 60);
}
