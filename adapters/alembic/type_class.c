/* The table of the classes of types. */

#include "adapters/alembic/type_class.h"
#include "adapters/alembic/type_host.h"

#include <string.h>

#define TYPE(id, title, place, parent, shape, postgresql, mysql, sqlite, kin, bits, parameters)                        \
    [TYPE_##id] = { .host = { .name = title,                                                                           \
                              .summary = "a column's type",                                                            \
                              .module = place,                                                                         \
                              .base = TYPE_##parent == TYPE_NONE ? NULL : &sa_type_classes[TYPE_##parent].host,        \
                              .members = TYPE_##parent == TYPE_NONE  ? sa_type_members                                 \
                                         : (bits) & (SA_TYPE_SCHEMA) ? sa_schema_type_members                          \
                                                                     : sa_no_members,                                  \
                              .init = sa_type_init },                                                                  \
                    .form = SA_FORM_##shape,                                                                           \
                    .names = { postgresql, mysql, sqlite },                                                            \
                    .affinity = SA_AFFINITY_##kin,                                                                     \
                    .flags = bits,                                                                                     \
                    .signature = parameters },

static const HostMember sa_no_members[] = { { .name = NULL } };

const SaTypeClass sa_type_classes[] = {
#include "adapters/alembic/type_list.h"
    [TYPE_COUNT] = { .host = { .name = NULL } },
};

const SaTypeClass *sa_type_class_find (const char *module, const char *name)
{
    for (const SaTypeClass *class = sa_type_classes; class->host.name; class ++)
        if (strcmp (class->host.name, name) == 0 && g_str_has_prefix (class->host.module, module))
            return class;
    return NULL;
}

const SaTypeClass *sa_type_class_of (const HostClass *host)
{
    const HostClass *first = &sa_type_classes[0].host;

    for (const HostClass *at = host; at; at = at->base)
        if (at == first)
            return (const SaTypeClass *)host;
    return NULL;
}

gboolean sa_type_is (const SaType *type, const char *name)
{
    if (!type)
        return strcmp (name, "NullType") == 0;
    for (const HostClass *at = &type->class->host; at; at = at->base)
        if (strcmp (at->name, name) == 0)
            return TRUE;
    return FALSE;
}
