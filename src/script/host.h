/* host.h: what an adapter offers to scripts, as tables.
 *
 * A host class is a constant table of members; a host object is an instance of it with a pointer of the adapter's. The table has three
 * readers: the evaluator, which calls the functions; the check before a run (check.h), which refuses `queryRunner.createTabel` at its column
 * before anything is sent; and the generated pages under docs/compat, which print name, arity, summary and need of each member.
 *
 * A member's function is a ScriptNative: it gets a ScriptCall, sets its value and returns SCRIPT_NORMAL, or returns what
 * script_throw, script_fail or script_refuse gave it (script.h). A HOST_ASYNC member's value or exception is put into a promise by the
 * evaluator, so that such a function is written like any other. Host functions run to their end when they are called: a statement is
 * sent or queued in the order in which the script makes the calls.
 *
 * A class with RUN is a thenable (a Knex builder): RUN is called once when the object is awaited, returned from an async function, or given to
 * then, catch, finally or Promise.all; never otherwise. Its value is what await gives; it may be awaited again, which runs it again, as Knex does. */

#ifndef MIGSHIM_SCRIPT_HOST_H
#define MIGSHIM_SCRIPT_HOST_H

#include "script/value.h"
#include "util/location.h"

#include <glib.h>

typedef struct HostClass HostClass;

typedef enum
{
    HOST_METHOD,
    HOST_ASYNC,        /* a method that gives a promise */
    HOST_GETTER,       /* the function is called without arguments when the member is read */
    HOST_CLASS_METHOD, /* Python: a method of the class itself, which is CALL->receiver */
    HOST_CLASS,        /* Python: the class that `gives` describes */
    HOST_MODULE        /* Python: the submodule that `gives` describes */
} HostMemberKind;

/* What a member needs beside the text of the script; for the check, for previews and for the documents. */
typedef enum
{
    HOST_NEEDS_NOTHING,
    HOST_NEEDS_RESULT, /* rows of the database */
    HOST_NEEDS_CATALOG /* a look-up in the catalog */
} HostNeeds;

#define HOST_ANY_NUMBER 255

typedef struct
{
    const char *name; /* NULL ends a table */
    HostMemberKind kind;
    guint8 least; /* arguments */
    guint8 most;  /* HOST_ANY_NUMBER for no bound */
    ScriptNative function;
    HostNeeds needs;
    const char *summary; /* one line of documentation */
    const HostClass
        *gives; /* the class of the value (inside the promise of a HOST_ASYNC), or NULL when it is not a host object */
    const HostClass *hands; /* the class of the first parameter of a function that is given as an argument, or NULL */
    const char *refused;    /* the tool has this member and we don't: the reason, and FUNCTION is NULL; else NULL */
} HostMember;

struct HostClass
{
    const char *name;
    const char *summary;
    const HostClass *base; /* its members are had too; or NULL */
    const HostMember *members;

    /* A member that is in no table is undefined instead of refused, and members may be set. */
    gboolean open;

    /* (optional) The object is called itself: `knex('users')`. GIVES is the class of the value, or NULL. */
    ScriptNative call;
    const HostClass *gives;

    /* (optional) A member by name that no table has; leaves OUT VALUE_EMPTY when there is none. The name is arguments[0]. */
    ScriptNative get;

    /* (optional) A member is set: arguments[0] is its name, arguments[1] its value. Without it setting is refused unless OPEN. */
    ScriptNative set;

    /* (optional) for...of and spread: gives a list, or a host object whose `next` member gives { done, value }. */
    ScriptNative iterate;

    /* (optional) The object is a thenable; see above. */
    ScriptNative run;

    /* (optional) Frees DATA when the runtime goes. */
    void (*release) (gpointer data);

    /* What only Python knows; see py.h for examples. */

    /* (optional) The class can be called, and based upon: sets the data of CALL->receiver, a new object without any, with host_object_set_data. */
    ScriptNative init;

    /* (optional) An operator by the name of its special method: "__add__", "__radd__", "__eq__", "__lt__", "__invert__" (RIGHT is then
     * undefined). LEFT is the object of the class. Leaves OUT VALUE_EMPTY for what it does not know. Members of that name come first. */
    ScriptStatus (*operate) (ScriptRuntime *runtime, const char *name, Value left, Value right, Value *out);

    const char *module; /* `__module__`; or NULL */
    const char
        *exception; /* an exception class: the built-in class that it is based on, besides its `base`; or NULL */
};

typedef struct HostObject
{
    ScriptObject object;
    const HostClass *class;
    gpointer data;
} HostObject;

/* One call of a native function. */
struct ScriptCall
{
    ScriptRuntime *runtime;
    Value receiver;
    gpointer data;  /* of the host object that is the receiver; of the function for script_function_new */
    Value captured; /* a value kept with the function; of builtins */
    const Value *arguments;
    guint n_arguments;
    const Name *const *names; /* keyword arguments (Python): NAMES[i] has the value NAMED[i] */
    const Value *named;
    guint n_named;
    gboolean result_used;  /* FALSE when the value is dropped: `await queryRunner.query(...)` as a statement */
    gboolean constructing; /* called with `new` */
    Value new_target;      /* the class whose prototype the new object must have, when constructing */
};

/* The argument at INDEX, or undefined. */
static inline Value call_argument (const ScriptCall *call, guint index)
{
    return index < call->n_arguments ? call->arguments[index] : UNDEFINED;
}

/* Where in the script the call is. The file name lives as long as the runtime. */
Location script_call_location (const ScriptCall *call);

/* The text of the file in which the call stands, and the offset of the call in it; NULL when no script made it. Lives as long as the runtime. */
const char *script_call_text (const ScriptCall *call, gsize *length, gsize *offset);

/* A new object of CLASS with the adapter's DATA. */
Value host_object_new (ScriptRuntime *runtime, const HostClass *class, gpointer data);

/* Gives OBJECT, a host object made without any, its DATA. */
void host_object_set_data (ScriptRuntime *runtime, Value object, gpointer data);

/* The DATA of VALUE when it is an object of CLASS or of a class based on it, else NULL. */
gpointer host_object_data (Value value, const HostClass *class);

/* The member of CLASS (or of its bases) called NAME, or NULL. */
const HostMember *host_class_find (const HostClass *class, const char *name);

/* A name of CLASS that NAME may have been meant to be, for messages; or NULL. Borrowed from the table. */
const char *host_class_suggest (const HostClass *class, const char *name);

/* A module that scripts can import and an adapter makes: 'typeorm', 'knex'. */
typedef struct
{
    const char *name; /* NULL ends a table */
    /* Gives the exports as an object; its property `default` is what a default import gets, or the whole object when it has none. Called at the first import. */
    ScriptStatus (*build) (ScriptRuntime *runtime, gpointer user_data, Value *exports);
    const HostClass
        *class; /* Python: what the module has, instead of BUILD; the DATA of the module's object is USER_DATA */
} HostModule;

/* A module that is written in Python and built into the program: script/embed-texts makes tables of them. */
typedef struct
{
    const char *name; /* NULL ends a table */
    const char *text;
    gsize length;
} PyLibraryText;

#endif
