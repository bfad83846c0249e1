/* A table made anew as TypeORM does it, without what TypeORM loses. */

#include "adapters/typeorm/naming.h"
#include "adapters/typeorm/schema.h"
#include "adapters/typeorm/sqlite.h"
#include "ddl/quote.h"
#include "ddl/rebuild.h"

#include <string.h>

#define TEMPORARY "temporary_"

/* An expression without blanks and parentheses around the whole of it: the tool adds a pair each time. */
static char *bare_expression (const char *expression)
{
    g_autofree char *bare = g_strstrip (g_strdup (expression));

    for (;;)
    {
        gsize length = strlen (bare);
        int depth = 0;
        gboolean whole = length > 1 && bare[0] == '(';

        for (gsize i = 0; whole && i < length; i++)
        {
            depth += bare[i] == '(';
            depth -= bare[i] == ')';
            whole = depth > 0 || i + 1 == length;
        }
        if (!whole || depth != 0)
            return g_steal_pointer (&bare);
        bare[length - 1] = '\0';
        memmove (bare, bare + 1, length - 1);
        g_strstrip (bare);
    }
}

static gboolean has_check (const DdlTable *table, const DdlCheck *check)
{
    g_autofree char *bare = bare_expression (check->expression);

    for (guint i = 0; i < table->checks->len; i++)
    {
        const DdlCheck *other = g_ptr_array_index (table->checks, i);
        g_autofree char *other_bare = bare_expression (other->expression);

        if ((check->name && g_strcmp0 (check->name, other->name) == 0) || g_str_equal (bare, other_bare))
            return TRUE;
    }
    return FALSE;
}

static gboolean has_foreign_key (const DdlTable *table, const DdlForeignKey *key)
{
    for (guint i = 0; i < table->foreign_keys->len; i++)
    {
        const DdlForeignKey *other = g_ptr_array_index (table->foreign_keys, i);

        if (ddl_names_equal (key->columns, other->columns) &&
            g_strcmp0 (key->referenced_table, other->referenced_table) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean has_unique (const DdlTable *table, const DdlUnique *unique)
{
    for (guint i = 0; i < table->uniques->len; i++)
        if (ddl_names_equal (unique->columns, ((const DdlUnique *)g_ptr_array_index (table->uniques, i))->columns))
            return TRUE;
    return unique->columns->len == 1 && ddl_table_column (table, g_ptr_array_index (unique->columns, 0)) &&
           ddl_table_column (table, g_ptr_array_index (unique->columns, 0))->unique;
}

/* Columns that OLD doesn't know; the new one has the values of its name. */
static void keep_columns (const DdlTable *actual, const DdlTable *old, DdlTable *table, GPtrArray *from)
{
    for (guint i = 0; i < actual->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (actual->columns, i);

        if (ddl_table_column (old, column->name))
            continue;
        if (!ddl_table_column (table, column->name))
        {
            g_ptr_array_add (table->columns, ddl_column_copy (column));
            g_ptr_array_add (from, column->name);
        }
        for (guint n = 0; n < table->columns->len; n++)
            if (g_str_equal (((const DdlColumn *)g_ptr_array_index (table->columns, n))->name, column->name))
                from->pdata[n] = column->name;
    }
}

/* What came to the table since OLD was read stays. */
static void keep_unknown (const DdlTable *actual, const DdlTable *old, DdlTable *table, GPtrArray *from)
{
    keep_columns (actual, old, table, from);
    for (guint i = 0; i < actual->indexes->len; i++)
    {
        const DdlIndex *index = g_ptr_array_index (actual->indexes, i);

        if (!ddl_table_index (old, index->name) && !ddl_table_index (table, index->name))
            g_ptr_array_add (table->indexes, ddl_index_copy (index));
    }
    for (guint i = 0; i < actual->foreign_keys->len; i++)
    {
        const DdlForeignKey *key = g_ptr_array_index (actual->foreign_keys, i);

        if (!has_foreign_key (old, key) && !has_foreign_key (table, key))
            g_ptr_array_add (table->foreign_keys, ddl_foreign_key_copy (key));
    }
    for (guint i = 0; i < actual->uniques->len; i++)
    {
        const DdlUnique *unique = g_ptr_array_index (actual->uniques, i);

        if (!has_unique (old, unique) && !has_unique (table, unique))
            g_ptr_array_add (table->uniques, ddl_unique_copy (unique));
    }
    for (guint i = 0; i < actual->checks->len; i++)
    {
        const DdlCheck *check = g_ptr_array_index (actual->checks, i);

        if (!has_check (old, check) && !has_check (table, check))
            g_ptr_array_add (table->checks, ddl_check_copy (check));
    }
    table->without_rowid = table->without_rowid || actual->without_rowid;
}

/* An order or a collation inside a key's columns has no place in what we make. */
static ScriptStatus check_source (ScriptCall *call, const SqliteTable *source)
{
    for (guint i = 0; i < source->constraints->len; i++)
    {
        const SqliteConstraint *constraint = g_ptr_array_index (source->constraints, i);

        if (!constraint->plain)
            return script_refuse (
                call->runtime,
                "changing table \"%s\" would lose the collation or the order of the columns in its %s; "
                "change it with SQL",
                source->name, constraint->kind == SQLITE_UNIQUE ? "UNIQUE constraint" : "primary key");
    }
    return SCRIPT_NORMAL;
}

/* The columns that get values, and the columns of the old table that have them. */
static void plan_copy (const DdlTable *table, const GPtrArray *from, GPtrArray *columns, GPtrArray *values)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);
        const char *source = g_ptr_array_index (from, i);

        if (column->computed || !source)
            continue;
        g_ptr_array_add (columns, column->name);
        g_ptr_array_add (values, ddl_identifier (DIALECT_SQLITE, source));
    }
    g_ptr_array_add (columns, NULL);
    g_ptr_array_add (values, NULL);
}

