/* Numbers in a Buffer: readUInt16BE, writeDoubleLE and their like. */

#include "script/es_bytes.h"
#include "script/es_node.h"

#include <math.h>
#include <string.h>

typedef enum
{
    FORM_UNSIGNED,
    FORM_SIGNED,
    FORM_FLOAT,
    FORM_BIG_UNSIGNED,
    FORM_BIG_SIGNED
} NumberForm;

typedef struct
{
    const char *name; /* without "read" and "write" */
    guint8 size;
    NumberForm form;
    gboolean big_endian;
} NumberLayout;

static const NumberLayout layouts[] = {
    { "UInt8", 1, FORM_UNSIGNED, FALSE },
    { "Uint8", 1, FORM_UNSIGNED, FALSE },
    { "Int8", 1, FORM_SIGNED, FALSE },
    { "UInt16LE", 2, FORM_UNSIGNED, FALSE },
    { "UInt16BE", 2, FORM_UNSIGNED, TRUE },
    { "Uint16LE", 2, FORM_UNSIGNED, FALSE },
    { "Uint16BE", 2, FORM_UNSIGNED, TRUE },
    { "Int16LE", 2, FORM_SIGNED, FALSE },
    { "Int16BE", 2, FORM_SIGNED, TRUE },
    { "UInt32LE", 4, FORM_UNSIGNED, FALSE },
    { "UInt32BE", 4, FORM_UNSIGNED, TRUE },
    { "Uint32LE", 4, FORM_UNSIGNED, FALSE },
    { "Uint32BE", 4, FORM_UNSIGNED, TRUE },
    { "Int32LE", 4, FORM_SIGNED, FALSE },
    { "Int32BE", 4, FORM_SIGNED, TRUE },
    { "FloatLE", 4, FORM_FLOAT, FALSE },
    { "FloatBE", 4, FORM_FLOAT, TRUE },
    { "DoubleLE", 8, FORM_FLOAT, FALSE },
    { "DoubleBE", 8, FORM_FLOAT, TRUE },
    { "BigInt64LE", 8, FORM_BIG_SIGNED, FALSE },
    { "BigInt64BE", 8, FORM_BIG_SIGNED, TRUE },
    { "BigUInt64LE", 8, FORM_BIG_UNSIGNED, FALSE },
    { "BigUInt64BE", 8, FORM_BIG_UNSIGNED, TRUE },
};

static const NumberLayout *layout_of (const ScriptCall *call)
{
    return &layouts[(gsize)call->captured.as.number];
}

/* The bytes that the call is about; INDEX is the argument that says where. */
static ScriptStatus place (ScriptCall *call, guint index, guint8 **data)
{
    ScriptRuntime *runtime = call->runtime;
    const NumberLayout *layout = layout_of (call);
    ScriptBytes *bytes = value_bytes (call->receiver);
    Value offset = index < call->n_arguments ? call->arguments[index] : value_number (0);

    if (!bytes)
        return script_throw (runtime, "TypeError", "this is not a Buffer.");
    if (offset.kind == VALUE_UNDEFINED)
        offset = value_number (0);
    if (offset.kind != VALUE_NUMBER)
        return node_throw_argument (runtime, "\"offset\" argument", "of type number", offset);
    if (offset.as.number != floor (offset.as.number))
        return node_throw_range (runtime, "\"offset\"", "an integer", offset);
    if (bytes->length < layout->size)
        return node_throw (runtime, "RangeError", "ERR_BUFFER_OUT_OF_BOUNDS",
                           "Attempt to access memory outside buffer bounds");
    if (offset.as.number < 0 || offset.as.number > (double)(bytes->length - layout->size))
    {
        g_autofree char *wanted = g_strdup_printf (">= 0 and <= %" G_GSIZE_FORMAT, bytes->length - layout->size);

        return node_throw_range (runtime, "\"offset\"", wanted, offset);
    }
    *data = bytes->data + (gsize)offset.as.number;
    return SCRIPT_NORMAL;
}

static guint64 load (const guint8 *data, const NumberLayout *layout)
{
    guint64 bits = 0;

    for (guint i = 0; i < layout->size; i++)
        bits = bits << 8 | data[layout->big_endian ? i : layout->size - 1u - i];
    return bits;
}

static void store (guint8 *data, const NumberLayout *layout, guint64 bits)
{
    for (guint i = 0; i < layout->size; i++)
        data[layout->big_endian ? layout->size - 1u - i : i] = (guint8)(bits >> (8 * i));
}

