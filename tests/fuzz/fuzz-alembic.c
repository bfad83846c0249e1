/* Any bytes are an alembic.ini, a pyproject.toml or a revision. */

#include "adapters/alembic/reading.h"
#include "adapters/alembic/settings.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void expand_all (GHashTable *section)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, section);
    while (g_hash_table_iter_next (&iter, NULL, &value))
        g_free (ini_expand (section, value, "/here"));
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
    g_autofree char *text = g_strndup ((const char *)data, size);
    g_autoptr (GHashTable) sections = ini_parse (text);
    g_autoptr (GHashTable) table = toml_alembic (text);
    g_auto (Header) header = { 0 };
    g_autoptr (GError) error = NULL;
    GHashTableIter iter;
    gpointer section;

    g_hash_table_iter_init (&iter, sections);
    while (g_hash_table_iter_next (&iter, NULL, &section))
        expand_all (section);
    g_assert_true (header_read ("x.py", text, strlen (text), &header, &error) == (error == NULL));
    return 0;
}
