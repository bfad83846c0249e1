/* schema.h: tables, columns, constraints and indexes as SQLAlchemy's schema items have them.
 *
 * All of it is in the arena of the runtime and may change until it is written: a column is attached to a table, a convention gives a name. Scripts hold host objects whose DATA these
 * are. A SaColumn and a SaTable begin with the SqlElement that they are in an expression, so that the expression language takes them as they are.
 *
 *   schema_argument.c   what arguments are: names, numbers, options of dialects
 *   schema_item.c       sa.Column, sa.ForeignKey, the constraints, sa.Index, sa.Sequence, sa.Identity, sa.Computed
 *   schema_table.c      what happens when items come to a table (_set_parent), sa.Table, sa.MetaData
 *   schema_naming.c     naming conventions
 *
 * What is imitated: sql/schema.py, sql/naming.py of SQLAlchemy 2.1; operations/schemaobj.py of Alembic 1.20. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SCHEMA_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SCHEMA_H

#include "adapters/alembic/run.h"
#include "adapters/alembic/sql.h"
#include "adapters/alembic/type.h"

typedef struct SaColumn SaColumn;
typedef struct SaTable SaTable;

/* Three values: not given, false, true. */
typedef enum
{
    SA_DEFAULT,
    SA_FALSE,
    SA_TRUE
} SaTruth;

typedef struct
{
    const char *text;  /* NULL: none */
    gboolean is_final; /* conv, op.f: no convention changes it, and it is cut when too long */
    SaTruth quote;     /* quote=, quoted_name */
} SaName;

/* An argument for a dialect: postgresql_using='gin'. */
typedef struct
{
    const char *name;
    Value value;
} SaOption;

typedef struct
{
    gboolean given;
    gint64 value;
} SaNumber;

/* Of a Sequence and an Identity. */
typedef struct
{
    SaNumber start, increment, minvalue, maxvalue, cache;
    SaTruth nominvalue, nomaxvalue, cycle;
} SaSequenceOptions;

typedef struct
{
    SaName name;
    SaName schema;
    SaSequenceOptions options;
    const SaType *data_type; /* or NULL */
    gboolean optional;
    Value metadata;
} SaSequence;

typedef struct
{
    SaTruth always;
    SaSequenceOptions options;
} SaIdentity;

typedef struct
{
    SqlElement *expression;
    SaTruth persisted;
} SaComputed;

/* server_default */
typedef enum
{
    SA_SERVER_DEFAULT_NONE,
    SA_SERVER_DEFAULT_TEXT,    /* a str: quoted */
    SA_SERVER_DEFAULT_ELEMENT, /* text (), a function, ... */
    SA_SERVER_DEFAULT_FETCHED, /* FetchedValue: nothing is written */
    SA_SERVER_DEFAULT_COMPUTED,
    SA_SERVER_DEFAULT_IDENTITY
} SaServerDefaultKind;

typedef struct
{
    SaServerDefaultKind kind;
    const char *text;
    SqlElement *element;
    SaComputed *computed;
    SaIdentity *identity;
} SaServerDefault;

typedef enum
{
    SA_AUTOINCREMENT_AUTO,
    SA_AUTOINCREMENT_TRUE,
    SA_AUTOINCREMENT_FALSE,
    SA_AUTOINCREMENT_IGNORE_FK
} SaAutoincrement;

/* What a foreign key says beside its columns. */
typedef struct
{
    SaName name;
    const char *on_update, *on_delete, *initially, *match;
    SaTruth deferrable;
    gboolean use_alter;
    GArray *options; /* SaOption, or NULL */
} SaReference;

/* Where a foreign key points. COLUMN NULL: a column called as the local one. */
typedef struct
{
    const char *schema, *table, *column;
} SaTarget;

typedef struct
{
    SaTarget target;
    SaReference reference;
} SaForeignKey;

struct SaColumn
{
    SqlElement element; /* ELEMENT_COLUMN */
    SaName name;
    const char *key;
    const SaType *type; /* NULL: NullType */
    gboolean nullable, nullable_given;
    gboolean primary_key;
    SaAutoincrement autoincrement;
    gboolean has_default; /* a default of Python's */
    SaSequence *sequence; /* default=Sequence */
    SaServerDefault server_default;
    gboolean unique, index;
    gboolean system;
    const char *comment;
    GArray *options;         /* SaOption, or NULL */
    GPtrArray *foreign_keys; /* SaForeignKey */
    GPtrArray *checks;       /* SaConstraint of the column itself */
    SaTable *table;
    gboolean no_type_constraint; /* the type's CHECK is made by somebody else */
};

