/* An error of the database as SQLAlchemy raises it (exc.DBAPIError.instance), of the class that the driver chooses. */

#include "adapters/alembic/connection.h"
#include "util/error.h"

#include <string.h>

/* psycopg2/errors: the classes of the usual SQLSTATEs, which stand in the message. */
static const char *const postgresql_names[][2] = {
    { "0A000", "FeatureNotSupported" },
    { "21000", "CardinalityViolation" },
    { "22001", "StringDataRightTruncation" },
    { "22003", "NumericValueOutOfRange" },
    { "22007", "InvalidDatetimeFormat" },
    { "22008", "DatetimeFieldOverflow" },
    { "22012", "DivisionByZero" },
    { "22023", "InvalidParameterValue" },
    { "22P02", "InvalidTextRepresentation" },
    { "23502", "NotNullViolation" },
    { "23503", "ForeignKeyViolation" },
    { "23505", "UniqueViolation" },
    { "23514", "CheckViolation" },
    { "23P01", "ExclusionViolation" },
    { "25001", "ActiveSqlTransaction" },
    { "25P02", "InFailedSqlTransaction" },
    { "2BP01", "DependentObjectsStillExist" },
    { "3B001", "InvalidSavepointSpecification" },
    { "3F000", "InvalidSchemaName" },
    { "40001", "SerializationFailure" },
    { "40P01", "DeadlockDetected" },
    { "42501", "InsufficientPrivilege" },
    { "42601", "SyntaxError" },
    { "42602", "InvalidName" },
    { "42622", "NameTooLong" },
    { "42701", "DuplicateColumn" },
    { "42702", "AmbiguousColumn" },
    { "42703", "UndefinedColumn" },
    { "42704", "UndefinedObject" },
    { "42710", "DuplicateObject" },
    { "42712", "DuplicateAlias" },
    { "42723", "DuplicateFunction" },
    { "42725", "AmbiguousFunction" },
    { "42803", "GroupingError" },
    { "42804", "DatatypeMismatch" },
    { "42809", "WrongObjectType" },
    { "42830", "InvalidForeignKey" },
    { "42846", "CannotCoerce" },
    { "42883", "UndefinedFunction" },
    { "42P01", "UndefinedTable" },
    { "42P02", "UndefinedParameter" },
    { "42P06", "DuplicateSchema" },
    { "42P07", "DuplicateTable" },
    { "42P10", "InvalidColumnReference" },
    { "42P16", "InvalidTableDefinition" },
    { "42P18", "IndeterminateDatatype" },
    { "55000", "ObjectNotInPrerequisiteState" },
    { "55006", "ObjectInUse" },
    { "55P03", "LockNotAvailable" },
    { "55P04", "UnsafeNewEnumValueUsage" },
    { "57014", "QueryCanceled" },
    { "P0001", "RaiseException" },
};

/* The class by the first two letters of the SQLSTATE (psycopg2, base_exception_from_sqlstate). */
static const char *postgresql_class (const char *code)
{
    static const struct
    {
        const char *prefixes;
        const char *class;
    } classes[] = {
        { "0A", "NotSupportedError" },
        { "20 21 3D 3F 42 44", "ProgrammingError" },
        { "22", "DataError" },
        { "23", "IntegrityError" },
        { "24 25 2B 2D 2F 38 39 3B F0 P0 XX", "InternalError" },
        { "26 27 28 34 40 53 54 55 57 58 HV", "OperationalError" },
    };
    g_autofree char *prefix = g_strndup (code, 2);

    for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
        if (strstr (classes[i].prefixes, prefix))
            return classes[i].class;
    return "DatabaseError";
}

