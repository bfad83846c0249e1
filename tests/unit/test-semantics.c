/* test-semantics.c: a tree that no parser made, run with the meanings of a language that does not exist.
 *
 * The evaluator walks the tree; what truth, operators, members, indices and iteration are is the table's to say. In this language only
 * even numbers are true, `+` of texts puts a dash between them, a number can be walked over from 1 up to itself, indices begin
 * with 1, every value has every member (its name in upper case), and an unknown name is a text. */

#include "script/eval.h"

#include <math.h>
#include <string.h>

typedef struct
{
    ScriptRuntime *runtime;
    ScriptFile file;
    Scope scope;
    GString *said;
} Fixture;

/* The language. */

static ScriptStatus toy_truth (ScriptRuntime *runtime G_GNUC_UNUSED, Value value, gboolean *truth)
{
    *truth = value.kind == VALUE_NUMBER && fmod (value.as.number, 2) == 0;
    return SCRIPT_NORMAL;
}

static ScriptStatus toy_binary (ScriptRuntime *runtime, Operator op, Value left, Value right, Value *out)
{
    if (op == OP_ADD && left.kind == VALUE_NUMBER && right.kind == VALUE_NUMBER)
        *out = value_number (left.as.number + right.as.number);
    else if (op == OP_ADD)
        *out = value_string_printf (runtime, "%s-%s", value_to_text (runtime, left), value_to_text (runtime, right));
    else if (op == OP_LESS)
        *out = value_number (left.as.number < right.as.number ? 0 : 1);
    else if (op == OP_STRICT_EQUAL)
        *out = value_boolean (value_same (left, right));
    else
        return script_throw_value (runtime, value_string (runtime, "no such operator", -1));
    return SCRIPT_NORMAL;
}

static ScriptStatus toy_unary (ScriptRuntime *runtime, Operator op, Value operand, Value *out)
{
    *out = value_string_printf (runtime, "%s(%s)", op == OP_NEGATE ? "neg" : "other", value_to_text (runtime, operand));
    return SCRIPT_NORMAL;
}

static ScriptStatus toy_get (ScriptRuntime *runtime, Value object, const Name *name, Value *out)
{
    g_autofree char *upper = g_ascii_strup (name->text, -1);

    *out = value_string_printf (runtime, "%s of %s", upper, value_to_text (runtime, object));
    return SCRIPT_NORMAL;
}

static ScriptStatus toy_get_index (ScriptRuntime *runtime, Value object, Value index, Value *out)
{
    ScriptList *list = value_list (object);

    if (index.as.number < 1 || index.as.number > list->length)
        return script_throw_value (runtime, value_string (runtime, "no such item", -1));
    *out = list->items[(guint)index.as.number - 1];
    return SCRIPT_NORMAL;
}

static ScriptStatus toy_set_index (ScriptRuntime *runtime G_GNUC_UNUSED, Value object, Value index, Value value)
{
    value_list (object)->items[(guint)index.as.number - 1] = value;
    return SCRIPT_NORMAL;
}

static ScriptStatus toy_iterate (ScriptRuntime *runtime, Value value, Walk *walk)
{
    ScriptList *numbers = list_new (runtime, NULL, 0);

    for (int i = 1; i <= value.as.number; i++)
        list_append (runtime, numbers, value_number (i));
    *walk = (Walk){ .kind = WALK_LIST, .source = value_of_object (&numbers->object) };
    return SCRIPT_NORMAL;
}

static ScriptStatus toy_unknown_name (ScriptRuntime *runtime, const Node *node, Value *out)
{
    *out = value_string_printf (runtime, "<%s>", node->name.name->text);
    return SCRIPT_NORMAL;
}

static ScriptStatus toy_not_callable (ScriptRuntime *runtime, const Node *callee G_GNUC_UNUSED, Value value)
{
    return script_throw_value (runtime,
                               value_string_printf (runtime, "%s does nothing", value_to_text (runtime, value)));
}

