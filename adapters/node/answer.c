/* What the drivers give beside rows: headers of writes, and what an error carries. */

#include "adapters/node/node.h"
#include "util/error.h"

#include <string.h>

/* The number behind LABEL in MySQL's info ("Rows matched: 1  Changed: 0  Warnings: 0"), or FALLBACK. */
static double info_number (const char *info, const char *label, double fallback)
{
    const char *found = strstr (info, label);

    return found ? g_ascii_strtod (found + strlen (label), NULL) : fallback;
}

/* mysql2's ResultSetHeader. Its connection counts the rows that were found, not those that changed (FOUND_ROWS). */
Value node_mysql_header (ScriptRuntime *runtime, const ResultSet *result)
{
    const char *info = result_info (result);
    Value header = script_object_new (runtime);
    double affected = info_number (info, "Rows matched: ", (double)result_affected (result));

    script_set (runtime, header, "fieldCount", value_number (0));
    script_set (runtime, header, "affectedRows", value_number (affected));
    script_set (runtime, header, "insertId", value_number ((double)result_insert_id (result)));
    script_set (runtime, header, "info", value_string (runtime, info, -1));
    script_set (runtime, header, "serverStatus", value_number (result_status (result)));
    script_set (runtime, header, "warningStatus", value_number (result_warnings (result)));
    script_set (runtime, header, "changedRows", value_number (info_number (info, "Changed: ", 0)));
    return header;
}

void node_error_codes (ScriptRuntime *runtime, NodeDriver driver, Value object, const GError *error, const char *sql)
{
    const ErrorDetail *detail = error_detail (error);
    const char *code = detail ? detail->sql_code : NULL;
    const char *name = code ? node_error_name (driver, code) : NULL;

    if (!code)
        return;
    for (guint i = 0; detail->fields && detail->fields[i]; i += 2)
        script_set (runtime, object, detail->fields[i], value_string (runtime, detail->fields[i + 1], -1));
    switch (driver)
    {
    case NODE_PG:
        script_set (runtime, object, "severity", value_string (runtime, "ERROR", -1));
        script_set (runtime, object, "code", value_string (runtime, code, -1));
        break;
    case NODE_MYSQL2:
        if (name)
            script_set (runtime, object, "code", value_string (runtime, name, -1));
        script_set (runtime, object, "errno", value_number (g_ascii_strtod (code, NULL)));
        script_set (runtime, object, "sqlMessage", value_string (runtime, error->message, -1));
        script_set (runtime, object, "sql", value_string (runtime, sql, -1));
        break;
    case NODE_BETTER_SQLITE3:
    case NODE_SQLITE3:
        if (driver == NODE_SQLITE3)
            script_set (runtime, object, "errno", value_number ((double)(g_ascii_strtoull (code, NULL, 10) & 0xff)));
        if (name)
            script_set (runtime, object, "code", value_string (runtime, name, -1));
        break;
    }
}
