/* error.h: the one error domain, and what an error knows beside its sentence.
 *
 * Every function that can fail takes a GError ** last. The message is one sentence with the object's name in it, without
 * a full stop and without the location. Where (file, line, column, the line itself), what state the database is in, and
 * what to type next are data beside it, so that a terminal, a log and JSON can each show them in their way.
 * Secrets never enter an error: a URL is written by database_url_display, never as it was typed. */

#ifndef MIGSHIM_UTIL_ERROR_H
#define MIGSHIM_UTIL_ERROR_H

#include "util/location.h"

#include <glib.h>

/* Codes are kinds of trouble; the command line turns them into exit codes (cli/exit_code.h). */
typedef enum
{
    MIGSHIM_ERROR_MIGRATION,   /* a migration failed while running */
    MIGSHIM_ERROR_DATABASE,    /* the database could not be reached or refused what we need */
    MIGSHIM_ERROR_USAGE,       /* the command line */
    MIGSHIM_ERROR_CONFIG,      /* migshim.yaml, .env, a URL */
    MIGSHIM_ERROR_SOURCE,      /* a migration directory or file can't be read as its tool would read it */
    MIGSHIM_ERROR_UNSUPPORTED, /* understood, and refused: out of reach of this program */
    MIGSHIM_ERROR_DISAGREE,    /* files and history disagree; reconcile first */
    MIGSHIM_ERROR_LOCKED,      /* a lock was not got in time */
    MIGSHIM_ERROR_CANCELLED    /* the user or a signal stopped the run */
} MigshimErrorCode;

#define MIGSHIM_ERROR (migshim_error_quark ())
GQuark migshim_error_quark (void);

/* What an error of the domain MIGSHIM_ERROR carries. All strings belong to the error and may be NULL. */
typedef struct
{
    Location where;  /* where.file is owned here */
    char *excerpt;   /* the source line */
    guint caret;     /* column of the trouble in the excerpt, from 1; 0 when there is no caret to draw */
    char *state;     /* the state that the database is in now */
    char *hint;      /* what to do or type next; may have several lines */
    char *sql_code;  /* SQLSTATE, MySQL error number or SQLite extended code as text */
    char *tool_code; /* the code of the imitated tool, such as P3009 */
    char **fields;   /* what else the database said of it: names and values by turns, NULL-terminated; or NULL */
} ErrorDetail;

/* Sets *ERROR (when ERROR is not NULL) to a new error of MIGSHIM_ERROR. */
void error_set (GError **error, MigshimErrorCode code, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* As error_set, with a place. TEXT (LENGTH bytes; may be NULL) is the file's text, from which the excerpt is taken. */
void error_set_at (GError **error, MigshimErrorCode code, Location where, const char *text, gsize length,
                   const char *format, ...) G_GNUC_PRINTF (6, 7);

/* These add to an error that has been set; nothing happens when ERROR or *ERROR is NULL or of another domain.
 * A later call replaces an earlier one, but error_locate keeps a place that is already known. */
void error_hint (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
void error_state (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
void error_sql_code (GError **error, const char *sql_code);
void error_tool_code (GError **error, const char *tool_code);
/* Adds a field under the NAME that Node's driver gives it ("constraint", "sqlState"). Nothing happens when VALUE is NULL. */
void error_field (GError **error, const char *name, const char *value);
void error_locate (GError **error, Location where, const char *text, gsize length);

/* Replaces the excerpt (stolen) and its caret: for a line that must not be shown as it is. */
void error_excerpt (GError **error, char *excerpt, guint caret);

/* The detail of ERROR, or NULL when it is of another domain. Borrowed from ERROR. */
const ErrorDetail *error_detail (const GError *error);

#endif
