/* Functions and calls: see eval.h. */

#include "script/coroutine.h"
#include "script/es.h"
#include "script/eval.h"
#include "script/module.h"
#include "script/promise.h"
#include "script/py_internal.h"

#include <string.h>

/* The closure keeps every environment around it. */
void environment_keep (Environment *environment)
{
    for (; environment && !environment->kept; environment = environment->parent)
        environment->kept = TRUE;
}

/* Arrow functions share the `this` of the function around them, which lives on its stack until the first of them wants it. */
static ThisBox *keep_this (Frame *frame)
{
    if (!frame->self->kept)
    {
        ThisBox *box = script_alloc (frame->runtime, sizeof *box);

        *box = *frame->self;
        box->kept = TRUE;
        frame->self = box;
    }
    return frame->self;
}

static ScriptObject *prototype_for (ScriptRuntime *runtime, guint32 flags)
{
    if (flags & FUNCTION_GENERATOR)
        return flags & FUNCTION_ASYNC ? runtime->prototypes.function_async_generator
                                      : runtime->prototypes.function_generator;
    return flags & FUNCTION_ASYNC ? runtime->prototypes.function_async : runtime->prototypes.function;
}

ScriptFunction *closure_new (Frame *frame, const Function *code, ScriptObject *home)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptFunction *function =
        object_alloc (runtime, OBJECT_FUNCTION, prototype_for (runtime, code->flags), sizeof *function);

    environment_keep (frame->environment);
    function->runtime = runtime;
    function->code = code;
    function->environment = frame->environment;
    function->home = home;
    function->name = code->name ? code->name : runtime->known.empty;
    function->arity = (guint8)MIN (code->length, 255);
    function->captured = frame->module ? value_of_object ((ScriptObject *)frame->module) : UNDEFINED;
    if ((code->flags & FUNCTION_ARROW) && (code->flags & FUNCTION_USES_THIS))
        function->outer = keep_this (frame);
    function->constructs = !(code->flags & (FUNCTION_ARROW | FUNCTION_METHOD | FUNCTION_ASYNC | FUNCTION_GENERATOR |
                                            FUNCTION_GETTER | FUNCTION_SETTER | FUNCTION_FIELD));
    return function;
}

