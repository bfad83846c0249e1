/* What a callback of createTable or alterTable is given (schema/tablebuilder.js). */

#include "adapters/knex/schema.h"

#include <string.h>

static KnexTable *table_self (ScriptCall *call)
{
    return call->data;
}

static ScriptStatus same (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus add_column (ScriptCall *call, const char *type, Value *out)
{
    *out = host_object_new (call->runtime, &knex_column_class, schema_column_new (call, table_self (call), type));
    return SCRIPT_NORMAL;
}

/* Members that make a column: the type is that of the column compiler. */
#define COLUMN(function, type)                                                                                         \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        return add_column (call, type, out);                                                                           \
    }

COLUMN (tinyint_column, "tinyint")
COLUMN (smallint_column, "smallint")
COLUMN (mediumint_column, "mediumint")
COLUMN (int_column, "int")
COLUMN (bigint_column, "biginteger")
COLUMN (decimal_column, "decimal")
COLUMN (float_column, "floating")
COLUMN (double_column, "double")
COLUMN (real_column, "real")
COLUMN (bit_column, "bit")
COLUMN (bool_column, "bool")
COLUMN (serial_column, "serial")
COLUMN (date_column, "date")
COLUMN (datetime_column, "datetime")
COLUMN (timestamp_column, "timestamp")
COLUMN (time_column, "time")
COLUMN (year_column, "year")
COLUMN (geometry_column, "geometry")
COLUMN (geography_column, "geography")
COLUMN (point_column, "point")
COLUMN (char_column, "char")
COLUMN (varchar_column, "varchar")
COLUMN (tinytext_column, "tinytext")
COLUMN (text_column, "text")
COLUMN (mediumtext_column, "mediumtext")
COLUMN (longtext_column, "longtext")
COLUMN (binary_column, "binary")
COLUMN (varbinary_column, "varbinary")
COLUMN (blob_column, "blob")
COLUMN (tinyblob_column, "tinyblob")
COLUMN (mediumblob_column, "mediumblob")
COLUMN (longblob_column, "longblob")
COLUMN (enum_column, "enu")
COLUMN (set_column, "set")
COLUMN (increments_column, "increments")
COLUMN (bigincrements_column, "bigincrements")
COLUMN (integer_column, "integer")
COLUMN (json_column, "json")
COLUMN (jsonb_column, "jsonb")
COLUMN (uuid_column, "uuid")
COLUMN (specific_column, "specifictype")

/* One of the columns that timestamps makes. */
static void add_stamp (ScriptCall *call, const char *type, const char *name, gboolean now)
{
    Value argument = value_string (call->runtime, name, -1);
    Value word = value_string (call->runtime, "CURRENT_TIMESTAMP", -1);
    Value no = value_boolean (FALSE);
    Value fallback;
    ScriptCall inner = *call;
    KnexColumn *column;

    inner.arguments = &argument;
    inner.n_arguments = 1;
    column = schema_column_new (&inner, table_self (call), type);
    if (!now)
        return;
    fallback = knex_raw_new (call, word, UNDEFINED);
    column->modifiers[MODIFIER_NULLABLE] = list_new (call->runtime, &no, 1);
    column->modifiers[MODIFIER_DEFAULT] = list_new (call->runtime, &fallback, 1);
}

static ScriptStatus timestamps (ScriptCall *call, Value *out)
{
    Value use = call_argument (call, 0), now = call_argument (call, 1), camel = call_argument (call, 2);
    const char *type;
    gboolean capital;

    if (use.kind == VALUE_OBJECT)
    {
        Value options = use;

        use = knex_peek (call->runtime, options, "useTimestamps");
        now = knex_peek (call->runtime, options, "defaultToNow");
        camel = knex_peek (call->runtime, options, "useCamelCase");
    }
    type = value_is_true (use) ? "timestamp" : "datetime";
    capital = !value_is_nullish (camel) && !(camel.kind == VALUE_BOOLEAN && !camel.as.boolean);
    add_stamp (call, type, capital ? "createdAt" : "created_at", value_is_true (now));
    add_stamp (call, type, capital ? "updatedAt" : "updated_at", value_is_true (now));
    *out = UNDEFINED;
    return SCRIPT_NORMAL;
}

TableStatement *schema_statement_add (ScriptRuntime *runtime, KnexTable *table, const char *method,
                                      ScriptList *arguments)
{
    TableStatement *statement = script_alloc (runtime, sizeof *statement);

    statement->method = method;
    statement->arguments = arguments;
    g_ptr_array_add (table->statements, statement);
    return statement;
}

static void add_statement (ScriptCall *call, const char *method)
{
    schema_statement_add (call->runtime, table_self (call), method,
                          list_new (call->runtime, call->arguments, call->n_arguments));
}

#define STATEMENT(function, method)                                                                                    \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        add_statement (call, method);                                                                                  \
        return same (call, out);                                                                                       \
    }

