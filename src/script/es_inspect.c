/* The parts of a value as texts: see es_inspect.h. */

#include "script/es_subject.h"
#include "script/module.h"
#include "script/promise.h"

#include <math.h>
#include <string.h>

#define WRITTEN_MAX ((gsize)64 * 1024 * 1024)

const InspectOptions inspect_defaults = {
    .depth = 2, .break_length = 80, .compact = 3, .max_items = 100, .max_string = 10000
};

static void append_value (Inspection *inspection, GString *text, Value value, guint depth);

/* Adds a new text to OUTPUT. */
static GString *add (GPtrArray *output)
{
    GString *text = g_string_new (NULL);

    g_ptr_array_add (output, text);
    return text;
}

static void add_more (GPtrArray *output, guint more)
{
    g_string_append_printf (add (output), "... %u more item%s", more, more > 1 ? "s" : "");
}

static gboolean plain_key (const Name *name)
{
    if (name->length == 0 || g_ascii_isdigit (name->text[0]))
        return FALSE;
    for (guint32 i = 0; i < name->length; i++)
        if (!g_ascii_isalnum (name->text[i]) && name->text[i] != '_')
            return FALSE;
    return TRUE;
}

static void append_key (Inspection *inspection, GString *text, const Name *key, gboolean listed)
{
    if (name_is_symbol (key))
        g_string_append_printf (text, "[Symbol(%s)]", key->text + 1);
    else if (key == inspection->runtime->known.__proto___)
        g_string_append (text, "['__proto__']");
    else if (!listed)
        g_string_append_printf (text, "[%s]", key->text);
    else if (plain_key (key))
        g_string_append (text, key->text);
    else
        layout_quote (text, key->text, key->length);
    g_string_append (text, ": ");
}

static void append_accessor (Inspection *inspection, GString *text, ScriptObject *object, const Name *key,
                             const Property *property, guint depth)
{
    gboolean gets = property->value.kind == VALUE_OBJECT;
    const char *label = gets ? property->setter ? "Getter/Setter" : "Getter" : "Setter";
    Value value;

    if (!gets || !inspection->options.getters)
    {
        g_string_append_printf (text, gets || property->setter ? "[%s]" : "undefined", label);
        return;
    }
    value = inspect_member (inspection->runtime, object, key);
    g_string_append_printf (text, "[%s%s", label, value.kind == VALUE_OBJECT ? "] " : ": ");
    append_value (inspection, text, value, depth);
    g_string_append (text, value.kind == VALUE_OBJECT ? "" : "]");
}

static void append_property (Inspection *inspection, GString *text, ScriptObject *object, const Name *key, guint depth)
{
    Property property = { .value = UNDEFINED };

    if (!es_own_property (inspection->runtime, object, key, &property))
    {
        property.value = inspect_member (inspection->runtime, object, key);
        property.flags = PROPERTY_ORDINARY;
    }
    if (object->prototype == NULL && property.flags & PROPERTY_ACCESSOR && module_is_namespace (object))
        property = (Property){ .value = inspect_member (inspection->runtime, object, key), .flags = PROPERTY_ORDINARY };
    append_key (inspection, text, key, property.flags & PROPERTY_LISTED);
    inspection->indent += 2;
    if (property.flags & PROPERTY_ACCESSOR)
        append_accessor (inspection, text, object, key, &property, depth);
    else
        append_value (inspection, text, property.value, depth);
    inspection->indent -= 2;
}

static void list_items (Inspection *inspection, ScriptList *list, GPtrArray *output, guint depth)
{
    guint most = inspection->options.max_items;
    guint at = 0;

    for (; at < list->length && output->len < most;)
    {
        guint first = at;

        while (at < list->length && list->items[at].kind == VALUE_EMPTY)
            at++;
        if (at > first)
        {
            g_string_append_printf (add (output), "<%u empty item%s>", at - first, at - first > 1 ? "s" : "");
            continue;
        }
        inspection->indent += 2;
        append_value (inspection, add (output), list->items[at++], depth);
        inspection->indent -= 2;
    }
    if (at < list->length)
        add_more (output, list->length - at);
}

static void bytes_items (Inspection *inspection, ScriptBytes *bytes, GPtrArray *output)
{
    gsize n = MIN (bytes->length, inspection->options.max_items);

    for (gsize i = 0; i < n; i++)
        g_string_append_printf (add (output), "%u", bytes->data[i]);
    if (n < bytes->length)
        add_more (output, (guint)(bytes->length - n));
}

