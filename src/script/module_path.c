/* node:path, of POSIX. */

#include "script/es_node.h"
#include "script/module_builtin.h"

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
        return node_throw_argument (call->runtime, "\"path\" argument", "of type string", value);
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
    g_autofree char *path = g_strdup (call->runtime->folder);
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
    if (end == path + 2 && path[0] == '/') /* "//a" */
    {
        *out = value_string (call->runtime, path, 2);
        return SCRIPT_NORMAL;
    }
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
    if (*suffix && strcmp (path, suffix) == 0)
        part.length = 0;
    if (part.length > strlen (suffix) &&
        memcmp (part.text + part.length - strlen (suffix), suffix, strlen (suffix)) == 0)
        part.length -= strlen (suffix);
    *out = value_string (call->runtime, part.text, (gssize)part.length);
    return SCRIPT_NORMAL;
}

/* Where the extension of a last part begins, as path.extname has it; its end when there is none. */
static const char *extension_of (Piece part)
{
    for (gsize i = part.length; i-- > 1;)
        if (part.text[i] == '.')
            return part.length == 2 && part.text[0] == '.' ? part.text + part.length : part.text + i;
    return part.text + part.length;
}

static ScriptStatus path_extname (ScriptCall *call, Value *out)
{
    const char *path;
    const char *dot;
    Piece part;
    ScriptStatus status = text_argument (call, 0, &path);

    if (status != SCRIPT_NORMAL)
        return status;
    part = last_part (path);
    dot = extension_of (part);
    *out = value_of_string (string_new (call->runtime, dot, (gsize)(part.text + part.length - dot)));
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
    const char *base = call->runtime->folder;
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
    a = g_canonicalize_filename (from, base);
    b = g_canonicalize_filename (to, base);
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

static void set_text (ScriptRuntime *runtime, Value object, const char *name, const char *text, gsize length)
{
    script_set (runtime, object, name, value_of_string (string_new (runtime, text, length)));
}

static ScriptStatus path_parse (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    const char *path = "";
    const char *dot;
    const char *folder_end;
    Piece part;

    SCRIPT_TRY (text_argument (call, 0, &path));
    part = last_part (path);
    dot = extension_of (part);
    folder_end = part.text;
    if (folder_end > path + 1 && folder_end[-1] == '/')
        folder_end--;
    *out = script_object_new (runtime);
    set_text (runtime, *out, "root", path, *path == '/' ? 1 : 0);
    set_text (runtime, *out, "dir", path, *path == '/' && folder_end == path ? 1 : (gsize)(folder_end - path));
    set_text (runtime, *out, "base", part.text, part.length);
    set_text (runtime, *out, "ext", dot, (gsize)(part.text + part.length - dot));
    set_text (runtime, *out, "name", part.text, (gsize)(dot - part.text));
    return SCRIPT_NORMAL;
}

/* A member of path.format's argument as a text; "" when it is missing. */
static ScriptStatus format_part (ScriptCall *call, const char *name, const char **text)
{
    Value value;
    ScriptString *string;

    *text = "";
    SCRIPT_TRY (script_member (call->runtime, call->arguments[0], name, &value));
    if (!value_is_truthy (value))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_to_string (call->runtime, value, &string));
    *text = value_to_text (call->runtime, value_of_string (string));
    return SCRIPT_NORMAL;
}

static ScriptStatus path_format (ScriptCall *call, Value *out)
{
    const char *dir;
    const char *root;
    const char *base;
    const char *name;
    const char *extension;
    const char *folder;

    if (call_argument (call, 0).kind != VALUE_OBJECT)
        return node_throw_argument (call->runtime, "\"pathObject\" argument", "of type object",
                                    call_argument (call, 0));
    SCRIPT_TRY (format_part (call, "dir", &dir));
    SCRIPT_TRY (format_part (call, "root", &root));
    SCRIPT_TRY (format_part (call, "base", &base));
    SCRIPT_TRY (format_part (call, "name", &name));
    SCRIPT_TRY (format_part (call, "ext", &extension));
    folder = *dir ? dir : root;
    *out = value_string_printf (call->runtime, "%s%s%s%s%s", folder, *folder && strcmp (folder, root) != 0 ? "/" : "",
                                *base ? base : name, !*base && *extension && *extension != '.' ? "." : "",
                                *base ? "" : extension);
    return SCRIPT_NORMAL;
}

Value module_path (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "join", 2, path_join },
                                             { "resolve", 2, path_resolve },
                                             { "dirname", 1, path_dirname },
                                             { "basename", 2, path_basename },
                                             { "extname", 1, path_extname },
                                             { "normalize", 1, path_normalize },
                                             { "isAbsolute", 1, path_is_absolute },
                                             { "relative", 2, path_relative },
                                             { "parse", 1, path_parse },
                                             { "format", 1, path_format },
                                             { NULL, 0, NULL } };
    Value path = script_object_new (runtime);

    natives_define (runtime, path.as.object, functions);
    script_set (runtime, path, "sep", value_string (runtime, "/", 1));
    script_set (runtime, path, "delimiter", value_string (runtime, ":", 1));
    script_set (runtime, path, "posix", path);
    return path;
}
