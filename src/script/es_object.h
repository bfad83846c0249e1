/* es_object.h: what the files of Object share. */

#ifndef MIGSHIM_SCRIPT_ES_OBJECT_H
#define MIGSHIM_SCRIPT_ES_OBJECT_H

#include "script/es.h"

/* Defines each own property of DESCRIPTORS on OBJECT, as Object.defineProperties does. */
ScriptStatus object_define_all (ScriptRuntime *runtime, ScriptObject *object, Value descriptors);

/* A member that may be missing: HAS says whether it is there, on OBJECT or a prototype. */
ScriptStatus object_optional_member (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Value *value,
                                     gboolean *has);

/* The statics that read and write descriptors, and the old methods for accessors (__defineGetter__); each ends with a NULL name. */
extern const NativeEntry object_descriptor_statics[];
extern const NativeEntry object_accessor_members[];

#endif
