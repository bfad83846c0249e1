/* Files into revisions: every file whose last extension is among `loadExtensions`, by name, not by what it holds (fs-migrations). Nothing is loaded here: Knex loads
 * what it runs, and no more. */

#include "adapters/annotation.h"
#include "adapters/file_name.h"
#include "adapters/knex/knex.h"
#include "util/error.h"

#include <string.h>

/* DEFAULT_LOAD_EXTENSIONS. Those that are no JavaScript or TypeScript are refused when they are to run. */
#define DEFAULT_EXTENSIONS ".co,.coffee,.eg,.iced,.js,.cjs,.litcoffee,.ls,.ts"

typedef struct
{
    char *name;
    const char *folder;
    guint order; /* as it was found */
    gunichar2 *units;
    glong n_units;
} Entry;

static void entry_free (gpointer data)
{
    Entry *entry = data;

    g_free (entry->name);
    g_free (entry->units);
    g_free (entry);
}

/* path.extname: from the last dot, which is not the first character. */
static const char *extension_of (const char *name)
{
    const char *dot = strrchr (name, '.');

    return dot && dot != name ? dot : "";
}

/* By UTF-16 units, as JavaScript compares strings; equal ones as they came. */
static int compare_entries (gconstpointer a, gconstpointer b)
{
    const Entry *first = *(Entry *const *)a;
    const Entry *second = *(Entry *const *)b;

    for (glong i = 0; i < first->n_units && i < second->n_units; i++)
        if (first->units[i] != second->units[i])
            return first->units[i] < second->units[i] ? -1 : 1;
    if (first->n_units != second->n_units)
        return first->n_units < second->n_units ? -1 : 1;
    return (first->order > second->order) - (first->order < second->order);
}

static gboolean add_entry (const char *folder, const char *name, GPtrArray *entries, GError **error)
{
    Entry *entry;

    if (!g_utf8_validate (name, -1, NULL))
    {
        g_autofree char *shown = g_utf8_make_valid (name, -1);

        error_set (error, MIGSHIM_ERROR_SOURCE, "the name of the file \"%s\" in %s is not UTF-8", shown, folder);
        return FALSE;
    }
    entry = g_new0 (Entry, 1);
    entry->name = g_strdup (name);
    entry->folder = folder;
    entry->order = entries->len;
    entry->units = g_utf8_to_utf16 (name, -1, NULL, &entry->n_units, NULL);
    g_ptr_array_add (entries, entry);
    return TRUE;
}

static gboolean list_folder (const Source *source, const char *folder, char **extensions, GPtrArray *entries,
                             GError **error)
{
    g_autoptr (GError) trouble = NULL;
    g_autoptr (GDir) directory = g_dir_open (folder, 0, &trouble);
    const char *name;

    if (!directory)
    {
        error_set (error, MIGSHIM_ERROR_SOURCE, "the migrations folder %s of \"%s\" can't be read: %s", folder,
                   source->name, trouble->message);
        error_hint (error, "Check `path` of the source in migshim.yaml.");
        return FALSE;
    }
    while ((name = g_dir_read_name (directory)))
        if (*extension_of (name) && g_strv_contains ((const char *const *)extensions, extension_of (name)) &&
            !add_entry (folder, name, entries, error))
            return FALSE;
    return TRUE;
}

/* "20240101_users.js" without its extension; two revisions of one stem are the trap of .ts here and .js there. */
static char *stem_of (const char *name)
{
    return g_strndup (name, strlen (name) - strlen (extension_of (name)));
}

static KnexMigration *migration_new (KnexLook *look)
{
    KnexMigration *migration = g_new0 (KnexMigration, 1);

    migration->look = g_rc_box_acquire (look);
    return migration;
}

static void migration_free (gpointer data)
{
    KnexMigration *migration = data;

    knex_look_release (migration->look);
    g_free (migration);
}

static Revision *read_file (const Source *source, const Entry *entry, KnexLook *look)
{
    Revision *revision = revision_new (source, entry->name);
    g_autofree char *path = g_build_filename (entry->folder, entry->name, NULL);
    g_autofree char *stem = stem_of (entry->name);
    g_autofree char *text = NULL;
    g_autoptr (GError) trouble = NULL;
    gsize length;

    revision->timestamp = file_name_timestamp (entry->name);
    revision->title = g_strdup (file_name_title (stem));
    revision->reversible = TRUE; /* a migration without `down` is refused up and down */
    revision->data = migration_new (look);
    revision->data_free = migration_free;
    if (!g_file_get_contents (path, &text, &length, &trouble))
    {
        error_set (&revision->problem, MIGSHIM_ERROR_SOURCE, "%s can't be read: %s", path, trouble->message);
        return revision;
    }
    revision->path = g_steal_pointer (&path);
    revision->checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text, length);
    annotation_read (text, length, revision, &revision->problem);
    return revision;
}

static gboolean refuse_twice (const Source *source, const Entry *first, const Entry *second, GError **error)
{
    error_set (error, MIGSHIM_ERROR_SOURCE, "\"%s\" has two migrations called \"%s\", in %s and in %s", source->name,
               first->name, first->folder, second->folder);
    error_hint (error, "Knex would run both and could not tell their rows apart. Rename one.");
    return FALSE;
}

static gboolean add_revisions (const Source *source, const GPtrArray *entries, GPtrArray *revisions, GError **error)
{
    g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (KnexLook) look = knex_look_new ();

    for (guint i = 0; i < entries->len; i++)
    {
        Entry *entry = entries->pdata[i];
        const Entry *other = g_hash_table_lookup (by_name, entry->name);
        Revision *revision;

        if (other)
            return refuse_twice (source, other, entry, error);
        g_hash_table_insert (by_name, entry->name, entry);
        revision = read_file (source, entry, look);
        revision->position = i;
        g_ptr_array_add (revisions, revision);
    }
    return TRUE;
}

gboolean knex_scan (const Source *source, GPtrArray *revisions, GError **error)
{
    g_auto (GStrv) extensions =
        g_strsplit_set (source_history_setting (source, "loadExtensions", DEFAULT_EXTENSIONS), ", ", -1);
    gboolean apart = knex_flag (source, "sortDirsSeparately");
    g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);

    for (char **path = source->paths; *path; path++)
    {
        g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (entry_free);

        if (!list_folder (source, *path, extensions, apart ? found : entries, error))
            return FALSE;
        g_ptr_array_sort (found, compare_entries);
        g_ptr_array_extend_and_steal (entries, g_steal_pointer (&found));
    }
    if (!apart)
        g_ptr_array_sort (entries, compare_entries);
    return add_revisions (source, entries, revisions, error);
}
