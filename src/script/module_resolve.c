/* Which file a specifier means: see module.h. Order of the attempts: TypeScript's and Node's, with .ts before .js; then a few packages. */

#include "script/module.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const extensions[] = { "", ".ts", ".js", ".mjs", ".cjs", ".mts", ".cts", ".json" };

gboolean module_inside_root (ScriptRuntime *runtime, const char *path)
{
    char real_root[4097];
    char real[4097];
    gsize length;

    if (!runtime->root || !realpath (runtime->root, real_root) || !realpath (path, real))
        return FALSE;
    length = strlen (real_root);
    if (strcmp (real_root, "/") == 0)
        return TRUE;
    return strncmp (real, real_root, length) == 0 && (real[length] == '/' || real[length] == 0);
}

static gboolean is_file (const char *path)
{
    struct stat info;

    return stat (path, &info) == 0 && S_ISREG (info.st_mode);
}

static gboolean is_folder (const char *path)
{
    struct stat info;

    return stat (path, &info) == 0 && S_ISDIR (info.st_mode);
}

/* BASE itself, with an extension, or its .ts when it says .js. */
static char *try_file (const char *base)
{
    for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
    {
        char *path = g_strconcat (base, extensions[i], NULL);

        if (is_file (path))
            return path;
        g_free (path);
    }
    for (gsize i = 0; i < 3; i++)
    {
        static const char *const from[] = { ".js", ".mjs", ".cjs" };
        static const char *const to[] = { ".ts", ".mts", ".cts" };

        if (g_str_has_suffix (base, from[i]))
        {
            g_autofree char *stem = g_strndup (base, strlen (base) - strlen (from[i]));
            char *path = g_strconcat (stem, to[i], NULL);

            if (is_file (path))
                return path;
            g_free (path);
        }
    }
    return NULL;
}

static char *try_folder (const char *base)
{
    g_autofree char *package = g_build_filename (base, "package.json", NULL);
    g_autofree char *index = g_build_filename (base, "index", NULL);
    char *found = NULL;

    if (is_file (package))
    {
        json_t *root = json_load_file (package, 0, NULL);
        const char *main = root ? json_string_value (json_object_get (root, "main")) : NULL;

        if (main)
        {
            g_autofree char *path = g_canonicalize_filename (main, base);
            g_autofree char *inner = g_build_filename (path, "index", NULL);

            found = try_file (path);
            if (!found && is_folder (path))
                found = try_file (inner);
        }
        json_decref (root);
    }
    return found ? found : try_file (index);
}

static char *try_path (const char *base)
{
    char *found = g_str_has_suffix (base, "/") ? NULL : try_file (base);

    return found ? found : is_folder (base) ? try_folder (base) : NULL;
}

/* TypeScript's configuration may hold comments and commas before closing brackets: they become blanks. */
static char *plain_json (const char *text)
{
    char *plain = g_strdup (text);
    gboolean in_string = FALSE;

    for (char *p = plain; *p; p++)
    {
        if (in_string)
        {
            if (*p == '\\' && p[1])
                p++;
            else if (*p == '"')
                in_string = FALSE;
        }
        else if (*p == '"')
            in_string = TRUE;
        else if (p[0] == '/' && p[1] == '/')
            while (*p && *p != '\n')
                *p++ = ' ';
        else if (p[0] == '/' && p[1] == '*')
        {
            while (*p && !(p[0] == '*' && p[1] == '/'))
                *p++ = ' ';
            if (*p)
                p[0] = p[1] = ' ';
        }
        if (!*p)
            break;
    }
    in_string = FALSE;
    for (char *p = plain; *p; p++)
    {
        if (*p == '"' && (p == plain || p[-1] != '\\'))
            in_string = !in_string;
        if (*p == ',' && !in_string)
        {
            const char *next = p + 1;

            while (g_ascii_isspace (*next))
                next++;
            if (*next == '}' || *next == ']')
                *p = ' ';
        }
    }
    return plain;
}

