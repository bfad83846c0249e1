#include "script/es.h"

void es_setup_math (ScriptRuntime *runtime)
{
    (void)runtime;
}