typedef enum
{
    SA_CONSTRAINT_ANY, /* drop_constraint without a type */
    SA_CONSTRAINT_PRIMARY_KEY,
    SA_CONSTRAINT_FOREIGN_KEY,
    SA_CONSTRAINT_UNIQUE,
    SA_CONSTRAINT_CHECK,
    SA_CONSTRAINT_EXCLUDE
} SaConstraintKind;

/* A part of an ExcludeConstraint. */
typedef struct
{
    const char *column; /* by name; or */
    SqlElement *expression;
    const char *operator;
} SaExclusion;

typedef struct
{
    SaConstraintKind kind;
    SaName name;
    gboolean unnamed_type; /* of a type without a name (_NONE_NAME) */
    SaTruth deferrable;
    const char *initially;
    GPtrArray *columns; /* char *: keys of columns of the table */
    GArray *options;    /* SaOption, or NULL */
    guint order;        /* of creation */
    gboolean implicit;  /* a primary key that the columns make */
    gboolean of_column; /* unique=True, index=True */
    SaTable *table;

    /* FOREIGN_KEY */
    GArray *targets; /* SaTarget, one for each column */
    SaReference reference;

    /* CHECK */
    SqlElement *expression;
    gboolean column_level;
    const SaType *type; /* of a type (_type_bound): written only where the type has no other way */
    SaColumn *column;

    /* EXCLUDE */
    GArray *exclusions; /* SaExclusion */
    const char *using;
    SqlElement *where;
    Value ops; /* a dict, or VALUE_EMPTY */
} SaConstraint;

/* A column or an expression of an index. */
typedef struct
{
    const char *column; /* by key; or */
    SqlElement *expression;
} SaIndexPart;

typedef struct
{
    SaName name;
    gboolean unique;
    GArray *parts;   /* SaIndexPart */
    GArray *options; /* SaOption, or NULL */
    gboolean of_column;
    SaTable *table;
} SaIndex;

typedef struct
{
    const char *schema;
    Value conventions;    /* the dict naming_convention, or VALUE_EMPTY: the source's settings */
    GPtrArray *tables;    /* SaTable */
    GPtrArray *sequences; /* SaSequence */
    gboolean of_models;   /* models were declared in it, whose tables are not among these */
} SaMetadata;

struct SaTable
{
    SqlElement element; /* ELEMENT_TABLE */
    SaName name;
    SaName schema;
    GPtrArray *columns;     /* SaColumn */
    GPtrArray *constraints; /* SaConstraint, as they came */
    GPtrArray *indexes;     /* SaIndex */
    SaConstraint *primary_key;
    const char *comment;
    GPtrArray *prefixes; /* char * */
    GArray *options;     /* SaOption, or NULL */
    SaMetadata *metadata;
    gboolean reflected; /* read from the database: sa_reflect_table */
};

/* What the part keeps for a run. */
struct AlembicSchema
{
    guint order;          /* of items */
    GHashTable *made;     /* types of PostgreSQL that this run made: "FORM schema.name" */
    GPtrArray *lists;     /* GPtrArray: what sa_list_new made */
    GPtrArray *arrays;    /* GArray */
    SaMetadata *metadata; /* of op.*: the source's naming conventions */
    Value conv;           /* the class of op.f's value, once it was needed */
    SaDialect dialect;
};

#define SA_NO_NAME ((SaName){ .text = NULL, .is_final = FALSE, .quote = SA_DEFAULT })

/* The state of RUNTIME's run; its dialect is known from the session, or from the file alone when there is none. */
AlembicSchema *sa_schema (ScriptRuntime *runtime);
const SaDialect *sa_dialect (ScriptRuntime *runtime);

/* Arguments: schema_argument.c. VALUE_EMPTY counts as not given everywhere. */

