/* node:crypto as far as digests and chance go, and the uuid package. */

#include "script/es_node.h"
#include "script/module_builtin.h"
#include "script/py_library.h"

#include <math.h>
#include <string.h>

typedef struct
{
    const char *text;
    gsize length;
} Piece;

static Value new_uuid (ScriptRuntime *runtime)
{
    guint8 b[16];

    runtime_random (runtime, b, sizeof b);
    b[6] = (guint8)((b[6] & 0x0f) | 0x40);
    b[8] = (guint8)((b[8] & 0x3f) | 0x80);
    return value_string_printf (runtime, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0],
                                b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
                                b[15]);
}

static ScriptStatus crypto_random_uuid (ScriptCall *call, Value *out)
{
    *out = new_uuid (call->runtime);
    return SCRIPT_NORMAL;
}

static ScriptStatus crypto_random_bytes (ScriptCall *call, Value *out)
{
    ScriptBytes *bytes;
    double n;
    ScriptStatus status = es_to_integer (call->runtime, call_argument (call, 0), &n);

    if (status != SCRIPT_NORMAL)
        return status;
    if (!(n >= 0 && n <= 1 << 20))
        return script_throw (call->runtime, "RangeError", "The value of \"size\" is out of range.");
    bytes = bytes_new (call->runtime, NULL, (gsize)n);
    runtime_random (call->runtime, bytes->data, bytes->length);
    *out = value_of_object (&bytes->object);
    return SCRIPT_NORMAL;
}

/* crypto.randomInt (max), (min, max). A callback is out of reach. */
static ScriptStatus crypto_random_int (ScriptCall *call, Value *out)
{
    double least = 0;
    double bound;
    guint8 bytes[6];
    double chance = 0;

    SCRIPT_TRY (es_to_number (call->runtime, call_argument (call, call->n_arguments > 1 ? 1 : 0), &bound));
    if (call->n_arguments > 1)
        SCRIPT_TRY (es_to_number (call->runtime, call->arguments[0], &least));
    if (!(least < bound && bound - least < 281474976710656.0))
        return node_throw_range (call->runtime, "\"max\"", "greater than the value of \"min\"", value_number (bound));
    runtime_random (call->runtime, bytes, sizeof bytes);
    for (gsize i = 0; i < sizeof bytes; i++)
        chance = chance * 256 + bytes[i];
    *out = value_number (least + floor (chance / 281474976710656.0 * (bound - least)));
    return SCRIPT_NORMAL;
}

static ScriptStatus crypto_get_random_values (ScriptCall *call, Value *out)
{
    ScriptBytes *bytes = value_bytes (call_argument (call, 0));

    if (!bytes)
        return script_refuse (call->runtime, "random values other than bytes are out of reach");
    runtime_random (call->runtime, bytes->data, bytes->length);
    *out = call->arguments[0];
    return SCRIPT_NORMAL;
}

