/* es_inspect.h: texts of values for people, as Node's util.inspect and console.log make them (lib/internal/util/inspect.js of Node 22).
 *
 * An inspection goes down a value and makes the text of each part; es_layout.c then decides what stands on one line. Lengths are in
 * UTF-16 units, as Node counts them. */

#ifndef MIGSHIM_SCRIPT_ES_INSPECT_H
#define MIGSHIM_SCRIPT_ES_INSPECT_H

#include "script/es.h"

#define INSPECT_ANY_DEPTH G_MAXUINT

/* util.inspect's options, as far as they are known here. */
typedef struct
{
    guint depth; /* objects deeper than this are only named; INSPECT_ANY_DEPTH for no bound */
    guint break_length;
    guint compact; /* inner levels that may share a line; 0: each entry has its own */
    guint max_items;
    guint max_string;
    gboolean hidden; /* properties that are not listed too */
    gboolean sorted;
    gboolean getters; /* call them */
} InspectOptions;

extern const InspectOptions inspect_defaults;

typedef enum
{
    LAYOUT_OBJECT,
    LAYOUT_ARRAY_ITEM,
    LAYOUT_ARRAY
} LayoutKind;

typedef struct
{
    ScriptRuntime *runtime;
    InspectOptions options;
    guint indent;
    guint current_depth; /* of the innermost object that was inspected last */
    GPtrArray *seen;     /* ScriptObject *: the objects around the one that is inspected */
    GPtrArray *circular; /* ScriptObject *: those that something inside refers to, in the order of their numbers */
    gsize written;
    gboolean stopped; /* a refusal is pending */
} Inspection;

/* Appends VALUE to TEXT. FALSE when a refusal is pending. An exception that a getter throws is dropped. */
gboolean inspect_with (ScriptRuntime *runtime, GString *text, Value value, const InspectOptions *options);

/* Reads an options object of the script ({ depth: null }) into OPTIONS. */
ScriptStatus inspect_read_options (ScriptRuntime *runtime, Value value, InspectOptions *options);

/* util.format: ARGUMENTS as one text, the first of which may hold %s and its like. */
ScriptStatus format_append (ScriptRuntime *runtime, GString *text, const Value *arguments, guint n);

/* es_layout.c */

/* UTF-16 units of TEXT, and the columns that it takes in a terminal. */
guint text_units (const char *text, gsize length);
guint text_columns (const char *text, gsize length);

/* A list of texts (GString *), which it owns. */
GPtrArray *layout_output_new (void);

/* STRING in quotes that it does not hold, with escapes. */
void layout_quote (GString *text, const char *string, gsize length);
/* A primitive: a string is quoted, and broken at its line ends when it is long. */
void layout_primitive (Inspection *inspection, GString *text, Value value);
void layout_number (GString *text, double number);

/* OUTPUT (GString *) between the braces, on one line when that is short enough. VALUE is what was inspected at DEPTH. */
void layout_entries (Inspection *inspection, GString *text, GPtrArray *output, const char *base, const char *open,
                     const char *close, LayoutKind kind, guint depth, Value value);

#endif
