/* fuzz-splitter.c: whatever the text, the splitter ends, and what it says of the text holds together. */

#include "db/splitter.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Statements follow one another within the text, none of them empty, each at the line and column that it claims. */
static void check_order (const GArray *spans, const char *text, gsize length)
{
    gsize end = 0;

    for (guint i = 0; i < spans->len; i++)
    {
        const StatementSpan *span = &g_array_index (spans, StatementSpan, i);

        g_assert (span->length > 0);
        g_assert (span->offset >= end);
        g_assert (span->length <= length - span->offset);
        end = span->offset + span->length;
        g_assert (!span->unclosed || i == spans->len - 1 ||
                  g_array_index (spans, StatementSpan, i + 1).kind == STATEMENT_CLIENT_COMMAND);
        if (i < 50 || i == spans->len - 1)
        {
            Location where = location_at_offset (NULL, text, length, span->offset);

            g_assert (where.line == span->line && where.column == span->column);
        }
    }
}

/* SIZE bytes of TEXT, after a line feed: what comes later in a text begins with no byte order mark. */
static char *cut_out (const char *text, gsize size)
{
    char *copy = g_malloc (size + 1);

    copy[0] = '\n';
    memcpy (copy + 1, text, size);
    return copy;
}

/* What lies between statements holds none: where it is cut out of the text, nothing comes of it. */
static void check_gaps (Dialect dialect, const SplitterMode *mode, const GArray *spans, const char *text, gsize length)
{
    gsize from = 0;

    for (guint i = 0; i <= spans->len && i < 20; i++)
    {
        const StatementSpan *span = i < spans->len ? &g_array_index (spans, StatementSpan, i) : NULL;
        gsize size = (span ? span->offset : length) - from;
        g_autofree char *gap = cut_out (text + from, size);
        g_autoptr (GArray) none = splitter_split (dialect, mode, i == 0 ? gap + 1 : gap, i == 0 ? size : size + 1);

        g_assert (none->len == 0);
        if (span)
            from = span->offset + span->length;
    }
}

/* A statement alone is one statement of the same kind. */
static void check_alone (Dialect dialect, const SplitterMode *mode, const GArray *spans, const char *text)
{
    for (guint i = 0; i < spans->len && i < 20; i++)
    {
        const StatementSpan *span = &g_array_index (spans, StatementSpan, i);
        g_autofree char *copy = cut_out (text + span->offset, span->length);
        g_autoptr (GArray) again = splitter_split (dialect, mode, copy, span->length + 1);
        const StatementSpan *first;

        if (dialect == DIALECT_MYSQL && span->length >= 2 && memcmp (copy + span->length - 1, "--", 2) == 0)
            continue; /* two minus signs begin a comment only where nothing follows */
        g_assert (again->len == 1);
        first = &g_array_index (again, StatementSpan, 0);
        g_assert (first->offset == 1 && first->length == span->length);
        g_assert (first->kind == span->kind);
        g_assert (first->unclosed == span->unclosed);
    }
}

/* A delimiter of the script's own makes gaps and statements that only the script as a whole explains. */
static gboolean has_delimiter_line (const char *text, gsize length)
{
    for (gsize i = 0; i + 9 <= length; i++)
        if (g_ascii_strncasecmp (text + i, "delimiter", 9) == 0)
            return TRUE;
    return FALSE;
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    const char *text = (const char *)data + 1;
    gsize length = size - 1;
    SplitterMode mode;

    if (size == 0)
        return 0;
    mode = (SplitterMode){
        .no_backslash_escapes = (data[0] & 1) != 0,
        .ansi_quotes = (data[0] & 2) != 0,
        .standard_strings_off = (data[0] & 4) != 0,
        .server_version = data[0] & 8    ? 101119
                          : data[0] & 64 ? 80036
                                         : 0,
        .mariadb = (data[0] & 8) != 0,
    };
    for (Dialect dialect = 0; dialect < DIALECT_COUNT; dialect++)
    {
        g_autoptr (GArray) spans = splitter_split (dialect, &mode, text, length);

        check_order (spans, text, length);
        if (dialect == DIALECT_MYSQL && has_delimiter_line (text, length))
            continue;
        check_gaps (dialect, &mode, spans, text, length);
        check_alone (dialect, &mode, spans, text);
    }
    return 0;
}
