/* The type of a column (schema/columncompiler.js and the three dialects'). */

#include "adapters/knex/schema.h"

#include <string.h>

typedef ScriptStatus (*TypeWriter) (const KnexColumn *column, KnexText *text);

/* How a type is written on each dialect: a word, or NULL where a function knows. What Knex takes and has no type for is the word `undefined`. */
typedef struct
{
    const char *type;
    const char *words[DIALECT_COUNT];
} PlainType;

#define U "undefined"

static const PlainType plain_types[] = {
    { "binary", { "bytea", NULL, "blob" } },
    { "bool", { "boolean", "boolean", "boolean" } },
    { "date", { "date", "date", "date" } },
    { "datetime", { NULL, NULL, "datetime" } },
    { "timestamp", { NULL, NULL, "datetime" } },
    { "time", { "time", NULL, "time" } },
    { "geometry", { "geometry", "geometry", "geometry" } },
    { "geography", { "geography", "geography", "geography" } },
    { "point", { "point", "point", "point" } },
    { "bit", { NULL, NULL, "text" } },
    { "json", { NULL, "json", "json" } },
    { "jsonb", { "jsonb", "json", "json" } },
    { "uuid", { NULL, NULL, NULL } },
    { "integer", { "integer", NULL, "integer" } },
    { "smallint", { "smallint", "smallint", "integer" } },
    { "mediumint", { "integer", "mediumint", "integer" } },
    { "tinyint", { "smallint", NULL, "tinyint" } },
    { "biginteger", { "bigint", "bigint", "bigint" } },
    { "text", { "text", NULL, "text" } },
    { "mediumtext", { U, "mediumtext", U } },
    { "longtext", { U, "longtext", U } },
    { "varchar", { NULL, NULL, NULL } },
    { "floating", { "real", NULL, "float" } },
    { "double", { "double precision", NULL, "float" } },
    { "decimal", { NULL, NULL, "float" } },
    { "increments", { NULL, NULL, "integer not null primary key autoincrement" } },
    { "bigincrements", { NULL, NULL, "integer not null primary key autoincrement" } },
    { "enu", { NULL, NULL, NULL } },
    { "specifictype", { NULL, NULL, NULL } },
};

static Value option (const KnexText *text, Value options, const char *name)
{
    return options.kind == VALUE_OBJECT ? knex_peek (schema_runtime (text), options, name) : UNDEFINED;
}

gboolean schema_column_is_increments (const KnexColumn *column)
{
    return g_str_has_suffix (column->type, "increments");
}

/* type(length), where a length is wanted only when it was given. */
static ScriptStatus sized (const KnexColumn *column, KnexText *text, const char *word, gint64 fallback)
{
    Value length = list_argument (column->arguments, 1);

    g_string_append (text->sql, word);
    if (value_is_truthy (length))
        g_string_append_printf (text->sql, "(%" G_GINT64_FORMAT ")",
                                schema_number (schema_runtime (text), length, fallback));
    return SCRIPT_NORMAL;
}

static ScriptStatus varchar (const KnexColumn *column, KnexText *text)
{
    g_string_append_printf (text->sql, "varchar(%" G_GINT64_FORMAT ")",
                            schema_number (schema_runtime (text), list_argument (column->arguments, 1), 255));
    return SCRIPT_NORMAL;
}

static void append_precision (const KnexColumn *column, KnexText *text, const char *word)
{
    ScriptRuntime *runtime = schema_runtime (text);

    g_string_append_printf (text->sql, "%s(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")", word,
                            schema_number (runtime, list_argument (column->arguments, 1), 8),
                            schema_number (runtime, list_argument (column->arguments, 2), 2));
}

static ScriptStatus decimal (const KnexColumn *column, KnexText *text)
{
    if (list_argument (column->arguments, 1).kind != VALUE_NULL)
        append_precision (column, text, "decimal");
    else if (text->run->dialect == DIALECT_POSTGRESQL)
        g_string_append (text->sql, "decimal");
    else
        return script_throw (schema_runtime (text), "Error",
                             "Specifying no precision on decimal columns is not supported for that SQL dialect.");
    return SCRIPT_NORMAL;
}

static ScriptStatus floating (const KnexColumn *column, KnexText *text)
{
    append_precision (column, text, "float");
    return SCRIPT_NORMAL;
}

static ScriptStatus double_type (const KnexColumn *column, KnexText *text)
{
    if (value_is_truthy (list_argument (column->arguments, 1)))
        append_precision (column, text, "double");
    else
        g_string_append (text->sql, "double");
    return SCRIPT_NORMAL;
}

