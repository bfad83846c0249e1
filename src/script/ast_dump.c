#include "script/ast_dump.h"

static void dump (GString *out, const Node *node);

static void dump_maybe (GString *out, const Node *node)
{
    if (node == NULL)
        g_string_append (out, " -");
    else
    {
        g_string_append_c (out, ' ');
        dump (out, node);
    }
}

static void dump_list (GString *out, const NodeList *list)
{
    for (guint32 i = 0; i < list->count; i++)
        dump_maybe (out, list->items[i]);
}

static void dump_group (GString *out, const char *name, const NodeList *list)
{
    if (list->count == 0)
        return;
    g_string_append_printf (out, " (%s", name);
    dump_list (out, list);
    g_string_append_c (out, ')');
}

static void dump_text (GString *out, Text text)
{
    g_autofree char *copy = text.data == NULL ? NULL : g_strndup (text.data, text.length);
    g_autofree char *escaped = copy == NULL ? NULL : g_strescape (copy, NULL);
    if (escaped == NULL)
        g_string_append (out, " invalid");
    else
        g_string_append_printf (out, " \"%s\"", escaped);
}

static void dump_word (GString *out, const Name *name)
{
    g_string_append_printf (out, " %s", name == NULL ? "-" : name->text);
}

static void dump_name (GString *out, const Node *node)
{
    g_string_append_printf (out, "%s%s", (node->flags & AST_DECLARED) != 0 ? "!" : "", node->name.name->text);
    if (node->name.depth == AST_GLOBAL)
        g_string_append (out, ":global");
    else
        g_string_append_printf (out, ":%u.%u", node->name.depth, node->name.slot);
    if (node->name.otherwise != NULL)
    {
        g_string_append_c (out, '|');
        dump_name (out, node->name.otherwise);
    }
}

static void dump_scope (GString *out, const Scope *scope)
{
    if (scope == NULL || scope->count == 0)
        return;
    g_string_append (out, scope->own_environment ? " {" : " {in:");
    for (guint32 i = 0; i < scope->count; i++)
        g_string_append_printf (out, "%s%s%s", i == 0 ? "" : " ", scope->variables[i]->name->text,
                                scope->variables[i]->captured ? "*" : "");
    g_string_append_c (out, '}');
}

static void dump_function (GString *out, const Function *function)
{
    static const struct
    {
        guint32 flag;
        const char *word;
    } words[] = {
        { FUNCTION_ASYNC, "async" },
        { FUNCTION_GENERATOR, "generator" },
        { FUNCTION_ARROW, "arrow" },
        { FUNCTION_METHOD, "method" },
        { FUNCTION_FIELD, "field" },
        { FUNCTION_GETTER, "getter" },
        { FUNCTION_SETTER, "setter" },
        { FUNCTION_CONSTRUCTOR, "constructor" },
        { FUNCTION_DERIVED, "derived" },
        { FUNCTION_USES_THIS, "this" },
        { FUNCTION_USES_ARGUMENTS, "arguments" },
        { FUNCTION_AWAITS, "awaits" },
    };
    static const char *const kinds[] = { "positional", "", "rest", "keyword", "keywords" };
    dump_word (out, function->name);
    for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
        if ((function->flags & words[i].flag) != 0)
            g_string_append_printf (out, " %s", words[i].word);
    dump_scope (out, function->scope);
    g_string_append (out, " (");
    for (guint32 i = 0; i < function->parameter_count; i++)
    {
        const Parameter *parameter = &function->parameters[i];
        g_string_append_printf (out, "%s%s%s", i == 0 ? "" : ", ", parameter->property ? "property " : "",
                                kinds[parameter->kind]);
        if (parameter->kind != PARAMETER_ORDINARY)
            g_string_append_c (out, ' ');
        dump (out, parameter->target);
        if (parameter->default_value != NULL)
        {
            g_string_append (out, " =");
            dump_maybe (out, parameter->default_value);
        }
    }
    g_string_append_c (out, ')');
    dump_group (out, "decorators", &function->decorators);
    dump_maybe (out, function->body);
}

static void dump_class (GString *out, const Class *class_)
{
    static const char *const kinds[] = { "method", "getter", "setter", "field", "static-block" };
    dump_word (out, class_->name);
    dump_scope (out, class_->scope);
    if (class_->superclass != NULL)
    {
        g_string_append (out, " extends");
        dump_maybe (out, class_->superclass);
    }
    dump_group (out, "bases", &class_->bases);
    dump_group (out, "decorators", &class_->decorators);
    if (class_->constructor != NULL)
    {
        g_string_append (out, " (constructor");
        dump_function (out, class_->constructor);
        g_string_append_c (out, ')');
    }
    for (guint32 i = 0; i < class_->member_count; i++)
    {
        const ClassMember *member = &class_->members[i];
        g_string_append_printf (out, " (%s%s", member->is_static ? "static " : "", kinds[member->kind]);
        dump_word (out, member->name);
        if (member->key != NULL)
            dump_maybe (out, member->key);
        dump_maybe (out, member->value);
        g_string_append_c (out, ')');
    }
    if (class_->body != NULL)
        dump_maybe (out, class_->body);
}

