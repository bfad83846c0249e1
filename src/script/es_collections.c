#include "script/es.h"

void es_setup_collections (ScriptRuntime *runtime)
{
    (void)runtime;
}
