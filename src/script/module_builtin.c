/* Modules of Node that migrations use, as far as they reach nothing outside: path, fs (reading below the root), crypto (hashes,
 * UUIDs, random bytes), util, process, uuid; see module.h. */

#include "script/es.h"
#include "script/es_inspect.h"
#include "script/es_node.h"
#include "script/module.h"
#include "script/promise.h"

#include <string.h>

typedef struct
{
    const char *text;
    gsize length;
} Piece;

static ScriptStatus text_argument (ScriptCall *call, guint index, const char **text)
{
    Value value = call_argument (call, index);

    if (value.kind != VALUE_STRING)
        return script_throw (call->runtime, "TypeError", "The \"path\" argument must be of type string. Received %s",
                             value_inspect (call->runtime, value));
    *text = value_to_text (call->runtime, value);
    return SCRIPT_NORMAL;
}

/* PATH without empty parts, "." and "..", as path.normalize has it. */
static char *normalize (const char *path)
{
    gboolean absolute = path[0] == '/';
    gboolean slash = *path && path[strlen (path) - 1] == '/';
    g_auto (GStrv) parts = g_strsplit (path, "/", -1);
    g_autoptr (GPtrArray) kept = g_ptr_array_new ();
    g_autofree char *joined = NULL;

    for (char **part = parts; *part; part++)
    {
        if (!**part || strcmp (*part, ".") == 0)
            continue;
        if (strcmp (*part, "..") == 0)
        {
            if (kept->len && strcmp (g_ptr_array_index (kept, kept->len - 1), "..") != 0)
            {
                g_ptr_array_set_size (kept, (int)kept->len - 1);
                continue;
            }
            if (absolute)
                continue;
        }
        g_ptr_array_add (kept, *part);
    }
    g_ptr_array_add (kept, NULL);
    joined = g_strjoinv ("/", (char **)kept->pdata);
    if (!*joined)
        return g_strdup (absolute ? "/" : slash ? "./" : ".");
    return g_strconcat (absolute ? "/" : "", joined, slash ? "/" : "", NULL);
}