/* The text of index NAME when it says more than a DdlIndex can, else NULL. */
static ScriptStatus special_index (ScriptCall *call, const char *name, char **sql)
{
    SqlValue parameter = typeorm_text (name);
    g_autoptr (ResultSet) rows = NULL;
    ScriptStatus status =
        typeorm_query (call, "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?", &parameter, 1, &rows);

    *sql = NULL;
    if (status == SCRIPT_NORMAL && result_n_rows (rows) > 0)
    {
        SqliteIndex index = sqlite_index_parse (result_text (rows, 0, 0));

        if (!index.plain)
            *sql = g_strdup (result_text (rows, 0, 0));
        sqlite_index_clear (&index);
    }
    return status;
}

static ScriptStatus plan_indexes (ScriptCall *call, const DdlTable *actual, DdlTable *table, GPtrArray *before,
                                  GPtrArray *after)
{
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < actual->indexes->len; i++)
    {
        g_autofree char *name =
            ddl_identifier (DIALECT_SQLITE, ((const DdlIndex *)g_ptr_array_index (actual->indexes, i))->name);

        g_ptr_array_add (before, g_strdup_printf ("DROP INDEX %s", name));
    }
    for (guint i = 0; i < table->indexes->len && status == SCRIPT_NORMAL; i++)
    {
        DdlIndex *index = g_ptr_array_index (table->indexes, i);
        char *special;

        if (!index->name)
            index->name =
                typeorm_index_name (typeorm_run (call)->options.major, table->name, index->columns, index->where);
        status = special_index (call, index->name, &special);
        if (status == SCRIPT_NORMAL)
            g_ptr_array_add (after, special ? special : typeorm_sqlite_create_index (table, index));
    }
    g_ptr_array_add (before, NULL);
    g_ptr_array_add (after, NULL);
    return status;
}

