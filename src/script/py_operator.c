/* Arithmetic and other operators. See py.h. */

#include "script/py_internal.h"

#include <math.h>
#include <string.h>

static ScriptStatus overflow (ScriptRuntime *runtime)
{
    return script_refuse (runtime, "an integer beyond 64 bits is out of reach");
}

static ScriptStatus divide_by_zero (ScriptRuntime *runtime, Operator op, gboolean real)
{
    if (op == OP_DIVIDE)
        return script_throw (runtime, "ZeroDivisionError", real ? "float division by zero" : "division by zero");
    if (op == OP_MODULO)
        return script_throw (runtime, "ZeroDivisionError", real ? "float modulo" : "integer modulo by zero");
    return script_throw (runtime, "ZeroDivisionError",
                         real ? "float floor division by zero" : "integer division or modulo by zero");
}

static ScriptStatus power_of_integers (ScriptRuntime *runtime, gint64 base, gint64 exponent, Value *out)
{
    gint64 result = 1;

    if (exponent < 0)
    {
        if (base == 0)
            return script_throw (runtime, "ZeroDivisionError", "zero to a negative power");
        *out = value_number (pow ((double)base, (double)exponent));
        return SCRIPT_NORMAL;
    }
    while (exponent > 0)
    {
        if ((exponent & 1) && __builtin_mul_overflow (result, base, &result))
            return overflow (runtime);
        exponent >>= 1;
        if (exponent && __builtin_mul_overflow (base, base, &base))
            return overflow (runtime);
    }
    *out = value_integer (result);
    return SCRIPT_NORMAL;
}

static ScriptStatus shift (ScriptRuntime *runtime, Operator op, gint64 a, gint64 b, Value *out)
{
    if (b < 0)
        return script_throw (runtime, "ValueError", "negative shift count");
    if (op == OP_SHIFT_RIGHT)
    {
        *out = value_integer (b > 62 ? (a < 0 ? -1 : 0) : a >> b);
        return SCRIPT_NORMAL;
    }
    if (a != 0 && (b > 62 || a > G_MAXINT64 >> b || a < G_MININT64 >> b))
        return overflow (runtime);
    *out = value_integer (a == 0 ? 0 : (gint64)((guint64)a << b));
    return SCRIPT_NORMAL;
}

static ScriptStatus integers (ScriptRuntime *runtime, Operator op, gint64 a, gint64 b, Value *out)
{
    gint64 result = 0;
    gboolean failed = FALSE;

    switch ((int)op)
    {
    case OP_ADD:
        failed = __builtin_add_overflow (a, b, &result);
        break;
    case OP_SUBTRACT:
        failed = __builtin_sub_overflow (a, b, &result);
        break;
    case OP_MULTIPLY:
        failed = __builtin_mul_overflow (a, b, &result);
        break;
    case OP_DIVIDE:
        if (b == 0)
            return divide_by_zero (runtime, op, FALSE);
        *out = value_number ((double)((long double)a / (long double)b));
        return SCRIPT_NORMAL;
    case OP_FLOOR_DIVIDE:
    case OP_MODULO:
        if (b == 0)
            return divide_by_zero (runtime, op, FALSE);
        if (b == -1)
        {
            failed = op == OP_FLOOR_DIVIDE && __builtin_sub_overflow (0, a, &result);
            break;
        }
        result = op == OP_MODULO ? a % b : a / b;
        if (a % b != 0 && (a % b < 0) != (b < 0))
            result += op == OP_MODULO ? b : -1;
        break;
    case OP_POWER:
        return power_of_integers (runtime, a, b, out);
    case OP_SHIFT_LEFT:
    case OP_SHIFT_RIGHT:
        return shift (runtime, op, a, b, out);
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
        return SCRIPT_NORMAL;
    }
    if (failed)
        return overflow (runtime);
    *out = value_integer (result);
    return SCRIPT_NORMAL;
}

