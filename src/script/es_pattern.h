/* es_pattern.h: ECMAScript's regular expressions as PCRE2 understands them.
 *
 * Both languages look alike and mean different things in many corners. The translation spells everything out, so that PCRE2
 * gets nothing whose meaning depends on its own rules: characters by number, classes by their members, anchors as
 * look-around. What can't be said in PCRE2 is refused.
 *
 * A pattern without the flag `u` sees UTF-16 units: a character beyond U+FFFF is two of them. The subject is then given to
 * PCRE2 with each half of a pair as a character of its own (see es_regexp.c), and the pattern is translated likewise. */

#ifndef MIGSHIM_SCRIPT_ES_PATTERN_H
#define MIGSHIM_SCRIPT_ES_PATTERN_H

#include <glib.h>

enum
{
    REGEXP_INDICES = 1,     /* d */
    REGEXP_GLOBAL = 2,      /* g */
    REGEXP_IGNORE_CASE = 4, /* i */
    REGEXP_MULTILINE = 8,   /* m */
    REGEXP_DOT_ALL = 16,    /* s */
    REGEXP_UNICODE = 32,    /* u */
    REGEXP_STICKY = 64      /* y */
};

/* ECMAScript forgets the groups inside a loop when another turn begins; PCRE2 keeps them. The body of such a loop is a group
 * of its own, called wN: what lies before its last turn is to be forgotten. */
typedef struct
{
    guint group;     /* from 0 */
    guint loop;      /* N */
    gboolean unsure; /* the group is inside a lookahead, so that where it lies says nothing: telling it is refused */
} PatternLoop;

typedef struct
{
    char *text;       /* for PCRE2, in ASCII; group N of the pattern is called gN in it */
    guint n_groups;   /* without the whole match */
    GPtrArray *names; /* names[n] of group n + 1, or NULL: char *, UTF-8 */
    gboolean has_names;
    GArray *loops; /* of PatternLoop, for the groups that a turn of a loop may leave out */
} Pattern;

typedef enum
{
    PATTERN_OK,
    PATTERN_INVALID, /* MESSAGE is V8's: a SyntaxError */
    PATTERN_REFUSED  /* MESSAGE says what is out of reach */
} PatternResult;

/* Translates SOURCE (LENGTH bytes of WTF-8). PATTERN is filled with PATTERN_OK, to be cleared with pattern_clear; otherwise
 * MESSAGE is set, a constant. */
PatternResult pattern_translate (const char *source, gsize length, guint flags, Pattern *pattern, const char **message);
void pattern_clear (Pattern *pattern);

/* Whether TEXT has a character that PCRE2 and ECMAScript without `u` put with different others when case is ignored. */
gboolean pattern_case_differs (const char *text, gsize length);

#endif
