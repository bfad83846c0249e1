/* Expressions: see eval.h. */

#include "script/es.h"
#include "script/eval.h"
#include "script/module.h"
#include "script/promise.h"

#include <string.h>

Environment *environment_at (Frame *frame, guint32 depth)
{
    Environment *environment = frame->environment;

    while (depth--)
        environment = environment->parent;
    return environment;
}

ScriptStatus read_name (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    Value *slot;

    if (node->name.depth == AST_GLOBAL)
    {
        runtime->node = node;
        return frame->semantics->unknown_name (runtime, node, out);
    }
    slot = &environment_at (frame, node->name.depth)->slots[node->name.slot];
    *out = *slot;
    if (G_LIKELY (slot->kind != VALUE_EMPTY))
        return SCRIPT_NORMAL;
    runtime->node = node;
    if (slot->as.object)
        return import_read (runtime, (ImportBinding *)slot->as.object, out);
    if (node->name.otherwise)
        return read_name (frame, node->name.otherwise, out);
    return frame->semantics->unset_name (runtime, node);
}

ScriptStatus set_member (Frame *frame, Value object, const Name *name, Value value)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptStatus status;

    runtime->lenient = !(frame->code->flags & FUNCTION_STRICT);
    status = frame->semantics->set (runtime, object, name, value);
    runtime->lenient = FALSE;
    return status;
}

ScriptStatus set_place (Frame *frame, Value object, Value index, Value value)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptStatus status;

    runtime->lenient = !(frame->code->flags & FUNCTION_STRICT);
    status = frame->semantics->set_index (runtime, object, index, value);
    runtime->lenient = FALSE;
    return status;
}

ScriptStatus write_name (Frame *frame, const Node *node, Value value, gboolean declares)
{
    ScriptRuntime *runtime = frame->runtime;
    const Variable *variable = node->name.variable;
    Value *slot;

    if (node->name.depth == AST_GLOBAL)
    {
        runtime->node = node;
        if ((frame->code->flags & FUNCTION_STRICT) && !object_find (runtime->global, node->name.name))
            return frame->semantics->unknown_name (runtime, node, &value);
        return set_member (frame, value_of_object (runtime->global), node->name.name, value);
    }
    slot = &environment_at (frame, node->name.depth)->slots[node->name.slot];
    if (!declares && !(node->flags & AST_DECLARED) && variable)
    {
        runtime->node = node;
        if (slot->kind == VALUE_EMPTY && !slot->as.object && variable->kind >= VARIABLE_LET &&
            variable->kind != VARIABLE_ENUM)
            return frame->semantics->unset_name (runtime, node);
        if (variable->kind == VARIABLE_CONST || variable->kind == VARIABLE_IMPORT)
            return script_throw (runtime, "TypeError", "Assignment to constant variable.");
        if (variable->kind == VARIABLE_SELF)
        {
            if (frame->code->flags & FUNCTION_STRICT)
                return script_throw (runtime, "TypeError", "Assignment to constant variable.");
            return SCRIPT_NORMAL;
        }
    }
    *slot = value;
    return SCRIPT_NORMAL;
}

const Name *private_name (ScriptRuntime *runtime, const Name *name)
{
    char text[256];

    if (name->length + 1 >= sizeof text)
        return name;
    text[0] = NAME_PRIVATE_BYTE;
    memcpy (text + 1, name->text, name->length);
    return intern (runtime, text, name->length + 1);
}

const Name *member_name (ScriptRuntime *runtime, const Node *node)
{
    return node->flags & AST_PRIVATE ? private_name (runtime, node->member.name) : node->member.name;
}

ScriptStatus get_member (Frame *frame, const Node *node, Value object, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;

    runtime->node = node;
    if (node->flags & AST_PRIVATE)
    {
        const Name *name = private_name (runtime, node->member.name);

        if (object.kind != VALUE_OBJECT || !object_find (object.as.object, name))
            return script_throw (runtime, "TypeError",
                                 "Cannot read private member %s from an object whose class did not declare it",
                                 node->member.name->text);
        return es_get (runtime, object, name, out);
    }
    return frame->semantics->get (runtime, object, node->member.name, out);
}

/* OUT is the object of a link of a chain; TRUE when the chain ends here. */
static gboolean chain_ends (const Node *node, Value object)
{
    return object.kind == VALUE_EMPTY || ((node->flags & AST_OPTIONAL) && value_is_nullish (object));
}

