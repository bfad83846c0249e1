/* ast.h: the one syntax tree, for ECMAScript/TypeScript and for Python.
 *
 * HOW TO READ A TREE
 * - A ScriptFile is one parsed file; its `program` is a Function without parameters whose body is the file's statements.
 *   Everything reachable from it lives in the arena that the parser was given. The file's text must live as long: strings and
 *   templates without escapes point into it (so they are NOT terminated by NUL; use their length).
 * - A Node has a kind and the byte range [start, end) of its text in `file`. Line, column and caret are made of it only when
 *   wanted (ast_location). Which member of the union is filled is said beside each kind below. Kinds without a word have
 *   no members. "may be NULL" is said where it holds; all other pointers are set.
 * - Statements and expressions share the kinds. In a statement's place an expression is wrapped in NODE_EXPRESSION.
 * - What has no meaning at run time (types, interfaces, overloads, `declare`, TypeScript's decorators, `import type`,
 *   `abstract` members, `as`, `satisfies`, `!`, comments) leaves no node. Comments that begin with `migshim:` are kept as
 *   annotations of the file.
 * - What is valid but out of reach of the evaluator (JavaScript's `with`, Python's complex numbers) is NODE_UNSUPPORTED, which
 *   carries its name: the check refuses it where it stands, and a file that never runs it still loads.
 *
 * NAMES AND VARIABLES
 * - Names are interned: compare pointers. A private name is its class's own: after the text (and a NUL) comes what tells it from the
 *   same name of another class.
 * - After parsing, each NODE_NAME is resolved: `depth` environments up from the current one, at `slot`. A name that no scope
 *   of the file declares has depth AST_GLOBAL: a built-in, looked up by name (or, in Python, a name of a star import).
 * - A Scope is what the text delimits; an environment is what exists at run time. A scope has its own environment
 *   (own_environment) when it is a function's, a module's or a Python class's, or when a closure captures one of its variables;
 *   otherwise its variables live in the environment of the nearest scope that has one, and entering it makes nothing.
 *   Only environments count for `depth`.
 * - Entering a scope with its own environment: make `size` slots. The variables [0, lexical) of the scope begin as undefined
 *   (Python: as unset), the variables [lexical, count) as uninitialised (reading one is the ReferenceError of the temporal dead
 *   zone). Entering a scope without: set its slots [first, first + count) so. Slots after `count` belong to inner scopes, which
 *   set them when they are entered.
 * - `captured` says whether a closure can outlive the environment. When it is FALSE the evaluator may recycle the slots when
 *   the scope is left.
 * - The first slots of an ECMAScript file's scope are those of MODULE_SLOT_*; the loader fills them.
 * - In Python a slot may be unset: the name's `otherwise` (another NODE_NAME, may be NULL) is then read instead.
 *
 * HOISTING
 * - A block's `hoisted` are its NODE_DEFINEs of ECMAScript functions: run them on entry, in order, and skip them when they
 *   are met among the statements (they have AST_HOISTED). Python's NODE_DEFINE runs where it stands.
 *
 * STRINGS are UTF-8; a lone UTF-16 surrogate from an escape such as "\uD800" is kept as the three bytes that UTF-8 would use. */

#ifndef MIGSHIM_SCRIPT_AST_H
#define MIGSHIM_SCRIPT_AST_H

#include "script/arena.h"
#include "script/intern.h"
#include "script/language.h"
#include "util/error.h"

typedef struct Node Node;
typedef struct Function Function;
typedef struct Class Class;
typedef struct Scope Scope;
typedef struct Variable Variable;
typedef struct ScriptFile ScriptFile;

