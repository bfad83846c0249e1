/* str.format (Objects/stringlib/unicode_format.h). */

#include "script/py_format.h"
#include "script/py_methods.h"

#include <string.h>

#define DEEPEST 2 /* fields within specifications */

typedef enum
{
    NUMBERING_NONE,
    NUMBERING_AUTOMATIC,
    NUMBERING_MANUAL
} Numbering;

typedef struct
{
    ScriptCall *call;
    Value mapping; /* of format_map; else VALUE_EMPTY */
    Numbering numbering;
    gint64 next;
} Template;

typedef struct
{
    const char *at;
    const char *end;
} Piece;

typedef struct
{
    Piece name;
    Piece spec;
    gunichar conversion; /* 0: none */
    gboolean nested;     /* SPEC has fields of its own */
} Field;

static ScriptStatus fail (ScriptRuntime *runtime, const char *message)
{
    return py_raise (runtime, "ValueError", "%s", message);
}

/* The conversion behind `!`, and what ends it. CLOSED: the field is at its end. */
static ScriptStatus read_conversion (ScriptRuntime *runtime, Piece *text, Field *field, gboolean *closed)
{
    char c;

    *closed = FALSE;
    if (text->at >= text->end)
        return fail (runtime, "end of string while looking for conversion specifier");
    field->conversion = g_utf8_get_char (text->at);
    text->at = g_utf8_next_char (text->at);
    if (text->at >= text->end)
        return SCRIPT_NORMAL;
    c = *text->at++;
    *closed = c == '}';
    if (!*closed && c != ':')
        return fail (runtime, "expected ':' after conversion specifier");
    return SCRIPT_NORMAL;
}

static ScriptStatus read_spec (ScriptRuntime *runtime, Piece *text, Field *field)
{
    guint depth = 1;

    for (field->spec.at = text->at; text->at < text->end; text->at++)
    {
        if (*text->at == '{')
        {
            field->nested = TRUE;
            depth++;
        }
        else if (*text->at == '}' && --depth == 0)
        {
            field->spec.end = text->at++;
            return SCRIPT_NORMAL;
        }
    }
    return fail (runtime, "unmatched '{' in format spec");
}

/* The field that begins at TEXT, behind its brace. */
static ScriptStatus read_field (ScriptRuntime *runtime, Piece *text, Field *field)
{
    gboolean closed = FALSE;
    char c = 0;

    *field = (Field){ .name = { text->at, text->at } };
    while (text->at < text->end)
    {
        c = *text->at++;
        if (c == '{')
            return fail (runtime, "unexpected '{' in field name");
        if (c == '[')
            while (text->at < text->end && *text->at != ']')
                text->at++;
        if (c == '}' || c == ':' || c == '!')
            break;
    }
    field->name.end = text->at - 1;
    if (c == '}')
        return SCRIPT_NORMAL;
    if (c != '!' && c != ':')
        return fail (runtime, "expected '}' before end of string");
    if (c == '!')
        SCRIPT_TRY (read_conversion (runtime, text, field, &closed));
    return closed ? SCRIPT_NORMAL : read_spec (runtime, text, field);
}

/* The number that PIECE is: -1 when it is none. */
static ScriptStatus read_index (ScriptRuntime *runtime, Piece piece, gint64 *index)
{
    gint64 sum = 0;

    *index = -1;
    if (piece.at == piece.end)
        return SCRIPT_NORMAL;
    for (const char *p = piece.at; p < piece.end; p++)
    {
        if (!g_ascii_isdigit (*p))
            return SCRIPT_NORMAL;
        if (__builtin_mul_overflow (sum, 10, &sum) || __builtin_add_overflow (sum, *p - '0', &sum))
            return fail (runtime, "Too many decimal digits in format string");
    }
    *index = sum;
    return SCRIPT_NORMAL;
}

static Value piece_value (ScriptRuntime *runtime, Piece piece)
{
    return value_of_string (string_new (runtime, piece.at, (gsize)(piece.end - piece.at)));
}