static ScriptStatus evaluate_member (Frame *frame, const Node *node, Value *out)
{
    Value object;
    ScriptStatus status;

    if (node->member.object->kind == NODE_SUPER)
        return evaluate_super (frame, node->member.name, out);
    status = evaluate (frame, node->member.object, &object);
    if (status != SCRIPT_NORMAL)
        return status;
    if (chain_ends (node, object))
    {
        *out = EMPTY_VALUE;
        return SCRIPT_NORMAL;
    }
    return get_member (frame, node, object, out);
}

ScriptStatus evaluate_key (Frame *frame, const Node *key, const Name **name)
{
    Value value;
    ScriptStatus status = evaluate (frame, key, &value);

    if (status != SCRIPT_NORMAL)
        return status;
    frame->runtime->node = key;
    return es_to_name (frame->runtime, value, name);
}

static ScriptStatus evaluate_index (Frame *frame, const Node *node, Value *out)
{
    Value object;
    Value index;
    const Name *key;
    ScriptStatus status;

    if (node->index.object->kind == NODE_SUPER)
    {
        status = evaluate_key (frame, node->index.index, &key);
        return status == SCRIPT_NORMAL ? evaluate_super (frame, key, out) : status;
    }
    status = evaluate (frame, node->index.object, &object);
    if (status != SCRIPT_NORMAL)
        return status;
    if (chain_ends (node, object))
    {
        *out = EMPTY_VALUE;
        return SCRIPT_NORMAL;
    }
    status = evaluate (frame, node->index.index, &index);
    if (status != SCRIPT_NORMAL)
        return status;
    frame->runtime->node = node;
    return frame->semantics->get_index (frame->runtime, object, index, out);
}

ScriptStatus evaluate_callee (Frame *frame, const Node *node, Value *receiver, Value *out)
{
    Value index;
    const Name *key;
    ScriptStatus status;

    *receiver = UNDEFINED;
    if (node->kind == NODE_OPTIONAL_CHAIN && (node->flags & AST_PARENTHESISED))
    {
        status = evaluate_callee (frame, node->value, receiver, out);
        if (status == SCRIPT_NORMAL && out->kind == VALUE_EMPTY)
            *out = UNDEFINED;
        return status;
    }
    if (node->kind != NODE_MEMBER && node->kind != NODE_INDEX)
        return evaluate (frame, node, out);
    if (node->member.object->kind == NODE_SUPER)
    {
        *receiver = frame->self->this_value;
        if (node->kind == NODE_MEMBER)
            return evaluate_super (frame, node->member.name, out);
        status = evaluate_key (frame, node->index.index, &key);
        return status == SCRIPT_NORMAL ? evaluate_super (frame, key, out) : status;
    }
    status = evaluate (frame, node->member.object, receiver);
    if (status != SCRIPT_NORMAL)
        return status;
    if (chain_ends (node, *receiver))
    {
        *out = EMPTY_VALUE;
        return SCRIPT_NORMAL;
    }
    if (node->kind == NODE_MEMBER)
        return get_member (frame, node, *receiver, out);
    status = evaluate (frame, node->index.index, &index);
    if (status != SCRIPT_NORMAL)
        return status;
    frame->runtime->node = node;
    return frame->semantics->get_index (frame->runtime, *receiver, index, out);
}

static ScriptStatus evaluate_template (Frame *frame, const Node *node, Value *out)
{
    TextBuilder text;

    text_builder_init (&text, frame->runtime);
    for (guint32 i = 0; i < node->list.count; i++)
    {
        const Node *part = node->list.items[i];
        ScriptString *string;
        Value value;
        ScriptStatus status;

        if (part->kind == NODE_STRING && !(part->flags & AST_PARENTHESISED))
        {
            text_append (&text, part->text.data, part->text.length);
            continue;
        }
        status = evaluate (frame, part, &value);
        if (status != SCRIPT_NORMAL)
            return status;
        frame->runtime->node = part;
        status = frame->semantics->text (frame->runtime, value, &string);
        if (status != SCRIPT_NORMAL)
            return status;
        text_append_string (&text, string);
    }
    return text_finish (&text, out);
}