static double floored_modulo (double a, double b)
{
    double rest = fmod (a, b);

    if (rest != 0 && (b < 0) != (rest < 0))
        return rest + b;
    return rest != 0 ? rest : copysign (0.0, b);
}

static ScriptStatus numbers (ScriptRuntime *runtime, Operator op, double a, double b, Value *out)
{
    double result;

    switch ((int)op)
    {
    case OP_ADD:
        result = a + b;
        break;
    case OP_SUBTRACT:
        result = a - b;
        break;
    case OP_MULTIPLY:
        result = a * b;
        break;
    case OP_DIVIDE:
        if (b == 0)
            return divide_by_zero (runtime, op, TRUE);
        result = a / b;
        break;
    case OP_FLOOR_DIVIDE:
        if (b == 0)
            return divide_by_zero (runtime, op, TRUE);
        result = (a - floored_modulo (a, b)) / b;
        result = result != 0 ? floor (result) + (result - floor (result) > 0.5 ? 1 : 0) : copysign (0.0, a / b);
        break;
    case OP_MODULO:
        if (b == 0)
            return divide_by_zero (runtime, op, TRUE);
        result = floored_modulo (a, b);
        break;
    case OP_POWER:
        if (a == 0 && b < 0)
            return script_throw (runtime, "ZeroDivisionError", "zero to a negative power");
        if (a < 0 && isfinite (b) && b != floor (b))
            return script_refuse (runtime, "a complex number is out of reach");
        result = pow (a, b);
        if (isinf (result) && isfinite (a) && isfinite (b))
            return script_throw (runtime, "OverflowError", "(34, 'Numerical result out of range')");
        break;
    default:
        return SCRIPT_NORMAL;
    }
    *out = value_number (result);
    return SCRIPT_NORMAL;
}

static gboolean as_number (Value value, double *number)
{
    gint64 integer;

    if (value.kind == VALUE_NUMBER)
        *number = value.as.number;
    else if (py_is_integer (value, &integer))
        *number = (double)integer;
    else
        return FALSE;
    return TRUE;
}

static gint64 times_of (gint64 n)
{
    return MAX (n, 0);
}

static ScriptStatus repeat_text (ScriptRuntime *runtime, const char *data, gsize length, gint64 n, char **out,
                                 gsize *size)
{
    char *all;

    n = times_of (n);
    if (length && n > (gint64)(STRING_MAX / length))
        return script_refuse (runtime, "the script makes a string of more than %u bytes", STRING_MAX);
    *size = length * (gsize)n;
    if (!runtime_reserve (runtime, *size))
        return SCRIPT_STOP;
    all = script_alloc (runtime, *size + 1);
    for (gint64 i = 0; length && i < n; i++)
        memcpy (all + (gsize)i * length, data, length);
    *out = all;
    return SCRIPT_NORMAL;
}

