/* ECMAScript's conversions, operators and the table of semantics. */

#include "script/es.h"

#include <math.h>
#include <string.h>

gboolean value_is_truthy (Value value)
{
    switch (value.kind)
    {
    case VALUE_UNDEFINED:
    case VALUE_NULL:
    case VALUE_EMPTY:
        return FALSE;
    case VALUE_BOOLEAN:
        return value.as.boolean;
    case VALUE_INTEGER:
        return value.as.integer != 0;
    case VALUE_NUMBER:
        return value.as.number != 0 && !isnan (value.as.number);
    case VALUE_STRING:
        return value.as.string->length > 0;
    case VALUE_SYMBOL:
    case VALUE_OBJECT:
        return TRUE;
    }
    return FALSE;
}

ScriptStatus es_to_primitive (ScriptRuntime *runtime, Value value, PrimitiveHint hint, Value *out)
{
    static const char *const hints[] = { "default", "number", "string" };
    const KnownNames *known = &runtime->known;
    Value method;
    ScriptStatus status;

    *out = value;
    if (value.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    if (value.as.object->kind == OBJECT_HOST)
        return host_refuse_plain (runtime, value);
    status = es_get (runtime, value, known->to_primitive, &method);
    if (status != SCRIPT_NORMAL)
        return status;
    if (script_is_callable (method))
    {
        Value argument = value_string (runtime, hints[hint], -1);

        status = function_call (runtime, method, value, &(Arguments){ .items = &argument, .n = 1 }, TRUE, out);
        if (status != SCRIPT_NORMAL || out->kind != VALUE_OBJECT)
            return status;
        return script_throw (runtime, "TypeError", "Cannot convert object to primitive value");
    }
    if (hint == HINT_DEFAULT && value.as.object->kind == OBJECT_DATE)
        hint = HINT_STRING;
    for (int i = 0; i < 2; i++)
    {
        const Name *name = (hint == HINT_STRING) == (i == 0) ? known->toString_ : known->valueOf_;

        status = es_get (runtime, value, name, &method);
        if (status == SCRIPT_NORMAL && script_is_callable (method))
        {
            status = function_call (runtime, method, value, &(Arguments){ 0 }, TRUE, out);
            if (status == SCRIPT_NORMAL && out->kind != VALUE_OBJECT)
                return status;
        }
        if (status != SCRIPT_NORMAL)
            return status;
    }
    return script_throw (runtime, "TypeError", "Cannot convert object to primitive value");
}

ScriptStatus es_to_number (ScriptRuntime *runtime, Value value, double *out)
{
    ScriptStatus status;

    switch (value.kind)
    {
    case VALUE_UNDEFINED:
    case VALUE_EMPTY:
        *out = NAN;
        return SCRIPT_NORMAL;
    case VALUE_NULL:
        *out = 0;
        return SCRIPT_NORMAL;
    case VALUE_BOOLEAN:
        *out = value.as.boolean;
        return SCRIPT_NORMAL;
    case VALUE_NUMBER:
        *out = value.as.number;
        return SCRIPT_NORMAL;
    case VALUE_STRING:
        *out = number_parse (value.as.string->data, value.as.string->length);
        return SCRIPT_NORMAL;
    case VALUE_INTEGER:
        return script_throw (runtime, "TypeError", "Cannot convert a BigInt value to a number");
    case VALUE_SYMBOL:
        return script_throw (runtime, "TypeError", "Cannot convert a Symbol value to a number");
    case VALUE_OBJECT:
        break;
    }
    status = es_to_primitive (runtime, value, HINT_NUMBER, &value);
    return status == SCRIPT_NORMAL ? es_to_number (runtime, value, out) : status;
}

ScriptStatus es_to_integer (ScriptRuntime *runtime, Value value, double *out)
{
    ScriptStatus status = es_to_number (runtime, value, out);

    if (status == SCRIPT_NORMAL)
        *out = number_to_integer (*out);
    return status;
}

ScriptStatus es_to_int32 (ScriptRuntime *runtime, Value value, gint32 *out)
{
    double number;
    ScriptStatus status = es_to_number (runtime, value, &number);

    if (status == SCRIPT_NORMAL)
        *out = number_to_int32 (number);
    return status;
}

ScriptString *es_primitive_text (ScriptRuntime *runtime, Value value)
{
    char text[NUMBER_TEXT_SIZE];

    switch (value.kind)
    {
    case VALUE_STRING:
        return value.as.string;
    case VALUE_NUMBER:
        number_to_text (value.as.number, text);
        return string_new (runtime, text, strlen (text));
    case VALUE_INTEGER:
        return string_new (runtime, text, (gsize)g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value.as.integer));
    case VALUE_BOOLEAN:
        return value.as.boolean ? string_borrow (runtime, "true", 4) : string_borrow (runtime, "false", 5);
    case VALUE_NULL:
        return string_borrow (runtime, "null", 4);
    case VALUE_UNDEFINED:
    case VALUE_EMPTY:
    case VALUE_SYMBOL:
    case VALUE_OBJECT:
        break;
    }
    return string_borrow (runtime, "undefined", 9);
}

