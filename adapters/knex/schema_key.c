/* Keys, indices, checks, and what else follows a table's own statement (schema/tablecompiler.js and the three dialects'). */

#include "adapters/knex/schema.h"

#include <string.h>

static ScriptRuntime *runtime_of (const KnexTable *table)
{
    return table->call->runtime;
}

static Dialect dialect_of (const KnexTable *table)
{
    return knex_run (table->call)->dialect;
}

static Value option (const KnexTable *table, Value options, const char *name)
{
    return knex_is_object (options) ? knex_peek (runtime_of (table), options, name) : UNDEFINED;
}

static void push (KnexTable *table, KnexText *text)
{
    schema_push (table->steps, runtime_of (table), text);
}

/* "alter table `t` " */
static ScriptStatus begin (KnexTable *table, KnexText *text)
{
    knex_text_init (text, table->call);
    g_string_append (text->sql, "alter table ");
    SCRIPT_TRY (schema_table_name (table, text));
    g_string_append_c (text->sql, ' ');
    return SCRIPT_NORMAL;
}

ScriptStatus schema_index_name (const KnexTable *table, KnexText *text, const char *kind, Value columns)
{
    ScriptRuntime *runtime = runtime_of (table);
    ScriptList *list = value_is_object (columns, OBJECT_LIST) ? value_list (columns)
                       : value_is_truthy (columns)            ? list_new (runtime, &columns, 1)
                                                              : list_new (runtime, NULL, 0);
    g_autoptr (GString) name = g_string_new (schema_raw_name (table));
    g_autofree char *lower = NULL;

    for (char *at = name->str; *at; at++)
        if (*at == '.' || *at == '-')
            *at = '_';
    g_string_append_c (name, '_');
    for (guint32 i = 0; i < list->length; i++)
    {
        const char *words;

        SCRIPT_TRY (schema_text (runtime, list->items[i], &words));
        g_string_append_printf (name, "%s%s", i > 0 ? "_" : "", words);
    }
    g_string_append_printf (name, "_%s", kind);
    lower = g_utf8_strdown (name->str, -1);
    return knex_wrap_string (text, lower, strlen (lower));
}

ScriptStatus schema_given_name (const KnexTable *table, KnexText *text, Value given, const char *kind, Value columns)
{
    return value_is_truthy (given) ? knex_wrap (text, given) : schema_index_name (table, text, kind, columns);
}

static const TableStatement *first_primary (const KnexTable *table)
{
    for (guint i = 0; i < table->statements->len; i++)
    {
        const TableStatement *statement = table->statements->pdata[i];

        if (g_str_equal (statement->method, "primary"))
            return statement;
    }
    return NULL;
}

/* _getPrimaryKeys: not without arguments that name something. */
gboolean schema_has_primary (const KnexTable *table)
{
    const TableStatement *statement = first_primary (table);
    Value columns = statement ? list_argument (statement->arguments, 0) : UNDEFINED;

    return statement && statement->arguments->length > 0 &&
           !(value_is_object (columns, OBJECT_LIST) && value_list (columns)->length == 0);
}

static guint count_type (const KnexTable *table, const char *type)
{
    guint n = 0;

    for (guint i = 0; i < table->columns->len; i++)
        n += g_str_equal (((KnexColumn *)table->columns->pdata[i])->type, type);
    return n;
}

/* MySQL puts columns that count by themselves first into the key. */
static Value with_increments (const KnexTable *table, Value columns)
{
    ScriptRuntime *runtime = runtime_of (table);
    ScriptList *list = value_is_object (columns, OBJECT_LIST) ? value_list (columns) : list_new (runtime, &columns, 1);

    for (guint i = 0; i < table->columns->len; i++)
    {
        const KnexColumn *column = table->columns->pdata[i];
        Value name = list_argument (column->arguments, 0);
        ScriptList *longer;
        gboolean there = FALSE;

        if (!g_str_equal (column->type, "increments") || value_is_nullish (name))
            continue;
        for (guint32 j = 0; j < list->length; j++)
            there = there || value_same (list->items[j], name);
        if (there)
            continue;
        longer = list_new (runtime, &name, 1);
        for (guint32 j = 0; j < list->length; j++)
            list_append (runtime, longer, list->items[j]);
        list = longer;
    }
    return value_of_object (&list->object);
}

