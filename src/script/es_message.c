/* Values and names as the messages of V8 show them. */

#include "script/es.h"

#include <string.h>

ScriptString *es_function_text (ScriptRuntime *runtime, const ScriptFunction *function)
{
    const Class *class = function->class ? function->class->code : NULL;
    const char *native;

    if (class)
        return string_borrow (runtime, function->class->file->text + class->start, class->end - class->start);
    if (function->code)
        return string_borrow (runtime, function->code->file->text + function->code->start,
                              function->code->end - function->code->start);
    native = value_to_text (
        runtime, value_string_printf (runtime, "function %s() { [native code] }",
                                      script_function_name (runtime, value_of_object ((ScriptObject *)function))));
    return string_borrow (runtime, native, strlen (native));
}

/* As V8's Object::NoSideEffectsToString. */
const char *es_describe (ScriptRuntime *runtime, Value value)
{
    const Property *plain = object_find_own (runtime->prototypes.object, runtime->known.toString_);
    const Property *tag;
    Value class;
    const char *name = "";

    if (value.kind != VALUE_OBJECT)
        return value_to_text (runtime, value);
    if (value_host (value))
        return value_host (value)->class->name;
    if (value_function (value))
        return value_to_text (runtime, value_of_string (es_function_text (runtime, value_function (value))));
    if (value_is_object (value, OBJECT_ERROR))
        return error_heading (runtime, value);
    class = script_peek (runtime, value, "constructor");
    if (value_function (class))
        name = script_function_name (runtime, class);
    if (*name && value_same (script_peek (runtime, value, "toString"), plain->value))
        return value_to_text (runtime, value_string_printf (runtime, "#<%s>", name));
    tag = object_find (value.as.object, runtime->known.to_string_tag);
    return value_to_text (runtime, value_string_printf (runtime, "[object %s]",
                                                        tag && tag->value.kind == VALUE_STRING
                                                            ? value_to_text (runtime, tag->value)
                                                            : es_kind_tag (value)));
}

const char *es_describe_argument (ScriptRuntime *runtime, Value value)
{
    const char *type = es_typeof (value);

    if (value.kind == VALUE_STRING || value.kind == VALUE_NUMBER || value.kind == VALUE_BOOLEAN ||
        value.kind == VALUE_NULL)
        return value_to_text (runtime, value_string_printf (runtime, value.kind == VALUE_STRING ? "%s \"%s\"" : "%s %s",
                                                            type, value_to_text (runtime, value)));
    return type;
}

const char *es_name_text (ScriptRuntime *runtime, const Name *name)
{
    if (!name_is_symbol (name))
        return name->text;
    return value_to_text (runtime, value_of_name (runtime, name));
}
