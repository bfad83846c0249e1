/* match. See "MatchKind" in ast.h. */

#include "script/py_internal.h"

static ScriptStatus match (Frame *frame, const Node *pattern, Value subject, gboolean *matches);

static ScriptStatus match_value (Frame *frame, const Node *pattern, Value subject, gboolean *matches)
{
    const Node *node = pattern->match.value;
    Value value;

    SCRIPT_TRY (evaluate (frame, node, &value));
    frame->runtime->node = pattern;
    if (node->kind == NODE_NULL || node->kind == NODE_BOOLEAN)
    {
        *matches = value_same (value, subject);
        return SCRIPT_NORMAL;
    }
    return py_equal (frame->runtime, subject, value, matches);
}

static gboolean is_sequence (Value value)
{
    return py_as_list (value) || py_as_tuple (value) || value_is_object (value, OBJECT_RANGE);
}

static ScriptStatus match_sequence (Frame *frame, const Node *pattern, Value subject, gboolean *matches)
{
    const NodeList *patterns = &pattern->match.patterns;
    guint32 star = G_MAXUINT32;
    guint32 at = 0;
    ScriptList *items;

    if (!is_sequence (subject))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_items (frame->runtime, subject, &items));
    for (guint32 i = 0; i < patterns->count; i++)
        if (patterns->items[i]->op == MATCH_STAR)
            star = i;
    if (star == G_MAXUINT32 ? items->length != patterns->count : items->length + 1 < patterns->count)
        return SCRIPT_NORMAL;
    *matches = TRUE;
    for (guint32 i = 0; i < patterns->count && *matches; i++)
    {
        const Node *one = patterns->items[i];

        if (i == star)
        {
            guint32 n = items->length + 1 - patterns->count;

            if (one->match.target)
                SCRIPT_TRY (assign_to (frame, one->match.target,
                                       py_list_new (frame->runtime, n ? items->items + at : NULL, n), FALSE));
            at += n;
        }
        else
            SCRIPT_TRY (match (frame, one, items->items[at++], matches));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus match_mapping (Frame *frame, const Node *pattern, Value subject, gboolean *matches)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptMap *map = py_as_dict (subject);
    const NodeList *keys = pattern->match.keys;
    ScriptMap *rest;
    gboolean was_there;

    if (!map)
        return SCRIPT_NORMAL;
    *matches = TRUE;
    rest = pattern->match.target ? py_map_copy (runtime, map) : NULL;
    for (guint32 i = 0; keys && i < keys->count && *matches; i++)
    {
        Value key;
        Value *found;

        SCRIPT_TRY (evaluate (frame, keys->items[i], &key));
        SCRIPT_TRY (py_map_find (runtime, map, key, &found));
        *matches = found != NULL;
        if (rest)
            SCRIPT_TRY (py_map_remove (runtime, rest, key, NULL, &was_there));
        if (found)
            SCRIPT_TRY (match (frame, pattern->match.patterns.items[i], *found, matches));
    }
    if (*matches && rest)
        SCRIPT_TRY (assign_to (frame, pattern->match.target, value_of_object (&rest->object), FALSE));
    return SCRIPT_NORMAL;
}

/* int(x) and its like match the subject itself. */
static gboolean matches_itself (ScriptRuntime *runtime, const PyClass *class)
{
    const PyState *py = runtime->py;
    const PyClass *const classes[] = { py->boolean, py->bytes, py->dict,   py->number, py->frozenset,
                                       py->integer, py->list,  py->string, py->set,    py->tuple };

    for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
        if (py_is_subclass (class, classes[i]))
            return TRUE;
    return FALSE;
}

static ScriptStatus match_attribute (Frame *frame, const Node *pattern, Value subject, const Name *name,
                                     gboolean *matches)
{
    Value value;

    SCRIPT_TRY (py_find (frame->runtime, subject, name, &value));
    *matches = value.kind != VALUE_EMPTY;
    return *matches ? match (frame, pattern, value, matches) : SCRIPT_NORMAL;
}