/* A hash or HMAC keeps its kind, its key and what it was fed as a Buffer; the digest is made of it at the end. */
static ScriptStatus hash_update (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptBytes *fed = value_bytes (script_peek (runtime, call->receiver, "_data"));
    Value value = call_argument (call, 0);
    Piece piece = { NULL, 0 };
    ScriptBytes *all;

    if (!fed)
        return script_throw (runtime, "TypeError", "Illegal invocation");
    if (value_bytes (value))
        piece = (Piece){ (const char *)value_bytes (value)->data, value_bytes (value)->length };
    else if (value.kind == VALUE_STRING)
        piece.text = value_to_bytes (runtime, value, &piece.length);
    else
        return script_throw (runtime, "TypeError",
                             "The \"data\" argument must be of type string or an instance of Buffer.");
    if (!runtime_reserve (runtime, fed->length + piece.length))
        return SCRIPT_STOP;
    all = bytes_new (runtime, NULL, fed->length + piece.length);
    if (fed->length)
        memcpy (all->data, fed->data, fed->length);
    if (piece.length)
        memcpy (all->data + fed->length, piece.text, piece.length);
    object_define (runtime, call->receiver.as.object, intern (runtime, "_data", -1), value_of_object (&all->object),
                   PROPERTY_WRITABLE);
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

gboolean digest_kind (const char *name, GChecksumType *kind)
{
    static const struct
    {
        const char *name;
        GChecksumType kind;
    } kinds[] = { { "md5", G_CHECKSUM_MD5 },
                  { "sha1", G_CHECKSUM_SHA1 },
                  { "sha256", G_CHECKSUM_SHA256 },
                  { "sha384", G_CHECKSUM_SHA384 },
                  { "sha512", G_CHECKSUM_SHA512 } };

    for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (g_ascii_strcasecmp (name, kinds[i].name) == 0)
        {
            *kind = kinds[i].kind;
            return TRUE;
        }
    return FALSE;
}

void digest_bytes (GChecksumType kind, const guint8 *key, gsize key_length, const guint8 *data, gsize data_length,
                   guint8 *digest, gsize *length)
{
    if (key)
    {
        GHmac *hmac = g_hmac_new (kind, key, key_length);

        g_hmac_update (hmac, data, (gssize)data_length);
        g_hmac_get_digest (hmac, digest, length);
        g_hmac_unref (hmac);
    }
    else
    {
        g_autoptr (GChecksum) checksum = g_checksum_new (kind);

        g_checksum_update (checksum, data, (gssize)data_length);
        g_checksum_get_digest (checksum, digest, length);
    }
}

static ScriptStatus hash_digest (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptBytes *fed = value_bytes (script_peek (runtime, call->receiver, "_data"));
    ScriptBytes *key = value_bytes (script_peek (runtime, call->receiver, "_key"));
    GChecksumType kind = G_CHECKSUM_SHA256;
    guint8 digest[64];
    gsize length = sizeof digest;
    Value bytes;

    if (!fed || !digest_kind (value_to_text (runtime, script_peek (runtime, call->receiver, "_kind")), &kind))
        return script_throw (runtime, "TypeError", "Illegal invocation");
    digest_bytes (kind, key ? key->data : NULL, key ? key->length : 0, fed->data, fed->length, digest, &length);
    bytes = value_of_object (&bytes_new (runtime, digest, length)->object);
    if (call->n_arguments == 0)
    {
        *out = bytes;
        return SCRIPT_NORMAL;
    }
    return es_call_method (runtime, bytes, runtime->known.toString_, call->arguments, 1, out);
}

static ScriptStatus new_hash (ScriptCall *call, gboolean with_key, Value *out)
{
    static const NativeEntry methods[] = { { "update", 1, hash_update },
                                           { "digest", 1, hash_digest },
                                           { NULL, 0, NULL } };
    ScriptRuntime *runtime = call->runtime;
    const char *name = value_to_text (runtime, call_argument (call, 0));
    GChecksumType kind;
    Value key = call_argument (call, 1);

    if (!digest_kind (name, &kind))
        return script_refuse (runtime, "the digest %s is out of reach", name);
    *out = script_object_new (runtime);
    natives_define (runtime, out->as.object, methods);
    object_define (runtime, out->as.object, intern (runtime, "_kind", -1), value_string (runtime, name, -1), 0);
    object_define (runtime, out->as.object, intern (runtime, "_data", -1),
                   value_of_object (&bytes_new (runtime, NULL, 0)->object), PROPERTY_WRITABLE);
    if (with_key)
    {
        gsize length = 0;
        const char *text = value_bytes (key) ? NULL : value_to_bytes (runtime, key, &length);

        object_define (runtime, out->as.object, intern (runtime, "_key", -1),
                       value_bytes (key) ? key : value_of_object (&bytes_new (runtime, text, length)->object), 0);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus crypto_create_hash (ScriptCall *call, Value *out)
{
    return new_hash (call, FALSE, out);
}

static ScriptStatus crypto_create_hmac (ScriptCall *call, Value *out)
{
    return new_hash (call, TRUE, out);
}

Value module_web_crypto (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "randomUUID", 0, crypto_random_uuid },
                                             { "getRandomValues", 1, crypto_get_random_values },
                                             { NULL, 0, NULL } };
    Value crypto = script_object_new (runtime);

    natives_define (runtime, crypto.as.object, functions);
    script_set (runtime, crypto, "subtle", host_missing_new (runtime, "crypto.subtle is out of reach"));
    return crypto;
}

Value module_crypto (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "randomUUID", 0, crypto_random_uuid },
                                             { "randomBytes", 1, crypto_random_bytes },
                                             { "randomInt", 2, crypto_random_int },
                                             { "getRandomValues", 1, crypto_get_random_values },
                                             { "createHash", 1, crypto_create_hash },
                                             { "createHmac", 2, crypto_create_hmac },
                                             { NULL, 0, NULL } };
    Value crypto = script_object_new (runtime);

    natives_define (runtime, crypto.as.object, functions);
    return crypto;
}

static ScriptStatus uuid_v4 (ScriptCall *call, Value *out)
{
    return crypto_random_uuid (call, out);
}

static ScriptStatus uuid_validate (ScriptCall *call, Value *out)
{
    Value value = call_argument (call, 0);

    *out = value_boolean (value.kind == VALUE_STRING && g_uuid_string_is_valid (value_to_text (call->runtime, value)));
    return SCRIPT_NORMAL;
}

Value module_uuid (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "v4", 0, uuid_v4 },
                                             { "validate", 1, uuid_validate },
                                             { NULL, 0, NULL } };
    Value uuid = script_object_new (runtime);

    natives_define (runtime, uuid.as.object, functions);
    script_set (runtime, uuid, "NIL", value_string (runtime, "00000000-0000-0000-0000-000000000000", -1));
    return uuid;
}
