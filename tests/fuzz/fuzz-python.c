/* The Python parser on any text: it ends, within its bounds, with a tree or an error that has a place. */

#include "script/ast_dump.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autoptr (Arena) arena = arena_new (8 * 1024 * 1024);
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *text = g_memdup2 (data, size);
    ScriptFile *file = python_parse ("fuzz", text, size, names, arena, &error);
    g_assert_true ((file == NULL) == (error != NULL));
    if (file != NULL)
        g_free (ast_dump (file));
    return 0;
}