/* What an iterator of a Map or Set has still to give. */
static void iterator_items (Inspection *inspection, const Walk *walk, GPtrArray *output, guint depth)
{
    Walk rest = *walk;
    Value value;

    inspection->indent += 2;
    while (iterate_next (inspection->runtime, &rest, &value) == SCRIPT_NORMAL && !rest.done)
        append_value (inspection, add (output), value, depth);
    inspection->indent -= 2;
}

static void map_items (Inspection *inspection, ScriptMap *map, GPtrArray *output, guint depth)
{
    guint left = inspection->options.max_items;
    guint more = 0;

    inspection->indent += 2;
    for (guint i = 0; i < map->n_entries; i++)
    {
        const MapEntry *entry = &map->entries[i];
        GString *text;

        if (entry->key.kind == VALUE_EMPTY)
            continue;
        if (left == 0)
        {
            more++;
            continue;
        }
        left--;
        text = add (output);
        append_value (inspection, text, entry->key, depth);
        if (map->object.kind == OBJECT_MAP)
        {
            g_string_append (text, " => ");
            append_value (inspection, text, map->entries[i].value, depth);
        }
    }
    inspection->indent -= 2;
    if (more)
        add_more (output, more);
}

static void promise_item (Inspection *inspection, ScriptPromise *promise, GPtrArray *output, guint depth)
{
    GString *text = add (output);

    if (promise->state == PROMISE_PENDING)
    {
        g_string_append (text, "<pending>");
        return;
    }
    if (promise->state == PROMISE_REJECTED)
        g_string_append (text, "<rejected> ");
    inspection->indent += 2;
    append_value (inspection, text, promise->value, depth);
    inspection->indent -= 2;
}

static void add_items (Inspection *inspection, Subject *subject, GPtrArray *output, guint depth)
{
    ScriptObject *object = subject->object;

    if (object->kind == OBJECT_LIST || object->kind == OBJECT_TUPLE)
        list_items (inspection, (ScriptList *)object, output, depth);
    else if (object->kind == OBJECT_BYTES)
        bytes_items (inspection, (ScriptBytes *)object, output);
    else if (object->kind == OBJECT_MAP || object->kind == OBJECT_SET)
        map_items (inspection, (ScriptMap *)object, output, depth);
    else if (subject_map_iterator (subject->object))
        iterator_items (inspection, subject_map_iterator (subject->object), output, depth);
    else if (object->kind == OBJECT_PROMISE)
        promise_item (inspection, (ScriptPromise *)object, output, depth);
    else if (object->kind == OBJECT_PLAIN && subject_is_weak (inspection, subject))
        g_string_append (add (output), "<items unknown>");
}

static int compare_texts (gconstpointer a, gconstpointer b)
{
    const GString *const *x = a;
    const GString *const *y = b;

    return strcmp ((*x)->str, (*y)->str);
}

static void append_contents (Inspection *inspection, GString *text, Subject *subject, guint depth)
{
    g_autoptr (GPtrArray) output = layout_output_new ();
    guint reference;

    g_ptr_array_add (inspection->seen, subject->object);
    inspection->current_depth = depth;
    add_items (inspection, subject, output, depth);
    for (guint i = 0; i < subject->n_keys; i++)
        append_property (inspection, add (output), subject->object, subject->keys[i], depth);
    g_ptr_array_set_size (inspection->seen, (int)inspection->seen->len - 1);
    if (g_ptr_array_find (inspection->circular, subject->object, &reference))
    {
        g_autofree char *mark = g_strdup_printf ("<ref *%u>%s", reference + 1, subject->base->len ? " " : "");

        g_string_prepend (subject->base, mark);
    }
    if (inspection->options.sorted && subject->kind == LAYOUT_OBJECT)
        g_ptr_array_sort (output, compare_texts);
    layout_entries (inspection, text, output, subject->base->str, subject->open->str, subject->close, subject->kind,
                    depth, value_of_object (subject->object));
}

static void append_object (Inspection *inspection, GString *text, ScriptObject *object, guint depth)
{
    g_autoptr (GString) base = g_string_new (NULL);
    g_autoptr (GString) open = g_string_new (NULL);
    Subject subject = { .object = object, .tag = "", .base = base, .open = open, .close = "}" };
    Show show;

    subject_find (inspection, &subject, depth);
    show = subject_describe (inspection, &subject);
    if (subject.n_keys == 0 && show == SHOW_BASE)
        g_string_append (text, base->str);
    else if (subject.n_keys == 0 && show == SHOW_BRACES)
        g_string_append_printf (text, "%s%s", open->str, subject.close);
    else if (depth > inspection->options.depth && inspection->options.depth != INSPECT_ANY_DEPTH)
    {
        if (object->kind == OBJECT_REGEXP)
        {
            g_string_append (text, base->str);
            return;
        }
        g_string_truncate (open, 0);
        subject_append_style (open, &subject);
        g_string_truncate (open, open->len - 1);
        g_string_append_printf (text, subject.constructor ? "[%s]" : "%s", open->str);
    }
    else
        append_contents (inspection, text, &subject, depth + 1);
}

