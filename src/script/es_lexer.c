#include "script/es_lexer.h"

#include "script/es_literal.h"
#include "script/front.h"

#include <string.h>

static const char *const keyword_texts[KEYWORDS] = {
#define X(id, text) [KEYWORD_##id] = text,
    ES_RESERVED_WORDS (X) ES_CONTEXTUAL_WORDS (X)
#undef X
};

static const char *const token_texts[TOKEN_KINDS] = {
    [TOKEN_ERROR] = "an error",
    [TOKEN_END] = "the end of the file",
    [TOKEN_NAME] = "a name",
    [TOKEN_PRIVATE] = "a private name",
    [TOKEN_NUMBER] = "a number",
    [TOKEN_BIGINT] = "a BigInt",
    [TOKEN_STRING] = "a string",
    [TOKEN_TEMPLATE] = "a template",
    [TOKEN_REGEXP] = "a regular expression",
    [TOKEN_BRACE_OPEN] = "`{`",
    [TOKEN_BRACE_CLOSE] = "`}`",
    [TOKEN_PAREN_OPEN] = "`(`",
    [TOKEN_PAREN_CLOSE] = "`)`",
    [TOKEN_BRACKET_OPEN] = "`[`",
    [TOKEN_BRACKET_CLOSE] = "`]`",
    [TOKEN_DOT] = "`.`",
    [TOKEN_DOTS] = "`...`",
    [TOKEN_OPTIONAL] = "`?.`",
    [TOKEN_SEMICOLON] = "`;`",
    [TOKEN_COMMA] = "`,`",
    [TOKEN_COLON] = "`:`",
    [TOKEN_QUESTION] = "`?`",
    [TOKEN_ARROW] = "`=>`",
    [TOKEN_AT] = "`@`",
    [TOKEN_HASH] = "`#`",
    [TOKEN_NOT] = "`!`",
    [TOKEN_TILDE] = "`~`",
    [TOKEN_INCREMENT] = "`++`",
    [TOKEN_DECREMENT] = "`--`",
    [TOKEN_PLUS] = "`+`",
    [TOKEN_MINUS] = "`-`",
    [TOKEN_STAR] = "`*`",
    [TOKEN_SLASH] = "`/`",
    [TOKEN_PERCENT] = "`%`",
    [TOKEN_STAR_STAR] = "`**`",
    [TOKEN_LESS_LESS] = "`<<`",
    [TOKEN_GREATER_GREATER] = "`>>`",
    [TOKEN_GREATER_GREATER_GREATER] = "`>>>`",
    [TOKEN_AND] = "`&`",
    [TOKEN_BAR] = "`|`",
    [TOKEN_CARET] = "`^`",
    [TOKEN_AND_AND] = "`&&`",
    [TOKEN_BAR_BAR] = "`||`",
    [TOKEN_COALESCE] = "`?"
                       "?`",
    [TOKEN_EQUAL] = "`==`",
    [TOKEN_NOT_EQUAL] = "`!=`",
    [TOKEN_STRICT_EQUAL] = "`===`",
    [TOKEN_STRICT_NOT_EQUAL] = "`!==`",
    [TOKEN_LESS] = "`<`",
    [TOKEN_LESS_EQUAL] = "`<=`",
    [TOKEN_GREATER] = "`>`",
    [TOKEN_GREATER_EQUAL] = "`>=`",
    [TOKEN_ASSIGN] = "`=`",
    [TOKEN_PLUS_ASSIGN] = "`+=`",
    [TOKEN_MINUS_ASSIGN] = "`-=`",
    [TOKEN_STAR_ASSIGN] = "`*=`",
    [TOKEN_SLASH_ASSIGN] = "`/=`",
    [TOKEN_PERCENT_ASSIGN] = "`%=`",
    [TOKEN_STAR_STAR_ASSIGN] = "`**=`",
    [TOKEN_LESS_LESS_ASSIGN] = "`<<=`",
    [TOKEN_GREATER_GREATER_ASSIGN] = "`>>=`",
    [TOKEN_GREATER_GREATER_GREATER_ASSIGN] = "`>>>=`",
    [TOKEN_AND_ASSIGN] = "`&=`",
    [TOKEN_BAR_ASSIGN] = "`|=`",
    [TOKEN_CARET_ASSIGN] = "`^=`",
    [TOKEN_AND_AND_ASSIGN] = "`&&=`",
    [TOKEN_BAR_BAR_ASSIGN] = "`||=`",
    [TOKEN_COALESCE_ASSIGN] = "`?"
                              "?=`",
};