static void dump_specifiers (GString *out, const ImportSpecifier *specifiers, guint32 count)
{
    for (guint32 i = 0; i < count; i++)
    {
        g_string_append_printf (out, " (%s", specifiers[i].imported == NULL ? "*" : specifiers[i].imported->text);
        if (specifiers[i].exported != NULL)
            g_string_append_printf (out, " as %s", specifiers[i].exported->text);
        if (specifiers[i].local != NULL)
            dump_maybe (out, specifiers[i].local);
        g_string_append (out, specifiers[i].used ? " used)" : ")");
    }
}

static void dump_import (GString *out, const Import *import)
{
    for (guint32 i = 0; i < import->level; i++)
        g_string_append (out, i == 0 ? " ." : ".");
    dump_text (out, import->module);
    g_string_append_printf (out, "%s%s%s%s", import->star ? " star" : "", import->require ? " require" : "",
                            import->plain ? " plain" : "", import->elided ? " elided" : "");
    dump_specifiers (out, import->specifiers, import->count);
}

static void dump_export (GString *out, const Export *export_)
{
    static const char *const kinds[] = { "declaration", "default", "names", "all", "assign" };
    g_string_append_printf (out, " %s", kinds[export_->kind]);
    if (export_->module.data != NULL)
        dump_text (out, export_->module);
    dump_specifiers (out, export_->specifiers, export_->count);
    if (export_->declaration != NULL)
        dump_maybe (out, export_->declaration);
}

static void dump_property (GString *out, const Node *node)
{
    static const char *const kinds[] = { "", " getter", " setter" };
    g_string_append (out, kinds[node->op]);
    if (node->property.key != NULL)
        dump_maybe (out, node->property.key);
    else
        dump_word (out, node->property.name);
    dump_maybe (out, node->property.value);
}

static void dump_match (GString *out, const Node *node)
{
    static const char *const kinds[] = { "value",   "capture", "wildcard", "sequence", "star",
                                         "mapping", "class",   "or",       "as" };
    g_string_append_printf (out, " %s", kinds[node->op]);
    if (node->match.value != NULL)
        dump_maybe (out, node->match.value);
    if (node->match.keys != NULL)
        dump_group (out, "keys", node->match.keys);
    dump_list (out, &node->match.patterns);
    if (node->match.target != NULL)
        dump_maybe (out, node->match.target);
}

static void dump_try (GString *out, const Try *try_)
{
    dump_maybe (out, try_->block);
    dump_list (out, &try_->handlers);
    if (try_->otherwise != NULL || try_->finalizer != NULL)
    {
        dump_maybe (out, try_->otherwise);
        dump_maybe (out, try_->finalizer);
    }
}

