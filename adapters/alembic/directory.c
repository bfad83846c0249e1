/* Files into revisions: Script._list_py_dir, Script._from_path. */

#include "adapters/alembic/alembic.h"
#include "adapters/alembic/reading.h"

#include "adapters/annotation.h"
#include "adapters/file_name.h"
#include "util/error.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
    const Source *source;
    GPtrArray *files;   /* char *: absolute, in Alembic's order */
    GHashTable *seen;   /* real paths */
    GPtrArray *found;   /* Revision *, parallel to scripts */
    GPtrArray *scripts; /* AlembicScript * */
    GError **error;
} Scan;

static int compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* _only_source_rev_file */
static gboolean is_revision_name (const char *name)
{
    return g_str_has_suffix (name, ".py") && !g_str_has_prefix (name, ".#") && !g_str_has_prefix (name, "__init__");
}

static void add_file (Scan *scan, const char *path)
{
    g_autofree char *real = realpath (path, NULL);
    g_autofree char *name = real ? g_path_get_basename (real) : NULL;

    if (!real || !g_hash_table_add (scan->seen, g_strdup (real)) || !is_revision_name (name))
        return;
    g_ptr_array_add (scan->files, g_steal_pointer (&real));
}

/* The folder's files by name, then its folders by name where the source is recursive; links to folders are not followed. */
static gboolean list_folder (Scan *scan, const char *folder, gboolean recursive)
{
    g_autoptr (GError) trouble = NULL;
    g_autoptr (GDir) directory = g_dir_open (folder, 0, &trouble);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    const char *entry;

    if (!directory)
    {
        error_set (scan->error, MIGSHIM_ERROR_SOURCE, "the versions folder %s of \"%s\" can't be read: %s", folder,
                   scan->source->name, trouble->message);
        error_hint (scan->error, "Check `path` of the source in migshim.yaml.");
        return FALSE;
    }
    while ((entry = g_dir_read_name (directory)))
        g_ptr_array_add (names, g_strdup (entry));
    g_ptr_array_sort (names, compare_names);
    for (guint round = 0; round < (recursive ? 2 : 1); round++)
        for (guint i = 0; i < names->len; i++)
        {
            g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
            gboolean is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);

            if (round == 0 && !is_folder)
                add_file (scan, path);
            if (round == 1 && is_folder && !g_file_test (path, G_FILE_TEST_IS_SYMLINK) &&
                !g_str_has_suffix (names->pdata[i], "__pycache__") && !list_folder (scan, path, TRUE))
                return FALSE;
        }
    return TRUE;
}

/* `revision`, or for files of Alembic 0.1 the name of the file. */
static char *find_id (const char *path, const Header *header, GError **error)
{
    g_autofree char *name = g_path_get_basename (path);
    gsize stem = strspn (name, "0123456789abcdef");

    if (header->revision.state == HEADER_KNOWN && header->revision.scalar && header->revision.texts->len == 1)
        return g_strdup (header->revision.texts->pdata[0]);
    if (header->revision.state == HEADER_ABSENT && stem > 0 && g_str_equal (name + stem, ".py"))
        return g_strndup (name, stem);
    if (header->revision.state == HEADER_ABSENT)
        error_set_at (error, MIGSHIM_ERROR_SOURCE, (Location){ path, 1, 1 }, NULL, 0,
                      "Could not determine revision id from filename %s. Be sure the 'revision' variable is declared "
                      "inside the script",
                      name);
    else
        error_set_at (error, MIGSHIM_ERROR_SOURCE, (Location){ path, 1, 1 }, NULL, 0, "the `revision` of %s is no text",
                      name);
    error_hint (error, "Alembic takes each .py file of the folder for a revision: move others elsewhere.");
    return NULL;
}

static void move_texts (HeaderValue *from, GPtrArray *to)
{
    for (guint i = 0; from->texts && i < from->texts->len; i++)
        g_ptr_array_add (to, g_strdup (from->texts->pdata[i]));
}

static gboolean check_header (const char *path, const Header *header, GError **error)
{
    if (header->down_revision.state != HEADER_ABSENT)
        return TRUE;
    error_set_at (error, MIGSHIM_ERROR_SOURCE, (Location){ path, 1, 1 }, NULL, 0,
                  "the module has no attribute 'down_revision'");
    error_hint (error, "Write `down_revision = None` for a revision that begins a history.");
    return FALSE;
}

