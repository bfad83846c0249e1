/* PostgreSQL's types that have names of their own, and sequences. */

#include "adapters/alembic/ddl.h"
#include "adapters/alembic/sql.h"
#include "adapters/alembic/type_class.h"
#include "script/py.h"
#include "util/error.h"

#include <string.h>

/* What SQLAlchemy asks of the catalog (PGDialect.has_type), as a condition. */
static void append_has_type (ScriptRuntime *runtime, const SaType *type, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);

    g_string_append (out, "EXISTS (SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = "
                          "t.typnamespace WHERE t.typname = ");
    sa_append_literal (dialect, out, type->name);
    if (type->schema)
    {
        g_string_append (out, " AND n.nspname = ");
        sa_append_literal (dialect, out, type->schema);
    }
    else
        g_string_append (out, " AND pg_catalog.pg_type_is_visible(t.oid) AND n.nspname <> 'pg_catalog'");
    g_string_append_c (out, ')');
}

/* STATEMENT only when there is, or is not, a type called so: asked and done by the server at once, so that nobody waits for the answer. */
static void make_conditional (ScriptRuntime *runtime, const SaType *type, gboolean present, GString *statement)
{
    g_autoptr (GString) out = g_string_new ("DO $migshim$ BEGIN IF ");

    if (!present)
        g_string_append (out, "NOT ");
    append_has_type (runtime, type, out);
    g_string_append_printf (out, " THEN %s; END IF; END $migshim$", statement->str);
    g_string_assign (statement, out->str);
}

static void append_create_enum (const SaDialect *dialect, const SaType *type, GString *out)
{
    g_string_append (out, "CREATE TYPE ");
    sa_append_type_name (dialect, out, type);
    g_string_append (out, " AS ENUM (");
    for (guint i = 0; i < type->n_values; i++)
    {
        if (i > 0)
            g_string_append (out, ", ");
        sa_append_literal (dialect, out, type->values[i]);
    }
    g_string_append_c (out, ')');
}

/* PGDDLCompiler.visit_create_domain_type */
static ScriptStatus append_create_domain (ScriptRuntime *runtime, const SaType *type, GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    SaServerDefault value;
    gsize start;

    g_string_append (out, "CREATE DOMAIN ");
    sa_append_type_name (dialect, out, type);
    g_string_append (out, " AS ");
    SCRIPT_TRY (sa_type_compile (runtime, type->item, dialect, out));
    g_string_append_c (out, ' ');
    start = out->len;
    if (type->collation)
    {
        SaName schema = sa_name_of (type->collation_schema), name = sa_name_of (type->collation);

        g_string_append (out, "COLLATE ");
        sa_append_path (dialect, out, &schema, &name);
    }
    SCRIPT_TRY (sa_server_default (runtime, type->default_value, &value));
    if (value.kind != SA_SERVER_DEFAULT_NONE)
    {
        g_string_append (out, out->len > start ? " DEFAULT " : "DEFAULT ");
        SCRIPT_TRY (ddl_append_server_default (runtime, &value, out));
    }
    if (type->constraint_name)
    {
        SaName name = sa_name_of (type->constraint_name);

        g_string_append (out, out->len > start ? " CONSTRAINT " : "CONSTRAINT ");
        SCRIPT_TRY (ddl_append_name (runtime, &name, out));
    }
    if (type->not_null)
        g_string_append (out, out->len > start ? " NOT NULL" : "NOT NULL");
    if (type->check)
    {
        g_string_append (out, out->len > start ? " CHECK (" : "CHECK (");
        SCRIPT_TRY (sql_render (runtime, type->check, dialect, SQL_RENDER_LITERALS | SQL_RENDER_NO_TABLES, out));
        g_string_append_c (out, ')');
    }
    return SCRIPT_NORMAL;
}

/* Has TYPE a CREATE TYPE here? An Enum is one on PostgreSQL by being native. Elsewhere postgresql.ENUM (on MySQL) and DOMAIN are sent all the same by SQLAlchemy, which then
 * can't write them (NamedType.create). */
