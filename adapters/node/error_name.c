/* Numbers of errors as the drivers name them. */

#include "adapters/node/node.h"

typedef struct
{
    const char *code;
    const char *name;
} ErrorName;

/* MySQL's server error reference, as mysql2 spells it. */
static const ErrorName mysql_names[] = {
    { "1005", "ER_CANT_CREATE_TABLE" },
    { "1007", "ER_DB_CREATE_EXISTS" },
    { "1008", "ER_DB_DROP_EXISTS" },
    { "1022", "ER_DUP_KEY" },
    { "1044", "ER_DBACCESS_DENIED_ERROR" },
    { "1046", "ER_NO_DB_ERROR" },
    { "1048", "ER_BAD_NULL_ERROR" },
    { "1049", "ER_BAD_DB_ERROR" },
    { "1050", "ER_TABLE_EXISTS_ERROR" },
    { "1051", "ER_BAD_TABLE_ERROR" },
    { "1052", "ER_NON_UNIQ_ERROR" },
    { "1054", "ER_BAD_FIELD_ERROR" },
    { "1060", "ER_DUP_FIELDNAME" },
    { "1061", "ER_DUP_KEYNAME" },
    { "1062", "ER_DUP_ENTRY" },
    { "1064", "ER_PARSE_ERROR" },
    { "1065", "ER_EMPTY_QUERY" },
    { "1067", "ER_INVALID_DEFAULT" },
    { "1068", "ER_MULTIPLE_PRI_KEY" },
    { "1071", "ER_TOO_LONG_KEY" },
    { "1072", "ER_KEY_COLUMN_DOES_NOT_EXITS" },
    { "1075", "ER_WRONG_AUTO_KEY" },
    { "1090", "ER_CANT_REMOVE_ALL_FIELDS" },
    { "1091", "ER_CANT_DROP_FIELD_OR_KEY" },
    { "1101", "ER_BLOB_CANT_HAVE_DEFAULT" },
    { "1110", "ER_FIELD_SPECIFIED_TWICE" },
    { "1118", "ER_TOO_BIG_ROWSIZE" },
    { "1136", "ER_WRONG_VALUE_COUNT_ON_ROW" },
    { "1142", "ER_TABLEACCESS_DENIED_ERROR" },
    { "1146", "ER_NO_SUCH_TABLE" },
    { "1170", "ER_BLOB_KEY_WITHOUT_LENGTH" },
    { "1205", "ER_LOCK_WAIT_TIMEOUT" },
    { "1213", "ER_LOCK_DEADLOCK" },
    { "1215", "ER_CANNOT_ADD_FOREIGN" },
    { "1217", "ER_ROW_IS_REFERENCED" },
    { "1231", "ER_WRONG_VALUE_FOR_VAR" },
    { "1264", "ER_WARN_DATA_OUT_OF_RANGE" },
    { "1265", "WARN_DATA_TRUNCATED" },
    { "1292", "ER_TRUNCATED_WRONG_VALUE" },
    { "1304", "ER_SP_ALREADY_EXISTS" },
    { "1305", "ER_SP_DOES_NOT_EXIST" },
    { "1359", "ER_TRG_ALREADY_EXISTS" },
    { "1360", "ER_TRG_DOES_NOT_EXIST" },
    { "1364", "ER_NO_DEFAULT_FOR_FIELD" },
    { "1366", "ER_TRUNCATED_WRONG_VALUE_FOR_FIELD" },
    { "1406", "ER_DATA_TOO_LONG" },
    { "1451", "ER_ROW_IS_REFERENCED_2" },
    { "1452", "ER_NO_REFERENCED_ROW_2" },
    { "1553", "ER_DROP_INDEX_FK" },
    { "1822", "ER_FK_NO_INDEX_PARENT" },
    { "1826", "ER_FK_DUP_NAME" },
    { "1832", "ER_FK_COLUMN_CANNOT_CHANGE" },
    { "3819", "ER_CHECK_CONSTRAINT_VIOLATED" },
    { "4025", "ER_CONSTRAINT_FAILED" },
    { NULL, NULL },
};

/* sqlite.org/rescode.html; better-sqlite3 gives the extended code, sqlite3 the primary one. */
static const ErrorName sqlite_names[] = {
    { "1", "SQLITE_ERROR" },
    { "5", "SQLITE_BUSY" },
    { "6", "SQLITE_LOCKED" },
    { "8", "SQLITE_READONLY" },
    { "10", "SQLITE_IOERR" },
    { "11", "SQLITE_CORRUPT" },
    { "13", "SQLITE_FULL" },
    { "14", "SQLITE_CANTOPEN" },
    { "18", "SQLITE_TOOBIG" },
    { "19", "SQLITE_CONSTRAINT" },
    { "20", "SQLITE_MISMATCH" },
    { "21", "SQLITE_MISUSE" },
    { "25", "SQLITE_RANGE" },
    { "275", "SQLITE_CONSTRAINT_CHECK" },
    { "531", "SQLITE_CONSTRAINT_COMMITHOOK" },
    { "787", "SQLITE_CONSTRAINT_FOREIGNKEY" },
    { "1043", "SQLITE_CONSTRAINT_FUNCTION" },
    { "1299", "SQLITE_CONSTRAINT_NOTNULL" },
    { "1555", "SQLITE_CONSTRAINT_PRIMARYKEY" },
    { "1811", "SQLITE_CONSTRAINT_TRIGGER" },
    { "2067", "SQLITE_CONSTRAINT_UNIQUE" },
    { "2579", "SQLITE_CONSTRAINT_ROWID" },
    { "3091", "SQLITE_CONSTRAINT_DATATYPE" },
    { NULL, NULL },
};

static const char *look_up (const ErrorName *names, const char *code)
{
    for (; names->code; names++)
        if (g_str_equal (names->code, code))
            return names->name;
    return NULL;
}

const char *node_error_name (NodeDriver driver, const char *code)
{
    char primary[16];

    switch (driver)
    {
    case NODE_PG:
        return NULL;
    case NODE_MYSQL2:
        return look_up (mysql_names, code);
    case NODE_BETTER_SQLITE3:
        return look_up (sqlite_names, code);
    case NODE_SQLITE3:
        g_snprintf (primary, sizeof primary, "%u", (guint)g_ascii_strtoull (code, NULL, 10) & 0xff);
        return look_up (sqlite_names, primary);
    }
    g_return_val_if_reached (NULL);
}