/* Deep data is as good as endless to the stack of this machine. */
static gboolean may_go_on (Inspection *inspection)
{
    ScriptRuntime *runtime = inspection->runtime;

    if (inspection->stopped)
        return FALSE;
    if (inspection->written > WRITTEN_MAX)
    {
        script_refuse (runtime, "the script shows a value with a text of more than %u MiB", (guint)(WRITTEN_MAX >> 20));
        inspection->stopped = TRUE;
    }
    else if (!runtime_enter (runtime))
        inspection->stopped = TRUE;
    return !inspection->stopped;
}

static void append_value (Inspection *inspection, GString *text, Value value, guint depth)
{
    gsize before = text->len;
    guint reference;

    if (!may_go_on (inspection))
        return;
    if (value.kind != VALUE_OBJECT)
        layout_primitive (inspection, text, value);
    else if (g_ptr_array_find (inspection->seen, value.as.object, NULL))
    {
        if (!g_ptr_array_find (inspection->circular, value.as.object, &reference))
        {
            reference = inspection->circular->len;
            g_ptr_array_add (inspection->circular, value.as.object);
        }
        g_string_append_printf (text, "[Circular *%u]", reference + 1);
    }
    else
        append_object (inspection, text, value.as.object, depth);
    inspection->written += text->len - before;
    runtime_leave (inspection->runtime);
}

gboolean inspect_with (ScriptRuntime *runtime, GString *text, Value value, const InspectOptions *options)
{
    g_autoptr (GPtrArray) seen = g_ptr_array_new ();
    g_autoptr (GPtrArray) circular = g_ptr_array_new ();
    Inspection inspection = { .runtime = runtime, .options = *options, .seen = seen, .circular = circular };

    append_value (&inspection, text, value, 0);
    return !runtime->refusal;
}

static ScriptStatus read_bound (ScriptRuntime *runtime, Value options, const char *name, guint *bound)
{
    Value value;
    double number;

    SCRIPT_TRY (script_member (runtime, options, name, &value));
    if (value.kind == VALUE_NULL)
        *bound = INSPECT_ANY_DEPTH;
    if (value.kind == VALUE_BOOLEAN && !value.as.boolean)
        *bound = 0;
    if (value.kind != VALUE_NUMBER)
        return SCRIPT_NORMAL;
    number = value.as.number;
    *bound = number >= G_MAXINT32 ? INSPECT_ANY_DEPTH : number > 0 ? (guint)number : 0;
    return SCRIPT_NORMAL;
}

static ScriptStatus read_flag (ScriptRuntime *runtime, Value options, const char *name, gboolean *flag)
{
    Value value;

    SCRIPT_TRY (script_member (runtime, options, name, &value));
    if (value.kind != VALUE_UNDEFINED)
        *flag = value_is_truthy (value);
    return SCRIPT_NORMAL;
}

ScriptStatus inspect_read_options (ScriptRuntime *runtime, Value value, InspectOptions *options)
{
    if (value.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (read_bound (runtime, value, "depth", &options->depth));
    SCRIPT_TRY (read_bound (runtime, value, "breakLength", &options->break_length));
    SCRIPT_TRY (read_bound (runtime, value, "compact", &options->compact));
    SCRIPT_TRY (read_bound (runtime, value, "maxArrayLength", &options->max_items));
    SCRIPT_TRY (read_bound (runtime, value, "maxStringLength", &options->max_string));
    SCRIPT_TRY (read_flag (runtime, value, "showHidden", &options->hidden));
    SCRIPT_TRY (read_flag (runtime, value, "sorted", &options->sorted));
    return read_flag (runtime, value, "getters", &options->getters);
}

void inspect_append (ScriptRuntime *runtime, TextBuilder *text, Value value, gboolean top_level)
{
    g_autoptr (GString) shown = g_string_new (NULL);

    if (top_level && value.kind == VALUE_STRING)
    {
        text_append_string (text, value.as.string);
        return;
    }
    inspect_with (runtime, shown, value, &inspect_defaults);
    text_append (text, shown->str, shown->len);
}
