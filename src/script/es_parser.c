#include "script/es_parser.h"

#include "script/resolve.h"
#include "util/error.h"

#include <string.h>

#define TRIED_TOKENS_FREE 1000000
#define TRIED_TOKENS_PER_BYTE 16

static const char out_of_memory[] = "the script needs more memory than it may have";

gpointer es_alloc (Parser *parser, gsize size)
{
    gpointer piece = arena_alloc (parser->file->arena, size);
    if (piece != NULL)
        return piece;
    if (!parser->failed)
        es_fail (parser, parser->token.start, "%s", out_of_memory);
    if (parser->overflow == NULL)
        parser->overflow = arena_new (0);
    return arena_alloc (parser->overflow, size);
}

Node *es_node (Parser *parser, NodeKind kind, guint32 start)
{
    Node *node = es_alloc (parser, sizeof (Node));
    node->kind = (guint8)kind;
    node->start = start;
    node->end = parser->previous_end;
    node->file = parser->file;
    return node;
}

/* From now on nothing is read any more. */
static void panic (Parser *parser)
{
    parser->failed = TRUE;
    parser->token.kind = TOKEN_ERROR;
    parser->token.keyword = KEYWORD_NONE;
}

Node *es_fail (Parser *parser, guint32 offset, const char *format, ...)
{
    gboolean first = !parser->failed;
    panic (parser);
    if (first && parser->speculation == 0)
    {
        va_list arguments;
        va_start (arguments, format);
        g_autofree char *message = g_strdup_vprintf (format, arguments);
        va_end (arguments);
        error_set_at (parser->error, MIGSHIM_ERROR_SOURCE, ast_location (parser->file, offset), parser->file->text,
                      parser->file->length, "%s", message);
    }
    return es_node (parser, NODE_EMPTY, offset);
}

Node *es_unexpected (Parser *parser, const char *expected)
{
    const Token *token = &parser->token;
    if (parser->failed || parser->speculation > 0)
        return es_fail (parser, token->start, "unexpected");
    if (token->kind == TOKEN_NAME)
        return es_fail (parser, token->start, "expected %s, found `%s`", expected, token->name->text);
    return es_fail (parser, token->start, "expected %s, found %s", expected, es_token_text (token->kind));
}

static void check_token (Parser *parser)
{
    if (parser->token.kind == TOKEN_ERROR)
        es_fail (parser, parser->token.start, "%s", parser->lexer.trouble);
    else if (parser->token.last && parser->strict &&
             (parser->token.kind == TOKEN_NUMBER || parser->token.kind == TOKEN_STRING))
        es_fail (parser, parser->token.start, "octal numbers and escapes are not allowed in strict code");
}

void es_advance (Parser *parser)
{
    if (parser->failed)
        return;
    parser->previous_end = parser->token.end;
    es_lexer_next (&parser->lexer, &parser->token);
    check_token (parser);
    if (parser->speculation > 0 &&
        ++parser->tried_tokens > TRIED_TOKENS_FREE + TRIED_TOKENS_PER_BYTE * (guint64)parser->file->length)
    {
        parser->exhausted = TRUE;
        panic (parser);
    }
}

void es_peek (Parser *parser, Token *next)
{
    Lexer lexer = parser->lexer;
    es_lexer_next (&lexer, next);
}

gboolean es_at (const Parser *parser, TokenKind kind)
{
    return parser->token.kind == kind;
}

gboolean es_at_word (const Parser *parser, Keyword keyword)
{
    return parser->token.keyword == keyword && parser->token.kind == TOKEN_NAME;
}

gboolean es_accept (Parser *parser, TokenKind kind)
{
    if (parser->token.kind != kind)
        return FALSE;
    es_advance (parser);
    return TRUE;
}

gboolean es_accept_word (Parser *parser, Keyword keyword)
{
    if (!es_at_word (parser, keyword))
        return FALSE;
    es_advance (parser);
    return TRUE;
}

void es_expect (Parser *parser, TokenKind kind)
{
    if (!es_accept (parser, kind))
        es_unexpected (parser, es_token_text (kind));
}

void es_expect_word (Parser *parser, Keyword keyword)
{
    if (!es_accept_word (parser, keyword))
    {
        g_autofree char *word = NULL;
        for (guint i = 0; i < 256 && word == NULL; i++)
            if (parser->keywords->keywords[i] == keyword)
                word = g_strdup_printf ("`%s`", parser->keywords->names[i]->text);
        es_unexpected (parser, word);
    }
}

gboolean es_at_identifier (const Parser *parser)
{
    if (parser->token.kind != TOKEN_NAME)
        return FALSE;
    Keyword keyword = parser->token.keyword;
    if (keyword == KEYWORD_YIELD)
        return !parser->context.generator && !parser->strict;
    if (keyword == KEYWORD_AWAIT)
        return !parser->context.async && !parser->context.static_block;
    return keyword == KEYWORD_NONE || keyword > KEYWORD_YIELD;
}

gboolean es_at_semicolon (const Parser *parser)
{
    return es_at (parser, TOKEN_SEMICOLON) || es_at (parser, TOKEN_BRACE_CLOSE) || es_at (parser, TOKEN_END) ||
           parser->token.newline_before;
}

void es_semicolon (Parser *parser)
{
    if (!es_accept (parser, TOKEN_SEMICOLON) && !es_at_semicolon (parser))
        es_unexpected (parser, "`;` or a new line");
}

void es_enter (Parser *parser)
{
    if (++parser->depth > AST_MAX_DEPTH)
        es_fail (parser, parser->token.start, "the text nests deeper than %d levels", AST_MAX_DEPTH);
}

void es_leave (Parser *parser)
{
    parser->depth--;
}

