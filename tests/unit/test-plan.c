#include "core/plan.h"
#include "tests/unit/sample.h"
#include "util/error.h"

#include <string.h>

/* "a:1 b:2?a:1" : keys in order, with what a step is there for. */
static char *describe (const Plan *plan)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < plan->steps->len; i++)
    {
        const PlanStep *step = &g_array_index (plan->steps, PlanStep, i);

        g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", step->direction == DIRECTION_DOWN ? "-" : "",
                                step->node->revision->key);
        if (step->reason != PLAN_REASON_TARGET)
            g_string_append_printf (text, "(%s%s%s)", plan_reason_name (step->reason), step->because ? " " : "",
                                    step->because ? step->because->revision->key : "");
    }
    return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "up a:3", "down b:* 2", "up *", "down base": target, source with *, number of steps. */
static Plan *make_plan (const Sample *sample, const char *words, GError **error)
{
    g_auto (GStrv) parts = g_strsplit (words, " ", -1);
    PlanTarget target = { 0 };

    for (guint i = 1; parts[i]; i++)
    {
        char *star = strchr (parts[i], '*');

        if (g_str_equal (parts[i], "base"))
            target.base = TRUE;
        else if (star && star > parts[i])
        {
            star[-1] = '\0';
            target.source = sample_source (sample, parts[i]);
        }
        else if (strchr (parts[i], ':'))
            target.node = sample_node (sample, parts[i]);
        else if (!star)
            target.steps = (guint)g_ascii_strtoull (parts[i], NULL, 10);
    }
    if (g_str_equal (parts[0], "up"))
        return plan_up (sample->graph, sample->state, &target, error);
    return plan_down (sample->graph, sample->state, &target, error);
}

static void assert_plan (const Sample *sample, const char *words, const char *expected)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (Plan) plan = make_plan (sample, words, &error);
    g_autofree char *text = NULL;

    g_assert_no_error (error);
    text = describe (plan);
    g_assert_cmpstr (text, ==, expected);
}

static void assert_warning (const Sample *sample, const char *words, const char *expected)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (Plan) plan = make_plan (sample, words, &error);
    g_autofree char *text = NULL;

    g_assert_no_error (error);
    g_ptr_array_add (plan->warnings, NULL);
    text = g_strjoinv ("; ", (char **)plan->warnings->pdata);
    g_assert_cmpstr (text, ==, expected);
}

static void assert_refused (const Sample *sample, const char *words, MigshimErrorCode code, const char *message,
                            const char *in_hint)
{
    g_autoptr (GError) error = NULL;

    g_assert_null (make_plan (sample, words, &error));
    g_assert_error (error, MIGSHIM_ERROR, (int)code);
    g_assert_cmpstr (error->message, ==, message);
    g_assert_nonnull (strstr (error_detail (error)->hint, in_hint));
}

static const char shop[] = "api! 1@10 2@30 3@50\n"
                           "web! 1@20 2@40\n"
                           "pay a@5 b@15>a c@25>a d@60>b,c\n"
                           "link pay:d api:2\n"
                           "link web:2 pay:c";

static void test_up (void)
{
    g_autoptr (Sample) sample = sample_new (shop);

    sample_histories (sample, "");
    assert_plan (sample, "up", "pay:a api:1 pay:b web:1 pay:c api:2 web:2 api:3 pay:d");
    assert_plan (sample, "up 2", "pay:a api:1");
    assert_plan (sample, "up api:2", "api:1 api:2");
    assert_plan (sample, "up web:2", "pay:a(required pay:c) web:1 pay:c(required web:2) web:2");
    assert_plan (sample, "up web:*", "pay:a(required pay:c) web:1 pay:c(required web:2) web:2");
    assert_plan (sample, "up web:* 1", "pay:a(required pay:c)");
    assert_plan (sample, "up pay:b", "pay:a(required pay:b) pay:b");
    assert_plan (sample, "up pay:d",
                 "pay:a(required pay:b) api:1(required api:2) pay:b(required pay:d) pay:c(required pay:d) "
                 "api:2(required pay:d) pay:d");
    sample_histories (sample, "api: 1 2 3\nweb: 1 2\npay: a b c d");
    assert_plan (sample, "up", "");
    assert_plan (sample, "up api:2", "");
}

