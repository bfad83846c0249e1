/* Array: the constructor, and the methods that change an array or make one of parts of it. */

#include "script/es_array.h"

#include <math.h>
#include <string.h>

#define SAFE_LENGTH 9007199254740991.0 /* the longest that an array-like can be */

ScriptStatus array_like_of (ScriptRuntime *runtime, Value value, const char *name, ArrayLike *array)
{
    ScriptObject *object;
    Value length;

    if (name && value_is_nullish (value))
        return script_throw (runtime, "TypeError", "Array.prototype.%s called on null or undefined", name);
    SCRIPT_TRY (es_to_object (runtime, value, &object));
    array->value = value_of_object (object);
    array->list = value_list (array->value);
    if (array->list)
    {
        array->length = array->list->length;
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (es_get (runtime, array->value, runtime->known.length_, &length));
    SCRIPT_TRY (es_to_integer (runtime, length, &array->length));
    array->length = CLAMP (array->length, 0, SAFE_LENGTH);
    return SCRIPT_NORMAL;
}

ScriptStatus array_charge (ScriptRuntime *runtime, double n)
{
    return runtime_steps (runtime, (gsize)(n / 16) + 1) ? SCRIPT_NORMAL : runtime_exhausted (runtime);
}

ScriptStatus array_get_present (ScriptRuntime *runtime, const ArrayLike *array, double index, Value *out,
                                gboolean *present)
{
    const Name *name;

    if (!runtime_step (runtime))
        return runtime_exhausted (runtime);
    *out = UNDEFINED;
    if (array->list)
    {
        *present = index < array->list->length && array->list->items[(guint32)index].kind != VALUE_EMPTY;
        if (*present)
            *out = array->list->items[(guint32)index];
        return SCRIPT_NORMAL;
    }
    name = value_to_name (runtime, value_number (index));
    SCRIPT_TRY (es_has (runtime, array->value.as.object, name, present));
    return *present ? es_get (runtime, array->value, name, out) : SCRIPT_NORMAL;
}

ScriptStatus array_get (ScriptRuntime *runtime, const ArrayLike *array, double index, Value *out)
{
    if (!runtime_step (runtime))
        return runtime_exhausted (runtime);
    return es_get_index (runtime, array->value, value_number (index), out);
}

ScriptStatus array_set (ScriptRuntime *runtime, const ArrayLike *array, double index, Value value)
{
    if (!runtime_step (runtime))
        return runtime_exhausted (runtime);
    return es_set_index (runtime, array->value, value_number (index), value);
}

ScriptStatus array_delete (ScriptRuntime *runtime, const ArrayLike *array, double index)
{
    Value ignored;

    if (!runtime_step (runtime))
        return runtime_exhausted (runtime);
    return es_delete (runtime, array->value, value_number (index), &ignored);
}

ScriptStatus array_set_length (ScriptRuntime *runtime, const ArrayLike *array, double length)
{
    return es_set (runtime, array->value, runtime->known.length_, value_number (length));
}

ScriptList *array_open_list (const ArrayLike *array)
{
    return array->list && array->list->object.kind == OBJECT_LIST && !array->list->object.fixed ? array->list : NULL;
}

ScriptStatus array_put (ScriptRuntime *runtime, Value array, double index, Value value)
{
    ScriptList *list = value_list (array);

    if (!runtime_step (runtime))
        return runtime_exhausted (runtime);
    if (list && index == list->length && !list->object.fixed)
    {
        list_append (runtime, list, value);
        return SCRIPT_NORMAL;
    }
    if (list && index < list->length && !list->object.fixed)
    {
        list->items[(guint32)index] = value;
        return SCRIPT_NORMAL;
    }
    return es_define (runtime, array.as.object, value_to_name (runtime, value_number (index)), value);
}

ScriptStatus array_check_callback (ScriptRuntime *runtime, Value value)
{
    if (script_is_callable (value))
        return SCRIPT_NORMAL;
    return script_throw (runtime, "TypeError", "%s is not a function", es_describe_argument (runtime, value));
}

static ScriptStatus plain_new (ScriptRuntime *runtime, double length, Value *out)
{
    ScriptList *list = list_new (runtime, NULL, 0);

    *out = value_of_object (&list->object);
    if (length > G_MAXUINT32)
        return script_throw (runtime, "RangeError", "Invalid array length");
    if (length == 0)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (array_charge (runtime, length));
    return list_resize (runtime, list, (guint)length) ? SCRIPT_NORMAL : SCRIPT_STOP;
}

ScriptStatus array_new_copy (ScriptRuntime *runtime, double length, ScriptList **list)
{
    *list = list_new (runtime, NULL, 0);
    return length > G_MAXUINT32 ? script_throw (runtime, "RangeError", "Invalid array length") : SCRIPT_NORMAL;
}

ScriptStatus array_new_like (ScriptRuntime *runtime, const ArrayLike *array, double length, Value *out)
{
    const ScriptObject *object = array->value.as.object;
    Value class;
    Value argument = value_number (length);

    if (object->kind != OBJECT_LIST || object->prototype == runtime->prototypes.array)
        return plain_new (runtime, length, out);
    SCRIPT_TRY (es_get (runtime, array->value, runtime->known.constructor_, &class));
    if (class.kind == VALUE_OBJECT)
        SCRIPT_TRY (es_get (runtime, class, runtime->known.species, &class));
    if (!value_function (class) || !value_function (class)->constructs)
        return plain_new (runtime, length, out);
    return function_construct (runtime, class, &(Arguments){ .items = &argument, .n = 1 }, class, out);
}

static ScriptStatus array_constructor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptObject *prototype = runtime->prototypes.array;

    if (call->constructing)
        SCRIPT_TRY (prototype_of_target (runtime, call->new_target, prototype, &prototype));
    if (call->n_arguments == 1 && call->arguments[0].kind == VALUE_NUMBER)
    {
        double length = call->arguments[0].as.number;

        if (!(length >= 0 && length <= G_MAXUINT32 && length == floor (length)))
            return script_throw (runtime, "RangeError", "Invalid array length");
        SCRIPT_TRY (plain_new (runtime, length, out));
    }
    else
        *out = value_of_object (&list_new (runtime, call->arguments, call->n_arguments)->object);
    out->as.object->prototype = prototype;
    return SCRIPT_NORMAL;
}

