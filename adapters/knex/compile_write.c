/* insert, update, delete, truncate, columnInfo (query/querycompiler.js and the three dialects'). */

#include "adapters/knex/query.h"

#include <string.h>

/* Rows with the same columns, sorted by name. */
typedef struct
{
    GPtrArray *columns; /* const char *, in the arena */
    GPtrArray *rows;    /* Value * of as many values each */
} Rows;

static void rows_clear (Rows *rows)
{
    g_clear_pointer (&rows->columns, g_ptr_array_unref);
    g_clear_pointer (&rows->rows, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rows, rows_clear)

/* JavaScript's sort () of strings: by UTF-16 units, which strcmp does but for what lies beyond the first plane. */
static int compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(char *const *)a, *(char *const *)b);
}

static void collect_columns (ScriptRuntime *runtime, const ScriptList *data, GPtrArray *columns)
{
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint32 i = 0; i < data->length && !value_is_nullish (data->items[i]); i++)
    {
        guint n;
        const char *const *names = script_names (runtime, data->items[i], &n);

        for (guint j = 0; j < n; j++)
            if (g_hash_table_add (seen, (gpointer)names[j]))
                g_ptr_array_add (columns, (gpointer)names[j]);
    }
    g_ptr_array_sort (columns, compare_names);
}