static ScriptStatus evaluate_private_in (Frame *frame, const Node *node, Value *out)
{
    Value object;
    ScriptStatus status = evaluate (frame, node->binary.right, &object);

    if (status != SCRIPT_NORMAL)
        return status;
    if (object.kind != VALUE_OBJECT)
        return script_throw (frame->runtime, "TypeError", "Cannot use 'in' operator to search for '%s' in %s",
                             node->binary.left->name.name->text, value_to_text (frame->runtime, object));
    *out = value_boolean (object_find (object.as.object, private_name (frame->runtime, node->binary.left->name.name)) !=
                          NULL);
    return SCRIPT_NORMAL;
}

static ScriptStatus evaluate_binary (Frame *frame, const Node *node, Value *out)
{
    Value left;
    Value right;
    ScriptStatus status;

    if (node->op == OP_IN && node->binary.left->kind == NODE_NAME && (node->binary.left->flags & AST_PRIVATE))
        return evaluate_private_in (frame, node, out);
    status = evaluate (frame, node->binary.left, &left);
    if (status != SCRIPT_NORMAL)
        return status;
    status = evaluate (frame, node->binary.right, &right);
    if (status != SCRIPT_NORMAL)
        return status;
    frame->runtime->node = node;
    return frame->semantics->binary (frame->runtime, node->op, left, right, out);
}

ScriptStatus needs_right (Frame *frame, Operator op, Value left, gboolean *needs)
{
    gboolean truth;

    *needs = value_is_nullish (left);
    if (op == OP_COALESCE)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (language_truth (frame->runtime, frame->semantics, left, &truth));
    *needs = truth == (op == OP_AND);
    return SCRIPT_NORMAL;
}

static ScriptStatus evaluate_logical (Frame *frame, const Node *node, Value *out)
{
    gboolean needs;

    SCRIPT_TRY (evaluate (frame, node->binary.left, out));
    frame->runtime->node = node->binary.left;
    SCRIPT_TRY (needs_right (frame, node->op, *out, &needs));
    return needs ? evaluate (frame, node->binary.right, out) : SCRIPT_NORMAL;
}

static ScriptStatus evaluate_compare (Frame *frame, const Node *node, Value *out)
{
    Value left;
    Value right;
    ScriptStatus status = evaluate (frame, node->compare.first, &left);

    for (guint32 i = 0; status == SCRIPT_NORMAL && i < node->compare.rest.count; i++)
    {
        status = evaluate (frame, node->compare.rest.items[i], &right);
        if (status != SCRIPT_NORMAL)
            return status;
        frame->runtime->node = node;
        status = frame->semantics->binary (frame->runtime, node->compare.operators[i], left, right, out);
        if (status == SCRIPT_NORMAL && i + 1 < node->compare.rest.count)
        {
            gboolean truth;

            status = language_truth (frame->runtime, frame->semantics, *out, &truth);
            if (status == SCRIPT_NORMAL && !truth)
                return status;
        }
        left = right;
    }
    return status;
}

static ScriptStatus evaluate_delete (Frame *frame, const Node *operand, Value *out)
{
    Value object;
    Value index;
    ScriptStatus status;

    *out = value_boolean (TRUE);
    if (operand->kind == NODE_OPTIONAL_CHAIN)
        return evaluate_delete (frame, operand->value, out);
    if (operand->kind == NODE_MEMBER || operand->kind == NODE_INDEX)
    {
        status = evaluate (frame, operand->member.object, &object);
        if (status != SCRIPT_NORMAL || chain_ends (operand, object))
            return status;
        if (operand->kind == NODE_MEMBER)
            index = value_of_name (frame->runtime, operand->member.name);
        else
        {
            status = evaluate (frame, operand->index.index, &index);
            if (status != SCRIPT_NORMAL)
                return status;
        }
        frame->runtime->node = operand;
        frame->runtime->lenient = !(frame->code->flags & FUNCTION_STRICT);
        status = frame->semantics->remove (frame->runtime, object, index, out);
        frame->runtime->lenient = FALSE;
        return status;
    }
    return evaluate (frame, operand, &object);
}

static ScriptStatus evaluate_unary (Frame *frame, const Node *node, Value *out)
{
    const Node *operand = node->unary.operand;
    Value value;
    ScriptStatus status;

    if (node->op == OP_DELETE)
        return evaluate_delete (frame, operand, out);
    if (node->op == OP_TYPEOF && operand->kind == NODE_NAME && operand->name.depth == AST_GLOBAL &&
        !object_find (frame->runtime->global, operand->name.name))
    {
        *out = value_string (frame->runtime, "undefined", -1);
        return SCRIPT_NORMAL;
    }
    status = evaluate (frame, operand, &value);
    if (status != SCRIPT_NORMAL)
        return status;
    if (node->op == OP_NOT)
    {
        gboolean truth;

        frame->runtime->node = node;
        SCRIPT_TRY (language_truth (frame->runtime, frame->semantics, value, &truth));
        *out = value_boolean (!truth);
        return SCRIPT_NORMAL;
    }
    if (node->op == OP_VOID)
    {
        *out = UNDEFINED;
        return SCRIPT_NORMAL;
    }
    frame->runtime->node = node;
    return frame->semantics->unary (frame->runtime, node->op, value, out);
}