ScriptStatus evaluate_function (Frame *frame, const Function *code, Value *out)
{
    *out = value_of_object (&closure_new (frame, code, NULL)->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus bind_pattern_parameters (Frame *frame, const Function *code, const Arguments *arguments)
{
    /* A default can't read the parameters that come after it. */
    for (guint32 i = 0; i < code->parameter_count; i++)
        if (code->parameters[i].target->kind == NODE_NAME)
            frame->environment->slots[code->parameters[i].target->name.slot] = EMPTY_VALUE;
    for (guint32 i = 0; i < code->parameter_count; i++)
    {
        const Parameter *parameter = &code->parameters[i];
        Value value = i < arguments->n ? arguments->items[i] : UNDEFINED;
        ScriptStatus status = SCRIPT_NORMAL;

        if (parameter->kind == PARAMETER_REST)
        {
            guint rest = arguments->n > i ? arguments->n - i : 0;

            value = value_of_object (&list_new (frame->runtime, rest ? arguments->items + i : NULL, rest)->object);
        }
        else if (value.kind == VALUE_UNDEFINED && parameter->default_value)
            status = evaluate (frame, parameter->default_value, &value);
        if (status == SCRIPT_NORMAL)
            status = assign_to (frame, parameter->target, value, TRUE);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

static Value arguments_object (ScriptRuntime *runtime, ScriptFunction *function, const Arguments *arguments)
{
    ScriptList *list = list_new (runtime, arguments->items, arguments->n);
    Property *iterator;

    list->object.kind = OBJECT_ARGUMENTS;
    list->object.prototype = runtime->prototypes.object;
    iterator = object_find_own (runtime->prototypes.array, runtime->known.iterator);
    if (iterator)
        object_define (runtime, &list->object, runtime->known.iterator, iterator->value, PROPERTY_HIDDEN);
    if (!(function->code->flags & FUNCTION_STRICT))
        object_define (runtime, &list->object, runtime->known.callee_, value_of_object (&function->object),
                       PROPERTY_HIDDEN);
    return value_of_object (&list->object);
}

void frame_init (Frame *frame, ScriptRuntime *runtime, ScriptFunction *function, Environment *environment,
                        ThisBox *self, Generator *generator)
{
    *frame = (Frame){ .runtime = runtime,
                      .semantics = semantics_of (function->code->file),
                      .environment = environment,
                      .self = self,
                      .code = function->code,
                      .module = function->captured.kind == VALUE_OBJECT ? (Module *)function->captured.as.object : NULL,
                      .generator = generator,
                      .definer = &function->object,
                      .cell = function->home,
                      .handled = UNDEFINED };
}

static ScriptStatus bind_parameters (Frame *frame, ScriptFunction *function, const Arguments *arguments)
{
    const Function *code = function->code;
    Environment *environment = frame->environment;

    if (code->self)
        environment->slots[code->self->slot] = value_of_object (&function->object);
    if (code->arguments)
        environment->slots[code->arguments->slot] = arguments_object (frame->runtime, function, arguments);
    if (code->flags & FUNCTION_SIMPLE)
    {
        for (guint32 i = 0; i < code->parameter_count; i++)
            environment->slots[code->parameters[i].target->name.slot] =
                i < arguments->n ? arguments->items[i] : UNDEFINED;
        return SCRIPT_NORMAL;
    }
    return bind_pattern_parameters (frame, code, arguments);
}

ScriptStatus run_body (Frame *frame, Value *out)
{
    const Node *body = frame->code->body;
    ScriptStatus status;

    if (frame->code->flags & FUNCTION_EXPRESSION_BODY)
        return evaluate (frame, body, out);
    status = hoist (frame, &body->block.hoisted);
    if (status == SCRIPT_NORMAL)
        status = execute_list (frame, &body->block.statements);
    *out = UNDEFINED;
    if (status == SCRIPT_RETURN)
    {
        *out = frame->result;
        return SCRIPT_NORMAL;
    }
    return status;
}

ScriptStatus function_body (ScriptRuntime *runtime, ScriptFunction *function, Environment *environment, ThisBox *self,
                            Generator *generator, Value *out)
{
    Frame frame;

    frame_init (&frame, runtime, function, environment, self, generator);
    return run_body (&frame, out);
}

typedef struct
{
    Frame frame;
    ThisBox self;
    ScriptPromise *promise;
    Coroutine *coroutine;
    gboolean stopped;
} AsyncRun;

static void settle (ScriptRuntime *runtime, ScriptPromise *promise, ScriptStatus status, Value value)
{
    if (status == SCRIPT_NORMAL)
        promise_resolve (runtime, promise, value, TRUE);
    else if (status == SCRIPT_THROW)
    {
        value = runtime->exception;
        runtime->exception = UNDEFINED;
        promise_reject (runtime, promise, value);
    }
}

static void run_async (ScriptRuntime *runtime, gpointer data)
{
    AsyncRun *run = data;
    Value value = UNDEFINED;
    ScriptStatus status = run_body (&run->frame, &value);

    /* A refusal stays pending: whoever resumed us sees it. */
    settle (runtime, run->promise, status, value);
}

static ScriptStatus call_async (Frame *frame, ScriptFunction *function, const Arguments *arguments, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptPromise *promise = promise_new (runtime);
    ScriptStatus status = bind_parameters (frame, function, arguments);
    Value value = UNDEFINED;
    Coroutine *coroutine;
    AsyncRun *run;

    *out = value_of_object (&promise->object);
    if (status == SCRIPT_NORMAL && (function->code->flags & FUNCTION_AWAITS))
    {
        run = script_alloc (runtime, sizeof *run);
        run->frame = *frame;
        run->self = *frame->self;
        if (!frame->self->kept)
            run->frame.self = &run->self;
        run->promise = promise;
        environment_keep (frame->environment);
        coroutine = coroutine_new (runtime, run_async, run);
        if (!coroutine)
            return SCRIPT_STOP;
        coroutine_resume (runtime, coroutine);
        return runtime->refusal ? SCRIPT_STOP : SCRIPT_NORMAL;
    }
    if (status == SCRIPT_NORMAL)
        status = run_body (frame, &value);
    settle (runtime, promise, status, value);
    return status == SCRIPT_STOP ? SCRIPT_STOP : SCRIPT_NORMAL;
}

/* A new object gets TypeScript's parameter properties, then the fields of its class. */
static ScriptStatus begin_instance (ScriptRuntime *runtime, const ThisBox *self)
{
    const Function *code = self->function->code;

    for (guint32 i = 0; code && i < code->parameter_count; i++)
        if (code->parameters[i].property)
        {
            const Node *target = code->parameters[i].target;
            ScriptStatus status = es_define (runtime, self->this_value.as.object, target->name.name,
                                             self->environment->slots[target->name.slot]);

            if (status != SCRIPT_NORMAL)
                return status;
        }
    return fields_initialise (runtime, self->function, self->this_value);
}

/* `this` of a function that is not strict is always an object. */
static Value sloppy_this (ScriptRuntime *runtime, Value receiver)
{
    ScriptObject *object;

    if (value_is_nullish (receiver))
        return value_of_object (runtime->global);
    if (receiver.kind == VALUE_OBJECT || receiver.kind == VALUE_EMPTY ||
        es_to_object (runtime, receiver, &object) != SCRIPT_NORMAL)
        return receiver;
    return value_of_object (object);
}

void environment_recycle (ScriptRuntime *runtime, Environment *environment)
{
    if (environment->kept || environment->size >= G_N_ELEMENTS (runtime->spare))
        return;
    environment->parent = runtime->spare[environment->size];
    runtime->spare[environment->size] = environment;
}

static ScriptStatus call_script (ScriptRuntime *runtime, ScriptFunction *function, Value receiver,
                                 const Arguments *arguments, Value new_target, ThisBox *box, Value *out)
{
    const Function *code = function->code;
    Frame frame;
    Environment *environment = environment_new (runtime, function->environment, code->scope);
    ThisBox *self = box;
    ScriptStatus status;

    if (function->outer)
        self = function->outer;
    else
        *box = (ThisBox){ receiver, function, new_target, environment, FALSE };
    if (!(code->flags & (FUNCTION_STRICT | FUNCTION_ARROW)) && code->file->language == LANGUAGE_ECMASCRIPT &&
        !function->outer)
        box->this_value = sloppy_this (runtime, receiver);
    frame_init (&frame, runtime, function, environment, self, NULL);
    if (code->flags & FUNCTION_GENERATOR)
    {
        status = bind_parameters (&frame, function, arguments);
        environment_keep (environment);
        if (status == SCRIPT_NORMAL)
            *out = generator_new (runtime, function, environment, frame.self);
    }
    else if (code->flags & FUNCTION_ASYNC)
        status = call_async (&frame, function, arguments, out);
    else
    {
        status = bind_parameters (&frame, function, arguments);
        if (status == SCRIPT_NORMAL && function->class && !function->class->derived)
            status = begin_instance (runtime, frame.self);
        if (status == SCRIPT_NORMAL)
            status = run_body (&frame, out);
    }
    if (self == box && frame.self != box)
        *box = *frame.self;
    environment_recycle (runtime, environment);
    return status;
}

static ScriptStatus call_native (ScriptRuntime *runtime, ScriptFunction *function, Value receiver,
                                 const Arguments *arguments, Value new_target, gboolean constructing, gboolean used,
                                 Value *out)
{
    const Node *node = runtime->node;
    ScriptCall call = { .runtime = runtime,
                        .receiver = receiver,
                        .data = function->data,
                        .captured = function->captured,
                        .arguments = arguments->items,
                        .n_arguments = arguments->n,
                        .names = arguments->names,
                        .named = arguments->named,
                        .n_named = arguments->n_named,
                        .result_used = used,
                        .constructing = constructing,
                        .new_target = new_target };
    ScriptStatus status;

    *out = UNDEFINED;
    status = function->native (&call, out);
    runtime->node = node;
    return status;
}

ScriptStatus function_call (ScriptRuntime *runtime, Value callee, Value receiver, const Arguments *arguments,
                            gboolean used, Value *out)
{
    ScriptFunction *function = value_function (callee);
    ScriptStatus status;
    ThisBox box;

    if (runtime->py)
        return py_call_value (runtime, callee, receiver, arguments, used, out);
    if (!function)
    {
        if (value_is_object (callee, OBJECT_HOST))
            return host_call (runtime, (HostObject *)callee.as.object, arguments, used, out);
        return script_throw (runtime, "TypeError", "%s is not a function", value_to_text (runtime, callee));
    }
    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    *out = UNDEFINED;
    if (function->member)
    {
        HostObject *host = value_host (receiver);

        if (!host || !host_object_data (receiver, function->member_class))
            status = script_refuse (runtime, "`%s` is called without its object", function->member->name);
        else
            status = host_call_member (runtime, host, function->member, arguments, used, out);
    }
    else if (function->class_only)
        status = script_throw (runtime, "TypeError", "Class constructor %s cannot be invoked without 'new'",
                               function->name->text);
    else if (function->native)
        status = call_native (runtime, function, receiver, arguments, UNDEFINED, FALSE, used, out);
    else
        status = call_script (runtime, function, receiver, arguments, UNDEFINED, &box, out);
    runtime_leave (runtime);
    return status;
}

ScriptStatus prototype_of_target (ScriptRuntime *runtime, Value new_target, ScriptObject *fallback,
                                  ScriptObject **prototype)
{
    Value value = UNDEFINED;
    ScriptStatus status = SCRIPT_NORMAL;

    if (new_target.kind == VALUE_OBJECT)
        status = es_get (runtime, new_target, runtime->known.prototype_, &value);
    *prototype = value.kind == VALUE_OBJECT ? value.as.object : fallback;
    return status;
}

static ScriptStatus construct_script (ScriptRuntime *runtime, ScriptFunction *function, const Arguments *arguments,
                                      Value new_target, Value *out)
{
    ClassInfo *class = function->class;
    Value this_value = EMPTY_VALUE;
    Value result = UNDEFINED;
    ScriptObject *prototype;
    ThisBox box;
    ScriptStatus status = SCRIPT_NORMAL;

    if (!class || !class->derived)
    {
        status = prototype_of_target (runtime, new_target, runtime->prototypes.object, &prototype);
        if (status != SCRIPT_NORMAL)
            return status;
        this_value = value_of_object (object_new (runtime, prototype));
        if (class && !function->code)
            status = fields_initialise (runtime, function, this_value);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    box = (ThisBox){ this_value, function, new_target, NULL, FALSE };
    if (function->code)
        status = call_script (runtime, function, this_value, arguments, new_target, &box, &result);
    else if (class->derived)
    {
        Value parent = function->object.prototype ? value_of_object (function->object.prototype) : UNDEFINED;

        status = function_construct (runtime, parent, arguments, new_target, &box.this_value);
        if (status == SCRIPT_NORMAL)
            status = fields_initialise (runtime, function, box.this_value);
    }
    if (status != SCRIPT_NORMAL)
        return status;
    if (class && class->derived && result.kind != VALUE_OBJECT && result.kind != VALUE_UNDEFINED)
        return script_throw (runtime, "TypeError", "Derived constructors may only return object or undefined");
    *out = result.kind == VALUE_OBJECT ? result : box.this_value;
    if (out->kind == VALUE_EMPTY)
        return script_throw (
            runtime, "ReferenceError",
            "Must call super constructor in derived class before accessing 'this' or returning from derived "
            "constructor");
    return SCRIPT_NORMAL;
}

ScriptStatus function_construct (ScriptRuntime *runtime, Value callee, const Arguments *arguments, Value new_target,
                                 Value *out)
{
    ScriptFunction *function = value_function (callee);
    ScriptStatus status;

    if (value_is_object (callee, OBJECT_HOST))
        return host_construct (runtime, (HostObject *)callee.as.object);
    if (!function || !function->constructs)
        return script_throw (runtime, "TypeError", "%s is not a constructor",
                             function ? function->name->text : value_to_text (runtime, callee));
    if (!runtime_enter (runtime))
        return SCRIPT_STOP;
    if (function->native)
        status = call_native (runtime, function, UNDEFINED, arguments, new_target, TRUE, TRUE, out);
    else
        status = construct_script (runtime, function, arguments, new_target, out);
    runtime_leave (runtime);
    return status;
}

/* The arguments of a call in an array: on the caller's stack when few and plain, else in the arena. */
#define FEW_ARGUMENTS 6

static ScriptStatus evaluate_arguments (Frame *frame, const NodeList *nodes, Value *few, Arguments *arguments)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptList *list = NULL;
    guint n = 0;

    *arguments = (Arguments){ 0 };
    for (guint32 i = 0; i < nodes->count && !list; i++)
        if (nodes->items[i]->kind == NODE_SPREAD || nodes->count > FEW_ARGUMENTS)
            list = list_new (runtime, NULL, 0);
    for (guint32 i = 0; i < nodes->count; i++)
    {
        const Node *node = nodes->items[i];
        Value value;
        Walk walk;
        ScriptStatus status;

        if (node->kind != NODE_SPREAD)
        {
            status = evaluate (frame, node, &value);
            if (status != SCRIPT_NORMAL)
                return status;
            if (list)
                list_append (runtime, list, value);
            else
                few[n++] = value;
            continue;
        }
        status = evaluate (frame, node->value, &value);
        runtime->node = node;
        if (status == SCRIPT_NORMAL)
            status = frame->semantics->iterate (runtime, value, &walk);
        while (status == SCRIPT_NORMAL)
        {
            status = iterate_next (runtime, &walk, &value);
            if (status != SCRIPT_NORMAL || walk.done)
                break;
            list_append (runtime, list, value);
        }
        if (status != SCRIPT_NORMAL)
            return status;
    }
    arguments->items = list ? list->items : few;
    arguments->n = list ? list->length : n;
    return SCRIPT_NORMAL;
}

/* super(...): constructs the parent, and what comes back is `this`. */
static ScriptStatus call_super (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptFunction *class = frame->self->function;
    Value few[FEW_ARGUMENTS];
    Arguments arguments;
    Value parent = class->object.prototype ? value_of_object (class->object.prototype) : NULL_VALUE;
    ScriptStatus status = evaluate_arguments (frame, &node->call.arguments, few, &arguments);

    if (status != SCRIPT_NORMAL)
        return status;
    runtime->node = node;
    status = function_construct (runtime, parent, &arguments, frame->self->new_target, out);
    if (status != SCRIPT_NORMAL)
        return status;
    if (frame->self->this_value.kind != VALUE_EMPTY)
        return script_throw (runtime, "ReferenceError", "Super constructor may only be called once");
    frame->self->this_value = *out;
    return begin_instance (runtime, frame->self);
}

/* A method of a host object that a script calls: without a function object in between. */
static ScriptStatus call_host_member (Frame *frame, const Node *node, Value receiver, Value *out, gboolean *is_host)
{
    ScriptRuntime *runtime = frame->runtime;
    const Node *callee = node->call.callee;
    HostObject *host = (HostObject *)receiver.as.object;
    const HostMember *member = host_class_find (host->class, callee->member.name->text);
    Value few[FEW_ARGUMENTS];
    Arguments arguments;
    ScriptStatus status;

    *is_host = member && member->kind != HOST_GETTER;
    if (!*is_host)
        return SCRIPT_NORMAL;
    status = evaluate_arguments (frame, &node->call.arguments, few, &arguments);
    runtime->node = node;
    if (status != SCRIPT_NORMAL || !runtime_enter (runtime))
        return status != SCRIPT_NORMAL ? status : SCRIPT_STOP;
    status = host_call_member (runtime, host, member, &arguments, !(node->flags & AST_DROPPED), out);
    runtime_leave (runtime);
    return status;
}

ScriptStatus evaluate_call (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    const Node *callee = node->call.callee;
    Value few[FEW_ARGUMENTS];
    Arguments arguments;
    Value receiver = UNDEFINED;
    Value function;
    ScriptStatus status;

    if (callee->kind == NODE_SUPER)
        return call_super (frame, node, out);
    if (callee->kind == NODE_MEMBER && callee->member.object->kind != NODE_SUPER && !(callee->flags & AST_PRIVATE))
    {
        gboolean is_host = FALSE;

        status = evaluate (frame, callee->member.object, &receiver);
        if (status != SCRIPT_NORMAL)
            return status;
        if (receiver.kind == VALUE_EMPTY || ((callee->flags & AST_OPTIONAL) && value_is_nullish (receiver)))
        {
            *out = EMPTY_VALUE;
            return SCRIPT_NORMAL;
        }
        if (value_is_object (receiver, OBJECT_HOST))
            status = call_host_member (frame, node, receiver, out, &is_host);
        if (is_host || status != SCRIPT_NORMAL)
            return status;
        runtime->node = callee;
        status = frame->semantics->get (runtime, receiver, callee->member.name, &function);
    }
    else
        status = evaluate_callee (frame, callee, &receiver, &function);
    if (status != SCRIPT_NORMAL)
        return status;
    if (function.kind == VALUE_EMPTY || ((node->flags & AST_OPTIONAL) && value_is_nullish (function)))
    {
        *out = EMPTY_VALUE;
        return SCRIPT_NORMAL;
    }
    status = evaluate_arguments (frame, &node->call.arguments, few, &arguments);
    if (status != SCRIPT_NORMAL)
        return status;
    runtime->node = node;
    if (!script_is_callable (function))
        return frame->semantics->not_callable (runtime, callee, function);
    return function_call (runtime, function, receiver, &arguments, !(node->flags & AST_DROPPED), out);
}

ScriptStatus evaluate_new (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    Value few[FEW_ARGUMENTS];
    Arguments arguments;
    Value class;
    ScriptStatus status = evaluate (frame, node->call.callee, &class);

    if (status == SCRIPT_NORMAL)
        status = evaluate_arguments (frame, &node->call.arguments, few, &arguments);
    if (status != SCRIPT_NORMAL)
        return status;
    runtime->node = node;
    if (!value_is_object (class, OBJECT_HOST) && (!value_function (class) || !value_function (class)->constructs))
    {
        const Node *callee = node->call.callee;

        return script_throw (runtime, "TypeError", "%.*s is not a constructor", (int)(callee->end - callee->start),
                             callee->file->text + callee->start);
    }
    return function_construct (runtime, class, &arguments, class, out);
}

ScriptStatus evaluate_tagged (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptList *cooked = list_new (runtime, NULL, 0);
    ScriptList *raw = list_new (runtime, NULL, 0);
    ScriptList *all = list_new (runtime, NULL, 0);
    Value receiver;
    Value function;
    Value value;
    ScriptStatus status = evaluate_callee (frame, node->tagged.tag, &receiver, &function);

    for (guint32 i = 0; i <= node->tagged.values.count; i++)
    {
        const Text *text = &node->tagged.cooked[i];

        list_append (runtime, cooked,
                     text->data ? value_of_string (string_borrow (runtime, text->data, text->length)) : UNDEFINED);
        text = &node->tagged.raw[i];
        list_append (runtime, raw, value_of_string (string_borrow (runtime, text->data, text->length)));
    }
    raw->object.fixed = cooked->object.fixed = raw->object.frozen = cooked->object.frozen = TRUE;
    object_define (runtime, &cooked->object, runtime->known.raw_, value_of_object (&raw->object), 0);
    list_append (runtime, all, value_of_object (&cooked->object));
    for (guint32 i = 0; status == SCRIPT_NORMAL && i < node->tagged.values.count; i++)
    {
        status = evaluate (frame, node->tagged.values.items[i], &value);
        list_append (runtime, all, value);
    }
    if (status != SCRIPT_NORMAL)
        return status;
    runtime->node = node;
    return function_call (runtime, function, receiver, &(Arguments){ .items = all->items, .n = all->length },
                          !(node->flags & AST_DROPPED), out);
}

ScriptStatus evaluate_await (Frame *frame, const Node *node, Value *out)
{
    Value value;
    ScriptStatus status = evaluate (frame, node->value, &value);

    if (status != SCRIPT_NORMAL)
        return status;
    frame->runtime->node = node;
    return promise_await (frame->runtime, value, !(node->flags & AST_DROPPED), out);
}

static Frame module_frame (ScriptRuntime *runtime, const ScriptFile *file, Module *module, Environment *environment,
                           ThisBox *self)
{
    if (!file->module)
        self->this_value = environment->slots[MODULE_SLOT_EXPORTS];
    environment->kept = TRUE;
    return (Frame){ .runtime = runtime,
                    .semantics = semantics_of (file),
                    .environment = environment,
                    .self = self,
                    .code = file->program,
                    .module = module,
                    .handled = UNDEFINED };
}

ScriptStatus module_hoist (ScriptRuntime *runtime, const ScriptFile *file, Module *module, Environment *environment)
{
    ThisBox self = { UNDEFINED, NULL, UNDEFINED, NULL, FALSE };
    Frame frame = module_frame (runtime, file, module, environment, &self);

    return hoist (&frame, &file->program->body->block.hoisted);
}

ScriptStatus module_run (ScriptRuntime *runtime, const ScriptFile *file, Module *module, Environment *environment)
{
    ThisBox self = { UNDEFINED, NULL, UNDEFINED, NULL, FALSE };
    Frame frame = module_frame (runtime, file, module, environment, &self);
    ScriptStatus status = execute_list (&frame, &file->program->body->block.statements);

    return status == SCRIPT_RETURN ? SCRIPT_NORMAL : status;
}