/* pymysql/err.py, error_map */
static const char *mysql_class (gint64 number)
{
    static const struct
    {
        const char *class;
        gint64 numbers[14];
    } classes[] = {
        { "ProgrammingError", { 1007, 1064, 1102, 1103, 1110, 1111, 1112, 1113, 1146, 1149, 1166, 1179 } },
        { "DataError", { 1171, 1230, 1263, 1264, 1265, 1366, 1367, 1406, 1441 } },
        { "IntegrityError", { 1048, 1062, 1215, 1216, 1217, 1451, 1452 } },
        { "NotSupportedError", { 1196, 1235, 1286, 1289 } },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
        for (gsize k = 0; k < G_N_ELEMENTS (classes[i].numbers); k++)
            if (classes[i].numbers[k] == number)
                return classes[i].class;
    return number < 1000 ? "InternalError" : "OperationalError";
}

/* Modules/_sqlite/util.c, get_exception_class */
static const char *sqlite_class (gint64 number)
{
    switch ((int)(number & 0xff))
    {
    case 2:
    case 12:
        return "InternalError";
    case 11:
        return "DatabaseError";
    case 18:
        return "DataError";
    case 19:
    case 20:
        return "IntegrityError";
    case 21:
    case 25:
        return "InterfaceError";
    default:
        return (number & 0xff) >= 1 && (number & 0xff) <= 17 ? "OperationalError" : "DatabaseError";
    }
}

/* https://sqlalche.me/e/21/CODE of each class (exc.py) */
static const char *background (const char *class)
{
    static const char *const codes[][2] = {
        { "InterfaceError", "rvf5" },   { "DatabaseError", "4xp6" },     { "DataError", "9h9h" },
        { "OperationalError", "e3q8" }, { "IntegrityError", "gkpj" },    { "InternalError", "2j85" },
        { "ProgrammingError", "f405" }, { "NotSupportedError", "tw8g" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
        if (g_str_equal (codes[i][0], class))
            return codes[i][1];
    return "dbapi";
}

static const char *field (const ErrorDetail *detail, const char *name)
{
    for (guint i = 0; detail && detail->fields && detail->fields[i]; i += 2)
        if (g_str_equal (detail->fields[i], name))
            return detail->fields[i + 1];
    return NULL;
}

/* The words of the driver's own exception. */
static char *driver_text (const SaDialect *dialect, const GError *error, gint64 number)
{
    const ErrorDetail *detail = error_detail (error);
    GString *text = g_string_new (NULL);

    switch (dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        g_string_append_printf (text, "%s\n", error->message);
        if (field (detail, "detail"))
            g_string_append_printf (text, "DETAIL:  %s\n", field (detail, "detail"));
        if (field (detail, "hint"))
            g_string_append_printf (text, "HINT:  %s\n", field (detail, "hint"));
        break;
    case DIALECT_MYSQL:
        g_string_append_printf (
            text, strchr (error->message, '\'') ? "(%" G_GINT64_FORMAT ", \"%s\")" : "(%" G_GINT64_FORMAT ", '%s')",
            number, error->message);
        break;
    case DIALECT_SQLITE:
        g_string_append (text, error->message);
        break;
    }
    return g_string_free (text, FALSE);
}

static char *driver_class (const SaDialect *dialect, const char *class, const char *code)
{
    switch (dialect->dialect)
    {
    case DIALECT_POSTGRESQL:
        for (gsize i = 0; i < G_N_ELEMENTS (postgresql_names); i++)
            if (g_str_equal (postgresql_names[i][0], code))
                return g_strconcat ("psycopg2.errors.", postgresql_names[i][1], NULL);
        return g_strconcat ("psycopg2.", class, NULL);
    case DIALECT_MYSQL:
        return g_strconcat ("pymysql.err.", class, NULL);
    case DIALECT_SQLITE:
        return g_strconcat ("sqlite3.", class, NULL);
    }
    g_return_val_if_reached (NULL);
}

/* `orig`: what the driver raised. NAME is its class with the module. */
static Value original (ScriptRuntime *runtime, const SaDialect *dialect, const char *name, const char *text,
                       const char *code, gint64 number)
{
    const char *dot = strrchr (name, '.');
    g_autofree char *module = g_strndup (name, (gsize)(dot - name));
    PyClass *class = py_class_new (runtime, script_strdup (runtime, dot + 1), script_strdup (runtime, module),
                                   py_builtin_class (runtime, "Exception"), OBJECT_ERROR, NULL, NULL);
    Value arguments[] = { value_string (runtime, text, -1), UNDEFINED };
    guint n = 1;
    Value object;

    if (dialect->dialect == DIALECT_MYSQL)
    {
        arguments[1] = arguments[0];
        arguments[0] = value_integer (number);
        n = 2;
    }
    object = py_error_new (runtime, value_of_object (&class->object), arguments, n);
    if (dialect->dialect == DIALECT_POSTGRESQL)
        script_set (runtime, object, "pgcode", value_string (runtime, code, -1));
    return object;
}

Value sql_failure (NodeConversation *conversation, const GError *error, const char *sql, Value parameters)
{
    ScriptRuntime *runtime = conversation->runtime;
    const AlembicSql *state = conversation->owner;
    const ErrorDetail *detail = error_detail (error);
    const char *code = detail && detail->sql_code ? detail->sql_code : "";
    gint64 number = g_ascii_strtoll (code, NULL, 10);
    const char *class = state->dialect.dialect == DIALECT_POSTGRESQL ? postgresql_class (code)
                        : state->dialect.dialect == DIALECT_MYSQL    ? mysql_class (number)
                                                                     : sqlite_class (number);
    g_autofree char *text = driver_text (&state->dialect, error, number);
    g_autofree char *name = driver_class (&state->dialect, class, code);
    g_autofree char *message = g_strdup_printf ("(%s) %s\n[SQL: %s]\n(Background on this error at: "
                                                "https://sqlalche.me/e/21/%s)",
                                                name, text, sql, background (class));
    Value object = sql_error_new (runtime, class, message);

    script_set (runtime, object, "orig",
                original (runtime, &state->dialect, name,
                          state->dialect.dialect == DIALECT_MYSQL ? error->message : text, code, number));
    script_set (runtime, object, "statement", value_string (runtime, sql, -1));
    script_set (runtime, object, "params",
                parameters.kind == VALUE_UNDEFINED || parameters.kind == VALUE_EMPTY ? NULL_VALUE : parameters);
    script_set (runtime, object, "code", value_string (runtime, background (class), -1));
    return object;
}
