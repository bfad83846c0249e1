/* What PostgreSQL's catalog says, as SQLAlchemy tells it (dialects/postgresql/base.py). */

#include "adapters/alembic/inspect.h"

#include <string.h>

/* PGDialect.ischema_names */
static const InspectTypeName type_names[] = {
    { "bigint", TYPE_BIGINT },
    { "bit", TYPE_PG_BIT },
    { "bit varying", TYPE_PG_BIT },
    { "boolean", TYPE_BOOLEAN },
    { "bytea", TYPE_PG_BYTEA },
    { "\"char\"", TYPE_GENERIC_STRING },
    { "character", TYPE_CHAR },
    { "character varying", TYPE_VARCHAR },
    { "cidr", TYPE_PG_CIDR },
    { "citext", TYPE_PG_CITEXT },
    { "date", TYPE_DATE },
    { "datemultirange", TYPE_PG_DATEMULTIRANGE },
    { "daterange", TYPE_PG_DATERANGE },
    { "double precision", TYPE_DOUBLE_PRECISION },
    { "float", TYPE_FLOAT },
    { "hstore", TYPE_PG_HSTORE },
    { "inet", TYPE_PG_INET },
    { "int4multirange", TYPE_PG_INT4MULTIRANGE },
    { "int4range", TYPE_PG_INT4RANGE },
    { "int8multirange", TYPE_PG_INT8MULTIRANGE },
    { "int8range", TYPE_PG_INT8RANGE },
    { "integer", TYPE_INTEGER },
    { "json", TYPE_PG_JSON },
    { "jsonb", TYPE_PG_JSONB },
    { "macaddr", TYPE_PG_MACADDR },
    { "macaddr8", TYPE_PG_MACADDR8 },
    { "money", TYPE_PG_MONEY },
    { "name", TYPE_GENERIC_STRING },
    { "numeric", TYPE_NUMERIC },
    { "nummultirange", TYPE_PG_NUMMULTIRANGE },
    { "numrange", TYPE_PG_NUMRANGE },
    { "oid", TYPE_PG_OID },
    { "real", TYPE_REAL },
    { "regclass", TYPE_PG_REGCLASS },
    { "regconfig", TYPE_PG_REGCONFIG },
    { "smallint", TYPE_SMALLINT },
    { "text", TYPE_TEXT },
    { "time", TYPE_PG_TIME },
    { "time with time zone", TYPE_PG_TIME },
    { "time without time zone", TYPE_PG_TIME },
    { "timestamp", TYPE_PG_TIMESTAMP },
    { "timestamp with time zone", TYPE_PG_TIMESTAMP },
    { "timestamp without time zone", TYPE_PG_TIMESTAMP },
    { "tsmultirange", TYPE_PG_TSMULTIRANGE },
    { "tsquery", TYPE_PG_TSQUERY },
    { "tsrange", TYPE_PG_TSRANGE },
    { "tstzmultirange", TYPE_PG_TSTZMULTIRANGE },
    { "tstzrange", TYPE_PG_TSTZRANGE },
    { "tsvector", TYPE_PG_TSVECTOR },
    { "uuid", TYPE_UUID },
    { NULL, TYPE_NONE },
};

/* The OID of the table that is asked about. */
static const char *table_oid (const Question *question)
{
    g_autofree char *text = g_strdup_printf (
        "(SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE "
        "c.relname = %s AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND %s)",
        inspect_literal (question, question->table), inspect_scope (question));

    return script_strdup (question->runtime, text);
}

/* What a row of COLUMNS_QUERY tells of a type. */
typedef struct
{
    const char *text;     /* format_type() */
    const char *enum_oid; /* of an enumeration, also of an array of one; or NULL */
    const char *enum_name;
    const char *enum_schema; /* NULL: it is visible */
    const char *collation;
} TypeFacts;

/* The numbers behind the name of a type: "numeric(10,2)", "timestamp(3) with time zone". TEXT loses them. */
static guint take_numbers (char *text, int numbers[2])
{
    char *open = strchr (text, '('), *close = open ? strchr (open, ')') : NULL, *end;
    guint n = 0;

    if (!close)
        return 0;
    for (end = open; *end != ')' && n < 2; n++)
        numbers[n] = (int)g_ascii_strtoll (end + 1, &end, 10);
    memmove (open, close + 1, strlen (close + 1) + 1);
    return n;
}

