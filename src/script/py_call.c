/* Functions and calls. See py.h. */

#include "script/py_bind.h"
#include "script/py_internal.h"

#include <string.h>

const Name *py_qualified_name (const ScriptFunction *function)
{
    const ScriptObject *definer = function->data;
    g_autofree char *text = NULL;

    if (!function->code || !definer)
        return function->name;
    if (definer->kind == OBJECT_CLASS)
        text = g_strdup_printf ("%s.%s", ((const PyClass *)definer)->qualname->text, function->name->text);
    else
        text = g_strdup_printf ("%s.<locals>.%s", py_qualified_name ((const ScriptFunction *)definer)->text,
                                function->name->text);
    return intern (function->runtime, text, -1);
}

/* Definitions. */

ScriptStatus py_decorate (Frame *frame, const NodeList *decorators, Value *value)
{
    for (guint32 i = decorators->count; i-- > 0;)
    {
        Value decorator;

        Value decorated = *value;

        SCRIPT_TRY (evaluate (frame, decorators->items[i], &decorator));
        frame->runtime->node = decorators->items[i];
        SCRIPT_TRY (py_call (frame->runtime, decorator, &decorated, 1, value));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_evaluate_function (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    const Function *code = node->function;
    ScriptFunction *function;
    Value *defaults = NULL;

    for (guint32 i = 0; i < code->parameter_count; i++)
        if (code->parameters[i].default_value)
        {
            if (!defaults)
                defaults = script_alloc (runtime, code->parameter_count * sizeof *defaults);
            SCRIPT_TRY (evaluate (frame, code->parameters[i].default_value, &defaults[i]));
        }
    function = closure_new (frame, code, frame->cell);
    function->object.prototype = &runtime->py->function->object;
    function->defaults = defaults;
    function->data = frame->definer;
    if (!code->name)
        function->name = intern (runtime, "<lambda>", -1);
    *out = value_of_object (&function->object);
    return py_decorate (frame, &code->decorators, out);
}

/* Calls of functions that are written in the script. */

#define FEW 12

static ScriptStatus bind_all (ScriptRuntime *runtime, const ScriptFunction *function, Value receiver,
                              const Arguments *arguments, Value *slots)
{
    const Function *code = function->code;
    guint n = code->parameter_count;
    PyParameter few_parameters[FEW];
    Value few_values[FEW];
    PyParameter *parameters = n > FEW ? script_alloc (runtime, n * sizeof *parameters) : few_parameters;
    Value *values = n > FEW ? script_alloc (runtime, n * sizeof *values) : few_values;

    for (guint i = 0; i < n; i++)
        parameters[i] = (PyParameter){ code->parameters[i].target->name.name, code->parameters[i].kind,
                                       code->parameters[i].default_value != NULL };
    SCRIPT_TRY (
        py_bind_parameters (runtime, py_qualified_name (function)->text, parameters, n, receiver, arguments, values));
    for (guint i = 0; i < n; i++)
        slots[code->parameters[i].target->name.slot] =
            values[i].kind == VALUE_EMPTY && function->defaults ? function->defaults[i] : values[i];
    return SCRIPT_NORMAL;
}

/* As many plain arguments as plain parameters. */
static gboolean bind_plain (const Function *code, Value receiver, const Arguments *arguments, Value *slots)
{
    guint first = receiver.kind == VALUE_EMPTY || receiver.kind == VALUE_UNDEFINED ? 0 : 1;

    if (arguments->n_named || arguments->n + first != code->parameter_count)
        return FALSE;
    for (guint i = 0; i < code->parameter_count; i++)
        if (code->parameters[i].kind != PARAMETER_ORDINARY && code->parameters[i].kind != PARAMETER_POSITIONAL_ONLY)
            return FALSE;
    for (guint i = 0; i < code->parameter_count; i++)
        slots[code->parameters[i].target->name.slot] = i < first ? receiver : arguments->items[i - first];
    return TRUE;
}

static ScriptStatus call_script (ScriptRuntime *runtime, ScriptFunction *function, Value receiver,
                                 const Arguments *arguments, Value *out)
{
    const Function *code = function->code;
    const Node *node = runtime->node;
    Environment *environment = environment_new (runtime, function->environment, code->scope);
    ThisBox box = { .this_value = receiver, .function = function, .new_target = UNDEFINED, .environment = environment };
    Frame frame;
    ScriptStatus status = SCRIPT_NORMAL;

    if (code->file->library)
        py_note_outside (runtime);
    if (!bind_plain (code, receiver, arguments, environment->slots))
        status = bind_all (runtime, function, receiver, arguments, environment->slots);
    if (status != SCRIPT_NORMAL)
        return status;
    frame_init (&frame, runtime, function, environment, &box, NULL);
    if (code->flags & FUNCTION_ASYNC)
        return script_refuse (runtime, "calling an `async` function is out of reach");
    if (code->flags & FUNCTION_GENERATOR)
    {
        *out = py_generator_new (runtime, &frame);
        return SCRIPT_NORMAL;
    }
    status = run_body (&frame, out);
    if (status == SCRIPT_NORMAL && out->kind == VALUE_UNDEFINED)
        *out = NULL_VALUE;
    environment_recycle (runtime, environment);
    if (status == SCRIPT_NORMAL)
        runtime->node = node;
    return status;
}

/* Natives. */

static ScriptStatus wrong_receiver (ScriptRuntime *runtime, const ScriptFunction *function, Value receiver)
{
    return script_throw (runtime, "TypeError", "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
                         function->name->text, ((const PyClass *)function->home)->name->text,
                         py_type_name (runtime, receiver));
}

/* A method that is called by its class: str.upper (text). */
static ScriptStatus shift_receiver (ScriptRuntime *runtime, const ScriptFunction *function, Value *receiver,
                                    Arguments *arguments)
{
    if (arguments->n == 0)
        return script_throw (runtime, "TypeError", "unbound method %s.%s() needs an argument",
                             function->home ? ((const PyClass *)function->home)->name->text : "object",
                             function->name->text);
    *receiver = arguments->items[0];
    arguments->items++;
    arguments->n--;
    if (function->home && !py_is_subclass (py_type (runtime, *receiver), (const PyClass *)function->home))
        return wrong_receiver (runtime, function, *receiver);
    return SCRIPT_NORMAL;
}

static ScriptStatus call_native (ScriptRuntime *runtime, ScriptFunction *function, Value receiver,
                                 const Arguments *given, gboolean used, Value *out)
{
    const Node *node = runtime->node;
    Arguments arguments = *given;
    ScriptStatus status;

    if (function->is_method && (receiver.kind == VALUE_EMPTY || receiver.kind == VALUE_UNDEFINED))
        SCRIPT_TRY (shift_receiver (runtime, function, &receiver, &arguments));
    *out = UNDEFINED;
    if (function->member)
    {
        HostObject *host = value_host (receiver);

        if (function->member->kind == HOST_CLASS_METHOD)
            host = NULL;
        else if (!host && !value_is_object (receiver, OBJECT_ERROR))
            return script_refuse (runtime, "`%s` is called without its object", function->member->name);
        if (host)
            status = host_call_member (runtime, host, function->member, &arguments, used, out);
        else if (!function->member->function)
            return script_refuse (runtime, "`%s` is out of reach", function->member->name);
        else
        {
            ScriptCall call = { .runtime = runtime,
                                .receiver = receiver,
                                .captured = UNDEFINED,
                                .arguments = arguments.items,
                                .n_arguments = arguments.n,
                                .names = arguments.names,
                                .named = arguments.named,
                                .n_named = arguments.n_named,
                                .result_used = used,
                                .new_target = UNDEFINED };

            status = function->member->function (&call, out);
        }
    }
    else
    {
        ScriptCall call = { .runtime = runtime,
                            .receiver = receiver,
                            .data = function->data,
                            .captured = function->captured,
                            .arguments = arguments.items,
                            .n_arguments = arguments.n,
                            .names = arguments.names,
                            .named = arguments.named,
                            .n_named = arguments.n_named,
                            .result_used = used,
                            .new_target = UNDEFINED };

        status = function->native (&call, out);
    }
    if (status == SCRIPT_NORMAL && out->kind == VALUE_UNDEFINED)
        *out = NULL_VALUE;
    runtime->node = node;
    return status;
}

/* Anything else that can be called. */

static ScriptStatus call_class (ScriptRuntime *runtime, PyClass *class, const Arguments *arguments, Value *out)
{
    PyClass *metaclass = class_of_object (&class->object);
    Value hook;

    if (class == runtime->py->type && arguments->n == 1 && !arguments->n_named)
    {
        *out = value_of_object (&py_type (runtime, arguments->items[0])->object);
        return SCRIPT_NORMAL;
    }
    if (metaclass != runtime->py->type)
    {
        hook = py_class_find (metaclass, PY_NAME (runtime, __call__));
        if (hook.kind != VALUE_EMPTY)
            return py_call_value (runtime, hook, value_of_object (&class->object), arguments, TRUE, out);
    }
    return py_construct (runtime, class, arguments, out);
}

static ScriptStatus call_object (ScriptRuntime *runtime, Value callee, const Arguments *arguments, gboolean used,
                                 Value *out)
{
    HostObject *host = value_host (callee);
    PyMethod *method = (PyMethod *)callee.as.object;
    Value hook;

    if (callee.kind == VALUE_OBJECT && callee.as.object->kind == OBJECT_METHOD)
        return py_call_value (runtime, method->function, method->receiver, arguments, used, out);
    if (value_class (callee))
        return call_class (runtime, value_class (callee), arguments, out);
    if (host && host->class->call)
    {
        SCRIPT_TRY (host_call (runtime, host, arguments, used, out));
        if (out->kind == VALUE_UNDEFINED)
            *out = NULL_VALUE;
        return SCRIPT_NORMAL;
    }
    hook = py_special (runtime, callee, PY_NAME (runtime, __call__));
    if (hook.kind == VALUE_EMPTY)
    {
        if (host_missing_reason (callee))
            return host_refuse_plain (runtime, callee);
        return script_throw (runtime, "TypeError", "'%s' object is not callable", py_type_name (runtime, callee));
    }
    return py_call_value (runtime, hook, callee, arguments, used, out);
}

ScriptStatus py_call_value (ScriptRuntime *runtime, Value callee, Value receiver, const Arguments *arguments,
                            gboolean used, Value *out)
{
    ScriptFunction *function = value_function (callee);
    ScriptStatus status;

    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    if (!function)
        status = call_object (runtime, callee, arguments, used, out);
    else if (function->code)
        status = call_script (runtime, function, receiver, arguments, out);
    else
        status = call_native (runtime, function, receiver, arguments, used, out);
    runtime_leave (runtime);
    return status;
}

ScriptStatus py_call_named (ScriptRuntime *runtime, Value function, const Arguments *arguments, Value *out)
{
    return py_call_value (runtime, function, EMPTY_VALUE, arguments, TRUE, out);
}

ScriptStatus py_call (ScriptRuntime *runtime, Value function, const Value *arguments, guint n, Value *out)
{
    return py_call_value (runtime, function, EMPTY_VALUE, &(Arguments){ .items = arguments, .n = n }, TRUE, out);
}

ScriptStatus py_call_method (ScriptRuntime *runtime, Value object, const char *name, const Value *arguments, guint n,
                             Value *out)
{
    Value function;
    Value receiver;

    SCRIPT_TRY (py_find_method (runtime, object, intern (runtime, name, -1), &function, &receiver));
    return py_call_value (runtime, function, receiver, &(Arguments){ .items = arguments, .n = n }, TRUE, out);
}

/* The arguments of a call. */

/* A function as messages name it: "module.name". */
static const char *function_text (ScriptRuntime *runtime, Value callee)
{
    ScriptFunction *function = value_function (callee);
    Value name;

    if (value_is_object (callee, OBJECT_METHOD))
        return function_text (runtime, ((PyMethod *)callee.as.object)->function);
    if (function && function->code && function->captured.kind == VALUE_OBJECT)
    {
        name = value_string_printf (runtime, "%s.%s()", ((PyModule *)function->captured.as.object)->name,
                                    py_qualified_name (function)->text);
        return value_to_text (runtime, name);
    }
    if (function)
        return value_to_text (runtime, value_string_printf (runtime, "%s()", function->name->text));
    if (value_class (callee))
        return value_to_text (runtime, value_string_printf (runtime, "%s.%s()", value_class (callee)->module->text,
                                                            value_class (callee)->qualname->text));
    return value_to_text (runtime, value_string_printf (runtime, "%s object", py_type_name (runtime, callee)));
}

typedef struct
{
    ScriptRuntime *runtime;
    Value callee;
    ScriptList *items;
    ScriptList *named;
    const Name **names;
    guint capacity;
} Gathering;

static ScriptStatus add_named (Gathering *all, const Name *name, Value value)
{
    for (guint32 i = 0; i < all->named->length; i++)
        if (all->names[i] == name)
            return script_throw (all->runtime, "TypeError", "%s got multiple values for keyword argument '%s'",
                                 function_text (all->runtime, all->callee), name->text);
    if (all->named->length == all->capacity)
    {
        const Name **names = script_alloc (all->runtime, (all->capacity * 2 + 8) * sizeof *names);

        if (all->capacity)
            memcpy (names, all->names, all->capacity * sizeof *names);
        all->names = names;
        all->capacity = all->capacity * 2 + 8;
    }
    all->names[all->named->length] = name;
    list_append (all->runtime, all->named, value);
    return SCRIPT_NORMAL;
}

static ScriptStatus add_pair (Gathering *all, Value key, Value value)
{
    ScriptString *name = py_as_string (key);

    if (!name)
        return script_throw (all->runtime, "TypeError", "keywords must be strings");
    return add_named (all, intern (all->runtime, name->data, name->length), value);
}

static ScriptStatus spread_named (Gathering *all, Value value)
{
    ScriptRuntime *runtime = all->runtime;
    ScriptMap *map = py_as_dict (value);
    Value keys = UNDEFINED;
    ScriptList *list;

    if (map)
    {
        for (guint32 i = 0; i < map->n_entries; i++)
            if (map->entries[i].key.kind != VALUE_EMPTY)
                SCRIPT_TRY (add_pair (all, map->entries[i].key, map->entries[i].value));
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (py_find (runtime, value, PY_NAME (runtime, keys), &keys));
    if (keys.kind == VALUE_EMPTY)
        return script_throw (runtime, "TypeError", "%s argument after ** must be a mapping, not %s",
                             function_text (runtime, all->callee), py_type_name (runtime, value));
    SCRIPT_TRY (py_call (runtime, keys, NULL, 0, &keys));
    SCRIPT_TRY (py_items (runtime, keys, &list));
    for (guint32 i = 0; i < list->length; i++)
    {
        Value item;

        SCRIPT_TRY (py_get_index (runtime, value, list->items[i], &item));
        SCRIPT_TRY (add_pair (all, list->items[i], item));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus spread_items (Gathering *all, Value value)
{
    ScriptRuntime *runtime = all->runtime;
    Walk walk;
    ScriptStatus status = py_iterate (runtime, value, &walk);

    if (status == SCRIPT_THROW && py_pending_is (runtime, "TypeError") &&
        py_special (runtime, value, PY_NAME (runtime, __iter__)).kind == VALUE_EMPTY)
    {
        script_take_exception (runtime);
        return script_throw (runtime, "TypeError", "%s argument after * must be an iterable, not %s",
                             function_text (runtime, all->callee), py_type_name (runtime, value));
    }
    while (status == SCRIPT_NORMAL)
    {
        Value item;

        status = iterate_next (runtime, &walk, &item);
        if (status != SCRIPT_NORMAL || walk.done)
            break;
        list_append (runtime, all->items, item);
    }
    return status;
}

static ScriptStatus gather (Frame *frame, const NodeList *nodes, Value callee, Arguments *arguments)
{
    ScriptRuntime *runtime = frame->runtime;
    Gathering all = {
        .runtime = runtime, .callee = callee, .items = list_new (runtime, NULL, 0), .named = list_new (runtime, NULL, 0)
    };

    for (guint32 i = 0; i < nodes->count; i++)
    {
        const Node *node = nodes->items[i];
        Value value;

        SCRIPT_TRY (evaluate (frame,
                              node->kind == NODE_SPREAD    ? node->value
                              : node->kind == NODE_KEYWORD ? node->keyword.value
                                                           : node,
                              &value));
        runtime->node = node;
        if (node->kind == NODE_SPREAD)
            SCRIPT_TRY (spread_items (&all, value));
        else if (node->kind != NODE_KEYWORD)
            list_append (runtime, all.items, value);
        else if (node->keyword.name)
            SCRIPT_TRY (add_named (&all, node->keyword.name, value));
        else
            SCRIPT_TRY (spread_named (&all, value));
    }
    *arguments = (Arguments){ all.items->items, all.items->length, all.names, all.named->items, all.named->length };
    return SCRIPT_NORMAL;
}

#define FEW_ARGUMENTS 6

ScriptStatus py_evaluate_call (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    const Node *callee = node->call.callee;
    const NodeList *nodes = &node->call.arguments;
    gboolean plain = nodes->count <= FEW_ARGUMENTS;
    Value few[FEW_ARGUMENTS];
    Arguments arguments = { .items = few, .n = nodes->count };
    Value receiver = EMPTY_VALUE;
    Value function;

    if (callee->kind == NODE_MEMBER)
    {
        Value object;

        SCRIPT_TRY (evaluate (frame, callee->member.object, &object));
        runtime->node = callee;
        SCRIPT_TRY (py_find_method (runtime, object, callee->member.name, &function, &receiver));
    }
    else
        SCRIPT_TRY (evaluate (frame, callee, &function));
    for (guint32 i = 0; plain && i < nodes->count; i++)
        plain = nodes->items[i]->kind != NODE_SPREAD && nodes->items[i]->kind != NODE_KEYWORD;
    for (guint32 i = 0; plain && i < nodes->count; i++)
        SCRIPT_TRY (evaluate (frame, nodes->items[i], &few[i]));
    if (!plain)
        SCRIPT_TRY (gather (frame, nodes, function, &arguments));
    runtime->node = node;
    if (nodes->count == 0 && value_class (function) == runtime->py->super)
        return py_super_here (frame, out);
    return py_call_value (runtime, function, receiver, &arguments, !(node->flags & AST_DROPPED), out);
}
