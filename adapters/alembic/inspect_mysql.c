/* What SHOW CREATE TABLE says, as SQLAlchemy tells it (dialects/mysql/reflection.py): a line for each column, key and constraint. */

#include "adapters/alembic/inspect.h"

#include <string.h>

/* ischema_names of dialects/mysql/base.py; MariaDB's besides. */
static const InspectTypeName type_names[] = {
    { "bigint", TYPE_MY_BIGINT },
    { "binary", TYPE_BINARY },
    { "bit", TYPE_MY_BIT },
    { "blob", TYPE_BLOB },
    { "boolean", TYPE_BOOLEAN },
    { "char", TYPE_MY_CHAR },
    { "date", TYPE_DATE },
    { "datetime", TYPE_MY_DATETIME },
    { "decimal", TYPE_MY_DECIMAL },
    { "double", TYPE_MY_DOUBLE },
    { "enum", TYPE_MY_ENUM },
    { "fixed", TYPE_MY_DECIMAL },
    { "float", TYPE_MY_FLOAT },
    { "inet4", TYPE_MY_INET4 },
    { "inet6", TYPE_MY_INET6 },
    { "int", TYPE_MY_INTEGER },
    { "integer", TYPE_MY_INTEGER },
    { "json", TYPE_MY_JSON },
    { "longblob", TYPE_MY_LONGBLOB },
    { "longtext", TYPE_MY_LONGTEXT },
    { "mediumblob", TYPE_MY_MEDIUMBLOB },
    { "mediumint", TYPE_MY_MEDIUMINT },
    { "mediumtext", TYPE_MY_MEDIUMTEXT },
    { "nchar", TYPE_MY_NCHAR },
    { "numeric", TYPE_MY_NUMERIC },
    { "nvarchar", TYPE_MY_NVARCHAR },
    { "set", TYPE_MY_SET },
    { "smallint", TYPE_MY_SMALLINT },
    { "text", TYPE_MY_TEXT },
    { "time", TYPE_MY_TIME },
    { "timestamp", TYPE_MY_TIMESTAMP },
    { "tinyblob", TYPE_MY_TINYBLOB },
    { "tinyint", TYPE_MY_TINYINT },
    { "tinytext", TYPE_MY_TINYTEXT },
    { "uuid", TYPE_UUID },
    { "varbinary", TYPE_VARBINARY },
    { "varchar", TYPE_MY_VARCHAR },
    { "year", TYPE_MY_YEAR },
    { NULL, TYPE_NONE },
};

/* The lines between the parentheses of the CREATE TABLE, without indentation and comma, and what follows them at the end. Free with g_strfreev. A view is
 * described by the columns of SHOW COLUMNS. */
static ScriptStatus read_lines (const Question *question, char ***lines)
{
    g_autoptr (ResultSet) rows = NULL;
    g_autoptr (GString) name = g_string_new (inspect_prefix (question));

    sa_append_quoted (question->dialect, name, question->table);
    SCRIPT_TRY (inspect_ask (question, &rows, "SHOW CREATE TABLE %s", name->str));
    if (g_str_has_prefix (result_text (rows, 0, 1), "CREATE TABLE") ||
        g_str_has_prefix (result_text (rows, 0, 1), "CREATE TEMPORARY"))
    {
        *lines = g_strsplit (result_text (rows, 0, 1), "\n", -1);
        for (char **line = *lines; *line; line++)
        {
            g_strstrip (*line);
            if (g_str_has_suffix (*line, ","))
                (*line)[strlen (*line) - 1] = '\0';
        }
        return SCRIPT_NORMAL;
    }
    g_clear_pointer (&rows, result_free);
    SCRIPT_TRY (inspect_ask (question, &rows, "SHOW FULL COLUMNS FROM %s", name->str));
    *lines = g_new0 (char *, result_n_rows (rows) + 1);
    for (guint i = 0; i < result_n_rows (rows); i++)
    {
        GString *line = g_string_new (NULL);

        sa_append_quoted (question->dialect, line, result_text (rows, i, 0));
        g_string_append_printf (line, " %s%s", result_text (rows, i, 1),
                                strcmp (result_text (rows, i, 3), "NO") == 0 ? " NOT NULL" : "");
        (*lines)[i] = g_string_free (line, FALSE);
    }
    return SCRIPT_NORMAL;
}

