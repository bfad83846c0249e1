/* The statements of one change. */

#include "adapters/alembic/op.h"
#include "adapters/alembic/sql.h"
#include "script/py.h"

#include <string.h>

#define NO_ALTER_OF_CONSTRAINTS                                                                                        \
    "No support for ALTER of constraints in SQLite dialect. Please refer to the batch mode feature which allows for "  \
    "SQLite migrations using a copy-and-move strategy."

/* format_table_name: a schema with dots is quoted part by part. */
static void append_alter_path (const SaDialect *dialect, GString *out, const SaName *schema, const SaName *name)
{
    if (schema->text && schema->quote == SA_DEFAULT)
    {
        g_auto (GStrv) parts = g_strsplit (schema->text, ".", -1);

        for (char **part = parts; *part; part++)
        {
            sa_append_name (dialect, out, *part);
            g_string_append_c (out, '.');
        }
    }
    else if (schema->text)
    {
        sa_append (dialect, out, schema);
        g_string_append_c (out, '.');
    }
    sa_append (dialect, out, name);
}

static void begin_alter (ScriptRuntime *runtime, const SchemaChange *change, GString *out)
{
    g_string_assign (out, "ALTER TABLE ");
    append_alter_path (sa_dialect (runtime), out, &change->schema, &change->table);
    g_string_append_c (out, ' ');
}

static void begin_alter_column (ScriptRuntime *runtime, const SchemaChange *change, GString *out)
{
    begin_alter (runtime, change, out);
    g_string_append (out, "ALTER COLUMN ");
    sa_append (sa_dialect (runtime), out, &change->alter.column);
    g_string_append_c (out, ' ');
}

/* The foreign key that is written with the column itself (inline_references): the only one, of this column alone. */
static const SaConstraint *inline_foreign_key (const SchemaChange *change)
{
    const SaTable *table = change->column->table;

    if (!change->inline_references || change->column->foreign_keys->len != 1)
        return NULL;
    for (guint i = 0; i < table->constraints->len; i++)
    {
        const SaConstraint *constraint = g_ptr_array_index (table->constraints, i);

        if (constraint->kind == SA_CONSTRAINT_FOREIGN_KEY && constraint->columns->len == 1)
            return constraint;
    }
    return NULL;
}

static ScriptStatus append_inline_reference (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out)
{
    const SaTarget *target = &g_array_index (constraint->targets, SaTarget, 0);
    SaName schema = sa_name_of (target->schema), table = sa_name_of (target->table);

    g_string_append (out, " REFERENCES ");
    sa_append_path (sa_dialect (runtime), out, &schema, &table);
    g_string_append (out, " (");
    sa_append_name (sa_dialect (runtime), out,
                    target->column ? target->column : g_ptr_array_index (constraint->columns, 0));
    g_string_append_c (out, ')');
    return ddl_append_reference (runtime, constraint, out);
}

static ScriptStatus run_add_column (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    const SaConstraint *reference = inline_foreign_key (change);

    begin_alter (call->runtime, change, sql);
    g_string_append (sql, change->if_not_exists == SA_TRUE ? "ADD COLUMN IF NOT EXISTS " : "ADD COLUMN ");
    SCRIPT_TRY (ddl_append_column (call->runtime, change->column, sql));
    if (change->inline_primary_key && change->column->primary_key)
        g_string_append (sql, " PRIMARY KEY");
    if (reference)
        SCRIPT_TRY (append_inline_reference (call->runtime, reference, sql));
    for (guint i = 0; i < change->column->checks->len; i++)
    {
        g_string_append_c (sql, ' ');
        SCRIPT_TRY (ddl_append_constraint (call->runtime, g_ptr_array_index (change->column->checks, i), sql));
    }
    return ddl_send (call, sql);
}

static ScriptStatus run_drop_column (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    begin_alter (call->runtime, change, sql);
    g_string_append (sql, change->if_exists == SA_TRUE ? "DROP COLUMN IF EXISTS " : "DROP COLUMN ");
    sa_append (sa_dialect (call->runtime), sql, &change->column_name);
    return ddl_send (call, sql);
}

