/* What stands before and around the contents of an object: see es_subject.h. */

#include "script/es_subject.h"
#include "script/module.h"

#include <math.h>
#include <string.h>

#define BUFFER_BYTES_SHOWN 50

Value inspect_member (ScriptRuntime *runtime, ScriptObject *object, const Name *name)
{
    Value value;

    if (object->kind == OBJECT_HOST ||
        es_get_on (runtime, object, name, value_of_object (object), &value) != SCRIPT_NORMAL)
    {
        runtime->exception = UNDEFINED;
        return UNDEFINED;
    }
    return value;
}

static gboolean has_prototype (const ScriptObject *object, const ScriptObject *prototype)
{
    for (object = object->prototype; object; object = object->prototype)
        if (object == prototype)
            return TRUE;
    return FALSE;
}

static const char *own_name (ScriptRuntime *runtime, ScriptObject *function)
{
    Property name;

    if (es_own_property (runtime, function, runtime->known.name_, &name) && name.value.kind == VALUE_STRING &&
        !(name.flags & PROPERTY_ACCESSOR))
        return value_to_text (runtime, name.value);
    return "";
}

/* The name of the first constructor along the prototypes that OBJECT is an instance of; NULL when there is none. */
static const char *constructor_of (ScriptRuntime *runtime, ScriptObject *object)
{
    for (ScriptObject *at = object; at; at = at->prototype)
    {
        Property constructor;
        Property prototype;
        const char *name;

        if (at->kind == OBJECT_HOST || !es_own_property (runtime, at, runtime->known.constructor_, &constructor) ||
            !value_function (constructor.value) || constructor.flags & PROPERTY_ACCESSOR)
            continue;
        name = own_name (runtime, constructor.value.as.object);
        if (*name && es_own_property (runtime, constructor.value.as.object, runtime->known.prototype_, &prototype) &&
            prototype.value.kind == VALUE_OBJECT && has_prototype (object, prototype.value.as.object))
            return name;
    }
    return NULL;
}

static const char *kind_name (const ScriptObject *object)
{
    switch ((int)object->kind)
    {
    case OBJECT_LIST:
    case OBJECT_TUPLE:
        return "Array";
    case OBJECT_BYTES:
        return "Uint8Array";
    case OBJECT_MAP:
        return "Map";
    case OBJECT_SET:
        return "Set";
    case OBJECT_FUNCTION:
        return "Function";
    case OBJECT_ERROR:
        return "Error";
    case OBJECT_REGEXP:
        return "RegExp";
    case OBJECT_DATE:
        return "Date";
    case OBJECT_PROMISE:
        return "Promise";
    case OBJECT_PLAIN:
        return module_is_namespace (object) ? "Module" : "Object";
    case OBJECT_ARGUMENTS:
    case OBJECT_DECIMAL:
    case OBJECT_GENERATOR:
    case OBJECT_ITERATOR:
    case OBJECT_BOX:
    case OBJECT_HOST:
        break;
    }
    return "Object";
}

/* What the function is to Node, which has a class for each of these. */
static const char *function_type (const ScriptFunction *function)
{
    guint32 flags = function->code ? function->code->flags : 0;

    switch (flags & (FUNCTION_ASYNC | FUNCTION_GENERATOR))
    {
    case FUNCTION_ASYNC:
        return "AsyncFunction";
    case FUNCTION_GENERATOR:
        return "GeneratorFunction";
    case FUNCTION_ASYNC | FUNCTION_GENERATOR:
        return "AsyncGeneratorFunction";
    }
    return "Function";
}

static void find_constructor (Inspection *inspection, Subject *subject, guint depth)
{
    ScriptRuntime *runtime = inspection->runtime;
    ScriptObject *object = subject->object;
    const char *outer;

    subject->constructor = constructor_of (runtime, object);
    if (subject->constructor)
    {
        if (object->kind == OBJECT_FUNCTION && object->prototype == runtime->prototypes.function)
            subject->constructor = function_type ((ScriptFunction *)object);
        return;
    }
    if (!object->prototype)
        return;
    outer = constructor_of (runtime, object->prototype);
    if (depth > inspection->options.depth)
        subject->constructor =
            value_to_text (runtime, value_string_printf (runtime, "%s <Complex prototype>", kind_name (object)));
    else if (outer || object->prototype->prototype)
        subject->constructor = value_to_text (
            runtime, value_string_printf (runtime, "%s <%s>", kind_name (object), outer ? outer : "Complex prototype"));
    else
        subject->constructor =
            value_to_text (runtime, value_string_printf (runtime, "%s <[%s: null prototype] {}>", kind_name (object),
                                                         kind_name (object->prototype)));
}

