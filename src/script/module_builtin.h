/* module_builtin.h: Node's modules, as far as migrations use them and a sandbox has them. */

#ifndef MIGSHIM_SCRIPT_MODULE_BUILTIN_H
#define MIGSHIM_SCRIPT_MODULE_BUILTIN_H

#include "script/es.h"

/* Each makes the exports of a module. */
Value module_path (ScriptRuntime *runtime);
Value module_fs (ScriptRuntime *runtime);
Value module_fs_promises (ScriptRuntime *runtime);
Value module_crypto (ScriptRuntime *runtime);
/* The global object crypto. */
Value module_web_crypto (ScriptRuntime *runtime);
Value module_uuid (ScriptRuntime *runtime);
Value module_util (ScriptRuntime *runtime);
Value module_os (ScriptRuntime *runtime);
/* The packages dotenv and dotenv/config (which has run when it is imported): they read files below the root into process.env. */
Value module_dotenv (ScriptRuntime *runtime);
Value module_dotenv_config (ScriptRuntime *runtime);
Value module_url (ScriptRuntime *runtime);
Value module_timers (ScriptRuntime *runtime);
Value module_timers_promises (ScriptRuntime *runtime);
Value module_buffer (ScriptRuntime *runtime);

/* The URL of the file at PATH (absolute). Free with g_free. */
char *module_file_url (const char *path);

/* The class URL, of the global object. */
void es_setup_url (ScriptRuntime *runtime);

#endif
