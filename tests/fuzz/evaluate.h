/* evaluate.h: one evaluation, for the fuzz targets of both languages: within small bounds it ends, with or without an error, whatever the script does. */

#ifndef MIGSHIM_FUZZ_EVALUATE_H
#define MIGSHIM_FUZZ_EVALUATE_H

#include "script/script.h"

#include <stdint.h>
#include <string.h>

static double now (gpointer user_data)
{
    (void)user_data;
    return 1700000000000.0;
}

static void no_chance (gpointer user_data, guint8 *bytes, gsize n)
{
    (void)user_data;
    memset (bytes, 7, n);
}

static void drop (gpointer user_data, ScriptLogLevel level, const char *text)
{
    (void)user_data;
    (void)level;
    g_assert_true (g_utf8_validate (text, -1, NULL));
}

/* Runs the SIZE bytes of DATA as the file NAME. */
static void evaluate_bounded (Language language, const char *name, const uint8_t *data, gsize size)
{
    ScriptOptions options = {
        .language = language,
        .root = "/nowhere",
        .hooks = { .now = now, .random = no_chance, .log = drop },
        .limits = { .steps = 100000, .memory = (gsize)32 * 1024 * 1024, .depth = 300, .output = 65536 },
    };
    g_autoptr (ScriptRuntime) runtime = script_runtime_new (&options);
    g_autoptr (GError) error = NULL;
    g_autofree char *text = g_memdup2 (size ? (const char *)data : "", size + (size == 0));
    Value exports;
    gboolean worked = script_load_text (runtime, name, text, size, &exports, &error) && script_finish (runtime, &error);

    g_assert_true (worked == (error == NULL));
}

#endif
