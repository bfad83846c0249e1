/* What String.prototype says of characters: case, normal forms, order. */

#include "script/case.h"
#include "script/es_string.h"

#include <string.h>

#define WORKING_BYTES 8 /* that GLib takes to normalise a byte, beside the arena */

static gboolean is_surrogate (gunichar c)
{
    return c >= 0xd800 && c < 0xe000;
}

static ScriptStatus change_case (ScriptCall *call, gboolean upper, Value *out)
{
    ScriptString *text;
    TextBuilder result;

    SCRIPT_TRY (es_this_string (call, &text));
    if (!runtime_reserve (call->runtime, text->length))
        return SCRIPT_STOP;
    SCRIPT_TRY (es_charge (call->runtime, text->length));
    text_builder_init (&result, call->runtime);
    for (const char *p = text->data, *end = p + text->length; p < end; p = g_utf8_next_char (p))
    {
        if ((guchar)*p < 0x80)
            text_append_c (&result, upper ? g_ascii_toupper (*p) : g_ascii_tolower (*p));
        else
            text_append_cased (&result, text, p, upper);
    }
    return text_finish (&result, out);
}

ScriptStatus es_string_lower (ScriptCall *call, Value *out)
{
    return change_case (call, FALSE, out);
}

ScriptStatus es_string_upper (ScriptCall *call, Value *out)
{
    return change_case (call, TRUE, out);
}

/* The languages whose rules are those of every other language; others have letters of their own. */
static ScriptStatus check_locale (ScriptRuntime *runtime, Value locale, const char *method,
                                  const char *const *own_rules, gboolean listed_are_plain)
{
    const char *name;
    gboolean listed = FALSE;

    if (value_list (locale))
    {
        ScriptList *list = value_list (locale);

        if (list->length == 0)
            return SCRIPT_NORMAL;
        locale = list->items[0];
    }
    if (locale.kind == VALUE_UNDEFINED)
        return SCRIPT_NORMAL;
    if (locale.kind != VALUE_STRING)
        return script_throw (runtime, "TypeError", "Incorrect locale information provided");
    name = value_to_text (runtime, locale);
    for (; *own_rules && !listed; own_rules++)
        listed = g_ascii_strncasecmp (name, *own_rules, 2) == 0 && (name[2] == '-' || name[2] == 0);
    if (listed != listed_are_plain)
        return script_refuse (runtime, "%s with the rules of the locale \"%s\"; use \"en\" or leave the locale out",
                              method, name);
    return SCRIPT_NORMAL;
}

static const char *const own_case[] = { "tr", "az", "lt", "el", "hy", NULL };
static const char *const plain_order[] = { "en", "de", "it", "nl", "pt", NULL };

ScriptStatus es_string_locale_lower (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (check_locale (call->runtime, call_argument (call, 0), "toLocaleLowerCase", own_case, FALSE));
    return change_case (call, FALSE, out);
}

ScriptStatus es_string_locale_upper (ScriptCall *call, Value *out)
{
    SCRIPT_TRY (check_locale (call->runtime, call_argument (call, 0), "toLocaleUpperCase", own_case, FALSE));
    return change_case (call, TRUE, out);
}

/* GLib stops at NUL and at halves of pairs. Both are characters that nothing composes with, so the pieces between them
 * are normalised one by one. */
static ScriptString *normalize (ScriptRuntime *runtime, const ScriptString *text, GNormalizeMode mode)
{
    TextBuilder result;
    Value value;
    const char *p = text->data;
    const char *end = p + text->length;

    if (!runtime_reserve (runtime, (gsize)text->length * WORKING_BYTES))
        return NULL;
    text_builder_init (&result, runtime);
    while (p < end)
    {
        const char *from = p;

        while (p < end && *p && !is_surrogate (g_utf8_get_char (p)))
            p = g_utf8_next_char (p);
        if (p > from)
        {
            g_autofree char *piece = g_utf8_normalize (from, p - from, mode);

            text_append_text (&result, piece);
        }
        if (p < end)
        {
            text_append (&result, p, *p ? 3 : 1);
            p += *p ? 3 : 1;
        }
    }
    return text_finish (&result, &value) == SCRIPT_NORMAL ? value.as.string : NULL;
}

