/* Exceptions. See py.h. */

#include "script/py_internal.h"
#include "util/error.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static void place (ScriptRuntime *runtime, ScriptError *error)
{
    const Node *node = runtime_place (runtime);

    error->file = node ? node->file : NULL;
    error->offset = node ? node->start : 0;
}

Value py_error_new (ScriptRuntime *runtime, Value class, const Value *arguments, guint n)
{
    ScriptError *error = object_alloc (runtime, OBJECT_ERROR, class.as.object, sizeof *error);

    place (runtime, error);
    object_define (runtime, &error->object, PY_NAME (runtime, args), py_tuple_new (runtime, arguments, n),
                   PROPERTY_ORDINARY);
    if (n == 1 && py_is_subclass ((PyClass *)class.as.object, py_builtin_class (runtime, "StopIteration")))
        object_define (runtime, &error->object, runtime->known.value_, arguments[0], PROPERTY_ORDINARY);
    return value_of_object (&error->object);
}

/* The exception that is being handled becomes the context of a new one. */
static void note_context (ScriptRuntime *runtime, Value exception)
{
    Value handled = runtime->py->handled;
    const Name *context = PY_NAME (runtime, __context__);

    if (handled.kind != VALUE_OBJECT || exception.kind != VALUE_OBJECT || handled.as.object == exception.as.object ||
        object_find_own (exception.as.object, context))
        return;
    object_define (runtime, exception.as.object, context, handled, PROPERTY_ORDINARY);
}

static ScriptStatus throw_new (ScriptRuntime *runtime, const char *type, const Value *arguments, guint n)
{
    PyClass *class = py_builtin_class (runtime, type);
    Value exception;

    if (!class || class->layout != OBJECT_ERROR)
        class = runtime->py->exception;
    exception = py_error_new (runtime, value_of_object (&class->object), arguments, n);
    note_context (runtime, exception);
    return script_throw_value (runtime, exception);
}

ScriptStatus py_raise_value (ScriptRuntime *runtime, const char *type, Value argument)
{
    return throw_new (runtime, type, &argument, argument.kind == VALUE_EMPTY ? 0 : 1);
}

ScriptStatus py_raise (ScriptRuntime *runtime, const char *type, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start (arguments, format);
    text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return py_raise_value (runtime, type, value_string (runtime, text, -1));
}

gboolean py_pending_is (ScriptRuntime *runtime, const char *type)
{
    PyClass *class = py_builtin_class (runtime, type);

    return value_is_object (runtime->exception, OBJECT_ERROR) &&
           py_is_subclass (class_of_object (runtime->exception.as.object), class);
}

char *py_error_describe (ScriptRuntime *runtime, Value exception)
{
    Value kept = runtime->exception;
    ScriptString *text = NULL;
    const char *name = py_type_name (runtime, exception);
    ScriptStatus status = py_str (runtime, exception, &text);

    runtime->exception = kept;
    if (status != SCRIPT_NORMAL)
        return g_strdup (name);
    if (text->length == 0)
        return g_strdup (name);
    return g_strdup_printf ("%s: %s", name, value_to_text (runtime, value_of_string (text)));
}

/* raise */

/* An exception, or its class, which is then called. */
static ScriptStatus to_exception (ScriptRuntime *runtime, Value value, const char *message, Value *out)
{
    PyClass *class = value_class (value);

    *out = value;
    if (class && class->layout == OBJECT_ERROR)
        SCRIPT_TRY (py_call (runtime, value, NULL, 0, out));
    if (host_missing_reason (value))
        return host_refuse_plain (runtime, value);
    if (!value_is_object (*out, OBJECT_ERROR))
        return py_type_error (runtime, message);
    return SCRIPT_NORMAL;
}

