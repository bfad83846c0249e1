/* eval.h: walking the tree.
 *
 * evaluate gives the value of an expression, execute runs a statement. Both return a ScriptStatus; a function's value is left in its frame with
 * SCRIPT_RETURN, and the label of `break a` and `continue a` too. Nothing here owns memory outside the arena while a script
 * runs: a coroutine may be left standing for good. */

#ifndef MIGSHIM_SCRIPT_EVAL_H
#define MIGSHIM_SCRIPT_EVAL_H

#include "script/runtime.h"
#include "script/semantics.h"

typedef struct Label Label;
typedef struct Generator Generator;

/* The labels that stand before a loop, innermost first. */
struct Label
{
    const Name *name;
    const Label *outer;
};

struct Frame
{
    ScriptRuntime *runtime;
    const Semantics *semantics;
    Environment *environment;
    ThisBox *self;
    const Function *code;
    Module *module;
    Generator *generator; /* of a generator function; or NULL */
    Value result;         /* with SCRIPT_RETURN */
    const Name *label;    /* with SCRIPT_BREAK, SCRIPT_CONTINUE; or NULL */
    const Label *labels;  /* of the statement that begins */
    ScriptObject *definer; /* Python: the function or class whose body runs; NULL in a module's */
    ScriptObject *cell;   /* Python: a ScriptBox for the class around, which super() asks for; or NULL */
    Value handled;        /* the exception that a handler is busy with */
};

typedef struct
{
    const Value *items;
    guint n;
    const Name *const *names; /* keyword arguments */
    const Value *named;
    guint n_named;
} Arguments;

ScriptStatus evaluate (Frame *frame, const Node *node, Value *out);
ScriptStatus execute (Frame *frame, const Node *node);
ScriptStatus execute_list (Frame *frame, const NodeList *list);
ScriptStatus execute_loop (Frame *frame, const Node *node);
ScriptStatus execute_for_each (Frame *frame, const Node *node);

/* The kinds that have files of their own. */
ScriptStatus evaluate_call (Frame *frame, const Node *node, Value *out);
ScriptStatus evaluate_new (Frame *frame, const Node *node, Value *out);
ScriptStatus evaluate_class (Frame *frame, const Class *code, Value *out);
ScriptStatus evaluate_function (Frame *frame, const Function *code, Value *out);
ScriptStatus evaluate_map (Frame *frame, const Node *node, Value *out);
ScriptStatus evaluate_list (Frame *frame, const Node *node, Value *out);
ScriptStatus evaluate_tagged (Frame *frame, const Node *node, Value *out);
ScriptStatus evaluate_await (Frame *frame, const Node *node, Value *out);
ScriptStatus evaluate_yield (Frame *frame, const Node *node, Value *out);
ScriptStatus evaluate_assign (Frame *frame, const Node *node, Value *out);
ScriptStatus evaluate_update (Frame *frame, const Node *node, Value *out);
ScriptStatus evaluate_super (Frame *frame, const Name *key, Value *out);
/* super[KEY] = VALUE: a setter of the parent, or a property of `this`. */
ScriptStatus set_super (Frame *frame, const Name *key, Value value);

/* A member's callee with its receiver: `a.b` gives b and a. OUT becomes VALUE_EMPTY where an optional chain ends. */
ScriptStatus evaluate_callee (Frame *frame, const Node *node, Value *receiver, Value *out);
/* What NODE, a NODE_MEMBER, reads of OBJECT. */
ScriptStatus get_member (Frame *frame, const Node *node, Value object, Value *out);
/* Whether `&&`, `||` or `??` goes on to its right side behind LEFT. */
ScriptStatus needs_right (Frame *frame, Operator op, Value left, gboolean *needs);
/* The key of a NODE_MEMBER: of a private one, a name that scripts can not spell. */
const Name *member_name (ScriptRuntime *runtime, const Node *node);
const Name *private_name (ScriptRuntime *runtime, const Name *name);
ScriptStatus evaluate_key (Frame *frame, const Node *key, const Name **name);

/* Binds VALUE to TARGET: a name, member, index, default or pattern. DECLARES: the names are being initialised. */
ScriptStatus assign_to (Frame *frame, const Node *target, Value value, gboolean declares);
/* Writes a member or item as the running code has it: strict or not. */
ScriptStatus set_member (Frame *frame, Value object, const Name *name, Value value);
ScriptStatus set_place (Frame *frame, Value object, Value index, Value value);
ScriptStatus read_name (Frame *frame, const Node *node, Value *out);
ScriptStatus write_name (Frame *frame, const Node *node, Value value, gboolean declares);
Environment *environment_at (Frame *frame, guint32 depth);