ScriptStatus es_string_normalize (ScriptCall *call, Value *out)
{
    static const struct
    {
        const char *form;
        GNormalizeMode mode;
    } forms[] = { { "NFC", G_NORMALIZE_NFC },
                  { "NFD", G_NORMALIZE_NFD },
                  { "NFKC", G_NORMALIZE_NFKC },
                  { "NFKD", G_NORMALIZE_NFKD } };
    ScriptRuntime *runtime = call->runtime;
    ScriptString *text;
    ScriptString *form = string_borrow (runtime, "NFC", 3);

    SCRIPT_TRY (es_this_string (call, &text));
    if (call_argument (call, 0).kind != VALUE_UNDEFINED)
        SCRIPT_TRY (es_argument_string (call, 0, &form));
    SCRIPT_TRY (es_charge (runtime, text->length));
    for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
        if (form->length == strlen (forms[i].form) && memcmp (form->data, forms[i].form, form->length) == 0)
        {
            text = normalize (runtime, text, forms[i].mode);
            if (!text)
                return SCRIPT_STOP;
            *out = value_of_string (text);
            return SCRIPT_NORMAL;
        }
    return script_throw (runtime, "RangeError", "The normalization form should be one of NFC, NFD, NFKC, NFKD.");
}

/* Order of texts by the root collation of CLDR, which is that of English: first the letters, then accents, then case.
 * Known are ASCII and letters of it with accents; the order of the characters is ICU's. */
static const char ascii_order[] = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";

static const guint16 accent_order[] = { 0x301, 0x300, 0x306, 0x302, 0x30c, 0x30a, 0x308, 0x30b,
                                        0x303, 0x307, 0x327, 0x328, 0x304, 0x309, 0x30f, 0x311,
                                        0x31b, 0x323, 0x324, 0x326, 0x32d, 0x32e, 0x330, 0x331 };

typedef enum
{
    SENSITIVITY_BASE,
    SENSITIVITY_ACCENT,
    SENSITIVITY_CASE,
    SENSITIVITY_VARIANT
} Sensitivity;

typedef struct
{
    gboolean numeric;
    Sensitivity sensitivity;
} Collation;

enum
{
    LETTERS,
    ACCENTS,
    CASES,
    LEVELS
};

/* A text as three lists of weights (guint32), to be compared one after the other. */
typedef struct
{
    GArray *levels[LEVELS];
} SortKey;

static void key_add (SortKey *key, int level, guint32 weight)
{
    g_array_append_val (key->levels[level], weight);
}

static void key_clear (SortKey *key)
{
    for (int i = 0; i < LEVELS; i++)
        if (key->levels[i])
            g_array_unref (key->levels[i]);
}

/* Digits as a number: it sorts among the digits, by its length without leading zeros and then by its digits. */
static const char *add_number (SortKey *key, const char *p, const char *end)
{
    const char *from;

    while (p + 1 < end && *p == '0' && g_ascii_isdigit (p[1]))
        p++;
    from = p;
    while (p < end && g_ascii_isdigit (*p))
        p++;
    key_add (key, LETTERS, (guint32)(strchr (ascii_order, '0') - ascii_order) + 1);
    key_add (key, LETTERS, (guint32)(p - from));
    for (; from < p; from++)
        key_add (key, LETTERS, (guint32)*from);
    key_add (key, ACCENTS, 1);
    key_add (key, CASES, 1);
    return p;
}

/* FALSE at a character whose place is not known. */
static gboolean add_character (SortKey *key, gunichar c)
{
    const char *at;

    if (c < 0x80)
    {
        if (c == 0 || !(at = strchr (ascii_order, g_ascii_tolower ((char)c))))
            return TRUE; /* controls are not seen */
        key_add (key, LETTERS, (guint32)(at - ascii_order) + 1);
        key_add (key, ACCENTS, 1);
        key_add (key, CASES, g_ascii_isupper ((char)c) ? 2 : 1);
        return TRUE;
    }
    for (guint32 i = 0; i < G_N_ELEMENTS (accent_order); i++)
        if (accent_order[i] == c)
        {
            key_add (key, ACCENTS, i + 2);
            return TRUE;
        }
    return FALSE;
}

