/* conversation.h: a script's statements on their way to the database, and what comes back.
 *
 * What a script issues and does not read is queued and not waited for; what it reads is asked for, after all that was queued. A statement carries its place in the script, so
 * that a failure is told at the line that issued it, however much later it comes up. What the database refuses is thrown in the script as an error of its tool's making. */

#ifndef MIGSHIM_ADAPTERS_NODE_CONVERSATION_H
#define MIGSHIM_ADAPTERS_NODE_CONVERSATION_H

#include "db/result.h"
#include "db/session.h"
#include "script/host.h"
#include "script/script.h"

typedef struct NodeConversation NodeConversation;

struct NodeConversation
{
    ScriptRuntime *runtime;
    Session *session;
    Dialect dialect;
    gboolean atomic; /* the transaction is the runner's, and holds the history row too */
    gboolean waits;  /* the script may catch what a promise gives: no statement is left unanswered */

    /* What a person can do who wants transactions of the script's own: the end of a sentence. */
    const char *own_transactions;

    /* The error that the script gets for ERROR, which statement SQL with PARAMETERS (as the script gave them) ended in. */
    Value (*failure) (NodeConversation *conversation, const GError *error, const char *sql, Value parameters);
    gpointer owner;

    GArray *issued; /* what was queued since the database last answered */
    GError *caught; /* the first error that was thrown in the script */
};

/* One call's statement, or several. */
typedef struct
{
    const char *sql; /* in the arena */
    gsize length;
    Value given;            /* the parameters, as the script gave them */
    const SqlValue *values; /* as the database gets them */
    guint n_values;
    guint n_statements;
} NodeQuery;

void node_conversation_init (NodeConversation *conversation);
void node_conversation_clear (NodeConversation *conversation);

/* Queues QUERY; it is sent with what follows. */
ScriptStatus node_execute (NodeConversation *conversation, ScriptCall *call, const NodeQuery *query);

/* Sends all that is queued, then QUERY; free *RESULT with result_free (left alone on failure). */
ScriptStatus node_ask (NodeConversation *conversation, ScriptCall *call, const NodeQuery *query, ResultSet **result);

/* The end of what was queued: nothing is left unanswered. FALSE with ERROR, and FAILED set to what the script gets when it may catch it. */
gboolean node_flush (NodeConversation *conversation, Value *failed, GError **error);

/* PostgreSQL: an error that the script caught has taken the transaction with it, unless it was taken back to a savepoint. FALSE with that error then. */
gboolean node_check_survived (NodeConversation *conversation, GError **error);

/* Does TEXT, a script, hold a word that catches what a promise gives? Then its statements are waited for one by one. */
gboolean node_catches_promises (const char *text);

#endif