static void test_up_out_of_order (void)
{
    g_autoptr (Sample) sample = sample_new (shop);

    sample_histories (sample, "api: 1 3\npay: a");
    assert_plan (sample, "up api:3", "api:2(out-of-order)");
    assert_plan (sample, "up pay:d", "pay:b(required pay:d) pay:c(required pay:d) api:2(out-of-order pay:d) pay:d");
    assert_warning (sample, "up api:*", "api:2 is out of order: api:3, which comes after it, is applied already");
    assert_warning (sample, "up web:1", "");
    sample_source (sample, "api")->policy.out_of_order = OUT_OF_ORDER_ALLOW;
    assert_warning (sample, "up", "");
    sample_source (sample, "api")->policy.out_of_order = OUT_OF_ORDER_REFUSE;
    assert_plan (sample, "up web:1", "web:1");
    assert_refused (sample, "up", MIGSHIM_ERROR_DISAGREE,
                    "api:2 is out of order: api:3, which comes after it, is applied already",
                    "migshim mark applied api:2");
}

static void test_up_warns_of_disagreement (void)
{
    g_autoptr (Sample) sample = sample_new (shop);

    sample_histories (sample, "api: 1=e 2=e 9\nweb: 7 8\npay: a b c d");
    assert_warning (sample, "up api:*",
                    "api:1 (and 1 more of this source) was changed after it was applied; "
                    "api:9 is in the history and has no file");
    sample_histories (sample, "pay: a b c d");
    assert_warning (sample, "up api:2", "pay:d is applied already, though it requires api:2");
}

static void test_failed_blocks (void)
{
    g_autoptr (Sample) sample = sample_new (shop);

    sample_histories (sample, "pay: a c=x");
    assert_refused (sample, "up", MIGSHIM_ERROR_DISAGREE, "pay:c has failed, and nobody has said yet what became of it",
                    "migshim mark rolled-back pay:c");
    assert_refused (sample, "up pay:b", MIGSHIM_ERROR_DISAGREE,
                    "pay:c has failed, and nobody has said yet what became of it", "migshim mark applied pay:c");
    assert_refused (sample, "up web:2", MIGSHIM_ERROR_DISAGREE,
                    "pay:c has failed, and nobody has said yet what became of it", "migshim mark applied pay:c");
    assert_refused (sample, "down", MIGSHIM_ERROR_DISAGREE,
                    "pay:c has failed, and nobody has said yet what became of it", "migshim mark applied pay:c");
    assert_plan (sample, "up web:1", "web:1");
    assert_plan (sample, "up api:*", "api:1 api:2 api:3");
    sample_histories (sample, "web: 9=x");
    assert_refused (sample, "up web:*", MIGSHIM_ERROR_DISAGREE,
                    "web:9 has failed, and nobody has said yet what became of it", "migshim mark rolled-back web:9");
    assert_plan (sample, "up api:1", "api:1");
}

static void test_resume (void)
{
    g_autoptr (Sample) sample = sample_new (shop);

    sample_histories (sample, "api: 1 2=x\nweb: 1");
    state_set_journal (sample->state, sample_node (sample, "api:2"), 3);
    assert_plan (sample, "up api:3", "api:2(resume) api:3");
    assert_plan (sample, "up api:* 1", "api:2(resume)");
    assert_refused (sample, "down", MIGSHIM_ERROR_DISAGREE, "applying api:2 was interrupted after 3 statements",
                    "migshim up --source api");
    sample_histories (sample, "api: 1 2\nweb: 1");
    state_set_journal (sample->state, sample_node (sample, "api:2"), 1);
    assert_plan (sample, "down", "-api:2(resume)");
    assert_plan (sample, "down 2", "-api:2(resume) -web:1");
    assert_plan (sample, "down api:1", "-api:2(resume)");
    assert_plan (sample, "down base", "-api:2(resume) -web:1 -api:1");
    assert_refused (sample, "up", MIGSHIM_ERROR_DISAGREE, "reverting api:2 was interrupted after 1 statements",
                    "migshim down --source api");
}