typedef enum
{
    /* Literals */
    NODE_NULL,     /* null, None */
    NODE_BOOLEAN,  /* boolean */
    NODE_NUMBER,   /* number: every ECMAScript number; Python's floats */
    NODE_INTEGER,  /* integer: Python. A literal beyond 64 bits is NODE_UNSUPPORTED */
    NODE_BIGINT,   /* text: decimal digits of an ECMAScript BigInt, any radix and separators already resolved */
    NODE_STRING,   /* text */
    NODE_BYTES,    /* text: Python */
    NODE_ELLIPSIS, /* Python */
    NODE_REGEXP,   /* regexp */
    NODE_TEMPLATE, /* list: ECMAScript template or f-string: NODE_STRING, NODE_FORMAT (Python) and expressions (ECMAScript) */
    NODE_FORMAT, /* format: one replacement field of an f-string */
    NODE_TAGGED, /* tagged: tag`a ${b}` */

    /* Collections */
    NODE_LIST,     /* list: items, NODE_SPREAD, NODE_HOLE */
    NODE_TUPLE,    /* list: Python */
    NODE_SET,      /* list: Python */
    NODE_MAP,      /* list: ECMAScript object or Python dict: NODE_PROPERTY and NODE_SPREAD */
    NODE_PROPERTY, /* property */
    NODE_SPREAD,   /* value: ...x, *x; in NODE_MAP also **x; in a pattern the rest */
    NODE_HOLE,     /* a missing item: [a, , b] */
    NODE_KEYWORD,  /* keyword: among a Python call's arguments: name=value; without a name **value */

    /* Access */
    NODE_NAME,           /* name */
    NODE_MEMBER,         /* member: a.b, a?.b (AST_OPTIONAL), a.#b (AST_PRIVATE; the name begins with '#') */
    NODE_INDEX,          /* index: a[b], a?.[b] (AST_OPTIONAL) */
    NODE_SLICE,          /* slice: the index of a[b:c:d] in Python; in a tuple for a[b:c, d] */
    NODE_CALL,           /* call: f(...), f?.(...) (AST_OPTIONAL). AST_DROPPED: nobody uses the value */
    NODE_NEW,            /* call */
    NODE_OPTIONAL_CHAIN, /* value: the whole of a?.b.c(): an AST_OPTIONAL link inside it that meets null ends it as undefined */
    NODE_THIS,
    NODE_SUPER,       /* only as the object of NODE_MEMBER or NODE_INDEX, or the callee of NODE_CALL (ECMAScript) */
    NODE_META,        /* op: OP_NEW_TARGET or OP_IMPORT_META */
    NODE_IMPORT_CALL, /* call: import(x); callee is NULL */

    /* Operators */
    NODE_UNARY,         /* unary */
    NODE_UPDATE,        /* unary: ++ and --; AST_PREFIX when the new value is the result */
    NODE_BINARY,        /* binary */
    NODE_LOGICAL,       /* binary: OP_AND, OP_OR, OP_COALESCE: the right side is evaluated only when needed */
    NODE_COMPARE,       /* compare: Python: a < b <= c; also with one operator */
    NODE_CONDITIONAL,   /* conditional */
    NODE_ASSIGN,        /* assign: a = b, a += b, Python's (a := b); target is a NAME, MEMBER, INDEX or pattern */
    NODE_SEQUENCE,      /* list: a, b */
    NODE_AWAIT,         /* value */
    NODE_YIELD,         /* value (may be NULL); AST_DELEGATE: yield*, yield from */
    NODE_FUNCTION,      /* function: an expression */
    NODE_CLASS,         /* class_: an expression */
    NODE_COMPREHENSION, /* comprehension */
    NODE_CLAUSE,        /* clause: `for x in y if z` of a comprehension; AST_ASYNC */

    /* Patterns: what is assigned to when it is not a NAME, MEMBER or INDEX */
    NODE_PATTERN_LIST, /* list: targets, NODE_DEFAULT, NODE_HOLE, one NODE_SPREAD (ECMAScript: last; Python: anywhere) */
    NODE_PATTERN_MAP,  /* list: NODE_PROPERTY whose value is a target or NODE_DEFAULT; NODE_SPREAD last */
    NODE_DEFAULT,      /* assign: target = value; op is OP_NONE */

    /* Statements */
    NODE_EXPRESSION, /* value */
    NODE_EMPTY,      /* `;`, pass, global, and what leaves nothing (op and list are for the resolver) */
    NODE_DECLARE,    /* declare: var, let, const */
    NODE_DECLARATOR, /* assign: value may be NULL; op is OP_NONE */
    NODE_DEFINE,     /* assign: a function or class declaration: target is a NAME, value NODE_FUNCTION or NODE_CLASS */
    NODE_ASSIGN_CHAIN, /* chain: Python's a = b = c (also with one target): value first, then the targets from left to right */
    NODE_ANNOTATED, /* annotated: Python's `x: int = 1`, `x: int`; the annotation is for dataclass-like classes, not to be run */
    NODE_BLOCK,         /* block */
    NODE_IF,            /* conditional: otherwise may be NULL */
    NODE_WHILE,         /* loop */
    NODE_DO_WHILE,      /* loop */
    NODE_FOR,           /* for_: for (a; b; c) */
    NODE_FOR_IN,        /* each: ECMAScript's keys */
    NODE_FOR_OF,        /* each: values; Python's for; AST_ASYNC: for await, async for */
    NODE_SWITCH,        /* switch_: cases are NODE_CASE */
    NODE_MATCH,         /* switch_: Python; cases are NODE_CASE whose test is NODE_MATCH_PATTERN */
    NODE_CASE,          /* case_ */
    NODE_MATCH_PATTERN, /* match */
    NODE_TRY,           /* try_ */
    NODE_HANDLER,       /* handler: catch, except */
    NODE_THROW,         /* throw_: throw, raise */
    NODE_RETURN,        /* value (may be NULL) */
    NODE_BREAK,         /* label (may be NULL) */
    NODE_CONTINUE,      /* label (may be NULL) */
    NODE_LABEL,         /* labelled */
    NODE_WITH,          /* with: Python; AST_ASYNC */
    NODE_WITH_ITEM,     /* assign: target (may be NULL) */
    NODE_DELETE,        /* list: Python's del: NAMEs, MEMBERs, INDEXes. ECMAScript's delete is NODE_UNARY */
    NODE_ASSERT,        /* assign: Python: target is the test, value the message (may be NULL) */
    NODE_IMPORT,        /* import */
    NODE_EXPORT,        /* export_ */
    NODE_ENUM,          /* enum_: TypeScript; goes on with the object that the variable already holds, if any */
    NODE_NAMESPACE,     /* namespace_: TypeScript */
    NODE_UNSUPPORTED,   /* unsupported: an expression or statement */

    NODE_KINDS /* how many there are */
} NodeKind;

