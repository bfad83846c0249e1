/* es_lexer.h: ECMAScript/TypeScript text to tokens, one at a time.
 *
 * The grammar decides what some characters mean, so the parser asks again where it matters:
 * - `/` and `/=` are read as operators; es_lexer_regexp reads a regular expression from there instead;
 * - `>` is always read alone (types nest `>>`); es_lexer_greater reads the longest operator from there instead;
 * - `}` is read as it is; es_lexer_template goes on with the template around it.
 * The lexer is a small value: copy it to remember a place, assign it back to return there. */

#ifndef MIGSHIM_SCRIPT_ES_LEXER_H
#define MIGSHIM_SCRIPT_ES_LEXER_H

#include "script/ast.h"

typedef enum
{
    TOKEN_ERROR, /* the trouble is in the lexer's `trouble`; the place is the token's start */
    TOKEN_END,
    TOKEN_NAME,     /* identifiers and all words; `name`, `keyword` */
    TOKEN_PRIVATE,  /* #x; `name` with the '#' */
    TOKEN_NUMBER,   /* `number` */
    TOKEN_BIGINT,   /* `text` */
    TOKEN_STRING,   /* `text` */
    TOKEN_TEMPLATE, /* `text` (data is NULL when an escape is invalid), `raw`, `last` */
    TOKEN_REGEXP,   /* `text` is the pattern, `raw` the flags */

    TOKEN_BRACE_OPEN,
    TOKEN_BRACE_CLOSE,
    TOKEN_PAREN_OPEN,
    TOKEN_PAREN_CLOSE,
    TOKEN_BRACKET_OPEN,
    TOKEN_BRACKET_CLOSE,
    TOKEN_DOT,
    TOKEN_DOTS,
    TOKEN_OPTIONAL, /* ?. */
    TOKEN_SEMICOLON,
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_QUESTION,
    TOKEN_ARROW,
    TOKEN_AT,
    TOKEN_HASH,
    TOKEN_NOT,
    TOKEN_TILDE,
    TOKEN_INCREMENT,
    TOKEN_DECREMENT,

    TOKEN_BINARY_FIRST,
    TOKEN_PLUS = TOKEN_BINARY_FIRST,
    TOKEN_MINUS,
    TOKEN_STAR,
    TOKEN_SLASH,
    TOKEN_PERCENT,
    TOKEN_STAR_STAR,
    TOKEN_LESS_LESS,
    TOKEN_GREATER_GREATER,
    TOKEN_GREATER_GREATER_GREATER,
    TOKEN_AND,
    TOKEN_BAR,
    TOKEN_CARET,
    TOKEN_AND_AND,
    TOKEN_BAR_BAR,
    TOKEN_COALESCE,
    TOKEN_EQUAL,
    TOKEN_NOT_EQUAL,
    TOKEN_STRICT_EQUAL,
    TOKEN_STRICT_NOT_EQUAL,
    TOKEN_LESS,
    TOKEN_LESS_EQUAL,
    TOKEN_GREATER,
    TOKEN_GREATER_EQUAL,

    TOKEN_ASSIGN, /* the assignment operators are from here to the end */
    TOKEN_PLUS_ASSIGN,
    TOKEN_MINUS_ASSIGN,
    TOKEN_STAR_ASSIGN,
    TOKEN_SLASH_ASSIGN,
    TOKEN_PERCENT_ASSIGN,
    TOKEN_STAR_STAR_ASSIGN,
    TOKEN_LESS_LESS_ASSIGN,
    TOKEN_GREATER_GREATER_ASSIGN,
    TOKEN_GREATER_GREATER_GREATER_ASSIGN,
    TOKEN_AND_ASSIGN,
    TOKEN_BAR_ASSIGN,
    TOKEN_CARET_ASSIGN,
    TOKEN_AND_AND_ASSIGN,
    TOKEN_BAR_BAR_ASSIGN,
    TOKEN_COALESCE_ASSIGN,

    TOKEN_KINDS
} TokenKind;

/* The words that the grammar knows. Those before KEYWORD_YIELD are reserved everywhere, those up to KEYWORD_PUBLIC in strict code; the
 * others are names too. */