static void test_down (void)
{
    g_autoptr (Sample) sample = sample_new (shop);

    sample_histories (sample, "api: 1 2 3\nweb: 1 2\npay: a b c d");
    assert_plan (sample, "down", "-pay:d");
    assert_plan (sample, "down 3", "-pay:d -api:3 -web:2");
    assert_plan (sample, "down api:*", "-api:3");
    assert_plan (sample, "down api:* 2", "-pay:d(dependent api:2) -api:3 -api:2");
    assert_plan (sample, "down api:1", "-pay:d(dependent api:2) -api:3 -api:2");
    assert_plan (sample, "down pay:a", "-pay:d(dependent pay:b) -web:2(dependent pay:c) -pay:c -pay:b");
    assert_plan (sample, "down web:2", "");
    assert_plan (sample, "down base", "-pay:d -api:3 -web:2 -api:2 -pay:c -web:1 -pay:b -api:1 -pay:a");
    assert_plan (sample, "down web:* base", "-web:2 -web:1");
    sample_histories (sample, "api: 1\nweb: 1 2=e\npay: a c");
    assert_plan (sample, "down pay:a", "-web:2(dependent pay:c) -pay:c");
    assert_plan (sample, "down", "-web:2");
    assert_refused (sample, "down api:2", MIGSHIM_ERROR_USAGE, "api:2 is not applied, so there is no way back to it",
                    "migshim status");
}

static void test_down_refusals (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1 2- 3\nb! 1- 2\nlink b:1 a:1");

    sample_histories (sample, "a: 1 2 3\nb: 1");
    assert_plan (sample, "down a:2", "-a:3");
    assert_refused (sample, "down a:1", MIGSHIM_ERROR_SOURCE, "a:2 has no way back", "down.sql");
    assert_refused (sample, "down a:* base", MIGSHIM_ERROR_SOURCE,
                    "b:1 has no way back, and a:1 can't be reverted without it", "new revision");
    sample_source (sample, "a")->policy.forward_only = TRUE;
    assert_refused (sample, "down a:2", MIGSHIM_ERROR_DISAGREE,
                    "a:3 can't be reverted: the policy of a is forward_only", "new revision");
}

static void test_down_missing (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1 2 3");

    sample_histories (sample, "a: 1 9 3");
    assert_plan (sample, "down a:1", "-a:3");
    assert_refused (sample, "down 2", MIGSHIM_ERROR_DISAGREE,
                    "a:9 was applied after a:1 and has no file, so it can't be reverted first",
                    "migshim mark pending a:9");
    sample_histories (sample, "a: 9 1=r");
    assert_plan (sample, "down", "");
    assert_refused (sample, "down base", MIGSHIM_ERROR_DISAGREE,
                    "a:9 is applied and has no file, so it can't be reverted", "migshim mark pending a:9");
}

static void test_problems (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1 2");
    Revision *revision = sample_node (sample, "a:2")->revision;

    sample_histories (sample, "");
    error_set (&revision->problem, MIGSHIM_ERROR_UNSUPPORTED, "a loop over a generator");
    assert_plan (sample, "up a:1", "a:1");
    error_hint (&revision->problem, "Use a list");
    assert_refused (sample, "up", MIGSHIM_ERROR_UNSUPPORTED, "a loop over a generator", "Use a list");
    sample_source (sample, "a")->delegate = g_strsplit ("npx knex", " ", -1);
    assert_plan (sample, "up", "a:1 a:2");
}

/* Random graphs and states against a reference that adds what is missing until nothing changes. */

static gboolean is_in (const Sample *sample, const GraphNode *node, gboolean up)
{
    RevisionState state = state_of (sample->state, node)->state;

    return (state == REVISION_PENDING || state == REVISION_ROLLED_BACK) == up;
}

/* Must OTHER move when NODE does? */
static gboolean needs (const GraphNode *node, const GraphNode *other, gboolean up)
{
    const GPtrArray *neighbours = up ? node->before : node->after;
    gboolean linear = node->revision->source->name[0] < 'c';
    gboolean aside = up ? other->revision->position < node->revision->position
                        : other->revision->position > node->revision->position;

    return g_ptr_array_find ((GPtrArray *)neighbours, other, NULL) ||
           (linear && node->revision->source == other->revision->source && aside);
}

