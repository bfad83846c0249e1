/* Cells as Python's values: what psycopg2, PyMySQL and sqlite3 give, and what the types of SQLAlchemy make of it (result_processor). */

#include "adapters/alembic/sql_value.h"

#include <string.h>

/* PostgreSQL's types, by their numbers in pg_type. */
enum
{
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_OID = 26,
    OID_JSON = 114,
    OID_FLOAT4 = 700,
    OID_FLOAT8 = 701,
    OID_DATE = 1082,
    OID_TIME = 1083,
    OID_TIMESTAMP = 1114,
    OID_TIMESTAMPTZ = 1184,
    OID_INTERVAL = 1186,
    OID_NUMERIC = 1700,
    OID_UUID = 2950,
    OID_JSONB = 3802,
    OID_INT4RANGE = 3904,
    OID_NUMRANGE = 3906,
    OID_TSRANGE = 3908,
    OID_TSTZRANGE = 3910,
    OID_DATERANGE = 3912,
    OID_INT8RANGE = 3926
};

/* Arrays, and what is in them (psycopg2's and those that SQLAlchemy asks for). */
static const guint arrays[][2] = {
    { 1000, OID_BOOL },
    { 1001, OID_BYTEA },
    { 1005, OID_INT2 },
    { 1007, OID_INT4 },
    { 1016, OID_INT8 },
    { 1021, OID_FLOAT4 },
    { 1022, OID_FLOAT8 },
    { 1231, OID_NUMERIC },
    { 1182, OID_DATE },
    { 1115, OID_TIMESTAMP },
    { 1185, OID_TIMESTAMPTZ },
    { 1183, OID_TIME },
    { 1187, OID_INTERVAL },
    { 2951, OID_UUID },
    { 1009, 25 },
    { 1015, 1043 },
    { 1014, 1042 },
    { 1002, 18 },
    { 199, OID_JSON },
    { 3807, OID_JSONB },
};

/* MYSQL_TYPE_ numbers. */
enum
{
    MYSQL_DECIMAL = 0,
    MYSQL_TINY = 1,
    MYSQL_SHORT = 2,
    MYSQL_LONG = 3,
    MYSQL_FLOAT = 4,
    MYSQL_DOUBLE = 5,
    MYSQL_TIMESTAMP = 7,
    MYSQL_LONGLONG = 8,
    MYSQL_INT24 = 9,
    MYSQL_DATE = 10,
    MYSQL_TIME = 11,
    MYSQL_DATETIME = 12,
    MYSQL_YEAR = 13,
    MYSQL_BIT = 16,
    MYSQL_NEWDECIMAL = 246
};

static ScriptStatus parse_json (ScriptRuntime *runtime, Value text, Value *out)
{
    Value function;

    SCRIPT_TRY (py_import (runtime, "json", &function));
    SCRIPT_TRY (py_get_text (runtime, function, "loads", &function));
    return py_call (runtime, function, &text, 1, out);
}

static ScriptStatus make_duration (ScriptRuntime *runtime, gint64 days, gint64 seconds, gint64 fraction, Value *out)
{
    Value arguments[] = { value_integer (days), value_integer (seconds), value_integer (fraction) };
    Value class;

    SCRIPT_TRY (py_import (runtime, "datetime", &class));
    SCRIPT_TRY (py_get_text (runtime, class, "timedelta", &class));
    return py_call (runtime, class, arguments, 3, out);
}

/* Microseconds of ".5" and the like; AT moves behind it. */
static gint64 fraction_of (const char **at)
{
    gint64 value = 0;
    int digits = 0;

    if (**at != '.')
        return 0;
    for (++*at; g_ascii_isdigit (**at); ++*at)
        if (digits++ < 6)
            value = value * 10 + (**at - '0');
    for (; digits < 6; digits++)
        value *= 10;
    return value;
}

