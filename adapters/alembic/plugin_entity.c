/* alembic_utils: entities of PostgreSQL that are created, dropped and replaced whole (replaceable_entity.py and a file for each kind). */

#include "adapters/alembic/plugin.h"
#include "script/py.h"

#include <string.h>

typedef enum
{
    ENTITY_EXTENSION,
    ENTITY_FUNCTION,
    ENTITY_VIEW,
    ENTITY_MATERIALIZED_VIEW,
    ENTITY_TRIGGER,
    ENTITY_POLICY,
    ENTITY_GRANT_TABLE
} EntityKind;

typedef struct
{
    EntityKind kind;
    char *schema;    /* with quotes: literal_schema */
    char *signature; /* without */
    char *definition;
    char *on_entity;
    gboolean with_data, is_constraint;
    char *table, *role; /* of a grant, with quotes */
    char *grant, *columns;
    gboolean with_grant_option;
} Entity;

static void free_entity (gpointer data)
{
    Entity *entity = data;

    g_free (entity->schema);
    g_free (entity->signature);
    g_free (entity->definition);
    g_free (entity->on_entity);
    g_free (entity->table);
    g_free (entity->role);
    g_free (entity->grant);
    g_free (entity->columns);
    g_free (entity);
}

static const HostClass entity_class;

/* normalize_whitespace, coerce_to_unquoted */
static char *unquoted (const char *text)
{
    GString *out = g_string_new (NULL);

    for (const char *at = text; *at; at++)
        if (g_ascii_isspace (*at))
        {
            if (out->len > 0 && out->str[out->len - 1] != ' ')
                g_string_append_c (out, ' ');
        }
        else if (*at != '"')
            g_string_append_c (out, *at);
    return g_strchomp (g_string_free (out, FALSE));
}

/* coerce_to_quoted */
static char *quoted (const char *text)
{
    const char *dot = strchr (text, '.');

    return dot ? g_strdup_printf ("\"%.*s\".\"%s\"", (int)(dot - text), text, dot + 1)
               : g_strdup_printf ("\"%s\"", text);
}

/* strip_terminating_semicolon */
static char *without_semicolon (const char *text)
{
    char *copy = g_strstrip (g_strdup (text));
    gsize length = strlen (copy);

    while (length > 0 && copy[length - 1] == ';')
        copy[--length] = '\0';
    return g_strstrip (copy);
}

/* escape_colon_for_sql, escape_colon_for_plpgsql: which colons sa.text () takes as they are. */
static char *escape_colons (const char *text, gboolean plpgsql)
{
    GString *out = g_string_new (NULL);

    for (const char *at = text; *at; at++)
    {
        gboolean kept =
            g_str_has_prefix (at, "::") || (plpgsql && (g_str_has_prefix (at, ":=") || g_str_has_prefix (at, "\\:")));

        if (kept)
            g_string_append_c (out, *at++);
        else if (*at == ':')
            g_string_append_c (out, '\\');
        g_string_append_c (out, *at);
    }
    return g_string_free (out, FALSE);
}

static Entity *entity_new (ScriptCall *call, EntityKind kind, Value schema, Value signature)
{
    const char *schema_text = sa_text (call->runtime, schema), *signature_text = sa_text (call->runtime, signature);
    g_autofree char *bare = NULL;
    Entity *entity;

    if (!schema_text || !signature_text)
        return NULL;
    entity = g_new0 (Entity, 1);
    entity->kind = kind;
    bare = unquoted (schema_text);
    entity->schema = quoted (bare);
    entity->signature = unquoted (signature_text);
    host_object_set_data (call->runtime, call->receiver, entity);
    return entity;
}

static ScriptStatus not_texts (ScriptCall *call)
{
    return script_refuse (call->runtime, "an entity is given texts: schema, signature and definition");
}

static ScriptStatus extension_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[2];

    SCRIPT_TRY (py_bind (call, "PGExtension(schema, signature)", values));
    return entity_new (call, ENTITY_EXTENSION, values[0], values[1]) ? SCRIPT_NORMAL : not_texts (call);
}

static gboolean is_plpgsql (const char *definition)
{
    g_autofree char *plain = unquoted (definition);
    g_autofree char *lower = g_ascii_strdown (plain, -1);
    g_autoptr (GString) text = g_string_new (lower);

    g_string_replace (text, "'", "", 0);
    return strstr (text->str, "language plpgsql") != NULL;
}

