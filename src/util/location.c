#include "util/location.h"

#include <string.h>

#define EXCERPT_BYTES 200

static gboolean is_continuation (char byte)
{
    return ((guchar)byte & 0xc0) == 0x80;
}

static guint count_characters (const char *from, const char *to)
{
    guint count = 0;

    for (const char *p = from; p < to; p++)
        count += !is_continuation (*p);
    return count;
}

Location location_at_offset (const char *file, const char *text, gsize length, gsize offset)
{
    const char *end = text + MIN (offset, length);
    const char *line_start = text;
    Location where = { file, 1, 1 };

    for (const char *p = text; (p = memchr (p, '\n', (gsize)(end - p))) != NULL;)
    {
        line_start = ++p;
        where.line++;
    }
    where.column = 1 + count_characters (line_start, end);
    return where;
}

static const char *find_line (const char *text, gsize length, guint line)
{
    const char *p = text;

    for (guint at = 1; at < line; at++)
    {
        const char *next = memchr (p, '\n', (gsize)(text + length - p));

        if (!next)
            return text + length;
        p = next + 1;
    }
    return p;
}

char *location_excerpt (Location where, const char *text, gsize length, guint *caret)
{
    const char *start = find_line (text, length, MAX (where.line, 1));
    const char *end = memchr (start, '\n', (gsize)(text + length - start));
    const char *point = start;
    const char *from = start;
    char *raw;
    char *excerpt;

    if (!end)
        end = text + length;
    if (end > start && end[-1] == '\r')
        end--;
    for (guint column = 1; column < where.column && point < end; column++)
        do
            point++;
        while (point < end && is_continuation (*point));
    if (point - start > EXCERPT_BYTES / 2 && end - start > EXCERPT_BYTES)
        from = point - EXCERPT_BYTES / 2;
    while (from < point && is_continuation (*from))
        from++;
    if (end - from > EXCERPT_BYTES)
        end = from + EXCERPT_BYTES;
    while (end > point && end < text + length && is_continuation (*end))
        end--;
    *caret = where.column == 0 ? 0 : 1 + count_characters (from, point);

    raw = g_strndup (from, (gsize)(end - from));
    excerpt = g_utf8_make_valid (raw, -1);
    g_free (raw);
    return excerpt;
}
