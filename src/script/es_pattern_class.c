#include "script/es_pattern_class.h"

#include <string.h>

#define SPACES                                                                                                         \
    "\\x09-\\x0d\\x20\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"
#define NO_SPACES                                                                                                      \
    "\\x00-\\x08\\x0e-\\x1f\\x21-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}"    \
    "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}"
#define NO_WORD_FOLDED "\\x00-\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\x{17e}\\x{180}-\\x{2129}\\x{212b}-\\x{10ffff}"

/* Characters that PCRE2 folds with others than ECMAScript does without `u`, which goes by toUpperCase (and never from beyond
 * ASCII into it): the long s, the signs of Kelvin and Ohm, titlecase Greek and so on. Found by comparing V8 with PCRE2 over
 * the whole plane; for each group of characters that they see differently, the later members. */
static const struct
{
    guint32 first, last;
} case_differs[] = {
    { 0x17f, 0x17f },   { 0x3f4, 0x3f4 },   { 0x1c8a, 0x1c8a }, { 0x1e9e, 0x1e9e }, { 0x1f88, 0x1f8f },
    { 0x1f98, 0x1f9f }, { 0x1fa8, 0x1faf }, { 0x1fbc, 0x1fbc }, { 0x1fcc, 0x1fcc }, { 0x1ffc, 0x1ffc },
    { 0x2126, 0x2126 }, { 0x212a, 0x212b }, { 0xa7cb, 0xa7dc },
};

static const struct
{
    const char *name;
    const char *abbreviation;
} categories[] = {
    { "Cased_Letter", "LC" },
    { "Close_Punctuation", "Pe" },
    { "Connector_Punctuation", "Pc" },
    { "Control", "Cc" },
    { "cntrl", "Cc" },
    { "Currency_Symbol", "Sc" },
    { "Dash_Punctuation", "Pd" },
    { "Decimal_Number", "Nd" },
    { "digit", "Nd" },
    { "Enclosing_Mark", "Me" },
    { "Final_Punctuation", "Pf" },
    { "Format", "Cf" },
    { "Initial_Punctuation", "Pi" },
    { "Letter", "L" },
    { "Letter_Number", "Nl" },
    { "Line_Separator", "Zl" },
    { "Lowercase_Letter", "Ll" },
    { "Mark", "M" },
    { "Combining_Mark", "M" },
    { "Math_Symbol", "Sm" },
    { "Modifier_Letter", "Lm" },
    { "Modifier_Symbol", "Sk" },
    { "Nonspacing_Mark", "Mn" },
    { "Number", "N" },
    { "Open_Punctuation", "Ps" },
    { "Other", "C" },
    { "Other_Letter", "Lo" },
    { "Other_Number", "No" },
    { "Other_Punctuation", "Po" },
    { "Other_Symbol", "So" },
    { "Paragraph_Separator", "Zp" },
    { "Private_Use", "Co" },
    { "Punctuation", "P" },
    { "punct", "P" },
    { "Separator", "Z" },
    { "Space_Separator", "Zs" },
    { "Spacing_Mark", "Mc" },
    { "Surrogate", "Cs" },
    { "Symbol", "S" },
    { "Titlecase_Letter", "Lt" },
    { "Unassigned", "Cn" },
    { "Uppercase_Letter", "Lu" },
};

