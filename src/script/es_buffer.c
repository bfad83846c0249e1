/* Uint8Array, and Buffer, which is one. Other views on memory are out of reach. */

#include "script/es_bytes.h"
#include "script/es_node.h"

#include <math.h>
#include <string.h>

#define BYTES_MAX 4294967296.0

static ScriptStatus this_bytes (ScriptCall *call, ScriptBytes **bytes)
{
    *bytes = value_bytes (call->receiver);
    return *bytes ? SCRIPT_NORMAL : script_throw (call->runtime, "TypeError", "this is not a typed array.");
}

static ScriptStatus new_bytes (ScriptRuntime *runtime, const void *data, gsize length, ScriptObject *prototype,
                               Value *out)
{
    ScriptBytes *bytes;

    if (!runtime_reserve (runtime, length))
        return SCRIPT_STOP;
    bytes = bytes_new (runtime, data, length);
    bytes->object.prototype = prototype;
    *out = value_of_object (&bytes->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_of_list (ScriptRuntime *runtime, ScriptList *list, ScriptObject *prototype, Value *out)
{
    SCRIPT_TRY (new_bytes (runtime, NULL, list->length, prototype, out));
    for (guint i = 0; i < list->length; i++)
    {
        gint32 byte;

        SCRIPT_TRY (es_to_int32 (runtime, list->items[i].kind == VALUE_EMPTY ? UNDEFINED : list->items[i], &byte));
        value_bytes (*out)->data[i] = (guint8)byte;
    }
    return SCRIPT_NORMAL;
}

/* Something with a length and indices. */
static ScriptStatus bytes_of_array_like (ScriptRuntime *runtime, Value value, ScriptObject *prototype, Value *out)
{
    Value length;
    double n;

    SCRIPT_TRY (es_get (runtime, value, runtime->known.length_, &length));
    SCRIPT_TRY (es_to_integer (runtime, length, &n));
    n = CLAMP (n, 0, BYTES_MAX);
    if (!runtime_steps (runtime, (gsize)n))
        return runtime_exhausted (runtime);
    SCRIPT_TRY (new_bytes (runtime, NULL, (gsize)n, prototype, out));
    for (gsize i = 0; i < (gsize)n; i++)
    {
        Value item;
        gint32 byte;

        SCRIPT_TRY (es_get_index (runtime, value, value_number ((double)i), &item));
        SCRIPT_TRY (es_to_int32 (runtime, item, &byte));
        value_bytes (*out)->data[i] = (guint8)byte;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_of_object (ScriptRuntime *runtime, Value value, ScriptObject *prototype, Value *out)
{
    ScriptBytes *bytes = value_bytes (value);
    ScriptList *list;
    Value iterator;

    if (bytes)
        return new_bytes (runtime, bytes->data, bytes->length, prototype, out);
    SCRIPT_TRY (es_get (runtime, value, runtime->known.iterator, &iterator));
    if (!script_is_callable (iterator))
        return bytes_of_array_like (runtime, value, prototype, out);
    SCRIPT_TRY (script_items (runtime, value, &list));
    return bytes_of_list (runtime, list, prototype, out);
}

static ScriptStatus uint8_array_constructor (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value value = call_argument (call, 0);
    ScriptObject *prototype = call->captured.as.object;
    double length;

    if (!call->constructing)
        return script_throw (runtime, "TypeError", "Constructor Uint8Array requires 'new'");
    SCRIPT_TRY (prototype_of_target (runtime, call->new_target, prototype, &prototype));
    if (value.kind == VALUE_OBJECT)
        return bytes_of_object (runtime, value, prototype, out);
    SCRIPT_TRY (es_to_integer (runtime, value, &length));
    if (!(length >= 0 && length < BYTES_MAX))
        return script_throw (runtime, "RangeError", "Invalid typed array length: %s", value_to_text (runtime, value));
    return new_bytes (runtime, NULL, (gsize)length, prototype, out);
}

/* The prototype of what a static method makes: of the class that it is called on. */
static ScriptStatus prototype_of_receiver (ScriptCall *call, ScriptObject **prototype)
{
    Value value;

    *prototype = call->runtime->prototypes.bytes;
    if (!value_function (call->receiver))
        return script_throw (call->runtime, "TypeError", "%s is not a constructor",
                             value_to_text (call->runtime, call->receiver));
    SCRIPT_TRY (es_get (call->runtime, call->receiver, call->runtime->known.prototype_, &value));
    if (value.kind == VALUE_OBJECT)
        *prototype = value.as.object;
    return SCRIPT_NORMAL;
}

static ScriptStatus uint8_array_from (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value mapper = call_argument (call, 1);
    ScriptObject *prototype;
    ScriptObject *source;
    ScriptList *list;

    SCRIPT_TRY (prototype_of_receiver (call, &prototype));
    if (mapper.kind == VALUE_UNDEFINED)
    {
        SCRIPT_TRY (es_to_object (runtime, call_argument (call, 0), &source));
        return bytes_of_object (runtime, value_of_object (source), prototype, out);
    }
    SCRIPT_TRY (script_items (runtime, call_argument (call, 0), &list));
    for (guint i = 0; i < list->length; i++)
    {
        Value arguments[2] = { list->items[i], value_number (i) };

        SCRIPT_TRY (script_call (runtime, mapper, call_argument (call, 2), arguments, 2, &list->items[i]));
    }
    return bytes_of_list (runtime, list, prototype, out);
}

static ScriptStatus uint8_array_of (ScriptCall *call, Value *out)
{
    ScriptObject *prototype;

    SCRIPT_TRY (prototype_of_receiver (call, &prototype));
    return bytes_of_list (call->runtime, list_new (call->runtime, call->arguments, call->n_arguments), prototype, out);
}

static ScriptStatus view (ScriptCall *call, gboolean copies, Value *out)
{
    ScriptBytes *bytes;
    double from;
    double to;

    SCRIPT_TRY (this_bytes (call, &bytes));
    SCRIPT_TRY (es_argument_position (call, 0, (double)bytes->length, 0, &from));
    SCRIPT_TRY (es_argument_position (call, 1, (double)bytes->length, (double)bytes->length, &to));
    to = MAX (from, to);
    if (copies)
        return new_bytes (call->runtime, bytes->data + (gsize)from, (gsize)(to - from), bytes->object.prototype, out);
    *out = value_of_object (&bytes_view (call->runtime, bytes, (gsize)from, (gsize)(to - from))->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_subarray (ScriptCall *call, Value *out)
{
    return view (call, FALSE, out);
}

static ScriptStatus bytes_slice (ScriptCall *call, Value *out)
{
    return view (call, TRUE, out);
}

static ScriptStatus bytes_set (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptBytes *bytes;
    ScriptObject *source;
    Value copied;
    double offset;

    (void)out;
    SCRIPT_TRY (this_bytes (call, &bytes));
    SCRIPT_TRY (es_to_object (runtime, call_argument (call, 0), &source));
    SCRIPT_TRY (es_argument_integer (call, 1, 0, &offset));
    SCRIPT_TRY (bytes_of_array_like (runtime, value_of_object (source), runtime->prototypes.bytes, &copied));
    if (offset < 0 || offset + (double)value_bytes (copied)->length > (double)bytes->length)
        return script_throw (runtime, "RangeError", "offset is out of bounds");
    if (value_bytes (copied)->length)
        memmove (bytes->data + (gsize)offset, value_bytes (copied)->data, value_bytes (copied)->length);
    return SCRIPT_NORMAL;
}

static ScriptStatus uint8_array_fill (ScriptCall *call, Value *out)
{
    ScriptBytes *bytes;
    gint32 byte;
    double from;
    double to;

    SCRIPT_TRY (this_bytes (call, &bytes));
    SCRIPT_TRY (es_to_int32 (call->runtime, call_argument (call, 0), &byte));
    SCRIPT_TRY (es_argument_position (call, 1, (double)bytes->length, 0, &from));
    SCRIPT_TRY (es_argument_position (call, 2, (double)bytes->length, (double)bytes->length, &to));
    if (to > from)
        memset (bytes->data + (gsize)from, byte, (gsize)(to - from));
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_byte_length (ScriptCall *call, Value *out)
{
    ScriptBytes *bytes;

    SCRIPT_TRY (this_bytes (call, &bytes));
    *out = value_number ((double)bytes->length);
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_tag (ScriptCall *call, Value *out)
{
    *out = value_bytes (call->receiver) ? value_string (call->runtime, "Uint8Array", -1) : UNDEFINED;
    return SCRIPT_NORMAL;
}

static ScriptStatus bytes_iterator (ScriptCall *call, Value *out)
{
    ScriptBytes *bytes;

    SCRIPT_TRY (this_bytes (call, &bytes));
    *out = iterator_object_new (
        call->runtime, (Walk){ .kind = WALK_BYTES, .source = call->receiver, .next = UNDEFINED }, "Array Iterator");
    return SCRIPT_NORMAL;
}

/* Buffer */

/* The bytes of a string or of bytes; others are refused with the words of an argument. */
static ScriptStatus take_bytes (ScriptRuntime *runtime, GByteArray *taken, Value value, Value encoding_name,
                                const char *what, const char *wanted)
{
    BytesEncoding encoding;

    if (value_bytes (value))
    {
        g_byte_array_append (taken, value_bytes (value)->data, (guint)value_bytes (value)->length);
        return SCRIPT_NORMAL;
    }
    if (value.kind != VALUE_STRING)
        return node_throw_argument (runtime, what, wanted, value);
    SCRIPT_TRY (encoding_argument (runtime, encoding_name, &encoding));
    bytes_encode (runtime, taken, value.as.string, encoding);
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_of (ScriptRuntime *runtime, const GByteArray *bytes, Value *out)
{
    return new_bytes (runtime, bytes->len ? bytes->data : NULL, bytes->len, runtime->prototypes.bytes, out);
}

static ScriptStatus buffer_from (ScriptCall *call, Value *out)
{
    static const char wanted[] =
        "of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object";
    ScriptRuntime *runtime = call->runtime;
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    Value value = call_argument (call, 0);
    Property data;

    if (value_is_object (value, OBJECT_BOX))
        value = ((ScriptBox *)value.as.object)->value;
    if (value.kind == VALUE_OBJECT && value.as.object->kind != OBJECT_FUNCTION && value.as.object->kind != OBJECT_HOST)
    {
        if (es_own_property (runtime, value.as.object, runtime->known.length_, &data) || value_bytes (value))
            return bytes_of_array_like (runtime, value, runtime->prototypes.bytes, out);
        if (es_own_property (runtime, value.as.object, intern (runtime, "data", -1), &data) && value_list (data.value))
            return bytes_of_list (runtime, value_list (data.value), runtime->prototypes.bytes, out);
    }
    SCRIPT_TRY (take_bytes (runtime, bytes, value, call_argument (call, 1), "first argument", wanted));
    return buffer_of (runtime, bytes, out);
}

/* Fills with a number, or with the bytes of a text again and again. */
static ScriptStatus fill (ScriptRuntime *runtime, guint8 *data, gsize length, Value value, Value encoding)
{
    g_autoptr (GByteArray) pattern = g_byte_array_new ();
    gint32 byte;

    if (value.kind != VALUE_STRING && !value_bytes (value))
    {
        SCRIPT_TRY (es_to_int32 (runtime, value, &byte));
        if (length)
            memset (data, byte, length);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (take_bytes (runtime, pattern, value, encoding, "\"value\" argument", "of type string"));
    if (pattern->len == 0)
        g_byte_array_append (pattern, (const guint8 *)"", 1);
    for (gsize i = 0; i < length; i++)
        data[i] = pattern->data[i % pattern->len];
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_alloc (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value size = call_argument (call, 0);

    if (size.kind != VALUE_NUMBER)
        return node_throw_argument (runtime, "\"size\" argument", "of type number", size);
    if (!(size.as.number >= 0 && size.as.number <= BYTES_MAX))
        return node_throw_range (runtime, "\"size\"", ">= 0 && <= 9007199254740991", size);
    SCRIPT_TRY (new_bytes (runtime, NULL, (gsize)size.as.number, runtime->prototypes.bytes, out));
    if (call_argument (call, 1).kind == VALUE_UNDEFINED)
        return SCRIPT_NORMAL;
    return fill (runtime, value_bytes (*out)->data, value_bytes (*out)->length, call->arguments[1],
                 call_argument (call, 2));
}

static ScriptStatus buffer_concat (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    g_autoptr (GByteArray) all = g_byte_array_new ();
    ScriptList *list = value_list (call_argument (call, 0));
    double total;

    if (!list)
        return node_throw_argument (runtime, "\"list\" argument", "an instance of Array", call_argument (call, 0));
    for (guint i = 0; i < list->length; i++)
    {
        ScriptBytes *bytes = value_bytes (list->items[i]);
        g_autofree char *what = g_strdup_printf ("\"list[%u]\" argument", i);

        if (!bytes)
            return node_throw_argument (runtime, what, "an instance of Buffer or Uint8Array", list->items[i]);
        if (!runtime_reserve (runtime, all->len + bytes->length))
            return SCRIPT_STOP;
        g_byte_array_append (all, bytes->data, (guint)bytes->length);
    }
    SCRIPT_TRY (es_argument_integer (call, 1, all->len, &total));
    SCRIPT_TRY (new_bytes (runtime, NULL, (gsize)CLAMP (total, 0, BYTES_MAX), runtime->prototypes.bytes, out));
    if (all->len)
        memcpy (value_bytes (*out)->data, all->data, MIN (all->len, value_bytes (*out)->length));
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_is_buffer (ScriptCall *call, Value *out)
{
    const ScriptBytes *bytes = value_bytes (call_argument (call, 0));
    const ScriptObject *at = bytes ? bytes->object.prototype : NULL;

    while (at && at != call->runtime->prototypes.bytes)
        at = at->prototype;
    *out = value_boolean (at != NULL);
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_is_encoding (ScriptCall *call, Value *out)
{
    BytesEncoding encoding;
    Value name = call_argument (call, 0);

    *out =
        value_boolean (name.kind == VALUE_STRING && encoding_by_name (value_to_text (call->runtime, name), &encoding));
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_byte_length (ScriptCall *call, Value *out)
{
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    Value encoding = call_argument (call, 1);
    BytesEncoding known;

    if (encoding.kind != VALUE_UNDEFINED && !encoding_by_name (value_to_text (call->runtime, encoding), &known))
        encoding = UNDEFINED;
    SCRIPT_TRY (take_bytes (call->runtime, bytes, call_argument (call, 0), encoding, "\"string\" argument",
                            "of type string or an instance of Buffer or ArrayBuffer"));
    *out = value_number (bytes->len);
    return SCRIPT_NORMAL;
}

static int compare_bytes (const ScriptBytes *a, const ScriptBytes *b)
{
    gsize n = MIN (a->length, b->length);
    int order = n ? memcmp (a->data, b->data, n) : 0;

    if (order == 0)
        order = a->length < b->length ? -1 : a->length > b->length;
    return order < 0 ? -1 : order > 0;
}

static ScriptStatus other_bytes (ScriptCall *call, guint index, const char *what, ScriptBytes **bytes)
{
    *bytes = value_bytes (call_argument (call, index));
    return *bytes ? SCRIPT_NORMAL
                  : node_throw_argument (call->runtime, what, "an instance of Buffer or Uint8Array",
                                         call_argument (call, index));
}

static ScriptStatus buffer_compare_two (ScriptCall *call, Value *out)
{
    ScriptBytes *a;
    ScriptBytes *b;

    SCRIPT_TRY (other_bytes (call, 0, "\"buf1\" argument", &a));
    SCRIPT_TRY (other_bytes (call, 1, "\"buf2\" argument", &b));
    *out = value_number (compare_bytes (a, b));
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_compare (ScriptCall *call, Value *out)
{
    ScriptBytes *a;
    ScriptBytes *b;

    SCRIPT_TRY (this_bytes (call, &a));
    SCRIPT_TRY (other_bytes (call, 0, "\"target\" argument", &b));
    *out = value_number (compare_bytes (a, b));
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_equals (ScriptCall *call, Value *out)
{
    ScriptBytes *a;
    ScriptBytes *b;

    SCRIPT_TRY (this_bytes (call, &a));
    SCRIPT_TRY (other_bytes (call, 0, "\"otherBuffer\" argument", &b));
    *out = value_boolean (compare_bytes (a, b) == 0);
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_to_string (ScriptCall *call, Value *out)
{
    ScriptBytes *bytes;
    BytesEncoding encoding;
    double from;
    double to;

    SCRIPT_TRY (this_bytes (call, &bytes));
    SCRIPT_TRY (encoding_argument (call->runtime, call_argument (call, 0), &encoding));
    SCRIPT_TRY (es_argument_integer (call, 1, 0, &from));
    SCRIPT_TRY (es_argument_integer (call, 2, (double)bytes->length, &to));
    from = CLAMP (from, 0, (double)bytes->length);
    to = CLAMP (to, from, (double)bytes->length);
    return bytes_decode (call->runtime, bytes->data + (gsize)from, (gsize)(to - from), encoding, NULL, out);
}

static ScriptStatus buffer_to_json (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptBytes *bytes;
    ScriptList *list = list_new (runtime, NULL, 0);

    SCRIPT_TRY (this_bytes (call, &bytes));
    for (gsize i = 0; i < bytes->length; i++)
        list_append (runtime, list, value_number (bytes->data[i]));
    *out = script_object_new (runtime);
    script_set (runtime, *out, "type", value_string (runtime, "Buffer", -1));
    script_set (runtime, *out, "data", value_of_object (&list->object));
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_copy (ScriptCall *call, Value *out)
{
    ScriptBytes *bytes;
    ScriptBytes *target;
    double at;
    double from;
    double to;
    double n;

    SCRIPT_TRY (this_bytes (call, &bytes));
    SCRIPT_TRY (other_bytes (call, 0, "\"target\" argument", &target));
    SCRIPT_TRY (es_argument_integer (call, 1, 0, &at));
    SCRIPT_TRY (es_argument_integer (call, 2, 0, &from));
    SCRIPT_TRY (es_argument_integer (call, 3, (double)bytes->length, &to));
    at = CLAMP (at, 0, (double)target->length);
    from = CLAMP (from, 0, (double)bytes->length);
    n = MIN (CLAMP (to, from, (double)bytes->length) - from, (double)target->length - at);
    if (n > 0)
        memmove (target->data + (gsize)at, bytes->data + (gsize)from, (gsize)n);
    *out = value_number (n);
    return SCRIPT_NORMAL;
}

/* write (string, offset, length, encoding), where what stands in the middle may be left out. */
static ScriptStatus buffer_write (ScriptCall *call, Value *out)
{
    g_autoptr (GByteArray) text = g_byte_array_new ();
    ScriptBytes *bytes;
    BytesEncoding encoding;
    guint n = call->n_arguments;
    double offset = 0;
    double length = G_MAXDOUBLE;

    SCRIPT_TRY (this_bytes (call, &bytes));
    if (call_argument (call, 0).kind != VALUE_STRING)
        return node_throw_argument (call->runtime, "\"string\" argument", "of type string", call_argument (call, 0));
    while (n > 1 && call->arguments[n - 1].kind == VALUE_UNDEFINED)
        n--;
    SCRIPT_TRY (encoding_argument (
        call->runtime, n > 1 && call->arguments[n - 1].kind == VALUE_STRING ? call->arguments[--n] : UNDEFINED,
        &encoding));
    if (n > 1)
        SCRIPT_TRY (es_to_integer (call->runtime, call->arguments[1], &offset));
    if (n > 2)
        SCRIPT_TRY (es_to_integer (call->runtime, call->arguments[2], &length));
    if (offset < 0 || offset > (double)bytes->length)
        return node_throw (call->runtime, "RangeError", "ERR_OUT_OF_RANGE",
                           "The value of \"offset\" is out of range. It must be >= 0 && <= %" G_GSIZE_FORMAT
                           ". Received %.0f",
                           bytes->length, offset);
    bytes_encode (call->runtime, text, call->arguments[0].as.string, encoding);
    length = MIN (MIN (length, (double)bytes->length - offset), text->len);
    /* A character of UTF-8 is written whole or not at all. */
    while (encoding == ENCODING_UTF8 && length > 0 && length < text->len && (text->data[(gsize)length] & 0xc0) == 0x80)
        length--;
    if (length > 0)
        memcpy (bytes->data + (gsize)offset, text->data, (gsize)length);
    *out = value_number (length);
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_fill (ScriptCall *call, Value *out)
{
    ScriptBytes *bytes;
    double from;
    double to;
    Value encoding = call_argument (call, 1).kind == VALUE_STRING ? call->arguments[1] : call_argument (call, 3);

    SCRIPT_TRY (this_bytes (call, &bytes));
    *out = call->receiver;
    if (call_argument (call, 1).kind == VALUE_STRING)
        return fill (call->runtime, bytes->data, bytes->length, call->arguments[0], encoding);
    SCRIPT_TRY (es_argument_integer (call, 1, 0, &from));
    SCRIPT_TRY (es_argument_integer (call, 2, (double)bytes->length, &to));
    if (from < 0 || to > (double)bytes->length)
        return node_throw_range (call->runtime, from < 0 ? "\"offset\"" : "\"end\"", "within the buffer",
                                 value_number (from < 0 ? from : to));
    if (to <= from)
        return SCRIPT_NORMAL;
    return fill (call->runtime, bytes->data + (gsize)from, (gsize)(to - from), call_argument (call, 0), encoding);
}

static ScriptStatus find (ScriptCall *call, gboolean last, double *found)
{
    g_autoptr (GByteArray) wanted = g_byte_array_new ();
    ScriptRuntime *runtime = call->runtime;
    ScriptBytes *bytes;
    Value value = call_argument (call, 0);
    Value offset = call_argument (call, 1);
    double from;

    *found = -1;
    SCRIPT_TRY (this_bytes (call, &bytes));
    if (value.kind == VALUE_NUMBER)
    {
        guint8 byte = (guint8)number_to_int32 (value.as.number);

        g_byte_array_append (wanted, &byte, 1);
    }
    else
        SCRIPT_TRY (take_bytes (runtime, wanted, value, offset.kind == VALUE_STRING ? offset : call_argument (call, 2),
                                "\"value\" argument",
                                "one of type number or string or an instance of Buffer or Uint8Array"));
    from = last ? (double)bytes->length : 0;
    if (offset.kind != VALUE_STRING)
        SCRIPT_TRY (es_argument_integer (call, 1, from, &from));
    if (from < 0)
        from = MAX (from + (double)bytes->length, last ? -1 : 0);
    if (from < 0 || wanted->len > bytes->length)
        return SCRIPT_NORMAL;
    from = MIN (from, (double)(bytes->length - wanted->len) + (last ? 0 : 1));
    for (gint64 i = (gint64)from; i >= 0 && i + wanted->len <= (gint64)bytes->length; i += last ? -1 : 1)
        if (wanted->len == 0 || memcmp (bytes->data + i, wanted->data, wanted->len) == 0)
        {
            *found = (double)i;
            return SCRIPT_NORMAL;
        }
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_index_of (ScriptCall *call, Value *out)
{
    double at;

    SCRIPT_TRY (find (call, FALSE, &at));
    *out = value_number (at);
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_last_index_of (ScriptCall *call, Value *out)
{
    double at;

    SCRIPT_TRY (find (call, TRUE, &at));
    *out = value_number (at);
    return SCRIPT_NORMAL;
}

static ScriptStatus buffer_includes (ScriptCall *call, Value *out)
{
    double at;

    SCRIPT_TRY (find (call, FALSE, &at));
    *out = value_boolean (at >= 0);
    return SCRIPT_NORMAL;
}

/* new Buffer (x), which Node still has. */
static ScriptStatus buffer_constructor (ScriptCall *call, Value *out)
{
    return call_argument (call, 0).kind == VALUE_NUMBER ? buffer_alloc (call, out) : buffer_from (call, out);
}

static ScriptObject *setup_uint8_array (ScriptRuntime *runtime, ScriptFunction **class)
{
    static const NativeEntry members[] = { { "subarray", 2, bytes_subarray },
                                           { "slice", 2, bytes_slice },
                                           { "set", 1, bytes_set },
                                           { "fill", 1, uint8_array_fill },
                                           { "get byteLength", 0, bytes_byte_length },
                                           { "get @@toStringTag", 0, bytes_tag },
                                           { "@@iterator", 0, bytes_iterator },
                                           { NULL, 0, NULL } };
    static const NativeEntry statics[] = { { "from", 1, uint8_array_from },
                                           { "of", 0, uint8_array_of },
                                           { NULL, 0, NULL } };
    ScriptObject *prototype = object_new (runtime, runtime->prototypes.object);

    *class = natives_define_class (runtime, "Uint8Array", 3, uint8_array_constructor, prototype, members, statics);
    (*class)->captured = value_of_object (prototype);
    object_define (runtime, &(*class)->object, intern (runtime, "BYTES_PER_ELEMENT", -1), value_number (1), 0);
    bytes_define_list_methods (runtime, prototype);
    return prototype;
}

void es_setup_buffer (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = {
        { "toString", 3, buffer_to_string }, { "toLocaleString", 3, buffer_to_string },
        { "toJSON", 0, buffer_to_json },     { "equals", 1, buffer_equals },
        { "compare", 1, buffer_compare },    { "slice", 2, bytes_subarray },
        { "subarray", 2, bytes_subarray },   { "copy", 4, buffer_copy },
        { "write", 4, buffer_write },        { "fill", 4, buffer_fill },
        { "indexOf", 3, buffer_index_of },   { "lastIndexOf", 3, buffer_last_index_of },
        { "includes", 3, buffer_includes },  { NULL, 0, NULL }
    };
    static const NativeEntry statics[] = { { "from", 3, buffer_from },
                                           { "alloc", 3, buffer_alloc },
                                           { "allocUnsafe", 1, buffer_alloc },
                                           { "allocUnsafeSlow", 1, buffer_alloc },
                                           { "concat", 2, buffer_concat },
                                           { "isBuffer", 1, buffer_is_buffer },
                                           { "isEncoding", 1, buffer_is_encoding },
                                           { "byteLength", 2, buffer_byte_length },
                                           { "compare", 2, buffer_compare_two },
                                           { NULL, 0, NULL } };
    ScriptFunction *base;
    ScriptObject *prototype = setup_uint8_array (runtime, &base);
    ScriptFunction *class;

    runtime->prototypes.bytes->prototype = prototype;
    class =
        natives_define_class (runtime, "Buffer", 3, buffer_constructor, runtime->prototypes.bytes, members, statics);
    class->object.prototype = &base->object;
    buffer_define_numbers (runtime, runtime->prototypes.bytes);
    es_setup_text_coding (runtime);
}
