/* test-script-cases.c: runs the programs of tests/script/NAME.KIND.test and compares what they log. KIND (js, mjs, ts, py) is the language.
 *
 *   === a title, and in brackets bounds for this program alone [steps=1000 memory=16 depth=100 output=1000]
 *   the program
 *   +++ other.js
 *   another file, which the program may import
 *   ---
 *   what it logs
 *   throws: TypeError: when an exception ends it
 *   refused: the beginning of the refusal that ends it (a colon and more may follow)
 *   syntax: the parser refuses it; Node's or CPython's words, ours differ
 *
 * The last three end what is expected. test_script_cases.py gives the same programs to Node and to CPython, and
 * `python -m harness.cases FILE` (in tests/) fills in what they say: nobody writes it by hand. */

#include "script/script.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
    const char *path; /* of the file of cases */
    char *kind;
    char *title;
    ScriptLimits limits;
    GPtrArray *names; /* of the files; the first is the program */
    GPtrArray *texts;
    char *expected;
} Case;

static void case_free (gpointer data)
{
    Case *item = data;

    g_free (item->kind);
    g_free (item->title);
    g_ptr_array_unref (item->names);
    g_ptr_array_unref (item->texts);
    g_free (item->expected);
    g_free (item);
}

static void collect (gpointer user_data, ScriptLogLevel level G_GNUC_UNUSED, const char *text)
{
    g_string_append_printf (user_data, "%s\n", text);
}

static void note_error (GString *said, const GError *error)
{
    const char *word = "refused";

    if (error->code == MIGSHIM_ERROR_MIGRATION)
        word = "throws";
    else if (error->code == MIGSHIM_ERROR_SOURCE)
        word = "syntax";
    g_string_append_printf (said, "%s: %s\n", word, error->message);
}

static char *run (const Case *item, const char *folder)
{
    GString *said = g_string_new (NULL);
    ScriptOptions options = { .language = strcmp (item->kind, "py") == 0 ? LANGUAGE_PYTHON : LANGUAGE_ECMASCRIPT,
                              .root = folder,
                              .limits = item->limits,
                              .hooks = { .log = collect, .user_data = said } };
    g_autoptr (ScriptRuntime) runtime = script_runtime_new (&options);
    g_autofree char *path = g_build_filename (folder, g_ptr_array_index (item->names, 0), NULL);
    const char *text = g_ptr_array_index (item->texts, 0);
    g_autoptr (GError) error = NULL;
    Value exports;

    if (!script_load_text (runtime, path, text, strlen (text), &exports, &error) || !script_finish (runtime, &error))
        note_error (said, error);
    return g_string_free (said, FALSE);
}

/* The same text, but that a message may go on where the expected one ends, and that "Error: " is not said of an Error. */
static gboolean agrees (const char *said, const char *expected)
{
    g_auto (GStrv) mine = g_strsplit (said, "\n", -1);
    g_auto (GStrv) theirs = g_strsplit (expected, "\n", -1);
    guint i = 0;

    for (; mine[i] != NULL && theirs[i] != NULL; i++)
    {
        if (strcmp (mine[i], theirs[i]) == 0)
            continue;
        if (g_str_has_prefix (theirs[i], "refused: ") && g_str_has_prefix (mine[i], theirs[i]))
            continue;
        if (g_str_has_prefix (theirs[i], "syntax: ") && g_str_has_prefix (mine[i], "syntax: "))
            continue;
        if (g_str_has_prefix (theirs[i], "throws: Error: ") && g_str_has_prefix (mine[i], "throws: ") &&
            strcmp (mine[i] + strlen ("throws: "), theirs[i] + strlen ("throws: Error: ")) == 0)
            continue;
        if (g_str_has_prefix (theirs[i], "throws: ") && g_str_has_prefix (mine[i], "throws: the script threw ") &&
            strcmp (mine[i] + strlen ("throws: the script threw "), theirs[i] + strlen ("throws: ")) == 0)
            continue;
        return FALSE;
    }
    return mine[i] == NULL && theirs[i] == NULL;
}

static void remove_folder (const char *folder)
{
    g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (names)) != NULL)
    {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
            remove_folder (path);
        else
            g_remove (path);
    }
    g_rmdir (folder);
}

static void test_case (gconstpointer data)
{
    const Case *item = data;
    g_autofree char *folder = g_dir_make_tmp ("migshim-case-XXXXXX", NULL);
    g_autofree char *said = NULL;

    for (guint i = item->names->len > 1 ? 0 : 1; i < item->names->len; i++)
    {
        g_autofree char *path = g_build_filename (folder, g_ptr_array_index (item->names, i), NULL);
        g_autofree char *parent = g_path_get_dirname (path);

        g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
        g_assert_true (g_file_set_contents (path, g_ptr_array_index (item->texts, i), -1, NULL));
    }
    said = run (item, folder);
    remove_folder (folder);
    if (!agrees (said, item->expected))
    {
        g_test_message ("%s: %s\n%s\n--- expected\n%s--- said\n%s", item->path, item->title,
                        (const char *)g_ptr_array_index (item->texts, 0), item->expected, said);
        g_test_fail ();
    }
}