static ScriptStatus is_named (ScriptRuntime *runtime, const SaType *type, gboolean *named)
{
    Dialect dialect = sa_dialect (runtime)->dialect;

    *named = type && (type->class->form == SA_FORM_NAMED || (type->class->form == SA_FORM_ENUM && type->native));
    if (!*named || dialect == DIALECT_POSTGRESQL)
        return SCRIPT_NORMAL;
    *named = FALSE;
    if (type->class->flags & SA_TYPE_NAMED && (dialect == DIALECT_MYSQL || type->class->form == SA_FORM_NAMED))
        return sql_raise (runtime, "UnsupportedCompilationError", "only PostgreSQL has the type %s",
                          type->name ? type->name : type->class->host.name);
    return SCRIPT_NORMAL;
}

static ScriptStatus unnamed (ScriptRuntime *runtime, const SaType *type)
{
    return sql_raise (runtime, "CompileError", "PostgreSQL %s type requires a name.",
                      type->class->form == SA_FORM_NAMED ? "DOMAIN" : "ENUM");
}

ScriptStatus ddl_create_type (ScriptCall *call, const SaType *type, gboolean check)
{
    g_autoptr (GString) sql = g_string_new (NULL);
    gboolean named;

    SCRIPT_TRY (is_named (call->runtime, type, &named));
    if (!named)
        return SCRIPT_NORMAL;
    if (!type->name)
        return unnamed (call->runtime, type);
    if (type->class->form == SA_FORM_NAMED)
        SCRIPT_TRY (append_create_domain (call->runtime, type, sql));
    else
        append_create_enum (sa_dialect (call->runtime), type, sql);
    if (check)
        make_conditional (call->runtime, type, FALSE, sql);
    return ddl_send (call, sql);
}

ScriptStatus ddl_drop_type (ScriptCall *call, const SaType *type, gboolean check)
{
    g_autoptr (GString) sql = g_string_new (NULL);
    gboolean named;

    SCRIPT_TRY (is_named (call->runtime, type, &named));
    if (!named)
        return SCRIPT_NORMAL;
    if (!type->name)
        return unnamed (call->runtime, type);
    g_string_append (sql, type->class->form == SA_FORM_NAMED ? "DROP DOMAIN " : "DROP TYPE ");
    sa_append_type_name (sa_dialect (call->runtime), sql, type);
    if (check)
        make_conditional (call->runtime, type, TRUE, sql);
    return ddl_send (call, sql);
}

static ScriptStatus create_once (ScriptCall *call, const SaType *type, gboolean check)
{
    AlembicSchema *schema = sa_schema (call->runtime);
    gboolean named;
    char *key;

    if (!type || !type->create_type)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (is_named (call->runtime, type, &named));
    if (!named)
        return SCRIPT_NORMAL;
    key =
        g_strdup_printf ("%d %s.%s", type->class->form, type->schema ? type->schema : "", type->name ? type->name : "");
    if (!g_hash_table_add (schema->made, key))
        return SCRIPT_NORMAL;
    return ddl_create_type (call, type, check);
}

ScriptStatus ddl_create_table_types (ScriptCall *call, const SaTable *table, gboolean check)
{
    for (guint i = 0; i < table->columns->len; i++)
    {
        const SaType *type;

        SCRIPT_TRY (sa_type_resolve (call->runtime, ((const SaColumn *)g_ptr_array_index (table->columns, i))->type,
                                     sa_dialect (call->runtime), &type));
        while (type && type->class->form == SA_FORM_ARRAY)
            SCRIPT_TRY (sa_type_resolve (call->runtime, type->item, sa_dialect (call->runtime), &type));
        SCRIPT_TRY (create_once (call, type, check));
    }
    return SCRIPT_NORMAL;
}

ScriptStatus ddl_append_create_sequence (ScriptRuntime *runtime, const SaSequence *sequence, gboolean if_not_exists,
                                         GString *out)
{
    const SaDialect *dialect = sa_dialect (runtime);
    g_autoptr (GString) options = g_string_new (NULL);

    g_string_append (out, if_not_exists ? "CREATE SEQUENCE IF NOT EXISTS " : "CREATE SEQUENCE ");
    sa_append_path (dialect, out, &sequence->schema, &sequence->name);
    if (sequence->data_type && dialect->dialect == DIALECT_POSTGRESQL)
    {
        g_string_append (out, " AS ");
        SCRIPT_TRY (sa_type_compile (runtime, sequence->data_type, dialect, out));
    }
    ddl_append_sequence_options (&sequence->options, dialect, options);
    if (options->len > 0)
        g_string_append_printf (out, " %s", options->str);
    return SCRIPT_NORMAL;
}

