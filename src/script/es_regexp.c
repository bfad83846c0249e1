/* Regular expressions: patterns are compiled by PCRE2 and kept for the runtime's life, so that a literal in a loop is compiled
 * once. A subject is matched as it lies, in WTF-8; only when it has characters beyond U+FFFF and the pattern sees units, a
 * copy with the halves of pairs apart is matched instead. */

#include "script/es_regexp.h"
#include "script/es_string.h"

#include <math.h>
#include <pcre2.h>
#include <string.h>

#define LONGEST_SOURCE 65536u
#define MOST_TRIES 5000000u /* PCRE2's match limit */
#define HEAP_KIB 65536u     /* for a match without the compiler's stack */
#define JIT_STACK_BYTES 1048576u

#define FLAGS_SIZE 16

struct RegexpCode
{
    pcre2_code *code;
    pcre2_match_data *data;
    guint flags;
    Pattern pattern;
    guint *numbers; /* PCRE2's number of group n + 1 */
    guint *loops;   /* and of the group around the turn, for each of pattern.loops */
    char *source;   /* as the property `source` tells it */
    char flag_text[FLAGS_SIZE];
};

struct Regexps
{
    GHashTable *codes; /* GBytes (flags, then source) -> RegexpCode * */
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    gsize bytes;
};

static void code_free (gpointer data)
{
    RegexpCode *code = data;

    pcre2_code_free (code->code);
    pcre2_match_data_free (code->data);
    pattern_clear (&code->pattern);
    g_free (code->numbers);
    g_free (code->loops);
    g_free (code->source);
    g_free (code);
}

static Regexps *regexps_of (ScriptRuntime *runtime)
{
    Regexps *regexps = runtime->regexps;

    if (regexps)
        return regexps;
    regexps = g_new0 (Regexps, 1);
    regexps->codes = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, code_free);
    regexps->context = pcre2_match_context_create (NULL);
    regexps->stack = pcre2_jit_stack_create (32768, JIT_STACK_BYTES, NULL);
    pcre2_set_match_limit (regexps->context, MOST_TRIES);
    pcre2_set_heap_limit (regexps->context, HEAP_KIB);
    pcre2_jit_stack_assign (regexps->context, NULL, regexps->stack);
    runtime->regexps = regexps;
    return regexps;
}

void regexps_free (ScriptRuntime *runtime)
{
    Regexps *regexps = runtime->regexps;

    if (!regexps)
        return;
    g_hash_table_unref (regexps->codes);
    pcre2_match_context_free (regexps->context);
    pcre2_jit_stack_free (regexps->stack);
    g_free (regexps);
    runtime->regexps = NULL;
}

static const struct
{
    char letter;
    guint flag;
} flag_letters[] = { { 'd', REGEXP_INDICES },   { 'g', REGEXP_GLOBAL },  { 'i', REGEXP_IGNORE_CASE },
                     { 'm', REGEXP_MULTILINE }, { 's', REGEXP_DOT_ALL }, { 'u', REGEXP_UNICODE },
                     { 'y', REGEXP_STICKY } };

static gboolean read_flags (const char *text, gsize length, guint *flags)
{
    *flags = 0;
    for (gsize i = 0; i < length; i++)
    {
        guint flag = 0;

        for (gsize k = 0; k < G_N_ELEMENTS (flag_letters); k++)
            if (flag_letters[k].letter == text[i])
                flag = flag_letters[k].flag;
        if (!flag || (*flags & flag))
            return FALSE;
        *flags |= flag;
    }
    return TRUE;
}

static const char *write_flags (guint flags, char *text)
{
    char *p = text;

    for (gsize i = 0; i < G_N_ELEMENTS (flag_letters); i++)
        if (flags & flag_letters[i].flag)
            *p++ = flag_letters[i].letter;
    *p = 0;
    return text;
}

