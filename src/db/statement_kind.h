/* statement_kind.h: what the first words of a statement say, for the splitter. */

#ifndef MIGSHIM_DB_STATEMENT_KIND_H
#define MIGSHIM_DB_STATEMENT_KIND_H

#include "db/sql_lexer.h"

/* The kind of the statement that LEXER stands before. */
StatementKind statement_kind (SqlLexer lexer);

/* TRUE when TOKEN, the first of a statement, begins a line for a shell: psql's \connect, sqlite3's .read, mysql's source. */
gboolean statement_is_client_command (const SqlLexer *lexer, const SqlToken *token);

#endif