static ScriptStatus array_is_array (ScriptCall *call, Value *out)
{
    *out = value_boolean (value_is_object (call_argument (call, 0), OBJECT_LIST));
    return SCRIPT_NORMAL;
}

/* What Array.from and Array.of make: an instance of the class that they are called on. */
static ScriptStatus new_of_receiver (ScriptCall *call, const Value *length, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptFunction *class = value_function (call->receiver);

    if (!class || !class->constructs || class->native == array_constructor)
        return plain_new (runtime, 0, out);
    return function_construct (runtime, call->receiver, &(Arguments){ .items = length, .n = length ? 1 : 0 },
                               call->receiver, out);
}

static ScriptStatus array_of (ScriptCall *call, Value *out)
{
    Value length = value_number (call->n_arguments);

    SCRIPT_TRY (new_of_receiver (call, &length, out));
    for (guint i = 0; i < call->n_arguments; i++)
        SCRIPT_TRY (array_put (call->runtime, *out, i, call->arguments[i]));
    return es_set (call->runtime, *out, call->runtime->known.length_, length);
}

static ScriptStatus map_item (ScriptCall *call, double index, Value *item)
{
    Value arguments[2] = { *item, value_number (index) };

    if (call_argument (call, 1).kind == VALUE_UNDEFINED)
        return SCRIPT_NORMAL;
    return function_call (call->runtime, call->arguments[1], call_argument (call, 2),
                          &(Arguments){ .items = arguments, .n = 2 }, TRUE, item);
}

