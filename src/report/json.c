#include "report/json.h"

#include <stdlib.h>

json_t *json_report_new (const char *command)
{
    json_t *report = json_object ();

    json_object_set_new (report, "schema", json_integer (JSON_SCHEMA));
    json_object_set_new (report, "command", json_text (command));
    return report;
}

void json_report_append (GString *out, json_t *report)
{
    char *text = json_dumps (report, JSON_COMPACT);

    g_string_append (out, text);
    g_string_append_c (out, '\n');
    free (text);
    json_decref (report);
}

json_t *json_text (const char *text)
{
    g_autofree char *valid = text ? g_utf8_make_valid (text, -1) : NULL;

    return valid ? json_string (valid) : json_null ();
}
