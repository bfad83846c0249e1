/* The DDL of a type (sql/compiler.py GenericTypeCompiler; the type compilers of the dialects). */

#include "adapters/alembic/schema.h"
#include "adapters/alembic/sql.h"
#include "adapters/alembic/type.h"
#include "adapters/alembic/type_class.h"
#include "script/py.h"

#include <string.h>

static void append_length (GString *out, int length)
{
    if (length != SA_UNSET && length != 0)
        g_string_append_printf (out, "(%d)", length);
}

/* MySQLTypeCompiler._extend_numeric */
static void append_numeric_options (GString *out, const SaType *type, const SaDialect *dialect)
{
    if (dialect->dialect != DIALECT_MYSQL || !(type->class->flags & SA_TYPE_NUMERIC_OPTIONS))
        return;
    if (type->is_unsigned)
        g_string_append (out, " UNSIGNED");
    if (type->zerofill)
        g_string_append (out, " ZEROFILL");
}

/* MySQLTypeCompiler._extend_string: CHARACTER SET and COLLATE behind the text that begins at START. */
static void append_string_options (GString *out, gsize start, const SaType *type)
{
    gboolean national = type->national || (type->class->flags & SA_TYPE_NATIONAL);

    if (national)
        g_string_insert (out, (gssize)start, "NATIONAL ");
    else if (type->charset)
        g_string_append_printf (out, " CHARACTER SET %s", type->charset);
    else if (type->ascii)
        g_string_append (out, " ASCII");
    else if (type->unicode)
        g_string_append (out, " UNICODE");
    if (type->collation)
        g_string_append_printf (out, " COLLATE %s", type->collation);
    else if (type->binary)
        g_string_append (out, " BINARY");
}

static ScriptStatus compile_string (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect,
                                    const char *name, GString *out)
{
    gsize start = out->len;

    g_string_append (out, name);
    if (dialect->dialect == DIALECT_MYSQL)
    {
        if (type->length == SA_UNSET && strcmp (name, "VARCHAR") == 0)
            return sql_raise (runtime, "CompileError", "%s requires a length on dialect mysql",
                              type->class->flags & SA_TYPE_NATIONAL ? "NVARCHAR" : "VARCHAR");
        if (type->length != SA_UNSET && !(type->class->flags & SA_TYPE_NO_LENGTH))
            g_string_append_printf (out, "(%d)", type->length);
        append_string_options (out, start, type);
        return SCRIPT_NORMAL;
    }
    append_length (out, type->length);
    if (type->collation)
    {
        g_string_append (out, " COLLATE ");
        if (type->collation_schema)
        {
            sa_append_name (dialect, out, type->collation_schema);
            g_string_append_c (out, '.');
        }
        sa_append_name (dialect, out, type->collation);
    }
    return SCRIPT_NORMAL;
}

static void compile_numeric (const SaType *type, const SaDialect *dialect, GString *out)
{
    if (type->precision != SA_UNSET && type->scale != SA_UNSET)
        g_string_append_printf (out, "(%d, %d)", type->precision, type->scale);
    else if (type->precision != SA_UNSET)
        g_string_append_printf (out, "(%d)", type->precision);
    append_numeric_options (out, type, dialect);
}

static void compile_float (const SaType *type, const SaDialect *dialect, GString *out)
{
    if (dialect->dialect == DIALECT_POSTGRESQL)
        append_length (out, type->precision);
    else if (dialect->dialect == DIALECT_MYSQL && type->precision != SA_UNSET)
    {
        if (type->scale != SA_UNSET)
            g_string_append_printf (out, "(%d, %d)", type->precision, type->scale);
        else
            g_string_append_printf (out, "(%d)", type->precision);
    }
    append_numeric_options (out, type, dialect);
}

static void compile_time (const SaType *type, const SaDialect *dialect, const char *name, GString *out)
{
    if (dialect->dialect == DIALECT_POSTGRESQL && strcmp (name, "DATETIME") != 0)
    {
        if (type->precision != SA_UNSET)
            g_string_append_printf (out, "(%d)", type->precision);
        g_string_append (out, type->timezone ? " WITH TIME ZONE" : " WITHOUT TIME ZONE");
    }
    else if (dialect->dialect == DIALECT_MYSQL &&
             g_str_has_prefix (type->class->host.module, "sqlalchemy.dialects.mysql"))
        append_length (out, type->precision);
}