/* "1 year 2 mons 3 days 04:05:06.7" (IntervalStyle postgres); a year is 365 days and a month 30, as psycopg2 has it. */
static ScriptStatus parse_interval (ScriptRuntime *runtime, const char *text, Value *out)
{
    gint64 days = 0, seconds = 0, fraction = 0;

    while (*text)
    {
        char *end;
        gboolean negative = *text == '-';
        gint64 number = g_ascii_strtoll (text, &end, 10);

        if (end == text)
        {
            text++;
            continue;
        }
        text = end;
        if (*text == ':')
        {
            gint64 hours = ABS (number), minutes = g_ascii_strtoll (text + 1, &end, 10);

            text = end;
            seconds = hours * 3600 + minutes * 60;
            if (*text == ':')
            {
                seconds += g_ascii_strtoll (text + 1, &end, 10);
                text = end;
                fraction = fraction_of (&text);
            }
            if (negative)
            {
                seconds = -seconds;
                fraction = -fraction;
            }
            continue;
        }
        text += strspn (text, " ");
        days += number * (g_str_has_prefix (text, "year") ? 365 : g_str_has_prefix (text, "mon") ? 30 : 1);
        text += strcspn (text, " ");
    }
    return make_duration (runtime, days, seconds, fraction, out);
}

/* MySQL's TIME: "-838:59:59.000000" */
static ScriptStatus parse_mysql_time (ScriptRuntime *runtime, const char *text, Value *out)
{
    gboolean negative = *text == '-';
    char *end;
    gint64 hours = g_ascii_strtoll (text + (negative ? 1 : 0), &end, 10), minutes = 0, seconds = 0, fraction = 0;

    if (*end == ':')
        minutes = g_ascii_strtoll (end + 1, &end, 10);
    if (*end == ':')
    {
        seconds = g_ascii_strtoll (end + 1, &end, 10);
        text = end;
        fraction = fraction_of (&text);
    }
    seconds += hours * 3600 + minutes * 60;
    return make_duration (runtime, 0, negative ? -seconds : seconds, negative ? -fraction : fraction, out);
}

/* PostgreSQL writes "+00" where fromisoformat of 3.11 wants no more; "infinity" and years beyond 9999 are an error in Python too. */
static ScriptStatus parse_moment (ScriptRuntime *runtime, const char *class, const char *text, Value *out)
{
    g_autoptr (GString) iso = g_string_new (text);
    const char *zone = strpbrk (text + (strlen (text) > 10 ? 10 : 0), "+-");

    if (zone && strlen (zone) == 3)
        g_string_append (iso, ":00");
    return sql_construct (runtime, "datetime", class, "fromisoformat", iso->str, out);
}

static ScriptStatus postgresql_value (ScriptRuntime *runtime, const char *text, gsize length, guint type, Value *out);

static ScriptStatus array_items (ScriptRuntime *runtime, const char **at, guint item, ScriptList *list)
{
    ++*at;
    while (**at && **at != '}')
    {
        Value value = NULL_VALUE;

        if (**at == ',')
        {
            ++*at;
            continue;
        }
        if (**at == '{')
        {
            ScriptList *inner = py_as_list (py_list_new (runtime, NULL, 0));

            SCRIPT_TRY (array_items (runtime, at, item, inner));
            value = value_of_object (&inner->object);
        }
        else
        {
            g_autoptr (GString) text = g_string_new (NULL);
            gboolean quoted = **at == '"';

            if (quoted)
                ++*at;
            while (**at && (quoted ? **at != '"' : **at != ',' && **at != '}'))
            {
                if (**at == '\\')
                    ++*at;
                g_string_append_c (text, *(*at)++);
            }
            if (quoted)
                ++*at;
            if (quoted || g_ascii_strcasecmp (text->str, "NULL") != 0)
                SCRIPT_TRY (postgresql_value (runtime, text->str, text->len, item, &value));
        }
        list_append (runtime, list, value);
    }
    if (**at == '}')
        ++*at;
    return SCRIPT_NORMAL;
}

static ScriptStatus parse_array (ScriptRuntime *runtime, const char *text, guint item, Value *out)
{
    ScriptList *list = py_as_list (py_list_new (runtime, NULL, 0));

    if (*text == '[') /* bounds: [0:1]={...} */
        text += strcspn (text, "{");
    *out = value_of_object (&list->object);
    return *text == '{' ? array_items (runtime, &text, item, list) : SCRIPT_NORMAL;
}

