#include "script/es.h"

void es_setup_global (ScriptRuntime *runtime)
{
    (void)runtime;
}
