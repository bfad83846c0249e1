/* Any bytes are a URL or an error, and no password is shown. */

#include "db/url.h"
#include "util/error.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
    g_autofree char *text = g_strndup ((const char *)data, size);
    g_autoptr (GError) error = NULL;
    g_autoptr (DatabaseUrl) url = database_url_parse (text, "/base", &error);
    g_autofree char *shown = NULL;

    g_assert_true ((url == NULL) == (error != NULL));
    if (!url)
    {
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
        return 0;
    }
    shown = database_url_display (url);
    g_assert_true (g_utf8_validate (shown, -1, NULL));
    if (url->dialect == DIALECT_SQLITE)
        g_assert_true (g_path_is_absolute (url->database) || g_str_equal (url->database, ":memory:"));
    if (url->password && url->user)
        g_assert_nonnull (strstr (shown, ":***@"));
    return 0;
}