static ScriptStatus from_iterable (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    double n = 0;
    Walk walk;

    SCRIPT_TRY (new_of_receiver (call, NULL, out));
    SCRIPT_TRY (es_iterate (runtime, call_argument (call, 0), &walk));
    for (;; n++)
    {
        Value item;
        ScriptStatus status;

        SCRIPT_TRY (iterate_next (runtime, &walk, &item));
        if (walk.done)
            break;
        status = map_item (call, n, &item);
        if (status == SCRIPT_NORMAL)
            status = array_put (runtime, *out, n, item);
        if (status != SCRIPT_NORMAL)
            return iterate_close (runtime, &walk, status);
    }
    return es_set (runtime, *out, runtime->known.length_, value_number (n));
}

static ScriptStatus array_from (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value source = call_argument (call, 0);
    Value method = UNDEFINED;
    ArrayLike array;
    Value length;

    if (call_argument (call, 1).kind != VALUE_UNDEFINED)
        SCRIPT_TRY (array_check_callback (runtime, call->arguments[1]));
    if (value_is_nullish (source))
        return script_throw (runtime, "TypeError", "%s is not iterable (cannot read property Symbol(Symbol.iterator))",
                             source.kind == VALUE_NULL ? "object null" : "undefined");
    if (value_host (source))
        return from_iterable (call, out);
    SCRIPT_TRY (es_get (runtime, source, runtime->known.iterator, &method));
    if (!value_is_nullish (method))
        return from_iterable (call, out);
    SCRIPT_TRY (array_like_of (runtime, source, "from", &array));
    length = value_number (array.length);
    SCRIPT_TRY (new_of_receiver (call, &length, out));
    for (double i = 0; i < array.length; i++)
    {
        Value item;

        SCRIPT_TRY (array_get (runtime, &array, i, &item));
        SCRIPT_TRY (map_item (call, i, &item));
        SCRIPT_TRY (array_put (runtime, *out, i, item));
    }
    return es_set (runtime, *out, runtime->known.length_, length);
}

static ScriptStatus too_long (ScriptRuntime *runtime, const char *what, double n, double length)
{
    return script_throw (runtime, "TypeError", "%s %.0f elements on an array-like of length %.0f is disallowed", what,
                         n, length);
}

