#include "adapters/node/conversation.h"
#include "db/splitter.h"
#include "util/error.h"

#include <string.h>

/* How far behind a call its text is looked for. */
#define TEXT_DISTANCE 4096

/* A statement whose outcome is not known yet. The text is in the arena. */
typedef struct
{
    const char *sql;
    Value parameters;
} IssuedQuery;

void node_conversation_init (NodeConversation *conversation)
{
    conversation->issued = g_array_new (FALSE, FALSE, sizeof (IssuedQuery));
}

void node_conversation_clear (NodeConversation *conversation)
{
    g_clear_pointer (&conversation->issued, g_array_unref);
    g_clear_error (&conversation->caught);
}

/* Where the text of QUERY stands: in the file itself when it is written there as it is, else the place of the call. */
static void place (ScriptCall *call, const NodeQuery *query, Statement *statement)
{
    Location where = script_call_location (call);
    gsize length, offset;
    const char *text = script_call_text (call, &length, &offset);
    const char *found = NULL;

    statement->where = where;
    statement->made = TRUE;
    if (!text || !where.file)
        return;
    statement->where.file = g_intern_string (where.file);
    if (query->length > 0)
        found = memmem (text + offset, MIN (length - offset, query->length + TEXT_DISTANCE), query->sql, query->length);
    if (!found)
        return;
    statement->where = location_at_offset (statement->where.file, text, length, (gsize)(found - text));
    statement->made = FALSE;
}

static Statement statement_for (ScriptCall *call, const NodeQuery *query)
{
    Statement statement = { .text = query->sql,
                            .length = query->length,
                            .parameters = query->values,
                            .n_parameters = query->n_values,
                            .script = query->n_statements > 1 };

    place (call, query, &statement);
    return statement;
}

/* The error of a session becomes the tool's, of the statement that failed, which may be an earlier one than SQL. */
static Value failed_query (NodeConversation *conversation, const GError *error, const char *sql, Value parameters)
{
    const char *text = session_failed_text (conversation->session);

    if (!text || g_str_equal (text, sql))
        return conversation->failure (conversation, error, sql, parameters);
    for (guint i = 0; i < conversation->issued->len; i++)
    {
        const IssuedQuery *issued = &g_array_index (conversation->issued, IssuedQuery, i);

        if (g_str_equal (issued->sql, text))
            return conversation->failure (conversation, error, issued->sql, issued->parameters);
    }
    return conversation->failure (conversation, error, text, UNDEFINED);
}

/* A script can catch what the database says of a statement, and nothing else. */
static gboolean is_catchable (const NodeConversation *conversation, const GError *error)
{
    return session_error_was_kept (conversation->session) &&
           (g_error_matches (error, MIGSHIM_ERROR, MIGSHIM_ERROR_MIGRATION) ||
            g_error_matches (error, MIGSHIM_ERROR, MIGSHIM_ERROR_DATABASE));
}

static void remember_error (NodeConversation *conversation, const GError *error)
{
    if (!conversation->caught)
        conversation->caught = g_error_copy (error);
}

/* Takes ERROR. */
static ScriptStatus fail (NodeConversation *conversation, ScriptCall *call, const NodeQuery *query, GError *error)
{
    Value object;

    if (!is_catchable (conversation, error))
        return script_stop (call->runtime, error);
    remember_error (conversation, error);
    object = failed_query (conversation, error, query->sql, query->given);
    g_array_set_size (conversation->issued, 0);
    return script_fail_with (call->runtime, object, error);
}

gboolean node_flush (NodeConversation *conversation, Value *failed, GError **error)
{
    GError *trouble = NULL;

    if (conversation->issued->len == 0)
        return TRUE;
    if (session_flush (conversation->session, &trouble))
    {
        g_array_set_size (conversation->issued, 0);
        return TRUE;
    }
    if (is_catchable (conversation, trouble))
    {
        remember_error (conversation, trouble);
        *failed = failed_query (conversation, trouble, "", UNDEFINED);
    }
    g_array_set_size (conversation->issued, 0);
    g_propagate_error (error, trouble);
    return FALSE;
}

/* Does QUERY begin, end or part the transaction that the migration runs in? */
static StatementKind kind_of (const NodeConversation *conversation, const NodeQuery *query)
{
    gsize blank = strspn (query->sql, " \t\r\n");

    return splitter_classify (conversation->dialect, query->sql + blank, query->length - blank);
}

static ScriptStatus check_transaction (NodeConversation *conversation, ScriptCall *call, const NodeQuery *query)
{
    GError *error = NULL;
    Value failed;

    switch (kind_of (conversation, query))
    {
    case STATEMENT_BEGIN:
    case STATEMENT_COMMIT:
    case STATEMENT_ROLLBACK:
        if (conversation->atomic)
            return script_refuse (call->runtime,
                                  "this ends the transaction that the migration runs in, with its row in the "
                                  "history; %s",
                                  conversation->own_transactions);
        break;
    case STATEMENT_SAVEPOINT:
        /* What fails from here on must not take with it what stands before. */
        if (!node_flush (conversation, &failed, &error) || !session_flush (conversation->session, &error))
            return fail (conversation, call, query, error);
        break;
    case STATEMENT_OTHER:
    case STATEMENT_SET:
    case STATEMENT_NO_TRANSACTION:
    case STATEMENT_PRAGMA:
    case STATEMENT_COPY_STDIN:
    case STATEMENT_CLIENT_COMMAND:
        break;
    }
    return SCRIPT_NORMAL;
}

ScriptStatus node_execute (NodeConversation *conversation, ScriptCall *call, const NodeQuery *query)
{
    Statement statement = statement_for (call, query);
    IssuedQuery issued = { query->sql, query->given };
    GError *error = NULL;
    ScriptStatus status = check_transaction (conversation, call, query);

    if (status != SCRIPT_NORMAL)
        return status;
    g_array_append_val (conversation->issued, issued);
    if (!session_execute (conversation->session, &statement, &error) ||
        (conversation->waits && !session_flush (conversation->session, &error)))
        return fail (conversation, call, query, error);
    return SCRIPT_NORMAL;
}

ScriptStatus node_ask (NodeConversation *conversation, ScriptCall *call, const NodeQuery *query, ResultSet **result)
{
    Statement statement = statement_for (call, query);
    GError *error = NULL;
    ScriptStatus status = check_transaction (conversation, call, query);
    ResultSet *answer;

    if (status != SCRIPT_NORMAL)
        return status;
    answer = session_query (conversation->session, &statement, &error);
    if (!answer)
        return fail (conversation, call, query, error);
    g_array_set_size (conversation->issued, 0);
    *result = answer;
    return SCRIPT_NORMAL;
}

gboolean node_check_survived (NodeConversation *conversation, GError **error)
{
    Statement probe = statement_of ("SELECT 1");
    ResultSet *answer;

    if (!conversation->caught || conversation->dialect != DIALECT_POSTGRESQL)
        return TRUE;
    answer = session_query (conversation->session, &probe, NULL);
    result_free (answer);
    if (answer)
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&conversation->caught));
    error_hint (error,
                "The script catches this error, but in PostgreSQL it ends the transaction that the migration runs in: "
                "nothing behind it can be done. Ask the catalog before, use a savepoint, or %s.",
                conversation->own_transactions);
    return FALSE;
}

gboolean node_catches_promises (const char *text)
{
    return strstr (text, ".catch") || strstr (text, "allSettled") || strstr (text, ".finally");
}