ScriptStatus change_check_constraint (ScriptRuntime *runtime, const SaConstraint *constraint,
                                      gboolean dropping G_GNUC_UNUSED)
{
    if (sa_dialect (runtime)->dialect != DIALECT_SQLITE || constraint->type)
        return SCRIPT_NORMAL;
    return script_throw (runtime, "NotImplementedError", NO_ALTER_OF_CONSTRAINTS);
}

static ScriptStatus run_add_constraint (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    gsize start;
    gboolean written;

    SCRIPT_TRY (change_check_constraint (call->runtime, change->constraint, FALSE));
    SCRIPT_TRY (ddl_constraint_is_written (call->runtime, change->constraint, &written));
    if (!written || sa_dialect (call->runtime)->dialect == DIALECT_SQLITE)
        return SCRIPT_NORMAL;
    g_string_assign (sql, "ALTER TABLE ");
    ddl_append_table (sa_dialect (call->runtime), sql, change->constraint->table);
    g_string_append (sql, " ADD ");
    start = sql->len;
    SCRIPT_TRY (ddl_append_constraint (call->runtime, change->constraint, sql));
    return sql->len > start ? ddl_send (call, sql) : SCRIPT_NORMAL;
}

/* MySQLDDLCompiler.visit_drop_constraint, alembic's _mysql_drop_constraint */
static ScriptStatus append_mysql_drop (ScriptRuntime *runtime, const SaConstraint *constraint, GString *sql)
{
    static const char *const words[] = {
        [SA_CONSTRAINT_ANY] = NULL,
        [SA_CONSTRAINT_PRIMARY_KEY] = "PRIMARY KEY ",
        [SA_CONSTRAINT_FOREIGN_KEY] = "FOREIGN KEY ",
        [SA_CONSTRAINT_UNIQUE] = "INDEX ",
        [SA_CONSTRAINT_CHECK] = "CHECK ",
        [SA_CONSTRAINT_EXCLUDE] = NULL,
    };
    const char *word = words[constraint->kind];

    if (!word)
        return script_throw (runtime, "NotImplementedError",
                             "No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type");
    if (constraint->kind == SA_CONSTRAINT_CHECK && sa_dialect (runtime)->mariadb)
        word = "CONSTRAINT ";
    g_string_append_printf (sql, " DROP %s", word);
    if (constraint->kind == SA_CONSTRAINT_PRIMARY_KEY)
        return SCRIPT_NORMAL;
    if (!constraint->name.text)
        return script_refuse (runtime, "a constraint without a name can't be dropped");
    return ddl_append_name (runtime, &constraint->name, sql);
}

static ScriptStatus run_drop_constraint (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    const SaConstraint *constraint = change->constraint;
    const SaDialect *dialect = sa_dialect (call->runtime);
    gboolean written;

    SCRIPT_TRY (change_check_constraint (call->runtime, constraint, TRUE));
    SCRIPT_TRY (ddl_constraint_is_written (call->runtime, constraint, &written));
    if (!written || (constraint->type && dialect->dialect != DIALECT_POSTGRESQL))
        return SCRIPT_NORMAL;
    g_string_assign (sql, "ALTER TABLE ");
    ddl_append_table (dialect, sql, constraint->table);
    if (dialect->dialect == DIALECT_MYSQL)
    {
        SCRIPT_TRY (append_mysql_drop (call->runtime, constraint, sql));
        return ddl_send (call, sql);
    }
    if (!constraint->name.text)
        return sql_raise (call->runtime, "CompileError", "Can't emit DROP CONSTRAINT for constraint; it has no name");
    g_string_append (sql, change->if_exists == SA_TRUE ? " DROP CONSTRAINT IF EXISTS " : " DROP CONSTRAINT ");
    SCRIPT_TRY (ddl_append_name (call->runtime, &constraint->name, sql));
    return ddl_send (call, sql);
}

static ScriptStatus run_table_comment (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    const SaDialect *dialect = sa_dialect (call->runtime);
    gboolean mysql = dialect->dialect == DIALECT_MYSQL;

    g_string_assign (sql, mysql ? "ALTER TABLE " : "COMMENT ON TABLE ");
    sa_append_path (dialect, sql, &change->schema, &change->table);
    g_string_append (sql, mysql ? " COMMENT " : " IS ");
    if (change->comment || mysql)
        sa_append_literal (dialect, sql, change->comment ? change->comment : "");
    else
        g_string_append (sql, "NULL");
    return ddl_send (call, sql);
}

