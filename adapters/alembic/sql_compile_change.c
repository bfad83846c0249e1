/* INSERT, UPDATE and DELETE as SQL (visit_insert, visit_update, visit_delete; sql/crud.py; dialects/DATABASE/dml.py). */

#include "adapters/alembic/sql_compile.h"

#include <string.h>

static const char *key_of (const SqlElement *column)
{
    return column->key ? column->key : column->name;
}

static const SqlAssignment *find_assignment (const SqlAssignments *values, const SqlElement *column)
{
    for (guint i = values->n; i > 0; i--)
    {
        const SqlAssignment *value = &values->items[i - 1];

        if (value->column ? value->column == column : g_str_equal (value->key, key_of (column)))
            return value;
    }
    return NULL;
}

/* The columns of TABLE that VALUES are for, in the table's order, and a CompileError for those of no table. */
static ScriptStatus order_values (Compiler *compiler, const SqlElement *table, const SqlAssignments *values,
                                  gboolean as_given, SqlAssignments *out)
{
    g_autoptr (GString) unknown = g_string_new (NULL);

    for (guint i = 0; i < values->n; i++)
    {
        const SqlAssignment *value = &values->items[i];
        gboolean found = value->column && value->column->table != table;

        for (guint k = 0; k < table->n_items && !found; k++)
            found = find_assignment (&(SqlAssignments){ (SqlAssignment *)value, 1 }, table->items[k]) != NULL;
        if (!found)
            g_string_append_printf (unknown, "%s%s", unknown->len > 0 ? ", " : "", value->key);
    }
    if (unknown->len > 0)
        return sql_raise (compiler->runtime, "CompileError", "Unconsumed column names: %s", unknown->str);
    *out = (SqlAssignments){ 0 };
    if (as_given)
    {
        for (guint i = 0; i < values->n; i++)
            for (guint k = 0; k < table->n_items; k++)
                if (find_assignment (&(SqlAssignments){ &values->items[i], 1 }, table->items[k]))
                    sql_assign (compiler->runtime, out,
                                (SqlAssignment){ values->items[i].key, table->items[k], values->items[i].value });
        return SCRIPT_NORMAL;
    }
    for (guint k = 0; k < table->n_items; k++)
    {
        const SqlAssignment *value = find_assignment (values, table->items[k]);

        if (value)
            sql_assign (compiler->runtime, out, (SqlAssignment){ value->key, table->items[k], value->value });
    }
    for (guint i = 0; i < values->n; i++)
        if (values->items[i].column && values->items[i].column->table != table)
            sql_assign (compiler->runtime, out, values->items[i]);
    return SCRIPT_NORMAL;
}

/* What a column gets when nothing is said (Column.default): a value, what a function of the script gives, an expression. */
static ScriptStatus default_of (Compiler *compiler, const SqlElement *column, Value given, SqlElement **out)
{
    ScriptRuntime *runtime = compiler->runtime;
    Value value = given;

    *out = sql_element_of (given);
    if (*out)
        return SCRIPT_NORMAL;
    if (script_is_callable (given))
    {
        gboolean argument = FALSE;

        SCRIPT_TRY (sql_default_takes_context (runtime, given, &argument));
        if (argument)
            return script_refuse (runtime,
                                  "the default of column %s is a function that is given a context, which "
                                  "there is none of here; write the value into the statement",
                                  column->name);
        SCRIPT_TRY (py_call (runtime, given, NULL, 0, &value));
    }
    *out = sql_bind_new (runtime, NULL, value, column->type);
    return SCRIPT_NORMAL;
}

/* VALUES, and beside them the defaults of columns that have none (of UPDATE: onupdate). */
static ScriptStatus add_defaults (Compiler *compiler, const SqlElement *table, gboolean insert, SqlAssignments *values)
{
    for (guint i = 0; i < table->n_items; i++)
    {
        const SqlElement *column = table->items[i];
        Value given = insert ? column->value : column->right ? column->right->value : EMPTY_VALUE;
        SqlAssignment assignment = { key_of (column), (SqlElement *)column, NULL };

        if (column->kind != ELEMENT_COLUMN || given.kind == VALUE_EMPTY || find_assignment (values, column))
            continue;
        SCRIPT_TRY (default_of (compiler, column, given, &assignment.value));
        sql_assign (compiler->runtime, values, assignment);
    }
    return SCRIPT_NORMAL;
}

