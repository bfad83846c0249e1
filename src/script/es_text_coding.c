/* TextEncoder, TextDecoder, atob and btoa. */

#include "script/es_bytes.h"
#include "script/es_node.h"

#include <string.h>

#define INVALID_CHARACTER 5 /* of DOMException */

static ScriptStatus encoder_constructor (ScriptCall *call, Value *out)
{
    ScriptObject *prototype = call->captured.as.object;

    if (!call->constructing)
        return script_throw (call->runtime, "TypeError",
                             "Class constructor TextEncoder cannot be invoked without 'new'");
    SCRIPT_TRY (prototype_of_target (call->runtime, call->new_target, prototype, &prototype));
    *out = value_of_object (object_new (call->runtime, prototype));
    return SCRIPT_NORMAL;
}

static ScriptStatus encoder_encode (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptString *string;
    ScriptBytes *bytes;
    const char *text = "";
    gsize length = 0;

    if (call_argument (call, 0).kind != VALUE_UNDEFINED)
    {
        SCRIPT_TRY (es_argument_string (call, 0, &string));
        text = value_to_bytes (runtime, value_of_string (string), &length);
    }
    bytes = bytes_new (runtime, text, length);
    bytes->object.prototype = runtime->prototypes.bytes->prototype;
    *out = value_of_object (&bytes->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus encoding_name (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, "utf-8", -1);
    return SCRIPT_NORMAL;
}

/* A decoder keeps whether it is strict in a property that scripts don't list. */
static const char fatal_name[] = { NAME_PRIVATE_BYTE, 'f', 'a', 't', 'a', 'l' };
static const char keeps_mark_name[] = { NAME_PRIVATE_BYTE, 'b', 'o', 'm' };

static gboolean flag_of (ScriptCall *call, const char *name, gsize length)
{
    const Property *property =
        call->receiver.kind == VALUE_OBJECT
            ? object_find_own (call->receiver.as.object, intern (call->runtime, name, (gssize)length))
            : NULL;

    return property && value_is_truthy (property->value);
}

static ScriptStatus keep_flag (ScriptCall *call, const char *option, const char *name, gsize length, Value decoder)
{
    Value options = call_argument (call, 1);
    Value value = UNDEFINED;

    if (options.kind == VALUE_OBJECT)
        SCRIPT_TRY (script_member (call->runtime, options, option, &value));
    object_define (call->runtime, decoder.as.object, intern (call->runtime, name, (gssize)length),
                   value_boolean (value_is_truthy (value)), 0);
    return SCRIPT_NORMAL;
}

static ScriptStatus decoder_constructor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptObject *prototype = call->captured.as.object;
    const char *label = "utf-8";
    BytesEncoding encoding;

    if (!call->constructing)
        return script_throw (runtime, "TypeError", "Class constructor TextDecoder cannot be invoked without 'new'");
    if (call_argument (call, 0).kind != VALUE_UNDEFINED)
        label = value_to_text (runtime, call->arguments[0]);
    if (!encoding_by_name (label, &encoding))
        return node_throw (runtime, "RangeError", "ERR_ENCODING_NOT_SUPPORTED", "The \"%s\" encoding is not supported",
                           label);
    if (encoding != ENCODING_UTF8)
        return script_refuse (runtime, "a TextDecoder for %s is out of reach", label);
    SCRIPT_TRY (prototype_of_target (runtime, call->new_target, prototype, &prototype));
    *out = value_of_object (object_new (runtime, prototype));
    SCRIPT_TRY (keep_flag (call, "fatal", fatal_name, sizeof fatal_name, *out));
    return keep_flag (call, "ignoreBOM", keeps_mark_name, sizeof keeps_mark_name, *out);
}

static ScriptStatus decoder_decode (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value value = call_argument (call, 0);
    ScriptBytes *bytes = value_bytes (value);
    gboolean wrong = FALSE;
    gsize skipped = 0;

    *out = value_string (runtime, "", 0);
    if (value.kind == VALUE_UNDEFINED)
        return SCRIPT_NORMAL;
    if (!bytes)
        return node_throw_argument (runtime, "\"list\" argument",
                                    "an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView", value);
    if (bytes->length >= 3 && memcmp (bytes->data, "\xef\xbb\xbf", 3) == 0 &&
        !flag_of (call, keeps_mark_name, sizeof keeps_mark_name))
        skipped = 3;
    SCRIPT_TRY (bytes_decode (runtime, bytes->data + skipped, bytes->length - skipped, ENCODING_UTF8, &wrong, out));
    if (wrong && flag_of (call, fatal_name, sizeof fatal_name))
        return node_throw (runtime, "TypeError", "ERR_ENCODING_INVALID_ENCODED_DATA",
                           "The encoded data was not valid for encoding utf-8");
    return SCRIPT_NORMAL;
}

