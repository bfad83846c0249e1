/* type.h: SQLAlchemy's column types, as data.
 *
 * Each class of types is a row of sa_type_classes (type_class.c): what Python calls it, what it is based on, its constructor's parameters, and how its name is written in
 * each dialect. A SaType is an instance, in the arena of the runtime, and the DATA of its host object. Wherever SQLAlchemy takes a class for an
 * instance (sa.Integer for sa.Integer ()) sa_type_from_value makes one.
 *
 * What is imitated: sql/sqltypes.py, sql/type_api.py, dialects/{postgresql,mysql,sqlite} of SQLAlchemy 2.1. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_TYPE_H
#define MIGSHIM_ADAPTERS_ALEMBIC_TYPE_H

#include "adapters/alembic/name.h"
#include "script/script.h"

#include <glib.h>

/* A number that was not given. */
#define SA_UNSET G_MININT

typedef struct SaType SaType;
typedef struct SaTypeClass SaTypeClass;
typedef struct SqlElement SqlElement;

/* What operators and casts ask of a type (_type_affinity): classes of one affinity are interchangeable. */
typedef enum
{
    SA_AFFINITY_NONE, /* UserDefinedType */
    SA_AFFINITY_NULL,
    SA_AFFINITY_STRING,
    SA_AFFINITY_INTEGER,
    SA_AFFINITY_NUMERIC,
    SA_AFFINITY_FLOAT,
    SA_AFFINITY_BOOLEAN,
    SA_AFFINITY_DATETIME,
    SA_AFFINITY_DATE,
    SA_AFFINITY_TIME,
    SA_AFFINITY_INTERVAL,
    SA_AFFINITY_BINARY,
    SA_AFFINITY_JSON,
    SA_AFFINITY_ARRAY,
    SA_AFFINITY_UUID,
    SA_AFFINITY_RANGE,
    SA_AFFINITY_ENUM, /* postgresql.ENUM, mysql.ENUM */
    SA_AFFINITY_OTHER /* a class of its own: INET, TSVECTOR, ... */
} SaAffinity;

/* How the name and the arguments of a type are written. */
typedef enum
{
    SA_FORM_NULL, /* NullType: can't be written */
    SA_FORM_PLAIN,
    SA_FORM_INTEGER, /* MySQL: display width, UNSIGNED, ZEROFILL */
    SA_FORM_NUMERIC, /* precision, scale */
    SA_FORM_FLOAT,
    SA_FORM_DOUBLE,
    SA_FORM_STRING, /* length, collation; MySQL: character set and its like */
    SA_FORM_BINARY, /* (length) */
    SA_FORM_BLOB,   /* (length) on MySQL */
    SA_FORM_TIME,   /* PostgreSQL: (precision) WITH TIME ZONE; MySQL: (fsp) */
    SA_FORM_INTERVAL,
    SA_FORM_BIT,
    SA_FORM_YEAR,
    SA_FORM_ENUM, /* sa.Enum, postgresql.ENUM */
    SA_FORM_LIST, /* mysql.ENUM, mysql.SET */
    SA_FORM_ARRAY,
    SA_FORM_UUID,      /* sa.Uuid: UUID where there is such a type, else CHAR(32) */
    SA_FORM_NAMED,     /* postgresql.DOMAIN */
    SA_FORM_STORAGE,   /* dialects.sqlite: DATE_CHAR and its like */
    SA_FORM_DECORATOR, /* TypeDecorator, Interval, PickleType: as what is in it */
    SA_FORM_USER       /* UserDefinedType: get_col_spec () */
} SaForm;

enum
{
    SA_TYPE_NUMERIC_OPTIONS = 1, /* unsigned, zerofill (mysql._NumericCommonType) */
    SA_TYPE_STRING_OPTIONS = 2,  /* charset, ascii, unicode, binary, national (mysql._StringType) */
    SA_TYPE_SMALL = 4,           /* SmallInteger and what is based on it */
    SA_TYPE_BIG = 8,             /* BigInteger likewise */
    SA_TYPE_TIMESTAMP = 16,      /* TIMESTAMP likewise */
    SA_TYPE_ABSTRACT = 32,       /* no instance can be made */
    SA_TYPE_SCHEMA = 64,         /* comes with a CHECK or a type of its own (SchemaType) */
    SA_TYPE_NAMED = 128,         /* postgresql.ENUM, DOMAIN: made by CREATE TYPE, CREATE DOMAIN */
    SA_TYPE_NATIONAL = 256,      /* NATIONAL on MySQL */
    SA_TYPE_NO_LENGTH = 512      /* a length is not written */
};

