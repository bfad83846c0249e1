/* The module `math`. */

#include "script/py_internal.h"
#include "script/py_library.h"
#include "script/py_methods.h"

#include <math.h>
#include <string.h>

static ScriptStatus number_argument (ScriptCall *call, guint index, double *out)
{
    Value plain = py_unbox (call_argument (call, index));
    gint64 integer;
    Value made;
    gboolean found;

    if (py_is_integer (plain, &integer))
        *out = (double)integer;
    else if (plain.kind == VALUE_NUMBER)
        *out = plain.as.number;
    else
    {
        SCRIPT_TRY (py_call_special (call->runtime, plain, "__float__", NULL, 0, &made, &found));
        if (!found || made.kind != VALUE_NUMBER)
            return script_throw (call->runtime, "TypeError", "must be real number, not %s",
                                 py_type_name (call->runtime, plain));
        *out = made.as.number;
    }
    return SCRIPT_NORMAL;
}

/* FUNCTION of one number; outside of its domain it gives NaN where none went in. */
static ScriptStatus call_one (ScriptCall *call, double (*function) (double), Value *out)
{
    double x;
    double y;

    SCRIPT_TRY (py_check_arguments (
        call, call->captured.kind == VALUE_STRING ? value_to_text (call->runtime, call->captured) : "function", 1, 1));
    SCRIPT_TRY (number_argument (call, 0, &x));
    y = function (x);
    if (isnan (y) && !isnan (x))
        return script_throw (call->runtime, "ValueError", "math domain error");
    if (isinf (y) && isfinite (x))
        return script_throw (
            call->runtime, function == log || function == log2 || function == log10 ? "ValueError" : "OverflowError",
            function == log || function == log2 || function == log10 ? "math domain error" : "math range error");
    *out = value_number (y);
    return SCRIPT_NORMAL;
}

#define ONE(name)                                                                                                      \
    static ScriptStatus math_##name (ScriptCall *call, Value *out)                                                     \
    {                                                                                                                  \
        return call_one (call, name, out);                                                                             \
    }

ONE (sqrt)
ONE (exp)
ONE (log2)
ONE (log10)
ONE (sin)
ONE (cos)
ONE (tan)
ONE (asin)
ONE (acos)
ONE (atan)
ONE (fabs)

static ScriptStatus math_log (ScriptCall *call, Value *out)
{
    Value base;
    ScriptCall other = *call;

    if (call->n_arguments != 2)
        return call_one (call, log, out);
    other.n_arguments = 1;
    SCRIPT_TRY (call_one (&other, log, out));
    other.arguments++;
    SCRIPT_TRY (call_one (&other, log, &base));
    return py_binary (call->runtime, OP_DIVIDE, *out, base, out);
}

/* floor, ceil and trunc give integers. */
static ScriptStatus to_integer (ScriptCall *call, double (*function) (double), const char *special, Value *out)
{
    gint64 integer;
    gboolean found;
    double x;

    SCRIPT_TRY (py_check_arguments (call, special, 1, 1));
    if (py_is_integer (call->arguments[0], &integer))
    {
        *out = value_integer (integer);
        return SCRIPT_NORMAL;
    }
    if (py_unbox (call->arguments[0]).kind != VALUE_NUMBER)
    {
        SCRIPT_TRY (py_call_special (call->runtime, call->arguments[0], special, NULL, 0, out, &found));
        if (found)
            return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (number_argument (call, 0, &x));
    return py_to_integer (call->runtime, value_number (function (x)), EMPTY_VALUE, out);
}

static ScriptStatus math_floor (ScriptCall *call, Value *out)
{
    return to_integer (call, floor, "__floor__", out);
}

static ScriptStatus math_ceil (ScriptCall *call, Value *out)
{
    return to_integer (call, ceil, "__ceil__", out);
}

static ScriptStatus math_trunc (ScriptCall *call, Value *out)
{
    return to_integer (call, trunc, "__trunc__", out);
}

static ScriptStatus math_pow (ScriptCall *call, Value *out)
{
    double x;
    double y;

    SCRIPT_TRY (py_check_arguments (call, "pow", 2, 2));
    SCRIPT_TRY (number_argument (call, 0, &x));
    SCRIPT_TRY (number_argument (call, 1, &y));
    *out = value_number (pow (x, y));
    if (isnan (out->as.number) && !isnan (x) && !isnan (y))
        return script_throw (call->runtime, "ValueError", "math domain error");
    return SCRIPT_NORMAL;
}

static ScriptStatus math_fmod (ScriptCall *call, Value *out)
{
    double x;
    double y;

    SCRIPT_TRY (py_check_arguments (call, "fmod", 2, 2));
    SCRIPT_TRY (number_argument (call, 0, &x));
    SCRIPT_TRY (number_argument (call, 1, &y));
    *out = value_number (fmod (x, y));
    return isnan (out->as.number) ? script_throw (call->runtime, "ValueError", "math domain error") : SCRIPT_NORMAL;
}

static ScriptStatus math_isnan (ScriptCall *call, Value *out)
{
    double x;

    SCRIPT_TRY (number_argument (call, 0, &x));
    *out = value_boolean (isnan (x));
    return SCRIPT_NORMAL;
}

static ScriptStatus math_isinf (ScriptCall *call, Value *out)
{
    double x;

    SCRIPT_TRY (number_argument (call, 0, &x));
    *out = value_boolean (isinf (x));
    return SCRIPT_NORMAL;
}

static ScriptStatus math_isfinite (ScriptCall *call, Value *out)
{
    double x;

    SCRIPT_TRY (number_argument (call, 0, &x));
    *out = value_boolean (isfinite (x));
    return SCRIPT_NORMAL;
}

static ScriptStatus math_gcd (ScriptCall *call, Value *out)
{
    gint64 a = 0;

    for (guint i = 0; i < call->n_arguments; i++)
    {
        gint64 b;

        SCRIPT_TRY (py_index (call->runtime, call->arguments[i], &b));
        while (b)
        {
            gint64 rest = b == -1 ? 0 : a % b;

            a = b;
            b = rest;
        }
    }
    *out = value_integer (a < 0 ? -a : a);
    return SCRIPT_NORMAL;
}

ScriptStatus py_math_build (ScriptRuntime *runtime, Value *module)
{
    static const NativeEntry functions[] = {
        { "sqrt", 0, math_sqrt },   { "exp", 0, math_exp },           { "log", 0, math_log },
        { "log2", 0, math_log2 },   { "log10", 0, math_log10 },       { "sin", 0, math_sin },
        { "cos", 0, math_cos },     { "tan", 0, math_tan },           { "asin", 0, math_asin },
        { "acos", 0, math_acos },   { "atan", 0, math_atan },         { "fabs", 0, math_fabs },
        { "floor", 0, math_floor }, { "ceil", 0, math_ceil },         { "trunc", 0, math_trunc },
        { "pow", 0, math_pow },     { "fmod", 0, math_fmod },         { "isnan", 0, math_isnan },
        { "isinf", 0, math_isinf }, { "isfinite", 0, math_isfinite }, { "gcd", 0, math_gcd },
        { NULL, 0, NULL }
    };

    *module = py_module_new (runtime, "math", functions);
    script_set (runtime, *module, "pi", value_number (G_PI));
    script_set (runtime, *module, "e", value_number (G_E));
    script_set (runtime, *module, "tau", value_number (2 * G_PI));
    script_set (runtime, *module, "inf", value_number (INFINITY));
    script_set (runtime, *module, "nan", value_number (NAN));
    return SCRIPT_NORMAL;
}
