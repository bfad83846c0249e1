#include "script/ast_walk.h"

typedef struct
{
    AstVisit visit;
    gpointer data;
} Visitor;

static void one (const Visitor *v, Node *node)
{
    if (node)
        v->visit (node, v->data);
}

static void all (const Visitor *v, const NodeList *list)
{
    for (guint32 i = 0; list && i < list->count; i++)
        one (v, list->items[i]);
}

static void of_function (const Visitor *v, const Function *function)
{
    all (v, &function->decorators);
    for (guint32 i = 0; i < function->parameter_count; i++)
    {
        one (v, function->parameters[i].target);
        one (v, function->parameters[i].default_value);
    }
    one (v, function->body);
}

static void of_class (const Visitor *v, const Class *class)
{
    all (v, &class->decorators);
    one (v, class->superclass);
    all (v, &class->bases);
    if (class->constructor)
        of_function (v, class->constructor);
    for (guint32 i = 0; i < class->member_count; i++)
    {
        one (v, class->members[i].key);
        one (v, class->members[i].value);
    }
    one (v, class->body);
}

static void of_for (const Visitor *v, const ForLoop *loop)
{
    one (v, loop->init);
    one (v, loop->test);
    one (v, loop->update);
    one (v, loop->body);
}

static void of_each (const Visitor *v, const EachLoop *loop)
{
    one (v, loop->target);
    one (v, loop->iterable);
    one (v, loop->body);
    one (v, loop->otherwise);
}

static void of_try (const Visitor *v, const Try *try)
{
    one (v, try->block);
    all (v, &try->handlers);
    one (v, try->otherwise);
    one (v, try->finalizer);
}

static void of_match (const Visitor *v, const Node *node)
{
    one (v, node->match.value);
    one (v, node->match.target);
    all (v, node->match.keys);
    all (v, &node->match.patterns);
}

void ast_each_of_function (const Function *function, AstVisit visit, gpointer user_data)
{
    of_function (&(Visitor){ visit, user_data }, function);
}

void ast_each_child (const Node *node, AstVisit visit, gpointer user_data)
{
    const Visitor visitor = { visit, user_data };
    const Visitor *v = &visitor;

    switch ((NodeKind)node->kind)
    {
    case NODE_NULL:
    case NODE_BOOLEAN:
    case NODE_NUMBER:
    case NODE_INTEGER:
    case NODE_BIGINT:
    case NODE_STRING:
    case NODE_BYTES:
    case NODE_ELLIPSIS:
    case NODE_REGEXP:
    case NODE_HOLE:
    case NODE_NAME:
    case NODE_THIS:
    case NODE_SUPER:
    case NODE_META:
    case NODE_EMPTY:
    case NODE_BREAK:
    case NODE_CONTINUE:
    case NODE_IMPORT:
    case NODE_UNSUPPORTED:
    case NODE_KINDS:
        return;
    case NODE_TEMPLATE:
    case NODE_LIST:
    case NODE_TUPLE:
    case NODE_SET:
    case NODE_MAP:
    case NODE_SEQUENCE:
    case NODE_PATTERN_LIST:
    case NODE_PATTERN_MAP:
    case NODE_DELETE:
        all (v, &node->list);
        return;
    case NODE_SPREAD:
    case NODE_OPTIONAL_CHAIN:
    case NODE_AWAIT:
    case NODE_YIELD:
    case NODE_EXPRESSION:
    case NODE_RETURN:
        one (v, node->value);
        return;
    case NODE_FORMAT:
        one (v, node->format.value);
        one (v, node->format.spec);
        return;
    case NODE_TAGGED:
        one (v, node->tagged.tag);
        all (v, &node->tagged.values);
        return;
    case NODE_PROPERTY:
        one (v, node->property.key);
        one (v, node->property.value);
        return;
    case NODE_KEYWORD:
        one (v, node->keyword.value);
        return;
    case NODE_MEMBER:
        one (v, node->member.object);
        return;
    case NODE_INDEX:
        one (v, node->index.object);
        one (v, node->index.index);
        return;
    case NODE_SLICE:
        one (v, node->slice.lower);
        one (v, node->slice.upper);
        one (v, node->slice.step);
        return;
    case NODE_CALL:
    case NODE_NEW:
    case NODE_IMPORT_CALL:
        one (v, node->call.callee);
        all (v, &node->call.arguments);
        return;
    case NODE_UNARY:
    case NODE_UPDATE:
        one (v, node->unary.operand);
        return;
    case NODE_BINARY:
    case NODE_LOGICAL:
        one (v, node->binary.left);
        one (v, node->binary.right);
        return;
    case NODE_COMPARE:
        one (v, node->compare.first);
        all (v, &node->compare.rest);
        return;
    case NODE_CONDITIONAL:
    case NODE_IF:
        one (v, node->conditional.test);
        one (v, node->conditional.then);
        one (v, node->conditional.otherwise);
        return;
    case NODE_ASSIGN:
    case NODE_DEFAULT:
    case NODE_DECLARATOR:
    case NODE_DEFINE:
    case NODE_WITH_ITEM:
    case NODE_ASSERT:
        one (v, node->assign.target);
        one (v, node->assign.value);
        return;
    case NODE_FUNCTION:
        of_function (v, node->function);
        return;
    case NODE_CLASS:
        of_class (v, node->class_);
        return;
    case NODE_COMPREHENSION:
        all (v, &node->comprehension.clauses);
        one (v, node->comprehension.key);
        one (v, node->comprehension.element);
        return;
    case NODE_CLAUSE:
        one (v, node->clause.target);
        one (v, node->clause.iterable);
        all (v, &node->clause.conditions);
        return;
    case NODE_DECLARE:
        all (v, &node->declare.declarators);
        return;
    case NODE_ASSIGN_CHAIN:
        all (v, &node->chain.targets);
        one (v, node->chain.value);
        return;
    case NODE_ANNOTATED:
        one (v, node->annotated.target);
        one (v, node->annotated.value);
        return;
    case NODE_BLOCK:
        all (v, &node->block.statements);
        return;
    case NODE_WHILE:
    case NODE_DO_WHILE:
        one (v, node->loop.test);
        one (v, node->loop.body);
        one (v, node->loop.otherwise);
        return;
    case NODE_FOR:
        of_for (v, node->for_);
        return;
    case NODE_FOR_IN:
    case NODE_FOR_OF:
        of_each (v, node->each);
        return;
    case NODE_SWITCH:
    case NODE_MATCH:
        one (v, node->switch_.subject);
        all (v, &node->switch_.cases);
        return;
    case NODE_CASE:
        one (v, node->case_.test);
        one (v, node->case_.guard);
        all (v, &node->case_.body);
        return;
    case NODE_MATCH_PATTERN:
        of_match (v, node);
        return;
    case NODE_TRY:
        of_try (v, node->try_);
        return;
    case NODE_HANDLER:
        one (v, node->handler.type);
        one (v, node->handler.target);
        one (v, node->handler.body);
        return;
    case NODE_THROW:
        one (v, node->throw_.value);
        one (v, node->throw_.cause);
        return;
    case NODE_LABEL:
        one (v, node->labelled.body);
        return;
    case NODE_WITH:
        all (v, &node->with.items);
        one (v, node->with.body);
        return;
    case NODE_EXPORT:
        one (v, node->export_->declaration);
        return;
    case NODE_ENUM:
        one (v, node->enum_.target);
        all (v, &node->enum_.members);
        return;
    case NODE_NAMESPACE:
        one (v, node->namespace_.target);
        one (v, node->namespace_.body);
        return;
    }
}
