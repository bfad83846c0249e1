#include "script/es_pattern.h"
#include "script/es_pattern_class.h"

#include <string.h>

#define DEEPEST 200        /* groups within groups */
#define MOST_REPEATS 65535 /* of PCRE2 */

/* What is known of a part of the pattern. */
typedef struct
{
    gboolean empty;    /* it may match nothing */
    guint first, last; /* its groups: first + 1 to last */
} Part;

static gboolean read_disjunction (PatternReader *reader, Part *part);

gboolean pattern_fail (PatternReader *reader, PatternResult result, const char *message)
{
    if (reader->result == PATTERN_OK)
    {
        reader->result = result;
        reader->message = message;
    }
    return FALSE;
}

static gboolean invalid (PatternReader *reader, const char *message)
{
    return pattern_fail (reader, PATTERN_INVALID, message);
}

static gboolean refused (PatternReader *reader, const char *message)
{
    return pattern_fail (reader, PATTERN_REFUSED, message);
}

static gboolean at_end (const PatternReader *reader)
{
    return reader->at >= reader->n;
}

static guint32 peek (const PatternReader *reader, guint ahead)
{
    return reader->at + ahead < reader->n ? reader->points[reader->at + ahead] : PATTERN_NONE;
}

static gboolean take (PatternReader *reader, guint32 point)
{
    if (peek (reader, 0) != point)
        return FALSE;
    reader->at++;
    return TRUE;
}

static gboolean take_text (PatternReader *reader, const char *text)
{
    guint n = (guint)strlen (text);

    for (guint i = 0; i < n; i++)
        if (peek (reader, i) != (guint32)text[i])
            return FALSE;
    reader->at += n;
    return TRUE;
}

/* The decimal number at the place; PATTERN_NONE when there is none. */
static guint32 read_number (PatternReader *reader)
{
    guint32 number = PATTERN_NONE;

    for (; peek (reader, 0) >= '0' && peek (reader, 0) <= '9'; reader->at++)
    {
        if (number == PATTERN_NONE)
            number = 0;
        number = MIN (number * 10 + (peek (reader, 0) - '0'), 100000000u);
    }
    return number;
}

/* Names and counts of groups are needed before they are reached. Escapes and classes are passed over. */
static gboolean read_name (PatternReader *reader, GString *name)
{
    guint32 point;

    g_string_truncate (name, 0);
    while ((point = peek (reader, 0)) != '>')
    {
        gboolean first = name->len == 0;

        if (point == PATTERN_NONE || point > 0x10ffff ||
            !(point == '$' || point == '_' || g_unichar_isalpha (point) ||
              (!first &&
               (g_unichar_isalnum (point) || g_unichar_ismark (point) || point == 0x200c || point == 0x200d))))
            return invalid (reader, "Invalid capture group name");
        g_string_append_unichar (name, point);
        reader->at++;
    }
    reader->at++;
    return name->len > 0 || invalid (reader, "Invalid capture group name");
}

static gboolean note_group (PatternReader *reader, GString *name)
{
    gboolean named =
        peek (reader, 0) == '?' && peek (reader, 1) == '<' && peek (reader, 2) != '=' && peek (reader, 2) != '!';

    if (peek (reader, 0) == '?' && !named)
        return TRUE;
    if (named)
    {
        reader->at += 2;
        if (!read_name (reader, name))
            return FALSE;
        for (guint i = 0; i < reader->pattern->names->len; i++)
            if (g_strcmp0 (g_ptr_array_index (reader->pattern->names, i), name->str) == 0)
                return invalid (reader, "Duplicate capture group name");
        reader->pattern->has_names = TRUE;
    }
    g_ptr_array_add (reader->pattern->names, named ? g_strdup (name->str) : NULL);
    reader->pattern->n_groups++;
    return TRUE;
}

static gboolean count_groups (PatternReader *reader)
{
    g_autoptr (GString) name = g_string_new (NULL);
    gboolean in_class = FALSE;

    while (!at_end (reader))
    {
        guint32 point = reader->points[reader->at++];

        if (point == '\\')
            reader->at++;
        else if (point == '[')
            in_class = TRUE;
        else if (point == ']')
            in_class = FALSE;
        else if (point == '(' && !in_class && !note_group (reader, name))
            return FALSE;
    }
    reader->at = 0;
    return TRUE;
}

/* A reference to group NUMBER. In ECMAScript a group is forgotten when the loop around it begins another turn, and while it
 * is open; so one that stands later, or around the reference, is always empty. */