static ScriptStatus decoder_fatal (ScriptCall *call, Value *out)
{
    *out = value_boolean (flag_of (call, fatal_name, sizeof fatal_name));
    return SCRIPT_NORMAL;
}

static ScriptStatus decoder_ignore_bom (ScriptCall *call, Value *out)
{
    *out = value_boolean (flag_of (call, keeps_mark_name, sizeof keeps_mark_name));
    return SCRIPT_NORMAL;
}

static ScriptStatus invalid_character (ScriptRuntime *runtime, const char *message)
{
    Value error = script_error_new (runtime, "Error", message);

    object_define (runtime, error.as.object, runtime->known.name_, value_string (runtime, "InvalidCharacterError", -1),
                   PROPERTY_HIDDEN);
    object_define (runtime, error.as.object, runtime->known.code_, value_number (INVALID_CHARACTER), PROPERTY_HIDDEN);
    return script_throw_value (runtime, error);
}

static ScriptStatus global_btoa (ScriptCall *call, Value *out)
{
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    ScriptString *string;

    SCRIPT_TRY (es_argument_string (call, 0, &string));
    for (guint32 i = 0; i < string_units (string); i++)
        if (string_unit_at (string, i) > 0xff)
            return invalid_character (call->runtime, "Invalid character");
    bytes_encode (call->runtime, bytes, string, ENCODING_LATIN1);
    return bytes_decode (call->runtime, bytes->data, bytes->len, ENCODING_BASE64, NULL, out);
}

/* Whether TEXT is base64 as HTML's "forgiving" form has it: white space and missing padding are. */
static gboolean is_base64 (const ScriptString *text)
{
    gsize n = 0;
    gsize padding = 0;

    for (guint32 i = 0; i < text->length; i++)
    {
        char c = text->data[i];

        if (c && strchr (" \t\n\f\r", c))
            continue;
        if (c == '=')
            padding++;
        else if (padding || !(g_ascii_isalnum (c) || c == '+' || c == '/'))
            return FALSE;
        else
            n++;
    }
    return n % 4 != 1 && (padding == 0 || (padding <= 2 && (n + padding) % 4 == 0));
}

static ScriptStatus global_atob (ScriptCall *call, Value *out)
{
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    ScriptString *string;

    SCRIPT_TRY (es_argument_string (call, 0, &string));
    if (!is_base64 (string))
        return invalid_character (call->runtime, "The string to be decoded is not correctly encoded.");
    bytes_encode (call->runtime, bytes, string, ENCODING_BASE64);
    return bytes_decode (call->runtime, bytes->data, bytes->len, ENCODING_LATIN1, NULL, out);
}

void es_setup_text_coding (ScriptRuntime *runtime)
{
    static const NativeEntry encoder[] = { { "encode", 0, encoder_encode },
                                           { "get encoding", 0, encoding_name },
                                           { NULL, 0, NULL } };
    static const NativeEntry decoder[] = { { "decode", 0, decoder_decode },
                                           { "get encoding", 0, encoding_name },
                                           { "get fatal", 0, decoder_fatal },
                                           { "get ignoreBOM", 0, decoder_ignore_bom },
                                           { NULL, 0, NULL } };
    static const NativeEntry functions[] = { { "atob", 1, global_atob },
                                             { "btoa", 1, global_btoa },
                                             { NULL, 0, NULL } };
    ScriptObject *encoders = object_new (runtime, runtime->prototypes.object);
    ScriptObject *decoders = object_new (runtime, runtime->prototypes.object);

    natives_define_class (runtime, "TextEncoder", 0, encoder_constructor, encoders, encoder, NULL)->captured =
        value_of_object (encoders);
    natives_define_class (runtime, "TextDecoder", 0, decoder_constructor, decoders, decoder, NULL)->captured =
        value_of_object (decoders);
    natives_define (runtime, runtime->global, functions);
}
