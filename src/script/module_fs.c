/* node:fs, as far as it reads files below the root. */

#include "script/es_bytes.h"
#include "script/es_node.h"
#include "script/module.h"
#include "script/module_builtin.h"
#include "script/promise.h"

#include <errno.h>
#include <string.h>

/* The file that an argument names, inside the root; NULL with STATUS set else. MISSING_OK: a file that is not there is no error yet. */
static char *file_argument (ScriptCall *call, ScriptStatus *status)
{
    ScriptRuntime *runtime = call->runtime;
    Value value = call_argument (call, 0);
    g_autofree char *path = NULL;
    g_autofree char *folder = NULL;

    if (value.kind == VALUE_OBJECT && value.as.object->kind == OBJECT_PLAIN &&
        script_peek (runtime, value, "href").kind == VALUE_STRING)
    {
        g_autofree char *plain =
            g_uri_unescape_string (value_to_text (runtime, script_peek (runtime, value, "pathname")), NULL);

        value = value_string (runtime, plain, -1);
    }
    else if (value_bytes (value))
        value = value_string (runtime, (const char *)value_bytes (value)->data, (gssize)value_bytes (value)->length);
    if (value.kind != VALUE_STRING)
    {
        *status =
            node_throw_argument (runtime, "\"path\" argument", "of type string or an instance of Buffer or URL", value);
        return NULL;
    }
    path = g_canonicalize_filename (value_to_text (runtime, value), runtime->folder);
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

/* What Node throws when CALL of the system fails for PATH. */
static ScriptStatus system_error (ScriptRuntime *runtime, const char *call, const char *path)
{
    static const struct
    {
        int number;
        const char *code;
        const char *words;
    } errors[] = { { ENOENT, "ENOENT", "no such file or directory" },
                   { EISDIR, "EISDIR", "illegal operation on a directory" },
                   { ENOTDIR, "ENOTDIR", "not a directory" },
                   { EACCES, "EACCES", "permission denied" } };
    gboolean lists = strcmp (call, "scandir") == 0;
    gboolean is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);
    gsize at = !g_file_test (path, G_FILE_TEST_EXISTS) ? 0 : is_folder && !lists ? 1 : !is_folder && lists ? 2 : 3;
    g_autofree char *message = at == 1
                                   ? g_strdup_printf ("%s: %s, read", errors[at].code, errors[at].words)
                                   : g_strdup_printf ("%s: %s, %s '%s'", errors[at].code, errors[at].words, call, path);
    Value error = script_error_new (runtime, "Error", message);

    script_set (runtime, error, "errno", value_number (-errors[at].number));
    script_set (runtime, error, "code", value_string (runtime, errors[at].code, -1));
    script_set (runtime, error, "syscall", value_string (runtime, at == 1 ? "read" : call, -1));
    if (at != 1)
        script_set (runtime, error, "path", value_string (runtime, path, -1));
    return script_throw_value (runtime, error);
}

/* The encoding that an argument or its member `encoding` names; *GIVEN is FALSE when it names none. */
static ScriptStatus encoding_of (ScriptRuntime *runtime, Value value, BytesEncoding *encoding, gboolean *given)
{
    if (value.kind == VALUE_OBJECT)
        SCRIPT_TRY (script_member (runtime, value, "encoding", &value));
    *given = !value_is_nullish (value);
    *encoding = ENCODING_UTF8;
    if (*given && !encoding_by_name (value_to_text (runtime, value), encoding))
        return node_throw (runtime, "TypeError", "ERR_INVALID_ARG_VALUE",
                           "The argument 'encoding' is invalid encoding. Received %s", value_inspect (runtime, value));
    return SCRIPT_NORMAL;
}