/* _prepInsert, of what is no raw and no builder. */
static ScriptStatus prepare_rows (KnexText *text, Value given, Rows *rows)
{
    ScriptRuntime *runtime = text->run->runtime;
    ScriptList *data = value_is_object (given, OBJECT_LIST) ? value_list (given)
                       : value_is_nullish (given)           ? list_new (runtime, NULL, 0)
                                                            : list_new (runtime, &given, 1);

    rows->columns = g_ptr_array_new ();
    rows->rows = g_ptr_array_new_with_free_func (g_free);
    collect_columns (runtime, data, rows->columns);
    for (guint32 i = 0; i < data->length && !value_is_nullish (data->items[i]); i++)
    {
        Value *row = g_new (Value, rows->columns->len + 1);

        g_ptr_array_add (rows->rows, row);
        for (guint j = 0; j < rows->columns->len; j++)
        {
            row[j] = UNDEFINED;
            SCRIPT_TRY (script_member (runtime, data->items[i], rows->columns->pdata[j], &row[j]));
        }
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus append_columns (KnexText *text, const GPtrArray *columns)
{
    for (guint i = 0; i < columns->len; i++)
    {
        if (i > 0)
            g_string_append (text->sql, ", ");
        SCRIPT_TRY (knex_wrap_string (text, columns->pdata[i], strlen (columns->pdata[i])));
    }
    return SCRIPT_NORMAL;
}

/* client.valueForUndefined */
static Value not_set (KnexText *text)
{
    if (text->run->null_as_default)
        return NULL_VALUE;
    return knex_raw_new (text->call, value_string (text->run->runtime, "DEFAULT", -1), UNDEFINED);
}

static ScriptStatus row_values (KnexText *text, const Value *row, guint n)
{
    return knex_parameterize (text, value_of_object (&list_new (text->run->runtime, row, n)->object), not_set (text));
}

static ScriptStatus check_sqlite_rows (KnexText *text, const Rows *rows)
{
    for (guint i = 0; !text->run->null_as_default && i < rows->rows->len; i++)
        for (guint j = 0; j < rows->columns->len; j++)
            if (((const Value *)rows->rows->pdata[i])[j].kind == VALUE_UNDEFINED)
                return script_throw (text->run->runtime, "TypeError",
                                     "`sqlite` does not support inserting default values. Specify values explicitly or "
                                     "use the `useNullAsDefault` config flag. (see docs "
                                     "https://knexjs.org/guide/query-builder.html#insert).");
    return SCRIPT_NORMAL;
}

/* SQLite's rows: select ? as `a`, ? as `b` union all select ... */
static ScriptStatus sqlite_rows (KnexText *text, const Rows *rows)
{
    for (guint i = 0; i < rows->rows->len; i++)
    {
        const Value *row = rows->rows->pdata[i];

        g_string_append (text->sql, i > 0 ? " union all select " : " select ");
        for (guint j = 0; j < rows->columns->len; j++)
        {
            if (j > 0)
                g_string_append (text->sql, ", ");
            SCRIPT_TRY (knex_parameter (text, row[j].kind == VALUE_UNDEFINED ? NULL_VALUE : row[j]));
            g_string_append (text->sql, " as ");
            SCRIPT_TRY (knex_wrap_string (text, rows->columns->pdata[j], strlen (rows->columns->pdata[j])));
        }
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus append_rows (KnexText *text, const Rows *rows)
{
    gboolean sqlite = text->run->dialect == DIALECT_SQLITE;

    g_string_append_c (text->sql, '(');
    SCRIPT_TRY (append_columns (text, rows->columns));
    g_string_append_c (text->sql, ')');
    if (sqlite)
        SCRIPT_TRY (check_sqlite_rows (text, rows));
    if (sqlite && rows->rows->len > 1)
        return sqlite_rows (text, rows);
    g_string_append (text->sql, " values (");
    for (guint i = 0; i < rows->rows->len; i++)
    {
        if (i > 0)
            g_string_append (text->sql, "), (");
        SCRIPT_TRY (row_values (text, rows->rows->pdata[i], rows->columns->len));
    }
    g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus conflict_target (KnexText *text, Value columns)
{
    if (knex_is_raw (columns))
        return knex_wrap (text, columns);
    g_string_append_c (text->sql, '(');
    SCRIPT_TRY (knex_columnize (text, columns));
    g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus assignments (KnexCompiler *compiler, Value data, Value counter, const char *separator);

/* One `a = excluded.a`, or MySQL's `a = values(a)`. */
static ScriptStatus take_new (KnexText *text, const char *column)
{
    gboolean mysql = text->run->dialect == DIALECT_MYSQL;
    const char *dot = mysql ? NULL : strrchr (column, '.');
    const char *name = dot ? dot + 1 : column;

    for (guint i = 0; i < 2; i++)
    {
        if (i > 0)
            g_string_append (text->sql, mysql ? " = values(" : " = excluded.");
        SCRIPT_TRY (knex_identifier (text, name, strlen (name)));
    }
    if (mysql)
        g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

static ScriptStatus merge_updates (KnexCompiler *compiler, Value given)
{
    KnexText *text = compiler->text;
    ScriptRuntime *runtime = text->run->runtime;
    Value updates = compiler->query->merge;
    g_auto (Rows) rows = { NULL, NULL };
    ScriptList *list = value_is_object (updates, OBJECT_LIST) ? value_list (updates) : NULL;

    if (!list && knex_is_object (updates))
        return assignments (compiler, updates, compiler->query->counter, ",");
    if (!list)
    {
        if (knex_is_raw (given) || knex_is_query (given) || knex_is_function (given))
            return script_throw (runtime, "Error",
                                 "If using merge with a raw insert query, then updates must be provided");
        SCRIPT_TRY (prepare_rows (text, given, &rows));
    }
    for (guint i = 0; i < (list ? list->length : rows.columns->len); i++)
    {
        if (i > 0)
            g_string_append (text->sql, ", ");
        SCRIPT_TRY (take_new (text, list ? value_to_text (runtime, list->items[i]) : rows.columns->pdata[i]));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus append_where (KnexCompiler *compiler, GString *into)
{
    g_autoptr (GString) part = g_string_new (NULL);

    KNEX_INTO (compiler->text, part, knex_compile_where (compiler));
    if (part->len > 0)
        g_string_append_printf (into, " %s", part->str);
    return SCRIPT_NORMAL;
}

static ScriptStatus on_conflict (KnexCompiler *compiler, Value given, gboolean several)
{
    KnexQuery *query = compiler->query;
    KnexText *text = compiler->text;
    gsize before;

    if (value_is_nullish (query->on_conflict) || (!query->ignore && !query->merging))
        return SCRIPT_NORMAL;
    if (text->run->dialect == DIALECT_MYSQL)
    {
        if (!query->merging)
            return SCRIPT_NORMAL;
        g_string_append (text->sql, " on duplicate key update ");
        SCRIPT_TRY (merge_updates (compiler, given));
        before = text->sql->len;
        SCRIPT_TRY (append_where (compiler, text->sql));
        if (text->sql->len > before)
            return script_throw (text->run->runtime, "Error",
                                 ".onConflict().merge().where() is not supported for mysql");
        return SCRIPT_NORMAL;
    }
    if (several && text->run->dialect == DIALECT_SQLITE)
        g_string_append (text->sql, " where true");
    if (query->ignore)
    {
        g_string_append (text->sql, " on conflict ");
        if (query->on_conflict.kind != VALUE_BOOLEAN)
        {
            SCRIPT_TRY (conflict_target (text, query->on_conflict));
            g_string_append_c (text->sql, ' ');
        }
        g_string_append (text->sql, "do nothing");
        if (text->run->dialect == DIALECT_SQLITE || !query->merging)
            return SCRIPT_NORMAL;
    }
    g_string_append (text->sql, " on conflict ");
    SCRIPT_TRY (conflict_target (text, query->on_conflict));
    g_string_append (text->sql, " do update set ");
    SCRIPT_TRY (merge_updates (compiler, given));
    return append_where (compiler, text->sql);
}

static ScriptStatus append_returning (KnexCompiler *compiler, KnexCompiled *compiled)
{
    KnexText *text = compiler->text;

    if (text->run->dialect == DIALECT_MYSQL || value_is_nullish (compiler->query->returning))
        return SCRIPT_NORMAL;
    compiled->returning = TRUE;
    g_string_append (text->sql, " returning ");
    return knex_columnize (text, compiler->query->returning);
}

/* The rows, or `default values` where there is one without columns; nothing at all for no rows. */
static ScriptStatus insert_body (KnexCompiler *compiler, Value given, gboolean *empty, gboolean *several)
{
    KnexText *text = compiler->text;
    const char *defaults = text->run->dialect == DIALECT_MYSQL ? "() values ()" : "default values";
    g_auto (Rows) rows = { NULL, NULL };

    *several = FALSE;
    *empty = value_is_object (given, OBJECT_LIST) && value_list (given)->length == 0;
    if (*empty)
        return SCRIPT_NORMAL;
    if (knex_is_raw (given) || knex_is_query (given) || knex_is_function (given))
        return knex_raw_or_function (text, given, NULL);
    SCRIPT_TRY (prepare_rows (text, given, &rows));
    *several = rows.rows->len > 1;
    if (rows.columns->len > 0)
        return append_rows (text, &rows);
    *empty = value_is_object (given, OBJECT_LIST) &&
             (value_list (given)->length != 1 || value_is_nullish (value_list (given)->items[0]));
    g_string_append (text->sql, *empty ? "" : defaults);
    return SCRIPT_NORMAL;
}

static ScriptStatus insert (KnexCompiler *compiler, KnexCompiled *compiled, const char *words, Value given)
{
    KnexText *text = compiler->text;
    gboolean empty, several;

    if (text->run->dialect == DIALECT_MYSQL && compiler->query->comments->length > 0)
    {
        SCRIPT_TRY (knex_compile_comments (compiler));
        g_string_append_c (text->sql, ' ');
    }
    if (value_is_nullish (given))
        given = value_of_object (&list_new (text->run->runtime, NULL, 0)->object);
    SCRIPT_TRY (knex_compile_with (compiler));
    SCRIPT_TRY (knex_compile_table (compiler));
    g_string_append_printf (text->sql, "%s %s ", words, compiler->table);
    SCRIPT_TRY (insert_body (compiler, given, &empty, &several));
    if (empty)
    {
        g_string_truncate (text->sql, 0);
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (on_conflict (compiler, given, several));
    return append_returning (compiler, compiled);
}

static ScriptStatus refuse_empty (KnexCompiler *compiler)
{
    ScriptRuntime *runtime = compiler->text->run->runtime;
    const KnexQuery *query = compiler->query;
    g_autoptr (GString) tail = g_string_new (NULL);
    guint n = 0;
    const char *const *names = query->update.kind == VALUE_OBJECT ? script_names (runtime, query->update, &n) : NULL;

    if (!value_is_nullish (query->table))
        g_string_append_printf (tail, " Table: %s.", value_to_text (runtime, query->table));
    if (names)
        g_string_append (tail, " Columns: ");
    for (guint i = 0; i < n; i++)
        g_string_append_printf (tail, "%s%s", i > 0 ? "," : "", names[i]);
    if (names)
        g_string_append_c (tail, '.');
    return script_throw (runtime, "Error",
                         "Empty .update() call detected! Update data does not contain any values to update. This will "
                         "result in a faulty query.%s",
                         tail->str);
}

/* _prepUpdate: what is set, then counters for columns that were not. */
static ScriptStatus assignments (KnexCompiler *compiler, Value data, Value counter, const char *separator)
{
    KnexText *text = compiler->text;
    ScriptRuntime *runtime = text->run->runtime;
    guint n = 0, written = 0;
    const char *const *names = data.kind == VALUE_OBJECT ? script_names (runtime, data, &n) : NULL;

    for (guint i = 0; i < n; i++)
    {
        Value value;

        SCRIPT_TRY (script_member (runtime, data, names[i], &value));
        if (value.kind == VALUE_UNDEFINED)
            continue;
        g_string_append (text->sql, written++ > 0 ? separator : "");
        SCRIPT_TRY (knex_wrap_string (text, names[i], strlen (names[i])));
        g_string_append (text->sql, " = ");
        SCRIPT_TRY (knex_parameter (text, value));
    }
    n = 0;
    names = counter.kind == VALUE_OBJECT ? script_names (runtime, counter, &n) : NULL;
    for (guint i = 0; i < n; i++)
    {
        double amount = knex_peek (runtime, counter, names[i]).as.number;
        Value number = value_number (amount < 0 ? -amount : amount);

        if (data.kind == VALUE_OBJECT && object_find_own (data.as.object, intern (runtime, names[i], -1)))
            continue;
        g_string_append (text->sql, written++ > 0 ? separator : "");
        for (guint j = 0; j < 2; j++)
        {
            g_string_append (text->sql, j > 0 ? " = " : "");
            SCRIPT_TRY (knex_wrap_string (text, names[i], strlen (names[i])));
        }
        g_string_append (text->sql, amount < 0 ? " - " : " + ");
        SCRIPT_TRY (knex_parameter (text, number));
    }
    if (written > 0)
        return SCRIPT_NORMAL;
    return refuse_empty (compiler);
}

static ScriptStatus update (KnexCompiler *compiler, KnexCompiled *compiled)
{
    KnexText *text = compiler->text;
    KnexQuery *query = compiler->query;
    gboolean mysql = text->run->dialect == DIALECT_MYSQL;
    g_autoptr (GString) join = g_string_new (NULL);
    g_autoptr (GString) tail = g_string_new (NULL);

    if (mysql && query->comments->length > 0)
    {
        SCRIPT_TRY (knex_compile_comments (compiler));
        g_string_append_c (text->sql, ' ');
    }
    SCRIPT_TRY (knex_compile_with (compiler));
    if (mysql)
        KNEX_INTO (text, join, knex_compile_join (compiler));
    SCRIPT_TRY (knex_compile_table (compiler));
    g_string_append_printf (text->sql, "update %s%s%s%s set ", query->only && !mysql ? "only " : "", compiler->table,
                            join->len ? " " : "", join->str);
    SCRIPT_TRY (assignments (compiler, query->update, query->counter, ", "));
    if (text->run->dialect == DIALECT_POSTGRESQL && !value_is_nullish (query->update_from))
    {
        g_string_append (text->sql, " from ");
        SCRIPT_TRY (knex_wrap (text, query->update_from));
    }
    SCRIPT_TRY (append_where (compiler, text->sql));
    if (mysql)
    {
        KNEX_INTO (text, tail, knex_compile_order (compiler, GROUP_ORDER));
        if (tail->len > 0)
            g_string_append_printf (text->sql, " %s", tail->str);
        g_string_truncate (tail, 0);
        KNEX_INTO (text, tail, knex_compile_limit (compiler));
        if (tail->len > 0)
            g_string_append_printf (text->sql, " %s", tail->str);
    }
    return append_returning (compiler, compiled);
}

/* PostgreSQL: joins become `using`, and their conditions part of `where`. */
static ScriptStatus using_tables (KnexCompiler *compiler)
{
    KnexText *text = compiler->text;
    const KnexClauses *clauses = &compiler->query->clauses;
    ScriptList *list =
        value_is_object (compiler->query->using, OBJECT_LIST) ? value_list (compiler->query->using) : NULL;
    guint n = 0;

    for (guint32 i = 0; list && i < list->length; i++)
    {
        g_string_append (text->sql, n++ > 0 ? "," : " using ");
        SCRIPT_TRY (knex_wrap (text, list->items[i]));
    }
    if (!list && !value_is_nullish (compiler->query->using))
    {
        g_string_append (text->sql, n++ > 0 ? "," : " using ");
        SCRIPT_TRY (knex_wrap (text, compiler->query->using));
    }
    for (guint i = 0; i < clauses->n; i++)
    {
        if (clauses->items[i]->group != GROUP_JOIN)
            continue;
        g_string_append (text->sql, n++ > 0 ? "," : " using ");
        SCRIPT_TRY (knex_wrap (text, clauses->items[i]->join->table));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus join_conditions (KnexCompiler *compiler, gboolean first)
{
    KnexText *text = compiler->text;
    const KnexClauses *clauses = &compiler->query->clauses;

    for (guint i = 0; i < clauses->n; i++)
        for (guint j = 0; clauses->items[i]->group == GROUP_JOIN && j < clauses->items[i]->join->clauses.n; j++)
        {
            const KnexClause *clause = clauses->items[i]->join->clauses.items[j];

            g_string_append (text->sql, first ? " where " : " and ");
            first = FALSE;
            SCRIPT_TRY (knex_wrap (text, clause->column));
            g_string_append (text->sql, " = ");
            SCRIPT_TRY (knex_wrap (text, clause->value));
        }
    return SCRIPT_NORMAL;
}

static ScriptStatus check_delete (KnexCompiler *compiler)
{
    const KnexQuery *query = compiler->query;
    const char *clause = knex_clauses_count (&query->clauses, GROUP_HAVING)                                  ? "having"
                         : compiler->text->run->dialect != DIALECT_MYSQL && !value_is_nullish (query->limit) ? "limit"
                                                                                                             : NULL;

    if (!clause)
        return SCRIPT_NORMAL;
    return script_throw (compiler->text->run->runtime, "Error",
                         "Aborted query compilation: `%s` has no effect on a `delete` statement", clause);
}

static ScriptStatus delete_rows (KnexCompiler *compiler, KnexCompiled *compiled)
{
    KnexText *text = compiler->text;
    gboolean mysql = text->run->dialect == DIALECT_MYSQL;
    gboolean postgresql = text->run->dialect == DIALECT_POSTGRESQL;
    g_autoptr (GString) part = g_string_new (NULL);
    gsize before;

    SCRIPT_TRY (check_delete (compiler));
    if (mysql && compiler->query->comments->length > 0)
    {
        SCRIPT_TRY (knex_compile_comments (compiler));
        g_string_append_c (text->sql, ' ');
    }
    SCRIPT_TRY (knex_compile_table (compiler));
    SCRIPT_TRY (knex_compile_with (compiler));
    if (!postgresql)
        KNEX_INTO (text, part, knex_compile_join (compiler));
    g_string_append_printf (text->sql, "delete %s%sfrom %s%s%s%s", part->len ? compiler->table : "",
                            part->len ? " " : "", compiler->query->only ? "only " : "", compiler->table,
                            part->len ? " " : "", part->str);
    if (postgresql)
        SCRIPT_TRY (using_tables (compiler));
    before = text->sql->len;
    SCRIPT_TRY (append_where (compiler, text->sql));
    if (postgresql)
        SCRIPT_TRY (join_conditions (compiler, text->sql->len == before));
    if (mysql)
    {
        g_string_truncate (part, 0);
        KNEX_INTO (text, part, knex_compile_limit (compiler));
        if (part->len > 0)
            g_string_append_printf (text->sql, " %s", part->str);
    }
    /* better-sqlite3 tells only how many, whatever is returned */
    if (postgresql)
        return append_returning (compiler, compiled);
    return SCRIPT_NORMAL;
}

static ScriptStatus truncate_table (KnexCompiler *compiler)
{
    const KnexQuery *query = compiler->query;
    KnexText *text = compiler->text;
    const char *clause = knex_clauses_count (&query->clauses, GROUP_WHERE)    ? "where"
                         : knex_clauses_count (&query->clauses, GROUP_HAVING) ? "having"
                         : !value_is_nullish (query->limit)                   ? "limit"
                                                                              : NULL;

    if (clause)
        return script_throw (text->run->runtime, "Error",
                             "Aborted query compilation: `%s` has no effect on a `truncate` statement", clause);
    SCRIPT_TRY (knex_compile_table (compiler));
    g_string_append_printf (text->sql, text->run->dialect == DIALECT_SQLITE ? "delete from %s" : "truncate %s",
                            compiler->table);
    if (text->run->dialect == DIALECT_POSTGRESQL)
        g_string_append (text->sql, " restart identity");
    return SCRIPT_NORMAL;
}

/* A name as the mapper makes it, without quotes. */
static ScriptStatus same_name (ScriptCall *call, Value *out)
{
    *out = call_argument (call, 0);
    return SCRIPT_NORMAL;
}

ScriptStatus knex_plain_name (KnexText *text, Value name, Value *out)
{
    Value arguments[3] = { name, UNDEFINED, UNDEFINED };

    *out = name;
    if (!script_is_callable (text->run->wrap_identifier) || name.kind != VALUE_STRING)
        return SCRIPT_NORMAL;
    arguments[1] = script_function_new (text->run->runtime, "identity", 1, same_name, NULL);
    return script_call (text->run->runtime, text->run->wrap_identifier, UNDEFINED, arguments, 3, out);
}

static ScriptStatus column_info (KnexCompiler *compiler)
{
    KnexText *text = compiler->text;
    Value name, schema;

    SCRIPT_TRY (knex_plain_name (text, compiler->query->table, &name));
    switch (text->run->dialect)
    {
    case DIALECT_POSTGRESQL:
        g_string_append (text->sql, "select * from information_schema.columns where table_name = ? and table_catalog = "
                                    "current_database()");
        g_array_append_val (text->bindings, name);
        if (value_is_nullish (compiler->query->schema))
            g_string_append (text->sql, " and table_schema = current_schema()");
        else
        {
            SCRIPT_TRY (knex_plain_name (text, compiler->query->schema, &schema));
            g_string_append (text->sql, " and table_schema = ?");
            g_array_append_val (text->bindings, schema);
        }
        return SCRIPT_NORMAL;
    case DIALECT_MYSQL:
        g_string_append (text->sql,
                         "select * from information_schema.columns where table_name = ? and table_schema = ?");
        g_array_append_val (text->bindings, name);
        schema = text->run->session ? value_string (text->run->runtime, session_database (text->run->session), -1)
                                    : UNDEFINED;
        g_array_append_val (text->bindings, schema);
        return SCRIPT_NORMAL;
    case DIALECT_SQLITE:
        g_string_append_printf (text->sql, "PRAGMA table_info(`%s`)", value_to_text (text->run->runtime, name));
        return SCRIPT_NORMAL;
    }
    g_return_val_if_reached (SCRIPT_NORMAL);
}

ScriptStatus knex_compile_write (KnexCompiler *compiler, KnexCompiled *compiled)
{
    const char *method = compiler->method;
    KnexQuery *query = compiler->query;

    if (g_str_equal (method, "insert"))
        return insert (compiler, compiled,
                       query->ignore && compiler->text->run->dialect == DIALECT_MYSQL ? "insert ignore into"
                                                                                      : "insert into",
                       query->insert);
    if (g_str_equal (method, "upsert"))
        return insert (compiler, compiled, "replace into", query->upsert);
    if (g_str_equal (method, "update"))
        return update (compiler, compiled);
    if (g_str_equal (method, "del"))
        return delete_rows (compiler, compiled);
    if (g_str_equal (method, "truncate"))
        return truncate_table (compiler);
    return column_info (compiler);
}

static void set_info (ScriptRuntime *runtime, Value out, Value name, Value type, Value length, Value nullable,
                      Value fallback)
{
    Value info = script_object_new (runtime);

    script_set (runtime, info, "type", type);
    script_set (runtime, info, "maxLength", length);
    script_set (runtime, info, "nullable", nullable);
    script_set (runtime, info, "defaultValue", fallback);
    script_set (runtime, out, value_to_text (runtime, name), info);
}

static void sqlite_info (ScriptRuntime *runtime, Value row, Value out)
{
    const char *type = value_to_text (runtime, knex_peek (runtime, row, "type"));
    const char *open = strrchr (type, '(');
    gsize digits = open ? strspn (open + 1, "0123456789") : 0;
    gboolean sized = digits > 0 && open[1 + digits] == ')';
    g_autofree char *word = g_ascii_strdown (type, sized ? (gssize)strcspn (type, "(") : -1);
    Value not_null = knex_peek (runtime, row, "notnull");

    set_info (runtime, out, knex_peek (runtime, row, "name"), value_string (runtime, word, -1),
              sized ? value_string (runtime, open + 1, (gssize)digits) : NULL_VALUE,
              value_boolean (!(not_null.kind == VALUE_NUMBER && not_null.as.number != 0)),
              knex_peek (runtime, row, "dflt_value"));
}

static void catalog_info (ScriptRuntime *runtime, Value row, Value out, gboolean upper)
{
    Value nullable = knex_peek (runtime, row, upper ? "IS_NULLABLE" : "is_nullable");
    Value fallback = knex_peek (runtime, row, upper ? "COLUMN_DEFAULT" : "column_default");

    if (upper && fallback.kind == VALUE_STRING && g_str_equal (value_to_text (runtime, fallback), "NULL"))
        fallback = NULL_VALUE;
    set_info (runtime, out, knex_peek (runtime, row, upper ? "COLUMN_NAME" : "column_name"),
              knex_peek (runtime, row, upper ? "DATA_TYPE" : "data_type"),
              knex_peek (runtime, row, upper ? "CHARACTER_MAXIMUM_LENGTH" : "character_maximum_length"),
              value_boolean (g_str_equal (value_to_text (runtime, nullable), "YES")), fallback);
}

Value knex_column_info (KnexRun *run, Value rows, Value column)
{
    ScriptList *list = value_list (rows);
    Value out = script_object_new (run->runtime);
    Value one;

    for (guint32 i = 0; list && i < list->length; i++)
    {
        if (run->dialect == DIALECT_SQLITE)
            sqlite_info (run->runtime, list->items[i], out);
        else
            catalog_info (run->runtime, list->items[i], out, run->dialect == DIALECT_MYSQL);
    }
    if (value_is_nullish (column))
        return out;
    one = knex_peek (run->runtime, out, value_to_text (run->runtime, column));
    return one.kind == VALUE_OBJECT ? one : out;
}
