#include "report/duration.h"

void duration_append (GString *out, gint64 duration)
{
    if (duration < G_USEC_PER_SEC)
        g_string_append_printf (out, "%" G_GINT64_FORMAT " ms", (duration + 500) / 1000);
    else if (duration < 60 * G_USEC_PER_SEC)
        g_string_append_printf (out, "%.1f s", (double)duration / G_USEC_PER_SEC);
    else
        g_string_append_printf (out, "%" G_GINT64_FORMAT " min %" G_GINT64_FORMAT " s",
                                duration / (60 * G_USEC_PER_SEC), duration / G_USEC_PER_SEC % 60);
}
