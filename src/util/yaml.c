#include "util/yaml.h"

#include "util/error.h"
#include "util/secret.h"

#include <string.h>
#include <yaml.h>

#define MOST_NODES 100000
#define DEEPEST 64

struct YamlTree
{
    GPtrArray *nodes; /* all of them, owned */
    YamlTreeNode *root;
};

typedef struct
{
    yaml_parser_t parser;
    YamlTree *tree;
    GHashTable *anchors; /* char * -> YamlTreeNode *; NULL while the node is still being read */
    const char *file;
    const char *text;
    gsize length;
    guint depth;
} Builder;

static void node_free (gpointer item)
{
    YamlTreeNode *node = item;

    g_free (node->text);
    g_clear_pointer (&node->keys, g_ptr_array_unref);
    g_clear_pointer (&node->items, g_ptr_array_unref);
    g_free (node);
}

void yaml_tree_free (YamlTree *tree)
{
    if (!tree)
        return;
    g_ptr_array_unref (tree->nodes);
    g_free (tree);
}

const YamlTreeNode *yaml_tree_root (const YamlTree *tree)
{
    return tree->root;
}

const YamlTreeNode *yaml_tree_find (const YamlTreeNode *map, const char *key)
{
    if (map->kind != YAML_TREE_MAP)
        return NULL;
    for (guint i = 0; i < map->keys->len; i++)
        if (g_str_equal (((YamlTreeNode *)map->keys->pdata[i])->text, key))
            return map->items->pdata[i];
    return NULL;
}

gboolean yaml_tree_is_null (const YamlTreeNode *node)
{
    static const char *const words[] = { "", "~", "null", "Null", "NULL", NULL };

    return node->kind == YAML_TREE_SCALAR && !node->quoted && g_strv_contains (words, node->text);
}

char *yaml_tree_describe (const YamlTreeNode *node)
{
    switch (node->kind)
    {
    case YAML_TREE_SCALAR:
        return yaml_tree_is_null (node) ? g_strdup ("nothing") : g_strdup_printf ("\"%s\"", node->text);
    case YAML_TREE_LIST:
        return g_strdup ("a list");
    case YAML_TREE_MAP:
        return g_strdup ("a map");
    }
    g_return_val_if_reached (NULL);
}

static Location place (const Builder *builder, yaml_mark_t mark)
{
    return (Location){ builder->file, (guint)mark.line + 1, (guint)mark.column + 1 };
}

static void fail (Builder *builder, Location where, GError **error, const char *format, ...) G_GNUC_PRINTF (4, 5);

static void fail (Builder *builder, Location where, GError **error, const char *format, ...)
{
    va_list arguments;
    g_autofree char *message = NULL;

    va_start (arguments, format);
    message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    secret_error_set_at (error, MIGSHIM_ERROR_CONFIG, where, builder->text, builder->length, "%s", message);
}

static gboolean next_event (Builder *builder, yaml_event_t *event, GError **error)
{
    const yaml_parser_t *parser = &builder->parser;

    if (yaml_parser_parse (&builder->parser, event))
        return TRUE;
    if (parser->error == YAML_READER_ERROR)
        fail (builder, location_at_offset (builder->file, builder->text, builder->length, parser->problem_offset),
              error, "the file is not valid UTF-8 or holds a control character");
    else
        fail (builder, place (builder, parser->problem_mark), error, "this is not YAML: %s%s%s", parser->problem,
              parser->context ? " " : "", parser->context ? parser->context : "");
    return FALSE;
}

static YamlTreeNode *node_new (Builder *builder, YamlTreeKind kind, yaml_mark_t mark, GError **error)
{
    YamlTreeNode *node;

    if (builder->tree->nodes->len >= MOST_NODES)
    {
        fail (builder, place (builder, mark), error, "the file has more than %d entries", MOST_NODES);
        return NULL;
    }
    node = g_new0 (YamlTreeNode, 1);
    node->kind = kind;
    node->where = place (builder, mark);
    node->size = 1;
    if (kind != YAML_TREE_SCALAR)
        node->items = g_ptr_array_new ();
    if (kind == YAML_TREE_MAP)
        node->keys = g_ptr_array_new ();
    g_ptr_array_add (builder->tree->nodes, node);
    return node;
}

