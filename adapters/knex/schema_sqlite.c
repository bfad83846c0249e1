/* What SQLite has no statement for: the table is made anew (dialects/sqlite3/schema/ddl.js). Its text becomes what Knex would print; rows, triggers and the rows of other tables
 * are kept, which Knex loses (ddl/rebuild.h). */

#include "adapters/knex/schema.h"
#include "adapters/knex/sqlite_ddl.h"
#include "ddl/rebuild.h"
#include "util/error.h"

#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdlParsedTable, ddl_parsed_table_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdlParsedIndex, ddl_parsed_index_free)

#define TEMPORARY "_knex_temp_alter"

/* A table as it is read, to be changed. */
typedef struct
{
    ScriptCall *call;
    const char *name;
    DdlParsedTable *parsed;
    GPtrArray *indexes; /* char *: CREATE INDEX */
} Change;

static void change_clear (Change *change)
{
    g_clear_pointer (&change->parsed, ddl_parsed_table_free);
    g_clear_pointer (&change->indexes, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static ScriptRuntime *runtime_of (const KnexTable *table)
{
    return table->call->runtime;
}

static ScriptStatus fail (Change *change, GError *error)
{
    return g_error_matches (error, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED)
               ? script_stop (change->call->runtime, error)
               : script_fail (change->call->runtime, error);
}

/* The table's text and those of its indexes. */
static ScriptStatus read_table (ScriptCall *call, const SchemaStep *step, Change *change)
{
    KnexRun *run = knex_run (call);
    Session *session = run->session;
    g_autoptr (GString) sql = g_string_new (NULL);
    g_autofree char *lower = NULL;
    g_autoptr (ResultSet) answer = NULL;
    Statement statement;
    GError *error = NULL;
    Value failed;

    if (!session)
        return script_refuse (call->runtime, "there is no database while a file is only read");
    change->call = call;
    change->name = value_to_text (call->runtime, step->first);
    change->indexes = g_ptr_array_new_with_free_func (g_free);
    lower = g_utf8_strdown (change->name, -1);
    g_string_append (sql,
                     "SELECT type, sql FROM sqlite_master WHERE (type='table' OR (type='index' AND sql IS NOT NULL)) "
                     "AND lower(tbl_name)=");
    dialect_append_literal (DIALECT_SQLITE, sql, lower);
    statement = statement_of (sql->str);
    if (!node_flush (&run->conversation, &failed, &error) || !(answer = session_query (session, &statement, &error)))
        return fail (change, error);
    for (guint i = 0; i < result_n_rows (answer); i++)
    {
        gboolean is_table = g_str_equal (result_text (answer, i, 0), "table");

        if (is_table && !change->parsed && !(change->parsed = ddl_parse_table (result_text (answer, i, 1), &error)))
            return fail (change, error);
        if (!is_table)
            g_ptr_array_add (change->indexes, g_strdup (result_text (answer, i, 1)));
    }
    if (!change->parsed)
        return script_throw (call->runtime, "TypeError", "Cannot read properties of undefined (reading 'sql')");
    return SCRIPT_NORMAL;
}

static ScriptStatus make_anew (Change *change)
{
    g_autofree char *create = ddl_print_table (change->parsed, TEMPORARY);
    g_autoptr (GPtrArray) columns = g_ptr_array_new ();
    GError *error = NULL;
    Rebuild rebuild = { .table = change->name,
                        .temporary = TEMPORARY,
                        .create = create,
                        .inside = knex_run (change->call)->in_transaction };

    for (guint i = 0; i < change->parsed->columns->len; i++)
    {
        const DdlParsedColumn *column = change->parsed->columns->pdata[i];

        if (!column->constraints[DDL_AS])
            g_ptr_array_add (columns, column->name);
    }
    g_ptr_array_add (columns, NULL);
    g_ptr_array_add (change->indexes, NULL);
    rebuild.columns = (const char *const *)columns->pdata;
    rebuild.after = (const char *const *)change->indexes->pdata;
    if (!rebuild_run (knex_run (change->call)->session, &rebuild, &error))
        return fail (change, error);
    return SCRIPT_NORMAL;
}

static DdlParsedColumn *find_column (const DdlParsedTable *table, const char *name)
{
    for (guint i = 0; i < table->columns->len; i++)
        if (ddl_same_name (((DdlParsedColumn *)table->columns->pdata[i])->name, name))
            return table->columns->pdata[i];
    return NULL;
}

static void set_constraint (DdlParsedColumn *column, DdlConstraintKind kind, const char *text)
{
    g_free (column->constraints[kind]);
    column->constraints[kind] = g_strdup (text);
}

static gboolean contains (ScriptRuntime *runtime, const ScriptList *names, const char *name)
{
    for (guint32 i = 0; i < names->length; i++)
        if (ddl_same_name (value_to_text (runtime, names->items[i]), name))
            return TRUE;
    return FALSE;
}

static SchemaStep *push (KnexTable *table, ScriptStatus (*work) (ScriptCall *, const SchemaStep *, Value *))
{
    SchemaStep *step = schema_push_work (table->steps, runtime_of (table), work);
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, table->call);
    step->table = table;
    if (knex_plain_name (&text, table->name, &step->first) != SCRIPT_NORMAL)
        step->first = table->name;
    return step;
}

/* alter (): type, default and not null are what is said now; the rest stays. Several columns share one new table. */
static ScriptStatus do_alter (ScriptCall *call, const SchemaStep *step, Value *out G_GNUC_UNUSED)
{
    g_auto (Change) change = { 0 };
    ScriptList *infos = value_list (step->second);

    SCRIPT_TRY (read_table (call, step, &change));
    for (guint32 i = 0; i < infos->length; i++)
    {
        const ScriptList *info = value_list (infos->items[i]);
        DdlParsedColumn *column = find_column (change.parsed, value_to_text (call->runtime, info->items[0]));
        gboolean not_null = info->items[3].as.boolean;
        g_autofree char *fallback = info->items[2].kind == VALUE_STRING
                                        ? g_strdup_printf ("DEFAULT %s", value_to_text (call->runtime, info->items[2]))
                                        : NULL;

        if (!column)
            continue;
        g_free (column->type);
        column->type = g_strdup (value_to_text (call->runtime, info->items[1]));
        set_constraint (column, DDL_DEFAULT, fallback);
        set_constraint (column, DDL_NOT_NULL, not_null ? "NOT NULL" : NULL);
        if (not_null)
            set_constraint (column, DDL_NULL, NULL);
    }
    return make_anew (&change);
}

ScriptStatus schema_sqlite_alter (KnexTable *table)
{
    ScriptRuntime *runtime = runtime_of (table);
    ScriptList *infos = list_new (runtime, NULL, 0);

    for (guint i = 0; i < table->columns->len; i++)
    {
        const KnexColumn *column = table->columns->pdata[i];
        g_auto (KnexText) text = { 0 };
        Value info[4];

        if (!column->alters)
            continue;
        knex_text_init (&text, table->call);
        SCRIPT_TRY (knex_plain_name (&text, list_argument (column->arguments, 0), &info[0]));
        SCRIPT_TRY (schema_column_type (column, &text));
        info[1] = value_string (runtime, text.sql->str, -1);
        info[2] = NULL_VALUE;
        if (column->modifiers[MODIFIER_DEFAULT])
        {
            g_string_truncate (text.sql, 0);
            SCRIPT_TRY (schema_column_default (column, &text));
            info[2] = value_string (runtime, text.sql->str, -1);
        }
        info[3] = value_boolean (schema_not_nullable (column));
        list_append (runtime, infos, value_of_object (&list_new (runtime, info, 4)->object));
    }
    push (table, do_alter)->second = value_of_object (&infos->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus do_set_nullable (ScriptCall *call, const SchemaStep *step, Value *out G_GNUC_UNUSED)
{
    g_auto (Change) change = { 0 };
    const char *name = value_to_text (call->runtime, step->second);
    DdlParsedColumn *column;

    SCRIPT_TRY (read_table (call, step, &change));
    column = find_column (change.parsed, name);
    if (!column)
        return script_throw (call->runtime, "Error", ".setNullable: Column %s does not exist in table %s.", name,
                             change.name);
    set_constraint (column, DDL_NOT_NULL, step->flag ? NULL : "NOT NULL");
    if (!step->flag)
        set_constraint (column, DDL_NULL, NULL);
    return make_anew (&change);
}

ScriptStatus schema_sqlite_set_nullable (KnexTable *table, Value column, gboolean nullable)
{
    SchemaStep *step = push (table, do_set_nullable);

    step->second = column;
    step->flag = nullable;
    return SCRIPT_NORMAL;
}

/* A key goes with a column of its own; a foreign key also with one that it refers to in this very table. */
static gboolean loses (const Change *change, const DdlParsedConstraint *constraint, const ScriptList *names)
{
    ScriptRuntime *runtime = change->call->runtime;

    if (g_str_equal (constraint->type, "CHECK"))
        return FALSE;
    for (guint i = 0; i < constraint->columns->len; i++)
    {
        const DdlIndexed *indexed = constraint->columns->pdata[i];

        if (!indexed->expression && contains (runtime, names, indexed->name))
            return TRUE;
    }
    for (guint i = 0; constraint->table && g_str_equal (constraint->table, TEMPORARY) && i < constraint->others->len;
         i++)
        if (contains (runtime, names, constraint->others->pdata[i]))
            return TRUE;
    return FALSE;
}

/* Columns that are gone leave the indexes, which stay with the others, unique or not. */
static ScriptStatus trim_indexes (Change *change, const ScriptList *names)
{
    GPtrArray *kept = g_ptr_array_new_with_free_func (g_free);
    GError *error = NULL;

    for (guint i = 0; i < change->indexes->len && !error; i++)
    {
        g_autoptr (DdlParsedIndex) index = ddl_parse_index (change->indexes->pdata[i], &error);

        if (!index)
            break;
        for (guint j = index->columns->len; j-- > 0;)
        {
            const DdlIndexed *indexed = index->columns->pdata[j];

            if (!indexed->expression && contains (change->call->runtime, names, indexed->name))
                g_ptr_array_remove_index (index->columns, j);
        }
        if (index->columns->len > 0)
            g_ptr_array_add (kept, ddl_print_index (index));
    }
    g_ptr_array_unref (change->indexes);
    change->indexes = kept;
    return error ? fail (change, error) : SCRIPT_NORMAL;
}

static ScriptStatus do_drop_column (ScriptCall *call, const SchemaStep *step, Value *out G_GNUC_UNUSED)
{
    g_auto (Change) change = { 0 };
    const ScriptList *names = value_list (step->second);

    SCRIPT_TRY (read_table (call, step, &change));
    for (guint i = change.parsed->columns->len; i-- > 0;)
        if (contains (call->runtime, names, ((DdlParsedColumn *)change.parsed->columns->pdata[i])->name))
            g_ptr_array_remove_index (change.parsed->columns, i);
    if (change.parsed->columns->len == 0)
        return script_throw (call->runtime, "Error", "Unable to drop last column from table");
    for (guint i = change.parsed->constraints->len; i-- > 0;)
        if (loses (&change, change.parsed->constraints->pdata[i], names))
            g_ptr_array_remove_index (change.parsed->constraints, i);
    SCRIPT_TRY (trim_indexes (&change, names));
    return make_anew (&change);
}

/* Names as the mapper makes them. */
static ScriptStatus plain_names (KnexTable *table, Value given, Value *out)
{
    ScriptRuntime *runtime = runtime_of (table);
    ScriptList *from = value_is_object (given, OBJECT_LIST) ? value_list (given) : list_new (runtime, &given, 1);
    ScriptList *names = list_new (runtime, NULL, 0);
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, table->call);
    for (guint32 i = 0; i < from->length; i++)
    {
        Value name;

        SCRIPT_TRY (knex_plain_name (&text, from->items[i], &name));
        list_append (runtime, names, name);
    }
    *out = value_of_object (&names->object);
    return SCRIPT_NORMAL;
}

ScriptStatus schema_sqlite_drop_column (KnexTable *table, ScriptList *columns)
{
    Value names;

    SCRIPT_TRY (plain_names (table, value_of_object (&columns->object), &names));
    push (table, do_drop_column)->second = names;
    return SCRIPT_NORMAL;
}

/* By its name, else by its columns. What stands in a column's own definition stays, as in Knex. */
static ScriptStatus do_drop_foreign (ScriptCall *call, const SchemaStep *step, Value *out G_GNUC_UNUSED)
{
    g_auto (Change) change = { 0 };
    const ScriptList *given = value_list (step->second);
    const ScriptList *names = value_list (given->items[0]);
    Value wanted = given->items[1];
    gboolean by_name = wanted.kind == VALUE_STRING && wanted.as.string->length > 0;

    SCRIPT_TRY (read_table (call, step, &change));
    for (guint i = change.parsed->constraints->len; i-- > 0;)
    {
        const DdlParsedConstraint *constraint = change.parsed->constraints->pdata[i];
        gboolean gone =
            by_name && constraint->name && ddl_same_name (constraint->name, value_to_text (call->runtime, wanted));

        if (!g_str_equal (constraint->type, "FOREIGN KEY"))
            continue;
        for (guint j = 0; !by_name && j < constraint->columns->len; j++)
            gone = gone || contains (call->runtime, names, ((DdlIndexed *)constraint->columns->pdata[j])->name);
        if (gone)
            g_ptr_array_remove_index (change.parsed->constraints, i);
    }
    return make_anew (&change);
}

ScriptStatus schema_sqlite_drop_foreign (KnexTable *table, Value columns, Value name)
{
    Value pair[2];
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, table->call);
    SCRIPT_TRY (plain_names (table, columns, &pair[0]));
    SCRIPT_TRY (knex_plain_name (&text, name, &pair[1]));
    push (table, do_drop_foreign)->second = value_of_object (&list_new (runtime_of (table), pair, 2)->object);
    return SCRIPT_NORMAL;
}

static void remove_primary (Change *change, const char *name)
{
    for (guint i = change->parsed->constraints->len; i-- > 0;)
    {
        const DdlParsedConstraint *constraint = change->parsed->constraints->pdata[i];

        if (g_str_equal (constraint->type, "PRIMARY KEY") &&
            (!name || (constraint->name && ddl_same_name (constraint->name, name))))
            g_ptr_array_remove_index (change->parsed->constraints, i);
    }
}

static ScriptStatus do_drop_primary (ScriptCall *call, const SchemaStep *step, Value *out G_GNUC_UNUSED)
{
    g_auto (Change) change = { 0 };

    SCRIPT_TRY (read_table (call, step, &change));
    remove_primary (&change, step->second.kind == VALUE_STRING ? value_to_text (call->runtime, step->second) : NULL);
    return make_anew (&change);
}

ScriptStatus schema_sqlite_drop_primary (KnexTable *table, Value name)
{
    Value plain;
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, table->call);
    SCRIPT_TRY (knex_plain_name (&text, name, &plain));
    push (table, do_drop_primary)->second = plain;
    return SCRIPT_NORMAL;
}

