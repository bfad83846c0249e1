#include "script/es.h"

void es_setup_string (ScriptRuntime *runtime)
{
    (void)runtime;
}

ScriptStatus es_expand_replacement (ScriptRuntime *runtime, TextBuilder *text, ScriptString *template,
                                    ScriptString *subject, guint32 start, guint32 end, const Value *captures,
                                    guint n_captures, Value groups)
{
    (void)text, (void)template, (void)subject, (void)start, (void)end, (void)captures, (void)n_captures, (void)groups;
    return script_refuse (runtime, "Replacements are not there yet");
}
