/* front.h: what the parsers of both languages share.
 *
 * A parser is a recursive descent over one current token. Its first failure is the error; from then on it is in panic: the
 * current token is an error for good (kind 0 in both languages), so that every loop and call ends at once, and what is returned
 * is not looked at. No function needs to test for failure except to end its loops. */

#ifndef MIGSHIM_SCRIPT_FRONT_H
#define MIGSHIM_SCRIPT_FRONT_H

#include "script/ast.h"

typedef struct
{
    ScriptFile *file;
    guint8 *token_kind;   /* of the parser's current token: set to 0 by a failure */
    guint32 previous_end; /* of the token before the current one */
    guint depth;
    guint speculation; /* tries going on: failures are not errors yet */
    GPtrArray *stack;  /* lists being built */
    Arena *overflow;   /* for the few nodes made in panic after the file's arena is full; NULL before */
    gboolean failed;
    GError **error;
} Front;

/* A parser's state for TEXT, which it may refuse at once: too large, or not UTF-8. FALSE with ERROR set. FILE is filled but for what is
 * the language's own; it lives in ARENA. Free with front_clear in any case. */
gboolean front_init (Front *front, Language language, const char *path, const char *text, gsize length,
                     NameTable *names, Arena *arena, GError **error);
void front_clear (Front *front);

/* SIZE zeroed bytes of the file's arena. Never NULL: when the arena is full the parser fails and these bytes are thrown away. */
gpointer front_alloc (Front *front, gsize size);

/* The items of ARRAY, of SIZE bytes each, in the file's arena. */
gpointer front_array (Front *front, const GArray *array, gsize size);

/* A new node that begins at START and ends with the token before the current one. */
Node *front_node (Front *front, NodeKind kind, guint32 start);

/* Fails with a sentence at byte OFFSET. Returns a node to be returned. */
Node *front_fail (Front *front, guint32 offset, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* One level deeper, at byte OFFSET; fails when that is too deep. Each is followed by front_leave. */
void front_enter (Front *front, guint32 offset);
void front_leave (Front *front);

/* Lists: remember front_list_start, front_list_add items, and front_list_end makes a list of what was added since. */
guint front_list_start (const Front *front);
void front_list_add (Front *front, Node *node);
NodeList front_list_end (Front *front, guint start);

/* Says that nobody uses the value of an expression. */
void front_mark_dropped (Node *node);

/* Adds the annotation that a comment's line [AT, END) holds, if it does, after blanks and MARKER characters. The same text may be read
 * more than once. ANNOTATIONS: of Annotation; TEXT: of the file. */
void front_note_annotation (GArray *annotations, const char *text, const char *at, const char *end, char marker);

#endif
