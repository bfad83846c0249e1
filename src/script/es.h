/* es.h: ECMAScript's conversions and builtins. For the es_ files and the modules of JavaScript. */

#ifndef MIGSHIM_SCRIPT_ES_H
#define MIGSHIM_SCRIPT_ES_H

#include "script/eval.h"
#include "script/number.h"
#include "script/runtime.h"
#include "script/semantics.h"

typedef enum
{
    HINT_DEFAULT,
    HINT_NUMBER,
    HINT_STRING
} PrimitiveHint;

ScriptStatus es_to_primitive (ScriptRuntime *runtime, Value value, PrimitiveHint hint, Value *out);
ScriptStatus es_to_number (ScriptRuntime *runtime, Value value, double *out);
ScriptStatus es_to_integer (ScriptRuntime *runtime, Value value, double *out); /* ToIntegerOrInfinity */
ScriptStatus es_to_int32 (ScriptRuntime *runtime, Value value, gint32 *out);
ScriptStatus es_to_string (ScriptRuntime *runtime, Value value, ScriptString **out);
ScriptStatus es_to_name (ScriptRuntime *runtime, Value value, const Name **out); /* ToPropertyKey */
ScriptStatus es_to_object (ScriptRuntime *runtime, Value value, ScriptObject **out);
ScriptString *es_primitive_text (ScriptRuntime *runtime, Value value); /* of a primitive that is no symbol */
gboolean es_strict_equal (Value a, Value b);
ScriptStatus es_loose_equal (ScriptRuntime *runtime, Value a, Value b, gboolean *out);
ScriptStatus es_instance_of (ScriptRuntime *runtime, Value value, Value class, gboolean *out);
const char *es_typeof (Value value);
/* An expression as the messages of V8 name it. */
void es_append_source (GString *text, const Node *node);

/* Members. RECEIVER is the `this` of getters and setters. */
ScriptStatus es_get (ScriptRuntime *runtime, Value object, const Name *name, Value *out);
ScriptStatus es_get_on (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Value receiver, Value *out);
ScriptStatus es_set (ScriptRuntime *runtime, Value object, const Name *name, Value value);
ScriptStatus es_set_on (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Value value, Value receiver);
ScriptStatus es_get_index (ScriptRuntime *runtime, Value object, Value index, Value *out);
ScriptStatus es_set_index (ScriptRuntime *runtime, Value object, Value index, Value value);
ScriptStatus es_delete (ScriptRuntime *runtime, Value object, Value index, Value *out);
ScriptStatus es_has (ScriptRuntime *runtime, ScriptObject *object, const Name *name, gboolean *out);
/* CreateDataProperty: an own ordinary property, also of a list. */
ScriptStatus es_define (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Value value);
/* An own property, also an item; FALSE when there is none. PROPERTY is filled; getters are not called. */
gboolean es_own_property (ScriptRuntime *runtime, ScriptObject *object, const Name *name, Property *property);
ScriptObject *es_prototype_of (ScriptRuntime *runtime, Value value);
ScriptStatus es_iterate (ScriptRuntime *runtime, Value value, Walk *walk);
/* The same for the argument of a builtin, whose message about it differs. */
ScriptStatus es_iterate_argument (ScriptRuntime *runtime, Value value, Walk *walk);
/* The items of an array-like, copied: the arguments of Function.prototype.apply. */
ScriptStatus es_list_from_array_like (ScriptRuntime *runtime, Value value, ScriptList **list);
ScriptStatus es_call_method (ScriptRuntime *runtime, Value object, const Name *name, const Value *arguments, guint n,
                             Value *out);
ScriptStatus es_text_of_object (ScriptRuntime *runtime, Value value, ScriptString **out);

/* Host objects, as scripts see them: host.c. */
ScriptStatus host_get (ScriptRuntime *runtime, HostObject *object, const Name *name, Value *out);
/* The member NAME as it is in a table, or the object's own; VALUE_EMPTY when there is none. */
ScriptStatus host_find (ScriptRuntime *runtime, HostObject *object, const Name *name, Value *out);
ScriptStatus host_get_by_hook (ScriptRuntime *runtime, HostObject *object, const Name *name, Value *out);
/* Refuses NAME, with what may have been meant. */
ScriptStatus host_unknown_member (ScriptRuntime *runtime, HostObject *object, const Name *name);
/* MEMBER of CLASS as a function that takes its object as the receiver. */
Value host_member_function (ScriptRuntime *runtime, const HostClass *class, const HostMember *member, const Name *name);
ScriptStatus host_set (ScriptRuntime *runtime, HostObject *object, const Name *name, Value value);
ScriptStatus host_call (ScriptRuntime *runtime, HostObject *object, const Arguments *arguments, gboolean used,
                        Value *out);
ScriptStatus host_call_member (ScriptRuntime *runtime, HostObject *object, const HostMember *member,
                               const Arguments *arguments, gboolean used, Value *out);
