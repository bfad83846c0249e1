/* What the expression language asks of types (type_api.py, sqltypes.py). */

#include "adapters/alembic/sql_value.h"

#include <string.h>

SaAffinity sql_affinity (const SaType *type)
{
    return type ? sa_type_affinity (type) : SA_AFFINITY_NULL;
}

static const char *standard_name (SaAffinity affinity)
{
    switch (affinity)
    {
    case SA_AFFINITY_STRING:
        return "String";
    case SA_AFFINITY_INTEGER:
        return "Integer";
    case SA_AFFINITY_NUMERIC:
        return "Numeric";
    case SA_AFFINITY_FLOAT:
        return "Double";
    case SA_AFFINITY_BOOLEAN:
        return "Boolean";
    case SA_AFFINITY_DATETIME:
        return "DateTime";
    case SA_AFFINITY_DATE:
        return "Date";
    case SA_AFFINITY_TIME:
        return "Time";
    case SA_AFFINITY_INTERVAL:
        return "Interval";
    case SA_AFFINITY_BINARY:
        return "LargeBinary";
    case SA_AFFINITY_JSON:
        return "JSON";
    case SA_AFFINITY_UUID:
        return "Uuid";
    case SA_AFFINITY_NONE:
    case SA_AFFINITY_NULL:
    case SA_AFFINITY_ARRAY:
    case SA_AFFINITY_RANGE:
    case SA_AFFINITY_ENUM:
    case SA_AFFINITY_OTHER:
        return NULL;
    }
    return NULL;
}

const SaType *sql_standard_type (ScriptRuntime *runtime, SaAffinity affinity)
{
    const char *name = standard_name (affinity);

    return name ? sa_type_generic (runtime, name) : NULL;
}

static const struct
{
    const char *module;
    const char *name;
    PythonKind kind;
    SaAffinity affinity;
} python_classes[] = {
    { "enum", "Enum", PYTHON_ENUM, SA_AFFINITY_NULL },
    { "decimal", "Decimal", PYTHON_DECIMAL, SA_AFFINITY_NUMERIC },
    { "datetime", "datetime", PYTHON_DATETIME, SA_AFFINITY_DATETIME },
    { "datetime", "date", PYTHON_DATE, SA_AFFINITY_DATE },
    { "datetime", "time", PYTHON_TIME, SA_AFFINITY_TIME },
    { "datetime", "timedelta", PYTHON_TIMEDELTA, SA_AFFINITY_INTERVAL },
    { "uuid", "UUID", PYTHON_UUID, SA_AFFINITY_UUID },
};

PythonKind sql_python_kind (ScriptRuntime *runtime, Value value)
{
    const PyClass *class;

    switch ((int)value.kind)
    {
    case VALUE_NULL:
        return PYTHON_NONE;
    case VALUE_BOOLEAN:
        return PYTHON_BOOL;
    case VALUE_INTEGER:
        return PYTHON_INT;
    case VALUE_NUMBER:
        return PYTHON_FLOAT;
    case VALUE_STRING:
        return PYTHON_STR;
    default:
        break;
    }
    if (value.kind != VALUE_OBJECT)
        return PYTHON_OTHER;
    if (value_bytes (value))
        return PYTHON_BYTES;
    class = py_type (runtime, value);
    for (guint i = 0; class && i < class->n_mro; i++)
    {
        const PyClass *base = class->mro[i];

        for (gsize k = 0; base->module && k < G_N_ELEMENTS (python_classes); k++)
            if (g_str_equal (base->name->text, python_classes[k].name) &&
                g_str_equal (base->module->text, python_classes[k].module))
                return python_classes[k].kind;
    }
    if (py_as_dict (value))
        return PYTHON_DICT;
    if (py_as_list (value))
        return PYTHON_LIST;
    if (py_as_tuple (value))
        return PYTHON_TUPLE;
    value = py_unbox (value);
    return value.kind == VALUE_OBJECT ? PYTHON_OTHER : sql_python_kind (runtime, value);
}