static ScriptStatus defined_init (ScriptCall *call, EntityKind kind, const char *signature)
{
    Value values[5];
    const char *definition;
    g_autofree char *bare = NULL;
    Entity *entity;

    SCRIPT_TRY (py_bind (call, signature, values));
    definition = sa_text (call->runtime, values[2]);
    if (!definition || !(entity = entity_new (call, kind, values[0], values[1])))
        return not_texts (call);
    bare = without_semicolon (definition);
    entity->definition = kind == ENTITY_VIEW || kind == ENTITY_MATERIALIZED_VIEW
                             ? g_steal_pointer (&bare)
                             : escape_colons (bare, kind == ENTITY_FUNCTION && is_plpgsql (definition));
    entity->with_data = TRUE;
    if (kind == ENTITY_MATERIALIZED_VIEW)
        entity->with_data = values[3].kind == VALUE_EMPTY || value_is_truthy (values[3]);
    if (kind == ENTITY_TRIGGER || kind == ENTITY_POLICY)
    {
        const char *on = sa_text (call->runtime, values[3]);
        g_autofree char *full = on && !strchr (on, '.') ? g_strconcat ("public.", on, NULL) : g_strdup (on);

        if (!on)
            return not_texts (call);
        entity->on_entity = unquoted (full);
    }
    if (kind == ENTITY_TRIGGER)
        entity->is_constraint = values[4].kind != VALUE_EMPTY && value_is_truthy (values[4]);
    return SCRIPT_NORMAL;
}

static ScriptStatus function_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return defined_init (call, ENTITY_FUNCTION, "PGFunction(schema, signature, definition)");
}

static ScriptStatus view_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return defined_init (call, ENTITY_VIEW, "PGView(schema, signature, definition)");
}

static ScriptStatus materialized_view_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return defined_init (call, ENTITY_MATERIALIZED_VIEW,
                         "PGMaterializedView(schema, signature, definition, with_data=)");
}

static ScriptStatus trigger_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return defined_init (call, ENTITY_TRIGGER, "PGTrigger(schema, signature, definition, on_entity, is_constraint=)");
}

static ScriptStatus policy_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return defined_init (call, ENTITY_POLICY, "PGPolicy(schema, signature, definition, on_entity)");
}

static gint compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static ScriptStatus grant_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    static const char *const with_columns[] = { "SELECT", "INSERT", "UPDATE", "REFERENCES", NULL };
    ScriptRuntime *runtime = call->runtime;
    GPtrArray *columns = NULL;
    Value values[6];
    Entity *entity;
    const char *grant;

    SCRIPT_TRY (py_bind (call, "PGGrantTable(schema, table, role, grant, columns=, with_grant_option=)", values));
    grant = sa_text (runtime, values[3]);
    if (!grant || !sa_text (runtime, values[2]) ||
        !(entity = entity_new (call, ENTITY_GRANT_TABLE, values[0], values[1])))
        return not_texts (call);
    if (sa_truth (values[4]) == SA_TRUE)
    {
        SCRIPT_TRY (sa_names (runtime, values[4], &columns));
        g_ptr_array_sort (columns, compare_names);
    }
    if (g_strv_contains (with_columns, grant) != (columns && columns->len > 0))
        return script_throw (runtime, "Exception", "When grant type is %s a value must %sbe provided for columns",
                             grant, g_strv_contains (with_columns, grant) ? "" : "not ");
    entity->table = quoted (entity->signature);
    {
        g_autofree char *role = unquoted (sa_text (runtime, values[2]));

        entity->role = quoted (role);
    }
    entity->grant = g_strdup (grant);
    entity->with_grant_option = values[5].kind != VALUE_EMPTY && value_is_truthy (values[5]);
    if (columns)
    {
        g_ptr_array_add (columns, NULL);
        entity->columns = g_strjoinv (", ", (char **)columns->pdata);
    }
    return SCRIPT_NORMAL;
}

/* "name"(arguments */
static char *literal_signature (const Entity *entity)
{
    const char *open = strchr (entity->signature, '(');
    g_autofree char *name = open ? g_strchomp (g_strndup (entity->signature, (gsize)(open - entity->signature))) : NULL;

    return open ? g_strdup_printf ("\"%s\"%s", name, open) : g_strdup_printf ("\"%s\"", entity->signature);
}

