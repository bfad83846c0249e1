/* Cells into JavaScript values. */

#include "adapters/node/node.h"

#include <math.h>
#include <string.h>

/* PostgreSQL's types that pg-types 2 has a parser for (textParsers.js); all others are texts. */
typedef enum
{
    PG_TEXT,
    PG_BOOLEAN,
    PG_INTEGER,
    PG_FLOAT,
    PG_DATE,
    PG_JSON,
    PG_BYTES,
    PG_POINT,
    PG_CIRCLE,
    PG_INTERVAL
} PgKind;

typedef struct
{
    guint oid;
    PgKind kind;
    gboolean array;
} PgType;

static const PgType pg_types[] = {
    { 16, PG_BOOLEAN, FALSE },   { 17, PG_BYTES, FALSE },    { 21, PG_INTEGER, FALSE }, { 23, PG_INTEGER, FALSE },
    { 26, PG_INTEGER, FALSE },   { 114, PG_JSON, FALSE },    { 199, PG_JSON, TRUE },    { 600, PG_POINT, FALSE },
    { 651, PG_TEXT, TRUE },      { 700, PG_FLOAT, FALSE },   { 701, PG_FLOAT, FALSE },  { 718, PG_CIRCLE, FALSE },
    { 791, PG_TEXT, TRUE },      { 1000, PG_BOOLEAN, TRUE }, { 1001, PG_BYTES, TRUE },  { 1005, PG_INTEGER, TRUE },
    { 1007, PG_INTEGER, TRUE },  { 1008, PG_TEXT, TRUE },    { 1009, PG_TEXT, TRUE },   { 1014, PG_TEXT, TRUE },
    { 1015, PG_TEXT, TRUE },     { 1016, PG_TEXT, TRUE },    { 1017, PG_POINT, TRUE },  { 1021, PG_FLOAT, TRUE },
    { 1022, PG_FLOAT, TRUE },    { 1028, PG_INTEGER, TRUE }, { 1040, PG_TEXT, TRUE },   { 1041, PG_TEXT, TRUE },
    { 1082, PG_DATE, FALSE },    { 1114, PG_DATE, FALSE },   { 1115, PG_DATE, TRUE },   { 1182, PG_DATE, TRUE },
    { 1183, PG_TEXT, TRUE },     { 1184, PG_DATE, FALSE },   { 1185, PG_DATE, TRUE },   { 1186, PG_INTERVAL, FALSE },
    { 1187, PG_INTERVAL, TRUE }, { 1231, PG_FLOAT, TRUE },   { 1270, PG_TEXT, TRUE },   { 2951, PG_TEXT, TRUE },
    { 3802, PG_JSON, FALSE },    { 3807, PG_JSON, TRUE },    { 3907, PG_TEXT, TRUE },
};

/* MySQL's MYSQL_TYPE_ numbers, as the protocol has them. */
enum
{
    MYSQL_DECIMAL = 0,
    MYSQL_TINY = 1,
    MYSQL_SHORT = 2,
    MYSQL_LONG = 3,
    MYSQL_FLOAT = 4,
    MYSQL_DOUBLE = 5,
    MYSQL_NULL = 6,
    MYSQL_TIMESTAMP = 7,
    MYSQL_LONGLONG = 8,
    MYSQL_INT24 = 9,
    MYSQL_DATE = 10,
    MYSQL_TIME = 11,
    MYSQL_DATETIME = 12,
    MYSQL_YEAR = 13,
    MYSQL_JSON = 245,
    MYSQL_NEWDECIMAL = 246,
    MYSQL_GEOMETRY = 255
};

static Value number_of (const char *text)
{
    return value_number (g_ascii_strtod (text, NULL));
}