/* The handler whose type is the text that was thrown. */
static ScriptStatus toy_handlers (Frame *frame, const Node *node)
{
    Value exception = frame->runtime->exception;

    for (guint32 i = 0; i < node->try_->handlers.count; i++)
    {
        const Node *handler = node->try_->handlers.items[i];
        Value type;

        SCRIPT_TRY (evaluate (frame, handler->handler.type, &type));
        if (!string_equal (exception.as.string, type.as.string))
            continue;
        frame->runtime->exception = UNDEFINED;
        SCRIPT_TRY (assign_to (frame, handler->handler.target, exception, TRUE));
        return execute (frame, handler->handler.body);
    }
    return SCRIPT_THROW;
}

static const Semantics toy = { .language = "a toy",
                               .truth = toy_truth,
                               .binary = toy_binary,
                               .unary = toy_unary,
                               .get = toy_get,
                               .get_index = toy_get_index,
                               .set_index = toy_set_index,
                               .iterate = toy_iterate,
                               .unknown_name = toy_unknown_name,
                               .not_callable = toy_not_callable,
                               .handlers = toy_handlers,
                               .evaluate = es_evaluate,
                               .execute = es_execute };

/* Trees. */

static Node *new_node (Fixture *fixture, NodeKind kind)
{
    Node *node = arena_new_object (fixture->file.arena, Node);

    node->kind = (guint8)kind;
    node->file = &fixture->file;
    return node;
}

static Node *number (Fixture *fixture, double value)
{
    Node *node = new_node (fixture, NODE_NUMBER);

    node->number = value;
    return node;
}

static Node *text (Fixture *fixture, const char *value)
{
    Node *node = new_node (fixture, NODE_STRING);

    node->text = (Text){ value, strlen (value) };
    return node;
}

static Node *name (Fixture *fixture, const char *value, guint32 depth, guint32 slot)
{
    Node *node = new_node (fixture, NODE_NAME);

    node->name.name = names_intern_text (fixture->file.names, value);
    node->name.depth = depth;
    node->name.slot = slot;
    return node;
}

static Node *binary (Fixture *fixture, Operator op, Node *left, Node *right)
{
    Node *node = new_node (fixture, NODE_BINARY);

    node->op = (guint8)op;
    node->binary.left = left;
    node->binary.right = right;
    return node;
}

static Node *assign (Fixture *fixture, Node *target, Node *value)
{
    Node *node = new_node (fixture, NODE_ASSIGN);

    node->assign.target = target;
    node->assign.value = value;
    return node;
}

static Node *statement (Fixture *fixture, Node *expression)
{
    Node *node = new_node (fixture, NODE_EXPRESSION);

    node->value = expression;
    return node;
}

static Node *index_of (Fixture *fixture, Node *object, Node *index)
{
    Node *node = new_node (fixture, NODE_INDEX);

    node->index.object = object;
    node->index.index = index;
    return node;
}

static Node *branch (Fixture *fixture, Node *test, Node *then, Node *otherwise)
{
    Node *node = new_node (fixture, NODE_IF);

    node->conditional.test = test;
    node->conditional.then = then;
    node->conditional.otherwise = otherwise;
    return node;
}

static NodeList list_of (Fixture *fixture, guint n, Node *const *nodes)
{
    return (NodeList){ arena_copy (fixture->file.arena, nodes, n * sizeof *nodes), n };
}

#define LIST(...) list_of (fixture, sizeof ((Node *[]){ __VA_ARGS__ }) / sizeof (Node *), (Node *[]){ __VA_ARGS__ })

static Node *call (Fixture *fixture, Node *callee, Node *argument)
{
    Node *node = new_node (fixture, NODE_CALL);

    node->call.callee = callee;
    node->call.arguments = LIST (argument);
    return node;
}

/* What `say` was given. */
static ScriptStatus say (ScriptCall *called, Value *out G_GNUC_UNUSED)
{
    Fixture *fixture = called->data;

    g_string_append_printf (fixture->said, "%s\n", value_to_text (called->runtime, call_argument (called, 0)));
    return SCRIPT_NORMAL;
}

