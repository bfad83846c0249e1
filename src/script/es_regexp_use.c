/* What RegExp.prototype and String.prototype do with matches. */

#include "script/es_regexp.h"
#include "script/es_string.h"

#include <string.h>

Value match_named (ScriptRuntime *runtime, const Regexp *regexp, const Match *match)
{
    ScriptObject *groups;

    if (!regexp_has_names (regexp))
        return UNDEFINED;
    groups = object_new (runtime, NULL);
    for (guint i = 1; i <= regexp_group_count (regexp); i++)
        if (regexp_group_name (regexp, i))
            object_define (runtime, groups, intern (runtime, regexp_group_name (regexp, i), -1),
                           match_group (runtime, match, i), PROPERTY_ORDINARY);
    return value_of_object (groups);
}

/* `indices` of the flag d. */
static Value match_indices (ScriptRuntime *runtime, const Regexp *regexp, const Match *match)
{
    ScriptList *indices = list_new (runtime, NULL, 0);
    Value groups = UNDEFINED;

    if (regexp_has_names (regexp))
        groups = value_of_object (object_new (runtime, NULL));
    for (guint i = 0; i <= regexp_group_count (regexp); i++)
    {
        Value pair = UNDEFINED;

        if (match->at[2 * i] != UNSET)
        {
            Value ends[2] = { value_number (string_offset_unit (match->text, (guint32)match->at[2 * i])),
                              value_number (string_offset_unit (match->text, (guint32)match->at[2 * i + 1])) };

            pair = value_of_object (&list_new (runtime, ends, 2)->object);
        }
        list_append (runtime, indices, pair);
        if (i > 0 && regexp_group_name (regexp, i))
            object_define (runtime, groups.as.object, intern (runtime, regexp_group_name (regexp, i), -1), pair,
                           PROPERTY_ORDINARY);
    }
    object_define (runtime, &indices->object, runtime->known.groups_, groups, PROPERTY_ORDINARY);
    return value_of_object (&indices->object);
}

ScriptStatus match_result (ScriptRuntime *runtime, const Regexp *regexp, const Match *match, Value *out)
{
    const KnownNames *known = &runtime->known;
    ScriptList *list = list_new (runtime, NULL, 0);
    ScriptObject *object = &list->object;

    SCRIPT_TRY (match_check_groups (runtime, regexp, match));
    for (guint i = 0; i <= regexp_group_count (regexp); i++)
        list_append (runtime, list, match_group (runtime, match, i));
    object_define (runtime, object, known->index_,
                   value_number (string_offset_unit (match->text, (guint32)match->at[0])), PROPERTY_ORDINARY);
    object_define (runtime, object, known->input_, value_of_string (match->subject), PROPERTY_ORDINARY);
    object_define (runtime, object, known->groups_, match_named (runtime, regexp, match), PROPERTY_ORDINARY);
    if (regexp_flags (regexp) & REGEXP_INDICES)
        object_define (runtime, object, known->indices_, match_indices (runtime, regexp, match), PROPERTY_ORDINARY);
    *out = value_of_object (object);
    return SCRIPT_NORMAL;
}

ScriptStatus regexp_exec (ScriptRuntime *runtime, Value value, ScriptString *subject, Value *out)
{
    Regexp *regexp = (Regexp *)value.as.object;
    Match match;
    gboolean found;

    *out = NULL_VALUE;
    SCRIPT_TRY (regexp_step (runtime, regexp, subject, &match, &found));
    return found ? match_result (runtime, regexp, &match, out) : SCRIPT_NORMAL;
}

/* Matches of SUBJECT one after the other from OFFSET on, or with ALL FALSE the first; a GArray of Match would have to be freed
 * wherever a script can stop, so they are a list in the arena. */
typedef struct MatchNode
{
    Match match;
    struct MatchNode *next;
} MatchNode;

static ScriptStatus collect (ScriptRuntime *runtime, Regexp *regexp, ScriptString *subject, gsize offset,
                             MatchNode **first)
{
    MatchNode **last = first;
    ScriptString *text = regexp_text (runtime, regexp, subject);

    *first = NULL;
    if (!text)
        return SCRIPT_STOP;
    while (offset <= text->length)
    {
        MatchNode *node = script_alloc (runtime, sizeof *node);
        gboolean found;

        SCRIPT_TRY (regexp_match_from (runtime, regexp, subject, offset, &node->match, &found));
        if (!found)
            break;
        *last = node;
        last = &node->next;
        offset = node->match.at[1];
        if (node->match.at[0] == offset)
            offset = match_advance (text, offset);
    }
    return SCRIPT_NORMAL;
}

