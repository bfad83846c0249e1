/* Files into revisions. TypeORM loads every file that its globs match (.ts, .js and their like, but .d.ts), makes an instance of each class that they export, and
 * calls a migration by the instance's `name`, else the class's (DirectoryExportedClassesLoader, MigrationExecutor.getMigrations). */

#include "adapters/annotation.h"
#include "adapters/typeorm/typeorm.h"
#include "util/error.h"

#include <string.h>

static const char *const extensions[] = { ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs" };

typedef struct
{
    const Source *source;
    GPtrArray *revisions;
    GHashTable *by_name; /* id -> Revision */
} Scan;

static const char *extension_of (const char *name)
{
    gsize length = strlen (name);

    for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
        if (g_str_has_suffix (name, extensions[i]) && length > strlen (extensions[i]))
            return name + length - strlen (extensions[i]);
    return NULL;
}

static gboolean is_candidate (const char *name)
{
    return extension_of (name) && !g_str_has_suffix (name, ".d.ts");
}

static int compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(char *const *)a, *(char *const *)b);
}

/* index.ts only gathers what its neighbours hold. */
static gboolean is_index (const char *name)
{
    return g_str_has_prefix (name, "index.") && name + strlen ("index") == extension_of (name);
}

/* A compiled file beside its source is the same migration once more. */
static gboolean has_source (const GPtrArray *names, const char *name)
{
    const char *extension = extension_of (name);

    if (!g_str_has_suffix (extension, "js"))
        return FALSE;
    for (guint i = 0; i < names->len; i++)
    {
        const char *other = names->pdata[i];
        gsize stem = (gsize)(extension - name);

        if (strncmp (other, name, stem) == 0 && other + stem == extension_of (other) &&
            g_str_has_suffix (other, "ts") && strlen (other) == strlen (name))
            return TRUE;
    }
    return FALSE;
}

/* The files of FOLDER that hold migrations, sorted by name as Node lists them, index files last. */
static GPtrArray *list_folder (const Source *source, const char *folder, GError **error)
{
    g_autoptr (GError) trouble = NULL;
    g_autoptr (GDir) directory = g_dir_open (folder, 0, &trouble);
    g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
    GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
    const char *name;

    if (!directory)
    {
        g_ptr_array_unref (names);
        error_set (error, MIGSHIM_ERROR_SOURCE, "the migrations folder %s of \"%s\" can't be read: %s", folder,
                   source->name, trouble->message);
        error_hint (error, "Check `path` of the source in migshim.yaml.");
        return NULL;
    }
    while ((name = g_dir_read_name (directory)))
        if (is_candidate (name))
            g_ptr_array_add (all, g_strdup (name));
    g_ptr_array_sort (all, compare_names);
    for (guint pass = 0; pass < 2; pass++)
        for (guint i = 0; i < all->len; i++)
            if (is_index (all->pdata[i]) == (pass == 1) && !has_source (all, all->pdata[i]))
                g_ptr_array_add (names, g_strdup (all->pdata[i]));
    return names;
}

gint64 typeorm_timestamp (const char *name)
{
    glong units = 0;
    const char *at = name + strlen (name);

    /* a character beyond the first plane counts as two */
    while (at > name && units < 13)
    {
        at = g_utf8_prev_char (at);
        units += g_utf8_get_char (at) > 0xffff ? 2 : 1;
    }
    return g_ascii_strtoll (at, NULL, 10);
}

static gboolean all_digits (const char *text, gsize n)
{
    return strspn (text, "0123456789") >= n;
}

/* When it was written, in seconds: the time stamp as milliseconds where that gives a likely time, or a longer YYYYMMDDHHMMSS that people write themselves. */
static gint64 written_at (const char *name, gint64 timestamp)
{
    gsize length = strlen (name);
    const char *digits = name + length;

    while (digits > name && g_ascii_isdigit (digits[-1]))
        digits--;
    if (strlen (digits) == 14 && all_digits (digits, 14) &&
        (g_str_has_prefix (digits, "20") || g_str_has_prefix (digits, "19")))
    {
        g_autofree char *text = g_strdup_printf ("%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", digits, digits + 4, digits + 6,
                                                 digits + 8, digits + 10, digits + 12);
        g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

        if (time)
            return g_date_time_to_unix (time);
    }
    return timestamp > G_GINT64_CONSTANT (100000000000) ? timestamp / 1000 : REVISION_NO_TIMESTAMP;
}

/* "AddUserTable" of "AddUserTable1704110400000". */
static char *title_of (const char *name)
{
    gsize length = strlen (name);

    while (length > 0 && g_ascii_isdigit (name[length - 1]))
        length--;
    return length > 0 ? g_strndup (name, length) : NULL;
}

static Revision *make_revision (const Scan *scan, const char *path, const char *text, gsize length, const char *name)
{
    Revision *revision = revision_new (scan->source, name);
    TypeormMigration *migration = g_new0 (TypeormMigration, 1);

    migration->timestamp = typeorm_timestamp (name);
    revision->data = migration;
    revision->data_free = g_free;
    revision->path = g_strdup (path);
    revision->title = title_of (name);
    revision->checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text, length);
    revision->timestamp = written_at (name, migration->timestamp);
    return revision;
}

