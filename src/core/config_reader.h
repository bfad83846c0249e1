/* config_reader.h: typed values out of the tree of migshim.yaml.
 *
 * Each function checks one thing, and says what is wrong in terms of the file: place, excerpt, what was expected, what is near. */

#ifndef MIGSHIM_CORE_CONFIG_READER_H
#define MIGSHIM_CORE_CONFIG_READER_H

#include "util/yaml.h"

#include <glib.h>

typedef struct
{
    const char *file; /* as people see it; lives as long as the configuration */
    const char *text;
    gsize length;
    const char *folder; /* absolute */
    GHashTable *dotenv; /* char * -> char * */
} ConfigReader;

/* Sets an error at NODE. */
void config_reader_fail (const ConfigReader *reader, const YamlTreeNode *node, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* Gives an error that knows no place that of NODE. */
void config_reader_locate (const ConfigReader *reader, const YamlTreeNode *node, GError **error);

/* "expected WHAT, found ..." */
gboolean config_reader_expected (const ConfigReader *reader, const YamlTreeNode *node, const char *what,
                                 GError **error);

/* NODE is a map with no keys but KNOWN (NULL-terminated; a key that begins with x- is always known). OWNER is in the message: "a source". */
gboolean config_reader_check_map (const ConfigReader *reader, const YamlTreeNode *node, const char *const *known,
                                  const char *owner, GError **error);

/* The value of KEY in MAP; NULL when it is not there or null. */
const YamlTreeNode *config_reader_find (const YamlTreeNode *map, const char *key);

/* The text of a scalar with its variables replaced. MISSING as in expand_variables; may be NULL. Free with g_free. */
char *config_reader_text (const ConfigReader *reader, const YamlTreeNode *node, char **missing, GError **error);

/* One text, or a list of at least one. Free with g_strfreev. */
GStrv config_reader_texts (const ConfigReader *reader, const YamlTreeNode *node, GError **error);

/* A map of texts: char * -> char *. KNOWN may be NULL for any key. */
GHashTable *config_reader_text_map (const ConfigReader *reader, const YamlTreeNode *node, const char *const *known,
                                    const char *owner, GError **error);

/* The place of the text in WORDS (NULL-terminated). */
gboolean config_reader_choice (const ConfigReader *reader, const YamlTreeNode *node, const char *const *words,
                               guint *choice, GError **error);
gboolean config_reader_truth (const ConfigReader *reader, const YamlTreeNode *node, gboolean *truth, GError **error);
gboolean config_reader_duration (const ConfigReader *reader, const YamlTreeNode *node, gint64 *microseconds,
                                 GError **error);

#endif
