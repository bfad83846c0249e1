#include "report/error.h"

#include "report/json.h"
#include "report/revision_json.h"
#include "util/error.h"

#include <string.h>

static const char *code_name (const GError *error)
{
    if (error->domain != MIGSHIM_ERROR)
        return "internal";
    switch ((MigshimErrorCode)error->code)
    {
    case MIGSHIM_ERROR_MIGRATION:
        return "migration";
    case MIGSHIM_ERROR_DATABASE:
        return "database";
    case MIGSHIM_ERROR_USAGE:
        return "usage";
    case MIGSHIM_ERROR_CONFIG:
        return "config";
    case MIGSHIM_ERROR_SOURCE:
        return "source";
    case MIGSHIM_ERROR_UNSUPPORTED:
        return "unsupported";
    case MIGSHIM_ERROR_DISAGREE:
        return "disagree";
    case MIGSHIM_ERROR_LOCKED:
        return "locked";
    case MIGSHIM_ERROR_CANCELLED:
        return "cancelled";
    }
    return "internal";
}

/* TEXT after LABEL, its further lines below the first. */
static void append_labelled (GString *out, const Style *style, Paint paint, const char *label, const char *text)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

    for (guint i = 0; lines[i]; i++)
    {
        if (i == 0)
            style_append (out, style, paint, "%s", label);
        else
            style_pad (out, (guint)strlen (label));
        style_append (out, style, PAINT_PLAIN, "%s\n", lines[i]);
    }
}

/* A tab is shown as one blank, so that the caret stands below its character. */
static void append_excerpt (GString *out, const Style *style, const ErrorDetail *detail)
{
    g_autofree char *number = g_strdup_printf ("%u", detail->where.line);
    g_autofree char *line = g_strdup (detail->excerpt);
    const char *bar = style_pick (style, "\u2502", "|");
    guint gutter = (guint)strlen (number);

    g_strdelimit (line, "\t", ' ');
    style_append (out, style, PAINT_DIM, "  %s %s ", number, bar);
    style_append (out, style, PAINT_PLAIN, "%s\n", line);
    if (detail->caret > 0 && (glong)detail->caret <= g_utf8_strlen (line, -1) + 1)
    {
        g_autofree char *before = g_strndup (line, (gsize)(g_utf8_offset_to_pointer (line, detail->caret - 1) - line));

        style_pad (out, gutter + 2);
        style_append (out, style, PAINT_DIM, " %s ", bar);
        style_pad (out, style_width (before));
        style_append (out, style, PAINT_BAD, "^");
        g_string_append_c (out, '\n');
    }
}

static void append_place (GString *out, const Style *style, const Location *where)
{
    g_autofree char *here = g_get_current_dir ();

    style_append (out, style, PAINT_DIM, "  %s ", style_pick (style, "\u2192", "->"));
    style_append (out, style, PAINT_BOLD, "%s", report_path (where->file, here));
    if (where->line > 0)
        style_append (out, style, PAINT_BOLD, ":%u", where->line);
    if (where->line > 0 && where->column > 0)
        style_append (out, style, PAINT_BOLD, ":%u", where->column);
    g_string_append_c (out, '\n');
}

static void append_codes (GString *out, const Style *style, const ErrorDetail *detail)
{
    if (!detail->sql_code && !detail->tool_code)
        return;
    style_append (out, style, PAINT_DIM, "  code:  ");
    style_append (out, style, PAINT_PLAIN, "%s%s%s", detail->tool_code ? detail->tool_code : "",
                  detail->tool_code && detail->sql_code ? ", " : "", detail->sql_code ? detail->sql_code : "");
    g_string_append_c (out, '\n');
}

void report_error (GString *out, const Style *style, const GError *error)
{
    const ErrorDetail *detail = error_detail (error);

    append_labelled (out, style, PAINT_BAD, "error: ", error->message);
    if (!detail)
        return;
    if (detail->where.file)
        append_place (out, style, &detail->where);
    if (detail->excerpt && detail->where.line > 0)
        append_excerpt (out, style, detail);
    append_codes (out, style, detail);
    if (detail->state)
        append_labelled (out, style, PAINT_DIM, "  state: ", detail->state);
    if (detail->hint)
        append_labelled (out, style, PAINT_GOOD, "  hint:  ", detail->hint);
}

json_t *report_error_json (const GError *error)
{
    static const ErrorDetail nothing;
    const ErrorDetail *detail = error_detail (error) ? error_detail (error) : &nothing;
    json_t *object = json_object ();

    json_object_set_new (object, "code", json_text (code_name (error)));
    json_object_set_new (object, "message", json_text (error->message));
    json_object_set_new (object, "file", json_text (detail->where.file));
    json_object_set_new (object, "line", detail->where.line > 0 ? json_integer (detail->where.line) : json_null ());
    json_object_set_new (object, "column",
                         detail->where.column > 0 ? json_integer (detail->where.column) : json_null ());
    json_object_set_new (object, "excerpt", json_text (detail->excerpt));
    json_object_set_new (object, "state", json_text (detail->state));
    json_object_set_new (object, "hint", json_text (detail->hint));
    json_object_set_new (object, "sqlCode", json_text (detail->sql_code));
    json_object_set_new (object, "toolCode", json_text (detail->tool_code));
    return object;
}