static gpointer hopeless_key (const Parser *parser, TryKind kind)
{
    return GSIZE_TO_POINTER (((gsize)parser->token.start << 1 | (gsize)kind) + 1);
}

gboolean es_speculate (Parser *parser, TryKind kind, Speculation *speculation)
{
    if (parser->failed ||
        (parser->hopeless != NULL && g_hash_table_contains (parser->hopeless, hopeless_key (parser, kind))))
        return FALSE;
    speculation->saved = *parser;
    speculation->mark = arena_mark (parser->file->arena);
    speculation->stack_length = parser->stack->len;
    speculation->kind = kind;
    parser->speculation++;
    return TRUE;
}

void es_retreat (Parser *parser, const Speculation *speculation, gboolean hopeless)
{
    gboolean exhausted = parser->exhausted;
    guint64 tried_tokens = parser->tried_tokens;
    GHashTable *places = parser->hopeless;
    Arena *overflow = parser->overflow;
    *parser = speculation->saved;
    parser->tried_tokens = tried_tokens;
    parser->hopeless = places;
    parser->overflow = overflow;
    parser->exhausted = exhausted;
    g_ptr_array_set_size (parser->stack, (gint)speculation->stack_length);
    arena_release (parser->file->arena, speculation->mark);
    if (exhausted)
    {
        es_fail (parser, parser->token.start, "this text can be read in too many ways");
        return;
    }
    if (!hopeless)
        return;
    if (parser->hopeless == NULL)
        parser->hopeless = g_hash_table_new (NULL, NULL);
    g_hash_table_add (parser->hopeless, hopeless_key (parser, speculation->kind));
}

void es_commit (Parser *parser)
{
    parser->speculation--;
}

guint es_list_start (const Parser *parser)
{
    return parser->stack->len;
}

void es_list_add (Parser *parser, Node *node)
{
    g_ptr_array_add (parser->stack, node);
}

NodeList es_list_end (Parser *parser, guint start)
{
    NodeList list = { NULL, parser->stack->len - start };
    if (list.count > 0)
    {
        list.items = es_alloc (parser, list.count * sizeof (Node *));
        memcpy (list.items, parser->stack->pdata + start, list.count * sizeof (Node *));
    }
    g_ptr_array_set_size (parser->stack, (gint)start);
    return list;
}

/* Reads the whole file as the body of its program. */
static void parse_program (Parser *parser)
{
    ScriptFile *file = parser->file;
    Function *program = es_alloc (parser, sizeof (Function));
    Node *body = es_node (parser, NODE_BLOCK, 0);
    es_advance (parser);
    es_directives (parser);
    body->block.statements = es_statement_list (parser);
    if (!parser->failed && !es_at (parser, TOKEN_END))
        es_unexpected (parser, "a statement");
    body->block.hoisted = es_hoisted_of (parser, &body->block.statements);
    body->end = (guint32)file->length;
    program->file = file;
    program->end = body->end;
    program->body = body;
    program->flags = FUNCTION_SIMPLE | (parser->strict || file->module ? FUNCTION_STRICT : 0);
    file->program = program;
    file->annotation_count = parser->annotations->len;
    if (file->annotation_count > 0)
    {
        gsize size = file->annotation_count * sizeof (Annotation);
        file->annotations = es_alloc (parser, size);
        memcpy (file->annotations, parser->annotations->data, size);
    }
}

/* A text that we can read at all: of a bearable size, UTF-8. */
static gboolean check_text (const ScriptFile *file, GError **error)
{
    if (file->length > AST_MAX_TEXT)
    {
        error_set_at (error, MIGSHIM_ERROR_SOURCE, (Location){ file->path, 0, 0 }, NULL, 0,
                      "the file is larger than %d MiB", AST_MAX_TEXT / (1024 * 1024));
        return FALSE;
    }
    const char *invalid;
    if (g_utf8_validate_len (file->text, file->length, &invalid) || *invalid == '\0')
        return TRUE;
    guint32 offset = (guint32)(invalid - file->text);
    error_set_at (error, MIGSHIM_ERROR_SOURCE, ast_location (file, offset), file->text, file->length,
                  "the file is not valid UTF-8");
    return FALSE;
}

ScriptFile *es_parse (const char *path, const char *text, gsize length, EsOptions options, NameTable *names,
                      Arena *arena, GError **error)
{
    ScriptFile *file = arena_new_object (arena, ScriptFile);
    if (file == NULL)
    {
        error_set (error, MIGSHIM_ERROR_SOURCE, "%s", out_of_memory);
        return NULL;
    }
    *file = (ScriptFile){ .language = LANGUAGE_ECMASCRIPT,
                          .path = path,
                          .text = length == 0 ? "" : text,
                          .length = length,
                          .arena = arena,
                          .names = names,
                          .typescript = (options & ES_TYPESCRIPT) != 0,
                          .module = (options & ES_MODULE) != 0 };
    if (!check_text (file, error))
        return NULL;
    g_autoptr (GPtrArray) stack = g_ptr_array_new ();
    g_autoptr (GArray) annotations = g_array_new (FALSE, FALSE, sizeof (Annotation));
    Parser parser = { .file = file,
                      .typescript = file->typescript,
                      .strict = file->module,
                      .ambient = file->typescript && g_str_has_suffix (path, ".d.ts"),
                      .stack = stack,
                      .annotations = annotations,
                      .error = error };
    KeywordTable keywords;
    es_keywords_init (&keywords, names);
    parser.keywords = &keywords;
    parser.lexer = es_lexer_start (file, &keywords, annotations);
    parse_program (&parser);
    g_clear_pointer (&parser.hopeless, g_hash_table_unref);
    g_clear_pointer (&parser.overflow, arena_free);
    if (parser.failed || !resolve_ecmascript (file, error))
        return NULL;
    return file;
}
