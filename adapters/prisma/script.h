/* script.h: one migration.sql or down.sql, split, with the decision how it must run.
 *
 * prisma_script_open reads and splits; prisma_script_decide_DIALECT fills in the rest. Both `prepare` and `run` go through the same decision, so what was
 * said is what is done. */

#ifndef MIGSHIM_ADAPTERS_PRISMA_SCRIPT_H
#define MIGSHIM_ADAPTERS_PRISMA_SCRIPT_H

#include "adapters/adapter.h"
#include "db/splitter.h"

typedef struct
{
    const char *file; /* interned, for locations */
    char *owned_text;
    const char *text; /* behind a byte order mark, where the database skips one */
    gsize length;
    GArray *spans; /* of StatementSpan */
    StepTraits traits;
    guint first, end;    /* the spans that run: from FIRST, up to and without END */
    gboolean one_by_one; /* each span is a statement of its own; else all of it is one script */
    gboolean *left_out;  /* by span: not run inside our transaction (SQLite's hoisted pragmas); NULL for none */
} Script;

void prisma_script_clear (Script *script);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Script, prisma_script_clear)

/* Each sets traits and what runs. FALSE with an error when the script can't be run. */
gboolean prisma_script_decide_postgresql (Script *script, GError **error);
gboolean prisma_script_decide_mysql (Script *script, GError **error);
gboolean prisma_script_decide_sqlite (Script *script, GError **error);

/* Helpers of the three. */

StatementSpan *prisma_script_span (const Script *script, guint i);
Location prisma_script_where (const Script *script, guint i);

/* Sets an error of MIGSHIM_ERROR_UNSUPPORTED at span I. */
void prisma_script_refuse (const Script *script, guint i, GError **error, const char *format, ...) G_GNUC_PRINTF (4, 5);

/* The step goes outside a transaction of ours because of span I; REASON is static. The first call wins. */
void prisma_script_alone (Script *script, guint i, const char *reason);

/* The words at the beginning of span I in lower case, with one blank between them and comments left out, at most N of them. Free with g_free. */
char *prisma_script_words (const Script *script, guint i, guint n);

/* Does span I hold WORD (lower case) as a word, anywhere, in any case? Strings and comments are not told apart. */
gboolean prisma_script_mentions (const Script *script, guint i, const char *word);

/* Does a statement of KIND stand among the spans from FROM up to and without END? *AT gets the first. */
gboolean prisma_script_find (const Script *script, StatementKind kind, guint from, guint end, guint *at);

/* A transaction that span I opens and nothing ends: Prisma says success, and then its own bookkeeping is lost with that transaction. */
void prisma_script_refuse_unclosed_transaction (const Script *script, guint i, GError **error);

/* A script whose first statement opens a transaction and whose last one commits it, with no other of that kind in between: ours takes its place. FROM and END
 * are the spans to look at. TRUE when it is one; then the script is set up so. */
gboolean prisma_script_unwrap (Script *script, guint from, guint end);

#endif
