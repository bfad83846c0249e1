/* run.h: one run of a Knex migration, and how its builders become SQL.
 *
 * To a script all is host objects: `knex` itself (knex_object.c), a schema builder (schema*.c), a query builder (query*.c), a raw or a ref (raw.c). A builder is a
 * thenable: its class has RUN, and nothing is sent before it is awaited or returned.
 *
 * A builder is compiled into a KnexText: SQL with `?` for each value, as Knex has it before its driver is asked, and the values beside it. So texts of parts can be put
 * together, and knex_send does the rest: place-holders of the database, values of the driver, the shape of the answer.
 *
 * Where Knex is imitated the file and function are named: "wrappingFormatter.js, wrap". Versions: Knex 3.3.0. */

#ifndef MIGSHIM_ADAPTERS_KNEX_RUN_H
#define MIGSHIM_ADAPTERS_KNEX_RUN_H

#include "adapters/knex/knex.h"
#include "adapters/node/conversation.h"
#include "adapters/node/node.h"

typedef struct
{
    const Revision *revision; /* NULL while a file is only read */
    ScriptRuntime *runtime;
    Session *session; /* NULL while a file is only read */
    Dialect dialect;
    const char *client;    /* as the knexfile has it: "pg", "mysql2", "better-sqlite3" */
    NodeDialect node;      /* the driver behind it */
    Value knex;            /* what up and down are given */
    Value wrap_identifier; /* of the knexfile: a function, or undefined */
    Value post_process;    /* postProcessResponse, likewise */
    gboolean has_context;  /* they are the knexfile's own, and may ask for queryContext */
    gboolean null_as_default;
    gboolean in_transaction; /* `knex` is a transaction */
    guint savepoints;        /* names given so far: trx2, trx3, ... */
    GPtrArray *idle;         /* KnexIdle *, of the builders made so far; or NULL */
    NodeConversation conversation;
} KnexRun;

/* What `client` may say. */
typedef struct
{
    const char *name;
    Dialect dialect;
    NodeDriver driver;
} KnexClientName;

/* The client called NAME, when it is one of DIALECT; else the usual one of DIALECT. Static. */
const KnexClientName *knex_client (const char *name, Dialect dialect);
/* Is there a client of that name for DIALECT? */
gboolean knex_client_suits (const char *name, Dialect dialect);

/* configure.c */

/* The working directory of SOURCE's scripts: of its knexfile, where Knex's command line goes; NULL without one. Free with g_free. */
char *knex_folder (const Source *source);
/* Takes from the settings, and from the knexfile if they name one, what RUN needs. FALSE with an error where the knexfile says what the settings don't say, or what is out of reach. */
gboolean knex_configure (KnexRun *run, GError **error);

/* idle.c: builders that nobody awaits. */
typedef struct KnexIdle KnexIdle;
/* Would BUILDER change something, were it sent? */
typedef gboolean (*KnexWrites) (gconstpointer builder);
/* Notes a new builder, in the arena. */
KnexIdle *knex_idle_new (ScriptCall *call, KnexWrites writes, gconstpointer builder);
/* It is sent, put into another, copied or shown. IDLE may be NULL. */
void knex_idle_end (KnexIdle *idle);
/* Whether SQL begins as what changes something does. */
gboolean knex_is_statement (const char *sql);
/* Says which of them were left alone, when the migration has run. */
void knex_idle_tell (const KnexRun *run);

/* The run that CALL belongs to. */
KnexRun *knex_run (const ScriptCall *call);

/* A data property of OBJECT; undefined when there is none. */
Value knex_peek (ScriptRuntime *runtime, Value object, const char *name);

/* SQL in the making. */
typedef struct
{
    ScriptCall *call; /* what it is made for: the place of errors */
    KnexRun *run;
    GString *sql;
    GArray *bindings; /* Value: one for each `?` that no backslash stands before */
} KnexText;

void knex_text_init (KnexText *text, ScriptCall *call);
void knex_text_clear (KnexText *text);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KnexText, knex_text_clear)

/* What a compiled query is besides its text. Strings in the arena. */
typedef struct
{
    const char
        *method; /* "select", "first", "pluck", "insert", "update", "del", "counter", "truncate", "columnInfo", "raw" */
    const char *as;     /* alias of a sub-query, or NULL */
    const char *pluck;  /* the column's key, or NULL */
    gboolean returning; /* rows are given back */
} KnexCompiled;

/* knex_object.c: `knex`, and knex.client. */
extern const HostClass knex_class;
extern const HostClass knex_client_class;

