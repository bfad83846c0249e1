/* Classes, object and array literals: see eval.h. */

#include "script/es.h"
#include "script/eval.h"

#include <string.h>

ScriptStatus evaluate_super (Frame *frame, const Name *key, Value *out)
{
    ScriptFunction *function = frame->self->function;
    ScriptObject *home = function ? function->home : NULL;

    if (!home)
        return script_throw (frame->runtime, "SyntaxError", "'super' keyword unexpected here");
    if (frame->self->this_value.kind == VALUE_EMPTY)
        return script_throw (frame->runtime, "ReferenceError",
                             "Must call super constructor in derived class before accessing 'this' "
                             "or returning from derived constructor");
    *out = UNDEFINED;
    if (!home->prototype)
        return SCRIPT_NORMAL;
    return es_get_on (frame->runtime, home->prototype, key, frame->self->this_value, out);
}

ScriptStatus set_super (Frame *frame, const Name *key, Value value)
{
    ScriptRuntime *runtime = frame->runtime;
    const ScriptFunction *function = frame->self->function;
    Value self = frame->self->this_value;
    ScriptStatus status;
    Value ignored;

    if (!function || !function->home || self.kind == VALUE_EMPTY || !function->home->prototype)
    {
        status = evaluate_super (frame, key, &ignored);
        return status == SCRIPT_NORMAL ? set_member (frame, self, key, value) : status;
    }
    runtime->lenient = !(frame->code->flags & FUNCTION_STRICT);
    status = es_set_on (runtime, function->home->prototype, key, value, self);
    runtime->lenient = FALSE;
    return status;
}

static const Name *prefixed (ScriptRuntime *runtime, const char *prefix, const Name *name)
{
    g_autofree char *text = NULL;

    if (name_is_symbol (name))
        text = g_strdup_printf ("%s[%s]", prefix, name->text + 1);
    else if (!*prefix)
        return name;
    else
        text = g_strconcat (prefix, name_is_private (name) ? name->text + 1 : name->text, NULL);
    return intern (runtime, text, -1);
}

static const Name *class_key (ScriptRuntime *runtime, const Name *name)
{
    return name->text[0] == '#' ? private_name (runtime, name) : name;
}

/* A method, getter or setter put on HOME. */
static void define_method (Frame *frame, ScriptObject *home, const Name *key, int kind, const Function *code,
                           guint flags)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptFunction *function = closure_new (frame, code, home);

    function->name = prefixed (runtime, kind == PROPERTY_GETTER ? "get " : kind == PROPERTY_SETTER ? "set " : "", key);
    if (kind == PROPERTY_GETTER)
        object_define_accessor (runtime, home, key, &function->object, NULL, flags);
    else if (kind == PROPERTY_SETTER)
        object_define_accessor (runtime, home, key, NULL, &function->object, flags);
    else
        object_define (runtime, home, key, value_of_object (&function->object), flags);
}

/* A field's initialiser is called as a method of the object. */
static ScriptStatus set_field (ScriptRuntime *runtime, const ClassField *field, Value this_value)
{
    Value value = UNDEFINED;
    ScriptStatus status = SCRIPT_NORMAL;

    if (field->initialiser)
        status = function_call (runtime, value_of_object (&field->initialiser->object), this_value, &(Arguments){ 0 },
                                TRUE, &value);
    if (status == SCRIPT_NORMAL && field->key)
        status = es_define (runtime, this_value.as.object, field->key, value);
    return status;
}

