#include "script/python_lexer.h"

#include "script/front.h"

#include <string.h>

static const char *const word_texts[PY_WORDS] = {
#define X(id, text) [PY_WORD_##id] = text,
    PYTHON_WORDS (X)
#undef X
};

typedef struct
{
    char text[4];
    guint8 kind;
} Punctuator;

/* Longest first where they begin alike. */
static const Punctuator punctuators[] = {
    { "**=", PY_STAR_STAR_ASSIGN },
    { "//=", PY_SLASH_SLASH_ASSIGN },
    { ">>=", PY_SHIFT_RIGHT_ASSIGN },
    { "<<=", PY_SHIFT_LEFT_ASSIGN },
    { "...", PY_DOTS },
    { "!=", PY_NOT_EQUAL },
    { "%=", PY_PERCENT_ASSIGN },
    { "&=", PY_AND_ASSIGN },
    { "**", PY_STAR_STAR },
    { "*=", PY_STAR_ASSIGN },
    { "+=", PY_PLUS_ASSIGN },
    { "-=", PY_MINUS_ASSIGN },
    { "->", PY_ARROW },
    { "//", PY_SLASH_SLASH },
    { "/=", PY_SLASH_ASSIGN },
    { ":=", PY_WALRUS },
    { "<<", PY_SHIFT_LEFT },
    { "<=", PY_LESS_EQUAL },
    { "==", PY_EQUAL },
    { ">=", PY_GREATER_EQUAL },
    { ">>", PY_SHIFT_RIGHT },
    { "@=", PY_AT_ASSIGN },
    { "^=", PY_XOR_ASSIGN },
    { "|=", PY_OR_ASSIGN },
    { "(", PY_PAREN_OPEN },
    { ")", PY_PAREN_CLOSE },
    { "[", PY_BRACKET_OPEN },
    { "]", PY_BRACKET_CLOSE },
    { "{", PY_BRACE_OPEN },
    { "}", PY_BRACE_CLOSE },
    { ",", PY_COMMA },
    { ":", PY_COLON },
    { ";", PY_SEMICOLON },
    { ".", PY_DOT },
    { "!", PY_EXCLAMATION },
    { "+", PY_PLUS },
    { "-", PY_MINUS },
    { "*", PY_STAR },
    { "/", PY_SLASH },
    { "%", PY_PERCENT },
    { "@", PY_AT },
    { "&", PY_AND },
    { "|", PY_OR },
    { "^", PY_XOR },
    { "~", PY_TILDE },
    { "<", PY_LESS },
    { ">", PY_GREATER },
    { "=", PY_ASSIGN },
};

const char *python_token_text (PyTokenKind kind)
{
    static const char *const texts[] = {
        [PY_ERROR] = "an error",
        [PY_END] = "the end of the file",
        [PY_NEWLINE] = "the end of the line",
        [PY_INDENT] = "a deeper indentation",
        [PY_DEDENT] = "a smaller indentation",
        [PY_NAME] = "a name",
        [PY_NUMBER] = "a number",
        [PY_STRING] = "a string",
        [PY_FSTRING] = "an f-string",
    };
    if (kind < G_N_ELEMENTS (texts))
        return texts[kind];
    for (gsize i = 0; i < G_N_ELEMENTS (punctuators); i++)
        if (punctuators[i].kind == kind)
            return punctuators[i].text;
    return "";
}

void python_words_init (PyWordTable *table, NameTable *names)
{
    memset (table, 0, sizeof *table);
    for (guint word = 1; word < PY_WORDS; word++)
    {
        const Name *name = names_intern_text (names, word_texts[word]);
        guint8 slot = (guint8)name->hash;
        while (table->names[slot] != NULL)
            slot++;
        table->names[slot] = name;
        table->words[slot] = (guint8)word;
    }
}

static PyWord word_of (const PyWordTable *table, const Name *name)
{
    for (guint8 slot = (guint8)name->hash; table->names[slot] != NULL; slot++)
        if (table->names[slot] == name)
            return table->words[slot];
    return PY_WORD_PLAIN;
}

