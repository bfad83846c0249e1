/* batch.h: between the files batch*.c. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_BATCH_H
#define MIGSHIM_ADAPTERS_ALEMBIC_BATCH_H

#include "adapters/alembic/op.h"

typedef enum
{
    RECREATE_AUTO,
    RECREATE_ALWAYS,
    RECREATE_NEVER
} BatchRecreate;

struct SaBatch
{
    SaName table, schema;
    BatchRecreate recreate;
    SaTable *copy_from;     /* or NULL */
    ScriptList *table_args; /* or NULL */
    ScriptList *reflect_args;
    Value table_options; /* a dict */
    Value conventions;   /* a dict, or VALUE_EMPTY */
    GPtrArray *orders;   /* of GPtrArray of char *: partial_reordering; or NULL */
    GArray *changes;     /* SchemaChange */
};

/* An index of the old table: its CREATE INDEX with what stands before and behind the parenthesis that begins its columns. */
typedef struct
{
    const char *name;
    const char *head, *tail;
} BatchIndex;

/* The table as SQLite has it, or as copy_from says. */
typedef struct
{
    SaTable *table;
    GArray *indexes; /* BatchIndex: of the catalog */
} BatchTable;

/* Reads BATCH's table from SQLite's catalog. */
ScriptStatus batch_read (ScriptCall *call, const SaBatch *batch, BatchTable *out);
/* Makes the table anew with the batch's changes. */
ScriptStatus batch_rebuild (ScriptCall *call, const SaBatch *batch);

#endif