static gboolean add_item (Builder *builder, YamlTreeNode *node, YamlTreeNode *item, GError **error)
{
    node->size += item->size;
    if (node->size > MOST_NODES)
    {
        fail (builder, node->where, error, "with its aliases written out, this has more than %d entries", MOST_NODES);
        return FALSE;
    }
    g_ptr_array_add (node->items, item);
    return TRUE;
}

static YamlTreeNode *read_node (Builder *builder, yaml_event_t *event, GError **error);

static gboolean read_list (Builder *builder, YamlTreeNode *list, GError **error)
{
    for (;;)
    {
        yaml_event_t event;
        YamlTreeNode *item;

        if (!next_event (builder, &event, error))
            return FALSE;
        if (event.type == YAML_SEQUENCE_END_EVENT)
        {
            yaml_event_delete (&event);
            return TRUE;
        }
        item = read_node (builder, &event, error);
        if (!item || !add_item (builder, list, item, error))
            return FALSE;
    }
}

/* The merge key: keys of MERGED that MAP doesn't have itself. */
static gboolean merge (Builder *builder, YamlTreeNode *map, const YamlTreeNode *merged, GError **error)
{
    if (merged->kind == YAML_TREE_LIST)
    {
        for (guint i = 0; i < merged->items->len; i++)
            if (!merge (builder, map, merged->items->pdata[i], error))
                return FALSE;
        return TRUE;
    }
    if (merged->kind != YAML_TREE_MAP)
    {
        fail (builder, merged->where, error, "the merge key \"<<\" wants a map or a list of maps");
        return FALSE;
    }
    for (guint i = 0; i < merged->keys->len; i++)
    {
        YamlTreeNode *key = merged->keys->pdata[i];

        if (yaml_tree_find (map, key->text))
            continue;
        if (!add_item (builder, map, merged->items->pdata[i], error))
            return FALSE;
        g_ptr_array_add (map->keys, key);
    }
    return TRUE;
}

static gboolean check_key (Builder *builder, const YamlTreeNode *key, GHashTable *seen, GError **error)
{
    const YamlTreeNode *earlier;

    if (key->kind != YAML_TREE_SCALAR)
    {
        fail (builder, key->where, error, "a key must be a word, not a list or a map");
        return FALSE;
    }
    earlier = g_hash_table_lookup (seen, key->text);
    if (earlier)
    {
        fail (builder, key->where, error, "the key \"%s\" is there twice; the first is in line %u", key->text,
              earlier->where.line);
        return FALSE;
    }
    g_hash_table_insert (seen, key->text, (gpointer)key);
    return TRUE;
}

static gboolean read_map (Builder *builder, YamlTreeNode *map, GError **error)
{
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    const YamlTreeNode *merged = NULL;

    for (;;)
    {
        yaml_event_t event;
        YamlTreeNode *key, *value;

        if (!next_event (builder, &event, error))
            return FALSE;
        if (event.type == YAML_MAPPING_END_EVENT)
        {
            yaml_event_delete (&event);
            break;
        }
        key = read_node (builder, &event, error);
        if (!key || !check_key (builder, key, seen, error) || !next_event (builder, &event, error))
            return FALSE;
        value = read_node (builder, &event, error);
        if (!value)
            return FALSE;
        if (g_str_equal (key->text, "<<") && !key->quoted)
        {
            merged = value;
            continue;
        }
        if (!add_item (builder, map, value, error))
            return FALSE;
        g_ptr_array_add (map->keys, key);
    }
    return !merged || merge (builder, map, merged, error);
}

static gboolean check_tag (Builder *builder, const yaml_event_t *event, const yaml_char_t *tag, GError **error)
{
    if (!tag || g_str_has_prefix ((const char *)tag, "tag:yaml.org,2002:") || g_str_equal (tag, "!"))
        return TRUE;
    fail (builder, place (builder, event->start_mark), error, "the tag \"%s\" has no meaning here", (const char *)tag);
    return FALSE;
}

static YamlTreeNode *read_alias (Builder *builder, const yaml_event_t *event, GError **error)
{
    const char *name = (const char *)event->data.alias.anchor;
    gpointer node;

    if (!g_hash_table_lookup_extended (builder->anchors, name, NULL, &node))
        fail (builder, place (builder, event->start_mark), error, "the alias \"*%s\" has no anchor before it", name);
    else if (!node)
        fail (builder, place (builder, event->start_mark), error, "the alias \"*%s\" is inside its own anchor", name);
    else
        return node;
    return NULL;
}