ScriptStatus py_execute_raise (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    Value value = runtime->py->handled;
    Value cause;

    if (!node->throw_.value)
    {
        runtime->node = node;
        if (value.kind != VALUE_OBJECT)
            return script_throw (runtime, "RuntimeError", "No active exception to reraise");
        runtime->thrown = node;
        return script_throw_value (runtime, value);
    }
    SCRIPT_TRY (evaluate (frame, node->throw_.value, &value));
    runtime->node = node;
    SCRIPT_TRY (to_exception (runtime, value, "exceptions must derive from BaseException", &value));
    if (node->throw_.cause)
    {
        SCRIPT_TRY (evaluate (frame, node->throw_.cause, &cause));
        runtime->node = node;
        if (cause.kind != VALUE_NULL)
            SCRIPT_TRY (to_exception (runtime, cause, "exception causes must derive from BaseException", &cause));
        object_define (runtime, value.as.object, PY_NAME (runtime, __cause__), cause, PROPERTY_ORDINARY);
        object_define (runtime, value.as.object, PY_NAME (runtime, __suppress_context__), value_boolean (TRUE),
                       PROPERTY_ORDINARY);
    }
    note_context (runtime, value);
    if (!((ScriptError *)value.as.object)->cause)
        place (runtime, (ScriptError *)value.as.object);
    runtime->thrown = node;
    return script_throw_value (runtime, value);
}

/* except */

ScriptStatus py_error_matches (ScriptRuntime *runtime, Value exception, Value type, gboolean *matches)
{
    ScriptList *tuple = py_as_tuple (type);
    PyClass *class = value_class (type);

    *matches = FALSE;
    if (host_missing_reason (type))
        return host_refuse_plain (runtime, type);
    if (class && class->layout == OBJECT_ERROR)
    {
        *matches = py_is_subclass (py_type (runtime, exception), class);
        return SCRIPT_NORMAL;
    }
    if (!tuple)
        return py_type_error (runtime, "catching classes that do not inherit from BaseException is not allowed");
    for (guint32 i = 0; i < tuple->length && !*matches; i++)
        SCRIPT_TRY (py_error_matches (runtime, exception, tuple->items[i], matches));
    return SCRIPT_NORMAL;
}

static ScriptStatus run_handler (Frame *frame, const Node *handler, Value exception)
{
    ScriptRuntime *runtime = frame->runtime;
    Value handled = runtime->py->handled;
    const Node *target = handler->handler.target;
    ScriptStatus status = SCRIPT_NORMAL;

    runtime->py->handled = exception;
    if (target)
        status = write_name (frame, target, exception, FALSE);
    if (status == SCRIPT_NORMAL)
        status = execute (frame, handler->handler.body);
    runtime->py->handled = handled;
    if (target && target->name.depth != AST_GLOBAL)
        environment_at (frame, target->name.depth)->slots[target->name.slot] = EMPTY_VALUE;
    return status;
}

ScriptStatus py_execute_handlers (Frame *frame, const Node *node)
{
    ScriptRuntime *runtime = frame->runtime;
    Value exception = runtime->exception;
    Value handled = runtime->py->handled;

    for (guint32 i = 0; i < node->try_->handlers.count; i++)
    {
        const Node *handler = node->try_->handlers.items[i];
        gboolean takes = TRUE;
        Value type;

        if (handler->flags & AST_STAR)
        {
            runtime->node = handler;
            return script_refuse (runtime, "`except*` is out of reach");
        }
        if (handler->handler.type)
        {
            ScriptStatus status;

            runtime->exception = UNDEFINED;
            runtime->py->handled = exception;
            status = evaluate (frame, handler->handler.type, &type);
            if (status == SCRIPT_NORMAL)
            {
                runtime->node = handler;
                status = py_error_matches (runtime, exception, type, &takes);
            }
            runtime->py->handled = handled;
            if (status != SCRIPT_NORMAL)
                return status;
        }
        if (takes)
        {
            runtime->exception = UNDEFINED;
            return run_handler (frame, handler, exception);
        }
    }
    runtime->exception = exception;
    return SCRIPT_THROW;
}

/* The classes. */

static ScriptStatus error_new (ScriptCall *call, Value *out)
{
    if (call->n_arguments == 0 || !value_class (call->arguments[0]))
        return py_type_error (call->runtime, "BaseException.__new__(X): X is not a type object");
    *out = py_error_new (call->runtime, call->arguments[0], call->arguments + 1, call->n_arguments - 1);
    return SCRIPT_NORMAL;
}

/* OSError (2, "text") is of the class that its number means, and so is what it says. */
static const char *class_of_errno (gint64 number)
{
    switch (number)
    {
    case ENOENT:
        return "FileNotFoundError";
    case EEXIST:
        return "FileExistsError";
    case EACCES:
    case EPERM:
        return "PermissionError";
    case ENOTDIR:
        return "NotADirectoryError";
    case EISDIR:
        return "IsADirectoryError";
    case ETIMEDOUT:
        return "TimeoutError";
    }
    return NULL;
}

