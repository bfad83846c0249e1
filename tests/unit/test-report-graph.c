#include "report/graph.h"
#include "report/table.h"
#include "tests/unit/sample.h"

#include <string.h>

static const char shop[] = "api! 2024_init@10 2025_avatar@30 2025_orders@50 2026_x@90\n"
                           "web! users.js@20 carts.js@40\n"
                           "pay a@5 b@15>a c@25>a d@60>b,c e@61>d\n"
                           "link pay:d api:2025_avatar\n"
                           "link web:carts.js pay:c\n"
                           "link api:2026_x web:carts.js";
static const char shop_rows[] = "api: 2024_init 2025_orders 77\nweb: users.js\npay: a b=e c=x";

static void assert_text (const char *words, const char *rows, const char *only, gboolean unicode, const char *expected)
{
    g_autoptr (Sample) sample = sample_new (words);
    g_autoptr (GString) text = g_string_new (NULL);
    Style style = { FALSE, unicode, 0 };

    g_assert_no_error (sample->error);
    if (rows)
        sample_histories (sample, rows);
    graph_report_text (text, sample->graph, sample->state, only ? sample_source (sample, only) : NULL, &style);
    g_assert_cmpstr (text->str, ==, expected);
}

static void test_text (void)
{
    assert_text (shop, shop_rows, NULL, TRUE,
                 "●─╮      pay  a\n"
                 "│ │ ●    api  2024_init\n"
                 "◐ │ │    pay  b            edited\n"
                 "│ │ │ ●  web  users.js\n"
                 "│ ✗ │ │  pay  c            failed\n"
                 "│ │ ◇ │  api  2025_avatar  out of order\n"
                 "│ ├─│─○  web  carts.js     pending       requires pay:c\n"
                 "│ │ ● │  api  2025_orders\n"
                 "○─┴─┤ │  pay  d            pending       requires api:2025_avatar\n"
                 "○   │ │  pay  e            pending\n"
                 "    ○─╯  api  2026_x       pending       requires web:carts.js\n"
                 "?        api  77           missing\n"
                 "\n"
                 "● 4 applied   ◐ 1 edited   ✗ 1 failed   ◇ 1 out of order   ○ 4 pending   ? 1 missing\n");
}

static void test_branches_in_ascii (void)
{
    assert_text ("a 1 2>1 3>1 4>1 5>2 6>3,5 7>4,6 8>7\nb! 1@1 2 3 4\nc! 1@1 2\n"
                 "link b:2 a:3\nlink b:4 c:2\nlink c:2 a:8\nlink a:7 c:1",
                 NULL, NULL, FALSE,
                 "*-+-.    a  1\n"
                 "* | |    a  2\n"
                 "| * |    a  3\n"
                 "| | *    a  4\n"
                 "* | |    a  5\n"
                 "*-+ |    a  6\n"
                 "| | | *  b  1\n"
                 "| '-|-*  b  2  requires a:3\n"
                 "|   | *  b  3\n"
                 "| * | |  c  1\n"
                 "*-+-' |  a  7  requires c:1\n"
                 "* |   |  a  8\n"
                 "'-*   |  c  2  requires a:8\n"
                 "  '---*  b  4  requires c:2\n");
}

static void test_one_source (void)
{
    assert_text (shop, shop_rows, "pay", TRUE,
                 "●─╮  pay  a\n"
                 "◐ │  pay  b  edited\n"
                 "│ ✗  pay  c  failed\n"
                 "○─╯  pay  d  pending  requires api:2025_avatar\n"
                 "○    pay  e  pending\n"
                 "\n"
                 "● 1 applied   ◐ 1 edited   ✗ 1 failed   ○ 2 pending\n");
    assert_text ("a!", "", NULL, TRUE, "");
}

static void test_names_are_harmless (void)
{
    assert_text ("a! x\033[31m", NULL, NULL, TRUE, "●  a  x?[31m\n");
    assert_text ("a! y\"]\\z", NULL, NULL, TRUE, "●  a  y\"]\\z\n");
}

static void test_exports (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1 q\"]#\nb 2\nlink b:2 a:1");
    g_autoptr (GString) dot = g_string_new (NULL);
    g_autoptr (GString) mermaid = g_string_new (NULL);

    sample_histories (sample, "a: 1");
    graph_report_dot (dot, sample->graph, sample->state, NULL);
    g_assert_nonnull (strstr (dot->str, "\"a:q\\\"]#\" [label=\"q\\\"]#\\npending\""));
    g_assert_nonnull (strstr (dot->str, "\"a:1\" -> \"a:q\\\"]#\" [style=dotted];"));
    g_assert_nonnull (strstr (dot->str, "\"a:1\" -> \"b:2\" [penwidth=2];"));
    graph_report_mermaid (mermaid, sample->graph, sample->state, NULL);
    g_assert_nonnull (strstr (mermaid->str, "n1[\"q#34;#93;#35;<br>pending\"]:::pending\n"));
    g_assert_nonnull (strstr (mermaid->str, "n0 -.-> n1\n"));
    g_assert_nonnull (strstr (mermaid->str, "n0 ==> n2\n"));
    g_assert_null (strstr (mermaid->str, "]#"));
}

static void test_json (void)
{
    g_autoptr (Sample) sample = sample_new (shop);
    json_t *object;
    const char *key;
    const char *state;
    const char *by;
    int n;

    sample_histories (sample, shop_rows);
    object = graph_report_json (sample->graph, sample->state, NULL, NULL);
    g_assert_cmpuint (json_array_size (json_object_get (object, "revisions")), ==, 12);
    g_assert_cmpint (json_unpack (json_array_get (json_object_get (object, "revisions"), 5), "{s:s, s:s}", "key", &key,
                                  "state", &state),
                     ==, 0);
    g_assert_cmpstr (key, ==, "api:2025_avatar");
    g_assert_cmpstr (state, ==, "pending");
    g_assert_cmpint (json_unpack (object, "{s:i, s:[{s:s}]}", "schema", &n, "edges", "by", &by), ==, 0);
    g_assert_cmpstr (by, ==, "link");
    json_decref (object);
}

static void test_table (void)
{
    static const Align aligns[] = { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT };
    g_autoptr (Table) table = table_new (aligns, 4);
    g_autoptr (GString) text = g_string_new (NULL);
    Style style = { FALSE, TRUE, 0 };
    static const char *const cells[] = { "name", "n", NULL, "note", "日本", "100", NULL, NULL, "", "5", NULL, "x" };

    for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
        table_add (table, PAINT_PLAIN, cells[i]);
    table_print (table, text, &style, 1);
    g_assert_cmpstr (text->str, ==, " name    n  note\n 日本  100\n         5  x\n");
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/report/graph/text", test_text);
    g_test_add_func ("/report/graph/branches-in-ascii", test_branches_in_ascii);
    g_test_add_func ("/report/graph/one-source", test_one_source);
    g_test_add_func ("/report/graph/names-are-harmless", test_names_are_harmless);
    g_test_add_func ("/report/graph/exports", test_exports);
    g_test_add_func ("/report/graph/json", test_json);
    g_test_add_func ("/report/table", test_table);
    return g_test_run ();
}
