/* knex.transaction and knex.batchInsert (execution/transaction.js, execution/batch-insert.js). All is one connection: a transaction inside one is a savepoint. */

#include "adapters/knex/query.h"

typedef struct
{
    char name[24]; /* of the savepoint */
    gboolean nested;
    gboolean completed;
    Value value; /* of commit */
    Value error; /* of rollback */
    gboolean failed;
} Transaction;

static ScriptStatus begin (ScriptCall *call, Transaction *transaction)
{
    KnexRun *run = knex_run (call);
    g_autofree char *sql = NULL;

    transaction->nested = run->in_transaction;
    g_snprintf (transaction->name, sizeof transaction->name, "trx%u", ++run->savepoints + 1);
    run->in_transaction = TRUE;
    sql = transaction->nested ? g_strdup_printf ("SAVEPOINT %s", transaction->name) : g_strdup ("BEGIN");
    return knex_send_words (call, sql);
}

/* MySQL: a change of the schema has ended the transaction, and its savepoints with it. Knex warns of that and goes on (mysql2/transaction.js), so the end of a savepoint says
 * nothing, and going back to one is tried. */
static ScriptStatus end_mysql_savepoint (ScriptCall *call, const Transaction *transaction, gboolean keep)
{
    g_auto (KnexText) text = { 0 };
    KnexCompiled compiled = { .method = "raw" };
    ScriptStatus status;
    Value out, thrown, number;

    if (keep)
        return SCRIPT_NORMAL;
    knex_text_init (&text, call);
    g_string_append_printf (text.sql, "ROLLBACK TO SAVEPOINT %s", transaction->name);
    status = knex_send_text (&text, &compiled, TRUE, &out);
    if (status != SCRIPT_THROW)
        return status;
    thrown = script_catch (call->runtime);
    number = thrown.kind == VALUE_OBJECT ? knex_peek (call->runtime, thrown, "errno") : UNDEFINED;
    return number.kind == VALUE_NUMBER && number.as.number == 1305 ? SCRIPT_NORMAL
                                                                   : script_throw_value (call->runtime, thrown);
}

static ScriptStatus end (ScriptCall *call, Transaction *transaction, gboolean keep)
{
    KnexRun *run = knex_run (call);
    g_autofree char *sql = NULL;

    transaction->completed = TRUE;
    if (!transaction->nested)
        run->in_transaction = FALSE;
    if (transaction->nested && run->dialect == DIALECT_MYSQL)
        return end_mysql_savepoint (call, transaction, keep);
    if (transaction->nested)
        sql = g_strdup_printf ("%s SAVEPOINT %s", keep ? "RELEASE" : "ROLLBACK TO", transaction->name);
    return knex_send_words (call, sql ? sql : keep ? "COMMIT" : "ROLLBACK");
}

static ScriptStatus check_open (ScriptCall *call)
{
    if (!((Transaction *)call->data)->completed)
        return SCRIPT_NORMAL;
    return script_throw (call->runtime, "Error",
                         "Transaction query already complete, run with DEBUG=knex:tx for more info");
}

static ScriptStatus commit (ScriptCall *call, Value *out)
{
    Transaction *transaction = call->data;

    SCRIPT_TRY (check_open (call));
    transaction->value = call_argument (call, 0);
    *out = UNDEFINED;
    return end (call, transaction, TRUE);
}

static ScriptStatus rollback (ScriptCall *call, Value *out)
{
    Transaction *transaction = call->data;

    SCRIPT_TRY (check_open (call));
    transaction->error = call_argument (call, 0);
    transaction->failed = transaction->error.kind != VALUE_UNDEFINED;
    *out = UNDEFINED;
    return end (call, transaction, FALSE);
}

static ScriptStatus is_completed (ScriptCall *call, Value *out)
{
    *out = value_boolean (((Transaction *)call->data)->completed);
    return SCRIPT_NORMAL;
}

static ScriptStatus is_transaction (ScriptCall *call G_GNUC_UNUSED, Value *out)
{
    *out = value_boolean (TRUE);
    return SCRIPT_NORMAL;
}

static const HostMember members[] = {
    { "commit", HOST_ASYNC, 0, 1, commit, HOST_NEEDS_NOTHING, "Ends it; what was done stays.", NULL, NULL, NULL },
    { "rollback", HOST_ASYNC, 0, 1, rollback, HOST_NEEDS_NOTHING, "Takes back what was done.", NULL, NULL, NULL },
    { "savepoint", HOST_ASYNC, 0, 2, knex_transaction_member, HOST_NEEDS_NOTHING, "A transaction inside it.", NULL,
      &knex_transaction_class, NULL },
    { "isCompleted", HOST_METHOD, 0, 0, is_completed, HOST_NEEDS_NOTHING, "Whether it has ended.", NULL, NULL, NULL },
    { "isTransaction", HOST_GETTER, 0, 0, is_transaction, HOST_NEEDS_NOTHING, "true", NULL, NULL, NULL },
    { .name = NULL },
};

static ScriptStatus call_transaction (ScriptCall *call, Value *out)
{
    return knex_class.call (call, out);
}

static ScriptStatus get_member (ScriptCall *call, Value *out)
{
    return knex_class.get (call, out);
}

const HostClass knex_transaction_class = {
    .name = "Transaction",
    .summary = "What a callback of knex.transaction is given: knex, and how it ends.",
    .base = &knex_class,
    .members = members,
    .call = call_transaction,
    .gives = &knex_query_class,
    .get = get_member,
};

