/* Built-in functions on numbers and characters: abs, round, divmod, pow, ord, chr, bin, oct, hex. See py.h. */

#include "script/py_internal.h"
#include "script/py_methods.h"

#include <math.h>

static ScriptStatus builtin_abs (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value plain;
    gint64 integer;
    gboolean found;

    SCRIPT_TRY (py_take_one (call, NULL, "abs"));
    plain = py_unbox (call->arguments[0]);
    if (plain.kind == VALUE_NUMBER)
        *out = value_number (fabs (plain.as.number));
    else if (py_is_integer (plain, &integer))
    {
        *out = value_integer (integer);
        return integer < 0 ? py_unary_operator (runtime, OP_NEGATE, value_integer (integer), out) : SCRIPT_NORMAL;
    }
    else
    {
        SCRIPT_TRY (py_call_named_special (runtime, plain, PY_NAME (runtime, __abs__), NULL, 0, out, &found));
        if (!found)
            return script_throw (runtime, "TypeError", "bad operand type for abs(): '%s'",
                                 py_type_name (runtime, plain));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_round (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value values[2];
    gint64 integer;
    gboolean found;

    SCRIPT_TRY (py_bind (call, "round(number, ndigits=)", values));
    if (py_unbox (values[0]).kind != VALUE_NUMBER && !py_is_integer (values[0], &integer))
    {
        SCRIPT_TRY (py_call_named_special (runtime, values[0], PY_NAME (runtime, __round__), &values[1],
                                           values[1].kind == VALUE_EMPTY ? 0 : 1, out, &found));
        return found ? SCRIPT_NORMAL
                     : script_throw (runtime, "TypeError", "type %s doesn't define __round__ method",
                                     py_type_name (runtime, values[0]));
    }
    return py_round (runtime, values[0], values[1].kind == VALUE_EMPTY ? NULL_VALUE : values[1], out);
}

static ScriptStatus builtin_divmod (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    Value parts[2];

    SCRIPT_TRY (py_check_arguments (call, "divmod", 2, 2));
    SCRIPT_TRY (py_try_operator (runtime, "__divmod__", call->arguments[0], call->arguments[1], out));
    if (out->kind != VALUE_EMPTY)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_binary (runtime, OP_FLOOR_DIVIDE, call->arguments[0], call->arguments[1], &parts[0]));
    SCRIPT_TRY (py_binary (runtime, OP_MODULO, call->arguments[0], call->arguments[1], &parts[1]));
    *out = py_tuple_new (runtime, parts, 2);
    return SCRIPT_NORMAL;
}

/* pow(BASE, EXPONENT, MODULUS), of integers. */
static ScriptStatus modular_power (ScriptRuntime *runtime, const Value *values, Value *out)
{
    gint64 base, exponent, modulus;
    __int128 result = 1, factor;

    if (!py_is_integer (values[0], &base) || !py_is_integer (values[1], &exponent) ||
        !py_is_integer (values[2], &modulus))
        return py_type_error (runtime, "pow() 3rd argument not allowed unless all arguments are integers");
    if (modulus == 0)
        return script_throw (runtime, "ValueError", "pow() 3rd argument cannot be 0");
    if (exponent < 0)
        return script_refuse (runtime, "`pow` with a negative exponent and a modulus is out of reach");
    factor = base % modulus;
    for (; exponent; exponent >>= 1)
    {
        if (exponent & 1)
            result = result * factor % modulus;
        factor = factor * factor % modulus;
    }
    result %= modulus;
    if (result != 0 && (result < 0) != (modulus < 0))
        result += modulus;
    *out = value_integer ((gint64)result);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_pow (ScriptCall *call, Value *out)
{
    Value values[3];

    SCRIPT_TRY (py_bind (call, "pow(base, exp, mod=)", values));
    if (values[2].kind != VALUE_EMPTY && values[2].kind != VALUE_NULL)
        return modular_power (call->runtime, values, out);
    return py_binary (call->runtime, OP_POWER, values[0], values[1], out);
}

static ScriptStatus builtin_ord (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptString *text;
    ScriptBytes *bytes;
    gint64 length;

    SCRIPT_TRY (py_take_one (call, NULL, "ord"));
    text = py_as_string (call->arguments[0]);
    bytes = value_bytes (call->arguments[0]);
    if (!text && !bytes)
        return script_throw (runtime, "TypeError", "ord() expected string of length 1, but %s found",
                             py_type_name (runtime, call->arguments[0]));
    length = text ? py_string_length (text) : (gint64)bytes->length;
    if (length != 1)
        return script_throw (runtime, "TypeError",
                             "ord() expected a character, but string of length %" G_GINT64_FORMAT " found", length);
    *out = value_integer (text ? (gint64)g_utf8_get_char (text->data) : bytes->data[0]);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_chr (ScriptCall *call, Value *out)
{
    gint64 code;
    char text[6];
    gint n;

    SCRIPT_TRY (py_take_one (call, NULL, "chr"));
    SCRIPT_TRY (py_index (call->runtime, call->arguments[0], &code));
    if (code < 0 || code > 0x10ffff)
        return script_throw (call->runtime, "ValueError", "chr() arg not in range(0x110000)");
    if (code >= 0xd800 && code < 0xe000)
        return script_refuse (call->runtime, "half of a surrogate pair is out of reach");
    n = g_unichar_to_utf8 ((gunichar)code, text);
    *out = value_of_string (string_new (call->runtime, text, (gsize)n));
    return SCRIPT_NORMAL;
}

static ScriptStatus in_base (ScriptCall *call, const char *name, const char *spec, Value *out)
{
    ScriptString *text;
    gint64 integer;

    SCRIPT_TRY (py_take_one (call, NULL, name));
    SCRIPT_TRY (py_index (call->runtime, call->arguments[0], &integer));
    SCRIPT_TRY (
        py_format_builtin (call->runtime, value_integer (integer), string_borrow (call->runtime, spec, 2), &text));
    *out = value_of_string (text);
    return SCRIPT_NORMAL;
}

static ScriptStatus builtin_bin (ScriptCall *call, Value *out)
{
    return in_base (call, "bin", "#b", out);
}

static ScriptStatus builtin_oct (ScriptCall *call, Value *out)
{
    return in_base (call, "oct", "#o", out);
}

static ScriptStatus builtin_hex (ScriptCall *call, Value *out)
{
    return in_base (call, "hex", "#x", out);
}

const NativeEntry py_number_functions[] = { { "abs", 0, builtin_abs },       { "round", 0, builtin_round },
                                            { "divmod", 0, builtin_divmod }, { "pow", 0, builtin_pow },
                                            { "ord", 0, builtin_ord },       { "chr", 0, builtin_chr },
                                            { "bin", 0, builtin_bin },       { "oct", 0, builtin_oct },
                                            { "hex", 0, builtin_hex },       { NULL, 0, NULL } };
