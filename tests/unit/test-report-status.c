#include "report/plan.h"
#include "report/status.h"
#include "tests/unit/sample.h"
#include "util/error.h"

static const Style plain = { FALSE, TRUE, 0 };

static const char shop[] = "api! 1_init@10 2_avatar@30 3_orders@50\n"
                           "web! users.js@20 carts.js@40\n"
                           "pay a@5 b@15>a c@25>a d@60>b,c\n"
                           "link pay:d api:2_avatar\n"
                           "link web:carts.js pay:c";

static char *status_text (Sample *sample, gboolean all)
{
    g_autoptr (GPtrArray) databases = g_ptr_array_new ();
    Config config = { .folder = (char *)"/shop", .sources = sample->sources, .databases = databases };
    StatusView view = { &config, sample->graph, sample->state, NULL };
    GString *text = g_string_new (NULL);

    status_report_text (text, &view, all, &plain);
    return g_string_free (text, FALSE);
}

static void test_pending (void)
{
    g_autoptr (Sample) sample = sample_new (shop);
    Revision *bad = sample_node (sample, "api:3")->revision;
    g_autofree char *text = NULL;

    sample_histories (sample, "api: 1_init\nweb: carts.js\npay: a b c=r");
    error_set (&bad->problem, MIGSHIM_ERROR_SOURCE, "the file is not UTF-8");
    text = status_text (sample, FALSE);
    g_assert_cmpstr (text, ==,
                     "api  tool  1 applied  2 pending                  at 1_init\n"
                     "web  tool  1 applied  1 pending  1 out of order  at carts.js\n"
                     "pay  tool  2 applied  2 pending                  at b\n"
                     "\n"
                     "Pending, in the order of running\n"
                     "  ◇  web:users.js  out of order: carts.js is applied already\n"
                     "  ↺  pay:c         rolled back\n"
                     "  ○  api:2_avatar\n"
                     "  ○  api:3_orders  can't run: the file is not UTF-8\n"
                     "  ○  pay:d                                                    requires api:2_avatar\n"
                     "\n"
                     "5 pending. Look at them with: migshim plan. Run them with: migshim up\n");
}

static void test_disagreement (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1 2 3 4");
    g_autofree char *text = NULL;

    sample_histories (sample, "a: 1=e 2=x 9 8=x");
    ((HistoryRow *)state_history (sample->state, sample_source (sample, "a"))->pdata[0])->finished_at =
        G_GINT64_CONSTANT (1714557600000000);
    state_set_journal (sample->state, sample_node (sample, "a:3"), 2);
    text = status_text (sample, FALSE);
    g_assert_cmpstr (text, ==,
                     "a  tool  1 applied  1 pending  2 failed, 1 edited, 2 missing  at 1\n"
                     "\n"
                     "Pending, in the order of running\n"
                     "  ○  a:4\n"
                     "\n"
                     "Files and history disagree\n"
                     "  ◐  a:1  edited: its file is not the one that was applied 2024-05-01 10:00:00 UTC\n"
                     "  ✗  a:2  failed: begun at an unknown time and never finished\n"
                     "  ✗  a:3  interrupted after 2 statements; the next run goes on there\n"
                     "  ?  a:8  failed: begun at an unknown time and never finished; it has no file any more\n"
                     "  ?  a:9  missing: applied at an unknown time, and it has no file\n"
                     "\n"
                     "What to do\n"
                     "  failed   undo what it left, then: migshim mark rolled-back KEY (it will run again)\n"
                     "           or finish it by hand, then: migshim mark applied KEY\n"
                     "  edited   bring the old file back, and write the change as a new revision\n"
                     "  missing  bring the file back; or, if its work is undone: migshim mark pending KEY\n"
                     "\n"
                     "5 in disagreement, 1 pending.\n");
}

static void test_up_to_date (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1 2\nb!");
    g_autofree char *text = NULL;
    g_autofree char *all = NULL;

    sample_histories (sample, "a: 1 2");
    text = status_text (sample, FALSE);
    g_assert_cmpstr (text, ==,
                     "a  tool  2 applied  0 pending  at 2\n"
                     "b  tool  0 applied  0 pending  no history table yet\n"
                     "\n"
                     "Up to date: all 2 revisions are applied.\n");
    all = status_text (sample, TRUE);
    g_assert_nonnull (g_strstr_len (all, -1, "  ●  a:1  applied\n  ●  a:2  applied\n"));
}

static void test_plan (void)
{
    g_autoptr (Sample) sample = sample_new (shop);
    g_autoptr (Plan) plan = NULL;
    g_autoptr (GString) text = g_string_new (NULL);
    PlanTarget target = { 0 };

    sample_histories (sample, "api: 1_init 3_orders\npay: a");
    target.node = sample_node (sample, "pay:d");
    plan = plan_up (sample->graph, sample->state, &target, NULL);
    plan_report_text (text, plan, sample->state, DIRECTION_UP, &plain);
    g_assert_cmpstr (text->str, ==,
                     "4 steps, in this order\n"
                     "  1  up  pay:b         required by pay:d\n"
                     "  2  up  pay:c         required by pay:d\n"
                     "  3  up  api:2_avatar  out of order: 3_orders is applied already\n"
                     "  4  up  pay:d\n"
                     "\n"
                     "warning: api:2_avatar is out of order: api:3_orders, which comes after it, is applied already\n");
}

static void test_plan_json (void)
{
    g_autoptr (Sample) sample = sample_new (shop);
    g_autoptr (Plan) plan = NULL;
    PlanTarget target = { 0 };
    json_t *object;
    const char *direction;
    const char *reason;
    const char *because;

    sample_histories (sample, "api: 1_init 2_avatar\npay: a b c d");
    target.source = sample_source (sample, "api");
    plan = plan_down (sample->graph, sample->state, &target, NULL);
    object = plan_report_json (plan, sample->state, DIRECTION_DOWN, NULL, NULL);
    g_assert_cmpint (json_unpack (object, "{s:s, s:[{s:s, s:s}]}", "direction", &direction, "steps", "reason", &reason,
                                  "because", &because),
                     ==, 0);
    g_assert_cmpstr (direction, ==, "down");
    g_assert_cmpstr (reason, ==, "dependent");
    g_assert_cmpstr (because, ==, "api:2_avatar");
    json_decref (object);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/report/status/pending", test_pending);
    g_test_add_func ("/report/status/disagreement", test_disagreement);
    g_test_add_func ("/report/status/up-to-date", test_up_to_date);
    g_test_add_func ("/report/plan/text", test_plan);
    g_test_add_func ("/report/plan/json", test_plan_json);
    return g_test_run ();
}
