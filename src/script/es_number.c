#include "script/es.h"

void es_setup_number (ScriptRuntime *runtime)
{
    (void)runtime;
}
