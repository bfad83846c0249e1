#include "tests/unit/sample.h"

static void assert_state (const Sample *sample, const char *key, RevisionState expected)
{
    const RevisionStatus *status = state_of (sample->state, sample_node (sample, key));

    g_assert_cmpstr (revision_state_name (status->state), ==, revision_state_name (expected));
}

static void test_one_row (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1 2 3 4 5\nb! 1");

    sample_histories (sample, "a: 1 2=e 3=x 4=r");
    assert_state (sample, "a:1", REVISION_APPLIED);
    assert_state (sample, "a:2", REVISION_EDITED);
    assert_state (sample, "a:3", REVISION_FAILED);
    assert_state (sample, "a:4", REVISION_ROLLED_BACK);
    assert_state (sample, "a:5", REVISION_PENDING);
    assert_state (sample, "b:1", REVISION_PENDING);
    g_assert_null (state_of (sample->state, sample_node (sample, "a:5"))->row);
    g_assert_true (state_history_exists (sample->state, sample_source (sample, "a")));
    g_assert_false (state_history_exists (sample->state, sample_source (sample, "b")));
}

static void test_many_rows (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1 2 3 4 5 6");
    g_autoptr (GPtrArray) rows = NULL;

    sample_histories (sample, "a: 1=r 1=r 2=r 2 3=r 3=x 4 4=x 5=x 5=r 6=x 6");
    assert_state (sample, "a:1", REVISION_ROLLED_BACK);
    assert_state (sample, "a:2", REVISION_APPLIED);
    assert_state (sample, "a:3", REVISION_FAILED);
    assert_state (sample, "a:4", REVISION_FAILED);
    assert_state (sample, "a:5", REVISION_FAILED);
    assert_state (sample, "a:6", REVISION_FAILED);
    rows = state_rows (sample->state, sample_source (sample, "a"), "3");
    g_assert_cmpuint (rows->len, ==, 2);
    g_assert_true (state_of (sample->state, sample_node (sample, "a:3"))->row == rows->pdata[1]);
    g_assert_cmpuint (state_history (sample->state, sample_source (sample, "a"))->len, ==, 12);
}

static void test_missing (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1@1 2@9\nb! 1@5\nc!");
    const GPtrArray *all;
    g_autoptr (GString) text = g_string_new (NULL);

    sample_histories (sample, "a: 1 8 7=r 9=x\nb: 2\nc: 5");
    all = state_all (sample->state);
    for (guint i = 0; i < all->len; i++)
    {
        const RevisionStatus *status = all->pdata[i];

        g_assert_true ((status->node == NULL) == (status->state == REVISION_MISSING));
        g_string_append_printf (text, "%s:%s %s, ", status->source->name, status->id,
                                revision_state_name (status->state));
    }
    g_assert_cmpstr (text->str, ==,
                     "a:1 applied, b:1 pending, b:2 missing, a:2 pending, a:8 missing, a:9 missing, c:5 missing, ");
    g_assert_cmpint (((RevisionStatus *)all->pdata[5])->row->status, ==, HISTORY_FAILED);
}

static void test_out_of_order (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1 2 3 4 5 6 7\nb 1 2\nc! 1 2");
    const RevisionStatus *status;

    sample_histories (sample, "a: 2 4=e 5=r 6=x\nb: 2\nc: 2=x");
    status = state_of (sample->state, sample_node (sample, "a:1"));
    g_assert_true (status->out_of_order);
    g_assert_true (status->overtaken_by == sample_node (sample, "a:2"));
    status = state_of (sample->state, sample_node (sample, "a:3"));
    g_assert_true (status->overtaken_by == sample_node (sample, "a:4"));
    g_assert_false (state_of (sample->state, sample_node (sample, "a:5"))->out_of_order);
    g_assert_false (state_of (sample->state, sample_node (sample, "a:7"))->out_of_order);
    g_assert_false (state_of (sample->state, sample_node (sample, "b:1"))->out_of_order);
    g_assert_false (state_of (sample->state, sample_node (sample, "c:1"))->out_of_order);
}

static void test_counts (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1 2 3 4 5\nb! 1");
    StateCounts counts;

    sample_histories (sample, "a: 1 2=e 3=x 5=r 9\nb: 1");
    counts = state_count (sample->state, sample_source (sample, "a"));
    g_assert_cmpuint (counts.total, ==, 6);
    g_assert_cmpuint (counts.applied, ==, 2);
    g_assert_cmpuint (counts.edited, ==, 1);
    g_assert_cmpuint (counts.failed, ==, 1);
    g_assert_cmpuint (counts.pending, ==, 2);
    g_assert_cmpuint (counts.rolled_back, ==, 1);
    g_assert_cmpuint (counts.missing, ==, 1);
    g_assert_cmpuint (state_count (sample->state, NULL).applied, ==, 3);
}

static void test_journal (void)
{
    g_autoptr (Sample) sample = sample_new ("a! 1 2 3");

    sample_histories (sample, "a: 2");
    g_assert_true (state_of (sample->state, sample_node (sample, "a:1"))->out_of_order);
    state_set_journal (sample->state, sample_node (sample, "a:1"), 4);
    assert_state (sample, "a:1", REVISION_FAILED);
    g_assert_cmpint (state_of (sample->state, sample_node (sample, "a:1"))->journal_done, ==, 4);
    g_assert_cmpint (state_of (sample->state, sample_node (sample, "a:3"))->journal_done, ==, -1);
    g_assert_false (state_of (sample->state, sample_node (sample, "a:1"))->out_of_order);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/state/one-row", test_one_row);
    g_test_add_func ("/state/many-rows", test_many_rows);
    g_test_add_func ("/state/missing", test_missing);
    g_test_add_func ("/state/out-of-order", test_out_of_order);
    g_test_add_func ("/state/counts", test_counts);
    g_test_add_func ("/state/journal", test_journal);
    return g_test_run ();
}