/* A value for COLUMN: one without a type has the column's. */
static ScriptStatus compile_value (Compiler *compiler, const SqlElement *column, SqlElement *value)
{
    if (value->kind == ELEMENT_BIND && (!value->type || sql_affinity (value->type) == SA_AFFINITY_NULL))
    {
        value = sql_copy (compiler->runtime, value);
        value->type = column->type;
    }
    return sql_compile_element (compiler, sql_group (compiler->runtime, value, SQL_OP_NONE), 0);
}

static ScriptStatus compile_row (Compiler *compiler, const SqlAssignments *values)
{
    g_string_append_c (compiler->out, '(');
    for (guint i = 0; i < values->n; i++)
    {
        g_string_append (compiler->out, i > 0 ? ", " : "");
        SCRIPT_TRY (compile_value (compiler, values->items[i].column, values->items[i].value));
    }
    g_string_append_c (compiler->out, ')');
    return SCRIPT_NORMAL;
}

static void append_columns (Compiler *compiler, const SqlAssignments *values)
{
    g_string_append_c (compiler->out, '(');
    for (guint i = 0; i < values->n; i++)
    {
        g_string_append (compiler->out, i > 0 ? ", " : "");
        sa_append_name (compiler->dialect, compiler->out, values->items[i].column->name);
    }
    g_string_append_c (compiler->out, ')');
}

static ScriptStatus compile_prefixes (Compiler *compiler, const SqlList *prefixes)
{
    for (guint i = 0; i < prefixes->n; i++)
    {
        SCRIPT_TRY (sql_compile_element (compiler, prefixes->items[i], 0));
        g_string_append_c (compiler->out, ' ');
    }
    return SCRIPT_NORMAL;
}

