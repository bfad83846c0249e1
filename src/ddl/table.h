/* table.h: what a table is, in plain structures.
 *
 * The model is the union of what the tools can say of a table, and knows nothing of any of them: a name that a tool would make up, a type that
 * it would translate, a default that it would quote have been resolved by the adapter before SQL is rendered (render.h). Expressions and defaults are SQL.
 *
 * Every structure owns its strings and lists. A list is never NULL; its items are freed with it. A text that was not given is NULL, and so is one
 * that was given as null. A copy is deep, but for ORIGIN, which belongs to whoever set it: an adapter finds back the script's own object with it. */

#ifndef MIGSHIM_DDL_TABLE_H
#define MIGSHIM_DDL_TABLE_H

#include <glib.h>

/* A number that was not given. */
#define DDL_UNSET G_MININT

typedef struct
{
    gpointer origin;
    char *name;
    char *type;        /* as the adapter has it; what is written is decided at rendering */
    char *length;      /* "255"; NULL for none */
    int width;         /* MySQL's display width, or DDL_UNSET */
    int precision;     /* or DDL_UNSET */
    int scale;         /* or DDL_UNSET */
    char *charset;     /* or NULL */
    char *collation;   /* or NULL */
    char *default_sql; /* an SQL expression, or NULL */
    char *on_update;   /* MySQL; an SQL expression, or NULL */
    char *comment;     /* or NULL */
    gboolean nullable;
    gboolean primary;
    gboolean unique;
    gboolean array; /* PostgreSQL */
    gboolean is_unsigned;
    gboolean zerofill;
    gboolean generated;           /* the database gives it a value of its own; GENERATION says how */
    char *generation;             /* "increment", "uuid", "identity", "rowid"; or NULL */
    char *identity;               /* "ALWAYS", "BY DEFAULT"; or NULL */
    GPtrArray *enum_values;       /* char *; empty for none */
    char *enum_name;              /* of the type, when it is not the default; or NULL */
    char *primary_key_constraint; /* of the table's primary key, when it is not the default; or NULL */
    char *expression;             /* of a computed column, or NULL */
    char *computed;               /* "STORED", "VIRTUAL"; or NULL */
    char *spatial_feature;        /* "Point"; or NULL */
    int srid;                     /* or DDL_UNSET */
} DdlColumn;

typedef struct
{
    gpointer origin;
    char *name;         /* or NULL */
    GPtrArray *columns; /* char * */
    gboolean unique;
    gboolean spatial;
    gboolean fulltext;
    gboolean concurrent;
    gboolean null_filtered;
    char *parser; /* MySQL: of a full text index; or NULL */
    char *where;  /* SQL, or NULL */
    char *method; /* "btree", "gin"; or NULL */
} DdlIndex;

typedef struct
{
    gpointer origin;
    char *name;         /* or NULL */
    GPtrArray *columns; /* char * */
    char *referenced_database;
    char *referenced_schema;
    char *referenced_table;
    GPtrArray *referenced_columns; /* char * */
    char *on_delete;               /* "SET NULL"; or NULL */
    char *on_update;
    char *deferrable; /* "INITIALLY DEFERRED"; or NULL */
} DdlForeignKey;

typedef struct
{
    gpointer origin;
    char *name;
    GPtrArray *columns; /* char * */
    char *deferrable;
} DdlUnique;

typedef struct
{
    gpointer origin;
    char *name;
    GPtrArray *columns; /* char *; those that it names, when known */
    char *expression;
} DdlCheck;

typedef struct
{
    gpointer origin;
    char *name;
    char *expression; /* what follows EXCLUDE */
    char *deferrable;
} DdlExclusion;