/* "title [steps=5]": the bounds. */
static void read_title (Case *item, const char *title)
{
    const char *bracket = strrchr (title, '[');
    const char *equal;

    item->title = g_strdup (title);
    if (bracket == NULL || strchr (bracket, '=') == NULL)
        return;
    g_auto (GStrv) words = g_strsplit_set (bracket + 1, " ]", -1);
    for (char **word = words; *word != NULL; word++)
    {
        if ((equal = strchr (*word, '=')) == NULL)
            continue;
        guint64 number = g_ascii_strtoull (equal + 1, NULL, 10);
        if (g_str_has_prefix (*word, "steps="))
            item->limits.steps = number;
        else if (g_str_has_prefix (*word, "memory="))
            item->limits.memory = number << 20;
        else if (g_str_has_prefix (*word, "depth="))
            item->limits.depth = (guint)number;
        else if (g_str_has_prefix (*word, "output="))
            item->limits.output = number;
        else
            g_error ("%s: %s: what is %s?", item->path, title, *word);
    }
}

static char *strip_end (GString *text)
{
    while (text->len > 0 && text->str[text->len - 1] == '\n')
        g_string_truncate (text, text->len - 1);
    if (text->len > 0)
        g_string_append_c (text, '\n');
    return g_string_free (text, FALSE);
}

/* The case that begins after a line "===", up to the next; *LINE is moved there. */
static Case *read_case (const char *path, const char *kind, char ***line)
{
    Case *item = g_new0 (Case, 1);
    GString *text = g_string_new (NULL);
    gboolean expected = FALSE;

    item->path = path;
    item->kind = g_strdup (kind);
    item->names = g_ptr_array_new_with_free_func (g_free);
    item->texts = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (item->names, g_strconcat ("case.", kind, NULL));
    read_title (item, **line + strlen ("=== "));
    for ((*line)++; **line != NULL && !g_str_has_prefix (**line, "=== "); (*line)++)
    {
        gboolean ends = !expected && strcmp (**line, "---") == 0;

        if (!expected && (ends || g_str_has_prefix (**line, "+++ ")))
        {
            g_ptr_array_add (item->texts, g_string_free (text, FALSE));
            text = g_string_new (NULL);
            if (!ends)
                g_ptr_array_add (item->names, g_strdup (**line + strlen ("+++ ")));
            expected = ends;
            continue;
        }
        g_string_append_printf (text, "%s\n", **line);
    }
    if (!expected)
        g_error ("%s: %s: no line ---", path, item->title);
    item->expected = strip_end (text);
    return item;
}

static void add_file (GPtrArray *cases, const char *path)
{
    g_autofree char *name = g_path_get_basename (path);
    g_auto (GStrv) parts = g_strsplit (name, ".", -1);
    guint n = g_strv_length (parts);
    g_autofree char *text = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (n, >=, 3);
    g_file_get_contents (path, &text, NULL, &error);
    g_assert_no_error (error);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    char **line = lines;
    while (*line != NULL && !g_str_has_prefix (*line, "=== "))
        line++;
    for (guint number = 1; *line != NULL; number++)
    {
        Case *item = read_case (path, parts[n - 2], &line);
        g_autofree char *title = g_strdelimit (g_strdup (item->title), "/", '|');
        g_autofree char *test = g_strdup_printf ("/script/%s/%s/%u %s", parts[n - 2], parts[0], number, title);

        g_ptr_array_add (cases, item);
        g_test_add_data_func (test, item, test_case);
    }
}

static int compare (gconstpointer a, gconstpointer b)
{
    return strcmp (*(char *const *)a, *(char *const *)b);
}

int main (int argc, char **argv)
{
    g_autofree char *folder = NULL;
    g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (case_free);
    g_autoptr (GDir) names = NULL;
    const char *name;

    g_test_init (&argc, &argv, NULL);
    g_test_set_nonfatal_assertions ();
    folder = g_test_build_filename (G_TEST_DIST, "tests", "script", NULL);
    names = g_dir_open (folder, 0, NULL);
    if (names == NULL)
        g_error ("no folder %s", folder);
    while ((name = g_dir_read_name (names)) != NULL)
        if (g_str_has_suffix (name, ".test"))
            g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
    g_ptr_array_sort (paths, compare);
    for (guint i = 0; i < paths->len; i++)
        add_file (cases, g_ptr_array_index (paths, i));
    return g_test_run ();
}
