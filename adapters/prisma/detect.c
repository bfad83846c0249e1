/* Where Prisma itself would look from a folder (inferDirectoryConfig.ts, getSchema.ts): prisma.config.ts, `prisma.schema` of package.json, schema.prisma. Migrations
 * are in `migrations` beside the schema, unless the configuration file says otherwise. */

#include "adapters/prisma/prisma.h"
#include "adapters/prisma/reading.h"
#include "util/path.h"

#include <string.h>

static const char *const config_names[] = { "prisma.config.ts",  "prisma.config.mts",  "prisma.config.cts",
                                            "prisma.config.js",  "prisma.config.mjs",  "prisma.config.cjs",
                                            ".config/prisma.ts", ".config/prisma.mts", ".config/prisma.cts",
                                            ".config/prisma.js", ".config/prisma.mjs", ".config/prisma.cjs" };

/* Folders that only hold a schema; the service is the one above. */
static const char *const holder_names[] = { "prisma", "schema", "db", "database", "src", "config" };

/* What is known of one project. */
typedef struct
{
    const char *root;
    char *folder;     /* of the service */
    char *evidence;   /* the file that told, absolute */
    char *schema;     /* the schema's file or folder, absolute, or NULL */
    char *migrations; /* absolute */
    char *url_base;   /* the folder that relative SQLite paths start from */
    ReadValue url;
    gboolean eight; /* Prisma 8 */
    GString *note;
} Project;

static void project_clear (Project *project)
{
    g_free (project->folder);
    g_free (project->evidence);
    g_free (project->schema);
    g_free (project->migrations);
    g_free (project->url_base);
    g_free (project->url.variable);
    g_free (project->url.literal);
    if (project->note)
        g_string_free (project->note, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Project, project_clear)

static void add_note (Project *project, const char *format, ...) G_GNUC_PRINTF (2, 3);
static void add_note (Project *project, const char *format, ...)
{
    va_list arguments;

    if (project->note->len > 0)
        g_string_append (project->note, "; ");
    va_start (arguments, format);
    g_string_append_vprintf (project->note, format, arguments);
    va_end (arguments);
}

static gboolean is_folder (const char *path)
{
    return g_file_test (path, G_FILE_TEST_IS_DIR);
}

/* The text of FOLDER/NAME, or NULL. */
static char *read_file (const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);
    char *text = NULL;

    g_file_get_contents (path, &text, NULL, NULL);
    return text;
}

static gboolean value_is_known (const ReadValue *value)
{
    return value->variable || value->literal;
}

/* The folder of the service, which is not one that only holds the schema. Free with g_free. */
static char *service_folder (const Project *project)
{
    g_autofree char *root = g_canonicalize_filename (project->root, NULL);
    char *folder = g_canonicalize_filename (project->folder, NULL);

    for (gboolean again = TRUE; again && !g_str_equal (folder, root);)
    {
        g_autofree char *base = g_path_get_basename (folder);

        again = FALSE;
        for (gsize i = 0; i < G_N_ELEMENTS (holder_names) && !again; i++)
            again = g_str_equal (holder_names[i], base);
        if (again)
        {
            char *parent = g_path_get_dirname (folder);

            g_free (folder);
            folder = parent;
        }
    }
    return folder;
}

/* Does the URL hold a password? */
static gboolean has_password (const char *url)
{
    const char *host = strstr (url, "://");
    const char *at, *colon;

    if (!host)
        return FALSE;
    host += 3;
    at = strchr (host, '@');
    colon = strchr (host, ':');
    return (at && colon && colon < at) || strstr (url, "password=") || strstr (url, "api_key=");
}

static char *file_url (const Project *project, const char *literal)
{
    g_autofree char *path = g_strndup (literal + strlen ("file:"), strcspn (literal + strlen ("file:"), "?"));
    g_autofree char *whole = g_canonicalize_filename (path, project->url_base);
    g_autofree char *relative = path_relative_to (project->root, whole);

    return g_strconcat (g_path_is_absolute (relative) ? "file:" : "file:./", relative, NULL);
}