static void find_tag (Inspection *inspection, Subject *subject)
{
    ScriptRuntime *runtime = inspection->runtime;
    const Name *name = runtime->known.to_string_tag;
    Property *own = object_find_own (subject->object, name);
    Value tag = inspect_member (runtime, subject->object, name);

    subject->tag = "";
    if (tag.kind == VALUE_STRING && !(own && (inspection->options.hidden || own->flags & PROPERTY_LISTED)))
        subject->tag = value_to_text (runtime, tag);
}

/* "Foo(2) [Tag] ", which stands before the brace. */
static void append_prefix (GString *text, const Subject *subject, const char *fallback, const char *size)
{
    if (!subject->constructor)
    {
        g_string_append_printf (text, "[%s%s: null prototype] ", fallback, size);
        if (*subject->tag && strcmp (subject->tag, fallback) != 0)
            g_string_append_printf (text, "[%s] ", subject->tag);
        return;
    }
    g_string_append_printf (text, "%s%s ", subject->constructor, size);
    if (*subject->tag && strcmp (subject->tag, subject->constructor) != 0)
        g_string_append_printf (text, "[%s] ", subject->tag);
}

void subject_append_style (GString *text, const Subject *subject)
{
    append_prefix (text, subject, subject->constructor ? "" : kind_name (subject->object), "");
}

static void remove_key (Subject *subject, guint at)
{
    subject->n_keys--;
    for (; at < subject->n_keys; at++)
        subject->keys[at] = subject->keys[at + 1];
}

/* The names to show: of arrays, bytes and strings without their items. */
static void find_keys (Inspection *inspection, Subject *subject)
{
    ScriptRuntime *runtime = inspection->runtime;
    ScriptObject *object = subject->object;
    gboolean items =
        value_list (value_of_object (object)) || object->kind == OBJECT_BYTES || object->kind == OBJECT_BOX;
    guint n;
    const Name **keys;

    if (object->kind == OBJECT_HOST)
        return;
    keys = object_keys (runtime, object, !inspection->options.hidden, TRUE, &n);
    subject->keys = script_alloc (runtime, (n + 3) * sizeof *subject->keys);
    if (inspection->options.hidden && object->kind == OBJECT_LIST)
        subject->keys[subject->n_keys++] = runtime->known.length_;
    for (guint i = 0; i < n; i++)
        if (!items || object->kind == OBJECT_ARGUMENTS || name_array_index (keys[i]) == G_MAXUINT32)
            subject->keys[subject->n_keys++] = keys[i];
}

void subject_find (Inspection *inspection, Subject *subject, guint depth)
{
    find_constructor (inspection, subject, depth);
    find_tag (inspection, subject);
    find_keys (inspection, subject);
}

gboolean subject_is_weak (Inspection *inspection, const Subject *subject)
{
    static const char name[] = { NAME_PRIVATE_BYTE, 'w', 'e', 'a', 'k' };

    return object_find_own (subject->object, intern (inspection->runtime, name, sizeof name)) != NULL;
}

static void function_base (Inspection *inspection, Subject *subject)
{
    ScriptRuntime *runtime = inspection->runtime;
    ScriptFunction *function = (ScriptFunction *)subject->object;
    const char *name = own_name (runtime, subject->object);
    const char *type = function_type (function);
    GString *base = subject->base;

    if (function->class)
    {
        const char *outer = subject->object->prototype ? own_name (runtime, subject->object->prototype) : "";

        g_string_append_printf (base, "[class %s", *name ? name : "(anonymous)");
        if (subject->constructor && strcmp (subject->constructor, "Function") != 0)
            g_string_append_printf (base, " [%s]", subject->constructor);
        if (*subject->tag)
            g_string_append_printf (base, " [%s]", subject->tag);
        if (!subject->constructor)
            g_string_append (base, " extends [null prototype]");
        else if (*outer)
            g_string_append_printf (base, " extends %s", outer);
        g_string_append_c (base, ']');
        return;
    }
    g_string_append_printf (base, "[%s%s%s%s]", type, subject->constructor ? "" : " (null prototype)",
                            *name ? ": " : " (anonymous)", name);
    if (subject->constructor && strcmp (subject->constructor, type) != 0)
        g_string_append_printf (base, " %s", subject->constructor);
    if (*subject->tag && subject->constructor && strcmp (subject->tag, subject->constructor) != 0)
        g_string_append_printf (base, " [%s]", subject->tag);
}

/* Puts the name of the object's class at the start of a stack, which begins with the name of its base. */
static void improve_stack (GString *stack, const Subject *subject, const char *name)
{
    g_autoptr (GString) prefix = NULL;
    gsize length = strlen (name);

    if (!subject->constructor || !g_str_has_suffix (name, "Error") || !g_str_has_prefix (stack->str, name) ||
        (stack->len > length && stack->str[length] != ':' && stack->str[length] != '\n'))
        return;
    prefix = g_string_new (NULL);
    append_prefix (prefix, subject, "Error", "");
    g_string_truncate (prefix, prefix->len - 1);
    if (strcmp (prefix->str, name) == 0)
        return;
    if (!strstr (prefix->str, name))
        g_string_append_printf (prefix, " [%s]", name);
    g_string_erase (stack, 0, (gssize)length);
    g_string_prepend (stack, prefix->str);
}

