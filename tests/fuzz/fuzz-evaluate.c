/* The evaluator on any text of JavaScript or TypeScript. */

#include "evaluate.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    evaluate_bounded (LANGUAGE_ECMASCRIPT, size % 2 ? "fuzz.ts" : "fuzz.js", data, size);
    return 0;
}
