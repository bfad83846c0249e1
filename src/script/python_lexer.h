/* python_lexer.h: Python text to tokens, one at a time, with the ends of lines and the changes of indentation.
 *
 * Strings without replacement fields are one token, whose value the parser makes (python_literal.h). An f-string is a token for
 * its beginning only: the parser then reads pieces of text by python_lexer_text, and ordinary tokens between `{` and what
 * ends the field. The lexer is a value: copy it to remember a place. */

#ifndef MIGSHIM_SCRIPT_PYTHON_LEXER_H
#define MIGSHIM_SCRIPT_PYTHON_LEXER_H

#include "script/ast.h"

typedef enum
{
    PY_ERROR, /* the lexer's `trouble` says why */
    PY_END,
    PY_NEWLINE, /* of a logical line */
    PY_INDENT,
    PY_DEDENT,
    PY_NAME,    /* `name`, `keyword` */
    PY_NUMBER,  /* its text is to be read by python_literal_number */
    PY_STRING,  /* `prefix`, `body` */
    PY_FSTRING, /* `prefix`, `quote`: the text begins at the lexer's place */

    PY_PAREN_OPEN,
    PY_PAREN_CLOSE,
    PY_BRACKET_OPEN,
    PY_BRACKET_CLOSE,
    PY_BRACE_OPEN,
    PY_BRACE_CLOSE,
    PY_COMMA,
    PY_COLON,
    PY_WALRUS,
    PY_SEMICOLON,
    PY_DOT,
    PY_DOTS,
    PY_ARROW,
    PY_EXCLAMATION,

    PY_PLUS, /* the operators are from here to PY_ASSIGN */
    PY_MINUS,
    PY_STAR,
    PY_STAR_STAR,
    PY_SLASH,
    PY_SLASH_SLASH,
    PY_PERCENT,
    PY_AT,
    PY_SHIFT_LEFT,
    PY_SHIFT_RIGHT,
    PY_AND,
    PY_OR,
    PY_XOR,
    PY_TILDE,
    PY_EQUAL,
    PY_NOT_EQUAL,
    PY_LESS,
    PY_LESS_EQUAL,
    PY_GREATER,
    PY_GREATER_EQUAL,

    PY_ASSIGN, /* the assignments are from here to the end */
    PY_PLUS_ASSIGN,
    PY_MINUS_ASSIGN,
    PY_STAR_ASSIGN,
    PY_STAR_STAR_ASSIGN,
    PY_SLASH_ASSIGN,
    PY_SLASH_SLASH_ASSIGN,
    PY_PERCENT_ASSIGN,
    PY_AT_ASSIGN,
    PY_SHIFT_LEFT_ASSIGN,
    PY_SHIFT_RIGHT_ASSIGN,
    PY_AND_ASSIGN,
    PY_OR_ASSIGN,
    PY_XOR_ASSIGN,

    PY_TOKENS
} PyTokenKind;

