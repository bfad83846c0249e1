#include "script/es.h"

void es_setup_array (ScriptRuntime *runtime)
{
    (void)runtime;
}
