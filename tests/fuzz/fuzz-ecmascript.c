/* The ECMAScript/TypeScript parser on any text: it ends, within its bounds, with a tree or an error that has a place. */

#include "script/ast_dump.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    g_autoptr (Arena) arena = arena_new (8 * 1024 * 1024);
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (GError) error = NULL;
    EsOptions options = (data[0] & 1) != 0 ? ES_TYPESCRIPT : ES_JAVASCRIPT;
    g_autofree char *text = g_memdup2 (data + 1, size - 1);
    ScriptFile *file = es_parse ("fuzz", text, size - 1, options, names, arena, &error);
    g_assert_true ((file == NULL) == (error != NULL));
    if (file != NULL)
        g_free (ast_dump (file));
    return 0;
}