static ScriptStatus path_normalize (ScriptCall *call, Value *out)
{
    const char *path;
    g_autofree char *result = NULL;
    ScriptStatus status = text_argument (call, 0, &path);

    if (status != SCRIPT_NORMAL)
        return status;
    result = normalize (path);
    *out = value_string (call->runtime, result, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus path_join (ScriptCall *call, Value *out)
{
    g_autoptr (GString) joined = g_string_new (NULL);
    g_autofree char *result = NULL;

    for (guint i = 0; i < call->n_arguments; i++)
    {
        const char *part;
        ScriptStatus status = text_argument (call, i, &part);

        if (status != SCRIPT_NORMAL)
            return status;
        if (*part)
            g_string_append_printf (joined, "%s%s", joined->len ? "/" : "", part);
    }
    result = normalize (joined->str);
    *out = value_string (call->runtime, result, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus path_resolve (ScriptCall *call, Value *out)
{
    g_autofree char *path = g_strdup (call->runtime->root ? call->runtime->root : "/");
    gsize length;

    for (guint i = 0; i < call->n_arguments; i++)
    {
        const char *part;
        char *next;
        ScriptStatus status = text_argument (call, i, &part);

        if (status != SCRIPT_NORMAL)
            return status;
        next = *part == '/' ? g_strdup (part) : g_strconcat (path, "/", part, NULL);
        g_free (path);
        path = next;
    }
    {
        g_autofree char *result = normalize (path);

        length = strlen (result);
        if (length > 1 && result[length - 1] == '/')
            result[length - 1] = 0;
        *out = value_string (call->runtime, result, -1);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus path_dirname (ScriptCall *call, Value *out)
{
    const char *path;
    const char *end;
    ScriptStatus status = text_argument (call, 0, &path);

    if (status != SCRIPT_NORMAL)
        return status;
    end = path + strlen (path);
    while (end > path + 1 && end[-1] == '/')
        end--;
    while (end > path && end[-1] != '/')
        end--;
    while (end > path + 1 && end[-1] == '/')
        end--;
    *out = end == path ? value_string (call->runtime, ".", 1) : value_string (call->runtime, path, end - path);
    return SCRIPT_NORMAL;
}

static Piece last_part (const char *path)
{
    const char *end = path + strlen (path);
    const char *start;

    while (end > path && end[-1] == '/')
        end--;
    for (start = end; start > path && start[-1] != '/'; start--)
        ;
    return (Piece){ start, (gsize)(end - start) };
}

static ScriptStatus path_basename (ScriptCall *call, Value *out)
{
    const char *path;
    const char *suffix = "";
    Piece part;
    ScriptStatus status = text_argument (call, 0, &path);

    if (status == SCRIPT_NORMAL && call->n_arguments > 1)
        status = text_argument (call, 1, &suffix);
    if (status != SCRIPT_NORMAL)
        return status;
    part = last_part (path);
    if (part.length > strlen (suffix) &&
        memcmp (part.text + part.length - strlen (suffix), suffix, strlen (suffix)) == 0)
        part.length -= strlen (suffix);
    *out = value_string (call->runtime, part.text, (gssize)part.length);
    return SCRIPT_NORMAL;
}

static ScriptStatus path_extname (ScriptCall *call, Value *out)
{
    const char *path;
    Piece part;
    ScriptStatus status = text_argument (call, 0, &path);

    if (status != SCRIPT_NORMAL)
        return status;
    part = last_part (path);
    *out = value_string (call->runtime, "", 0);
    for (gsize i = part.length; i-- > 1;)
        if (part.text[i] == '.')
        {
            if (part.length == 2 && part.text[0] == '.')
                break;
            *out = value_string (call->runtime, part.text + i, (gssize)(part.length - i));
            break;
        }
    return SCRIPT_NORMAL;
}

static ScriptStatus path_is_absolute (ScriptCall *call, Value *out)
{
    const char *path = "";
    ScriptStatus status = text_argument (call, 0, &path);

    if (status == SCRIPT_NORMAL)
        *out = value_boolean (*path == '/');
    return status;
}

static ScriptStatus path_relative (ScriptCall *call, Value *out)
{
    const char *root = call->runtime->root ? call->runtime->root : "/";
    const char *from;
    const char *to;
    g_autofree char *a = NULL;
    g_autofree char *b = NULL;
    g_autoptr (GString) result = g_string_new (NULL);
    g_auto (GStrv) x = NULL;
    g_auto (GStrv) y = NULL;
    guint same = 0;
    ScriptStatus status = text_argument (call, 0, &from);

    if (status == SCRIPT_NORMAL)
        status = text_argument (call, 1, &to);
    if (status != SCRIPT_NORMAL)
        return status;
    a = g_canonicalize_filename (from, root);
    b = g_canonicalize_filename (to, root);
    x = g_strsplit (a, "/", -1);
    y = g_strsplit (b, "/", -1);
    while (x[same] && y[same] && strcmp (x[same], y[same]) == 0)
        same++;
    for (guint i = same; x[i]; i++)
        if (*x[i])
            g_string_append (result, result->len ? "/.." : "..");
    for (guint i = same; y[i]; i++)
        if (*y[i])
            g_string_append_printf (result, "%s%s", result->len ? "/" : "", y[i]);
    *out = value_string (call->runtime, result->str, -1);
    return SCRIPT_NORMAL;
}

static Value path_module (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "join", 2, path_join },
                                             { "resolve", 2, path_resolve },
                                             { "dirname", 1, path_dirname },
                                             { "basename", 2, path_basename },
                                             { "extname", 1, path_extname },
                                             { "normalize", 1, path_normalize },
                                             { "isAbsolute", 1, path_is_absolute },
                                             { "relative", 2, path_relative },
                                             { NULL, 0, NULL } };
    Value path = script_object_new (runtime);

    natives_define (runtime, path.as.object, functions);
    script_set (runtime, path, "sep", value_string (runtime, "/", 1));
    script_set (runtime, path, "delimiter", value_string (runtime, ":", 1));
    script_set (runtime, path, "posix", path);
    return path;
}

/* The file that an argument names, inside the root; NULL with STATUS set else. MISSING_OK: a file that is not there is no error yet. */
static char *file_argument (ScriptCall *call, ScriptStatus *status)
{
    ScriptRuntime *runtime = call->runtime;
    Value value = call_argument (call, 0);
    g_autofree char *path = NULL;
    g_autofree char *folder = NULL;

    if (value.kind == VALUE_OBJECT && value.as.object->kind == OBJECT_PLAIN &&
        script_peek (runtime, value, "href").kind == VALUE_STRING)
        value = script_peek (runtime, value, "pathname");
    if (value.kind != VALUE_STRING)
    {
        *status = script_throw (runtime, "TypeError", "The \"path\" argument must be of type string. Received %s",
                                value_inspect (runtime, value));
        return NULL;
    }
    path = g_canonicalize_filename (value_to_text (runtime, value), runtime->root ? runtime->root : "/");
    folder = g_strdup (path);
    while (!g_file_test (folder, G_FILE_TEST_EXISTS) && strcmp (folder, "/") != 0)
    {
        char *parent = g_path_get_dirname (folder);

        g_free (folder);
        folder = parent;
    }
    if (!module_inside_root (runtime, folder))
    {
        *status = script_refuse (runtime, "the script reads %s, which is outside of the root of the source", path);
        return NULL;
    }
    *status = SCRIPT_NORMAL;
    return g_steal_pointer (&path);
}

static ScriptStatus no_such_file (ScriptRuntime *runtime, const char *call, const char *path)
{
    g_autofree char *message = g_strdup_printf ("ENOENT: no such file or directory, %s '%s'", call, path);
    Value error = script_error_new (runtime, "Error", message);

    object_define (runtime, error.as.object, runtime->known.code_, value_string (runtime, "ENOENT", -1),
                   PROPERTY_ORDINARY);
    return script_throw_value (runtime, error);
}

static ScriptStatus fs_read_file_sync (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value encoding = call_argument (call, 1);
    ScriptStatus status;
    g_autofree char *path = file_argument (call, &status);
    g_autofree char *text = NULL;
    gsize length;

    if (!path)
        return status;
    if (!g_file_get_contents (path, &text, &length, NULL))
        return no_such_file (runtime, "open", path);
    if (!runtime_reserve (runtime, length))
        return SCRIPT_STOP;
    if (encoding.kind == VALUE_OBJECT)
    {
        status = script_member (runtime, encoding, "encoding", &encoding);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    if (value_is_nullish (encoding))
        *out = value_of_object (&bytes_new (runtime, text, length)->object);
    else
        *out = value_string (runtime, text, (gssize)length);
    return SCRIPT_NORMAL;
}

static ScriptStatus fs_exists_sync (ScriptCall *call, Value *out)
{
    ScriptStatus status;
    g_autofree char *path = file_argument (call, &status);

    if (path)
        *out = value_boolean (g_file_test (path, G_FILE_TEST_EXISTS));
    return status;
}

static int compare_text (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static ScriptStatus fs_readdir_sync (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptStatus status;
    g_autofree char *path = file_argument (call, &status);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    ScriptList *list;
    const char *name;
    GDir *folder;

    if (!path)
        return status;
    folder = g_dir_open (path, 0, NULL);
    if (!folder)
        return no_such_file (runtime, "scandir", path);
    while ((name = g_dir_read_name (folder)))
        g_ptr_array_add (names, g_strdup (name));
    g_dir_close (folder);
    g_ptr_array_sort (names, compare_text);
    list = list_new (runtime, NULL, 0);
    for (guint i = 0; i < names->len; i++)
        list_append (runtime, list, value_string (runtime, g_ptr_array_index (names, i), -1));
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}

/* The promise of a synchronous function. */
static ScriptStatus as_promise (ScriptCall *call, ScriptNative native, Value *out)
{
    ScriptStatus status = native (call, out);

    if (status == SCRIPT_NORMAL)
        *out = script_promise_resolved (call->runtime, *out);
    else if (status == SCRIPT_THROW)
    {
        Value reason = call->runtime->exception;

        call->runtime->exception = UNDEFINED;
        *out = script_promise_rejected (call->runtime, reason);
    }
    return status == SCRIPT_STOP ? status : SCRIPT_NORMAL;
}

static ScriptStatus fs_read_file_promise (ScriptCall *call, Value *out)
{
    return as_promise (call, fs_read_file_sync, out);
}

static ScriptStatus fs_readdir_promise (ScriptCall *call, Value *out)
{
    return as_promise (call, fs_readdir_sync, out);
}

/* fs.readFile (path, encoding, callback): for util.promisify, and called back at once. */
static ScriptStatus fs_read_file (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value callback = call->n_arguments ? call->arguments[call->n_arguments - 1] : UNDEFINED;
    ScriptCall inner = *call;
    Value arguments[2] = { NULL_VALUE, UNDEFINED };
    ScriptStatus status;

    if (!script_is_callable (callback))
        return script_throw (runtime, "TypeError", "The \"cb\" argument must be of type function. Received %s",
                             value_inspect (runtime, callback));
    inner.n_arguments--;
    status = fs_read_file_sync (&inner, &arguments[1]);
    if (status == SCRIPT_STOP)
        return status;
    if (status == SCRIPT_THROW)
    {
        arguments[0] = runtime->exception;
        runtime->exception = UNDEFINED;
    }
    jobs_add_call (runtime, FALSE, callback, arguments, 2);
    *out = UNDEFINED;
    return SCRIPT_NORMAL;
}

static Value fs_promises (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "readFile", 2, fs_read_file_promise },
                                             { "readdir", 1, fs_readdir_promise },
                                             { NULL, 0, NULL } };
    Value fs = script_object_new (runtime);

    natives_define (runtime, fs.as.object, functions);
    return fs;
}

static Value fs_module (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "readFileSync", 2, fs_read_file_sync },
                                             { "existsSync", 1, fs_exists_sync },
                                             { "readdirSync", 1, fs_readdir_sync },
                                             { "readFile", 3, fs_read_file },
                                             { NULL, 0, NULL } };
    Value fs = script_object_new (runtime);

    natives_define (runtime, fs.as.object, functions);
    script_set (runtime, fs, "promises", fs_promises (runtime));
    return fs;
}

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

static gboolean checksum_kind (const char *name, GChecksumType *kind)
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

static ScriptStatus hash_digest (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptBytes *fed = value_bytes (script_peek (runtime, call->receiver, "_data"));
    ScriptBytes *key = value_bytes (script_peek (runtime, call->receiver, "_key"));
    GChecksumType kind = G_CHECKSUM_SHA256;
    guint8 digest[64];
    gsize length = sizeof digest;
    Value bytes;

    if (!fed || !checksum_kind (value_to_text (runtime, script_peek (runtime, call->receiver, "_kind")), &kind))
        return script_throw (runtime, "TypeError", "Illegal invocation");
    if (key)
    {
        GHmac *hmac = g_hmac_new (kind, key->data, key->length);

        g_hmac_update (hmac, fed->data, (gssize)fed->length);
        g_hmac_get_digest (hmac, digest, &length);
        g_hmac_unref (hmac);
    }
    else
    {
        g_autoptr (GChecksum) checksum = g_checksum_new (kind);

        g_checksum_update (checksum, fed->data, (gssize)fed->length);
        g_checksum_get_digest (checksum, digest, &length);
    }
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

    if (!checksum_kind (name, &kind))
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

static Value crypto_module (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "randomUUID", 0, crypto_random_uuid },
                                             { "randomBytes", 1, crypto_random_bytes },
                                             { "createHash", 1, crypto_create_hash },
                                             { "createHmac", 2, crypto_create_hmac },
                                             { NULL, 0, NULL } };
    Value crypto = script_object_new (runtime);

    natives_define (runtime, crypto.as.object, functions);
    return crypto;
}

/* util.promisify: the function is called with one more argument, which settles the promise. */
static ScriptStatus promisified_done (ScriptCall *call, Value *out)
{
    ScriptPromise *promise = value_promise (call->captured);

    (void)out;
    if (!value_is_nullish (call_argument (call, 0)))
        promise_reject (call->runtime, promise, call_argument (call, 0));
    else
        promise_resolve (call->runtime, promise, call_argument (call, 1), TRUE);
    return SCRIPT_NORMAL;
}

static ScriptStatus promisified (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptPromise *promise = promise_new (runtime);
    ScriptList *arguments = list_new (runtime, call->arguments, call->n_arguments);
    Value ignored;
    ScriptStatus status;

    list_append (
        runtime, arguments,
        value_of_object (
            &function_new_capturing (runtime, 2, promisified_done, value_of_object (&promise->object))->object));
    status = script_call (runtime, call->captured, call->receiver, arguments->items, arguments->length, &ignored);
    if (status == SCRIPT_THROW)
    {
        Value reason = runtime->exception;

        runtime->exception = UNDEFINED;
        promise_reject (runtime, promise, reason);
        status = SCRIPT_NORMAL;
    }
    *out = value_of_object (&promise->object);
    return status;
}

static ScriptStatus util_promisify (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value function = call_argument (call, 0);
    Property *custom;

    if (!value_function (function))
        return script_throw (runtime, "TypeError", "The \"original\" argument must be of type function. Received %s",
                             value_inspect (runtime, function));
    custom = object_find_own (function.as.object, runtime->known.promisify);
    *out =
        custom ? custom->value : value_of_object (&function_new_capturing (runtime, 0, promisified, function)->object);
    return SCRIPT_NORMAL;
}

/* util.inspect (value, options), or the older (value, showHidden, depth). */
static ScriptStatus util_inspect (ScriptCall *call, Value *out)
{
    g_autoptr (GString) text = g_string_new (NULL);
    InspectOptions options = inspect_defaults;
    Value depth = call_argument (call, 2);

    if (call_argument (call, 1).kind == VALUE_BOOLEAN)
        options.hidden = call->arguments[1].as.boolean;
    if (depth.kind == VALUE_NULL)
        options.depth = INSPECT_ANY_DEPTH;
    else if (depth.kind == VALUE_NUMBER)
        options.depth = (guint)CLAMP (depth.as.number, 0, G_MAXINT32);
    ES_TRY (inspect_read_options (call->runtime, call_argument (call, 1), &options));
    if (!inspect_with (call->runtime, text, call_argument (call, 0), &options))
        return SCRIPT_STOP;
    *out = value_of_string (string_new (call->runtime, text->str, text->len));
    return SCRIPT_NORMAL;
}

static ScriptStatus util_format (ScriptCall *call, Value *out)
{
    g_autoptr (GString) text = g_string_new (NULL);

    ES_TRY (format_append (call->runtime, text, call->arguments, call->n_arguments));
    *out = value_of_string (string_new (call->runtime, text->str, text->len));
    return SCRIPT_NORMAL;
}

static Value util_module (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "promisify", 1, util_promisify },
                                             { "inspect", 2, util_inspect },
                                             { "format", 1, util_format },
                                             { NULL, 0, NULL } };
    Value util = script_object_new (runtime);

    natives_define (runtime, util.as.object, functions);
    return util;
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