/* Slots of the program: 0 is `say`, the others are the test's. */
static Node *said (Fixture *fixture, Node *expression)
{
    return statement (fixture, call (fixture, name (fixture, "say", 0, 0), expression));
}

static void set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->runtime = script_runtime_new (&(ScriptOptions){ 0 });
    fixture->file = (ScriptFile){ .path = "by hand",
                                  .text = "",
                                  .semantics = &toy,
                                  .arena = fixture->runtime->arena,
                                  .names = fixture->runtime->names };
    fixture->scope = (Scope){ .kind = SCOPE_MODULE, .own_environment = TRUE, .size = 8, .count = 8, .lexical = 8 };
    fixture->said = g_string_new (NULL);
}

static void tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    script_runtime_free (fixture->runtime);
    g_string_free (fixture->said, TRUE);
}

static void check (Fixture *fixture, NodeList statements, const char *expected)
{
    Environment *environment = environment_new (fixture->runtime, NULL, &fixture->scope);
    ThisBox self = { .this_value = UNDEFINED, .new_target = UNDEFINED };
    Function program = { .file = &fixture->file, .scope = &fixture->scope };
    Frame frame = { .runtime = fixture->runtime,
                    .semantics = semantics_of (&fixture->file),
                    .environment = environment,
                    .self = &self,
                    .code = &program };
    ScriptStatus status;

    environment->slots[0] = script_function_new (fixture->runtime, "say", 1, say, fixture);
    environment->kept = TRUE;
    status = execute_list (&frame, &statements);
    if (status == SCRIPT_THROW)
        g_string_append_printf (fixture->said, "throws %s\n",
                                value_to_text (fixture->runtime, fixture->runtime->exception));
    g_assert_cmpstr (fixture->said->str, ==, expected);
}

static void test_operators (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    Node *negative = new_node (fixture, NODE_UNARY);
    Node *member = new_node (fixture, NODE_MEMBER);

    negative->op = OP_NEGATE;
    negative->unary.operand = number (fixture, 5);
    member->member.object = text (fixture, "thing");
    member->member.name = names_intern_text (fixture->file.names, "colour");
    check (fixture,
           LIST (said (fixture, binary (fixture, OP_ADD, text (fixture, "a"), text (fixture, "b"))),
                 said (fixture, binary (fixture, OP_ADD, number (fixture, 1), number (fixture, 2))),
                 said (fixture, negative), said (fixture, member),
                 said (fixture, name (fixture, "nowhere", AST_GLOBAL, 0))),
           "a-b\n3\nneg(5)\nCOLOUR of thing\n<nowhere>\n");
}

/* for x of 5: if x: total = total + x */
static void test_loop_and_truth (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    Node *loop = new_node (fixture, NODE_FOR_OF);
    Node *total = name (fixture, "total", 0, 1);

    loop->op = DECLARE_NONE;
    loop->each = arena_new_object (fixture->file.arena, EachLoop);
    loop->each->target = name (fixture, "x", 0, 2);
    loop->each->iterable = number (fixture, 5);
    loop->each->body = branch (
        fixture, name (fixture, "x", 0, 2),
        statement (fixture, assign (fixture, total, binary (fixture, OP_ADD, total, name (fixture, "x", 0, 2)))),
        said (fixture, name (fixture, "x", 0, 2)));
    check (fixture,
           LIST (statement (fixture, assign (fixture, total, number (fixture, 0))), loop, said (fixture, total)),
           "1\n3\n5\n6\n");
}

/* while n < 3, where what is less is 0 and so true. */
static void test_while (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    Node *loop = new_node (fixture, NODE_WHILE);
    Node *n = name (fixture, "n", 0, 1);

    loop->loop.test = binary (fixture, OP_LESS, n, number (fixture, 3));
    loop->loop.body = statement (fixture, assign (fixture, n, binary (fixture, OP_ADD, n, number (fixture, 1))));
    check (fixture, LIST (statement (fixture, assign (fixture, n, number (fixture, 0))), loop, said (fixture, n)),
           "3\n");
}