static json_t *read_tsconfig (const char *path)
{
    g_autofree char *text = NULL;
    g_autofree char *plain = NULL;

    if (!g_file_get_contents (path, &text, NULL, NULL))
        return NULL;
    plain = plain_json (text);
    return json_loads (plain, 0, NULL);
}

/* What SPECIFIER stands for by one pattern of `paths`; the star's part goes into REST. */
static gboolean matches (const char *pattern, const char *specifier, char **rest)
{
    const char *star = strchr (pattern, '*');
    gsize before = star ? (gsize)(star - pattern) : strlen (pattern);
    gsize after = star ? strlen (star + 1) : 0;
    gsize length = strlen (specifier);

    if (!star)
    {
        *rest = NULL;
        return strcmp (pattern, specifier) == 0;
    }
    if (length < before + after || strncmp (specifier, pattern, before) != 0 ||
        strcmp (specifier + length - after, star + 1) != 0)
        return FALSE;
    *rest = g_strndup (specifier + before, length - before - after);
    return TRUE;
}

static char *try_target (const char *base, const char *target, const char *rest)
{
    const char *star = strchr (target, '*');
    g_autofree char *filled =
        star ? g_strdup_printf ("%.*s%s%s", (int)(star - target), target, rest ? rest : "", star + 1)
             : g_strdup (target);
    g_autofree char *path = g_canonicalize_filename (filled, base);

    return try_path (path);
}

/* SPECIFIER by `paths` and `baseUrl` of the tsconfig.json at PATH, or of what it extends. */
static char *resolve_by_tsconfig (const char *path, const char *specifier, guint depth)
{
    json_t *root = depth < 8 ? read_tsconfig (path) : NULL;
    json_t *options = json_object_get (root, "compilerOptions");
    const char *base_url = json_string_value (json_object_get (options, "baseUrl"));
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *base = g_canonicalize_filename (base_url ? base_url : ".", folder);
    const char *extends = json_string_value (json_object_get (root, "extends"));
    char *found = NULL;
    const char *pattern;
    json_t *targets;

    json_object_foreach (json_object_get (options, "paths"), pattern, targets)
    {
        g_autofree char *rest = NULL;
        gsize i;
        json_t *target;

        if (found || !matches (pattern, specifier, &rest))
            continue;
        json_array_foreach (targets, i, target) if (!found && json_is_string (target)) found =
            try_target (base, json_string_value (target), rest);
    }
    if (!found && base_url)
        found = try_target (base, specifier, NULL);
    if (!found && extends && extends[0] == '.')
    {
        g_autofree char *parent = g_canonicalize_filename (extends, folder);
        g_autofree char *with_extension =
            g_str_has_suffix (parent, ".json") ? g_strdup (parent) : g_strconcat (parent, ".json", NULL);

        found = resolve_by_tsconfig (with_extension, specifier, depth + 1);
    }
    json_decref (root);
    return found;
}

/* By the tsconfig.json that was named, or the nearest above FROM within the root. */
static char *resolve_alias (ScriptRuntime *runtime, const char *from, const char *specifier)
{
    g_autofree char *folder = g_path_get_dirname (from);

    if (runtime->tsconfig)
        return resolve_by_tsconfig (runtime->tsconfig, specifier, 0);
    while (module_inside_root (runtime, folder))
    {
        g_autofree char *path = g_build_filename (folder, "tsconfig.json", NULL);
        char *parent;

        if (is_file (path))
            return resolve_by_tsconfig (path, specifier, 0);
        parent = g_path_get_dirname (folder);
        if (strcmp (parent, folder) == 0)
        {
            g_free (parent);
            return NULL;
        }
        g_free (folder);
        folder = parent;
    }
    return NULL;
}

/* Packages that only compute: what compilers' output asks for, and helpers that migrations are seen to use. Others are not read, since
 * what lies behind their names (frameworks, drivers, whole applications) is out of reach, and most imports of them are never used. */
static const char *const packages[] = { "tslib",    "@swc/helpers", "@babel/runtime", "lodash", "lodash-es", "dayjs",
                                        "date-fns", "moment",       "js-yaml",        "ms",     "slugify" };