static const char *error_member (Inspection *inspection, Subject *subject, const Name *name, const char *fallback)
{
    Value value = inspect_member (inspection->runtime, subject->object, name);

    return value_is_nullish (value) || value.kind == VALUE_OBJECT ? fallback
                                                                  : value_to_text (inspection->runtime, value);
}

static void add_error_key (Inspection *inspection, Subject *subject, const Name *key, gboolean wanted)
{
    Property property;

    (void)inspection;
    for (guint i = 0; i < subject->n_keys; i++)
        if (subject->keys[i] == key)
            return;
    if (wanted && es_own_property (inspection->runtime, subject->object, key, &property))
        subject->keys[subject->n_keys++] = key;
}

static void error_base (Inspection *inspection, Subject *subject)
{
    const KnownNames *known = &inspection->runtime->known;
    const Name *const doubled[] = { known->name_, known->message_, known->stack_ };
    const char *name = error_member (inspection, subject, known->name_, "Error");
    const char *message = error_member (inspection, subject, known->message_, "");
    GString *base = subject->base;
    const char *found;

    g_string_append (base, error_member (inspection, subject, known->stack_, ""));
    if (!base->len)
        g_string_append_printf (base, "%s%s%s", name, *name && *message ? ": " : "", message);
    for (gsize i = 0; i < G_N_ELEMENTS (doubled); i++)
        for (guint k = 0; k < subject->n_keys; k++)
            if (subject->keys[k] == doubled[i] &&
                strstr (base->str, error_member (inspection, subject, doubled[i], "undefined")))
            {
                remove_key (subject, k);
                break;
            }
    add_error_key (inspection, subject, known->cause_, TRUE);
    add_error_key (inspection, subject, known->errors_,
                   value_list (inspect_member (inspection->runtime, subject->object, known->errors_)) != NULL);
    improve_stack (base, subject, name);
    found = *message ? strstr (base->str, message) : NULL;
    if (!strstr (found ? found + strlen (message) : base->str, "\n    at"))
    {
        g_string_prepend_c (base, '[');
        g_string_append_c (base, ']');
    }
    if (inspection->indent)
    {
        g_autofree char *line = g_strdup_printf ("\n%*s", (int)inspection->indent, "");

        g_string_replace (base, "\n", line, 0);
    }
}

static void box_base (Inspection *inspection, Subject *subject)
{
    static const char *const types[] = {
        [VALUE_BOOLEAN] = "Boolean", [VALUE_INTEGER] = "BigInt", [VALUE_NUMBER] = "Number",
        [VALUE_STRING] = "String",   [VALUE_SYMBOL] = "Symbol",
    };
    Value value = ((ScriptBox *)subject->object)->value;
    const char *type = value.kind < G_N_ELEMENTS (types) && types[value.kind] ? types[value.kind] : "Object";
    GString *base = subject->base;

    g_string_append_printf (base, "[%s", type);
    if (!subject->constructor)
        g_string_append (base, " (null prototype)");
    else if (strcmp (type, subject->constructor) != 0)
        g_string_append_printf (base, " (%s)", subject->constructor);
    g_string_append (base, ": ");
    layout_primitive (inspection, base, value);
    g_string_append_c (base, ']');
    if (*subject->tag && subject->constructor && strcmp (subject->tag, subject->constructor) != 0)
        g_string_append_printf (base, " [%s]", subject->tag);
}

static void date_base (Subject *subject)
{
    char iso[40];
    double time = ((ScriptDate *)subject->object)->time;

    if (!subject->constructor || strcmp (subject->constructor, "Date") != 0 || *subject->tag)
        append_prefix (subject->base, subject, "Date", "");
    g_string_append (subject->base, isnan (time) ? "Invalid Date" : date_to_iso (time, iso));
}

static void regexp_base (Subject *subject)
{
    const char *flags;
    const char *source = regexp_source (value_of_object (subject->object), &flags);

    if (!subject->constructor || strcmp (subject->constructor, "RegExp") != 0 || *subject->tag)
        append_prefix (subject->base, subject, "RegExp", "");
    g_string_append_printf (subject->base, "/%s/%s", source, flags);
}

static void sized_prefix (Subject *subject, const char *kind, guint size)
{
    char text[16];

    g_snprintf (text, sizeof text, "(%u)", size);
    append_prefix (subject->open, subject, kind, text);
}

