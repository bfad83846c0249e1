/* Quoting of strings, and what stands on one line: see es_inspect.h. */

#include "script/es_inspect.h"

#include <math.h>
#include <string.h>

#define SHORT_STRING 16
#define COLUMNS_MAX 15
#define GROUPED_FROM 6 /* more items than these are set in columns */

static void free_text (gpointer text)
{
    g_string_free (text, TRUE);
}

GPtrArray *layout_output_new (void)
{
    return g_ptr_array_new_with_free_func (free_text);
}

guint text_units (const char *text, gsize length)
{
    guint units = 0;

    for (gsize i = 0; i < length; i++)
        if (((guchar)text[i] & 0xc0) != 0x80)
            units += (guchar)text[i] >= 0xf0 ? 2 : 1;
    return units;
}

guint text_columns (const char *text, gsize length)
{
    const char *end = text + length;
    guint columns = 0;

    while (text < end)
    {
        gunichar c = g_utf8_get_char_validated (text, end - text);

        if (c >= 0x110000)
        {
            /* A lone surrogate has three bytes that are no valid UTF-8. */
            text += MIN (3, end - text);
            columns++;
            continue;
        }
        text = g_utf8_next_char (text);
        if (c >= 0x20 && (c < 0x7f || c >= 0xa0) && !g_unichar_iszerowidth (c))
            columns += g_unichar_iswide (c) ? 2 : 1;
    }
    return columns;
}

void layout_quote (GString *text, const char *string, gsize length)
{
    static const char *const escapes[] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r", ['\\'] = "\\\\"
    };
    char quote = '\'';

    if (memchr (string, '\'', length))
    {
        if (!memchr (string, '"', length))
            quote = '"';
        else if (!memchr (string, '`', length) && !g_strstr_len (string, (gssize)length, "${"))
            quote = '`';
    }
    g_string_append_c (text, quote);
    for (gsize i = 0; i < length; i++)
    {
        guchar c = (guchar)string[i];

        if (c < G_N_ELEMENTS (escapes) && escapes[c])
            g_string_append (text, escapes[c]);
        else if (c == (guchar)quote)
            g_string_append_printf (text, "\\%c", quote);
        else if (c < 0x20 || c == 0x7f)
            g_string_append_printf (text, "\\x%02X", c);
        else if (c == 0xc2 && i + 1 < length && (guchar)string[i + 1] < 0xa0)
            g_string_append_printf (text, "\\x%02X", (guchar)string[++i]);
        else if (c == 0xed && i + 2 < length && (guchar)string[i + 1] >= 0xa0)
        {
            g_string_append_printf (text, "\\u%x",
                                    0xd000u | (guint)((guchar)string[i + 1] & 0x3f) << 6 |
                                        (guint)((guchar)string[i + 2] & 0x3f));
            i += 2;
        }
        else
            g_string_append_c (text, (char)c);
    }
    g_string_append_c (text, quote);
}

void layout_number (GString *text, double number)
{
    char digits[NUMBER_TEXT_SIZE];

    g_string_append (text, number == 0 && signbit (number) ? "-0" : number_to_text (number, digits));
}

static void layout_string (Inspection *inspection, GString *text, ScriptString *string)
{
    const InspectOptions *options = &inspection->options;
    guint units = string_units (string);
    guint more = units > options->max_string ? units - options->max_string : 0;
    gsize length = string->length;

    if (more)
    {
        units = options->max_string;
        length = string_slice (inspection->runtime, string, 0, units)->length;
    }
    if (units > SHORT_STRING && units + inspection->indent + 4 > options->break_length)
    {
        const char *start = string->data;
        const char *end = start + length;

        while (start < end)
        {
            const char *line_end = memchr (start, '\n', (gsize)(end - start));
            const char *next = line_end ? line_end + 1 : end;

            if (start != string->data)
                g_string_append_printf (text, " +\n%*s", (int)inspection->indent + 2, "");
            layout_quote (text, start, (gsize)(next - start));
            start = next;
        }
    }
    else
        layout_quote (text, string->data, length);
    if (more)
        g_string_append_printf (text, "... %u more character%s", more, more > 1 ? "s" : "");
}

void layout_primitive (Inspection *inspection, GString *text, Value value)
{
    switch (value.kind)
    {
    case VALUE_STRING:
        layout_string (inspection, text, value.as.string);
        return;
    case VALUE_NUMBER:
        layout_number (text, value.as.number);
        return;
    case VALUE_INTEGER:
        g_string_append_printf (text, "%" G_GINT64_FORMAT "n", value.as.integer);
        return;
    case VALUE_BOOLEAN:
        g_string_append (text, value.as.boolean ? "true" : "false");
        return;
    case VALUE_NULL:
        g_string_append (text, "null");
        return;
    case VALUE_SYMBOL:
        g_string_append_printf (text, "Symbol(%s)", value.as.symbol->text + 1);
        return;
    case VALUE_UNDEFINED:
    case VALUE_EMPTY:
    case VALUE_OBJECT:
        break;
    }
    g_string_append (text, "undefined");
}