/* A name in back quotes at *AT, which is then behind it; free with g_free. NULL when there is none. */
static char *take_name (const char **at)
{
    GString *name;

    if (**at != '`')
        return NULL;
    name = g_string_new (NULL);
    for ((*at)++; **at && !(**at == '`' && (*at)[1] != '`'); (*at)++)
    {
        *at += **at == '`';
        g_string_append_c (name, **at);
    }
    *at += **at == '`';
    return g_string_free (name, FALSE);
}

/* WORD at *AT, in any case, with what separates it from the next: *AT is then behind them. */
static gboolean take_word (const char **at, const char *word)
{
    gsize length = strlen (word);

    while (**at == ' ')
        (*at)++;
    if (g_ascii_strncasecmp (*at, word, length) != 0 || g_ascii_isalnum ((*at)[length]))
        return FALSE;
    *at += length;
    while (**at == ' ')
        (*at)++;
    return TRUE;
}

/* Up to the blank that ends it, quotes and parentheses kept whole; free with g_free. */
static char *take_token (const char **at)
{
    const char *start = *at;
    int depth = 0;

    for (; **at && (depth > 0 || **at != ' '); (*at)++)
    {
        if (**at == '\'')
            while (*++*at && !(**at == '\'' && (*at)[1] != '\''))
                *at += **at == '\'';
        else
            depth += **at == '(' ? 1 : **at == ')' ? -1 : 0;
        if (!**at)
            break;
    }
    return g_strndup (start, (gsize)(*at - start));
}

/* The text in quotes that TOKEN is, with doubled quotes and escapes undone. */
static char *unquote (const char *token)
{
    GString *text = g_string_new (NULL);

    for (const char *at = token + 1; *at && !(*at == '\'' && at[1] != '\''); at++)
    {
        at += *at == '\'';
        if (*at == '\\' && at[1])
        {
            static const char letters[] = "abtnvfr", characters[] = "\a\b\t\n\v\f\r";
            const char *letter = strchr (letters, *++at);

            g_string_append_c (text, letter ? characters[letter - letters] : *at);
        }
        else
            g_string_append_c (text, *at);
    }
    return g_string_free (text, FALSE);
}

static const char *keep (const Question *question, char *text)
{
    const char *kept = text ? script_strdup (question->runtime, text) : NULL;

    g_free (text);
    return kept;
}

/* Names in a list: "`a`(10),`b` DESC)". LENGTHS may be NULL, else a dict of those that have one. *AT is behind the list. */
static ScriptStatus take_names (const Question *question, const char **at, Value lengths, Value *out)
{
    ScriptRuntime *runtime = question->runtime;

    *out = inspect_list (runtime);
    *at += **at == '(';
    while (**at && **at != ')')
    {
        const char *name = keep (question, take_name (at));

        if (!name)
        {
            (*at)++;
            continue;
        }
        inspect_add (runtime, *out, inspect_text (runtime, name));
        if (**at == '(' && lengths.kind != VALUE_EMPTY)
            SCRIPT_TRY (inspect_put (runtime, lengths, name, value_integer (g_ascii_strtoll (*at + 1, NULL, 10))));
        while (**at && **at != ',' && (**at != ')' || g_ascii_isdigit ((*at)[-1])))
            (*at)++;
    }
    *at += **at == ')';
    return SCRIPT_NORMAL;
}

static void set_values (ScriptRuntime *runtime, SaType *type, const char *list)
{
    g_autoptr (GPtrArray) values = g_ptr_array_new ();

    for (const char *at = list + 1; *at == '\'' || *at == ',';)
    {
        g_autofree char *token = NULL;
        g_autofree char *text = NULL;
        const char *start = at;

        if (*at == ',')
        {
            at++;
            continue;
        }
        while (*++at && !(*at == '\'' && at[1] != '\''))
            at += *at == '\'';
        at += *at == '\'';
        token = g_strndup (start, (gsize)(at - start));
        text = unquote (token);
        g_ptr_array_add (values, script_strdup (runtime, text));
    }
    type->n_values = values->len;
    type->values = script_alloc (runtime, sizeof *type->values * (values->len + 1));
    type->length = 0;
    for (guint i = 0; i < values->len; i++)
    {
        type->values[i] = g_ptr_array_index (values, i);
        type->length = MAX (type->length, (int)g_utf8_strlen (type->values[i], -1));
    }
}

