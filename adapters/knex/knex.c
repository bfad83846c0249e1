#include "adapters/knex/knex.h"

/* Of itself Knex sets nothing on PostgreSQL. better-sqlite3 is built with foreign keys on, the package sqlite3 with them off (observed). */
static void fill_profile (const Source *source, Dialect dialect, SessionProfile *profile)
{
    const char *client = source_history_setting (source, "client", "");

    profile->search_path = source_history_setting (source, "searchPath", NULL);
    profile->search_path_is_list = TRUE;
    profile->foreign_keys =
        dialect == DIALECT_SQLITE && !g_str_equal (client, "sqlite3") && !g_str_equal (client, "sqlite");
}

static const char *const settings[] = { "table",
                                        "schema",
                                        "client",
                                        "loadExtensions",
                                        "sortDirsSeparately",
                                        "disableMigrationsListValidation",
                                        "disableTransactions",
                                        "useNullAsDefault",
                                        "searchPath",
                                        "knexfile",
                                        "environment",
                                        "mappers",
                                        "upperCase",
                                        "underscoreBeforeDigits",
                                        "underscoreBetweenUppercaseLetters",
                                        NULL };

const Adapter adapter_knex = {
    .name = "knex",
    .title = "Knex",
    .history_settings = settings,
    .twin = knex_twin,
    .batches = TRUE,
    .linear = TRUE,
    .scan = knex_scan,
    .detect = knex_detect,
    .history_tables = knex_history_tables,
    .history_query = knex_history_query,
    .history_rows = knex_history_rows,
    .check = knex_check,
    .history_create = knex_history_create,
    .row_lock_take = knex_row_lock_take,
    .row_lock_free = knex_row_lock_free,
    .row_lock_held = knex_row_lock_held,
    .row_lock_clear = knex_row_lock_clear,
    .profile = fill_profile,
    .prepare = knex_prepare,
    .run = knex_run_step,
    .record = knex_record,
    .mark = knex_mark,
};