static ScriptStatus repeat_list (ScriptRuntime *runtime, Value value, gint64 n, Value *out)
{
    const ScriptList *list = value_list (value);
    ScriptList *all = list_new (runtime, NULL, 0);

    n = times_of (n);
    if (list->length && n > (gint64)(G_MAXUINT32 / 2 / list->length))
        return script_refuse (runtime, "a list of more than %u items", G_MAXUINT32 / 2);
    if (!list_resize (runtime, all, (guint)(list->length * (guint64)n)))
        return SCRIPT_STOP;
    for (guint32 i = 0; i < all->length; i++)
        all->items[i] = list->items[i % list->length];
    if (py_as_tuple (value))
    {
        all->object.kind = OBJECT_TUPLE;
        all->object.prototype = &runtime->py->tuple->object;
    }
    *out = value_of_object (&all->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus repeat (ScriptRuntime *runtime, Value value, gint64 n, Value *out)
{
    char *data;
    gsize size;

    if (value.kind == VALUE_STRING)
    {
        SCRIPT_TRY (repeat_text (runtime, value.as.string->data, value.as.string->length, n, &data, &size));
        *out = value_of_string (string_borrow (runtime, data, size));
    }
    else if (value_bytes (value))
    {
        SCRIPT_TRY (
            repeat_text (runtime, (char *)value_bytes (value)->data, value_bytes (value)->length, n, &data, &size));
        *out = py_bytes_new (runtime, data, size);
    }
    else if (py_as_list (value) || py_as_tuple (value))
        return repeat_list (runtime, value, n, out);
    return SCRIPT_NORMAL;
}

static ScriptStatus join_lists (ScriptRuntime *runtime, Value left, Value right, Value *out)
{
    const ScriptList *a = value_list (left);
    const ScriptList *b = value_list (right);
    ScriptList *all;

    if (!runtime_reserve (runtime, ((gsize)a->length + b->length) * sizeof (Value)))
        return SCRIPT_STOP;
    all = list_new (runtime, NULL, a->length + b->length);
    if (a->length)
        memcpy (all->items, a->items, a->length * sizeof (Value));
    if (b->length)
        memcpy (all->items + a->length, b->items, b->length * sizeof (Value));
    if (py_as_tuple (left))
    {
        all->object.kind = OBJECT_TUPLE;
        all->object.prototype = &runtime->py->tuple->object;
    }
    *out = value_of_object (&all->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus add (ScriptRuntime *runtime, Value left, Value right, Value *out)
{
    if (left.kind == VALUE_STRING && right.kind == VALUE_STRING)
    {
        ScriptString *joined = string_join (runtime, left.as.string, right.as.string);

        if (!joined)
            return SCRIPT_STOP;
        *out = value_of_string (joined);
    }
    else if ((py_as_list (left) && py_as_list (right)) || (py_as_tuple (left) && py_as_tuple (right)))
        return join_lists (runtime, left, right, out);
    else if (value_bytes (left) && value_bytes (right))
    {
        const ScriptBytes *a = value_bytes (left);
        const ScriptBytes *b = value_bytes (right);

        if (!runtime_reserve (runtime, a->length + b->length))
            return SCRIPT_STOP;
        *out = py_bytes_new (runtime, NULL, a->length + b->length);
        if (a->length)
            memcpy (value_bytes (*out)->data, a->data, a->length);
        if (b->length)
            memcpy (value_bytes (*out)->data + a->length, b->data, b->length);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus merge_dicts (ScriptRuntime *runtime, ScriptMap *left, ScriptMap *right, Value *out)
{
    ScriptMap *all = py_map_copy (runtime, left);

    for (guint32 i = 0; i < right->n_entries; i++)
        if (right->entries[i].key.kind != VALUE_EMPTY)
            SCRIPT_TRY (py_map_put (runtime, all, right->entries[i].key, right->entries[i].value));
    *out = value_of_object (&all->object);
    return SCRIPT_NORMAL;
}

/* A view of keys or items is a set to operators. */
static ScriptStatus as_set (ScriptRuntime *runtime, Value value, ScriptMap **set)
{
    Value made;
    ScriptList *items;

    *set = py_as_set (value);
    if (*set || !value_is_object (value, OBJECT_VIEW) || ((PyView *)value.as.object)->kind == PY_VALUES)
        return SCRIPT_NORMAL;
    made = py_set_new (runtime, FALSE);
    *set = value_map (made);
    SCRIPT_TRY (py_items (runtime, value, &items));
    for (guint32 i = 0; i < items->length; i++)
        SCRIPT_TRY (py_map_put (runtime, *set, items->items[i], NULL_VALUE));
    return SCRIPT_NORMAL;
}

/* What built-in types do; OUT stays VALUE_EMPTY where they do nothing. */
static ScriptStatus binary_builtin (ScriptRuntime *runtime, Operator op, Value left, Value right, Value *out)
{
    gint64 a;
    gint64 b;
    double x;
    double y;
    ScriptMap *left_set;
    ScriptMap *right_set;

    left = py_unbox (left);
    if (op == OP_MODULO && (left.kind == VALUE_STRING || value_bytes (left)))
        return py_format_percent (runtime, left, right, out);
    right = py_unbox (right);
    if (py_is_integer (left, &a) && py_is_integer (right, &b))
    {
        if (left.kind == VALUE_BOOLEAN && right.kind == VALUE_BOOLEAN &&
            (op == OP_BIT_AND || op == OP_BIT_OR || op == OP_BIT_XOR))
        {
            *out = value_boolean ((op == OP_BIT_AND ? a & b : op == OP_BIT_OR ? a | b : a ^ b) != 0);
            return SCRIPT_NORMAL;
        }
        return integers (runtime, op, a, b, out);
    }
    if (as_number (left, &x) && as_number (right, &y))
        return numbers (runtime, op, x, y, out);
    if (op == OP_ADD)
        return add (runtime, left, right, out);
    if (op == OP_MULTIPLY && py_is_integer (right, &b))
        return repeat (runtime, left, b, out);
    if (op == OP_MULTIPLY && py_is_integer (left, &a))
        return repeat (runtime, right, a, out);
    if (op == OP_BIT_OR && py_as_dict (left) && py_as_dict (right))
        return merge_dicts (runtime, py_as_dict (left), py_as_dict (right), out);
    if (op == OP_BIT_OR && (value_class (left) || left.kind == VALUE_NULL) &&
        (value_class (right) || right.kind == VALUE_NULL) && (value_class (left) || value_class (right)))
    {
        Value pair[2] = { left.kind == VALUE_NULL ? value_of_object (&runtime->py->none->object) : left,
                          right.kind == VALUE_NULL ? value_of_object (&runtime->py->none->object) : right };

        *out = py_tuple_new (runtime, pair, 2);
        return SCRIPT_NORMAL;
    }
    if (op != OP_BIT_OR && op != OP_BIT_AND && op != OP_BIT_XOR && op != OP_SUBTRACT)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (as_set (runtime, left, &left_set));
    SCRIPT_TRY (as_set (runtime, right, &right_set));
    return left_set && right_set ? py_set_operate (runtime, op, left_set, right_set, out) : SCRIPT_NORMAL;
}

static const char *const special_names[] = {
    [OP_ADD] = "add",
    [OP_SUBTRACT] = "sub",
    [OP_MULTIPLY] = "mul",
    [OP_DIVIDE] = "truediv",
    [OP_FLOOR_DIVIDE] = "floordiv",
    [OP_MODULO] = "mod",
    [OP_POWER] = "pow",
    [OP_MATRIX_MULTIPLY] = "matmul",
    [OP_SHIFT_LEFT] = "lshift",
    [OP_SHIFT_RIGHT] = "rshift",
    [OP_BIT_AND] = "and",
    [OP_BIT_OR] = "or",
    [OP_BIT_XOR] = "xor",
};

static ScriptStatus operate (ScriptRuntime *runtime, const char *prefix, Operator op, Value left, Value right,
                             Value *out)
{
    char name[32];

    *out = EMPTY_VALUE;
    if (!py_has_operators (left))
        return SCRIPT_NORMAL;
    g_snprintf (name, sizeof name, "__%s%s__", prefix, special_names[op]);
    return py_try_operator (runtime, name, left, right, out);
}

static ScriptStatus unsupported (ScriptRuntime *runtime, Operator op, const char *in_place, Value left, Value right)
{
    Value a = py_unbox (left);
    Value b = py_unbox (right);

    if (op == OP_ADD && a.kind == VALUE_STRING && !*in_place)
        return script_throw (runtime, "TypeError", "can only concatenate str (not \"%s\") to str",
                             py_type_name (runtime, right));
    if (op == OP_ADD && (py_as_list (a) || py_as_tuple (a)))
        return script_throw (runtime, "TypeError", "can only concatenate %s (not \"%s\") to %s",
                             py_as_list (a) ? "list" : "tuple", py_type_name (runtime, right),
                             py_as_list (a) ? "list" : "tuple");
    if (op == OP_ADD && value_bytes (a))
        return script_throw (runtime, "TypeError", "can't concat %s to bytes", py_type_name (runtime, right));
    if (op == OP_MULTIPLY && (a.kind == VALUE_STRING || value_list (a) || value_bytes (a)))
        return script_throw (runtime, "TypeError", "can't multiply sequence by non-int of type '%s'",
                             py_type_name (runtime, right));
    if (op == OP_MULTIPLY && (b.kind == VALUE_STRING || value_list (b) || value_bytes (b)))
        return script_throw (runtime, "TypeError", "can't multiply sequence by non-int of type '%s'",
                             py_type_name (runtime, left));
    return script_throw (runtime, "TypeError", "unsupported operand type(s) for %s%s%s: '%s' and '%s'",
                         op == OP_POWER && !*in_place ? "** or pow()" : ast_operator_text (op), in_place, "",
                         py_type_name (runtime, left), py_type_name (runtime, right));
}

static ScriptStatus arithmetic (ScriptRuntime *runtime, Operator op, const char *in_place, Value left, Value right,
                                Value *out)
{
    gboolean swap = py_has_operators (right) && py_type (runtime, left) != py_type (runtime, right) &&
                    py_is_subclass (py_type (runtime, right), py_type (runtime, left));

    *out = EMPTY_VALUE;
    if (left.kind == VALUE_OBJECT || right.kind == VALUE_OBJECT)
    {
        if (host_missing_reason (left))
            return host_refuse_plain (runtime, left);
        if (host_missing_reason (right))
            return host_refuse_plain (runtime, right);
        if (swap)
            SCRIPT_TRY (operate (runtime, "r", op, right, left, out));
        if (out->kind == VALUE_EMPTY)
            SCRIPT_TRY (operate (runtime, "", op, left, right, out));
        if (out->kind == VALUE_EMPTY && !swap)
            SCRIPT_TRY (operate (runtime, "r", op, right, left, out));
        if (out->kind != VALUE_EMPTY)
            return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (binary_builtin (runtime, op, left, right, out));
    return out->kind != VALUE_EMPTY ? SCRIPT_NORMAL : unsupported (runtime, op, in_place, left, right);
}

static gboolean identical (Value a, Value b)
{
    return value_same (a, b);
}

ScriptStatus py_binary (ScriptRuntime *runtime, Operator op, Value left, Value right, Value *out)
{
    gboolean truth;

    switch ((int)op)
    {
    case OP_EQUAL:
    case OP_NOT_EQUAL:
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_GREATER:
    case OP_GREATER_EQUAL:
        return py_compare_value (runtime, op, left, right, out);
    case OP_IN:
    case OP_NOT_IN:
        SCRIPT_TRY (py_contains (runtime, right, left, &truth));
        *out = value_boolean (truth == (op == OP_IN));
        return SCRIPT_NORMAL;
    case OP_IS:
    case OP_IS_NOT:
        *out = value_boolean (identical (left, right) == (op == OP_IS));
        return SCRIPT_NORMAL;
    }
    if (left.kind == VALUE_INTEGER && right.kind == VALUE_INTEGER)
    {
        *out = EMPTY_VALUE;
        SCRIPT_TRY (integers (runtime, op, left.as.integer, right.as.integer, out));
        if (out->kind != VALUE_EMPTY)
            return SCRIPT_NORMAL;
    }
    return arithmetic (runtime, op, "", left, right, out);
}

static ScriptStatus extend_list (ScriptRuntime *runtime, ScriptList *list, Value right)
{
    ScriptList *items;

    SCRIPT_TRY (py_items (runtime, right, &items));
    if (!runtime_reserve (runtime, items->length * sizeof (Value)))
        return SCRIPT_STOP;
    for (guint32 i = 0; i < items->length; i++)
        list_append (runtime, list, items->items[i]);
    return SCRIPT_NORMAL;
}

/* The mutable types change themselves. OUT stays VALUE_EMPTY for others. */
static ScriptStatus in_place_builtin (ScriptRuntime *runtime, Operator op, Value left, Value right, Value *out)
{
    ScriptList *list = py_as_list (left);
    ScriptMap *set = py_as_set (left);
    ScriptMap *dict = py_as_dict (left);
    Value result;
    gint64 n;

    if (list && op == OP_ADD)
        SCRIPT_TRY (extend_list (runtime, list, right));
    else if (list && op == OP_MULTIPLY && py_is_integer (right, &n))
    {
        SCRIPT_TRY (repeat_list (runtime, left, n, &result));
        list->items = value_list (result)->items;
        list->length = value_list (result)->length;
        list->capacity = value_list (result)->capacity;
    }
    else if (dict && op == OP_BIT_OR)
        SCRIPT_TRY (py_dict_update (runtime, dict, right));
    else if (set && set->object.prototype != &runtime->py->frozenset->object && py_as_set (right) &&
             (op == OP_BIT_OR || op == OP_BIT_AND || op == OP_BIT_XOR || op == OP_SUBTRACT))
    {
        ScriptMap *made;

        SCRIPT_TRY (py_set_operate (runtime, op, set, py_as_set (right), &result));
        made = value_map (result);
        set->entries = made->entries;
        set->hashes = made->hashes;
        set->index = made->index;
        set->index_size = made->index_size;
        set->capacity = made->capacity;
        set->n_entries = made->n_entries;
        set->n_deleted = made->n_deleted;
    }
    else
        return SCRIPT_NORMAL;
    *out = left;
    return SCRIPT_NORMAL;
}

ScriptStatus py_in_place (ScriptRuntime *runtime, Operator op, Value left, Value right, Value *out)
{
    *out = EMPTY_VALUE;
    if (left.kind != VALUE_OBJECT && right.kind != VALUE_OBJECT)
        return arithmetic (runtime, op, "=", left, right, out);
    SCRIPT_TRY (operate (runtime, "i", op, left, right, out));
    if (out->kind == VALUE_EMPTY && left.kind == VALUE_OBJECT)
        SCRIPT_TRY (in_place_builtin (runtime, op, left, right, out));
    return out->kind != VALUE_EMPTY ? SCRIPT_NORMAL : arithmetic (runtime, op, "=", left, right, out);
}

ScriptStatus py_unary_operator (ScriptRuntime *runtime, Operator op, Value operand, Value *out)
{
    const char *name = op == OP_NEGATE ? "__neg__" : op == OP_PLUS ? "__pos__" : "__invert__";
    Value value = py_unbox (operand);
    gint64 integer;

    *out = EMPTY_VALUE;
    if (host_missing_reason (operand))
        return host_refuse_plain (runtime, operand);
    if (py_has_operators (operand))
    {
        SCRIPT_TRY (py_try_operator (runtime, name, operand, UNDEFINED, out));
        if (out->kind != VALUE_EMPTY)
            return SCRIPT_NORMAL;
    }
    if (value.kind == VALUE_NUMBER && op != OP_BIT_NOT)
        *out = value_number (op == OP_NEGATE ? -value.as.number : value.as.number);
    else if (py_is_integer (value, &integer))
    {
        if (op == OP_NEGATE && integer == G_MININT64)
            return overflow (runtime);
        *out = value_integer (op == OP_NEGATE ? -integer : op == OP_PLUS ? integer : ~integer);
    }
    else
        return script_throw (runtime, "TypeError", "bad operand type for unary %s: '%s'",
                             op == OP_NEGATE ? "-"
                             : op == OP_PLUS ? "+"
                                             : "~",
                             py_type_name (runtime, operand));
    return SCRIPT_NORMAL;
}
