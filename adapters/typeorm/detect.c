#include "adapters/typeorm/typeorm.h"

gboolean typeorm_detect (const char *root G_GNUC_UNUSED, const char *folder G_GNUC_UNUSED,
                         GPtrArray *found G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    return TRUE;
}
