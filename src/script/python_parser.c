#include "script/python_parser.h"

#include "script/resolve.h"
#include "util/error.h"

#include <string.h>

static const char out_of_memory[] = "the script needs more memory than it may have";

gpointer py_alloc (PyParser *parser, gsize size)
{
    gpointer piece = arena_alloc (parser->file->arena, size);
    if (piece != NULL)
        return piece;
    if (!parser->failed)
        py_fail (parser, parser->token.start, "%s", out_of_memory);
    if (parser->overflow == NULL)
        parser->overflow = arena_new (0);
    return arena_alloc (parser->overflow, size);
}

Node *py_node (PyParser *parser, NodeKind kind, guint32 start)
{
    Node *node = py_alloc (parser, sizeof (Node));
    node->kind = (guint8)kind;
    node->start = start;
    node->end = parser->previous_end;
    node->file = parser->file;
    return node;
}

Node *py_fail (PyParser *parser, guint32 offset, const char *format, ...)
{
    gboolean first = !parser->failed;
    parser->failed = TRUE;
    parser->token.kind = PY_ERROR;
    parser->token.word = PY_WORD_PLAIN;
    if (first && parser->speculation == 0)
    {
        va_list arguments;
        va_start (arguments, format);
        g_autofree char *message = g_strdup_vprintf (format, arguments);
        va_end (arguments);
        error_set_at (parser->error, MIGSHIM_ERROR_SOURCE, ast_location (parser->file, offset), parser->file->text,
                      parser->file->length, "%s", message);
    }
    return py_node (parser, NODE_EMPTY, offset);
}

Node *py_unexpected (PyParser *parser, const char *expected)
{
    const PyToken *token = &parser->token;
    if (parser->failed || parser->speculation > 0)
        return py_fail (parser, token->start, "unexpected");
    if (token->kind == PY_NAME)
        return py_fail (parser, token->start, "expected %s, found `%s`", expected, token->name->text);
    if (token->kind <= PY_FSTRING)
        return py_fail (parser, token->start, "expected %s, found %s", expected, python_token_text (token->kind));
    return py_fail (parser, token->start, "expected %s, found `%s`", expected, python_token_text (token->kind));
}

Node *py_unsupported (PyParser *parser, guint32 start, const char *what)
{
    Node *node = py_node (parser, NODE_UNSUPPORTED, start);
    node->unsupported.what = what;
    return node;
}

