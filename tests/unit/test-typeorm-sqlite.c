/* TypeORM's tables on SQLite, driven from C: a change against the text that sqlite_master has afterwards. What the scripts' side of it is (query_runner.c)
 * stands here in its shortest form. */

#include "session-fixture.h"

#include "adapters/typeorm/schema.h"
#include "adapters/typeorm/sqlite.h"

#include <string.h>

static TypeormRun run;

TypeormRun *typeorm_run (const ScriptCall *call G_GNUC_UNUSED)
{
    return &run;
}

SqlValue typeorm_text (const char *text)
{
    SqlValue value = { .type = text ? SQL_TEXT : SQL_NULL, .text = (char *)text, .length = text ? strlen (text) : 0 };

    return value;
}

ScriptStatus typeorm_query (ScriptCall *call G_GNUC_UNUSED, const char *sql, const SqlValue *parameters, guint n,
                            ResultSet **result)
{
    g_autoptr (GError) error = NULL;
    Statement statement = statement_of (sql);

    statement.parameters = parameters;
    statement.n_parameters = n;
    *result = session_query (run.session, &statement, &error);
    g_assert_no_error (error);
    return SCRIPT_NORMAL;
}

ScriptStatus typeorm_execute (ScriptCall *call, const char *sql, const SqlValue *parameters, guint n)
{
    g_autoptr (ResultSet) result = NULL;

    return typeorm_query (call, sql, parameters, n, &result);
}

ScriptStatus typeorm_throw (ScriptCall *call G_GNUC_UNUSED, const char *class G_GNUC_UNUSED, const char *format, ...)
{
    g_test_message ("%s", format);
    return SCRIPT_THROW;
}

ScriptStatus typeorm_metadata_insert (ScriptCall *call, const TypeormMetadata *row)
{
    SqlValue values[] = { typeorm_text (row->table), typeorm_text (row->name), typeorm_text (row->value) };

    return typeorm_execute (call, "INSERT INTO typeorm_metadata VALUES (?, ?, ?)", values, 3);
}

ScriptStatus typeorm_metadata_delete (ScriptCall *call, const TypeormMetadata *row)
{
    SqlValue values[] = { typeorm_text (row->table), typeorm_text (row->name) };

    return typeorm_execute (call, "DELETE FROM typeorm_metadata WHERE \"table\" = ? AND name = ?", values, 2);
}

ScriptStatus typeorm_metadata_select (ScriptCall *call, const TypeormMetadata *row, char **value)
{
    SqlValue values[] = { typeorm_text (row->table), typeorm_text (row->name) };
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status =
        typeorm_query (call, "SELECT value FROM typeorm_metadata WHERE \"table\" = ? AND name = ?", values, 2, &rows);

    *value = result_n_rows (rows) > 0 ? g_strdup (result_text (rows, 0, 0)) : NULL;
    return status;
}

static const TypeormSchemaDialect *const sqlite = &typeorm_schema_sqlite;
static ScriptCall none;

/* A database with what SQL makes. */
static void begin (const char *sql)
{
    Statement statement = statement_of (sql);

    statement.script = TRUE;
    run = (TypeormRun){ .transaction_depth = 1,
                        .session = open_url ("sqlite://"),
                        .options = { .major = 1, .metadata_table = "typeorm_metadata" } };
    g_assert_true (session_execute (run.session, &statement, NULL));
}

static void end (void)
{
    g_clear_pointer (&run.session, session_close);
}

static DdlTable *load (const char *name)
{
    g_autoptr (GPtrArray) paths = g_ptr_array_new ();
    g_autoptr (GPtrArray) tables = g_ptr_array_new ();

    g_ptr_array_add (paths, (char *)name);
    g_assert_cmpint (sqlite->load_tables (&none, paths, tables), ==, SCRIPT_NORMAL);
    g_assert_cmpuint (tables->len, ==, 1);
    return g_ptr_array_index (tables, 0);
}

static DdlColumn *column_z (void)
{
    DdlColumn *column = ddl_column_new ();

    ddl_set (&column->name, "z");
    ddl_set (&column->type, "integer");
    column->nullable = TRUE;
    return column;
}

static void add_z (DdlTable *table)
{
    g_autoptr (DdlColumn) column = column_z ();
    g_autoptr (GPtrArray) columns = g_ptr_array_new ();

    g_ptr_array_add (columns, column);
    g_assert_cmpint (sqlite->add_columns (&none, table, columns), ==, SCRIPT_NORMAL);
}