static ScriptStatus parse_bytea (ScriptRuntime *runtime, const char *text, gsize length, Value *out)
{
    g_autoptr (GByteArray) bytes = g_byte_array_new ();

    if (!g_str_has_prefix (text, "\\x"))
    {
        *out = py_bytes_new (runtime, text, length);
        return SCRIPT_NORMAL;
    }
    for (gsize i = 2; i + 1 < length; i += 2)
    {
        guint8 byte = (guint8)(g_ascii_xdigit_value (text[i]) << 4 | g_ascii_xdigit_value (text[i + 1]));

        g_byte_array_append (bytes, &byte, 1);
    }
    *out = py_bytes_new (runtime, bytes->data, bytes->len);
    return SCRIPT_NORMAL;
}

static ScriptStatus postgresql_value (ScriptRuntime *runtime, const char *text, gsize length, guint type, Value *out)
{
    switch ((int)type)
    {
    case OID_BOOL:
        *out = value_boolean (*text == 't');
        return SCRIPT_NORMAL;
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_OID:
        *out = value_integer (g_ascii_strtoll (text, NULL, 10));
        return SCRIPT_NORMAL;
    case OID_FLOAT4:
    case OID_FLOAT8:
        *out = value_number (g_ascii_strtod (text, NULL));
        return SCRIPT_NORMAL;
    case OID_NUMERIC:
        return sql_construct (runtime, "decimal", "Decimal", NULL, text, out);
    case OID_DATE:
        return parse_moment (runtime, "date", text, out);
    case OID_TIME:
        return parse_moment (runtime, "time", text, out);
    case OID_TIMESTAMP:
    case OID_TIMESTAMPTZ:
        return parse_moment (runtime, "datetime", text, out);
    case OID_INTERVAL:
        return parse_interval (runtime, text, out);
    case OID_UUID:
        return sql_construct (runtime, "uuid", "UUID", NULL, text, out);
    case OID_INT4RANGE:
    case OID_INT8RANGE:
    case OID_NUMRANGE:
    case OID_DATERANGE:
    case OID_TSRANGE:
    case OID_TSTZRANGE:
        return script_refuse (runtime,
                              "a range of PostgreSQL is an object of psycopg2 in Python; read its bounds, lower "
                              "(x) and upper (x), or x::text");
    case OID_JSON:
    case OID_JSONB:
        return parse_json (runtime, value_string (runtime, text, (gssize)length), out);
    case OID_BYTEA:
        return parse_bytea (runtime, text, length, out);
    default:
        break;
    }
    for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
        if (arrays[i][0] == type)
            return parse_array (runtime, text, arrays[i][1], out);
    *out = value_string (runtime, text, (gssize)length);
    return SCRIPT_NORMAL;
}

static ScriptStatus mysql_value (ScriptRuntime *runtime, const SqlValue *cell, guint type, Value *out)
{
    gboolean binary = type & MYSQL_COLUMN_BINARY;

    switch ((int)(type & ~MYSQL_COLUMN_BINARY))
    {
    case MYSQL_TINY:
    case MYSQL_SHORT:
    case MYSQL_LONG:
    case MYSQL_LONGLONG:
    case MYSQL_INT24:
    case MYSQL_YEAR:
        *out = value_integer (g_ascii_strtoll (cell->text, NULL, 10));
        return SCRIPT_NORMAL;
    case MYSQL_FLOAT:
    case MYSQL_DOUBLE:
        *out = value_number (g_ascii_strtod (cell->text, NULL));
        return SCRIPT_NORMAL;
    case MYSQL_DECIMAL:
    case MYSQL_NEWDECIMAL:
        return sql_construct (runtime, "decimal", "Decimal", NULL, cell->text, out);
    case MYSQL_DATE:
        return parse_moment (runtime, "date", cell->text, out);
    case MYSQL_DATETIME:
    case MYSQL_TIMESTAMP:
        return parse_moment (runtime, "datetime", cell->text, out);
    case MYSQL_TIME:
        return parse_mysql_time (runtime, cell->text, out);
    default:
        break;
    }
    *out = binary || cell->type == SQL_BLOB ? py_bytes_new (runtime, cell->text, cell->length)
                                            : value_string (runtime, cell->text, (gssize)cell->length);
    return SCRIPT_NORMAL;
}

