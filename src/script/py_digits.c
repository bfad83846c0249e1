/* Whole numbers of any size, as texts of their decimal digits, for the module `decimal`. The arithmetic is GMP's. */

#include "script/py_internal.h"
#include "script/py_library.h"

#include <gmp.h>
#include <string.h>

/* As many digits as a number may have: GMP ends the process where memory ends, so nothing comes near to that. */
enum
{
    MOST_DIGITS = 100000,
    DIGITS_A_STEP = 64
};

typedef struct
{
    mpz_t left, right;
} Operands;

static void operands_clear (Operands *operands)
{
    mpz_clears (operands->left, operands->right, NULL);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Operands, operands_clear)

/* The two arguments, texts of digits; what is missing is 0. Takes the steps of the work. */
static ScriptStatus operands_read (ScriptCall *call, Operands *operands)
{
    gsize size = 0;

    mpz_inits (operands->left, operands->right, NULL);
    for (guint i = 0; i < 2; i++)
    {
        const ScriptString *text = py_as_string (call_argument (call, i));

        if (!text)
            continue;
        size += text->length;
        if (text->length > MOST_DIGITS)
            return script_refuse (call->runtime, "a decimal number of more than %d digits is out of reach",
                                  MOST_DIGITS);
        mpz_set_str (i == 0 ? operands->left : operands->right, value_to_text (call->runtime, call->arguments[i]), 10);
    }
    return runtime_steps (call->runtime, size / DIGITS_A_STEP) ? SCRIPT_NORMAL : runtime_exhausted (call->runtime);
}

static Value digits_value (ScriptRuntime *runtime, const mpz_t number)
{
    g_autofree char *text = g_malloc (mpz_sizeinbase (number, 10) + 2);

    mpz_get_str (text, 10, number);
    return value_string (runtime, text, -1);
}

/* A tuple of both. */
static Value digits_pair (ScriptRuntime *runtime, const mpz_t first, const mpz_t second)
{
    Value items[2] = { digits_value (runtime, first), digits_value (runtime, second) };

    return py_tuple_new (runtime, items, 2);
}

static ScriptStatus combine (ScriptCall *call, void (*function) (mpz_ptr, mpz_srcptr, mpz_srcptr), Value *out)
{
    g_auto (Operands) operands;

    SCRIPT_TRY (operands_read (call, &operands));
    function (operands.left, operands.left, operands.right);
    *out = digits_value (call->runtime, operands.left);
    return SCRIPT_NORMAL;
}

ScriptStatus py_digits_add (ScriptCall *call, Value *out)
{
    return combine (call, mpz_add, out);
}

ScriptStatus py_digits_subtract (ScriptCall *call, Value *out)
{
    return combine (call, mpz_sub, out);
}

ScriptStatus py_digits_multiply (ScriptCall *call, Value *out)
{
    return combine (call, mpz_mul, out);
}

ScriptStatus py_digits_divide (ScriptCall *call, Value *out)
{
    g_auto (Operands) operands;

    SCRIPT_TRY (operands_read (call, &operands));
    if (mpz_sgn (operands.right) == 0)
        return script_throw (call->runtime, "ZeroDivisionError", "division by zero");
    mpz_tdiv_qr (operands.left, operands.right, operands.left, operands.right);
    *out = digits_pair (call->runtime, operands.left, operands.right);
    return SCRIPT_NORMAL;
}

ScriptStatus py_digits_root (ScriptCall *call, Value *out)
{
    g_auto (Operands) operands;

    SCRIPT_TRY (operands_read (call, &operands));
    mpz_sqrtrem (operands.left, operands.right, operands.left);
    *out = digits_pair (call->runtime, operands.left, operands.right);
    return SCRIPT_NORMAL;
}

ScriptStatus py_digits_power (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    g_auto (Operands) operands;
    gint64 exponent;

    SCRIPT_TRY (operands_read (call, &operands));
    SCRIPT_TRY (py_index (runtime, call_argument (call, 1), &exponent));
    if (exponent < 0 ||
        (mpz_cmp_ui (operands.left, 1) > 0 && exponent > MOST_DIGITS / (gint64)mpz_sizeinbase (operands.left, 10)))
        return script_refuse (runtime, "a decimal number of more than %d digits is out of reach", MOST_DIGITS);
    if (!runtime_steps (runtime, mpz_sizeinbase (operands.left, 10) * (gsize)exponent / DIGITS_A_STEP))
        return runtime_exhausted (runtime);
    mpz_pow_ui (operands.left, operands.left,
                mpz_cmp_ui (operands.left, 1) > 0 ? (unsigned long)exponent : exponent > 0);
    *out = digits_value (runtime, operands.left);
    return SCRIPT_NORMAL;
}
