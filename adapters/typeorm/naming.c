#include "adapters/typeorm/naming.h"

#include <string.h>

/* What a kind of name begins with, and how many characters of the hash follow. */
typedef struct
{
    const char *prefix;
    guint length;
} NameKind;

static const NameKind primary_key = { "PK_", 27 };
static const NameKind unique = { "UQ_", 27 };
static const NameKind foreign_key = { "FK_", 27 };
static const NameKind index_kind = { "IDX_", 26 };
static const NameKind relation = { "REL_", 26 };
static const NameKind check = { "CHK_", 26 };
static const NameKind exclusion = { "XCL_", 26 };
static const NameKind default_value = { "DF_", 27 };

static int compare_names (gconstpointer a, gconstpointer b)
{
    return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

static char *join_sorted (const GPtrArray *columns)
{
    g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (columns->len + 1);

    for (guint i = 0; i < columns->len; i++)
        g_ptr_array_add (sorted, g_ptr_array_index (columns, i));
    g_ptr_array_sort (sorted, compare_names);
    g_ptr_array_add (sorted, NULL);
    return g_strjoinv ("_", (char **)sorted->pdata);
}

static char *make (guint major, const NameKind *kind, const char *table, const char *rest, const char *where,
                   const char *suffix)
{
    const char *dot = strrchr (table, '.');
    g_autofree char *key =
        g_strdup_printf ("%s_%s%s%s", dot ? dot + 1 : table, rest, where ? "_" : "", where ? where : "");
    g_autofree char *encoded = major < 1 ? g_uri_escape_string (key, "!'()*", FALSE) : NULL;
    g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA1, encoded ? encoded : key, -1);

    return g_strdup_printf ("%s%.*s%s", kind->prefix, (int)kind->length, hash, suffix);
}

static char *make_of_columns (guint major, const NameKind *kind, const char *table, const GPtrArray *columns,
                              const char *where)
{
    g_autofree char *joined = join_sorted (columns);

    return make (major, kind, table, joined, where && *where ? where : NULL, "");
}

char *typeorm_primary_key_name (guint major, const char *table, const GPtrArray *columns)
{
    return make_of_columns (major, &primary_key, table, columns, NULL);
}

char *typeorm_unique_name (guint major, const char *table, const GPtrArray *columns)
{
    return make_of_columns (major, &unique, table, columns, NULL);
}

char *typeorm_foreign_key_name (guint major, const char *table, const GPtrArray *columns)
{
    return make_of_columns (major, &foreign_key, table, columns, NULL);
}

char *typeorm_index_name (guint major, const char *table, const GPtrArray *columns, const char *where)
{
    return make_of_columns (major, &index_kind, table, columns, where);
}

char *typeorm_relation_name (guint major, const char *table, const GPtrArray *columns, const char *where)
{
    return make_of_columns (major, &relation, table, columns, where);
}

char *typeorm_check_name (guint major, const char *table, const char *expression, gboolean is_enum)
{
    return make (major, &check, table, expression, NULL, is_enum ? "_ENUM" : "");
}

char *typeorm_exclusion_name (guint major, const char *table, const char *expression)
{
    return make (major, &exclusion, table, expression, NULL, "");
}

char *typeorm_default_name (guint major, const char *table, const char *column)
{
    return make (major, &default_value, table, column, NULL, "");
}
