#include "script/ast.h"

#include "util/error.h"

static const char *const kind_names[NODE_KINDS] = {
    [NODE_NULL] = "null",
    [NODE_BOOLEAN] = "boolean",
    [NODE_NUMBER] = "number",
    [NODE_INTEGER] = "integer",
    [NODE_BIGINT] = "bigint",
    [NODE_STRING] = "string",
    [NODE_BYTES] = "bytes",
    [NODE_ELLIPSIS] = "ellipsis",
    [NODE_REGEXP] = "regexp",
    [NODE_TEMPLATE] = "template",
    [NODE_FORMAT] = "format",
    [NODE_TAGGED] = "tagged",
    [NODE_LIST] = "list",
    [NODE_TUPLE] = "tuple",
    [NODE_SET] = "set",
    [NODE_MAP] = "map",
    [NODE_PROPERTY] = "property",
    [NODE_SPREAD] = "spread",
    [NODE_HOLE] = "hole",
    [NODE_KEYWORD] = "keyword",
    [NODE_NAME] = "name",
    [NODE_MEMBER] = "member",
    [NODE_INDEX] = "index",
    [NODE_SLICE] = "slice",
    [NODE_CALL] = "call",
    [NODE_NEW] = "new",
    [NODE_OPTIONAL_CHAIN] = "chain",
    [NODE_THIS] = "this",
    [NODE_SUPER] = "super",
    [NODE_META] = "meta",
    [NODE_IMPORT_CALL] = "import-call",
    [NODE_UNARY] = "unary",
    [NODE_UPDATE] = "update",
    [NODE_BINARY] = "binary",
    [NODE_LOGICAL] = "logical",
    [NODE_COMPARE] = "compare",
    [NODE_CONDITIONAL] = "conditional",
    [NODE_ASSIGN] = "assign",
    [NODE_SEQUENCE] = "sequence",
    [NODE_AWAIT] = "await",
    [NODE_YIELD] = "yield",
    [NODE_FUNCTION] = "function",
    [NODE_CLASS] = "class",
    [NODE_COMPREHENSION] = "comprehension",
    [NODE_CLAUSE] = "clause",
    [NODE_PATTERN_LIST] = "pattern-list",
    [NODE_PATTERN_MAP] = "pattern-map",
    [NODE_DEFAULT] = "default",
    [NODE_EXPRESSION] = "expression",
    [NODE_EMPTY] = "empty",
    [NODE_DECLARE] = "declare",
    [NODE_DECLARATOR] = "declarator",
    [NODE_DEFINE] = "define",
    [NODE_ASSIGN_CHAIN] = "assign-chain",
    [NODE_ANNOTATED] = "annotated",
    [NODE_BLOCK] = "block",
    [NODE_IF] = "if",
    [NODE_WHILE] = "while",
    [NODE_DO_WHILE] = "do-while",
    [NODE_FOR] = "for",
    [NODE_FOR_IN] = "for-in",
    [NODE_FOR_OF] = "for-of",
    [NODE_SWITCH] = "switch",
    [NODE_MATCH] = "match",
    [NODE_CASE] = "case",
    [NODE_MATCH_PATTERN] = "match-pattern",
    [NODE_TRY] = "try",
    [NODE_HANDLER] = "handler",
    [NODE_THROW] = "throw",
    [NODE_RETURN] = "return",
    [NODE_BREAK] = "break",
    [NODE_CONTINUE] = "continue",
    [NODE_LABEL] = "label",
    [NODE_WITH] = "with",
    [NODE_WITH_ITEM] = "with-item",
    [NODE_DELETE] = "delete",
    [NODE_ASSERT] = "assert",
    [NODE_IMPORT] = "import",
    [NODE_EXPORT] = "export",
    [NODE_ENUM] = "enum",
    [NODE_NAMESPACE] = "namespace",
    [NODE_UNSUPPORTED] = "unsupported",
};

static const char *const operator_texts[] = {
    [OP_NONE] = "",
    [OP_ADD] = "+",
    [OP_SUBTRACT] = "-",
    [OP_MULTIPLY] = "*",
    [OP_DIVIDE] = "/",
    [OP_FLOOR_DIVIDE] = "//",
    [OP_MODULO] = "%",
    [OP_POWER] = "**",
    [OP_MATRIX_MULTIPLY] = "@",
    [OP_SHIFT_LEFT] = "<<",
    [OP_SHIFT_RIGHT] = ">>",
    [OP_SHIFT_RIGHT_UNSIGNED] = ">>>",
    [OP_BIT_AND] = "&",
    [OP_BIT_OR] = "|",
    [OP_BIT_XOR] = "^",
    [OP_EQUAL] = "==",
    [OP_NOT_EQUAL] = "!=",
    [OP_STRICT_EQUAL] = "===",
    [OP_STRICT_NOT_EQUAL] = "!==",
    [OP_LESS] = "<",
    [OP_LESS_EQUAL] = "<=",
    [OP_GREATER] = ">",
    [OP_GREATER_EQUAL] = ">=",
    [OP_IN] = "in",
    [OP_NOT_IN] = "not in",
    [OP_INSTANCEOF] = "instanceof",
    [OP_IS] = "is",
    [OP_IS_NOT] = "is not",
    [OP_AND] = "&&",
    [OP_OR] = "||",
    [OP_COALESCE] = "??",
    [OP_NEGATE] = "-",
    [OP_PLUS] = "+",
    [OP_NOT] = "!",
    [OP_BIT_NOT] = "~",
    [OP_TYPEOF] = "typeof",
    [OP_VOID] = "void",
    [OP_DELETE] = "delete",
    [OP_INCREMENT] = "++",
    [OP_DECREMENT] = "--",
    [OP_NEW_TARGET] = "new.target",
    [OP_IMPORT_META] = "import.meta",
};

const char *ast_kind_name (NodeKind kind)
{
    return kind_names[kind];
}

const char *ast_operator_text (Operator op)
{
    return operator_texts[op];
}

Location ast_location (const ScriptFile *file, guint32 offset)
{
    return location_at_offset (file->path, file->text, file->length, offset);
}

void ast_error (GError **error, MigshimErrorCode code, const Node *node, const char *format, ...)
{
    va_list arguments;
    va_start (arguments, format);
    g_autofree char *message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    error_set_at (error, code, ast_location (node->file, node->start), node->file->text, node->file->length, "%s",
                  message);
}