ScriptStatus sql_compile_returning (Compiler *compiler, const SqlList *columns)
{
    Place place = compiler->dialect->dialect == DIALECT_SQLITE ? WITHOUT_TABLE : 0;
    guint number = 0;

    g_string_append (compiler->out, " RETURNING ");
    for (guint i = 0; i < columns->n; i++)
    {
        guint count = 1;
        SqlElement **items = (SqlElement **)&columns->items[i];

        if (sql_is_from (columns->items[i]))
            items = sql_columns_of (compiler->runtime, columns->items[i], &count);
        for (guint k = 0; k < count; k++)
        {
            const SqlElement *column = items[k];
            gboolean named = column->kind == ELEMENT_COLUMN || column->kind == ELEMENT_LABEL ||
                             column->kind == ELEMENT_TEXT || column->kind == ELEMENT_LITERAL_COLUMN ||
                             column->kind == ELEMENT_STAR;
            const char *name = column->kind == ELEMENT_COLUMN || column->kind == ELEMENT_LABEL ? column->name : NULL;

            g_string_append (compiler->out, number++ > 0 ? ", " : "");
            if (!named)
                name = sql_anonymous (compiler, column, sql_body_of (column));
            sql_result_column (compiler, column, name);
            SCRIPT_TRY (sql_compile_element (compiler, column, place | IN_COLUMNS));
            if (!named)
            {
                g_string_append (compiler->out, " AS ");
                sa_append_name (compiler->dialect, compiler->out, name);
            }
        }
    }
    if (compiler->statement)
        compiler->statement->returns = TRUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_set (Compiler *compiler, const SqlElement *table, const SqlAssignments *values)
{
    guint number = 0;

    for (guint pass = 0; pass < 2; pass++)
        for (guint i = 0; i < (pass == 0 ? table->n_items : values->n); i++)
        {
            const SqlAssignment *value;
            const SqlElement *column = pass == 0 ? table->items[i] : NULL;
            SqlElement *text;

            if (pass == 0)
                value = find_assignment (values, column);
            else
            {
                gboolean known = FALSE;

                value = &values->items[i];
                for (guint k = 0; k < table->n_items && !known; k++)
                    known = find_assignment (&(SqlAssignments){ (SqlAssignment *)value, 1 }, table->items[k]) != NULL;
                if (known)
                    continue;
            }
            if (!value)
                continue;
            g_string_append (compiler->out, number++ > 0 ? ", " : "");
            sa_append_name (compiler->dialect, compiler->out, column ? column->name : value->key);
            g_string_append (compiler->out, " = ");
            text = value->value;
            SCRIPT_TRY (column ? compile_value (compiler, column, text) : sql_compile_element (compiler, text, 0));
        }
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_target (Compiler *compiler, const SqlChange *change)
{
    if (change->constraint && compiler->dialect->dialect == DIALECT_SQLITE) /* which knows no names of constraints */
    {
        g_string_append (compiler->out, change->conflict == CONFLICT_UPDATE ? " " : "");
        return SCRIPT_NORMAL;
    }
    if (change->constraint)
    {
        g_string_append (compiler->out, " ON CONSTRAINT ");
        sa_append_name (compiler->dialect, compiler->out, change->constraint);
        return SCRIPT_NORMAL;
    }
    if (change->conflict_target.n == 0)
        return SCRIPT_NORMAL;
    g_string_append (compiler->out, " (");
    SCRIPT_TRY (
        sql_compile_list (compiler, change->conflict_target.items, change->conflict_target.n, ", ", WITHOUT_TABLE));
    g_string_append_c (compiler->out, ')');
    if (!change->conflict_target_where)
        return SCRIPT_NORMAL;
    g_string_append (compiler->out, " WHERE ");
    return sql_compile_element (compiler, change->conflict_target_where,
                                WITHOUT_TABLE | (compiler->dialect->dialect == DIALECT_SQLITE ? WITH_LITERALS : 0));
}

static ScriptStatus compile_conflict (Compiler *compiler, const SqlElement *table, const SqlChange *change)
{
    GString *out = compiler->out;
    gboolean mysql = compiler->dialect->dialect == DIALECT_MYSQL;

    if (change->conflict == CONFLICT_NONE)
        return SCRIPT_NORMAL;
    if (mysql != (change->conflict == CONFLICT_DUPLICATE_KEY))
        return sql_raise (compiler->runtime, "UnsupportedCompilationError", "Compiler can't render element of type %s",
                          change->conflict == CONFLICT_DUPLICATE_KEY ? "OnDuplicateClause"
                          : change->conflict == CONFLICT_NOTHING     ? "OnConflictDoNothing"
                                                                     : "OnConflictDoUpdate");
    if (mysql)
    {
        if (!compiler->dialect->mariadb && compiler->dialect->version >= 80020 && !change->select)
            g_string_append (out, " AS new");
        g_string_append (out, " ON DUPLICATE KEY UPDATE ");
        return compile_set (compiler, table, &change->conflict_set);
    }
    g_string_append (out, " ON CONFLICT");
    SCRIPT_TRY (compile_target (compiler, change));
    if (change->conflict == CONFLICT_NOTHING)
    {
        g_string_append (out, " DO NOTHING");
        return SCRIPT_NORMAL;
    }
    g_string_append (out, " DO UPDATE SET ");
    SCRIPT_TRY (compile_set (compiler, table, &change->conflict_set));
    if (!change->conflict_where)
        return SCRIPT_NORMAL;
    g_string_append (out, " WHERE ");
    return sql_compile_element (compiler, change->conflict_where, 0);
}

static ScriptStatus compile_table_name (Compiler *compiler, const SqlElement *table)
{
    return sql_compile_element (compiler, table, IN_FROM);
}

static ScriptStatus compile_from_select (Compiler *compiler, const SqlChange *change)
{
    g_string_append (compiler->out, " (");
    for (guint i = 0; change->select_names[i]; i++)
    {
        g_string_append (compiler->out, i > 0 ? ", " : "");
        sa_append_name (compiler->dialect, compiler->out, change->select_names[i]);
    }
    g_string_append (compiler->out, ") ");
    return sql_compile_element (compiler, change->select, IN_INSERT);
}

static ScriptStatus compile_values (Compiler *compiler, const SqlElement *table, const SqlChange *change)
{
    SqlAssignments given = change->n_rows > 0 ? change->rows[0] : change->values;
    SqlAssignments values;
    gsize start;

    SCRIPT_TRY (add_defaults (compiler, table, TRUE, &given));
    SCRIPT_TRY (order_values (compiler, table, &given, FALSE, &values));
    if (values.n == 0)
    {
        g_string_append (compiler->out,
                         compiler->dialect->dialect == DIALECT_MYSQL ? " () VALUES ()" : " DEFAULT VALUES");
        return SCRIPT_NORMAL;
    }
    g_string_append_c (compiler->out, ' ');
    append_columns (compiler, &values);
    g_string_append (compiler->out, " VALUES ");
    start = compiler->out->len;
    SCRIPT_TRY (compile_row (compiler, &values));
    if (compiler->statement && !compiler->level->above)
    {
        compiler->statement->values_start = start;
        compiler->statement->values_end = compiler->out->len;
    }
    for (guint i = 1; i < change->n_rows; i++)
    {
        SqlAssignments row = change->rows[i];
        SqlAssignments ordered;

        SCRIPT_TRY (add_defaults (compiler, table, TRUE, &row));
        SCRIPT_TRY (order_values (compiler, table, &row, FALSE, &ordered));
        for (guint k = 0; k < values.n; k++)
            if (!find_assignment (&ordered, values.items[k].column))
                return sql_raise (compiler->runtime, "CompileError",
                                  "INSERT value for column %s.%s is explicitly rendered as a boundparameter in the "
                                  "VALUES clause; a Python-side value or SQL expression is required",
                                  table->name, values.items[k].column->name);
        if (ordered.n > values.n)
            return script_refuse (compiler->runtime, "a row of this INSERT has columns that the first row has not");
        g_string_append (compiler->out, ", ");
        SCRIPT_TRY (compile_row (compiler, &ordered));
    }
    return SCRIPT_NORMAL;
}

/* PostgreSQL tells the key of a new row only by RETURNING (implicit_returning). */
static void returned_keys (Compiler *compiler, const SqlElement *table, const SqlChange *change, SqlList *keys)
{
    if (!compiler->statement || !compiler->statement->wants_keys || compiler->dialect->dialect != DIALECT_POSTGRESQL ||
        change->n_rows > 0 || change->select)
        return;
    for (guint i = 0; i < table->n_items; i++)
        if (table->items[i]->flags & ELEMENT_PRIMARY_KEY && !find_assignment (&change->values, table->items[i]))
            sql_list_add (compiler->runtime, keys, table->items[i]);
}

ScriptStatus sql_compile_insert (Compiler *compiler, const SqlElement *element)
{
    const SqlChange *change = element->detail;
    const SqlElement *table = element->left;
    CompileLevel level = { .above = compiler->level, .statement = element };
    gsize start = compiler->out->len;
    SqlList keys = change->returning;

    compiler->level = &level;
    g_string_append (compiler->out, "INSERT ");
    SCRIPT_TRY (compile_prefixes (compiler, &change->prefixes));
    g_string_append (compiler->out, "INTO ");
    SCRIPT_TRY (compile_table_name (compiler, table));
    if (change->select)
        SCRIPT_TRY (compile_from_select (compiler, change));
    else
        SCRIPT_TRY (compile_values (compiler, table, change));
    SCRIPT_TRY (compile_conflict (compiler, table, change));
    if (keys.n == 0)
    {
        returned_keys (compiler, table, change, &keys);
        if (compiler->statement)
            compiler->statement->keys_returned = keys.n > 0;
    }
    if (keys.n > 0)
        SCRIPT_TRY (sql_compile_returning (compiler, &keys));
    compiler->level = level.above;
    if (!level.above)
        sql_compile_with (compiler, start);
    return SCRIPT_NORMAL;
}

/* FROM clauses besides the table itself: of the conditions, and of values that are columns of others. */
static SqlList other_froms (Compiler *compiler, const SqlElement *table, const SqlChange *change)
{
    SqlList all = { 0 }, other = { 0 };

    for (guint i = 0; i < change->values.n; i++)
        if (change->values.items[i].column)
            sql_froms_of (compiler->runtime, change->values.items[i].column, &all);
    for (guint i = 0; i < change->values.n; i++)
        sql_froms_of (compiler->runtime, change->values.items[i].value, &all);
    for (guint i = 0; i < change->where.n; i++)
        sql_froms_of (compiler->runtime, change->where.items[i], &all);
    for (guint i = 0; i < all.n; i++)
        if (all.items[i] != table)
            sql_list_add (compiler->runtime, &other, all.items[i]);
    return other;
}

static void level_with (Compiler *compiler, CompileLevel *level, const SqlElement *table, const SqlList *other)
{
    sql_list_add (compiler->runtime, &level->near, (SqlElement *)table);
    for (guint i = 0; i < other->n; i++)
        sql_list_add (compiler->runtime, &level->near, other->items[i]);
    level->correlate = level->near;
    compiler->level = level;
}

static ScriptStatus compile_conditions (Compiler *compiler, const SqlChange *change)
{
    if (change->where.n > 0)
    {
        g_string_append (compiler->out, " WHERE ");
        SCRIPT_TRY (sql_compile_where (compiler, &change->where, 0));
    }
    return change->returning.n > 0 ? sql_compile_returning (compiler, &change->returning) : SCRIPT_NORMAL;
}

ScriptStatus sql_compile_update (Compiler *compiler, const SqlElement *element)
{
    const SqlChange *change = element->detail;
    const SqlElement *table = element->left;
    CompileLevel level = { .above = compiler->level, .statement = element };
    gboolean mysql = compiler->dialect->dialect == DIALECT_MYSQL;
    gsize start = compiler->out->len;
    SqlList other = other_froms (compiler, table, change);
    SqlAssignments given = change->values, values;

    level_with (compiler, &level, table, &other);
    SCRIPT_TRY (add_defaults (compiler, table, FALSE, &given));
    SCRIPT_TRY (order_values (compiler, table, &given, change->ordered, &values));
    g_string_append (compiler->out, "UPDATE ");
    SCRIPT_TRY (compile_prefixes (compiler, &change->prefixes));
    SCRIPT_TRY (compile_table_name (compiler, table));
    for (guint i = 0; mysql && i < other.n; i++)
    {
        g_string_append (compiler->out, ", ");
        SCRIPT_TRY (sql_compile_element (compiler, other.items[i], IN_FROM));
    }
    g_string_append (compiler->out, " SET ");
    for (guint i = 0; i < values.n; i++)
    {
        g_string_append (compiler->out, i > 0 ? ", " : "");
        if (mysql && other.n > 0)
            SCRIPT_TRY (sql_compile_element (compiler, values.items[i].column, 0));
        else
            sa_append_name (compiler->dialect, compiler->out, values.items[i].column->name);
        g_string_append_c (compiler->out, '=');
        SCRIPT_TRY (compile_value (compiler, values.items[i].column, values.items[i].value));
    }
    if (!mysql && other.n > 0)
    {
        g_string_append (compiler->out, " FROM ");
        SCRIPT_TRY (sql_compile_list (compiler, other.items, other.n, ", ", IN_FROM));
    }
    SCRIPT_TRY (compile_conditions (compiler, change));
    compiler->level = level.above;
    if (!level.above)
        sql_compile_with (compiler, start);
    return SCRIPT_NORMAL;
}

ScriptStatus sql_compile_delete (Compiler *compiler, const SqlElement *element)
{
    const SqlChange *change = element->detail;
    const SqlElement *table = element->left;
    CompileLevel level = { .above = compiler->level, .statement = element };
    gboolean mysql = compiler->dialect->dialect == DIALECT_MYSQL;
    gsize start = compiler->out->len;
    SqlList other = other_froms (compiler, table, change);

    if (other.n > 0 && compiler->dialect->dialect == DIALECT_SQLITE)
        return script_throw (compiler->runtime, "NotImplementedError",
                             "This backend does not support multiple-table criteria within DELETE");
    level_with (compiler, &level, table, &other);
    g_string_append (compiler->out, "DELETE ");
    SCRIPT_TRY (compile_prefixes (compiler, &change->prefixes));
    g_string_append (compiler->out, "FROM ");
    SCRIPT_TRY (sql_compile_element (compiler, table, mysql && other.n > 0 ? AS_NAME : IN_FROM));
    if (other.n > 0)
    {
        g_string_append (compiler->out, " USING ");
        if (mysql)
        {
            SCRIPT_TRY (sql_compile_element (compiler, table, IN_FROM));
            g_string_append (compiler->out, ", ");
        }
        SCRIPT_TRY (sql_compile_list (compiler, other.items, other.n, ", ", IN_FROM));
    }
    SCRIPT_TRY (compile_conditions (compiler, change));
    compiler->level = level.above;
    if (!level.above)
        sql_compile_with (compiler, start);
    return SCRIPT_NORMAL;
}

static gboolean has_key (const SqlAssignments *values, const char *key)
{
    for (guint i = 0; i < values->n; i++)
        if (g_str_equal (values->items[i].column ? key_of (values->items[i].column) : values->items[i].key, key))
            return TRUE;
    return FALSE;
}

ScriptStatus sql_with_parameters (ScriptRuntime *runtime, const SqlElement *element, Value parameters,
                                  const SqlElement **out)
{
    ScriptMap *map = py_as_dict (parameters);
    SqlElement *copy;
    SqlChange *change;

    *out = element;
    if (!map || (element->kind != ELEMENT_INSERT && element->kind != ELEMENT_UPDATE))
        return SCRIPT_NORMAL;
    copy = sql_copy (runtime, element);
    change = script_alloc (runtime, sizeof *change);
    *change = *(const SqlChange *)element->detail;
    copy->detail = change;
    for (guint32 i = 0; i < map->n_entries; i++)
    {
        const char *key;
        SqlElement *column;
        SqlElement *bind;

        if (!py_as_string (map->entries[i].key))
            continue;
        SCRIPT_TRY (sql_string (runtime, map->entries[i].key, "parameter", &key));
        column = sql_find_column (runtime, element->left, key);
        if (has_key (&change->values, key) || !column)
            continue;
        bind = sql_bind_new (runtime, key, EMPTY_VALUE, column ? column->type : NULL);
        sql_assign (runtime, &change->values, (SqlAssignment){ key, column, bind });
    }
    *out = copy;
    return SCRIPT_NORMAL;
}