/* What the tree can't tell, the evaluator does. */
static gboolean read_header (const Scan *scan, const char *path, const char *text, gsize length, Header *header)
{
    return header_read (path, text, length, header, scan->error) &&
           (header_is_known (header) || alembic_evaluate_header (scan->source, path, header, scan->error));
}

static gboolean add_revision (Scan *scan, const char *path)
{
    g_autofree char *text = NULL;
    g_autofree char *id = NULL;
    g_autofree char *name = g_path_get_basename (path);
    g_auto (Header) header = { 0 };
    g_autoptr (GError) trouble = NULL;
    AlembicScript *script;
    Revision *revision;
    gsize length;

    if (!g_file_get_contents (path, &text, &length, &trouble))
    {
        error_set (scan->error, MIGSHIM_ERROR_SOURCE, "%s can't be read: %s", path, trouble->message);
        return FALSE;
    }
    if (!read_header (scan, path, text, length, &header) || !(id = find_id (path, &header, scan->error)) ||
        !check_header (path, &header, scan->error))
        return FALSE;
    script = alembic_script_new (id, path);
    move_texts (&header.down_revision, script->down);
    move_texts (&header.depends_on, script->needs);
    move_texts (&header.branch_labels, script->labels);
    g_ptr_array_add (scan->scripts, script);
    revision = revision_new (scan->source, id);
    revision->path = g_strdup (path);
    revision->title = g_steal_pointer (&header.message);
    revision->timestamp = header.created != REVISION_NO_TIMESTAMP ? header.created : file_name_timestamp (name);
    revision->reversible = header.downgrade;
    revision->checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text, length);
    annotation_read (text, length, revision, &revision->problem);
    g_ptr_array_add (scan->found, revision);
    return TRUE;
}

static void data_free (gpointer data)
{
    AlembicRevision *own = data;

    alembic_map_unref (own->map);
    g_free (own);
}

static void require_all (Revision *revision, const GPtrArray *scripts)
{
    for (guint i = 0; i < scripts->len; i++)
        revision_require (revision, ((const AlembicScript *)scripts->pdata[i])->id, LOCATION_NONE);
}

/* Positions are those of an upgrade of everything. */
static void settle (Scan *scan, AlembicMap *map, GPtrArray *revisions)
{
    const GPtrArray *scripts = alembic_map_scripts (map);
    g_auto (ScriptSet) all = script_set_new (map);
    g_autoptr (GPtrArray) order = NULL;

    for (guint i = 0; i < scripts->len; i++)
        script_set_add (&all, scripts->pdata[i]);
    order = alembic_map_order (map, &all, DIRECTION_UP);
    for (guint i = 0; i < order->len; i++)
    {
        AlembicScript *script = order->pdata[i];
        Revision *revision = scan->found->pdata[script->index];
        AlembicRevision *own = g_new0 (AlembicRevision, 1);

        own->map = alembic_map_ref (map);
        own->script = script;
        revision->data = own;
        revision->data_free = data_free;
        revision->position = i;
        require_all (revision, script->parents);
        require_all (revision, script->dependencies);
        g_ptr_array_add (revisions, revision);
    }
}

gboolean alembic_scan (const Source *source, GPtrArray *revisions, GError **error)
{
    g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)revision_free);
    g_autoptr (GPtrArray) scripts = g_ptr_array_new_with_free_func ((GDestroyNotify)alembic_script_free);
    Scan scan = { source, files, seen, found, scripts, error };
    g_autoptr (AlembicMap) map = NULL;

    for (char **path = source->paths; *path; path++)
        if (!list_folder (&scan, *path, alembic_flag (source, "recursive", FALSE)))
            return FALSE;
    for (guint i = 0; i < files->len; i++)
        if (!add_revision (&scan, files->pdata[i]))
            return FALSE;
    map = alembic_map_new (scripts, error);
    if (!map)
        return FALSE;
    settle (&scan, map, revisions);
    g_free (g_ptr_array_steal (found, NULL));
    return TRUE;
}

AlembicRevision *alembic_revision (const Revision *revision)
{
    return revision->data;
}

AlembicMap *alembic_revisions_map (const GPtrArray *revisions)
{
    return revisions->len > 0 ? alembic_revision (revisions->pdata[0])->map : NULL;
}
