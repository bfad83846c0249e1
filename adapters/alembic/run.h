/* run.h: one run of an Alembic revision, and who makes what of it.
 *
 * A revision's module is evaluated in a runtime of its own; its upgrade() or downgrade() is called. What it imports of Alembic and SQLAlchemy are host modules, to
 * which two parts contribute:
 *
 *   schema_*.c, type*.c, op_*.c, batch*.c   operations on the schema and what describes it: op.create_table, sa.Column, types, DDL
 *   sql_*.c, connection*.c, result*.c       the expression language, op.execute, op.get_bind, results, inspect, op.get_context
 *
 * How host modules, classes and functions are written for Python is in script/py.h.
 *
 * A statement whose result nobody reads is handed to alembic_send, which queues it. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_RUN_H
#define MIGSHIM_ADAPTERS_ALEMBIC_RUN_H

#include "adapters/alembic/alembic.h"
#include "script/script.h"

/* What the two parts keep for a run; each is defined where it is used, and made and freed by its own part. */
typedef struct AlembicSchema AlembicSchema;
typedef struct AlembicSql AlembicSql;

typedef struct
{
    const Revision *revision; /* NULL while a file's variables are read */
    const Source *source;     /* types, env, history settings: alembic_flag, alembic_naming_convention */
    ScriptRuntime *runtime;
    Session *session; /* NULL while a file is only looked at: nothing can be sent */
    Dialect dialect;
    Direction direction;
    gboolean atomic;     /* the runner's transaction is open around the step */
    gboolean autocommit; /* inside op.get_context().autocommit_block() */
    AlembicSchema *schema;
    AlembicSql *sql;
} AlembicRun;

/* The run that CALL belongs to. */
AlembicRun *alembic_run (const ScriptCall *call);

/* Queues SQL, written for the call's place in the script. What fails comes back as an exception of SQLAlchemy's. */
ScriptStatus alembic_send (ScriptCall *call, const char *sql);

/* The borders of an autocommit_block. BEGIN: what the revision did so far is committed, and what follows runs outside of any transaction; else a
 * transaction is begun again. */
ScriptStatus alembic_autocommit (ScriptCall *call, gboolean begin);

/* The modules that a revision may import: module.c has the list; the DATA of each is the AlembicRun. Each class is one part's; where both parts have something in a
 * module, the schema part's class has the SQL part's as its base. A module that is not here is added there by whoever writes it. */
extern const HostModule alembic_modules[];
extern const PyLibraryText alembic_texts[]; /* those in Python: adapters/alembic/library */

/* The schema part's. */
extern const HostClass alembic_op_class;         /* alembic.op: create_table, add_column, batch_alter_table, f, ... */
extern const HostClass alembic_sqlalchemy_class; /* sqlalchemy */
extern const HostClass alembic_schema_class;     /* sqlalchemy.schema: also sqlalchemy.sql.schema */
extern const HostClass
    alembic_types_class; /* sqlalchemy.types: also sqlalchemy.sql.sqltypes, sqlalchemy.sql.type_api */
extern const HostClass alembic_dialects_class;   /* sqlalchemy.dialects */
extern const HostClass alembic_postgresql_class; /* sqlalchemy.dialects.postgresql */
extern const HostClass alembic_mysql_class;      /* sqlalchemy.dialects.mysql: also .mariadb */
extern const HostClass alembic_sqlite_class;     /* sqlalchemy.dialects.sqlite */
extern const HostClass alembic_enum_class;       /* alembic_postgresql_enum */
extern const HostClass alembic_utils_class;      /* alembic_utils: also each of its modules */

/* The SQL part's. */
extern const HostClass alembic_op_sql_class;         /* execute, bulk_insert, get_bind, get_context, inline_literal */
extern const HostClass alembic_context_class;        /* alembic.context: get_context, is_offline_mode, config, ... */
extern const HostClass alembic_sqlalchemy_sql_class; /* text, select, table, column, func, inspect, ... */
extern const HostClass alembic_sql_class; /* sqlalchemy.sql: also .expression, .functions, .elements, .selectable */
extern const HostClass alembic_postgresql_sql_class; /* insert, array, aggregate_order_by, ... */
extern const HostClass alembic_mysql_sql_class;
extern const HostClass alembic_sqlite_sql_class;
extern const HostClass alembic_engine_class; /* sqlalchemy.engine: also .reflection */
extern const HostClass alembic_exc_class;    /* sqlalchemy.exc */
extern const HostClass alembic_orm_class;    /* sqlalchemy.orm: also .session */

/* Made with the runtime and freed with it. */
void alembic_schema_begin (AlembicRun *run);
void alembic_schema_end (AlembicRun *run);
void alembic_sql_begin (AlembicRun *run);
void alembic_sql_end (AlembicRun *run);

/* ScriptHooks.flush: what was queued has run when this returns; *FAILED is the SQLAlchemy exception that a failure is to the script. */
gboolean alembic_sql_flush (AlembicRun *run, Value *failed, GError **error);

/* __repr__ or __str__ of what SQLAlchemy describes in words of its own: refused, since a script could go by them. */
ScriptStatus alembic_not_shown (ScriptCall *call, Value *out);
#define SA_NOT_SHOWN(title)                                                                                            \
    {                                                                                                                  \
        .name = title, .kind = HOST_METHOD, .function = alembic_not_shown, .summary = "refused"                        \
    }

#endif
