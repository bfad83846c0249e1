/* es_pattern_class.h: characters, escapes and classes of a pattern; between es_pattern.c and es_pattern_class.c. */

#ifndef MIGSHIM_SCRIPT_ES_PATTERN_CLASS_H
#define MIGSHIM_SCRIPT_ES_PATTERN_CLASS_H

#include "script/es_pattern.h"

#define PATTERN_NONE G_MAXUINT32 /* no code point, no number */
#define PATTERN_ANYTHING "[\\x00-\\x{10ffff}]"
#define PATTERN_NOTHING "(?:(?!))"
#define PATTERN_WORD_FOLDED "\\w\\x{17f}\\x{212a}" /* \w with `iu` */

typedef struct
{
    const guint32 *points; /* code points, or UTF-16 units without `u` */
    guint n;
    guint at;
    guint flags;
    gboolean unicode;
    Pattern *pattern;
    GString *out;
    GByteArray *open;      /* open->data[n]: group n + 1 is open */
    GArray *references;    /* numbers of groups that are referred to (guint32) */
    GByteArray *uncertain; /* uncertain->data[n]: what was read last may match with group n + 1 left out */
    GByteArray *looked;    /* looked->data[n]: group n + 1 is inside a look-around */
    guint groups;          /* begun so far */
    guint loops;
    guint guards;
    guint depth;
    gboolean in_look;
    gboolean in_lookbehind;
    PatternResult result;
    const char *message;
} PatternReader;

/* What an escape or a member of a class stands for. */
typedef struct
{
    guint32 point;
    char *set; /* the members of a class, as PCRE2 has them inside brackets; or NULL. Owned by the caller */
} PatternItem;

/* Notes the first failure; returns FALSE. */
gboolean pattern_fail (PatternReader *reader, PatternResult result, const char *message);

void pattern_emit_character (PatternReader *reader, guint32 point);
/* After `\`, at a digit: an octal number of up to three digits, or the digit itself when it is none. */
guint32 pattern_read_octal (PatternReader *reader);
/* After `\`: anything but anchors, references and digits; inside a class digits too. */
gboolean pattern_read_escape (PatternReader *reader, gboolean in_class, PatternItem *item);
/* After `[`. */
gboolean pattern_read_class (PatternReader *reader);

#endif