ScriptStatus host_run (ScriptRuntime *runtime, HostObject *object, gboolean used, Value *out);
/* Refuses `new` of OBJECT. */
ScriptStatus host_construct (ScriptRuntime *runtime, HostObject *object);
/* Refuses a host object (but an open one) where the properties of a plain object are asked for. */
ScriptStatus host_check_plain (ScriptRuntime *runtime, Value value);
gboolean host_is_thenable (Value value);
/* The value that stands for something that could not be imported: using it is refused with REASON. */
Value host_missing_new (ScriptRuntime *runtime, const char *reason);
/* The same for what is called NAME, unless the hooks have a stand-in for it. */
Value host_missing_named (ScriptRuntime *runtime, const char *name, const char *reason);
/* The REASON when VALUE is one; else NULL. */
const char *host_missing_reason (Value value);
/* Refuses VALUE, a host object, as a number, a text or data. */
ScriptStatus host_refuse_plain (ScriptRuntime *runtime, Value value);

void hosts_setup (ScriptRuntime *runtime);

static inline HostObject *value_host (Value value)
{
    return value_is_object (value, OBJECT_HOST) ? (HostObject *)value.as.object : NULL;
}

/* Words of V8's messages: es_message.c. Texts are in the arena. */

/* The X of "[object X]" for a value without a tag of its own. */
const char *es_kind_tag (Value value);
/* "#<Object>", "[object Array]", the source of a function, else the text of VALUE. */
const char *es_describe (ScriptRuntime *runtime, Value value);
/* The type, and the value of a primitive: `number 5`, `string "x"`, `object null`, `function`. */
const char *es_describe_argument (ScriptRuntime *runtime, Value value);
/* The source of a function, or "function name() { [native code] }". */
ScriptString *es_function_text (ScriptRuntime *runtime, const ScriptFunction *function);
/* The text of a name, or "Symbol(x)". */
const char *es_name_text (ScriptRuntime *runtime, const Name *name);

/* Each defines its part of the global object. */
void es_setup_object (ScriptRuntime *runtime);
void es_setup_function (ScriptRuntime *runtime);
void es_setup_array (ScriptRuntime *runtime);
void es_setup_string (ScriptRuntime *runtime);
void es_setup_number (ScriptRuntime *runtime);
void es_setup_math (ScriptRuntime *runtime);
void es_setup_json (ScriptRuntime *runtime);
void es_setup_collections (ScriptRuntime *runtime);
void es_setup_symbol (ScriptRuntime *runtime);
void es_setup_regexp (ScriptRuntime *runtime);
void es_setup_date (ScriptRuntime *runtime);
void es_setup_error (ScriptRuntime *runtime);
void es_setup_console (ScriptRuntime *runtime);
void es_setup_global (ScriptRuntime *runtime);
void es_setup_buffer (ScriptRuntime *runtime);
void es_setup (ScriptRuntime *runtime);

/* Shared by several builtins. */
ScriptStatus es_argument_string (ScriptCall *call, guint index, ScriptString **out);
ScriptStatus es_argument_integer (ScriptCall *call, guint index, double fallback, double *out);
/* A position relative to the end when negative, clamped to [0, LENGTH]; FALLBACK when undefined. */
ScriptStatus es_argument_position (ScriptCall *call, guint index, double length, double fallback, double *out);
ScriptStatus es_this_string (ScriptCall *call, ScriptString **out);
/* Whether Symbol.for made SYMBOL. */
gboolean es_symbol_is_registered (ScriptRuntime *runtime, const Name *symbol);
ScriptStatus es_call1 (ScriptRuntime *runtime, Value function, Value argument, Value *out);

/* JSON. INDENT may be empty; REPLACER undefined. */
ScriptStatus es_json_stringify (ScriptRuntime *runtime, Value value, Value replacer, const char *indent, Value *out);
ScriptStatus es_json_parse (ScriptRuntime *runtime, const char *text, gsize length, Value *out);

/* Regular expressions. */
Value regexp_new (ScriptRuntime *runtime, const char *pattern, gsize pattern_length, const char *flags,
                  gsize flags_length, ScriptStatus *status);
gboolean value_is_regexp (Value value);
ScriptStatus regexp_exec (ScriptRuntime *runtime, Value regexp, ScriptString *subject, Value *out);
ScriptStatus regexp_replace (ScriptRuntime *runtime, Value regexp, ScriptString *subject, Value replacement,
                             gboolean all, Value *out);
ScriptStatus regexp_match (ScriptRuntime *runtime, Value regexp, ScriptString *subject, Value *out);
ScriptStatus regexp_match_all (ScriptRuntime *runtime, Value regexp, ScriptString *subject, Value *out);
ScriptStatus regexp_split (ScriptRuntime *runtime, Value regexp, ScriptString *subject, guint32 limit, Value *out);
ScriptStatus regexp_search (ScriptRuntime *runtime, Value regexp, ScriptString *subject, Value *out);
/* `$1`, `$&` and so on of TEMPLATE. CAPTURES[0] is the match. */
ScriptStatus es_expand_replacement (ScriptRuntime *runtime, TextBuilder *text, ScriptString *template,
                                    ScriptString *subject, guint32 start, guint32 end, const Value *captures,
                                    guint n_captures, Value groups);
void regexps_free (ScriptRuntime *runtime);
const char *regexp_source (Value regexp, const char **flags);

/* Dates. */
const char *date_to_iso (double time, char *text); /* TEXT has 40 bytes */
double date_parse (const char *text, gsize length);

/* Inspection, as console.log does it: inspect.c. */
void inspect_append (ScriptRuntime *runtime, TextBuilder *text, Value value, gboolean top_level);

#endif
