/* splitter.h: a script into statements, without understanding them.
 *
 * The splitter knows how each dialect writes strings, identifiers, comments and bodies, and nothing of what statements mean,
 * save a few words at their beginning. It never fails: text that no server would accept still comes out, for the server to
 * judge; what is wrong with its shape (an unclosed string) is said beside it. */

#ifndef MIGSHIM_DB_SPLITTER_H
#define MIGSHIM_DB_SPLITTER_H

#include "model/dialect.h"
#include "util/location.h"

#include <glib.h>

/* What the first words of a statement say. Enough to know how it may be sent. */
typedef enum
{
    STATEMENT_OTHER,
    STATEMENT_BEGIN,     /* BEGIN, START TRANSACTION */
    STATEMENT_COMMIT,    /* COMMIT, END; also PREPARE TRANSACTION */
    STATEMENT_ROLLBACK,  /* ROLLBACK, ABORT; not ROLLBACK TO */
    STATEMENT_SAVEPOINT, /* SAVEPOINT, RELEASE, ROLLBACK TO */
    STATEMENT_SET, /* SET that outlives the transaction (not SET LOCAL, SET TRANSACTION); RESET; set_config is not seen */
    STATEMENT_NO_TRANSACTION, /* refuses to run in a transaction block: CREATE INDEX CONCURRENTLY, VACUUM, ... */
    STATEMENT_PRAGMA,         /* SQLite */
    STATEMENT_COPY_STDIN,     /* COPY ... FROM STDIN: needs a client that feeds it */
    STATEMENT_CLIENT_COMMAND /* a line that only a shell understands: \connect, .read, DELIMITER is handled and never comes out */
} StatementKind;

typedef struct
{
    gsize offset; /* of the first byte that is neither blank nor comment */
    gsize length; /* up to, and without, the delimiter and the blanks and comments before it; a COPY's data is in it */
    guint line;   /* of offset, from 1 */
    guint column; /* of offset, from 1, in characters */
    StatementKind kind;
    gboolean unclosed; /* the text ended inside a string, a comment, a body or a COPY's data */
} StatementSpan;

typedef struct
{
    gboolean no_backslash_escapes; /* MySQL's sql_mode */
    gboolean ansi_quotes;          /* MySQL's sql_mode: "x" is an identifier */
    gboolean standard_strings_off; /* PostgreSQL with standard_conforming_strings = off: backslashes escape in '...' */
    guint server_version;          /* MySQL and MariaDB: as session_server_version_number; 0 when not known */
    gboolean mariadb;              /* with server_version: of MariaDB */
} SplitterMode;

/* The statements of TEXT (LENGTH bytes) in order; empty ones (only blanks or comments) are left out. MODE may be NULL.
 * Free with g_array_unref. Linear in LENGTH. MySQL's DELIMITER lines are obeyed and left out; executable comments
 * (slash, star, exclamation mark) count as statements' text, unless MODE says that the server passes over them. A body is part of
 * its statement: SQLite's triggers, PostgreSQL's BEGIN ATOMIC and rules, the stored programs of MySQL. */
GArray *splitter_split (Dialect dialect, const SplitterMode *mode, const char *text, gsize length);

/* The kind of one statement that begins at TEXT. */
StatementKind splitter_classify (Dialect dialect, const char *text, gsize length);

#endif