static ScriptStatus driver_value (ScriptRuntime *runtime, const SaDialect *dialect, const SqlValue *cell, guint type,
                                  Value *out)
{
    switch (cell->type)
    {
    case SQL_NULL:
        *out = NULL_VALUE;
        return SCRIPT_NORMAL;
    case SQL_BOOLEAN:
        *out = value_boolean (cell->integer != 0);
        return SCRIPT_NORMAL;
    case SQL_INTEGER:
        *out = value_integer (cell->integer);
        return SCRIPT_NORMAL;
    case SQL_FLOAT:
        *out = value_number (cell->number);
        return SCRIPT_NORMAL;
    case SQL_TEXT:
    case SQL_BLOB:
        break;
    }
    switch (dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        if (cell->type == SQL_BLOB)
            break;
        return postgresql_value (runtime, cell->text, cell->length, type, out);
    case DIALECT_MYSQL:
        return mysql_value (runtime, cell, type, out);
    case DIALECT_SQLITE:
        if (cell->type == SQL_TEXT)
        {
            *out = value_string (runtime, cell->text, (gssize)cell->length);
            return SCRIPT_NORMAL;
        }
        break;
    }
    *out = py_bytes_new (runtime, cell->text, cell->length);
    return SCRIPT_NORMAL;
}

static ScriptStatus text_argument (ScriptRuntime *runtime, Value value, const char *module, const char *class,
                                   const char *method, Value *out)
{
    return sql_construct (runtime, module, class, method, value_to_text (runtime, value), out);
}

/* Enum: the member, or the text itself; a text that is none is a LookupError. */
static ScriptStatus enum_value (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, Value value,
                                Value *out)
{
    const char *text = value_to_text (runtime, value);
    g_autoptr (GString) message = g_string_new (NULL);

    if (type->n_values == 0)
        return SCRIPT_NORMAL;
    for (guint i = 0; i < type->n_values; i++)
        if (g_str_equal (type->values[i], text))
        {
            if (type->members)
                *out = type->members[i];
            return SCRIPT_NORMAL;
        }
    sql_append_not_among (text, type, dialect, message);
    return script_throw (runtime, "LookupError", "%s", message->str);
}

/* SQLite's NUMERIC: a float with as many digits as the type has behind the point (10 without); of PostgreSQL only a float. What PyMySQL gives stays as it is. */
static ScriptStatus decimal_value (ScriptRuntime *runtime, const SaType *type, const SaDialect *dialect, Value value,
                                   Value *out)
{
    g_autofree char *text = NULL;

    if (!type->asdecimal)
    {
        if (value.kind != VALUE_NUMBER)
        {
            ScriptString *shown;

            SCRIPT_TRY (py_str (runtime, value, &shown));
            *out = value_number (g_ascii_strtod (value_to_text (runtime, value_of_string (shown)), NULL));
        }
        return SCRIPT_NORMAL;
    }
    if (dialect->dialect == DIALECT_MYSQL)
        return SCRIPT_NORMAL;
    if (value.kind == VALUE_NUMBER || (value.kind == VALUE_INTEGER && dialect->dialect == DIALECT_SQLITE))
    {
        int scale = type->scale != SA_UNSET ? type->scale : 10;

        text =
            g_strdup_printf ("%.*f", scale, value.kind == VALUE_INTEGER ? (double)value.as.integer : value.as.number);
        return sql_construct (runtime, "decimal", "Decimal", NULL, text, out);
    }
    if (value.kind == VALUE_STRING)
        return text_argument (runtime, value, "decimal", "Decimal", NULL, out);
    return SCRIPT_NORMAL;
}