static void set_numbers (SaType *type, const char *name, const int numbers[2], guint n)
{
    if (g_str_has_prefix (name, "time"))
    {
        type->timezone = g_str_has_suffix (name, "with time zone");
        type->precision = n == 1 ? numbers[0] : SA_UNSET;
    }
    else if (strcmp (name, "numeric") == 0)
    {
        type->precision = n == 2 ? numbers[0] : SA_UNSET;
        type->scale = n == 2 ? numbers[1] : SA_UNSET;
    }
    else if (strcmp (name, "double precision") == 0)
        type->precision = 53;
    else if (g_str_has_prefix (name, "bit"))
    {
        type->varying = strcmp (name, "bit varying") == 0;
        type->length = n == 1 ? numbers[0] : type->varying ? SA_UNSET : 1;
    }
    else if (n > 0)
        type->length = numbers[0];
}

static ScriptStatus enum_type (const Question *question, const TypeFacts *facts, SaType **out)
{
    g_autoptr (ResultSet) labels = NULL;
    ScriptRuntime *runtime = question->runtime;
    SaType *type = sa_type_new (runtime, &sa_type_classes[TYPE_PG_ENUM]);

    SCRIPT_TRY (inspect_ask (question, &labels,
                             "SELECT enumlabel FROM pg_catalog.pg_enum WHERE enumtypid = %s ORDER BY enumsortorder",
                             facts->enum_oid));
    type->name = script_strdup (runtime, facts->enum_name);
    type->schema = facts->enum_schema ? script_strdup (runtime, facts->enum_schema) : NULL;
    type->n_values = result_n_rows (labels);
    type->values = script_alloc (runtime, sizeof *type->values * (type->n_values + 1));
    type->length = 0;
    for (guint i = 0; i < type->n_values; i++)
    {
        type->values[i] = script_strdup (runtime, result_text (labels, i, 0));
        type->length = MAX (type->length, (int)g_utf8_strlen (type->values[i], -1));
    }
    *out = type;
    return SCRIPT_NORMAL;
}

/* PGDialect._reflect_type; a domain is what it is made of. */
static ScriptStatus read_type (const Question *question, const TypeFacts *facts, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    g_autofree char *name = g_strdup (facts->text);
    gsize length = strlen (name);
    gboolean array = FALSE;
    int numbers[2] = { SA_UNSET, SA_UNSET };
    SaType *type;
    guint n;

    for (; length > 2 && g_str_has_suffix (name, "[]"); array = TRUE)
        name[length -= 2] = '\0';
    n = take_numbers (name, numbers);
    if (facts->enum_oid)
        SCRIPT_TRY (enum_type (question, facts, &type));
    else if (strcmp (name, "interval") == 0 || g_str_has_prefix (name, "interval "))
    {
        type = sa_type_new (runtime, &sa_type_classes[TYPE_PG_INTERVAL]);
        type->precision = n == 1 ? numbers[0] : SA_UNSET;
        type->fields = name[8] ? script_strdup (runtime, name + 9) : NULL;
    }
    else
    {
        SaTypeId id = inspect_type_find (type_names, name);

        type = sa_type_new (runtime, &sa_type_classes[id == TYPE_NONE ? TYPE_GENERIC_NULL_TYPE : id]);
        set_numbers (type, name, numbers, n);
        type->collation = facts->collation ? script_strdup (runtime, facts->collation) : NULL;
    }
    if (array)
    {
        SaType *of = sa_type_new (runtime, &sa_type_classes[TYPE_PG_ARRAY]);

        of->item = type;
        type = of;
    }
    *out = sa_type_value (runtime, type);
    return SCRIPT_NORMAL;
}

enum
{
    COLUMN_NAME,
    COLUMN_TYPE,
    COLUMN_NOT_NULL,
    COLUMN_DEFAULT,
    COLUMN_GENERATED,
    COLUMN_COMMENT,
    COLUMN_ENUM_OID,
    COLUMN_ENUM_NAME,
    COLUMN_ENUM_SCHEMA,
    COLUMN_COLLATION,
    COLUMN_IDENTITY,
    COLUMN_SEQUENCE /* start, increment, minimum, maximum, cache, cycle */
};