/* Operators of both languages. The semantics table decides what each does to values. */
typedef enum
{
    OP_NONE, /* plain `=` in an assignment */

    OP_ADD,
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_FLOOR_DIVIDE,
    OP_MODULO,
    OP_POWER,
    OP_MATRIX_MULTIPLY,
    OP_SHIFT_LEFT,
    OP_SHIFT_RIGHT,
    OP_SHIFT_RIGHT_UNSIGNED,
    OP_BIT_AND,
    OP_BIT_OR,
    OP_BIT_XOR,

    OP_EQUAL,
    OP_NOT_EQUAL, /* ECMAScript's loose ==, !=; Python's ==, != */
    OP_STRICT_EQUAL,
    OP_STRICT_NOT_EQUAL, /* ===, !== */
    OP_LESS,
    OP_LESS_EQUAL,
    OP_GREATER,
    OP_GREATER_EQUAL,
    OP_IN,
    OP_NOT_IN,
    OP_INSTANCEOF,
    OP_IS,
    OP_IS_NOT,
    /* OP_IN with a NODE_NAME of '#' on the left (AST_PRIVATE) is `#x in object` */

    OP_AND,
    OP_OR,
    OP_COALESCE,

    OP_NEGATE,
    OP_PLUS,
    OP_NOT,
    OP_BIT_NOT,
    OP_TYPEOF,
    OP_VOID,
    OP_DELETE,
    OP_INCREMENT,
    OP_DECREMENT,

    OP_NEW_TARGET,
    OP_IMPORT_META /* of NODE_META */
} Operator;

