/* A column: its type and modifiers (schema/columnbuilder.js, schema/columncompiler.js and the three dialects'). */

#include "adapters/knex/schema.h"

#include <string.h>

static ScriptStatus column_name_value (const KnexColumn *column, KnexText *text, Value *name)
{
    *name = list_argument (column->arguments, 0);
    if (value_is_truthy (*name))
        return SCRIPT_NORMAL;
    if (!schema_column_is_increments (column))
        return script_throw (schema_runtime (text), "Error", "You did not specify a column name for the %s column.",
                             column->type);
    *name = value_string (schema_runtime (text), "id", -1);
    return SCRIPT_NORMAL;
}

ScriptStatus schema_column_name (const KnexColumn *column, KnexText *text)
{
    Value name;

    SCRIPT_TRY (column_name_value (column, text, &name));
    return knex_wrap (text, name);
}

gboolean schema_not_nullable (const KnexColumn *column)
{
    Value said = list_argument (column->modifiers[MODIFIER_NULLABLE], 0);

    return column->modifiers[MODIFIER_NULLABLE] && said.kind == VALUE_BOOLEAN && !said.as.boolean;
}

static gboolean is_json (const KnexColumn *column)
{
    return g_str_equal (column->type, "json") || g_str_equal (column->type, "jsonb");
}

ScriptStatus schema_column_default (const KnexColumn *column, KnexText *text)
{
    Value value = list_argument (column->modifiers[MODIFIER_DEFAULT], 0);
    ScriptRuntime *runtime = schema_runtime (text);
    const char *words;

    if (value.kind == VALUE_UNDEFINED)
        return SCRIPT_NORMAL;
    if (value.kind == VALUE_NULL)
        g_string_append (text->sql, "null");
    else if (knex_is_raw (value))
    {
        g_auto (KnexText) raw = { 0 };

        knex_text_init (&raw, text->call);
        SCRIPT_TRY (knex_raw_compile (&raw, value));
        return knex_fill (&raw, text->sql);
    }
    else if (g_str_equal (column->type, "bool"))
        g_string_append (text->sql, value_is_truthy (value) && !(value.kind == VALUE_STRING &&
                                                                 g_str_equal (value_to_text (runtime, value), "false"))
                                        ? "'1'"
                                        : "'0'");
    else if (is_json (column) && knex_is_object (value))
        g_string_append_printf (text->sql, "'%s'", value_to_json (runtime, value));
    else
    {
        SCRIPT_TRY (schema_text (runtime, value, &words));
        return knex_literal (text, value_string (runtime, words, -1));
    }
    return SCRIPT_NORMAL;
}

/* MySQL leaves a default of null, and those of texts, away. */
static ScriptStatus default_modifier (const KnexColumn *column, KnexText *text)
{
    Value value = list_argument (column->modifiers[MODIFIER_DEFAULT], 0);

    if (schema_is_mysql (text))
    {
        if (value_is_nullish (value))
            return SCRIPT_NORMAL;
        if (is_json (column) && knex_is_object (value) && !knex_is_raw (value))
        {
            g_string_append_printf (text->sql, "default ('%s')", value_to_json (schema_runtime (text), value));
            return SCRIPT_NORMAL;
        }
        if (strstr (column->type, "text") || g_str_equal (column->type, "blob"))
            return SCRIPT_NORMAL;
    }
    g_string_append (text->sql, "default ");
    return schema_column_default (column, text);
}

/* PostgreSQL doubles quotes that stand alone; MySQL puts a backslash where there is none. */
static void append_comment (KnexText *text, const char *comment)
{
    for (const char *at = comment; *at; at++)
    {
        gboolean before = at > comment && at[-1] == (schema_is_mysql (text) ? '\\' : '\'');
        gboolean alone = !before && (schema_is_mysql (text) || at[1] != '\'');

        if (*at == '\'' && alone)
            g_string_append (text->sql, schema_is_mysql (text) ? "\\'" : "''");
        else
            g_string_append_c (text->sql, *at);
    }
}

