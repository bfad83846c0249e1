#include "util/utf8.h"

/* The length of the well-formed character at TEXT, or 0; then *BAD is how many bytes make one replacement. */
static gsize character_length (const guint8 *text, gsize length, gsize *bad)
{
    guint8 lead = text[0];
    guint8 low = 0x80, high = 0xbf;
    gsize size;

    *bad = 1;
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead == 0xe0)
        low = 0xa0;
    else if (lead == 0xed)
        high = 0x9f;
    else if (lead == 0xf0)
        low = 0x90;
    else if (lead == 0xf4)
        high = 0x8f;
    for (gsize i = 1; i < size; i++)
    {
        if (i >= length || text[i] < low || text[i] > high)
        {
            *bad = i;
            return 0;
        }
        low = 0x80;
        high = 0xbf;
    }
    return size;
}

/* The offset of the first byte that is not UTF-8, or LENGTH. */
static gsize valid_prefix (const guint8 *text, gsize length)
{
    gsize offset = 0;
    gsize bad;

    while (offset < length)
    {
        gsize size = character_length (text + offset, length - offset, &bad);

        if (size == 0)
            break;
        offset += size;
    }
    return offset;
}

gboolean utf8_replace_invalid (char **text, gsize *length)
{
    const guint8 *bytes = (const guint8 *)*text;
    gsize offset = valid_prefix (bytes, *length);
    GString *out;

    if (offset == *length)
        return FALSE;
    out = g_string_sized_new (*length + 64);
    g_string_append_len (out, *text, (gssize)offset);
    while (offset < *length)
    {
        gsize bad;
        gsize size = character_length (bytes + offset, *length - offset, &bad);

        if (size > 0)
            g_string_append_len (out, *text + offset, (gssize)size);
        else
            g_string_append (out, "\357\277\275");
        offset += size > 0 ? size : bad;
    }
    g_free (*text);
    *length = out->len;
    *text = g_string_free (out, FALSE);
    return TRUE;
}