static void expect_text (const char *name, const char *sql)
{
    g_autofree char *query = g_strdup_printf ("SELECT sql FROM sqlite_master WHERE name = '%s'", name);

    expect (run.session, query, sql);
}

/* SQL makes table t; a column z is added; t is TEXT then. */
static void expect_after_z (const char *sql, const char *text)
{
    g_autoptr (DdlTable) table = NULL;

    begin (sql);
    table = load ("t");
    add_z (table);
    expect_text ("t", text);
    end ();
}

/* Texts of the real TypeORM 1.1.1 (0.3.31 gives the same). */
static void test_as_the_tool (void)
{
    expect_after_z (
        "CREATE TABLE t (a int, b int DEFAULT -1, c text DEFAULT 'x', d DEFAULT (1+1), e DEFAULT "
        "CURRENT_TIMESTAMP, PRIMARY KEY (a, b))",
        "CREATE TABLE \"t\" (\"a\" int, \"b\" int DEFAULT (-1), \"c\" text DEFAULT ('x'), \"d\"  DEFAULT (1+1), "
        "\"e\"  DEFAULT (CURRENT_TIMESTAMP), \"z\" integer, PRIMARY KEY (\"a\", \"b\"))");
    expect_after_z ("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE \"t\" (\"id\" integer PRIMARY KEY "
                    "AUTOINCREMENT NOT NULL, \"k\" "
                    "varchar CHECK( \"k\" IN ('x','y') ) NOT NULL DEFAULT ('x'), \"n\" VARCHAR(10), \"m\" "
                    "decimal(5,2), \"o\" int(11), "
                    "CONSTRAINT \"u1\" UNIQUE (\"n\", \"m\"), CONSTRAINT \"u2\" UNIQUE (\"m\"), CONSTRAINT \"ck\" "
                    "CHECK (m IN (1, 2)), CONSTRAINT "
                    "\"f\" FOREIGN KEY (\"o\") REFERENCES \"p\" (\"id\") ON UPDATE CASCADE)",
                    "CREATE TABLE \"t\" (\"id\" integer PRIMARY KEY AUTOINCREMENT NOT NULL, \"k\" varchar CHECK( \"k\" "
                    "IN ('x','y') ) NOT "
                    "NULL DEFAULT ('x'), \"n\" varchar(10), \"m\" decimal(5,2), \"o\" int(11), \"z\" integer, "
                    "CONSTRAINT \"u2\" UNIQUE "
                    "(\"m\"), CONSTRAINT \"u1\" UNIQUE (\"n\", \"m\"), CONSTRAINT \"ck\" CHECK ((m IN (1, 2))), "
                    "CONSTRAINT \"f\" FOREIGN "
                    "KEY (\"o\") REFERENCES \"p\" (\"id\") ON DELETE NO ACTION ON UPDATE CASCADE)");
    expect_after_z (
        "CREATE TABLE t (id integer PRIMARY KEY, a text) WITHOUT ROWID",
        "CREATE TABLE \"t\" (\"id\" integer PRIMARY KEY NOT NULL, \"a\" text, \"z\" integer) WITHOUT ROWID");
    expect_after_z (
        "CREATE TABLE typeorm_metadata (\"table\", name, value); INSERT INTO typeorm_metadata VALUES ('t', 'g', 'id  * "
        " 2'); "
        "CREATE TABLE t (id integer PRIMARY KEY, g integer AS (id*2) STORED)",
        "CREATE TABLE \"t\" (\"id\" integer PRIMARY KEY, \"g\" integer AS (id  *  2) STORED, \"z\" integer)");
}