/* EscapeRegExpPattern: what can stand between slashes. */
static char *source_text (const char *source, gsize length)
{
    GString *text = g_string_new (length ? NULL : "(?:)");
    gboolean in_class = FALSE;

    for (gsize i = 0; i < length; i++)
    {
        char c = source[i];

        if (c == '\\' && i + 1 < length && source[i + 1] != '\n' && source[i + 1] != '\r')
            g_string_append_c (text, source[i++]);
        else if (c == '\n' || c == '\r')
            g_string_append (text, c == '\n' ? "\\n" : "\\r");
        else if (c == '/' && !in_class)
            g_string_append_c (text, '\\');
        in_class = c == '[' || (in_class && c != ']');
        if (source[i] != '\n' && source[i] != '\r')
            g_string_append_c (text, source[i]);
    }
    return g_string_free (text, FALSE);
}

static ScriptStatus refuse_pattern (ScriptRuntime *runtime, const char *source, const char *message)
{
    return script_refuse (runtime, "the regular expression /%s/ is out of reach: %s; write it in another way", source,
                          message);
}

static guint group_number (const RegexpCode *code, char kind, guint number)
{
    g_autofree char *name = g_strdup_printf ("%c%u", kind, number);

    return (guint)pcre2_substring_number_from_name (code->code, (PCRE2_SPTR)name);
}

