/* Files into revisions. */

#include "adapters/alembic/alembic.h"
#include "util/error.h"

gboolean alembic_scan (const Source *source, GPtrArray *revisions G_GNUC_UNUSED, GError **error)
{
    error_set_at (error, MIGSHIM_ERROR_UNSUPPORTED, source->where, NULL, 0,
                  "Alembic's revisions can't be read yet (source \"%s\")", source->name);
    return FALSE;
}

gboolean alembic_detect (const char *root G_GNUC_UNUSED, const char *folder G_GNUC_UNUSED,
                         GPtrArray *found G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    return TRUE;
}