static const char columns_query[] =
    "SELECT a.attname, pg_catalog.format_type(CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE a.atttypid END, CASE "
    "WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END), a.attnotnull OR (t.typtype = 'd' AND t.typnotnull), "
    "coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), t.typdefault), a.attgenerated, "
    "pg_catalog.col_description(a.attrelid, a.attnum), e.oid, e.typname, CASE WHEN "
    "NOT pg_catalog.pg_type_is_visible(e.oid) THEN en.nspname END, CASE WHEN a.attcollation <> t.typcollation THEN "
    "co.collname END, a.attidentity, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle FROM "
    "pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid LEFT JOIN pg_catalog.pg_attrdef d ON "
    "d.adrelid = a.attrelid AND d.adnum = a.attnum LEFT JOIN pg_catalog.pg_type e ON e.typtype = 'e' AND e.oid = CASE "
    "WHEN t.typcategory = 'A' THEN t.typelem WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END LEFT JOIN "
    "pg_catalog.pg_namespace en ON en.oid = e.typnamespace LEFT JOIN pg_catalog.pg_collation co ON co.oid = "
    "a.attcollation LEFT JOIN pg_catalog.pg_depend dep ON a.attidentity <> '' AND dep.refobjid = a.attrelid AND "
    "dep.refobjsubid = a.attnum AND dep.deptype = 'i' AND dep.classid = 'pg_catalog.pg_class'::regclass LEFT JOIN "
    "pg_catalog.pg_sequence s ON s.seqrelid = dep.objid WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped "
    "ORDER BY a.attnum";

static ScriptStatus put_identity (ScriptRuntime *runtime, const ResultSet *rows, guint row, Value dict)
{
    static const char *const keys[] = { "start", "increment", "minvalue", "maxvalue", "cache" };
    Value identity = py_dict_new (runtime);

    SCRIPT_TRY (
        inspect_put (runtime, identity, "always", value_boolean (result_text (rows, row, COLUMN_IDENTITY)[0] == 'a')));
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        SCRIPT_TRY (
            inspect_put (runtime, identity, keys[i], value_integer (result_integer (rows, row, COLUMN_SEQUENCE + i))));
    SCRIPT_TRY (inspect_put (runtime, identity, "cycle",
                             value_boolean (result_truth (rows, row, COLUMN_SEQUENCE + G_N_ELEMENTS (keys)))));
    return inspect_put (runtime, dict, "identity", identity);
}

/* A sequence's name without its schema gets the schema that was asked for (_get_columns_info). */
static const char *default_of (const Question *question, const char *text)
{
    static const char call[] = "nextval('";
    const char *at = text ? strstr (text, call) : NULL, *end = at ? strchr (at + strlen (call), '\'') : NULL;
    g_autofree char *qualified = NULL;

    if (!end || !question->schema || memchr (at, '.', (gsize)(end - at)))
        return text;
    qualified = g_strdup_printf ("%.*s\"%s\".%s", (int)(at - text + (gssize)strlen (call)), text, question->schema,
                                 at + strlen (call));
    return script_strdup (question->runtime, qualified);
}

static ScriptStatus read_column (const Question *question, const ResultSet *rows, guint row, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    const char *given = result_text (rows, row, COLUMN_DEFAULT);
    const char *generated = result_text (rows, row, COLUMN_GENERATED);
    gboolean computed = generated && *generated;
    gboolean identity = result_text (rows, row, COLUMN_IDENTITY) && *result_text (rows, row, COLUMN_IDENTITY);
    TypeFacts facts = { result_text (rows, row, COLUMN_TYPE), result_text (rows, row, COLUMN_ENUM_OID),
                        result_text (rows, row, COLUMN_ENUM_NAME), result_text (rows, row, COLUMN_ENUM_SCHEMA),
                        result_text (rows, row, COLUMN_COLLATION) };
    Value type, dict = py_dict_new (runtime);
    gboolean counts = !computed && given && strstr (given, "nextval('");

    SCRIPT_TRY (read_type (question, &facts, &type));
    SCRIPT_TRY (inspect_put_text (runtime, dict, "name", result_text (rows, row, COLUMN_NAME)));
    SCRIPT_TRY (inspect_put (runtime, dict, "type", type));
    SCRIPT_TRY (inspect_put (runtime, dict, "nullable", value_boolean (!result_truth (rows, row, COLUMN_NOT_NULL))));
    SCRIPT_TRY (inspect_put_text (runtime, dict, "default", computed ? NULL : default_of (question, given)));
    SCRIPT_TRY (inspect_put (runtime, dict, "autoincrement", value_boolean (counts || identity)));
    SCRIPT_TRY (inspect_put_text (runtime, dict, "comment", result_text (rows, row, COLUMN_COMMENT)));
    if (computed)
    {
        Value expression = py_dict_new (runtime);

        SCRIPT_TRY (inspect_put_text (runtime, expression, "sqltext", given));
        SCRIPT_TRY (inspect_put (runtime, expression, "persisted", value_boolean (*generated == 's')));
        SCRIPT_TRY (inspect_put (runtime, dict, "computed", expression));
    }
    if (identity)
        SCRIPT_TRY (put_identity (runtime, rows, row, dict));
    *out = dict;
    return SCRIPT_NORMAL;
}