/* What the tool loses. */
static void test_more_than_the_tool (void)
{
    expect_after_z (
        "CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT, g int AS (id+1) STORED, n text COLLATE NOCASE)",
        "CREATE TABLE \"t\" (\"id\" integer PRIMARY KEY AUTOINCREMENT, \"g\" int AS (id+1) STORED, \"n\" text COLLATE "
        "NOCASE, \"z\" integer)");
    expect_after_z (
        "CREATE TABLE t (id integer PRIMARY KEY ON CONFLICT REPLACE, a int NOT NULL ON CONFLICT IGNORE UNIQUE ON "
        "CONFLICT FAIL, CONSTRAINT u UNIQUE (id, a) ON CONFLICT ABORT) STRICT",
        "CREATE TABLE \"t\" (\"id\" integer PRIMARY KEY ON CONFLICT REPLACE, \"a\" int NOT NULL ON CONFLICT IGNORE, "
        "\"z\" integer, CONSTRAINT \"u\" UNIQUE (\"id\", \"a\") ON CONFLICT ABORT, CONSTRAINT "
        "\"UQ_970ba064ef54f72b56cbfb29e36\" UNIQUE (\"a\") ON CONFLICT FAIL) STRICT");
    expect_after_z ("CREATE TABLE t (a int, b int, PRIMARY KEY (b, a) ON CONFLICT IGNORE) without rowid",
                    "CREATE TABLE \"t\" (\"a\" int NOT NULL, \"b\" int NOT NULL, \"z\" integer, PRIMARY KEY (\"b\", "
                    "\"a\") ON CONFLICT "
                    "IGNORE) WITHOUT ROWID");
    expect_after_z (
        "CREATE TABLE t (a int CHECK (a > 0), b int CONSTRAINT bb CHECK (b > 1), CHECK (a\n<> b), CONSTRAINT m CHECK "
        "(b < 9))",
        "CREATE TABLE \"t\" (\"a\" int, \"b\" int, \"z\" integer, CONSTRAINT \"CHK_ebf1e1a72d6b15b8dd61a59069\" CHECK "
        "(a\n<> b), CONSTRAINT \"m\" CHECK ((b < 9)), CONSTRAINT \"CHK_9e33dd8c4d92028d3498e4e512\" CHECK (a > 0), "
        "CONSTRAINT \"bb\" CHECK (b > 1))");
    expect_after_z ("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (a int REFERENCES p DEFERRABLE INITIALLY "
                    "DEFERRED, b int, "
                    "CONSTRAINT q FOREIGN KEY (b) REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)",
                    "CREATE TABLE \"t\" (\"a\" int, \"b\" int, \"z\" integer, CONSTRAINT \"q\" FOREIGN KEY (\"b\") "
                    "REFERENCES \"p\" "
                    "(\"id\") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "
                    "\"FK_970ba064ef54f72b56cbfb29e36\" FOREIGN KEY (\"a\") REFERENCES \"p\" (\"id\") ON DELETE NO "
                    "ACTION ON UPDATE NO "
                    "ACTION DEFERRABLE INITIALLY DEFERRED)");
}

static void test_indexes (void)
{
    g_autoptr (DdlTable) table = NULL;

    begin ("CREATE TABLE t (id integer PRIMARY KEY, a text, b int); CREATE INDEX plain ON t (a, b); CREATE UNIQUE "
           "INDEX part "
           "ON t(b) where b > 1\n AND b < 5; CREATE INDEX descending ON t(a DESC); CREATE INDEX over ON t(lower(a))");
    table = load ("t");
    add_z (table);
    expect_text ("plain", "CREATE INDEX \"plain\" ON \"t\" (\"a\", \"b\") ");
    expect_text ("part", "CREATE UNIQUE INDEX \"part\" ON \"t\" (\"b\") WHERE b > 1\n AND b < 5");
    expect_text ("descending", "CREATE INDEX descending ON t(a DESC)");
    expect_text ("over", "CREATE INDEX over ON t(lower(a))");
    end ();
}

/* The table was read, and then changed behind our back. */
static void test_keeps_what_came_later (void)
{
    g_autoptr (DdlTable) table = NULL;

    begin ("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (id integer PRIMARY KEY)");
    table = load ("t");
    must (run.session, "ALTER TABLE t ADD COLUMN raw int CHECK (raw > 0) REFERENCES p (id)");
    must (run.session, "CREATE INDEX later ON t (raw)");
    must (run.session, "INSERT INTO t VALUES (1, 2)");
    add_z (table);
    expect (run.session, "SELECT raw FROM t", "2");
    expect_text ("later", "CREATE INDEX \"later\" ON \"t\" (\"raw\") ");
    expect_text (
        "t",
        "CREATE TABLE \"t\" (\"id\" integer PRIMARY KEY, \"z\" integer, \"raw\" int, CONSTRAINT "
        "\"CHK_e989490b1067d857a271eb6776\" CHECK (raw > 0), CONSTRAINT \"FK_1aadd1e501ddbd3051065d72c7f\" FOREIGN KEY "
        "(\"raw\") REFERENCES \"p\" (\"id\") ON DELETE NO ACTION ON UPDATE NO ACTION)");
    end ();
}

