#include "adapters/node/node.h"
#include "script/script.h"

#include <string.h>

/* What a cell of a type becomes, as console.log shows it. Checked against pg 8.23 and mysql2 3.24. */
typedef struct
{
    NodeDriver driver;
    guint type;
    const char *text;
    const char *shown;
} Cell;

static const Cell cells[] = {
    { NODE_PG, 16, "t", "true" },
    { NODE_PG, 20, "9007199254740993", "'9007199254740993'" },
    { NODE_PG, 23, "-7", "-7" },
    { NODE_PG, 700, "1.5", "1.5" },
    { NODE_PG, 701, "NaN", "NaN" },
    { NODE_PG, 1700, "1.50", "'1.50'" },
    { NODE_PG, 25, "x", "'x'" },
    { NODE_PG, 114, "{\"a\": [1]}", "{ a: [ 1 ] }" },
    { NODE_PG, 3802, "null", "null" },
    { NODE_PG, 1082, "2024-02-29", "2024-02-29T00:00:00.000Z" },
    { NODE_PG, 1114, "2024-01-02 03:04:05.678", "2024-01-02T03:04:05.678Z" },
    { NODE_PG, 1184, "2024-01-02 03:04:05.5+02", "2024-01-02T01:04:05.500Z" },
    { NODE_PG, 1184, "2024-01-02 03:04:05-05:30", "2024-01-02T08:34:05.000Z" },
    { NODE_PG, 1184, "infinity", "Infinity" },
    { NODE_PG, 1186, "1 year 2 mons -3 days 04:05:06.789",
      "{ years: 1, months: 2, days: -3, hours: 4, minutes: 5, seconds: 6, milliseconds: 789 }" },
    { NODE_PG, 600, "(1.5,-2)", "{ x: 1.5, y: -2 }" },
    { NODE_PG, 718, "<(1,2),3>", "{ x: 1, y: 2, radius: 3 }" },
    { NODE_PG, 1007, "{1,NULL,3}", "[ 1, null, 3 ]" },
    { NODE_PG, 1007, "[0:1]={1,2}", "[ 1, 2 ]" },
    { NODE_PG, 1009, "{a,\"b \\\"c\\\\\",{d,\"NULL\"}}", "[ 'a', 'b \"c\\\\', [ 'd', 'NULL' ] ]" },
    { NODE_PG, 1016, "{9007199254740993}", "[ '9007199254740993' ]" },
    { NODE_PG, 1231, "{1.50}", "[ 1.5 ]" },
    { NODE_PG, 2951, "{}", "[]" },
    { NODE_MYSQL2, 1, "1", "1" },
    { NODE_MYSQL2, 3, "-5", "-5" },
    { NODE_MYSQL2, 8, "3", "'3'" },
    { NODE_MYSQL2, 246, "1.50", "'1.50'" },
    { NODE_MYSQL2, 5, "2.5", "2.5" },
    { NODE_MYSQL2, 12, "2024-01-02 03:04:05", "2024-01-02T03:04:05.000Z" },
    { NODE_MYSQL2, 12, "0000-00-00 00:00:00", "Invalid Date" },
    { NODE_MYSQL2, 10, "2024-01-02", "2024-01-02T00:00:00.000Z" },
    { NODE_MYSQL2, 11, "25:00:00", "'25:00:00'" },
    { NODE_MYSQL2, 245, "{\"a\":1}", "{ a: 1 }" },
    { NODE_MYSQL2, 253, "text", "'text'" },
};

static ScriptRuntime *make_runtime (void)
{
    ScriptOptions options = { .root = "/" };

    return script_runtime_new (&options);
}

static NodeDialect dialect_of (NodeDriver driver)
{
    return (NodeDialect){ .driver = driver, .big_number_strings = TRUE, .stringify_objects = TRUE };
}

static void test_cells (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
        g_autoptr (ScriptRuntime) runtime = make_runtime ();
        g_autoptr (ResultSet) result = result_new ();
        NodeDialect dialect = dialect_of (cells[i].driver);
        SqlValue value = { .type = SQL_TEXT, .text = (char *)cells[i].text, .length = strlen (cells[i].text) };
        Value shown;

        result_add_column (result, "c", cells[i].type, NULL);
        result_add_row (result);
        result_add_cell (result, &value);
        g_assert_cmpint (node_cell (runtime, &dialect, result, 0, 0, &shown), ==, SCRIPT_NORMAL);
        if (value_is_object (shown, OBJECT_DATE) || shown.kind != VALUE_OBJECT || strlen (cells[i].shown) < 60)
            g_assert_cmpstr (value_inspect (runtime, shown), ==, cells[i].shown);
        else
        {
            /* a long object is shown in several lines */
            g_autofree char *flat = g_strdup (value_inspect (runtime, shown));
            g_auto (GStrv) lines = g_strsplit (flat, "\n", -1);

            for (guint j = 0; lines[j]; j++)
                g_strstrip (lines[j]);
            g_free (flat);
            flat = g_strjoinv (" ", lines);
            g_assert_cmpstr (flat, ==, cells[i].shown);
        }
    }
}

/* JSON that is none: the driver throws, and so do we. */
static void test_bad_json (void)
{
    g_autoptr (ScriptRuntime) runtime = make_runtime ();
    g_autoptr (ResultSet) result = result_new ();
    NodeDialect dialect = dialect_of (NODE_PG);
    SqlValue value = { .type = SQL_TEXT, .text = (char *)"{", .length = 1 };
    Value shown;

    result_add_column (result, "c", 114, NULL);
    result_add_row (result);
    result_add_cell (result, &value);
    g_assert_cmpint (node_cell (runtime, &dialect, result, 0, 0, &shown), ==, SCRIPT_THROW);
}

