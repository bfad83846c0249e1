/* The mappers of names that the package objection has for Knex (utils/identifierMapping.js, 3.1): knexSnakeCaseMappers, knexIdentifierMapping. */

#include "adapters/knex/knexfile.h"

#include <string.h>

typedef struct
{
    gboolean upper_case;
    gboolean before_digits;
    gboolean between_capitals;
} SnakeCase;

/* One pair of hooks. */
typedef struct
{
    SnakeCase snake;
    gboolean is_snake;
    Value format, parse; /* objects of names; or undefined */
} Mappers;

static gboolean is_digit (gunichar c)
{
    return c >= '0' && c <= '9';
}

/* snakeCase: an underscore before a capital that no capital stands before, and by option before more. */
static char *snake_case (const SnakeCase *options, const char *name)
{
    GString *out = g_string_new (NULL);
    gunichar before = 0;

    for (const char *p = name; *p; p = g_utf8_next_char (p))
    {
        gunichar c = g_utf8_get_char (p);
        gboolean capital = c == g_unichar_toupper (c) && g_unichar_toupper (c) != g_unichar_tolower (c);
        gboolean follows_capital =
            before == g_unichar_toupper (before) && g_unichar_toupper (before) != g_unichar_tolower (before);

        if (p == name)
            g_string_append_unichar (out, g_unichar_tolower (c));
        else if (options->before_digits && is_digit (c) && !is_digit (before))
            g_string_append_printf (out, "_%c", (char)c);
        else
        {
            if (capital && (options->between_capitals || !follows_capital))
                g_string_append_c (out, '_');
            g_string_append_unichar (out, capital ? g_unichar_tolower (c) : c);
        }
        before = c;
    }
    if (!options->upper_case)
        return g_string_free (out, FALSE);
    {
        g_autofree char *plain = g_string_free (out, FALSE);

        return g_utf8_strup (plain, -1);
    }
}

/* isAllUpperCaseSnakeCase, which does not look at the first character. */
static gboolean is_upper_case (const char *name)
{
    for (const char *p = *name ? g_utf8_next_char (name) : name; *p; p = g_utf8_next_char (p))
        if (*p != '_' && g_utf8_get_char (p) != g_unichar_toupper (g_utf8_get_char (p)))
            return FALSE;
    return TRUE;
}

/* camelCase: the way back. */
static char *camel_case (const SnakeCase *options, const char *given)
{
    g_autofree char *name =
        options->upper_case && is_upper_case (given) ? g_utf8_strdown (given, -1) : g_strdup (given);
    GString *out = g_string_new (NULL);
    char before = 0;

    for (const char *p = name; *p; p = g_utf8_next_char (p))
    {
        gunichar c = g_utf8_get_char (p);

        if (p == name)
            g_string_append_unichar (out, c);
        else if (c != '_')
            g_string_append_unichar (out, before == '_' ? g_unichar_toupper (c) : c);
        before = *p;
    }
    return g_string_free (out, FALSE);
}

/* A name that grows when its letters become capitals ("ß") would be cut elsewhere by objection. */
static ScriptStatus check_length (ScriptCall *call, const char *name)
{
    g_autofree char *upper = g_utf8_strup (name, -1);
    g_autofree char *lower = g_utf8_strdown (name, -1);

    if (g_utf8_strlen (upper, -1) == g_utf8_strlen (name, -1) && g_utf8_strlen (lower, -1) == g_utf8_strlen (name, -1))
        return SCRIPT_NORMAL;
    return script_refuse (call->runtime, "the name \"%s\" has letters that knexSnakeCaseMappers takes apart", name);
}

