#include "report/error.h"
#include "report/json.h"
#include "util/error.h"

#include <string.h>

static char *report (const Style *style, const GError *error)
{
    GString *out = g_string_new (NULL);

    report_error (out, style, error);
    return g_string_free (out, FALSE);
}

static const char file_text[] = "exports.up = (knex) =>\n\tknex.raw ('caf\u00e9' + 1)\n";

static void set_full (GError **error)
{
    error_set_at (error, MIGSHIM_ERROR_MIGRATION, (Location){ "web/1.js", 2, 18 }, file_text, strlen (file_text),
                  "it failed");
    error_state (error, "rolled back");
    error_hint (error, "Mend it\nthen run it again");
    error_sql_code (error, "42601");
    error_tool_code (error, "P3018");
}

static void test_for_people (void)
{
    const Style ascii = { 0 };
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;

    set_full (&error);
    text = report (&ascii, error);
    g_assert_cmpstr (text, ==,
                     "error: it failed\n"
                     "  -> web/1.js:2:18\n"
                     "  2 |  knex.raw ('caf\u00e9' + 1)\n"
                     "    |                  ^\n"
                     "  code:  P3018, 42601\n"
                     "  state: rolled back\n"
                     "  hint:  Mend it\n"
                     "         then run it again\n");
}

static void test_foreign (void)
{
    const Style ascii = { 0 };
    g_autoptr (GError) error = g_error_new (G_FILE_ERROR, G_FILE_ERROR_NOENT, "no\nsuch\033[31m file");
    g_autofree char *text = report (&ascii, error);

    g_assert_cmpstr (text, ==, "error: no\n       such?[31m file\n");
}

static void test_wide_letters (void)
{
    const Style unicode = { .unicode = TRUE };
    const char *line = "'\u65e5\u672c' x\n";
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;

    error_set_at (&error, MIGSHIM_ERROR_SOURCE, (Location){ "f", 1, 6 }, line, strlen (line), "bad");
    text = report (&unicode, error);
    g_assert_nonnull (strstr (text, "\n    \u2502        ^\n"));
}

static void test_json (void)
{
    g_autoptr (GError) error = NULL;
    json_t *object;

    set_full (&error);
    object = report_error_json (error);
    g_assert_cmpstr (json_string_value (json_object_get (object, "code")), ==, "migration");
    g_assert_cmpstr (json_string_value (json_object_get (object, "file")), ==, "web/1.js");
    g_assert_cmpint (json_integer_value (json_object_get (object, "line")), ==, 2);
    g_assert_cmpint (json_integer_value (json_object_get (object, "column")), ==, 18);
    g_assert_cmpstr (json_string_value (json_object_get (object, "toolCode")), ==, "P3018");
    g_assert_cmpstr (json_string_value (json_object_get (object, "sqlCode")), ==, "42601");
    g_assert_cmpstr (json_string_value (json_object_get (object, "state")), ==, "rolled back");
    json_decref (object);
}

static void test_json_without_place (void)
{
    g_autoptr (GError) error = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_NOENT, "bad \xff byte");
    json_t *object = report_error_json (error);

    g_assert_cmpstr (json_string_value (json_object_get (object, "message")), ==, "bad \ufffd byte");
    g_assert_true (json_is_null (json_object_get (object, "line")));
    g_assert_true (json_is_null (json_object_get (object, "hint")));
    json_decref (object);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/report-error/for-people", test_for_people);
    g_test_add_func ("/report-error/foreign", test_foreign);
    g_test_add_func ("/report-error/wide-letters", test_wide_letters);
    g_test_add_func ("/report-error/json", test_json);
    g_test_add_func ("/report-error/json-without-place", test_json_without_place);
    return g_test_run ();
}