static gboolean compile (RegexpCode *code, char *message, gsize size)
{
    g_autofree char *sticky = NULL;
    const char *text = code->pattern.text;
    guint32 options = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_MATCH_UNSET_BACKREF | PCRE2_DOLLAR_ENDONLY;
    pcre2_compile_context *context = pcre2_compile_context_create (NULL);
    int error;
    gsize offset;

    if (code->flags & REGEXP_IGNORE_CASE)
        options |= PCRE2_CASELESS;
    if (code->flags & REGEXP_STICKY)
        text = sticky = g_strdup_printf ("\\G(?:%s)", text);
    pcre2_set_compile_extra_options (context, PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES);
    code->code = pcre2_compile ((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, options, &error, &offset, context);
    pcre2_compile_context_free (context);
    if (!code->code)
    {
        pcre2_get_error_message (error, (PCRE2_UCHAR *)message, size);
        return FALSE;
    }
    /* Without the compiler (not every machine has it) matching is slower and no different. */
    (void)pcre2_jit_compile (code->code, PCRE2_JIT_COMPLETE);
    code->data = pcre2_match_data_create_from_pattern (code->code, NULL);
    code->numbers = g_new (guint, code->pattern.n_groups + 1);
    code->loops = g_new (guint, code->pattern.loops->len + 1);
    for (guint i = 0; i < code->pattern.n_groups; i++)
        code->numbers[i] = group_number (code, 'g', i + 1);
    for (guint i = 0; i < code->pattern.loops->len; i++)
        code->loops[i] = group_number (code, 'w', g_array_index (code->pattern.loops, PatternLoop, i).loop);
    return TRUE;
}

static gsize code_bytes (const RegexpCode *code)
{
    gsize size = 0;
    gsize jit = 0;

    pcre2_pattern_info (code->code, PCRE2_INFO_SIZE, &size);
    pcre2_pattern_info (code->code, PCRE2_INFO_JITSIZE, &jit);
    return size + jit + strlen (code->pattern.text) + 512;
}

/* The compiled pattern; NULL with STATUS set. */
static RegexpCode *code_new (ScriptRuntime *runtime, const char *source, gsize length, guint flags,
                             ScriptStatus *status)
{
    RegexpCode *code;
    const char *message = NULL;
    char error[256];
    char flag_text[FLAGS_SIZE];
    g_autofree char *shown = source_text (source, length);
    Pattern pattern = { .text = NULL };
    PatternResult result = PATTERN_REFUSED;

    if (length > LONGEST_SOURCE)
        message = "it is longer than 64 KiB";
    else
        result = pattern_translate (source, length, flags, &pattern, &message);
    if (result == PATTERN_INVALID)
        *status = script_throw (runtime, "SyntaxError", "Invalid regular expression: /%s/%s: %s", shown,
                                write_flags (flags, flag_text), message);
    else if (result == PATTERN_REFUSED)
        *status = refuse_pattern (runtime, shown, message);
    if (result != PATTERN_OK)
        return NULL;
    code = g_new0 (RegexpCode, 1);
    code->flags = flags;
    code->pattern = pattern;
    code->source = g_steal_pointer (&shown);
    write_flags (flags, code->flag_text);
    if (!compile (code, error, sizeof error))
    {
        *status = refuse_pattern (runtime, code->source, error);
        code_free (code);
        return NULL;
    }
    return code;
}

static RegexpCode *code_get (ScriptRuntime *runtime, const char *source, gsize length, guint flags,
                             ScriptStatus *status)
{
    Regexps *regexps = regexps_of (runtime);
    GByteArray *bytes = g_byte_array_new ();
    guint8 flag_byte = (guint8)flags;
    GBytes *key;
    RegexpCode *code;

    *status = SCRIPT_NORMAL;
    g_byte_array_append (bytes, &flag_byte, 1);
    g_byte_array_append (bytes, (const guint8 *)source, (guint)MIN (length, LONGEST_SOURCE + 1));
    key = g_byte_array_free_to_bytes (bytes);
    code = g_hash_table_lookup (regexps->codes, key);
    if (!code)
        code = code_new (runtime, source, length, flags, status);
    else
    {
        g_bytes_unref (key);
        return code;
    }
    if (!code)
    {
        g_bytes_unref (key);
        return NULL;
    }
    g_hash_table_insert (regexps->codes, key, code);
    regexps->bytes += code_bytes (code);
    if (runtime_reserve (runtime, regexps->bytes) && runtime_steps (runtime, 100))
        return code;
    *status = runtime_exhausted (runtime);
    return NULL;
}

static Regexp *object_for (ScriptRuntime *runtime, RegexpCode *code)
{
    Regexp *regexp = object_alloc (runtime, OBJECT_REGEXP, runtime->prototypes.regexp, sizeof *regexp);

    regexp->code = code;
    object_define (runtime, &regexp->object, runtime->known.lastIndex_, value_number (0), PROPERTY_WRITABLE);
    return regexp;
}

Value regexp_new (ScriptRuntime *runtime, const char *pattern, gsize pattern_length, const char *flags,
                  gsize flags_length, ScriptStatus *status)
{
    RegexpCode *code;
    guint bits;

    if (memchr (flags, 'v', flags_length))
        *status = script_refuse (runtime, "the flag v of a regular expression; use u");
    else if (!read_flags (flags, flags_length, &bits))
        *status = script_throw (runtime, "SyntaxError", "Invalid flags supplied to RegExp constructor '%.*s'",
                                (int)MIN (flags_length, 100), flags);
    else if ((code = code_get (runtime, pattern, pattern_length, bits, status)))
        return value_of_object (&object_for (runtime, code)->object);
    return UNDEFINED;
}

Regexp *regexp_with_flags (ScriptRuntime *runtime, const Regexp *regexp, guint flags, ScriptStatus *status)
{
    RegexpCode *code = code_get (runtime, regexp->code->source, strlen (regexp->code->source), flags, status);

    return code ? object_for (runtime, code) : NULL;
}

gboolean value_is_regexp (Value value)
{
    return value_is_object (value, OBJECT_REGEXP);
}

const char *regexp_source (Value regexp, const char **flags)
{
    const RegexpCode *code = ((Regexp *)regexp.as.object)->code;

    *flags = code->flag_text;
    return code->source;
}

guint regexp_flags (const Regexp *regexp)
{
    return regexp->code->flags;
}

guint regexp_group_count (const Regexp *regexp)
{
    return regexp->code->pattern.n_groups;
}

const char *regexp_group_name (const Regexp *regexp, guint group)
{
    return g_ptr_array_index (regexp->code->pattern.names, group - 1);
}

gboolean regexp_has_names (const Regexp *regexp)
{
    return regexp->code->pattern.has_names;
}

/* SUBJECT with each pair as two characters of three bytes. */
static ScriptString *split_pairs (ScriptRuntime *runtime, ScriptString *subject)
{
    char *data;
    gsize length = 0;

    if (!runtime_reserve (runtime, (gsize)subject->length * 3 / 2 + 8))
        return NULL;
    data = script_alloc (runtime, (gsize)subject->length * 3 / 2 + 8);
    for (const char *p = subject->data, *end = p + subject->length; p < end; p = g_utf8_next_char (p))
    {
        gunichar c = g_utf8_get_char (p);

        if (c < 0x10000)
        {
            gsize n = (gsize)(g_utf8_next_char (p) - p);

            memcpy (data + length, p, n);
            length += n;
            continue;
        }
        length += (gsize)g_unichar_to_utf8 (0xd800 + ((c - 0x10000) >> 10), data + length);
        length += (gsize)g_unichar_to_utf8 (0xdc00 + ((c - 0x10000) & 0x3ff), data + length);
    }
    return string_borrow (runtime, data, length);
}

static gboolean has_pairs (const ScriptString *subject)
{
    for (guint32 i = 0; i < subject->length; i++)
        if ((guchar)subject->data[i] >= 0xf0)
            return TRUE;
    return FALSE;
}

ScriptString *regexp_text (ScriptRuntime *runtime, Regexp *regexp, ScriptString *subject)
{
    guint flags = regexp->code->flags;
    ScriptString *text = subject;

    if (regexp->subject == subject)
        return regexp->text;
    if (string_units (subject) != subject->length && !(flags & REGEXP_UNICODE))
    {
        if ((flags & REGEXP_IGNORE_CASE) && pattern_case_differs (subject->data, subject->length))
        {
            refuse_pattern (runtime, regexp->code->source,
                            "the text has a character (such as the long s or the Kelvin sign) whose case depends on "
                            "the flag u, which the expression does not have");
            return NULL;
        }
        if (has_pairs (subject))
            text = split_pairs (runtime, subject);
    }
    regexp->subject = text ? subject : NULL;
    regexp->text = text;
    return text;
}

static ScriptStatus match_failed (ScriptRuntime *runtime, const RegexpCode *code, int error)
{
    char message[256];

    if (error == PCRE2_ERROR_MATCHLIMIT || error == PCRE2_ERROR_HEAPLIMIT || error == PCRE2_ERROR_DEPTHLIMIT)
        return script_refuse (runtime,
                              "the regular expression /%s/ tries more than %u ways to match this text: make its "
                              "repetitions exclude each other",
                              code->source, MOST_TRIES);
    pcre2_get_error_message (error, (PCRE2_UCHAR *)message, sizeof message);
    return refuse_pattern (runtime, code->source, message);
}

/* Forgets groups of earlier turns; see PatternLoop. An empty group just where the last turn begins may belong to it or to the
 * one before. */
static void forget_groups (const RegexpCode *code, const gsize *vector, guint n, Match *match)
{
    const GArray *loops = code->pattern.loops;

    for (guint i = 0; i < loops->len; i++)
    {
        const PatternLoop *loop = &g_array_index (loops, PatternLoop, i);
        gsize *at = &match->at[2 * loop->group + 2];
        gsize turn = code->loops[i] < n ? vector[2 * code->loops[i]] : UNSET;

        if (at[0] == UNSET)
            continue;
        if (loop->unsure || (at[0] == turn && at[1] == turn))
            match->unsure = TRUE;
        else if (turn == UNSET || at[0] < turn)
            at[0] = at[1] = UNSET;
    }
}

ScriptStatus regexp_match_from (ScriptRuntime *runtime, Regexp *regexp, ScriptString *subject, gsize offset,
                                Match *match, gboolean *found)
{
    RegexpCode *code = regexp->code;
    ScriptString *text = regexp_text (runtime, regexp, subject);
    const gsize *vector = pcre2_get_ovector_pointer (code->data);
    int result;

    if (!text)
        return SCRIPT_STOP;
    result = pcre2_match (code->code, (PCRE2_SPTR)text->data, text->length, offset, PCRE2_NO_UTF_CHECK, code->data,
                          runtime->regexps->context);
    if (result == PCRE2_ERROR_JIT_STACKLIMIT)
        result = pcre2_match (code->code, (PCRE2_SPTR)text->data, text->length, offset,
                              PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, code->data, runtime->regexps->context);
    if (result < 0 && result != PCRE2_ERROR_NOMATCH)
        return match_failed (runtime, code, result);
    *found = result > 0;
    if (!runtime_steps (runtime, 1 + (*found ? MAX (vector[1], offset) - offset : text->length - offset) / 64))
        return runtime_exhausted (runtime);
    if (!*found)
        return SCRIPT_NORMAL;
    *match = (Match){ .subject = subject, .text = text };
    match->at = script_alloc (runtime, (code->pattern.n_groups + 1) * 2 * sizeof *match->at);
    memcpy (match->at, vector, 2 * sizeof *vector);
    for (guint i = 0; i < code->pattern.n_groups; i++)
    {
        guint number = code->numbers[i];
        gboolean set = number < (guint)result;

        match->at[2 * i + 2] = set ? vector[2 * number] : UNSET;
        match->at[2 * i + 3] = set ? vector[2 * number + 1] : UNSET;
    }
    forget_groups (code, vector, (guint)result, match);
    return SCRIPT_NORMAL;
}

ScriptString *match_piece (ScriptRuntime *runtime, const Match *match, gsize from, gsize to)
{
    guint32 start;

    if (match->text == match->subject)
        return string_borrow (runtime, match->text->data + from, to - from);
    start = string_offset_unit (match->text, (guint32)from);
    return string_slice (runtime, match->subject, start, string_offset_unit (match->text, (guint32)to));
}

Value match_group (ScriptRuntime *runtime, const Match *match, guint group)
{
    if (match->at[2 * group] == UNSET)
        return UNDEFINED;
    return value_of_string (match_piece (runtime, match, match->at[2 * group], match->at[2 * group + 1]));
}

ScriptStatus match_check_groups (ScriptRuntime *runtime, const Regexp *regexp, const Match *match)
{
    if (!match->unsure)
        return SCRIPT_NORMAL;
    return refuse_pattern (runtime, regexp->code->source,
                           "it has a group that a turn of a loop may leave out, and what that holds is unsure here");
}

gsize match_advance (const ScriptString *text, gsize offset)
{
    return offset < text->length ? (gsize)(g_utf8_next_char (text->data + offset) - text->data) : offset + 1;
}

ScriptStatus regexp_last_index (ScriptRuntime *runtime, Regexp *regexp, double *index)
{
    Property *property = object_find_own (&regexp->object, runtime->known.lastIndex_);

    SCRIPT_TRY (es_to_integer (runtime, property->value, index));
    *index = CLAMP (*index, 0, 9007199254740991.0);
    return SCRIPT_NORMAL;
}

ScriptStatus regexp_set_last_index (ScriptRuntime *runtime, Regexp *regexp, double index)
{
    Property *property = object_find_own (&regexp->object, runtime->known.lastIndex_);

    if (!(property->flags & PROPERTY_WRITABLE))
        return script_throw (runtime, "TypeError",
                             "Cannot assign to read only property 'lastIndex' of object '[object RegExp]'");
    property->value = value_number (index);
    return SCRIPT_NORMAL;
}

ScriptStatus regexp_step (ScriptRuntime *runtime, Regexp *regexp, ScriptString *subject, Match *match, gboolean *found)
{
    gboolean goes_on = (regexp->code->flags & (REGEXP_GLOBAL | REGEXP_STICKY)) != 0;
    ScriptString *text = regexp_text (runtime, regexp, subject);
    double index;
    gboolean split;

    *found = FALSE;
    if (!text)
        return SCRIPT_STOP;
    SCRIPT_TRY (regexp_last_index (runtime, regexp, &index));
    if (!goes_on)
        index = 0;
    if (index <= string_units (text))
        SCRIPT_TRY (regexp_match_from (runtime, regexp, subject, string_unit_offset (text, (guint32)index, &split),
                                       match, found));
    if (!goes_on)
        return SCRIPT_NORMAL;
    return regexp_set_last_index (runtime, regexp, *found ? string_offset_unit (text, (guint32)match->at[1]) : 0);
}
