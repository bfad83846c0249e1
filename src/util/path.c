#include "util/path.h"

#include <glib.h>
#include <string.h>

char *path_relative_to (const char *root, const char *path)
{
    g_autofree char *from = g_canonicalize_filename (root, NULL);
    g_autofree char *to = g_canonicalize_filename (path, NULL);
    gsize length = strlen (from);

    if (strncmp (from, to, length) == 0 && (to[length] == '/' || to[length] == '\0'))
        return g_strdup (to[length] ? to + length + 1 : ".");
    return g_steal_pointer (&to);
}