struct SaTypeClass
{
    HostClass host; /* first: a HostClass of this table is its SaTypeClass */
    SaForm form;
    const char *names[DIALECT_COUNT]; /* NULL: the dialect's compiler can't render it */
    SaAffinity affinity;
    guint flags;
    const char *signature; /* of the constructor, for py_bind; NULL: no arguments */
};

/* A type for one dialect (with_variant). */
typedef struct
{
    const char *dialect; /* "postgresql", "mysql", "mariadb", "sqlite" */
    const SaType *type;
} SaVariant;

struct SaType
{
    const SaTypeClass *class;
    Value object; /* what the script has; VALUE_EMPTY for one that was made here */
    int length;
    int precision; /* second_precision of Interval; fsp of MySQL's times */
    int scale;
    int width; /* display_width */
    int dimensions;
    gboolean timezone;
    gboolean is_unsigned, zerofill;
    gboolean ascii, unicode, binary, national;
    gboolean varying;   /* BIT */
    gboolean native;    /* native_enum, native_uuid, Interval's native */
    gboolean as_uuid;   /* rows give uuid.UUID */
    gboolean asdecimal; /* rows give Decimal */
    gboolean none_as_null;
    gboolean as_text; /* SA_FORM_STORAGE: the stored text is no number */
    const char *collation, *collation_schema, *charset;
    const char *fields; /* of INTERVAL */
    const char *raw;    /* as a catalog spells it: written as it stands; or NULL */
    const SaType *
        item; /* of ARRAY; of a DOMAIN what it is made of; of a decorator its impl; astext_type of JSON; text_type of HSTORE */

    /* Boolean, Enum, DOMAIN (SchemaType) */
    const char *name; /* or NULL */
    const char *schema;
    gboolean schema_given;
    gboolean inherit_schema;
    gboolean quote_name;
    gboolean create_type;
    gboolean create_constraint;
    gboolean validate_strings;
    Value metadata;      /* or VALUE_EMPTY */
    const char **values; /* of an Enum or SET: what is stored */
    guint n_values;
    Value *members; /* of an Enum of a Python class: the member for each of VALUES; else NULL */

    /* DOMAIN */
    Value default_value; /* str, sa.text; or VALUE_EMPTY */
    SqlElement *check;
    const char *constraint_name;
    gboolean not_null;

    const SaVariant *variants;
    guint n_variants;
};

/* All classes; the last has no name. The first is TypeEngine, the base of all. */
extern const SaTypeClass sa_type_classes[];

/* The class that Python's MODULE ("sqlalchemy", "sqlalchemy.dialects.mysql") calls NAME, or NULL. */
const SaTypeClass *sa_type_class_find (const char *module, const char *name);

/* Is CLASS what is called NAME in sqlalchemy.types ("Integer"), or based on it? */
gboolean sa_type_is (const SaType *type, const char *name);

/* A new instance of CLASS with what its constructor sets without arguments. */
SaType *sa_type_new (ScriptRuntime *runtime, const SaTypeClass *class);

/* sa.NAME () of sqlalchemy.types: sa_type_generic (runtime, "String"). */
const SaType *sa_type_generic (ScriptRuntime *runtime, const char *name);

/* Is VALUE a type, a class or an instance, or a class of the script that is based on one? */
gboolean sa_value_is_type (Value value);

/* The type that VALUE is (to_instance): an instance, or a class that is then called. None gives NULL (NullType); what is no type is refused or thrown as
 * SQLAlchemy does. A class that is unknown and that the source's `types` maps is what they say. */
ScriptStatus sa_type_from_value (ScriptRuntime *runtime, Value value, const SaType **out);
/* What stands for a class that could not be imported and that the source's `types` map to TEXT: called with anything it gives that type. */
Value sa_type_stand_in (ScriptRuntime *runtime, const char *text);

/* TYPE as a script sees it. */
Value sa_type_value (ScriptRuntime *runtime, const SaType *type);

/* What TYPE is on DIALECT: its variant, what a decorator's load_dialect_impl or impl says. Never a decorator. */
ScriptStatus sa_type_resolve (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, const SaType **out);
/* VALUE after METHOD (process_bind_param, process_result_value) of TYPE, where that is a decorator of the script's own that has it. */
ScriptStatus sa_type_process (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, const char *method,
                              Value *value);

/* Appends the DDL of TYPE (NULL: NullType) on DIALECT. CompileError as SQLAlchemy raises it. */
ScriptStatus sa_type_compile (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out);

/* Affinity of TYPE; of a decorator that of its impl. NULL is SA_AFFINITY_NULL. */
SaAffinity sa_type_affinity (const SaType *type);

/* The name that SQLAlchemy's URL gives to DIALECT: "mysql" for MariaDB too. */
const char *sa_dialect_name (const SaDialect *dialect);

#endif