/* The value of an expression. */
static Value evaluate (ScriptRuntime *runtime, const char *expression)
{
    static guint number;
    g_autofree char *text = g_strdup_printf ("module.exports = %s;", expression);
    g_autofree char *path = g_strdup_printf ("/test-%u.js", number++);
    g_autoptr (GError) error = NULL;
    Value exports;

    script_load_text (runtime, path, text, strlen (text), &exports, &error);
    g_assert_no_error (error);
    return exports;
}

typedef struct
{
    NodeDriver driver;
    const char *expression;
    const char *expected; /* "type:text" */
} Parameter;

static const Parameter parameters[] = {
    { NODE_PG, "null", "null" },
    { NODE_PG, "undefined", "null" },
    { NODE_PG, "true", "text:true" },
    { NODE_PG, "1.5", "text:1.5" },
    { NODE_PG, "10n", "text:10" },
    { NODE_PG, "'a'", "text:a" },
    { NODE_PG, "new Date(1704164645678)", "text:2024-01-02T03:04:05.678+00:00" },
    { NODE_PG, "[1, null, 'a\"b\\\\', [true]]", "text:{\"1\",NULL,\"a\\\"b\\\\\",{\"true\"}}" },
    { NODE_PG, "({ a: [1] })", "text:{\"a\":[1]}" },
    { NODE_PG, "Buffer.from('ab')", "blob:ab" },
    { NODE_BETTER_SQLITE3, "5", "float:5" },
    { NODE_BETTER_SQLITE3, "5n", "integer:5" },
    { NODE_BETTER_SQLITE3, "true", "float:1" },
    { NODE_BETTER_SQLITE3, "'x'", "text:x" },
    { NODE_BETTER_SQLITE3, "new Date(0)", "throw" },
    { NODE_BETTER_SQLITE3, "({})", "throw" },
    { NODE_SQLITE3, "5", "integer:5" },
    { NODE_SQLITE3, "new Date(7)", "float:7" },
};

static char *describe (const SqlValue *value)
{
    switch (value->type)
    {
    case SQL_NULL:
        return g_strdup ("null");
    case SQL_BOOLEAN:
    case SQL_INTEGER:
        return g_strdup_printf ("integer:%" G_GINT64_FORMAT, value->integer);
    case SQL_FLOAT:
        return g_strdup_printf ("float:%g", value->number);
    case SQL_TEXT:
        return g_strdup_printf ("text:%.*s", (int)value->length, value->text);
    case SQL_BLOB:
        return g_strdup_printf ("blob:%.*s", (int)value->length, value->text);
    }
    g_return_val_if_reached (NULL);
}

static void test_parameters (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
        g_autoptr (ScriptRuntime) runtime = make_runtime ();
        g_autofree char *list = g_strdup_printf ("[%s]", parameters[i].expression);
        Value value = evaluate (runtime, list);
        ScriptCall call = { .runtime = runtime };
        NodeDialect dialect = dialect_of (parameters[i].driver);
        g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (SqlValue));
        ScriptStatus status = node_parameters (&call, &dialect, value_list (value), values);
        g_autofree char *text =
            status == SCRIPT_NORMAL ? describe (&g_array_index (values, SqlValue, 0)) : g_strdup ("throw");

        g_assert_cmpstr (text, ==, parameters[i].expected);
    }
}

typedef struct
{
    const char *sql;
    const char *values;
    const char *expected;
} Format;

static const Format formats[] = {
    { "a = ?", "[1]", "a = 1" },
    { "a = ?, b = ?", "['x', null]", "a = 'x', b = NULL" },
    { "a = ?", "[\"it's\\n\\\\\"]", "a = 'it\\'s\\n\\\\'" },
    { "a IN (?)", "[[1, 'b', [2, 3]]]", "a IN (1, 'b', (2, 3))" },
    { "a = ?", "[true]", "a = true" },
    { "a = ?", "[new Date(1704164645678)]", "a = '2024-01-02 03:04:05.678'" },
    { "a = ?", "[Buffer.from('ab')]", "a = X'6162'" },
    { "a = ?", "[{ x: 1 }]", "a = '[object Object]'" },
    { "?? = ?", "['t.c', 1]", "`t`.`c` = 1" },
    { "'?' = ? -- ?\n, `?`, /* ? */ ?", "[1, 2]", "'?' = 1 -- ?\n, `?`, /* ? */ 2" },
    { "a = ? AND b = ?", "[1]", "a = 1 AND b = ?" },
    { "a = ?", "7", "a = 7" },
    { "a = ?", "undefined", "a = ?" },
};

static void test_formats (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
        g_autoptr (ScriptRuntime) runtime = make_runtime ();
        Value values = evaluate (runtime, formats[i].values);
        ScriptCall call = { .runtime = runtime };
        NodeDialect dialect = dialect_of (NODE_MYSQL2);
        const char *text;
        gsize length;

        g_assert_cmpint (
            node_mysql_format (&call, &dialect, formats[i].sql, strlen (formats[i].sql), values, &text, &length), ==,
            SCRIPT_NORMAL);
        g_assert_cmpstr (text, ==, formats[i].expected);
        g_assert_cmpuint (length, ==, strlen (formats[i].expected));
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/node-values/cells", test_cells);
    g_test_add_func ("/node-values/bad-json", test_bad_json);
    g_test_add_func ("/node-values/parameters", test_parameters);
    g_test_add_func ("/node-values/formats", test_formats);
    return g_test_run ();
}