/* The text of a str, in the arena; NULL for None and what is none. */
const char *sa_text (ScriptRuntime *runtime, Value value);
SaName sa_name (ScriptRuntime *runtime, Value value);
static inline SaName sa_name_of (const char *text)
{
    return (SaName){ .text = text, .is_final = FALSE, .quote = SA_DEFAULT };
}
/* TypeError when VALUE is neither int nor None. */
ScriptStatus sa_number (ScriptRuntime *runtime, Value value, const char *name, int *out);
ScriptStatus sa_big_number (ScriptRuntime *runtime, Value value, const char *name, SaNumber *out);
SaTruth sa_truth (Value value);
/* Text or expression of DDL: a str is SQL as it stands (roles.DDLExpressionRole). */
ScriptStatus sa_ddl_expression (ScriptRuntime *runtime, Value value, SqlElement **out);
/* Names in a list or tuple: str, or columns. A str alone is one name when ONE, else its letters (as Python has it). */
ScriptStatus sa_names (ScriptRuntime *runtime, Value value, GPtrArray **out);
/* The options in KEYWORDS (a dict) for an item that SQLAlchemy calls ITEM ("Index"); names of no dialect are a TypeError. */
ScriptStatus sa_options (ScriptRuntime *runtime, const char *item, Value keywords, GArray **out);
/* The option NAME ("using") for the database, or VALUE_EMPTY. */
Value sa_option (const GArray *options, const SaDialect *dialect, const char *name);
/* The class of op.f's value: a str that conventions leave alone. */
Value sa_conv_class (ScriptRuntime *runtime);
/* The dialect as load_dialect_impl sees it. */
Value sa_dialect_value (ScriptRuntime *runtime, const SaDialect *dialect);
/* A type as the configuration's `types` spells it. */
ScriptStatus sa_type_parse (ScriptRuntime *runtime, const char *text, const SaType **out);
ScriptStatus sa_server_default (ScriptRuntime *runtime, Value value, SaServerDefault *out);
SaTarget sa_target_parse (ScriptRuntime *runtime, const char *text);
ScriptStatus sa_target (ScriptRuntime *runtime, Value value, SaTarget *out);
/* Lists and arrays in the care of the runtime. */
GPtrArray *sa_list_new (ScriptRuntime *runtime);
GArray *sa_array_new (ScriptRuntime *runtime, guint size);

/* Items. NULL when VALUE is none of that kind. */
SaColumn *sa_column_of (Value value);
SaTable *sa_table_of (Value value);
SaConstraint *sa_constraint_of (Value value);
SaIndex *sa_index_of (Value value);
SaSequence *sa_sequence_of (Value value);
SaMetadata *sa_metadata_of (Value value);

SaColumn *sa_column_new (ScriptRuntime *runtime, SaName name, const SaType *type);
SaConstraint *sa_constraint_new (ScriptRuntime *runtime, SaConstraintKind kind, SaName name);
SaIndex *sa_index_new (ScriptRuntime *runtime, SaName name, gboolean unique);
SaTable *sa_table_new (ScriptRuntime *runtime, SaMetadata *metadata, SaName name, SaName schema);
SaMetadata *sa_metadata_new (ScriptRuntime *runtime);
SaColumn *sa_column_copy (ScriptRuntime *runtime, const SaColumn *column);

/* Tables. What can't be attached is thrown as SQLAlchemy throws it. */
ScriptStatus sa_table_add_column (ScriptRuntime *runtime, SaTable *table, SaColumn *column);
ScriptStatus sa_table_add_constraint (ScriptRuntime *runtime, SaTable *table, SaConstraint *constraint);
ScriptStatus sa_table_add_index (ScriptRuntime *runtime, SaTable *table, SaIndex *index);
/* Columns first, then constraints and indexes (SchemaObjects.table). */
ScriptStatus sa_table_add_items (ScriptRuntime *runtime, SaTable *table, const Value *items, guint n);
SaColumn *sa_table_column (const SaTable *table, const char *key);
/* The column that the database numbers, or NULL. */
SaColumn *sa_table_autoincrement (const SaTable *table);
/* TABLE as a script sees it. */
Value sa_table_value (ScriptRuntime *runtime, SaTable *table);
/* Constraints in the order in which they are written (_sorted_constraints); free with g_ptr_array_unref. */
GPtrArray *sa_table_sorted (const SaTable *table);

/* Conventions: NAME becomes what the convention of TABLE's metadata makes of it. */
ScriptStatus sa_name_constraint (ScriptRuntime *runtime, SaConstraint *constraint, const SaTable *table, SaName *name);
ScriptStatus sa_name_index (ScriptRuntime *runtime, const SaIndex *index, const SaTable *table, SaName *name);

/* Names in SQL. */
void sa_append (const SaDialect *dialect, GString *out, const SaName *name);
/* schema.name of a type, sequence, table. */
void sa_append_path (const SaDialect *dialect, GString *out, const SaName *schema, const SaName *name);
void sa_append_type_name (const SaDialect *dialect, GString *out, const SaType *type);
void sa_append_literal (const SaDialect *dialect, GString *out, const char *text);

extern const HostClass sa_column_class, sa_table_class, sa_metadata_class, sa_index_class, sa_sequence_class;
extern const HostClass sa_foreign_key_class, sa_identity_class, sa_computed_class, sa_fetched_class, sa_default_class;
extern const HostClass sa_constraint_class, sa_primary_key_class, sa_foreign_key_constraint_class, sa_unique_class,
    sa_check_class, sa_exclude_class;

#endif
