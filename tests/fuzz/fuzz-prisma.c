/* Any bytes are a script, a schema, a configuration, a package.json, a .env file, an annotation or a list of names of Prisma's. */

#include "adapters/annotation.h"
#include "adapters/prisma/prisma.h"
#include "adapters/prisma/reading.h"
#include "adapters/prisma/script.h"
#include "util/utf8.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void decide (Dialect dialect, const char *text, gsize length)
{
    g_auto (Script) script = { .file = "x", .text = text, .length = length };
    g_autoptr (GError) error = NULL;
    gboolean decided = FALSE;

    script.spans = splitter_split (dialect, NULL, text, length);
    script.end = script.spans->len;
    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        decided = prisma_script_decide_postgresql (&script, &error);
        break;
    case DIALECT_MYSQL:
        decided = prisma_script_decide_mysql (&script, &error);
        break;
    case DIALECT_SQLITE:
        decided = prisma_script_decide_sqlite (&script, &error);
        break;
    }
    g_assert_true (decided == (error == NULL));
    if (!decided)
        return;
    g_assert_cmpuint (script.first, <=, script.end);
    g_assert_cmpuint (script.end, <=, script.spans->len);
    g_assert_true (script.traits.mode == STEP_ALONE || !script.traits.whole);
    g_assert_true (script.traits.mode == STEP_ATOMIC || !script.traits.begin_text);
}

static void sort_lines (const char *text)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", 20);
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    g_autoptr (GError) error = NULL;
    guint n = g_strv_length (lines);

    for (guint i = 0; i < n; i++)
        g_ptr_array_add (names, lines[i]);
    g_assert_true (prisma_sort_names (names, &error) == (error == NULL));
    g_assert_cmpuint (names->len, ==, n);
}

static void read_all (const char *text)
{
    g_auto (ReadConfig) config = { 0 };
    g_auto (ReadDatasource) datasource = { 0 };
    g_autofree char *schema G_GNUC_UNUSED = read_package_schema (text);
    g_autofree char *value G_GNUC_UNUSED = read_env_file (text, "A");

    read_config (text, &config);
    read_datasource (text, &datasource);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
    g_autofree char *text = g_strndup ((const char *)data, size);
    gsize length = strlen (text);
    Source source = { .name = (char *)"s" };
    g_autoptr (Revision) revision = revision_new (&source, "r");
    g_autoptr (GError) error = NULL;

    utf8_replace_invalid (&text, &length);
    g_assert_true (g_utf8_validate (text, (gssize)length, NULL));
    g_assert_true (annotation_read (text, length, revision, &error) == (error == NULL));
    prisma_checksum_matches (text, length, "x");
    sort_lines (text);
    read_all (text);
    for (guint dialect = 0; dialect < DIALECT_COUNT; dialect++)
        decide ((Dialect)dialect, text, length);
    return 0;
}