static YamlTreeNode *read_scalar (Builder *builder, const yaml_event_t *event, GError **error)
{
    YamlTreeNode *node;

    if (!check_tag (builder, event, event->data.scalar.tag, error))
        return NULL;
    if (memchr (event->data.scalar.value, '\0', event->data.scalar.length))
    {
        fail (builder, place (builder, event->start_mark), error, "a value can't hold the character \\0");
        return NULL;
    }
    node = node_new (builder, YAML_TREE_SCALAR, event->start_mark, error);
    if (!node)
        return NULL;
    node->text = g_strndup ((const char *)event->data.scalar.value, event->data.scalar.length);
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return node;
}

static YamlTreeNode *read_collection (Builder *builder, const yaml_event_t *event, GError **error)
{
    gboolean map = event->type == YAML_MAPPING_START_EVENT;
    YamlTreeNode *node;
    gboolean fine;

    if (!check_tag (builder, event, map ? event->data.mapping_start.tag : event->data.sequence_start.tag, error))
        return NULL;
    if (builder->depth >= DEEPEST)
    {
        fail (builder, place (builder, event->start_mark), error, "this is nested deeper than %d levels", DEEPEST);
        return NULL;
    }
    node = node_new (builder, map ? YAML_TREE_MAP : YAML_TREE_LIST, event->start_mark, error);
    if (!node)
        return NULL;
    builder->depth++;
    fine = map ? read_map (builder, node, error) : read_list (builder, node, error);
    builder->depth--;
    return fine ? node : NULL;
}

static const char *anchor_of (const yaml_event_t *event)
{
    if (event->type == YAML_SCALAR_EVENT)
        return (const char *)event->data.scalar.anchor;
    if (event->type == YAML_MAPPING_START_EVENT)
        return (const char *)event->data.mapping_start.anchor;
    return event->type == YAML_SEQUENCE_START_EVENT ? (const char *)event->data.sequence_start.anchor : NULL;
}

/* Reads the node that EVENT begins, and takes EVENT. */
static YamlTreeNode *read_node (Builder *builder, yaml_event_t *event, GError **error)
{
    const char *anchor = anchor_of (event);
    YamlTreeNode *node;

    if (anchor)
        g_hash_table_replace (builder->anchors, g_strdup (anchor), NULL);
    if (event->type == YAML_ALIAS_EVENT)
        node = read_alias (builder, event, error);
    else if (event->type == YAML_SCALAR_EVENT)
        node = read_scalar (builder, event, error);
    else
        node = read_collection (builder, event, error);
    if (anchor)
        g_hash_table_replace (builder->anchors, g_strdup (anchor), node);
    yaml_event_delete (event);
    return node;
}

static gboolean read_stream (Builder *builder, GError **error)
{
    gboolean ended = FALSE;
    guint documents = 0;

    while (!ended)
    {
        yaml_event_t event;

        if (!next_event (builder, &event, error))
            return FALSE;
        ended = event.type == YAML_STREAM_END_EVENT;
        if (event.type == YAML_DOCUMENT_START_EVENT && documents++ > 0)
        {
            fail (builder, place (builder, event.start_mark), error, "the file holds more than one document");
            yaml_event_delete (&event);
            return FALSE;
        }
        if (event.type == YAML_STREAM_START_EVENT || event.type == YAML_DOCUMENT_START_EVENT ||
            event.type == YAML_DOCUMENT_END_EVENT || ended)
        {
            yaml_event_delete (&event);
            continue;
        }
        builder->tree->root = read_node (builder, &event, error);
        if (!builder->tree->root)
            return FALSE;
    }
    return TRUE;
}

YamlTree *yaml_tree_parse (const char *file, const char *text, gsize length, GError **error)
{
    Builder builder = { .file = file, .text = text, .length = length };
    gboolean fine;

    builder.tree = g_new0 (YamlTree, 1);
    builder.tree->nodes = g_ptr_array_new_with_free_func (node_free);
    builder.anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    if (!yaml_parser_initialize (&builder.parser))
        g_error ("out of memory");
    yaml_parser_set_encoding (&builder.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string (&builder.parser, (const unsigned char *)text, length);
    fine = read_stream (&builder, error);
    yaml_parser_delete (&builder.parser);
    g_hash_table_unref (builder.anchors);
    if (!fine)
        g_clear_pointer (&builder.tree, yaml_tree_free);
    return builder.tree;
}
