/* node:url and the class URL, of files: a script finds its neighbours by import.meta.url. */

#include "script/es_node.h"
#include "script/module.h"
#include "script/module_builtin.h"

#include <string.h>

/* The path of a URL as it stands, "%20" and all, without "." and ".."; NULL when URL is of no file. */
static char *file_path (const char *url)
{
    g_autofree char *path = NULL;
    char *canonical;

    if (!g_str_has_prefix (url, "file:///"))
        return NULL;
    path = g_strndup (url + 7, strcspn (url + 7, "?#"));
    canonical = g_canonicalize_filename (path, "/");
    if (g_str_has_suffix (path, "/") && strlen (canonical) > 1)
    {
        char *with_slash = g_strconcat (canonical, "/", NULL);

        g_free (canonical);
        return with_slash;
    }
    return canonical;
}

static gboolean has_scheme (const char *text)
{
    const char *p = text;

    while (g_ascii_isalnum (*p) || *p == '+' || *p == '-' || *p == '.')
        p++;
    return p > text && *p == ':' && g_ascii_isalpha (*text);
}

/* PATH with the letters escaped that a URL can't hold. */
static char *escape_path (const char *path)
{
    GString *escaped = g_string_new (NULL);

    for (const guchar *p = (const guchar *)path; *p; p++)
        if (*p <= 0x20 || *p >= 0x7f || strchr ("\"#%<>?`{}", *p))
            g_string_append_printf (escaped, "%%%02X", *p);
        else
            g_string_append_c (escaped, (char)*p);
    return g_string_free (escaped, FALSE);
}

char *module_file_url (const char *path)
{
    g_autofree char *escaped = escape_path (path);

    return g_strconcat ("file://", escaped, NULL);
}

static Value new_url (ScriptRuntime *runtime, const char *path, ScriptObject *prototype)
{
    static const struct
    {
        const char *name;
        const char *value;
    } members[] = { { "protocol", "file:" }, { "host", "" }, { "hostname", "" }, { "port", "" },
                    { "search", "" },        { "hash", "" }, { "username", "" }, { "password", "" } };
    Value url = value_of_object (object_new (runtime, prototype));

    script_set (runtime, url, "href", value_string_printf (runtime, "file://%s", path));
    script_set (runtime, url, "origin", value_string (runtime, "null", -1));
    script_set (runtime, url, "pathname", value_string (runtime, path, -1));
    for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
        script_set (runtime, url, members[i].name, value_string (runtime, members[i].value, -1));
    return url;
}

static ScriptStatus url_text (ScriptCall *call, guint index, const char **text)
{
    Value value = call_argument (call, index);
    ScriptString *string;

    *text = NULL;
    if (value.kind == VALUE_UNDEFINED)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_to_string (call->runtime, value, &string));
    *text = value_to_text (call->runtime, value_of_string (string));
    return SCRIPT_NORMAL;
}

static ScriptStatus url_constructor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptObject *prototype = call->captured.as.object;
    const char *text;
    const char *base;
    g_autofree char *base_path = NULL;
    g_autofree char *joined = NULL;
    g_autofree char *path = NULL;

    if (!call->constructing)
        return script_throw (runtime, "TypeError", "Class constructor URL cannot be invoked without 'new'");
    SCRIPT_TRY (prototype_of_target (runtime, call->new_target, prototype, &prototype));
    SCRIPT_TRY (url_text (call, 0, &text));
    SCRIPT_TRY (url_text (call, 1, &base));
    if (!text || (!base && !has_scheme (text)))
        return node_throw (runtime, "TypeError", "ERR_INVALID_URL", "Invalid URL");
    base_path = base ? file_path (base) : NULL;
    if (has_scheme (text))
        joined = g_strdup (text);
    else if (base_path && *text == '/')
        joined = g_strconcat ("file://", text, NULL);
    else if (base_path)
        joined = g_strdup_printf ("file://%.*s%s", (int)(strrchr (base_path, '/') + 1 - base_path), base_path, text);
    path = joined ? file_path (joined) : NULL;
    if (!path || strpbrk (joined, "?#"))
        return script_refuse (runtime, "a URL other than of a file is out of reach");
    *out = new_url (runtime, path, prototype);
    return SCRIPT_NORMAL;
}

static ScriptStatus url_to_string (ScriptCall *call, Value *out)
{
    return es_get (call->runtime, call->receiver, intern (call->runtime, "href", -1), out);
}

static ScriptStatus url_file_url_to_path (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value value = call_argument (call, 0);
    g_autofree char *path = NULL;
    g_autofree char *plain = NULL;

    if (value.kind == VALUE_OBJECT)
        SCRIPT_TRY (script_member (runtime, value, "href", &value));
    if (value.kind != VALUE_STRING)
        return node_throw_argument (runtime, "\"path\" argument", "of type string or an instance of URL",
                                    call_argument (call, 0));
    path = file_path (value_to_text (runtime, value));
    if (!path && has_scheme (value_to_text (runtime, value)))
        return node_throw (runtime, "TypeError", "ERR_INVALID_URL_SCHEME", "The URL must be of scheme file");
    plain = path ? g_uri_unescape_string (path, NULL) : NULL;
    if (!plain)
        return node_throw (runtime, "TypeError", "ERR_INVALID_URL", "Invalid URL");
    *out = value_string (runtime, plain, -1);
    return SCRIPT_NORMAL;
}

static Value url_class (ScriptRuntime *runtime)
{
    return script_peek (runtime, value_of_object (runtime->global), "URL");
}

static ScriptStatus url_path_to_file_url (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value value = call_argument (call, 0);
    g_autofree char *path = NULL;
    g_autofree char *escaped = NULL;

    if (value.kind != VALUE_STRING)
        return node_throw_argument (runtime, "\"path\" argument", "of type string", value);
    path = g_canonicalize_filename (value_to_text (runtime, value), runtime->folder);
    escaped = escape_path (path);
    *out = new_url (runtime, escaped, script_peek (runtime, url_class (runtime), "prototype").as.object);
    return SCRIPT_NORMAL;
}

Value module_url (ScriptRuntime *runtime)
{
    static const NativeEntry functions[] = { { "fileURLToPath", 1, url_file_url_to_path },
                                             { "pathToFileURL", 1, url_path_to_file_url },
                                             { NULL, 0, NULL } };
    Value url = script_object_new (runtime);

    natives_define (runtime, url.as.object, functions);
    script_set (runtime, url, "URL", url_class (runtime));
    return url;
}

void es_setup_url (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "toString", 0, url_to_string },
                                           { "toJSON", 0, url_to_string },
                                           { NULL, 0, NULL } };
    ScriptObject *prototype = object_new (runtime, runtime->prototypes.object);

    natives_define_class (runtime, "URL", 1, url_constructor, prototype, members, NULL)->captured =
        value_of_object (prototype);
}