gboolean ddl_has_sequences (ScriptRuntime *runtime)
{
    const SaDialect *dialect = sa_dialect (runtime);

    return dialect->dialect == DIALECT_POSTGRESQL || (dialect->dialect == DIALECT_MYSQL && dialect->mariadb);
}

/* Sequence.create with checkfirst, and CreateSequence. */
ScriptStatus ddl_create_sequence (ScriptCall *call, const SaSequence *sequence, gboolean check)
{
    g_autoptr (GString) sql = g_string_new (NULL);

    SCRIPT_TRY (ddl_append_create_sequence (call->runtime, sequence, check, sql));
    return ddl_send (call, sql);
}

ScriptStatus ddl_drop_sequence (ScriptCall *call, const SaSequence *sequence, gboolean check)
{
    g_autoptr (GString) sql = g_string_new (check ? "DROP SEQUENCE IF EXISTS " : "DROP SEQUENCE ");

    sa_append_path (sa_dialect (call->runtime), sql, &sequence->schema, &sequence->name);
    return ddl_send (call, sql);
}

static ScriptStatus sequence_create (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[2];

    SCRIPT_TRY (py_bind (call, "create(bind, checkfirst=)", values));
    if (!ddl_has_sequences (call->runtime))
        return SCRIPT_NORMAL;
    return ddl_create_sequence (call, call->data, values[1].kind == VALUE_EMPTY || value_is_truthy (values[1]));
}

static ScriptStatus sequence_drop (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    Value values[2];

    SCRIPT_TRY (py_bind (call, "drop(bind, checkfirst=)", values));
    if (!ddl_has_sequences (call->runtime))
        return SCRIPT_NORMAL;
    return ddl_drop_sequence (call, call->data, values[1].kind == VALUE_EMPTY || value_is_truthy (values[1]));
}

const HostMember sa_sequence_members[] = {
    SA_NOT_SHOWN ("__repr__"),
    SA_NOT_SHOWN ("__str__"),
    { .name = "create",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = sequence_create,
      .summary = "CREATE SEQUENCE" },
    { .name = "drop",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = sequence_drop,
      .summary = "DROP SEQUENCE" },
    { .name = NULL },
};

static ScriptStatus type_create (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const SaType *type = call->data;
    gboolean named = type && (type->class->flags & SA_TYPE_NAMED);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "create(bind, checkfirst=)", values));
    SCRIPT_TRY (sa_type_resolve (call->runtime, type, sa_dialect (call->runtime), &type));
    return ddl_create_type (call, type, values[1].kind == VALUE_EMPTY ? named : value_is_truthy (values[1]));
}

static ScriptStatus type_drop (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const SaType *type = call->data;
    gboolean named = type && (type->class->flags & SA_TYPE_NAMED);
    Value values[2];

    SCRIPT_TRY (py_bind (call, "drop(bind, checkfirst=)", values));
    SCRIPT_TRY (sa_type_resolve (call->runtime, type, sa_dialect (call->runtime), &type));
    return ddl_drop_type (call, type, values[1].kind == VALUE_EMPTY ? named : value_is_truthy (values[1]));
}

static ScriptStatus type_name (ScriptCall *call, Value *out)
{
    const SaType *type = call->data;

    *out = value_string (call->runtime, type ? type->name : NULL, -1);
    return SCRIPT_NORMAL;
}

static ScriptStatus type_enums (ScriptCall *call, Value *out)
{
    const SaType *type = call->data;
    Value *items = script_alloc (call->runtime, sizeof *items * ((type ? type->n_values : 0) + 1));

    for (guint i = 0; type && i < type->n_values; i++)
        items[i] = value_string (call->runtime, type->values[i], -1);
    *out = py_list_new (call->runtime, items, type ? type->n_values : 0);
    return SCRIPT_NORMAL;
}

const HostMember sa_schema_type_members[] = {
    { .name = "create",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = type_create,
      .summary = "CREATE TYPE on PostgreSQL" },
    { .name = "drop",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = type_drop,
      .summary = "DROP TYPE on PostgreSQL" },
    { .name = "name", .kind = HOST_GETTER, .function = type_name, .summary = "the type's name" },
    { .name = "enums", .kind = HOST_GETTER, .function = type_enums, .summary = "the values" },
    { .name = NULL },
};