/* Days since 1970 of a date of the proleptic Gregorian calendar. */
static gint64 days_of (gint64 year, gint64 month, gint64 day)
{
    gint64 y = month <= 2 ? year - 1 : year;
    gint64 era = (y >= 0 ? y : y - 399) / 400;
    gint64 of_era = y - era * 400;
    gint64 of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* The number that the digits at *TEXT make, at most MOST of them; -1 when there is none. */
static gint64 take_number (const char **text, guint most)
{
    gint64 value = -1;

    for (guint i = 0; i < most && g_ascii_isdigit (**text); i++, (*text)++)
        value = (value < 0 ? 0 : value * 10) + (**text - '0');
    return value;
}

/* The same with 0 for none. */
static gint64 take_part (const char **text)
{
    gint64 value = take_number (text, 2);

    return value < 0 ? 0 : value;
}

static gboolean take_byte (const char **text, char byte)
{
    if (**text != byte)
        return FALSE;
    (*text)++;
    return TRUE;
}

/* The offset of a zone, in seconds: "+00", "-05:30", "+01:00:30". 0 when there is none: what has no zone is UTC. */
static gint64 take_zone (const char **text)
{
    gint64 sign = **text == '-' ? -1 : 1;
    gint64 seconds;

    if (**text != '+' && **text != '-')
        return 0;
    (*text)++;
    seconds = take_part (text) * 3600;
    if (take_byte (text, ':'))
        seconds += take_part (text) * 60;
    if (take_byte (text, ':'))
        seconds += take_part (text);
    return sign * seconds;
}

/* A time as both servers write it: "2024-01-02", "2024-01-02 03:04:05.678901+01", "0044-03-15 BC". FALSE when it is none. Milliseconds, as fine as JavaScript has them. */
static gboolean parse_time (const char *text, double *time)
{
    gint64 year = take_number (&text, 9);
    gint64 month, day;
    gint64 seconds = 0;
    gint64 milliseconds = 0;

    if (year < 0 || !take_byte (&text, '-') || (month = take_number (&text, 2)) < 1 || month > 12 ||
        !take_byte (&text, '-') || (day = take_number (&text, 2)) < 1 || day > 31)
        return FALSE;
    if (take_byte (&text, ' ') && g_ascii_isdigit (*text))
    {
        seconds = take_number (&text, 2) * 3600;
        if (!take_byte (&text, ':'))
            return FALSE;
        seconds += take_part (&text) * 60;
        if (take_byte (&text, ':'))
            seconds += take_part (&text);
        if (take_byte (&text, '.'))
        {
            gint64 scale = 100;

            for (; g_ascii_isdigit (*text); text++, scale /= 10)
                milliseconds += (*text - '0') * scale;
        }
        seconds -= take_zone (&text);
        take_byte (&text, ' ');
    }
    if (g_str_has_prefix (text, "BC"))
        year = 1 - year;
    *time = ((double)(days_of (year, month, day) * 86400 + seconds)) * 1000 + (double)milliseconds;
    return TRUE;
}

static Value date_value (ScriptRuntime *runtime, const char *text)
{
    double time = NAN;

    parse_time (text, &time);
    return value_of_object (&date_new (runtime, time)->object);
}

/* postgres-date: infinity is a number, what is no date null. */
static Value pg_date (ScriptRuntime *runtime, const char *text)
{
    double time;

    if (g_str_equal (text, "infinity"))
        return value_number (INFINITY);
    if (g_str_equal (text, "-infinity"))
        return value_number (-INFINITY);
    if (!parse_time (text, &time))
        return NULL_VALUE;
    return value_of_object (&date_new (runtime, time)->object);
}

static Value pg_point (ScriptRuntime *runtime, const char *text)
{
    Value point = script_object_new (runtime);
    char *end;

    if (*text != '(')
        return NULL_VALUE;
    script_set (runtime, point, "x", value_number (g_ascii_strtod (text + 1, &end)));
    script_set (runtime, point, "y", value_number (*end == ',' ? g_ascii_strtod (end + 1, NULL) : NAN));
    return point;
}

/* "<(x,y),r>" */
static Value pg_circle (ScriptRuntime *runtime, const char *text)
{
    const char *close = strchr (text, ')');
    Value circle;

    if (!g_str_has_prefix (text, "<(") || !close)
        return NULL_VALUE;
    circle = pg_point (runtime, text + 1);
    script_set (runtime, circle, "radius", value_number (g_ascii_strtod (close[1] == ',' ? close + 2 : "", NULL)));
    return circle;
}

static void set_part (ScriptRuntime *runtime, Value interval, const char *name, double value)
{
    if (value != 0)
        script_set (runtime, interval, name, value_number (value));
}

/* postgres-interval reads the server's own style: "1 year 2 mons 3 days 04:05:06.789"; parts that are 0 are left out. */
static Value pg_interval (ScriptRuntime *runtime, const char *text)
{
    static const char *const units[][2] = { { "year", "years" }, { "mon", "months" }, { "day", "days" } };
    Value interval = script_object_new (runtime);
    const char *at = text;

    while (*at)
    {
        gboolean negative = *at == '-';
        char *end;
        double number = (double)g_ascii_strtoll (at, &end, 10);

        if (*end == ':')
        {
            const char *rest = end + 1;
            double sign = negative ? -1 : 1;

            set_part (runtime, interval, "hours", number);
            set_part (runtime, interval, "minutes", sign * (double)take_part (&rest));
            if (take_byte (&rest, ':'))
                set_part (runtime, interval, "seconds", sign * (double)take_part (&rest));
            if (*rest == '.')
            {
                g_autofree char *fraction = g_strdup_printf ("%.6s000000", rest + 1);

                fraction[6] = '\0';
                set_part (runtime, interval, "milliseconds", sign * g_ascii_strtod (fraction, NULL) / 1000);
            }
            break;
        }
        if (end == at)
            break;
        for (guint i = 0; i < G_N_ELEMENTS (units); i++)
            if (*end == ' ' && g_str_has_prefix (end + 1, units[i][0]))
                set_part (runtime, interval, units[i][1], number);
        at = end + (*end == ' ');
        at += strcspn (at, " ");
        at += *at == ' ';
    }
    return interval;
}

static ScriptStatus pg_scalar (ScriptRuntime *runtime, PgKind kind, const char *text, gsize length, Value *out)
{
    switch (kind)
    {
    case PG_TEXT:
        *out = value_string (runtime, text, (gssize)length);
        break;
    case PG_BOOLEAN:
        *out = value_boolean (g_str_equal (text, "t") || g_str_equal (text, "true"));
        break;
    case PG_INTEGER:
        *out = number_of (text);
        break;
    case PG_FLOAT:
        *out = value_number (g_str_equal (text, "NaN") ? NAN : g_ascii_strtod (text, NULL));
        break;
    case PG_DATE:
        *out = pg_date (runtime, text);
        break;
    case PG_JSON:
        return script_from_json (runtime, text, length, out);
    case PG_BYTES:
    {
        g_autoptr (GByteArray) bytes = g_byte_array_new ();

        for (gsize i = 2; i + 1 < length; i += 2)
        {
            guint8 byte = (guint8)(g_ascii_xdigit_value (text[i]) * 16 + g_ascii_xdigit_value (text[i + 1]));

            g_byte_array_append (bytes, &byte, 1);
        }
        *out = value_of_object (&bytes_new (runtime, bytes->data, bytes->len)->object);
        break;
    }
    case PG_POINT:
        *out = pg_point (runtime, text);
        break;
    case PG_CIRCLE:
        *out = pg_circle (runtime, text);
        break;
    case PG_INTERVAL:
        *out = pg_interval (runtime, text);
        break;
    }
    return SCRIPT_NORMAL;
}

/* An item in quotation marks; *AT is behind the first, and will be behind the last. */
static char *quoted_item (const char **at)
{
    GString *item = g_string_new (NULL);

    while (**at && **at != '"')
    {
        if (**at == '\\' && (*at)[1])
            (*at)++;
        g_string_append_c (item, *(*at)++);
    }
    if (**at)
        (*at)++;
    return g_string_free (item, FALSE);
}

/* "{1,NULL,{\"a\"}}" as nested arrays; *AT is behind the brace. */
static ScriptStatus pg_array (ScriptRuntime *runtime, PgKind kind, const char **at, Value *out)
{
    ScriptList *list = list_new (runtime, NULL, 0);

    *out = value_of_object (&list->object);
    while (**at && **at != '}')
    {
        Value item = NULL_VALUE;
        ScriptStatus status = SCRIPT_NORMAL;

        if (take_byte (at, '{'))
            status = pg_array (runtime, kind, at, &item);
        else if (take_byte (at, '"'))
        {
            g_autofree char *text = quoted_item (at);

            status = pg_scalar (runtime, kind, text, strlen (text), &item);
        }
        else
        {
            gsize length = strcspn (*at, ",}");
            g_autofree char *text = g_strndup (*at, length);

            *at += length;
            if (!g_str_equal (text, "NULL"))
                status = pg_scalar (runtime, kind, text, length, &item);
        }
        if (status != SCRIPT_NORMAL)
            return status;
        list_append (runtime, list, item);
        take_byte (at, ',');
    }
    take_byte (at, '}');
    return SCRIPT_NORMAL;
}

static ScriptStatus pg_cell (ScriptRuntime *runtime, guint oid, const SqlValue *cell, Value *out)
{
    const PgType *type = NULL;
    const char *at = cell->text;

    if (cell->type == SQL_BLOB)
    {
        *out = value_of_object (&bytes_new (runtime, cell->text, cell->length)->object);
        return SCRIPT_NORMAL;
    }
    for (guint i = 0; i < G_N_ELEMENTS (pg_types) && !type; i++)
        if (pg_types[i].oid == oid)
            type = &pg_types[i];
    if (!type || !type->array)
        return pg_scalar (runtime, type ? type->kind : PG_TEXT, cell->text, cell->length, out);
    if (*at == '[')
        at += strcspn (at, "=") + 1;
    take_byte (&at, '{');
    return pg_array (runtime, type->kind, &at, out);
}

static Value text_value (ScriptRuntime *runtime, const SqlValue *cell)
{
    return value_string (runtime, cell->text, (gssize)cell->length);
}

/* "0000-00-00" is an invalid date. */
static Value mysql_date (ScriptRuntime *runtime, const SqlValue *cell)
{
    return date_value (runtime, cell->text);
}

static Value big_number (ScriptRuntime *runtime, const NodeDialect *dialect, const SqlValue *cell)
{
    double number = g_ascii_strtod (cell->text, NULL);

    if (dialect->big_number_strings)
        return text_value (runtime, cell);
    return value_number (number);
}

static ScriptStatus mysql_cell (ScriptRuntime *runtime, const NodeDialect *dialect, guint type, const SqlValue *cell,
                                Value *out)
{
    switch (type & ~MYSQL_COLUMN_BINARY)
    {
    case MYSQL_TINY:
    case MYSQL_SHORT:
    case MYSQL_LONG:
    case MYSQL_INT24:
    case MYSQL_YEAR:
    case MYSQL_FLOAT:
    case MYSQL_DOUBLE:
        *out = number_of (cell->text);
        return SCRIPT_NORMAL;
    case MYSQL_LONGLONG:
        *out = big_number (runtime, dialect, cell);
        return SCRIPT_NORMAL;
    case MYSQL_DECIMAL:
    case MYSQL_NEWDECIMAL:
    case MYSQL_TIME:
        *out = text_value (runtime, cell);
        return SCRIPT_NORMAL;
    case MYSQL_DATE:
    case MYSQL_DATETIME:
    case MYSQL_TIMESTAMP:
        *out = mysql_date (runtime, cell);
        return SCRIPT_NORMAL;
    case MYSQL_JSON:
        return script_from_json (runtime, cell->text, cell->length, out);
    case MYSQL_GEOMETRY:
        return script_refuse (runtime, "a value of a geometry type can't be read here; use ST_AsText() in the query");
    default:
        *out = cell->type == SQL_BLOB ? value_of_object (&bytes_new (runtime, cell->text, cell->length)->object)
                                      : text_value (runtime, cell);
        return SCRIPT_NORMAL;
    }
}

static Value sqlite_cell (ScriptRuntime *runtime, const SqlValue *cell)
{
    switch (cell->type)
    {
    case SQL_NULL:
        return NULL_VALUE;
    case SQL_BOOLEAN:
    case SQL_INTEGER:
        return value_number ((double)cell->integer);
    case SQL_FLOAT:
        return value_number (cell->number);
    case SQL_TEXT:
        return text_value (runtime, cell);
    case SQL_BLOB:
        return value_of_object (&bytes_new (runtime, cell->text, cell->length)->object);
    }
    g_return_val_if_reached (UNDEFINED);
}

ScriptStatus node_cell (ScriptRuntime *runtime, const NodeDialect *dialect, const ResultSet *result, guint row,
                        guint column, Value *out)
{
    const SqlValue *cell = result_cell (result, row, column);

    if (cell->type == SQL_NULL)
    {
        *out = NULL_VALUE;
        return SCRIPT_NORMAL;
    }
    switch (dialect->driver)
    {
    case NODE_PG:
        return pg_cell (runtime, result_column_type (result, column), cell, out);
    case NODE_MYSQL2:
        return mysql_cell (runtime, dialect, result_column_type (result, column), cell, out);
    case NODE_BETTER_SQLITE3:
    case NODE_SQLITE3:
        *out = sqlite_cell (runtime, cell);
        return SCRIPT_NORMAL;
    }
    g_return_val_if_reached (SCRIPT_STOP);
}

ScriptStatus node_rows (ScriptRuntime *runtime, const NodeDialect *dialect, const ResultSet *result, Value *out)
{
    guint n_columns = result_n_columns (result);
    const Name **names = script_alloc (runtime, n_columns * sizeof *names);
    ScriptList *list = list_new (runtime, NULL, 0);

    for (guint column = 0; column < n_columns; column++)
        names[column] = intern (runtime, result_column_name (result, column), -1);
    for (guint row = 0; row < result_n_rows (result); row++)
    {
        Value object = script_object_new (runtime);

        for (guint column = 0; column < n_columns; column++)
        {
            Value value;
            ScriptStatus status = node_cell (runtime, dialect, result, row, column, &value);

            if (status != SCRIPT_NORMAL)
                return status;
            object_define (runtime, object.as.object, names[column], value, PROPERTY_ORDINARY);
        }
        list_append (runtime, list, object);
    }
    *out = value_of_object (&list->object);
    return SCRIPT_NORMAL;
}