static ScriptStatus os_error_new (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value class = call->arguments[0];
    guint n = call->n_arguments - 1;
    gint64 number;

    if (n >= 2 && py_is_integer (call->arguments[1], &number) && class_of_errno (number) &&
        value_class (class) == py_builtin_class (runtime, "OSError"))
        class = value_of_object (&py_builtin_class (runtime, class_of_errno (number))->object);
    *out = py_error_new (runtime, class, call->arguments + 1, MIN (n, 2));
    if (n < 2)
        return SCRIPT_NORMAL;
    object_define (runtime, out->as.object, intern (runtime, "errno", -1), call->arguments[1], PROPERTY_ORDINARY);
    object_define (runtime, out->as.object, intern (runtime, "strerror", -1), call->arguments[2], PROPERTY_ORDINARY);
    object_define (runtime, out->as.object, intern (runtime, "filename", -1), n > 2 ? call->arguments[3] : NULL_VALUE,
                   PROPERTY_ORDINARY);
    return SCRIPT_NORMAL;
}

/* What __new__ made of the arguments stays. */
static ScriptStatus os_error_init (ScriptCall *call, Value *out)
{
    (void)call;
    *out = NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus os_error_str (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    const ScriptObject *object = call->receiver.as.object;
    const Property *number = object_find_own (object, intern (runtime, "errno", -1));
    const Property *text = object_find_own (object, intern (runtime, "strerror", -1));
    const Property *file = object_find_own (object, intern (runtime, "filename", -1));
    ScriptString *made;

    if (!number || !text)
    {
        SCRIPT_TRY (py_str_default (runtime, call->receiver, &made));
        *out = value_of_string (made);
        return SCRIPT_NORMAL;
    }
    *out = value_string_printf (runtime, "[Errno %s] %s%s%s", value_to_text (runtime, number->value),
                                value_to_text (runtime, text->value), file->value.kind == VALUE_NULL ? "" : ": ",
                                file->value.kind == VALUE_NULL ? "" : value_inspect (runtime, file->value));
    return SCRIPT_NORMAL;
}

static ScriptStatus error_init (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;

    (void)out;
    if (call->n_named && !class_of_object (call->receiver.as.object)->is_script &&
        !class_of_object (call->receiver.as.object)->host)
        return script_throw (runtime, "TypeError", "%s() takes no keyword arguments",
                             py_type_name (runtime, call->receiver));
    object_define (runtime, call->receiver.as.object, PY_NAME (runtime, args),
                   py_tuple_new (runtime, call->arguments, call->n_arguments), PROPERTY_ORDINARY);
    return SCRIPT_NORMAL;
}

static ScriptStatus with_traceback (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus add_note (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    const Name *name = PY_NAME (runtime, __notes__);
    Property *own = object_find_own (call->receiver.as.object, name);
    Value note;

    (void)out;
    SCRIPT_TRY (py_bind (call, "add_note(note, /)", &note));
    if (!own)
        own =
            object_define (runtime, call->receiver.as.object, name, py_list_new (runtime, NULL, 0), PROPERTY_ORDINARY);
    if (py_as_list (own->value))
        list_append (runtime, py_as_list (own->value), note);
    return SCRIPT_NORMAL;
}

static const char *const errors[][2] = {
    { "Exception", "BaseException" },
    { "GeneratorExit", "BaseException" },
    { "KeyboardInterrupt", "BaseException" },
    { "SystemExit", "BaseException" },
    { "ArithmeticError", "Exception" },
    { "FloatingPointError", "ArithmeticError" },
    { "OverflowError", "ArithmeticError" },
    { "ZeroDivisionError", "ArithmeticError" },
    { "AssertionError", "Exception" },
    { "AttributeError", "Exception" },
    { "BufferError", "Exception" },
    { "EOFError", "Exception" },
    { "ImportError", "Exception" },
    { "ModuleNotFoundError", "ImportError" },
    { "LookupError", "Exception" },
    { "IndexError", "LookupError" },
    { "KeyError", "LookupError" },
    { "MemoryError", "Exception" },
    { "NameError", "Exception" },
    { "UnboundLocalError", "NameError" },
    { "OSError", "Exception" },
    { "BlockingIOError", "OSError" },
    { "ChildProcessError", "OSError" },
    { "ConnectionError", "OSError" },
    { "BrokenPipeError", "ConnectionError" },
    { "ConnectionAbortedError", "ConnectionError" },
    { "ConnectionRefusedError", "ConnectionError" },
    { "ConnectionResetError", "ConnectionError" },
    { "FileExistsError", "OSError" },
    { "FileNotFoundError", "OSError" },
    { "InterruptedError", "OSError" },
    { "IsADirectoryError", "OSError" },
    { "NotADirectoryError", "OSError" },
    { "PermissionError", "OSError" },
    { "ProcessLookupError", "OSError" },
    { "TimeoutError", "OSError" },
    { "ReferenceError", "Exception" },
    { "RuntimeError", "Exception" },
    { "NotImplementedError", "RuntimeError" },
    { "RecursionError", "RuntimeError" },
    { "StopIteration", "Exception" },
    { "StopAsyncIteration", "Exception" },
    { "SyntaxError", "Exception" },
    { "IndentationError", "SyntaxError" },
    { "TabError", "IndentationError" },
    { "SystemError", "Exception" },
    { "TypeError", "Exception" },
    { "ValueError", "Exception" },
    { "UnicodeError", "ValueError" },
    { "UnicodeDecodeError", "UnicodeError" },
    { "UnicodeEncodeError", "UnicodeError" },
    { "UnicodeTranslateError", "UnicodeError" },
    { "Warning", "Exception" },
    { "BytesWarning", "Warning" },
    { "DeprecationWarning", "Warning" },
    { "EncodingWarning", "Warning" },
    { "FutureWarning", "Warning" },
    { "ImportWarning", "Warning" },
    { "PendingDeprecationWarning", "Warning" },
    { "ResourceWarning", "Warning" },
    { "RuntimeWarning", "Warning" },
    { "SyntaxWarning", "Warning" },
    { "UnicodeWarning", "Warning" },
    { "UserWarning", "Warning" },
};

static PyClass *define_error (ScriptRuntime *runtime, const char *name, PyClass *base, const NativeEntry *methods)
{
    PyClass *class = py_class_new (runtime, name, NULL, base, OBJECT_ERROR, methods, NULL);

    g_hash_table_insert (runtime->py->classes, (gpointer) class->name, class);
    py_define (runtime, name, value_of_object (&class->object));
    return class;
}

void py_setup_errors (ScriptRuntime *runtime)
{
    static const NativeEntry methods[] = { { "__init__", 0, error_init },
                                           { "with_traceback", 0, with_traceback },
                                           { "add_note", 0, add_note },
                                           { NULL, 0, NULL } };
    static const NativeEntry os_methods[] = { { "__init__", 0, os_error_init },
                                              { "__str__", 0, os_error_str },
                                              { NULL, 0, NULL } };
    PyState *py = runtime->py;
    Value value;

    py->base_exception = define_error (runtime, "BaseException", NULL, methods);
    value = py_function_new (runtime, "__new__", error_new, UNDEFINED);
    object_define (runtime, &py->base_exception->object, py->names.__new__, value, PROPERTY_ORDINARY);
    object_define (runtime, &py->base_exception->object, py->names.__cause__, NULL_VALUE, PROPERTY_ORDINARY);
    object_define (runtime, &py->base_exception->object, py->names.__context__, NULL_VALUE, PROPERTY_ORDINARY);
    object_define (runtime, &py->base_exception->object, py->names.__traceback__, NULL_VALUE, PROPERTY_ORDINARY);
    object_define (runtime, &py->base_exception->object, py->names.__suppress_context__, value_boolean (FALSE),
                   PROPERTY_ORDINARY);
    for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
        define_error (runtime, errors[i][0], py_builtin_class (runtime, errors[i][1]), NULL);
    py->exception = py_builtin_class (runtime, "Exception");
    object_define (runtime, &py_builtin_class (runtime, "StopIteration")->object, runtime->known.value_, NULL_VALUE,
                   PROPERTY_ORDINARY);
    py_class_define (runtime, py_builtin_class (runtime, "OSError"), os_methods, FALSE);
    object_define (runtime, &py_builtin_class (runtime, "OSError")->object, py->names.__new__,
                   py_function_new (runtime, "__new__", os_error_new, UNDEFINED), PROPERTY_ORDINARY);
    py_define (runtime, "IOError", value_of_object (&py_builtin_class (runtime, "OSError")->object));
    py_define (runtime, "EnvironmentError", value_of_object (&py_builtin_class (runtime, "OSError")->object));
}
