#include "util/error.h"
#include "util/yaml.h"

#include <string.h>

static void write_node (GString *out, const YamlTreeNode *node)
{
    switch (node->kind)
    {
    case YAML_TREE_SCALAR:
        g_string_append (out, yaml_tree_is_null (node) ? "-" : node->text);
        return;
    case YAML_TREE_LIST:
    case YAML_TREE_MAP:
        g_string_append_c (out, node->keys ? '{' : '[');
        for (guint i = 0; i < node->items->len; i++)
        {
            if (i > 0)
                g_string_append_c (out, ' ');
            if (node->keys)
                g_string_append_printf (out, "%s:", ((YamlTreeNode *)node->keys->pdata[i])->text);
            write_node (out, node->items->pdata[i]);
        }
        g_string_append_c (out, node->keys ? '}' : ']');
        return;
    }
}

static void test_trees (void)
{
    static const char *const pairs[][2] = {
        { "a: 1\nb: [x, 'y z', ~]\nc:\n  d:\n", "{a:1 b:[x y z -] c:{d:-}}" },
        { "- &n {k: v}\n- *n\n", "[{k:v} {k:v}]" },
        { "base: &b {x: 1, y: 2}\nmore:\n  <<: *b\n  y: 3\n", "{base:{x:1 y:2} more:{y:3 x:1}}" },
        { "a: &a {x: 1}\nb: &b {x: 2, z: 3}\nc: {<<: [*a, *b]}\n", "{a:{x:1} b:{x:2 z:3} c:{x:1 z:3}}" },
        { "\xef\xbb\xbf"
          "a: !!str 1\n",
          "{a:1}" },
        { "a: |\n  two\n  lines\n", "{a:two\nlines\n}" },
        { "a: \"null\"\n", "{a:null}" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
        g_autoptr (GError) error = NULL;
        g_autoptr (YamlTree) tree = yaml_tree_parse ("f", pairs[i][0], strlen (pairs[i][0]), &error);
        g_autoptr (GString) out = g_string_new (NULL);

        g_assert_no_error (error);
        write_node (out, yaml_tree_root (tree));
        g_assert_cmpstr (out->str, ==, pairs[i][1]);
    }
}

static void test_empty (void)
{
    g_autoptr (YamlTree) tree = yaml_tree_parse ("f", "# nothing\n", 10, NULL);

    g_assert_nonnull (tree);
    g_assert_null (yaml_tree_root (tree));
}

static void test_errors (void)
{
    static const struct
    {
        const char *text;
        guint line, column;
        const char *message;
    } cases[] = {
        { "a: 1\nb: 2\na: 3\n", 3, 1, "twice; the first is in line 1" },
        { "a: [1, 2\nb: 3\n", 2, 2, "not YAML" },
        { "a: *b\n", 1, 4, "no anchor" },
        { "a: &a [*a]\n", 1, 8, "inside its own anchor" },
        { "a: !ruby/object x\n", 1, 4, "tag" },
        { "a: 1\n---\nb: 2\n", 2, 1, "more than one document" },
        { "? [a]\n: b\n", 1, 3, "key must be a word" },
        { "a: {<<: x}\n", 1, 9, "merge key" },
        { "\xc3\xbc: 1\nb: \xff\n", 2, 4, "UTF-8" },
        { "a: \"x\\0y\"\n", 1, 4, "character \\0" },
        { "\ta: 1\n", 1, 1, "not YAML" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
        g_autoptr (GError) error = NULL;
        const ErrorDetail *detail;

        g_assert_null (yaml_tree_parse ("f.yaml", cases[i].text, strlen (cases[i].text), &error));
        g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_CONFIG);
        detail = error_detail (error);
        if (!strstr (error->message, cases[i].message) || detail->where.line != cases[i].line ||
            detail->where.column != cases[i].column)
            g_error ("%s: %u:%u: %s", cases[i].text, detail->where.line, detail->where.column, error->message);
        g_assert_cmpstr (detail->where.file, ==, "f.yaml");
        g_assert_nonnull (detail->excerpt);
    }
}

static void test_password_in_excerpt (void)
{
    const char *text = "database: postgres://u:hush@h/d\ndatabase: x\n\tx";
    g_autoptr (GError) error = NULL;

    g_assert_null (yaml_tree_parse ("f", "a: [postgres://u:hush@h/d}\n", 27, &error));
    g_assert_nonnull (strstr (error_detail (error)->excerpt, "postgres://u:***@h/d"));
    g_assert_null (yaml_tree_parse ("f", text, strlen (text), NULL));
}

/* Nine lists of nine aliases each would be 400 million nodes. */
static void test_laughs (void)
{
    g_autoptr (GString) text = g_string_new ("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    g_autoptr (GError) error = NULL;

    for (guint i = 1; i < 9; i++)
    {
        g_string_append_printf (text, "a%u: &a%u [*a%u", i, i, i - 1);
        for (guint j = 0; j < 8; j++)
            g_string_append_printf (text, ", *a%u", i - 1);
        g_string_append (text, "]\n");
    }
    g_assert_null (yaml_tree_parse ("f", text->str, text->len, &error));
    g_assert_nonnull (strstr (error->message, "aliases written out"));
}

static void test_deep (void)
{
    g_autofree char *text = g_strnfill (100000, '[');
    g_autoptr (GError) error = NULL;

    g_assert_null (yaml_tree_parse ("f", text, strlen (text), &error));
    g_assert_nonnull (strstr (error->message, "nested deeper"));
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/yaml/trees", test_trees);
    g_test_add_func ("/yaml/empty", test_empty);
    g_test_add_func ("/yaml/errors", test_errors);
    g_test_add_func ("/yaml/password-in-excerpt", test_password_in_excerpt);
    g_test_add_func ("/yaml/laughs", test_laughs);
    g_test_add_func ("/yaml/deep", test_deep);
    return g_test_run ();
}
