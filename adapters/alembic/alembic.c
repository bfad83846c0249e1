#include "adapters/alembic/alembic.h"

#include "util/error.h"

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

const char *alembic_type (const Source *source, const char *name)
{
    g_autofree char *ending = g_strconcat (".", name, NULL);
    GHashTableIter iter;
    gpointer key;
    gpointer value;

    if (!source->types)
        return NULL;
    g_hash_table_iter_init (&iter, source->types);
    while (g_hash_table_iter_next (&iter, &key, &value))
        if (g_str_equal (key, name) || g_str_has_suffix (key, ending))
            return value;
    return NULL;
}

/* What Alembic itself would stop at before it runs anything: rows that name no file, or that stand on each other. */
gboolean alembic_check (const Source *source, const AdapterContext *context, GError **error)
{
    AlembicMap *map = alembic_revisions_map (context->revisions);
    g_autoptr (GPtrArray) ids = alembic_row_ids (context->rows);
    g_autoptr (GPtrArray) scripts = g_ptr_array_new ();

    if (context->missing->len == 0)
        return !map || alembic_map_current (map, ids, scripts, error);
    error_set (error, MIGSHIM_ERROR_DISAGREE, "Can't locate revision identified by '%s' (source \"%s\")",
               (const char *)context->missing->pdata[0], source->name);
    error_hint (error,
                "The history has a row for it and no file says what it is. Bring its file back; or, when it is gone "
                "for good, take the row away: migshim mark pending %s:%s",
                source->name, (const char *)context->missing->pdata[0]);
    return FALSE;
}

void alembic_order (const Source *source G_GNUC_UNUSED, Direction direction, GPtrArray *wanted)
{
    AlembicMap *map = alembic_revisions_map (wanted);
    g_auto (ScriptSet) set = { 0 };
    g_autoptr (GHashTable) by_script = g_hash_table_new (NULL, NULL);
    g_autoptr (GPtrArray) order = NULL;

    if (!map)
        return;
    set = script_set_new (map);
    for (guint i = 0; i < wanted->len; i++)
    {
        AlembicScript *script = alembic_revision (wanted->pdata[i])->script;

        script_set_add (&set, script);
        g_hash_table_insert (by_script, script, wanted->pdata[i]);
    }
    order = alembic_map_order (map, &set, direction);
    for (guint i = 0; i < wanted->len; i++)
        wanted->pdata[i] = g_hash_table_lookup (by_script, order->pdata[i]);
}

GPtrArray *alembic_target (const Source *source G_GNUC_UNUSED, const GPtrArray *revisions, const GPtrArray *rows,
                           const char *text, Direction direction, GPtrArray *warnings, GError **error)
{
    AlembicMap *map = alembic_revisions_map (revisions);
    g_autoptr (GPtrArray) current = alembic_row_ids (rows);
    g_autoptr (GPtrArray) scripts = NULL;
    g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
    GPtrArray *found = g_ptr_array_new ();

    if (map)
        scripts = alembic_map_target (map, current, text, direction, warnings, error);
    if (map && !scripts)
    {
        g_ptr_array_unref (found);
        return NULL;
    }
    for (guint i = 0; scripts && i < scripts->len; i++)
        g_hash_table_add (wanted, scripts->pdata[i]);
    for (guint i = 0; i < revisions->len; i++)
        if (g_hash_table_contains (wanted, alembic_revision (revisions->pdata[i])->script))
            g_ptr_array_add (found, revisions->pdata[i]);
    return found;
}

static const char *const settings[] = { "table",
                                        "schema",
                                        "primary_key",
                                        "recursive",
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
    .check = alembic_check,
    .history_create = alembic_history_create,
    .profile = fill_profile,
    .prepare = alembic_prepare,
    .run = alembic_run_step,
    .track = alembic_track,
    .track_free = alembic_track_free,
    .record = alembic_record,
    .mark = alembic_mark,
    .order = alembic_order,
    .target = alembic_target,
};