/* Flags of a node. */
enum
{
    AST_OPTIONAL = 1 << 0, /* MEMBER, INDEX, CALL: `?.` stands before it */
    AST_DROPPED =
        1 << 1, /* CALL, NEW, AWAIT, TAGGED, YIELD: an expression statement (or `void`, or its awaited operand) */
    AST_PRIVATE = 1 << 2,  /* MEMBER, NAME: #name */
    AST_PREFIX = 1 << 3,   /* UPDATE */
    AST_DELEGATE = 1 << 4, /* YIELD */
    AST_ASYNC = 1 << 5,    /* FOR_OF, CLAUSE, WITH */
    AST_HOISTED = 1 << 6,  /* DEFINE: done on entry to the block */
    AST_COMPUTED =
        1 << 7, /* PROPERTY: the key is an expression in brackets (ECMAScript), or any key of a Python dict */
    AST_SHORTHAND = 1 << 8,     /* PROPERTY: { a }, { m () {} } */
    AST_PARENTHESISED = 1 << 9, /* any expression: it stood in parentheses of its own */
    AST_DECLARED = 1 << 10, /* NAME: this is where its variable is declared, and writing it initialises (const, let) */
    AST_STAR = 1 << 11      /* HANDLER: Python's except*, refused when met */
};

#define AST_GLOBAL G_MAXUINT32 /* depth of a name that the file does not declare */

/* The first slots of an ECMAScript file's scope: what CommonJS gives a module. */
enum
{
    MODULE_SLOT_EXPORTS,
    MODULE_SLOT_REQUIRE,
    MODULE_SLOT_MODULE,
    MODULE_SLOT_FILENAME,
    MODULE_SLOT_DIRNAME,
    MODULE_SLOTS
};

/* Depth to which expressions, statements and types may nest. Deeper text is refused by the parsers, so that neither they nor
 * those who walk the tree by recursion can exhaust the stack. */
#define AST_MAX_DEPTH 1000

/* Bytes of one file beyond which the parsers refuse it. */
#define AST_MAX_TEXT (64 * 1024 * 1024)

typedef struct
{
    Node **items;
    guint32 count;
} NodeList;

typedef struct
{
    const char *data; /* not terminated by NUL */
    gsize length;
} Text;

typedef enum
{
    PROPERTY_VALUE,  /* also methods: the value is a NODE_FUNCTION with FUNCTION_METHOD */
    PROPERTY_GETTER, /* the value is a NODE_FUNCTION */
    PROPERTY_SETTER
} PropertyKind;

typedef enum
{
    DECLARE_VAR,
    DECLARE_LET,
    DECLARE_CONST,
    DECLARE_NONE /* FOR_IN, FOR_OF: the target is assigned, not declared (Python: always) */
} DeclareKind;

typedef enum
{
    COMPREHENSION_LIST,
    COMPREHENSION_SET,
    COMPREHENSION_MAP,
    COMPREHENSION_GENERATOR
} ComprehensionKind;

typedef enum
{
    MATCH_VALUE,    /* value: a literal (None, True, False: by identity) or a dotted name */
    MATCH_CAPTURE,  /* target: a NAME */
    MATCH_WILDCARD, /* _ */
    MATCH_SEQUENCE, /* patterns; one may be MATCH_STAR */
    MATCH_STAR,     /* target (may be NULL for *_) */
    MATCH_MAPPING,  /* keys beside patterns; target: **rest (may be NULL) */
    MATCH_CLASS, /* value: the class; patterns; keys: NODE_STRING names for the last ones, patterns before them are positional */
    MATCH_OR, /* patterns */
    MATCH_AS  /* patterns[0] as target */
} MatchKind;

typedef enum
{
    EXPORT_DECLARATION, /* export const x = 1: `declaration`, and a specifier for each name that it binds */
    EXPORT_DEFAULT, /* export default x: `declaration` is an expression, or a NODE_DEFINE with one specifier "default" */
    EXPORT_NAMES,   /* export { a as b }, export { a as b } from 'm' */
    EXPORT_ALL,     /* export * from 'm'; export * as n from 'm' has one specifier */
    EXPORT_ASSIGN   /* TypeScript's export = x: `declaration` is an expression */
} ExportKind;

