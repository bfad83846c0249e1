/* The evaluator on any text of Python. */

#include "evaluate.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    evaluate_bounded (LANGUAGE_PYTHON, "fuzz.py", data, size);
    return 0;
}