/* Scopes. enter_scope returns what leave_scope needs. SCOPE may be NULL. */
Environment *environment_new (ScriptRuntime *runtime, Environment *parent, const Scope *scope);
Environment *enter_scope (Frame *frame, const Scope *scope);
void leave_scope (Frame *frame, const Scope *scope, Environment *outer);
ScriptStatus hoist (Frame *frame, const NodeList *hoisted);

/* A closure over the frame. HOME for methods, or NULL. */
ScriptFunction *closure_new (Frame *frame, const Function *code, ScriptObject *home);

/* Calls and constructs. */
ScriptStatus function_call (ScriptRuntime *runtime, Value function, Value receiver, const Arguments *arguments,
                            gboolean used, Value *out);
ScriptStatus function_construct (ScriptRuntime *runtime, Value function, const Arguments *arguments, Value new_target,
                                 Value *out);
/* Runs the class's field initialisers on THIS. */
ScriptStatus fields_initialise (ScriptRuntime *runtime, const ScriptFunction *class, Value this_value);
/* The prototype that an object made by NEW_TARGET has; FALLBACK when it names none. */
ScriptStatus prototype_of_target (ScriptRuntime *runtime, Value new_target, ScriptObject *fallback,
                                  ScriptObject **prototype);

/* Makes the functions that a module declares, before anything of it or of what it imports runs. */
ScriptStatus module_hoist (ScriptRuntime *runtime, const ScriptFile *file, Module *module, Environment *environment);

/* Runs the statements of a module in ENVIRONMENT. */
ScriptStatus module_run (ScriptRuntime *runtime, const ScriptFile *file, Module *module, Environment *environment);

/* Generators: generator.c. */
Value generator_new (ScriptRuntime *runtime, ScriptFunction *function, Environment *environment, const ThisBox *self);
typedef enum
{
    RESUME_NEXT,
    RESUME_THROW,
    RESUME_RETURN
} ResumeKind;

/* A generator whose body is C: it runs in a copy of FRAME, with DATA, and yields by generator_yield. */
typedef ScriptStatus (*GeneratorBody) (Frame *frame, gconstpointer data, Value *out);
Value generator_new_with (ScriptRuntime *runtime, ScriptObject *prototype, const Frame *frame, GeneratorBody body,
                          gconstpointer data);
/* Goes on up to the next yield, whose value is OUT, or to the end: then it has ended, and OUT is the value that was returned. */
ScriptStatus generator_resume (ScriptRuntime *runtime, Generator *generator, ResumeKind kind, Value value, Value *out);
gboolean generator_is_running (const Generator *generator);
gboolean generator_has_started (const Generator *generator);
gboolean generator_has_ended (const Generator *generator);
ScriptStatus generator_yield (Frame *frame, Value value, Value *out);
ScriptStatus generator_delegate (Frame *frame, Value iterable, Value *out);
void generators_setup (ScriptRuntime *runtime);

void frame_init (Frame *frame, ScriptRuntime *runtime, ScriptFunction *function, Environment *environment,
                 ThisBox *self, Generator *generator);
ScriptStatus run_body (Frame *frame, Value *out);
/* Nothing may be used of ENVIRONMENT any more unless it was kept, which a closure or generator does. */
void environment_recycle (ScriptRuntime *runtime, Environment *environment);
void environment_keep (Environment *environment);

/* What ECMAScript alone has: its part of the table of semantics. */
ScriptStatus es_evaluate (Frame *frame, const Node *node, Value *out);
ScriptStatus es_execute (Frame *frame, const Node *node);
ScriptStatus es_execute_handlers (Frame *frame, const Node *node);
ScriptStatus es_assign_list (Frame *frame, const Node *pattern, Value value, gboolean declares);
/* Refuse a node that the language does not have. */
ScriptStatus refuse_kind (Frame *frame, const Node *node);
ScriptStatus refuse_statement (Frame *frame, const Node *node);

/* What was issued so far shows its errors here. */
ScriptStatus flush_issued (Frame *frame, const Node *node);

/* Runs the body of FUNCTION in ENVIRONMENT to its end; eval_call.c. */
ScriptStatus function_body (ScriptRuntime *runtime, ScriptFunction *function, Environment *environment, ThisBox *self,
                            Generator *generator, Value *out);

#endif