static ScriptStatus write_metadata (ScriptCall *call, const DdlTable *old, const DdlTable *table)
{
    ScriptStatus status = SCRIPT_NORMAL;

    for (guint i = 0; i < old->columns->len && status == SCRIPT_NORMAL; i++)
    {
        const DdlColumn *column = g_ptr_array_index (old->columns, i);
        const DdlColumn *now = ddl_table_column (table, column->name);
        TypeormMetadata row = { .type = "GENERATED_COLUMN", .table = old->name, .name = column->name };

        if (column->computed && column->expression && *column->expression && (!now || !now->computed))
            status = typeorm_metadata_delete (call, &row);
    }
    for (guint i = 0; i < table->columns->len && status == SCRIPT_NORMAL; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);
        const DdlColumn *was = ddl_table_column (old, column->name);
        TypeormMetadata row = { .type = "GENERATED_COLUMN", .table = table->name, .name = column->name };

        if (!column->computed || !column->expression || !*column->expression ||
            (was && (!was->computed || g_strcmp0 (was->expression, column->expression) == 0)))
            continue;
        if (was)
            status = typeorm_metadata_delete (call, &row);
        row.value = column->expression;
        if (status == SCRIPT_NORMAL)
            status = typeorm_metadata_insert (call, &row);
    }
    return status;
}

/* Without generated columns nothing is written; an expression that was read from the text may have no metadata table at all. */
static ScriptStatus keep_metadata (ScriptCall *call, const DdlTable *old, const DdlTable *table)
{
    SqlValue name = typeorm_text (typeorm_run (call)->options.metadata_table);
    g_autoptr (ResultSet) rows = NULL;
    gboolean computed = FALSE;
    gboolean fresh = FALSE;
    ScriptStatus status;

    for (guint i = 0; i < old->columns->len; i++)
        computed = computed || ((const DdlColumn *)g_ptr_array_index (old->columns, i))->computed;
    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *column = g_ptr_array_index (table->columns, i);

        fresh = fresh || (column->computed && !ddl_table_column (old, column->name));
    }
    if (!computed && !fresh)
        return SCRIPT_NORMAL;
    status = typeorm_query (call, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", &name, 1, &rows);
    if (status != SCRIPT_NORMAL || (result_n_rows (rows) == 0 && !fresh))
        return status;
    return write_metadata (call, old, table);
}

static ScriptStatus run_rebuild (ScriptCall *call, const DdlTable *actual, DdlTable *table, const SqliteTable *source,
                                 const char *sql, GPtrArray *from)
{
    g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) after = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) columns = g_ptr_array_new ();
    g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *name = g_strdup (table->name);
    g_autofree char *temporary = g_strconcat (TEMPORARY, name, NULL);
    g_autofree char *create = NULL;
    TypeormSqliteKept kept = { source, sql, from };
    GError *error = NULL;
    const TypeormRun *run = typeorm_run (call);
    Rebuild rebuild = { .table = name,
                        .temporary = temporary,
                        .inside = run->conversation.atomic || run->transaction_depth > 0 };
    ScriptStatus status;

    ddl_set (&table->name, temporary);
    create = typeorm_sqlite_create_table (typeorm_run (call)->options.major, table, name, TRUE, &kept);
    ddl_set (&table->name, name);
    rebuild.create = create;
    plan_copy (table, from, columns, values);
    rebuild.columns = (const char *const *)columns->pdata;
    rebuild.values = (const char *const *)values->pdata;
    status = plan_indexes (call, actual, table, before, after);
    if (status != SCRIPT_NORMAL)
        return status;
    rebuild.before = (const char *const *)before->pdata;
    rebuild.after = (const char *const *)after->pdata;
    if (rebuild_run (run->session, &rebuild, &error))
        return SCRIPT_NORMAL;
    return script_fail (call->runtime, error);
}

/* A column gets the values of the column of its name. */
static GPtrArray *by_name (const DdlTable *old, const DdlTable *table)
{
    GPtrArray *from = g_ptr_array_new ();

    for (guint i = 0; i < table->columns->len; i++)
    {
        const DdlColumn *was = ddl_table_column (old, ((const DdlColumn *)g_ptr_array_index (table->columns, i))->name);

        g_ptr_array_add (from, was ? was->name : NULL);
    }
    return from;
}