static gboolean is_read (const char *package)
{
    for (gsize i = 0; i < G_N_ELEMENTS (packages); i++)
        if (strcmp (packages[i], package) == 0)
            return TRUE;
    return FALSE;
}

/* The file that a value of `exports` names for require: a text, or the first condition of it that holds. */
static const char *export_target (const json_t *value)
{
    const char *condition;
    json_t *inner;

    if (json_is_string (value))
        return json_string_value (value);
    json_object_foreach ((json_t *)(gpointer)value, condition, inner)
    {
        const char *target =
            strcmp (condition, "require") == 0 || strcmp (condition, "node") == 0 || strcmp (condition, "default") == 0
                ? export_target (inner)
                : NULL;

        if (target)
            return target;
    }
    return NULL;
}

/* SUBPATH ("." or "./x") of the package in FOLDER by its `exports`; NULL when they say nothing of it. */
static char *resolve_exports (const char *folder, const char *subpath)
{
    g_autofree char *path = g_build_filename (folder, "package.json", NULL);
    json_t *root = json_load_file (path, 0, NULL);
    json_t *exports = json_object_get (root, "exports");
    const char *target = export_target (json_object_get (exports, subpath));
    const char *pattern;
    char *found = NULL;
    json_t *value;

    if (target)
        found = try_target (folder, target, NULL);
    else if (strcmp (subpath, ".") == 0 && (target = export_target (exports)))
        found = try_target (folder, target, NULL);
    json_object_foreach (exports, pattern, value)
    {
        g_autofree char *rest = NULL;

        if (!found && strchr (pattern, '*') && matches (pattern, subpath, &rest) && (target = export_target (value)))
            found = try_target (folder, target, rest);
    }
    json_decref (root);
    return found;
}

/* From node_modules of the folder of FROM or one above it, as Node looks for packages; only those that are read. */
static char *resolve_package (ScriptRuntime *runtime, const char *from, const char *specifier)
{
    const char *slash = strchr (specifier, '/');
    g_autofree char *package = NULL;
    g_autofree char *subpath = NULL;
    g_autofree char *folder = g_path_get_dirname (from);

    if (slash && specifier[0] == '@')
        slash = strchr (slash + 1, '/');
    package = slash ? g_strndup (specifier, (gsize)(slash - specifier)) : g_strdup (specifier);
    subpath = slash ? g_strconcat (".", slash, NULL) : g_strdup (".");
    if (!is_read (package))
        return NULL;
    while (module_inside_root (runtime, folder))
    {
        g_autofree char *home = g_build_filename (folder, "node_modules", package, NULL);
        char *parent = g_path_get_dirname (folder);

        if (is_folder (home))
        {
            g_autofree char *base = g_canonicalize_filename (subpath, home);
            char *found = resolve_exports (home, subpath);

            g_free (parent);
            return found ? found : try_path (base);
        }
        if (strcmp (parent, folder) == 0)
        {
            g_free (parent);
            return NULL;
        }
        g_free (folder);
        folder = parent;
    }
    return NULL;
}

char *module_resolve (ScriptRuntime *runtime, const char *from, const char *specifier, char **reason)
{
    g_autofree char *folder = g_path_get_dirname (from);
    g_autofree char *found = NULL;

    if (g_str_has_prefix (specifier, "./") || g_str_has_prefix (specifier, "../") || strcmp (specifier, ".") == 0 ||
        strcmp (specifier, "..") == 0 || specifier[0] == '/')
    {
        g_autofree char *base = g_canonicalize_filename (specifier, folder);

        found = try_path (base);
    }
    else
    {
        found = resolve_alias (runtime, from, specifier);
        if (!found)
            found = resolve_package (runtime, from, specifier);
    }
    if (!found)
    {
        *reason = g_strdup_printf ("the import \"%s\" can't be resolved", specifier);
        return NULL;
    }
    if (!module_inside_root (runtime, found))
    {
        *reason = g_strdup_printf ("the import \"%s\" lies outside of the root of the source", specifier);
        return NULL;
    }
    return g_steal_pointer (&found);
}