static double load_float (guint64 bits, guint size)
{
    guint32 half = (guint32)bits;
    float single;
    double number;

    if (size == 4)
    {
        memcpy (&single, &half, sizeof single);
        return (double)single;
    }
    memcpy (&number, &bits, sizeof number);
    return number;
}

static guint64 store_float (double number, guint size)
{
    float single = (float)number;
    guint32 half;
    guint64 bits;

    if (size == 4)
    {
        memcpy (&half, &single, sizeof half);
        return half;
    }
    memcpy (&bits, &number, sizeof bits);
    return bits;
}

static ScriptStatus read_number (ScriptCall *call, Value *out)
{
    const NumberLayout *layout = layout_of (call);
    guint64 bits;
    guint8 *data = NULL;

    SCRIPT_TRY (place (call, 0, &data));
    bits = load (data, layout);
    switch (layout->form)
    {
    case FORM_UNSIGNED:
        *out = value_number ((double)bits);
        break;
    case FORM_SIGNED:
        *out = value_number ((double)((gint64)(bits << (64 - 8 * layout->size)) >> (64 - 8 * layout->size)));
        break;
    case FORM_FLOAT:
        *out = value_number (load_float (bits, layout->size));
        break;
    case FORM_BIG_UNSIGNED:
        if (bits > G_MAXINT64)
            return script_refuse (call->runtime, "a BigInt beyond 64 bits");
        *out = value_integer ((gint64)bits);
        break;
    case FORM_BIG_SIGNED:
        *out = value_integer ((gint64)bits);
        break;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus check_range (ScriptCall *call, const NumberLayout *layout, double number)
{
    double most = ldexp (1, 8 * layout->size - (layout->form == FORM_SIGNED ? 1 : 0)) - 1;
    double least = layout->form == FORM_SIGNED ? -most - 1 : 0;
    g_autofree char *wanted = NULL;

    if (!(number < least || number > most))
        return SCRIPT_NORMAL;
    if (layout->size < 4)
        wanted = g_strdup_printf (">= %.0f and <= %.0f", least, most);
    else if (layout->form == FORM_SIGNED)
        wanted = g_strdup_printf (">= -(2 ** %d) and <= 2 ** %d - 1", 8 * layout->size - 1, 8 * layout->size - 1);
    else
        wanted = g_strdup_printf (">= 0 and <= 2 ** %d - 1", 8 * layout->size);
    return node_throw_range (call->runtime, "\"value\"", wanted, value_number (number));
}

static ScriptStatus write_number (ScriptCall *call, Value *out)
{
    const NumberLayout *layout = layout_of (call);
    guint8 *data = NULL;
    double number;
    Value value = call_argument (call, 0);
    Value offset = call_argument (call, 1);

    if (layout->form == FORM_BIG_SIGNED || layout->form == FORM_BIG_UNSIGNED)
    {
        if (value.kind != VALUE_INTEGER)
            return node_throw_argument (call->runtime, "\"value\" argument", "of type bigint", value);
        SCRIPT_TRY (place (call, 1, &data));
        store (data, layout, (guint64)value.as.integer);
    }
    else
    {
        SCRIPT_TRY (es_to_number (call->runtime, value, &number));
        if (layout->form != FORM_FLOAT)
            SCRIPT_TRY (check_range (call, layout, number));
        SCRIPT_TRY (place (call, 1, &data));
        if (layout->form == FORM_FLOAT)
            store (data, layout, store_float (number, layout->size));
        else
            store (data, layout, isnan (number) ? 0 : (guint64)(gint64)trunc (number));
    }
    *out = value_number ((offset.kind == VALUE_NUMBER ? offset.as.number : 0) + layout->size);
    return SCRIPT_NORMAL;
}

static void define (ScriptRuntime *runtime, ScriptObject *prototype, const char *verb, gsize at, guint arity,
                    ScriptNative native)
{
    g_autofree char *text = g_strconcat (verb, layouts[at].name, NULL);
    const Name *name = intern (runtime, text, -1);
    ScriptFunction *function = function_new_native (runtime, name, arity, native);

    function->captured = value_number ((double)at);
    object_define (runtime, prototype, name, value_of_object (&function->object), PROPERTY_HIDDEN);
}

void buffer_define_numbers (ScriptRuntime *runtime, ScriptObject *prototype)
{
    for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
        define (runtime, prototype, "read", i, 1, read_number);
        define (runtime, prototype, "write", i, 2, write_number);
    }
}