static ScriptStatus fs_read_file_sync (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    BytesEncoding encoding;
    gboolean given;
    ScriptStatus status;
    g_autofree char *path = file_argument (call, &status);
    g_autofree char *text = NULL;
    gsize length;

    if (!path)
        return status;
    SCRIPT_TRY (encoding_of (runtime, call_argument (call, 1), &encoding, &given));
    if (!g_file_get_contents (path, &text, &length, NULL))
        return system_error (runtime, "open", path);
    if (!runtime_reserve (runtime, length))
        return SCRIPT_STOP;
    if (given)
        return bytes_decode (runtime, (const guint8 *)text, length, encoding, NULL, out);
    *out = value_of_object (&bytes_new (runtime, text, length)->object);
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
        return system_error (runtime, "scandir", path);
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

/* fs.readFile (path, encoding, callback): for util.promisify. */
static ScriptStatus fs_read_file (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value callback = call->n_arguments ? call->arguments[call->n_arguments - 1] : UNDEFINED;
    ScriptCall inner = *call;
    Value arguments[2] = { NULL_VALUE, UNDEFINED };
    ScriptStatus status;

    if (!script_is_callable (callback))
        return node_throw_argument (runtime, "\"cb\" argument", "of type function", callback);
    inner.n_arguments--;
    status = fs_read_file_sync (&inner, &arguments[1]);
    if (status == SCRIPT_STOP)
        return status;
    if (status == SCRIPT_THROW)
    {
        arguments[0] = runtime->exception;
        runtime->exception = UNDEFINED;
    }
    jobs_add_timer (runtime, 0, FALSE, callback, arguments, 2); /* when all that can go on has */
    *out = UNDEFINED;
    return SCRIPT_NORMAL;
}

static ScriptStatus fs_refused (ScriptCall *call, Value *out)
{
    (void)out;
    return script_refuse (call->runtime,
                          "fs.%s is out of reach: a script reads whole files below the root of its source",
                          value_to_text (call->runtime, call->captured));
}

/* What Node has besides: refused when it is called. */
static void define_refused (ScriptRuntime *runtime, Value fs, const char *const *names)
{
    for (; *names; names++)
    {
        ScriptFunction *function = function_new_capturing (runtime, 0, fs_refused, value_string (runtime, *names, -1));

        function->name = intern (runtime, *names, -1);
        script_set (runtime, fs, *names, value_of_object (&function->object));
    }
}

Value module_fs_promises (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "readFile", 2, fs_read_file_promise },
                                             { "readdir", 1, fs_readdir_promise },
                                             { NULL, 0, NULL } };
    static const char *const refused[] = { "writeFile", "appendFile", "mkdir", "rm",    "rmdir",  "unlink",   "rename",
                                           "copyFile",  "open",       "stat",  "lstat", "access", "readlink", NULL };
    Value fs = script_object_new (runtime);

    natives_define (runtime, fs.as.object, functions);
    define_refused (runtime, fs, refused);
    return fs;
}

Value module_fs (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "readFileSync", 2, fs_read_file_sync },
                                             { "existsSync", 1, fs_exists_sync },
                                             { "readdirSync", 1, fs_readdir_sync },
                                             { "readFile", 3, fs_read_file },
                                             { NULL, 0, NULL } };
    static const char *const refused[] = { "writeFileSync",
                                           "writeFile",
                                           "appendFileSync",
                                           "appendFile",
                                           "mkdirSync",
                                           "mkdir",
                                           "rmSync",
                                           "rmdirSync",
                                           "unlinkSync",
                                           "unlink",
                                           "renameSync",
                                           "copyFileSync",
                                           "openSync",
                                           "statSync",
                                           "lstatSync",
                                           "accessSync",
                                           "readdir",
                                           "createReadStream",
                                           "createWriteStream",
                                           "realpathSync",
                                           NULL };
    Value fs = script_object_new (runtime);

    natives_define (runtime, fs.as.object, functions);
    define_refused (runtime, fs, refused);
    script_set (runtime, fs, "promises", module_fs_promises (runtime));
    return fs;
}
