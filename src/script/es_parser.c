#include "script/es_parser.h"

#include "script/resolve.h"
#include "util/error.h"

#include <string.h>

#define TRIED_TOKENS_FREE 1000000
#define TRIED_TOKENS_PER_BYTE 16

Node *es_unexpected (Parser *parser, const char *expected)
{
    const Token *token = &parser->token;
    if (parser->front.failed || parser->front.speculation > 0)
        return front_fail (&parser->front, token->start, "unexpected");
    if (token->kind == TOKEN_NAME)
        return front_fail (&parser->front, token->start, "expected %s, found `%s`", expected, token->name->text);
    return front_fail (&parser->front, token->start, "expected %s, found %s", expected, es_token_text (token->kind));
}

static void check_token (Parser *parser)
{
    if (parser->token.kind == TOKEN_ERROR)
        front_fail (&parser->front, parser->token.start, "%s", parser->lexer.trouble);
    else if (parser->token.last && parser->strict &&
             (parser->token.kind == TOKEN_NUMBER || parser->token.kind == TOKEN_STRING))
        front_fail (&parser->front, parser->token.start, "octal numbers and escapes are not allowed in strict code");
}

void es_advance (Parser *parser)
{
    if (parser->front.failed)
        return;
    parser->front.previous_end = parser->token.end;
    es_lexer_next (&parser->lexer, &parser->token);
    check_token (parser);
    if (parser->front.speculation > 0 &&
        ++parser->tried_tokens > TRIED_TOKENS_FREE + TRIED_TOKENS_PER_BYTE * (guint64)parser->front.file->length)
    {
        parser->exhausted = TRUE;
        parser->front.failed = TRUE;
        parser->token.kind = TOKEN_ERROR;
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
    if (keyword > KEYWORD_YIELD && keyword <= KEYWORD_PUBLIC)
        return !parser->strict || parser->ambient;
    return keyword == KEYWORD_NONE || keyword > KEYWORD_PUBLIC;
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

static gpointer hopeless_key (const Parser *parser, TryKind kind)
{
    return GSIZE_TO_POINTER (((gsize)parser->token.start << 1 | (gsize)kind) + 1);
}

gboolean es_speculate (Parser *parser, TryKind kind, Speculation *speculation)
{
    if (parser->front.failed ||
        (parser->hopeless != NULL && g_hash_table_contains (parser->hopeless, hopeless_key (parser, kind))))
        return FALSE;
    speculation->saved = *parser;
    speculation->mark = arena_mark (parser->front.file->arena);
    speculation->stack_length = parser->front.stack->len;
    speculation->kind = kind;
    parser->front.speculation++;
    return TRUE;
}

void es_retreat (Parser *parser, const Speculation *speculation, gboolean hopeless)
{
    gboolean exhausted = parser->exhausted;
    guint64 tried_tokens = parser->tried_tokens;
    GHashTable *places = parser->hopeless;
    Arena *overflow = parser->front.overflow;
    *parser = speculation->saved;
    parser->tried_tokens = tried_tokens;
    parser->hopeless = places;
    parser->front.overflow = overflow;
    parser->exhausted = exhausted;
    g_ptr_array_set_size (parser->front.stack, (gint)speculation->stack_length);
    arena_release (parser->front.file->arena, speculation->mark);
    if (exhausted)
    {
        front_fail (&parser->front, parser->token.start, "this text can be read in too many ways");
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
    parser->front.speculation--;
}

/* Reads the whole file as the body of its program. */
static void parse_program (Parser *parser)
{
    ScriptFile *file = parser->front.file;
    Function *program = front_alloc (&parser->front, sizeof (Function));
    Node *body = front_node (&parser->front, NODE_BLOCK, 0);
    es_advance (parser);
    es_directives (parser);
    body->block.statements = es_statement_list (parser);
    if (!parser->front.failed && !es_at (parser, TOKEN_END))
        es_unexpected (parser, "a statement");
    body->block.hoisted = es_hoisted_of (parser, &body->block.statements);
    body->end = (guint32)file->length;
    program->file = file;
    program->end = body->end;
    program->body = body;
    program->flags = FUNCTION_SIMPLE | (parser->strict || file->module ? FUNCTION_STRICT : 0);
    file->program = program;
    file->annotation_count = parser->annotations->len;
    file->annotations = front_array (&parser->front, parser->annotations, sizeof (Annotation));
}

ScriptFile *es_parse (const char *path, const char *text, gsize length, EsOptions options, NameTable *names,
                      Arena *arena, GError **error)
{
    Parser parser = { .typescript = (options & ES_TYPESCRIPT) != 0, .strict = (options & ES_MODULE) != 0 };
    gboolean parsed = front_init (&parser.front, LANGUAGE_ECMASCRIPT, path, text, length, names, arena, error);
    ScriptFile *file = parser.front.file;
    if (parsed)
    {
        g_autoptr (GArray) annotations = g_array_new (FALSE, FALSE, sizeof (Annotation));
        KeywordTable keywords;
        es_keywords_init (&keywords, names);
        file->typescript = parser.typescript;
        file->module = parser.strict;
        parser.front.token_kind = &parser.token.kind;
        parser.ambient = parser.typescript && g_str_has_suffix (path, ".d.ts");
        parser.annotations = annotations;
        parser.keywords = &keywords;
        parser.lexer = es_lexer_start (file, &keywords, annotations);
        parse_program (&parser);
        parsed = !parser.front.failed;
    }
    g_clear_pointer (&parser.hopeless, g_hash_table_unref);
    front_clear (&parser.front);
    return parsed && resolve_ecmascript (file, error) ? file : NULL;
}