typedef struct
{
    gpointer origin;
    char *database; /* or NULL */
    char *schema;   /* or NULL */
    char *name;
    char *comment;
    char *engine; /* MySQL */
    gboolean without_rowid;
    gboolean just_created;
    GPtrArray *columns;      /* DdlColumn * */
    GPtrArray *indexes;      /* DdlIndex * */
    GPtrArray *foreign_keys; /* DdlForeignKey * */
    GPtrArray *uniques;      /* DdlUnique * */
    GPtrArray *checks;       /* DdlCheck * */
    GPtrArray *exclusions;   /* DdlExclusion * */
} DdlTable;

typedef struct
{
    gpointer origin;
    char *database;
    char *schema;
    char *name;
    char *expression; /* the query */
    gboolean materialized;
    GPtrArray *indexes; /* DdlIndex * */
} DdlView;

/* New and empty: texts NULL, numbers unset, lists empty. */
DdlColumn *ddl_column_new (void);
DdlIndex *ddl_index_new (void);
DdlForeignKey *ddl_foreign_key_new (void);
DdlUnique *ddl_unique_new (void);
DdlCheck *ddl_check_new (void);
DdlExclusion *ddl_exclusion_new (void);
DdlTable *ddl_table_new (void);
DdlView *ddl_view_new (void);

DdlColumn *ddl_column_copy (const DdlColumn *column);
DdlIndex *ddl_index_copy (const DdlIndex *index);
DdlForeignKey *ddl_foreign_key_copy (const DdlForeignKey *key);
DdlUnique *ddl_unique_copy (const DdlUnique *unique);
DdlCheck *ddl_check_copy (const DdlCheck *check);
DdlExclusion *ddl_exclusion_copy (const DdlExclusion *exclusion);
DdlTable *ddl_table_copy (const DdlTable *table);
DdlView *ddl_view_copy (const DdlView *view);

/* NULL is ignored. */
void ddl_column_free (DdlColumn *column);
void ddl_index_free (DdlIndex *index);
void ddl_foreign_key_free (DdlForeignKey *key);
void ddl_unique_free (DdlUnique *unique);
void ddl_check_free (DdlCheck *check);
void ddl_exclusion_free (DdlExclusion *exclusion);
void ddl_table_free (DdlTable *table);
void ddl_view_free (DdlView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdlColumn, ddl_column_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdlIndex, ddl_index_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdlForeignKey, ddl_foreign_key_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdlUnique, ddl_unique_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdlCheck, ddl_check_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdlExclusion, ddl_exclusion_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdlTable, ddl_table_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdlView, ddl_view_free)

/* Sets the text where FIELD points to a copy of TEXT (which may be NULL, or be what is there). */
void ddl_set (char **field, const char *text);

/* Lists of names (char *). The index of NAME, or -1. Replacing puts TO in the place of FROM; removing keeps the order. */
int ddl_names_find (const GPtrArray *names, const char *name);
gboolean ddl_names_equal (const GPtrArray *a, const GPtrArray *b);
void ddl_names_replace (GPtrArray *names, const char *from, const char *to);
void ddl_names_remove (GPtrArray *names, const char *name);
void ddl_names_add (GPtrArray *names, const char *name);
/* NAMES is exactly NAME and nothing else. */
gboolean ddl_names_are (const GPtrArray *names, const char *name);

/* The member of that name, borrowed, or NULL. NAME NULL finds nothing. */
DdlColumn *ddl_table_column (const DdlTable *table, const char *name);
DdlIndex *ddl_table_index (const DdlTable *table, const char *name);
DdlForeignKey *ddl_table_foreign_key (const DdlTable *table, const char *name);
DdlUnique *ddl_table_unique (const DdlTable *table, const char *name);
DdlCheck *ddl_table_check (const DdlTable *table, const char *name);
DdlExclusion *ddl_table_exclusion (const DdlTable *table, const char *name);

/* The names of the primary key's columns, in the order of the table; char *, borrowed. Free with g_ptr_array_unref. */
GPtrArray *ddl_table_primary_names (const DdlTable *table);
/* The name that the primary key's first column gives to the constraint, or NULL. Borrowed. */
const char *ddl_table_primary_constraint (const DdlTable *table);

#endif
