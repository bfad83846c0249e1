/* driver.h: what a session asks of one database's client library. One constant table of functions per database.
 *
 * A driver knows its protocol and nothing of revisions: it gets items in order and brings them to the server in as few
 * messages as it can, so that nothing runs behind the first failure. It keeps no queue; that is the session's (session.h).
 * A driver's file is the only place that includes its client library's header.
 *
 * LOOSE items stand outside every transaction of the session's. Each is durable by itself, whatever it travels with.
 * APART items refuse company: a message holds one of them and nothing else. WANTED items have rows that somebody reads. */

#ifndef MIGSHIM_DB_DRIVER_H
#define MIGSHIM_DB_DRIVER_H

#include "db/result.h"
#include "db/session.h"
#include "db/splitter.h"
#include "db/url.h"

#include <glib.h>

typedef enum
{
    ITEM_STATEMENT,
    ITEM_BEGIN,
    ITEM_COMMIT
} DriverItemKind;

typedef struct
{
    DriverItemKind kind;
    char *text; /* NUL-terminated; may hold further NULs only where the driver takes them */
    gsize length;
    SqlValue *parameters;
    guint n_parameters;
    guint n_statements; /* that the splitter sees in text; for one with parameters 1 */
    gboolean script;
    gboolean loose;
    gboolean apart;
    gboolean wanted;
} DriverItem;

/* The head of every driver's own connection structure. */
typedef struct
{
    char *version; /* session_server_version */
    guint version_number;
    gboolean mariadb;
    char *database;    /* session_database */
    char *user;        /* session_user */
    gint64 backend;    /* the server's number for this connection; 0 where there is none */
    guint round_trips; /* how often the driver has waited for the server since the connection was made */
    gboolean lost;     /* the server went away: what was under way may have been done or not */
} DriverConnection;

/* Where a batch failed. */
typedef struct
{
    guint item; /* index of the item */
    gssize
        offset; /* of the trouble in the item's text, in bytes; -1 when the server doesn't tell and the statement isn't known */
} DriverFailure;

/* What happens while a batch runs. */
typedef struct
{
    /* Items up to and including ITEM (an index) have succeeded. Called in order, not for every item. */
    void (*done) (guint item, gpointer data);
    gpointer data;
} DriverProgress;

typedef struct
{
    Dialect dialect;

    /* Connects. Returns the driver's connection with its head filled, or NULL with MIGSHIM_ERROR_DATABASE, a hint, and no
     * secret in either. Servers that are too old are refused here. */
    DriverConnection *(*open) (const DatabaseUrl *url, const SessionOptions *options, GError **error);

    /* Closes, rolling back what is open. Doesn't wait for the server. */
    void (*close) (DriverConnection *connection);

    /* How many bytes of text make a message worth sending; 0 when nothing is gained by waiting (SQLite). */
    gsize (*message_size) (const DriverConnection *connection);

    /* Runs N items in order and stops behind the first that fails. A result (ResultSet *) is added to RESULTS for each item that is
     * WANTED, in order; RESULTS may be NULL when none is. PROGRESS tells what succeeded; on success all did.
     * On failure returns FALSE with MIGSHIM_ERROR_DATABASE and FAILURE filled; a transaction may then be open or aborted: the
     * session calls rollback. */
    gboolean (*run) (DriverConnection *connection, DriverItem *const *items, guint n, const DriverProgress *progress,
                     GPtrArray *results, DriverFailure *failure, GError **error);

    /* Rolls back whatever transaction is open, if the connection still lives. Never fails: a lost connection has no transaction. */
    void (*rollback) (DriverConnection *connection);

    /* TRUE when the server said, with its last answer, that it is inside a transaction which the session did not open
     * or has not closed. */
    gboolean (*in_transaction) (DriverConnection *connection);

    /* (optional) Makes durable what has succeeded so far. Where this member is NULL, items are durable once they have
     * succeeded outside a transaction or their ITEM_COMMIT has. On failure nothing since the last success of settle is kept. */
    gboolean (*settle) (DriverConnection *connection, GError **error);

    /* (optional) From now on items run outside any transaction of the driver's own, or not. Settled before. */
    void (*set_alone) (DriverConnection *connection, gboolean alone);

    /* (optional) SQLite's pragma. Settles; an error once a transaction has run a statement. */
    gboolean (*set_foreign_keys) (DriverConnection *connection, gboolean on, GError **error);

    /* (optional) session_try_lock_file. */
    gboolean (*try_lock) (DriverConnection *connection, GError **error);

    /* (optional) session_unlock_file. */
    gboolean (*unlock) (DriverConnection *connection, GError **error);

    /* How the splitter is to read this server's text. */
    void (*splitter_mode) (DriverConnection *connection, SplitterMode *mode);

    /* A NUL byte inside a statement's text can be sent. */
    gboolean takes_nul;
} Driver;

/* The driver of DIALECT, or NULL with MIGSHIM_ERROR_UNSUPPORTED when this program was built without it. */
const Driver *driver_find (Dialect dialect, GError **error);

extern const Driver driver_postgresql;
extern const Driver driver_mysql;
extern const Driver driver_sqlite;

/* For drivers: what kind of trouble there was with connecting. */
typedef enum
{
    CONNECT_REFUSED,
    CONNECT_UNKNOWN_HOST,
    CONNECT_TIMEOUT,
    CONNECT_NO_SOCKET,
    CONNECT_PASSWORD,
    CONNECT_USER,
    CONNECT_DATABASE,
    CONNECT_TLS,
    CONNECT_BUSY, /* too many connections, starting up, shutting down */
    CONNECT_OTHER
} ConnectTrouble;

/* For drivers: sets a sentence with a hint. SAID is the client library's or the server's own text, SECRETS and all; CODE may be NULL. */
void driver_connect_error (GError **error, const DatabaseUrl *url, ConnectTrouble trouble, const char *code,
                           const char *said);

/* For drivers: the number of session_server_version_number from "15.20", "10.11.14-MariaDB-log" or "3.40.1", as major * 10000 +
 * minor * 100 + patch. */
guint driver_version_number (const char *version);

/* For drivers: replaces every occurrence of SECRET in TEXT. Free with g_free. SECRET may be NULL or empty. */
char *driver_scrub (const char *text, const char *secret);

/* For drivers: byte offset, from FROM, of the first byte of TEXT (LENGTH bytes) that is neither blank nor in a comment; LENGTH when
 * there is none. HASH: a # begins a comment too (MySQL, where executable comments count as text). */
gsize driver_skip_blank (const char *text, gsize length, gsize from, gboolean hash);

#endif
