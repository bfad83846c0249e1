#include "core/config_reader.h"

#include "util/duration.h"
#include "util/error.h"
#include "util/expand.h"
#include "util/secret.h"
#include "util/suggest.h"

void config_reader_fail (const ConfigReader *reader, const YamlTreeNode *node, GError **error, const char *format, ...)
{
    va_list arguments;
    g_autofree char *message = NULL;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    secret_error_set_at (error, MIGSHIM_ERROR_CONFIG, node->where, reader->text, reader->length, "%s", message);
}

void config_reader_locate (const ConfigReader *reader, const YamlTreeNode *node, GError **error)
{
    secret_error_locate (error, node->where, reader->text, reader->length);
}

gboolean config_reader_expected (const ConfigReader *reader, const YamlTreeNode *node, const char *what, GError **error)
{
    g_autofree char *found = yaml_tree_describe (node);
    g_autofree char *masked = secret_mask (found, NULL);

    config_reader_fail (reader, node, error, "expected %s, found %s", what, masked);
    return FALSE;
}

const YamlTreeNode *config_reader_find (const YamlTreeNode *map, const char *key)
{
    const YamlTreeNode *value = yaml_tree_find (map, key);

    return value && !yaml_tree_is_null (value) ? value : NULL;
}

gboolean config_reader_check_map (const ConfigReader *reader, const YamlTreeNode *node, const char *const *known,
                                  const char *owner, GError **error)
{
    if (node->kind != YAML_TREE_MAP)
        return config_reader_expected (reader, node, "a map", error);
    for (guint i = 0; i < node->keys->len; i++)
    {
        const YamlTreeNode *key = node->keys->pdata[i];
        const char *near;

        if (g_strv_contains (known, key->text) || g_str_has_prefix (key->text, "x-"))
            continue;
        near = suggest_nearest (key->text, known);
        config_reader_fail (reader, key, error, "unknown key \"%s\" of %s", key->text, owner);
        if (near)
            error_hint (error, "Did you mean \"%s\"?", near);
        else if (!known[0])
            error_hint (error, "There is nothing to set: leave it out");
        else
        {
            g_autofree char *all = g_strjoinv (", ", (char **)known);

            error_hint (error, "The keys of %s are: %s", owner, all);
        }
        return FALSE;
    }
    return TRUE;
}

static const char *look_up (const char *name, gpointer data)
{
    const ConfigReader *reader = data;
    const char *value = g_getenv (name);

    return value ? value : g_hash_table_lookup (reader->dotenv, name);
}

char *config_reader_text (const ConfigReader *reader, const YamlTreeNode *node, char **missing, GError **error)
{
    char *text;

    if (node->kind != YAML_TREE_SCALAR || yaml_tree_is_null (node))
    {
        config_reader_expected (reader, node, "a text", error);
        return NULL;
    }
    text = expand_variables (node->text, look_up, (gpointer)reader, missing, error);
    if (!text)
        config_reader_locate (reader, node, error);
    return text;
}

GStrv config_reader_texts (const ConfigReader *reader, const YamlTreeNode *node, GError **error)
{
    g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
    gboolean list = node->kind == YAML_TREE_LIST;

    if (node->kind == YAML_TREE_MAP || (list && node->items->len == 0))
    {
        config_reader_expected (reader, node, "a text or a list of texts", error);
        return NULL;
    }
    for (guint i = 0; i < (list ? node->items->len : 1); i++)
    {
        g_autofree char *text = config_reader_text (reader, list ? node->items->pdata[i] : node, NULL, error);

        if (!text)
            return NULL;
        g_strv_builder_add (texts, text);
    }
    return g_strv_builder_end (texts);
}

GHashTable *config_reader_text_map (const ConfigReader *reader, const YamlTreeNode *node, const char *const *known,
                                    const char *owner, GError **error)
{
    g_autoptr (GHashTable) map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

    if (node->kind != YAML_TREE_MAP)
    {
        config_reader_expected (reader, node, "a map", error);
        return NULL;
    }
    if (known && !config_reader_check_map (reader, node, known, owner, error))
        return NULL;
    for (guint i = 0; i < node->keys->len; i++)
    {
        char *text = config_reader_text (reader, node->items->pdata[i], NULL, error);

        if (!text)
            return NULL;
        g_hash_table_insert (map, g_strdup (((YamlTreeNode *)node->keys->pdata[i])->text), text);
    }
    return g_steal_pointer (&map);
}

gboolean config_reader_choice (const ConfigReader *reader, const YamlTreeNode *node, const char *const *words,
                               guint *choice, GError **error)
{
    g_autofree char *text = config_reader_text (reader, node, NULL, error);
    g_autofree char *all = NULL;

    if (!text)
        return FALSE;
    for (*choice = 0; words[*choice]; (*choice)++)
        if (g_str_equal (words[*choice], text))
            return TRUE;
    all = g_strjoinv (", ", (char **)words);
    config_reader_fail (reader, node, error, "expected one of %s, found \"%s\"", all, text);
    return FALSE;
}

gboolean config_reader_truth (const ConfigReader *reader, const YamlTreeNode *node, gboolean *truth, GError **error)
{
    static const char *const words[] = { "false", "true", "no", "yes", "off", "on", NULL };
    guint choice;

    if (!config_reader_choice (reader, node, words, &choice, error))
        return FALSE;
    *truth = choice % 2 == 1;
    return TRUE;
}

gboolean config_reader_duration (const ConfigReader *reader, const YamlTreeNode *node, gint64 *microseconds,
                                 GError **error)
{
    g_autofree char *text = config_reader_text (reader, node, NULL, error);

    if (!text)
        return FALSE;
    if (duration_parse (text, microseconds))
        return TRUE;
    config_reader_fail (reader, node, error, "expected a duration, found \"%s\"", text);
    error_hint (error, "Write a whole number and its unit, such as 250ms, 5s or 2m; or 0");
    return FALSE;
}