/* An Interval that is kept as a time behind 1970. */
static ScriptStatus interval_value (ScriptRuntime *runtime, Value value, Value *out)
{
    Value epoch, moment = value;

    if (value.kind == VALUE_STRING)
        SCRIPT_TRY (text_argument (runtime, value, "datetime", "datetime", "fromisoformat", &moment));
    SCRIPT_TRY (sql_construct (runtime, "datetime", "datetime", "fromisoformat", "1970-01-01", &epoch));
    return py_binary (runtime, OP_SUBTRACT, moment, epoch, out);
}

static ScriptStatus typed_value (ScriptRuntime *runtime, const SaDialect *dialect, const SaType *type, Value *out)
{
    Value value = *out;
    gboolean text = value.kind == VALUE_STRING;

    if (type->class->form == SA_FORM_ENUM && text)
        return enum_value (runtime, type, dialect, value, out);
    switch ((int)sa_type_affinity (type))
    {
    case SA_AFFINITY_BOOLEAN:
        if (value.kind == VALUE_INTEGER)
            *out = value_boolean (value.as.integer != 0);
        return SCRIPT_NORMAL;
    case SA_AFFINITY_DATETIME:
        return text ? text_argument (runtime, value, "datetime", "datetime", "fromisoformat", out) : SCRIPT_NORMAL;
    case SA_AFFINITY_DATE:
        return text ? text_argument (runtime, value, "datetime", "date", "fromisoformat", out) : SCRIPT_NORMAL;
    case SA_AFFINITY_TIME:
        if (text)
            return text_argument (runtime, value, "datetime", "time", "fromisoformat", out);
        if (sql_python_kind (runtime, value) == PYTHON_TIMEDELTA)
        {
            Value epoch;

            SCRIPT_TRY (sql_construct (runtime, "datetime", "datetime", "fromisoformat", "1970-01-01", &epoch));
            SCRIPT_TRY (py_binary (runtime, OP_ADD, epoch, value, &epoch));
            return py_call_method (runtime, epoch, "time", NULL, 0, out);
        }
        return SCRIPT_NORMAL;
    case SA_AFFINITY_NUMERIC:
    case SA_AFFINITY_FLOAT:
        return decimal_value (runtime, type, dialect, value, out);
    case SA_AFFINITY_JSON:
        return text && dialect->dialect != DIALECT_POSTGRESQL ? parse_json (runtime, value, out) : SCRIPT_NORMAL;
    case SA_AFFINITY_UUID:
        if (text && type->as_uuid)
            return text_argument (runtime, value, "uuid", "UUID", NULL, out);
        if (!type->as_uuid)
        {
            ScriptString *shown;

            if (text)
                SCRIPT_TRY (text_argument (runtime, value, "uuid", "UUID", NULL, &value));
            SCRIPT_TRY (py_str (runtime, value, &shown));
            *out = value_of_string (shown);
        }
        return SCRIPT_NORMAL;
    default:
        return SCRIPT_NORMAL;
    }
}

ScriptStatus sql_cell (ScriptRuntime *runtime, const SaDialect *dialect, const ResultSet *result, guint row,
                       guint column, const SaType *type, Value *out)
{
    const SaType *resolved;

    SCRIPT_TRY (
        driver_value (runtime, dialect, result_cell (result, row, column), result_column_type (result, column), out));
    if (!type)
        return SCRIPT_NORMAL;
    if (out->kind != VALUE_NULL)
    {
        if (type->class->form == SA_FORM_DECORATOR && g_str_equal (type->class->host.name, "PickleType"))
            return script_refuse (runtime, "a pickled value can't be read without Python");
        if (type->class->form == SA_FORM_DECORATOR && g_str_equal (type->class->host.name, "Interval"))
            return dialect->dialect == DIALECT_POSTGRESQL ? SCRIPT_NORMAL : interval_value (runtime, *out, out);
        SCRIPT_TRY (sa_type_resolve (runtime, type, dialect, &resolved));
        if (resolved)
            SCRIPT_TRY (typed_value (runtime, dialect, resolved, out));
    }
    return sa_type_process (runtime, type, dialect, "process_result_value", out);
}
