#include "adapters/adapter.h"
#include "util/path.h"

#include <string.h>

void step_traits_clear (StepTraits *traits)
{
    g_free (traits->reason);
    g_free (traits->begin_text);
    *traits = (StepTraits){ .mode = STEP_ATOMIC };
}

void found_source_free (FoundSource *found)
{
    if (!found)
        return;
    g_free (found->name);
    g_free (found->path);
    g_strfreev (found->more_paths);
    g_free (found->root);
    g_free (found->url);
    g_clear_pointer (&found->history, g_hash_table_unref);
    g_free (found->note);
    g_free (found->evidence);
    g_free (found);
}

void found_source_note (FoundSource *found, const char *text)
{
    char *longer = found->note ? g_strconcat (found->note, "\n", text, NULL) : g_strdup (text);

    g_free (found->note);
    found->note = longer;
}

void found_source_set_paths (FoundSource *found, const char *root, const GPtrArray *folders)
{
    g_autoptr (GStrvBuilder) more = g_strv_builder_new ();

    found->path = path_relative_to (root, folders->pdata[0]);
    for (guint i = 1; i < folders->len; i++)
    {
        g_autofree char *path = path_relative_to (root, folders->pdata[i]);

        g_strv_builder_add (more, path);
    }
    if (folders->len > 1)
        found->more_paths = g_strv_builder_end (more);
}

gboolean found_url_has_secret (const char *url)
{
    const char *at = strrchr (url, '@');
    const char *colon = strstr (url, "://");

    colon = colon ? strchr (colon + 3, ':') : NULL;
    return at && colon && colon < at && colon + 1 < at && !g_str_has_prefix (colon + 1, "${");
}

void table_name_free (TableName *table)
{
    if (!table)
        return;
    g_free (table->schema);
    g_free (table->name);
    g_free (table);
}
