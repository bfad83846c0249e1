/* The global object: what is no part of another object. */

#include "script/es_global.h"
#include "script/es_node.h"
#include "script/module.h"
#include "script/module_builtin.h"
#include "script/promise.h"

#include <math.h>

static ScriptStatus global_parse_int (ScriptCall *call, Value *out)
{
    ScriptString *text;
    gint32 radix;

    SCRIPT_TRY (es_argument_string (call, 0, &text));
    SCRIPT_TRY (es_to_int32 (call->runtime, call_argument (call, 1), &radix));
    *out = value_number (radix != 0 && (radix < 2 || radix > 36) ? NAN
                                                                 : number_parse_int (text->data, text->length, radix));
    return SCRIPT_NORMAL;
}

static ScriptStatus global_parse_float (ScriptCall *call, Value *out)
{
    ScriptString *text;

    SCRIPT_TRY (es_argument_string (call, 0, &text));
    *out = value_number (number_parse_float (text->data, text->length));
    return SCRIPT_NORMAL;
}

static ScriptStatus global_is_nan (ScriptCall *call, Value *out)
{
    double number;

    SCRIPT_TRY (es_to_number (call->runtime, call_argument (call, 0), &number));
    *out = value_boolean (isnan (number));
    return SCRIPT_NORMAL;
}

static ScriptStatus global_is_finite (ScriptCall *call, Value *out)
{
    double number;

    SCRIPT_TRY (es_to_number (call->runtime, call_argument (call, 0), &number));
    *out = value_boolean (isfinite (number));
    return SCRIPT_NORMAL;
}

static ScriptStatus global_structured_clone (ScriptCall *call, Value *out)
{
    if (call->n_arguments == 0)
        return script_throw (call->runtime, "TypeError", "The \"value\" argument must be specified");
    return clone_value (call->runtime, call->arguments[0], out);
}

static ScriptStatus global_queue_microtask (ScriptCall *call, Value *out)
{
    Value callback = call_argument (call, 0);

    (void)out;
    if (!script_is_callable (callback))
        return node_throw_argument (call->runtime, "\"callback\" argument", "of type function", callback);
    jobs_add_call (call->runtime, FALSE, callback, NULL, 0);
    return SCRIPT_NORMAL;
}

/* What Node has and a sandbox can't or need not: refused where it is used, and not before. */
static void define_out_of_reach (ScriptRuntime *runtime)
{
    static const struct
    {
        const char *name;
        const char *reason;
    } missing[] = {
        { "eval", "running a text as a program (eval) is out of reach" },
        { "Proxy", "Proxy is out of reach" },
        { "Intl", "Intl is out of reach" },
        { "fetch", "the script reaches for the network (fetch)" },
        { "WebAssembly", "WebAssembly is out of reach" },
        { "SharedArrayBuffer", "SharedArrayBuffer is out of reach" },
        { "Atomics", "Atomics is out of reach" },
        { "ArrayBuffer", "ArrayBuffer is out of reach" },
        { "DataView", "DataView is out of reach" },
        { "Int8Array", "Int8Array is out of reach" },
        { "Uint8ClampedArray", "Uint8ClampedArray is out of reach" },
        { "Int16Array", "Int16Array is out of reach" },
        { "Uint16Array", "Uint16Array is out of reach" },
        { "Int32Array", "Int32Array is out of reach" },
        { "Uint32Array", "Uint32Array is out of reach" },
        { "Float32Array", "Float32Array is out of reach" },
        { "Float64Array", "Float64Array is out of reach" },
        { "BigInt64Array", "BigInt64Array is out of reach" },
        { "BigUint64Array", "BigUint64Array is out of reach" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (missing); i++)
        object_define (runtime, runtime->global, intern (runtime, missing[i].name, -1),
                       host_missing_new (runtime, missing[i].reason), PROPERTY_HIDDEN);
}

/* Number.parseInt is parseInt itself, and parseFloat too. */
static void share_with_number (ScriptRuntime *runtime, const char *name)
{
    const Name *key = intern (runtime, name, -1);
    Property *number = object_find_own (runtime->global, intern (runtime, "Number", -1));

    object_define (runtime, number->value.as.object, key, object_find_own (runtime->global, key)->value,
                   PROPERTY_HIDDEN);
}

void es_setup_global (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "parseInt", 2, global_parse_int },
                                             { "parseFloat", 1, global_parse_float },
                                             { "isNaN", 1, global_is_nan },
                                             { "isFinite", 1, global_is_finite },
                                             { "structuredClone", 1, global_structured_clone },
                                             { "queueMicrotask", 1, global_queue_microtask },
                                             { NULL, 0, NULL } };
    ScriptObject *global = runtime->global;
    Value itself = value_of_object (global);

    natives_define (runtime, global, functions);
    share_with_number (runtime, "parseInt");
    share_with_number (runtime, "parseFloat");
    object_define (runtime, global, intern (runtime, "undefined", -1), UNDEFINED, 0);
    object_define (runtime, global, intern (runtime, "NaN", -1), value_number (NAN), 0);
    object_define (runtime, global, intern (runtime, "Infinity", -1), value_number (INFINITY), 0);
    object_define (runtime, global, intern (runtime, "globalThis", -1), itself, PROPERTY_HIDDEN);
    object_define (runtime, global, intern (runtime, "global", -1), itself, PROPERTY_HIDDEN);
    object_define (runtime, global, intern (runtime, "crypto", -1), module_web_crypto (runtime), PROPERTY_HIDDEN);
    module_process (runtime);
    es_setup_url (runtime);
    define_out_of_reach (runtime);
    es_setup_uri (runtime);
    es_setup_timers (runtime);
    es_setup_reflect (runtime);
}
