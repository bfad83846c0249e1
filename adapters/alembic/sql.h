/* sql.h: SQLAlchemy's expression language: what a script builds with sa.text, sa.select, table.update () and the operators, and its SQL.
 *
 * Everything that SQLAlchemy calls a ClauseElement is a SqlElement: a node of a tree in the arena of the runtime, never changed once a script can see it
 * (a generative method copies its node). To a script it is a host object (sql_host.h); sql_element_of and sql_element_value go to and fro.
 *
 * sql_render makes the text. A value in it is either written in as SQLAlchemy's literal_binds has it, as DDL wants it, or collected as a SqlBind, and then written as
 * the driver does (send.h). Where SQLAlchemy is imitated the file and the function are named; versions: SQLAlchemy 2.1. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SQL_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SQL_H

#include "adapters/alembic/name.h"
#include "script/script.h"

#include <glib.h>

/* A column's type: type.h. NULL stands for NullType in everything here. */
typedef struct SaType SaType;
typedef struct SqlElement SqlElement;

typedef enum
{
    ELEMENT_TEXT,           /* sa.text: NAME is the text, ITEMS its binds that were given (bindparams) */
    ELEMENT_LITERAL_COLUMN, /* NAME as it is */
    ELEMENT_COLUMN,         /* NAME, of TABLE or of none */
    ELEMENT_BIND,           /* VALUE, or a parameter called NAME that is filled at execution */
    ELEMENT_NULL,
    ELEMENT_TRUE,
    ELEMENT_FALSE,
    ELEMENT_STAR,        /* count (*) */
    ELEMENT_FUNCTION,    /* NAME (ITEMS); PACKAGE before it with its dots, or NULL */
    ELEMENT_CAST,        /* LEFT as TYPE */
    ELEMENT_TYPE_COERCE, /* LEFT, taken for TYPE */
    ELEMENT_CASE,        /* LEFT is the value or NULL; ITEMS are condition, result, ...; RIGHT the else or NULL */
    ELEMENT_UNARY,       /* OP before LEFT */
    ELEMENT_MODIFIER,    /* OP behind LEFT: DESC */
    ELEMENT_BINARY,      /* LEFT OP RIGHT; NEGATE is what not_ makes of it */
    ELEMENT_CHAIN,       /* ITEMS with OP between: and, or, +, || (ExpressionClauseList) */
    ELEMENT_LIST,        /* ITEMS with commas */
    ELEMENT_TUPLE,       /* (ITEMS) */
    ELEMENT_ARRAY,       /* ARRAY[ITEMS] */
    ELEMENT_GROUPING,    /* (LEFT) */
    ELEMENT_BOOLEAN,     /* LEFT as a condition: OP is IS_TRUE or IS_FALSE (AsBoolean) */
    ELEMENT_LABEL,       /* LEFT AS NAME; NAME NULL: one of its own */
    ELEMENT_OVER,        /* LEFT OVER (PARTITION BY ITEMS ORDER BY RIGHT's ITEMS DETAIL) */
    ELEMENT_WITHIN_GROUP,
    ELEMENT_FILTER,
    ELEMENT_AGGREGATE_ORDER, /* LEFT with ORDER BY ITEMS inside its parentheses */
    ELEMENT_EXTRACT,         /* NAME FROM LEFT */
    ELEMENT_COLLATION,       /* NAME as the name of a collation */
    ELEMENT_EXISTS,          /* EXISTS LEFT */
    ELEMENT_SCALAR_SUBQUERY, /* (LEFT) */
    ELEMENT_EXCLUDED,        /* excluded.NAME, VALUES(NAME) */

    ELEMENT_TABLE, /* PACKAGE (its schema) . NAME with the columns ITEMS */
    ELEMENT_ALIAS, /* LEFT AS NAME; a subquery too; ITEMS are the columns */
    ELEMENT_CTE,   /* WITH NAME AS (LEFT) */
    ELEMENT_JOIN,  /* LEFT JOIN RIGHT ON DETAIL */
    ELEMENT_VALUES,

    ELEMENT_SELECT,   /* DETAIL is a SqlSelect */
    ELEMENT_COMPOUND, /* UNION and its like of ITEMS; DETAIL is a SqlSelect with what follows them */
    ELEMENT_INSERT,   /* DETAIL is a SqlChange, LEFT the table */
    ELEMENT_UPDATE,
    ELEMENT_DELETE
} SqlElementKind;