typedef struct
{
    const Name *
        imported; /* the name in the other module ("default" too); NULL: the whole module (`* as x`, `import x`, require) */
    const Name *exported; /* exports: the name that others see ("default" too); imports: NULL */
    Node *local;          /* NODE_NAME: the variable; NULL in `export ... from` */
    guint32 start;        /* where it stands */
    gboolean used;        /* imports: the file reads the variable as a value somewhere */
} ImportSpecifier;

typedef struct
{
    Text module;                 /* 'typeorm', './x', Python: 'a.b' (relative: see level) */
    ImportSpecifier *specifiers; /* Python's `from m import *`: count 0 and star */
    guint32 count;
    guint32 level;    /* Python: leading dots of a relative import */
    gboolean star;    /* Python: from m import * */
    gboolean require; /* TypeScript: import x = require('m') */
    gboolean plain;   /* Python: `import a.b` binds `a` (no `as`); ECMAScript: import 'm' for its effects alone */
    gboolean elided; /* TypeScript: no specifier is used as a value, so the compiler drops the import: do not load it */
} Import;

typedef struct
{
    ExportKind kind;
    ImportSpecifier *specifiers;
    guint32 count;
    Node *declaration; /* may be NULL */
    Text module;       /* data is NULL without `from` */
} Export;

/* for (init; test; update). `scope` (may be NULL) holds the variables of `let`; with its own environment, each round begins
 * with a copy of the one before. */
typedef struct ForLoop
{
    Node *init; /* each of the three may be NULL */
    Node *test;
    Node *update;
    Node *body;
    Scope *scope;
} ForLoop;

/* for (target of iterable). `scope` (may be NULL) is entered anew each round; the iterable is evaluated outside of it. */
typedef struct EachLoop
{
    Node *target;
    Node *iterable;
    Node *body;
    Node *otherwise; /* Python's else; may be NULL */
    Scope *scope;
} EachLoop;

typedef struct Try
{
    Node *block;
    NodeList handlers; /* ECMAScript: none or one */
    Node *otherwise;   /* Python's else; may be NULL */
    Node *finalizer;   /* may be NULL */
} Try;

struct Node
{
    guint8 kind;   /* NodeKind */
    guint8 op;     /* Operator (unary, binary, assign, update, meta), or the enum that the member's comment names */
    guint16 flags; /* AST_* */
    guint32 start; /* byte offsets in file->text */
    guint32 end;
    const ScriptFile *file;
    union
    {
        gboolean boolean;
        double number;
        gint64 integer;
        Text text;
        struct
        {
            Text text;      /* the same */
            gpointer value; /* the evaluator's: the string that it made of it; a tree serves one runtime */
        } string;
        NodeList list;
        Node *value;

        struct
        {
            Text pattern;
            Text flags;
        } regexp;
        struct
        {
            Node *value;
            Node *spec;          /* NODE_TEMPLATE, may be NULL */
            gunichar conversion; /* 'r', 's', 'a' or 0 */
            Text debug;          /* the text and its `=` in f"{x=}"; data may be NULL */
        } format;
        struct
        {
            Node *tag;
            NodeList values;
            Text *cooked; /* data is NULL when an escape is invalid */
            Text *raw;    /* values.count + 1 of each */
        } tagged;

        /* op: PropertyKind. `name` when the key is fixed (not AST_COMPUTED), else `key`. */
        struct
        {
            const Name *name;
            Node *key;
            Node *value;
        } property;
        struct
        {
            const Name *name; /* NULL for ** */
            Node *value;
        } keyword;