static ScriptStatus match_positional (Frame *frame, const Node *pattern, Value subject, PyClass *class, guint32 n,
                                      gboolean *matches)
{
    ScriptRuntime *runtime = frame->runtime;
    Value names;
    ScriptList *list;

    SCRIPT_TRY (py_find (runtime, value_of_object (&class->object), PY_NAME (runtime, __match_args__), &names));
    if (names.kind == VALUE_EMPTY && n == 1 && matches_itself (runtime, class))
        return match (frame, pattern->match.patterns.items[0], subject, matches);
    list = names.kind == VALUE_EMPTY ? list_new (runtime, NULL, 0) : py_as_tuple (names);
    if (!list)
        return script_throw (runtime, "TypeError", "%s.__match_args__ must be a tuple (got %s)", class->name->text,
                             py_type_name (runtime, names));
    if (list->length < n)
        return script_throw (runtime, "TypeError", "%s() accepts %u positional sub-pattern%s (%u given)",
                             class->name->text, list->length, list->length == 1 ? "" : "s", n);
    for (guint32 i = 0; i < n && *matches; i++)
    {
        ScriptString *name = py_as_string (list->items[i]);

        if (!name)
            return script_throw (runtime, "TypeError", "__match_args__ elements must be strings (got %s)",
                                 py_type_name (runtime, list->items[i]));
        SCRIPT_TRY (match_attribute (frame, pattern->match.patterns.items[i], subject,
                                     intern (runtime, name->data, name->length), matches));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus match_class (Frame *frame, const Node *pattern, Value subject, gboolean *matches)
{
    ScriptRuntime *runtime = frame->runtime;
    const NodeList *keys = pattern->match.keys;
    guint32 named = keys ? keys->count : 0;
    guint32 n = pattern->match.patterns.count - named;
    Value class;

    SCRIPT_TRY (evaluate (frame, pattern->match.value, &class));
    runtime->node = pattern;
    if (host_missing_reason (class))
        return host_refuse_plain (runtime, class);
    if (!value_class (class))
        return py_type_error (runtime, "called match pattern must be a class");
    SCRIPT_TRY (py_is_instance (runtime, subject, class, matches));
    if (*matches && n > 0)
        SCRIPT_TRY (match_positional (frame, pattern, subject, value_class (class), n, matches));
    for (guint32 i = 0; i < named && *matches; i++)
    {
        const Text *text = &keys->items[i]->text;

        SCRIPT_TRY (match_attribute (frame, pattern->match.patterns.items[n + i], subject,
                                     intern (runtime, text->data, (gssize)text->length), matches));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus match (Frame *frame, const Node *pattern, Value subject, gboolean *matches)
{
    const NodeList *patterns = &pattern->match.patterns;

    if (!runtime_step (frame->runtime))
        return runtime_exhausted (frame->runtime);
    *matches = FALSE;
    switch ((MatchKind)pattern->op)
    {
    case MATCH_VALUE:
        return match_value (frame, pattern, subject, matches);
    case MATCH_CAPTURE:
        *matches = TRUE;
        return assign_to (frame, pattern->match.target, subject, FALSE);
    case MATCH_WILDCARD:
    case MATCH_STAR:
        *matches = TRUE;
        return SCRIPT_NORMAL;
    case MATCH_SEQUENCE:
        return match_sequence (frame, pattern, subject, matches);
    case MATCH_MAPPING:
        return match_mapping (frame, pattern, subject, matches);
    case MATCH_CLASS:
        return match_class (frame, pattern, subject, matches);
    case MATCH_OR:
        for (guint32 i = 0; i < patterns->count && !*matches; i++)
            SCRIPT_TRY (match (frame, patterns->items[i], subject, matches));
        return SCRIPT_NORMAL;
    case MATCH_AS:
        SCRIPT_TRY (match (frame, patterns->items[0], subject, matches));
        return *matches ? assign_to (frame, pattern->match.target, subject, FALSE) : SCRIPT_NORMAL;
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_execute_match (Frame *frame, const Node *node)
{
    Value subject;

    SCRIPT_TRY (evaluate (frame, node->switch_.subject, &subject));
    for (guint32 i = 0; i < node->switch_.cases.count; i++)
    {
        const Node *one = node->switch_.cases.items[i];
        gboolean matches = TRUE;
        Value value;

        frame->runtime->node = one;
        if (one->case_.test)
            SCRIPT_TRY (match (frame, one->case_.test, subject, &matches));
        if (matches && one->case_.guard)
        {
            SCRIPT_TRY (evaluate (frame, one->case_.guard, &value));
            SCRIPT_TRY (language_truth (frame->runtime, frame->semantics, value, &matches));
        }
        if (matches)
            return execute_list (frame, &one->case_.body);
    }
    return SCRIPT_NORMAL;
}