/* The matches that replace works on: all with `g`, else one. */
static ScriptStatus collect_for_replace (ScriptRuntime *runtime, Regexp *regexp, ScriptString *subject,
                                         MatchNode **first)
{
    MatchNode *node;
    gboolean found;

    if (regexp_flags (regexp) & REGEXP_GLOBAL)
    {
        SCRIPT_TRY (regexp_set_last_index (runtime, regexp, 0));
        return collect (runtime, regexp, subject, 0, first);
    }
    node = script_alloc (runtime, sizeof *node);
    SCRIPT_TRY (regexp_step (runtime, regexp, subject, &node->match, &found));
    *first = found ? node : NULL;
    return SCRIPT_NORMAL;
}

/* Groups that can't be told for sure do no harm when the template does not ask for them. */
static gboolean template_has_groups (const ScriptString *template)
{
    for (guint32 i = 0; i + 1 < template->length; i++)
        if (template->data[i] == '$' && (g_ascii_isdigit (template->data[i + 1]) || template->data[i + 1] == '<'))
            return TRUE;
    return FALSE;
}

static ScriptStatus call_replacer (ScriptRuntime *runtime, const Regexp *regexp, const Match *match, Value replacer,
                                   Value *groups, TextBuilder *result)
{
    guint n = regexp_group_count (regexp) + 1;
    Value *arguments = script_alloc (runtime, (n + 3) * sizeof *arguments);
    Value value;
    ScriptString *text;

    memcpy (arguments, groups, n * sizeof *arguments);
    arguments[n++] = value_number (string_offset_unit (match->text, (guint32)match->at[0]));
    arguments[n++] = value_of_string (match->subject);
    if (regexp_has_names (regexp))
        arguments[n++] = match_named (runtime, regexp, match);
    SCRIPT_TRY (function_call (runtime, replacer, UNDEFINED, &(Arguments){ .items = arguments, .n = n }, TRUE, &value));
    SCRIPT_TRY (es_to_string (runtime, value, &text));
    text_append_string (result, text);
    return SCRIPT_NORMAL;
}

static ScriptStatus append_replaced (ScriptRuntime *runtime, const Regexp *regexp, const Match *match,
                                     Value replacement, TextBuilder *result)
{
    guint n = regexp_group_count (regexp) + 1;
    ScriptString *template = replacement.kind == VALUE_STRING ? replacement.as.string : NULL;
    Value *groups;
    guint32 start;

    if (template && !memchr (template->data, '$', template->length))
    {
        text_append_string (result, template);
        return SCRIPT_NORMAL;
    }
    if (!template || template_has_groups (template))
        SCRIPT_TRY (match_check_groups (runtime, regexp, match));
    groups = script_alloc (runtime, n * sizeof *groups);
    for (guint i = 0; i < n; i++)
        groups[i] = match_group (runtime, match, i);
    if (!template)
        return call_replacer (runtime, regexp, match, replacement, groups, result);
    start = string_offset_unit (match->text, (guint32)match->at[0]);
    return es_expand_replacement (runtime, result, template, match->subject, start,
                                  string_offset_unit (match->text, (guint32)match->at[1]), groups, n,
                                  match_named (runtime, regexp, match));
}

ScriptStatus regexp_replace (ScriptRuntime *runtime, Value value, ScriptString *subject, Value replacement,
                             gboolean all, Value *out)
{
    Regexp *regexp = (Regexp *)value.as.object;
    MatchNode *node;
    TextBuilder result;
    gsize done = 0;
    Match whole = { .subject = subject };

    (void)all; /* replaceAll has made sure of the flag g, which says it */
    SCRIPT_TRY (collect_for_replace (runtime, regexp, subject, &node));
    *out = value_of_string (subject);
    if (!node)
        return SCRIPT_NORMAL;
    whole.text = node->match.text;
    text_builder_init (&result, runtime);
    for (; node && !result.failed; node = node->next)
    {
        text_append_string (&result, match_piece (runtime, &whole, done, node->match.at[0]));
        SCRIPT_TRY (append_replaced (runtime, regexp, &node->match, replacement, &result));
        done = node->match.at[1];
    }
    text_append_string (&result, match_piece (runtime, &whole, done, whole.text->length));
    return text_finish (&result, out);
}

ScriptStatus regexp_match (ScriptRuntime *runtime, Value value, ScriptString *subject, Value *out)
{
    Regexp *regexp = (Regexp *)value.as.object;
    MatchNode *node;
    ScriptList *matches;

    if (!(regexp_flags (regexp) & REGEXP_GLOBAL))
        return regexp_exec (runtime, value, subject, out);
    SCRIPT_TRY (collect_for_replace (runtime, regexp, subject, &node));
    *out = NULL_VALUE;
    if (!node)
        return SCRIPT_NORMAL;
    matches = list_new (runtime, NULL, 0);
    for (; node; node = node->next)
        list_append (runtime, matches, match_group (runtime, &node->match, 0));
    *out = value_of_object (&matches->object);
    return SCRIPT_NORMAL;
}