static gboolean refuse_name (const Scan *scan, const char *path, const char *text, gsize length,
                             const FoundMigration *found, GError **error)
{
    error_set_at (error, MIGSHIM_ERROR_SOURCE, location_at_offset (path, text, length, found->start), text, length,
                  "\"%s\" of \"%s\": migration name is wrong. Migration class name should have a JavaScript timestamp "
                  "appended",
                  found->name, scan->source->name);
    error_hint (error, "TypeORM takes every exported class or function of these files for a migration, and refuses to "
                       "run any while one has no 13 digits "
                       "(milliseconds since 1970) at the end of its `name` or class name.\nMove what is no migration "
                       "to another folder.");
    return FALSE;
}

static gboolean refuse_twice (const Revision *first, const char *path, const char *text, gsize length,
                              const FoundMigration *found, GError **error)
{
    error_set_at (error, MIGSHIM_ERROR_SOURCE, location_at_offset (path, text, length, found->start), text, length,
                  "Duplicate migrations: %s; the other one is in %s", found->name, first->path);
    error_hint (error, "TypeORM refuses to run while two classes have one name. Take one of the two away.");
    return FALSE;
}

static gboolean add_found (Scan *scan, const char *path, const char *text, gsize length, const FoundMigration *found,
                           GError **error)
{
    Revision *revision = g_hash_table_lookup (scan->by_name, found->name);
    g_autofree char *base = g_path_get_basename (path);

    if (typeorm_timestamp (found->name) == 0)
        return refuse_name (scan, path, text, length, found, error);
    if (revision)
        return is_index (base) || refuse_twice (revision, path, text, length, found, error);
    revision = make_revision (scan, path, text, length, found->name);
    ((TypeormMigration *)revision->data)->transaction = found->transaction;
    revision->reversible = found->reversible;
    annotation_read (text, length, revision, &revision->problem);
    g_ptr_array_add (scan->revisions, revision);
    g_hash_table_insert (scan->by_name, revision->id, revision);
    return TRUE;
}

/* The last word `class X` with 13 digits at its end in a text that can't be parsed. Free with g_free. */
static char *guess_name (const char *text)
{
    const char *at = text;

    while ((at = strstr (at, "class ")))
    {
        gsize length;

        at += strlen ("class ");
        length = strspn (at, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_$");
        if (length > 13 && all_digits (at + length - 13, 13))
            return g_strndup (at, length);
    }
    return NULL;
}

/* A file that can't be read as a program is the problem of the migration that it seems to hold. */
static gboolean add_broken (Scan *scan, const char *path, const char *text, gsize length, GError *trouble,
                            GError **error)
{
    g_autofree char *name = guess_name (text);
    Revision *revision;

    if (!name || g_hash_table_contains (scan->by_name, name))
    {
        g_propagate_prefixed_error (error, trouble, "%s: ", scan->source->name);
        return FALSE;
    }
    revision = make_revision (scan, path, text, length, name);
    revision->problem = trouble;
    g_ptr_array_add (scan->revisions, revision);
    g_hash_table_insert (scan->by_name, revision->id, revision);
    return TRUE;
}

static gboolean read_file (Scan *scan, const char *folder, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *text = NULL;
    g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)found_migration_free);
    GError *trouble = NULL;
    gsize length;

    if (!g_file_get_contents (path, &text, &length, &trouble))
    {
        error_set (error, MIGSHIM_ERROR_SOURCE, "%s can't be read: %s", path, trouble->message);
        g_error_free (trouble);
        return FALSE;
    }
    if (!typeorm_read_file (path, text, length, found, &trouble) && !trouble)
        typeorm_load_file (scan->source, path, text, length, found, &trouble);
    if (trouble)
        return add_broken (scan, path, text, length, trouble, error);
    for (guint i = 0; i < found->len; i++)
        if (!add_found (scan, path, text, length, found->pdata[i], error))
            return FALSE;
    return TRUE;
}

/* The files of one folder, in the order in which the tool loads them: by name with tinyglobby (1.x), backwards with glob 10 (0.3). */
static gboolean read_folder (Scan *scan, const char *folder, GError **error)
{
    g_autoptr (GPtrArray) names = list_folder (scan->source, folder, error);
    gboolean backwards = typeorm_major (scan->source) == 0;
    guint n = names ? names->len : 0;
    guint n_index = 0;

    while (n_index < n && is_index (names->pdata[n - n_index - 1]))
        n_index++;
    for (guint i = 0; i < n; i++)
    {
        guint at = backwards && i < n - n_index ? n - n_index - 1 - i : i;

        if (!read_file (scan, folder, names->pdata[at], error))
            return FALSE;
    }
    return names != NULL;
}

/* By time stamp; equal ones stay in the order of loading. */
static int compare_revisions (gconstpointer a, gconstpointer b)
{
    const Revision *first = *(Revision *const *)a;
    const Revision *second = *(Revision *const *)b;
    gint64 left = ((TypeormMigration *)first->data)->timestamp;
    gint64 right = ((TypeormMigration *)second->data)->timestamp;

    return left != right ? (left > right) - (left < right)
                         : (first->position > second->position) - (first->position < second->position);
}

gboolean typeorm_scan (const Source *source, GPtrArray *revisions, GError **error)
{
    g_autoptr (GPtrArray) own = g_ptr_array_new ();
    g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
    Scan scan = { source, own, by_name };
    gboolean good = TRUE;

    for (char **path = source->paths; *path && good; path++)
        good = read_folder (&scan, *path, error);
    for (guint i = 0; i < own->len; i++)
        ((Revision *)own->pdata[i])->position = i;
    g_ptr_array_sort (own, compare_revisions);
    for (guint i = 0; i < own->len; i++)
    {
        ((Revision *)own->pdata[i])->position = i;
        g_ptr_array_add (revisions, own->pdata[i]);
    }
    return good;
}