ScriptStatus schema_primary_keys (KnexTable *table, KnexText *text)
{
    const TableStatement *statement = first_primary (table);
    Dialect dialect = dialect_of (table);
    Value columns, name, deferrable = UNDEFINED;
    g_autofree char *own = g_strdup_printf ("%s_pkey", schema_raw_name (table));

    if (!statement || statement->arguments->length == 0)
        return SCRIPT_NORMAL;
    columns = list_argument (statement->arguments, 0);
    name = list_argument (statement->arguments, 1);
    if (dialect == DIALECT_POSTGRESQL && knex_is_object (name))
    {
        deferrable = option (table, name, "deferrable");
        name = option (table, name, "constraintName");
    }
    g_string_append (text->sql, dialect == DIALECT_POSTGRESQL || value_is_truthy (name) ? ", constraint " : ",");
    if (value_is_truthy (name))
        SCRIPT_TRY (knex_wrap (text, name));
    else if (dialect == DIALECT_POSTGRESQL)
        SCRIPT_TRY (knex_wrap_string (text, own, strlen (own)));
    g_string_append (text->sql,
                     dialect == DIALECT_SQLITE && count_type (table, "increments") ? " unique (" : " primary key (");
    SCRIPT_TRY (knex_columnize (text, dialect == DIALECT_MYSQL ? with_increments (table, columns) : columns));
    g_string_append_c (text->sql, ')');
    if (value_is_truthy (deferrable))
        g_string_append_printf (text->sql, " deferrable initially %s", value_to_text (runtime_of (table), deferrable));
    return SCRIPT_NORMAL;
}

ScriptStatus schema_foreign_keys (KnexTable *table, KnexText *text)
{
    ScriptRuntime *runtime = runtime_of (table);

    for (guint i = 0; i < table->statements->len; i++)
    {
        const TableStatement *statement = table->statements->pdata[i];
        const KnexForeign *key = statement->foreign;

        if (!key)
            continue;
        g_string_append_c (text->sql, ',');
        if (value_is_truthy (key->key_name))
        {
            g_string_append (text->sql, " constraint ");
            SCRIPT_TRY (knex_wrap (text, key->key_name));
        }
        g_string_append (text->sql, " foreign key(");
        SCRIPT_TRY (knex_columnize (text, key->column));
        g_string_append (text->sql, ") references ");
        SCRIPT_TRY (knex_wrap (text, key->in_table));
        g_string_append_c (text->sql, '(');
        SCRIPT_TRY (knex_columnize (text, key->references));
        g_string_append_c (text->sql, ')');
        if (value_is_truthy (key->on_delete))
            g_string_append_printf (text->sql, " on delete %s", value_to_text (runtime, key->on_delete));
        if (value_is_truthy (key->on_update))
            g_string_append_printf (text->sql, " on update %s", value_to_text (runtime, key->on_update));
    }
    return SCRIPT_NORMAL;
}