static ScriptStatus run_column_comment (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    const SaDialect *dialect = sa_dialect (call->runtime);

    g_string_assign (sql, "COMMENT ON COLUMN ");
    sa_append_path (dialect, sql, &change->schema, &change->table);
    g_string_append_c (sql, '.');
    sa_append (dialect, sql, &change->column->name);
    g_string_append (sql, " IS ");
    sa_append_literal (dialect, sql, change->column->comment);
    return ddl_send (call, sql);
}

/* MySQL: CHANGE, MODIFY (_mysql_colspec). */
static ScriptStatus send_mysql_specification (ScriptCall *call, const SchemaChange *change, gboolean rename,
                                              GString *sql)
{
    const ColumnChange *alter = &change->alter;
    const SaDialect *dialect = sa_dialect (call->runtime);
    const SaType *type = alter->type_given ? alter->type : alter->existing_type;
    SaTruth nullable = alter->nullable != SA_DEFAULT ? alter->nullable : alter->existing_nullable;
    SaTruth numbered = alter->autoincrement != SA_DEFAULT ? alter->autoincrement : alter->existing_autoincrement;
    const SaServerDefault *value = alter->default_given ? &alter->server_default : &alter->existing_default;
    const char *comment = alter->comment_given ? alter->comment : alter->existing_comment;

    if (!alter->type_given && !alter->existing_type_given)
        return sql_raise (call->runtime, "CommandError",
                          "All MySQL CHANGE/MODIFY COLUMN operations require the existing type.");
    begin_alter (call->runtime, change, sql);
    g_string_append (sql, rename ? "CHANGE " : "MODIFY ");
    sa_append (dialect, sql, &alter->column);
    g_string_append_c (sql, ' ');
    if (rename)
    {
        sa_append (dialect, sql, alter->new_name.text ? &alter->new_name : &alter->column);
        g_string_append_c (sql, ' ');
    }
    SCRIPT_TRY (sa_type_compile (call->runtime, type, dialect, sql));
    g_string_append (sql, nullable == SA_FALSE ? " NOT NULL" : " NULL");
    if (numbered == SA_TRUE)
        g_string_append (sql, " AUTO_INCREMENT");
    if (value->kind != SA_SERVER_DEFAULT_NONE)
    {
        g_string_append (sql, " DEFAULT ");
        SCRIPT_TRY (ddl_append_server_default (call->runtime, value, sql));
    }
    if (comment)
    {
        g_string_append (sql, " COMMENT ");
        sa_append_literal (dialect, sql, comment);
    }
    return ddl_send (call, sql);
}

static ScriptStatus send_default (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    begin_alter_column (call->runtime, change, sql);
    if (change->alter.server_default.kind == SA_SERVER_DEFAULT_NONE)
        g_string_append (sql, "DROP DEFAULT");
    else
    {
        g_string_append (sql, "SET DEFAULT ");
        SCRIPT_TRY (ddl_append_server_default (call->runtime, &change->alter.server_default, sql));
    }
    return ddl_send (call, sql);
}

static gboolean either_is (const ColumnChange *alter, SaServerDefaultKind kind)
{
    return (alter->default_given && alter->server_default.kind == kind) || alter->existing_default.kind == kind;
}

#define NO_COMPUTED                                                                                                    \
    "Adding or removing a \"computed\" construct, e.g. GENERATED ALWAYS AS, to or from an existing column is not "     \
    "supported."
#define NO_IDENTITY                                                                                                    \
    "Adding, removing or modifying an \"identity\" construct, e.g. GENERATED AS IDENTITY, to or from an existing "     \
    "column is not supported in this dialect."

static ScriptStatus alter_mysql (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    const ColumnChange *alter = &change->alter;
    const SaType *type = alter->type_given ? alter->type : alter->existing_type;
    gboolean functional = (alter->type_given || alter->existing_type_given) &&
                          sa_type_affinity (type) == SA_AFFINITY_DATETIME &&
                          !(alter->default_given && alter->server_default.kind == SA_SERVER_DEFAULT_NONE);

    if (alter->default_given && either_is (alter, SA_SERVER_DEFAULT_COMPUTED))
        return sql_raise (call->runtime, "CompileError", NO_COMPUTED);
    if (alter->default_given && either_is (alter, SA_SERVER_DEFAULT_IDENTITY))
        return sql_raise (call->runtime, "CompileError", NO_IDENTITY);
    if (alter->new_name.text || functional)
        return send_mysql_specification (call, change, TRUE, sql);
    if (alter->nullable != SA_DEFAULT || alter->type_given || alter->autoincrement != SA_DEFAULT ||
        alter->comment_given)
        return send_mysql_specification (call, change, FALSE, sql);
    return alter->default_given ? send_default (call, change, sql) : SCRIPT_NORMAL;
}