/* Operators (sql/operators.py). */
typedef enum
{
    SQL_OP_NONE,
    SQL_OP_AND,
    SQL_OP_OR,
    SQL_OP_NOT,
    SQL_OP_EQ,
    SQL_OP_NE,
    SQL_OP_LT,
    SQL_OP_LE,
    SQL_OP_GT,
    SQL_OP_GE,
    SQL_OP_IS,
    SQL_OP_IS_NOT,
    SQL_OP_IS_DISTINCT,
    SQL_OP_IS_NOT_DISTINCT,
    SQL_OP_IN,
    SQL_OP_NOT_IN,
    SQL_OP_LIKE,
    SQL_OP_NOT_LIKE,
    SQL_OP_ILIKE,
    SQL_OP_NOT_ILIKE,
    SQL_OP_CONTAINS,
    SQL_OP_NOT_CONTAINS,
    SQL_OP_ICONTAINS,
    SQL_OP_NOT_ICONTAINS,
    SQL_OP_STARTSWITH,
    SQL_OP_NOT_STARTSWITH,
    SQL_OP_ISTARTSWITH,
    SQL_OP_NOT_ISTARTSWITH,
    SQL_OP_ENDSWITH,
    SQL_OP_NOT_ENDSWITH,
    SQL_OP_IENDSWITH,
    SQL_OP_NOT_IENDSWITH,
    SQL_OP_BETWEEN,
    SQL_OP_NOT_BETWEEN,
    SQL_OP_REGEXP,
    SQL_OP_NOT_REGEXP,
    SQL_OP_REGEXP_REPLACE,
    SQL_OP_MATCH,
    SQL_OP_NOT_MATCH,
    SQL_OP_ADD,
    SQL_OP_SUB,
    SQL_OP_MUL,
    SQL_OP_TRUEDIV,
    SQL_OP_FLOORDIV,
    SQL_OP_MOD,
    SQL_OP_NEG,
    SQL_OP_CONCAT,
    SQL_OP_BIT_AND,
    SQL_OP_BIT_OR,
    SQL_OP_BIT_XOR,
    SQL_OP_BIT_NOT,
    SQL_OP_SHIFT_LEFT,
    SQL_OP_SHIFT_RIGHT,
    SQL_OP_GETITEM,      /* of an array */
    SQL_OP_JSON_GETITEM, /* -> */
    SQL_OP_JSON_PATH,    /* #> */
    SQL_OP_CUSTOM,       /* op ('->>'): OPERATOR is its text */
    SQL_OP_COLLATE,
    SQL_OP_DISTINCT,
    SQL_OP_EXISTS,
    SQL_OP_ANY,
    SQL_OP_ALL,
    SQL_OP_IS_TRUE,
    SQL_OP_IS_FALSE,
    SQL_OP_ASC,
    SQL_OP_DESC,
    SQL_OP_NULLS_FIRST,
    SQL_OP_NULLS_LAST,
    SQL_OP_COMMA,
    SQL_OP_AS_BOOLEAN /* what a WHERE groups against (_asbool) */
} SqlOperator;

enum
{
    ELEMENT_UNIQUE = 1,         /* a bind: its name is made unique */
    ELEMENT_EXPANDING = 2,      /* a bind whose value is a list: IN */
    ELEMENT_REQUIRED = 4,       /* a bind that has no value yet */
    ELEMENT_IMPLICIT_TRUTH = 8, /* is a condition by itself (_is_implicitly_boolean) */
    ELEMENT_UNGROUPED = 16,     /* never in parentheses of its own */
    ELEMENT_SUBQUERY = 32,      /* an alias that was made of a select */
    ELEMENT_LATERAL = 64,
    ELEMENT_RECURSIVE = 128, /* of a CTE */
    ELEMENT_OUTER = 256,     /* of a join */
    ELEMENT_FULL = 512,
    ELEMENT_PRIMARY_KEY = 1024, /* of a column */
    ELEMENT_TYPED = 2048        /* of a bind: its type was given, not found from the value */
};