static ScriptStatus array_push (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ArrayLike array;
    ScriptList *list;

    SCRIPT_TRY (array_like_of (runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (array_charge (runtime, call->n_arguments));
    list = array_open_list (&array);
    *out = value_number (array.length + call->n_arguments);
    if (list && out->as.number <= G_MAXUINT32)
    {
        for (guint i = 0; i < call->n_arguments; i++)
            list_append (runtime, list, call->arguments[i]);
        return SCRIPT_NORMAL;
    }
    if (out->as.number > SAFE_LENGTH)
        return too_long (runtime, "Pushing", call->n_arguments, array.length);
    for (guint i = 0; i < call->n_arguments; i++)
        SCRIPT_TRY (array_set (runtime, &array, array.length + i, call->arguments[i]));
    return array_set_length (runtime, &array, out->as.number);
}

static ScriptStatus array_pop (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ArrayLike array;
    ScriptList *list;

    SCRIPT_TRY (array_like_of (runtime, call->receiver, NULL, &array));
    list = array_open_list (&array);
    if (list && list->length)
    {
        *out = list->items[--list->length];
        if (out->kind == VALUE_EMPTY)
            *out = UNDEFINED;
        return SCRIPT_NORMAL;
    }
    if (array.length == 0)
        return array_set_length (runtime, &array, 0);
    SCRIPT_TRY (array_get (runtime, &array, array.length - 1, out));
    SCRIPT_TRY (array_delete (runtime, &array, array.length - 1));
    return array_set_length (runtime, &array, array.length - 1);
}

/* Moves the item at FROM to TO, a hole as a hole. */
static ScriptStatus move_item (ScriptRuntime *runtime, const ArrayLike *array, double from, double to)
{
    Value item;
    gboolean present;

    SCRIPT_TRY (array_get_present (runtime, array, from, &item, &present));
    return present ? array_set (runtime, array, to, item) : array_delete (runtime, array, to);
}

static ScriptStatus array_shift (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ArrayLike array;
    ScriptList *list;

    SCRIPT_TRY (array_like_of (runtime, call->receiver, NULL, &array));
    list = array_open_list (&array);
    if (array.length == 0)
        return array_set_length (runtime, &array, 0);
    if (list)
    {
        /* The arena keeps the place of the first item: a queue costs no copying. */
        *out = list->items[0].kind == VALUE_EMPTY ? UNDEFINED : list->items[0];
        list->items++;
        list->length--;
        list->capacity--;
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (array_get (runtime, &array, 0, out));
    for (double i = 1; i < array.length; i++)
        SCRIPT_TRY (move_item (runtime, &array, i, i - 1));
    SCRIPT_TRY (array_delete (runtime, &array, array.length - 1));
    return array_set_length (runtime, &array, array.length - 1);
}

/* In place of N_OLD items at START there are then the N_NEW of ITEMS. */
static ScriptStatus replace_in_list (ScriptRuntime *runtime, ScriptList *list, guint32 start, guint32 n_old,
                                     const Value *items, guint32 n_new)
{
    guint32 length = list->length;
    guint32 after = length - start - n_old;

    SCRIPT_TRY (array_charge (runtime, (double)after + n_new));
    if (n_new > n_old && !list_resize (runtime, list, length + (n_new - n_old)))
        return SCRIPT_STOP;
    if (after && n_new != n_old)
        memmove (list->items + start + n_new, list->items + start + n_old, after * sizeof *items);
    if (n_new)
        memcpy (list->items + start, items, n_new * sizeof *items);
    list->length = start + n_new + after;
    return SCRIPT_NORMAL;
}

static ScriptStatus replace_items (ScriptRuntime *runtime, ArrayLike *array, double start, double n_old,
                                   const Value *items, guint32 n_new)
{
    ScriptList *list = array_open_list (array);
    double length = array->length - n_old + n_new;

    if (list && list->length == array->length && length <= G_MAXUINT32)
        return replace_in_list (runtime, list, (guint32)start, (guint32)n_old, items, n_new);
    if (length > SAFE_LENGTH)
        return too_long (runtime, "Adding", n_new, array->length);
    if (n_new < n_old)
    {
        for (double i = start + n_old; i < array->length; i++)
            SCRIPT_TRY (move_item (runtime, array, i, i - n_old + n_new));
        for (double i = array->length; i > length; i--)
            SCRIPT_TRY (array_delete (runtime, array, i - 1));
    }
    else if (n_new > n_old)
        for (double i = array->length; i > start + n_old; i--)
            SCRIPT_TRY (move_item (runtime, array, i - 1, i - 1 - n_old + n_new));
    for (guint32 i = 0; i < n_new; i++)
        SCRIPT_TRY (array_set (runtime, array, start + i, items[i]));
    return array_set_length (runtime, array, length);
}

static ScriptStatus array_unshift (ScriptCall *call, Value *out)
{
    ArrayLike array;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, NULL, &array));
    *out = value_number (array.length + call->n_arguments);
    return replace_items (call->runtime, &array, 0, 0, call->arguments, call->n_arguments);
}

/* The items FROM (included) to TO (excluded) in a new array; holes stay holes. */
static ScriptStatus copy_items (ScriptRuntime *runtime, const ArrayLike *array, double from, double to, Value *out)
{
    double n = MAX (to - from, 0);

    SCRIPT_TRY (array_new_like (runtime, array, n, out));
    for (double i = 0; i < n; i++)
    {
        Value item;
        gboolean present;

        SCRIPT_TRY (array_get_present (runtime, array, from + i, &item, &present));
        if (present)
            SCRIPT_TRY (array_put (runtime, *out, i, item));
    }
    return es_set (runtime, *out, runtime->known.length_, value_number (n));
}

/* The two arguments that splice and toSpliced begin with. */
static ScriptStatus splice_range (ScriptCall *call, double length, double *start, double *n)
{
    SCRIPT_TRY (es_argument_position (call, 0, length, 0, start));
    *n = call->n_arguments == 0 ? 0 : length - *start;
    if (call->n_arguments > 1)
    {
        double count;

        SCRIPT_TRY (es_to_integer (call->runtime, call->arguments[1], &count));
        *n = CLAMP (count, 0, length - *start);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus array_splice (ScriptCall *call, Value *out)
{
    guint32 n_new = call->n_arguments > 2 ? call->n_arguments - 2 : 0;
    ArrayLike array;
    double start, n;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (splice_range (call, array.length, &start, &n));
    SCRIPT_TRY (copy_items (call->runtime, &array, start, start + n, out));
    return replace_items (call->runtime, &array, start, n, n_new ? call->arguments + 2 : NULL, n_new);
}

static ScriptStatus append_items (ScriptRuntime *runtime, const ArrayLike *array, double from, double to,
                                  ScriptList *list)
{
    for (double i = from; i < to; i++)
    {
        Value item;

        SCRIPT_TRY (array_get (runtime, array, i, &item));
        list_append (runtime, list, item);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus array_to_spliced (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    guint n_new = call->n_arguments > 2 ? call->n_arguments - 2 : 0;
    ArrayLike array;
    ScriptList *list;
    double start, n;

    SCRIPT_TRY (array_like_of (runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (splice_range (call, array.length, &start, &n));
    if (array.length - n + n_new > SAFE_LENGTH)
        return too_long (runtime, "Adding", n_new, array.length);
    SCRIPT_TRY (array_new_copy (runtime, array.length - n + n_new, &list));
    *out = value_of_object (&list->object);
    SCRIPT_TRY (append_items (runtime, &array, 0, start, list));
    for (guint k = 0; k < n_new; k++)
        list_append (runtime, list, call->arguments[k + 2]);
    return append_items (runtime, &array, start + n, array.length, list);
}

static ScriptStatus array_slice (ScriptCall *call, Value *out)
{
    ArrayLike array;
    double from, to;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (es_argument_position (call, 0, array.length, 0, &from));
    SCRIPT_TRY (es_argument_position (call, 1, array.length, array.length, &to));
    return copy_items (call->runtime, &array, from, to, out);
}

/* Whether concat takes the items of PART instead of PART itself. */
static ScriptStatus is_spreadable (ScriptRuntime *runtime, Value part, gboolean *spreadable)
{
    Value wanted;

    *spreadable = FALSE;
    if (part.kind != VALUE_OBJECT || value_host (part))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_get (runtime, part, runtime->known.is_concat_spreadable, &wanted));
    *spreadable = wanted.kind == VALUE_UNDEFINED ? value_is_object (part, OBJECT_LIST) : value_is_truthy (wanted);
    return SCRIPT_NORMAL;
}

static ScriptStatus array_concat (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ArrayLike receiver;
    double n = 0;

    SCRIPT_TRY (array_like_of (runtime, call->receiver, "concat", &receiver));
    SCRIPT_TRY (array_new_like (runtime, &receiver, 0, out));
    for (guint k = 0; k <= call->n_arguments; k++)
    {
        Value part = k == 0 ? receiver.value : call->arguments[k - 1];
        ArrayLike array;
        gboolean spreadable;

        SCRIPT_TRY (is_spreadable (runtime, part, &spreadable));
        if (!spreadable)
        {
            SCRIPT_TRY (array_put (runtime, *out, n++, part));
            continue;
        }
        SCRIPT_TRY (array_like_of (runtime, part, "concat", &array));
        for (double i = 0; i < array.length; i++)
        {
            Value item;
            gboolean present;

            SCRIPT_TRY (array_get_present (runtime, &array, i, &item, &present));
            if (present)
                SCRIPT_TRY (array_put (runtime, *out, n + i, item));
        }
        n += array.length;
    }
    return es_set (runtime, *out, runtime->known.length_, value_number (n));
}

static ScriptStatus array_reverse (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ArrayLike array;

    SCRIPT_TRY (array_like_of (runtime, call->receiver, NULL, &array));
    *out = array.value;
    for (double low = 0, high = array.length - 1; low < high; low++, high--)
    {
        Value first, last;
        gboolean has_first, has_last;

        SCRIPT_TRY (array_get_present (runtime, &array, low, &first, &has_first));
        SCRIPT_TRY (array_get_present (runtime, &array, high, &last, &has_last));
        SCRIPT_TRY (has_last ? array_set (runtime, &array, low, last) : array_delete (runtime, &array, low));
        SCRIPT_TRY (has_first ? array_set (runtime, &array, high, first) : array_delete (runtime, &array, high));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus array_to_reversed (ScriptCall *call, Value *out)
{
    ArrayLike array;
    ScriptList *list;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (array_new_copy (call->runtime, array.length, &list));
    *out = value_of_object (&list->object);
    for (double i = array.length - 1; i >= 0; i--)
    {
        Value item;

        SCRIPT_TRY (array_get (call->runtime, &array, i, &item));
        list_append (call->runtime, list, item);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus array_with (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ArrayLike array;
    ScriptList *list;
    double given, index;

    SCRIPT_TRY (array_like_of (runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (es_argument_integer (call, 0, 0, &given));
    index = given < 0 ? array.length + given : given;
    if (!(index >= 0 && index < array.length))
        return script_throw (runtime, "RangeError", "Invalid index : %.0f", given);
    SCRIPT_TRY (array_new_copy (runtime, array.length, &list));
    *out = value_of_object (&list->object);
    for (double i = 0; i < array.length; i++)
    {
        Value item = call_argument (call, 1);

        if (i != index)
            SCRIPT_TRY (array_get (runtime, &array, i, &item));
        list_append (runtime, list, item);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus array_fill (ScriptCall *call, Value *out)
{
    ArrayLike array;
    double from, to;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (es_argument_position (call, 1, array.length, 0, &from));
    SCRIPT_TRY (es_argument_position (call, 2, array.length, array.length, &to));
    *out = array.value;
    for (double i = from; i < to; i++)
        SCRIPT_TRY (array_set (call->runtime, &array, i, call_argument (call, 0)));
    return SCRIPT_NORMAL;
}

static ScriptStatus array_copy_within (ScriptCall *call, Value *out)
{
    ArrayLike array;
    double target, from, to, n;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (es_argument_position (call, 0, array.length, 0, &target));
    SCRIPT_TRY (es_argument_position (call, 1, array.length, 0, &from));
    SCRIPT_TRY (es_argument_position (call, 2, array.length, array.length, &to));
    n = MIN (to - from, array.length - target);
    *out = array.value;
    if (from < target)
        for (double i = n - 1; i >= 0; i--)
            SCRIPT_TRY (move_item (call->runtime, &array, from + i, target + i));
    else
        for (double i = 0; i < n; i++)
            SCRIPT_TRY (move_item (call->runtime, &array, from + i, target + i));
    return SCRIPT_NORMAL;
}

static ScriptStatus array_species (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

void es_setup_array (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "push", 1, array_push },
                                           { "pop", 0, array_pop },
                                           { "shift", 0, array_shift },
                                           { "unshift", 1, array_unshift },
                                           { "splice", 2, array_splice },
                                           { "toSpliced", 2, array_to_spliced },
                                           { "slice", 2, array_slice },
                                           { "concat", 1, array_concat },
                                           { "reverse", 0, array_reverse },
                                           { "toReversed", 0, array_to_reversed },
                                           { "with", 2, array_with },
                                           { "fill", 1, array_fill },
                                           { "copyWithin", 2, array_copy_within },
                                           { NULL, 0, NULL } };
    static const NativeEntry statics[] = { { "isArray", 1, array_is_array },
                                           { "from", 1, array_from },
                                           { "of", 0, array_of },
                                           { "get @@species", 0, array_species },
                                           { NULL, 0, NULL } };
    ScriptObject *prototype = runtime->prototypes.array;

    natives_define_class (runtime, "Array", 1, array_constructor, prototype, members, statics);
    natives_define (runtime, prototype, array_callback_members);
    natives_define (runtime, prototype, array_search_members);
    natives_define (runtime, prototype, array_sort_members);
    object_define (runtime, prototype, runtime->known.iterator,
                   object_find_own (prototype, intern (runtime, "values", -1))->value, PROPERTY_HIDDEN);
}
