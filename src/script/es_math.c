/* Math. */

#include "script/es.h"

#include <math.h>

typedef double (*OfOne) (double x);

/* JavaScript rounds halves up, C away from zero; and -0.2 gives -0. */
static double round_half_up (double x)
{
    double whole = floor (x);

    if (isnan (x) || isinf (x) || x == whole)
        return x;
    return copysign (x - whole >= 0.5 ? whole + 1 : whole, x);
}

static double sign (double x)
{
    return isnan (x) || x == 0 ? x : copysign (1, x);
}

/* The C library's cbrt is off by one at 27. */
static double cube_root (double x)
{
    return (double)cbrtl ((long double)x);
}

static double to_single (double x)
{
    return (double)(float)x;
}

/* Which function of C a member is; the first is what Math calls it. */
static const struct
{
    const char *name;
    OfOne function;
} of_one[] = {
    { "abs", fabs },  { "acos", acos },   { "acosh", acosh },    { "asin", asin },   { "asinh", asinh },
    { "atan", atan }, { "atanh", atanh }, { "cbrt", cube_root }, { "ceil", ceil },   { "cos", cos },
    { "cosh", cosh }, { "exp", exp },     { "expm1", expm1 },    { "floor", floor }, { "fround", to_single },
    { "log", log },   { "log10", log10 }, { "log1p", log1p },    { "log2", log2 },   { "round", round_half_up },
    { "sign", sign }, { "sin", sin },     { "sinh", sinh },      { "sqrt", sqrt },   { "tan", tan },
    { "tanh", tanh }, { "trunc", trunc },
};

static ScriptStatus math_of_one (ScriptCall *call, Value *out)
{
    double x;

    SCRIPT_TRY (es_to_number (call->runtime, call_argument (call, 0), &x));
    *out = value_number (of_one[(gsize)call->captured.as.integer].function (x));
    return SCRIPT_NORMAL;
}

static ScriptStatus extreme (ScriptCall *call, double start, gboolean most, Value *out)
{
    double result = start;

    for (guint i = 0; i < call->n_arguments; i++)
    {
        double x;

        SCRIPT_TRY (es_to_number (call->runtime, call->arguments[i], &x));
        if (isnan (x) || isnan (result))
            result = NAN;
        else if (x == result)
            result = signbit (x) == most ? result : x;
        else if ((x > result) == most)
            result = x;
    }
    *out = value_number (result);
    return SCRIPT_NORMAL;
}

static ScriptStatus math_max (ScriptCall *call, Value *out)
{
    return extreme (call, -INFINITY, TRUE, out);
}

static ScriptStatus math_min (ScriptCall *call, Value *out)
{
    return extreme (call, INFINITY, FALSE, out);
}

/* A sum that carries what each addition lost (Kahan), as V8 has it. */
static void add_exactly (double *sum, double *error, double x)
{
    double summand = x - *error;
    double next = *sum + summand;

    *error = (next - *sum) - summand;
    *sum = next;
}

static ScriptStatus math_hypot (ScriptCall *call, Value *out)
{
    double sum = 0;
    double error = 0;
    double largest = 0;
    gboolean infinite = FALSE;

    for (int pass = 0; pass < 2; pass++)
        for (guint i = 0; i < call->n_arguments; i++)
        {
            double x;

            SCRIPT_TRY (es_to_number (call->runtime, call->arguments[i], &x));
            x = fabs (x);
            infinite = infinite || isinf (x);
            if (pass == 0)
                largest = isnan (x) || x > largest ? x : largest;
            else if (largest > 0)
                add_exactly (&sum, &error, x / largest * (x / largest));
            else
                sum += x;
        }
    *out = value_number (infinite ? INFINITY : largest > 0 ? sqrt (sum) * largest : sum);
    return SCRIPT_NORMAL;
}

static ScriptStatus two (ScriptCall *call, double *x, double *y)
{
    SCRIPT_TRY (es_to_number (call->runtime, call_argument (call, 0), x));
    return es_to_number (call->runtime, call_argument (call, 1), y);
}

static ScriptStatus math_pow (ScriptCall *call, Value *out)
{
    double x;
    double y;

    SCRIPT_TRY (two (call, &x, &y));
    *out = value_number (isnan (y) || (fabs (x) == 1 && isinf (y)) ? NAN : pow (x, y));
    return SCRIPT_NORMAL;
}

static ScriptStatus math_atan2 (ScriptCall *call, Value *out)
{
    double x;
    double y;

    SCRIPT_TRY (two (call, &y, &x));
    *out = value_number (atan2 (y, x));
    return SCRIPT_NORMAL;
}

static ScriptStatus math_imul (ScriptCall *call, Value *out)
{
    double x;
    double y;

    SCRIPT_TRY (two (call, &x, &y));
    *out = value_number ((gint32)((guint32)number_to_int32 (x) * (guint32)number_to_int32 (y)));
    return SCRIPT_NORMAL;
}

static ScriptStatus math_clz32 (ScriptCall *call, Value *out)
{
    gint32 x;

    SCRIPT_TRY (es_to_int32 (call->runtime, call_argument (call, 0), &x));
    *out = value_number (x == 0 ? 32 : __builtin_clz ((guint32)x));
    return SCRIPT_NORMAL;
}

static ScriptStatus math_random (ScriptCall *call, Value *out)
{
    guint64 bits;

    runtime_random (call->runtime, (guint8 *)&bits, sizeof bits);
    *out = value_number ((double)(bits >> 11) / 9007199254740992.0);
    return SCRIPT_NORMAL;
}

void es_setup_math (ScriptRuntime *runtime)
{
    static const NativeEntry members[] = { { "atan2", 2, math_atan2 }, { "clz32", 1, math_clz32 },
                                           { "hypot", 2, math_hypot }, { "imul", 2, math_imul },
                                           { "max", 2, math_max },     { "min", 2, math_min },
                                           { "pow", 2, math_pow },     { "random", 0, math_random },
                                           { NULL, 0, NULL } };
    static const struct
    {
        const char *name;
        double value;
    } constants[] = { { "E", M_E },         { "LN10", M_LN10 }, { "LN2", M_LN2 },     { "LOG10E", M_LOG10E },
                      { "LOG2E", M_LOG2E }, { "PI", M_PI },     { "SQRT2", M_SQRT2 }, { "SQRT1_2", M_SQRT1_2 } };
    ScriptObject *math = object_new (runtime, runtime->prototypes.object);

    natives_define (runtime, math, members);
    for (gsize i = 0; i < G_N_ELEMENTS (of_one); i++)
    {
        ScriptFunction *function = function_new_native (runtime, intern (runtime, of_one[i].name, -1), 1, math_of_one);

        function->captured = value_integer ((gint64)i);
        object_define (runtime, math, function->name, value_of_object (&function->object), PROPERTY_HIDDEN);
    }
    for (gsize i = 0; i < G_N_ELEMENTS (constants); i++)
        object_define (runtime, math, intern (runtime, constants[i].name, -1), value_number (constants[i].value), 0);
    object_define (runtime, math, runtime->known.to_string_tag, value_string (runtime, "Math", -1),
                   PROPERTY_CONFIGURABLE);
    object_define (runtime, runtime->global, intern (runtime, "Math", -1), value_of_object (math), PROPERTY_HIDDEN);
}