/* Two columns in one call: each keeps its values. */
static void test_swap (void)
{
    g_autoptr (DdlTable) table = NULL;
    g_autoptr (DdlColumn) to_b = NULL;
    g_autoptr (DdlColumn) to_a = NULL;
    TypeormChange changes[2];

    begin ("CREATE TABLE t (a text, b text CHECK (b <> '' AND length(b) < 9), g text AS (a || b)); "
           "INSERT INTO t VALUES ('1', '2'); CREATE INDEX i ON t (a)");
    table = load ("t");
    to_b = ddl_column_copy (ddl_table_column (table, "a"));
    ddl_set (&to_b->name, "c");
    to_a = ddl_column_copy (ddl_table_column (table, "b"));
    ddl_set (&to_a->name, "d");
    changes[0] = (TypeormChange){ ddl_table_column (table, "a"), to_b };
    changes[1] = (TypeormChange){ ddl_table_column (table, "b"), to_a };
    ddl_set (&ddl_table_column (table, "g")->expression, "c || d");
    g_assert_cmpint (sqlite->change_columns (&none, table, changes, 2), ==, SCRIPT_NORMAL);
    expect (run.session, "SELECT c || d || g FROM t", "1212");
    expect_text ("t", "CREATE TABLE \"t\" (\"c\" text, \"d\" text, \"g\" text AS (c || d) VIRTUAL, CONSTRAINT "
                      "\"CHK_625211e53dc6ae2fce9d3b2dfa\" CHECK (\"d\" <> '' AND length(\"d\") < 9))");
    expect_text ("i", "CREATE INDEX \"i\" ON \"t\" (\"c\") ");
    end ();
}

/* SQLite follows a renamed table in others' keys; in its own the tool doesn't. */
static void test_rename (void)
{
    g_autoptr (DdlTable) table = NULL;

    begin ("CREATE TABLE c (x int REFERENCES t (id)); CREATE TABLE t (id integer PRIMARY KEY, p int, CONSTRAINT "
           "\"UQ_68a5c2f6d9ae3ae5d1ad0e80000\" UNIQUE (p), CONSTRAINT k FOREIGN KEY (p) REFERENCES t (id))");
    table = load ("t");
    g_assert_cmpint (sqlite->rename_table (&none, table, "u"), ==, SCRIPT_NORMAL);
    expect_text ("c", "CREATE TABLE c (x int REFERENCES \"u\" (id))");
    expect_text ("u", "CREATE TABLE \"u\" (\"id\" integer PRIMARY KEY, \"p\" int, CONSTRAINT "
                      "\"UQ_68a5c2f6d9ae3ae5d1ad0e80000\" UNIQUE (\"p\"), CONSTRAINT \"k\" FOREIGN KEY (\"p\") "
                      "REFERENCES \"u\" (\"id\") "
                      "ON DELETE NO ACTION ON UPDATE NO ACTION)");
    end ();
}

static void test_only_rebuilds (void)
{
    g_assert_true (
        typeorm_sqlite_only_rebuilds ("up(q) { q.query('DELETE FROM t') } async down (q) { q.dropColumn('t', 'a') }"));
    g_assert_true (
        typeorm_sqlite_only_rebuilds ("down(q) { q.dropColumn('t', 'a') } up(q) { q.query('DELETE FROM t') }"));
    g_assert_true (
        typeorm_sqlite_only_rebuilds ("down(q) { q.createForeignKey('t', { onDelete: 'x', onUpdate: 'y' }) }"));
    g_assert_false (typeorm_sqlite_only_rebuilds ("up(q) { q.dropColumn('t', 'a') } down(q) { q.dropTable('t') }"));
    g_assert_false (
        typeorm_sqlite_only_rebuilds ("up(q) { q.dropColumn('t', 'a') } breakdown(q) { q.addColumn('t', x) }"));
    g_assert_false (typeorm_sqlite_only_rebuilds ("down(q) { q.dropColumn('t', 'a'); q.query(`Delete\n FROM t`) }"));
    g_assert_false (typeorm_sqlite_only_rebuilds ("down(q) { q.dropColumn('t', 'a'); q.query('UPDATE t SET b = 1') }"));
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/typeorm-sqlite/as-the-tool", test_as_the_tool);
    g_test_add_func ("/typeorm-sqlite/more-than-the-tool", test_more_than_the_tool);
    g_test_add_func ("/typeorm-sqlite/indexes", test_indexes);
    g_test_add_func ("/typeorm-sqlite/keeps-what-came-later", test_keeps_what_came_later);
    g_test_add_func ("/typeorm-sqlite/swap", test_swap);
    g_test_add_func ("/typeorm-sqlite/rename", test_rename);
    g_test_add_func ("/typeorm-sqlite/only-rebuilds", test_only_rebuilds);
    return g_test_run ();
}
