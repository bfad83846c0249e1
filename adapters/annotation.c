
#include "adapters/annotation.h"
#include "util/error.h"

#include <string.h>

#define WORDS "migshim:"
#define REQUIRES "requires"

/* Is the byte at OFFSET inside a block comment? Strings are not looked at: what looks like the beginning of a comment counts as one. */
static gboolean in_block_comment (const char *text, gsize offset)
{
    const char *from = NULL;

    for (gsize i = offset; i >= 2 && !from; i--)
    {
        if (text[i - 2] == '*' && text[i - 1] == '/')
            return FALSE;
        if (text[i - 2] == '/' && text[i - 1] == '*')
            from = text + i;
    }
    return from != NULL;
}

/* Does a comment begin just before OFFSET? */
static gboolean begins_comment (const char *text, gsize offset)
{
    gsize end = offset;
    gsize start;

    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t'))
        end--;
    start = end;
    while (start > 0 && strchr ("-/#*", text[start - 1]) && text[start - 1] != '\0')
        start--;
    if (end == start)
        return (end == 0 || text[end - 1] == '\n') && in_block_comment (text, offset);
    if (text[end - 1] == '#')
        return TRUE;
    if (text[end - 1] == '*')
        return in_block_comment (text, offset);
    return end - start >= 2 && text[end - 2] == text[end - 1];
}

static gsize skip_blanks (const char *text, gsize length, gsize offset)
{
    while (offset < length && (text[offset] == ' ' || text[offset] == '\t' || text[offset] == ','))
        offset++;
    return offset;
}

/* The end of the word at OFFSET: a blank, a comma, a line's end, or the end of a block comment. */
static gsize word_end (const char *text, gsize length, gsize offset)
{
    while (offset < length && !strchr (" \t,\r\n", text[offset]) &&
           !(text[offset] == '*' && offset + 1 < length && text[offset + 1] == '/'))
        offset++;
    return offset;
}

static gboolean read_keys (const char *text, gsize length, gsize offset, Revision *revision, GError **error)
{
    gsize words = offset;
    guint n = 0;

    offset = skip_blanks (text, length, offset + strlen (WORDS));
    if (length - offset >= strlen (REQUIRES) && strncmp (text + offset, REQUIRES, strlen (REQUIRES)) == 0 &&
        word_end (text, length, offset) == offset + strlen (REQUIRES))
    {
        offset = skip_blanks (text, length, offset + strlen (REQUIRES));
        for (gsize end; (end = word_end (text, length, offset)) > offset; offset = skip_blanks (text, length, end))
        {
            g_autofree char *key = g_strndup (text + offset, end - offset);

            revision_require (revision, key, location_at_offset (revision->path, text, length, offset));
            n++;
        }
    }
    if (n > 0)
        return TRUE;
    error_set_at (error, MIGSHIM_ERROR_SOURCE, location_at_offset (revision->path, text, length, words), text, length,
                  "an annotation of \"%s\" is not understood", revision->id);
    error_hint (error, "Write `migshim: requires SOURCE:ID`, with one or more keys.");
    return FALSE;
}

gboolean annotation_read (const char *text, gsize length, Revision *revision, GError **error)
{
    const char *at = text;

    while ((at = memmem (at, length - (gsize)(at - text), WORDS, strlen (WORDS))))
    {
        gsize offset = (gsize)(at - text);

        if (begins_comment (text, offset) && !read_keys (text, length, offset, revision, error))
            return FALSE;
        at += strlen (WORDS);
    }
    return TRUE;
}