static void set_arguments (ScriptRuntime *runtime, SaType *type, const char *arguments)
{
    char *end;
    int first = (int)g_ascii_strtoll (arguments + 1, &end, 10);

    switch ((int)type->class->form)
    {
    case SA_FORM_LIST:
        set_values (runtime, type, arguments);
        break;
    case SA_FORM_INTEGER:
    case SA_FORM_YEAR:
        type->width = first;
        break;
    case SA_FORM_NUMERIC:
    case SA_FORM_FLOAT:
    case SA_FORM_DOUBLE:
        type->precision = first;
        type->scale = *end == ',' ? (int)g_ascii_strtoll (end + 1, NULL, 10) : SA_UNSET;
        break;
    case SA_FORM_TIME:
        type->precision = first;
        break;
    default:
        type->length = first;
    }
}

/* A type with its options at *AT. */
static Value take_type (const Question *question, const char **at)
{
    ScriptRuntime *runtime = question->runtime;
    g_autofree char *token = take_token (at);
    char *open = strchr (token, '(');
    g_autofree char *name = open ? g_strndup (token, (gsize)(open - token)) : g_strdup (token);
    SaTypeId id = inspect_type_find (type_names, name);
    SaType *type = sa_type_new (runtime, &sa_type_classes[id == TYPE_NONE ? TYPE_GENERIC_NULL_TYPE : id]);

    if (open && id != TYPE_NONE)
        set_arguments (runtime, type, open);
    type->is_unsigned = take_word (at, "unsigned");
    type->zerofill = take_word (at, "zerofill");
    if (take_word (at, "CHARACTER SET"))
        type->charset = keep (question, take_token (at));
    if (take_word (at, "COLLATE"))
        type->collation = keep (question, take_token (at));
    return sa_type_value (runtime, type);
}

/* What stands behind a column's type. */
typedef struct
{
    gboolean not_null, counts, stored;
    const char *default_text, *generated, *comment;
} ColumnFacts;

static void read_facts (const Question *question, const char *at, ColumnFacts *facts)
{
    while (*at)
    {
        if (take_word (&at, "NOT NULL"))
            facts->not_null = TRUE;
        else if (take_word (&at, "DEFAULT"))
        {
            g_autofree char *text = take_token (&at);

            if (take_word (&at, "ON UPDATE"))
            {
                g_autofree char *update = take_token (&at);

                facts->default_text = keep (question, g_strdup_printf ("%s ON UPDATE %s", text, update));
            }
            else
                facts->default_text = strcmp (text, "NULL") == 0 ? NULL : script_strdup (question->runtime, text);
        }
        else if (take_word (&at, "GENERATED ALWAYS AS") || take_word (&at, "AS"))
            facts->generated = keep (question, take_token (&at));
        else if (take_word (&at, "STORED"))
            facts->stored = TRUE;
        else if (take_word (&at, "AUTO_INCREMENT"))
            facts->counts = TRUE;
        else if (take_word (&at, "COMMENT"))
        {
            g_autofree char *text = take_token (&at);

            facts->comment = keep (question, unquote (text));
        }
        else
        {
            g_free (take_token (&at));
            at += *at == ' ';
        }
    }
}

