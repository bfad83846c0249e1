/* Regular expressions of the module `re`, by PCRE2. What stands in Python's syntax and means something else in PCRE2's is put into its words;
 * what Python does not have is the error that Python makes of it. See py_library.h. */

#define PCRE2_CODE_UNIT_WIDTH 8

#include "script/py_internal.h"
#include "script/py_library.h"

#include <pcre2.h>
#include <string.h>

#define MATCH_LIMIT 10000000u

enum
{
    FLAG_IGNORECASE = 2,
    FLAG_MULTILINE = 8,
    FLAG_DOTALL = 16,
    FLAG_VERBOSE = 64,
    FLAG_ASCII = 256
};

typedef struct
{
    ScriptRuntime *runtime;
    const char *at, *start, *end;
    GString *out;
    gboolean bytes;
    gboolean verbose;
    char *problem; /* what Python says of the pattern */
    const char *place;
} Translation;

static gboolean fail (Translation *translation, const char *place, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean fail (Translation *translation, const char *place, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    translation->problem = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    translation->place = place;
    return FALSE;
}

/* \xNN, \uNNNN, \UNNNNNNNN: the digits behind the letter. */
static gboolean translate_number (Translation *translation, guint digits)
{
    const char *from = translation->at;

    for (guint i = 0; i < digits; i++)
        if (translation->at + 2 + i >= translation->end || !g_ascii_isxdigit (translation->at[2 + i]))
            return fail (translation, from, "incomplete escape %.*s", (int)(2 + i), from);
    g_string_append_printf (translation->out, "\\x{%.*s}", (int)digits, from + 2);
    translation->at += 2 + digits;
    return TRUE;
}

static gboolean translate_escape (Translation *translation, gboolean in_set)
{
    const char *at = translation->at;
    char letter = at + 1 < translation->end ? at[1] : 0;

    if (!letter)
        return fail (translation, at, "bad escape (end of pattern)");
    if (letter == 'x')
        return translate_number (translation, 2);
    if (letter == 'u' && !translation->bytes)
        return translate_number (translation, 4);
    if (letter == 'U' && !translation->bytes)
        return translate_number (translation, 8);
    if (letter == 'Z' && !in_set)
    {
        g_string_append (translation->out, "\\z");
        translation->at += 2;
        return TRUE;
    }
    if (letter == '0')
    {
        guint n = 1;

        while (n < 3 && at + 1 + n < translation->end && at[1 + n] >= '0' && at[1 + n] <= '7')
            n++;
        g_string_append_printf (translation->out, "\\o{%.*s}", (int)n, at + 1);
        translation->at += 1 + n;
        return TRUE;
    }
    if (g_ascii_isalpha (letter) && !strchr (in_set ? "dDsSwWabfnrtv" : "AbBdDsSwWafnrtv", letter))
        return fail (translation, at, "bad escape \\%c", letter);
    if (letter == 'a')
        g_string_append (translation->out, "\\x07");
    else if (letter == 'v')
        g_string_append (translation->out, "\\x0b");
    else if (letter == 'b' && in_set)
        g_string_append (translation->out, "\\x08");
    else
    {
        gsize length = (guchar)letter < 0x80 ? 2 : 1 + (gsize)(g_utf8_next_char (at + 1) - (at + 1));

        g_string_append_len (translation->out, at, (gssize)length);
        translation->at += length;
        return TRUE;
    }
    translation->at += 2;
    return TRUE;
}

static gboolean translate_set (Translation *translation)
{
    const char *from = translation->at;

    g_string_append_c (translation->out, *translation->at++);
    if (translation->at < translation->end && *translation->at == '^')
        g_string_append_c (translation->out, *translation->at++);
    for (gboolean first = TRUE; translation->at < translation->end; first = FALSE)
    {
        char c = *translation->at;

        if (c == ']' && !first)
        {
            g_string_append_c (translation->out, *translation->at++);
            return TRUE;
        }
        if (c == '\\')
        {
            if (!translate_escape (translation, TRUE))
                return FALSE;
            continue;
        }
        if (c == '[' || c == ']')
            g_string_append_c (translation->out, '\\');
        g_string_append_c (translation->out, c);
        translation->at++;
    }
    return fail (translation, from, "unterminated character set");
}

/* {,n} has a beginning of its own in Python. */
static gboolean translate_repeat (Translation *translation)
{
    const char *p = translation->at + 1;

    if (p < translation->end && *p == ',')
    {
        const char *digits = ++p;

        while (p < translation->end && g_ascii_isdigit (*p))
            p++;
        if (p < translation->end && *p == '}')
        {
            g_string_append_printf (translation->out, p == digits ? "{0,}" : "{0,%.*s}", (int)(p - digits), digits);
            translation->at = p + 1;
            return TRUE;
        }
    }
    g_string_append_c (translation->out, *translation->at++);
    return TRUE;
}

/* What stands behind "(?", as far as Python has it. */
static gboolean translate_group (Translation *translation)
{
    const char *at = translation->at;
    const char *p = at + 2;
    gboolean has_verbose = FALSE;

    if (p >= translation->end)
        return fail (translation, at, "unexpected end of pattern");
    if ((g_ascii_isalpha (*p) && *p != 'P') || *p == '-')
    {
        while (p < translation->end && (g_ascii_isalpha (*p) || *p == '-'))
        {
            if (!strchr ("aiLmsux-", *p))
                return fail (translation, p, "unknown flag");
            if (strchr ("aLu", *p))
                return fail (translation, p, "migshim: the flag %c is out of reach", *p);
            has_verbose |= *p == 'x';
            p++;
        }
        if (has_verbose && p < translation->end && *p != ')')
            return fail (translation, at, "migshim: the flag x for a part of the pattern is out of reach");
        translation->verbose |= has_verbose;
        if (p < translation->end && *p == ')' && at != translation->start)
            return fail (translation, at, "global flags not at the start of the expression");
    }
    else if (*p == 'P' && (p + 1 >= translation->end || !strchr ("<=", p[1])))
        return fail (translation, at + 1, "unknown extension ?P%.*s", p + 1 < translation->end ? 1 : 0, p + 1);
    else if (!strchr ("P:=!<>(#", *p))
        return fail (translation, at + 1, "unknown extension ?%c", *p);
    if (*p == '(')
        p++;
    g_string_append_len (translation->out, at, p - at);
    translation->at = p;
    return TRUE;
}

/* A comment may have anything in it, such as brackets that nobody closes. */
static void skip_comment (Translation *translation)
{
    while (translation->at < translation->end && *translation->at != '\n')
        translation->at++;
}

static gboolean translate (Translation *translation)
{
    while (translation->at < translation->end)
    {
        char c = *translation->at;
        gboolean good = TRUE;

        if (c == '\\')
            good = translate_escape (translation, FALSE);
        else if (c == '[')
            good = translate_set (translation);
        else if (c == '{')
            good = translate_repeat (translation);
        else if (c == '(' && translation->end - translation->at > 1 && translation->at[1] == '?')
            good = translate_group (translation);
        else if (c == '(' && translation->end - translation->at > 1 && translation->at[1] == '*')
            return fail (translation, translation->at + 1, "nothing to repeat");
        else if (c == '#' && translation->verbose)
            skip_comment (translation);
        else
            g_string_append_c (translation->out, *translation->at++);
        if (!good)
            return FALSE;
    }
    return TRUE;
}

static guint32 options_of (gint64 flags, gboolean bytes)
{
    /* `^` of several lines is also behind a newline that ends the text. */
    guint32 options = PCRE2_ALT_CIRCUMFLEX;

    if (!bytes)
        options |= PCRE2_UTF | (flags & FLAG_ASCII ? 0 : PCRE2_UCP);
    if (flags & FLAG_IGNORECASE)
        options |= PCRE2_CASELESS;
    if (flags & FLAG_MULTILINE)
        options |= PCRE2_MULTILINE;
    if (flags & FLAG_DOTALL)
        options |= PCRE2_DOTALL;
    if (flags & FLAG_VERBOSE)
        options |= PCRE2_EXTENDED;
    return options;
}

static void free_code (gpointer data)
{
    pcre2_code_free (data);
}

/* A compiled pattern: a host object that scripts can't do anything with. */
static const HostClass regex_class = { .name = "a compiled pattern", .summary = "", .release = free_code };

/* {name: number} of the groups that have names. */
static ScriptStatus names_of (ScriptRuntime *runtime, const pcre2_code *code, Value *out)
{
    guint32 count = 0, size = 0;
    PCRE2_SPTR table = NULL;

    *out = py_dict_new (runtime);
    pcre2_pattern_info (code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info (code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info (code, PCRE2_INFO_NAMETABLE, &table);
    for (guint32 i = 0; i < count; i++)
        SCRIPT_TRY (py_dict_set (runtime, py_as_dict (*out), (const char *)table + i * size + 2,
                                 value_integer (table[i * size] << 8 | table[i * size + 1])));
    return SCRIPT_NORMAL;
}

/* A pair of what is wrong and where, in characters. */
static Value problem_of (ScriptRuntime *runtime, const char *text, glong place)
{
    return py_tuple_new (runtime, (Value[]){ value_string (runtime, text, -1), value_integer (place) }, 2);
}

ScriptStatus py_regex_compile (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptBytes *bytes = value_bytes (call->arguments[0]);
    ScriptString *text = py_as_string (call->arguments[0]);
    const char *data = bytes ? (const char *)bytes->data : text->data;
    gsize length = bytes ? bytes->length : text->length;
    g_autoptr (GString) made = g_string_new (NULL);
    Translation translation = { runtime, data, data, data + length, made, bytes != NULL, FALSE, NULL, NULL };
    gint64 flags;
    int number;
    PCRE2_SIZE offset;
    pcre2_code *code;
    guint32 groups = 0;
    Value parts[3];

    SCRIPT_TRY (py_index (runtime, call->arguments[1], &flags));
    translation.verbose = (flags & FLAG_VERBOSE) != 0;
    if (!translate (&translation))
    {
        g_autofree char *problem = translation.problem;

        *out = problem_of (runtime, problem,
                           bytes ? translation.place - data : g_utf8_pointer_to_offset (data, translation.place));
        return SCRIPT_NORMAL;
    }
    code = pcre2_compile ((PCRE2_SPTR)made->str, made->len, options_of (flags, bytes != NULL), &number, &offset, NULL);
    if (!code)
    {
        PCRE2_UCHAR words[256];

        pcre2_get_error_message (number, words, sizeof words);
        *out = problem_of (runtime, (const char *)words, (glong)offset);
        return SCRIPT_NORMAL;
    }
    pcre2_pattern_info (code, PCRE2_INFO_CAPTURECOUNT, &groups);
    parts[0] = host_object_new (runtime, &regex_class, code);
    parts[1] = value_integer (groups);
    SCRIPT_TRY (names_of (runtime, code, &parts[2]));
    *out = py_tuple_new (runtime, parts, 3);
    return SCRIPT_NORMAL;
}

/* The places of the groups, in characters; -1 for those that took no part. */
static Value places_of (ScriptRuntime *runtime, pcre2_match_data *match, int count, ScriptString *text)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer (match);
    guint n = pcre2_get_ovector_count (match);
    ScriptList *list = list_new (runtime, NULL, 0);
    gboolean plain = !text || py_string_length (text) == text->length;

    for (guint i = 0; i < 2 * n; i++)
    {
        gint64 place = (int)(i / 2) >= count || at[i] == PCRE2_UNSET ? -1 : (gint64)at[i];

        if (place > 0 && !plain)
            place = g_utf8_pointer_to_offset (text->data, text->data + place);
        list_append (runtime, list, value_integer (place));
    }
    return py_tuple_new (runtime, list->items, list->length);
}

ScriptStatus py_regex_match (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    pcre2_code *code = host_object_data (call->arguments[0], &regex_class);
    ScriptBytes *bytes = value_bytes (call->arguments[1]);
    ScriptString *text = py_as_string (call->arguments[1]);
    const char *data = bytes ? (const char *)bytes->data : text->data;
    const char *how = value_to_text (runtime, call->arguments[4]);
    gint64 from, to;
    guint32 options = PCRE2_NO_UTF_CHECK;
    pcre2_match_data *match = pcre2_match_data_create_from_pattern (code, NULL);
    pcre2_match_context *context = pcre2_match_context_create (NULL);
    int count;

    SCRIPT_TRY (py_index (runtime, call->arguments[2], &from));
    SCRIPT_TRY (py_index (runtime, call->arguments[3], &to));
    if (!bytes)
    {
        from = py_string_offset (text, (guint32)from);
        to = py_string_offset (text, (guint32)to);
    }
    if (strcmp (how, "search") != 0)
        options |= PCRE2_ANCHORED;
    if (strcmp (how, "fullmatch") == 0)
        options |= PCRE2_ENDANCHORED;
    if (strcmp (how, "nonempty") == 0)
        options = PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY_ATSTART;
    pcre2_set_match_limit (context, MATCH_LIMIT);
    count = pcre2_match (code, (PCRE2_SPTR)data, (PCRE2_SIZE)to, (PCRE2_SIZE)from, options, match, context);
    *out = count > 0 ? places_of (runtime, match, count, text) : NULL_VALUE;
    pcre2_match_data_free (match);
    pcre2_match_context_free (context);
    if (!runtime_steps (runtime, (gsize)(to - from) / 16))
        return runtime_exhausted (runtime);
    if (count < 0 && count != PCRE2_ERROR_NOMATCH)
        return script_refuse (runtime, "the search by a regular expression takes too long");
    return SCRIPT_NORMAL;
}
