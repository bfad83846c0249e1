/* Error and its kin. The prototype of a class is kept in its constructor's captured value. */

#include "script/es_object.h"

#include <string.h>

const char *error_heading (ScriptRuntime *runtime, Value object)
{
    Value name = script_peek (runtime, object, "name");
    Value message = script_peek (runtime, object, "message");
    const char *n = name.kind == VALUE_STRING ? value_to_text (runtime, name) : "Error";
    const char *m = message.kind == VALUE_STRING ? value_to_text (runtime, message) : "";

    if (!*m)
        return n;
    return *n ? value_to_text (runtime, value_string_printf (runtime, "%s: %s", n, m)) : m;
}

void error_set_stack (ScriptRuntime *runtime, ScriptObject *object, const ScriptFile *file, guint32 offset)
{
    const char *first = error_heading (runtime, value_of_object (object));
    Value stack;

    if (file)
    {
        Location where = ast_location (file, offset);

        /* Finding the line reads the file from its beginning. */
        runtime_steps (runtime, offset / 256);
        stack = value_string_printf (runtime, "%s\n    at %s:%u:%u", first, file->path, where.line, where.column);
    }
    else
        stack = value_string (runtime, first, -1);
    object_define (runtime, object, runtime->known.stack_, stack, PROPERTY_HIDDEN);
}

static ScriptStatus set_cause (ScriptRuntime *runtime, ScriptError *error, Value options)
{
    Value cause;
    gboolean has;

    if (options.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (object_optional_member (runtime, options.as.object, runtime->known.cause_, &cause, &has));
    if (has)
        object_define (runtime, &error->object, runtime->known.cause_, cause, PROPERTY_HIDDEN);
    return SCRIPT_NORMAL;
}

static ScriptStatus set_errors (ScriptRuntime *runtime, ScriptError *error, Value iterable)
{
    ScriptList *errors = list_new (runtime, NULL, 0);
    Walk walk;

    SCRIPT_TRY (es_iterate_argument (runtime, iterable, &walk));
    for (;;)
    {
        Value item;

        SCRIPT_TRY (iterate_next (runtime, &walk, &item));
        if (walk.done)
            break;
        list_append (runtime, errors, item);
    }
    object_define (runtime, &error->object, runtime->known.errors_, value_of_object (&errors->object), PROPERTY_HIDDEN);
    return SCRIPT_NORMAL;
}

static ScriptStatus error_constructor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptObject *prototype = call->captured.as.object;
    gboolean aggregate = prototype == error_prototype (runtime, "AggregateError");
    Value message = call_argument (call, aggregate ? 1 : 0);
    ScriptError *error;

    if (call->constructing)
        SCRIPT_TRY (prototype_of_target (runtime, call->new_target, prototype, &prototype));
    error = error_object_new (runtime, prototype, NULL, 0);
    *out = value_of_object (&error->object);
    if (message.kind != VALUE_UNDEFINED)
    {
        ScriptString *text;

        SCRIPT_TRY (es_to_string (runtime, message, &text));
        object_define (runtime, &error->object, runtime->known.message_, value_of_string (text), PROPERTY_HIDDEN);
    }
    error_set_stack (runtime, &error->object, error->file, error->offset);
    SCRIPT_TRY (set_cause (runtime, error, call_argument (call, aggregate ? 2 : 1)));
    return aggregate ? set_errors (runtime, error, call_argument (call, 0)) : SCRIPT_NORMAL;
}

static ScriptStatus text_member (ScriptRuntime *runtime, Value object, const Name *name, const char *fallback,
                                 ScriptString **text)
{
    Value value;

    SCRIPT_TRY (es_get (runtime, object, name, &value));
    if (value.kind != VALUE_UNDEFINED)
        return es_to_string (runtime, value, text);
    *text = string_new (runtime, fallback, strlen (fallback));
    return SCRIPT_NORMAL;
}

static ScriptStatus error_to_string (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptString *name, *message;
    TextBuilder text;

    if (call->receiver.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Method Error.prototype.toString called on incompatible receiver %s",
                             es_describe (runtime, call->receiver));
    SCRIPT_TRY (text_member (runtime, call->receiver, runtime->known.name_, "Error", &name));
    SCRIPT_TRY (text_member (runtime, call->receiver, runtime->known.message_, "", &message));
    text_builder_init (&text, runtime);
    text_append_string (&text, name);
    if (name->length && message->length)
        text_append_text (&text, ": ");
    text_append_string (&text, message);
    return text_finish (&text, out);
}

static ScriptStatus error_capture_stack (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value object = call_argument (call, 0);
    ScriptError *here;

    (void)out;
    if (object.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Invalid argument");
    if (value_host (object))
        return script_refuse (runtime, "the stack of an object of the tool can't be set");
    if (object.as.object->fixed && !object_find_own (object.as.object, runtime->known.stack_))
        return script_throw (runtime, "TypeError", "Cannot define property stack, object is not extensible");
    here = error_object_new (runtime, runtime->prototypes.error, NULL, 0);
    error_set_stack (runtime, object.as.object, here->file, here->offset);
    return SCRIPT_NORMAL;
}

static ScriptFunction *error_class (ScriptRuntime *runtime, const char *name, ScriptObject *prototype,
                                    ScriptFunction *base)
{
    static const NativeEntry members[] = { { "toString", 0, error_to_string }, { NULL, 0, NULL } };
    static const NativeEntry statics[] = { { "captureStackTrace", 2, error_capture_stack }, { NULL, 0, NULL } };
    ScriptFunction *class =
        natives_define_class (runtime, name, g_str_equal (name, "AggregateError") ? 2 : 1, error_constructor, prototype,
                              base ? NULL : members, base ? NULL : statics);

    class->captured = value_of_object (prototype);
    if (base)
        class->object.prototype = &base->object;
    else
        object_define (runtime, &class->object, intern (runtime, "stackTraceLimit", -1), value_number (10),
                       PROPERTY_ORDINARY);
    object_define (runtime, prototype, runtime->known.name_, value_string (runtime, name, -1), PROPERTY_HIDDEN);
    object_define (runtime, prototype, runtime->known.message_, value_string (runtime, "", 0), PROPERTY_HIDDEN);
    g_hash_table_insert (runtime->error_classes, (gpointer)intern (runtime, name, -1), prototype);
    return class;
}

void es_setup_error (ScriptRuntime *runtime)
{
    static const char *const names[] = { "TypeError", "RangeError", "SyntaxError",   "ReferenceError",
                                         "EvalError", "URIError",   "AggregateError" };
    ScriptFunction *base = error_class (runtime, "Error", runtime->prototypes.error, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        error_class (runtime, names[i], object_new (runtime, runtime->prototypes.error), base);
}