#define ES_RESERVED_WORDS(X)                                                                                           \
    X (BREAK, "break")                                                                                                 \
    X (CASE, "case")                                                                                                   \
    X (CATCH, "catch")                                                                                                 \
    X (CLASS, "class")                                                                                                 \
    X (CONST, "const")                                                                                                 \
    X (CONTINUE, "continue")                                                                                           \
    X (DEBUGGER, "debugger")                                                                                           \
    X (DEFAULT, "default")                                                                                             \
    X (DELETE, "delete")                                                                                               \
    X (DO, "do")                                                                                                       \
    X (ELSE, "else")                                                                                                   \
    X (ENUM, "enum")                                                                                                   \
    X (EXPORT, "export")                                                                                               \
    X (EXTENDS, "extends")                                                                                             \
    X (FALSE, "false")                                                                                                 \
    X (FINALLY, "finally")                                                                                             \
    X (FOR, "for")                                                                                                     \
    X (FUNCTION, "function")                                                                                           \
    X (IF, "if")                                                                                                       \
    X (IMPORT, "import")                                                                                               \
    X (IN, "in")                                                                                                       \
    X (INSTANCEOF, "instanceof")                                                                                       \
    X (NEW, "new")                                                                                                     \
    X (NULL, "null")                                                                                                   \
    X (RETURN, "return")                                                                                               \
    X (SUPER, "super")                                                                                                 \
    X (SWITCH, "switch")                                                                                               \
    X (THIS, "this")                                                                                                   \
    X (THROW, "throw")                                                                                                 \
    X (TRUE, "true")                                                                                                   \
    X (TRY, "try")                                                                                                     \
    X (TYPEOF, "typeof")                                                                                               \
    X (VAR, "var")                                                                                                     \
    X (VOID, "void")                                                                                                   \
    X (WHILE, "while")                                                                                                 \
    X (WITH, "with")

#define ES_CONTEXTUAL_WORDS(X)                                                                                         \
    X (YIELD, "yield")                                                                                                 \
    X (LET, "let")                                                                                                     \
    X (STATIC, "static")                                                                                               \
    X (IMPLEMENTS, "implements")                                                                                       \
    X (INTERFACE, "interface")                                                                                         \
    X (PACKAGE, "package")                                                                                             \
    X (PRIVATE, "private")                                                                                             \
    X (PROTECTED, "protected")                                                                                         \
    X (PUBLIC, "public")                                                                                               \
    X (ABSTRACT, "abstract")                                                                                           \
    X (ACCESSOR, "accessor")                                                                                           \
    X (AS, "as")                                                                                                       \
    X (ASSERT, "assert")                                                                                               \
    X (ASSERTS, "asserts")                                                                                             \
    X (ASYNC, "async")                                                                                                 \
    X (AWAIT, "await")                                                                                                 \
    X (CONSTRUCTOR, "constructor")                                                                                     \
    X (DECLARE, "declare")                                                                                             \
    X (FROM, "from")                                                                                                   \
    X (GET, "get")                                                                                                     \
    X (GLOBAL, "global")                                                                                               \
    X (INFER, "infer")                                                                                                 \
    X (IS, "is")                                                                                                       \
    X (KEYOF, "keyof")                                                                                                 \
    X (META, "meta")                                                                                                   \
    X (MODULE, "module")                                                                                               \
    X (NAMESPACE, "namespace")                                                                                         \
    X (OF, "of")                                                                                                       \
    X (OUT, "out")                                                                                                     \
    X (OVERRIDE, "override")                                                                                           \
    X (READONLY, "readonly")                                                                                           \
    X (REQUIRE, "require")                                                                                             \
    X (SATISFIES, "satisfies")                                                                                         \
    X (SET, "set")                                                                                                     \
    X (TARGET, "target")                                                                                               \
    X (TYPE, "type")                                                                                                   \
    X (UNIQUE, "unique")                                                                                               \
    X (USING, "using")

typedef enum
{
    KEYWORD_NONE,
    KEYWORD_ESCAPED, /* a reserved word written with an escape: a property name and nothing else */
#define X(id, text) KEYWORD_##id,
    ES_RESERVED_WORDS (X) ES_CONTEXTUAL_WORDS (X)
#undef X
        KEYWORDS
} Keyword;

typedef struct
{
    guint8 kind;    /* TokenKind */
    guint8 keyword; /* Keyword */
    gboolean newline_before;
    gboolean last; /* TEMPLATE: ends the template; NUMBER, STRING: not allowed in strict code (octal) */
    guint32 start;
    guint32 end;
    union
    {
        const Name *name;
        double number;
        Text text;
    };
    Text raw;
} Token;

/* Names of the keywords in one table of names, for quick look-up. */
typedef struct
{
    const Name *names[256]; /* open addressing by hash */
    guint8 keywords[256];
} KeywordTable;

void es_keywords_init (KeywordTable *table, NameTable *names);

typedef struct
{
    const char *text;
    const char *end;
    const char *at;   /* the next character to read */
    ScriptFile *file; /* for its arena and names */
    const KeywordTable *keywords;
    const char *trouble; /* why the token is TOKEN_ERROR; static */
    GArray *annotations; /* of Annotation, filled on the way; NULL when the text holds none */
} Lexer;

/* A lexer at the start of FILE's text, after a byte-order mark and a `#!` line. Annotations are added to ANNOTATIONS. */
Lexer es_lexer_start (ScriptFile *file, const KeywordTable *keywords, GArray *annotations);

/* The next token. After the end it is TOKEN_END for ever. */
void es_lexer_next (Lexer *lexer, Token *token);

/* Reads the current TOKEN again, as described above. */
void es_lexer_regexp (Lexer *lexer, Token *token);
void es_lexer_greater (Lexer *lexer, Token *token);
void es_lexer_template (Lexer *lexer, Token *token);

/* A token's text for messages: static, such as "`=>`" or "a string". */
const char *es_token_text (TokenKind kind);

#endif
