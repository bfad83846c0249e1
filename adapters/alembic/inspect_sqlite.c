/* What SQLite tells of its tables, as SQLAlchemy tells it (dialects/sqlite/base.py). What only the text of a table has is read with ddl/sqlite_table.h. */

#include "adapters/alembic/inspect.h"
#include "ddl/sqlite_table.h"

#include <string.h>

/* SQLiteDialect.ischema_names */
static const InspectTypeName type_names[] = {
    { "BIGINT", TYPE_BIGINT },     { "BLOB", TYPE_BLOB },           { "BOOL", TYPE_BOOLEAN },
    { "BOOLEAN", TYPE_BOOLEAN },   { "CHAR", TYPE_CHAR },           { "DATE", TYPE_DATE },
    { "DATE_CHAR", TYPE_DATE },    { "DATETIME", TYPE_DATETIME },   { "DATETIME_CHAR", TYPE_DATETIME },
    { "DOUBLE", TYPE_DOUBLE },     { "DECIMAL", TYPE_DECIMAL },     { "FLOAT", TYPE_FLOAT },
    { "INT", TYPE_INTEGER },       { "INTEGER", TYPE_INTEGER },     { "JSON", TYPE_SL_JSON },
    { "JSONB", TYPE_SL_JSONB },    { "NUMERIC", TYPE_NUMERIC },     { "REAL", TYPE_REAL },
    { "SMALLINT", TYPE_SMALLINT }, { "TEXT", TYPE_TEXT },           { "TIME", TYPE_TIME },
    { "TIME_CHAR", TYPE_TIME },    { "TIMESTAMP", TYPE_TIMESTAMP }, { "VARCHAR", TYPE_VARCHAR },
    { "NVARCHAR", TYPE_NVARCHAR }, { "NCHAR", TYPE_NCHAR },         { NULL, TYPE_NONE },
};

/* _resolve_type_affinity */
static SaTypeId type_id (const char *name)
{
    SaTypeId id = inspect_type_find (type_names, name);

    if (id != TYPE_NONE)
        return id;
    if (strstr (name, "INT"))
        return TYPE_INTEGER;
    if (strstr (name, "CHAR") || strstr (name, "CLOB") || strstr (name, "TEXT"))
        return TYPE_TEXT;
    if (strstr (name, "BLOB") || *name == '\0')
        return TYPE_GENERIC_NULL_TYPE;
    if (strstr (name, "REAL") || strstr (name, "FLOA") || strstr (name, "DOUB"))
        return TYPE_REAL;
    return TYPE_NUMERIC;
}

static Value read_type (ScriptRuntime *runtime, const char *text, gboolean generated)
{
    g_autofree char *upper = g_ascii_strup (text, -1);
    char *open = strchr (upper, '('), *end;
    SaType *type;

    if (generated && strstr (upper, "GENERATED ALWAYS"))
        *strstr (upper, "GENERATED ALWAYS") = '\0';
    if (open)
        *open = '\0';
    type = sa_type_new (runtime, &sa_type_classes[type_id (g_strstrip (upper))]);
    if (open && (type->class->form == SA_FORM_NUMERIC || type->class->form == SA_FORM_FLOAT))
    {
        type->precision = (int)g_ascii_strtoll (open + 1, &end, 10);
        if (*end == ',' && type->class->form == SA_FORM_NUMERIC)
            type->scale = (int)g_ascii_strtoll (end + 1, NULL, 10);
    }
    else if (open && (type->class->form == SA_FORM_STRING || type->class->form == SA_FORM_BLOB))
        type->length = (int)g_ascii_strtoll (open + 1, NULL, 10);
    return sa_type_value (runtime, type);
}

/* Rows of a pragma, called as a table: schema.table is the table's name and the schema. */
static ScriptStatus pragma (const Question *question, ResultSet **rows, const char *what, const char *argument,
                            const char *order)
{
    const char *schema = question->schema ? inspect_literal (question, question->schema) : "'main'";

    return inspect_ask (question, rows, "SELECT * FROM pragma_%s(%s, %s)%s", what, inspect_literal (question, argument),
                        schema, order);
}

/* The table's text; NULL for a view, a table of SQLite's own, or none. Free with sqlite_table_free. */
static ScriptStatus written_table (const Question *question, SqliteTable **table)
{
    g_autoptr (ResultSet) rows = NULL;

    *table = NULL;
    SCRIPT_TRY (inspect_ask (question, &rows,
                             "SELECT sql FROM %ssqlite_master WHERE type = 'table' AND name = %s COLLATE NOCASE",
                             inspect_prefix (question), inspect_literal (question, question->table)));
    if (result_n_rows (rows) > 0 && result_text (rows, 0, 0))
        *table = sqlite_table_parse (result_text (rows, 0, 0), NULL);
    return SCRIPT_NORMAL;
}

