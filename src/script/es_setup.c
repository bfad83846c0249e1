#include "script/es.h"
#include "script/eval.h"
#include "script/promise.h"

void es_setup (ScriptRuntime *runtime)
{
    es_setup_object (runtime);
    es_setup_function (runtime);
    es_setup_symbol (runtime);
    es_setup_error (runtime);
    iterators_setup (runtime);
    generators_setup (runtime);
    promises_setup (runtime);
    hosts_setup (runtime);
    es_setup_array (runtime);
    es_setup_string (runtime);
    es_setup_number (runtime);
    es_setup_math (runtime);
    es_setup_json (runtime);
    es_setup_collections (runtime);
    es_setup_regexp (runtime);
    es_setup_date (runtime);
    es_setup_console (runtime);
    es_setup_global (runtime);
    es_setup_buffer (runtime);
}
