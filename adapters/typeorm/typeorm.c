#include "adapters/typeorm/typeorm.h"

/* TypeORM sets nothing on PostgreSQL: the option `schema` is only put before names. Its SQLite connections check foreign keys. */
static void fill_profile (const Source *source G_GNUC_UNUSED, Dialect dialect, SessionProfile *profile)
{
    profile->search_path = NULL;
    profile->foreign_keys = dialect == DIALECT_SQLITE;
}

static const char *const settings[] = { "table",         "schema",        "type", "entityPrefix",
                                        "metadataTable", "uuidExtension", NULL };

const Adapter adapter_typeorm = {
    .name = "typeorm",
    .title = "TypeORM",
    .history_settings = settings,
    .linear = TRUE,
    .scan = typeorm_scan,
    .detect = typeorm_detect,
    .history_tables = typeorm_history_tables,
    .history_query = typeorm_history_query,
    .history_rows = typeorm_history_rows,
    .history_create = typeorm_history_create,
    .profile = fill_profile,
    .prepare = typeorm_prepare,
    .run = typeorm_run_step,
    .record = typeorm_record,
    .mark = typeorm_mark,
};