static void dump_statement (GString *out, const Node *node)
{
    static const char *const declarations[] = { " var", " let", " const", "" };
    switch (node->kind)
    {
    case NODE_DECLARE:
        g_string_append (out, declarations[node->op]);
        dump_list (out, &node->declare.declarators);
        break;
    case NODE_ASSIGN_CHAIN:
        dump_list (out, &node->chain.targets);
        dump_maybe (out, node->chain.value);
        break;
    case NODE_ANNOTATED:
        dump_maybe (out, node->annotated.target);
        dump_maybe (out, node->annotated.annotation);
        dump_maybe (out, node->annotated.value);
        break;
    case NODE_BLOCK:
        dump_scope (out, node->block.scope);
        dump_list (out, &node->block.statements);
        break;
    case NODE_WHILE:
    case NODE_DO_WHILE:
        dump_maybe (out, node->loop.test);
        dump_maybe (out, node->loop.body);
        if (node->loop.otherwise != NULL)
            dump_maybe (out, node->loop.otherwise);
        break;
    case NODE_FOR:
        dump_scope (out, node->for_->scope);
        dump_maybe (out, node->for_->init);
        dump_maybe (out, node->for_->test);
        dump_maybe (out, node->for_->update);
        dump_maybe (out, node->for_->body);
        break;
    case NODE_FOR_IN:
    case NODE_FOR_OF:
        g_string_append (out, declarations[node->op]);
        dump_scope (out, node->each->scope);
        dump_maybe (out, node->each->target);
        dump_maybe (out, node->each->iterable);
        dump_maybe (out, node->each->body);
        if (node->each->otherwise != NULL)
            dump_maybe (out, node->each->otherwise);
        break;
    case NODE_SWITCH:
    case NODE_MATCH:
        dump_scope (out, node->switch_.scope);
        dump_maybe (out, node->switch_.subject);
        dump_list (out, &node->switch_.cases);
        break;
    case NODE_CASE:
        dump_maybe (out, node->case_.test);
        if (node->case_.guard != NULL)
            dump_maybe (out, node->case_.guard);
        dump_list (out, &node->case_.body);
        break;
    case NODE_MATCH_PATTERN:
        dump_match (out, node);
        break;
    case NODE_TRY:
        dump_try (out, node->try_);
        break;
    case NODE_HANDLER:
        dump_scope (out, node->handler.scope);
        if (node->handler.type != NULL)
            dump_maybe (out, node->handler.type);
        dump_maybe (out, node->handler.target);
        dump_maybe (out, node->handler.body);
        break;
    case NODE_THROW:
        dump_maybe (out, node->throw_.value);
        if (node->throw_.cause != NULL)
            dump_maybe (out, node->throw_.cause);
        break;
    case NODE_BREAK:
    case NODE_CONTINUE:
        if (node->label != NULL)
            dump_word (out, node->label);
        break;
    case NODE_LABEL:
        dump_word (out, node->labelled.name);
        dump_maybe (out, node->labelled.body);
        break;
    case NODE_WITH:
        dump_list (out, &node->with.items);
        dump_maybe (out, node->with.body);
        break;
    case NODE_IMPORT:
        dump_import (out, node->import);
        break;
    case NODE_EXPORT:
        dump_export (out, node->export_);
        break;
    case NODE_ENUM:
        dump_maybe (out, node->enum_.target);
        dump_list (out, &node->enum_.members);
        break;
    case NODE_NAMESPACE:
        dump_maybe (out, node->namespace_.target);
        dump_group (out, "exports", &node->namespace_.exports);
        dump_maybe (out, node->namespace_.body);
        break;
    case NODE_UNSUPPORTED:
        g_string_append_printf (out, " %s", node->unsupported.what);
        break;
    default: /* no members */
        break;
    }
}

static void dump_literal (GString *out, const Node *node)
{
    switch (node->kind)
    {
    case NODE_BOOLEAN:
        g_string_append (out, node->boolean ? " true" : " false");
        break;
    case NODE_NUMBER:
        g_string_append_printf (out, " %.17g", node->number);
        break;
    case NODE_INTEGER:
        g_string_append_printf (out, " %" G_GINT64_FORMAT, node->integer);
        break;
    case NODE_BIGINT:
    case NODE_STRING:
    case NODE_BYTES:
        dump_text (out, node->text);
        break;
    case NODE_REGEXP:
        dump_text (out, node->regexp.pattern);
        dump_text (out, node->regexp.flags);
        break;
    case NODE_FORMAT:
        if (node->format.debug.data != NULL)
            dump_text (out, node->format.debug);
        dump_maybe (out, node->format.value);
        if (node->format.conversion != 0)
            g_string_append_printf (out, " %c", (char)node->format.conversion);
        if (node->format.spec != NULL)
            dump_maybe (out, node->format.spec);
        break;
    case NODE_TAGGED:
        dump_maybe (out, node->tagged.tag);
        for (guint32 i = 0; i <= node->tagged.values.count; i++)
            dump_text (out, node->tagged.cooked[i]);
        dump_list (out, &node->tagged.values);
        break;
    default:
        dump_statement (out, node);
        break;
    }
}

static void dump_compare (GString *out, const Node *node)
{
    dump_maybe (out, node->compare.first);
    for (guint32 i = 0; i < node->compare.rest.count; i++)
    {
        g_string_append_printf (out, " %s", ast_operator_text (node->compare.operators[i]));
        dump_maybe (out, node->compare.rest.items[i]);
    }
}

static void dump_comprehension (GString *out, const Node *node)
{
    static const char *const kinds[] = { "list", "set", "map", "generator" };
    g_string_append_printf (out, " %s", kinds[node->op]);
    dump_scope (out, node->comprehension.scope);
    if (node->comprehension.key != NULL)
        dump_maybe (out, node->comprehension.key);
    dump_maybe (out, node->comprehension.element);
    dump_list (out, &node->comprehension.clauses);
}

