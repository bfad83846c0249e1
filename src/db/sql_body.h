/* sql_body.h: whether a delimiter belongs to the body of the statement that is being read.
 *
 * Bodies that are not strings: PostgreSQL's BEGIN ATOMIC ... END and CREATE RULE ... DO (a; b), SQLite's triggers, and the
 * stored programs of MySQL and MariaDB, which the server ends by its grammar when no DELIMITER is set. MariaDB's
 * sql_mode=ORACLE is not known here. */

#ifndef MIGSHIM_DB_SQL_BODY_H
#define MIGSHIM_DB_SQL_BODY_H

#include "db/sql_lexer.h"

typedef struct SqlBody SqlBody;

/* Free with sql_body_free. */
SqlBody *sql_body_new (Dialect dialect);
void sql_body_free (SqlBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqlBody, sql_body_free)

/* A new statement begins. */
void sql_body_reset (SqlBody *body);

/* Takes the next token of the statement, a delimiter too when sql_body_is_open. May change how LEXER reads on. */
void sql_body_take (SqlBody *body, SqlLexer *lexer, const SqlToken *token);

/* TRUE while a delimiter would not end the statement. */
gboolean sql_body_is_open (const SqlBody *body);

#endif
