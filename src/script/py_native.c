/* The module `_native`: what the modules of src/script/library can't say in Python: clock, chance, digests, the environment, files below the
 * root, refusals. It is for them alone: a script that imports it gets nothing. */

#include "script/module.h"
#include "script/py_internal.h"
#include "script/py_library.h"

#include <errno.h>
#include <string.h>

static const char *text_argument (ScriptCall *call, guint index)
{
    return index < call->n_arguments && py_as_string (call->arguments[index])
               ? value_to_text (call->runtime, py_unbox (call->arguments[index]))
               : "";
}

static ScriptStatus native_refuse (ScriptCall *call, Value *out)
{
    (void)out;
    return script_refuse (call->runtime, "%s", text_argument (call, 0));
}

static ScriptStatus native_microseconds (ScriptCall *call, Value *out)
{
    *out = value_integer ((gint64)(runtime_now (call->runtime) * 1000));
    return SCRIPT_NORMAL;
}

static ScriptStatus native_wait (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    double milliseconds = call_argument (call, 0).kind == VALUE_NUMBER ? call->arguments[0].as.number : 0;

    *out = NULL_VALUE;
    if (runtime->hooks.wait)
        runtime->hooks.wait (runtime->hooks.user_data, milliseconds);
    return SCRIPT_NORMAL;
}

static ScriptStatus native_parse_int (ScriptCall *call, Value *out)
{
    return py_to_integer (call->runtime, call->arguments[0], call->arguments[1], out);
}

static ScriptStatus native_unhex (ScriptCall *call, Value *out)
{
    const char *text = text_argument (call, 0);
    gsize n = strlen (text) / 2;

    *out = py_bytes_new (call->runtime, NULL, n);
    for (gsize i = 0; i < n; i++)
        value_bytes (*out)->data[i] =
            (guint8)(g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));
    return SCRIPT_NORMAL;
}

/* digest (ALGORITHM, BYTES[, KEY]) */
static ScriptStatus native_digest (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptBytes *data = value_bytes (call_argument (call, 1));
    ScriptBytes *key = value_bytes (call_argument (call, 2));
    GChecksumType kind;
    guint8 digest[64];
    gsize length = sizeof digest;

    if (!digest_kind (text_argument (call, 0), &kind))
        return script_refuse (runtime, "the digest %s is out of reach", text_argument (call, 0));
    if (!data)
        return py_type_error (runtime, "Strings must be encoded before hashing");
    digest_bytes (kind, key ? key->data : NULL, key ? key->length : 0, data->data, data->length, digest, &length);
    *out = py_bytes_new (runtime, digest, length);
    return SCRIPT_NORMAL;
}

static ScriptStatus native_random_bytes (ScriptCall *call, Value *out)
{
    gint64 n;

    SCRIPT_TRY (py_index (call->runtime, call_argument (call, 0), &n));
    if (!runtime_reserve (call->runtime, (gsize)MAX (n, 0)))
        return SCRIPT_STOP;
    *out = py_bytes_new (call->runtime, NULL, (gsize)MAX (n, 0));
    runtime_random (call->runtime, value_bytes (*out)->data, (gsize)MAX (n, 0));
    return SCRIPT_NORMAL;
}

/* The environment. */

