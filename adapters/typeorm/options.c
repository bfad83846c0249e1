/* What the project's data source would say: what migshim.yaml tells, else what the project's package.json shows. */

#include "adapters/typeorm/typeorm.h"

#include <string.h>

typedef struct
{
    const char *name;
    TypeormType type;
    Dialect dialect;
} TypeName;

static const TypeName type_names[] = {
    { "postgres", TYPEORM_POSTGRES, DIALECT_POSTGRESQL }, { "mysql", TYPEORM_MYSQL, DIALECT_MYSQL },
    { "mariadb", TYPEORM_MARIADB, DIALECT_MYSQL },        { "better-sqlite3", TYPEORM_BETTER_SQLITE3, DIALECT_SQLITE },
    { "sqlite", TYPEORM_SQLITE, DIALECT_SQLITE },
};

/* The version of the package NAME that the nearest package.json above FOLDER, not above ROOT, asks for; NULL when none does. Free with g_free. */
static char *find_dependency (const char *folder, const char *root, const char *name)
{
    g_autofree char *at = g_strdup (folder);
    g_autofree char *quoted = g_strdup_printf ("\"%s\"", name);

    for (gboolean more = TRUE; more;)
    {
        g_autofree char *path = g_build_filename (at, "package.json", NULL);
        g_autofree char *text = NULL;
        const char *found;
        char *parent;

        if (g_file_get_contents (path, &text, NULL, NULL) && (found = strstr (text, quoted)))
        {
            found += strlen (quoted);
            found += strspn (found, " \t\r\n");
            if (*found == ':')
            {
                found += 1 + strspn (found + 1, " \t\r\n");
                if (*found == '"')
                    return g_strndup (found + 1, strcspn (found + 1, "\""));
            }
        }
        more = !g_str_equal (at, root) && strlen (at) > 1;
        parent = g_path_get_dirname (at);
        g_free (at);
        at = parent;
    }
    return NULL;
}

guint typeorm_major (const Source *source)
{
    g_autofree char *range = find_dependency (source->paths[0], source->root, "typeorm");
    const char *digits = range ? strpbrk (range, "0123456789") : NULL;

    return digits && g_ascii_strtoull (digits, NULL, 10) == 0 ? 0 : 1;
}

static TypeormType default_type (const Source *source, Dialect dialect)
{
    g_autofree char *better = NULL;
    g_autofree char *plain = NULL;

    switch (dialect)
    {
    case DIALECT_POSTGRESQL:
        return TYPEORM_POSTGRES;
    case DIALECT_MYSQL:
        return TYPEORM_MYSQL;
    case DIALECT_SQLITE:
        better = find_dependency (source->paths[0], source->root, "better-sqlite3");
        plain = better ? NULL : find_dependency (source->paths[0], source->root, "sqlite3");
        return plain ? TYPEORM_SQLITE : TYPEORM_BETTER_SQLITE3;
    }
    g_return_val_if_reached (TYPEORM_POSTGRES);
}

static TypeormType type_of (const Source *source, Dialect dialect)
{
    const char *given = source_history_setting (source, "type", NULL);

    for (guint i = 0; given && i < G_N_ELEMENTS (type_names); i++)
        if (type_names[i].dialect == dialect && g_str_equal (type_names[i].name, given))
            return type_names[i].type;
    return default_type (source, dialect);
}

void typeorm_options_read (const Source *source, Dialect dialect, Session *session, TypeormOptions *options)
{
    *options = (TypeormOptions){ .type = type_of (source, dialect) };
    for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
        if (type_names[i].type == options->type)
            options->type_name = type_names[i].name;
    options->schema = source_history_setting (source, "schema", NULL);
    options->database = session ? session_database (session) : NULL;
    options->entity_prefix = source_history_setting (source, "entityPrefix", "");
    options->metadata_table = source_history_setting (source, "metadataTable", "typeorm_metadata");
    options->major = typeorm_major (source);
}
