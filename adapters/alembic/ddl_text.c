/* Parts of statements. */

#include "adapters/alembic/ddl.h"
#include "adapters/alembic/sql.h"
#include "script/py.h"

#include <string.h>

ScriptStatus ddl_send (ScriptCall *call, GString *sql)
{
    ScriptStatus status = alembic_send (call, sql->str);

    g_string_truncate (sql, 0);
    return status;
}

/* max_identifier_length, max_index_name_length and max_constraint_name_length of the dialects, in characters. */
static const guint longest_name[] = {
    [DIALECT_POSTGRESQL] = 63,
    [DIALECT_MYSQL] = 64,
    [DIALECT_SQLITE] = 9999,
};

ScriptStatus ddl_append_name (ScriptRuntime *runtime, const SaName *name, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    guint most = longest_name[dialect->dialect];
    glong length = g_utf8_strlen (name->text, -1);
    SaName cut = *name;

    if (length <= (glong)most)
    {
        sa_append (dialect, out, name);
        return SCRIPT_NORMAL;
    }
    if (!name->is_final)
        return sql_raise (runtime, "IdentifierError", "Identifier '%s' exceeds maximum length of %u characters",
                          name->text, most);
    {
        g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_MD5, name->text, -1);
        g_autofree char *start = g_utf8_substring (name->text, 0, (glong)most - 8);
        g_autofree char *text = g_strdup_printf ("%s_%s", start, hash + strlen (hash) - 4);

        cut.text = text;
        sa_append (dialect, out, &cut);
    }
    return SCRIPT_NORMAL;
}

/* SQL_KEYWORD_PHRASE; PostgreSQL takes a list of columns behind SET NULL (PGDDLCompiler._fk_ondelete_pattern). */
ScriptStatus ddl_append_phrase (ScriptRuntime *runtime, const char *before, const char *phrase, GString *out)
{
    static const char words[] = "^\\w+(?:\\s+\\w+)*$";
    static const char with_columns[] = "^\\w+(?:\\s+\\w+)*(?:\\s*\\(\\s*(?:[\\w$]+|\"(?:[^\"]|\"\")+\")(?:\\s*,\\s*(?:["
                                       "\\w$]+|\"(?:[^\"]|\"\")+\"))*\\s*\\))?$";
    gboolean columns = sa_dialect (runtime)->dialect == DIALECT_POSTGRESQL && strcmp (before, " ON DELETE ") == 0;

    if (!phrase)
        return SCRIPT_NORMAL;
    if (!g_regex_match_simple (columns ? with_columns : words, phrase, 0, 0))
        return sql_raise (runtime, "CompileError", "Unexpected SQL phrase: '%s'", phrase);
    g_string_append_printf (out, "%s%s", before, phrase);
    return SCRIPT_NORMAL;
}

static void append_number (GString *out, const char *words, const SaNumber *number)
{
    if (number->given)
        g_string_append_printf (out, "%s %" G_GINT64_FORMAT " ", words, number->value);
}

/* DDLCompiler.get_identity_options */
void ddl_append_sequence_options (const SaSequenceOptions *options, const SaDialect *dialect, GString *out)
{
    append_number (out, "INCREMENT BY", &options->increment);
    append_number (out, "START WITH", &options->start);
    append_number (out, "MINVALUE", &options->minvalue);
    append_number (out, "MAXVALUE", &options->maxvalue);
    if (options->nominvalue != SA_DEFAULT)
        g_string_append (out, "NO MINVALUE ");
    if (options->nomaxvalue != SA_DEFAULT)
        g_string_append (out, "NO MAXVALUE ");
    append_number (out, "CACHE", &options->cache);
    if (options->cycle == SA_TRUE)
        g_string_append (out, "CYCLE ");
    else if (options->cycle == SA_FALSE)
        g_string_append (out, dialect->dialect == DIALECT_MYSQL ? "NOCYCLE " : "NO CYCLE ");
    if (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate (out, out->len - 1);
}

void ddl_append_table (const SaDialect *dialect, GString *out, const SaTable *table)
{
    sa_append_path (dialect, out, &table->schema, &table->name);
}

ScriptStatus ddl_append_settings (ScriptRuntime *runtime, Value settings, GString *out)
{
    const ScriptMap *map = value_map (settings);
    gboolean first = TRUE;

    if (!map)
        return script_refuse (runtime, "a dictionary of settings is expected, not %s",
                              py_type_name (runtime, settings));
    for (guint32 i = 0; i < map->n_entries; i++)
    {
        Value value = map->entries[i].value;
        ScriptString *text;

        if (map->entries[i].key.kind == VALUE_EMPTY)
            continue;
        g_string_append_printf (out, "%s%s", first ? "" : ", ",
                                value_to_text (runtime, py_unbox (map->entries[i].key)));
        first = FALSE;
        if (value.kind == VALUE_NULL)
            continue;
        if (value.kind == VALUE_BOOLEAN)
        {
            g_string_append_printf (out, " = %s", value.as.boolean ? "true" : "false");
            continue;
        }
        SCRIPT_TRY (py_str (runtime, value, &text));
        g_string_append_printf (out, " = %.*s", (int)text->length, text->data);
    }
    return SCRIPT_NORMAL;
}