static ScriptStatus columns (const Question *question, Value *out)
{
    g_autoptr (ResultSet) rows = NULL;
    g_autofree char *query = g_strdup_printf (columns_query, table_oid (question));

    SCRIPT_TRY (inspect_ask (question, &rows, "%s", query));
    *out = inspect_list (question->runtime);
    for (guint i = 0; i < result_n_rows (rows); i++)
    {
        Value column;

        SCRIPT_TRY (read_column (question, rows, i, &column));
        inspect_add (question->runtime, *out, column);
    }
    return SCRIPT_NORMAL;
}

/* A primary key, or the unique constraints: a row for each column. */
enum
{
    KEY_NAME,
    KEY_COLUMN,
    KEY_COMMENT,
    KEY_INCLUDED,
    KEY_NULLS_NOT_DISTINCT
};

static ScriptStatus keys (const Question *question, char kind, ResultSet **rows)
{
    return inspect_ask (
        question, rows,
        "SELECT k.conname, a.attname, pg_catalog.obj_description(k.oid, 'pg_constraint'), u.place > i.indnkeyatts, "
        "coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) FROM pg_catalog.pg_constraint k JOIN "
        "pg_catalog.pg_index i ON i.indexrelid = k.conindid CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY u "
        "(number, place) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number WHERE "
        "k.contype = '%c' AND k.conrelid = %s ORDER BY k.conname, u.place",
        kind, table_oid (question));
}

/* One key from row *AT on; *AT is behind it then. COLUMNS_KEY is what its columns are called. */
static ScriptStatus read_key (const Question *question, const ResultSet *rows, guint *at, const char *columns_key,
                              Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    guint first = *at;
    const char *name = result_text (rows, first, KEY_NAME);
    Value of = inspect_list (runtime), included = inspect_list (runtime), options = py_dict_new (runtime);

    for (; *at < result_n_rows (rows) && strcmp (result_text (rows, *at, KEY_NAME), name) == 0; (*at)++)
        inspect_add (runtime, result_truth (rows, *at, KEY_INCLUDED) ? included : of,
                     inspect_text (runtime, result_text (rows, *at, KEY_COLUMN)));
    *out = py_dict_new (runtime);
    SCRIPT_TRY (inspect_put (runtime, *out, columns_key, of));
    SCRIPT_TRY (inspect_put_text (runtime, *out, "name", name));
    SCRIPT_TRY (inspect_put_text (runtime, *out, "comment", result_text (rows, first, KEY_COMMENT)));
    SCRIPT_TRY (inspect_put (runtime, options, "postgresql_include", included));
    if (strcmp (columns_key, "column_names") == 0)
        SCRIPT_TRY (inspect_put (runtime, options, "postgresql_nulls_not_distinct",
                                 value_boolean (result_truth (rows, first, KEY_NULLS_NOT_DISTINCT))));
    return inspect_put (runtime, *out, "dialect_options", options);
}

static ScriptStatus primary_key (const Question *question, Value *out)
{
    g_autoptr (ResultSet) rows = NULL;
    guint at = 0;

    SCRIPT_TRY (keys (question, 'p', &rows));
    if (result_n_rows (rows) > 0)
        return read_key (question, rows, &at, "constrained_columns", out);
    *out = py_dict_new (question->runtime);
    SCRIPT_TRY (inspect_put (question->runtime, *out, "name", NULL_VALUE));
    return inspect_put (question->runtime, *out, "constrained_columns", inspect_list (question->runtime));
}

