/* runtime.h: what a runtime holds. For the files of this room alone; adapters see script.h.
 *
 * One runtime is one evaluation: arena, names, builtins, modules, bounds, the pending exception or refusal, and the queue of
 * jobs (promise.h). Every function of the room gets it as its first argument; there is no other state. */

#ifndef MIGSHIM_SCRIPT_RUNTIME_H
#define MIGSHIM_SCRIPT_RUNTIME_H

#include "script/arena.h"
#include "script/ast.h"
#include "script/script.h"

typedef struct Environment Environment;
typedef struct ScriptFunction ScriptFunction;
typedef struct Coroutine Coroutine;
typedef struct Semantics Semantics;
typedef struct Module Module;
typedef struct Loader Loader;
typedef struct Jobs Jobs;
typedef struct Regexps Regexps;
typedef struct PyState PyState;

/* The variables of a scope at run time; see "names and variables" in ast.h. */
struct Environment
{
    Environment *parent;
    guint32 size;
    gboolean kept; /* by a closure: not to be used again */
    Value slots[];
};

/* An import's slot holds this behind a VALUE_EMPTY: where the variable really is, so that a later change of it is seen.
 * MISSING is the reason when there is nothing there: reading it is refused. */
typedef struct
{
    Module *module;      /* its namespace has NAME; or NULL */
    const Name *name;    /* NULL: the module itself */
    const char *missing; /* a sentence, or NULL */
    Value value;         /* of a module that is not ECMAScript; VALUE_EMPTY otherwise */
} ImportBinding;

/* What `this`, `super` and `new.target` mean in a function and in the arrow functions inside it. */
typedef struct
{
    Value this_value; /* VALUE_EMPTY before super() in the constructor of a derived class */
    ScriptFunction *function;
    Value new_target;
    Environment *environment; /* of the function's call: where a constructor's parameters are */
    gboolean kept;            /* in the arena, not on the stack */
} ThisBox;

typedef struct
{
    const Name *key;
    ScriptFunction *initialiser; /* or NULL: undefined */
    gboolean is_private;
} ClassField;

typedef struct
{
    const Class *code;
    const ScriptFile *file;
    ClassField *fields; /* of instances */
    guint n_fields;
    gboolean derived;
    gboolean extends_null;
} ClassInfo;

struct ScriptFunction
{
    ScriptObject object;
    ScriptRuntime *runtime;
    const Function *code; /* NULL: native */
    Environment *environment;
    ThisBox *outer;     /* of an arrow function */
    ScriptObject *home; /* of a method: `super` begins at its prototype */
    ClassInfo *class;   /* of a class */
    ScriptNative native;
    gpointer data;
    Value captured;
    const HostMember *member; /* of a host class, taken as a value */
    const HostClass *member_class;
    const Name *name;
    guint8 arity;
    guint8 constructs;   /* may be called with `new` */
    guint8 materialised; /* name, length and prototype are among the properties */
    guint8 class_only;   /* may be called only with `new` */
    guint8 is_method;    /* Python: a native whose receiver is its first argument */
    guint8 of_class;     /* Python: a native whose receiver is the class */
    Value *defaults;     /* Python: of the parameters, made at the definition */
};

typedef struct
{
    ScriptObject object;
    const ScriptFile *file; /* where it was made; or NULL */
    guint32 offset;
    const GError *cause; /* what script_fail was given; owned by the runtime */
} ScriptError;

/* The names that the evaluator and the builtins look for themselves. */
/* clang-format off */
#define KNOWN_NAMES(X) \
    X (length) X (prototype) X (constructor) X (name) X (message) X (stack) X (cause) X (value) X (done) X (next) \
    X (then) X (get) X (set) X (enumerable) X (configurable) X (writable) X (toString) X (valueOf) X (toJSON) \
    X (index) X (input) X (groups) X (lastIndex) X (raw) X (errors) X (status) X (reason) X (fulfilled) X (rejected) \
    X (throw) X (callee) X (__proto__) X (__esModule) X (default) X (size) X (has) X (code) X (resolve) X (join) \
    X (exports) X (indices)
/* clang-format on */

/* return is a keyword of C, so it is spelled apart. */
typedef struct
{
#define MEMBER(name) const Name *name##_;
    KNOWN_NAMES (MEMBER)
#undef MEMBER
    const Name *empty, *return_;
    const Name *iterator, *async_iterator, *has_instance, *to_primitive, *to_string_tag, *species,
        *is_concat_spreadable; /* symbols */
    const Name *promisify;     /* util.promisify.custom */
} KnownNames;

typedef struct
{
    ScriptObject *function_async, *function_generator, *function_async_generator;
    ScriptObject *object, *function, *array, *string, *number, *boolean, *symbol, *bigint, *iterator, *generator,
        *async_generator, *promise, *regexp, *date, *map, *set, *bytes, *error, *host;
} Prototypes;

struct ScriptRuntime
{
    Arena *arena;
    NameTable *names;
    KnownNames known;
    Prototypes prototypes;
    ScriptObject *global;
    GHashTable *error_classes; /* const Name * -> ScriptObject * (prototype) */

    ScriptLimits limits;
    gint64 fuel; /* steps that are left; made 0 when the memory bound is passed */
    gboolean over_memory;
    gboolean lenient; /* a statement that is not strict writes or deletes: what can't be done is passed over */
    gsize output;     /* bytes logged */
    guint depth;
    guint console_indent;
    const char *stack_limit; /* the lowest address that the stack may reach */