ScriptStatus regexp_match_all (ScriptRuntime *runtime, Value value, ScriptString *subject, Value *out)
{
    Regexp *regexp = (Regexp *)value.as.object;
    ScriptString *text = regexp_text (runtime, regexp, subject);
    ScriptList *results = list_new (runtime, NULL, 0);
    MatchNode *node = NULL;
    double index;
    gboolean split;

    if (!text)
        return SCRIPT_STOP;
    SCRIPT_TRY (regexp_last_index (runtime, regexp, &index));
    if (index <= string_units (text))
        SCRIPT_TRY (collect (runtime, regexp, subject, string_unit_offset (text, (guint32)index, &split), &node));
    for (; node; node = node->next)
    {
        Value result;

        SCRIPT_TRY (match_result (runtime, regexp, &node->match, &result));
        list_append (runtime, results, result);
        if (!(regexp_flags (regexp) & REGEXP_GLOBAL))
            break;
    }
    *out = iterator_object_new (runtime, (Walk){ .kind = WALK_LIST, .source = value_of_object (&results->object) },
                                "RegExp String Iterator");
    return SCRIPT_NORMAL;
}

ScriptStatus regexp_search (ScriptRuntime *runtime, Value value, ScriptString *subject, Value *out)
{
    Match match;
    gboolean found;

    SCRIPT_TRY (regexp_match_from (runtime, (Regexp *)value.as.object, subject, 0, &match, &found));
    *out = value_number (found ? string_offset_unit (match.text, (guint32)match.at[0]) : -1.0);
    return SCRIPT_NORMAL;
}

static void append_groups (ScriptRuntime *runtime, ScriptList *parts, const Match *match, guint n, guint32 limit)
{
    for (guint i = 1; i <= n && parts->length < limit; i++)
        list_append (runtime, parts, match_group (runtime, match, i));
}

static ScriptStatus split_text (ScriptRuntime *runtime, Regexp *regexp, ScriptString *subject, guint32 limit,
                                ScriptList *parts)
{
    ScriptString *text = regexp_text (runtime, regexp, subject);
    Match match = { .subject = subject, .text = text };
    gsize done = 0;
    gsize from = 0;
    gboolean found;

    if (!text)
        return SCRIPT_STOP;
    while (text->length == 0 || from < text->length)
    {
        SCRIPT_TRY (regexp_match_from (runtime, regexp, subject, from, &match, &found));
        if (found && text->length == 0)
            return SCRIPT_NORMAL;
        if (!found || match.at[0] >= text->length)
            break;
        if (match.at[1] == done)
        {
            from = match_advance (text, from);
            continue;
        }
        SCRIPT_TRY (match_check_groups (runtime, regexp, &match));
        list_append (runtime, parts, value_of_string (match_piece (runtime, &match, done, match.at[0])));
        if (parts->length == limit)
            return SCRIPT_NORMAL;
        done = match.at[1];
        append_groups (runtime, parts, &match, regexp_group_count (regexp), limit);
        if (parts->length == limit)
            return SCRIPT_NORMAL;
        from = done;
    }
    match.text = text;
    list_append (runtime, parts, value_of_string (match_piece (runtime, &match, done, text->length)));
    return SCRIPT_NORMAL;
}

ScriptStatus regexp_split (ScriptRuntime *runtime, Value value, ScriptString *subject, guint32 limit, Value *out)
{
    Regexp *regexp = (Regexp *)value.as.object;
    ScriptList *parts = list_new (runtime, NULL, 0);
    ScriptStatus status;

    *out = value_of_object (&parts->object);
    if (limit == 0)
        return SCRIPT_NORMAL;
    if (regexp_flags (regexp) & REGEXP_STICKY)
    {
        regexp = regexp_with_flags (runtime, regexp, regexp_flags (regexp) & ~(guint)REGEXP_STICKY, &status);
        if (!regexp)
            return status;
    }
    return split_text (runtime, regexp, subject, limit, parts);
}

static ScriptStatus this_regexp (ScriptCall *call, const char *method, Regexp **regexp)
{
    *regexp = value_is_regexp (call->receiver) ? (Regexp *)call->receiver.as.object : NULL;
    if (*regexp)
        return SCRIPT_NORMAL;
    return script_throw (call->runtime, "TypeError", "Method RegExp.prototype.%s called on incompatible receiver %s",
                         method, value_inspect (call->runtime, call->receiver));
}