static ScriptStatus native_variable (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    const char *name = text_argument (call, 0);
    const char *text = runtime->environment ? g_hash_table_lookup (runtime->environment, name) : NULL;
    g_autofree char *asked =
        !text && runtime->hooks.variable ? runtime->hooks.variable (runtime->hooks.user_data, name) : NULL;

    if (!text)
        text = asked;
    *out = text ? value_string (runtime, text, -1) : NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus native_variables (ScriptCall *call, Value *out)
{
    GHashTableIter iter;
    gpointer name, value;

    *out = py_dict_new (call->runtime);
    if (!call->runtime->environment)
        return SCRIPT_NORMAL;
    g_hash_table_iter_init (&iter, call->runtime->environment);
    while (g_hash_table_iter_next (&iter, &name, &value))
        SCRIPT_TRY (py_dict_set (call->runtime, py_as_dict (*out), name, value_string (call->runtime, value, -1)));
    return SCRIPT_NORMAL;
}

/* Output. */

static ScriptStatus native_write (ScriptCall *call, Value *out)
{
    ScriptString *text = py_as_string (call_argument (call, 0));

    *out = NULL_VALUE;
    return text ? py_write (call->runtime, SCRIPT_LOG_INFO, text->data, text->length) : SCRIPT_NORMAL;
}

/* Files. */

/* The file that the first argument names, inside the root; NULL with STATUS set else. */
static char *file_argument (ScriptCall *call, ScriptStatus *status)
{
    ScriptRuntime *runtime = call->runtime;
    g_autofree char *path = g_canonicalize_filename (text_argument (call, 0), runtime->folder);
    g_autofree char *folder = g_strdup (path);

    *status = SCRIPT_NORMAL;
    while (!g_file_test (folder, G_FILE_TEST_EXISTS) && strcmp (folder, "/") != 0)
    {
        char *parent = g_path_get_dirname (folder);

        g_free (folder);
        folder = parent;
    }
    if (module_inside_root (runtime, folder))
        return g_steal_pointer (&path);
    *status = script_refuse (runtime, "the script reads %s, which is outside of the root of the source", path);
    return NULL;
}

static ScriptStatus os_error (ScriptRuntime *runtime, int number, const char *path)
{
    Value arguments[3] = { value_integer (number), value_string (runtime, g_strerror (number), -1),
                           value_string (runtime, path, -1) };
    Value exception;

    SCRIPT_TRY (
        py_call (runtime, value_of_object (&py_builtin_class (runtime, "OSError")->object), arguments, 3, &exception));
    return script_throw_value (runtime, exception);
}

/* read_file (PATH): bytes. The OSError has the path as it was given. */
static ScriptStatus native_read_file (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptStatus status;
    g_autofree char *path = file_argument (call, &status);
    g_autofree char *text = NULL;
    gsize length;

    if (!path)
        return status;
    if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return os_error (runtime, ENOENT, text_argument (call, 0));
    if (g_file_test (path, G_FILE_TEST_IS_DIR))
        return os_error (runtime, EISDIR, text_argument (call, 0));
    if (!g_file_get_contents (path, &text, &length, NULL))
        return os_error (runtime, EACCES, text_argument (call, 0));
    if (!runtime_reserve (runtime, length))
        return SCRIPT_STOP;
    *out = py_bytes_new (runtime, text, length);
    return SCRIPT_NORMAL;
}

static ScriptStatus test_file (ScriptCall *call, GFileTest test, Value *out)
{
    ScriptStatus status;
    g_autofree char *path = file_argument (call, &status);

    *out = value_boolean (path && g_file_test (path, test));
    return status;
}

static ScriptStatus native_exists (ScriptCall *call, Value *out)
{
    return test_file (call, G_FILE_TEST_EXISTS, out);
}

static ScriptStatus native_is_file (ScriptCall *call, Value *out)
{
    return test_file (call, G_FILE_TEST_IS_REGULAR, out);
}

static ScriptStatus native_is_folder (ScriptCall *call, Value *out)
{
    return test_file (call, G_FILE_TEST_IS_DIR, out);
}

static ScriptStatus native_list_folder (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptStatus status;
    g_autofree char *path = file_argument (call, &status);
    g_autoptr (GDir) folder = path ? g_dir_open (path, 0, NULL) : NULL;
    const char *name;

    if (!path)
        return status;
    if (!folder)
        return os_error (runtime, g_file_test (path, G_FILE_TEST_EXISTS) ? ENOTDIR : ENOENT, text_argument (call, 0));
    *out = py_list_new (runtime, NULL, 0);
    while ((name = g_dir_read_name (folder)))
        list_append (runtime, py_as_list (*out), value_string (runtime, name, -1));
    return py_sort (runtime, py_as_list (*out), NULL_VALUE, FALSE);
}

static ScriptStatus native_folder (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, call->runtime->folder, -1);
    return SCRIPT_NORMAL;
}

/* PATH made absolute, without dots. */
static ScriptStatus native_canonical (ScriptCall *call, Value *out)
{
    g_autofree char *path = g_canonicalize_filename (text_argument (call, 0), call->runtime->folder);

    *out = value_string (call->runtime, path, -1);
    return SCRIPT_NORMAL;
}

ScriptStatus py_native_build (ScriptRuntime *runtime, Value *module)
{
    static const NativeEntry functions[] = { { "refuse", 0, native_refuse },
                                             { "microseconds", 0, native_microseconds },
                                             { "wait", 0, native_wait },
                                             { "parse_int", 0, native_parse_int },
                                             { "unhex", 0, native_unhex },
                                             { "digest", 0, native_digest },
                                             { "random_bytes", 0, native_random_bytes },
                                             { "variable", 0, native_variable },
                                             { "variables", 0, native_variables },
                                             { "write", 0, native_write },
                                             { "read_file", 0, native_read_file },
                                             { "exists", 0, native_exists },
                                             { "is_file", 0, native_is_file },
                                             { "is_folder", 0, native_is_folder },
                                             { "list_folder", 0, native_list_folder },
                                             { "folder", 0, native_folder },
                                             { "canonical", 0, native_canonical },
                                             { "digits_add", 0, py_digits_add },
                                             { "digits_subtract", 0, py_digits_subtract },
                                             { "digits_multiply", 0, py_digits_multiply },
                                             { "digits_divide", 0, py_digits_divide },
                                             { "digits_root", 0, py_digits_root },
                                             { "digits_power", 0, py_digits_power },
                                             { "regex", 0, py_regex_compile },
                                             { "regex_match", 0, py_regex_match },
                                             { NULL, 0, NULL } };

    *module = py_module_new (runtime, "_native", functions);
    return SCRIPT_NORMAL;
}