static void test_indices (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    Node *list = new_node (fixture, NODE_LIST);
    Node *variable = name (fixture, "list", 0, 1);

    list->list = LIST (text (fixture, "first"), text (fixture, "second"));
    check (fixture,
           LIST (statement (fixture, assign (fixture, variable, list)),
                 said (fixture, index_of (fixture, variable, number (fixture, 1))),
                 statement (fixture, assign (fixture, index_of (fixture, variable, number (fixture, 2)),
                                             text (fixture, "changed"))),
                 said (fixture, index_of (fixture, variable, number (fixture, 2))),
                 said (fixture, index_of (fixture, variable, number (fixture, 0)))),
           "first\nchanged\nthrows no such item\n");
}

/* A function of the tree has the same meanings inside, and keeps the variables around it. */
static void test_functions (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    Function *code = arena_new_object (fixture->file.arena, Function);
    Node *function = new_node (fixture, NODE_FUNCTION);
    Node *body = new_node (fixture, NODE_BLOCK);
    Node *back = new_node (fixture, NODE_RETURN);

    back->value = binary (fixture, OP_ADD, name (fixture, "x", 0, 0), name (fixture, "suffix", 1, 1));
    body->block.statements = LIST (back);
    code->flags = FUNCTION_SIMPLE;
    code->file = &fixture->file;
    code->parameter_count = 1;
    code->parameters = arena_new_object (fixture->file.arena, Parameter);
    code->parameters[0].target = name (fixture, "x", 0, 0);
    code->body = body;
    code->scope = arena_new_object (fixture->file.arena, Scope);
    *code->scope = (Scope){ .kind = SCOPE_FUNCTION, .own_environment = TRUE, .size = 1, .count = 1, .lexical = 1 };
    function->function = code;
    check (fixture,
           LIST (statement (fixture, assign (fixture, name (fixture, "f", 0, 2), function)),
                 statement (fixture, assign (fixture, name (fixture, "suffix", 0, 1), text (fixture, "later"))),
                 said (fixture, call (fixture, name (fixture, "f", 0, 2), text (fixture, "now"))),
                 said (fixture, call (fixture, number (fixture, 5), number (fixture, 1)))),
           "now-later\nthrows 5 does nothing\n");
}

/* Of two handlers the one runs whose type, as the language has it, takes the exception. */
static void test_handlers (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    Node *attempt = new_node (fixture, NODE_TRY);
    Node *thrown = new_node (fixture, NODE_THROW);
    Node *handlers[2];

    thrown->throw_.value = text (fixture, "second");
    for (guint i = 0; i < 2; i++)
    {
        handlers[i] = new_node (fixture, NODE_HANDLER);
        handlers[i]->handler.type = text (fixture, i == 0 ? "first" : "second");
        handlers[i]->handler.target = name (fixture, "e", 0, 1);
        handlers[i]->handler.body =
            said (fixture, binary (fixture, OP_ADD, text (fixture, i == 0 ? "one" : "two"), name (fixture, "e", 0, 1)));
    }
    attempt->try_ = arena_new_object (fixture->file.arena, Try);
    attempt->try_->block = thrown;
    attempt->try_->handlers = list_of (fixture, 2, handlers);
    attempt->try_->finalizer = said (fixture, text (fixture, "at last"));
    check (fixture, LIST (attempt, said (fixture, text (fixture, "after"))), "two-second\nat last\nafter\n");
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
    ADD ("/semantics/operators", test_operators);
    ADD ("/semantics/loop-and-truth", test_loop_and_truth);
    ADD ("/semantics/while", test_while);
    ADD ("/semantics/indices", test_indices);
    ADD ("/semantics/functions", test_functions);
    ADD ("/semantics/handlers", test_handlers);
#undef ADD
    return g_test_run ();
}