static ScriptStatus do_primary (ScriptCall *call, const SchemaStep *step, Value *out G_GNUC_UNUSED)
{
    g_auto (Change) change = { 0 };
    const ScriptList *given = value_list (step->second);
    const ScriptList *names = value_list (given->items[0]);
    DdlParsedConstraint *constraint;

    SCRIPT_TRY (read_table (call, step, &change));
    remove_primary (&change, NULL);
    constraint = ddl_parsed_constraint_new (
        "PRIMARY KEY", given->items[1].kind == VALUE_STRING ? value_to_text (call->runtime, given->items[1]) : NULL);
    for (guint32 i = 0; i < names->length; i++)
        g_ptr_array_add (constraint->columns, ddl_indexed_new (value_to_text (call->runtime, names->items[i])));
    g_ptr_array_add (change.parsed->constraints, constraint);
    return make_anew (&change);
}

ScriptStatus schema_sqlite_primary (KnexTable *table, Value columns, Value name)
{
    Value pair[2];
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, table->call);
    SCRIPT_TRY (plain_names (table, columns, &pair[0]));
    SCRIPT_TRY (knex_plain_name (&text, name, &pair[1]));
    push (table, do_primary)->second = value_of_object (&list_new (runtime_of (table), pair, 2)->object);
    return SCRIPT_NORMAL;
}