ScriptStatus fields_initialise (ScriptRuntime *runtime, const ScriptFunction *class, Value this_value)
{
    if (!class->class || this_value.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    for (guint i = 0; i < class->class->n_fields; i++)
    {
        ScriptStatus status = set_field (runtime, &class->class->fields[i], this_value);

        if (status != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

static ScriptFunction *field_function (Frame *frame, const ClassMember *member, ScriptObject *home, const Name *key)
{
    ScriptFunction *function;

    if (!member->value)
        return NULL;
    function = closure_new (frame, member->value->function, home);
    /* A function or class that is the whole initialiser was named by the parser already. */
    (void)key;
    return function;
}

static ScriptStatus evaluate_members (Frame *frame, const Class *code, ScriptFunction *class, ScriptObject *prototype)
{
    ScriptRuntime *runtime = frame->runtime;
    ClassField *fields = script_alloc (runtime, (code->member_count + 1) * sizeof *fields);
    ClassField *statics = script_alloc (runtime, (code->member_count + 1) * sizeof *statics);
    guint n_statics = 0;

    for (guint32 i = 0; i < code->member_count; i++)
    {
        const ClassMember *member = &code->members[i];
        ScriptObject *home = member->is_static ? &class->object : prototype;
        const Name *key = member->name ? class_key (runtime, member->name) : NULL;
        ScriptStatus status;

        if (member->key)
        {
            status = evaluate_key (frame, member->key, &key);
            if (status != SCRIPT_NORMAL)
                return status;
        }
        switch (member->kind)
        {
        case MEMBER_METHOD:
            define_method (frame, home, key, PROPERTY_VALUE, member->value->function, PROPERTY_HIDDEN);
            break;
        case MEMBER_GETTER:
            define_method (frame, home, key, PROPERTY_GETTER, member->value->function, PROPERTY_CONFIGURABLE);
            break;
        case MEMBER_SETTER:
            define_method (frame, home, key, PROPERTY_SETTER, member->value->function, PROPERTY_CONFIGURABLE);
            break;
        case MEMBER_FIELD:
        case MEMBER_STATIC_BLOCK:
        {
            ClassField field = { key, field_function (frame, member, home, key), FALSE };

            if (member->is_static || member->kind == MEMBER_STATIC_BLOCK)
                statics[n_statics++] = field;
            else
                fields[class->class->n_fields++] = field;
            break;
        }
        }
    }
    class->class->fields = fields;
    for (guint i = 0; i < n_statics; i++)
    {
        ScriptStatus status = set_field (runtime, &statics[i], value_of_object (&class->object));

        if (status != SCRIPT_NORMAL)
            return status;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus find_parent (Frame *frame, const Class *code, ScriptObject **parent,
                                 ScriptObject **parent_prototype)
{
    ScriptRuntime *runtime = frame->runtime;
    Value value;
    Value prototype;
    ScriptStatus status = evaluate (frame, code->superclass, &value);

    if (status != SCRIPT_NORMAL)
        return status;
    runtime->node = code->superclass;
    if (value.kind == VALUE_NULL)
    {
        *parent = runtime->prototypes.function;
        *parent_prototype = NULL;
        return SCRIPT_NORMAL;
    }
    if (value_is_object (value, OBJECT_HOST))
    {
        /* Of a class that is out of reach: a subclass may be named, though not made. */
        *parent = value.as.object;
        *parent_prototype = runtime->prototypes.object;
        return SCRIPT_NORMAL;
    }
    if (!value_function (value) || !value_function (value)->constructs)
        return script_throw (runtime, "TypeError", "Class extends value %s is not a constructor or null",
                             value_inspect (runtime, value));
    *parent = value.as.object;
    status = es_get (runtime, value, runtime->known.prototype_, &prototype);
    if (status == SCRIPT_NORMAL && prototype.kind != VALUE_OBJECT && prototype.kind != VALUE_NULL)
        return script_throw (runtime, "TypeError", "Class extends value does not have valid prototype property %s",
                             es_describe (runtime, prototype));
    *parent_prototype = prototype.kind == VALUE_OBJECT ? prototype.as.object : NULL;
    return status;
}

static ScriptFunction *class_function (Frame *frame, const Class *code, ScriptObject *prototype)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptFunction *class;

    if (code->constructor)
        class = closure_new (frame, code->constructor, prototype);
    else
    {
        class = object_alloc (runtime, OBJECT_FUNCTION, runtime->prototypes.function, sizeof *class);
        class->runtime = runtime;
        class->home = prototype;
    }
    class->constructs = TRUE;
    class->class_only = TRUE;
    class->name = code->name ? code->name : runtime->known.empty;
    class->materialised = TRUE;
    class->class = script_alloc (runtime, sizeof *class->class);
    class->class->code = code;
    class->class->file = frame->code->file;
    class->class->derived = code->superclass != NULL;
    return class;
}

/* TypeScript's parameter properties are fields that the constructor's body sets first; see Parameter. They are set by evaluating
 * the assignment at its start, after super(). */
ScriptStatus evaluate_class (Frame *frame, const Class *code, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptObject *parent = runtime->prototypes.function;
    ScriptObject *parent_prototype = runtime->prototypes.object;
    Environment *outer = enter_scope (frame, code->scope);
    ScriptObject *prototype;
    ScriptFunction *class;
    ScriptStatus status = SCRIPT_NORMAL;

    if (code->superclass)
        status = find_parent (frame, code, &parent, &parent_prototype);
    if (status == SCRIPT_NORMAL)
    {
        prototype = object_new (runtime, parent_prototype);
        class = class_function (frame, code, prototype);
        class->object.prototype = parent;
        object_define (runtime, &class->object, runtime->known.length_,
                       value_number (code->constructor ? code->constructor->length : 0), PROPERTY_CONFIGURABLE);
        object_define (runtime, &class->object, runtime->known.name_, value_of_name (runtime, class->name),
                       PROPERTY_CONFIGURABLE);
        object_define (runtime, &class->object, runtime->known.prototype_, value_of_object (prototype), 0);
        object_define (runtime, prototype, runtime->known.constructor_, value_of_object (&class->object),
                       PROPERTY_HIDDEN);
        *out = value_of_object (&class->object);
        if (code->scope)
        {
            const Variable *own = code->scope->variables[0];

            frame->environment->slots[own->slot] = *out;
        }
        status = evaluate_members (frame, code, class, prototype);
    }
    leave_scope (frame, code->scope, outer);
    return status;
}

/* {...source}: own listed properties, in order; null and undefined give nothing. */
static ScriptStatus spread_into (Frame *frame, ScriptObject *object, Value source)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptObject *from;
    const Name **keys;
    guint n = 0;
    ScriptStatus status;

    if (value_is_nullish (source))
        return SCRIPT_NORMAL;
    status = host_check_plain (runtime, source);
    if (status == SCRIPT_NORMAL)
        status = es_to_object (runtime, source, &from);
    if (status != SCRIPT_NORMAL)
        return status;
    keys = object_keys (runtime, from, TRUE, TRUE, &n);
    for (guint i = 0; i < n; i++)
    {
        Value value;

        status = es_get (runtime, value_of_object (from), keys[i], &value);
        if (status != SCRIPT_NORMAL)
            return status;
        object_define (runtime, object, keys[i], value, PROPERTY_ORDINARY);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus evaluate_property (Frame *frame, const Node *node, ScriptObject *object)
{
    ScriptRuntime *runtime = frame->runtime;
    const Node *value_node = node->property.value;
    const Name *key = node->property.name;
    Value value;
    ScriptStatus status;

    if (node->flags & AST_COMPUTED)
    {
        status = evaluate_key (frame, node->property.key, &key);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    if (value_node->kind == NODE_FUNCTION &&
        (value_node->function->flags & (FUNCTION_METHOD | FUNCTION_GETTER | FUNCTION_SETTER)))
    {
        define_method (frame, object, key, node->op, value_node->function, PROPERTY_ORDINARY);
        return SCRIPT_NORMAL;
    }
    status = evaluate (frame, value_node, &value);
    if (status != SCRIPT_NORMAL)
        return status;
    if (key == runtime->known.__proto___ && !(node->flags & (AST_COMPUTED | AST_SHORTHAND)))
    {
        if (value.kind == VALUE_OBJECT || value.kind == VALUE_NULL)
            object->prototype = value.kind == VALUE_OBJECT ? value.as.object : NULL;
        return SCRIPT_NORMAL;
    }
    if ((node->flags & AST_COMPUTED) && value_function (value) &&
        value_function (value)->name == runtime->known.empty &&
        (value_node->kind == NODE_FUNCTION || value_node->kind == NODE_CLASS))
        value_function (value)->name = prefixed (runtime, "", key);
    object_define (runtime, object, key, value, PROPERTY_ORDINARY);
    return SCRIPT_NORMAL;
}

ScriptStatus evaluate_map (Frame *frame, const Node *node, Value *out)
{
    Value map = frame->semantics->map_new (frame->runtime);

    for (guint32 i = 0; i < node->list.count; i++)
    {
        const Node *item = node->list.items[i];
        Value value;
        ScriptStatus status;

        if (item->kind == NODE_SPREAD)
        {
            status = evaluate (frame, item->value, &value);
            if (status == SCRIPT_NORMAL)
                status = spread_into (frame, map.as.object, value);
        }
        else
            status = evaluate_property (frame, item, map.as.object);
        if (status != SCRIPT_NORMAL)
            return status;
    }
    *out = map;
    return SCRIPT_NORMAL;
}

ScriptStatus evaluate_list (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptList *list = list_new (runtime, NULL, 0);

    for (guint32 i = 0; i < node->list.count; i++)
    {
        const Node *item = node->list.items[i];
        Value value = EMPTY_VALUE;
        Walk walk;
        ScriptStatus status = SCRIPT_NORMAL;

        if (item->kind != NODE_SPREAD)
        {
            if (item->kind != NODE_HOLE)
                status = evaluate (frame, item, &value);
            if (status != SCRIPT_NORMAL)
                return status;
            list_append (runtime, list, value);
            continue;
        }
        status = evaluate (frame, item->value, &value);
        runtime->node = item->value;
        if (status == SCRIPT_NORMAL)
            status = frame->semantics->iterate (runtime, value, &walk);
        while (status == SCRIPT_NORMAL)
        {
            status = iterate_next (runtime, &walk, &value);
            if (walk.done)
                break;
            if (status == SCRIPT_NORMAL)
                list_append (runtime, list, value);
        }
        if (status != SCRIPT_NORMAL)
            return status;
    }
    if (node->kind == NODE_TUPLE)
        list->object.kind = OBJECT_TUPLE;
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}