/* `{}` or `{3}`: an argument by its place. */
static ScriptStatus find_positional (Template *template, gint64 index, Value *out)
{
    ScriptRuntime *runtime = template->call->runtime;
    Numbering numbering = index < 0 ? NUMBERING_AUTOMATIC : NUMBERING_MANUAL;

    if (template->numbering != NUMBERING_NONE && template->numbering != numbering)
        return fail (runtime, numbering == NUMBERING_MANUAL
                                  ? "cannot switch from automatic field numbering to manual field specification"
                                  : "cannot switch from manual field specification to automatic field numbering");
    template->numbering = numbering;
    if (index < 0)
        index = template->next++;
    if (template->mapping.kind != VALUE_EMPTY)
        return fail (runtime, "Format string contains positional fields");
    if (index >= template->call->n_arguments)
        return py_raise (runtime, "IndexError",
                         "Replacement index %" G_GINT64_FORMAT " out of range for positional args tuple", index);
    *out = template->call->arguments[index];
    return SCRIPT_NORMAL;
}

static ScriptStatus find_argument (Template *template, Piece name, Value *out)
{
    ScriptRuntime *runtime = template->call->runtime;
    gint64 index;
    Value key;

    SCRIPT_TRY (read_index (runtime, name, &index));
    if (index >= 0 || name.at == name.end)
        return find_positional (template, index, out);
    key = piece_value (runtime, name);
    if (template->mapping.kind != VALUE_EMPTY)
        return py_get_index (runtime, template->mapping, key, out);
    *out = py_keyword (template->call, script_strdup (runtime, value_to_text (runtime, key)));
    return out->kind == VALUE_EMPTY ? py_raise_value (runtime, "KeyError", key) : SCRIPT_NORMAL;
}

/* One `.name` or `[index]` of REST is applied to VALUE. */
static ScriptStatus follow (ScriptRuntime *runtime, Piece *rest, Value *value)
{
    gboolean attribute = *rest->at == '.';
    Piece name = { rest->at + 1, rest->at + 1 };
    gint64 index;
    Value key;

    if (!attribute && *rest->at != '[')
        return fail (runtime, "Only '.' or '[' may follow ']' in format field specifier");
    while (name.end < rest->end && (attribute ? *name.end != '.' && *name.end != '[' : *name.end != ']'))
        name.end++;
    if (!attribute && name.end == rest->end)
        return fail (runtime, "Missing ']' in format string");
    rest->at = name.end + !attribute;
    if (name.at == name.end)
        return fail (runtime, "Empty attribute in format string");
    key = piece_value (runtime, name);
    if (attribute)
        return py_get (runtime, *value, value_to_name (runtime, key), value);
    SCRIPT_TRY (read_index (runtime, name, &index));
    return py_get_index (runtime, *value, index >= 0 ? value_integer (index) : key, value);
}

static ScriptStatus find_value (Template *template, Piece name, Value *out)
{
    Piece first = { name.at, name.at };
    Piece rest;

    while (first.end < name.end && *first.end != '.' && *first.end != '[')
        first.end++;
    SCRIPT_TRY (find_argument (template, first, out));
    rest = (Piece){ first.end, name.end };
    while (rest.at < rest.end)
        SCRIPT_TRY (follow (template->call->runtime, &rest, out));
    return SCRIPT_NORMAL;
}

ScriptStatus py_convert (ScriptRuntime *runtime, Value value, gunichar conversion, ScriptString **out)
{
    TextBuilder builder;
    Value text;

    if (conversion == 's')
        return py_str (runtime, value, out);
    if (conversion != 'r' && conversion != 'a')
        return conversion > 32 && conversion < 127
                   ? py_raise (runtime, "ValueError", "Unknown conversion specifier %c", (char)conversion)
                   : py_raise (runtime, "ValueError", "Unknown conversion specifier \\x%x", conversion);
    SCRIPT_TRY (py_repr (runtime, value, out));
    if (conversion == 'r')
        return SCRIPT_NORMAL;
    text_builder_init (&builder, runtime);
    for (const char *p = (*out)->data, *end = p + (*out)->length; p < end; p = g_utf8_next_char (p))
    {
        gunichar c = g_utf8_get_char (p);
        char escape[PY_ESCAPE_SIZE];

        if (c < 128)
            text_append_c (&builder, (char)c);
        else
            text_append_text (&builder, py_escape (c, escape));
    }
    SCRIPT_TRY (text_finish (&builder, &text));
    *out = text.as.string;
    return SCRIPT_NORMAL;
}