static void check_against_reference (const Sample *sample, const GraphNode *target, gboolean up)
{
    const GPtrArray *nodes = graph_nodes (sample->graph);
    g_autofree gboolean *in = g_new0 (gboolean, nodes->len);
    g_autoptr (GError) error = NULL;
    g_autoptr (Plan) plan = NULL;
    PlanTarget asked = { .node = target };
    gboolean changed = TRUE;
    guint step = 0;

    for (guint i = 0; i < nodes->len; i++)
    {
        const GraphNode *node = nodes->pdata[i];
        gboolean itself = up && node == target;
        gboolean beside =
            node != target && node->revision->source == target->revision->source && needs (target, node, up);
        gboolean linear = target->revision->source->name[0] < 'c';

        in[i] = is_in (sample, node, up) && (itself || (beside && (linear || !up)));
    }
    while (changed)
    {
        changed = FALSE;
        for (guint i = 0; i < nodes->len; i++)
            for (guint j = 0; j < nodes->len && in[i]; j++)
                if (!in[j] && is_in (sample, nodes->pdata[j], up) && needs (nodes->pdata[i], nodes->pdata[j], up))
                    in[j] = changed = TRUE;
    }
    plan = up ? plan_up (sample->graph, sample->state, &asked, &error)
              : plan_down (sample->graph, sample->state, &asked, &error);
    g_assert_no_error (error);
    for (guint i = 0; i < nodes->len; i++)
    {
        guint at = up ? i : nodes->len - 1 - i;

        if (!in[at])
            continue;
        g_assert_cmpuint (step, <, plan->steps->len);
        g_assert_true (g_array_index (plan->steps, PlanStep, step++).node == nodes->pdata[at]);
    }
    g_assert_cmpuint (step, ==, plan->steps->len);
}

static void test_random (void)
{
    for (guint round = 0; round < 1000; round++)
    {
        g_autoptr (GString) words = g_string_new (NULL);
        g_autoptr (GString) rows = g_string_new (NULL);
        g_autoptr (Sample) sample = NULL;
        const GPtrArray *nodes;

        for (char s = 'a'; s <= 'd'; s++)
        {
            g_string_append_printf (words, "%c%s", s, s < 'c' ? "!" : "");
            g_string_append_printf (rows, "%c:", s);
            for (int i = 1; i <= 8; i++)
            {
                g_string_append_printf (words, " %d@%d", i, i);
                if (i > 1 && s >= 'c')
                    g_string_append_printf (words, ">%d", g_test_rand_int_range (1, i));
                if (g_test_rand_int_range (0, 8) < 9 - i)
                    g_string_append_printf (rows, " %d", i);
            }
            g_string_append_c (words, '\n');
            g_string_append_c (rows, '\n');
        }
        for (guint i = 0; i < 8; i++)
        {
            int before = g_test_rand_int_range (1, 8);

            g_string_append_printf (words, "link %c:%d %c:%d\n", 'a' + g_test_rand_int_range (0, 4),
                                    g_test_rand_int_range (before + 1, 9), 'a' + g_test_rand_int_range (0, 4), before);
        }
        sample = sample_new (words->str);
        g_assert_no_error (sample->error);
        sample_histories (sample, rows->str);
        nodes = graph_nodes (sample->graph);
        for (guint i = 0; i < nodes->len; i++)
        {
            check_against_reference (sample, nodes->pdata[i], TRUE);
            if (!is_in (sample, nodes->pdata[i], TRUE))
                check_against_reference (sample, nodes->pdata[i], FALSE);
        }
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/plan/up", test_up);
    g_test_add_func ("/plan/up-out-of-order", test_up_out_of_order);
    g_test_add_func ("/plan/up-warns-of-disagreement", test_up_warns_of_disagreement);
    g_test_add_func ("/plan/failed-blocks", test_failed_blocks);
    g_test_add_func ("/plan/resume", test_resume);
    g_test_add_func ("/plan/down", test_down);
    g_test_add_func ("/plan/down-refusals", test_down_refusals);
    g_test_add_func ("/plan/down-missing", test_down_missing);
    g_test_add_func ("/plan/problems", test_problems);
    g_test_add_func ("/plan/random", test_random);
    return g_test_run ();
}
