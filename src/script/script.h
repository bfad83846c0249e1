/* script.h: running migrations that are programs, as adapters see it.
 *
 * A runtime is one sandbox: an arena, the builtins of the language, the modules that were loaded, and bounds on all of it. It reads files
 * below its root and nothing else; the clock, chance, waiting and output go through the hooks that its maker gives. A runtime serves one revision and
 * is freed with everything that was made in it.
 *
 *   ScriptRuntime *runtime = script_runtime_new (&options);
 *   Value exports, class, migration, up;
 *
 *   script_load (runtime, "migrations/1700000000000-users.ts", &exports, error)
 *   script_get (runtime, exports, "Users1700000000000", &class, error)
 *   script_construct (runtime, class, NULL, 0, &migration, error)
 *   script_get (runtime, migration, "up", &up, error)
 *   script_run (runtime, up, migration, &runner, 1, &result, error)
 *   script_runtime_free (runtime)
 *
 * Two families of functions: those with a GError ** are for an adapter that drives a script from outside; those that return a ScriptStatus are for
 * host functions, inside a call that a script made. An exception that no script caught becomes a GError (MIGSHIM_ERROR_MIGRATION) with
 * file, line, column and excerpt of the throw; one that came from script_fail becomes the GError that was given there. A refusal becomes
 * MIGSHIM_ERROR_UNSUPPORTED at the place that was refused. */

#ifndef MIGSHIM_SCRIPT_SCRIPT_H
#define MIGSHIM_SCRIPT_SCRIPT_H

#include "script/host.h"
#include "script/language.h"
#include "script/value.h"

#include <glib.h>

/* Bounds; 0 means the default. */
typedef struct
{
    guint64 steps; /* evaluated statements, calls and turns of loops; default 200 million */
    gsize memory;  /* bytes of the arena; default 1 GiB */
    guint depth;   /* calls within calls; default 4000 */
    gsize output;  /* bytes given to LOG; default 16 MiB */
} ScriptLimits;

typedef enum
{
    SCRIPT_LOG_DEBUG,
    SCRIPT_LOG_INFO,
    SCRIPT_LOG_WARNING,
    SCRIPT_LOG_ERROR
} ScriptLogLevel;

/* What the outside world is to a script. Each may be NULL. */
typedef struct
{
    /* console.log and its like; TEXT has no line end. Without it output is dropped. */
    void (*log) (gpointer user_data, ScriptLogLevel level, const char *text);
    /* Milliseconds since 1970. Without it: the real time. */
    double (*now) (gpointer user_data);
    /* Fills BYTES with chance: Math.random, crypto.randomUUID. Without it: the system's. */
    void (*random) (gpointer user_data, guint8 *bytes, gsize n);
    /* A script waits (setTimeout that is awaited). Without it nothing is waited for. */
    void (*wait) (gpointer user_data, double milliseconds);
    /* The value of a variable of process.env that the environment does not have; NULL: it is not set. Free with g_free. Without it: none is. */
    char *(*variable) (gpointer user_data, const char *name);
    /* The beginning or the end of a `try` block is reached: what was issued must have run, so that errors come to the handlers that they belong
     * to. FALSE with an error is thrown in the script, as by script_fail; with FAILED set to an Error of the host's making, as by script_fail_with. */
    gboolean (*flush) (gpointer user_data, Value *failed, GError **error);
    /* Python: what NAME is, which an import could not give. FALSE when that is not known: the script is refused where it uses it. */
    gboolean (*stand_in) (gpointer user_data, ScriptRuntime *runtime, const char *name, Value *value);
    const char *stand_in_hint; /* how a person names one, behind what is said of a module that nobody has; or NULL */
    gpointer user_data;
} ScriptHooks;

typedef struct
{
    Language language; /* of the scripts */
    const char *root;   /* absolute; files outside are refused. Required to load files */
    const char *folder; /* absolute: process.cwd(), from where relative paths are meant; or NULL: the root */
    const char
        *tsconfig; /* path of a tsconfig.json whose `paths` are to be used; or NULL: the nearest one above each file */
    GHashTable *environment; /* process.env: char * -> char *; or NULL for none. Borrowed until the runtime is freed */
    const HostModule *modules; /* ends with a NULL name; or NULL */
    gpointer module_data;      /* for their build */
    const PyLibraryText *texts; /* Python: modules that an adapter has in Python itself, ending with a NULL name; or NULL */
    ScriptHooks hooks;
    ScriptLimits limits;
} ScriptOptions;

ScriptRuntime *script_runtime_new (const ScriptOptions *options);
void script_runtime_free (ScriptRuntime *runtime);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptRuntime, script_runtime_free)

/* From outside. All give FALSE with ERROR set when the script throws or is refused. */

/* Loads the file at PATH (absolute, or relative to the root) and all that it imports; EXPORTS is its namespace: for CommonJS module.exports. */
gboolean script_load (ScriptRuntime *runtime, const char *path, Value *exports, GError **error);

/* The same with the file's TEXT (LENGTH bytes) already read; imports are resolved as from PATH. */
gboolean script_load_text (ScriptRuntime *runtime, const char *path, const char *text, gsize length, Value *exports,
                           GError **error);

/* Calls FUNCTION and, when it gives a promise or a thenable, waits for it: everything that the call started has run when this returns. A
 * promise that was rejected and that nobody handled is an error too. RESULT may be NULL: then a thenable is run with its result not used. */
gboolean script_run (ScriptRuntime *runtime, Value function, Value receiver, const Value *arguments, guint n_arguments,
                     Value *result, GError **error);
gboolean script_construct (ScriptRuntime *runtime, Value class, const Value *arguments, guint n_arguments,
                           Value *result, GError **error);
