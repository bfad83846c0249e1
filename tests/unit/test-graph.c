#include "tests/unit/sample.h"
#include "util/error.h"

#include <string.h>

static void assert_order (const char *words, const char *expected)
{
    g_autoptr (Sample) sample = sample_new (words);
    g_autofree char *order = NULL;

    g_assert_no_error (sample->error);
    order = sample_order (sample);
    g_assert_cmpstr (order, ==, expected);
}

static void assert_refused (const char *words, MigshimErrorCode code, guint line, const char *message)
{
    g_autoptr (Sample) sample = sample_new (words);

    g_assert_error (sample->error, MIGSHIM_ERROR, (int)code);
    g_assert_cmpstr (sample->error->message, ==, message);
    g_assert_cmpuint (error_detail (sample->error)->where.line, ==, line);
}

static void test_order (void)
{
    assert_order ("a! 1@10 2@20 3@30\nb! 1@15 2@20 3@25", "a:1 b:1 a:2 b:2 b:3 a:3");
    assert_order ("a! 1@10 2 3@30\nb! 1@15 2@20", "a:1 a:2 b:1 b:2 a:3");
    assert_order ("a! init 2@20\nb! 1@15", "a:init b:1 a:2");
    assert_order ("a! 1@30 2@10\nb! 1@20", "b:1 a:1 a:2");
    assert_order ("a 1@30 2@10\nb! 1@20", "b:1 a:1 a:2");
    assert_order ("a 1@10 2@20>1 3@15>1 4@30>2,3", "a:1 a:2 a:3 a:4");
    assert_order ("a! 1@10 2@20\nb! 1@5\nlink b:1 a:2", "a:1 a:2 b:1");
    assert_order ("a! 1@10 2@20\nb! 1@5>a:1", "a:1 b:1 a:2");
    assert_order ("a!<b 1@10 2@20\nb! 1@15 2@90", "b:1 b:2 a:1 a:2");
    assert_order ("a<b 1@1 2@2\nb 1@15 2@90 3@91>2", "b:1 b:2 b:3 a:1 a:2");
    assert_order ("a!<b 1\nb!", "a:1");
    assert_order ("a!", "");
}

static void test_cycles (void)
{
    assert_refused ("a! 1\nb! 2>a:1\nlink a:1 b:2", MIGSHIM_ERROR_CONFIG, 3,
                    "revisions wait for each other: a:1 requires b:2 (links, migshim.yaml:3) requires a:1 (b/2.sql:1)");
    assert_refused ("core! 1 2 3 4\nlink core:1 core:3", MIGSHIM_ERROR_CONFIG, 2,
                    "revisions wait for each other: core:1 requires core:3 (links, migshim.yaml:2) follows core:1");
    assert_refused ("a! 1 2\nb! 1 2\nlink a:1 b:2\nlink b:1 a:2", MIGSHIM_ERROR_CONFIG, 3,
                    "revisions wait for each other: a:1 requires b:2 (links, migshim.yaml:3) follows b:1 "
                    "requires a:2 (links, migshim.yaml:4) follows a:1");
    assert_refused ("a 1>2 2>1", MIGSHIM_ERROR_SOURCE, 0,
                    "revisions wait for each other: a:1 requires a:2 requires a:1");
    assert_refused ("a 1>1 2", MIGSHIM_ERROR_SOURCE, 0, "revisions wait for each other: a:1 requires a:1");
    assert_refused (
        "a!<b 1\nb! 1>a:1", MIGSHIM_ERROR_CONFIG, 1,
        "revisions wait for each other: a:1 comes after b:1 (after, migshim.yaml:1) requires a:1 (b/1.sql:1)");
    assert_refused ("a 1 2>1 3>2\nz! 1>a:3 2 3\nlink a:1 z:2", MIGSHIM_ERROR_CONFIG, 3,
                    "revisions wait for each other: a:1 requires z:2 (links, migshim.yaml:3) follows z:1 "
                    "requires a:3 (z/1.sql:1) requires a:2 requires a:1");
}

static void test_bad_names (void)
{
    assert_refused ("a! 1 1", MIGSHIM_ERROR_SOURCE, 0, "two revisions are called a:1");
    assert_refused ("a! 1\nlink a:1 b:9", MIGSHIM_ERROR_CONFIG, 2,
                    "a link names \"b:9\", and there is no such revision");
    assert_refused ("a! 1\nb! 21 22\nlink a:1 b:2", MIGSHIM_ERROR_CONFIG, 3,
                    "a link names \"b:2\", which could be any of 2 revisions");
    assert_refused ("a! 1>b:7\nb! 1", MIGSHIM_ERROR_SOURCE, 1, "a:1 requires \"b:7\", and there is no such revision");
    assert_refused ("a 1>9", MIGSHIM_ERROR_SOURCE, 0, "a:1 requires \"9\", and there is no such revision");
}

