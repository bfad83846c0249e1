/* es_subject.h: an object while it is inspected: what stands before and around its contents. For es_inspect.c. */

#ifndef MIGSHIM_SCRIPT_ES_SUBJECT_H
#define MIGSHIM_SCRIPT_ES_SUBJECT_H

#include "script/es_inspect.h"

typedef struct
{
    ScriptObject *object;
    const char *constructor; /* in the arena; NULL: the prototype is null */
    const char *tag;         /* Symbol.toStringTag, or "" */
    const Name **keys;
    guint n_keys;
    GString *base;
    GString *open;
    const char *close;
    LayoutKind kind;
} Subject;

typedef enum
{
    SHOW_BASE,    /* the base alone when there are no keys */
    SHOW_BRACES,  /* the braces alone when there is nothing in them */
    SHOW_CONTENTS /* always what is inside */
} Show;

/* A member, getters called. What a getter throws is dropped. */
Value inspect_member (ScriptRuntime *runtime, ScriptObject *object, const Name *name);

/* Fills in the constructor, the tag and the keys of SUBJECT, an object at DEPTH. */
void subject_find (Inspection *inspection, Subject *subject, guint depth);

/* Fills in the base, the braces and the kind. */
Show subject_describe (Inspection *inspection, Subject *subject);

/* The name of the class, followed by a blank. */
void subject_append_style (GString *text, const Subject *subject);

/* The walk of an iterator over a Map or Set; NULL when OBJECT is none. */
const Walk *subject_map_iterator (ScriptObject *object);

/* A WeakMap or WeakSet: es_collections.c. What is in it is not told. */
gboolean subject_is_weak (Inspection *inspection, const Subject *subject);

#endif