const SaType *sql_type_of_value (ScriptRuntime *runtime, Value value)
{
    PythonKind kind = sql_python_kind (runtime, value);

    switch ((int)kind)
    {
    case PYTHON_BOOL:
        return sa_type_generic (runtime, "Boolean");
    case PYTHON_INT:
        return sa_type_generic (runtime, "Integer");
    case PYTHON_FLOAT:
        return sa_type_generic (runtime, "Double");
    case PYTHON_STR:
        return sa_type_generic (runtime, "String");
    case PYTHON_BYTES:
        return sa_type_generic (runtime, "LargeBinary");
    default:
        break;
    }
    for (gsize k = 0; k < G_N_ELEMENTS (python_classes); k++)
        if (python_classes[k].kind == kind)
            return sql_standard_type (runtime, python_classes[k].affinity);
    return NULL;
}

ScriptStatus sql_type_text (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out)
{
    return sa_type_compile (runtime, type, dialect, out);
}

/* MySQLCompiler.visit_typeclause */
static ScriptStatus mysql_cast (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out)
{
    switch ((int)sa_type_affinity (type))
    {
    case SA_AFFINITY_INTEGER:
        g_string_append (out, type->is_unsigned ? "UNSIGNED INTEGER" : "SIGNED INTEGER");
        return SCRIPT_NORMAL;
    case SA_AFFINITY_DATETIME:
        if (type->class->flags & SA_TYPE_TIMESTAMP)
        {
            g_string_append (out, "DATETIME");
            return SCRIPT_NORMAL;
        }
        return sa_type_compile (runtime, type, dialect, out);
    case SA_AFFINITY_DATE:
    case SA_AFFINITY_TIME:
        return sa_type_compile (runtime, type, dialect, out);
    case SA_AFFINITY_STRING:
        if (type->class->form == SA_FORM_ENUM) /* which is an ENUM there, and is not cast to */
            return SCRIPT_NORMAL;
        g_string_append (out, "CHAR");
        if (type->length != SA_UNSET && type->length > 0)
            g_string_append_printf (out, "(%d)", type->length);
        if (type->charset)
            g_string_append_printf (out, " CHARACTER SET %s", type->charset);
        return SCRIPT_NORMAL;
    case SA_AFFINITY_BINARY:
        g_string_append (out, "BINARY");
        return SCRIPT_NORMAL;
    case SA_AFFINITY_JSON:
        g_string_append (out, "JSON");
        return SCRIPT_NORMAL;
    case SA_AFFINITY_NUMERIC:
    {
        g_autoptr (GString) text = g_string_new (NULL);

        SCRIPT_TRY (sa_type_compile (runtime, type, dialect, text));
        g_string_replace (text, "NUMERIC", "DECIMAL", 0);
        g_string_append (out, text->str);
        return SCRIPT_NORMAL;
    }
    case SA_AFFINITY_FLOAT:
        if (dialect->mariadb ? dialect->version >= 100405 : dialect->version >= 80017)
            return sa_type_compile (runtime, type, dialect, out);
        return SCRIPT_NORMAL;
    default:
    {
        g_autoptr (GString) text =
            g_string_new (NULL); /* for the warning of the tool, which raises what it can't write */

        return sa_type_compile (runtime, type, dialect, text);
    }
    }
}

ScriptStatus sql_cast_type (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, GString *out)
{
    const SaType *resolved;

    if (dialect->dialect != DIALECT_MYSQL || !type)
        return sa_type_compile (runtime, type, dialect, out);
    SCRIPT_TRY (sa_type_resolve (runtime, type, dialect, &resolved));
    return mysql_cast (runtime, resolved, dialect, out);
}

/* PostgreSQL: JSON, arrays and UUIDs come with a cast (render_bind_cast of psycopg2's types). */
ScriptStatus sql_bind_cast (ScriptRuntime *runtime, const SqlElement *bind, const SaDialect *dialect, GString *out)
{
    SaAffinity affinity = sql_affinity (bind->type);
    const SaType *type;

    if (dialect->dialect != DIALECT_POSTGRESQL ||
        (affinity != SA_AFFINITY_JSON && affinity != SA_AFFINITY_ARRAY && affinity != SA_AFFINITY_UUID) ||
        bind->flags & ELEMENT_EXPANDING)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (sa_type_resolve (runtime, bind->type, dialect, &type));
    g_string_append (out, "::");
    return sa_type_compile (runtime, type, dialect, out);
}
