#include "core/journal.h"

#include "db/splitter.h"
#include "util/error.h"

#include <string.h>

struct Journal
{
    Session *session;
    const Revision *revision;
    Direction direction;
    JournalRow *found;    /* what an earlier run left, or NULL */
    GChecksum *sum;       /* over the texts of the statements so far, a NUL after each */
    gint64 count;         /* statements seen so far */
    gint64 recorded;      /* what the row says is done */
    char *hash;           /* of the first `count` statements */
    gboolean standing;    /* the row is there */
    gboolean transaction; /* the script has opened one */
    gboolean held;        /* its BEGIN has not been sent: what follows may end the transaction at once */
    char *held_hash;      /* of the statements before that BEGIN */
    gint64 held_count;    /* how many they are */
    gboolean wrapped;     /* we have opened one for the statement that runs */
    gboolean suspended;   /* LOCK TABLES: the row can't be written */
    guint skipped;
    char *note;
};

static const char *const tables[DIALECT_COUNT] = {
    [DIALECT_POSTGRESQL] = "migshim.journal",
    [DIALECT_MYSQL] = "migshim_journal",
    [DIALECT_SQLITE] = "migshim_journal",
};

const char *journal_table (Dialect dialect)
{
    return tables[dialect];
}

gboolean journal_create (Session *session, GError **error)
{
    Dialect dialect = session_dialect (session);
    const char *text = dialect == DIALECT_MYSQL ? "varchar(255)" : "text";

    if (dialect == DIALECT_POSTGRESQL && !session_executef (session, error, "CREATE SCHEMA IF NOT EXISTS migshim"))
        return FALSE;
    return session_executef (
        session, error,
        "CREATE TABLE IF NOT EXISTS %s (source %s NOT NULL, revision %s NOT NULL, direction varchar(4) NOT NULL, "
        "done bigint NOT NULL, begun bigint NOT NULL, failed smallint NOT NULL, hash varchar(64) NOT NULL, "
        "PRIMARY KEY (source, revision))%s",
        tables[dialect], text, text,
        dialect == DIALECT_MYSQL ? " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "");
}

void journal_row_free (JournalRow *row)
{
    if (!row)
        return;
    g_free (row->source);
    g_free (row->revision);
    g_free (row->hash);
    g_free (row);
}

char *journal_query (Dialect dialect)
{
    return g_strdup_printf ("SELECT source, revision, direction, done, begun, failed, hash FROM %s", tables[dialect]);
}

GPtrArray *journal_rows (const ResultSet *answer)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)journal_row_free);

    for (guint i = 0; i < result_n_rows (answer); i++)
    {
        JournalRow *row = g_new0 (JournalRow, 1);

        row->source = g_strdup (result_text (answer, i, 0));
        row->revision = g_strdup (result_text (answer, i, 1));
        row->direction = g_str_equal (result_text (answer, i, 2), "down") ? DIRECTION_DOWN : DIRECTION_UP;
        row->done = result_integer (answer, i, 3);
        row->begun = result_integer (answer, i, 4);
        row->failed = result_integer (answer, i, 5) != 0;
        row->hash = g_strdup (result_text (answer, i, 6));
        g_ptr_array_add (rows, row);
    }
    return rows;
}

static char *where_clause (Dialect dialect, const Revision *revision)
{
    GString *sql = g_string_new (" WHERE source = ");

    dialect_append_literal (dialect, sql, revision->source->name);
    g_string_append (sql, " AND revision = ");
    dialect_append_literal (dialect, sql, revision->id);
    return g_string_free (sql, FALSE);
}

/* Makes the row: it is the first thing that is sent of a step, never part of a transaction. */
static gboolean insert_row (Journal *journal, gint64 done, gint64 begun, const char *hash, GError **error)
{
    Dialect dialect = session_dialect (journal->session);
    GString *sql = g_string_new (NULL);

    g_string_append_printf (sql, "INSERT INTO %s (source, revision, direction, done, begun, failed, hash) VALUES (",
                            tables[dialect]);
    dialect_append_literal (dialect, sql, journal->revision->source->name);
    g_string_append (sql, ", ");
    dialect_append_literal (dialect, sql, journal->revision->id);
    g_string_append_printf (sql, ", '%s', %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", 0, '%s')",
                            journal->direction == DIRECTION_DOWN ? "down" : "up", done, begun, hash);
    journal->standing = TRUE;
    return session_execute_string (journal->session, sql, error);
}

