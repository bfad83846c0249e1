#include "adapters/alembic/alembic.h"

/* SQLAlchemy sets nothing of itself; SQLite's foreign keys are off unless the application turns them on. */
static void fill_profile (const Source *source, Dialect dialect G_GNUC_UNUSED, SessionProfile *profile)
{
    profile->search_path = NULL;
    profile->foreign_keys = alembic_flag (source, "foreign_keys", FALSE);
}

gboolean alembic_flag (const Source *source, const char *key, gboolean fallback)
{
    const char *text = source_history_setting (source, key, NULL);

    if (!text)
        return fallback;
    return g_ascii_strcasecmp (text, "true") == 0 || g_ascii_strcasecmp (text, "yes") == 0 ||
           g_ascii_strcasecmp (text, "on") == 0 || g_str_equal (text, "1");
}

const char *alembic_naming_convention (const Source *source, const char *key)
{
    g_autofree char *setting = g_strconcat ("naming_convention.", key, NULL);

    return source_history_setting (source, setting, NULL);
}

static const char *const settings[] = { "table",
                                        "schema",
                                        "primary_key",
                                        "recursive",
                                        "transaction_per_migration",
                                        "foreign_keys",
                                        "naming_convention.ix",
                                        "naming_convention.uq",
                                        "naming_convention.ck",
                                        "naming_convention.fk",
                                        "naming_convention.pk",
                                        NULL };

const Adapter adapter_alembic = {
    .name = "alembic",
    .title = "Alembic",
    .history_settings = settings,
    .scan = alembic_scan,
    .detect = alembic_detect,
    .history_tables = alembic_history_tables,
    .history_query = alembic_history_query,
    .history_rows = alembic_history_rows,
    .history_create = alembic_history_create,
    .profile = fill_profile,
    .prepare = alembic_prepare,
    .run = alembic_run_step,
    .record = alembic_record,
    .mark = alembic_mark,
};
