#include "script/python_literal.h"
#include "script/python_parser.h"

#include <string.h>

/* Adjacent strings while they are joined: text gathered so far, and the parts of a template before it. */
typedef struct
{
    GString *text;
    guint32 text_start;
    gboolean bytes;
    gboolean fields; /* there is an f-string */
    gboolean named;  /* there is a \N{...} */
} Joined;

static Text copy_text (PyParser *parser, const GString *text)
{
    char *copy = front_alloc (&parser->front, text->len + 1);
    memcpy (copy, text->str, text->len);
    return (Text){ copy, text->len };
}

static Node *string_node (PyParser *parser, Joined *joined, NodeKind kind)
{
    Node *node = front_node (&parser->front, kind, joined->text_start);
    node->text = copy_text (parser, joined->text);
    g_string_truncate (joined->text, 0);
    return node;
}

/* Ends the text gathered so far as a part of the template that is being built. */
static void flush_text (PyParser *parser, Joined *joined)
{
    if (joined->text->len > 0)
        front_list_add (&parser->front, string_node (parser, joined, NODE_STRING));
}

static void add_text (PyParser *parser, Joined *joined, Text text, guint prefix, gboolean fields)
{
    if (joined->text->len == 0)
        joined->text_start = (guint32)(text.data - parser->front.file->text);
    const char *trouble = python_literal_string (text, prefix, fields, joined->text, &joined->named);
    if (trouble != NULL)
        front_fail (&parser->front, (guint32)(text.data - parser->front.file->text), "%s", trouble);
}

static void format_text (PyParser *parser, Joined *joined, const PyToken *start, gboolean in_format);

/* The format of a field: a template of its own, ended by the field's `}`. */
static Node *format_spec (PyParser *parser, const PyToken *start)
{
    guint32 offset = parser->token.end;
    Joined joined = { .text = g_string_new (NULL), .text_start = offset };
    guint list = front_list_start (&parser->front);
    format_text (parser, &joined, start, TRUE);
    flush_text (parser, &joined);
    g_string_free (joined.text, TRUE);
    Node *node = front_node (&parser->front, NODE_TEMPLATE, offset);
    node->list = front_list_end (&parser->front, list);
    if (joined.named)
        return py_unsupported (parser, offset, "a named character (\\N{...}) in a format");
    return node;
}

static gunichar conversion (PyParser *parser)
{
    if (!py_accept (parser, PY_EXCLAMATION))
        return 0;
    const Name *name = py_at (parser, PY_NAME) ? parser->token.name : NULL;
    if (name == NULL || name->length != 1 || (name->text[0] != 'r' && name->text[0] != 's' && name->text[0] != 'a'))
    {
        py_unexpected (parser, "`r`, `s` or `a`");
        return 0;
    }
    py_advance (parser);
    return (gunichar)name->text[0];
}

/* {value = !r :spec}, after the `{`. The lexer stands after what ends the field. */
static Node *field (PyParser *parser, const PyToken *start)
{
    PyLexer *lexer = &parser->lexer;
    guint32 offset = (guint32)(lexer->at - lexer->text) - 1;
    guint outer_field = lexer->field_parens;
    if (lexer->paren_count == PYTHON_MAX_PARENS)
        return front_fail (&parser->front, offset, "too many nested brackets");
    lexer->parens[lexer->paren_count++] = '{';
    lexer->field_parens = lexer->paren_count;
    front_enter (&parser->front, parser->token.start);
    py_advance (parser);
    Node *value = py_value (parser);
    Text debug = { NULL, 0 };
    if (py_accept (parser, PY_ASSIGN))
        debug = (Text){ lexer->text + offset + 1, parser->token.start - offset - 1 };
    gunichar letter = conversion (parser);
    Node *spec = NULL;
    if (!parser->front.failed && py_at (parser, PY_COLON))
    {
        lexer->field_parens = outer_field;
        spec = format_spec (parser, start);
        lexer->paren_count--;
    }
    else if (!py_at (parser, PY_BRACE_CLOSE))
        py_unexpected (parser, "`}`");
    lexer->field_parens = outer_field;
    front_leave (&parser->front);
    Node *node = front_node (&parser->front, NODE_FORMAT, offset);
    node->end = (guint32)(lexer->at - lexer->text);
    node->format.value = value;
    node->format.spec = spec;
    node->format.conversion = letter;
    node->format.debug = debug;
    return node;
}

/* The text of an f-string, or of a format in it, from the lexer's place through its end. */
static void format_text (PyParser *parser, Joined *joined, const PyToken *start, gboolean in_format)
{
    while (!parser->front.failed)
    {
        Text text = { NULL, 0 };
        PyTextEnd end = python_lexer_text (&parser->lexer, start, in_format, &text);
        if (end == PY_TEXT_ERROR)
        {
            front_fail (&parser->front, start->start, "%s", parser->lexer.trouble);
            return;
        }
        add_text (parser, joined, text, start->prefix, !in_format);
        if (end == PY_TEXT_END)
            return;
        flush_text (parser, joined);
        front_list_add (&parser->front, field (parser, start));
    }
}

/* Reads one string or f-string into JOINED. */
static void join_string (PyParser *parser, Joined *joined, gboolean first)
{
    const PyToken token = parser->token;
    gboolean bytes = (token.prefix & PY_PREFIX_BYTES) != 0;
    if (!first && bytes != joined->bytes)
    {
        front_fail (&parser->front, token.start, "bytes and strings can't be joined");
        return;
    }
    joined->bytes = bytes;
    if (token.kind == PY_STRING)
        add_text (parser, joined, token.body, token.prefix, FALSE);
    else
    {
        joined->fields = TRUE;
        format_text (parser, joined, &token, FALSE);
        parser->token.end = (guint32)(parser->lexer.at - parser->lexer.text);
    }
    py_advance (parser);
}

Node *py_strings (PyParser *parser)
{
    guint32 start = parser->token.start;
    Joined joined = { .text = g_string_new (NULL), .text_start = start };
    guint list = front_list_start (&parser->front);
    for (gboolean first = TRUE; py_at (parser, PY_STRING) || py_at (parser, PY_FSTRING); first = FALSE)
        join_string (parser, &joined, first);
    Node *node;
    if (joined.fields)
    {
        flush_text (parser, &joined);
        node = front_node (&parser->front, NODE_TEMPLATE, start);
        node->list = front_list_end (&parser->front, list);
    }
    else
    {
        joined.text_start = start;
        node = string_node (parser, &joined, joined.bytes ? NODE_BYTES : NODE_STRING);
    }
    g_string_free (joined.text, TRUE);
    return joined.named ? py_unsupported (parser, start, "a named character (\\N{...})") : node;
}
