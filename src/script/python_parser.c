#include "script/python_parser.h"

#include "script/resolve.h"
#include "util/error.h"

#include <string.h>

Node *py_unexpected (PyParser *parser, const char *expected)
{
    const PyToken *token = &parser->token;
    if (parser->front.failed || parser->front.speculation > 0)
        return front_fail (&parser->front, token->start, "unexpected");
    if (token->kind == PY_NAME)
        return front_fail (&parser->front, token->start, "expected %s, found `%s`", expected, token->name->text);
    if (token->kind <= PY_FSTRING)
        return front_fail (&parser->front, token->start, "expected %s, found %s", expected,
                           python_token_text (token->kind));
    return front_fail (&parser->front, token->start, "expected %s, found `%s`", expected,
                       python_token_text (token->kind));
}

Node *py_unsupported (PyParser *parser, guint32 start, const char *what)
{
    Node *node = front_node (&parser->front, NODE_UNSUPPORTED, start);
    node->unsupported.what = what;
    return node;
}

void py_advance (PyParser *parser)
{
    if (parser->front.failed)
        return;
    parser->front.previous_end = parser->token.end;
    python_lexer_next (&parser->lexer, &parser->token);
    if (parser->token.kind == PY_ERROR)
        front_fail (&parser->front, parser->token.start, "%s", parser->lexer.trouble);
}

void py_peek (const PyParser *parser, PyToken *next)
{
    PyLexer lexer = parser->lexer;
    python_lexer_next (&lexer, next);
}

gboolean py_at (const PyParser *parser, PyTokenKind kind)
{
    return parser->token.kind == kind;
}

gboolean py_at_word (const PyParser *parser, PyWord word)
{
    return parser->token.word == word && parser->token.kind == PY_NAME;
}

gboolean py_at_name (const PyParser *parser)
{
    return parser->token.kind == PY_NAME &&
           (parser->token.word == PY_WORD_PLAIN || parser->token.word >= PY_WORD_MATCH);
}

gboolean py_accept (PyParser *parser, PyTokenKind kind)
{
    if (parser->token.kind != kind)
        return FALSE;
    py_advance (parser);
    return TRUE;
}

gboolean py_accept_word (PyParser *parser, PyWord word)
{
    if (!py_at_word (parser, word))
        return FALSE;
    py_advance (parser);
    return TRUE;
}

void py_expect (PyParser *parser, PyTokenKind kind)
{
    if (py_accept (parser, kind))
        return;
    g_autofree char *quoted = g_strdup_printf (kind <= PY_FSTRING ? "%s" : "`%s`", python_token_text (kind));
    py_unexpected (parser, quoted);
}

void py_expect_word (PyParser *parser, PyWord word, const char *text)
{
    if (!py_accept_word (parser, word))
        py_unexpected (parser, text);
}

void py_speculate (PyParser *parser, PySpeculation *speculation)
{
    speculation->saved = *parser;
    speculation->mark = arena_mark (parser->front.file->arena);
    speculation->stack_length = parser->front.stack->len;
    parser->front.speculation++;
}

void py_retreat (PyParser *parser, const PySpeculation *speculation)
{
    Arena *overflow = parser->front.overflow;
    *parser = speculation->saved;
    parser->front.overflow = overflow;
    g_ptr_array_set_size (parser->front.stack, (gint)speculation->stack_length);
    arena_release (parser->front.file->arena, speculation->mark);
}

void py_commit (PyParser *parser)
{
    parser->front.speculation--;
}

const Name *py_mangle (PyParser *parser, const Name *name)
{
    const Name *class_name = parser->context.class_name;
    if (class_name == NULL || name->length < 3 || name->text[0] != '_' || name->text[1] != '_' ||
        g_str_has_suffix (name->text, "__") || strchr (name->text, '.') != NULL)
        return name;
    const char *bare = class_name->text + strspn (class_name->text, "_");
    if (*bare == '\0')
        return name;
    g_autofree char *mangled = g_strdup_printf ("_%s%s", bare, name->text);
    return names_intern_text (parser->front.file->names, mangled);
}

/* Python reads other encodings when a comment names them; we read UTF-8 and its subset. */
static gboolean check_encoding (const ScriptFile *file, GError **error)
{
    g_autofree char *head = g_strndup (file->text, MIN (file->length, 400));
    g_autoptr (GRegex) regex = NULL;
    g_autoptr (GMatchInfo) match = NULL;
    const char *start = g_str_has_prefix (head, "\xEF\xBB\xBF") ? head + 3 : head;
    /* few files name one, and to make the expression costs as much as to read a small file */
    if (!strstr (head, "coding") || !g_utf8_validate (start, -1, NULL))
        return TRUE;
    regex = g_regex_new (
        "\\A(?:[ \\t\\f]*(?:#[^\\r\\n]*)?(?:\\r\\n|\\r|\\n))?[ \\t\\f]*#.*?coding[:=][ \\t]*([-\\w.]+)", 0, 0, NULL);
    if (!g_regex_match (regex, start, 0, &match))
        return TRUE;
    g_autofree char *encoding = g_match_info_fetch (match, 1);
    g_autofree char *lower = g_ascii_strdown (encoding, -1);
    for (char *at = lower; *at != '\0'; at++)
        if (*at == '_')
            *at = '-';
    gboolean ascii = g_str_is_ascii (file->text);
    if (g_str_has_prefix (lower, "utf-8") || g_str_equal (lower, "utf8") || ascii)
        return TRUE;
    error_set_at (error, MIGSHIM_ERROR_UNSUPPORTED, (Location){ file->path, 1, 1 }, file->text, file->length,
                  "the encoding %s is not supported; save the file as UTF-8", encoding);
    return FALSE;
}

static void parse_program (PyParser *parser)
{
    ScriptFile *file = parser->front.file;
    Function *program = front_alloc (&parser->front, sizeof (Function));
    Node *body = front_node (&parser->front, NODE_BLOCK, 0);
    guint list = front_list_start (&parser->front);
    py_advance (parser);
    while (!parser->front.failed && !py_at (parser, PY_END))
        if (!py_accept (parser, PY_NEWLINE))
            py_statement (parser);
    body->block.statements = front_list_end (&parser->front, list);
    body->end = (guint32)file->length;
    program->file = file;
    program->end = body->end;
    program->body = body;
    file->program = program;
}

ScriptFile *python_parse (const char *path, const char *text, gsize length, NameTable *names, Arena *arena,
                          GError **error)
{
    PyParser parser = { .globals = g_ptr_array_new () };
    gboolean parsed = front_init (&parser.front, LANGUAGE_PYTHON, path, text, length, names, arena, error);
    ScriptFile *file = parser.front.file;
    parsed = parsed && check_encoding (file, error);
    if (parsed)
    {
        g_autoptr (GArray) annotations = g_array_new (FALSE, FALSE, sizeof (Annotation));
        PyWordTable words;
        python_words_init (&words, names);
        parser.front.token_kind = &parser.token.kind;
        parser.lexer = python_lexer_start (file, &words, annotations);
        parse_program (&parser);
        file->annotation_count = annotations->len;
        file->annotations = front_array (&parser.front, annotations, sizeof (Annotation));
        parsed = !parser.front.failed;
    }
    front_clear (&parser.front);
    parsed = parsed && resolve_python (file, parser.globals, error);
    g_ptr_array_unref (parser.globals);
    return parsed ? file : NULL;
}
