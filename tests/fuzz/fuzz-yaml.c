/* Any bytes are a tree of bounded size or an error with a place; and the small readers of text that go with the configuration. */

#include "util/dotenv.h"
#include "util/error.h"
#include "util/expand.h"
#include "util/secret.h"
#include "util/yaml.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static guint walk (const YamlTreeNode *node)
{
    guint size = 1;

    for (guint i = 0; node->items && i < node->items->len; i++)
        size += walk (node->items->pdata[i]);
    g_assert_true (!node->keys || node->keys->len == node->items->len);
    return size;
}

static const char *look_up (const char *name, gpointer data)
{
    (void)data;
    return strlen (name) % 2 ? name : NULL;
}

static void read_text (const char *text)
{
    guint column = 3;
    g_autofree char *masked = secret_mask (text, &column);

    g_free (expand_variables (text, look_up, NULL, NULL, NULL));
    g_assert_cmpint ((glong)column, <=, g_utf8_strlen (masked, -1) + 1);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
    const char *text = (const char *)data;
    g_autoptr (GError) error = NULL;
    g_autoptr (YamlTree) tree = yaml_tree_parse ("f", text, size, &error);
    g_autofree char *copy = g_strndup (text, size);
    g_autofree char *valid = g_utf8_make_valid (copy, -1);

    g_assert_true ((tree == NULL) == (error != NULL));
    if (error)
        g_assert_cmpuint (error_detail (error)->where.line, >, 0);
    else if (yaml_tree_root (tree))
        g_assert_cmpuint (walk (yaml_tree_root (tree)), <=, yaml_tree_root (tree)->size);
    g_hash_table_unref (dotenv_parse (text, size));
    read_text (valid);
    return 0;
}
