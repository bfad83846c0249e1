#include "report/style.h"

#include <stdarg.h>

static const char *const lane_codes[] = { "36", "35", "94", "33", "32", "96", "95", "34" };

static const char *paint_code (Paint paint)
{
    if (paint >= PAINT_LANE)
        return lane_codes[(guint)(paint - PAINT_LANE) % G_N_ELEMENTS (lane_codes)];
    switch (paint)
    {
    case PAINT_PLAIN:
    case PAINT_LANE:
        return NULL;
    case PAINT_BOLD:
        return "1";
    case PAINT_DIM:
        return "2";
    case PAINT_GOOD:
        return "32";
    case PAINT_WAIT:
        return "33";
    case PAINT_BAD:
        return "31";
    }
    g_return_val_if_reached (NULL);
}

static void append_harmless (GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid (text, -1);

    for (const char *p = valid; *p; p = g_utf8_next_char (p))
    {
        gunichar character = g_utf8_get_char (p);

        if (character != '\n' && g_unichar_iscntrl (character))
            g_string_append_c (out, character == '\t' ? ' ' : '?');
        else
            g_string_append_unichar (out, character);
    }
}

void style_append (GString *out, const Style *style, Paint paint, const char *format, ...)
{
    const char *code = style->color ? paint_code (paint) : NULL;
    g_autofree char *text = NULL;
    va_list arguments;

    va_start (arguments, format);
    text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    if (code && *text)
        g_string_append_printf (out, "\033[%sm", code);
    append_harmless (out, text);
    if (code && *text)
        g_string_append (out, "\033[0m");
}

const char *style_pick (const Style *style, const char *unicode, const char *ascii)
{
    return style->unicode ? unicode : ascii;
}

guint style_width (const char *text)
{
    g_autofree char *valid = g_utf8_make_valid (text, -1);
    guint width = 0;

    for (const char *p = valid; *p; p = g_utf8_next_char (p))
    {
        gunichar character = g_utf8_get_char (p);

        if (!g_unichar_iszerowidth (character))
            width += g_unichar_iswide (character) ? 2 : 1;
    }
    return width;
}

void style_pad (GString *out, guint n)
{
    g_string_append_printf (out, "%*s", (int)n, "");
}