ScriptStatus typeorm_sqlite_recreate (ScriptCall *call, const DdlTable *old, DdlTable *table, GPtrArray *from)
{
    g_autoptr (GPtrArray) own_from = from ? NULL : by_name (old, table);
    g_autoptr (GPtrArray) paths = g_ptr_array_new ();
    g_autoptr (GPtrArray) loaded = g_ptr_array_new_with_free_func ((GDestroyNotify)ddl_table_free);
    g_autoptr (SqliteTable) source = NULL;
    g_autofree char *sql = NULL;
    const DdlTable *actual;
    ScriptStatus status;

    g_ptr_array_add (paths, table->name);
    status = typeorm_sqlite_load (call, paths, loaded);
    if (status != SCRIPT_NORMAL)
        return status;
    if (loaded->len == 0)
        return typeorm_throw (call, "TypeORMError", "Table \"%s\" does not exist.", table->name);
    status = typeorm_sqlite_source (call, table->name, &source, &sql);
    if (status == SCRIPT_NORMAL && !source)
        status =
            script_refuse (call->runtime, "table \"%s\" is a virtual table, which can't be made anew", table->name);
    if (status == SCRIPT_NORMAL)
        status = check_source (call, source);
    if (status == SCRIPT_NORMAL)
        status = typeorm_sqlite_check_table (call, table);
    if (status != SCRIPT_NORMAL)
        return status;
    actual = g_ptr_array_index (loaded, 0);
    from = from ? from : own_from;
    keep_unknown (actual, old, table, from);
    status = run_rebuild (call, actual, table, source, sql, from);
    return status == SCRIPT_NORMAL ? keep_metadata (call, old, table) : status;
}

/* TEXT has FIRST, a blank and SECOND, in any case. */
static gboolean has_words (const char *text, const char *first, const char *second)
{
    gsize length = strlen (first);

    for (const char *p = text; *p; p++)
    {
        const char *next = p + length;

        if (g_ascii_strncasecmp (p, first, length) != 0 || !g_ascii_isspace (*next))
            continue;
        while (g_ascii_isspace (*next))
            next++;
        if (g_ascii_strncasecmp (next, second, strlen (second)) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The offset of the first "WORD (" or "WORD(" in TEXT, or -1. */
static gssize find_method (const char *text, const char *word)
{
    gsize length = strlen (word);

    for (const char *p = strstr (text, word); p; p = strstr (p + 1, word))
    {
        gboolean begins = p == text || !(g_ascii_isalnum (p[-1]) || p[-1] == '_' || p[-1] == '$' || p[-1] == '.');

        if (begins && p[length + strspn (p + length, " \t")] == '(')
            return p - text;
    }
    return -1;
}

/* TEXT from its method `down` to its method `up`, if that comes later, or to the end. Free with g_free. */
static char *way_back (const char *text)
{
    gssize from = find_method (text, "down");
    gssize to = from < 0 ? -1 : find_method (text + from, "up");

    return from < 0 ? NULL : g_strndup (text + from, to < 0 ? strlen (text + from) : (gsize)to);
}

gboolean typeorm_sqlite_only_rebuilds (const char *program)
{
    static const char *const members[] = { ".addColumn",
                                           ".renameColumn",
                                           ".changeColumn",
                                           ".dropColumn",
                                           ".renameTable",
                                           ".createPrimaryKey",
                                           ".dropPrimaryKey",
                                           ".createUniqueConstraint",
                                           ".dropUniqueConstraint",
                                           ".createCheckConstraint",
                                           ".dropCheckConstraint",
                                           ".createForeignKey",
                                           ".dropForeignKey" };
    g_autofree char *text = way_back (program);
    gboolean rebuilds = FALSE;

    for (gsize i = 0; text && i < G_N_ELEMENTS (members); i++)
        rebuilds = rebuilds || strstr (text, members[i]);
    return rebuilds && !has_words (text, "delete", "from") && !has_words (text, "update", "") &&
           !has_words (text, "insert", "into") && !has_words (text, "replace", "into") && !strstr (text, ".clearTable");
}