ScriptStatus es_to_string (ScriptRuntime *runtime, Value value, ScriptString **out)
{
    ScriptStatus status;

    if (value.kind == VALUE_SYMBOL)
        return script_throw (runtime, "TypeError", "Cannot convert a Symbol value to a string");
    if (value.kind == VALUE_OBJECT)
    {
        status = es_to_primitive (runtime, value, HINT_STRING, &value);
        if (status != SCRIPT_NORMAL)
            return status;
        return es_to_string (runtime, value, out);
    }
    *out = es_primitive_text (runtime, value);
    return SCRIPT_NORMAL;
}

ScriptStatus es_to_name (ScriptRuntime *runtime, Value value, const Name **out)
{
    if (value.kind == VALUE_OBJECT)
    {
        ScriptStatus status = es_to_primitive (runtime, value, HINT_STRING, &value);

        if (status != SCRIPT_NORMAL)
            return status;
    }
    *out = value_to_name (runtime, value);
    return SCRIPT_NORMAL;
}

ScriptStatus es_to_object (ScriptRuntime *runtime, Value value, ScriptObject **out)
{
    ScriptBox *box;

    if (value.kind == VALUE_OBJECT)
    {
        *out = value.as.object;
        return SCRIPT_NORMAL;
    }
    if (value_is_nullish (value))
        return script_throw (runtime, "TypeError", "Cannot convert undefined or null to object");
    box = object_alloc (runtime, OBJECT_BOX, es_prototype_of (runtime, value), sizeof *box);
    box->value = value;
    *out = &box->object;
    return SCRIPT_NORMAL;
}

gboolean es_strict_equal (Value a, Value b)
{
    if (a.kind != b.kind)
        return FALSE;
    if (a.kind == VALUE_NUMBER)
        return a.as.number == b.as.number;
    return value_same (a, b);
}

ScriptStatus es_loose_equal (ScriptRuntime *runtime, Value a, Value b, gboolean *out)
{
    double x;
    double y;
    ScriptStatus status;

    if (a.kind == b.kind)
    {
        *out = es_strict_equal (a, b);
        return SCRIPT_NORMAL;
    }
    *out = FALSE;
    if (value_is_nullish (a) || value_is_nullish (b))
    {
        *out = value_is_nullish (a) && value_is_nullish (b);
        return SCRIPT_NORMAL;
    }
    if (a.kind == VALUE_OBJECT || b.kind == VALUE_OBJECT)
    {
        status =
            es_to_primitive (runtime, a.kind == VALUE_OBJECT ? a : b, HINT_DEFAULT, a.kind == VALUE_OBJECT ? &a : &b);
        return status == SCRIPT_NORMAL ? es_loose_equal (runtime, a, b, out) : status;
    }
    if (a.kind == VALUE_SYMBOL || b.kind == VALUE_SYMBOL)
        return SCRIPT_NORMAL;
    x = a.kind == VALUE_INTEGER ? (double)a.as.integer : 0;
    y = b.kind == VALUE_INTEGER ? (double)b.as.integer : 0;
    if (a.kind != VALUE_INTEGER && (status = es_to_number (runtime, a, &x)) != SCRIPT_NORMAL)
        return status;
    if (b.kind != VALUE_INTEGER && (status = es_to_number (runtime, b, &y)) != SCRIPT_NORMAL)
        return status;
    *out = x == y;
    return SCRIPT_NORMAL;
}