/* transaction.c: knex.transaction, knex.batchInsert; what a transaction has besides knex. */
extern const HostClass knex_transaction_class;
ScriptStatus knex_transaction_member (ScriptCall *call, Value *out);
ScriptStatus knex_batch_insert_member (ScriptCall *call, Value *out);

/* text.c; each appends. An exception of a callback, or of Knex's own, comes back as the status. */

/* One name, by the mapper when there is one: client.wrapIdentifier, trimmed as wrapAsIdentifier does. */
ScriptStatus knex_identifier (KnexText *text, const char *name, gsize length);
/* A dotted name, with its alias behind " as ": wrapString. */
ScriptStatus knex_wrap_string (KnexText *text, const char *name, gsize length);
/* Whatever may stand for a column or table: name, raw, ref, builder, callback, object of aliases: wrap. */
ScriptStatus knex_wrap (KnexText *text, Value value);
/* The same, or an array of such: columnize. */
ScriptStatus knex_columnize (KnexText *text, Value value);
/* A value: `?`, or the text of a raw, builder or callback: client.parameter. */
ScriptStatus knex_parameter (KnexText *text, Value value);
/* Several, with commas; undefined becomes NOT_SET: client.parameterize. */
ScriptStatus knex_parameterize (KnexText *text, Value values, Value not_set);
/* An operator that is permitted, or a raw: operator. Throws TypeError. */
ScriptStatus knex_operator (KnexText *text, Value value);
/* asc or desc as written, else asc; or a raw: direction. */
ScriptStatus knex_direction (KnexText *text, Value value);
/* A raw or builder appended as it is: *DONE is whether VALUE was one: unwrapRaw without a parameter. */
ScriptStatus knex_unwrap (KnexText *text, Value value, gboolean *done);
/* rawOrFn: a callback compiled with METHOD, or a raw or builder; nothing else. */
ScriptStatus knex_raw_or_function (KnexText *text, Value value, const char *method);
/* outputQuery: COMPILED's SQL in parentheses where it is a select that is a PARAMETER or has an alias. */
ScriptStatus knex_output (KnexText *text, const char *sql, const KnexCompiled *compiled, gboolean parameter);

/* literal.c: VALUE as Knex writes it into SQL itself (client._escapeBinding): defaults, checks, toString(). */
ScriptStatus knex_literal (KnexText *text, Value value);
/* SQL with its bindings written in (formatQuery). Appends to OUT. */
ScriptStatus knex_fill (KnexText *text, GString *out);
/* SQL with the place-holders of the database (client.positionBindings). Free with g_free. */
char *knex_position (const KnexRun *run, const char *sql);

/* raw.c: knex.raw and knex.ref. */
extern const HostClass knex_raw_class;
extern const HostClass knex_ref_class;
Value knex_raw_new (ScriptCall *call, Value sql, Value bindings);
ScriptStatus knex_raw_member (ScriptCall *call, Value *out); /* raw (sql, bindings) */
ScriptStatus knex_ref_member (ScriptCall *call, Value *out);
gboolean knex_is_raw (Value value);
ScriptStatus knex_raw_compile (KnexText *text, Value raw);
/* { method, sql, bindings, options, toNative } */
Value knex_sql_object (KnexText *text, const KnexCompiled *compiled);

/* query*.c */
extern const HostClass knex_query_class;
/* A new builder; TABLE may be undefined. */
Value knex_query_new (ScriptCall *call, Value table);
gboolean knex_is_query (Value value);
/* BUILDER compiled: client.queryCompiler (builder).toSQL () . */
ScriptStatus knex_query_compile (KnexText *text, Value builder, KnexCompiled *compiled);
/* The query that CALLBACK builds when it is called with a new builder (compileCallback); METHOD NULL: the builder's own, or "select". */
ScriptStatus knex_callback_compile (KnexText *text, Value callback, const char *method, KnexCompiled *compiled);

/* send.c: gives TEXT to the database. With USED the answer comes back as the client's processResponse makes it; without, nothing is waited for. */
ScriptStatus knex_send_words (ScriptCall *call, const char *sql); /* without values, and not waited for */
ScriptStatus knex_send_text (KnexText *text, const KnexCompiled *compiled, gboolean used, Value *out);
/* What the builder that CALL runs gives, by the knexfile's postProcessResponse when there is one: the last thing that happens to a result. */
ScriptStatus knex_post_process (ScriptCall *call, Value *out);
/* The member `queryContext`, which is for mappers alone. */
ScriptStatus knex_query_context (ScriptCall *call, Value *out);

#endif