struct SqlElement
{
    SqlElementKind kind;
    guint flags;
    const SaType *type;
    const char *name;
    const char *package;
    const char *key; /* of a column or bind: what a script calls it, when that is not NAME */
    SqlOperator op;
    SqlOperator negate;
    const char *operator; /* of SQL_OP_CUSTOM; the escape character of LIKE; the flags of a regular expression */
    guint precedence;     /* of SQL_OP_CUSTOM */
    SqlElement *left;
    SqlElement *right;
    SqlElement *table; /* of a column */
    SqlElement **items;
    guint n_items;
    Value
        value; /* of a bind; of a column: what it is when an INSERT says nothing (Column.default), or VALUE_EMPTY; RIGHT is then, or not, a bind with what it is
                    when an UPDATE says nothing (onupdate) */
    Value object; /* what a script has of it, once it has; VALUE_EMPTY before */
    gpointer detail;
};

/* A place-holder in a text that was rendered, in the order of the text. An expanding bind has one for the whole list. */
typedef struct
{
    const SqlElement *bind;
    gsize offset; /* where in the text its `?` stands */
} SqlBind;

/* How sql_render writes. */
typedef enum
{
    SQL_RENDER_LITERALS = 1,  /* values are written in (literal_binds): DDL */
    SQL_RENDER_NO_TABLES = 2, /* columns without their table (include_table=False): DDL */
    SQL_RENDER_GROUPED = 4    /* in parentheses where an expression stands for a column (self_group): indexes */
} SqlRenderFlags;

/* The element behind VALUE, or NULL: text, column, table, statement, ... A sa.Column is none (schema.h); see sql_coerce. */
SqlElement *sql_element_of (Value value);

/* ELEMENT as a script sees it. */
Value sql_element_value (ScriptRuntime *runtime, SqlElement *element);

/* What Column and Table are based on: the DATA of such an object is a SqlElement, or begins with one. */
extern const HostClass sql_column_class; /* ColumnElement */
extern const HostClass sql_from_class;   /* FromClause */

/* A new node, zeroed but for KIND. In the arena. */
SqlElement *sql_element_new (ScriptRuntime *runtime, SqlElementKind kind);

/* sa.text (TEXT). */
SqlElement *sql_text_new (ScriptRuntime *runtime, const char *text);

/* A table as sa.table and sa.Table make it; SCHEMA may be NULL. Columns are added with sql_table_add until a script sees it; KEY may be NULL. The texts must
 * live as long as the runtime. Gives the column. */
SqlElement *sql_table_new (ScriptRuntime *runtime, const char *name, const char *schema);
SqlElement *sql_table_add (ScriptRuntime *runtime, SqlElement *table, const char *name, const char *key,
                           const SaType *type);

/* SQL as it stands where an expression does (sa.literal_column). TYPE may be NULL. */
SqlElement *sql_literal_column_new (ScriptRuntime *runtime, const char *text, const SaType *type);

/* Raises sqlalchemy.exc.NAME. */
ScriptStatus sql_raise (ScriptRuntime *runtime, const char *name, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Appends ELEMENT's SQL to OUT, values written in or (without SQL_RENDER_LITERALS) refused: for DDL. What SQLAlchemy can't compile is thrown as it throws it. */
ScriptStatus sql_render (ScriptRuntime *runtime, const SqlElement *element, const SaDialect *dialect,
                         SqlRenderFlags flags, GString *out);

/* Appends VALUE as SQLAlchemy writes a literal of TYPE (literal_processor; NULL: of the value's own type): a string's quotes doubled, MySQL's backslashes too. */
ScriptStatus sql_render_literal (ScriptRuntime *runtime, Value value, const SaType *type, const SaDialect *dialect,
                                 GString *out);

#endif