static ScriptStatus unique (const Question *question, Value *out)
{
    g_autoptr (ResultSet) rows = NULL;
    guint at = 0;

    SCRIPT_TRY (keys (question, 'u', &rows));
    *out = inspect_list (question->runtime);
    while (at < result_n_rows (rows))
    {
        Value key;

        SCRIPT_TRY (read_key (question, rows, &at, "column_names", &key));
        inspect_add (question->runtime, *out, key);
    }
    return SCRIPT_NORMAL;
}

enum
{
    FOREIGN_NAME,
    FOREIGN_COLUMN,
    FOREIGN_SCHEMA,
    FOREIGN_TABLE,
    FOREIGN_REFERRED,
    FOREIGN_UPDATE,
    FOREIGN_DELETE,
    FOREIGN_DEFERRED,
    FOREIGN_DEFERRABLE,
    FOREIGN_MATCH,
    FOREIGN_COMMENT
};

/* The options, in the order in which the tool puts them. */
static ScriptStatus foreign_options (const Question *question, const ResultSet *rows, guint row, Value *out)
{
    static const struct
    {
        const char *key;
        guint column;
    } texts[] = { { "onupdate", FOREIGN_UPDATE },
                  { "ondelete", FOREIGN_DELETE },
                  { "initially", FOREIGN_DEFERRED },
                  { "deferrable", FOREIGN_DEFERRABLE },
                  { "match", FOREIGN_MATCH } };

    *out = py_dict_new (question->runtime);
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
        const char *text = result_text (rows, row, texts[i].column);

        if (text && texts[i].column == FOREIGN_DEFERRABLE)
            SCRIPT_TRY (inspect_put (question->runtime, *out, texts[i].key, value_boolean (TRUE)));
        else if (text)
            SCRIPT_TRY (inspect_put_text (question->runtime, *out, texts[i].key, text));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus foreign_key (const Question *question, const ResultSet *rows, guint *at, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    guint first = *at;
    const char *name = result_text (rows, first, FOREIGN_NAME);
    Value local = inspect_list (runtime), referred = inspect_list (runtime), options;

    for (; *at < result_n_rows (rows) && strcmp (result_text (rows, *at, FOREIGN_NAME), name) == 0; (*at)++)
    {
        inspect_add (runtime, local, inspect_text (runtime, result_text (rows, *at, FOREIGN_COLUMN)));
        inspect_add (runtime, referred, inspect_text (runtime, result_text (rows, *at, FOREIGN_REFERRED)));
    }
    SCRIPT_TRY (foreign_options (question, rows, first, &options));
    *out = py_dict_new (runtime);
    SCRIPT_TRY (inspect_put_text (runtime, *out, "name", name));
    SCRIPT_TRY (inspect_put (runtime, *out, "constrained_columns", local));
    SCRIPT_TRY (inspect_put_text (runtime, *out, "referred_schema", result_text (rows, first, FOREIGN_SCHEMA)));
    SCRIPT_TRY (inspect_put_text (runtime, *out, "referred_table", result_text (rows, first, FOREIGN_TABLE)));
    SCRIPT_TRY (inspect_put (runtime, *out, "referred_columns", referred));
    SCRIPT_TRY (inspect_put (runtime, *out, "options", options));
    return inspect_put_text (runtime, *out, "comment", result_text (rows, first, FOREIGN_COMMENT));
}

#define ACTION(column)                                                                                                 \
    "CASE " column " WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET "    \
    "DEFAULT' END"

static ScriptStatus foreign_keys (const Question *question, Value *out)
{
    g_autoptr (ResultSet) rows = NULL;
    g_autofree char *shown = question->schema
                                 ? g_strdup_printf ("tn.nspname = %s OR", inspect_literal (question, question->schema))
                                 : g_strdup ("");
    guint at = 0;

    SCRIPT_TRY (inspect_ask (
        question, &rows,
        "SELECT k.conname, a.attname, CASE WHEN %s NOT pg_catalog.pg_table_is_visible(k.confrelid) THEN tn.nspname "
        "END, t.relname, r.attname, " ACTION ("k.confupdtype") ", " ACTION (
            "k.confdeltype") ", CASE WHEN k.condeferred THEN 'DEFERRED' END, CASE WHEN k.condeferrable THEN 'yes' END, "
                             "CASE k.confmatchtype WHEN 'f' THEN 'MATCH FULL' WHEN 'p' THEN 'MATCH PARTIAL' END, "
                             "pg_catalog.obj_description(k.oid, 'pg_constraint') FROM pg_catalog.pg_constraint k JOIN "
                             "pg_catalog.pg_class t ON t.oid = k.confrelid JOIN pg_catalog.pg_namespace tn ON tn.oid = "
                             "t.relnamespace CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY u (own, "
                             "other, place) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = "
                             "u.own JOIN pg_catalog.pg_attribute r ON r.attrelid = k.confrelid AND r.attnum = u.other "
                             "WHERE k.contype = 'f' AND k.conrelid = %s ORDER BY k.conname, u.place",
        shown, table_oid (question)));
    *out = inspect_list (question->runtime);
    while (at < result_n_rows (rows))
    {
        Value key;

        SCRIPT_TRY (foreign_key (question, rows, &at, &key));
        inspect_add (question->runtime, *out, key);
    }
    return SCRIPT_NORMAL;
}

/* The condition in "CHECK ((a > 1)) NO INHERIT NOT VALID", without parentheses that stand around all of it. */
static char *check_condition (const char *text)
{
    const char *open = strchr (text, '('), *close = strrchr (text, ')');
    char *condition = open && close > open ? g_strndup (open + 1, (gsize)(close - open - 1)) : g_strdup ("");

    while (*condition == '(')
    {
        int depth = 0;
        char *at = condition;

        for (; *at; at++)
        {
            depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
            if (depth == 0)
                break;
        }
        if (!*at || at[1])
            break;
        *at = '\0';
        memmove (condition, condition + 1, strlen (condition));
    }
    return condition;
}

static ScriptStatus checks (const Question *question, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    g_autoptr (ResultSet) rows = NULL;

    SCRIPT_TRY (inspect_ask (question, &rows,
                             "SELECT k.conname, pg_catalog.pg_get_constraintdef(k.oid, true), "
                             "pg_catalog.obj_description(k.oid, 'pg_constraint'), NOT k.convalidated, k.connoinherit "
                             "FROM pg_catalog.pg_constraint k WHERE k.contype = 'c' AND k.conrelid = %s ORDER BY "
                             "k.conname",
                             table_oid (question)));
    *out = inspect_list (runtime);
    for (guint i = 0; i < result_n_rows (rows); i++)
    {
        g_autofree char *condition = check_condition (result_text (rows, i, 1));
        Value check = py_dict_new (runtime), options = py_dict_new (runtime);

        SCRIPT_TRY (inspect_put_text (runtime, check, "name", result_text (rows, i, 0)));
        SCRIPT_TRY (inspect_put_text (runtime, check, "sqltext", condition));
        SCRIPT_TRY (inspect_put_text (runtime, check, "comment", result_text (rows, i, 2)));
        if (result_truth (rows, i, 3))
            SCRIPT_TRY (inspect_put (runtime, options, "not_valid", value_boolean (TRUE)));
        if (result_truth (rows, i, 4))
            SCRIPT_TRY (inspect_put (runtime, options, "no_inherit", value_boolean (TRUE)));
        if (py_map_length (py_as_dict (options)) > 0)
            SCRIPT_TRY (inspect_put (runtime, check, "dialect_options", options));
        inspect_add (runtime, *out, check);
    }
    return SCRIPT_NORMAL;
}

enum
{
    INDEX_NAME,
    INDEX_UNIQUE,
    INDEX_CONSTRAINT,
    INDEX_METHOD,
    INDEX_WHERE,
    INDEX_VALID,
    INDEX_NULLS_NOT_DISTINCT,
    INDEX_ELEMENT,
    INDEX_IS_EXPRESSION,
    INDEX_INCLUDED,
    INDEX_OPTION,
    INDEX_CLASS,
    INDEX_WITH
};

static const char indexes_query[] =
    "SELECT x.relname, i.indisunique, EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid "
    "AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')), m.amname, pg_catalog.pg_get_expr(i.indpred, "
    "i.indrelid), i.indisvalid, coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false), CASE WHEN u.number "
    "= 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, u.place::int, true) ELSE a.attname END, u.number = 0, u.place > "
    "i.indnkeyatts, coalesce(i.indoption[u.place - 1], 0), CASE WHEN NOT o.opcdefault THEN o.opcname END, "
    "array_to_string(x.reloptions, ',') FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid "
    "JOIN pg_catalog.pg_am m ON m.oid = x.relam CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY u (number, place) "
    "LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number AND u.number > 0 LEFT JOIN "
    "pg_catalog.pg_opclass o ON o.oid = i.indclass[u.place - 1] WHERE NOT i.indisprimary AND i.indrelid = %s ORDER BY "
    "x.relname, u.place";

/* What of an index is told by its columns. */
typedef struct
{
    Value names, expressions, included, sorting, classes;
    gboolean has_expressions;
} IndexColumns;

static ScriptStatus read_index_column (ScriptRuntime *runtime, const ResultSet *rows, guint row, IndexColumns *of)
{
    const char *element = result_text (rows, row, INDEX_ELEMENT);
    gboolean expression = result_truth (rows, row, INDEX_IS_EXPRESSION);
    gint64 option = result_integer (rows, row, INDEX_OPTION);
    Value words[2];
    guint n = 0;

    if (result_truth (rows, row, INDEX_INCLUDED))
    {
        inspect_add (runtime, of->included, inspect_text (runtime, element));
        return SCRIPT_NORMAL;
    }
    of->has_expressions = of->has_expressions || expression;
    inspect_add (runtime, of->names, expression ? NULL_VALUE : inspect_text (runtime, element));
    inspect_add (runtime, of->expressions, inspect_text (runtime, element));
    if (result_text (rows, row, INDEX_CLASS))
        SCRIPT_TRY (inspect_put_text (runtime, of->classes, element, result_text (rows, row, INDEX_CLASS)));
    /* pg_index.indoption: 1 is descending, 2 nulls first; what is the default for the order is not told. */
    if (option & 1)
        words[n++] = value_string (runtime, "desc", -1);
    if ((option & 1) == 0 && (option & 2))
        words[n++] = value_string (runtime, "nulls_first", -1);
    if ((option & 1) && (option & 2) == 0)
        words[n++] = value_string (runtime, "nulls_last", -1);
    return n > 0 ? inspect_put (runtime, of->sorting, element, py_tuple_new (runtime, words, n)) : SCRIPT_NORMAL;
}

static ScriptStatus index_options (ScriptRuntime *runtime, const ResultSet *rows, guint row, const IndexColumns *of,
                                   Value *out)
{
    const char *with = result_text (rows, row, INDEX_WITH);
    const char *method = result_text (rows, row, INDEX_METHOD);

    *out = py_dict_new (runtime);
    if (py_map_length (py_as_dict (of->classes)) > 0)
        SCRIPT_TRY (inspect_put (runtime, *out, "postgresql_ops", of->classes));
    if (with)
    {
        g_auto (GStrv) pairs = g_strsplit (with, ",", -1);
        Value settings = py_dict_new (runtime);

        for (char **pair = pairs; *pair; pair++)
        {
            char *equals = strchr (*pair, '=');

            *equals = '\0';
            SCRIPT_TRY (inspect_put_text (runtime, settings, *pair, equals + 1));
        }
        SCRIPT_TRY (inspect_put (runtime, *out, "postgresql_with", settings));
    }
    if (strcmp (method, "btree") != 0)
        SCRIPT_TRY (inspect_put_text (runtime, *out, "postgresql_using", method));
    if (result_text (rows, row, INDEX_WHERE))
        SCRIPT_TRY (inspect_put_text (runtime, *out, "postgresql_where", result_text (rows, row, INDEX_WHERE)));
    SCRIPT_TRY (inspect_put (runtime, *out, "postgresql_include", of->included));
    if (result_truth (rows, row, INDEX_NULLS_NOT_DISTINCT))
        SCRIPT_TRY (inspect_put (runtime, *out, "postgresql_nulls_not_distinct", value_boolean (TRUE)));
    if (!result_truth (rows, row, INDEX_VALID))
        SCRIPT_TRY (inspect_put (runtime, *out, "postgresql_invalid", value_boolean (TRUE)));
    return SCRIPT_NORMAL;
}

static ScriptStatus read_index (ScriptRuntime *runtime, const ResultSet *rows, guint *at, Value *out)
{
    guint first = *at;
    const char *name = result_text (rows, first, INDEX_NAME);
    IndexColumns of = { inspect_list (runtime), inspect_list (runtime), inspect_list (runtime),
                        py_dict_new (runtime),  py_dict_new (runtime),  FALSE };
    Value options;

    for (; *at < result_n_rows (rows) && strcmp (result_text (rows, *at, INDEX_NAME), name) == 0; (*at)++)
        SCRIPT_TRY (read_index_column (runtime, rows, *at, &of));
    SCRIPT_TRY (index_options (runtime, rows, first, &of, &options));
    *out = py_dict_new (runtime);
    SCRIPT_TRY (inspect_put_text (runtime, *out, "name", name));
    SCRIPT_TRY (inspect_put (runtime, *out, "unique", value_boolean (result_truth (rows, first, INDEX_UNIQUE))));
    SCRIPT_TRY (inspect_put (runtime, *out, "column_names", of.names));
    if (of.has_expressions)
        SCRIPT_TRY (inspect_put (runtime, *out, "expressions", of.expressions));
    if (py_map_length (py_as_dict (of.sorting)) > 0)
        SCRIPT_TRY (inspect_put (runtime, *out, "column_sorting", of.sorting));
    if (result_truth (rows, first, INDEX_CONSTRAINT))
        SCRIPT_TRY (inspect_put_text (runtime, *out, "duplicates_constraint", name));
    return inspect_put (runtime, *out, "dialect_options", options);
}

static ScriptStatus indexes (const Question *question, Value *out)
{
    g_autoptr (ResultSet) rows = NULL;
    g_autofree char *query = g_strdup_printf (indexes_query, table_oid (question));
    guint at = 0;

    SCRIPT_TRY (inspect_ask (question, &rows, "%s", query));
    *out = inspect_list (question->runtime);
    while (at < result_n_rows (rows))
    {
        Value index;

        SCRIPT_TRY (read_index (question->runtime, rows, &at, &index));
        inspect_add (question->runtime, *out, index);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus comment (const Question *question, Value *out)
{
    g_autoptr (ResultSet) rows = NULL;

    SCRIPT_TRY (
        inspect_ask (question, &rows, "SELECT pg_catalog.obj_description(%s, 'pg_class')", table_oid (question)));
    *out = py_dict_new (question->runtime);
    return inspect_put_text (question->runtime, *out, "text", result_text (rows, 0, 0));
}

/* Labels in their order, a row each; a type without any has one row with NULL. */
ScriptStatus inspect_enums (const Question *question, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    g_autoptr (ResultSet) rows = NULL;
    g_autofree char *scope = question->schema && strcmp (question->schema, "*") == 0 ? g_strdup ("true")
                             : question->schema
                                 ? g_strdup_printf ("n.nspname = %s", inspect_literal (question, question->schema))
                                 : g_strdup ("pg_catalog.pg_type_is_visible(t.oid)");
    const char *last = NULL;
    Value labels = EMPTY_VALUE;

    SCRIPT_TRY (
        inspect_ask (question, &rows,
                     "SELECT t.oid, t.typname, n.nspname, pg_catalog.pg_type_is_visible(t.oid), e.enumlabel FROM "
                     "pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace LEFT JOIN "
                     "pg_catalog.pg_enum e ON e.enumtypid = t.oid WHERE t.typtype = 'e' AND %s ORDER BY "
                     "n.nspname, t.typname, e.enumsortorder",
                     scope));
    *out = inspect_list (runtime);
    for (guint i = 0; i < result_n_rows (rows); i++)
    {
        if (g_strcmp0 (last, result_text (rows, i, 0)) != 0)
        {
            Value type = py_dict_new (runtime);

            labels = inspect_list (runtime);
            last = result_text (rows, i, 0);
            SCRIPT_TRY (inspect_put_text (runtime, type, "name", result_text (rows, i, 1)));
            SCRIPT_TRY (inspect_put_text (runtime, type, "schema", result_text (rows, i, 2)));
            SCRIPT_TRY (inspect_put (runtime, type, "visible", value_boolean (result_truth (rows, i, 3))));
            SCRIPT_TRY (inspect_put (runtime, type, "labels", labels));
            inspect_add (runtime, *out, type);
        }
        if (result_text (rows, i, 4))
            inspect_add (runtime, labels, inspect_text (runtime, result_text (rows, i, 4)));
    }
    return SCRIPT_NORMAL;
}

const InspectReader inspect_postgresql = { columns, indexes, foreign_keys, primary_key, unique, checks, comment };
