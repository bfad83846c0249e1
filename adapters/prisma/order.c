/* The order of folder names. Prisma sorts them with JavaScript's localeCompare, which is the root collation of Unicode (CLDR): not the order of
 * bytes. `_x` comes before `-x` before `1x`; `b` before `B` before `c`, and case counts only where nothing else differs.
 *
 * Instead of a whole collation library there is a table of what names are made of: ASCII, and Latin letters with the accents of European languages. A
 * name is turned into three keys, compared one after the other: which letters (primary), which accents (secondary), which case
 * (tertiary). A character outside the table ends a key: what comes before it still decides against most other names (14 digits do), and where it doesn't, we
 * refuse rather than guess. The table was made by asking Node 20 (ICU 74); tests/unit/test-prisma-order.c holds answers of the same Node. */

#include "adapters/prisma/prisma.h"
#include "util/error.h"

#include <string.h>

/* Characters that count, in the order of the root collation; letters follow, all of one primary weight with their upper case. Control characters count for nothing. */
static const char primary_order[] = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789";

/* Accents, in their secondary order. */
static const gunichar accents[] = { 0x301, 0x300, 0x306, 0x302, 0x30c, 0x30a, 0x308, 0x30b,
                                    0x303, 0x307, 0x338, 0x327, 0x328, 0x304, 0x335 };

/* Letters that have no canonical decomposition and yet sort as other letters. LETTERS is the primary part; MARK the accent that makes the rest exact, or 0
 * where only the primary part is known. */
static const struct
{
    gunichar letter;
    const char *letters;
    gunichar mark;
} special_letters[] = {
    { 0xf8, "o", 0x338 },  { 0xd8, "O", 0x338 },  { 0x111, "d", 0x335 }, { 0x110, "D", 0x335 }, { 0x142, "l", 0x335 },
    { 0x141, "L", 0x335 }, { 0x127, "h", 0x335 }, { 0x126, "H", 0x335 }, { 0xdf, "ss", 0 },     { 0xe6, "ae", 0 },
    { 0xc6, "AE", 0 },     { 0x153, "oe", 0 },    { 0x152, "OE", 0 },    { 0xf0, "d", 0 },      { 0xd0, "D", 0 },
};

typedef struct
{
    char *name;
    GByteArray *primary;
    GByteArray *secondary;
    GByteArray *tertiary;
    gboolean cut;   /* a character of unknown weight ended the keys */
    gboolean rough; /* accents or case are not exact */
    gboolean after_accent;
} Key;

static void key_free (gpointer data)
{
    Key *key = data;

    g_byte_array_unref (key->primary);
    g_byte_array_unref (key->secondary);
    g_byte_array_unref (key->tertiary);
    g_free (key);
}

static void key_add (Key *key, guint8 primary, guint8 secondary, guint8 tertiary)
{
    if (primary)
        g_byte_array_append (key->primary, &primary, 1);
    g_byte_array_append (key->secondary, &secondary, 1);
    g_byte_array_append (key->tertiary, &tertiary, 1);
}

/* FALSE when C is not an ASCII character. */
static gboolean key_add_ascii (Key *key, gunichar c)
{
    const char *place;

    if (c >= 0x80)
        return FALSE;
    if (g_ascii_isalpha ((char)c))
        key_add (key, (guint8)(sizeof primary_order + (gsize)(g_ascii_tolower ((char)c) - 'a')), 1,
                 g_ascii_isupper ((char)c) ? 2 : 1);
    else if (c != 0 && (place = strchr (primary_order, (int)c)))
        key_add (key, (guint8)(place - primary_order + 1), 1, 1);
    key->after_accent = FALSE;
    return TRUE;
}

static gboolean key_add_accent (Key *key, gunichar c)
{
    for (gsize i = 0; i < G_N_ELEMENTS (accents); i++)
        if (accents[i] == c)
        {
            /* Two accents on one letter: their order in the text is not always the order that counts. */
            if (key->after_accent)
                key->rough = TRUE;
            key_add (key, 0, (guint8)(i + 2), 1);
            key->after_accent = TRUE;
            return TRUE;
        }
    return FALSE;
}