/* The part of a name that is mapped, by what the mappers were made with. */
static ScriptStatus map_part (ScriptCall *call, const Mappers *mappers, gboolean format, const char *part, Value *out)
{
    Value by = format ? mappers->format : mappers->parse;
    Value argument = value_string (call->runtime, part, -1);
    g_autofree char *name = NULL;

    if (mappers->is_snake)
    {
        SCRIPT_TRY (check_length (call, part));
        name = format ? snake_case (&mappers->snake, part) : camel_case (&mappers->snake, part);
        *out = value_string (call->runtime, name, -1);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (script_member (call->runtime, by, part, out));
    if (!value_is_truthy (*out))
        *out = argument;
    return SCRIPT_NORMAL;
}

/* mapLastPart: what stands behind the last colon, by which objection joins aliases. */
static ScriptStatus map_name (ScriptCall *call, const Mappers *mappers, gboolean format, const char *name, Value *out)
{
    const char *last = strrchr (name, ':');
    const char *part = last ? last + 1 : name;
    Value mapped;

    *out = value_string (call->runtime, name, -1);
    if (!*name)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (map_part (call, mappers, format, part, &mapped));
    *out =
        value_string_printf (call->runtime, "%.*s%s", (int)(part - name), name, value_to_text (call->runtime, mapped));
    return SCRIPT_NORMAL;
}

static ScriptStatus wrap_identifier (ScriptCall *call, Value *out)
{
    Value name;

    SCRIPT_TRY (map_name (call, call->data, TRUE, value_to_text (call->runtime, call_argument (call, 0)), &name));
    return script_call (call->runtime, call_argument (call, 1), UNDEFINED, &name, 1, out);
}

/* keyMapper: an object with its names mapped; anything else as it is. */
static ScriptStatus map_keys (ScriptCall *call, Value value, Value *out)
{
    const char *const *names;
    guint count;

    *out = value;
    if (value.kind != VALUE_OBJECT || value_list (value) || script_is_callable (value))
        return SCRIPT_NORMAL;
    names = script_names (call->runtime, value, &count);
    *out = script_object_new (call->runtime);
    for (guint i = 0; i < count; i++)
    {
        Value name, member;

        SCRIPT_TRY (map_name (call, call->data, FALSE, names[i], &name));
        SCRIPT_TRY (script_member (call->runtime, value, names[i], &member));
        script_set (call->runtime, *out, value_to_text (call->runtime, name), member);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus post_process (ScriptCall *call, Value *out)
{
    ScriptList *list = value_list (call_argument (call, 0));
    ScriptList *mapped;

    if (!list)
        return map_keys (call, call_argument (call, 0), out);
    mapped = list_new (call->runtime, NULL, 0);
    for (guint i = 0; i < list->length; i++)
    {
        Value item;

        SCRIPT_TRY (map_keys (call, list->items[i], &item));
        list_append (call->runtime, mapped, item);
    }
    *out = value_of_object (&mapped->object);
    return SCRIPT_NORMAL;
}

static Mappers *mappers_new (ScriptRuntime *runtime)
{
    Mappers *mappers = script_alloc (runtime, sizeof *mappers);

    *mappers = (Mappers){ .format = UNDEFINED, .parse = UNDEFINED };
    return mappers;
}

static Value hooks_of (ScriptRuntime *runtime, Mappers *mappers)
{
    Value hooks = script_object_new (runtime);

    script_set (runtime, hooks, "wrapIdentifier",
                script_function_new (runtime, "wrapIdentifier", 2, wrap_identifier, mappers));
    script_set (runtime, hooks, "postProcessResponse",
                script_function_new (runtime, "postProcessResponse", 1, post_process, mappers));
    return hooks;
}

Value knex_snake_case_mappers (ScriptRuntime *runtime, Value options)
{
    Mappers *mappers = mappers_new (runtime);

    mappers->is_snake = TRUE;
    if (options.kind == VALUE_OBJECT)
        mappers->snake = (SnakeCase){
            .upper_case = value_is_truthy (script_peek (runtime, options, "upperCase")),
            .before_digits = value_is_truthy (script_peek (runtime, options, "underscoreBeforeDigits")),
            .between_capitals = value_is_truthy (script_peek (runtime, options, "underscoreBetweenUppercaseLetters")),
        };
    return hooks_of (runtime, mappers);
}

static ScriptStatus snake_case_mappers (ScriptCall *call, Value *out)
{
    *out = knex_snake_case_mappers (call->runtime, call_argument (call, 0));
    return SCRIPT_NORMAL;
}

static ScriptStatus identifier_mapping (ScriptCall *call, Value *out)
{
    Mappers *mappers = mappers_new (call->runtime);
    const char *const *names;
    guint count;

    mappers->parse = call_argument (call, 0);
    if (mappers->parse.kind != VALUE_OBJECT)
        return script_throw (call->runtime, "TypeError", "knexIdentifierMapping takes an object of columns and names");
    mappers->format = script_object_new (call->runtime);
    names = script_names (call->runtime, mappers->parse, &count);
    for (guint i = 0; i < count; i++)
    {
        Value property;

        SCRIPT_TRY (script_member (call->runtime, mappers->parse, names[i], &property));
        script_set (call->runtime, mappers->format, value_to_text (call->runtime, property),
                    value_string (call->runtime, names[i], -1));
    }
    *out = hooks_of (call->runtime, mappers);
    return SCRIPT_NORMAL;
}

static ScriptStatus build_objection (ScriptRuntime *runtime, gpointer user_data G_GNUC_UNUSED, Value *exports)
{
    static const struct
    {
        const char *name;
        ScriptNative native;
    } functions[] = { { "knexSnakeCaseMappers", snake_case_mappers }, { "knexIdentifierMapping", identifier_mapping } };

    *exports = script_object_new (runtime);
    for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
        script_set (runtime, *exports, functions[i].name,
                    script_function_new (runtime, functions[i].name, 1, functions[i].native, NULL));
    return SCRIPT_NORMAL;
}

const HostModule knex_modules[] = {
    { .name = "objection", .build = build_objection },
    { .name = NULL },
};