/* `<Buffer 68 69>`; Uint8Arrays are shown as arrays. */
static gboolean buffer_base (Inspection *inspection, Subject *subject)
{
    const ScriptBytes *bytes = (const ScriptBytes *)subject->object;
    gsize n = MIN (bytes->length, BUFFER_BYTES_SHOWN);

    (void)inspection;
    if (!subject->constructor || strcmp (subject->constructor, "Buffer") != 0)
        return FALSE;
    g_string_append (subject->base, n ? "<Buffer" : "<Buffer ");
    for (gsize i = 0; i < n; i++)
        g_string_append_printf (subject->base, " %02x", bytes->data[i]);
    if (n < bytes->length)
        g_string_append_printf (subject->base, " ... %" G_GSIZE_FORMAT " more byte%s", bytes->length - n,
                                bytes->length - n > 1 ? "s" : "");
    g_string_append_c (subject->base, '>');
    return TRUE;
}

/* What stands before and around the contents. */
static Show describe_list (Subject *subject)
{
    ScriptList *list = (ScriptList *)subject->object;

    subject->close = "]";
    subject->kind = LAYOUT_ARRAY;
    if (!subject->constructor || strcmp (subject->constructor, "Array") != 0 || *subject->tag)
        sized_prefix (subject, "Array", list->length);
    g_string_append_c (subject->open, '[');
    return list->length ? SHOW_CONTENTS : SHOW_BRACES;
}

static Show describe_bytes (Inspection *inspection, Subject *subject)
{
    ScriptBytes *bytes = (ScriptBytes *)subject->object;

    if (buffer_base (inspection, subject))
        return SHOW_BASE;
    subject->close = "]";
    subject->kind = LAYOUT_ARRAY;
    sized_prefix (subject, "Uint8Array", (guint)bytes->length);
    g_string_append_c (subject->open, '[');
    return bytes->length ? SHOW_CONTENTS : SHOW_BRACES;
}

const Walk *subject_map_iterator (ScriptObject *object)
{
    const Walk *walk = iterator_object_walk (value_of_object (object));

    return walk && (walk->kind == WALK_MAP_KEYS || walk->kind == WALK_MAP_VALUES || walk->kind == WALK_MAP_ENTRIES)
               ? walk
               : NULL;
}

static Show describe_map_iterator (Subject *subject)
{
    const Walk *walk = subject_map_iterator (subject->object);

    g_string_append_printf (subject->open, "[%s %s] {", kind_name (walk->source.as.object),
                            walk->kind == WALK_MAP_ENTRIES ? "Entries" : "Iterator");
    return SHOW_CONTENTS;
}

static Show describe_map (Subject *subject)
{
    ScriptMap *map = (ScriptMap *)subject->object;

    sized_prefix (subject, kind_name (subject->object), map->n_entries - map->n_deleted);
    g_string_append_c (subject->open, '{');
    return map->n_entries > map->n_deleted ? SHOW_CONTENTS : SHOW_BRACES;
}

Show subject_describe (Inspection *inspection, Subject *subject)
{
    ScriptObject *object = subject->object;

    switch ((int)object->kind)
    {
    case OBJECT_LIST:
    case OBJECT_TUPLE:
        return describe_list (subject);
    case OBJECT_BYTES:
        return describe_bytes (inspection, subject);
    case OBJECT_MAP:
    case OBJECT_SET:
        return describe_map (subject);
    case OBJECT_FUNCTION:
        function_base (inspection, subject);
        break;
    case OBJECT_ERROR:
        error_base (inspection, subject);
        break;
    case OBJECT_REGEXP:
        regexp_base (subject);
        break;
    case OBJECT_DATE:
        date_base (subject);
        break;
    case OBJECT_BOX:
        box_base (inspection, subject);
        break;
    case OBJECT_DECIMAL:
        g_string_append (subject->base, value_to_text (inspection->runtime, ((ScriptBox *)object)->value));
        break;
    case OBJECT_HOST:
        subject->constructor = ((HostObject *)object)->class->name;
        append_prefix (subject->open, subject, "", "");
        break;
    case OBJECT_PROMISE:
        append_prefix (subject->open, subject, "Promise", "");
        g_string_append_c (subject->open, '{');
        return SHOW_CONTENTS;
    case OBJECT_ARGUMENTS:
        g_string_append (subject->open, "[Arguments] ");
        break;
    case OBJECT_PLAIN:
    case OBJECT_GENERATOR:
    case OBJECT_ITERATOR:
        if (subject_map_iterator (object))
            return describe_map_iterator (subject);
        if (!subject->constructor || strcmp (subject->constructor, "Object") != 0 || *subject->tag)
            subject_append_style (subject->open, subject);
        break;
    }
    g_string_append_c (subject->open, '{');
    if (object->kind == OBJECT_PLAIN && subject_is_weak (inspection, subject))
        return SHOW_CONTENTS;
    return subject->base->len ? SHOW_BASE : SHOW_BRACES;
}