        struct
        {
            const Name *name;
            guint32 depth;
            guint32 slot;
            const Variable *variable; /* NULL: global */
            Node *otherwise;          /* may be NULL */
        } name;
        struct
        {
            Node *object;
            const Name *name;
            guint32 name_start; /* where the name stands, for carets */
        } member;
        struct
        {
            Node *object;
            Node *index;
        } index;
        struct
        {
            Node *lower;
            Node *upper;
            Node *step; /* each may be NULL */
        } slice;
        struct
        {
            Node *callee;
            NodeList arguments;
        } call;

        struct
        {
            Node *operand;
        } unary;
        struct
        {
            Node *left;
            Node *right;
        } binary;
        struct
        {
            Node *first;
            NodeList rest;
            guint8 *operators; /* Operator; rest.count of them */
        } compare;
        struct
        {
            Node *test;
            Node *then;
            Node *otherwise;
        } conditional;
        struct
        {
            Node *target;
            Node *value;
        } assign;
        Function *function;
        Class *class_;

        /* op: ComprehensionKind. The first clause's iterable is evaluated outside of scope. */
        struct
        {
            Node *element;
            Node *key; /* MAP only */
            NodeList clauses;
            Scope *scope;
        } comprehension;
        struct
        {
            Node *target;
            Node *iterable;
            NodeList conditions;
        } clause;

        /* op: DeclareKind. */
        struct
        {
            NodeList declarators;
        } declare;
        struct
        {
            NodeList targets;
            Node *value;
        } chain;
        struct
        {
            Node *target;
            Node *annotation;
            Node *value; /* may be NULL */
        } annotated;
        struct
        {
            NodeList statements;
            NodeList hoisted;
            Scope *scope; /* NULL when it declares nothing */
        } block;
        struct
        {
            Node *test;
            Node *body;
            Node *otherwise; /* Python's else, may be NULL */
        } loop;

        struct ForLoop *for_;
        struct EachLoop *each; /* op: DeclareKind */

        struct
        {
            Node *subject;
            NodeList cases;
            Scope *scope;      /* may be NULL; around the cases */
            NodeList *hoisted; /* may be NULL */
        } switch_;
        struct
        {
            Node *test;  /* NULL: default */
            Node *guard; /* may be NULL */
            NodeList body;
        } case_;

        /* op: MatchKind. */
        struct
        {
            Node *value;
            Node *target;
            NodeList patterns;
            NodeList *keys; /* may be NULL */
        } match;
        struct Try *try_;
        struct
        {
            Node *type;   /* Python, may be NULL */
            Node *target; /* may be NULL */
            Node *body;
            Scope *scope; /* may be NULL */
        } handler;
        struct
        {
            Node *value; /* NULL: Python's bare raise */
            Node *cause; /* may be NULL */
        } throw_;
        const Name *label;
        struct
        {
            const Name *name;
            Node *body;
        } labelled;
        struct
        {
            NodeList items;
            Node *body;
        } with;

        Import *import;
        Export *export_;

        /* Members are NODE_PROPERTY with a fixed name; value is NULL when the member counts on from the one before it.
         * A member that an initialiser names without its enum has become NODE_MEMBER. */
        struct
        {
            Node *target;
            NodeList members;
        } enum_;

        /* After `body` (with its own scope) has run, each of `exports` (NODE_NAMEs, resolved inside the body) is stored in the
         * namespace's object under its own name. The object is the one that the variable already holds, if any. */
        struct
        {
            Node *target;
            Node *body;
            NodeList exports;
        } namespace_;

        struct
        {
            const char *what; /* what it is, as a noun phrase: "a `with` statement" */
        } unsupported;
    };
};

typedef enum
{
    PARAMETER_POSITIONAL_ONLY, /* Python: before the `/` */
    PARAMETER_ORDINARY,
    PARAMETER_REST,         /* ...x, *x */
    PARAMETER_KEYWORD_ONLY, /* Python: after the `*` */
    PARAMETER_KEYWORD_REST  /* Python: **x */
} ParameterKind;

typedef struct
{
    ParameterKind kind;
    gboolean property; /* TypeScript: constructor(private x): `this.x = x` happens before the class's fields are set */
    Node *target;      /* NAME or pattern */
    Node
        *default_value; /* may be NULL. ECMAScript: evaluated at the call, inside; Python: at the definition, outside */
} Parameter;

