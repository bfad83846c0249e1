/* Python's values as SQL (psycopg2/extensions, pymysql/converters.py, Modules/_sqlite of CPython; bind_processor of SQLAlchemy's types). */

#include "adapters/alembic/sql_value.h"

#include <math.h>
#include <string.h>

ScriptStatus sql_construct (ScriptRuntime *runtime, const char *module, const char *class, const char *method,
                            const char *text, Value *out)
{
    Value function = EMPTY_VALUE, argument = value_string (runtime, text, -1);

    SCRIPT_TRY (py_import (runtime, module, &function));
    SCRIPT_TRY (py_get_text (runtime, function, class, &function));
    if (method)
        SCRIPT_TRY (py_get_text (runtime, function, method, &function));
    return py_call (runtime, function, &argument, 1, out);
}

static ScriptStatus text_of (ScriptRuntime *runtime, Value value, const char **out)
{
    ScriptString *string;

    SCRIPT_TRY (py_str (runtime, value, &string));
    *out = value_to_text (runtime, value_of_string (string));
    return SCRIPT_NORMAL;
}

static ScriptStatus attribute (ScriptRuntime *runtime, Value value, const char *name, gint64 *out)
{
    Value number;

    SCRIPT_TRY (py_get_text (runtime, value, name, &number));
    if (!py_is_integer (number, out))
        *out = 0;
    return SCRIPT_NORMAL;
}