static gboolean key_add_special (Key *key, gunichar c)
{
    for (gsize i = 0; i < G_N_ELEMENTS (special_letters); i++)
        if (special_letters[i].letter == c)
        {
            for (const char *letter = special_letters[i].letters; *letter; letter++)
                key_add_ascii (key, (gunichar)*letter);
            if (special_letters[i].mark)
                key_add_accent (key, special_letters[i].mark);
            else
                key->rough = TRUE;
            return TRUE;
        }
    return FALSE;
}

static gboolean key_add_character (Key *key, gunichar c)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    gsize n;

    if (key_add_ascii (key, c) || key_add_accent (key, c) || key_add_special (key, c))
        return TRUE;
    n = g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));
    if (n < 2 || !key_add_ascii (key, parts[0]))
        return FALSE;
    for (gsize i = 1; i < n; i++)
        if (!key_add_accent (key, parts[i]))
            return FALSE;
    return TRUE;
}

static Key *key_new (char *name)
{
    Key *key = g_new0 (Key, 1);

    key->name = name;
    key->primary = g_byte_array_new ();
    key->secondary = g_byte_array_new ();
    key->tertiary = g_byte_array_new ();
    for (const char *at = name; *at && !key->cut; at = g_utf8_next_char (at))
        key->cut = !key_add_character (key, g_utf8_get_char (at));
    return key;
}

static int compare_beginnings (const GByteArray *a, const GByteArray *b)
{
    gsize common = MIN (a->len, b->len);

    return common > 0 ? memcmp (a->data, b->data, common) : 0;
}

static int compare_bytes (const GByteArray *a, const GByteArray *b)
{
    int result = compare_beginnings (a, b);

    return result ? result : a->len < b->len ? -1 : a->len > b->len;
}

/* *CERTAIN becomes FALSE when the answer is only ours. */
static int compare_keys (const Key *a, const Key *b, gboolean *certain)
{
    gsize common = MIN (a->primary->len, b->primary->len);
    int result = compare_bytes (a->primary, b->primary);

    /* A cut key that is the beginning of the other could go on in any way. */
    *certain = compare_beginnings (a->primary, b->primary) != 0 ||
               !((a->cut && a->primary->len == common) || (b->cut && b->primary->len == common));
    if (result || !*certain)
        return result ? result : strcmp (a->name, b->name);
    *certain = !a->rough && !b->rough;
    result = compare_bytes (a->secondary, b->secondary);
    if (!result)
        result = compare_bytes (a->tertiary, b->tertiary);
    if (!result)
        *certain = FALSE;
    return result ? result : strcmp (a->name, b->name);
}

static int compare_key_pointers (gconstpointer a, gconstpointer b)
{
    gboolean certain;

    return compare_keys (*(Key *const *)a, *(Key *const *)b, &certain);
}

gboolean prisma_sort_names (GPtrArray *names, GError **error)
{
    g_autoptr (GPtrArray) keys = g_ptr_array_new_full (names->len, key_free);

    for (guint i = 0; i < names->len; i++)
        g_ptr_array_add (keys, key_new (names->pdata[i]));
    g_ptr_array_sort (keys, compare_key_pointers);
    for (guint i = 0; i < keys->len; i++)
    {
        const Key *key = keys->pdata[i];
        gboolean certain = TRUE;

        names->pdata[i] = key->name;
        /* Names whose order is not certain stand side by side, since the keys sort a beginning before what goes on from it. */
        if (i > 0)
            compare_keys (keys->pdata[i - 1], key, &certain);
        if (!certain)
        {
            error_set (error, MIGSHIM_ERROR_UNSUPPORTED,
                       "the order in which Prisma would run \"%s\" and \"%s\" can't be told",
                       ((Key *)keys->pdata[i - 1])->name, key->name);
            error_hint (error, "Prisma sorts folders by JavaScript's localeCompare; here the names differ only in "
                               "characters outside our "
                               "table of it.\nRename one of the two so that plain letters or digits decide.");
            return FALSE;
        }
    }
    return TRUE;
}