/* The words that the grammar knows. Those from MATCH on are words only where they can be nothing else. */
#define PYTHON_WORDS(X)                                                                                                \
    X (FALSE, "False")                                                                                                 \
    X (NONE, "None")                                                                                                   \
    X (TRUE, "True")                                                                                                   \
    X (AND, "and")                                                                                                     \
    X (AS, "as")                                                                                                       \
    X (ASSERT, "assert")                                                                                               \
    X (ASYNC, "async")                                                                                                 \
    X (AWAIT, "await")                                                                                                 \
    X (BREAK, "break")                                                                                                 \
    X (CLASS, "class")                                                                                                 \
    X (CONTINUE, "continue")                                                                                           \
    X (DEF, "def")                                                                                                     \
    X (DEL, "del")                                                                                                     \
    X (ELIF, "elif")                                                                                                   \
    X (ELSE, "else")                                                                                                   \
    X (EXCEPT, "except")                                                                                               \
    X (FINALLY, "finally")                                                                                             \
    X (FOR, "for")                                                                                                     \
    X (FROM, "from")                                                                                                   \
    X (GLOBAL, "global")                                                                                               \
    X (IF, "if")                                                                                                       \
    X (IMPORT, "import")                                                                                               \
    X (IN, "in")                                                                                                       \
    X (IS, "is")                                                                                                       \
    X (LAMBDA, "lambda")                                                                                               \
    X (NONLOCAL, "nonlocal")                                                                                           \
    X (NOT, "not")                                                                                                     \
    X (OR, "or")                                                                                                       \
    X (PASS, "pass")                                                                                                   \
    X (RAISE, "raise")                                                                                                 \
    X (RETURN, "return")                                                                                               \
    X (TRY, "try")                                                                                                     \
    X (WHILE, "while")                                                                                                 \
    X (WITH, "with")                                                                                                   \
    X (YIELD, "yield")                                                                                                 \
    X (MATCH, "match")                                                                                                 \
    X (CASE, "case")                                                                                                   \
    X (TYPE, "type")                                                                                                   \
    X (UNDERSCORE, "_")

typedef enum
{
    PY_WORD_PLAIN, /* no word of the grammar */
#define X(id, text) PY_WORD_##id,
    PYTHON_WORDS (X)
#undef X
        PY_WORDS
} PyWord;

/* What stands before the quote of a string. */
enum
{
    PY_PREFIX_RAW = 1 << 0,
    PY_PREFIX_BYTES = 1 << 1,
    PY_PREFIX_FORMAT = 1 << 2
};

typedef struct
{
    guint8 kind;   /* PyTokenKind */
    guint8 word;   /* PyWord */
    guint8 prefix; /* PY_PREFIX_* */
    char quote[4]; /* of an f-string: one or three quotes */
    guint32 start;
    guint32 end;
    const Name *name;
    Text body; /* of a string: what stands between the quotes */
} PyToken;

typedef struct
{
    const Name *names[256];
    guint8 words[256];
} PyWordTable;

void python_words_init (PyWordTable *table, NameTable *names);

#define PYTHON_MAX_INDENT 100 /* as in CPython, tokenizer.h */
#define PYTHON_MAX_PARENS 200 /* likewise, MAXLEVEL */

typedef struct
{
    const char *text;
    const char *end;
    const char *at;
    ScriptFile *file;
    const PyWordTable *words;
    const char *trouble;
    GArray *annotations;                      /* of Annotation; NULL when the text holds none */
    guint32 columns[PYTHON_MAX_INDENT];       /* of each level of indentation, tabs to eight */
    guint32 other_columns[PYTHON_MAX_INDENT]; /* tabs to one: both must agree */
    guint indent;                             /* levels */
    gint pending;                             /* INDENT (> 0) or DEDENTs (< 0) to be given */
    gboolean line_start;                      /* the next character begins a line */
    gboolean line_empty;                      /* no token yet on this logical line */
    char parens[PYTHON_MAX_PARENS];
    guint paren_count;
    guint field_parens; /* paren_count in the innermost replacement field of an f-string; 0: none */
} PyLexer;

PyLexer python_lexer_start (ScriptFile *file, const PyWordTable *words, GArray *annotations);

void python_lexer_next (PyLexer *lexer, PyToken *token);

typedef enum
{
    PY_TEXT_FIELD, /* ended by `{`: a replacement field follows */
    PY_TEXT_END,   /* ended by the closing quote, or (in a format) by `}` */
    PY_TEXT_ERROR
} PyTextEnd;

/* Reads a piece of an f-string from the lexer's place, past what ends it. RAW_TEXT is the piece as it stands, with doubled braces. IN_FORMAT: it is the
 * format of a field, which `}` ends. */
PyTextEnd python_lexer_text (PyLexer *lexer, const PyToken *start, gboolean in_format, Text *raw_text);

const char *python_token_text (PyTokenKind kind);

#endif
