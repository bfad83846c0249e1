/* bench-plan.c: what planning costs, for 10,000 and for 100,000 revisions.
 *
 * Four sources, three of them linear and one with a branch and a merge every ten revisions; every twentieth revision requires one of another
 * source; nine of ten are applied. Measured is all that is pure: graph, state, plan. Each size runs in processes of its own, so that peak memory is its own;
 * the time is processor time, since a busy machine must not change the answer, and the least of several runs. Prints one line a size and the ratios; ends with 1 when a ratio is above the bound. */

#include "core/plan.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_SOURCES 4
#define RUNS 9
#define BOUND 12.0

typedef struct
{
    gint64 microseconds;
    gint64 bytes;
    guint steps;
} Measure;

/* User and system time of this process. */
static gint64 processor_time (void)
{
    struct rusage usage;

    getrusage (RUSAGE_SELF, &usage);
    return ((gint64)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec +
           usage.ru_stime.tv_usec;
}

static gint64 peak_bytes (void)
{
    struct rusage usage;

    getrusage (RUSAGE_SELF, &usage);
    return (gint64)usage.ru_maxrss * 1024;
}

static void make_id (char *id, gsize size, guint source, guint position)
{
    g_snprintf (id, size, "2024%08u_change_number_%u_of_%c", position * 7 + source, position, 'a' + (int)source);
}

static void require (Revision *revision, guint source, guint position)
{
    char id[80];
    char key[96];

    make_id (id, sizeof id, source, position);
    g_snprintf (key, sizeof key, "source%u:%s", source, id);
    revision_require (revision, source == revision->source->index ? id : key, LOCATION_NONE);
}

/* A chain that forks at every tenth revision and joins again at the next. */
static void require_branch (Revision *revision, guint source, guint position)
{
    if (position == 0)
        return;
    require (revision, source, position % 10 == 2 && position > 2 ? position - 2 : position - 1);
    if (position % 10 == 3 && position > 3)
        require (revision, source, position - 2);
}

static void make_sources (Source *sources, guint n)
{
    for (guint i = 0; i < n; i++)
        sources[i] = (Source){ .name = g_strdup_printf ("source%u", i), .tool = g_strdup ("tool"), .index = i };
}

static GPtrArray *make_revisions (const Source *sources, guint n)
{
    GPtrArray *revisions = g_ptr_array_new ();

    for (guint i = 0; i < n; i++)
    {
        guint source = i / (n / N_SOURCES);
        guint position = i % (n / N_SOURCES);
        char id[80];
        Revision *revision;

        make_id (id, sizeof id, source, position);
        revision = revision_new (&sources[source], id);
        revision->position = position;
        revision->timestamp = 1700000000 + (gint64)position * 60;
        revision->path = g_strdup_printf ("/srv/shop/services/source%u/migrations/%s/migration.sql", source, id);
        revision->checksum = g_strnfill (64, 'a');
        if (source == N_SOURCES - 1)
            require_branch (revision, source, position);
        if (i % 20 == 19 && position > 5)
            require (revision, (source + 1) % N_SOURCES, position - 5);
        g_ptr_array_add (revisions, revision);
    }
    return revisions;
}

static State *make_state (const Graph *graph, const Source *sources)
{
    SourceHistory histories[N_SOURCES];

    for (guint i = 0; i < N_SOURCES; i++)
    {
        const GPtrArray *revisions = graph_source_revisions (graph, &sources[i]);

        histories[i] = (SourceHistory){ &sources[i], TRUE, TRUE,
                                        g_ptr_array_new_with_free_func ((GDestroyNotify)history_row_free) };
        for (guint j = 0; j < revisions->len / 10 * 9; j++)
            g_ptr_array_add (histories[i].rows,
                             history_row_new (((const Revision *)revisions->pdata[j])->id, HISTORY_APPLIED));
    }
    return state_build (graph, histories, N_SOURCES);
}

static Measure measure_here (guint n)
{
    static const gboolean linear[N_SOURCES] = { TRUE, TRUE, TRUE, FALSE };
    Source sources[N_SOURCES];
    gint64 memory = peak_bytes ();
    gint64 start = processor_time ();
    GPtrArray *revisions;
    PlanTarget target = { 0 };
    Measure measure;

    make_sources (sources, N_SOURCES);
    revisions = make_revisions (sources, n);
    Graph *graph = graph_build (revisions, NULL, linear, N_SOURCES, NULL);
    State *state = graph ? make_state (graph, sources) : NULL;
    Plan *plan = state ? plan_up (graph, state, &target, NULL) : NULL;

    measure.microseconds = processor_time () - start;
    measure.bytes = peak_bytes () - memory;
    measure.steps = plan ? plan->steps->len : 0;
    return measure;
}

/* In a process of its own. */
static Measure measure_apart (guint n)
{
    Measure measure = { 0, 0, 0 };
    int ends[2];
    pid_t child;

    if (pipe (ends) != 0 || (child = fork ()) < 0)
        g_error ("no process for the measurement");
    if (child == 0)
    {
        measure = measure_here (n);
        _exit (write (ends[1], &measure, sizeof measure) == (gssize)sizeof measure ? 0 : 1);
    }
    close (ends[1]);
    if (read (ends[0], &measure, sizeof measure) != (gssize)sizeof measure || measure.steps == 0)
        g_error ("the measurement of %u revisions failed", n);
    close (ends[0]);
    waitpid (child, NULL, 0);
    return measure;
}

/* The runs of both sizes take turns, so that both meet the same weather. */
static void measure_least (const guint *sizes, Measure *least, guint n_sizes)
{
    for (guint run = 0; run < RUNS; run++)
        for (guint i = 0; i < n_sizes; i++)
        {
            Measure measure = measure_apart (sizes[i]);

            if (run == 0 || measure.microseconds < least[i].microseconds)
                least[i] = measure;
        }
    for (guint i = 0; i < n_sizes; i++)
        g_print ("plan %6u revisions  %8.1f ms  %7.1f MB  %u steps\n", sizes[i], (double)least[i].microseconds / 1000,
                 (double)least[i].bytes / 1e6, least[i].steps);
}

int main (void)
{
    static const guint sizes[] = { 10000, 100000 };
    Measure least[G_N_ELEMENTS (sizes)];
    double time, memory;

    measure_least (sizes, least, G_N_ELEMENTS (sizes));
    time = (double)least[1].microseconds / (double)least[0].microseconds;
    memory = (double)least[1].bytes / (double)least[0].bytes;
    g_print ("ratio time %.1f  memory %.1f  (bound %.0f)\n", time, memory, BOUND);
    return time <= BOUND && memory <= BOUND ? 0 : 1;
}
