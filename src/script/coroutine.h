/* coroutine.h: functions that can be left standing in the middle: generators, and async functions at an await.
 *
 * Each runs on a stack of its own, taken from the runtime's idle ones. A coroutine that is never finished is given up with the runtime. */

#ifndef MIGSHIM_SCRIPT_COROUTINE_H
#define MIGSHIM_SCRIPT_COROUTINE_H

#include "script/runtime.h"

typedef void (*CoroutineRun) (ScriptRuntime *runtime, gpointer data);

/* A coroutine that will call RUN with DATA at its first resumption. NULL, with a refusal pending, when there are too many. */
Coroutine *coroutine_new (ScriptRuntime *runtime, CoroutineRun run, gpointer data);

/* Goes on with COROUTINE until it suspends or ends; TRUE when it has ended (it is then gone). */
gboolean coroutine_resume (ScriptRuntime *runtime, Coroutine *coroutine);

/* From inside the running coroutine: back to whoever resumed it. */
void coroutine_suspend (ScriptRuntime *runtime);

/* Gives all stacks back. */
void coroutines_free (ScriptRuntime *runtime);

#endif