/* The row says: DONE statements, whose hash is HASH, and the next is begun or not. */
static gboolean write_row (Journal *journal, gint64 done, const char *hash, gboolean begun, GError **error)
{
    g_autofree char *where = where_clause (session_dialect (journal->session), journal->revision);

    if (journal->suspended)
        return TRUE;
    journal->recorded = done;
    if (!journal->standing)
        return insert_row (journal, done, done + (begun ? 1 : 0), hash, error);
    return session_executef (journal->session, error,
                             "UPDATE %s SET done = %" G_GINT64_FORMAT ", begun = %" G_GINT64_FORMAT ", hash = '%s'%s",
                             tables[session_dialect (journal->session)], done, done + (begun ? 1 : 0), hash, where);
}

static void add_to_hash (Journal *journal, const Statement *statement)
{
    g_autoptr (GChecksum) copy = NULL;

    g_checksum_update (journal->sum, (const guchar *)statement->text, (gssize)statement->length);
    g_checksum_update (journal->sum, (const guchar *)"", 1);
    copy = g_checksum_copy (journal->sum);
    g_free (journal->hash);
    journal->hash = g_strdup (g_checksum_get_string (copy));
}

static gboolean starts_with_word (const Statement *statement, const char *word)
{
    gsize length = strlen (word);

    return statement->length > length && g_ascii_strncasecmp (statement->text, word, length) == 0 &&
           !g_ascii_isalnum (statement->text[length]) && statement->text[length] != '_';
}

static gboolean starts_with_one_of (const Statement *statement, const char *const *words)
{
    for (; *words; words++)
        if (starts_with_word (statement, *words))
            return TRUE;
    return FALSE;
}

/* Can STATEMENT share a transaction with the journal's row? MySQL: only what does not commit by itself (manual, "Statements That
 * Cause an Implicit Commit"). */
static gboolean is_transactional (Dialect dialect, const Statement *statement, StatementKind kind)
{
    static const char *const dml[] = { "INSERT", "UPDATE", "DELETE", "REPLACE", NULL };

    if (kind != STATEMENT_OTHER)
        return FALSE;
    return dialect == DIALECT_MYSQL ? starts_with_one_of (statement, dml) : TRUE;
}

/* CREATE TEMPORARY TABLE, perhaps OR REPLACE; DROP TEMPORARY TABLE; DROP PREPARE. */
static gboolean is_temporary (const Statement *statement)
{
    static const char *const words[] = { "CREATE", "OR", "REPLACE", "DROP", NULL };
    Statement rest = *statement;

    while (starts_with_one_of (&rest, words))
    {
        while (g_ascii_isalpha (*rest.text))
            rest.text++, rest.length--;
        while (rest.length > 0 && g_ascii_isspace (*rest.text))
            rest.text++, rest.length--;
    }
    return starts_with_word (&rest, "TEMPORARY") || starts_with_word (&rest, "PREPARE");
}

/* MySQL ends an open transaction with these before it runs them (manual, "Statements That Cause an Implicit Commit"); not with temporary tables. */
static gboolean commits_implicitly (Dialect dialect, const Statement *statement)
{
    static const char *const words[] = { "CREATE", "ALTER",   "DROP",     "RENAME",    "TRUNCATE", "GRANT",
                                         "REVOKE", "ANALYZE", "OPTIMIZE", "REPAIR",    "CHECK",    "LOCK",
                                         "FLUSH",  "INSTALL", "RESET",    "UNINSTALL", "CACHE",    NULL };

    return dialect == DIALECT_MYSQL && starts_with_one_of (statement, words) && !is_temporary (statement);
}

