/* JSON.parse, with the errors of V8 (src/json/json-parser.cc, as Node 22 has it). */

#include "script/es.h"

#include <string.h>

#define CONTEXT 10 /* UTF-16 units around an unexpected one that its error shows */

typedef struct
{
    ScriptRuntime *runtime;
    const char *start;
    const char *p;
    const char *end;
} Parser;

static ScriptStatus parse_value (Parser *parser, Value *out);

static void skip_space (Parser *parser)
{
    while (parser->p < parser->end && strchr (" \t\n\r", *parser->p) && *parser->p)
        parser->p++;
}

static guint units_between (const char *p, const char *end)
{
    guint units = 0;

    for (; p < end; p++)
        if (((guchar)*p & 0xc0) != 0x80)
            units += (guchar)*p >= 0xf0 ? 2 : 1;
    return units;
}

static ScriptStatus error_at (Parser *parser, const char *message)
{
    const char *line_start = parser->start;
    guint line = 1;

    for (const char *p = parser->start; p < parser->p; p++)
        if (*p == '\n' || (*p == '\r' && !(p + 1 < parser->p && p[1] == '\n')))
        {
            line++;
            line_start = p + 1;
        }
    return script_throw (parser->runtime, "SyntaxError", "%s at position %u (line %u column %u)", message,
                         units_between (parser->start, parser->p), line, units_between (line_start, parser->p) + 1);
}

static ScriptStatus syntax_error (Parser *parser, const char *message)
{
    g_autofree char *whole = g_strconcat (message, " in JSON", NULL);

    return error_at (parser, whole);
}

static gboolean is_text (const Parser *parser, const char *text)
{
    gsize length = (gsize)(parser->end - parser->start);

    return length == strlen (text) && memcmp (parser->start, text, length) == 0;
}

static const char *part (const Parser *parser, ScriptString *source, guint from, guint to)
{
    return value_to_text (parser->runtime, value_of_string (string_slice (parser->runtime, source, from, to)));
}

/* The character at P is wrong; there is nothing more to say of it. */
static ScriptStatus unexpected (Parser *parser)
{
    ScriptRuntime *runtime = parser->runtime;
    ScriptString *source = string_new (runtime, parser->start, (gsize)(parser->end - parser->start));
    guint n = string_units (source);
    guint at = units_between (parser->start, parser->p);
    const char *token;

    if (parser->p == parser->end)
        return script_throw (runtime, "SyntaxError", "Unexpected end of JSON input");
    if (g_ascii_isdigit (*parser->p) || *parser->p == '-')
        return syntax_error (parser, "Unexpected number");
    if (*parser->p == '"')
        return syntax_error (parser, "Unexpected string");
    if (is_text (parser, "NaN") || is_text (parser, "Infinity") || is_text (parser, "undefined") ||
        is_text (parser, "[object Object]"))
        return script_throw (runtime, "SyntaxError", "\"%s\" is not valid JSON", part (parser, source, 0, n));
    token = part (parser, source, at, at + 1);
    if (n <= 2 * CONTEXT)
        return script_throw (runtime, "SyntaxError", "Unexpected token '%s', \"%s\" is not valid JSON", token,
                             part (parser, source, 0, n));
    if (at < CONTEXT)
        return script_throw (runtime, "SyntaxError", "Unexpected token '%s', \"%s\"... is not valid JSON", token,
                             part (parser, source, 0, at + CONTEXT));
    if (at < n - CONTEXT)
        return script_throw (runtime, "SyntaxError", "Unexpected token '%s', ...\"%s\"... is not valid JSON", token,
                             part (parser, source, at - CONTEXT, at + CONTEXT));
    return script_throw (runtime, "SyntaxError", "Unexpected token '%s', ...\"%s\" is not valid JSON", token,
                         part (parser, source, at - CONTEXT, n));
}

static gboolean at_digit (const Parser *parser)
{
    return parser->p < parser->end && g_ascii_isdigit (*parser->p);
}

static void skip_digits (Parser *parser)
{
    while (at_digit (parser))
        parser->p++;
}

static ScriptStatus parse_number (Parser *parser, Value *out)
{
    const char *start = parser->p;

    if (*parser->p == '-')
        parser->p++;
    if (!at_digit (parser))
        return syntax_error (parser, "No number after minus sign");
    if (*parser->p == '0')
    {
        parser->p++;
        if (at_digit (parser))
            return syntax_error (parser, "Unexpected number");
    }
    skip_digits (parser);
    if (parser->p < parser->end && *parser->p == '.')
    {
        parser->p++;
        if (!at_digit (parser))
            return syntax_error (parser, "Unterminated fractional number");
        skip_digits (parser);
    }
    if (parser->p < parser->end && (*parser->p == 'e' || *parser->p == 'E'))
    {
        parser->p++;
        if (parser->p < parser->end && (*parser->p == '+' || *parser->p == '-'))
            parser->p++;
        if (!at_digit (parser))
            return syntax_error (parser, "Exponent part is missing a number");
        skip_digits (parser);
    }
    *out = value_number (number_parse (start, (gsize)(parser->p - start)));
    return SCRIPT_NORMAL;
}

static ScriptStatus parse_escape (Parser *parser, TextBuilder *text)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    const char *found;
    guint32 unit = 0;

    parser->p++;
    if (parser->p == parser->end)
        return unexpected (parser);
    found = *parser->p ? strchr (from, *parser->p) : NULL;
    if (found)
    {
        text_append_c (text, to[found - from]);
        parser->p++;
        return SCRIPT_NORMAL;
    }
    if (*parser->p != 'u')
        return syntax_error (parser, "Bad escaped character");
    parser->p++;
    for (int i = 0; i < 4; i++, parser->p++)
    {
        if (parser->p == parser->end || !g_ascii_isxdigit (*parser->p))
            return syntax_error (parser, "Bad Unicode escape");
        unit = unit << 4 | (guint32)g_ascii_xdigit_value (*parser->p);
    }
    text_append_unichar (text, unit);
    return SCRIPT_NORMAL;
}

