/* The rule is that of the schema engine's checksum.rs: SHA-256 of the text as it is, with CRLF made LF, or with every LF made CRLF; a sum that is neither
 * empty nor 64 long is from an old engine that wrote each byte in hex without its leading zero. */

#include "adapters/prisma/prisma.h"

#include <string.h>

#define SUM_LENGTH 64

/* The old form of SUM (64 digits): the leading zero of each byte is gone. Free with g_free. */
static char *unpadded (const char *sum)
{
    GString *out = g_string_sized_new (SUM_LENGTH);

    for (gsize i = 0; sum[i] && sum[i + 1]; i += 2)
    {
        if (sum[i] != '0')
            g_string_append_c (out, sum[i]);
        g_string_append_c (out, sum[i + 1]);
    }
    return g_string_free (out, FALSE);
}

static gboolean sum_matches (const char *text, gsize length, const char *recorded, gboolean old_form)
{
    g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text, length);
    g_autofree char *old = old_form ? unpadded (sum) : NULL;

    return g_str_equal (old ? old : sum, recorded);
}

/* TEXT with CRLF made LF, or with every LF made CRLF (also the LF of a CRLF). */
static GString *change_line_ends (const char *text, gsize length, gboolean to_crlf)
{
    GString *out = g_string_sized_new (length + 64);

    for (gsize i = 0; i < length; i++)
    {
        if (to_crlf && text[i] == '\n')
            g_string_append_c (out, '\r');
        if (!to_crlf && text[i] == '\r' && i + 1 < length && text[i + 1] == '\n')
            continue;
        g_string_append_c (out, text[i]);
    }
    return out;
}

gboolean prisma_checksum_matches (const char *text, gsize length, const char *recorded)
{
    gboolean old_form = *recorded != '\0' && strlen (recorded) != SUM_LENGTH;

    if (sum_matches (text, length, recorded, old_form))
        return TRUE;
    for (int to_crlf = 0; to_crlf <= 1; to_crlf++)
    {
        GString *other = change_line_ends (text, length, to_crlf == 1);
        gboolean matches = sum_matches (other->str, other->len, recorded, old_form);

        g_string_free (other, TRUE);
        if (matches)
            return TRUE;
    }
    return FALSE;
}