static ScriptStatus comment_modifier (const KnexColumn *column, KnexText *text, SchemaSteps *after)
{
    Value comment = list_argument (column->modifiers[MODIFIER_COMMENT], 0);
    g_auto (KnexText) statement = { 0 };

    if (schema_is_mysql (text))
    {
        if (!value_is_truthy (comment))
            return SCRIPT_NORMAL;
        g_string_append (text->sql, "comment '");
        append_comment (text, value_to_text (schema_runtime (text), comment));
        g_string_append_c (text->sql, '\'');
        return SCRIPT_NORMAL;
    }
    knex_text_init (&statement, text->call);
    g_string_append (statement.sql, "comment on column ");
    SCRIPT_TRY (schema_table_name (column->table, &statement));
    g_string_append_c (statement.sql, '.');
    SCRIPT_TRY (schema_column_name (column, &statement));
    g_string_append (statement.sql, value_is_truthy (comment) ? " is '" : " is NULL");
    if (value_is_truthy (comment))
    {
        append_comment (&statement, value_to_text (schema_runtime (text), comment));
        g_string_append_c (statement.sql, '\'');
    }
    schema_push (after, schema_runtime (text), &statement);
    return SCRIPT_NORMAL;
}

/* a between 1 and 5 or a between 7 and 9 */
static ScriptStatus check_between (const KnexColumn *column, KnexText *text, Value intervals)
{
    ScriptList *list = value_list (intervals);
    gboolean single = list && list->length == 2 && !value_list (list->items[0]) && !value_list (list->items[1]);

    for (guint32 i = 0; list && i < (single ? 1 : list->length); i++)
    {
        ScriptList *pair = single ? list : value_list (list->items[i]);

        if (i > 0)
            g_string_append (text->sql, " or ");
        SCRIPT_TRY (schema_column_name (column, text));
        g_string_append (text->sql, " between ");
        SCRIPT_TRY (knex_literal (text, list_argument (pair, 0)));
        g_string_append (text->sql, " and ");
        SCRIPT_TRY (knex_literal (text, list_argument (pair, 1)));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus check_in (KnexText *text, Value values, gboolean negated)
{
    ScriptList *list = value_list (values);

    g_string_append (text->sql, negated ? " not in (" : " in (");
    for (guint32 i = 0; list && i < list->length; i++)
    {
        if (i > 0)
            g_string_append_c (text->sql, ',');
        SCRIPT_TRY (knex_literal (text, list->items[i]));
    }
    g_string_append_c (text->sql, ')');
    return SCRIPT_NORMAL;
}

/* The condition; *NAME is the argument that names the constraint. */
static ScriptStatus check_condition (const KnexColumn *column, KnexText *text, ColumnModifier which, Value *name)
{
    const ScriptList *arguments = column->modifiers[which];
    Value first = list_argument (arguments, 0);

    *name = list_argument (arguments, which <= MODIFIER_CHECK_NEGATIVE ? 0 : which == MODIFIER_CHECK_LENGTH ? 2 : 1);
    if (which == MODIFIER_CHECK_BETWEEN)
        return check_between (column, text, first);
    if (which == MODIFIER_CHECK_LENGTH)
        g_string_append (text->sql, "length(");
    SCRIPT_TRY (schema_column_name (column, text));
    if (which == MODIFIER_CHECK_POSITIVE || which == MODIFIER_CHECK_NEGATIVE)
        g_string_append (text->sql, which == MODIFIER_CHECK_POSITIVE ? " > 0" : " < 0");
    else if (which == MODIFIER_CHECK_IN || which == MODIFIER_CHECK_NOT_IN)
        return check_in (text, first, which == MODIFIER_CHECK_NOT_IN);
    else if (which == MODIFIER_CHECK_LENGTH)
    {
        g_string_append (text->sql, ") ");
        SCRIPT_TRY (knex_operator (text, first));
        g_string_append_printf (text->sql, " %" G_GINT64_FORMAT,
                                schema_number (schema_runtime (text), list_argument (arguments, 1), 0));
    }
    else
    {
        g_string_append (text->sql, text->run->dialect == DIALECT_POSTGRESQL ? " ~ " : " REGEXP ");
        return knex_literal (text, first);
    }
    return SCRIPT_NORMAL;
}

/* A check of a column that is altered is a statement of its own. */
static ScriptStatus push_check (KnexColumn *column, KnexText *text, const char *condition, Value name,
                                SchemaSteps *after)
{
    g_auto (KnexText) statement = { 0 };
    Value own;

    if (text->run->dialect == DIALECT_SQLITE)
        return script_throw (schema_runtime (text), "Error",
                             "Alter table with to add constraints is not permitted in SQLite");
    knex_text_init (&statement, text->call);
    g_string_append (statement.sql, "alter table ");
    SCRIPT_TRY (schema_table_name (column->table, &statement));
    SCRIPT_TRY (column_name_value (column, text, &own));
    if (value_is_truthy (name))
        g_string_append_printf (statement.sql, " add constraint %s", value_to_text (schema_runtime (text), name));
    else
        g_string_append_printf (statement.sql, " add constraint %s_%s_%u", schema_raw_name (column->table),
                                value_to_text (schema_runtime (text), own), ++column->checks);
    g_string_append_printf (statement.sql, " check(%s)", condition);
    schema_push (after, schema_runtime (text), &statement);
    return SCRIPT_NORMAL;
}

static ScriptStatus check_modifier (KnexColumn *column, KnexText *text, ColumnModifier which, SchemaSteps *after)
{
    GString *kept = text->sql;
    g_autoptr (GString) condition = g_string_new (NULL);
    ScriptStatus status;
    Value name;

    text->sql = condition;
    status = check_condition (column, text, which, &name);
    text->sql = kept;
    if (status != SCRIPT_NORMAL)
        return status;
    if (column->alters)
        return push_check (column, text, condition->str, name, after);
    if (value_is_truthy (name))
        g_string_append_printf (text->sql, "constraint %s ", value_to_text (schema_runtime (text), name));
    g_string_append_printf (text->sql, "check (%s)", condition->str);
    return SCRIPT_NORMAL;
}

static ScriptStatus one_modifier (KnexColumn *column, KnexText *text, ColumnModifier which, SchemaSteps *after)
{
    Value first = list_argument (column->modifiers[which], 0);

    switch (which)
    {
    case MODIFIER_UNSIGNED:
        g_string_append (text->sql, "unsigned");
        return SCRIPT_NORMAL;
    case MODIFIER_NULLABLE:
        g_string_append (text->sql, schema_not_nullable (column) ? "not null" : "null");
        return SCRIPT_NORMAL;
    case MODIFIER_DEFAULT:
        return default_modifier (column, text);
    case MODIFIER_COMMENT:
        return comment_modifier (column, text, after);
    case MODIFIER_COLLATE:
        if (value_is_truthy (first))
            g_string_append_printf (text->sql, "collate '%s'", value_to_text (schema_runtime (text), first));
        return SCRIPT_NORMAL;
    case MODIFIER_FIRST:
        g_string_append (text->sql, "first");
        return SCRIPT_NORMAL;
    case MODIFIER_AFTER:
        g_string_append (text->sql, "after ");
        return knex_wrap (text, first);
    case MODIFIER_CHECK_POSITIVE:
    case MODIFIER_CHECK_NEGATIVE:
    case MODIFIER_CHECK_IN:
    case MODIFIER_CHECK_NOT_IN:
    case MODIFIER_CHECK_BETWEEN:
    case MODIFIER_CHECK_LENGTH:
    case MODIFIER_CHECK_REGEX:
        return check_modifier (column, text, which, after);
    case N_MODIFIERS:
        break;
    }
    g_return_val_if_reached (SCRIPT_NORMAL);
}

static gboolean is_known (const KnexText *text, ColumnModifier which)
{
    switch (text->run->dialect)
    {
    case DIALECT_POSTGRESQL:
        return which != MODIFIER_UNSIGNED && which != MODIFIER_COLLATE && which != MODIFIER_FIRST &&
               which != MODIFIER_AFTER;
    case DIALECT_MYSQL:
        return TRUE;
    case DIALECT_SQLITE:
        return which == MODIFIER_NULLABLE || which == MODIFIER_DEFAULT || which >= MODIFIER_CHECK_POSITIVE;
    }
    g_return_val_if_reached (FALSE);
}

ScriptStatus schema_column_sql (KnexColumn *column, KnexText *text, SchemaSteps *after)
{
    SCRIPT_TRY (schema_column_name (column, text));
    g_string_append_c (text->sql, ' ');
    SCRIPT_TRY (schema_column_type (column, text));
    for (ColumnModifier which = 0; which < N_MODIFIERS; which++)
    {
        gsize before = text->sql->len;

        if (!column->modifiers[which] || !is_known (text, which) ||
            (schema_column_is_increments (column) && which != MODIFIER_COMMENT))
            continue;
        g_string_append_c (text->sql, ' ');
        SCRIPT_TRY (one_modifier (column, text, which, after));
        if (text->sql->len == before + 1)
            g_string_truncate (text->sql, before);
    }
    return SCRIPT_NORMAL;
}

/* The builder that a script gets. */

static KnexColumn *column_self (ScriptCall *call)
{
    return call->data;
}

KnexColumn *schema_column_new (ScriptCall *call, KnexTable *table, const char *type)
{
    KnexColumn *column = script_alloc (call->runtime, sizeof *column);

    column->table = table;
    column->type = type;
    column->arguments = list_new (call->runtime, call->arguments, call->n_arguments);
    column->alter_nullable = column->alter_type = TRUE;
    g_ptr_array_add (table->columns, column);
    return column;
}

static ScriptStatus same (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus set (ScriptCall *call, ColumnModifier which, Value *out)
{
    column_self (call)->modifiers[which] = list_new (call->runtime, call->arguments, call->n_arguments);
    return same (call, out);
}

#define SETTER(name, which)                                                                                            \
    static ScriptStatus name (ScriptCall *call, Value *out)                                                            \
    {                                                                                                                  \
        return set (call, which, out);                                                                                 \
    }

SETTER (unsigned_member, MODIFIER_UNSIGNED)
SETTER (nullable, MODIFIER_NULLABLE)
SETTER (default_to, MODIFIER_DEFAULT)
SETTER (comment, MODIFIER_COMMENT)
SETTER (collate, MODIFIER_COLLATE)
SETTER (first, MODIFIER_FIRST)
SETTER (after_member, MODIFIER_AFTER)
SETTER (check_positive, MODIFIER_CHECK_POSITIVE)
SETTER (check_negative, MODIFIER_CHECK_NEGATIVE)
SETTER (check_in_member, MODIFIER_CHECK_IN)
SETTER (check_not_in, MODIFIER_CHECK_NOT_IN)
SETTER (check_between_member, MODIFIER_CHECK_BETWEEN)
SETTER (check_length, MODIFIER_CHECK_LENGTH)
SETTER (check_regex, MODIFIER_CHECK_REGEX)

static ScriptStatus not_nullable (ScriptCall *call, Value *out)
{
    Value no = value_boolean (FALSE);

    column_self (call)->modifiers[MODIFIER_NULLABLE] = list_new (call->runtime, &no, 1);
    return same (call, out);
}

/* index, primary and unique of a column are the table's with its name before the arguments; increments have their own key. */
static ScriptStatus table_member (ScriptCall *call, const char *method, Value *out)
{
    KnexColumn *column = column_self (call);
    Value name = list_argument (column->arguments, 0);
    ScriptList *arguments;

    if (!schema_column_is_increments (column))
    {
        arguments = list_new (call->runtime, &name, 1);
        for (guint i = 0; i < call->n_arguments; i++)
            list_append (call->runtime, arguments, call->arguments[i]);
        schema_statement_add (call->runtime, column->table, method, arguments);
    }
    return same (call, out);
}

static ScriptStatus index_member (ScriptCall *call, Value *out)
{
    return table_member (call, "index", out);
}

static ScriptStatus primary (ScriptCall *call, Value *out)
{
    return table_member (call, "primary", out);
}

static ScriptStatus unique (ScriptCall *call, Value *out)
{
    return table_member (call, "unique", out);
}

static ScriptStatus alter (ScriptCall *call, Value *out)
{
    KnexColumn *column = column_self (call);
    Value options = call_argument (call, 0);
    Value nullable_said =
        options.kind == VALUE_OBJECT ? knex_peek (call->runtime, options, "alterNullable") : UNDEFINED;
    Value type_said = options.kind == VALUE_OBJECT ? knex_peek (call->runtime, options, "alterType") : UNDEFINED;

    if (column->table->method != TABLE_ALTER)
        return script_throw (call->runtime, "TypeError", "alter is not a function");
    column->alters = TRUE;
    column->alter_nullable = nullable_said.kind == VALUE_UNDEFINED || value_is_truthy (nullable_said);
    column->alter_type = type_said.kind == VALUE_UNDEFINED || value_is_truthy (type_said);
    return same (call, out);
}

static ScriptStatus check (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return script_throw (call->runtime, "TypeError", "Cannot read properties of undefined (reading 'apply')");
}

/* A foreign key of this column; what it gives has the members of both. */
static ScriptStatus references (ScriptCall *call, Value *out)
{
    KnexColumn *column = column_self (call);

    column->foreign = schema_foreign_new (call, column->table, list_argument (column->arguments, 0), UNDEFINED);
    return schema_foreign_references (call, out);
}

#define MODIFIER(name, least, most, function, summary)                                                                 \
    {                                                                                                                  \
        name, HOST_METHOD, least, most, function, HOST_NEEDS_NOTHING, summary, &knex_column_class, NULL, NULL          \
    }

static const HostMember members[] = {
    MODIFIER ("default", 1, 2, default_to, "A default."),
    MODIFIER ("defaultsTo", 1, 2, default_to, "A default."),
    MODIFIER ("defaultTo", 0, 2, default_to, "A default."),
    MODIFIER ("unsigned", 0, 1, unsigned_member, "MySQL: no numbers below zero."),
    MODIFIER ("nullable", 0, 1, nullable, "May be null."),
    MODIFIER ("notNullable", 0, 0, not_nullable, "May not be null."),
    MODIFIER ("notNull", 0, 0, not_nullable, "May not be null."),
    MODIFIER ("first", 0, 0, first, "MySQL: the first column."),
    MODIFIER ("after", 1, 1, after_member, "MySQL: behind another column."),
    MODIFIER ("comment", 0, 1, comment, "A comment."),
    MODIFIER ("collate", 1, 1, collate, "MySQL: a collation."),
    MODIFIER ("check", 0, 3, check, "Fails in Knex too."),
    MODIFIER ("checkPositive", 0, 1, check_positive, "Above zero."),
    MODIFIER ("checkNegative", 0, 1, check_negative, "Below zero."),
    MODIFIER ("checkIn", 1, 2, check_in_member, "One of a list."),
    MODIFIER ("checkNotIn", 1, 2, check_not_in, "None of a list."),
    MODIFIER ("checkBetween", 1, 2, check_between_member, "In one of some intervals."),
    MODIFIER ("checkLength", 2, 3, check_length, "The length of a text."),
    MODIFIER ("checkRegex", 1, 2, check_regex, "Matches a pattern."),
    MODIFIER ("index", 0, 2, index_member, "An index."),
    MODIFIER ("primary", 0, 2, primary, "The primary key."),
    MODIFIER ("unique", 0, 2, unique, "No value twice."),
    MODIFIER ("references", 1, 1, references, "A foreign key: the column that is meant."),
    MODIFIER ("inTable", 1, 1, schema_foreign_in_table, "The table that is meant."),
    MODIFIER ("on", 1, 1, schema_foreign_in_table, "The table that is meant."),
    MODIFIER ("onDelete", 1, 1, schema_foreign_on_delete, "What becomes of the row when the other goes."),
    MODIFIER ("onUpdate", 1, 1, schema_foreign_on_update, "What becomes of the row when the other changes."),
    MODIFIER ("withKeyName", 1, 1, schema_foreign_with_key_name, "The name of the foreign key."),
    MODIFIER ("deferrable", 1, 1, schema_foreign_deferrable, "When the foreign key is checked."),
    MODIFIER ("alter", 0, 1, alter, "The column is there already, and is changed."),
    MODIFIER ("queryContext", 0, 1, knex_query_context, "Without effect."),
    { .name = NULL },
};

const HostClass knex_column_class = {
    .name = "ColumnBuilder",
    .summary = "A column in the making.",
    .members = members,
};