static ScriptStatus parse_string (Parser *parser, ScriptString **out)
{
    ScriptRuntime *runtime = parser->runtime;
    const char *start = ++parser->p;
    TextBuilder text;
    Value value;

    while (parser->p < parser->end && *parser->p != '"' && *parser->p != '\\' && (guchar)*parser->p >= 0x20)
        parser->p++;
    if (parser->p < parser->end && *parser->p == '"')
    {
        if (!runtime_reserve (runtime, (gsize)(parser->p - start)))
            return SCRIPT_STOP;
        *out = string_new (runtime, start, (gsize)(parser->p - start));
        parser->p++;
        return SCRIPT_NORMAL;
    }
    text_builder_init (&text, runtime);
    text_append (&text, start, (gsize)(parser->p - start));
    while (parser->p < parser->end && *parser->p != '"')
    {
        if ((guchar)*parser->p < 0x20)
            return syntax_error (parser, "Bad control character in string literal");
        start = parser->p;
        if (*parser->p == '\\')
        {
            SCRIPT_TRY (parse_escape (parser, &text));
            continue;
        }
        while (parser->p < parser->end && *parser->p != '"' && *parser->p != '\\' && (guchar)*parser->p >= 0x20)
            parser->p++;
        text_append (&text, start, (gsize)(parser->p - start));
    }
    if (parser->p == parser->end)
        return syntax_error (parser, "Unterminated string");
    parser->p++;
    SCRIPT_TRY (text_finish (&text, &value));
    *out = value.as.string;
    return SCRIPT_NORMAL;
}

static ScriptStatus parse_list (Parser *parser, Value *out)
{
    ScriptList *list = list_new (parser->runtime, NULL, 0);

    *out = value_of_object (&list->object);
    parser->p++;
    skip_space (parser);
    if (parser->p < parser->end && *parser->p == ']')
    {
        parser->p++;
        return SCRIPT_NORMAL;
    }
    for (;;)
    {
        Value item;

        SCRIPT_TRY (parse_value (parser, &item));
        list_append (parser->runtime, list, item);
        skip_space (parser);
        if (parser->p == parser->end || (*parser->p != ',' && *parser->p != ']'))
            return syntax_error (parser, "Expected ',' or ']' after array element");
        if (*parser->p++ == ']')
            return SCRIPT_NORMAL;
    }
}

static ScriptStatus parse_object (Parser *parser, Value *out)
{
    ScriptRuntime *runtime = parser->runtime;
    const char *wanted = "Expected property name or '}'";

    *out = script_object_new (runtime);
    parser->p++;
    skip_space (parser);
    if (parser->p < parser->end && *parser->p == '}')
    {
        parser->p++;
        return SCRIPT_NORMAL;
    }
    for (;;)
    {
        ScriptString *key;
        Value value;

        skip_space (parser);
        if (parser->p == parser->end || *parser->p != '"')
            return syntax_error (parser, wanted);
        SCRIPT_TRY (parse_string (parser, &key));
        skip_space (parser);
        if (parser->p == parser->end || *parser->p != ':')
            return syntax_error (parser, "Expected ':' after property name");
        parser->p++;
        SCRIPT_TRY (parse_value (parser, &value));
        object_define (runtime, out->as.object, intern (runtime, key->data, (gssize)key->length), value,
                       PROPERTY_ORDINARY);
        skip_space (parser);
        if (parser->p == parser->end || (*parser->p != ',' && *parser->p != '}'))
            return syntax_error (parser, "Expected ',' or '}' after property value");
        if (*parser->p++ == '}')
            return SCRIPT_NORMAL;
        wanted = "Expected double-quoted property name";
    }
}

static ScriptStatus parse_word (Parser *parser, const char *word, Value value, Value *out)
{
    for (; *word; word++, parser->p++)
        if (parser->p == parser->end || *parser->p != *word)
            return unexpected (parser);
    *out = value;
    return SCRIPT_NORMAL;
}

static ScriptStatus parse_plain (Parser *parser, Value *out)
{
    ScriptString *string;

    switch (*parser->p)
    {
    case '"':
        SCRIPT_TRY (parse_string (parser, &string));
        *out = value_of_string (string);
        return SCRIPT_NORMAL;
    case '[':
        return parse_list (parser, out);
    case '{':
        return parse_object (parser, out);
    case 't':
        return parse_word (parser, "true", value_boolean (TRUE), out);
    case 'f':
        return parse_word (parser, "false", value_boolean (FALSE), out);
    case 'n':
        return parse_word (parser, "null", NULL_VALUE, out);
    }
    if (*parser->p == '-' || at_digit (parser))
        return parse_number (parser, out);
    return unexpected (parser);
}

static ScriptStatus parse_value (Parser *parser, Value *out)
{
    ScriptStatus status;

    skip_space (parser);
    if (parser->p == parser->end)
        return unexpected (parser);
    if (!runtime_enter (parser->runtime))
        return SCRIPT_STOP;
    status = parse_plain (parser, out);
    runtime_leave (parser->runtime);
    return status;
}

ScriptStatus es_json_parse (ScriptRuntime *runtime, const char *text, gsize length, Value *out)
{
    Parser parser = { runtime, text, text, text + length };

    SCRIPT_TRY (parse_value (&parser, out));
    skip_space (&parser);
    if (parser.p < parser.end)
        return error_at (&parser, "Unexpected non-whitespace character after JSON");
    return SCRIPT_NORMAL;
}
