/* session-fixture.h: what the tests of sessions share. */

#ifndef MIGSHIM_TESTS_SESSION_FIXTURE_H
#define MIGSHIM_TESTS_SESSION_FIXTURE_H

#include "db/session.h"
#include "util/error.h"

#include <glib.h>

/* Tags that were reported done, in order, as "1 2 3". */
typedef struct
{
    GString *tags;
} Done;

static inline void done_add (guint tag, gint64 elapsed, gpointer data)
{
    Done *done = data;

    g_assert_cmpint (elapsed, >=, 0);
    g_string_append_printf (done->tags, "%s%u", done->tags->len > 0 ? " " : "", tag);
}

static inline void done_watch (Done *done, Session *session)
{
    done->tags = g_string_new (NULL);
    session_observe (session, (SessionObserver){ .done = done_add, .data = done });
}

static inline void done_clear (Done *done)
{
    g_string_free (done->tags, TRUE);
}

static inline Session *open_url (const char *text)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (DatabaseUrl) url = database_url_parse (text, "/", &error);
    Session *session;

    g_assert_no_error (error);
    session = session_open (url, NULL, &error);
    g_assert_no_error (error);
    return session;
}

static inline void must (Session *session, const char *sql)
{
    g_autoptr (GError) error = NULL;

    session_executef (session, &error, "%s", sql);
    g_assert_no_error (error);
}

/* The first cell of the first row as text. Free with g_free. */
static inline char *ask (Session *session, const char *sql)
{
    g_autoptr (GError) error = NULL;
    Statement statement = statement_of (sql);
    g_autoptr (ResultSet) result = session_query (session, &statement, &error);

    g_assert_no_error (error);
    return g_strdup (result_n_rows (result) > 0 ? result_text (result, 0, 0) : NULL);
}

static inline void expect (Session *session, const char *sql, const char *answer)
{
    g_autofree char *got = ask (session, sql);

    g_assert_cmpstr (got, ==, answer);
}

/* A step as the runner makes one: TEXT (of FILE, when given) in a transaction. FALSE when an error came up, which may be an earlier step's. */
static inline gboolean step (Session *session, guint tag, const char *text, const char *file, GError **error)
{
    Statement statement = statement_of (text);

    statement.script = TRUE;
    if (file)
        statement.where = (Location){ file, 1, 1 };
    session_tag (session, tag);
    return session_begin (session, NULL, error) && session_execute (session, &statement, error) &&
           session_commit (session, error);
}

static inline gboolean finish (Session *session, GError **error)
{
    session_tag (session, 0);
    return session_flush (session, error);
}

#endif