/* What the callback gave has come to its end: an exception takes the transaction back and goes on. */
static ScriptStatus finish (ScriptCall *call, Transaction *transaction, gboolean waits, ScriptStatus status, Value *out)
{
    Value thrown;

    if (status == SCRIPT_STOP)
        return status;
    if (status == SCRIPT_THROW)
    {
        thrown = script_catch (call->runtime);
        if (!transaction->completed)
            SCRIPT_TRY (end (call, transaction, FALSE));
        return script_throw_value (call->runtime, thrown);
    }
    if (transaction->completed)
    {
        *out = transaction->value;
        return transaction->failed ? script_throw_value (call->runtime, transaction->error) : SCRIPT_NORMAL;
    }
    if (waits)
        return end (call, transaction, TRUE);
    return script_refuse (
        call->runtime, "the callback of knex.transaction gave no promise, and neither committed nor rolled back: Knex "
                       "would wait for ever");
}

static gboolean is_waited_for (Value value)
{
    return value_is_object (value, OBJECT_PROMISE) || knex_is_query (value) || knex_is_raw (value) ||
           value_is_object (value, OBJECT_HOST);
}

ScriptStatus knex_transaction_member (ScriptCall *call, Value *out)
{
    Value container = call_argument (call, 0);
    Transaction *transaction = script_alloc (call->runtime, sizeof *transaction);
    Value object = host_object_new (call->runtime, &knex_transaction_class, transaction);
    gboolean waits = FALSE;
    ScriptStatus status;

    transaction->value = transaction->error = UNDEFINED;
    SCRIPT_TRY (begin (call, transaction));
    if (!knex_is_function (container))
    {
        *out = object;
        return SCRIPT_NORMAL;
    }
    status = script_call (call->runtime, container, UNDEFINED, &object, 1, out);
    if (status == SCRIPT_NORMAL && is_waited_for (*out))
    {
        waits = TRUE;
        status = script_await (call->runtime, *out, call->result_used, out);
    }
    return finish (call, transaction, waits || status != SCRIPT_NORMAL, status, out);
}

/* batchInsert */
typedef struct
{
    Value table;
    ScriptList *rows;
    guint size;
    Value returning;
} Batch;

static ScriptStatus same (ScriptCall *call, Value *out)
{
    *out = call->receiver;
    return SCRIPT_NORMAL;
}

static ScriptStatus set_returning (ScriptCall *call, Value *out)
{
    ((Batch *)call->data)->returning = call_argument (call, 0);
    return same (call, out);
}

static ScriptStatus insert_chunk (ScriptCall *call, const Batch *batch, guint32 from, ScriptList *results)
{
    guint32 n = MIN (batch->size, batch->rows->length - from);
    Value builder = knex_query_new (call, batch->table);
    KnexQuery *query = knex_query_of (builder);
    ScriptList *given;
    Value out = UNDEFINED;

    query->method = "insert";
    query->insert = value_of_object (&list_new (call->runtime, batch->rows->items + from, n)->object);
    query->returning = batch->returning;
    SCRIPT_TRY (script_await (call->runtime, builder, call->result_used, &out));
    given = value_is_object (out, OBJECT_LIST) ? value_list (out) : list_new (call->runtime, &out, 1);
    for (guint32 i = 0; i < given->length; i++)
        list_append (call->runtime, results, given->items[i]);
    return SCRIPT_NORMAL;
}

static ScriptStatus run_batch (ScriptCall *call, Value *out)
{
    const Batch *batch = call->data;
    Transaction transaction = { .value = UNDEFINED, .error = UNDEFINED };
    ScriptList *results = list_new (call->runtime, NULL, 0);
    ScriptStatus status = SCRIPT_NORMAL;

    SCRIPT_TRY (begin (call, &transaction));
    for (guint32 from = 0; status == SCRIPT_NORMAL && from < batch->rows->length; from += batch->size)
        status = insert_chunk (call, batch, from, results);
    *out = value_of_object (&results->object);
    return finish (call, &transaction, TRUE, status, out);
}

static const HostClass batch_class;

static const HostMember batch_members[] = {
    { "returning", HOST_METHOD, 1, 1, set_returning, HOST_NEEDS_NOTHING, "Columns of the rows that were written.",
      &batch_class, NULL, NULL },
    { "transacting", HOST_METHOD, 1, 1, same, HOST_NEEDS_NOTHING, "There is one connection: nothing to do.",
      &batch_class, NULL, NULL },
    { .name = NULL },
};

static const HostClass batch_class = {
    .name = "BatchInsert",
    .summary = "Rows to be inserted, so many at a time.",
    .members = batch_members,
    .run = run_batch,
};

ScriptStatus knex_batch_insert_member (ScriptCall *call, Value *out)
{
    Batch *batch = script_alloc (call->runtime, sizeof *batch);
    Value rows = call_argument (call, 1);
    Value size = call_argument (call, 2);

    if (size.kind != VALUE_UNDEFINED && (size.kind != VALUE_NUMBER || size.as.number < 1))
        return script_throw (call->runtime, "TypeError", "Invalid chunkSize: %s", value_to_text (call->runtime, size));
    if (!value_is_object (rows, OBJECT_LIST))
        return script_throw (call->runtime, "TypeError", "Invalid batch: Expected array, got %s",
                             value_type_name (rows));
    batch->table = call_argument (call, 0);
    batch->rows = value_list (rows);
    batch->size = size.kind == VALUE_UNDEFINED ? 1000 : (guint)MIN (size.as.number, 1e9);
    batch->returning = UNDEFINED;
    *out = host_object_new (call->runtime, &batch_class, batch);
    return SCRIPT_NORMAL;
}