static gboolean numbers_differ (const SaNumber *a, const SaNumber *b)
{
    return a->given != b->given || (a->given && a->value != b->value);
}

/* _compare_identity_default: what differs and is not the default of its kind, in the order of the names. */
static ScriptStatus append_identity_changes (ScriptCall *call, const SaIdentity *to, const SaIdentity *from,
                                             GString *sql)
{
    const SaSequenceOptions *a = &to->options, *b = &from->options;
    const SaNumber none = { .given = FALSE };
    const struct
    {
        const char *words;
        const SaNumber *to, *from;
    } numbers[] = { { "SET CACHE", &a->cache, &b->cache },
                    { NULL, NULL, NULL }, /* cycle */
                    { "SET INCREMENT BY", &a->increment, &b->increment },
                    { "SET MAXVALUE", &a->maxvalue, &b->maxvalue },
                    { "SET MINVALUE", &a->minvalue, &b->minvalue },
                    { "SET START WITH", &a->start, &b->start } };

    if ((to->always == SA_TRUE) != (from->always == SA_TRUE))
        g_string_append_printf (sql, "SET GENERATED %s ", to->always == SA_TRUE ? "ALWAYS" : "BY DEFAULT");
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
        if (!numbers[i].words && a->cycle != b->cycle && a->cycle != SA_DEFAULT)
            g_string_append (sql, a->cycle == SA_TRUE ? "SET CYCLE " : "SET NO CYCLE ");
        if (numbers[i].words && numbers_differ (numbers[i].to, numbers[i].from) &&
            numbers_differ (numbers[i].to, &none))
            g_string_append_printf (sql, "%s %" G_GINT64_FORMAT " ", numbers[i].words, numbers[i].to->value);
    }
    if (a->nomaxvalue != b->nomaxvalue && a->nomaxvalue != SA_DEFAULT)
        g_string_append (sql, "SET NO MAXVALUE ");
    if (a->nominvalue != b->nominvalue && a->nominvalue != SA_DEFAULT)
        g_string_append (sql, "SET NO MINVALUE ");
    return ddl_send (call, sql);
}

static ScriptStatus alter_identity (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    const ColumnChange *alter = &change->alter;

    if (sa_dialect (call->runtime)->dialect != DIALECT_POSTGRESQL)
        return sql_raise (call->runtime, "CompileError", NO_IDENTITY);
    begin_alter_column (call->runtime, change, sql);
    if (alter->server_default.kind == SA_SERVER_DEFAULT_NONE)
    {
        g_string_append (sql, "DROP IDENTITY");
        return ddl_send (call, sql);
    }
    if (alter->server_default.kind != SA_SERVER_DEFAULT_IDENTITY)
        return script_refuse (call->runtime, "an identity can't become another default in one step: drop it first");
    if (alter->existing_default.kind == SA_SERVER_DEFAULT_NONE)
    {
        g_string_append (sql, "ADD ");
        SCRIPT_TRY (ddl_append_identity (call->runtime, alter->server_default.identity, sql));
        return ddl_send (call, sql);
    }
    if (alter->existing_default.kind != SA_SERVER_DEFAULT_IDENTITY)
        return script_refuse (call->runtime, "another default can't become an identity in one step: drop it first");
    return append_identity_changes (call, alter->server_default.identity, alter->existing_default.identity, sql);
}

static ScriptStatus send_type (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    begin_alter_column (call->runtime, change, sql);
    g_string_append (sql, "TYPE ");
    SCRIPT_TRY (sa_type_compile (call->runtime, change->alter.type, sa_dialect (call->runtime), sql));
    if (change->alter.using)
        g_string_append_printf (sql, " USING %s", change->alter.using);
    return ddl_send (call, sql);
}

