#include "script/host.h"
#include "script/es.h"
#include "script/promise.h"
#include "script/py_internal.h"

#include <string.h>

const HostMember *host_class_find (const HostClass *class, const char *name)
{
    for (; class; class = class->base)
        for (const HostMember *member = class->members; member && member->name; member++)
            if (strcmp (member->name, name) == 0)
                return member;
    return NULL;
}

/* Edits that turn A into B, a swap of neighbours being one; gives up beyond 3. */
static guint distance (const char *a, const char *b)
{
    gsize n = strlen (a);
    gsize m = strlen (b);
    guint rows[3][64];

    if (n >= 63 || m >= 63)
        return 99;
    for (gsize j = 0; j <= m; j++)
        rows[0][j] = (guint)j;
    for (gsize i = 1; i <= n; i++)
    {
        guint *row = rows[i % 3];
        const guint *above = rows[(i + 2) % 3];

        row[0] = (guint)i;
        for (gsize j = 1; j <= m; j++)
        {
            guint cost = g_ascii_tolower (a[i - 1]) != g_ascii_tolower (b[j - 1]);

            row[j] = MIN (MIN (above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = MIN (row[j], rows[(i + 1) % 3][j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

const char *host_class_suggest (const HostClass *class, const char *name)
{
    const char *best = NULL;
    guint least = MIN (3, 1 + (guint)strlen (name) / 4);

    for (; class; class = class->base)
        for (const HostMember *member = class->members; member && member->name; member++)
        {
            guint edits = distance (name, member->name);

            if (edits <= least && !member->refused)
            {
                best = member->name;
                least = edits - (edits > 0);
            }
        }
    return best;
}

Value host_object_new (ScriptRuntime *runtime, const HostClass *class, gpointer data)
{
    HostObject *object = object_alloc (runtime, OBJECT_HOST, runtime->prototypes.host, sizeof *object);

    object->class = class;
    object->data = data;
    if (runtime->py)
        object->object.prototype = py_host_class (runtime, class).as.object;
    if (class->release && data)
        g_ptr_array_add (runtime->released, object);
    return value_of_object (&object->object);
}

void host_object_set_data (ScriptRuntime *runtime, Value value, gpointer data)
{
    HostObject *object = (HostObject *)value.as.object;

    if (object->class->release && data && !object->data)
        g_ptr_array_add (runtime->released, object);
    object->data = data;
}

gpointer host_object_data (Value value, const HostClass *class)
{
    if (!value_is_object (value, OBJECT_HOST))
        return NULL;
    for (const HostClass *one = ((HostObject *)value.as.object)->class; one; one = one->base)
        if (one == class)
            return ((HostObject *)value.as.object)->data;
    return NULL;
}

static ScriptCall call_on (ScriptRuntime *runtime, HostObject *object, const Arguments *arguments, gboolean used)
{
    return (ScriptCall){ .runtime = runtime,
                         .receiver = value_of_object (&object->object),
                         .data = object->data,
                         .captured = UNDEFINED,
                         .arguments = arguments->items,
                         .n_arguments = arguments->n,
                         .names = arguments->names,
                         .named = arguments->named,
                         .n_named = arguments->n_named,
                         .result_used = used,
                         .new_target = UNDEFINED };
}

/* The value or exception of a HOST_ASYNC member, in a promise. */
static ScriptStatus into_promise (ScriptRuntime *runtime, ScriptStatus status, Value *out)
{
    if (status == SCRIPT_NORMAL)
        *out = script_promise_resolved (runtime, *out);
    else if (status == SCRIPT_THROW)
    {
        Value reason = runtime->exception;

        runtime->exception = UNDEFINED;
        *out = script_promise_rejected (runtime, reason);
    }
    return status == SCRIPT_STOP ? SCRIPT_STOP : SCRIPT_NORMAL;
}

ScriptStatus host_call_member (ScriptRuntime *runtime, HostObject *object, const HostMember *member,
                               const Arguments *arguments, gboolean used, Value *out)
{
    const Node *node = runtime->node;
    ScriptCall call = call_on (runtime, object, arguments, used);
    guint least = runtime->py ? 0 : member->least; /* Python's functions say themselves what they miss */
    guint most = runtime->py ? HOST_ANY_NUMBER : member->most;
    ScriptStatus status;

    *out = UNDEFINED;
    if (member->refused)
        return script_refuse (runtime, "`%s` of %s is out of reach: %s", member->name, object->class->name,
                              member->refused);
    if (arguments->n < least)
        return script_refuse (runtime, "`%s` of %s needs at least %u argument%s", member->name, object->class->name,
                              member->least, member->least == 1 ? "" : "s");
    if (most != HOST_ANY_NUMBER && arguments->n > most)
        return script_refuse (runtime, "`%s` of %s takes at most %u argument%s", member->name, object->class->name,
                              member->most, member->most == 1 ? "" : "s");
    status = member->function (&call, out);
    runtime->node = node;
    return member->kind == HOST_ASYNC ? into_promise (runtime, status, out) : status;
}

ScriptStatus host_call (ScriptRuntime *runtime, HostObject *object, const Arguments *arguments, gboolean used,
                        Value *out)
{
    const Node *node = runtime->node;
    ScriptCall call = call_on (runtime, object, arguments, used);
    ScriptStatus status;

    *out = UNDEFINED;
    if (!object->class->call)
        return script_throw (runtime, "TypeError", "%s is not a function", object->class->name);
    status = object->class->call (&call, out);
    runtime->node = node;
    return status;
}

gboolean host_is_thenable (Value value)
{
    return value_is_object (value, OBJECT_HOST) && ((HostObject *)value.as.object)->class->run;
}

ScriptStatus host_run (ScriptRuntime *runtime, HostObject *object, gboolean used, Value *out)
{
    ScriptCall call = call_on (runtime, object, &(Arguments){ 0 }, used);

    *out = UNDEFINED;
    return object->class->run (&call, out);
}

/* then, catch and finally of a thenable: it runs, and its promise takes over. */
static ScriptStatus promise_method (ScriptCall *call, const Name *name, gboolean used, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptPromise *promise = promise_of (runtime, call->receiver, used);

    return es_call_method (runtime, value_of_object (&promise->object), name, call->arguments, call->n_arguments, out);
}

/* Can FUNCTION, given to `then`, look at the value? Not one of the script that has no parameters. */
static gboolean takes_value (Value function)
{
    const ScriptFunction *callback = value_function (function);

    return !callback || !callback->code || callback->code->parameter_count > 0 || callback->code->arguments;
}

static ScriptStatus host_then (ScriptCall *call, Value *out)
{
    return promise_method (call, intern (call->runtime, "then", -1), takes_value (call_argument (call, 0)), out);
}

static ScriptStatus host_catch (ScriptCall *call, Value *out)
{
    return promise_method (call, intern (call->runtime, "catch", -1), TRUE, out);
}

static ScriptStatus host_finally (ScriptCall *call, Value *out)
{
    return promise_method (call, intern (call->runtime, "finally", -1), TRUE, out);
}

ScriptStatus host_unknown_member (ScriptRuntime *runtime, HostObject *object, const Name *name)
{
    const char *meant = host_class_suggest (object->class, name->text);

    if (meant)
        return script_refuse (runtime, "%s has no member `%s`; did you mean `%s`?", object->class->name, name->text,
                              meant);
    return script_refuse (runtime, "%s has no member `%s`", object->class->name, name->text);
}

ScriptStatus host_get_by_hook (ScriptRuntime *runtime, HostObject *object, const Name *name, Value *out)
{
    Value argument = value_of_name (runtime, name);
    ScriptCall call = call_on (runtime, object, &(Arguments){ .items = &argument, .n = 1 }, TRUE);

    *out = EMPTY_VALUE;
    return object->class->get ? object->class->get (&call, out) : SCRIPT_NORMAL;
}

Value host_member_function (ScriptRuntime *runtime, const HostClass *class, const HostMember *member, const Name *name)
{
    ScriptFunction *function = object_alloc (runtime, OBJECT_FUNCTION, runtime->prototypes.function, sizeof *function);

    function->runtime = runtime;
    function->name = name;
    function->arity = member->least;
    function->member = member;
    function->member_class = class;
    function->is_method = TRUE;
    return value_of_object (&function->object);
}

ScriptStatus host_find (ScriptRuntime *runtime, HostObject *object, const Name *name, Value *out)
{
    const HostMember *member = host_class_find (object->class, name->text);
    Property *property = object_find_own (&object->object, name);

    *out = EMPTY_VALUE;
    if (member && member->refused)
        return script_refuse (runtime, "`%s` of %s is out of reach: %s", member->name, object->class->name,
                              member->refused);
    if (member && member->kind == HOST_GETTER)
        return host_call_member (runtime, object, member, &(Arguments){ 0 }, TRUE, out);
    if (member && member->kind == HOST_CLASS)
        *out = py_host_class (runtime, member->gives);
    else if (member && member->kind != HOST_MODULE)
        *out = host_member_function (runtime, object->class, member, name);
    else if (property)
        *out = property->value;
    else if (member)
    {
        *out = host_object_new (runtime, member->gives, object->data);
        object_define (runtime, &object->object, name, *out, PROPERTY_ORDINARY);
    }
    return SCRIPT_NORMAL;
}

ScriptStatus host_get (ScriptRuntime *runtime, HostObject *object, const Name *name, Value *out)
{
    Property *property;
    ScriptStatus status = host_find (runtime, object, name, out);

    if (status != SCRIPT_NORMAL || out->kind != VALUE_EMPTY)
        return status;
    if (!name_is_symbol (name))
    {
        status = host_get_by_hook (runtime, object, name, out);
        if (status != SCRIPT_NORMAL || out->kind != VALUE_EMPTY)
            return status;
        if (object->class->run)
        {
            property = object_find_own (runtime->prototypes.host, name);
            *out = property ? property->value : UNDEFINED;
            if (property)
                return SCRIPT_NORMAL;
        }
    }
    *out = UNDEFINED;
    if (object->class->open || name_is_symbol (name) || name == runtime->known.then_ ||
        name == runtime->known.toJSON_ || name == runtime->known.__esModule_ || name == runtime->known.default_ ||
        name == runtime->known.constructor_)
        return SCRIPT_NORMAL;
    return host_unknown_member (runtime, object, name);
}

ScriptStatus host_set (ScriptRuntime *runtime, HostObject *object, const Name *name, Value value)
{
    Value arguments[2] = { value_of_name (runtime, name), value };
    ScriptCall call = call_on (runtime, object, &(Arguments){ .items = arguments, .n = 2 }, FALSE);
    Value ignored;

    if (object->class->set)
        return object->class->set (&call, &ignored);
    if (!object->class->open)
        return script_refuse (runtime, "`%s` of %s can't be set", name->text, object->class->name);
    object_define (runtime, &object->object, name, value, PROPERTY_ORDINARY);
    return SCRIPT_NORMAL;
}

/* What could not be imported: members of it can be named (a destructured import that is never called), but not used. */

static ScriptStatus missing_used (ScriptCall *call, Value *out)
{
    (void)out;
    return script_refuse (call->runtime, "%s", (const char *)call->data);
}

static ScriptStatus missing_get (ScriptCall *call, Value *out)
{
    const char *name = call->runtime->py ? value_to_text (call->runtime, call->arguments[0]) : NULL;

    *out = host_missing_named (call->runtime, name, call->data);
    return SCRIPT_NORMAL;
}

static const HostClass missing_class = {
    .name = "an import that could not be resolved",
    .summary = "",
    .get = missing_get,
    .set = missing_used,
    .call = missing_used,
    .iterate = missing_used,
};

const char *host_missing_reason (Value value)
{
    const HostObject *object = value_host (value);

    return object && object->class == &missing_class ? object->data : NULL;
}

ScriptStatus host_refuse_plain (ScriptRuntime *runtime, Value value)
{
    const char *reason = host_missing_reason (value);

    if (reason)
        return script_refuse (runtime, "%s", reason);
    return script_refuse (runtime, "%s is used as a plain value", value_host (value)->class->name);
}

Value host_missing_new (ScriptRuntime *runtime, const char *reason)
{
    return host_object_new (runtime, &missing_class, (gpointer)reason);
}

Value host_missing_named (ScriptRuntime *runtime, const char *name, const char *reason)
{
    const ScriptHooks *hooks = &runtime->hooks;
    Value value;

    if (name && hooks->stand_in && hooks->stand_in (hooks->user_data, runtime, name, &value))
        return value;
    return host_missing_new (runtime, reason);
}

ScriptStatus host_check_plain (ScriptRuntime *runtime, Value value)
{
    const HostObject *host = value_host (value);

    return host && !host->class->open ? host_refuse_plain (runtime, value) : SCRIPT_NORMAL;
}

ScriptStatus host_construct (ScriptRuntime *runtime, HostObject *object)
{
    const char *reason = host_missing_reason (value_of_object (&object->object));

    if (reason)
        return script_refuse (runtime, "%s", reason);
    return script_refuse (runtime, "`new` of %s is out of reach", object->class->name);
}

void hosts_setup (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = {
        { "then", 2, host_then }, { "catch", 1, host_catch }, { "finally", 1, host_finally }, { NULL, 0, NULL }
    };

    natives_define (runtime, runtime->prototypes.host, members);
}