static void append_values (GString *out, const SaType *type)
{
    g_string_append_c (out, '(');
    for (guint i = 0; i < type->n_values; i++)
    {
        if (i > 0)
            g_string_append_c (out, ',');
        dialect_append_literal (DIALECT_MYSQL, out, type->values[i]);
    }
    g_string_append_c (out, ')');
}

/* PGIdentifierPreparer.format_type */
static ScriptStatus compile_type_name (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect,
                                       GString *out)
{
    if (!type->name)
        return sql_raise (runtime, "CompileError", "PostgreSQL %s type requires a name.",
                          type->class->form == SA_FORM_NAMED ? "DOMAIN" : "ENUM");
    sa_append_type_name (dialect, out, type);
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_enum (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out)
{
    gsize start = out->len;

    if (type->native && dialect->dialect == DIALECT_POSTGRESQL)
        return compile_type_name (runtime, type, dialect, out);
    if (!type->native || dialect->dialect != DIALECT_MYSQL)
        return compile_string (runtime, type, dialect, "VARCHAR", out);
    g_string_append (out, "ENUM");
    append_values (out, type);
    append_string_options (out, start, type);
    return SCRIPT_NORMAL;
}

static ScriptStatus unsupported (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect)
{
    static const char *const compilers[] = {
        [DIALECT_POSTGRESQL] = "PostgreSQL",
        [DIALECT_MYSQL] = "MySQL",
        [DIALECT_SQLITE] = "SQLite",
    };

    return sql_raise (runtime, "UnsupportedCompilationError",
                      "the compiler of types for %s can't render element of type %s", compilers[dialect->dialect],
                      type->class->host.name);
}

static ScriptStatus compile_list (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out)
{
    gsize start = out->len;

    if (dialect->dialect == DIALECT_POSTGRESQL && type->class == &sa_type_classes[TYPE_MY_ENUM])
        return compile_type_name (runtime, type, dialect, out);
    if (dialect->dialect != DIALECT_MYSQL)
        return unsupported (runtime, type, dialect);
    g_string_append (out, type->class->host.name);
    append_values (out, type);
    append_string_options (out, start, type);
    return SCRIPT_NORMAL;
}

/* PGTypeCompiler.visit_ARRAY: the brackets stand before COLLATE. */
static ScriptStatus compile_array (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out)
{
    g_autoptr (GString) item = g_string_new (NULL);
    const char *collate;

    if (dialect->dialect != DIALECT_POSTGRESQL)
        return unsupported (runtime, type, dialect);
    SCRIPT_TRY (sa_type_compile (runtime, type->item, dialect, item));
    collate = strstr (item->str, " COLLATE ");
    g_string_append_len (out, item->str, collate ? collate - item->str : (gssize)item->len);
    for (int i = 0; i < (type->dimensions == SA_UNSET ? 1 : type->dimensions); i++)
        g_string_append (out, "[]");
    if (collate)
        g_string_append (out, collate);
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_user (ScriptRuntime *runtime, const SaType *type, GString *out)
{
    Value spec;

    SCRIPT_TRY (py_call_method (runtime, type->object, "get_col_spec", NULL, 0, &spec));
    if (!py_as_string (spec))
        return script_refuse (runtime, "get_col_spec () of %s gives no text", py_type_name (runtime, type->object));
    g_string_append (out, sa_text (runtime, spec));
    return SCRIPT_NORMAL;
}

static void compile_interval (const SaType *type, GString *out)
{
    g_string_append (out, "INTERVAL");
    if (type->fields)
        g_string_append_printf (out, " %s", type->fields);
    if (type->precision != SA_UNSET)
        g_string_append_printf (out, " (%d)", type->precision);
}

static ScriptStatus compile_bit (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out)
{
    gboolean postgresql = dialect->dialect == DIALECT_POSTGRESQL;

    if (postgresql && type->class == &sa_type_classes[TYPE_MY_BIT])
        return script_throw (runtime, "AttributeError", "'BIT' object has no attribute 'varying'");
    g_string_append (out, postgresql && type->varying ? "BIT VARYING" : "BIT");
    if (type->length != SA_UNSET)
        g_string_append_printf (out, "(%d)", type->length);
    return SCRIPT_NORMAL;
}

static gboolean has_uuid (const SaDialect *dialect)
{
    return dialect->dialect == DIALECT_POSTGRESQL ||
           (dialect->dialect == DIALECT_MYSQL && dialect->mariadb && dialect->version >= 100700);
}

static void compile_integer (const SaType *type, const SaDialect *dialect, GString *out)
{
    if (dialect->dialect == DIALECT_MYSQL && type->width != SA_UNSET)
        g_string_append_printf (out, "(%d)", type->width);
    append_numeric_options (out, type, dialect);
}

static void compile_double (const SaType *type, const SaDialect *dialect, GString *out)
{
    if (dialect->dialect == DIALECT_MYSQL && type->precision != SA_UNSET && type->scale != SA_UNSET)
        g_string_append_printf (out, "(%d, %d)", type->precision, type->scale);
    append_numeric_options (out, type, dialect);
}

static ScriptStatus compile_binary (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out)
{
    if (dialect->dialect == DIALECT_MYSQL && type->length == SA_UNSET &&
        type->class == &sa_type_classes[TYPE_VARBINARY])
        return script_throw (runtime, "TypeError", "%%d format: a real number is required, not NoneType");
    append_length (out, type->length);
    return SCRIPT_NORMAL;
}

/* dialects.sqlite's types of times. */
static void compile_storage (const SaType *type, const SaDialect *dialect, const char *name, GString *out)
{
    if (!type->as_text && dialect->dialect == DIALECT_SQLITE)
        g_string_append (out, "_CHAR");
    if (strcmp (name, "DATE") != 0)
        compile_time (type, dialect, name, out);
}

/* What stands behind NAME, the type's own on this dialect. */
static ScriptStatus compile_arguments (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect,
                                       const char *name, GString *out)
{
    switch (type->class->form)
    {
    case SA_FORM_INTEGER:
        compile_integer (type, dialect, out);
        break;
    case SA_FORM_NUMERIC:
        compile_numeric (type, dialect, out);
        break;
    case SA_FORM_FLOAT:
        compile_float (type, dialect, out);
        break;
    case SA_FORM_DOUBLE:
        compile_double (type, dialect, out);
        break;
    case SA_FORM_BINARY:
        return compile_binary (runtime, type, dialect, out);
    case SA_FORM_BLOB:
        if (dialect->dialect == DIALECT_MYSQL)
            append_length (out, type->length);
        break;
    case SA_FORM_TIME:
        compile_time (type, dialect, name, out);
        break;
    case SA_FORM_STORAGE:
        compile_storage (type, dialect, name, out);
        break;
    case SA_FORM_YEAR:
        append_length (out, type->width);
        break;
    case SA_FORM_NULL:
    case SA_FORM_PLAIN:
    case SA_FORM_STRING:
    case SA_FORM_INTERVAL:
    case SA_FORM_BIT:
    case SA_FORM_ENUM:
    case SA_FORM_LIST:
    case SA_FORM_ARRAY:
    case SA_FORM_UUID:
    case SA_FORM_NAMED:
    case SA_FORM_DECORATOR:
    case SA_FORM_USER:
        break;
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus compile_named (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out)
{
    const char *name = type->class->names[dialect->dialect];

    if (!name)
        return unsupported (runtime, type, dialect);
    if (type->class->form == SA_FORM_STRING)
        return compile_string (runtime, type, dialect, name, out);
    if (type->class->form == SA_FORM_BIT)
        return compile_bit (runtime, type, dialect, out);
    if (type->class->form == SA_FORM_INTERVAL)
    {
        compile_interval (type, out);
        return SCRIPT_NORMAL;
    }
    if (type->class->form == SA_FORM_UUID && !(type->native && has_uuid (dialect)))
    {
        g_string_append (out, "CHAR(32)");
        return SCRIPT_NORMAL;
    }
    g_string_append (out, name);
    return compile_arguments (runtime, type, dialect, name, out);
}

static const SaType *variant_of (const SaType *type, const SaDialect *dialect)
{
    for (guint i = 0; type && i < type->n_variants; i++)
        if (strcmp (type->variants[i].dialect, sa_dialect_name (dialect)) == 0)
            return type->variants[i].type;
    return type;
}

/* Interval's implementation where the database has one (Interval.adapt_to_emulated, colspecs). */
static ScriptStatus resolve_interval (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect,
                                      const SaType **out)
{
    SaType *interval;

    if (dialect->dialect != DIALECT_POSTGRESQL || !type->native)
    {
        *out = type->item;
        return SCRIPT_NORMAL;
    }
    interval = sa_type_new (runtime, &sa_type_classes[TYPE_PG_INTERVAL]);
    interval->precision = type->precision;
    *out = interval;
    return SCRIPT_NORMAL;
}

ScriptStatus sa_type_resolve (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, const SaType **out)
{
    type = variant_of (type, dialect);
    while (type && type->class->form == SA_FORM_DECORATOR)
    {
        if (type->class == &sa_type_classes[TYPE_GENERIC_INTERVAL])
            return resolve_interval (runtime, type, dialect, out);
        if (type->object.kind != VALUE_EMPTY && py_has_own (runtime, type->object, "load_dialect_impl"))
        {
            Value argument = sa_dialect_value (runtime, dialect), impl;

            SCRIPT_TRY (py_call_method (runtime, type->object, "load_dialect_impl", &argument, 1, &impl));
            SCRIPT_TRY (sa_type_from_value (runtime, impl, &type));
        }
        else
            type = type->item;
        type = variant_of (type, dialect);
    }
    *out = type;
    return SCRIPT_NORMAL;
}

ScriptStatus sa_type_process (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, const char *method,
                              Value *value)
{
    Value arguments[] = { *value, EMPTY_VALUE };

    if (type->class->form != SA_FORM_DECORATOR || type->object.kind == VALUE_EMPTY ||
        !py_has_own (runtime, type->object, method))
        return SCRIPT_NORMAL;
    arguments[1] = sa_dialect_value (runtime, dialect);
    return py_call_method (runtime, type->object, method, arguments, 2, value);
}

ScriptStatus sa_type_compile (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out)
{
    SCRIPT_TRY (sa_type_resolve (runtime, type, dialect, &type));
    if (!type)
        return sql_raise (runtime, "CompileError",
                          "Can't generate DDL for NullType(); did you forget to specify a type on this Column?");
    if (type->raw)
    {
        g_string_append (out, type->raw);
        return SCRIPT_NORMAL;
    }
    switch (type->class->form)
    {
    case SA_FORM_NULL:
        return sa_type_compile (runtime, NULL, dialect, out);
    case SA_FORM_ENUM:
        return compile_enum (runtime, type, dialect, out);
    case SA_FORM_LIST:
        return compile_list (runtime, type, dialect, out);
    case SA_FORM_ARRAY:
        return compile_array (runtime, type, dialect, out);
    case SA_FORM_NAMED:
        return dialect->dialect == DIALECT_POSTGRESQL ? compile_type_name (runtime, type, dialect, out)
                                                      : unsupported (runtime, type, dialect);
    case SA_FORM_USER:
        return compile_user (runtime, type, out);
    case SA_FORM_PLAIN:
    case SA_FORM_INTEGER:
    case SA_FORM_NUMERIC:
    case SA_FORM_FLOAT:
    case SA_FORM_DOUBLE:
    case SA_FORM_STRING:
    case SA_FORM_BINARY:
    case SA_FORM_BLOB:
    case SA_FORM_TIME:
    case SA_FORM_INTERVAL:
    case SA_FORM_BIT:
    case SA_FORM_YEAR:
    case SA_FORM_UUID:
    case SA_FORM_STORAGE:
    case SA_FORM_DECORATOR:
        return compile_named (runtime, type, dialect, out);
    }
    g_return_val_if_reached (SCRIPT_STOP);
}
