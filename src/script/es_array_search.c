/* Array.prototype: the methods that look at an array as a whole: search, text, iterators. */

#include "script/es_array.h"

static ScriptStatus array_at (ScriptCall *call, Value *out)
{
    ArrayLike array;
    double index;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, NULL, &array));
    SCRIPT_TRY (es_argument_integer (call, 0, 0, &index));
    if (index < 0)
        index += array.length;
    if (!(index >= 0 && index < array.length))
        return SCRIPT_NORMAL;
    return array_get (call->runtime, &array, index, out);
}

static ScriptStatus array_index_of (ScriptCall *call, Value *out)
{
    ArrayLike array;
    double from;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, "indexOf", &array));
    *out = value_number (-1);
    if (array.length == 0)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_argument_position (call, 1, array.length, 0, &from));
    for (double i = from; i < array.length; i++)
    {
        Value item;
        gboolean present;

        SCRIPT_TRY (array_get_present (call->runtime, &array, i, &item, &present));
        if (!present || !es_strict_equal (item, call_argument (call, 0)))
            continue;
        *out = value_number (i);
        break;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus array_last_index_of (ScriptCall *call, Value *out)
{
    ArrayLike array;
    double from;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, NULL, &array));
    *out = value_number (-1);
    if (array.length == 0)
        return SCRIPT_NORMAL;
    from = array.length - 1;
    if (call->n_arguments > 1)
    {
        SCRIPT_TRY (es_to_integer (call->runtime, call->arguments[1], &from));
        from = from < 0 ? array.length + from : MIN (from, array.length - 1);
    }
    for (double i = from; i >= 0; i--)
    {
        Value item;
        gboolean present;

        SCRIPT_TRY (array_get_present (call->runtime, &array, i, &item, &present));
        if (!present || !es_strict_equal (item, call_argument (call, 0)))
            continue;
        *out = value_number (i);
        break;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus array_includes (ScriptCall *call, Value *out)
{
    Value wanted = call_argument (call, 0);
    gboolean found = FALSE;
    ArrayLike array;
    double from;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, NULL, &array));
    *out = value_boolean (FALSE);
    if (array.length == 0)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_argument_position (call, 1, array.length, 0, &from));
    for (double i = from; i < array.length && !found; i++)
    {
        Value item;

        SCRIPT_TRY (array_get (call->runtime, &array, i, &item));
        found = es_strict_equal (item, wanted) || (item.kind == VALUE_NUMBER && value_same (item, wanted));
    }
    *out = value_boolean (found);
    return SCRIPT_NORMAL;
}

/* An array that is being joined. One that holds itself gives "" inside, as in every engine. */
struct Joining
{
    const ScriptObject *object;
    struct Joining *outer;
};

static ScriptStatus item_text (ScriptRuntime *runtime, Value item, gboolean locale, ScriptString **text)
{
    if (locale)
        SCRIPT_TRY (es_call_method (runtime, item, intern (runtime, "toLocaleString", -1), NULL, 0, &item));
    return es_to_string (runtime, item, text);
}

static ScriptStatus join_items (ScriptRuntime *runtime, const ArrayLike *array, const ScriptString *separator,
                                gboolean locale, Value *out)
{
    TextBuilder text;

    text_builder_init (&text, runtime);
    for (double i = 0; i < array->length && !text.failed; i++)
    {
        Value item;
        ScriptString *part;

        SCRIPT_TRY (array_get (runtime, array, i, &item));
        if (i > 0)
            text_append_string (&text, separator);
        if (value_is_nullish (item))
            continue;
        SCRIPT_TRY (item_text (runtime, item, locale, &part));
        text_append_string (&text, part);
    }
    return text_finish (&text, out);
}

static ScriptStatus join (ScriptRuntime *runtime, const ArrayLike *array, const ScriptString *separator,
                          gboolean locale, Value *out)
{
    struct Joining *joining;
    ScriptStatus status;

    *out = value_of_string (string_borrow (runtime, "", 0));
    for (joining = runtime->joining; joining; joining = joining->outer)
        if (joining->object == array->value.as.object)
            return SCRIPT_NORMAL;
    joining = script_alloc (runtime, sizeof *joining);
    joining->object = array->value.as.object;
    joining->outer = runtime->joining;
    runtime->joining = joining;
    status = join_items (runtime, array, separator, locale, out);
    runtime->joining = joining->outer;
    return status;
}

static ScriptStatus array_join (ScriptCall *call, Value *out)
{
    ArrayLike array;
    ScriptString *separator;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, NULL, &array));
    if (call_argument (call, 0).kind == VALUE_UNDEFINED)
        separator = string_borrow (call->runtime, ",", 1);
    else
        SCRIPT_TRY (es_argument_string (call, 0, &separator));
    return join (call->runtime, &array, separator, FALSE, out);
}

static ScriptStatus array_to_string (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptObject *object;
    Value method;

    SCRIPT_TRY (es_to_object (runtime, call->receiver, &object));
    SCRIPT_TRY (es_get (runtime, value_of_object (object), runtime->known.join_, &method));
    if (!script_is_callable (method))
        method = object_find (runtime->prototypes.object, runtime->known.toString_)->value;
    return function_call (runtime, method, value_of_object (object), &(Arguments){ 0 }, TRUE, out);
}

static ScriptStatus array_to_locale_string (ScriptCall *call, Value *out)
{
    ArrayLike array;

    SCRIPT_TRY (array_like_of (call->runtime, call->receiver, NULL, &array));
    return join (call->runtime, &array, string_borrow (call->runtime, ",", 1), TRUE, out);
}

static ScriptStatus iterator_of (ScriptCall *call, WalkKind kind, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ArrayLike array;

    SCRIPT_TRY (array_like_of (runtime, call->receiver, NULL, &array));
    if (!array.list)
    {
        ScriptList *list = list_new (runtime, NULL, 0);

        for (double i = 0; i < array.length; i++)
        {
            Value item;

            SCRIPT_TRY (array_get (runtime, &array, i, &item));
            list_append (runtime, list, item);
        }
        array.value = value_of_object (&list->object);
    }
    *out = iterator_object_new (runtime, (Walk){ .kind = kind, .source = array.value }, "Array Iterator");
    return SCRIPT_NORMAL;
}

static ScriptStatus array_values (ScriptCall *call, Value *out)
{
    return iterator_of (call, WALK_LIST, out);
}

static ScriptStatus array_keys (ScriptCall *call, Value *out)
{
    return iterator_of (call, WALK_LIST_KEYS, out);
}

static ScriptStatus array_entries (ScriptCall *call, Value *out)
{
    return iterator_of (call, WALK_LIST_ENTRIES, out);
}

const NativeEntry array_search_members[] = { { "at", 1, array_at },
                                             { "indexOf", 1, array_index_of },
                                             { "lastIndexOf", 1, array_last_index_of },
                                             { "includes", 1, array_includes },
                                             { "join", 1, array_join },
                                             { "toString", 0, array_to_string },
                                             { "toLocaleString", 0, array_to_locale_string },
                                             { "values", 0, array_values },
                                             { "keys", 0, array_keys },
                                             { "entries", 0, array_entries },
                                             { NULL, 0, NULL } };