/* _addChecks: the condition with its bindings written in. */
ScriptStatus schema_checks (KnexTable *table, KnexText *text)
{
    for (guint i = 0; i < table->checks->len; i++)
    {
        const ScriptList *arguments = table->checks->pdata[i];
        Value name = list_argument (arguments, 2);
        g_auto (KnexText) raw = { 0 };

        g_string_append (text->sql, ", ");
        if (value_is_truthy (name))
            g_string_append_printf (text->sql, "constraint %s ", value_to_text (runtime_of (table), name));
        g_string_append (text->sql, "check (");
        knex_text_init (&raw, table->call);
        SCRIPT_TRY (knex_raw_compile (
            &raw, knex_raw_new (table->call, list_argument (arguments, 0), list_argument (arguments, 1))));
        SCRIPT_TRY (knex_fill (&raw, text->sql));
        g_string_append_c (text->sql, ')');
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus foreign (KnexTable *table, const KnexForeign *key)
{
    ScriptRuntime *runtime = runtime_of (table);
    g_auto (KnexText) text = { 0 };

    if (dialect_of (table) == DIALECT_SQLITE)
        return table->method == TABLE_ALTER || table->method == TABLE_CREATE_LIKE ? schema_sqlite_foreign (table, key)
                                                                                  : SCRIPT_NORMAL;
    if (!value_is_truthy (key->in_table) || !value_is_truthy (key->references))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (begin (table, &text));
    g_string_append (text.sql, "add constraint ");
    SCRIPT_TRY (schema_given_name (table, &text, key->key_name, "foreign", key->column));
    g_string_append (text.sql, " foreign key (");
    SCRIPT_TRY (knex_columnize (&text, key->column));
    g_string_append (text.sql, ") references ");
    SCRIPT_TRY (knex_wrap (&text, key->in_table));
    g_string_append (text.sql, " (");
    SCRIPT_TRY (knex_columnize (&text, key->references));
    g_string_append_c (text.sql, ')');
    if (value_is_truthy (key->on_update))
        g_string_append_printf (text.sql, " on update %s", value_to_text (runtime, key->on_update));
    if (value_is_truthy (key->on_delete))
        g_string_append_printf (text.sql, " on delete %s", value_to_text (runtime, key->on_delete));
    if (value_is_truthy (key->deferrable))
    {
        g_autofree char *lower = g_ascii_strdown (value_to_text (runtime, key->deferrable), -1);

        g_string_append_printf (text.sql, " deferrable initially %s ", lower);
    }
    push (table, &text);
    return SCRIPT_NORMAL;
}

/* ` where ...` of a builder; a value in it would be left a bare question mark, which no database takes. */
static ScriptStatus append_predicate (const KnexTable *table, KnexText *text, Value predicate)
{
    g_auto (KnexText) part = { 0 };
    KnexCompiler compiler = { .text = &part, .query = knex_query_of (predicate), .method = "where" };

    if (!value_is_truthy (predicate))
        return SCRIPT_NORMAL;
    if (!compiler.query)
        return script_throw (runtime_of (table), "TypeError", "predicate must be a query builder");
    knex_text_init (&part, table->call);
    SCRIPT_TRY (knex_compile_where (&compiler));
    if (part.bindings->len > 0)
        return script_refuse (
            runtime_of (table),
            "a value in the predicate of an index: Knex leaves a question mark in its place, which fails; "
            "use whereRaw with the value written in");
    g_string_append_printf (text->sql, " %s", part.sql->str);
    return SCRIPT_NORMAL;
}

static ScriptStatus pg_unique (KnexTable *table, Value columns, Value given)
{
    ScriptRuntime *runtime = runtime_of (table);
    Value deferrable = option (table, given, "deferrable");
    Value predicate = option (table, given, "predicate");
    Value use = option (table, given, "useConstraint");
    gboolean constraint = !knex_is_object (given)       ? TRUE
                          : use.kind == VALUE_UNDEFINED ? value_is_truthy (deferrable) || !value_is_truthy (predicate)
                                                        : value_is_truthy (use);
    Value name = knex_is_object (given) ? option (table, given, "indexName") : given;
    g_auto (KnexText) text = { 0 };

    if (!constraint && value_is_truthy (deferrable) &&
        !g_str_equal (value_to_text (runtime, deferrable), "not deferrable"))
        return script_throw (runtime, "Error", "postgres cannot create deferrable index");
    if (constraint && value_is_truthy (predicate))
        return script_throw (runtime, "Error", "postgres cannot create constraint with predicate");
    if (constraint)
    {
        SCRIPT_TRY (begin (table, &text));
        g_string_append (text.sql, "add constraint ");
        SCRIPT_TRY (schema_given_name (table, &text, name, "unique", columns));
        g_string_append (text.sql, " unique (");
    }
    else
    {
        knex_text_init (&text, table->call);
        g_string_append (text.sql, "create unique index ");
        SCRIPT_TRY (schema_given_name (table, &text, name, "unique", columns));
        g_string_append (text.sql, " on ");
        SCRIPT_TRY (schema_table_name (table, &text));
        g_string_append (text.sql, " (");
    }
    SCRIPT_TRY (knex_columnize (&text, columns));
    g_string_append_c (text.sql, ')');
    if (!constraint)
        SCRIPT_TRY (append_predicate (table, &text, predicate));
    else if (value_is_truthy (deferrable))
        g_string_append_printf (text.sql, " deferrable initially %s", value_to_text (runtime, deferrable));
    push (table, &text);
    return SCRIPT_NORMAL;
}

/* alter table add [words] name(columns)[ using engine] */
static ScriptStatus mysql_index (KnexTable *table, const char *words, const char *kind, Value columns, Value name,
                                 Value engine)
{
    g_auto (KnexText) text = { 0 };

    SCRIPT_TRY (begin (table, &text));
    g_string_append_printf (text.sql, "add %s ", words);
    SCRIPT_TRY (schema_given_name (table, &text, name, kind, columns));
    g_string_append_c (text.sql, '(');
    SCRIPT_TRY (knex_columnize (&text, columns));
    g_string_append_c (text.sql, ')');
    if (value_is_truthy (engine))
        g_string_append_printf (text.sql, " using %s", value_to_text (runtime_of (table), engine));
    push (table, &text);
    return SCRIPT_NORMAL;
}

/* create [unique ]index name on table[ using engine] (columns)[ where ...] */
static ScriptStatus create_index (KnexTable *table, gboolean is_unique, const char *kind, Value columns, Value name,
                                  Value engine, Value predicate)
{
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, table->call);
    g_string_append (text.sql, is_unique ? "create unique index " : "create index ");
    SCRIPT_TRY (schema_given_name (table, &text, name, kind, columns));
    g_string_append (text.sql, " on ");
    SCRIPT_TRY (schema_table_name (table, &text));
    if (value_is_truthy (engine))
        g_string_append_printf (text.sql, " using %s", value_to_text (runtime_of (table), engine));
    g_string_append (text.sql, " (");
    SCRIPT_TRY (knex_columnize (&text, columns));
    g_string_append_c (text.sql, ')');
    SCRIPT_TRY (append_predicate (table, &text, predicate));
    push (table, &text);
    return SCRIPT_NORMAL;
}

static ScriptStatus unique (KnexTable *table, const ScriptList *arguments)
{
    Value columns = list_argument (arguments, 0), given = list_argument (arguments, 1);
    Value name = knex_is_object (given) ? option (table, given, "indexName") : given;

    switch (dialect_of (table))
    {
    case DIALECT_POSTGRESQL:
        return pg_unique (table, columns, given);
    case DIALECT_MYSQL:
        return mysql_index (table, "unique", "unique", columns, name, option (table, given, "storageEngineIndexType"));
    case DIALECT_SQLITE:
        return create_index (table, TRUE, "unique", columns, name, UNDEFINED, option (table, given, "predicate"));
    }
    g_return_val_if_reached (SCRIPT_NORMAL);
}

/* A text as third argument is the storage engine's kind on PostgreSQL, and the kind of index on MySQL. */
static ScriptStatus index_statement (KnexTable *table, const ScriptList *arguments)
{
    ScriptRuntime *runtime = runtime_of (table);
    Value columns = list_argument (arguments, 0), name = list_argument (arguments, 1);
    Value given = list_argument (arguments, 2);
    gboolean words = given.kind == VALUE_STRING;
    Value type = option (table, given, "indexType"), engine = option (table, given, "storageEngineIndexType");
    g_autofree char *kind = NULL;

    switch (dialect_of (table))
    {
    case DIALECT_POSTGRESQL:
        return create_index (
            table, type.kind == VALUE_STRING && g_ascii_strcasecmp (value_to_text (runtime, type), "unique") == 0,
            "index", columns, name, words ? given : engine, option (table, given, "predicate"));
    case DIALECT_MYSQL:
        if (words)
            type = given;
        kind =
            value_is_truthy (type) ? g_strdup_printf ("%s index", value_to_text (runtime, type)) : g_strdup ("index");
        return mysql_index (table, kind, "index", columns, name, engine);
    case DIALECT_SQLITE:
        return create_index (table, FALSE, "index", columns, name, UNDEFINED, option (table, given, "predicate"));
    }
    g_return_val_if_reached (SCRIPT_NORMAL);
}

static ScriptStatus mysql_modify (KnexTable *table, const char *type, const char *words)
{
    g_auto (KnexText) text = { 0 };
    guint n = 0;

    if (count_type (table, type) == 0)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (begin (table, &text));
    g_string_append (text.sql, "modify column ");
    for (guint i = 0; i < table->columns->len; i++)
    {
        const KnexColumn *column = table->columns->pdata[i];

        if (!g_str_equal (column->type, type))
            continue;
        g_string_append (text.sql, n++ > 0 ? ", " : "");
        SCRIPT_TRY (schema_column_name (column, &text));
    }
    g_string_append_printf (text.sql, " %s unsigned not null auto_increment", words);
    push (table, &text);
    return SCRIPT_NORMAL;
}

static ScriptStatus primary (KnexTable *table, const ScriptList *arguments)
{
    Dialect dialect = dialect_of (table);
    gboolean creating = table->method == TABLE_CREATE || table->method == TABLE_CREATE_IF_NOT;
    Value columns = list_argument (arguments, 0), name = list_argument (arguments, 1);
    Value deferrable = option (table, name, "deferrable");
    g_autofree char *own = g_strdup_printf ("%s_pkey", schema_raw_name (table));
    g_auto (KnexText) text = { 0 };

    if (knex_is_object (name))
        name = option (table, name, "constraintName");
    if (dialect == DIALECT_SQLITE)
        return creating ? SCRIPT_NORMAL : schema_sqlite_primary (table, columns, name);
    if (!creating)
    {
        SCRIPT_TRY (begin (table, &text));
        g_string_append (text.sql, dialect == DIALECT_MYSQL ? "add primary key " : "add constraint ");
        if (value_is_truthy (name))
            SCRIPT_TRY (knex_wrap (&text, name));
        else
            SCRIPT_TRY (knex_wrap_string (&text, own, strlen (own)));
        g_string_append (text.sql, dialect == DIALECT_MYSQL ? "(" : " primary key (");
        SCRIPT_TRY (knex_columnize (&text, dialect == DIALECT_MYSQL ? with_increments (table, columns) : columns));
        g_string_append_c (text.sql, ')');
        if (value_is_truthy (deferrable) && dialect == DIALECT_POSTGRESQL)
            g_string_append_printf (text.sql, " deferrable initially %s",
                                    value_to_text (runtime_of (table), deferrable));
        push (table, &text);
    }
    if (dialect != DIALECT_MYSQL)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (mysql_modify (table, "increments", "int"));
    return mysql_modify (table, "bigincrements", "bigint");
}

/* drop constraint, or what a dialect has instead. */
static ScriptStatus drop_constraint (KnexTable *table, const char *words, Value name, const char *kind, Value columns)
{
    g_auto (KnexText) text = { 0 };

    SCRIPT_TRY (begin (table, &text));
    g_string_append (text.sql, words);
    SCRIPT_TRY (schema_given_name (table, &text, name, kind, columns));
    push (table, &text);
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_index (KnexTable *table, const char *words, Value name, const char *kind, Value columns,
                                gboolean with_schema)
{
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, table->call);
    g_string_append (text.sql, words);
    if (with_schema && value_is_truthy (table->schema))
    {
        SCRIPT_TRY (knex_wrap (&text, table->schema));
        g_string_append_c (text.sql, '.');
    }
    SCRIPT_TRY (schema_given_name (table, &text, name, kind, columns));
    push (table, &text);
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_unique (KnexTable *table, const ScriptList *arguments, gboolean if_exists)
{
    Value columns = list_argument (arguments, 0), name = list_argument (arguments, 1);

    switch (dialect_of (table))
    {
    case DIALECT_POSTGRESQL:
        return drop_constraint (table, if_exists ? "drop constraint if exists " : "drop constraint ", name, "unique",
                                columns);
    case DIALECT_MYSQL:
        if (if_exists && !session_is_mariadb (knex_run (table->call)->session))
            return script_throw (runtime_of (table), "Error", ".dropUniqueIfExists is not supported for mysql.");
        return drop_constraint (table, if_exists ? "drop index if exists " : "drop index ", name, "unique", columns);
    case DIALECT_SQLITE:
        return drop_index (table, if_exists ? "drop index if exists " : "drop index ", name, "unique", columns, FALSE);
    }
    g_return_val_if_reached (SCRIPT_NORMAL);
}

static ScriptStatus unsupported (KnexTable *table, const char *method)
{
    gboolean mysql = dialect_of (table) == DIALECT_MYSQL;

    return script_throw (runtime_of (table), "Error", ".%s is not supported for %s%s", method,
                         mysql ? "mysql" : "sqlite3", mysql ? "." : "");
}

static ScriptStatus drop_primary (KnexTable *table, const TableStatement *statement, gboolean if_exists)
{
    Value name = list_argument (statement->arguments, 0);
    g_autofree char *own = g_strdup_printf ("%s_pkey", schema_raw_name (table));
    g_auto (KnexText) text = { 0 };

    if (if_exists && dialect_of (table) != DIALECT_POSTGRESQL)
        return unsupported (table, statement->method);
    if (dialect_of (table) == DIALECT_SQLITE)
        return schema_sqlite_drop_primary (table, name);
    SCRIPT_TRY (begin (table, &text));
    if (dialect_of (table) == DIALECT_MYSQL)
        g_string_append (text.sql, "drop primary key");
    else
    {
        g_string_append (text.sql, if_exists ? "drop constraint if exists " : "drop constraint ");
        if (value_is_truthy (name))
            SCRIPT_TRY (knex_wrap (&text, name));
        else
            SCRIPT_TRY (knex_wrap_string (&text, own, strlen (own)));
    }
    push (table, &text);
    return SCRIPT_NORMAL;
}

static ScriptStatus drop_foreign (KnexTable *table, const TableStatement *statement, gboolean if_exists)
{
    Value columns = list_argument (statement->arguments, 0), name = list_argument (statement->arguments, 1);

    if (if_exists && dialect_of (table) != DIALECT_POSTGRESQL)
        return unsupported (table, statement->method);
    if (dialect_of (table) == DIALECT_SQLITE)
        return schema_sqlite_drop_foreign (table, columns, name);
    return drop_constraint (table,
                            dialect_of (table) == DIALECT_MYSQL ? "drop foreign key "
                            : if_exists                         ? "drop constraint if exists "
                                                                : "drop constraint ",
                            name, "foreign", columns);
}

/* normalizeArr */
static ScriptList *all_of (const KnexTable *table, const ScriptList *arguments)
{
    Value first = list_argument (arguments, 0);

    return value_is_object (first, OBJECT_LIST) ? value_list (first)
                                                : list_new (runtime_of (table), arguments->items, arguments->length);
}

static ScriptStatus drop_column (KnexTable *table, const ScriptList *arguments)
{
    ScriptList *columns = all_of (table, arguments);
    g_auto (KnexText) text = { 0 };

    if (dialect_of (table) == DIALECT_SQLITE)
        return schema_sqlite_drop_column (table, columns);
    SCRIPT_TRY (begin (table, &text));
    for (guint32 i = 0; i < columns->length; i++)
    {
        g_string_append_printf (text.sql, "%s%s", i > 0 ? ", " : "",
                                dialect_of (table) == DIALECT_MYSQL ? "drop " : "drop column ");
        SCRIPT_TRY (knex_wrap (&text, columns->items[i]));
    }
    push (table, &text);
    return SCRIPT_NORMAL;
}

static ScriptStatus rename_column (KnexTable *table, const ScriptList *arguments)
{
    g_auto (KnexText) text = { 0 };
    SchemaStep *step;

    if (dialect_of (table) == DIALECT_MYSQL)
    {
        step = schema_push_work (table->steps, runtime_of (table), schema_mysql_rename_column);
        step->table = table;
        step->first = list_argument (arguments, 0);
        step->second = list_argument (arguments, 1);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (begin (table, &text));
    g_string_append (text.sql, "rename ");
    SCRIPT_TRY (knex_wrap (&text, list_argument (arguments, 0)));
    g_string_append (text.sql, " to ");
    SCRIPT_TRY (knex_wrap (&text, list_argument (arguments, 1)));
    push (table, &text);
    return SCRIPT_NORMAL;
}

static ScriptStatus set_nullable (KnexTable *table, const ScriptList *arguments, gboolean nullable)
{
    g_auto (KnexText) text = { 0 };
    SchemaStep *step;

    switch (dialect_of (table))
    {
    case DIALECT_POSTGRESQL:
        SCRIPT_TRY (begin (table, &text));
        g_string_append (text.sql, "alter column ");
        SCRIPT_TRY (knex_wrap (&text, list_argument (arguments, 0)));
        g_string_append (text.sql, nullable ? " drop not null" : " set not null");
        push (table, &text);
        return SCRIPT_NORMAL;
    case DIALECT_MYSQL:
        step = schema_push_work (table->steps, runtime_of (table), schema_mysql_set_nullable);
        step->table = table;
        step->first = list_argument (arguments, 0);
        step->flag = nullable;
        return SCRIPT_NORMAL;
    case DIALECT_SQLITE:
        return schema_sqlite_set_nullable (table, list_argument (arguments, 0), nullable);
    }
    g_return_val_if_reached (SCRIPT_NORMAL);
}

static ScriptStatus drop_checks (KnexTable *table, const ScriptList *arguments)
{
    Value first = list_argument (arguments, 0);
    ScriptList *names =
        value_is_object (first, OBJECT_LIST) ? value_list (first) : list_new (runtime_of (table), &first, 1);
    g_auto (KnexText) text = { 0 };

    if (first.kind == VALUE_UNDEFINED)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (begin (table, &text));
    for (guint32 i = 0; i < names->length; i++)
        g_string_append_printf (text.sql, "%sdrop constraint %s", i > 0 ? ", " : "",
                                value_to_text (runtime_of (table), names->items[i]));
    push (table, &text);
    return SCRIPT_NORMAL;
}

/* Bindings are not looked at, and a constraint without a name gets the table's in quotes with a number behind it, as in Knex. */
static ScriptStatus check (KnexTable *table, const ScriptList *arguments)
{
    Value name = list_argument (arguments, 2);
    g_auto (KnexText) text = { 0 };

    SCRIPT_TRY (begin (table, &text));
    g_string_append (text.sql, "add constraint ");
    if (value_is_truthy (name))
        g_string_append (text.sql, value_to_text (runtime_of (table), name));
    else
    {
        SCRIPT_TRY (schema_table_name (table, &text));
        g_string_append_printf (text.sql, "_%u", ++table->n_checks);
    }
    g_string_append_printf (text.sql, " check(%s)", value_to_text (runtime_of (table), list_argument (arguments, 0)));
    push (table, &text);
    return SCRIPT_NORMAL;
}

ScriptStatus schema_statement (KnexTable *table, const TableStatement *statement)
{
    const char *method = statement->method;
    const ScriptList *arguments = statement->arguments;

    if (g_str_equal (method, "foreign"))
        return foreign (table, statement->foreign);
    if (g_str_equal (method, "primary"))
        return primary (table, arguments);
    if (g_str_equal (method, "unique"))
        return unique (table, arguments);
    if (g_str_equal (method, "index"))
        return index_statement (table, arguments);
    if (g_str_equal (method, "dropPrimary") || g_str_equal (method, "dropPrimaryIfExists"))
        return drop_primary (table, statement, g_str_has_suffix (method, "IfExists"));
    if (g_str_equal (method, "dropUnique") || g_str_equal (method, "dropUniqueIfExists"))
        return drop_unique (table, arguments, g_str_has_suffix (method, "IfExists"));
    if (g_str_equal (method, "dropForeign") || g_str_equal (method, "dropForeignIfExists"))
        return drop_foreign (table, statement, g_str_has_suffix (method, "IfExists"));
    if (g_str_equal (method, "dropIndex"))
        return dialect_of (table) == DIALECT_MYSQL
                   ? drop_constraint (table, "drop index ", list_argument (arguments, 1), "index",
                                      list_argument (arguments, 0))
                   : drop_index (table, "drop index ", list_argument (arguments, 1), "index",
                                 list_argument (arguments, 0), dialect_of (table) == DIALECT_POSTGRESQL);
    if (g_str_equal (method, "dropColumn"))
        return drop_column (table, arguments);
    if (g_str_equal (method, "renameColumn"))
        return rename_column (table, arguments);
    if (g_str_equal (method, "dropChecks"))
        return drop_checks (table, arguments);
    if (g_str_equal (method, "check"))
        return check (table, arguments);
    return set_nullable (table, arguments, g_str_equal (method, "setNullable"));
}