static ScriptStatus with_variant (ScriptCall *call, Value *out)
{
    const SaType *type;
    SaType *copy;
    SaVariant *variants;
    const ScriptList *names;
    Value values[2];

    SCRIPT_TRY (py_bind (call, "with_variant(type_, *dialect_names)", values));
    SCRIPT_TRY (sa_type_from_value (call->runtime, call->receiver, &type));
    names = value_list (values[1]);
    copy = script_alloc (call->runtime, sizeof *copy);
    *copy = *type;
    variants = script_alloc (call->runtime, sizeof *variants * (type->n_variants + names->length));
    if (type->n_variants > 0)
        memcpy (variants, type->variants, sizeof *variants * type->n_variants);
    for (guint32 i = 0; i < names->length; i++)
    {
        SaVariant *variant = &variants[copy->n_variants++];

        variant->dialect = sa_text (call->runtime, names->items[i]);
        if (!variant->dialect)
            return script_refuse (call->runtime, "with_variant is given names of dialects");
        SCRIPT_TRY (sa_type_from_value (call->runtime, values[0], &variant->type));
    }
    copy->variants = variants;
    copy->object = host_object_new (call->runtime, &copy->class->host, copy);
    copy->object.as.object->prototype = call->receiver.as.object->prototype;
    *out = copy->object;
    return SCRIPT_NORMAL;
}

static ScriptStatus type_length (ScriptCall *call, Value *out)
{
    const SaType *type = call->data;

    *out = type && type->length != SA_UNSET ? value_integer (type->length) : NULL_VALUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus type_descriptor (ScriptCall *call, Value *out)
{
    const SaType *type;
    Value values[1];

    SCRIPT_TRY (py_bind (call, "type_descriptor(typeobj)", values));
    SCRIPT_TRY (sa_type_from_value (call->runtime, values[0], &type));
    *out = sa_type_value (call->runtime, type);
    return SCRIPT_NORMAL;
}

static ScriptStatus dialect_name_of (ScriptCall *call, Value *out)
{
    *out = value_string (call->runtime, sa_dialect_name (call->data), -1);
    return SCRIPT_NORMAL;
}

/* What str () says: the name in SQL of no dialect in particular (StrSQLTypeCompiler), which is SQLite's where it has one. */
static ScriptStatus type_str (ScriptCall *call, Value *out)
{
    static const SaDialect plain = { .dialect = DIALECT_SQLITE };
    const SaType *type = call->data;
    g_autoptr (GString) text = g_string_new (NULL);

    switch ((int)type->class->form)
    {
    case SA_FORM_NULL:
        g_string_append (text, "NULL");
        break;
    case SA_FORM_ENUM:
    case SA_FORM_DECORATOR:
    case SA_FORM_UUID:
        SCRIPT_TRY (sa_type_compile (call->runtime, type, &plain, text));
        break;
    default:
        if (type->class->names[DIALECT_SQLITE] && type->class->form != SA_FORM_ARRAY)
            SCRIPT_TRY (sa_type_compile (call->runtime, type, &plain, text));
        else
            g_string_append (text, type->class->host.name);
    }
    *out = value_string (call->runtime, text->str, (gssize)text->len);
    return SCRIPT_NORMAL;
}

const HostMember sa_type_members[] = {
    SA_NOT_SHOWN ("__repr__"),
    { .name = "__str__", .kind = HOST_METHOD, .function = type_str, .summary = "the name in SQL" },
    { .name = "with_variant",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = with_variant,
      .summary = "another type on some databases" },
    { .name = "length", .kind = HOST_GETTER, .function = type_length, .summary = "the length, or None" },
    { .name = NULL },
};

static const HostMember dialect_members[] = {
    { .name = "name",
      .kind = HOST_GETTER,
      .function = dialect_name_of,
      .summary = "\"postgresql\", \"mysql\" or \"sqlite\"" },
    { .name = "type_descriptor",
      .kind = HOST_METHOD,
      .most = HOST_ANY_NUMBER,
      .function = type_descriptor,
      .summary = "the type itself" },
    { .name = NULL },
};

static const HostClass dialect_class = { .name = "Dialect",
                                         .summary = "the dialect that a type is asked for",
                                         .members = dialect_members };

Value sa_dialect_value (ScriptRuntime *runtime, const SaDialect *dialect)
{
    return host_object_new (runtime, &dialect_class, (gpointer)dialect);
}
