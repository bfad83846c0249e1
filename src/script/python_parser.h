/* python_parser.h: what the files of the Python parser share.
 *
 * A recursive descent as front.h describes, with a try and a retreat where one token does not decide (`with (`, `match`). */

#ifndef MIGSHIM_SCRIPT_PYTHON_PARSER_H
#define MIGSHIM_SCRIPT_PYTHON_PARSER_H

#include "script/front.h"
#include "script/python_lexer.h"

/* What a NODE_EMPTY of `global`, `nonlocal` and `type` says to the resolver by its op; its list holds the names. */
enum
{
    PYTHON_GLOBAL = 1,
    PYTHON_NONLOCAL = 2,
    PYTHON_TYPE = 3 /* type X = ...: X is declared, and unset */
};

typedef struct
{
    gboolean function; /* inside one: `return` and `yield` are allowed */
    gboolean async;
    guint loops;
    gboolean yields;        /* the function has a `yield` */
    const Name *class_name; /* of the class around this place, for private names; NULL outside */
} PyContext;

typedef struct
{
    Front front;
    PyLexer lexer;
    PyToken token;
    PyContext context;
    GPtrArray *globals; /* NODE_EMPTYs of `global` */
} PyParser;

/* In python_parser.c: the tools. */

Node *py_unexpected (PyParser *parser, const char *expected);
Node *py_unsupported (PyParser *parser, guint32 start, const char *what);

void py_advance (PyParser *parser);
void py_peek (const PyParser *parser, PyToken *next);
gboolean py_at (const PyParser *parser, PyTokenKind kind);
gboolean py_at_word (const PyParser *parser, PyWord word);
gboolean py_accept (PyParser *parser, PyTokenKind kind);
gboolean py_accept_word (PyParser *parser, PyWord word);
void py_expect (PyParser *parser, PyTokenKind kind);
void py_expect_word (PyParser *parser, PyWord word, const char *text);
gboolean py_at_name (const PyParser *parser); /* a name that is no keyword */

typedef struct
{
    PyParser saved;
    ArenaMark mark;
    guint stack_length;
} PySpeculation;

void py_speculate (PyParser *parser, PySpeculation *speculation);
void py_retreat (PyParser *parser, const PySpeculation *speculation);
void py_commit (PyParser *parser);

/* NAME as it is written inside the class around this place: __x becomes _Class__x. */
const Name *py_mangle (PyParser *parser, const Name *name);

/* In python_expression.c */
Node *py_expression (PyParser *parser);       /* no comma, no star */
Node *py_named_expression (PyParser *parser); /* may be (a := b) */
Node *py_star_expression (PyParser *parser);  /* may be *a */
Node *py_expressions (PyParser *parser);      /* a, *b: a tuple when there is a comma */
Node *py_named_subject (PyParser *parser);    /* of `match`: may be a tuple, or (a := b) without parentheses */
Node *py_operand (PyParser *parser);          /* `|` and tighter: what a star or `for` target takes */
Node *py_unary (PyParser *parser);            /* -a, await a, a ** b */
Node *py_disjunction (PyParser *parser);
Node *py_yield (PyParser *parser);
Node *py_value (PyParser *parser); /* yield, or expressions */
Node *py_name (PyParser *parser);
gboolean py_at_expression (const PyParser *parser);

/* Makes of an expression what can be assigned to. */
Node *py_to_target (PyParser *parser, Node *node);

/* In python_atom.c */
Node *py_primary (PyParser *parser);
NodeList py_arguments (PyParser *parser); /* at `(` */
NodeList py_clauses (PyParser *parser);   /* `for x in y if z`..., at `for` or `async` */
Node *py_strings (PyParser *parser);      /* in python_string.c: adjacent strings */
Node *py_number (PyParser *parser);

/* In python_statement.c */
void py_statement (PyParser *parser); /* adds one or more to the current list */
Node *py_suite (PyParser *parser);    /* `:` and a block */
/* In python_compound.c: NULL when none begins here. */
Node *py_compound (PyParser *parser);
Function *py_parameters (PyParser *parser, PyTokenKind end, guint32 start, guint32 flags);
void py_type_parameters (PyParser *parser); /* [T: bound = default], if there are any; read and forgotten */
Node *py_for_target (PyParser *parser);

/* In python_match.c */
Node *py_match (PyParser *parser);

#endif