void py_advance (PyParser *parser)
{
    if (parser->failed)
        return;
    parser->previous_end = parser->token.end;
    python_lexer_next (&parser->lexer, &parser->token);
    if (parser->token.kind == PY_ERROR)
        py_fail (parser, parser->token.start, "%s", parser->lexer.trouble);
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

void py_enter (PyParser *parser)
{
    if (++parser->depth > AST_MAX_DEPTH)
        py_fail (parser, parser->token.start, "the text nests deeper than %d levels", AST_MAX_DEPTH);
}

void py_leave (PyParser *parser)
{
    parser->depth--;
}

void py_speculate (PyParser *parser, PySpeculation *speculation)
{
    speculation->saved = *parser;
    speculation->mark = arena_mark (parser->file->arena);
    speculation->stack_length = parser->stack->len;
    parser->speculation++;
}

void py_retreat (PyParser *parser, const PySpeculation *speculation)
{
    Arena *overflow = parser->overflow;
    *parser = speculation->saved;
    parser->overflow = overflow;
    g_ptr_array_set_size (parser->stack, (gint)speculation->stack_length);
    arena_release (parser->file->arena, speculation->mark);
}

void py_commit (PyParser *parser)
{
    parser->speculation--;
}

guint py_list_start (const PyParser *parser)
{
    return parser->stack->len;
}

void py_list_add (PyParser *parser, Node *node)
{
    g_ptr_array_add (parser->stack, node);
}

NodeList py_list_end (PyParser *parser, guint start)
{
    NodeList list = { NULL, parser->stack->len - start };
    if (list.count > 0)
    {
        list.items = py_alloc (parser, list.count * sizeof (Node *));
        memcpy (list.items, parser->stack->pdata + start, list.count * sizeof (Node *));
    }
    g_ptr_array_set_size (parser->stack, (gint)start);
    return list;
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
    return names_intern_text (parser->file->names, mangled);
}

/* UTF-8, and no comment in the first two lines that says otherwise (PEP 263). */
static gboolean check_text (const ScriptFile *file, GError **error)
{
    if (file->length > AST_MAX_TEXT)
    {
        error_set_at (error, MIGSHIM_ERROR_SOURCE, (Location){ file->path, 0, 0 }, NULL, 0,
                      "the file is larger than %d MiB", AST_MAX_TEXT / (1024 * 1024));
        return FALSE;
    }
    const char *invalid;
    if (!g_utf8_validate_len (file->text, file->length, &invalid))
    {
        gboolean zero = *invalid == '\0';
        guint32 offset = (guint32)(invalid - file->text);
        error_set_at (error, MIGSHIM_ERROR_SOURCE, ast_location (file, offset), file->text, file->length, "%s",
                      zero ? "the file holds a NUL character" : "the file is not valid UTF-8");
        return FALSE;
    }
    return TRUE;
}

/* Python reads other encodings when a comment names them; we read UTF-8 and its subset. */
static gboolean check_encoding (const ScriptFile *file, GError **error)
{
    g_autofree char *head = g_strndup (file->text, MIN (file->length, 400));
    g_autoptr (GRegex) regex = g_regex_new (
        "\\A(?:[ \\t\\f]*(?:#[^\\r\\n]*)?(?:\\r\\n|\\r|\\n))?[ \\t\\f]*#.*?coding[:=][ \\t]*([-\\w.]+)", 0, 0, NULL);
    g_autoptr (GMatchInfo) match = NULL;
    const char *start = g_str_has_prefix (head, "\xEF\xBB\xBF") ? head + 3 : head;
    if (!g_utf8_validate (start, -1, NULL) || !g_regex_match (regex, start, 0, &match))
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
    ScriptFile *file = parser->file;
    Function *program = py_alloc (parser, sizeof (Function));
    Node *body = py_node (parser, NODE_BLOCK, 0);
    guint list = py_list_start (parser);
    py_advance (parser);
    while (!parser->failed && !py_at (parser, PY_END))
        if (!py_accept (parser, PY_NEWLINE))
            py_statement (parser);
    body->block.statements = py_list_end (parser, list);
    body->end = (guint32)file->length;
    program->file = file;
    program->end = body->end;
    program->body = body;
    file->program = program;
}

ScriptFile *python_parse (const char *path, const char *text, gsize length, NameTable *names, Arena *arena,
                          GError **error)
{
    ScriptFile *file = arena_new_object (arena, ScriptFile);
    if (file == NULL)
    {
        error_set (error, MIGSHIM_ERROR_SOURCE, "%s", out_of_memory);
        return NULL;
    }
    *file = (ScriptFile){ .language = LANGUAGE_PYTHON,
                          .path = path,
                          .text = length == 0 ? "" : text,
                          .length = length,
                          .arena = arena,
                          .names = names };
    if (!check_text (file, error) || !check_encoding (file, error))
        return NULL;
    g_autoptr (GPtrArray) stack = g_ptr_array_new ();
    g_autoptr (GPtrArray) globals = g_ptr_array_new ();
    g_autoptr (GArray) annotations = g_array_new (FALSE, FALSE, sizeof (Annotation));
    PyWordTable words;
    python_words_init (&words, names);
    PyParser parser = { .file = file, .stack = stack, .globals = globals, .error = error };
    parser.lexer = python_lexer_start (file, &words, annotations);
    parse_program (&parser);
    file->annotation_count = annotations->len;
    if (!parser.failed && annotations->len > 0)
    {
        gsize size = annotations->len * sizeof (Annotation);
        file->annotations = py_alloc (&parser, size);
        memcpy (file->annotations, annotations->data, size);
    }
    arena_free (parser.overflow);
    if (parser.failed || !resolve_python (file, globals, error))
        return NULL;
    return file;
}