/* Properties with a yes or no that ECMAScript has, but for those that say something of case. */
static const char *const properties[] = {
    "ASCII_Hex_Digit",
    "AHex",
    "Alphabetic",
    "Alpha",
    "Bidi_Control",
    "Bidi_C",
    "Bidi_Mirrored",
    "Bidi_M",
    "Case_Ignorable",
    "CI",
    "Dash",
    "Default_Ignorable_Code_Point",
    "DI",
    "Deprecated",
    "Dep",
    "Diacritic",
    "Dia",
    "Emoji",
    "Emoji_Component",
    "EComp",
    "Emoji_Modifier",
    "EMod",
    "Emoji_Modifier_Base",
    "EBase",
    "Emoji_Presentation",
    "EPres",
    "Extended_Pictographic",
    "ExtPict",
    "Extender",
    "Ext",
    "Grapheme_Base",
    "Gr_Base",
    "Grapheme_Extend",
    "Gr_Ext",
    "Hex_Digit",
    "Hex",
    "IDS_Binary_Operator",
    "IDSB",
    "IDS_Trinary_Operator",
    "IDST",
    "ID_Continue",
    "IDC",
    "ID_Start",
    "IDS",
    "Ideographic",
    "Ideo",
    "Join_Control",
    "Join_C",
    "Logical_Order_Exception",
    "LOE",
    "Math",
    "Noncharacter_Code_Point",
    "NChar",
    "Pattern_Syntax",
    "Pat_Syn",
    "Pattern_White_Space",
    "Pat_WS",
    "Quotation_Mark",
    "QMark",
    "Radical",
    "Regional_Indicator",
    "RI",
    "Sentence_Terminal",
    "STerm",
    "Soft_Dotted",
    "SD",
    "Terminal_Punctuation",
    "Term",
    "Unified_Ideograph",
    "UIdeo",
    "Variation_Selector",
    "VS",
    "White_Space",
    "space",
    "XID_Continue",
    "XIDC",
    "XID_Start",
    "XIDS",
};

static const char *const case_properties[] = {
    "Cased", "Lowercase",
    "Lower", "Uppercase",
    "Upper", "Changes_When_Casefolded",
    "CWCF",  "Changes_When_Casemapped",
    "CWCM",  "Changes_When_Lowercased",
    "CWL",   "Changes_When_NFKC_Casefolded",
    "CWKCF", "Changes_When_Titlecased",
    "CWT",   "Changes_When_Uppercased",
    "CWU",   "Ll",
    "Lt",    "Lu",
    "LC",
};

static gboolean listed (const char *const *list, gsize n, const char *name)
{
    for (gsize i = 0; i < n; i++)
        if (strcmp (list[i], name) == 0)
            return TRUE;
    return FALSE;
}

static gboolean ignores_case_by_unit (const PatternReader *reader)
{
    return (reader->flags & REGEXP_IGNORE_CASE) && !reader->unicode;
}

static gboolean differs (guint32 point)
{
    for (gsize i = 0; i < G_N_ELEMENTS (case_differs); i++)
        if (point >= case_differs[i].first && point <= case_differs[i].last)
            return TRUE;
    return FALSE;
}

gboolean pattern_case_differs (const char *text, gsize length)
{
    for (const char *p = text, *end = text + length; p < end; p = g_utf8_next_char (p))
        if ((guchar)*p >= 0xc0 && differs (g_utf8_get_char (p)))
            return TRUE;
    return FALSE;
}

void pattern_emit_character (PatternReader *reader, guint32 point)
{
    if (point < 0x80 && g_ascii_isalnum ((char)point))
        g_string_append_c (reader->out, (char)point);
    else if (ignores_case_by_unit (reader) && differs (point))
        g_string_append_printf (reader->out, "(?-i:\\x{%x})", point);
    else
        g_string_append_printf (reader->out, "\\x{%x}", point);
}

static guint32 peek (const PatternReader *reader, guint ahead)
{
    return reader->at + ahead < reader->n ? reader->points[reader->at + ahead] : PATTERN_NONE;
}

guint32 pattern_read_octal (PatternReader *reader)
{
    guint32 number = 0;
    guint digits = 0;

    if (peek (reader, 0) >= '8')
        return reader->points[reader->at++];
    for (; digits < 3 && peek (reader, 0) >= '0' && peek (reader, 0) <= '7'; digits++)
    {
        guint32 next = number * 8 + peek (reader, 0) - '0';

        if (next > 0377)
            break;
        number = next;
        reader->at++;
    }
    return number;
}