static gboolean emit_reference (PatternReader *reader, guint32 number, Part *part)
{
    if (reader->in_lookbehind)
        return refused (reader, "a reference to a group inside a lookbehind");
    part->empty = TRUE;
    if (number > reader->groups || reader->open->data[number - 1])
        g_string_append (reader->out, "(?:)");
    else
    {
        /* In a group, because a repeated reference to an unset group fails in PCRE2's compiler. */
        g_string_append_printf (reader->out, "(?:\\k<g%u>)", number);
        g_array_append_val (reader->references, number);
    }
    return TRUE;
}

static gboolean emit_named_reference (PatternReader *reader, Part *part)
{
    g_autoptr (GString) name = g_string_new (NULL);

    if (!take (reader, '<') || !read_name (reader, name))
    {
        reader->result = PATTERN_OK;
        return invalid (reader, "Invalid named reference");
    }
    for (guint i = 0; i < reader->pattern->names->len; i++)
        if (g_strcmp0 (g_ptr_array_index (reader->pattern->names, i), name->str) == 0)
            return emit_reference (reader, i + 1, part);
    return invalid (reader, "Invalid named capture referenced");
}

/* `\12`: a group when there are so many, else (without `u`) an octal number or the digit itself. */
static gboolean emit_decimal (PatternReader *reader, Part *part)
{
    guint start = reader->at;
    guint32 number = peek (reader, 0) == '0' ? 0 : read_number (reader);

    if (number > 0 && number <= reader->pattern->n_groups)
        return emit_reference (reader, number, part);
    reader->at = start;
    if (reader->unicode && (number > 0 || (peek (reader, 1) >= '0' && peek (reader, 1) <= '9')))
        return invalid (reader, number > 0 ? "Invalid escape" : "Invalid decimal escape");
    pattern_emit_character (reader, pattern_read_octal (reader));
    return TRUE;
}

static gboolean emit_escape (PatternReader *reader, Part *part)
{
    guint32 point = peek (reader, 0);
    PatternItem item;

    if (point == PATTERN_NONE)
        return invalid (reader, "\\ at end of pattern");
    if (point >= '0' && point <= '9')
        return emit_decimal (reader, part);
    if (point == 'k' && (reader->unicode || reader->pattern->has_names))
    {
        reader->at++;
        return emit_named_reference (reader, part);
    }
    if (!pattern_read_escape (reader, FALSE, &item))
        return FALSE;
    if (item.set)
        g_string_append_printf (reader->out, *item.set ? "[%s]" : PATTERN_NOTHING, item.set);
    else
        pattern_emit_character (reader, item.point);
    g_free (item.set);
    return TRUE;
}

static void emit_assertion (PatternReader *reader, guint32 point)
{
    static const char not_line_end[] = "[^\\n\\r\\x{2028}\\x{2029}]";
    gboolean multiline = (reader->flags & REGEXP_MULTILINE) != 0;

    if (point == '^' && !multiline)
        g_string_append (reader->out, "\\A");
    else if (point == '$' && !multiline)
        g_string_append (reader->out, "\\z");
    else
        g_string_append_printf (reader->out, point == '^' ? "(?<!%s)" : "(?!%s)", not_line_end);
}

/* With `iu` two characters beyond ASCII count as letters of words. */
static void emit_word_edge (PatternReader *reader, gboolean edge)
{
    if (!(reader->unicode && (reader->flags & REGEXP_IGNORE_CASE)))
        g_string_append (reader->out, edge ? "\\b" : "\\B");
    else if (edge)
        g_string_append (reader->out, "(?:(?<=[" PATTERN_WORD_FOLDED "])(?![" PATTERN_WORD_FOLDED
                                      "])|(?<![" PATTERN_WORD_FOLDED "])(?=[" PATTERN_WORD_FOLDED "]))");
    else
        g_string_append (reader->out, "(?:(?<=[" PATTERN_WORD_FOLDED "])(?=[" PATTERN_WORD_FOLDED
                                      "])|(?<![" PATTERN_WORD_FOLDED "])(?![" PATTERN_WORD_FOLDED "]))");
}

typedef enum
{
    TERM_ATOM,
    TERM_LOOKAHEAD, /* may be repeated without `u` */
    TERM_LOOKBEHIND,
    TERM_ASSERTION
} TermKind;