static ScriptStatus do_foreign (ScriptCall *call, const SchemaStep *step, Value *out G_GNUC_UNUSED)
{
    g_auto (Change) change = { 0 };
    ScriptRuntime *runtime = call->runtime;
    const ScriptList *given = value_list (step->second);
    const ScriptList *columns = value_list (given->items[0]), *others = value_list (given->items[2]);
    DdlParsedConstraint *constraint;
    GString *tail;

    SCRIPT_TRY (read_table (call, step, &change));
    constraint = ddl_parsed_constraint_new (
        "FOREIGN KEY", given->items[3].kind == VALUE_STRING ? value_to_text (runtime, given->items[3]) : NULL);
    for (guint32 i = 0; i < columns->length; i++)
        g_ptr_array_add (constraint->columns, ddl_indexed_new (value_to_text (runtime, columns->items[i])));
    for (guint32 i = 0; i < others->length; i++)
        g_ptr_array_add (constraint->others, g_strdup (value_to_text (runtime, others->items[i])));
    constraint->table = g_strdup (value_to_text (runtime, given->items[1]));
    tail = g_string_new (NULL);
    if (given->items[4].kind == VALUE_STRING)
        g_string_append_printf (tail, " ON DELETE %s", value_to_text (runtime, given->items[4]));
    if (given->items[5].kind == VALUE_STRING)
        g_string_append_printf (tail, " ON UPDATE %s", value_to_text (runtime, given->items[5]));
    g_free (constraint->tail);
    constraint->tail = g_string_free (tail, FALSE);
    g_ptr_array_add (change.parsed->constraints, constraint);
    return make_anew (&change);
}

ScriptStatus schema_sqlite_foreign (KnexTable *table, const KnexForeign *key)
{
    Value given[6] = { UNDEFINED, UNDEFINED, UNDEFINED, key->key_name, key->on_delete, key->on_update };
    g_auto (KnexText) text = { 0 };

    knex_text_init (&text, table->call);
    SCRIPT_TRY (plain_names (table, key->column, &given[0]));
    SCRIPT_TRY (knex_plain_name (&text, key->in_table, &given[1]));
    SCRIPT_TRY (plain_names (table, key->references, &given[2]));
    push (table, do_foreign)->second = value_of_object (&list_new (runtime_of (table), given, 6)->object);
    return SCRIPT_NORMAL;
}
