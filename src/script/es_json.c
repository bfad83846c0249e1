#include "script/es.h"

void es_setup_json (ScriptRuntime *runtime)
{
    (void)runtime;
}

ScriptStatus es_json_stringify (ScriptRuntime *runtime, Value value, Value replacer, const char *indent, Value *out)
{
    (void)value, (void)replacer, (void)indent, (void)out;
    return script_refuse (runtime, "JSON is not there yet");
}

ScriptStatus es_json_parse (ScriptRuntime *runtime, const char *text, gsize length, Value *out)
{
    (void)text, (void)length, (void)out;
    return script_refuse (runtime, "JSON is not there yet");
}