static gboolean is_hex (guint32 point)
{
    return point < 0x80 && g_ascii_isxdigit ((char)point);
}

/* COUNT hexadecimal digits AHEAD of the place; PATTERN_NONE when they are not there. */
static guint32 hex_at (const PatternReader *reader, guint ahead, guint count)
{
    guint32 number = 0;

    for (guint i = 0; i < count; i++)
    {
        if (!is_hex (peek (reader, ahead + i)))
            return PATTERN_NONE;
        number = number * 16 + (guint32)g_ascii_xdigit_value ((char)peek (reader, ahead + i));
    }
    return number;
}

/* After `\u`. */
static gboolean read_unicode (PatternReader *reader, guint32 *point)
{
    guint32 number = hex_at (reader, 0, 4);

    if (number != PATTERN_NONE)
    {
        guint32 low = reader->unicode && peek (reader, 4) == '\\' && peek (reader, 5) == 'u' ? hex_at (reader, 6, 4)
                                                                                             : PATTERN_NONE;

        reader->at += 4;
        *point = number;
        if (number >= 0xd800 && number < 0xdc00 && low >= 0xdc00 && low < 0xe000)
        {
            reader->at += 6;
            *point = 0x10000 + ((number - 0xd800) << 10) + (low - 0xdc00);
        }
        return TRUE;
    }
    *point = 'u';
    if (!reader->unicode)
        return TRUE;
    if (peek (reader, 0) != '{' || !is_hex (peek (reader, 1)))
        return pattern_fail (reader, PATTERN_INVALID, "Invalid Unicode escape");
    number = 0;
    for (reader->at++; is_hex (peek (reader, 0)); reader->at++)
        number = MIN (number * 16 + (guint32)g_ascii_xdigit_value ((char)peek (reader, 0)), 0x110000);
    if (peek (reader, 0) != '}' || number > 0x10ffff)
        return pattern_fail (reader, PATTERN_INVALID, "Invalid Unicode escape");
    reader->at++;
    *point = number;
    return TRUE;
}

static char *property_set (PatternReader *reader, const char *name, const char *value, gboolean negated)
{
    char sign = negated ? 'P' : 'p';

    if (value && (strcmp (name, "Script") == 0 || strcmp (name, "sc") == 0))
        return g_strdup_printf ("\\%c{sc:%s}", sign, value);
    if (value && (strcmp (name, "Script_Extensions") == 0 || strcmp (name, "scx") == 0))
        return g_strdup_printf ("\\%c{scx:%s}", sign, value);
    if (value && strcmp (name, "General_Category") != 0 && strcmp (name, "gc") != 0)
        return NULL;
    if (!value && strcmp (name, "Any") == 0)
        return g_strdup (negated ? "" : "\\x00-\\x{10ffff}");
    if (!value && strcmp (name, "ASCII") == 0)
        return g_strdup (negated ? "\\x{80}-\\x{10ffff}" : "\\x00-\\x7f");
    if (!value && strcmp (name, "Assigned") == 0)
        return g_strdup_printf ("\\%c{Cn}", negated ? 'p' : 'P');
    if (!value && (listed (properties, G_N_ELEMENTS (properties), name)))
        return g_strdup_printf ("\\%c{%s}", sign, name);
    name = value ? value : name;
    for (gsize i = 0; i < G_N_ELEMENTS (categories); i++)
        if (strcmp (categories[i].name, name) == 0 || strcmp (categories[i].abbreviation, name) == 0)
        {
            name = categories[i].abbreviation;
            if (!listed (case_properties, G_N_ELEMENTS (case_properties), name))
                return g_strdup_printf ("\\%c{%s}", sign, name);
        }
    if (!listed (case_properties, G_N_ELEMENTS (case_properties), name))
        return NULL;
    if (!(reader->flags & REGEXP_IGNORE_CASE))
        return g_strdup_printf ("\\%c{%s}", sign, strcmp (name, "LC") == 0 ? "L&" : name);
    pattern_fail (reader, PATTERN_REFUSED, "a property of case while case is ignored");
    return NULL;
}