static Value uuid_module (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "v4", 0, uuid_v4 },
                                             { "validate", 1, uuid_validate },
                                             { NULL, 0, NULL } };
    Value uuid = script_object_new (runtime);

    natives_define (runtime, uuid.as.object, functions);
    script_set (runtime, uuid, "NIL", value_string (runtime, "00000000-0000-0000-0000-000000000000", -1));
    return uuid;
}

static ScriptStatus process_cwd (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, call->runtime->root ? call->runtime->root : "/", -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus process_next_tick (ScriptCall *call, Value *out)
{
    (void)out;
    if (!script_is_callable (call_argument (call, 0)))
        return node_throw_argument (call->runtime, "\"callback\" argument", "of type function",
                                    call_argument (call, 0));
    jobs_add_call (call->runtime, TRUE, call->arguments[0], call->arguments + 1, call->n_arguments - 1);
    return SCRIPT_NORMAL;
}

static ScriptStatus process_exit (ScriptCall *call, Value *out)
{
    (void)out;
    return script_refuse (call->runtime, "the script calls process.exit");
}

Value module_process (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = {
        { "cwd", 0, process_cwd }, { "nextTick", 1, process_next_tick }, { "exit", 1, process_exit }, { NULL, 0, NULL }
    };
    Value process = script_object_new (runtime);
    Value environment = script_object_new (runtime);
    Value versions = script_object_new (runtime);
    GHashTableIter each;
    gpointer key;
    gpointer value;

    natives_define (runtime, process.as.object, functions);
    if (runtime->environment)
    {
        g_hash_table_iter_init (&each, runtime->environment);
        while (g_hash_table_iter_next (&each, &key, &value))
            script_set (runtime, environment, key, value_string (runtime, value, -1));
    }
    script_set (runtime, process, "env", environment);
    script_set (runtime, process, "argv", value_of_object (&list_new (runtime, NULL, 0)->object));
    script_set (runtime, process, "platform", value_string (runtime, "linux", -1));
    script_set (runtime, process, "version", value_string (runtime, "v20.0.0", -1));
    script_set (runtime, versions, "node", value_string (runtime, "20.0.0", -1));
    script_set (runtime, process, "versions", versions);
    return process;
}

gboolean module_builtin (ScriptRuntime *runtime, const char *name, Value *exports)
{
    static const struct
    {
        const char *name;
        Value (*make) (ScriptRuntime *runtime);
    } modules[] = { { "path", path_module },       { "fs", fs_module },          { "fs/promises", fs_promises },
                    { "crypto", crypto_module },   { "util", util_module },      { "uuid", uuid_module },
                    { "process", module_process }, { "path/posix", path_module } };

    if (g_str_has_prefix (name, "node:"))
        name += 5;
    for (gsize i = 0; i < G_N_ELEMENTS (modules); i++)
        if (strcmp (name, modules[i].name) == 0)
        {
            *exports = modules[i].make (runtime);
            return TRUE;
        }
    return FALSE;
}
