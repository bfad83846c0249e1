#include "script/es.h"

void es_setup_regexp (ScriptRuntime *runtime)
{
    (void)runtime;
}

Value regexp_new (ScriptRuntime *runtime, const char *pattern, gsize pattern_length, const char *flags,
                  gsize flags_length, ScriptStatus *status)
{
    (void)pattern, (void)pattern_length, (void)flags, (void)flags_length;
    *status = script_refuse (runtime, "Regular expressions are not there yet");
    return UNDEFINED;
}

gboolean value_is_regexp (Value value)
{
    return value_is_object (value, OBJECT_REGEXP);
}

void regexps_free (ScriptRuntime *runtime)
{
    (void)runtime;
}

const char *regexp_source (Value regexp, const char **flags)
{
    (void)regexp;
    *flags = "";
    return "";
}