static ScriptStatus evaluate_this (Frame *frame, const Node *node, Value *out)
{
    *out = frame->self->this_value;
    if (out->kind == VALUE_EMPTY)
    {
        frame->runtime->node = node;
        return script_throw (
            frame->runtime, "ReferenceError",
            "Must call super constructor in derived class before accessing 'this' or returning from derived "
            "constructor");
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus evaluate_bigint (Frame *frame, const Node *node, Value *out)
{
    guint64 number = 0;

    for (gsize i = 0; i < node->text.length; i++)
    {
        guint digit = (guint)(node->text.data[i] - '0');

        if (number > ((guint64)G_MAXINT64 - digit) / 10)
        {
            frame->runtime->node = node;
            return script_refuse (frame->runtime, "a BigInt beyond 64 bits");
        }
        number = number * 10 + digit;
    }
    *out = value_integer ((gint64)number);
    return SCRIPT_NORMAL;
}

static ScriptStatus evaluate_regexp (Frame *frame, const Node *node, Value *out)
{
    ScriptStatus status;

    frame->runtime->node = node;
    *out = regexp_new (frame->runtime, node->regexp.pattern.data, node->regexp.pattern.length, node->regexp.flags.data,
                       node->regexp.flags.length, &status);
    return status;
}

static ScriptStatus evaluate_sequence (Frame *frame, const Node *node, Value *out)
{
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint32 i = 0; status == SCRIPT_NORMAL && i < node->list.count; i++)
        status = evaluate (frame, node->list.items[i], out);
    return status;
}

/* Made once, however often the literal is evaluated. */
static ScriptString *literal_string (ScriptRuntime *runtime, const Node *node)
{
    if (!node->string.value)
        ((Node *)node)->string.value = string_borrow (runtime, node->text.data, node->text.length);
    return node->string.value;
}

ScriptStatus refuse_kind (Frame *frame, const Node *node)
{
    frame->runtime->node = node;
    if (node->kind == NODE_UNSUPPORTED)
        return script_refuse (frame->runtime, "%s is out of reach", node->unsupported.what);
    return script_refuse (frame->runtime, "%s can't be evaluated here", ast_kind_name (node->kind));
}

ScriptStatus es_evaluate (Frame *frame, const Node *node, Value *out)
{
    switch ((int)node->kind)
    {
    case NODE_TEMPLATE:
        return evaluate_template (frame, node, out);
    case NODE_LIST:
        return evaluate_list (frame, node, out);
    case NODE_MAP:
        return evaluate_map (frame, node, out);
    case NODE_CALL:
        return evaluate_call (frame, node, out);
    case NODE_AWAIT:
        return evaluate_await (frame, node, out);
    case NODE_YIELD:
        return evaluate_yield (frame, node, out);
    case NODE_FUNCTION:
        return evaluate_function (frame, node->function, out);
    case NODE_CLASS:
        return evaluate_class (frame, node->class_, out);
    }
    return refuse_kind (frame, node);
}

ScriptStatus evaluate (Frame *frame, const Node *node, Value *out)
{
    ScriptRuntime *runtime = frame->runtime;
    ScriptStatus status;

    if (G_UNLIKELY (!runtime_step (runtime)))
        return runtime_exhausted (runtime);
    if (G_UNLIKELY ((const char *)__builtin_frame_address (0) < runtime->stack_limit))
        return script_refuse (runtime, "the script nests too deep");
    switch ((NodeKind)node->kind)
    {
    case NODE_NULL:
        *out = NULL_VALUE;
        return SCRIPT_NORMAL;
    case NODE_BOOLEAN:
        *out = value_boolean (node->boolean);
        return SCRIPT_NORMAL;
    case NODE_NUMBER:
        *out = value_number (node->number);
        return SCRIPT_NORMAL;
    case NODE_INTEGER:
        *out = value_integer (node->integer);
        return SCRIPT_NORMAL;
    case NODE_BIGINT:
        return evaluate_bigint (frame, node, out);
    case NODE_STRING:
        *out = value_of_string (literal_string (runtime, node));
        return SCRIPT_NORMAL;
    case NODE_BYTES:
        *out = value_of_object (&bytes_new (runtime, node->text.data, node->text.length)->object);
        return SCRIPT_NORMAL;
    case NODE_REGEXP:
        return evaluate_regexp (frame, node, out);
    case NODE_TAGGED:
        return evaluate_tagged (frame, node, out);
    case NODE_TEMPLATE:
    case NODE_LIST:
    case NODE_TUPLE:
    case NODE_MAP:
    case NODE_CALL:
    case NODE_AWAIT:
    case NODE_YIELD:
    case NODE_FUNCTION:
    case NODE_CLASS:
    case NODE_ELLIPSIS:
    case NODE_SET:
    case NODE_SLICE:
    case NODE_COMPREHENSION:
        return frame->semantics->evaluate (frame, node, out);
    case NODE_NAME:
        return read_name (frame, node, out);
    case NODE_MEMBER:
        return evaluate_member (frame, node, out);
    case NODE_INDEX:
        return evaluate_index (frame, node, out);
    case NODE_NEW:
        return evaluate_new (frame, node, out);
    case NODE_OPTIONAL_CHAIN:
        status = evaluate (frame, node->value, out);
        if (status == SCRIPT_NORMAL && out->kind == VALUE_EMPTY)
            *out = UNDEFINED;
        return status;
    case NODE_THIS:
        return evaluate_this (frame, node, out);
    case NODE_META:
        if (node->op == OP_NEW_TARGET)
            *out = frame->self->new_target;
        else
            *out = module_meta (runtime, frame->module);
        return SCRIPT_NORMAL;
    case NODE_IMPORT_CALL:
        return module_import_call (frame, node, out);
    case NODE_UNARY:
        return evaluate_unary (frame, node, out);
    case NODE_UPDATE:
        return evaluate_update (frame, node, out);
    case NODE_BINARY:
        return evaluate_binary (frame, node, out);
    case NODE_LOGICAL:
        return evaluate_logical (frame, node, out);
    case NODE_COMPARE:
        return evaluate_compare (frame, node, out);
    case NODE_CONDITIONAL:
    {
        gboolean truth;

        SCRIPT_TRY (evaluate (frame, node->conditional.test, out));
        runtime->node = node->conditional.test;
        SCRIPT_TRY (language_truth (runtime, frame->semantics, *out, &truth));
        return evaluate (frame, truth ? node->conditional.then : node->conditional.otherwise, out);
    }
    case NODE_ASSIGN:
        return evaluate_assign (frame, node, out);
    case NODE_SEQUENCE:
        return evaluate_sequence (frame, node, out);
    case NODE_FORMAT:
    case NODE_PROPERTY:
    case NODE_SPREAD:
    case NODE_HOLE:
    case NODE_KEYWORD:
    case NODE_SUPER:
    case NODE_CLAUSE:
    case NODE_PATTERN_LIST:
    case NODE_PATTERN_MAP:
    case NODE_DEFAULT:
    case NODE_EXPRESSION:
    case NODE_EMPTY:
    case NODE_DECLARE:
    case NODE_DECLARATOR:
    case NODE_DEFINE:
    case NODE_ASSIGN_CHAIN:
    case NODE_ANNOTATED:
    case NODE_BLOCK:
    case NODE_IF:
    case NODE_WHILE:
    case NODE_DO_WHILE:
    case NODE_FOR:
    case NODE_FOR_IN:
    case NODE_FOR_OF:
    case NODE_SWITCH:
    case NODE_MATCH:
    case NODE_CASE:
    case NODE_MATCH_PATTERN:
    case NODE_TRY:
    case NODE_HANDLER:
    case NODE_THROW:
    case NODE_RETURN:
    case NODE_BREAK:
    case NODE_CONTINUE:
    case NODE_LABEL:
    case NODE_WITH:
    case NODE_WITH_ITEM:
    case NODE_DELETE:
    case NODE_ASSERT:
    case NODE_IMPORT:
    case NODE_EXPORT:
    case NODE_ENUM:
    case NODE_NAMESPACE:
    case NODE_UNSUPPORTED:
    case NODE_KINDS:
        break;
    }
    return refuse_kind (frame, node);
}
