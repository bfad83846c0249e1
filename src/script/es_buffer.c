#include "script/es.h"

void es_setup_buffer (ScriptRuntime *runtime)
{
    (void)runtime;
}