/* Statements whose effect is gone with the connection: a rerun needs them again. */
static gboolean is_of_session (const Statement *statement, StatementKind kind)
{
    static const char *const words[] = { "USE", "PREPARE", "DEALLOCATE", NULL };

    return kind == STATEMENT_SET || kind == STATEMENT_PRAGMA || starts_with_one_of (statement, words);
}

/* "It is there already", "it is gone already": what a second run of a statement that had taken effect answers.
 * MySQL: server error reference. PostgreSQL: only of DROP, for a CREATE INDEX CONCURRENTLY that failed leaves an invalid index behind. */
static gboolean tells_done (Dialect dialect, const Statement *statement, const char *code)
{
    static const char *const mysql_there[] = { "1007", "1050", "1060", "1061", "1068", "1304",
                                               "1359", "1826", "1005", "1022", NULL };
    static const char *const mysql_gone[] = { "1008", "1051", "1091", "1305", "1360", "1146", "1054", "4092", NULL };
    static const char *const postgresql_gone[] = { "42704", "42P01", "3D000", NULL };
    gboolean drops = starts_with_word (statement, "DROP") || starts_with_word (statement, "RENAME");
    gboolean alters = starts_with_word (statement, "ALTER");

    if (!code)
        return FALSE;
    switch (dialect)
    {
    case DIALECT_MYSQL:
        return ((alters || starts_with_word (statement, "CREATE")) && g_strv_contains (mysql_there, code)) ||
               ((drops || alters) && g_strv_contains (mysql_gone, code));
    case DIALECT_POSTGRESQL:
        return drops && g_strv_contains (postgresql_gone, code);
    case DIALECT_SQLITE:
        return FALSE;
    }
    g_return_val_if_reached (FALSE);
}

static SessionHookResult try_in_doubt (Journal *journal, const Statement *statement, GError **error)
{
    Session *session = journal->session;
    g_autoptr (GError) trouble = NULL;
    const ErrorDetail *detail;

    if (session_execute (session, statement, &trouble) && session_flush (session, &trouble))
    {
        journal->note = g_strdup_printf ("statement %" G_GINT64_FORMAT " was in doubt and ran again", journal->count);
        return SESSION_HOOK_SKIP;
    }
    detail = error_detail (trouble);
    if (detail && tells_done (session_dialect (session), statement, detail->sql_code))
    {
        journal->note = g_strdup_printf ("statement %" G_GINT64_FORMAT
                                         " was in doubt and had taken effect: the database says \"%s\"",
                                         journal->count, trouble->message);
        return SESSION_HOOK_SKIP;
    }
    error_state (&trouble,
                 "statement %" G_GINT64_FORMAT
                 " was running when an earlier run was cut off, and it can't be told whether it took effect; "
                 "the %" G_GINT64_FORMAT " before it are done",
                 journal->count, journal->count - 1);
    error_hint (&trouble,
                "Look at what the statement makes. Undo it by hand if it is half there, then run `migshim up` again;\n"
                "or finish the script by hand, then `migshim mark applied %s`.",
                journal->revision->key);
    g_propagate_error (error, g_steal_pointer (&trouble));
    return SESSION_HOOK_FAIL;
}

/* A statement that an earlier run has begun: skip what is done, try what is in doubt. */
static SessionHookResult resume (Journal *journal, const Statement *statement, StatementKind kind, GError **error)
{
    const JournalRow *found = journal->found;

    if (journal->count == found->done && !g_str_equal (journal->hash, found->hash))
    {
        error_set_at (error, MIGSHIM_ERROR_DISAGREE, statement->where, NULL, 0,
                      "%s was cut off after %" G_GINT64_FORMAT " statements, and those have changed in the file since",
                      journal->revision->key, found->done);
        error_state (error, "the first %" G_GINT64_FORMAT " statements of the old file are in the database",
                     found->done);
        error_hint (error,
                    "Restore the first %" G_GINT64_FORMAT " statements of the file and run `migshim up` again;\n"
                    "or undo them by hand, then `migshim mark rolled-back %s`.",
                    found->done, journal->revision->key);
        return SESSION_HOOK_FAIL;
    }
    if (journal->count <= found->done)
    {
        if (is_of_session (statement, kind))
            return SESSION_HOOK_RUN;
        journal->skipped++;
        return SESSION_HOOK_SKIP;
    }
    if (journal->count == found->begun && !found->failed)
        return try_in_doubt (journal, statement, error);
    return SESSION_HOOK_RUN;
}