/* EVENT ON TABLE ACTION, the table in the entity's own schema (PGTrigger.to_sql_statement_create). */
static ScriptStatus create_trigger (ScriptCall *call, const Entity *entity)
{
    g_autoptr (GRegex) parts =
        g_regex_new ("^(.+?)\\s+ON\\s+(\\S+)\\s+(.*)$", G_REGEX_CASELESS | G_REGEX_DOTALL, 0, NULL);
    g_autoptr (GMatchInfo) match = NULL;
    g_autofree char *event = NULL, *on = NULL, *action = NULL, *schema = unquoted (entity->schema);
    const char *dot;

    if (!g_regex_match (parts, entity->definition, 0, &match))
        return script_throw (call->runtime, "Exception", "Failed to parse SQL into PGTrigger.definition \"\"\"%s\"\"\"",
                             entity->definition);
    event = g_match_info_fetch (match, 1);
    on = g_match_info_fetch (match, 2);
    action = g_match_info_fetch (match, 3);
    dot = strchr (on, '.');
    return plugin_sendf (call, "CREATE%sTRIGGER \"%s\" %s ON %s.%s %s", entity->is_constraint ? " CONSTRAINT " : " ",
                         entity->signature, event, schema, dot ? dot + 1 : on, action);
}

static ScriptStatus create (ScriptCall *call, const Entity *entity, const char *verb)
{
    g_autofree char *signature = literal_signature (entity);

    switch (entity->kind)
    {
    case ENTITY_EXTENSION:
        return plugin_sendf (call, "CREATE EXTENSION \"%s\" WITH SCHEMA %s;", entity->signature, entity->schema);
    case ENTITY_FUNCTION:
        return plugin_sendf (call, "%s FUNCTION %s.%s %s", verb, entity->schema, signature, entity->definition);
    case ENTITY_VIEW:
        return plugin_sendf (call, "CREATE VIEW %s.\"%s\" AS %s;", entity->schema, entity->signature,
                             entity->definition);
    case ENTITY_MATERIALIZED_VIEW:
        return plugin_sendf (call, "CREATE MATERIALIZED VIEW %s.\"%s\" AS %s WITH %s DATA;", entity->schema,
                             entity->signature, entity->definition, entity->with_data ? "" : "NO");
    case ENTITY_TRIGGER:
        return create_trigger (call, entity);
    case ENTITY_POLICY:
        return plugin_sendf (call, "CREATE POLICY %s on %s %s;", entity->signature, entity->on_entity,
                             entity->definition);
    case ENTITY_GRANT_TABLE:
        return plugin_sendf (call, "GRANT %s %s%s%s ON %s.%s TO %s %s", entity->grant, entity->columns ? "( " : "",
                             entity->columns ? entity->columns : "", entity->columns ? " )" : "", entity->schema,
                             entity->table, entity->role, entity->with_grant_option ? " WITH GRANT OPTION" : "");
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

/* The types of a function's parameters without their defaults (PGFunction.to_sql_statement_drop). */
static char *drop_parameters (const Entity *entity)
{
    const char *open = strchr (entity->signature, '('), *close = strrchr (entity->signature, ')');
    g_autofree char *inner =
        open && close && close > open ? g_strndup (open + 1, (gsize)(close - open - 1)) : g_strdup ("");
    g_auto (GStrv) parts = g_strsplit (inner, ",", -1);

    for (char **part = parts; *part; part++)
    {
        g_autofree char *lower = g_ascii_strdown (*part, -1);
        const char *value = strstr (lower, "default");

        if (value)
            (*part)[value - lower] = '\0';
        g_strstrip (*part);
    }
    return g_strjoinv (", ", parts);
}

static ScriptStatus drop (ScriptCall *call, const Entity *entity, const char *if_exists, const char *cascade)
{
    const char *open = strchr (entity->signature, '(');
    g_autofree char *name = g_strchomp (
        g_strndup (entity->signature, open ? (gsize)(open - entity->signature) : strlen (entity->signature)));
    g_autofree char *parameters = drop_parameters (entity);

    switch (entity->kind)
    {
    case ENTITY_EXTENSION:
        return plugin_sendf (call, "DROP EXTENSION \"%s\" %s", entity->signature, cascade);
    case ENTITY_FUNCTION:
        return plugin_sendf (call, "DROP FUNCTION %s.\"%s\"(%s) %s", entity->schema, name, parameters, cascade);
    case ENTITY_VIEW:
        return plugin_sendf (call, "DROP VIEW %s.\"%s\" %s", entity->schema, entity->signature, cascade);
    case ENTITY_MATERIALIZED_VIEW:
        return plugin_sendf (call, "DROP MATERIALIZED VIEW %s%s.\"%s\" %s", if_exists, entity->schema,
                             entity->signature, cascade);
    case ENTITY_TRIGGER:
        return plugin_sendf (call, "DROP TRIGGER %s\"%s\" ON %s %s", if_exists, entity->signature, entity->on_entity,
                             cascade);
    case ENTITY_POLICY:
        return plugin_sendf (call, "DROP POLICY %s%s on %s %s", if_exists, entity->signature, entity->on_entity,
                             cascade);
    case ENTITY_GRANT_TABLE:
        return plugin_sendf (call, "REVOKE %s ON %s.%s FROM %s", entity->grant, entity->schema, entity->table,
                             entity->role);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

static ScriptStatus replace (ScriptCall *call, const Entity *entity)
{
    switch (entity->kind)
    {
    case ENTITY_EXTENSION:
        return script_throw (call->runtime, "NotImplementedError", "an extension can't be replaced");
    case ENTITY_FUNCTION:
        return create (call, entity, "CREATE OR REPLACE");
    case ENTITY_VIEW:
        return plugin_sendf (
            call,
            "do $$ begin CREATE OR REPLACE VIEW %s.\"%s\" AS %s; exception when others then DROP VIEW IF "
            "EXISTS %s.\"%s\"; CREATE VIEW %s.\"%s\" AS %s; end; $$ language 'plpgsql'",
            entity->schema, entity->signature, entity->definition, entity->schema, entity->signature, entity->schema,
            entity->signature, entity->definition);
    case ENTITY_MATERIALIZED_VIEW:
    case ENTITY_TRIGGER:
    case ENTITY_POLICY:
    case ENTITY_GRANT_TABLE:
        SCRIPT_TRY (drop (call, entity, "IF EXISTS ", ""));
        return create (call, entity, "CREATE");
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

static ScriptStatus entity_of (ScriptCall *call, Value value, const Entity **out)
{
    *out = host_object_data (value, &entity_class);
    if (!*out)
        return script_refuse (call->runtime, "an entity of alembic_utils is expected, not %s",
                              py_type_name (call->runtime, value));
    if (sa_dialect (call->runtime)->dialect != DIALECT_POSTGRESQL)
        return script_refuse (call->runtime, "the entities of alembic_utils are PostgreSQL's");
    return SCRIPT_NORMAL;
}

ScriptStatus op_create_entity (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const Entity *entity;
    Value values[1];

    SCRIPT_TRY (py_bind (call, "create_entity(target)", values));
    SCRIPT_TRY (entity_of (call, values[0], &entity));
    return create (call, entity, "CREATE");
}

ScriptStatus op_drop_entity (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const Entity *entity;
    Value values[2];

    SCRIPT_TRY (py_bind (call, "drop_entity(target, cascade=)", values));
    SCRIPT_TRY (entity_of (call, values[0], &entity));
    return drop (call, entity, "", values[1].kind != VALUE_EMPTY && value_is_truthy (values[1]) ? "cascade" : "");
}

ScriptStatus op_replace_entity (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const Entity *entity;
    Value values[1];

    SCRIPT_TRY (py_bind (call, "replace_entity(target)", values));
    SCRIPT_TRY (entity_of (call, values[0], &entity));
    return replace (call, entity);
}

static const HostMember none[] = { { .name = NULL } };
static const HostClass entity_class = {
    .name = "ReplaceableEntity", .summary = "an entity", .members = none, .release = free_entity
};

#define ENTITY(variable, title, about, constructor)                                                                    \
    static const HostClass variable = { .name = title,                                                                 \
                                        .summary = about,                                                              \
                                        .base = &entity_class,                                                         \
                                        .members = none,                                                               \
                                        .init = constructor,                                                           \
                                        .release = free_entity }

ENTITY (extension_class, "PGExtension", "an extension", extension_init);
ENTITY (function_class, "PGFunction", "a function", function_init);
ENTITY (view_class, "PGView", "a view", view_init);
ENTITY (materialized_view_class, "PGMaterializedView", "a materialized view", materialized_view_init);
ENTITY (trigger_class, "PGTrigger", "a trigger", trigger_init);
ENTITY (policy_class, "PGPolicy", "a policy", policy_init);
ENTITY (grant_class, "PGGrantTable", "a grant upon a table", grant_init);

const HostMember plugin_entity_members[] = {
    { .name = "PGExtension", .kind = HOST_CLASS, .gives = &extension_class, .summary = "an extension" },
    { .name = "PGFunction", .kind = HOST_CLASS, .gives = &function_class, .summary = "a function" },
    { .name = "PGView", .kind = HOST_CLASS, .gives = &view_class, .summary = "a view" },
    { .name = "PGMaterializedView",
      .kind = HOST_CLASS,
      .gives = &materialized_view_class,
      .summary = "a materialized view" },
    { .name = "PGTrigger", .kind = HOST_CLASS, .gives = &trigger_class, .summary = "a trigger" },
    { .name = "PGPolicy", .kind = HOST_CLASS, .gives = &policy_class, .summary = "a policy" },
    { .name = "PGGrantTable", .kind = HOST_CLASS, .gives = &grant_class, .summary = "a grant upon a table" },
    { .name = NULL },
};
