#include "adapters/typeorm/schema.h"

static const HostMember members[] = { { .name = NULL } };

const HostClass typeorm_schema_class = {
    .name = "QueryRunner",
    .summary = "What changes and reads the schema.",
    .members = members,
};