/* PostgreSQL: timestamptz unless something says no. */
static ScriptStatus pg_datetime (const KnexColumn *column, KnexText *text)
{
    Value given = list_argument (column->arguments, 1);
    Value precision = list_argument (column->arguments, 2);
    gboolean zoned = !value_is_truthy (given);

    if (given.kind == VALUE_OBJECT)
    {
        Value use = option (text, given, "useTz");

        precision = option (text, given, "precision");
        zoned = use.kind != VALUE_BOOLEAN || use.as.boolean;
    }
    g_string_append (text->sql, zoned ? "timestamptz" : "timestamp");
    if (!value_is_nullish (precision))
        g_string_append_printf (text->sql, "(%s)", value_to_text (schema_runtime (text), precision));
    return SCRIPT_NORMAL;
}

/* MySQL: a precision is a number, or in an object. */
static ScriptStatus mysql_time (const KnexColumn *column, KnexText *text, const char *word)
{
    Value precision = list_argument (column->arguments, 1);

    if (precision.kind == VALUE_OBJECT)
        precision = option (text, precision, "precision");
    g_string_append (text->sql, word);
    if (precision.kind == VALUE_NUMBER)
        g_string_append_printf (text->sql, "(%s)", value_to_text (schema_runtime (text), precision));
    return SCRIPT_NORMAL;
}

static ScriptStatus datetime (const KnexColumn *column, KnexText *text)
{
    return schema_is_mysql (text) ? mysql_time (column, text, "datetime") : pg_datetime (column, text);
}

static ScriptStatus timestamp (const KnexColumn *column, KnexText *text)
{
    return schema_is_mysql (text) ? mysql_time (column, text, "timestamp") : pg_datetime (column, text);
}

static ScriptStatus time_type (const KnexColumn *column, KnexText *text)
{
    return mysql_time (column, text, "time");
}

/* PostgreSQL's bit(column) asks a number for its length, which it has not. */
static ScriptStatus bit (const KnexColumn *column, KnexText *text)
{
    Value length = list_argument (column->arguments, 1);

    if (schema_is_mysql (text))
        return sized (column, text, "bit", 0);
    if (value_is_nullish (length))
        return script_throw (schema_runtime (text), "TypeError",
                             "Cannot read properties of undefined (reading 'length')");
    g_string_append (text->sql, "bit(undefined)");
    return SCRIPT_NORMAL;
}

static ScriptStatus binary (const KnexColumn *column, KnexText *text)
{
    if (value_is_truthy (list_argument (column->arguments, 1)))
        return sized (column, text, "varbinary", 0);
    g_string_append (text->sql, "blob");
    return SCRIPT_NORMAL;
}

static ScriptStatus integer (const KnexColumn *column, KnexText *text)
{
    return sized (column, text, "int", 11);
}

static ScriptStatus tinyint (const KnexColumn *column, KnexText *text)
{
    return sized (column, text, "tinyint", 1);
}

static ScriptStatus text_type (const KnexColumn *column, KnexText *text)
{
    Value given = list_argument (column->arguments, 1);
    const char *word = given.kind == VALUE_STRING ? value_to_text (schema_runtime (text), given) : "";

    if (g_str_equal (word, "medium") || g_str_equal (word, "mediumtext"))
        g_string_append (text->sql, "mediumtext");
    else if (g_str_equal (word, "long") || g_str_equal (word, "longtext"))
        g_string_append (text->sql, "longtext");
    else
        g_string_append (text->sql, "text");
    return SCRIPT_NORMAL;
}

static ScriptStatus json (const KnexColumn *column, KnexText *text)
{
    g_string_append (text->sql, value_is_truthy (list_argument (column->arguments, 1)) ? "jsonb" : "json");
    return SCRIPT_NORMAL;
}

/* { primaryKey: true } counts where the table has no other key. */
static gboolean makes_key (const KnexColumn *column, KnexText *text, gboolean fallback)
{
    Value options = list_argument (column->arguments, 1);
    gboolean wanted = options.kind == VALUE_OBJECT ? value_is_truthy (option (text, options, "primaryKey")) : fallback;

    return wanted && !schema_has_primary (column->table);
}

static ScriptStatus uuid (const KnexColumn *column, KnexText *text)
{
    Value options = list_argument (column->arguments, 1);

    if (text->run->dialect == DIALECT_POSTGRESQL)
        g_string_append (text->sql, makes_key (column, text, FALSE) ? "uuid primary key" : "uuid");
    else
        g_string_append (text->sql,
                         value_is_truthy (option (text, options, "useBinaryUuid")) ? "binary(16)" : "char(36)");
    return SCRIPT_NORMAL;
}