/* A .env file beside the schema or in the service's folder that gives NAME a path: Prisma takes it from another folder than we would. */
static char *env_file_url (Project *project)
{
    g_autofree char *service = service_folder (project);
    const char *folders[] = { service, project->folder, project->url_base };

    for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
        g_autofree char *text = read_file (folders[i], ".env");
        g_autofree char *value = text ? read_env_file (text, project->url.variable) : NULL;

        if (value && g_str_has_prefix (value, "file:") && !g_path_is_absolute (value + strlen ("file:")))
        {
            g_autofree char *base = path_relative_to (project->root, project->url_base);

            add_note (project, "%s is a relative path, which Prisma takes from the folder %s", project->url.variable,
                      base);
            return file_url (project, value);
        }
    }
    return NULL;
}

static char *project_url (Project *project)
{
    char *url = NULL;

    if (project->url.variable)
    {
        url = env_file_url (project);
        return url ? url : g_strdup_printf ("${%s}", project->url.variable);
    }
    if (project->url.literal && g_str_has_prefix (project->url.literal, "file:"))
        return file_url (project, project->url.literal);
    if (project->url.literal && *project->url.literal && !has_password (project->url.literal))
        return g_strdup (project->url.literal);
    if (project->url.literal && *project->url.literal)
        add_note (project, "the URL stands there with its password: put it into a variable");
    else if (!project->eight)
        add_note (project, "the database's URL could not be read");
    return NULL;
}

/* Adds the project, unless its folder of migrations is there already; then it only completes what is missing. */
static void add_project (Project *project, GPtrArray *found)
{
    g_autofree char *path = path_relative_to (project->root, project->migrations);
    g_autofree char *folder = service_folder (project);
    FoundSource *source;

    if (!is_folder (project->migrations))
        return;
    for (guint i = 0; i < found->len; i++)
    {
        source = found->pdata[i];
        if (!g_str_equal (source->path, path))
            continue;
        if (!source->url && value_is_known (&project->url))
        {
            source->url = project_url (project);
            g_clear_pointer (&source->note, g_free);
        }
        return;
    }
    source = g_new0 (FoundSource, 1);
    source->name = g_path_get_basename (folder);
    source->path = g_steal_pointer (&path);
    source->url = project_url (project);
    source->evidence = path_relative_to (project->root, project->evidence);
    source->note = project->note->len > 0 ? g_strdup (project->note->str) : NULL;
    g_ptr_array_add (found, source);
}

/* Reads the datasource block of FILE in FOLDER, as far as nothing is known yet. FALSE when there is none. */
static gboolean read_schema_file (Project *project, const char *folder, const char *file)
{
    g_autofree char *text = read_file (folder, file);
    g_auto (ReadDatasource) datasource = { 0 };

    if (!text || !read_datasource (text, &datasource))
        return FALSE;
    if (g_strcmp0 (datasource.provider, "sqlserver") == 0 || g_strcmp0 (datasource.provider, "cockroachdb") == 0 ||
        g_strcmp0 (datasource.provider, "mongodb") == 0)
        add_note (project, "the provider is %s, which is out of reach", datasource.provider);
    if (!value_is_known (&project->url))
    {
        project->url = datasource.url;
        datasource.url = (ReadValue){ 0 };
        g_free (project->url_base);
        project->url_base = g_strdup (folder);
    }
    return TRUE;
}

/* The folder, FOLDER or one below it, of the file that holds the datasource block, which is read; NULL when there is none. Free with g_free. */
static char *read_schema_folder (Project *project, const char *folder, int depth)
{
    g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
    const char *name;

    while (directory && (name = g_dir_read_name (directory)))
    {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        if (g_str_has_suffix (name, ".prisma") && read_schema_file (project, folder, name))
            return g_strdup (folder);
        if (depth > 0 && is_folder (path) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        {
            char *found = read_schema_folder (project, path, depth - 1);

            if (found)
                return found;
        }
    }
    return NULL;
}

/* The migrations of a schema in several files are beside the file with the datasource block (Prisma 6.6), and were beside the folder of them before. */
static char *migrations_of_folder (const Project *project, const char *block_folder)
{
    g_autofree char *above = g_path_get_dirname (project->schema);
    const char *folders[] = { block_folder, project->schema, above };

    for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
        g_autofree char *path = folders[i] ? g_build_filename (folders[i], "migrations", NULL) : NULL;

        if (path && is_folder (path))
            return g_steal_pointer (&path);
    }
    return g_build_filename (project->schema, "migrations", NULL);
}

