/* es_array.h: what the files of Array share.
 *
 * The methods of Array.prototype work on anything with a length and numbered members. A list is the case that matters:
 * its items are touched directly, holes included; everything else goes through members, as the language has it. Each item that
 * is touched costs a step, so that no method outlasts the bounds. */

#ifndef MIGSHIM_SCRIPT_ES_ARRAY_H
#define MIGSHIM_SCRIPT_ES_ARRAY_H

#include "script/es.h"

typedef struct
{
    Value value;      /* the object; primitives are in a box */
    ScriptList *list; /* the object, when it is a list; or NULL */
    double length;    /* when the method began */
} ArrayLike;

/* VALUE as the receiver of a method. NAME is the method's where V8 says it of null and undefined, else NULL. */
ScriptStatus array_like_of (ScriptRuntime *runtime, Value value, const char *name, ArrayLike *array);

/* The item at INDEX; undefined for a hole. */
ScriptStatus array_get (ScriptRuntime *runtime, const ArrayLike *array, double index, Value *out);

/* The same, or PRESENT becomes FALSE for a hole. */
ScriptStatus array_get_present (ScriptRuntime *runtime, const ArrayLike *array, double index, Value *out,
                                gboolean *present);
ScriptStatus array_set (ScriptRuntime *runtime, const ArrayLike *array, double index, Value value);
ScriptStatus array_delete (ScriptRuntime *runtime, const ArrayLike *array, double index);
ScriptStatus array_set_length (ScriptRuntime *runtime, const ArrayLike *array, double length);

/* The list behind ARRAY when its items may be changed in place, else NULL. */
ScriptList *array_open_list (const ArrayLike *array);

/* A new array of LENGTH holes; a subclass of Array gives one of its own class. */
ScriptStatus array_new_like (ScriptRuntime *runtime, const ArrayLike *array, double length, Value *out);

/* An empty list for a copy of LENGTH items; throws when that is more than an array holds. */
ScriptStatus array_new_copy (ScriptRuntime *runtime, double length, ScriptList **list);

/* Sets the item at INDEX of a new array, which may be one of a subclass. */
ScriptStatus array_put (ScriptRuntime *runtime, Value array, double index, Value value);

/* Throws a TypeError unless VALUE can be called. */
ScriptStatus array_check_callback (ScriptRuntime *runtime, Value value);

/* Pays for N items that are copied at once; SCRIPT_STOP when the bounds are passed. */
ScriptStatus array_charge (ScriptRuntime *runtime, double n);

/* The tables of the other files, ended by a NULL name. */
extern const NativeEntry array_callback_members[];
extern const NativeEntry array_sort_members[];
extern const NativeEntry array_search_members[];

#endif