static ScriptStatus increments (const KnexColumn *column, KnexText *text)
{
    gboolean big = g_str_equal (column->type, "bigincrements");
    gboolean key = makes_key (column, text, TRUE);

    if (schema_is_mysql (text))
        g_string_append_printf (text->sql, "%s unsigned not null%s", big ? "bigint" : "int",
                                key ? " auto_increment primary key" : "");
    else
        g_string_append_printf (text->sql, "%s%s", big ? "bigserial" : "serial", key ? " primary key" : "");
    return SCRIPT_NORMAL;
}

/* 'a', 'b': values of an enum, which Knex does not escape. */
static ScriptStatus append_values (KnexText *text, Value values)
{
    ScriptList *list = value_list (values);

    if (!list)
        return script_throw (schema_runtime (text), "TypeError", "Cannot read properties of null (reading 'join')");
    g_string_append_c (text->sql, '\'');
    for (guint32 i = 0; i < list->length; i++)
        g_string_append_printf (text->sql, "%s%s", i > 0 ? "', '" : "",
                                value_to_text (schema_runtime (text), list->items[i]));
    g_string_append_c (text->sql, '\'');
    return SCRIPT_NORMAL;
}

/* PostgreSQL's own enum: its type is made before the table. */
static ScriptStatus native_enum (const KnexColumn *column, KnexText *text, Value options)
{
    ScriptRuntime *runtime = schema_runtime (text);
    Value schema = option (text, options, "schemaName");
    g_autoptr (GString) name = g_string_new (NULL);
    g_auto (KnexText) create = { 0 };

    if (!value_is_truthy (schema))
        schema = column->table->schema;
    if (value_is_truthy (schema))
        g_string_append_printf (name, "\"%s\".", value_to_text (runtime, schema));
    g_string_append_printf (name, "\"%s\"", value_to_text (runtime, option (text, options, "enumName")));
    g_string_append (text->sql, name->str);
    if (value_is_truthy (option (text, options, "existingType")))
        return SCRIPT_NORMAL;
    knex_text_init (&create, text->call);
    g_string_append_printf (create.sql, "create type %s as enum (", name->str);
    SCRIPT_TRY (append_values (&create, list_argument (column->arguments, 1)));
    g_string_append_c (create.sql, ')');
    schema_unshift (column->table->steps, runtime, &create);
    return SCRIPT_NORMAL;
}

static ScriptStatus enumeration (const KnexColumn *column, KnexText *text)
{
    Value options = list_argument (column->arguments, 2);

    if (schema_is_mysql (text))
        g_string_append (text->sql, "enum(");
    else if (text->run->dialect == DIALECT_POSTGRESQL && value_is_truthy (option (text, options, "useNative")))
        return native_enum (column, text, options);
    else
    {
        g_string_append (text->sql, "text check (");
        SCRIPT_TRY (knex_wrap (text, list_argument (column->arguments, 0)));
        g_string_append (text->sql, " in (");
    }
    SCRIPT_TRY (append_values (text, list_argument (column->arguments, 1)));
    g_string_append (text->sql, schema_is_mysql (text) ? ")" : "))");
    return SCRIPT_NORMAL;
}

static ScriptStatus specific (const KnexColumn *column, KnexText *text)
{
    const char *words;

    SCRIPT_TRY (schema_text (schema_runtime (text), list_argument (column->arguments, 1), &words));
    g_string_append (text->sql, words);
    return SCRIPT_NORMAL;
}

static const struct
{
    const char *type;
    TypeWriter write;
} writers[] = {
    { "varchar", varchar },
    { "decimal", decimal },
    { "floating", floating },
    { "double", double_type },
    { "datetime", datetime },
    { "timestamp", timestamp },
    { "time", time_type },
    { "bit", bit },
    { "binary", binary },
    { "integer", integer },
    { "tinyint", tinyint },
    { "text", text_type },
    { "json", json },
    { "uuid", uuid },
    { "increments", increments },
    { "bigincrements", increments },
    { "enu", enumeration },
    { "specifictype", specific },
};

ScriptStatus schema_column_type (const KnexColumn *column, KnexText *text)
{
    for (guint i = 0; i < G_N_ELEMENTS (plain_types); i++)
    {
        const char *words = plain_types[i].words[text->run->dialect];

        if (!g_str_equal (plain_types[i].type, column->type))
            continue;
        if (words)
        {
            g_string_append (text->sql, words);
            return SCRIPT_NORMAL;
        }
    }
    for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
        if (g_str_equal (writers[i].type, column->type))
            return writers[i].write (column, text);
    g_string_append (text->sql, U);
    return SCRIPT_NORMAL;
}