    Value exception;     /* pending with SCRIPT_THROW */
    GError *refusal;     /* pending with SCRIPT_STOP */
    const Node *node;    /* what is being evaluated, as far as it can fail: the place of errors */
    const Node *thrown;  /* the last throw statement */
    GPtrArray *causes;   /* GErrors that exceptions carry */
    GPtrArray *released; /* HostObjects whose class has a release */
    Regexps *regexps;    /* compiled patterns: es_regexp.c */

    Coroutine *coroutine; /* the running one, or NULL */
    GPtrArray *coroutines;
    GPtrArray *idle_stacks;
    guint n_coroutines;
    Jobs *jobs;

    const Semantics *semantics; /* of the runtime's language */
    PyState *py;                /* of Python; or NULL */
    Loader *loader;
    char *root;
    char *folder; /* process.cwd() */
    char *tsconfig;
    GHashTable *environment;
    const HostModule *modules;
    gpointer module_data;
    const PyLibraryText *texts;
    ScriptHooks hooks;
    gpointer data;

    struct Joining *joining; /* arrays that are being joined, innermost first: es_array_search.c */

    ScriptString *type_texts[VALUE_EMPTY + 1]; /* what `typeof` last gave for each kind */
    Environment *spare[16];                    /* environments that nothing keeps, by size */
    GHashTable *registered_symbols;            /* Symbol.for */
};

/* The node whose place is told in errors: what runs, or the call that led into the library. May be NULL. */
const Node *runtime_place (const ScriptRuntime *runtime);

/* Refuses because a bound was passed; returns SCRIPT_STOP. */
ScriptStatus runtime_exhausted (ScriptRuntime *runtime);

/* One step; more by runtime_steps for natives that loop. */
static inline gboolean runtime_step (ScriptRuntime *runtime)
{
    return --runtime->fuel >= 0;
}

static inline gboolean runtime_steps (ScriptRuntime *runtime, gsize n)
{
    runtime->fuel -= (gint64)n;
    return runtime->fuel >= 0;
}

/* FALSE, with a refusal pending, when N more bytes would pass the memory bound. */
gboolean runtime_reserve (ScriptRuntime *runtime, gsize n);

/* FALSE, with a refusal pending, when calls nest too deep. */
gboolean runtime_enter (ScriptRuntime *runtime);
#define runtime_leave(runtime) ((runtime)->depth--)

/* Natives as tables. */
typedef struct
{
    const char *name; /* NULL ends a table. "get x" is a getter, "@@iterator" the symbol of that name */
    guint8 arity;
    ScriptNative function;
} NativeEntry;

ScriptFunction *function_new_native (ScriptRuntime *runtime, const Name *name, guint arity, ScriptNative native);
ScriptFunction *function_new_capturing (ScriptRuntime *runtime, guint arity, ScriptNative native, Value captured);
void natives_define (ScriptRuntime *runtime, ScriptObject *object, const NativeEntry *entries);
/* A constructor with its prototype, both filled from tables (each may be NULL), and set as a global when GLOBAL. */
ScriptFunction *natives_define_class (ScriptRuntime *runtime, const char *name, guint arity, ScriptNative constructor,
                                      ScriptObject *prototype, const NativeEntry *members, const NativeEntry *statics);
/* Sees to it that a function has its name, length and prototype among its properties. */
void function_materialise (ScriptFunction *function);

static inline ScriptFunction *value_function (Value value)
{
    return value_is_object (value, OBJECT_FUNCTION) ? (ScriptFunction *)value.as.object : NULL;
}

/* An error object of TYPE; its place is that of the runtime's node. */
ScriptError *error_object_new (ScriptRuntime *runtime, ScriptObject *prototype, const char *message, gsize length);
/* The first line of a stack: what Error.prototype.toString would give, without calling the script. */
const char *error_heading (ScriptRuntime *runtime, Value object);
/* Sets the `stack` of OBJECT: its name and message, and a place (FILE may be NULL). In es_error.c. */
void error_set_stack (ScriptRuntime *runtime, ScriptObject *object, const ScriptFile *file, guint32 offset);
ScriptObject *error_prototype (ScriptRuntime *runtime, const char *type);

/* The pending exception or refusal as a GError, after which none is pending. STATUS is SCRIPT_THROW or SCRIPT_STOP. */
void runtime_take_error (ScriptRuntime *runtime, ScriptStatus status, GError **error);
/* The GError that an uncaught VALUE is. */
GError *runtime_error_of (ScriptRuntime *runtime, Value value, const Node *thrown);
ScriptStatus runtime_refuse_error (ScriptRuntime *runtime, GError *error);

/* Clock and chance, by the hooks. */
double runtime_now (ScriptRuntime *runtime);
void runtime_random (ScriptRuntime *runtime, guint8 *bytes, gsize n);

/* A growing text in the arena. */
typedef struct
{
    ScriptRuntime *runtime;
    char *data;
    gsize length;
    gsize capacity;
    gboolean failed; /* too long; a refusal is pending */
} TextBuilder;

void text_builder_init (TextBuilder *builder, ScriptRuntime *runtime);
void text_append (TextBuilder *builder, const char *data, gsize length);
void text_append_string (TextBuilder *builder, const ScriptString *string);
void text_append_c (TextBuilder *builder, char byte);
void text_append_text (TextBuilder *builder, const char *text);
void text_append_unichar (TextBuilder *builder, guint32 c);
/* The text as a string; SCRIPT_STOP when it was too long. */
ScriptStatus text_finish (TextBuilder *builder, Value *out);
/* The same as a NUL-terminated text. */
const char *text_finish_c (TextBuilder *builder);

#endif
