#include "model/source.h"

void source_free (Source *source)
{
    if (!source)
        return;
    g_free (source->name);
    g_free (source->tool);
    g_strfreev (source->paths);
    g_free (source->root);
    g_free (source->folder);
    g_free (source->database);
    g_free (source->schema);
    g_strfreev (source->delegate);
    g_clear_pointer (&source->history, g_hash_table_unref);
    g_clear_pointer (&source->env, g_hash_table_unref);
    g_clear_pointer (&source->types, g_hash_table_unref);
    g_clear_pointer (&source->options, g_hash_table_unref);
    g_strfreev (source->after);
    g_free (source);
}

const char *source_history_setting (const Source *source, const char *key, const char *fallback)
{
    const char *value = source->history ? g_hash_table_lookup (source->history, key) : NULL;

    return value ? value : fallback;
}
