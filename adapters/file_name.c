#include "adapters/file_name.h"
#include "model/revision.h"

#include <string.h>

/* The number that N digits at TEXT make. */
static int digits (const char *text, int n)
{
    int value = 0;

    for (int i = 0; i < n; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

gint64 file_name_timestamp (const char *name)
{
    gsize n_digits = strspn (name, "0123456789");
    g_autoptr (GDateTime) time = NULL;

    if (n_digits != 14 && n_digits != 12 && n_digits != 8)
        return REVISION_NO_TIMESTAMP;
    if (digits (name, 4) < 1970 || digits (name, 4) > 2999)
        return REVISION_NO_TIMESTAMP;
    time = g_date_time_new_utc (digits (name, 4), digits (name + 4, 2), digits (name + 6, 2),
                                n_digits >= 12 ? digits (name + 8, 2) : 0, n_digits >= 12 ? digits (name + 10, 2) : 0,
                                n_digits == 14 ? digits (name + 12, 2) : 0);
    return time ? g_date_time_to_unix (time) : REVISION_NO_TIMESTAMP;
}

const char *file_name_title (const char *name)
{
    const char *rest = name + strspn (name, "0123456789");

    rest += strspn (rest, "_- .");
    return *rest ? rest : NULL;
}