enum
{
    COLUMN_NAME = 1,
    COLUMN_TYPE,
    COLUMN_NOT_NULL,
    COLUMN_DEFAULT,
    COLUMN_KEY,
    COLUMN_HIDDEN
};

static ScriptStatus read_column (ScriptRuntime *runtime, const ResultSet *rows, guint row, const SqliteTable *written,
                                 Value *out)
{
    gint64 hidden = result_integer (rows, row, COLUMN_HIDDEN);
    const char *name = result_text (rows, row, COLUMN_NAME);

    *out = py_dict_new (runtime);
    SCRIPT_TRY (inspect_put_text (runtime, *out, "name", name));
    SCRIPT_TRY (
        inspect_put (runtime, *out, "type", read_type (runtime, result_text (rows, row, COLUMN_TYPE), hidden != 0)));
    SCRIPT_TRY (inspect_put (runtime, *out, "nullable", value_boolean (!result_integer (rows, row, COLUMN_NOT_NULL))));
    SCRIPT_TRY (inspect_put_text (runtime, *out, "default", result_text (rows, row, COLUMN_DEFAULT)));
    SCRIPT_TRY (inspect_put (runtime, *out, "primary_key", value_integer (result_integer (rows, row, COLUMN_KEY))));
    if (hidden != 0)
    {
        const SqliteColumn *column = written ? sqlite_table_column (written, name) : NULL;
        Value computed = py_dict_new (runtime);

        SCRIPT_TRY (
            inspect_put_text (runtime, computed, "sqltext", column && column->generated ? column->generated : ""));
        SCRIPT_TRY (inspect_put (runtime, computed, "persisted", value_boolean (hidden == 3)));
        SCRIPT_TRY (inspect_put (runtime, *out, "computed", computed));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus columns (const Question *question, Value *out)
{
    g_autoptr (ResultSet) rows = NULL;
    g_autoptr (SqliteTable) written = NULL;

    SCRIPT_TRY (pragma (question, &rows, "table_xinfo", question->table, ""));
    *out = inspect_list (question->runtime);
    for (guint i = 0; i < result_n_rows (rows); i++)
    {
        Value column;
        gint64 hidden = result_integer (rows, i, COLUMN_HIDDEN);

        if (hidden == 1)
            continue;
        if (hidden != 0 && !written)
            SCRIPT_TRY (written_table (question, &written));
        SCRIPT_TRY (read_column (question->runtime, rows, i, written, &column));
        inspect_add (question->runtime, *out, column);
    }
    return SCRIPT_NORMAL;
}

/* The table's own constraint of KIND with these COLUMNS, or NULL. */
static const SqliteConstraint *written_constraint (const SqliteTable *written, SqliteConstraintKind kind,
                                                   const ScriptList *columns, ScriptRuntime *runtime)
{
    for (guint i = 0; written && i < written->constraints->len; i++)
    {
        const SqliteConstraint *constraint = g_ptr_array_index (written->constraints, i);
        gboolean same = constraint->kind == kind && g_strv_length (constraint->columns) == columns->length;

        for (guint j = 0; same && j < columns->length; j++)
            same = g_ascii_strcasecmp (constraint->columns[j], value_to_text (runtime, columns->items[j])) == 0;
        if (same)
            return constraint;
    }
    return NULL;
}

static ScriptStatus primary_key (const Question *question, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    g_autoptr (ResultSet) rows = NULL;
    g_autoptr (SqliteTable) written = NULL;
    Value of = inspect_list (runtime);
    const SqliteConstraint *constraint = NULL;

    SCRIPT_TRY (pragma (question, &rows, "table_xinfo", question->table, " WHERE pk > 0 ORDER BY pk"));
    for (guint i = 0; i < result_n_rows (rows); i++)
        inspect_add (runtime, of, inspect_text (runtime, result_text (rows, i, COLUMN_NAME)));
    if (result_n_rows (rows) > 0)
    {
        SCRIPT_TRY (written_table (question, &written));
        constraint = written_constraint (written, SQLITE_PRIMARY_KEY, py_as_list (of), runtime);
    }
    *out = py_dict_new (runtime);
    if (py_as_list (of)->length == 0)
        SCRIPT_TRY (inspect_put (runtime, *out, "name", NULL_VALUE));
    SCRIPT_TRY (inspect_put (runtime, *out, "constrained_columns", of));
    return inspect_put_text (runtime, *out, "name", constraint ? constraint->name : NULL);
}

/* ondelete, onupdate, deferrable, initially: of a constraint of the table itself; of a column's own REFERENCES the tool knows none (get_foreign_keys). */
static ScriptStatus foreign_options (ScriptRuntime *runtime, const ResultSet *rows, guint row,
                                     const SqliteConstraint *written, Value *out)
{
    const char *on_update = result_text (rows, row, 5), *on_delete = result_text (rows, row, 6);

    *out = py_dict_new (runtime);
    if (!written)
        return SCRIPT_NORMAL;
    if (strcmp (on_delete, "NO ACTION") != 0)
        SCRIPT_TRY (inspect_put_text (runtime, *out, "ondelete", on_delete));
    if (strcmp (on_update, "NO ACTION") != 0)
        SCRIPT_TRY (inspect_put_text (runtime, *out, "onupdate", on_update));
    if (!written->deferrable)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (inspect_put (runtime, *out, "deferrable", value_boolean (TRUE)));
    if (g_ascii_strncasecmp (written->deferrable, "INITIALLY ", 10) == 0)
    {
        g_autofree char *initially = g_ascii_strup (written->deferrable + 10, -1);

        SCRIPT_TRY (inspect_put_text (runtime, *out, "initially", initially));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus foreign_key (const Question *question, const ResultSet *rows, guint *at, const SqliteTable *table,
                                 const SqliteConstraint **written, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    guint first = *at;
    gint64 id = result_integer (rows, first, 0);
    Value local = inspect_list (runtime), referred = inspect_list (runtime), options;

    for (; *at < result_n_rows (rows) && result_integer (rows, *at, 0) == id; (*at)++)
    {
        inspect_add (runtime, local, inspect_text (runtime, result_text (rows, *at, 3)));
        if (result_text (rows, *at, 4))
            inspect_add (runtime, referred, inspect_text (runtime, result_text (rows, *at, 4)));
    }
    *written = written_constraint (table, SQLITE_FOREIGN_KEY, py_as_list (local), runtime);
    SCRIPT_TRY (foreign_options (runtime, rows, first, *written, &options));
    *out = py_dict_new (runtime);
    SCRIPT_TRY (inspect_put_text (runtime, *out, "name", *written ? (*written)->name : NULL));
    SCRIPT_TRY (inspect_put (runtime, *out, "constrained_columns", local));
    SCRIPT_TRY (inspect_put_text (runtime, *out, "referred_schema", question->schema));
    SCRIPT_TRY (inspect_put_text (runtime, *out, "referred_table", result_text (rows, first, 2)));
    SCRIPT_TRY (inspect_put (runtime, *out, "referred_columns", referred));
    return inspect_put (runtime, *out, "options", options);
}

/* Those of the table in the order of its text (the pragma counts backwards), then those of columns. */
static ScriptStatus foreign_keys (const Question *question, Value *out)
{
    g_autoptr (ResultSet) rows = NULL;
    g_autoptr (SqliteTable) written = NULL;
    Value others = inspect_list (question->runtime);
    guint at = 0;

    SCRIPT_TRY (inspect_ask (
        question, &rows,
        "SELECT id, seq, \"table\", \"from\", coalesce(\"to\", (SELECT name FROM pragma_table_info(k.\"table\") WHERE "
        "pk = k.seq + 1)), on_update, on_delete FROM pragma_foreign_key_list(%s, %s) k ORDER BY id DESC, seq",
        inspect_literal (question, question->table),
        question->schema ? inspect_literal (question, question->schema) : "'main'"));
    *out = inspect_list (question->runtime);
    if (result_n_rows (rows) > 0)
        SCRIPT_TRY (written_table (question, &written));
    while (at < result_n_rows (rows))
    {
        const SqliteConstraint *constraint;
        Value key;

        SCRIPT_TRY (foreign_key (question, rows, &at, written, &constraint, &key));
        inspect_add (question->runtime, constraint ? *out : others, key);
    }
    for (guint32 i = 0; i < py_as_list (others)->length; i++)
        inspect_add (question->runtime, *out, py_as_list (others)->items[i]);
    return SCRIPT_NORMAL;
}

/* Indexes with their columns, a row each, by name; an index upon an expression is left out, as the tool leaves it out. */
static ScriptStatus index_rows (const Question *question, const char *condition, ResultSet **rows)
{
    const char *schema = question->schema ? inspect_literal (question, question->schema) : "'main'";

    return inspect_ask (question, rows,
                        "SELECT l.name, l.\"unique\", i.name, m.sql FROM pragma_index_list(%s, %s) l, "
                        "pragma_index_info(l.name, %s) i LEFT JOIN %ssqlite_master m ON m.type = 'index' AND m.name = "
                        "l.name WHERE %s AND NOT EXISTS (SELECT 1 FROM pragma_index_info(l.name, %s) WHERE name IS "
                        "NULL) ORDER BY l.name, i.seqno",
                        inspect_literal (question, question->table), schema, schema, inspect_prefix (question),
                        condition, schema);
}

static ScriptStatus indexes (const Question *question, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    g_autoptr (ResultSet) rows = NULL;
    guint at = 0;

    SCRIPT_TRY (index_rows (question, "l.name NOT LIKE 'sqlite~_autoindex%' ESCAPE '~'", &rows));
    *out = inspect_list (runtime);
    while (at < result_n_rows (rows))
    {
        guint first = at;
        const char *name = result_text (rows, first, 0), *sql = result_text (rows, first, 3);
        Value index = py_dict_new (runtime), of = inspect_list (runtime), options = py_dict_new (runtime);
        SqliteIndex written = { 0 };

        for (; at < result_n_rows (rows) && strcmp (result_text (rows, at, 0), name) == 0; at++)
            inspect_add (runtime, of, inspect_text (runtime, result_text (rows, at, 2)));
        if (sql)
            written = sqlite_index_parse (sql);
        SCRIPT_TRY (inspect_put_text (runtime, index, "name", name));
        SCRIPT_TRY (inspect_put (runtime, index, "column_names", of));
        SCRIPT_TRY (inspect_put (runtime, index, "unique", value_integer (result_integer (rows, first, 1))));
        if (written.predicate)
            SCRIPT_TRY (inspect_put (
                runtime, options, "sqlite_where",
                sql_element_value (runtime, sql_text_new (runtime, script_strdup (runtime, written.predicate)))));
        SCRIPT_TRY (inspect_put (runtime, index, "dialect_options", options));
        sqlite_index_clear (&written);
        inspect_add (runtime, *out, index);
    }
    return SCRIPT_NORMAL;
}

/* Unique constraints: what SQLite made indexes of by itself; their names are in the text. */
static ScriptStatus unique (const Question *question, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    g_autoptr (ResultSet) rows = NULL;
    g_autoptr (SqliteTable) written = NULL;
    guint at = 0;

    SCRIPT_TRY (index_rows (question, "l.origin = 'u'", &rows));
    if (result_n_rows (rows) > 0)
        SCRIPT_TRY (written_table (question, &written));
    *out = inspect_list (runtime);
    while (at < result_n_rows (rows))
    {
        guint first = at;
        Value key = py_dict_new (runtime), of = inspect_list (runtime);
        const SqliteConstraint *constraint;

        for (; at < result_n_rows (rows) && strcmp (result_text (rows, at, 0), result_text (rows, first, 0)) == 0; at++)
            inspect_add (runtime, of, inspect_text (runtime, result_text (rows, at, 2)));
        constraint = written_constraint (written, SQLITE_UNIQUE, py_as_list (of), runtime);
        SCRIPT_TRY (inspect_put_text (runtime, key, "name", constraint ? constraint->name : NULL));
        SCRIPT_TRY (inspect_put (runtime, key, "column_names", of));
        inspect_add (runtime, *out, key);
    }
    return SCRIPT_NORMAL;
}

static gint by_name (gconstpointer a, gconstpointer b)
{
    const SqliteCheck *one = *(const SqliteCheck *const *)a, *other = *(const SqliteCheck *const *)b;

    return strcmp (one->name ? one->name : "~", other->name ? other->name : "~");
}

/* The names decide the order; those without are the last. */
static ScriptStatus checks (const Question *question, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    g_autoptr (SqliteTable) written = NULL;
    g_autoptr (GPtrArray) all = g_ptr_array_new ();

    SCRIPT_TRY (written_table (question, &written));
    *out = inspect_list (runtime);
    for (guint i = 0; written && i < written->columns->len; i++)
        for (guint j = 0; j < ((SqliteColumn *)g_ptr_array_index (written->columns, i))->checks->len; j++)
            g_ptr_array_add (all,
                             g_ptr_array_index (((SqliteColumn *)g_ptr_array_index (written->columns, i))->checks, j));
    for (guint i = 0; written && i < written->constraints->len; i++)
    {
        const SqliteConstraint *constraint = g_ptr_array_index (written->constraints, i);
        SqliteCheck *check;

        if (constraint->kind != SQLITE_CHECK)
            continue;
        check = script_alloc (runtime, sizeof *check);
        *check = (SqliteCheck){ constraint->name, constraint->expression };
        g_ptr_array_add (all, check);
    }
    g_ptr_array_sort (all, by_name);
    for (guint i = 0; i < all->len; i++)
    {
        const SqliteCheck *check = g_ptr_array_index (all, i);
        Value dict = py_dict_new (runtime);

        SCRIPT_TRY (inspect_put_text (runtime, dict, "sqltext", check->expression));
        SCRIPT_TRY (inspect_put_text (runtime, dict, "name", check->name));
        inspect_add (runtime, *out, dict);
    }
    return SCRIPT_NORMAL;
}

const InspectReader inspect_sqlite = { columns, indexes, foreign_keys, primary_key, unique, checks, NULL };
