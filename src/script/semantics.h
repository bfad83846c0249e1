/* semantics.h: what the same tree means in each language.
 *
 * The evaluator knows control flow, scopes, calls and patterns; what an operator, a name after a dot, an index, truth or
 * iteration does to values is asked of the table of the language that the running file is written in. Each function gives
 * SCRIPT_NORMAL with *OUT set, or leaves an exception or refusal pending. */

#ifndef MIGSHIM_SCRIPT_SEMANTICS_H
#define MIGSHIM_SCRIPT_SEMANTICS_H

#include "script/runtime.h"

typedef struct Frame Frame;

/* A walk over something that can be iterated. */
typedef enum
{
    WALK_LIST, /* items of a list by index, its length asked anew each time */
    WALK_LIST_KEYS,
    WALK_LIST_ENTRIES,
    WALK_STRING, /* characters (code points) */
    WALK_BYTES,
    WALK_MAP_KEYS,
    WALK_MAP_VALUES,
    WALK_MAP_ENTRIES,
    WALK_OBJECT, /* an iterator of the script: NEXT is called */
    WALK_STEP    /* STEP is called (Python) */
} WalkKind;

typedef struct Walk Walk;

struct Walk
{
    WalkKind kind;
    Value source;
    Value next;
    guint32 at;
    gboolean done;
    ScriptStatus (*step) (ScriptRuntime *runtime, Walk *walk, Value *out); /* the next item, or sets DONE */
};

struct Semantics
{
    const char *language;

    ScriptStatus (*truth) (ScriptRuntime *runtime, Value value, gboolean *truth);
    ScriptStatus (*unary) (ScriptRuntime *runtime, Operator op, Value operand, Value *out);
    ScriptStatus (*binary) (ScriptRuntime *runtime, Operator op, Value left, Value right, Value *out);
    /* `a += b` and its like. */
    ScriptStatus (*in_place) (ScriptRuntime *runtime, Operator op, Value left, Value right, Value *out);
    /* The text of a value inside a template. */
    ScriptStatus (*text) (ScriptRuntime *runtime, Value value, ScriptString **out);

    ScriptStatus (*get) (ScriptRuntime *runtime, Value object, const Name *name, Value *out);
    ScriptStatus (*set) (ScriptRuntime *runtime, Value object, const Name *name, Value value);
    ScriptStatus (*get_index) (ScriptRuntime *runtime, Value object, Value index, Value *out);
    ScriptStatus (*set_index) (ScriptRuntime *runtime, Value object, Value index, Value value);
    /* INDEX of OBJECT is removed; OUT is the value of the expression, if it is one. */
    ScriptStatus (*remove) (ScriptRuntime *runtime, Value object, Value index, Value *out);

    /* Begins to walk over VALUE; iterate_next and iterate_close (iterate.h) go on. */
    ScriptStatus (*iterate) (ScriptRuntime *runtime, Value value, Walk *walk);

    /* A new object of NODE_MAP without members. */
    Value (*map_new) (ScriptRuntime *runtime);

    /* Throws: a name that is declared nowhere, one read before its declaration, something called that can't be. NODE is it. */
    ScriptStatus (*unknown_name) (ScriptRuntime *runtime, const Node *node, Value *out);
    ScriptStatus (*unset_name) (ScriptRuntime *runtime, const Node *node);
    ScriptStatus (*not_callable) (ScriptRuntime *runtime, const Node *callee, Value value);

    /* The handlers of the `try` NODE, for the exception that is pending. */
    ScriptStatus (*handlers) (Frame *frame, const Node *node);

    /* The kinds of nodes that are the language's own: calls, functions, classes, collections, yield; statements besides. */
    ScriptStatus (*evaluate) (Frame *frame, const Node *node, Value *out);
    ScriptStatus (*execute) (Frame *frame, const Node *node);
    ScriptStatus (*assign_list) (Frame *frame, const Node *pattern, Value value, gboolean declares);
};

extern const Semantics es_semantics, py_semantics;

/* The table of FILE: its own, else that of its language. */
const Semantics *semantics_of (const ScriptFile *file);

static inline ScriptStatus language_truth (ScriptRuntime *runtime, const Semantics *semantics, Value value, gboolean *truth)
{
    if (value.kind == VALUE_BOOLEAN)
    {
        *truth = value.as.boolean;
        return SCRIPT_NORMAL;
    }
    return semantics->truth (runtime, value, truth);
}

/* iterate.c */
ScriptStatus iterate_next (ScriptRuntime *runtime, Walk *walk, Value *out);
/* Begins a walk by VALUE's Symbol.asyncIterator. BEGUN is FALSE when it has none: then it is walked as others are. */
ScriptStatus iterate_async (ScriptRuntime *runtime, Value value, Walk *walk, gboolean *begun);
/* The walk is left early: an iterator's `return` is called. STATUS is why; gives it back, or what went wrong. */
ScriptStatus iterate_close (ScriptRuntime *runtime, Walk *walk, ScriptStatus status);
/* An iterator object over WALK, as [].values() gives. */
Value iterator_object_new (ScriptRuntime *runtime, Walk walk, const char *tag);
/* Where such an object is on its way; NULL when VALUE is none. */
const Walk *iterator_object_walk (Value value);
void iterators_setup (ScriptRuntime *runtime);
Value iterator_result (ScriptRuntime *runtime, Value value, gboolean done);

#endif