ScriptStatus es_instance_of (ScriptRuntime *runtime, Value value, Value class, gboolean *out)
{
    Value method;
    Value prototype;
    ScriptStatus status;

    *out = FALSE;
    if (class.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Right-hand side of 'instanceof' is not an object");
    if (class.as.object->kind == OBJECT_HOST)
        return SCRIPT_NORMAL;
    status = es_get (runtime, class, runtime->known.has_instance, &method);
    if (status != SCRIPT_NORMAL)
        return status;
    if (script_is_callable (method))
    {
        status = function_call (runtime, method, class, &(Arguments){ .items = &value, .n = 1 }, TRUE, &method);
        *out = status == SCRIPT_NORMAL && value_is_truthy (method);
        return status;
    }
    if (!script_is_callable (class))
        return script_throw (runtime, "TypeError", "Right-hand side of 'instanceof' is not callable");
    status = es_get (runtime, class, runtime->known.prototype_, &prototype);
    if (status != SCRIPT_NORMAL || value.kind != VALUE_OBJECT || prototype.kind != VALUE_OBJECT)
        return status;
    for (ScriptObject *object = value.as.object->prototype; object && !*out; object = object->prototype)
        *out = object == prototype.as.object;
    return SCRIPT_NORMAL;
}

const char *es_typeof (Value value)
{
    switch (value.kind)
    {
    case VALUE_UNDEFINED:
    case VALUE_EMPTY:
        return "undefined";
    case VALUE_NULL:
        return "object";
    case VALUE_BOOLEAN:
        return "boolean";
    case VALUE_INTEGER:
        return "bigint";
    case VALUE_NUMBER:
        return "number";
    case VALUE_STRING:
        return "string";
    case VALUE_SYMBOL:
        return "symbol";
    case VALUE_OBJECT:
        break;
    }
    return script_is_callable (value) ? "function" : "object";
}

static ScriptStatus big_overflow (ScriptRuntime *runtime)
{
    return script_refuse (runtime, "a BigInt beyond 64 bits");
}

static ScriptStatus big_power (ScriptRuntime *runtime, gint64 base, gint64 exponent, Value *out)
{
    gint64 result = 1;

    if (exponent < 0)
        return script_throw (runtime, "RangeError", "Exponent must be non-negative");
    if (base == 1 || base == 0 || base == -1)
    {
        *out = value_integer (exponent == 0 ? 1 : base == -1 && exponent % 2 == 0 ? 1 : base);
        return SCRIPT_NORMAL;
    }
    while (exponent-- > 0)
        if (__builtin_mul_overflow (result, base, &result))
            return big_overflow (runtime);
    *out = value_integer (result);
    return SCRIPT_NORMAL;
}

static ScriptStatus big_arithmetic (ScriptRuntime *runtime, Operator op, gint64 a, gint64 b, Value *out)
{
    gint64 result = 0;
    gboolean overflow = FALSE;

    switch ((int)op)
    {
    case OP_ADD:
        overflow = __builtin_add_overflow (a, b, &result);
        break;
    case OP_SUBTRACT:
        overflow = __builtin_sub_overflow (a, b, &result);
        break;
    case OP_MULTIPLY:
        overflow = __builtin_mul_overflow (a, b, &result);
        break;
    case OP_DIVIDE:
    case OP_MODULO:
        if (b == 0)
            return script_throw (runtime, "RangeError", "Division by zero");
        if (b == -1)
            overflow = __builtin_sub_overflow (0, op == OP_DIVIDE ? a : 0, &result);
        else
            result = op == OP_DIVIDE ? a / b : a % b;
        break;
    case OP_POWER:
        return big_power (runtime, a, b, out);
    case OP_SHIFT_LEFT:
    case OP_SHIFT_RIGHT:
        if (op == OP_SHIFT_RIGHT ? b >= 0 : b < 0)
            result = a >> MIN (b < 0 ? -b : b, 63);
        else if (a != 0 &&
                 ((b < 0 ? -b : b) > 62 || __builtin_mul_overflow (a, (gint64)1 << (b < 0 ? -b : b), &result)))
            overflow = TRUE;
        break;
    case OP_BIT_AND:
        result = a & b;
        break;
    case OP_BIT_OR:
        result = a | b;
        break;
    case OP_BIT_XOR:
        result = a ^ b;
        break;
    default:
        return script_throw (runtime, "TypeError", "BigInts have no unsigned right shift, use >> instead");
    }
    if (overflow)
        return big_overflow (runtime);
    *out = value_integer (result);
    return SCRIPT_NORMAL;
}

static double number_power (double base, double exponent)
{
    if (isnan (exponent) || ((base == 1 || base == -1) && isinf (exponent)))
        return NAN;
    return pow (base, exponent);
}

static double arithmetic (Operator op, double a, double b)
{
    switch ((int)op)
    {
    case OP_ADD:
        return a + b;
    case OP_SUBTRACT:
        return a - b;
    case OP_MULTIPLY:
        return a * b;
    case OP_DIVIDE:
        return a / b;
    case OP_MODULO:
        return fmod (a, b);
    case OP_POWER:
        return number_power (a, b);
    case OP_SHIFT_LEFT:
        return (gint32)((guint32)number_to_int32 (a) << ((guint32)number_to_int32 (b) & 31));
    case OP_SHIFT_RIGHT:
        return number_to_int32 (a) >> ((guint32)number_to_int32 (b) & 31);
    case OP_SHIFT_RIGHT_UNSIGNED:
        return (guint32)number_to_int32 (a) >> ((guint32)number_to_int32 (b) & 31);
    case OP_BIT_AND:
        return number_to_int32 (a) & number_to_int32 (b);
    case OP_BIT_OR:
        return number_to_int32 (a) | number_to_int32 (b);
    case OP_BIT_XOR:
        return number_to_int32 (a) ^ number_to_int32 (b);
    }
    return NAN;
}

static ScriptStatus numeric (ScriptRuntime *runtime, Operator op, Value a, Value b, Value *out)
{
    double x;
    double y;
    ScriptStatus status = es_to_primitive (runtime, a, HINT_NUMBER, &a);

    if (status == SCRIPT_NORMAL)
        status = es_to_primitive (runtime, b, HINT_NUMBER, &b);
    if (status != SCRIPT_NORMAL)
        return status;
    if (a.kind == VALUE_INTEGER && b.kind == VALUE_INTEGER)
        return big_arithmetic (runtime, op, a.as.integer, b.as.integer, out);
    if (a.kind == VALUE_INTEGER || b.kind == VALUE_INTEGER)
        return script_throw (runtime, "TypeError", "Cannot mix BigInt and other types, use explicit conversions");
    status = es_to_number (runtime, a, &x);
    if (status == SCRIPT_NORMAL)
        status = es_to_number (runtime, b, &y);
    if (status == SCRIPT_NORMAL)
        *out = value_number (arithmetic (op, x, y));
    return status;
}

static ScriptStatus add (ScriptRuntime *runtime, Value a, Value b, Value *out)
{
    ScriptString *x;
    ScriptString *y;
    ScriptStatus status = es_to_primitive (runtime, a, HINT_DEFAULT, &a);

    if (status == SCRIPT_NORMAL)
        status = es_to_primitive (runtime, b, HINT_DEFAULT, &b);
    if (status != SCRIPT_NORMAL)
        return status;
    if (a.kind != VALUE_STRING && b.kind != VALUE_STRING)
        return numeric (runtime, OP_ADD, a, b, out);
    status = es_to_string (runtime, a, &x);
    if (status == SCRIPT_NORMAL)
        status = es_to_string (runtime, b, &y);
    if (status != SCRIPT_NORMAL)
        return status;
    x = string_join (runtime, x, y);
    if (!x)
        return SCRIPT_STOP;
    *out = value_of_string (x);
    return SCRIPT_NORMAL;
}

static ScriptStatus compare (ScriptRuntime *runtime, Operator op, Value a, Value b, Value *out)
{
    double x = 0;
    double y = 0;
    gboolean truth;
    ScriptStatus status = es_to_primitive (runtime, a, HINT_NUMBER, &a);

    if (status == SCRIPT_NORMAL)
        status = es_to_primitive (runtime, b, HINT_NUMBER, &b);
    if (status != SCRIPT_NORMAL)
        return status;
    if (a.kind == VALUE_STRING && b.kind == VALUE_STRING)
        x = string_compare (a.as.string, b.as.string);
    else if (a.kind == VALUE_INTEGER && b.kind == VALUE_INTEGER)
        x = a.as.integer < b.as.integer ? -1 : a.as.integer > b.as.integer;
    else
    {
        x = a.kind == VALUE_INTEGER ? (double)a.as.integer : 0;
        y = b.kind == VALUE_INTEGER ? (double)b.as.integer : 0;
        if (a.kind != VALUE_INTEGER)
            status = es_to_number (runtime, a, &x);
        if (status == SCRIPT_NORMAL && b.kind != VALUE_INTEGER)
            status = es_to_number (runtime, b, &y);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    truth = op == OP_LESS ? x < y : op == OP_LESS_EQUAL ? x <= y : op == OP_GREATER ? x > y : x >= y;
    *out = value_boolean (truth);
    return SCRIPT_NORMAL;
}

static ScriptStatus in (ScriptRuntime *runtime, Value key, Value object, Value *out)
{
    const Name *name;
    gboolean has;
    ScriptStatus status;

    if (object.kind != VALUE_OBJECT)
        return script_throw (runtime, "TypeError", "Cannot use 'in' operator to search for '%s' in %s",
                             value_to_text (runtime, key), value_to_text (runtime, object));
    status = es_to_name (runtime, key, &name);
    if (status == SCRIPT_NORMAL)
        status = es_has (runtime, object.as.object, name, &has);
    if (status == SCRIPT_NORMAL)
        *out = value_boolean (has);
    return status;
}

static ScriptStatus es_binary (ScriptRuntime *runtime, Operator op, Value a, Value b, Value *out)
{
    gboolean truth;
    ScriptStatus status;

    switch ((int)op)
    {
    case OP_ADD:
        if (a.kind == VALUE_NUMBER && b.kind == VALUE_NUMBER)
        {
            *out = value_number (a.as.number + b.as.number);
            return SCRIPT_NORMAL;
        }
        return add (runtime, a, b, out);
    case OP_EQUAL:
    case OP_NOT_EQUAL:
        status = es_loose_equal (runtime, a, b, &truth);
        *out = value_boolean (truth == (op == OP_EQUAL));
        return status;
    case OP_STRICT_EQUAL:
    case OP_STRICT_NOT_EQUAL:
        *out = value_boolean (es_strict_equal (a, b) == (op == OP_STRICT_EQUAL));
        return SCRIPT_NORMAL;
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_GREATER:
    case OP_GREATER_EQUAL:
        return compare (runtime, op, a, b, out);
    case OP_IN:
        return in (runtime, a, b, out);
    case OP_INSTANCEOF:
        status = es_instance_of (runtime, a, b, &truth);
        *out = value_boolean (truth);
        return status;
    }
    return numeric (runtime, op, a, b, out);
}

static ScriptStatus es_unary (ScriptRuntime *runtime, Operator op, Value operand, Value *out)
{
    double number;
    ScriptStatus status;

    if (op == OP_TYPEOF)
    {
        ScriptString **text = &runtime->type_texts[operand.kind];
        const char *type = es_typeof (operand);

        if (!*text || (*text)->data != type)
            *text = string_borrow (runtime, type, strlen (type));
        *out = value_of_string (*text);
        return SCRIPT_NORMAL;
    }
    status = es_to_primitive (runtime, operand, HINT_NUMBER, &operand);
    if (status != SCRIPT_NORMAL)
        return status;
    if (operand.kind == VALUE_INTEGER && op != OP_PLUS)
    {
        if (op == OP_NEGATE && operand.as.integer == G_MININT64)
            return big_overflow (runtime);
        *out = value_integer (op == OP_NEGATE ? -operand.as.integer : ~operand.as.integer);
        return SCRIPT_NORMAL;
    }
    status = es_to_number (runtime, operand, &number);
    if (status == SCRIPT_NORMAL)
        *out = value_number (op == OP_NEGATE ? -number : op == OP_BIT_NOT ? ~number_to_int32 (number) : number);
    return status;
}

static ScriptStatus es_unknown_name (ScriptRuntime *runtime, const Node *node, Value *out)
{
    Property *property = object_find (runtime->global, node->name.name);

    if (property && !(property->flags & PROPERTY_ACCESSOR))
    {
        *out = property->value;
        return SCRIPT_NORMAL;
    }
    if (property)
        return es_get (runtime, value_of_object (runtime->global), node->name.name, out);
    return script_throw (runtime, "ReferenceError", "%s is not defined", node->name.name->text);
}

static ScriptStatus es_unset_name (ScriptRuntime *runtime, const Node *node)
{
    return script_throw (runtime, "ReferenceError", "Cannot access '%s' before initialization", node->name.name->text);
}

static void append_index (GString *text, const Node *index)
{
    if (index->kind == NODE_NAME)
        g_string_append_printf (text, "[%s]", index->name.name->text);
    else if (index->kind == NODE_STRING)
        g_string_append_printf (text, ".%.*s", (int)index->text.length, index->text.data);
    else if (index->kind == NODE_NUMBER)
        g_string_append_printf (text, "[%.*s]", (int)(index->end - index->start), index->file->text + index->start);
    else
        g_string_append (text, "[...]");
}

void es_append_source (GString *text, const Node *node)
{
    switch ((int)node->kind)
    {
    case NODE_NAME:
        g_string_append (text, node->name.name->text);
        return;
    case NODE_THIS:
        g_string_append (text, "this");
        return;
    case NODE_NULL:
    case NODE_BOOLEAN:
    case NODE_NUMBER:
    case NODE_BIGINT:
        g_string_append_len (text, node->file->text + node->start, node->end - node->start);
        return;
    case NODE_STRING:
        g_string_append_printf (text, "\"%.*s\"", (int)node->text.length, node->text.data);
        return;
    case NODE_MEMBER:
        es_append_source (text, node->member.object);
        g_string_append_printf (text, ".%s", node->member.name->text);
        return;
    case NODE_CALL:
        es_append_source (text, node->call.callee);
        g_string_append (text, "(...)");
        return;
    case NODE_INDEX:
        es_append_source (text, node->index.object);
        append_index (text, node->index.index);
        return;
    }
    g_string_append (text, "(intermediate value)");
}

static ScriptStatus es_not_callable (ScriptRuntime *runtime, const Node *callee, Value value)
{
    g_autoptr (GString) text = g_string_new (NULL);

    (void)value;
    es_append_source (text, callee);
    return script_throw (runtime, "TypeError", "%s is not a function", text->str);
}

static Value es_map_new (ScriptRuntime *runtime)
{
    return script_object_new (runtime);
}

static ScriptStatus es_truth (ScriptRuntime *runtime, Value value, gboolean *truth)
{
    (void)runtime;
    *truth = value_is_truthy (value);
    return SCRIPT_NORMAL;
}

const Semantics es_semantics = {
    .language = "ECMAScript",
    .truth = es_truth,
    .unary = es_unary,
    .binary = es_binary,
    .in_place = es_binary,
    .text = es_to_string,
    .get = es_get,
    .set = es_set,
    .get_index = es_get_index,
    .set_index = es_set_index,
    .remove = es_delete,
    .iterate = es_iterate,
    .map_new = es_map_new,
    .unknown_name = es_unknown_name,
    .unset_name = es_unset_name,
    .not_callable = es_not_callable,
    .handlers = es_execute_handlers,
    .evaluate = es_evaluate,
    .execute = es_execute,
    .assign_list = es_assign_list,
};

const Semantics *semantics_of (const ScriptFile *file)
{
    if (file->semantics)
        return file->semantics;
    return file->language == LANGUAGE_PYTHON ? &py_semantics : &es_semantics;
}

ScriptStatus es_argument_string (ScriptCall *call, guint index, ScriptString **out)
{
    return es_to_string (call->runtime, call_argument (call, index), out);
}

ScriptStatus es_argument_integer (ScriptCall *call, guint index, double fallback, double *out)
{
    Value value = call_argument (call, index);

    *out = fallback;
    return value.kind == VALUE_UNDEFINED ? SCRIPT_NORMAL : es_to_integer (call->runtime, value, out);
}

ScriptStatus es_argument_position (ScriptCall *call, guint index, double length, double fallback, double *out)
{
    ScriptStatus status = es_argument_integer (call, index, fallback, out);

    if (*out < 0)
        *out = MAX (0, length + *out);
    *out = MIN (*out, length);
    return status;
}

ScriptStatus es_this_string (ScriptCall *call, ScriptString **out)
{
    if (value_is_nullish (call->receiver))
        return script_throw (call->runtime, "TypeError", "String.prototype method called on null or undefined");
    return es_to_string (call->runtime, call->receiver, out);
}

ScriptStatus es_call1 (ScriptRuntime *runtime, Value function, Value argument, Value *out)
{
    return function_call (runtime, function, UNDEFINED, &(Arguments){ .items = &argument, .n = 1 }, TRUE, out);
}
