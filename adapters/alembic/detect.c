/* alembic.ini, pyproject.toml and env.py found by `init`. */

#include "adapters/alembic/alembic.h"

gboolean alembic_detect (const char *root G_GNUC_UNUSED, const char *folder G_GNUC_UNUSED,
                         GPtrArray *found G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    return TRUE;
}
