#include "adapters/adapter.h"

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

void table_name_free (TableName *table)
{
    if (!table)
        return;
    g_free (table->schema);
    g_free (table->name);
    g_free (table);
}
