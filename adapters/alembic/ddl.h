/* ddl.h: the statements that schema items are written as.
 *
 *   ddl_text.c        names with their longest length, phrases, options of sequences
 *   ddl_column.c      a column's specification
 *   ddl_constraint.c  PRIMARY KEY, FOREIGN KEY, UNIQUE, CHECK, EXCLUDE
 *   ddl_table.c       CREATE TABLE with its types, indexes and comments; DROP TABLE; create_all
 *   ddl_index.c       CREATE INDEX, DROP INDEX
 *   ddl_type.c        CREATE TYPE, CREATE DOMAIN, CREATE SEQUENCE
 *
 * Texts are those of SQLAlchemy to the blank, since SQLite keeps them. What is imitated: sql/compiler.py DDLCompiler, the DDL compilers of the dialects, ddl/impl.py of
 * Alembic. Each function appends to OUT; what can't be compiled is thrown as SQLAlchemy throws it. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_DDL_H
#define MIGSHIM_ADAPTERS_ALEMBIC_DDL_H

#include "adapters/alembic/schema.h"

/* Sends the statement SQL (alembic_send) and empties it. */
ScriptStatus ddl_send (ScriptCall *call, GString *sql);

/* The name of a constraint or index: cut when it is too long and final, else an IdentifierError. */
ScriptStatus ddl_append_name (ScriptRuntime *runtime, const SaName *name, GString *out);
/* Keywords such as CASCADE; CompileError for anything else. */
ScriptStatus ddl_append_phrase (ScriptRuntime *runtime, const char *before, const char *phrase, GString *out);
void ddl_append_sequence_options (const SaSequenceOptions *options, const SaDialect *dialect, GString *out);
void ddl_append_table (const SaDialect *dialect, GString *out, const SaTable *table);
/* `fillfactor = 70, ...` of a dict. */
ScriptStatus ddl_append_settings (ScriptRuntime *runtime, Value settings, GString *out);

ScriptStatus ddl_append_identity (ScriptRuntime *runtime, const SaIdentity *identity, GString *out);
ScriptStatus ddl_append_server_default (ScriptRuntime *runtime, const SaServerDefault *value, GString *out);
ScriptStatus ddl_append_column (ScriptRuntime *runtime, const SaColumn *column, GString *out);

/* Is COLUMN, the only one of its primary key, declared as that itself (sqlite_autoincrement)? */
gboolean ddl_sqlite_inline_key (ScriptRuntime *runtime, const SaTable *table, const SaColumn *column);

/* Is CONSTRAINT written on this database? That of a type only where the type can't say it. */
ScriptStatus ddl_constraint_is_written (ScriptRuntime *runtime, const SaConstraint *constraint, gboolean *written);
/* Appends nothing for what is not written. */
ScriptStatus ddl_append_constraint (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out);
/* ON DELETE and its like, of REFERENCES. */
ScriptStatus ddl_append_reference (ScriptRuntime *runtime, const SaConstraint *constraint, GString *out);

ScriptStatus ddl_append_create_table (ScriptRuntime *runtime, const SaTable *table, gboolean if_not_exists,
                                      GString *out);
ScriptStatus ddl_append_create_index (ScriptRuntime *runtime, const SaIndex *index, gboolean if_not_exists,
                                      GString *out);
ScriptStatus ddl_append_drop_index (ScriptRuntime *runtime, const SaIndex *index, gboolean if_exists, GString *out);

/* CREATE TYPE, CREATE DOMAIN of TYPE; CHECK: only when there is none of that name. Nothing on other databases. */
ScriptStatus ddl_create_type (ScriptCall *call, const SaType *type, gboolean check);
ScriptStatus ddl_drop_type (ScriptCall *call, const SaType *type, gboolean check);
/* The types of TABLE's columns that a CREATE TABLE makes, each once in a run (NamedType._on_table_create). */
ScriptStatus ddl_create_table_types (ScriptCall *call, const SaTable *table, gboolean check);

ScriptStatus ddl_append_create_sequence (ScriptRuntime *runtime, const SaSequence *sequence, gboolean if_not_exists,
                                         GString *out);
gboolean ddl_has_sequences (ScriptRuntime *runtime);
ScriptStatus ddl_create_sequence (ScriptCall *call, const SaSequence *sequence, gboolean check);
ScriptStatus ddl_drop_sequence (ScriptCall *call, const SaSequence *sequence, gboolean check);

/* DefaultImpl.create_table. */
ScriptStatus ddl_create_table_all (ScriptCall *call, const SaTable *table, gboolean if_not_exists);
/* The indexes and comments behind a CREATE TABLE. */
ScriptStatus ddl_create_table_rest (ScriptCall *call, const SaTable *table);
/* Table.create, of SQLAlchemy itself; CHECK: nothing when there is such a table. CHECK_TYPES: types are looked for first. */
ScriptStatus ddl_create_table (ScriptCall *call, SaTable *table, gboolean check, gboolean check_types);
ScriptStatus ddl_drop_table (ScriptCall *call, SaTable *table, gboolean check);
/* The tables of METADATA, those that others point to first; REVERSED: last. Free with g_ptr_array_unref. */
GPtrArray *ddl_sorted_tables (const SaMetadata *metadata, gboolean reversed);

#endif