static char *read_word (PatternReader *reader)
{
    GString *word = g_string_new (NULL);

    for (; peek (reader, 0) < 0x80 && (g_ascii_isalnum ((char)peek (reader, 0)) || peek (reader, 0) == '_');
         reader->at++)
        g_string_append_c (word, (char)peek (reader, 0));
    return g_string_free (word, FALSE);
}

/* After `\p` or `\P`. */
static gboolean read_property (PatternReader *reader, gboolean negated, char **set)
{
    g_autofree char *name = NULL;
    g_autofree char *value = NULL;

    if (peek (reader, 0) == '{')
    {
        reader->at++;
        name = read_word (reader);
        if (peek (reader, 0) == '=')
        {
            reader->at++;
            value = read_word (reader);
        }
        if (peek (reader, 0) == '}' && *name && (!value || *value))
        {
            reader->at++;
            *set = property_set (reader, name, value, negated);
        }
    }
    return *set || pattern_fail (reader, PATTERN_INVALID, "Invalid property name");
}

static const char *letter_set (const PatternReader *reader, guint32 letter)
{
    gboolean folded = reader->unicode && (reader->flags & REGEXP_IGNORE_CASE);

    switch (letter)
    {
    case 'd':
        return "\\d";
    case 'D':
        return "\\D";
    case 's':
        return SPACES;
    case 'S':
        return NO_SPACES;
    case 'w':
        return folded ? PATTERN_WORD_FOLDED : "\\w";
    case 'W':
        return folded ? NO_WORD_FOLDED : "\\W";
    }
    return NULL;
}

/* `\cJ`. Without `u` a `\c` that is none is the backslash itself. */
static gboolean read_control (PatternReader *reader, gboolean in_class, PatternItem *item)
{
    guint32 next = peek (reader, 0);

    if (next < 0x80 && (g_ascii_isalpha ((char)next) ||
                        (in_class && !reader->unicode && (g_ascii_isdigit ((char)next) || next == '_'))))
    {
        item->point = next & 31;
        reader->at++;
        return TRUE;
    }
    if (reader->unicode)
        return pattern_fail (reader, PATTERN_INVALID, "Invalid Unicode escape");
    reader->at--;
    item->point = '\\';
    return TRUE;
}

/* An escaped character that stands for itself. */
static gboolean read_identity (PatternReader *reader, gboolean in_class, guint32 letter, PatternItem *item)
{
    item->point = letter;
    if (reader->unicode && !(letter && letter < 0x80 && strchr ("^$\\.*+?()[]{}|/", (int)letter)) &&
        !(in_class && letter == '-'))
        return pattern_fail (reader, PATTERN_INVALID, "Invalid escape");
    if (letter == 'k' && reader->pattern->has_names)
        return pattern_fail (reader, PATTERN_INVALID, "Invalid escape");
    return TRUE;
}

gboolean pattern_read_escape (PatternReader *reader, gboolean in_class, PatternItem *item)
{
    static const char controls[] = "f\fn\nr\rt\tv\v";
    guint32 letter = peek (reader, 0);
    const char *control;

    *item = (PatternItem){ .point = PATTERN_NONE };
    if (letter == PATTERN_NONE)
        return pattern_fail (reader, PATTERN_INVALID, "\\ at end of pattern");
    if (letter_set (reader, letter))
    {
        reader->at++;
        item->set = g_strdup (letter_set (reader, letter));
        return TRUE;
    }
    if (letter >= '0' && letter <= '9')
    {
        if (reader->unicode && (letter != '0' || (peek (reader, 1) >= '0' && peek (reader, 1) <= '9')))
            return pattern_fail (reader, PATTERN_INVALID, "Invalid class escape");
        item->point = pattern_read_octal (reader);
        return TRUE;
    }
    reader->at++;
    for (control = controls; *control; control += 2)
        if ((guint32)*control == letter)
        {
            item->point = (guint32)control[1];
            return TRUE;
        }
    if (letter == 'b' && in_class)
    {
        item->point = 8;
        return TRUE;
    }
    if (letter == 'c')
        return read_control (reader, in_class, item);
    if (letter == 'u')
        return read_unicode (reader, &item->point);
    if (letter == 'x' && hex_at (reader, 0, 2) != PATTERN_NONE)
    {
        item->point = hex_at (reader, 0, 2);
        reader->at += 2;
        return TRUE;
    }
    if ((letter == 'p' || letter == 'P') && reader->unicode)
        return read_property (reader, letter == 'P', &item->set);
    return read_identity (reader, in_class, letter, item);
}