/* The whole of STATEMENT is TEXT. */
static gboolean is_just (const Statement *statement, const char *text)
{
    return statement->length == strlen (text) && g_ascii_strncasecmp (statement->text, text, statement->length) == 0;
}

/* A BEGIN is sent with the first statement that stays in its transaction. PREVIOUS is the hash before it. */
static SessionHookResult hold_begin (Journal *journal, const char *previous)
{
    journal->held = journal->transaction = TRUE;
    g_free (journal->held_hash);
    journal->held_hash = g_strdup (previous);
    journal->held_count = journal->count - 1;
    return SESSION_HOOK_DROP;
}

static gboolean send_held (Journal *journal, GError **error)
{
    journal->held = FALSE;
    return write_row (journal, journal->held_count, journal->held_hash, FALSE, error) &&
           session_executef (journal->session, error, "START TRANSACTION");
}

/* MySQL: the beginning and the end of a transaction that the statements within have ended before it held anything, as tools write them around every
 * migration. */
static gboolean is_idle (const Journal *journal, const Statement *statement, StatementKind kind)
{
    if (session_dialect (journal->session) != DIALECT_MYSQL || journal->suspended)
        return FALSE;
    if (kind == STATEMENT_BEGIN)
        return !journal->transaction && (is_just (statement, "BEGIN") || is_just (statement, "START TRANSACTION"));
    return kind == STATEMENT_COMMIT && (journal->held || !journal->transaction) && is_just (statement, "COMMIT");
}

/* A statement that no earlier run has begun. PREVIOUS is the hash of those before it. */
static SessionHookResult begin_statement (Journal *journal, const Statement *statement, StatementKind kind,
                                          const char *previous, GError **error)
{
    Dialect dialect = session_dialect (journal->session);
    gboolean own_transaction = kind == STATEMENT_BEGIN;

    if (is_idle (journal, statement, kind))
    {
        if (own_transaction)
            return hold_begin (journal, previous);
        journal->held = journal->transaction = FALSE;
        return SESSION_HOOK_DROP;
    }
    if (journal->held && !send_held (journal, error))
        return SESSION_HOOK_FAIL;
    if (own_transaction)
        journal->transaction = TRUE;
    else if (kind == STATEMENT_COMMIT)
        return write_row (journal, journal->count, journal->hash, FALSE, error) ? SESSION_HOOK_RUN : SESSION_HOOK_FAIL;
    else if (journal->transaction)
        return SESSION_HOOK_RUN;
    else if (!journal->suspended && is_transactional (dialect, statement, kind))
    {
        if ((!journal->standing || journal->recorded < journal->count - 1) &&
            !write_row (journal, journal->count - 1, previous, FALSE, error))
            return SESSION_HOOK_FAIL;
        journal->wrapped = TRUE;
        return session_executef (journal->session, error, "%s",
                                 dialect == DIALECT_MYSQL ? "START TRANSACTION" : "BEGIN")
                   ? SESSION_HOOK_RUN_WRAPPED
                   : SESSION_HOOK_FAIL;
    }
    return write_row (journal, journal->count - 1, previous, !own_transaction, error) ? SESSION_HOOK_RUN
                                                                                      : SESSION_HOOK_FAIL;
}

