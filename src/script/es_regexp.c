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

ScriptStatus regexp_replace (ScriptRuntime *runtime, Value regexp, ScriptString *subject, Value replacement,
                             gboolean all, Value *out)
{
    (void)regexp, (void)subject, (void)replacement, (void)all, (void)out;
    return script_refuse (runtime, "Regular expressions are not there yet");
}

ScriptStatus regexp_match (ScriptRuntime *runtime, Value regexp, ScriptString *subject, Value *out)
{
    (void)regexp, (void)subject, (void)out;
    return script_refuse (runtime, "Regular expressions are not there yet");
}

ScriptStatus regexp_match_all (ScriptRuntime *runtime, Value regexp, ScriptString *subject, Value *out)
{
    (void)regexp, (void)subject, (void)out;
    return script_refuse (runtime, "Regular expressions are not there yet");
}

ScriptStatus regexp_search (ScriptRuntime *runtime, Value regexp, ScriptString *subject, Value *out)
{
    (void)regexp, (void)subject, (void)out;
    return script_refuse (runtime, "Regular expressions are not there yet");
}

ScriptStatus regexp_split (ScriptRuntime *runtime, Value regexp, ScriptString *subject, guint32 limit, Value *out)
{
    (void)regexp, (void)subject, (void)limit, (void)out;
    return script_refuse (runtime, "Regular expressions are not there yet");
}

const char *regexp_source (Value regexp, const char **flags)
{
    (void)regexp;
    *flags = "";
    return "";
}
