/* A migration is each direct sub-folder, whatever its name, hidden ones too; files beside, deeper folders and symbolic links to folders are none
 * (observed, Prisma 6.19; listMigrations.ts). Texts are not kept: a script is read again when it runs. */

#include "adapters/annotation.h"
#include "adapters/file_name.h"
#include "adapters/prisma/prisma.h"
#include "util/error.h"
#include "util/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

gboolean prisma_read_script (const char *path, char **text, gsize *length, GError **error)
{
    struct stat status;
    g_autoptr (GError) trouble = NULL;

    *text = NULL;
    if (stat (path, &status) != 0)
        error_set (error, MIGSHIM_ERROR_SOURCE, "%s can't be read: %s", path, g_strerror (errno));
    else if (!S_ISREG (status.st_mode))
        error_set (error, MIGSHIM_ERROR_SOURCE, "%s is %s, not a file", path,
                   S_ISDIR (status.st_mode) ? "a folder" : "a device or pipe");
    else if (!g_file_get_contents (path, text, length, &trouble))
        error_set (error, MIGSHIM_ERROR_SOURCE, "%s can't be read: %s", path, trouble->message);
    if (!*text)
        return FALSE;
    utf8_replace_invalid (text, length);
    return TRUE;
}

static void read_name (Revision *revision)
{
    revision->timestamp = file_name_timestamp (revision->id);
    revision->title = g_strdup (file_name_title (revision->id));
}

static void add_missing_problem (Revision *revision, const GError *trouble)
{
    revision->problem = g_error_copy (trouble);
    error_tool_code (&revision->problem, "P3015");
    error_hint (&revision->problem, "Restore the file, or delete the folder if the migration is not wanted.");
}

/* NUL bytes: PostgreSQL's protocol can't carry them, SQLite would stop there without a word. */
static void check_for_nul (Revision *revision, const char *text, gsize length)
{
    const char *nul = memchr (text, '\0', length);

    if (!nul)
        return;
    error_set_at (&revision->problem, MIGSHIM_ERROR_SOURCE,
                  location_at_offset (revision->path, text, length, (gsize)(nul - text)), text, length,
                  "the script of \"%s\" holds a NUL byte: it is not text, or not UTF-8", revision->id);
    if (length >= 2 && (memcmp (text, "\377\376", 2) == 0 || memcmp (text, "\376\377", 2) == 0))
        error_hint (&revision->problem, "It looks like UTF-16: save it as UTF-8.");
}

/* Prisma 8 keeps packages of operations, in folders of folders. */
static gboolean is_prisma_8 (const char *folder)
{
    g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
    const char *name;

    while (directory && (name = g_dir_read_name (directory)))
    {
        g_autofree char *path = g_build_filename (folder, name, "ops.json", NULL);

        if (g_str_equal (name, "ops.json") || g_file_test (path, G_FILE_TEST_IS_REGULAR))
            return TRUE;
    }
    return FALSE;
}

static gboolean refuse_prisma_8 (const Source *source, const char *folder, GError **error)
{
    error_set (error, MIGSHIM_ERROR_UNSUPPORTED,
               "the migrations of \"%s\" in %s were made by Prisma 8, which keeps them in another form (ops.json)",
               source->name, folder);
    error_hint (error,
                "Prisma 3 to 7 can be read. Take the source out of migshim.yaml, and run Prisma's own command for it.");
    return FALSE;
}

static Revision *read_folder (const Source *source, const char *folder, const char *name)
{
    g_autoptr (Revision) revision = revision_new (source, name);
    g_autofree char *path = g_build_filename (folder, name, PRISMA_SCRIPT, NULL);
    g_autofree char *down = g_build_filename (folder, name, PRISMA_DOWN_SCRIPT, NULL);
    g_autofree char *text = NULL;
    g_autoptr (GError) trouble = NULL;
    gsize length;

    read_name (revision);
    revision->reversible = g_file_test (down, G_FILE_TEST_IS_REGULAR);
    if (!prisma_read_script (path, &text, &length, &trouble))
    {
        add_missing_problem (revision, trouble);
        return g_steal_pointer (&revision);
    }
    revision->path = g_steal_pointer (&path);
    revision->checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text, length);
    check_for_nul (revision, text, length);
    if (!revision->problem)
        annotation_read (text, length, revision, &revision->problem);
    return g_steal_pointer (&revision);
}

/* The names of the sub-folders of FOLDER, added to NAMES; FOLDERS gets NAME -> FOLDER. */
static gboolean list_folder (const Source *source, const char *folder, GPtrArray *names, GHashTable *folders,
                             GError **error)
{
    DIR *directory = opendir (folder);
    struct dirent *entry;

    if (!directory)
    {
        error_set (error, MIGSHIM_ERROR_SOURCE, "the migrations folder %s of \"%s\" can't be read: %s", folder,
                   source->name, g_strerror (errno));
        error_hint (error, "Check `path` of the source in migshim.yaml.");
        return FALSE;
    }
    while ((entry = readdir (directory)))
    {
        g_autofree char *path = g_build_filename (folder, entry->d_name, NULL);
        struct stat status;

        if (g_str_equal (entry->d_name, ".") || g_str_equal (entry->d_name, "..") || lstat (path, &status) != 0 ||
            !S_ISDIR (status.st_mode))
            continue;
        if (!g_utf8_validate (entry->d_name, -1, NULL))
        {
            g_autofree char *shown = g_utf8_make_valid (entry->d_name, -1);

            error_set (error, MIGSHIM_ERROR_SOURCE, "the name of the folder \"%s\" in %s is not UTF-8", shown, folder);
            break;
        }
        if (g_hash_table_contains (folders, entry->d_name))
        {
            error_set (error, MIGSHIM_ERROR_SOURCE, "\"%s\" has two migrations called \"%s\", in %s and in %s",
                       source->name, entry->d_name, (const char *)g_hash_table_lookup (folders, entry->d_name), folder);
            break;
        }
        g_ptr_array_add (names, g_strdup (entry->d_name));
        g_hash_table_insert (folders, names->pdata[names->len - 1], (gpointer)folder);
    }
    closedir (directory);
    return entry == NULL;
}

gboolean prisma_scan (const Source *source, GPtrArray *revisions, GError **error)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GHashTable) folders = g_hash_table_new (g_str_hash, g_str_equal);

    for (char **path = source->paths; *path; path++)
        if (!list_folder (source, *path, names, folders, error))
            return FALSE;
    if (!prisma_sort_names (names, error))
    {
        g_prefix_error (error, "%s: ", source->name);
        return FALSE;
    }
    for (guint i = 0; i < names->len; i++)
    {
        Revision *revision = read_folder (source, g_hash_table_lookup (folders, names->pdata[i]), names->pdata[i]);

        revision->position = i;
        g_ptr_array_add (revisions, revision);
        if (!revision->path)
        {
            g_autofree char *path =
                g_build_filename (g_hash_table_lookup (folders, names->pdata[i]), names->pdata[i], NULL);

            if (is_prisma_8 (path))
                return refuse_prisma_8 (source, path, error);
        }
    }
    return TRUE;
}