const char *es_token_text (TokenKind kind)
{
    return token_texts[kind];
}

void es_keywords_init (KeywordTable *table, NameTable *names)
{
    memset (table, 0, sizeof *table);
    for (guint keyword = KEYWORD_BREAK; keyword < KEYWORDS; keyword++)
    {
        const Name *name = names_intern_text (names, keyword_texts[keyword]);
        guint8 slot = (guint8)name->hash;
        while (table->names[slot] != NULL)
            slot++;
        table->names[slot] = name;
        table->keywords[slot] = (guint8)keyword;
    }
}

static Keyword keyword_of (const KeywordTable *table, const Name *name)
{
    for (guint8 slot = (guint8)name->hash; table->names[slot] != NULL; slot++)
        if (table->names[slot] == name)
            return table->keywords[slot];
    return KEYWORD_NONE;
}

Lexer es_lexer_start (ScriptFile *file, const KeywordTable *keywords, GArray *annotations)
{
    const char *end = file->text + file->length;
    const char *at = file->text;
    if (file->length >= 3 && memcmp (at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    if (end - at >= 2 && at[0] == '#' && at[1] == '!')
        while (at < end && *at != '\n' && *at != '\r')
            at++;
    gboolean annotated = g_strstr_len (file->text, (gssize)file->length, "migshim:") != NULL ||
                         memchr (file->text, '\0', file->length) != NULL;
    return (Lexer){ .text = file->text,
                    .end = end,
                    .at = at,
                    .file = file,
                    .keywords = keywords,
                    .annotations = annotated ? annotations : NULL };
}

static void skip_line_comment (Lexer *lexer)
{
    const char *at = lexer->at;
    while (at < lexer->end && *at != '\n' && *at != '\r' &&
           !(*at == '\xE2' && lexer->end - at >= 3 && at[1] == '\x80' && (at[2] == '\xA8' || at[2] == '\xA9')))
        at++;
    if (lexer->annotations != NULL)
        front_note_annotation (lexer->annotations, lexer->text, lexer->at + 2, at, '*');
    lexer->at = at;
}

/* FALSE when the comment does not end. */
static gboolean skip_block_comment (Lexer *lexer, gboolean *newline)
{
    const char *line = lexer->at + 2;
    for (const char *at = line; lexer->end - at >= 2; at++)
    {
        gboolean ends = at[0] == '*' && at[1] == '/';
        gboolean breaks = *at == '\n' || *at == '\r';
        *newline |= breaks;
        if ((ends || breaks) && lexer->annotations != NULL)
            front_note_annotation (lexer->annotations, lexer->text, line, at, '*');
        if (breaks)
            line = at + 1;
        if (ends)
        {
            lexer->at = at + 2;
            return TRUE;
        }
    }
    return FALSE;
}

/* Skips a blank outside of ASCII. FALSE when the character is none. */
static gboolean skip_unicode_blank (Lexer *lexer, gboolean *newline)
{
    gunichar character = g_utf8_get_char (lexer->at);
    gboolean breaks = character == 0x2028 || character == 0x2029;
    if (!breaks && character != 0xFEFF && g_unichar_type (character) != G_UNICODE_SPACE_SEPARATOR)
        return FALSE;
    *newline |= breaks;
    lexer->at = g_utf8_next_char (lexer->at);
    return TRUE;
}

/* Skips blanks and comments. FALSE when a comment does not end. */
static gboolean skip_blanks (Lexer *lexer, gboolean *newline)
{
    while (lexer->at < lexer->end)
    {
        char character = *lexer->at;
        if (character == ' ' || character == '\t' || character == '\v' || character == '\f')
            lexer->at++;
        else if (character == '\n' || character == '\r')
        {
            *newline = TRUE;
            lexer->at++;
        }
        else if (character == '/' && lexer->end - lexer->at >= 2 && lexer->at[1] == '/')
            skip_line_comment (lexer);
        else if (character == '/' && lexer->end - lexer->at >= 2 && lexer->at[1] == '*')
        {
            if (!skip_block_comment (lexer, newline))
                return FALSE;
        }
        else if ((guint8)character < 0x80 || !skip_unicode_blank (lexer, newline))
            return TRUE;
    }
    return TRUE;
}

static void fail (Lexer *lexer, Token *token, const char *trouble)
{
    lexer->trouble = trouble;
    token->kind = TOKEN_ERROR;
}

static gboolean is_ascii_word (char character)
{
    return g_ascii_isalnum (character) || character == '_' || character == '$';
}

static void read_word (Lexer *lexer, Token *token)
{
    const char *start = lexer->at;
    while (lexer->at < lexer->end && is_ascii_word (*lexer->at))
        lexer->at++;
    gboolean escaped = FALSE;
    if (lexer->at < lexer->end && (*lexer->at == '\\' || (guint8)*lexer->at >= 0x80))
    {
        lexer->at = start;
        token->name = es_literal_name (lexer->file, &lexer->at, lexer->end, &escaped);
        if (token->name == NULL)
        {
            fail (lexer, token, "this character can't be part of a name");
            return;
        }
    }
    else
        token->name = names_intern (lexer->file->names, start, (gsize)(lexer->at - start));
    token->kind = TOKEN_NAME;
    Keyword keyword = keyword_of (lexer->keywords, token->name);
    token->keyword =
        (guint8)(escaped && keyword != KEYWORD_NONE ? (keyword < KEYWORD_YIELD ? KEYWORD_ESCAPED : KEYWORD_NONE)
                                                    : keyword);
}

static void read_private (Lexer *lexer, Token *token)
{
    const char *start = lexer->at++;
    if (lexer->at == lexer->end || !(is_ascii_word (*lexer->at) || *lexer->at == '\\' || (guint8)*lexer->at >= 0x80))
    {
        token->kind = TOKEN_HASH;
        return;
    }
    read_word (lexer, token);
    if (token->kind == TOKEN_ERROR)
        return;
    const Name *name = token->name;
    g_autofree char *text = g_strdup_printf ("#%s", name->text);
    token->name = names_intern (lexer->file->names, text, name->length + 1);
    token->kind = TOKEN_PRIVATE;
    token->keyword = KEYWORD_NONE;
    token->start = (guint32)(start - lexer->text);
}

static void read_number (Lexer *lexer, Token *token)
{
    EsNumber number;
    const char *trouble = es_literal_number (lexer->file, &lexer->at, lexer->end, &number);
    if (trouble != NULL)
    {
        fail (lexer, token, trouble);
        return;
    }
    token->last = number.legacy;
    if (number.bigint)
    {
        token->kind = TOKEN_BIGINT;
        token->text = number.digits;
        return;
    }
    token->kind = TOKEN_NUMBER;
    token->number = number.value;
}

static void read_string (Lexer *lexer, Token *token)
{
    char quote = *lexer->at++;
    const char *start = lexer->at;
    const char *at = start;
    gboolean escaped = FALSE;
    while (at < lexer->end && *at != quote && *at != '\n' && *at != '\r')
    {
        if (*at == '\\' && at + 1 < lexer->end)
        {
            escaped = TRUE;
            if (at[1] == '\r' && at + 2 < lexer->end && at[2] == '\n')
                at++;
            at++;
        }
        at++;
    }
    if (at >= lexer->end || *at != quote)
    {
        fail (lexer, token, "this string does not end on its line");
        return;
    }
    lexer->at = at + 1;
    token->kind = TOKEN_STRING;
    token->text = (Text){ start, (gsize)(at - start) };
    if (!escaped)
        return;
    const char *trouble = es_literal_unescape (lexer->file, start, at, FALSE, &token->text, &token->last);
    if (trouble != NULL)
        fail (lexer, token, trouble);
}

/* A piece of a template; lexer->at is after the "`" or "}". */
static void read_template (Lexer *lexer, Token *token)
{
    const char *start = lexer->at;
    const char *at = start;
    gboolean escaped = FALSE;
    while (at < lexer->end && *at != '`' && !(*at == '$' && at + 1 < lexer->end && at[1] == '{'))
    {
        escaped |= *at == '\\' || *at == '\r';
        at += *at == '\\' && at + 1 < lexer->end ? 2 : 1;
    }
    if (at >= lexer->end)
    {
        fail (lexer, token, "this template does not end");
        return;
    }
    token->kind = TOKEN_TEMPLATE;
    token->last = *at == '`';
    lexer->at = at + (token->last ? 1 : 2);
    token->text = (Text){ start, (gsize)(at - start) };
    token->raw = token->text;
    if (!escaped)
        return;
    gboolean octal = FALSE;
    if (es_literal_unescape (lexer->file, start, at, TRUE, &token->text, &octal) != NULL)
        token->text = (Text){ NULL, 0 };
    if (!es_literal_raw (lexer->file, start, at, &token->raw))
        fail (lexer, token, "the script needs more memory than it may have");
}

typedef struct
{
    char text[5];
    guint8 kind;
} Punctuator;

/* By first character, longest first. `>` is not here: it is read alone. */
static const Punctuator punctuators[] = {
    { "{", TOKEN_BRACE_OPEN },
    { "}", TOKEN_BRACE_CLOSE },
    { "(", TOKEN_PAREN_OPEN },
    { ")", TOKEN_PAREN_CLOSE },
    { "[", TOKEN_BRACKET_OPEN },
    { "]", TOKEN_BRACKET_CLOSE },
    { "...", TOKEN_DOTS },
    { ".", TOKEN_DOT },
    { ";", TOKEN_SEMICOLON },
    { ",", TOKEN_COMMA },
    { ":", TOKEN_COLON },
    { "?"
      "?=",
      TOKEN_COALESCE_ASSIGN },
    { "??", TOKEN_COALESCE },
    { "?", TOKEN_QUESTION },
    { "@", TOKEN_AT },
    { "~", TOKEN_TILDE },
    { "===", TOKEN_STRICT_EQUAL },
    { "==", TOKEN_EQUAL },
    { "=>", TOKEN_ARROW },
    { "=", TOKEN_ASSIGN },
    { "!==", TOKEN_STRICT_NOT_EQUAL },
    { "!=", TOKEN_NOT_EQUAL },
    { "!", TOKEN_NOT },
    { "++", TOKEN_INCREMENT },
    { "+=", TOKEN_PLUS_ASSIGN },
    { "+", TOKEN_PLUS },
    { "--", TOKEN_DECREMENT },
    { "-=", TOKEN_MINUS_ASSIGN },
    { "-", TOKEN_MINUS },
    { "**=", TOKEN_STAR_STAR_ASSIGN },
    { "**", TOKEN_STAR_STAR },
    { "*=", TOKEN_STAR_ASSIGN },
    { "*", TOKEN_STAR },
    { "/=", TOKEN_SLASH_ASSIGN },
    { "/", TOKEN_SLASH },
    { "%=", TOKEN_PERCENT_ASSIGN },
    { "%", TOKEN_PERCENT },
    { "<<=", TOKEN_LESS_LESS_ASSIGN },
    { "<<", TOKEN_LESS_LESS },
    { "<=", TOKEN_LESS_EQUAL },
    { "<", TOKEN_LESS },
    { "&&=", TOKEN_AND_AND_ASSIGN },
    { "&&", TOKEN_AND_AND },
    { "&=", TOKEN_AND_ASSIGN },
    { "&", TOKEN_AND },
    { "||=", TOKEN_BAR_BAR_ASSIGN },
    { "||", TOKEN_BAR_BAR },
    { "|=", TOKEN_BAR_ASSIGN },
    { "|", TOKEN_BAR },
    { "^=", TOKEN_CARET_ASSIGN },
    { "^", TOKEN_CARET },
};

static void read_punctuator (Lexer *lexer, Token *token)
{
    gsize left = (gsize)(lexer->end - lexer->at);
    if (*lexer->at == '>')
    {
        token->kind = TOKEN_GREATER;
        lexer->at++;
        return;
    }
    if (left >= 2 && lexer->at[0] == '?' && lexer->at[1] == '.' && !(left >= 3 && g_ascii_isdigit (lexer->at[2])))
    {
        token->kind = TOKEN_OPTIONAL;
        lexer->at += 2;
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS (punctuators); i++)
    {
        const Punctuator *punctuator = &punctuators[i];
        if (punctuator->text[0] != *lexer->at)
            continue;
        gsize length = strlen (punctuator->text);
        if (length <= left && memcmp (punctuator->text, lexer->at, length) == 0)
        {
            token->kind = punctuator->kind;
            lexer->at += length;
            return;
        }
    }
    fail (lexer, token, "this character has no meaning here");
}

void es_lexer_next (Lexer *lexer, Token *token)
{
    *token = (Token){ .kind = TOKEN_END };
    gboolean closed = skip_blanks (lexer, &token->newline_before);
    token->start = (guint32)(lexer->at - lexer->text);
    if (!closed)
        fail (lexer, token, "this comment does not end");
    else if (lexer->at < lexer->end)
    {
        char character = *lexer->at;
        gboolean digit_follows = lexer->end - lexer->at >= 2 && g_ascii_isdigit (lexer->at[1]);
        if (g_ascii_isdigit (character) || (character == '.' && digit_follows))
            read_number (lexer, token);
        else if (is_ascii_word (character) || character == '\\' || (guint8)character >= 0x80)
            read_word (lexer, token);
        else if (character == '"' || character == '\'')
            read_string (lexer, token);
        else if (character == '`')
        {
            lexer->at++;
            read_template (lexer, token);
        }
        else if (character == '#')
            read_private (lexer, token);
        else
            read_punctuator (lexer, token);
    }
    token->end = (guint32)(lexer->at - lexer->text);
}

void es_lexer_regexp (Lexer *lexer, Token *token)
{
    const char *start = lexer->text + token->start + 1;
    const char *at = start;
    gboolean in_class = FALSE;
    for (; at < lexer->end && *at != '\n' && *at != '\r' && (in_class || *at != '/'); at++)
    {
        if (*at == '[')
            in_class = TRUE;
        else if (*at == ']')
            in_class = FALSE;
        else if (*at == '\\' && at + 1 < lexer->end && at[1] != '\n' && at[1] != '\r')
            at++;
    }
    if (at >= lexer->end || *at != '/')
    {
        fail (lexer, token, "this regular expression does not end on its line");
        return;
    }
    token->text = (Text){ start, (gsize)(at - start) };
    const char *flags = ++at;
    while (at < lexer->end && is_ascii_word (*at))
        at++;
    token->raw = (Text){ flags, (gsize)(at - flags) };
    guint seen = 0;
    for (; flags < at; flags++)
    {
        const char *known = strchr ("dgimsuvy", *flags);
        if (known == NULL || (seen & (1u << (*known & 31))) != 0)
        {
            fail (lexer, token, "this regular expression has an unknown or repeated flag");
            return;
        }
        seen |= 1u << (*known & 31);
    }
    token->kind = TOKEN_REGEXP;
    lexer->at = at;
    token->end = (guint32)(at - lexer->text);
}

void es_lexer_greater (Lexer *lexer, Token *token)
{
    static const Punctuator greaters[] = {
        { ">>>=", TOKEN_GREATER_GREATER_GREATER_ASSIGN },
        { ">>>", TOKEN_GREATER_GREATER_GREATER },
        { ">>=", TOKEN_GREATER_GREATER_ASSIGN },
        { ">>", TOKEN_GREATER_GREATER },
        { ">=", TOKEN_GREATER_EQUAL },
    };
    const char *start = lexer->text + token->start;
    gsize left = (gsize)(lexer->end - start);
    for (gsize i = 0; i < G_N_ELEMENTS (greaters); i++)
    {
        gsize length = strlen (greaters[i].text);
        if (length <= left && memcmp (greaters[i].text, start, length) == 0)
        {
            token->kind = greaters[i].kind;
            token->end = token->start + (guint32)length;
            lexer->at = start + length;
            return;
        }
    }
}

void es_lexer_template (Lexer *lexer, Token *token)
{
    lexer->at = lexer->text + token->start + 1;
    read_template (lexer, token);
    token->end = (guint32)(lexer->at - lexer->text);
}