/* Runs what is left to run, timers too, as Node does before it exits. */
gboolean script_finish (ScriptRuntime *runtime, GError **error);

/* undefined when there is no such member. */
gboolean script_get (ScriptRuntime *runtime, Value object, const char *name, Value *value, GError **error);

/* process.env.NAME as the script would read it now, in the arena; NULL when it is not set. */
const char *script_variable (ScriptRuntime *runtime, const char *name);

/* Of the last load or call: what the caller of script_run may want to say of an error besides. */
guint64 script_steps (const ScriptRuntime *runtime);

/* Looking at values; these run nothing of the script. */

gboolean script_is_callable (Value value);
/* A class (written as `class`), or a function whose prototype has methods. */
gboolean script_is_class (Value value);
/* The `name` of a function or class, or ""; in the arena. */
const char *script_function_name (ScriptRuntime *runtime, Value function);
/* A data property of VALUE or its prototypes; EMPTY_VALUE when there is none. */
Value script_peek (ScriptRuntime *runtime, Value value, const char *name);
/* The names of VALUE's own listed properties, NULL-terminated, in the arena; for a namespace the exports. */
const char *const *script_names (ScriptRuntime *runtime, Value value, guint *count);
/* The text that String(VALUE) gives for primitives, and a description for others; NUL-terminated, valid UTF-8, in the arena. */
const char *value_to_text (ScriptRuntime *runtime, Value value);
/* As value_to_text, with the length (strings may hold NUL). */
const char *value_to_bytes (ScriptRuntime *runtime, Value value, gsize *length);
/* As console.log shows it. */
const char *value_inspect (ScriptRuntime *runtime, Value value);
/* What `typeof` says. */
const char *value_type_name (Value value);
/* What `!!` of JavaScript says. */
gboolean value_is_truthy (Value value);
/* JSON.stringify without calling toJSON of the script; NULL for undefined and functions. In the arena. */
const char *value_to_json (ScriptRuntime *runtime, Value value);

/* Making values for scripts; see value.h for strings, lists, maps, dates and bytes. */

/* A new {}. */
Value script_object_new (ScriptRuntime *runtime);
void script_set (ScriptRuntime *runtime, Value object, const char *name, Value value);
/* A function that scripts can call (or construct); DATA comes back in ScriptCall.data. NAME must live as long as the runtime. */
Value script_function_new (ScriptRuntime *runtime, const char *name, guint arity, ScriptNative function, gpointer data);
/* The value of a JSON text; undefined with a pending exception in the status when it is none. */
ScriptStatus script_from_json (ScriptRuntime *runtime, const char *text, gsize length, Value *value);
/* N bytes in the arena, zeroed. */
gpointer script_alloc (ScriptRuntime *runtime, gsize n);
char *script_strdup (ScriptRuntime *runtime, const char *text);

/* A promise that has this value, or that was rejected with it. */
Value script_promise_resolved (ScriptRuntime *runtime, Value value);
Value script_promise_rejected (ScriptRuntime *runtime, Value reason);

/* Inside a host function. */

/* Calls FUNCTION, which may be script or native. */
ScriptStatus script_call (ScriptRuntime *runtime, Value function, Value receiver, const Value *arguments,
                          guint n_arguments, Value *out);
/* `object.name`, getters included. */
ScriptStatus script_member (ScriptRuntime *runtime, Value object, const char *name, Value *out);
/* The items of anything that can be iterated, as a list. */
ScriptStatus script_items (ScriptRuntime *runtime, Value iterable, ScriptList **items);
/* Waits for VALUE when it is a promise or a thenable; else gives VALUE. Runs other jobs meanwhile, as await does. */
ScriptStatus script_await (ScriptRuntime *runtime, Value value, gboolean result_used, Value *out);

/* Throws a new error of the script's class TYPE ("Error", "TypeError"); returns SCRIPT_THROW. */
ScriptStatus script_throw (ScriptRuntime *runtime, const char *type, const char *format, ...) G_GNUC_PRINTF (3, 4);
ScriptStatus script_throw_value (ScriptRuntime *runtime, Value value);
/* After SCRIPT_THROW: the value that was thrown, which is then no longer under way. Throw it again with script_throw_value. */
Value script_catch (ScriptRuntime *runtime);
/* What was thrown: behind a SCRIPT_THROW that is not handed on. */
Value script_take_exception (ScriptRuntime *runtime);
/* Throws an Error with the message of ERROR, which it takes; when no script catches it, ERROR itself comes out, located at the call. */
ScriptStatus script_fail (ScriptRuntime *runtime, GError *error);
/* The same with ERROR_OBJECT, an Error of the host's making, as what the script sees. */
ScriptStatus script_fail_with (ScriptRuntime *runtime, Value error_object, GError *error);
/* A new Error object, not thrown. */
Value script_error_new (ScriptRuntime *runtime, const char *type, const char *message);
/* Refuses: MIGSHIM_ERROR_UNSUPPORTED at the call; returns SCRIPT_STOP. The message is a sentence that names what is out of reach. */
ScriptStatus script_refuse (ScriptRuntime *runtime, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Refuses with ERROR, which it takes: nothing in the script can catch it. Returns SCRIPT_STOP. */
ScriptStatus script_stop (ScriptRuntime *runtime, GError *error);

/* The runtime's options' hooks data, for host functions. */
gpointer script_hook_data (const ScriptRuntime *runtime);
/* Host functions of an adapter find their own state here. */
void script_set_data (ScriptRuntime *runtime, gpointer data);
gpointer script_data (const ScriptRuntime *runtime);

#endif