static gboolean read_look (PatternReader *reader, const char *open, gboolean behind, Part *part)
{
    gboolean was_behind = reader->in_lookbehind;
    gboolean was_look = reader->in_look;

    reader->in_look = TRUE;
    reader->in_lookbehind = was_behind || behind;
    g_string_append (reader->out, open);
    if (!read_disjunction (reader, part))
        return FALSE;
    reader->in_lookbehind = was_behind;
    reader->in_look = was_look;
    part->empty = TRUE;
    if (!take (reader, ')'))
        return invalid (reader, "Unterminated group");
    g_string_append_c (reader->out, ')');
    return TRUE;
}

static void mark_uncertain (PatternReader *reader, const Part *part)
{
    for (guint i = part->first; i < part->last; i++)
        reader->uncertain->data[i] = 1;
}

static gboolean read_capture (PatternReader *reader, Part *part)
{
    guint number = ++reader->groups;
    guint8 flag = 1;

    g_byte_array_append (reader->open, &flag, 1);
    flag = 0;
    g_byte_array_append (reader->uncertain, &flag, 1);
    flag = (guint8)reader->in_look;
    g_byte_array_append (reader->looked, &flag, 1);
    g_string_append_printf (reader->out, "(?<g%u>", number);
    if (!read_disjunction (reader, part))
        return FALSE;
    reader->open->data[number - 1] = 0;
    part->first = number - 1;
    if (!take (reader, ')'))
        return invalid (reader, "Unterminated group");
    g_string_append_c (reader->out, ')');
    return TRUE;
}

static gboolean read_group (PatternReader *reader, Part *part, TermKind *kind)
{
    g_autoptr (GString) name = g_string_new (NULL);

    *kind = TERM_LOOKAHEAD;
    if (take_text (reader, "?="))
        return read_look (reader, "(?=", FALSE, part);
    if (take_text (reader, "?!"))
    {
        if (!read_look (reader, "(?!", FALSE, part))
            return FALSE;
        mark_uncertain (reader, part);
        return TRUE;
    }
    *kind = TERM_LOOKBEHIND;
    if (take_text (reader, "?<="))
        return read_look (reader, "(?<=", TRUE, part);
    if (take_text (reader, "?<!"))
        return read_look (reader, "(?<!", TRUE, part);
    *kind = TERM_ATOM;
    if (take_text (reader, "?:"))
    {
        g_string_append (reader->out, "(?:");
        if (!read_disjunction (reader, part))
            return FALSE;
        if (!take (reader, ')'))
            return invalid (reader, "Unterminated group");
        g_string_append_c (reader->out, ')');
        return TRUE;
    }
    if (take_text (reader, "?<"))
        return read_name (reader, name) && read_capture (reader, part);
    if (peek (reader, 0) == '?')
        return invalid (reader, "Invalid group");
    return read_capture (reader, part);
}

/* Whether `{2,3}` stands at the place; then it is read. */
static gboolean read_braces (PatternReader *reader, guint32 *least, guint32 *most)
{
    guint start = reader->at;

    if (take (reader, '{') && (*least = read_number (reader)) != PATTERN_NONE)
    {
        *most = *least;
        if (take (reader, ','))
            *most = read_number (reader);
        if (take (reader, '}'))
            return TRUE;
    }
    reader->at = start;
    return FALSE;
}

static gboolean read_quantifier (PatternReader *reader, guint32 *least, guint32 *most)
{
    *least = 0;
    *most = PATTERN_NONE;
    if (take (reader, '*'))
        return TRUE;
    if (take (reader, '+'))
    {
        *least = 1;
        return TRUE;
    }
    if (take (reader, '?'))
    {
        *most = 1;
        return TRUE;
    }
    return read_braces (reader, least, most);
}

/* The groups that one turn of the loop PART may leave out are noted, and the turn becomes a group of its own. */
static void note_loop (PatternReader *reader, gsize start, const Part *part)
{
    gboolean any = FALSE;

    for (guint i = part->first; i < part->last; i++)
        if (reader->uncertain->data[i])
        {
            PatternLoop loop = { .group = i, .loop = reader->loops, .unsure = reader->looked->data[i] };

            g_array_append_val (reader->pattern->loops, loop);
            any = TRUE;
        }
    if (any)
    {
        g_autofree char *open = g_strdup_printf ("(?<w%u>", reader->loops++);

        g_string_insert (reader->out, (gssize)start, open);
        g_string_append_c (reader->out, ')');
    }
}