/* Flags of a function. */
enum
{
    FUNCTION_ASYNC = 1 << 0,
    FUNCTION_GENERATOR = 1 << 1,
    FUNCTION_ARROW = 1 << 2,           /* `this`, `super` and `new.target` are those of the function around it */
    FUNCTION_EXPRESSION_BODY = 1 << 3, /* the body is an expression, whose value is returned: arrows, lambdas, fields */
    FUNCTION_METHOD = 1 << 4,          /* not a constructor; has a home object for `super` */
    FUNCTION_GETTER = 1 << 5,
    FUNCTION_SETTER = 1 << 6,
    FUNCTION_CONSTRUCTOR = 1 << 7, /* of a class */
    FUNCTION_DERIVED = 1 << 8,     /* constructor of a class with `extends` */
    FUNCTION_STRICT = 1 << 9,
    FUNCTION_USES_THIS = 1 << 10,      /* itself or in an arrow inside: `this`, `super` or `new.target` */
    FUNCTION_USES_ARGUMENTS = 1 << 11, /* itself or in an arrow inside; `arguments` is then set */
    FUNCTION_SIMPLE = 1 << 12,         /* parameters are plain names without defaults or rest */
    FUNCTION_FIELD = 1 << 13, /* the initialiser of a field or the body of a static block, called with its `this` */
    FUNCTION_AWAITS = 1 << 14 /* an await, for await or async for stands in it itself (the file's: top-level await) */
};

struct Function
{
    guint32 flags;      /* FUNCTION_* */
    guint32 start, end; /* its whole text */
    const ScriptFile *file;
    const Name *name; /* given or inferred (`const f = () => 1`); may be NULL */
    Parameter *parameters;
    guint32 parameter_count;
    guint32 length;       /* ECMAScript's f.length: parameters before the first with a default or rest */
    Node *body;           /* NODE_BLOCK (its scope is NULL: its variables are the function's own), or an expression */
    Scope *scope;         /* parameters, variables; always has its own environment */
    const Variable *self; /* the own name of a function expression, to be set to the function at a call; may be NULL */
    const Variable *arguments; /* to be set to the arguments object at a call; may be NULL */
    NodeList decorators;       /* Python, from top to bottom */
};

typedef enum
{
    MEMBER_METHOD, /* value: NODE_FUNCTION */
    MEMBER_GETTER,
    MEMBER_SETTER,
    MEMBER_FIELD,       /* value: NODE_FUNCTION with FUNCTION_FIELD and an expression body, or NULL */
    MEMBER_STATIC_BLOCK /* value: NODE_FUNCTION with FUNCTION_FIELD and a block */
} MemberKind;

typedef struct
{
    MemberKind kind;
    gboolean is_static;
    const Name *name; /* fixed name; private ones begin with '#'; NULL when computed, and for a static block */
    Node *key;        /* computed key, evaluated once, when the class is; may be NULL */
    Node *value;
    guint32 start;
} ClassMember;

struct Class
{
    guint32 start, end;
    const Name *name;      /* given or inferred; may be NULL */
    Node *superclass;      /* ECMAScript; may be NULL */
    Function *constructor; /* ECMAScript; may be NULL */
    ClassMember *members;  /* ECMAScript, in order, without the constructor */
    guint32 member_count;
    NodeList bases; /* Python: bases, NODE_SPREAD and NODE_KEYWORD (metaclass=...) */
    Node *body;     /* Python: NODE_BLOCK whose variables are `scope`'s; afterwards they are the class's attributes */
    NodeList decorators; /* Python */
    /* ECMAScript: of a class with a name of its own: one variable, the class as its inside sees it, to be set before static
     * members are. Else NULL. Python: the class body's. */
    Scope *scope;
};

typedef enum
{
    SCOPE_MODULE,
    SCOPE_FUNCTION,
    SCOPE_BLOCK,
    SCOPE_CLASS,        /* ECMAScript: the class's own name; Python: the class body, unseen by functions inside it */
    SCOPE_COMPREHENSION /* Python */
} ScopeKind;