PyLexer python_lexer_start (ScriptFile *file, const PyWordTable *words, GArray *annotations)
{
    const char *at = file->text;
    if (file->length >= 3 && memcmp (at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    gboolean annotated = g_strstr_len (file->text, (gssize)file->length, "migshim:") != NULL;
    return (PyLexer){ .text = file->text,
                      .end = file->text + file->length,
                      .at = at,
                      .file = file,
                      .words = words,
                      .annotations = annotated ? annotations : NULL,
                      .indent = 1,
                      .line_start = TRUE,
                      .line_empty = TRUE };
}

static void fail (PyLexer *lexer, PyToken *token, const char *trouble)
{
    lexer->trouble = trouble;
    token->kind = PY_ERROR;
}

static gboolean at_line_end (const PyLexer *lexer)
{
    return lexer->at < lexer->end && (*lexer->at == '\n' || *lexer->at == '\r');
}

static void skip_line_end (PyLexer *lexer)
{
    lexer->at += *lexer->at == '\r' && lexer->end - lexer->at >= 2 && lexer->at[1] == '\n' ? 2 : 1;
}

static void skip_comment (PyLexer *lexer)
{
    const char *start = lexer->at;
    while (lexer->at < lexer->end && !at_line_end (lexer))
        lexer->at++;
    if (lexer->annotations != NULL)
        front_note_annotation (lexer->annotations, lexer->text, start, lexer->at, '#');
}

/* The indentation that begins the line, in both measures. */
static void measure_indent (PyLexer *lexer, guint32 *column, guint32 *other)
{
    *column = *other = 0;
    for (; lexer->at < lexer->end; lexer->at++)
    {
        if (*lexer->at == ' ')
        {
            ++*column;
            ++*other;
        }
        else if (*lexer->at == '\t')
        {
            *column = (*column / 8 + 1) * 8;
            ++*other;
        }
        else if (*lexer->at == '\f')
            *column = *other = 0;
        else
            return;
    }
}

/* Sets `pending` for a line that begins at these columns. FALSE when the token is an error. */
static gboolean change_indent (PyLexer *lexer, PyToken *token, guint32 column, guint32 other)
{
    guint top = lexer->indent - 1;
    if (column == lexer->columns[top] && other == lexer->other_columns[top])
        return TRUE;
    if (column > lexer->columns[top] && other > lexer->other_columns[top])
    {
        if (lexer->indent == PYTHON_MAX_INDENT)
        {
            fail (lexer, token, "too many levels of indentation");
            return FALSE;
        }
        lexer->columns[lexer->indent] = column;
        lexer->other_columns[lexer->indent++] = other;
        lexer->pending = 1;
        return TRUE;
    }
    while (lexer->indent > 1 && column < lexer->columns[lexer->indent - 1])
    {
        lexer->indent--;
        lexer->pending--;
    }
    top = lexer->indent - 1;
    if (column == lexer->columns[top] && other == lexer->other_columns[top])
        return TRUE;
    fail (lexer, token,
          column == lexer->columns[top] || column > lexer->columns[top]
              ? "this indentation mixes tabs and blanks, or matches no outer level"
              : "this indentation matches no outer level");
    return FALSE;
}

/* At the beginning of a line: skips empty lines, then looks at the indentation. FALSE when the token is an error. */
static gboolean begin_line (PyLexer *lexer, PyToken *token)
{
    guint32 column = 0, other = 0;
    while (lexer->line_start && lexer->at < lexer->end)
    {
        measure_indent (lexer, &column, &other);
        if (lexer->at < lexer->end && *lexer->at == '#')
            skip_comment (lexer);
        if (!at_line_end (lexer))
            break;
        skip_line_end (lexer);
    }
    lexer->line_start = FALSE;
    lexer->line_empty = TRUE;
    token->start = (guint32)(lexer->at - lexer->text);
    if (lexer->at >= lexer->end)
        return TRUE;
    return change_indent (lexer, token, column, other);
}

/* Skips blanks, comments, joined lines and, inside brackets, line ends. FALSE when the token is an error. */
static gboolean skip_blanks (PyLexer *lexer, PyToken *token)
{
    while (lexer->at < lexer->end)
    {
        char character = *lexer->at;
        if (character == ' ' || character == '\t' || character == '\f')
            lexer->at++;
        else if (character == '#')
            skip_comment (lexer);
        else if (lexer->paren_count > 0 && (character == '\n' || character == '\r'))
            lexer->at++;
        else if (character == '\\')
        {
            lexer->at++;
            if (!at_line_end (lexer))
            {
                fail (lexer, token, "nothing can follow a backslash but the end of the line");
                return FALSE;
            }
            skip_line_end (lexer);
            if (lexer->at >= lexer->end)
            {
                fail (lexer, token, "the file ends after a backslash");
                return FALSE;
            }
        }
        else
            break;
    }
    return TRUE;
}

static gboolean continues_name (gunichar character)
{
    if (character < 0x80)
        return g_ascii_isalnum ((char)character) || character == '_';
    GUnicodeType type = g_unichar_type (character);
    return g_unichar_isalpha (character) || type == G_UNICODE_LETTER_NUMBER || type == G_UNICODE_DECIMAL_NUMBER ||
           type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_SPACING_MARK ||
           type == G_UNICODE_CONNECT_PUNCTUATION || character == 0xB7;
}

/* Names are compared in their compatibility form (PEP 3131). */
static void read_name (PyLexer *lexer, PyToken *token)
{
    const char *start = lexer->at;
    gboolean ascii = TRUE;
    while (lexer->at < lexer->end)
    {
        gunichar character = (guint8)*lexer->at < 0x80 ? (gunichar)*lexer->at : g_utf8_get_char (lexer->at);
        if (!continues_name (character))
            break;
        ascii &= character < 0x80;
        lexer->at = g_utf8_next_char (lexer->at);
    }
    gsize length = (gsize)(lexer->at - start);
    if (length == 0)
    {
        fail (lexer, token, "this character has no meaning here");
        return;
    }
    token->kind = PY_NAME;
    if (ascii)
        token->name = names_intern (lexer->file->names, start, length);
    else
    {
        g_autofree char *form = g_utf8_normalize (start, (gssize)length, G_NORMALIZE_NFKC);
        token->name = names_intern_text (lexer->file->names, form == NULL ? "" : form);
    }
    token->word = (guint8)word_of (lexer->words, token->name);
}

static const char *skip_digits (const char *at, const char *end)
{
    while (at < end && (g_ascii_isalnum (*at) || *at == '_'))
        at++;
    return at;
}

/* A number's text, roughly: python_literal_number looks closer. Words that may follow a digit directly (`1if x`) end it. */
static void read_number (PyLexer *lexer, PyToken *token)
{
    static const char *const followers[] = { "and", "else", "for", "if", "in", "is", "not", "or" };
    const char *start = lexer->at, *at = start, *end = lexer->end;
    gboolean prefixed = end - at >= 2 && at[0] == '0' && strchr ("xXoObB", at[1]) != NULL;
    gboolean dotted = prefixed; /* a second dot is an attribute's: 1.5.hex */
    while (at < end && (g_ascii_isalnum (*at) || *at == '_' || (*at == '.' && !dotted)))
    {
        for (gsize i = 0; at > start && i < G_N_ELEMENTS (followers); i++)
        {
            gsize length = strlen (followers[i]);
            gboolean hexadecimal = prefixed && (start[1] | 32) == 'x' && g_ascii_isxdigit (*at);
            if (!hexadecimal && (gsize)(end - at) >= length && memcmp (at, followers[i], length) == 0)
                end = at;
        }
        if (at == end)
            break;
        gboolean exponent = !prefixed && (*at == 'e' || *at == 'E') && end - at >= 2 &&
                            (at[1] == '+' || at[1] == '-') && end - at >= 3 && g_ascii_isdigit (at[2]);
        if (exponent)
        {
            at = skip_digits (at + 2, end);
            break;
        }
        dotted |= *at == '.';
        at++;
    }
    lexer->at = at;
    token->kind = PY_NUMBER;
}

/* The length of a string's prefix at the current place and what it means; -1 when no string begins here. */
static gint string_prefix (const PyLexer *lexer, guint8 *prefix)
{
    *prefix = 0;
    gboolean unicode = FALSE;
    for (gint i = 0; i < 3 && lexer->end - lexer->at > i; i++)
    {
        switch (lexer->at[i])
        {
        case '"':
        case '\'':
            return unicode && i > 1 ? -1 : i;
        case 'r':
        case 'R':
            if ((*prefix & PY_PREFIX_RAW) != 0)
                return -1;
            *prefix |= PY_PREFIX_RAW;
            break;
        case 'b':
        case 'B':
            if ((*prefix & (PY_PREFIX_BYTES | PY_PREFIX_FORMAT)) != 0)
                return -1;
            *prefix |= PY_PREFIX_BYTES;
            break;
        case 'f':
        case 'F':
            if ((*prefix & (PY_PREFIX_BYTES | PY_PREFIX_FORMAT)) != 0)
                return -1;
            *prefix |= PY_PREFIX_FORMAT;
            break;
        case 'u':
        case 'U':
            unicode = TRUE;
            break;
        default:
            return -1;
        }
    }
    return -1;
}

static gboolean at_quote (const PyLexer *lexer, const char *at, const char *quote)
{
    gsize length = strlen (quote);
    return (gsize)(lexer->end - at) >= length && memcmp (at, quote, length) == 0;
}

static void read_string (PyLexer *lexer, PyToken *token, guint prefix_length)
{
    const char *at = lexer->at + prefix_length;
    token->quote[0] = *at;
    if (lexer->end - at >= 3 && at[1] == *at && at[2] == *at)
        token->quote[1] = token->quote[2] = *at;
    at += strlen (token->quote);
    if ((token->prefix & PY_PREFIX_FORMAT) != 0)
    {
        token->kind = PY_FSTRING;
        lexer->at = at;
        return;
    }
    const char *start = at;
    gboolean triple = token->quote[1] != '\0';
    while (at < lexer->end && !at_quote (lexer, at, token->quote) && (triple || (*at != '\n' && *at != '\r')))
    {
        if (*at == '\\' && lexer->end - at >= 2)
            at += at[1] == '\r' && lexer->end - at >= 3 && at[2] == '\n' ? 2 : 1;
        at++;
    }
    if (!at_quote (lexer, at, token->quote))
    {
        fail (lexer, token, triple ? "this string does not end" : "this string does not end on its line");
        return;
    }
    token->kind = PY_STRING;
    token->body = (Text){ start, (gsize)(at - start) };
    lexer->at = at + strlen (token->quote);
}

/* Opening and closing brackets; FALSE when they don't match. */
static gboolean count_brackets (PyLexer *lexer, PyToken *token)
{
    char character = *lexer->at;
    if (character == '(' || character == '[' || character == '{')
    {
        if (lexer->paren_count == PYTHON_MAX_PARENS)
        {
            fail (lexer, token, "too many nested brackets");
            return FALSE;
        }
        lexer->parens[lexer->paren_count++] = character;
    }
    else if (character == ')' || character == ']' || character == '}')
    {
        char opening = character == ')' ? '(' : character == ']' ? '[' : '{';
        if (lexer->paren_count == 0 || lexer->parens[lexer->paren_count - 1] != opening)
        {
            fail (lexer, token, "this bracket closes none");
            return FALSE;
        }
        lexer->paren_count--;
    }
    return TRUE;
}

static void read_punctuator (PyLexer *lexer, PyToken *token)
{
    if (!count_brackets (lexer, token))
        return;
    gsize left = (gsize)(lexer->end - lexer->at);
    gboolean in_field = lexer->field_parens != 0 && lexer->paren_count == lexer->field_parens;
    for (gsize i = 0; i < G_N_ELEMENTS (punctuators); i++)
    {
        const Punctuator *each = &punctuators[i];
        if (each->text[0] != *lexer->at)
            continue;
        gsize length = strlen (each->text);
        if (length > left || memcmp (each->text, lexer->at, length) != 0 || (in_field && each->kind == PY_WALRUS))
            continue;
        token->kind = each->kind;
        lexer->at += length;
        return;
    }
    fail (lexer, token, "this character has no meaning here");
}

/* The end of the file ends the line and all indentation. */
static void read_end (PyLexer *lexer, PyToken *token)
{
    if (lexer->paren_count > 0)
        fail (lexer, token, "the file ends inside brackets");
    else if (!lexer->line_empty)
    {
        token->kind = PY_NEWLINE;
        lexer->line_empty = TRUE;
    }
    else if (lexer->indent > 1)
    {
        lexer->indent--;
        token->kind = PY_DEDENT;
    }
    else
        token->kind = PY_END;
}

void python_lexer_next (PyLexer *lexer, PyToken *token)
{
    *token = (PyToken){ .kind = PY_END, .start = (guint32)(lexer->at - lexer->text) };
    gboolean readable = TRUE;
    if (lexer->line_start && lexer->paren_count == 0)
        readable = begin_line (lexer, token);
    if (readable && lexer->pending != 0)
    {
        token->kind = lexer->pending > 0 ? PY_INDENT : PY_DEDENT;
        lexer->pending += lexer->pending > 0 ? -1 : 1;
        token->end = token->start;
        return;
    }
    readable = readable && skip_blanks (lexer, token);
    token->start = (guint32)(lexer->at - lexer->text);
    if (readable && lexer->at >= lexer->end)
        read_end (lexer, token);
    else if (readable && at_line_end (lexer))
    {
        skip_line_end (lexer);
        token->kind = PY_NEWLINE;
        lexer->line_start = TRUE;
    }
    else if (readable)
    {
        lexer->line_empty = FALSE;
        gint prefix = string_prefix (lexer, &token->prefix);
        char character = *lexer->at;
        if (prefix >= 0)
            read_string (lexer, token, (guint)prefix);
        else if (g_ascii_isdigit (character) ||
                 (character == '.' && lexer->end - lexer->at >= 2 && g_ascii_isdigit (lexer->at[1])))
            read_number (lexer, token);
        else if (g_ascii_isalpha (character) || character == '_' || (guint8)character >= 0x80)
            read_name (lexer, token);
        else
            read_punctuator (lexer, token);
    }
    token->end = (guint32)(lexer->at - lexer->text);
}

PyTextEnd python_lexer_text (PyLexer *lexer, const PyToken *start, gboolean in_format, Text *raw_text)
{
    const char *begin = lexer->at, *at = begin, *end = lexer->end;
    gboolean triple = start->quote[1] != '\0', raw = (start->prefix & PY_PREFIX_RAW) != 0;
    while (at < end)
    {
        gboolean doubled = end - at >= 2 && at[1] == *at && !in_format;
        if (!in_format && at_quote (lexer, at, start->quote))
        {
            *raw_text = (Text){ begin, (gsize)(at - begin) };
            lexer->at = at + strlen (start->quote);
            return PY_TEXT_END;
        }
        if ((!triple && (*at == '\n' || *at == '\r')) || (in_format && at_quote (lexer, at, start->quote)))
            break;
        if (*at == '\\' && end - at >= 2)
        {
            gboolean named = !raw && at[1] == 'N' && end - at >= 3 && at[2] == '{';
            const char *close = named ? memchr (at, '}', (gsize)(end - at)) : NULL;
            if (close != NULL)
                at = close + 1;
            else if (at[1] == '{' || at[1] == '}')
                at++;
            else
                at += at[1] == '\r' && end - at >= 3 && at[2] == '\n' ? 3 : 2;
        }
        else if ((*at == '{' || *at == '}') && doubled)
            at += 2;
        else if (*at == '{' || (*at == '}' && in_format))
        {
            *raw_text = (Text){ begin, (gsize)(at - begin) };
            gboolean field = *at == '{';
            lexer->at = at + 1;
            return field ? PY_TEXT_FIELD : PY_TEXT_END;
        }
        else if (*at == '}')
        {
            lexer->at = at;
            lexer->trouble = "a single `}` in an f-string must be doubled";
            return PY_TEXT_ERROR;
        }
        else
            at++;
    }
    lexer->at = at;
    lexer->trouble = "this f-string does not end";
    return PY_TEXT_ERROR;
}