static void emit_counts (GString *out, guint32 least, guint32 most, gboolean lazy)
{
    if (most == PATTERN_NONE && least <= 1)
        g_string_append_c (out, least ? '+' : '*');
    else if (least == 0 && most == 1)
        g_string_append_c (out, '?');
    else if (most == PATTERN_NONE)
        g_string_append_printf (out, "{%u,}", least);
    else
        g_string_append_printf (out, "{%u,%u}", least, most);
    if (lazy)
        g_string_append_c (out, '?');
}

/* A part that may match nothing: ECMAScript does not count a turn that matched nothing (beyond the least number) and looks for
 * another way; PCRE2 leaves the loop. So such a turn is made to fail: what is left of the subject is noted before it, and
 * after it must not be the same. */
static gboolean emit_guarded (PatternReader *reader, gsize start, const Part *part, guint32 least, guint32 most,
                              gboolean lazy)
{
    GString *out = reader->out;
    g_autofree char *body = g_strdup (out->str + start);
    guint guard;

    if (least > 0 && part->last > part->first)
        return refused (reader, "a repeated group that may match nothing and that has groups to be told");
    if (reader->in_lookbehind)
        return refused (reader, "a repetition inside a lookbehind");
    g_string_truncate (out, start);
    if (least > 0)
    {
        g_string_append (out, body);
        emit_counts (out, least, least, FALSE);
        most = most == PATTERN_NONE ? most : most - least;
        if (most == 0)
            return TRUE;
    }
    guard = reader->guards++;
    g_string_append_printf (out, "(?:(?=(?<e%u>" PATTERN_ANYTHING "*))%s(?!\\k<e%u>\\z))", guard, body, guard);
    emit_counts (out, 0, most, lazy);
    return TRUE;
}

/* A lookahead that is repeated says the same each time; one that may be left out is, since it matches nothing. */
static void repeat_lookahead (PatternReader *reader, gsize start, guint32 least)
{
    if (least > 0)
        return;
    g_string_insert (reader->out, (gssize)start, "(?:");
    g_string_append (reader->out, "){0}");
}

static gboolean repeat (PatternReader *reader, gsize start, TermKind kind, Part *part)
{
    guint32 least;
    guint32 most;
    gboolean lazy;
    gboolean worked = TRUE;

    if (!read_quantifier (reader, &least, &most))
        return !reader->unicode || peek (reader, 0) != '{' || invalid (reader, "Incomplete quantifier");
    lazy = take (reader, '?');
    if (most < least)
        return invalid (reader, "numbers out of order in {} quantifier");
    if (kind == TERM_ASSERTION)
        return invalid (reader, "Nothing to repeat");
    if (kind == TERM_LOOKBEHIND || (kind == TERM_LOOKAHEAD && reader->unicode))
        return invalid (reader, "Invalid quantifier");
    if (least > MOST_REPEATS || (most != PATTERN_NONE && most > MOST_REPEATS))
        return refused (reader, "a repetition of more than 65535 times");
    if (most > 1 && kind == TERM_ATOM)
        note_loop (reader, start, part);
    if (kind == TERM_LOOKAHEAD)
        repeat_lookahead (reader, start, least);
    else if (part->empty && (least == 0 || most > least))
        worked = emit_guarded (reader, start, part, least, most, lazy);
    else
        emit_counts (reader->out, least, most, lazy);
    part->empty = part->empty || least == 0;
    if (least == 0)
        mark_uncertain (reader, part);
    return worked;
}

static gboolean read_atom (PatternReader *reader, guint32 point, Part *part, TermKind *kind)
{
    guint32 ignored[2];

    switch (point)
    {
    case '(':
        return read_group (reader, part, kind);
    case '[':
        return pattern_read_class (reader);
    case '.':
        g_string_append (reader->out,
                         reader->flags & REGEXP_DOT_ALL ? PATTERN_ANYTHING : "[^\\n\\r\\x{2028}\\x{2029}]");
        return TRUE;
    case '\\':
        return emit_escape (reader, part);
    case '*':
    case '+':
    case '?':
        return invalid (reader, "Nothing to repeat");
    case '{':
        reader->at--;
        if (read_braces (reader, &ignored[0], &ignored[1]))
            return invalid (reader, "Nothing to repeat");
        reader->at++;
        G_GNUC_FALLTHROUGH;
    case '}':
    case ']':
        if (reader->unicode)
            return invalid (reader, "Lone quantifier brackets");
        break;
    }
    pattern_emit_character (reader, point);
    return TRUE;
}