static gboolean is_numeric (Value value, guint at)
{
    ScriptList *list = value_list (value);

    if (list)
        return at < list->length && (list->items[at].kind == VALUE_NUMBER || list->items[at].kind == VALUE_INTEGER);
    return value_bytes (value) && at < value_bytes (value)->length;
}

static void pad (GString *text, guint n)
{
    for (guint i = 0; i < n; i++)
        g_string_append_c (text, ' ');
}

/* Sets the items of an array in columns; NULL when they are not to be. */
static GPtrArray *group_items (Inspection *inspection, GPtrArray *output, Value value)
{
    const InspectOptions *options = &inspection->options;
    guint n = output->len > options->max_items ? output->len - 1 : output->len; /* without "... 3 more items" */
    g_autofree guint *lengths = g_new (guint, output->len);
    guint widths[COLUMNS_MAX] = { 0 };
    guint total = 0;
    guint longest = 0;
    guint columns;
    gboolean numbers = TRUE;
    double widest;
    double biased;
    GPtrArray *lines;

    for (guint i = 0; i < n; i++)
    {
        const GString *item = g_ptr_array_index (output, i);

        lengths[i] = text_columns (item->str, item->len);
        total += lengths[i] + 2;
        longest = MAX (longest, lengths[i]);
    }
    widest = longest + 2;
    if (widest * 3 + inspection->indent >= options->break_length || (total / widest <= 5 && longest > 6))
        return NULL;
    biased = fmax (widest - 3 - sqrt (widest - (double)total / output->len), 1);
    columns = (guint)fmin (fmin (floor (sqrt (2.5 * biased * n) / biased + 0.5),
                                 floor ((options->break_length - inspection->indent) / widest)),
                           MIN (options->compact * 4, COLUMNS_MAX));
    if (columns <= 1)
        return NULL;
    for (guint i = 0; i < columns; i++)
        for (guint j = i; j < n; j += columns)
            widths[i] = MAX (widths[i], lengths[j] + 2);
    for (guint i = 0; i < output->len && numbers; i++)
        numbers = is_numeric (value, i);
    lines = layout_output_new ();
    for (guint i = 0; i < n; i += columns)
    {
        guint end = MIN (i + columns, n);
        GString *line = g_string_new (NULL);

        for (guint j = i; j < end; j++)
        {
            const GString *item = g_ptr_array_index (output, j);
            gboolean last = j + 1 == end;

            if (numbers)
                pad (line, widths[j - i] - 2 - lengths[j]);
            g_string_append_len (line, item->str, (gssize)item->len);
            if (!last)
                g_string_append (line, ", ");
            if (!last && !numbers)
                pad (line, widths[j - i] - 2 - lengths[j]);
        }
        g_ptr_array_add (lines, line);
    }
    if (n < output->len)
    {
        const GString *item = g_ptr_array_index (output, n);

        g_ptr_array_add (lines, g_string_new_len (item->str, (gssize)item->len));
    }
    return lines;
}

static gboolean fits_one_line (Inspection *inspection, GPtrArray *output, const char *base, const char *open)
{
    gsize total = output->len + output->len + inspection->indent + text_units (open, strlen (open)) +
                  text_units (base, strlen (base)) + 10;

    if (total + output->len > inspection->options.break_length)
        return FALSE;
    for (guint i = 0; i < output->len; i++)
    {
        const GString *item = g_ptr_array_index (output, i);

        total += text_units (item->str, item->len);
        if (total > inspection->options.break_length || memchr (item->str, '\n', item->len))
            return FALSE;
    }
    return !strchr (base, '\n');
}

void layout_entries (Inspection *inspection, GString *text, GPtrArray *output, const char *base, const char *open,
                     const char *close, LayoutKind kind, guint depth, Value value)
{
    g_autoptr (GPtrArray) grouped = NULL;
    guint compact = inspection->options.compact;
    gboolean one_line;

    if (compact && kind == LAYOUT_ARRAY && output->len > GROUPED_FROM)
        grouped = group_items (inspection, output, value);
    if (grouped && grouped->len != output->len)
        one_line = FALSE;
    else
        one_line = compact && inspection->current_depth - depth < compact;
    if (grouped)
        output = grouped;
    one_line = one_line && fits_one_line (inspection, output, base, open);
    g_string_append_printf (text, "%s%s%s", base, *base ? " " : "", open);
    for (guint i = 0; i < output->len; i++)
    {
        const GString *item = g_ptr_array_index (output, i);

        g_string_append (text, i ? "," : "");
        if (one_line)
            g_string_append_c (text, ' ');
        else
            g_string_append_printf (text, "\n%*s", (int)inspection->indent + 2, "");
        g_string_append_len (text, item->str, (gssize)item->len);
    }
    if (one_line)
        g_string_append_c (text, ' ');
    else
        g_string_append_printf (text, "\n%*s", (int)inspection->indent, "");
    g_string_append (text, close);
}