static void test_requirement_prefers_own_source (void)
{
    g_autoptr (Sample) sample = sample_new ("a 10 11>10\nb 10 11>10 12>1000,a:11\nb2 1");

    g_assert_error (sample->error, MIGSHIM_ERROR, MIGSHIM_ERROR_SOURCE);
    assert_order ("a 10 11>10\nb 10 12>10,a:11", "a:10 a:11 b:10 b:12");
    assert_order ("a 2024_users\nb 1>a:2024\nlink b:1 a:2024_u", "a:2024_users b:1");
}

static void assert_match (const Sample *sample, const char *text, const char *key)
{
    g_autoptr (GError) error = NULL;
    const GraphNode *node = graph_match (sample->graph, text, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (node->revision->key, ==, key);
}

static void assert_no_match (const Sample *sample, const char *text, const char *message, const char *hint)
{
    g_autoptr (GError) error = NULL;

    g_assert_null (graph_match (sample->graph, text, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_USAGE);
    g_assert_cmpstr (error->message, ==, message);
    g_assert_cmpstr (error_detail (error)->hint, ==, hint);
}

static void test_match (void)
{
    g_autoptr (Sample) sample =
        sample_new ("api! 2024_users 2024_users_email 2025_roles\nweb! 2024_users 2026\nonly! x");

    assert_match (sample, "api:2024_users", "api:2024_users");
    assert_match (sample, "2024_users_email", "api:2024_users_email");
    assert_match (sample, "2024_users_", "api:2024_users_email");
    assert_match (sample, "2025", "api:2025_roles");
    assert_match (sample, "api:2025", "api:2025_roles");
    assert_match (sample, "web:2026", "web:2026");
    assert_match (sample, "only", "only:x");
    assert_match (sample, "o", "only:x");
    assert_no_match (sample, "2024_users", "\"2024_users\" could be any of 2 revisions",
                     "Write more of one of these:\n  api:2024_users\n  web:2024_users");
    assert_no_match (sample, "2024", "\"2024\" could be any of 3 revisions",
                     "Write more of one of these:\n  api:2024_users\n  api:2024_users_email\n  web:2024_users");
    assert_no_match (sample, "api", "\"api\" is a source, not a revision",
                     "All of it: --source api. One revision: api:ID");
    assert_no_match (sample, "ROLES", "no revision is called \"ROLES\"",
                     "Perhaps one of these was meant:\n  api:2025_roles");
    assert_no_match (sample, "zzz", "no revision is called \"zzz\"", "See the names with: migshim status");
    assert_no_match (sample, "", "no revision is called \"\"", "See the names with: migshim status");
}

static void test_many_candidates (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 10 11 12 13 14 15 16 17 18 19 2");
    g_autoptr (GError) error = NULL;

    g_assert_null (graph_match (sample->graph, "1", &error));
    g_assert_cmpstr (error->message, ==, "\"1\" could be any of 10 revisions");
    g_assert_nonnull (strstr (error_detail (error)->hint, "a:17\n  and 2 more"));
}

static void test_edges (void)
{
    g_autoptr (Sample) sample = sample_new ("a 1 2>1,a:1 3>1\nb! 1 2>a:3\nlink b:2 a:3\nlink b:2 a:1");
    const GArray *edges = graph_edges (sample->graph);
    const GraphNode *node = sample_node (sample, "b:2");

    g_assert_cmpuint (edges->len, ==, 4);
    g_assert_cmpuint (g_array_index (edges, GraphEdge, 0).kind, ==, GRAPH_EDGE_TOOL);
    g_assert_cmpuint (node->before->len, ==, 2);
    g_assert_true (node->before->pdata[0] == sample_node (sample, "a:1"));
    g_assert_true (node->predecessor == sample_node (sample, "b:1"));
    g_assert_cmpuint (sample_node (sample, "a:1")->after->len, ==, 3);
    g_assert_true (graph_find (sample->graph, sample_source (sample, "b"), "1") == sample_node (sample, "b:1"));
    g_assert_null (graph_find (sample->graph, sample_source (sample, "b"), "3"));
}

static void test_equal_timestamps (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1@10 2@10 3@20 4\nb! 1@10 2@20 3\nc! 1@10");

    g_assert_cmpuint (graph_equal_timestamps (sample->graph), ==, 6);
}

/* Random graphs against a reference that is too slow to be wrong: it takes, again and again, the first of all that may come. */

typedef struct
{
    guint source;
    gint64 time;
    guint before[8];
    guint n_before;
    gboolean placed;
} Naive;

static gboolean naive_ready (const Naive *all, guint at)
{
    for (guint i = 0; i < all[at].n_before; i++)
        if (!all[all[at].before[i]].placed)
            return FALSE;
    return TRUE;
}

/* The order as keys, or NULL when there is a cycle. */
static char *naive_order (Naive *all, guint n, const guint *position)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint done = 0; done < n; done++)
    {
        guint best = G_MAXUINT;

        for (guint i = 0; i < n; i++)
            if (!all[i].placed && naive_ready (all, i) && (best == G_MAXUINT || all[i].time < all[best].time))
                best = i;
        if (best == G_MAXUINT)
            return NULL;
        all[best].placed = TRUE;
        g_string_append_printf (text, "%s%c:%u", done > 0 ? " " : "", 'a' + (int)all[best].source, position[best]);
    }
    return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Every "x follows y", "x requires y" of a message of a cycle must be true, and it must end where it began. */
static void check_cycle_words (const Sample *sample, const char *words)
{
    g_auto (GStrv) keys = NULL;
    g_autoptr (GRegex) noise = g_regex_new ("revisions wait for each other: | \\([^)]*\\)", 0, 0, NULL);
    g_autofree char *bare = g_regex_replace_literal (noise, sample->error->message, -1, 0, "", 0, NULL);
    guint last;

    keys = g_regex_split_simple (" (?:requires|follows) ", bare, 0, 0);
    last = g_strv_length (keys) - 1;
    g_assert_cmpuint (last, >=, 1);
    g_assert_cmpstr (keys[0], ==, keys[last]);
    for (guint i = 0; i < last; i++)
    {
        g_autofree char *link = g_strdup_printf ("link %s %s\n", keys[i], keys[i + 1]);
        gboolean linear = keys[i][0] == 'a' || keys[i][0] == 'b';

        g_assert_true (strstr (words, link) || (linear && keys[i][0] == keys[i + 1][0]));
    }
}

/* Two linear sources and one without an order, as words and as what the reference takes. Number of revisions, less than 40. */
static guint add_random_sources (GString *words, Naive *all, guint *position)
{
    guint n = 0;

    for (guint s = 0; s < 3; s++)
    {
        guint size = (guint)g_test_rand_int_range (1, 12);
        gint64 latest = G_MININT64;

        g_string_append_printf (words, "%c%s", 'a' + (int)s, s < 2 ? "!" : "");
        for (guint i = 0; i < size; i++, n++)
        {
            gint64 time = g_test_rand_int_range (-3, 12);

            position[n] = i + 1;
            all[n].source = s;
            latest = time >= 0 ? MAX (latest, time) : latest;
            all[n].time = latest;
            if (i > 0 && s < 2)
                all[n].before[all[n].n_before++] = n - 1;
            g_string_append_printf (words, time >= 0 ? " %u@%u" : " %u", i + 1, (guint)MAX (time, 0));
        }
        g_string_append_c (words, '\n');
    }
    return n;
}

/* Links that mostly go with the time, or with WILD anywhere. */
static void add_random_links (GString *words, Naive *all, const guint *position, guint n, gboolean wild)
{
    for (guint i = 0; i < n / 3; i++)
    {
        guint x = (guint)g_test_rand_int_range (0, (int)n);
        guint y = (guint)g_test_rand_int_range (0, (int)n);
        gboolean forward = all[x].time < all[y].time || (all[x].time == all[y].time && x < y);
        guint after = forward || wild ? y : x;
        guint before = after == y ? x : y;

        if (after == before || all[after].n_before == 8)
            continue;
        all[after].before[all[after].n_before++] = before;
        g_string_append_printf (words, "link %c:%u %c:%u\n", 'a' + (int)all[after].source, position[after],
                                'a' + (int)all[before].source, position[before]);
    }
}

static void test_random (void)
{
    guint cycles = 0;

    for (guint round = 0; round < 2000; round++)
    {
        Naive all[40] = { 0 };
        guint position[40];
        g_autoptr (GString) words = g_string_new (NULL);
        guint n = add_random_sources (words, all, position);
        g_autoptr (Sample) sample = NULL;
        g_autofree char *expected = NULL;
        g_autofree char *order = NULL;

        add_random_links (words, all, position, n, round % 4 == 0);
        sample = sample_new (words->str);
        expected = naive_order (all, n, position);
        if (!expected)
        {
            cycles++;
            g_assert_error (sample->error, MIGSHIM_ERROR, MIGSHIM_ERROR_CONFIG);
            check_cycle_words (sample, words->str);
            continue;
        }
        g_assert_no_error (sample->error);
        order = sample_order (sample);
        g_assert_cmpstr (order, ==, expected);
    }
    g_assert_cmpuint (cycles, >, 50);
    g_assert_cmpuint (cycles, <, 1500);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/graph/order", test_order);
    g_test_add_func ("/graph/cycles", test_cycles);
    g_test_add_func ("/graph/bad-names", test_bad_names);
    g_test_add_func ("/graph/requirement-prefers-own-source", test_requirement_prefers_own_source);
    g_test_add_func ("/graph/match", test_match);
    g_test_add_func ("/graph/many-candidates", test_many_candidates);
    g_test_add_func ("/graph/edges", test_edges);
    g_test_add_func ("/graph/equal-timestamps", test_equal_timestamps);
    g_test_add_func ("/graph/random", test_random);
    return g_test_run ();
}