static ScriptStatus expand (Template *template, Piece text, guint depth, ScriptString **out);

static ScriptStatus append_field (Template *template, TextBuilder *builder, const Field *field, guint depth)
{
    ScriptRuntime *runtime = template->call->runtime;
    ScriptString *spec = NULL;
    ScriptString *text;
    Value value;

    SCRIPT_TRY (find_value (template, field->name, &value));
    if (field->conversion)
    {
        SCRIPT_TRY (py_convert (runtime, value, field->conversion, &text));
        value = value_of_string (text);
    }
    if (field->nested)
        SCRIPT_TRY (expand (template, field->spec, depth - 1, &spec));
    else if (field->spec.at < field->spec.end)
        spec = string_new (runtime, field->spec.at, (gsize)(field->spec.end - field->spec.at));
    SCRIPT_TRY (py_format (runtime, value, spec, &text));
    text_append_string (builder, text);
    return SCRIPT_NORMAL;
}

/* The next piece of TEXT: LITERAL, and whether a field follows it. */
static ScriptStatus next_piece (ScriptRuntime *runtime, Piece *text, Piece *literal, gboolean *follows)
{
    const char *p = text->at;
    char c = 0;

    while (p < text->end && *p != '{' && *p != '}')
        p++;
    *literal = (Piece){ text->at, p };
    *follows = FALSE;
    text->at = p;
    if (p == text->end)
        return SCRIPT_NORMAL;
    c = *p;
    text->at++;
    if (text->at < text->end && *text->at == c)
    {
        literal->end = text->at++;
        return SCRIPT_NORMAL;
    }
    if (c == '}')
        return fail (runtime, "Single '}' encountered in format string");
    if (text->at == text->end)
        return fail (runtime, "Single '{' encountered in format string");
    *follows = TRUE;
    return SCRIPT_NORMAL;
}

static ScriptStatus expand (Template *template, Piece text, guint depth, ScriptString **out)
{
    ScriptRuntime *runtime = template->call->runtime;
    TextBuilder builder;
    Piece literal;
    gboolean follows;
    Field field;
    Value value;

    if (depth == 0)
        return fail (runtime, "Max string recursion exceeded");
    text_builder_init (&builder, runtime);
    while (text.at < text.end)
    {
        if (!runtime_step (runtime))
            return runtime_exhausted (runtime);
        SCRIPT_TRY (next_piece (runtime, &text, &literal, &follows));
        text_append (&builder, literal.at, (gsize)(literal.end - literal.at));
        if (!follows)
            continue;
        SCRIPT_TRY (read_field (runtime, &text, &field));
        SCRIPT_TRY (append_field (template, &builder, &field, depth));
    }
    SCRIPT_TRY (text_finish (&builder, &value));
    *out = value.as.string;
    return SCRIPT_NORMAL;
}

static ScriptStatus format_with (ScriptCall *call, Value mapping, Value *out)
{
    Template template = { .call = call, .mapping = mapping };
    ScriptString *string = py_as_string (call->receiver);
    ScriptString *text;

    SCRIPT_TRY (expand (&template, (Piece){ string->data, string->data + string->length }, DEEPEST, &text));
    *out = value_of_string (text);
    return SCRIPT_NORMAL;
}

ScriptStatus py_str_format (ScriptCall *call, Value *out)
{
    return format_with (call, EMPTY_VALUE, out);
}

ScriptStatus py_str_format_map (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (py_check_arguments (call, "str.format_map()", 1, 1));
    return format_with (call, call->arguments[0], out);
}
