#include "adapters/knex/run.h"

gboolean knex_is_query (Value value)
{
    (void)value;
    return FALSE;
}

ScriptStatus knex_query_compile (KnexText *text, Value builder, KnexCompiled *compiled)
{
    (void)builder, (void)compiled;
    return script_refuse (text->run->runtime, "the query builder is not there yet");
}

ScriptStatus knex_callback_compile (KnexText *text, Value callback, const char *method, KnexCompiled *compiled)
{
    (void)callback, (void)method, (void)compiled;
    return script_refuse (text->run->runtime, "the query builder is not there yet");
}