STATEMENT (index_statement, "index")
STATEMENT (primary_statement, "primary")
STATEMENT (unique_statement, "unique")
STATEMENT (drop_primary, "dropPrimary")
STATEMENT (drop_primary_if_exists, "dropPrimaryIfExists")
STATEMENT (drop_unique, "dropUnique")
STATEMENT (drop_unique_if_exists, "dropUniqueIfExists")
STATEMENT (drop_index, "dropIndex")
STATEMENT (drop_foreign, "dropForeign")
STATEMENT (drop_foreign_if_exists, "dropForeignIfExists")

static ScriptStatus alter_only (ScriptCall *call, const char *method, Value *out)
{
    if (table_self (call)->method != TABLE_ALTER)
        return script_throw (call->runtime, "TypeError", "table.%s is not a function", method);
    add_statement (call, method);
    return same (call, out);
}

#define ALTER(function, method)                                                                                        \
    static ScriptStatus function (ScriptCall *call, Value *out)                                                        \
    {                                                                                                                  \
        return alter_only (call, method, out);                                                                         \
    }

ALTER (rename_column, "renameColumn")
ALTER (set_nullable, "setNullable")
ALTER (drop_nullable, "dropNullable")
ALTER (drop_checks, "dropChecks")
ALTER (drop_column, "dropColumn")

static ScriptStatus drop_timestamps (ScriptCall *call, Value *out)
{
    gboolean camel = value_is_true (call_argument (call, 0));
    Value names[2] = { value_string (call->runtime, camel ? "createdAt" : "created_at", -1),
                       value_string (call->runtime, camel ? "updatedAt" : "updated_at", -1) };
    Value list = value_of_object (&list_new (call->runtime, names, 2)->object);
    ScriptCall inner = *call;

    inner.arguments = &list;
    inner.n_arguments = 1;
    return alter_only (&inner, "dropColumn", out);
}

static ScriptStatus check (ScriptCall *call, Value *out)
{
    KnexTable *table = table_self (call);

    if (table->method == TABLE_ALTER)
        return alter_only (call, "check", out);
    g_ptr_array_add (table->checks, list_new (call->runtime, call->arguments, call->n_arguments));
    return same (call, out);
}

static ScriptStatus comment (ScriptCall *call, Value *out)
{
    if (call_argument (call, 0).kind != VALUE_STRING)
        return script_throw (call->runtime, "TypeError", "Table comment must be string");
    table_self (call)->comment = call_argument (call, 0);
    *out = UNDEFINED;
    return SCRIPT_NORMAL;
}

/* Members of one dialect, and of createTable alone. */
static ScriptStatus special (ScriptCall *call, const char *member, Dialect dialect, Value *where, Value *out)
{
    if (knex_run (call)->dialect != dialect)
        return script_throw (call->runtime, "Error", "Knex only supports %s statement with %s.", member,
                             dialect == DIALECT_MYSQL ? "mysql" : "postgresql");
    if (table_self (call)->method == TABLE_ALTER)
        return script_throw (call->runtime, "Error",
                             "Knex does not support altering the %s outside of create table, please use knex.raw "
                             "statement.",
                             member);
    *where = call_argument (call, 0);
    *out = UNDEFINED;
    return SCRIPT_NORMAL;
}

static ScriptStatus engine (ScriptCall *call, Value *out)
{
    return special (call, "engine", DIALECT_MYSQL, &table_self (call)->engine, out);
}

static ScriptStatus charset (ScriptCall *call, Value *out)
{
    return special (call, "charset", DIALECT_MYSQL, &table_self (call)->charset, out);
}

static ScriptStatus collate (ScriptCall *call, Value *out)
{
    return special (call, "collate", DIALECT_MYSQL, &table_self (call)->collate, out);
}

static ScriptStatus inherits (ScriptCall *call, Value *out)
{
    return special (call, "inherits", DIALECT_POSTGRESQL, &table_self (call)->inherits, out);
}

#define TYPE(name, function)                                                                                           \
    {                                                                                                                  \
        name, HOST_METHOD, 0, 4, function, HOST_NEEDS_NOTHING, "A column.", &knex_column_class, NULL, NULL             \
    }
#define MEMBER(name, least, most, function, summary)                                                                   \
    {                                                                                                                  \
        name, HOST_METHOD, least, most, function, HOST_NEEDS_NOTHING, summary, &knex_table_class, NULL, NULL           \
    }