/* FIRST to LAST, without the characters whose case is seen differently: no subject has them then. */
static void emit_range (PatternReader *reader, guint32 first, guint32 last)
{
    for (gsize i = 0; ignores_case_by_unit (reader) && i < G_N_ELEMENTS (case_differs); i++)
    {
        if (case_differs[i].last < first || case_differs[i].first > last)
            continue;
        if (case_differs[i].first > first)
            g_string_append_printf (reader->out, "\\x{%x}-\\x{%x}", first, case_differs[i].first - 1);
        first = case_differs[i].last + 1;
    }
    if (first == last)
        g_string_append_printf (reader->out, "\\x{%x}", first);
    else if (first < last)
        g_string_append_printf (reader->out, "\\x{%x}-\\x{%x}", first, last);
}

static void emit_item (PatternReader *reader, const PatternItem *item)
{
    if (item->set)
        g_string_append (reader->out, item->set);
    else
        emit_range (reader, item->point, item->point);
}

static gboolean read_member (PatternReader *reader, PatternItem *item)
{
    *item = (PatternItem){ .point = peek (reader, 0) };
    if (item->point == PATTERN_NONE)
        return pattern_fail (reader, PATTERN_INVALID, "Unterminated character class");
    reader->at++;
    return item->point != '\\' || pattern_read_escape (reader, TRUE, item);
}

static gboolean emit_pair (PatternReader *reader, const PatternItem *from, const PatternItem *to)
{
    if (!from->set && !to->set)
    {
        if (from->point > to->point)
            return pattern_fail (reader, PATTERN_INVALID, "Range out of order in character class");
        emit_range (reader, from->point, to->point);
        return TRUE;
    }
    if (reader->unicode)
        return pattern_fail (reader, PATTERN_INVALID, "Invalid character class");
    emit_item (reader, from);
    emit_range (reader, '-', '-');
    emit_item (reader, to);
    return TRUE;
}

static gboolean read_members (PatternReader *reader)
{
    while (peek (reader, 0) != ']')
    {
        PatternItem from;
        PatternItem to = { .set = NULL };
        gboolean worked = read_member (reader, &from);

        if (worked && peek (reader, 0) == '-' && peek (reader, 1) != ']')
        {
            reader->at++;
            worked = read_member (reader, &to) && emit_pair (reader, &from, &to);
        }
        else if (worked)
            emit_item (reader, &from);
        g_free (from.set);
        g_free (to.set);
        if (!worked)
            return FALSE;
    }
    reader->at++;
    return TRUE;
}

gboolean pattern_read_class (PatternReader *reader)
{
    gboolean negated = peek (reader, 0) == '^';
    gsize start = reader->out->len;

    if (negated)
        reader->at++;
    if (!read_members (reader))
        return FALSE;
    if (reader->out->len == start)
        g_string_append (reader->out, negated ? PATTERN_ANYTHING : PATTERN_NOTHING);
    else
    {
        g_string_insert (reader->out, (gssize)start, negated ? "[^" : "[");
        g_string_append_c (reader->out, ']');
    }
    return TRUE;
}
