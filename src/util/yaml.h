/* yaml.h: a YAML document as a small tree that knows where each node stands.
 *
 * Scalars stay text: what they mean is for the reader, who knows what is expected. The tree is for configuration files: keys are scalars, a key
 * that is there twice is an error, one document a file, no tags but YAML's own. Anchors, aliases and the merge key << work; an alias
 * shares the node of its anchor, and the tree as it would be written out has a bound, so that no small file can be a large tree. */

#ifndef MIGSHIM_UTIL_YAML_H
#define MIGSHIM_UTIL_YAML_H

#include "util/location.h"

#include <glib.h>

typedef enum
{
    YAML_TREE_SCALAR,
    YAML_TREE_LIST,
    YAML_TREE_MAP
} YamlTreeKind;

typedef struct YamlTreeNode YamlTreeNode;
struct YamlTreeNode
{
    YamlTreeKind kind;
    Location where;
    char *text;       /* scalar */
    gboolean quoted;  /* scalar: not plain */
    GPtrArray *keys;  /* map: YamlTreeNode *, scalars, in the order of the file */
    GPtrArray *items; /* list, map: YamlTreeNode * */
    guint size;       /* nodes of it and below, aliases counted in full */
};

typedef struct YamlTree YamlTree;

/* Parses TEXT. FILE is borrowed by the locations. Errors (MIGSHIM_ERROR_CONFIG) have place and excerpt, passwords masked.
 * Free with yaml_tree_free. */
YamlTree *yaml_tree_parse (const char *file, const char *text, gsize length, GError **error);
void yaml_tree_free (YamlTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YamlTree, yaml_tree_free)

/* NULL for an empty document. Borrowed, as all nodes are. */
const YamlTreeNode *yaml_tree_root (const YamlTree *tree);

/* The value of KEY in MAP, or NULL. */
const YamlTreeNode *yaml_tree_find (const YamlTreeNode *map, const char *key);

/* A plain scalar that YAML takes for nothing: empty, ~ or null. */
gboolean yaml_tree_is_null (const YamlTreeNode *node);

/* "a map", "a list", "nothing", "\"text\"". Free with g_free. */
char *yaml_tree_describe (const YamlTreeNode *node);

#endif