static ScriptStatus member_exec (ScriptCall *call, Value *out)
{
    Regexp *regexp;
    ScriptString *subject;

    SCRIPT_TRY (this_regexp (call, "exec", &regexp));
    SCRIPT_TRY (es_argument_string (call, 0, &subject));
    return regexp_exec (call->runtime, call->receiver, subject, out);
}

static ScriptStatus member_test (ScriptCall *call, Value *out)
{
    Regexp *regexp;
    ScriptString *subject;
    Match match;
    gboolean found;

    SCRIPT_TRY (this_regexp (call, "test", &regexp));
    SCRIPT_TRY (es_argument_string (call, 0, &subject));
    SCRIPT_TRY (regexp_step (call->runtime, regexp, subject, &match, &found));
    *out = value_boolean (found);
    return SCRIPT_NORMAL;
}

static ScriptStatus member_to_string (ScriptCall *call, Value *out)
{
    Regexp *regexp;
    const char *flags;
    const char *source;

    SCRIPT_TRY (this_regexp (call, "toString", &regexp));
    source = regexp_source (call->receiver, &flags);
    *out = value_string_printf (call->runtime, "/%s/%s", source, flags);
    return SCRIPT_NORMAL;
}

static ScriptStatus member_source (ScriptCall *call, Value *out)
{
    Regexp *regexp;
    const char *flags;

    SCRIPT_TRY (this_regexp (call, "source", &regexp));
    *out = value_string (call->runtime, regexp_source (call->receiver, &flags), -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus member_flags (ScriptCall *call, Value *out)
{
    Regexp *regexp;
    const char *flags;

    SCRIPT_TRY (this_regexp (call, "flags", &regexp));
    regexp_source (call->receiver, &flags);
    *out = value_string (call->runtime, flags, -1);
    return SCRIPT_NORMAL;
}

/* Which flag it tells is in the captured value. */
static ScriptStatus member_flag (ScriptCall *call, Value *out)
{
    if (value_is_regexp (call->receiver))
        *out =
            value_boolean ((regexp_flags ((Regexp *)call->receiver.as.object) & (guint)call->captured.as.integer) != 0);
    return SCRIPT_NORMAL;
}

static ScriptStatus regexp_constructor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value pattern = call_argument (call, 0);
    Value flags = call_argument (call, 1);
    ScriptString *source = string_borrow (runtime, "", 0);
    ScriptString *flag_text = source;
    ScriptStatus status;

    if (value_is_regexp (pattern))
    {
        const char *own;

        if (!call->constructing && flags.kind == VALUE_UNDEFINED)
        {
            *out = pattern;
            return SCRIPT_NORMAL;
        }
        source = string_new (runtime, regexp_source (pattern, &own), strlen (regexp_source (pattern, &own)));
        flag_text = string_new (runtime, own, strlen (own));
    }
    else if (pattern.kind != VALUE_UNDEFINED)
        SCRIPT_TRY (es_to_string (runtime, pattern, &source));
    if (flags.kind != VALUE_UNDEFINED)
        SCRIPT_TRY (es_to_string (runtime, flags, &flag_text));
    *out = regexp_new (runtime, source->data, source->length, flag_text->data, flag_text->length, &status);
    if (status == SCRIPT_NORMAL && call->constructing)
        status =
            prototype_of_target (runtime, call->new_target, runtime->prototypes.regexp, &out->as.object->prototype);
    return status;
}

void es_setup_regexp (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "exec", 1, member_exec },          { "test", 1, member_test },
                                           { "toString", 0, member_to_string }, { "get flags", 0, member_flags },
                                           { "get source", 0, member_source },  { NULL, 0, NULL } };
    static const struct
    {
        const char *name;
        guint flag;
    } flags[] = { { "hasIndices", REGEXP_INDICES },  { "global", REGEXP_GLOBAL },  { "ignoreCase", REGEXP_IGNORE_CASE },
                  { "multiline", REGEXP_MULTILINE }, { "dotAll", REGEXP_DOT_ALL }, { "unicode", REGEXP_UNICODE },
                  { "sticky", REGEXP_STICKY },       { "unicodeSets", 0 } };
    ScriptObject *prototype = runtime->prototypes.regexp;

    natives_define_class (runtime, "RegExp", 2, regexp_constructor, prototype, members, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    {
        ScriptFunction *getter = function_new_capturing (runtime, 0, member_flag, value_integer (flags[i].flag));

        object_define_accessor (runtime, prototype, intern (runtime, flags[i].name, -1), &getter->object, NULL,
                                PROPERTY_CONFIGURABLE);
    }
}