/* "2020-01-31", "12:30:00", and both with BETWEEN; MICROSECONDS: always six digits. */
static ScriptStatus append_date (ScriptRuntime *runtime, Value value, GString *out)
{
    gint64 year, month, day;

    SCRIPT_TRY (attribute (runtime, value, "year", &year));
    SCRIPT_TRY (attribute (runtime, value, "month", &month));
    SCRIPT_TRY (attribute (runtime, value, "day", &day));
    g_string_append_printf (out, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
    return SCRIPT_NORMAL;
}

static ScriptStatus append_time (ScriptRuntime *runtime, Value value, gboolean microseconds, GString *out)
{
    gint64 hour, minute, second, fraction;

    SCRIPT_TRY (attribute (runtime, value, "hour", &hour));
    SCRIPT_TRY (attribute (runtime, value, "minute", &minute));
    SCRIPT_TRY (attribute (runtime, value, "second", &second));
    SCRIPT_TRY (attribute (runtime, value, "microsecond", &fraction));
    g_string_append_printf (out, "%02d:%02d:%02d", (int)hour, (int)minute, (int)second);
    if (microseconds || fraction)
        g_string_append_printf (out, ".%06d", (int)fraction);
    return SCRIPT_NORMAL;
}

static ScriptStatus statement_error (ScriptRuntime *runtime, const char *type, const char *message)
{
    return sql_raise (runtime, "StatementError", "(builtins.%s) %s", type, message);
}

static ScriptStatus bind_boolean (ScriptRuntime *runtime, Value value, const SaDialect *dialect, Value *out)
{
    gint64 number;

    if (value.kind != VALUE_BOOLEAN && !(py_is_integer (value, &number) && (number == 0 || number == 1)))
    {
        ScriptString *shown;
        g_autofree char *message = NULL;

        SCRIPT_TRY (py_repr (runtime, value, &shown));
        if (py_is_integer (value, &number))
        {
            message = g_strdup_printf ("Value %s is not None, True, or False",
                                       value_to_text (runtime, value_of_string (shown)));
            return statement_error (runtime, "ValueError", message);
        }
        message = g_strdup_printf ("Not a boolean value: %s", value_to_text (runtime, value_of_string (shown)));
        return statement_error (runtime, "TypeError", message);
    }
    if (value.kind == VALUE_BOOLEAN)
        number = value.as.boolean;
    else
        py_is_integer (value, &number);
    *out = dialect->dialect == DIALECT_POSTGRESQL ? value_boolean (number != 0) : value_integer (number != 0);
    return SCRIPT_NORMAL;
}

static ScriptStatus bind_json (ScriptRuntime *runtime, Value value, const SaType *type, Value *out)
{
    Value function;

    if (value.kind == VALUE_NULL && type->none_as_null)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (py_import (runtime, "json", &function));
    SCRIPT_TRY (py_get_text (runtime, function, "dumps", &function));
    return py_call (runtime, function, &value, 1, out);
}

static void append_name (GString *out, const char *name)
{
    glong length = g_utf8_strlen (name, -1);

    if (length > 25)
        g_string_append_printf (out, "%.*s...", (int)(g_utf8_offset_to_pointer (name, 25) - name), name);
    else
        g_string_append (out, name);
}

void sql_append_not_among (const char *text, const SaType *type, const SaDialect *dialect, GString *out)
{
    guint whole = type->n_values <= 4 ? type->n_values : 3;

    /* MySQL's own ENUM, which the type becomes there, has no name. */
    g_string_append_printf (out, "'%s' is not among the defined enum values. Enum name: %s. Possible values: ", text,
                            type->name && dialect->dialect != DIALECT_MYSQL ? type->name : "None");
    for (guint i = 0; i < whole; i++)
    {
        g_string_append (out, i > 0 ? ", " : "");
        append_name (out, type->values[i]);
    }
    if (whole < type->n_values)
    {
        g_string_append (out, ", ..., ");
        append_name (out, type->values[type->n_values - 1]);
    }
}

/* LookupError of Enum._db_value_for_value. */
static ScriptStatus not_among (ScriptRuntime *runtime, Value value, const SaType *type, const SaDialect *dialect)
{
    g_autoptr (GString) message = g_string_new (NULL);
    ScriptString *shown;

    SCRIPT_TRY (py_str (runtime, value, &shown));
    sql_append_not_among (value_to_text (runtime, value_of_string (shown)), type, dialect, message);
    return statement_error (runtime, "LookupError", message->str);
}

static ScriptStatus bind_enum (ScriptRuntime *runtime, Value value, const SaType *type, const SaDialect *dialect,
                               Value *out)
{
    ScriptString *string = py_as_string (value);

    if (type->members)
        for (guint i = 0; i < type->n_values; i++)
            if (value_same (type->members[i], value))
            {
                *out = value_string (runtime, type->values[i], -1);
                return SCRIPT_NORMAL;
            }
    if (string)
    {
        const char *text = value_to_text (runtime, value_of_string (string));

        for (guint i = 0; i < type->n_values; i++)
            if (g_str_equal (type->values[i], text))
            {
                *out = value_of_string (string);
                return SCRIPT_NORMAL;
            }
        if (!type->validate_strings)
        {
            *out = value_of_string (string);
            return SCRIPT_NORMAL;
        }
    }
    return not_among (runtime, value, type, dialect);
}

static ScriptStatus bind_uuid (ScriptRuntime *runtime, Value value, const SaType *type, const SaDialect *dialect,
                               Value *out)
{
    g_autoptr (GString) text = NULL;
    const char *shown;

    gboolean native =
        type->native && (dialect->dialect == DIALECT_POSTGRESQL || (dialect->mariadb && dialect->version >= 100700));

    if (dialect->dialect == DIALECT_POSTGRESQL && type->native)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (text_of (runtime, value, &shown));
    text = g_string_new (shown);
    if (type->class->form == SA_FORM_UUID && !native)
        g_string_replace (text, "-", "", 0);
    *out = value_string (runtime, text->str, (gssize)text->len);
    return SCRIPT_NORMAL;
}

/* SQLite's dates are texts (dialects/sqlite/base.py, DATETIME, DATE, TIME). */
static ScriptStatus bind_moment (ScriptRuntime *runtime, Value value, SaAffinity affinity, Value *out)
{
    PythonKind kind = sql_python_kind (runtime, value);
    g_autoptr (GString) text = g_string_new (NULL);

    if (affinity == SA_AFFINITY_TIME)
    {
        if (kind != PYTHON_TIME)
            return statement_error (runtime, "TypeError",
                                    "SQLite Time type only accepts Python time objects as input.");
        SCRIPT_TRY (append_time (runtime, value, TRUE, text));
    }
    else
    {
        if (kind != PYTHON_DATE && kind != PYTHON_DATETIME)
            return statement_error (
                runtime, "TypeError",
                affinity == SA_AFFINITY_DATE
                    ? "SQLite Date type only accepts Python date objects as input."
                    : "SQLite DateTime type only accepts Python datetime and date objects as input.");
        SCRIPT_TRY (append_date (runtime, value, text));
        if (affinity == SA_AFFINITY_DATETIME && kind == PYTHON_DATE)
            g_string_append (text, " 00:00:00.000000");
        else if (affinity == SA_AFFINITY_DATETIME)
        {
            g_string_append_c (text, ' ');
            SCRIPT_TRY (append_time (runtime, value, TRUE, text));
        }
    }
    *out = value_string (runtime, text->str, (gssize)text->len);
    return SCRIPT_NORMAL;
}

/* Where there is no INTERVAL: as far behind 1970 as it is long. */
static ScriptStatus bind_interval (ScriptRuntime *runtime, Value value, const SaDialect *dialect, Value *out)
{
    gint64 days, seconds, fraction;
    g_autoptr (GDateTime) epoch = NULL;
    g_autoptr (GDateTime) moment = NULL;
    g_autoptr (GString) text = NULL;

    if (dialect->dialect == DIALECT_POSTGRESQL || sql_python_kind (runtime, value) != PYTHON_TIMEDELTA)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (attribute (runtime, value, "days", &days));
    SCRIPT_TRY (attribute (runtime, value, "seconds", &seconds));
    SCRIPT_TRY (attribute (runtime, value, "microseconds", &fraction));
    epoch = g_date_time_new_from_unix_utc (0);
    moment = g_date_time_add (epoch, (days * 86400 + seconds) * G_USEC_PER_SEC + fraction);
    if (!moment)
        return script_throw (runtime, "OverflowError", "date value out of range");
    {
        g_autofree char *shown = g_date_time_format (moment, "%Y-%m-%d %H:%M:%S");

        text = g_string_new (shown);
    }
    if (dialect->dialect == DIALECT_SQLITE || g_date_time_get_microsecond (moment))
        g_string_append_printf (text, ".%06d", g_date_time_get_microsecond (moment));
    *out = value_string (runtime, text->str, (gssize)text->len);
    return SCRIPT_NORMAL;
}

static ScriptStatus bind_items (ScriptRuntime *runtime, Value value, const SaType *item, const SaDialect *dialect,
                                Value *out)
{
    ScriptList *list = value_list (value);
    g_autofree Value *items = NULL;

    if (!list)
        return SCRIPT_NORMAL;
    items = g_new0 (Value, list->length + 1);
    for (guint32 i = 0; i < list->length; i++)
    {
        items[i] = list->items[i];
        if (py_as_list (items[i]))
            SCRIPT_TRY (bind_items (runtime, list->items[i], item, dialect, &items[i]));
        else if (items[i].kind != VALUE_NULL)
            SCRIPT_TRY (sql_bind_value (runtime, list->items[i], item, dialect, &items[i]));
    }
    *out = py_list_new (runtime, items, list->length);
    return SCRIPT_NORMAL;
}

ScriptStatus sql_bind_value (ScriptRuntime *runtime, Value value, const SaType *type, const SaDialect *dialect,
                             Value *out)
{
    const SaType *resolved;

    *out = value;
    if (!type)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (sa_type_process (runtime, type, dialect, "process_bind_param", out));
    value = *out;
    if (type->class->form == SA_FORM_DECORATOR && g_str_equal (type->class->host.name, "PickleType"))
        return script_refuse (runtime, "a pickled value can't be written without Python");
    if (type->class->form == SA_FORM_DECORATOR && g_str_equal (type->class->host.name, "Interval"))
        return value.kind == VALUE_NULL ? SCRIPT_NORMAL : bind_interval (runtime, value, dialect, out);
    SCRIPT_TRY (sa_type_resolve (runtime, type, dialect, &resolved));
    if (!resolved)
        return SCRIPT_NORMAL;
    if (sa_type_affinity (resolved) == SA_AFFINITY_JSON)
        return bind_json (runtime, value, resolved, out);
    if (value.kind == VALUE_NULL)
        return SCRIPT_NORMAL;
    if (resolved->class->form == SA_FORM_ENUM)
        return bind_enum (runtime, value, resolved, dialect, out);
    switch ((int)sa_type_affinity (resolved))
    {
    case SA_AFFINITY_BOOLEAN:
        return bind_boolean (runtime, value, dialect, out);
    case SA_AFFINITY_UUID:
        return bind_uuid (runtime, value, resolved, dialect, out);
    case SA_AFFINITY_DATETIME:
    case SA_AFFINITY_DATE:
    case SA_AFFINITY_TIME:
        return dialect->dialect == DIALECT_SQLITE ? bind_moment (runtime, value, sa_type_affinity (resolved), out)
                                                  : SCRIPT_NORMAL;
    case SA_AFFINITY_NUMERIC:
    case SA_AFFINITY_FLOAT:
        if (dialect->dialect == DIALECT_SQLITE && sql_python_kind (runtime, value) != PYTHON_STR)
        {
            const char *text;

            SCRIPT_TRY (text_of (runtime, value, &text));
            *out = value_number (g_ascii_strtod (text, NULL));
        }
        return SCRIPT_NORMAL;
    case SA_AFFINITY_ARRAY:
        return bind_items (runtime, value, resolved->item, dialect, out);
    default:
        return SCRIPT_NORMAL;
    }
}

static void append_text (const SaDialect *dialect, const char *text, gsize length, GString *out)
{
    gboolean postgresql = dialect->dialect == DIALECT_POSTGRESQL;

    /* psycopg2 quotes by libpq, which writes E'' where there is a backslash */
    g_string_append (out, postgresql && memchr (text, '\\', length) ? "E'" : "'");
    for (gsize i = 0; i < length; i++)
    {
        char c = text[i];

        if (c == '\'')
            g_string_append (out, postgresql ? "''" : "\\'");
        else if (c == '\\')
            g_string_append (out, "\\\\");
        else if (postgresql)
            g_string_append_c (out, c);
        else if (c == '\0')
            g_string_append (out, "\\0");
        else if (c == '\n')
            g_string_append (out, "\\n");
        else if (c == '\r')
            g_string_append (out, "\\r");
        else if (c == '\032')
            g_string_append (out, "\\Z");
        else if (c == '"')
            g_string_append (out, "\\\"");
        else
            g_string_append_c (out, c);
    }
    g_string_append_c (out, '\'');
}

static void append_bytes (const SaDialect *dialect, const ScriptBytes *bytes, GString *out)
{
    gboolean postgresql = dialect->dialect == DIALECT_POSTGRESQL;

    g_string_append (out, postgresql ? "'\\x" : "X'");
    for (gsize i = 0; i < bytes->length; i++)
        g_string_append_printf (out, "%02x", bytes->data[i]);
    g_string_append (out, postgresql ? "'::bytea" : "'");
}

static ScriptStatus append_moment (ScriptRuntime *runtime, Value value, PythonKind kind, const SaDialect *dialect,
                                   GString *out)
{
    gboolean postgresql = dialect->dialect == DIALECT_POSTGRESQL;
    Value zone = NULL_VALUE;

    if (kind != PYTHON_DATE)
        SCRIPT_TRY (py_get_text (runtime, value, "tzinfo", &zone));
    if (postgresql)
    {
        Value text;
        gboolean zoned = zone.kind != VALUE_NULL && zone.kind != VALUE_EMPTY;

        SCRIPT_TRY (py_call_method (runtime, value, "isoformat", NULL, 0, &text));
        g_string_append_printf (out, "'%s'::%s", value_to_text (runtime, text),
                                kind == PYTHON_DATE   ? "date"
                                : kind == PYTHON_TIME ? (zoned ? "timetz" : "time")
                                : zoned               ? "timestamptz"
                                                      : "timestamp");
        return SCRIPT_NORMAL;
    }
    g_string_append_c (out, '\'');
    if (kind != PYTHON_TIME)
        SCRIPT_TRY (append_date (runtime, value, out));
    if (kind == PYTHON_DATETIME)
        g_string_append_c (out, ' ');
    if (kind != PYTHON_DATE)
        SCRIPT_TRY (append_time (runtime, value, FALSE, out));
    g_string_append_c (out, '\'');
    return SCRIPT_NORMAL;
}

static ScriptStatus append_duration (ScriptRuntime *runtime, Value value, const SaDialect *dialect, GString *out)
{
    gint64 days, seconds, fraction, total;

    SCRIPT_TRY (attribute (runtime, value, "days", &days));
    SCRIPT_TRY (attribute (runtime, value, "seconds", &seconds));
    SCRIPT_TRY (attribute (runtime, value, "microseconds", &fraction));
    if (dialect->dialect == DIALECT_POSTGRESQL)
    {
        g_string_append_printf (out, "'%d days %d.%06d seconds'::interval", (int)days, (int)seconds, (int)fraction);
        return SCRIPT_NORMAL;
    }
    total = (days * 86400 + seconds) * G_USEC_PER_SEC + fraction;
    g_string_append_printf (out, "'%s", total < 0 ? "-" : "");
    total = ABS (total);
    g_string_append_printf (out, "%02d:%02d:%02d", (int)(total / G_USEC_PER_SEC / 3600),
                            (int)(total / G_USEC_PER_SEC / 60 % 60), (int)(total / G_USEC_PER_SEC % 60));
    if (total % G_USEC_PER_SEC)
        g_string_append_printf (out, ".%06d", (int)(total % G_USEC_PER_SEC));
    g_string_append_c (out, '\'');
    return SCRIPT_NORMAL;
}

static ScriptStatus cannot_adapt (ScriptRuntime *runtime, Value value, const SaDialect *dialect)
{
    const char *name = py_type_name (runtime, value);

    if (dialect->dialect == DIALECT_MYSQL)
        return script_throw (runtime, "TypeError", "%s can not be used as parameter", name);
    return sql_raise (runtime, "ProgrammingError", "(psycopg2.ProgrammingError) can't adapt type '%s'", name);
}

static ScriptStatus append_sequence (ScriptRuntime *runtime, Value value, gboolean tuple, const SaDialect *dialect,
                                     GString *out)
{
    ScriptList *list = value_list (value);
    gboolean array = dialect->dialect == DIALECT_POSTGRESQL && !tuple;

    if (array && list->length == 0)
    {
        g_string_append (out, "'{}'");
        return SCRIPT_NORMAL;
    }
    g_string_append (out, array ? "ARRAY[" : "(");
    for (guint32 i = 0; i < list->length; i++)
    {
        g_string_append (out, i == 0 ? "" : dialect->dialect == DIALECT_POSTGRESQL && tuple ? ", " : ",");
        SCRIPT_TRY (sql_driver_literal (runtime, list->items[i], dialect, out));
    }
    g_string_append (out, array ? "]" : ")");
    return SCRIPT_NORMAL;
}

static ScriptStatus append_float (ScriptRuntime *runtime, double number, const SaDialect *dialect, GString *out)
{
    g_autoptr (GString) text = g_string_new (NULL);
    ScriptString *shown;

    SCRIPT_TRY (py_repr (runtime, value_number (number), &shown));
    g_string_append (text, value_to_text (runtime, value_of_string (shown)));
    if (dialect->dialect == DIALECT_MYSQL)
    {
        if (!isfinite (number))
            return sql_raise (runtime, "ProgrammingError",
                              "(pymysql.err.ProgrammingError) %s can not be used with MySQL", text->str);
        g_string_append_printf (out, "%s%s", text->str, strchr (text->str, 'e') ? "" : "e0");
        return SCRIPT_NORMAL;
    }
    if (!isfinite (number))
        g_string_append (out, isnan (number) ? "'NaN'::float"
                              : number > 0   ? "'Infinity'::float"
                                             : "'-Infinity'::float");
    else
        g_string_append_printf (out, "%s%s", number < 0 ? " " : "", text->str);
    return SCRIPT_NORMAL;
}

ScriptStatus sql_driver_literal (ScriptRuntime *runtime, Value value, const SaDialect *dialect, GString *out)
{
    gboolean postgresql = dialect->dialect == DIALECT_POSTGRESQL;
    PythonKind kind = sql_python_kind (runtime, value);
    const char *text;
    gsize length;

    value = py_unbox (value);
    switch (kind)
    {
    case PYTHON_NONE:
        g_string_append (out, "NULL");
        return SCRIPT_NORMAL;
    case PYTHON_BOOL:
        g_string_append (out, postgresql ? (value.as.boolean ? "true" : "false") : (value.as.boolean ? "1" : "0"));
        return SCRIPT_NORMAL;
    case PYTHON_INT:
        g_string_append_printf (out, "%s%" G_GINT64_FORMAT, postgresql && value.as.integer < 0 ? " " : "",
                                value.as.integer);
        return SCRIPT_NORMAL;
    case PYTHON_FLOAT:
        return append_float (runtime, value.as.number, dialect, out);
    case PYTHON_STR:
        text = value_to_bytes (runtime, value, &length);
        if (postgresql && memchr (text, '\0', length))
            return script_throw (runtime, "ValueError", "A string literal cannot contain NUL (0x00) characters.");
        append_text (dialect, text, length, out);
        return SCRIPT_NORMAL;
    case PYTHON_BYTES:
        append_bytes (dialect, value_bytes (value), out);
        return SCRIPT_NORMAL;
    case PYTHON_DECIMAL:
        SCRIPT_TRY (text_of (runtime, value, &text));
        g_string_append_printf (out, "%s%s", postgresql && *text == '-' ? " " : "", text);
        return SCRIPT_NORMAL;
    case PYTHON_DATETIME:
    case PYTHON_DATE:
    case PYTHON_TIME:
        return append_moment (runtime, value, kind, dialect, out);
    case PYTHON_TIMEDELTA:
        return append_duration (runtime, value, dialect, out);
    case PYTHON_UUID:
        SCRIPT_TRY (text_of (runtime, value, &text));
        g_string_append_printf (out, postgresql ? "'%s'::uuid" : "'%s'", text);
        return SCRIPT_NORMAL;
    case PYTHON_LIST:
    case PYTHON_TUPLE:
        return append_sequence (runtime, value, kind == PYTHON_TUPLE, dialect, out);
    case PYTHON_DICT:
    case PYTHON_ENUM:
    case PYTHON_OTHER:
        break;
    }
    if (dialect->dialect == DIALECT_MYSQL && kind == PYTHON_ENUM)
    {
        SCRIPT_TRY (text_of (runtime, value, &text));
        append_text (dialect, text, strlen (text), out);
        return SCRIPT_NORMAL;
    }
    return cannot_adapt (runtime, value, dialect);
}

static ScriptStatus sqlite_text (ScriptRuntime *runtime, Value value, SqlValue *out)
{
    gsize length;
    const char *text = value_to_bytes (runtime, value, &length);
    char *copy = script_alloc (runtime, length + 1);

    memcpy (copy, text, length);
    *out = (SqlValue){ .type = SQL_TEXT, .text = copy, .length = length };
    return SCRIPT_NORMAL;
}

ScriptStatus sql_sqlite_value (ScriptRuntime *runtime, Value value, guint number, SqlValue *out)
{
    PythonKind kind = sql_python_kind (runtime, value);
    g_autoptr (GString) text = NULL;

    value = py_unbox (value);
    switch ((int)kind)
    {
    case PYTHON_NONE:
        *out = (SqlValue){ .type = SQL_NULL };
        return SCRIPT_NORMAL;
    case PYTHON_BOOL:
        *out = (SqlValue){ .type = SQL_INTEGER, .integer = value.as.boolean };
        return SCRIPT_NORMAL;
    case PYTHON_INT:
        *out = (SqlValue){ .type = SQL_INTEGER, .integer = value.as.integer };
        return SCRIPT_NORMAL;
    case PYTHON_FLOAT:
        *out = (SqlValue){ .type = isnan (value.as.number) ? SQL_NULL : SQL_FLOAT, .number = value.as.number };
        return SCRIPT_NORMAL;
    case PYTHON_STR:
        return sqlite_text (runtime, value, out);
    case PYTHON_BYTES:
        *out = (SqlValue){ .type = SQL_BLOB,
                           .text = (char *)value_bytes (value)->data,
                           .length = value_bytes (value)->length };
        return SCRIPT_NORMAL;
    case PYTHON_DATE:
    case PYTHON_DATETIME: /* sqlite3's default adapters */
        text = g_string_new (NULL);
        SCRIPT_TRY (append_date (runtime, value, text));
        if (kind == PYTHON_DATETIME)
        {
            Value shown, between = value_string (runtime, " ", 1);

            SCRIPT_TRY (py_call_method (runtime, value, "isoformat", &between, 1, &shown));
            return sqlite_text (runtime, shown, out);
        }
        return sqlite_text (runtime, value_string (runtime, text->str, (gssize)text->len), out);
    default:
        break;
    }
    return sql_raise (runtime, "ProgrammingError",
                      "(sqlite3.ProgrammingError) Error binding parameter %u: type '%s' is not supported", number,
                      py_type_name (runtime, value));
}

/* String.literal_processor, and render_literal_value of the dialects: MySQL's backslashes are doubled. */
static ScriptStatus literal_string (ScriptRuntime *runtime, Value value, const SaDialect *dialect, GString *out)
{
    const char *text;

    SCRIPT_TRY (text_of (runtime, value, &text));
    g_string_append_c (out, '\'');
    for (; *text; text++)
    {
        if (*text == '\'' || (*text == '\\' && dialect->dialect == DIALECT_MYSQL))
            g_string_append_c (out, *text);
        g_string_append_c (out, *text);
    }
    g_string_append_c (out, '\'');
    return SCRIPT_NORMAL;
}

static ScriptStatus cannot_render (ScriptRuntime *runtime, Value value)
{
    ScriptString *shown;

    SCRIPT_TRY (py_repr (runtime, value, &shown));
    return sql_raise (runtime, "CompileError",
                      "Could not render literal value \"%s\" with datatype NULL; see parent "
                      "stack trace for more detail.",
                      value_to_text (runtime, value_of_string (shown)));
}

ScriptStatus sql_render_literal (ScriptRuntime *runtime, Value value, const SaType *type, const SaDialect *dialect,
                                 GString *out)
{
    const char *text;
    PythonKind kind;

    if (!type)
        type = sql_type_of_value (runtime, value);
    if (value.kind == VALUE_NULL && sql_affinity (type) != SA_AFFINITY_JSON)
    {
        g_string_append (out, "NULL");
        return SCRIPT_NORMAL;
    }
    SCRIPT_TRY (sql_bind_value (runtime, value, type, dialect, &value));
    kind = sql_python_kind (runtime, value);
    if (kind == PYTHON_BOOL)
    {
        g_string_append (out, value.as.boolean ? "true" : "false");
        return SCRIPT_NORMAL;
    }
    switch ((int)sql_affinity (type))
    {
    case SA_AFFINITY_BOOLEAN:
    {
        gint64 number = 0;

        py_is_integer (value, &number);
        g_string_append (out, dialect->dialect == DIALECT_SQLITE ? (number ? "1" : "0") : (number ? "true" : "false"));
        return SCRIPT_NORMAL;
    }
    case SA_AFFINITY_INTEGER:
    case SA_AFFINITY_NUMERIC:
    case SA_AFFINITY_FLOAT:
        SCRIPT_TRY (text_of (runtime, value, &text));
        g_string_append (out, text);
        return SCRIPT_NORMAL;
    default:
        break;
    }
    switch ((int)kind)
    {
    case PYTHON_NONE:
        g_string_append (out, "NULL");
        return SCRIPT_NORMAL;
    case PYTHON_INT:
    case PYTHON_FLOAT:
    case PYTHON_DECIMAL:
        SCRIPT_TRY (text_of (runtime, value, &text));
        g_string_append (out, text);
        return SCRIPT_NORMAL;
    case PYTHON_STR:
    case PYTHON_UUID:
        return literal_string (runtime, value, dialect, out);
    case PYTHON_DATETIME:
    case PYTHON_DATE:
    case PYTHON_TIME:
    {
        Value shown, between = value_string (runtime, " ", 1);

        SCRIPT_TRY (py_call_method (runtime, value, "isoformat", &between, kind == PYTHON_DATETIME ? 1 : 0, &shown));
        return literal_string (runtime, shown, dialect, out);
    }
    case PYTHON_BYTES:
        return literal_string (
            runtime,
            value_string (runtime, (const char *)value_bytes (value)->data, (gssize)value_bytes (value)->length),
            dialect, out);
    default:
        return cannot_render (runtime, value);
    }
}
