/* es_regexp.h: regular expression objects, between es_regexp.c (patterns and matching) and es_regexp_use.c (what String and
 * RegExp.prototype do with matches). */

#ifndef MIGSHIM_SCRIPT_ES_REGEXP_H
#define MIGSHIM_SCRIPT_ES_REGEXP_H

#include "script/es.h"
#include "script/es_pattern.h"

typedef struct RegexpCode RegexpCode;

typedef struct
{
    ScriptObject object;
    RegexpCode *code;
    ScriptString *subject; /* the last one, or NULL */
    ScriptString *text;    /* the same as PCRE2 sees it */
} Regexp;

#define UNSET G_MAXSIZE

/* A match: byte offsets into TEXT. Group N is from AT[2 N] to AT[2 N + 1], or UNSET; group 0 is the whole. */
typedef struct
{
    ScriptString *subject;
    ScriptString *text;
    gsize *at;       /* in the arena */
    gboolean unsure; /* a group that is set may belong to an earlier turn of a loop */
} Match;

guint regexp_flags (const Regexp *regexp);
guint regexp_group_count (const Regexp *regexp);
/* The name of group N (from 1), or NULL. */
const char *regexp_group_name (const Regexp *regexp, guint group);
gboolean regexp_has_names (const Regexp *regexp);

/* A regular expression with the same source and other flags. */
Regexp *regexp_with_flags (ScriptRuntime *runtime, const Regexp *regexp, guint flags, ScriptStatus *status);

/* SUBJECT as the pattern sees it; NULL with a refusal pending. */
ScriptString *regexp_text (ScriptRuntime *runtime, Regexp *regexp, ScriptString *subject);

/* The first match in SUBJECT from byte OFFSET of its text on; with `y` at OFFSET alone. */
ScriptStatus regexp_match_from (ScriptRuntime *runtime, Regexp *regexp, ScriptString *subject, gsize offset,
                                Match *match, gboolean *found);

/* What is between two offsets of the text. */
ScriptString *match_piece (ScriptRuntime *runtime, const Match *match, gsize from, gsize to);
/* The text of group N, or undefined. */
Value match_group (ScriptRuntime *runtime, const Match *match, guint group);
/* Refuses when the groups of MATCH can't be told for sure; see PatternLoop. */
ScriptStatus match_check_groups (ScriptRuntime *runtime, const Regexp *regexp, const Match *match);
/* The offset after the character at OFFSET, where the next match is looked for after an empty one. */
gsize match_advance (const ScriptString *text, gsize offset);

/* The result of exec. */
ScriptStatus match_result (ScriptRuntime *runtime, const Regexp *regexp, const Match *match, Value *out);
/* The object of named groups, or undefined. */
Value match_named (ScriptRuntime *runtime, const Regexp *regexp, const Match *match);

ScriptStatus regexp_last_index (ScriptRuntime *runtime, Regexp *regexp, double *index);
ScriptStatus regexp_set_last_index (ScriptRuntime *runtime, Regexp *regexp, double index);
/* One exec: with lastIndex, when the flags ask for it. */
ScriptStatus regexp_step (ScriptRuntime *runtime, Regexp *regexp, ScriptString *subject, Match *match, gboolean *found);

#endif