/* Reads the schema, a file or a folder of files; MIGRATIONS is set beside it unless it is known. FALSE when there is no datasource block in it. */
static gboolean read_schema (Project *project)
{
    g_autofree char *folder = NULL;
    g_autofree char *file = NULL;

    if (is_folder (project->schema))
    {
        folder = read_schema_folder (project, project->schema, 3);
        if (!project->migrations)
            project->migrations = migrations_of_folder (project, folder);
        return folder != NULL;
    }
    folder = g_path_get_dirname (project->schema);
    file = g_path_get_basename (project->schema);
    if (!project->migrations)
        project->migrations = g_build_filename (folder, "migrations", NULL);
    return read_schema_file (project, folder, file);
}

/* Where Prisma looks for a schema that nothing names. NULL when there is none. */
static char *default_schema (const char *folder)
{
    static const char *const places[] = { "schema.prisma", "prisma/schema.prisma", "prisma/schema" };

    for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
        g_autofree char *path = g_build_filename (folder, places[i], NULL);

        if (g_file_test (path, G_FILE_TEST_EXISTS))
            return g_steal_pointer (&path);
    }
    return NULL;
}

static void detect_config (const char *root, const char *folder, const char *name, GPtrArray *found)
{
    g_auto (Project) project = { .root = root, .folder = g_strdup (folder), .note = g_string_new (NULL) };
    g_auto (ReadConfig) config = { 0 };
    g_autofree char *text = read_file (folder, name);
    g_autofree char *base = NULL;

    if (!text)
        return;
    project.evidence = g_build_filename (folder, name, NULL);
    base = g_path_get_dirname (project.evidence);
    read_config (text, &config);
    project.url = config.url;
    config.url = (ReadValue){ 0 };
    project.url_base = g_strdup (base);
    if (config.migrations.literal)
        project.migrations = g_canonicalize_filename (config.migrations.literal, base);
    else if (config.migrations.unreadable || config.migrations.variable)
        add_note (&project, "`migrations.path` could not be read");
    project.eight = config.eight;
    if (config.eight)
    {
        add_note (&project, "this is Prisma 8, whose migrations are another system that is out of reach: leave it out");
        project.migrations = project.migrations ? project.migrations : g_build_filename (base, "migrations", NULL);
        add_project (&project, found);
        return;
    }
    project.schema =
        config.schema.literal ? g_canonicalize_filename (config.schema.literal, base) : default_schema (folder);
    if (project.schema)
        read_schema (&project);
    if (project.migrations)
        add_project (&project, found);
}

static void detect_package (const char *root, const char *folder, GPtrArray *found)
{
    g_auto (Project) project = {
        .root = root, .folder = g_strdup (folder), .url_base = g_strdup (folder), .note = g_string_new (NULL)
    };
    g_autofree char *text = read_file (folder, "package.json");
    g_autofree char *schema = text ? read_package_schema (text) : NULL;

    if (!schema)
        return;
    project.evidence = g_build_filename (folder, "package.json", NULL);
    project.schema = g_canonicalize_filename (schema, folder);
    if (read_schema (&project))
        add_project (&project, found);
}

/* A schema that stands where Prisma looks for it: schema.prisma, or the folder prisma/schema. */
static void detect_schema (const char *root, const char *folder, GPtrArray *found)
{
    g_auto (Project) project = {
        .root = root, .folder = g_strdup (folder), .url_base = g_strdup (folder), .note = g_string_new (NULL)
    };
    g_autofree char *file = g_build_filename (folder, "schema.prisma", NULL);
    gboolean several = g_str_has_suffix (folder, "/prisma/schema");

    if (!several && !g_file_test (file, G_FILE_TEST_IS_REGULAR))
        return;
    project.schema = g_strdup (several ? folder : file);
    project.evidence = g_strdup (project.schema);
    if (read_schema (&project))
        add_project (&project, found);
}

gboolean prisma_detect (const char *root, const char *folder, GPtrArray *found, GError **error G_GNUC_UNUSED)
{
    for (gsize i = 0; i < G_N_ELEMENTS (config_names); i++)
        detect_config (root, folder, config_names[i], found);
    detect_package (root, folder, found);
    detect_schema (root, folder, found);
    return TRUE;
}