static ScriptStatus send_comment (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    const SaDialect *dialect = sa_dialect (call->runtime);

    if (dialect->dialect != DIALECT_POSTGRESQL)
        return sql_raise (call->runtime, "UnsupportedCompilationError", "SQLite has no comments of columns");
    g_string_assign (sql, "COMMENT ON COLUMN ");
    append_alter_path (dialect, sql, &change->schema, &change->table);
    g_string_append_c (sql, '.');
    sa_append (dialect, sql, &change->alter.column);
    g_string_append (sql, " IS ");
    if (change->alter.comment)
        sa_append_literal (dialect, sql, change->alter.comment);
    else
        g_string_append (sql, "NULL");
    return ddl_send (call, sql);
}

/* PostgresqlImpl.alter_column and DefaultImpl.alter_column: each part a statement, the type first on PostgreSQL, the name last. */
static ScriptStatus alter_in_parts (ScriptCall *call, const SchemaChange *change, GString *sql)
{
    const ColumnChange *alter = &change->alter;
    const SaDialect *dialect = sa_dialect (call->runtime);
    gboolean postgresql = dialect->dialect == DIALECT_POSTGRESQL;

    if (postgresql && alter->using && !alter->type_given)
        return sql_raise (call->runtime, "CommandError", "postgresql_using must be used with the type_ parameter");
    if (postgresql && alter->type_given)
        SCRIPT_TRY (send_type (call, change, sql));
    if (alter->nullable != SA_DEFAULT)
    {
        begin_alter_column (call->runtime, change, sql);
        g_string_append (sql, alter->nullable == SA_TRUE ? "DROP NOT NULL" : "SET NOT NULL");
        SCRIPT_TRY (ddl_send (call, sql));
    }
    if (alter->default_given)
    {
        if (either_is (alter, SA_SERVER_DEFAULT_COMPUTED))
            return sql_raise (call->runtime, "CompileError", NO_COMPUTED);
        SCRIPT_TRY (either_is (alter, SA_SERVER_DEFAULT_IDENTITY) ? alter_identity (call, change, sql)
                                                                  : send_default (call, change, sql));
    }
    if (!postgresql && alter->type_given)
        SCRIPT_TRY (send_type (call, change, sql));
    if (alter->comment_given)
        SCRIPT_TRY (send_comment (call, change, sql));
    if (!alter->new_name.text)
        return SCRIPT_NORMAL;
    begin_alter (call->runtime, change, sql);
    g_string_append (sql, postgresql ? "RENAME " : "RENAME COLUMN ");
    sa_append (dialect, sql, &alter->column);
    g_string_append (sql, " TO ");
    sa_append (dialect, sql, &alter->new_name);
    return ddl_send (call, sql);
}

ScriptStatus change_run (ScriptCall *call, const SchemaChange *change)
{
    g_autoptr (GString) sql = g_string_new (NULL);

    switch (change->kind)
    {
    case CHANGE_ADD_COLUMN:
        return run_add_column (call, change, sql);
    case CHANGE_DROP_COLUMN:
        return run_drop_column (call, change, sql);
    case CHANGE_ALTER_COLUMN:
        return sa_dialect (call->runtime)->dialect == DIALECT_MYSQL ? alter_mysql (call, change, sql)
                                                                    : alter_in_parts (call, change, sql);
    case CHANGE_ADD_CONSTRAINT:
        return run_add_constraint (call, change, sql);
    case CHANGE_DROP_CONSTRAINT:
        return run_drop_constraint (call, change, sql);
    case CHANGE_CREATE_INDEX:
        SCRIPT_TRY (ddl_append_create_index (call->runtime, change->index, change->if_not_exists == SA_TRUE, sql));
        return ddl_send (call, sql);
    case CHANGE_DROP_INDEX:
        SCRIPT_TRY (ddl_append_drop_index (call->runtime, change->index, change->if_exists == SA_TRUE, sql));
        return ddl_send (call, sql);
    case CHANGE_TABLE_COMMENT:
        return run_table_comment (call, change, sql);
    case CHANGE_COLUMN_COMMENT:
        return run_column_comment (call, change, sql);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

ScriptStatus change_issue (const ChangeTarget *target, SchemaChange *change)
{
    change->table = target->table;
    change->schema = target->schema;
    if (target->batch)
        return batch_keep (target->batch, target->call->runtime, change);
    return change_run (target->call, change);
}