static SessionHookResult before (Journal *journal, const Statement *statement, StatementKind kind, GError **error)
{
    g_autofree char *previous = g_strdup (journal->hash);

    journal->wrapped = FALSE; /* where a statement failed, and the program went on */
    journal->count++;
    add_to_hash (journal, statement);
    if (starts_with_word (statement, "LOCK"))
    {
        if (!journal->standing && !write_row (journal, journal->count - 1, previous, FALSE, error))
            return SESSION_HOOK_FAIL;
        journal->suspended = TRUE;
    }
    if (commits_implicitly (session_dialect (journal->session), statement))
        journal->transaction = journal->held = FALSE;
    if (journal->found && journal->count <= MAX (journal->found->begun, journal->found->done))
    {
        SessionHookResult result = resume (journal, statement, kind, error);

        if (result != SESSION_HOOK_RUN || journal->count <= journal->found->done)
            return result;
    }
    return begin_statement (journal, statement, kind, previous, error);
}

static SessionHookResult after (Journal *journal, const Statement *statement, StatementKind kind, GError **error)
{
    gboolean good = TRUE;

    if (starts_with_word (statement, "UNLOCK"))
        journal->suspended = FALSE;
    if (kind == STATEMENT_COMMIT || kind == STATEMENT_ROLLBACK)
        journal->transaction = FALSE;
    if (journal->wrapped)
        good = write_row (journal, journal->count, journal->hash, FALSE, error) &&
               session_executef (journal->session, error, "COMMIT");
    else if (journal->transaction && kind != STATEMENT_BEGIN)
        good = write_row (journal, journal->count, journal->hash, FALSE, error);
    journal->wrapped = FALSE;
    return good ? SESSION_HOOK_RUN : SESSION_HOOK_FAIL;
}

static SessionHookResult hook (Session *session, const Statement *statement, gboolean is_after, gpointer data,
                               GError **error)
{
    StatementKind kind = splitter_classify (session_dialect (session), statement->text, statement->length);

    return is_after ? after (data, statement, kind, error) : before (data, statement, kind, error);
}

Journal *journal_begin (Session *session, const Revision *revision, Direction direction, const JournalRow *found,
                        GError **error)
{
    g_autoptr (Journal) journal = g_new0 (Journal, 1);
    Dialect dialect = session_dialect (session);

    journal->session = session;
    journal->revision = revision;
    journal->direction = direction;
    journal->sum = g_checksum_new (G_CHECKSUM_SHA256);
    journal->hash = g_strdup ("");
    if (found)
    {
        g_autofree char *where = where_clause (dialect, revision);

        journal->found = g_new (JournalRow, 1);
        *journal->found = *found;
        journal->found->source = g_strdup (found->source);
        journal->found->revision = g_strdup (found->revision);
        journal->found->hash = g_strdup (found->hash);
        journal->recorded = found->done;
        journal->standing = TRUE;
        if (!session_executef (session, error, "UPDATE %s SET failed = 0%s", tables[dialect], where))
            return NULL;
    }
    session_set_hook (session, hook, journal);
    return g_steal_pointer (&journal);
}

gboolean journal_finish (Journal *journal, GError **error)
{
    session_set_hook (journal->session, NULL, NULL);
    return !journal->standing || journal_remove (journal->session, journal->revision, error);
}

gboolean journal_remove (Session *session, const Revision *revision, GError **error)
{
    Dialect dialect = session_dialect (session);
    g_autofree char *where = where_clause (dialect, revision);

    return session_executef (session, error, "DELETE FROM %s%s", tables[dialect], where);
}

gboolean journal_mark_failed (Session *session, const Revision *revision, GError **error)
{
    Dialect dialect = session_dialect (session);
    g_autofree char *where = where_clause (dialect, revision);

    return session_executef (session, error, "UPDATE %s SET failed = 1%s", tables[dialect], where);
}

const char *journal_note (const Journal *journal)
{
    return journal->note;
}

guint journal_skipped (const Journal *journal)
{
    return journal->skipped;
}

void journal_free (Journal *journal)
{
    if (!journal)
        return;
    journal_row_free (journal->found);
    g_checksum_free (journal->sum);
    g_free (journal->hash);
    g_free (journal->held_hash);
    g_free (journal->note);
    g_free (journal);
}