static ScriptStatus key_make (ScriptRuntime *runtime, const ScriptString *text, const Collation *collation,
                              SortKey *key)
{
    ScriptString *decomposed = normalize (runtime, text, G_NORMALIZE_NFD);
    const char *p;
    const char *end;

    if (!decomposed)
        return SCRIPT_STOP;
    for (int i = 0; i < LEVELS; i++)
        key->levels[i] = g_array_new (FALSE, FALSE, sizeof (guint32));
    p = decomposed->data;
    end = p + decomposed->length;
    while (p < end)
    {
        gunichar c = g_utf8_get_char (p);

        if (collation->numeric && g_ascii_isdigit (*p))
        {
            p = add_number (key, p, end);
            continue;
        }
        if (!add_character (key, c))
            return script_refuse (runtime,
                                  "localeCompare of the character U+%04X: only ASCII and accented Latin letters have a "
                                  "known order; compare with < and > instead",
                                  (guint)c);
        p = g_utf8_next_char (p);
    }
    return SCRIPT_NORMAL;
}

static int compare_level (const SortKey *a, const SortKey *b, int level)
{
    const GArray *x = a->levels[level];
    const GArray *y = b->levels[level];

    for (guint i = 0; i < x->len && i < y->len; i++)
    {
        guint32 p = g_array_index (x, guint32, i);
        guint32 q = g_array_index (y, guint32, i);

        if (p != q)
            return p < q ? -1 : 1;
    }
    return x->len == y->len ? 0 : x->len < y->len ? -1 : 1;
}

static int compare_keys (const SortKey *a, const SortKey *b, Sensitivity sensitivity)
{
    int order = compare_level (a, b, LETTERS);

    if (order == 0 && (sensitivity == SENSITIVITY_ACCENT || sensitivity == SENSITIVITY_VARIANT))
        order = compare_level (a, b, ACCENTS);
    if (order == 0 && (sensitivity == SENSITIVITY_CASE || sensitivity == SENSITIVITY_VARIANT))
        order = compare_level (a, b, CASES);
    return order;
}

static ScriptStatus read_collation (ScriptRuntime *runtime, Value options, Collation *collation)
{
    static const char *const names[] = { "base", "accent", "case", "variant" };
    static const char *const unknown[] = { "caseFirst", "ignorePunctuation", "collation", "usage" };
    Value value;
    ScriptString *text;

    *collation = (Collation){ .sensitivity = SENSITIVITY_VARIANT };
    if (options.kind != VALUE_OBJECT)
        return SCRIPT_NORMAL;
    for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
        SCRIPT_TRY (script_member (runtime, options, unknown[i], &value));
        if (value_is_truthy (value))
            return script_refuse (runtime, "localeCompare with the option \"%s\"", unknown[i]);
    }
    SCRIPT_TRY (script_member (runtime, options, "numeric", &value));
    collation->numeric = value_is_truthy (value);
    SCRIPT_TRY (script_member (runtime, options, "sensitivity", &value));
    if (value.kind == VALUE_UNDEFINED)
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_to_string (runtime, value, &text));
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        if (text->length == strlen (names[i]) && memcmp (text->data, names[i], text->length) == 0)
        {
            collation->sensitivity = (Sensitivity)i;
            return SCRIPT_NORMAL;
        }
    return script_throw (runtime, "RangeError", "Value %s out of range for Intl.Collator options property sensitivity",
                         value_to_text (runtime, value));
}

ScriptStatus es_string_locale_compare (ScriptCall *call, Value *out)
{
    ScriptRuntime *runtime = call->runtime;
    ScriptString *a;
    ScriptString *b;
    Collation collation;
    SortKey x = { { NULL } };
    SortKey y = { { NULL } };
    ScriptStatus status;

    SCRIPT_TRY (es_this_string (call, &a));
    SCRIPT_TRY (es_argument_string (call, 0, &b));
    SCRIPT_TRY (check_locale (runtime, call_argument (call, 1), "localeCompare", plain_order, TRUE));
    SCRIPT_TRY (read_collation (runtime, call_argument (call, 2), &collation));
    *out = value_number (0);
    if (string_equal (a, b))
        return SCRIPT_NORMAL;
    SCRIPT_TRY (es_charge (runtime, 16 * ((gsize)a->length + b->length)));
    if (!runtime_reserve (runtime, ((gsize)a->length + b->length) * LEVELS * sizeof (guint32)))
        return SCRIPT_STOP;
    status = key_make (runtime, a, &collation, &x);
    if (status == SCRIPT_NORMAL)
        status = key_make (runtime, b, &collation, &y);
    if (status == SCRIPT_NORMAL)
        *out = value_number (compare_keys (&x, &y, collation.sensitivity));
    key_clear (&x);
    key_clear (&y);
    return status;
}
