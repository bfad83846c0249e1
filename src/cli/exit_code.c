#include "cli/exit_code.h"

#include "util/error.h"

ExitCode exit_code_of (const GError *error)
{
    if (error->domain != MIGSHIM_ERROR)
        return EXIT_CODE_FAILED;
    switch ((MigshimErrorCode)error->code)
    {
    case MIGSHIM_ERROR_MIGRATION:
    case MIGSHIM_ERROR_DATABASE:
    case MIGSHIM_ERROR_SOURCE:
    case MIGSHIM_ERROR_UNSUPPORTED:
    case MIGSHIM_ERROR_CANCELLED:
        return EXIT_CODE_FAILED;
    case MIGSHIM_ERROR_USAGE:
    case MIGSHIM_ERROR_CONFIG:
        return EXIT_CODE_USAGE;
    case MIGSHIM_ERROR_DISAGREE:
        return EXIT_CODE_DISAGREE;
    case MIGSHIM_ERROR_LOCKED:
        return EXIT_CODE_LOCKED;
    }
    return EXIT_CODE_FAILED;
}
