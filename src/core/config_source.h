/* config_source.h: one entry of `sources:`. */

#ifndef MIGSHIM_CORE_CONFIG_SOURCE_H
#define MIGSHIM_CORE_CONFIG_SOURCE_H

#include "core/config.h"
#include "core/config_reader.h"

/* A source from NODE, the INDEX-th of the file. CONFIG has its databases, its policy and the sources before this one.
 * What `after:` names is checked later, by config_source_check_after. */
Source *config_source_read (const ConfigReader *reader, const YamlTreeNode *node, guint index, const Config *config,
                            GError **error);

/* Every name in `after:` of SOURCE is another source of CONFIG. NODE is the source's entry. */
gboolean config_source_check_after (const ConfigReader *reader, const YamlTreeNode *node, const Source *source,
                                    const Config *config, GError **error);

/* Reads `policy:` of the file or of a source over what POLICY holds. */
gboolean config_policy_read (const ConfigReader *reader, const YamlTreeNode *node, Policy *policy, GError **error);

#endif
