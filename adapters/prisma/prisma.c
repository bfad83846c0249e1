#include "adapters/prisma/prisma.h"

/* Anything but nothing and "0" turns the tool's lock off (sql-schema-connector, lib.rs). */
static gboolean lock_disabled (const Source *source)
{
    const char *name = "PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK";
    const char *value = source->env ? g_hash_table_lookup (source->env, name) : NULL;

    if (!value)
        value = g_getenv (name);
    return value && *value && !g_str_equal (value, "0");
}

/* Prisma waits for its lock inside the server, 10 s long; we try and come back. SQLite: Prisma locks the file, as the runner does. */
static char *lock_query (const Source *source, Dialect dialect)
{
    if (lock_disabled (source))
        return NULL;
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        return g_strdup ("SELECT pg_try_advisory_lock(72707369)");
    case DIALECT_MYSQL:
        return g_strdup ("SELECT GET_LOCK('prisma_migrate', 0)");
    case DIALECT_SQLITE:
        return NULL;
    }
    g_return_val_if_reached (NULL);
}

static char *unlock_query (const Source *source, Dialect dialect)
{
    if (lock_disabled (source))
        return NULL;
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        return g_strdup ("SELECT pg_advisory_unlock(72707369)");
    case DIALECT_MYSQL:
        return g_strdup ("SELECT RELEASE_LOCK('prisma_migrate')");
    case DIALECT_SQLITE:
        return NULL;
    }
    g_return_val_if_reached (NULL);
}

static char *lock_holder (const Source *source, Dialect dialect)
{
    if (lock_disabled (source))
        return NULL;
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        return g_strdup ("(SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND "
                         "granted AND classid = 0"
                         " AND objid = 72707369 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = "
                         "current_database())"
                         " LIMIT 1)");
    case DIALECT_MYSQL:
        return g_strdup ("IS_USED_LOCK('prisma_migrate')");
    case DIALECT_SQLITE:
        return NULL;
    }
    g_return_val_if_reached (NULL);
}

/* The engine's SQLite is built with foreign keys on (libsqlite3-sys, bundled). */
static void fill_profile (const Source *source, Dialect dialect, SessionProfile *profile)
{
    profile->search_path = dialect == DIALECT_POSTGRESQL ? prisma_schema (source) : NULL;
    profile->foreign_keys = dialect == DIALECT_SQLITE;
}

static const char *const no_settings[] = { NULL };

const Adapter adapter_prisma = {
    .name = "prisma",
    .title = "Prisma Migrate",
    .history_settings = no_settings,
    .linear = TRUE,
    .records_failures = TRUE,
    .scan = prisma_scan,
    .detect = prisma_detect,
    .history_tables = prisma_history_tables,
    .history_query = prisma_history_query,
    .history_rows = prisma_history_rows,
    .check = prisma_check,
    .history_create = prisma_history_create,
    .lock_query = lock_query,
    .unlock_query = unlock_query,
    .lock_holder = lock_holder,
    .profile = fill_profile,
    .prepare = prisma_prepare,
    .run = prisma_run,
    .record = prisma_record,
    .mark = prisma_mark,
};
