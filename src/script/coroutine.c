#include "script/coroutine.h"

#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#ifdef WITH_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

#define STACK_SIZE ((gsize)1024 * 1024)
#define STACK_MARGIN ((gsize)192 * 1024) /* what host functions and libraries may use below the limit */
#define MOST_COROUTINES 20000u
#define MOST_IDLE 32u

struct Coroutine
{
    ucontext_t context;
    ucontext_t resumer;
    char *stack;
    CoroutineRun run;
    gpointer data;
    ScriptRuntime *runtime;
    Coroutine *outer; /* that resumed this one; or NULL */
    const char *outer_limit;
    guint outer_depth;
    guint depth;
    gboolean ended;
    void *fake_stack; /* of the address sanitizer, while this one is not running */
    const void *resumer_bottom;
    size_t resumer_size;
};

/* Not inlined: its variables must not live in a frame that getcontext may come back to. */
G_NO_INLINE static char *stack_new (ScriptRuntime *runtime)
{
    char *stack;

    if (runtime->idle_stacks->len)
        return g_ptr_array_steal_index_fast (runtime->idle_stacks, runtime->idle_stacks->len - 1);
    stack =
        mmap (NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED)
        return NULL;
    mprotect (stack, (size_t)sysconf (_SC_PAGESIZE), PROT_NONE);
    return stack;
}

static void stack_release (ScriptRuntime *runtime, char *stack)
{
    if (runtime->idle_stacks->len < MOST_IDLE)
        g_ptr_array_add (runtime->idle_stacks, stack);
    else
        munmap (stack, STACK_SIZE);
}

static void before_switch (void **fake_stack, const void *bottom, size_t size)
{
#ifdef WITH_ASAN
    __sanitizer_start_switch_fiber (fake_stack, bottom, size);
#else
    (void)fake_stack;
    (void)bottom;
    (void)size;
#endif
}

static void after_switch (void *fake_stack, const void **bottom, size_t *size)
{
#ifdef WITH_ASAN
    __sanitizer_finish_switch_fiber (fake_stack, bottom, size);
#else
    (void)fake_stack;
    (void)bottom;
    (void)size;
#endif
}

static void trampoline (guint high, guint low)
{
    Coroutine *coroutine = (Coroutine *)(((guintptr)high << 32) | low);

    after_switch (NULL, &coroutine->resumer_bottom, &coroutine->resumer_size);
    coroutine->run (coroutine->runtime, coroutine->data);
    coroutine->ended = TRUE;
    before_switch (NULL, coroutine->resumer_bottom, coroutine->resumer_size);
    setcontext (&coroutine->resumer);
    g_assert_not_reached ();
}

Coroutine *coroutine_new (ScriptRuntime *runtime, CoroutineRun run, gpointer data)
{
    Coroutine *coroutine;
    char *stack;

    if (runtime->n_coroutines >= MOST_COROUTINES)
    {
        script_refuse (runtime, "more than %u async functions or generators are unfinished at once", MOST_COROUTINES);
        return NULL;
    }
    stack = stack_new (runtime);
    if (!stack)
    {
        script_refuse (runtime, "no memory for the stack of an async function or a generator");
        return NULL;
    }
    coroutine = g_new0 (Coroutine, 1);
    coroutine->stack = stack;
    coroutine->run = run;
    coroutine->data = data;
    coroutine->runtime = runtime;
    getcontext (&coroutine->context);
    coroutine->context.uc_stack.ss_sp = stack;
    coroutine->context.uc_stack.ss_size = STACK_SIZE;
    coroutine->context.uc_link = NULL;
    makecontext (&coroutine->context, (void (*) (void)) (gpointer)trampoline, 2, (guint)((guintptr)coroutine >> 32),
                 (guint)((guintptr)coroutine & 0xffffffffu));
    g_ptr_array_add (runtime->coroutines, coroutine);
    runtime->n_coroutines++;
    return coroutine;
}

gboolean coroutine_resume (ScriptRuntime *runtime, Coroutine *coroutine)
{
    void *fake_stack = NULL;

    coroutine->outer = runtime->coroutine;
    coroutine->outer_limit = runtime->stack_limit;
    coroutine->outer_depth = runtime->depth;
    runtime->coroutine = coroutine;
    runtime->stack_limit = coroutine->stack + STACK_MARGIN;
    runtime->depth += coroutine->depth;
    before_switch (&fake_stack, coroutine->stack, STACK_SIZE);
    swapcontext (&coroutine->resumer, &coroutine->context);
    after_switch (fake_stack, NULL, NULL);
    runtime->coroutine = coroutine->outer;
    runtime->stack_limit = coroutine->outer_limit;
    coroutine->depth = runtime->depth - MIN (coroutine->outer_depth, runtime->depth);
    runtime->depth = coroutine->outer_depth;
    if (!coroutine->ended)
        return FALSE;
    stack_release (runtime, coroutine->stack);
    g_ptr_array_remove_fast (runtime->coroutines, coroutine);
    runtime->n_coroutines--;
    g_free (coroutine);
    return TRUE;
}

void coroutine_suspend (ScriptRuntime *runtime)
{
    Coroutine *coroutine = runtime->coroutine;

    before_switch (&coroutine->fake_stack, coroutine->resumer_bottom, coroutine->resumer_size);
    swapcontext (&coroutine->context, &coroutine->resumer);
    after_switch (coroutine->fake_stack, &coroutine->resumer_bottom, &coroutine->resumer_size);
}

void coroutines_free (ScriptRuntime *runtime)
{
    for (guint i = 0; i < runtime->coroutines->len; i++)
    {
        Coroutine *coroutine = g_ptr_array_index (runtime->coroutines, i);

        munmap (coroutine->stack, STACK_SIZE);
        g_free (coroutine);
    }
    for (guint i = 0; i < runtime->idle_stacks->len; i++)
        munmap (g_ptr_array_index (runtime->idle_stacks, i), STACK_SIZE);
    g_ptr_array_unref (runtime->coroutines);
    g_ptr_array_unref (runtime->idle_stacks);
}