static ScriptStatus read_column (const Question *question, const char *line, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    const char *at = line;
    const char *name = keep (question, take_name (&at));
    ColumnFacts facts = { 0 };
    Value type;

    at += *at == ' ';
    type = take_type (question, &at);
    read_facts (question, at, &facts);
    *out = py_dict_new (runtime);
    SCRIPT_TRY (inspect_put_text (runtime, *out, "name", name));
    SCRIPT_TRY (inspect_put (runtime, *out, "type", type));
    SCRIPT_TRY (inspect_put_text (runtime, *out, "default", facts.default_text));
    SCRIPT_TRY (inspect_put_text (runtime, *out, "comment", facts.comment));
    SCRIPT_TRY (inspect_put (runtime, *out, "nullable", value_boolean (!facts.not_null)));
    if (facts.counts || sa_type_affinity (host_object_data (type, &sa_type_classes[0].host)) == SA_AFFINITY_INTEGER)
        SCRIPT_TRY (inspect_put (runtime, *out, "autoincrement", value_boolean (facts.counts)));
    if (facts.generated)
    {
        Value computed = py_dict_new (runtime);

        SCRIPT_TRY (inspect_put_text (runtime, computed, "sqltext", facts.generated));
        SCRIPT_TRY (inspect_put (runtime, computed, "persisted", value_boolean (facts.stored)));
        SCRIPT_TRY (inspect_put (runtime, *out, "computed", computed));
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus columns (const Question *question, Value *out)
{
    g_auto (GStrv) lines = NULL;

    SCRIPT_TRY (read_lines (question, &lines));
    *out = inspect_list (question->runtime);
    for (char **line = lines; *line; line++)
    {
        Value column;

        if (**line != '`')
            continue;
        SCRIPT_TRY (read_column (question, *line, &column));
        inspect_add (question->runtime, *out, column);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus primary_key (const Question *question, Value *out)
{
    g_auto (GStrv) lines = NULL;
    Value of = inspect_list (question->runtime);

    SCRIPT_TRY (read_lines (question, &lines));
    for (char **line = lines; *line; line++)
    {
        const char *at = *line;

        if (take_word (&at, "PRIMARY KEY"))
            SCRIPT_TRY (take_names (question, &at, EMPTY_VALUE, &of));
    }
    *out = py_dict_new (question->runtime);
    if (py_as_list (of)->length == 0)
        SCRIPT_TRY (inspect_put (question->runtime, *out, "name", NULL_VALUE));
    SCRIPT_TRY (inspect_put (question->runtime, *out, "constrained_columns", of));
    return inspect_put (question->runtime, *out, "name", NULL_VALUE);
}

/* A key that is no primary one at *AT: KIND is "UNIQUE", "FULLTEXT", "SPATIAL" or NULL. */
static gboolean take_key (const char **at, const char **kind)
{
    static const char *const kinds[] = { "UNIQUE", "FULLTEXT", "SPATIAL" };

    *kind = NULL;
    for (guint i = 0; i < G_N_ELEMENTS (kinds) && !*kind; i++)
        if (take_word (at, kinds[i]))
            *kind = kinds[i];
    return take_word (at, "KEY");
}

/* LIST by the names in it. */
static ScriptStatus sort_by_name (ScriptRuntime *runtime, Value list)
{
    ScriptList *items = py_as_list (list);

    for (guint32 i = 1; i < items->length; i++)
        for (guint32 k = i; k > 0; k--)
        {
            Value *one = py_dict_get (py_as_dict (items->items[k - 1]), "name");
            Value *other = py_dict_get (py_as_dict (items->items[k]), "name");
            Value swapped = items->items[k];

            if (strcmp (value_to_text (runtime, *one), value_to_text (runtime, *other)) <= 0)
                break;
            items->items[k] = items->items[k - 1];
            items->items[k - 1] = swapped;
        }
    return SCRIPT_NORMAL;
}

/* get_indexes, or with UNIQUE get_unique_constraints: both are told by the keys. */
static ScriptStatus keys (const Question *question, gboolean unique, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    g_auto (GStrv) lines = NULL;

    SCRIPT_TRY (read_lines (question, &lines));
    *out = inspect_list (runtime);
    for (char **line = lines; *line; line++)
    {
        const char *at = *line, *kind, *name;
        Value of, lengths = py_dict_new (runtime), key, options = py_dict_new (runtime);

        if (!take_key (&at, &kind) || (unique && g_strcmp0 (kind, "UNIQUE") != 0))
            continue;
        name = keep (question, take_name (&at));
        at += *at == ' ';
        SCRIPT_TRY (take_names (question, &at, lengths, &of));
        key = py_dict_new (runtime);
        SCRIPT_TRY (inspect_put_text (runtime, key, "name", name));
        SCRIPT_TRY (inspect_put (runtime, key, "column_names", of));
        inspect_add (runtime, *out, key);
        if (unique)
        {
            SCRIPT_TRY (inspect_put_text (runtime, key, "duplicates_index", name));
            continue;
        }
        SCRIPT_TRY (inspect_put (runtime, key, "unique", value_boolean (g_strcmp0 (kind, "UNIQUE") == 0)));
        if (kind && strcmp (kind, "UNIQUE") != 0)
            SCRIPT_TRY (inspect_put_text (runtime, options, "mysql_prefix", kind));
        if (py_map_length (py_as_dict (lengths)) > 0)
            SCRIPT_TRY (inspect_put (runtime, options, "mysql_length", lengths));
        if (py_map_length (py_as_dict (options)) > 0)
            SCRIPT_TRY (inspect_put (runtime, key, "dialect_options", options));
    }
    return sort_by_name (runtime, *out);
}

static ScriptStatus indexes (const Question *question, Value *out)
{
    return keys (question, FALSE, out);
}

static ScriptStatus unique (const Question *question, Value *out)
{
    return keys (question, TRUE, out);
}

/* An action of a foreign key: "SET NULL" is two words. NULL for NO ACTION. */
static const char *take_action (const char **at)
{
    static const char *const actions[] = { "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT" };

    for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
        if (take_word (at, actions[i]))
            return actions[i];
    take_word (at, "NO ACTION");
    return NULL;
}

static ScriptStatus foreign_key (const Question *question, const char *name, const char *at, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    Value local, referred, options = py_dict_new (runtime);
    const char *schema = question->schema, *table, *on_delete = NULL, *on_update = NULL;

    SCRIPT_TRY (take_names (question, &at, EMPTY_VALUE, &local));
    take_word (&at, "REFERENCES");
    table = keep (question, take_name (&at));
    if (*at == '.')
    {
        at++;
        schema = table;
        table = keep (question, take_name (&at));
    }
    at += *at == ' ';
    SCRIPT_TRY (take_names (question, &at, EMPTY_VALUE, &referred));
    if (take_word (&at, "MATCH"))
        g_free (take_token (&at));
    if (take_word (&at, "ON DELETE"))
        on_delete = take_action (&at);
    if (take_word (&at, "ON UPDATE"))
        on_update = take_action (&at);
    if (on_update)
        SCRIPT_TRY (inspect_put_text (runtime, options, "onupdate", on_update));
    if (on_delete)
        SCRIPT_TRY (inspect_put_text (runtime, options, "ondelete", on_delete));
    *out = py_dict_new (runtime);
    SCRIPT_TRY (inspect_put_text (runtime, *out, "name", name));
    SCRIPT_TRY (inspect_put (runtime, *out, "constrained_columns", local));
    SCRIPT_TRY (inspect_put_text (runtime, *out, "referred_schema", schema));
    SCRIPT_TRY (inspect_put_text (runtime, *out, "referred_table", table));
    SCRIPT_TRY (inspect_put (runtime, *out, "referred_columns", referred));
    return inspect_put (runtime, *out, "options", options);
}

static ScriptStatus foreign_keys (const Question *question, Value *out)
{
    g_auto (GStrv) lines = NULL;

    SCRIPT_TRY (read_lines (question, &lines));
    *out = inspect_list (question->runtime);
    for (char **line = lines; *line; line++)
    {
        const char *at = *line, *name;
        Value key;

        if (!take_word (&at, "CONSTRAINT"))
            continue;
        name = keep (question, take_name (&at));
        if (!take_word (&at, "FOREIGN KEY"))
            continue;
        SCRIPT_TRY (foreign_key (question, name, at, &key));
        inspect_add (question->runtime, *out, key);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus checks (const Question *question, Value *out)
{
    ScriptRuntime *runtime = question->runtime;
    g_auto (GStrv) lines = NULL;

    SCRIPT_TRY (read_lines (question, &lines));
    *out = inspect_list (runtime);
    for (char **line = lines; *line; line++)
    {
        const char *at = *line, *name, *end;
        g_autofree char *condition = NULL;
        Value check;

        if (!take_word (&at, "CONSTRAINT"))
            continue;
        name = keep (question, take_name (&at));
        if (!take_word (&at, "CHECK") || !(end = strrchr (at, ')')))
            continue;
        condition = g_strndup (at + 1, (gsize)(end - at - 1));
        check = py_dict_new (runtime);
        SCRIPT_TRY (inspect_put_text (runtime, check, "name", name));
        SCRIPT_TRY (inspect_put_text (runtime, check, "sqltext", condition));
        inspect_add (runtime, *out, check);
    }
    return sort_by_name (runtime, *out);
}

static ScriptStatus comment (const Question *question, Value *out)
{
    g_auto (GStrv) lines = NULL;
    const char *text = NULL;

    SCRIPT_TRY (read_lines (question, &lines));
    for (char **line = lines; *line; line++)
    {
        const char *at = g_str_has_prefix (*line, ") ") ? strstr (*line, " COMMENT='") : NULL;

        if (at)
            text = keep (question, unquote (at + strlen (" COMMENT=")));
    }
    *out = py_dict_new (question->runtime);
    return inspect_put_text (question->runtime, *out, "text", text);
}

const InspectReader inspect_mysql = { columns, indexes, foreign_keys, primary_key, unique, checks, comment };