static const HostMember members[] = {
    TYPE ("increments", increments_column),
    TYPE ("bigincrements", bigincrements_column),
    TYPE ("bigIncrements", bigincrements_column),
    TYPE ("integer", integer_column),
    TYPE ("int", int_column),
    TYPE ("tinyint", tinyint_column),
    TYPE ("smallint", smallint_column),
    TYPE ("mediumint", mediumint_column),
    TYPE ("bigint", bigint_column),
    TYPE ("biginteger", bigint_column),
    TYPE ("bigInteger", bigint_column),
    TYPE ("decimal", decimal_column),
    TYPE ("float", float_column),
    TYPE ("double", double_column),
    TYPE ("real", real_column),
    TYPE ("bit", bit_column),
    TYPE ("boolean", bool_column),
    TYPE ("bool", bool_column),
    TYPE ("serial", serial_column),
    TYPE ("date", date_column),
    TYPE ("datetime", datetime_column),
    TYPE ("dateTime", datetime_column),
    TYPE ("timestamp", timestamp_column),
    TYPE ("time", time_column),
    TYPE ("year", year_column),
    TYPE ("geometry", geometry_column),
    TYPE ("geography", geography_column),
    TYPE ("point", point_column),
    TYPE ("char", char_column),
    TYPE ("varchar", varchar_column),
    TYPE ("string", varchar_column),
    TYPE ("tinytext", tinytext_column),
    TYPE ("tinyText", tinytext_column),
    TYPE ("text", text_column),
    TYPE ("mediumtext", mediumtext_column),
    TYPE ("mediumText", mediumtext_column),
    TYPE ("longtext", longtext_column),
    TYPE ("longText", longtext_column),
    TYPE ("binary", binary_column),
    TYPE ("varbinary", varbinary_column),
    TYPE ("blob", blob_column),
    TYPE ("tinyblob", tinyblob_column),
    TYPE ("tinyBlob", tinyblob_column),
    TYPE ("mediumblob", mediumblob_column),
    TYPE ("mediumBlob", mediumblob_column),
    TYPE ("longblob", longblob_column),
    TYPE ("longBlob", longblob_column),
    TYPE ("enum", enum_column),
    TYPE ("enu", enum_column),
    TYPE ("set", set_column),
    TYPE ("json", json_column),
    TYPE ("jsonb", jsonb_column),
    TYPE ("uuid", uuid_column),
    TYPE ("specificType", specific_column),
    MEMBER ("timestamps", 0, 3, timestamps, "created_at and updated_at."),
    MEMBER ("primary", 1, 2, primary_statement, "The primary key."),
    MEMBER ("unique", 1, 3, unique_statement, "No values twice."),
    MEMBER ("index", 1, 3, index_statement, "An index."),
    { "foreign", HOST_METHOD, 1, 3, schema_foreign_member, HOST_NEEDS_NOTHING, "A foreign key.", &knex_foreign_class,
      NULL, NULL },
    MEMBER ("check", 1, 3, check, "A condition of each row."),
    MEMBER ("comment", 1, 1, comment, "A comment."),
    MEMBER ("engine", 1, 1, engine, "MySQL: the storage engine."),
    MEMBER ("charset", 1, 1, charset, "MySQL: the character set."),
    MEMBER ("collate", 1, 1, collate, "MySQL: the collation."),
    MEMBER ("inherits", 1, 1, inherits, "PostgreSQL: the parent table."),
    MEMBER ("renameColumn", 2, 2, rename_column, "Another name for a column."),
    MEMBER ("dropColumn", 1, HOST_ANY_NUMBER, drop_column, "Takes columns away."),
    MEMBER ("dropColumns", 1, HOST_ANY_NUMBER, drop_column, "Takes columns away."),
    MEMBER ("dropTimestamps", 0, 1, drop_timestamps, "Takes created_at and updated_at away."),
    MEMBER ("dropPrimary", 0, 1, drop_primary, "Takes the primary key away."),
    MEMBER ("dropPrimaryIfExists", 0, 1, drop_primary_if_exists,
            "PostgreSQL: takes the primary key away, if it is there."),
    MEMBER ("dropUnique", 1, 2, drop_unique, "Takes a unique constraint away."),
    MEMBER ("dropUniqueIfExists", 1, 2, drop_unique_if_exists, "Takes a unique constraint away, if it is there."),
    MEMBER ("dropIndex", 1, 2, drop_index, "Takes an index away."),
    MEMBER ("dropForeign", 1, 2, drop_foreign, "Takes a foreign key away."),
    MEMBER ("dropForeignIfExists", 1, 2, drop_foreign_if_exists,
            "PostgreSQL: takes a foreign key away, if it is there."),
    MEMBER ("dropChecks", 1, HOST_ANY_NUMBER, drop_checks, "Takes checks away."),
    MEMBER ("setNullable", 1, 1, set_nullable, "A column may be null."),
    MEMBER ("dropNullable", 1, 1, drop_nullable, "A column may not be null."),
    MEMBER ("queryContext", 0, 1, knex_query_context, "Without effect."),
    { .name = NULL },
};

const HostClass knex_table_class = {
    .name = "TableBuilder",
    .summary = "A table in the making.",
    .members = members,
};