static void dump_expression (GString *out, const Node *node)
{
    switch (node->kind)
    {
    case NODE_TEMPLATE:
    case NODE_LIST:
    case NODE_TUPLE:
    case NODE_SET:
    case NODE_MAP:
    case NODE_SEQUENCE:
    case NODE_PATTERN_LIST:
    case NODE_PATTERN_MAP:
    case NODE_DELETE:
        dump_list (out, &node->list);
        break;
    case NODE_PROPERTY:
        dump_property (out, node);
        break;
    case NODE_SPREAD:
    case NODE_OPTIONAL_CHAIN:
    case NODE_AWAIT:
    case NODE_YIELD:
    case NODE_EXPRESSION:
    case NODE_RETURN:
        if (node->value != NULL)
            dump_maybe (out, node->value);
        break;
    case NODE_KEYWORD:
        dump_word (out, node->keyword.name);
        dump_maybe (out, node->keyword.value);
        break;
    case NODE_MEMBER:
        dump_maybe (out, node->member.object);
        dump_word (out, node->member.name);
        break;
    case NODE_INDEX:
        dump_maybe (out, node->index.object);
        dump_maybe (out, node->index.index);
        break;
    case NODE_SLICE:
        dump_maybe (out, node->slice.lower);
        dump_maybe (out, node->slice.upper);
        dump_maybe (out, node->slice.step);
        break;
    case NODE_CALL:
    case NODE_NEW:
    case NODE_IMPORT_CALL:
        if (node->call.callee != NULL)
            dump_maybe (out, node->call.callee);
        dump_list (out, &node->call.arguments);
        break;
    case NODE_META:
        g_string_append_printf (out, " %s", ast_operator_text (node->op));
        break;
    case NODE_UNARY:
    case NODE_UPDATE:
        g_string_append_printf (out, " %s", ast_operator_text (node->op));
        dump_maybe (out, node->unary.operand);
        break;
    case NODE_BINARY:
    case NODE_LOGICAL:
        g_string_append_printf (out, " %s", ast_operator_text (node->op));
        dump_maybe (out, node->binary.left);
        dump_maybe (out, node->binary.right);
        break;
    case NODE_COMPARE:
        dump_compare (out, node);
        break;
    case NODE_CONDITIONAL:
    case NODE_IF:
        dump_maybe (out, node->conditional.test);
        dump_maybe (out, node->conditional.then);
        if (node->conditional.otherwise != NULL)
            dump_maybe (out, node->conditional.otherwise);
        break;
    case NODE_ASSIGN:
    case NODE_DEFAULT:
    case NODE_DECLARATOR:
    case NODE_DEFINE:
    case NODE_WITH_ITEM:
    case NODE_ASSERT:
        if (node->op != OP_NONE)
            g_string_append_printf (out, " %s=", ast_operator_text (node->op));
        dump_maybe (out, node->assign.target);
        if (node->assign.value != NULL)
            dump_maybe (out, node->assign.value);
        break;
    case NODE_FUNCTION:
        dump_function (out, node->function);
        break;
    case NODE_CLASS:
        dump_class (out, node->class_);
        break;
    case NODE_COMPREHENSION:
        dump_comprehension (out, node);
        break;
    case NODE_CLAUSE:
        dump_maybe (out, node->clause.target);
        dump_maybe (out, node->clause.iterable);
        dump_group (out, "if", &node->clause.conditions);
        break;
    default:
        dump_literal (out, node);
        break;
    }
}

static void dump_flags (GString *out, const Node *node)
{
    static const struct
    {
        guint flag;
        const char *word;
    } words[] = {
        { AST_OPTIONAL, "?" },  { AST_DROPPED, "dropped" }, { AST_PREFIX, "prefix" },     { AST_DELEGATE, "all" },
        { AST_ASYNC, "async" }, { AST_HOISTED, "hoisted" }, { AST_COMPUTED, "computed" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
        if ((node->flags & words[i].flag) != 0)
            g_string_append_printf (out, " %s", words[i].word);
}

static void dump (GString *out, const Node *node)
{
    if (node->kind == NODE_NAME)
    {
        dump_name (out, node);
        return;
    }
    g_string_append_printf (out, "(%s", ast_kind_name (node->kind));
    dump_flags (out, node);
    dump_expression (out, node);
    g_string_append_c (out, ')');
}

char *ast_dump (const ScriptFile *file)
{
    GString *out = g_string_new (NULL);
    const NodeList *statements = &file->program->body->block.statements;
    for (guint32 i = 0; i < statements->count; i++)
    {
        dump (out, statements->items[i]);
        g_string_append_c (out, '\n');
    }
    return g_string_free (out, FALSE);
}