static gboolean read_term (PatternReader *reader, Part *part)
{
    gsize start = reader->out->len;
    guint32 point = reader->points[reader->at++];
    TermKind kind = TERM_ATOM;

    *part = (Part){ .first = reader->groups, .last = reader->groups };
    if (point == '^' || point == '$')
    {
        kind = TERM_ASSERTION;
        emit_assertion (reader, point);
        part->empty = TRUE;
    }
    else if (point == '\\' && (peek (reader, 0) == 'b' || peek (reader, 0) == 'B'))
    {
        kind = TERM_ASSERTION;
        emit_word_edge (reader, peek (reader, 0) == 'b');
        reader->at++;
        part->empty = TRUE;
    }
    else if (!read_atom (reader, point, part, &kind))
        return FALSE;
    part->last = reader->groups;
    return repeat (reader, start, kind, part);
}

static gboolean read_disjunction (PatternReader *reader, Part *part)
{
    gboolean alternatives = FALSE;
    gboolean empty = TRUE; /* of the alternative that is being read */

    *part = (Part){ .first = reader->groups, .last = reader->groups };
    if (++reader->depth > DEEPEST)
        return refused (reader, "groups that nest more than 200 deep");
    while (!at_end (reader) && peek (reader, 0) != ')')
    {
        Part term;

        if (take (reader, '|'))
        {
            g_string_append_c (reader->out, '|');
            part->empty = part->empty || empty;
            alternatives = TRUE;
            empty = TRUE;
            continue;
        }
        if (!read_term (reader, &term))
            return FALSE;
        empty = empty && term.empty;
    }
    part->empty = part->empty || empty;
    part->last = reader->groups;
    if (alternatives)
        mark_uncertain (reader, part);
    reader->depth--;
    return TRUE;
}

static gboolean in_loop (const Pattern *pattern, guint group)
{
    for (guint i = 0; i < pattern->loops->len; i++)
        if (g_array_index (pattern->loops, PatternLoop, i).group == group)
            return TRUE;
    return FALSE;
}

static gboolean translate (PatternReader *reader)
{
    Part part;

    if (!count_groups (reader))
        return FALSE;
    if (!read_disjunction (reader, &part))
        return FALSE;
    if (!at_end (reader))
        return invalid (reader, "Unmatched ')'");
    for (guint i = 0; i < reader->references->len; i++)
        if (in_loop (reader->pattern, g_array_index (reader->references, guint32, i) - 1))
            return refused (reader, "a reference to a group that a loop may leave out");
    return TRUE;
}

/* The pattern as code points; without `u` as UTF-16 units. */
static void read_points (PatternReader *reader, GArray *points, const char *source, gsize length)
{
    for (const char *p = source, *end = source + length; p < end; p = g_utf8_next_char (p))
    {
        guint32 point = g_utf8_get_char (p);

        if (point >= 0x10000 && !reader->unicode)
        {
            guint32 high = 0xd800 + ((point - 0x10000) >> 10);

            g_array_append_val (points, high);
            point = 0xdc00 + ((point - 0x10000) & 0x3ff);
        }
        g_array_append_val (points, point);
    }
    reader->points = (const guint32 *)(gpointer)points->data;
    reader->n = points->len;
}

PatternResult pattern_translate (const char *source, gsize length, guint flags, Pattern *pattern, const char **message)
{
    g_autoptr (GArray) points = g_array_new (TRUE, FALSE, sizeof (guint32));
    PatternReader reader = { .flags = flags, .unicode = (flags & REGEXP_UNICODE) != 0, .pattern = pattern };

    *pattern = (Pattern){ .names = g_ptr_array_new_with_free_func (g_free),
                          .loops = g_array_new (FALSE, FALSE, sizeof (PatternLoop)) };
    reader.out = g_string_new (NULL);
    reader.open = g_byte_array_new ();
    reader.uncertain = g_byte_array_new ();
    reader.looked = g_byte_array_new ();
    reader.references = g_array_new (FALSE, FALSE, sizeof (guint32));
    read_points (&reader, points, source, length);
    translate (&reader);
    pattern->text = g_string_free (reader.out, FALSE);
    g_byte_array_unref (reader.open);
    g_byte_array_unref (reader.uncertain);
    g_byte_array_unref (reader.looked);
    g_array_unref (reader.references);
    if (reader.result != PATTERN_OK)
        pattern_clear (pattern);
    *message = reader.message;
    return reader.result;
}

void pattern_clear (Pattern *pattern)
{
    g_clear_pointer (&pattern->text, g_free);
    g_clear_pointer (&pattern->names, g_ptr_array_unref);
    g_clear_pointer (&pattern->loops, g_array_unref);
}
