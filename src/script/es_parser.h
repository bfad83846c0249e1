/* es_parser.h: what the files of the ECMAScript/TypeScript parser share.
 *
 * A recursive descent as front.h describes.
 *
 * Where the grammar needs more than one token to decide (arrow functions, type arguments), es_speculate remembers the place,
 * the reading is tried, and es_retreat goes back when it failed. A place where a try has failed is not tried again, and the
 * tokens read while trying are counted against a bound. */

#ifndef MIGSHIM_SCRIPT_ES_PARSER_H
#define MIGSHIM_SCRIPT_ES_PARSER_H

#include "script/es_lexer.h"
#include "script/front.h"

typedef struct Label
{
    const Name *name;
    gboolean loop;
    struct Label *outer;
} Label;

/* What holds in the function being read. */
typedef struct
{
    gboolean function; /* inside one: `return` is allowed (a CommonJS file allows it too) */
    gboolean async;
    gboolean generator;
    gboolean static_block;
    guint loops; /* around this place in the function */
    guint switches;
    Label *labels;
} Context;

typedef struct
{
    Front front;
    const KeywordTable *keywords;
    Lexer lexer;
    Token token;
    gboolean typescript;
    gboolean strict;
    gboolean ambient;       /* inside `declare`: bodies and values may be missing */
    gboolean in_constraint; /* the T of `extends T ?` in a type */
    guint namespaces;       /* around this place */
    gboolean no_in;         /* the head of a `for`: `in` is no operator */
    gboolean in_choice;     /* between `?` and `:`: an arrow function with a return type must be followed by `:` */
    guint32 cover;          /* 1 + offset of a `{ a = 1 }` that must yet turn out to be a pattern; 0: none */
    Context context;
    GArray *annotations;

    guint64 tried_tokens;
    gboolean exhausted;
    GHashTable *hopeless; /* places (offset * 2 + kind) where a try has failed; NULL before the first */
} Parser;

/* In es_parser.c: the tools. */

/* Fails because of the current token: "expected EXPECTED, found ...". */
Node *es_unexpected (Parser *parser, const char *expected);

void es_advance (Parser *parser);
void es_peek (Parser *parser, Token *next);
gboolean es_accept (Parser *parser, TokenKind kind);
gboolean es_accept_word (Parser *parser, Keyword keyword);
void es_expect (Parser *parser, TokenKind kind);
void es_expect_word (Parser *parser, Keyword keyword);
gboolean es_at (const Parser *parser, TokenKind kind);
gboolean es_at_word (const Parser *parser, Keyword keyword);

/* Is the current token a word that may be a variable's name here? */
gboolean es_at_identifier (const Parser *parser);

/* Ends a statement: `;`, or what stands for it. */
void es_semicolon (Parser *parser);
gboolean es_at_semicolon (const Parser *parser);

typedef enum
{
    TRY_ARROW,
    TRY_TYPE_ARGUMENTS
} TryKind;

typedef struct
{
    Parser saved;
    ArenaMark mark;
    guint stack_length;
    TryKind kind;
} Speculation;

/* FALSE when a try of this kind has failed here before. Else es_retreat or es_commit must follow. HOPELESS: it failed. */
gboolean es_speculate (Parser *parser, TryKind kind, Speculation *speculation);
void es_retreat (Parser *parser, const Speculation *speculation, gboolean hopeless);
void es_commit (Parser *parser);

/* In es_parser_expression.c and es_parser_primary.c */
Node *es_expression (Parser *parser);
Node *es_expression_rest (Parser *parser, Node *first); /* what goes on with commas after FIRST */
Node *es_assignment (Parser *parser);
Node *es_cover_assignment (Parser *parser); /* may leave `cover` set: for what may yet be a part of a pattern */
Node *es_left_hand_side (Parser *parser);
Node *es_unary (Parser *parser);
Node *es_primary (Parser *parser);
NodeList es_arguments (Parser *parser);
Node *es_template (Parser *parser, Node *tag, guint32 start);
Node *es_identifier (Parser *parser); /* any name that may be a variable */
Node *es_string (Parser *parser);     /* a string token */

/* Makes a pattern, or what may be assigned to, of an expression, in place. */
Node *es_to_target (Parser *parser, Node *node);

/* Gives an anonymous function or class the name of what it is assigned to. */
void es_infer_name (Node *value, const Node *target);

/* The name or expression of a property or class member. */
typedef struct
{
    const Name *name; /* NULL when computed */
    Node *key;        /* when computed */
    guint32 start;
    Keyword keyword; /* of an unquoted name */
    gboolean word;   /* an unquoted name */
} PropertyKey;
PropertyKey es_property_key (Parser *parser);
gboolean es_at_property_key (const Parser *parser);

/* In es_parser_function.c */

/* Parameters, return type and body, from the `(` or `<`. FLAGS: FUNCTION_*. The body is NULL when TypeScript leaves it out. */
Function *es_function_rest (Parser *parser, guint32 start, guint32 flags);
Node *es_function_expression (Parser *parser); /* at `function` or `async function` */
Node *es_function_declaration (Parser *parser);
Node *es_arrow (Parser *parser);                                /* NULL when no arrow function stands here */
Node *es_method (Parser *parser, guint32 start, guint32 flags); /* NODE_FUNCTION; NULL without a body */
Node *es_binding_target (Parser *parser);                       /* a name or pattern to declare */
Node *es_statement_function (Parser *parser, guint32 start, guint32 flags); /* a static block: at `{` */
void es_directives (Parser *parser);                     /* makes what follows strict if the first statements say so */
Node *es_field_function (Parser *parser, guint32 start); /* a field's value */

/* In es_parser_class.c */
Node *es_class_expression (Parser *parser);
Node *es_class_declaration (Parser *parser);
void es_decorators (Parser *parser); /* read and forgotten */

/* In es_parser_statement.c */
Node *es_statement (Parser *parser);      /* where only a statement may stand */
Node *es_statement_item (Parser *parser); /* where a declaration may stand too */
Node *es_block (Parser *parser);
NodeList es_statement_list (Parser *parser); /* up to `}` or the end */
NodeList es_hoisted_of (Parser *parser, const NodeList *statements);
Node *es_declaration (Parser *parser, DeclareKind kind, guint32 start); /* after the word; without the semicolon */

/* In es_parser_module.c */
Node *es_import (Parser *parser);
Node *es_export (Parser *parser);

/* In es_parser_typescript.c: NULL when no such declaration stands here. */
Node *es_typescript_declaration (Parser *parser);
Node *es_enum (Parser *parser, guint32 start); /* at `enum` */

/* In es_parser_type.c: types are read and forgotten. */
void es_type (Parser *parser);
void es_type_annotation (Parser *parser);    /* `: T` if there is one (TypeScript) */
void es_return_type (Parser *parser);        /* `: T`, `: x is T`, `: asserts x`, if there is one */
void es_type_parameters (Parser *parser);    /* `<T extends U = V>` if there are any */
gboolean es_type_arguments (Parser *parser); /* `<A, B>`, at `<`; ends after the `>` */
void es_type_members (Parser *parser);       /* `{ ... }` of an interface or object type */

#endif