typedef enum
{
    VARIABLE_PARAMETER,
    VARIABLE_VAR,       /* also Python's variables */
    VARIABLE_FUNCTION,  /* an ECMAScript function declaration */
    VARIABLE_ARGUMENTS, /* `arguments` */
    VARIABLE_SELF,      /* own name of a function or class expression: writing it is ignored (strict: a TypeError) */
    VARIABLE_MODULE,    /* require, exports, ... */
    VARIABLE_LET,       /* from here on: uninitialised at first */
    VARIABLE_CONST,
    VARIABLE_CLASS,
    VARIABLE_IMPORT,
    VARIABLE_ENUM /* TypeScript's enums and namespaces; undefined at first */
} VariableKind;

struct Variable
{
    const Name *name;
    VariableKind kind;
    guint32 slot;
    gboolean captured; /* a closure reads or writes it */
    Scope *scope;
};

struct Scope
{
    ScopeKind kind;
    Function *function; /* of a function's scope; NULL for others */
    Scope *parent;      /* NULL for a module's */
    gboolean own_environment;
    gboolean captured;    /* with its own environment: a closure may keep it */
    Variable **variables; /* by slot: variables[i]->slot == first + i */
    guint32 count;
    guint32 lexical; /* variables from here on begin uninitialised */
    guint32 first;   /* slot of variables[0]; 0 with its own environment */
    guint32 size;    /* slots of its environment; 0 without its own */
};

/* A comment addressed to us: `// migshim: requires api:2024...`, `# migshim: ...`, or a line of a block comment. */
typedef struct
{
    Text text;     /* after "migshim:", without surrounding blanks */
    guint32 start; /* where "migshim:" stands */
} Annotation;

struct ScriptFile
{
    Language language;
    const struct Semantics *semantics; /* what operators mean, when it is not what they mean in the language; or NULL */
    const char *path;                  /* as a person would type it; borrowed */
    const char *text;                  /* borrowed; lives as long as the tree */
    gsize length;
    Arena *arena;
    NameTable *names;
    Function *program; /* the statements; `scope` is the module's */
    gboolean library;  /* no person's text: errors are told at the call that led into it */
    gboolean typescript;
    gboolean module;         /* has import or export (ECMAScript): an ES module, strict */
    Annotation *annotations; /* in order */
    guint32 annotation_count;
};

/* The place of byte OFFSET of FILE. */
Location ast_location (const ScriptFile *file, guint32 offset);

/* Sets ERROR to a code of MIGSHIM_ERROR with the place of NODE, its line and a caret. */
void ast_error (GError **error, MigshimErrorCode code, const Node *node, const char *format, ...) G_GNUC_PRINTF (4, 5);

/* The kind as a word of the text form of a tree ("call"), static. */
const char *ast_kind_name (NodeKind kind);

/* An operator as it is written in its language ("+", "is not"), static; "" for OP_NONE. */
const char *ast_operator_text (Operator op);

/* The parsers. TEXT (LENGTH bytes) and PATH are borrowed and must live as long as ARENA; NAMES must outlive both.
 * They return a tree in ARENA, variables resolved, or NULL with ERROR (place, excerpt and caret set):
 *   MIGSHIM_ERROR_SOURCE        not valid in the language, or past AST_MAX_DEPTH or AST_MAX_TEXT, or ARENA is full
 *   MIGSHIM_ERROR_UNSUPPORTED   JSX */
typedef enum
{
    ES_JAVASCRIPT = 0,
    ES_TYPESCRIPT = 1 << 0, /* .ts, .mts, .cts */
    ES_MODULE = 1 << 1      /* .mjs, .mts: strict even without import and export */
} EsOptions;

ScriptFile *es_parse (const char *path, const char *text, gsize length, EsOptions options, NameTable *names,
                      Arena *arena, GError **error);

ScriptFile *python_parse (const char *path, const char *text, gsize length, NameTable *names, Arena *arena,
                          GError **error);

#endif
