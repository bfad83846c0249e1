/* schema_state.h: the tables and views that queryRunner remembers between calls.
 *
 * TypeORM keeps what it has loaded and goes on with it: a second call for the same table asks the catalog no more, and sees the columns as the first
 * call left them, as the script wrote them and not as the catalog would tell. That decides what changeColumn does, so it is done here as there. One migration is one
 * memory: the next begins without any, as it would if the tool were started for each. */

#ifndef MIGSHIM_ADAPTERS_TYPEORM_SCHEMA_STATE_H
#define MIGSHIM_ADAPTERS_TYPEORM_SCHEMA_STATE_H

#include "adapters/typeorm/schema.h"

/* A table that a call works on. */
typedef struct
{
    DdlTable *table; /* what it is; owned */
    Value object;    /* the script's, or the remembered one */
    char *key;       /* of its place in memory, as it was before the call; owned */
} TableRef;

void table_ref_clear (TableRef *ref);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TableRef, table_ref_clear)

typedef struct
{
    DdlView *view;
    Value object;
} ViewRef;

void view_ref_clear (ViewRef *ref);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ViewRef, view_ref_clear)

/* The functions of the run's database. */
const TypeormSchemaDialect *typeorm_dialect (const ScriptCall *call);

/* The schema in which unqualified names are, once some look-up has told it; else NULL. In the arena. */
const char *typeorm_known_schema (const ScriptCall *call);
void typeorm_learn_schema (ScriptCall *call, const char *schema);

/* ARGUMENT as a Table or a name: reads the one, gets the other from memory or else from the catalog. Throws 'Table "x" does not exist.' */
ScriptStatus typeorm_table_of (ScriptCall *call, Value argument, TableRef *ref);

/* The same for a call that only adds: where the database allows it, a table that is named and that memory doesn't hold is not looked for. It is then a
 * table of that name without anything in it, and ref->object is undefined; what the call has added to it is kept by typeorm_keep_added until
 * somebody wants the table itself, which is as the tool would have had it then. */
ScriptStatus typeorm_table_unseen (ScriptCall *call, Value argument, TableRef *ref);
void typeorm_keep_added (ScriptCall *call, const TableRef *ref);

/* The path that ARGUMENT (a Table, a View or a name) means. */
ScriptStatus typeorm_path_of (ScriptCall *call, Value argument, TypeormPath *path);

/* ARGUMENT as a View or a name, likewise. */
ScriptStatus typeorm_view_of (ScriptCall *call, Value argument, ViewRef *ref);

/* Writes the table back to the object that it was read from. */
void typeorm_keep_object (ScriptCall *call, const TableRef *ref);
/* Writes it to the remembered table of its place, if there is one; what is of another name by now is remembered under it. */
ScriptStatus typeorm_keep_loaded (ScriptCall *call, TableRef *ref);
/* The table is gone. */
void typeorm_forget_table (ScriptCall *call, const TableRef *ref);

/* getTable and getTables: loads anew, remembers only these (ALL: remembers none), and gives their objects. */
ScriptStatus typeorm_load_tables (ScriptCall *call, const GPtrArray *paths, ScriptList **objects);
ScriptStatus typeorm_load_views (ScriptCall *call, const GPtrArray *paths, ScriptList **objects);

#endif
