/* result.h: values going to a database, rows coming back.
 *
 * A result is read whole into memory of its own; cells are borrowed from it. */

#ifndef MIGSHIM_DB_RESULT_H
#define MIGSHIM_DB_RESULT_H

#include <glib.h>

typedef enum
{
    SQL_NULL,
    SQL_BOOLEAN,
    SQL_INTEGER,
    SQL_FLOAT,
    SQL_TEXT, /* also everything that the driver gives as text: numeric, dates, json */
    SQL_BLOB
} SqlType;

typedef struct
{
    SqlType type;
    gint64 integer; /* SQL_INTEGER, SQL_BOOLEAN */
    double number;  /* SQL_FLOAT */
    char *text;     /* SQL_TEXT (NUL-terminated besides), SQL_BLOB */
    gsize length;   /* of text, in bytes */
} SqlValue;

typedef struct ResultSet ResultSet;

void result_free (ResultSet *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ResultSet, result_free)

guint result_n_rows (const ResultSet *result);
guint result_n_columns (const ResultSet *result);
const char *result_column_name (const ResultSet *result, guint column);

/* The server's own type: PostgreSQL the type's OID, MySQL the MYSQL_TYPE_ number with MYSQL_COLUMN_BINARY set for binary strings, SQLite 0.
 * Adapters map it to what their tool's driver would give. */
guint result_column_type (const ResultSet *result, guint column);
#define MYSQL_COLUMN_BINARY 0x10000u

/* The declared type of a column as text where the server tells (SQLite's decltype), else NULL. */
const char *result_column_declared (const ResultSet *result, guint column);

/* Borrowed; SQL_NULL for NULL. PostgreSQL and MySQL give SQL_TEXT for everything but NULL and binary. */
const SqlValue *result_cell (const ResultSet *result, guint row, guint column);

/* Conveniences: the cell as text (NULL for NULL; borrowed), as a number (0 for NULL), as a truth ("t", "true", a number but 0). */
const char *result_text (const ResultSet *result, guint row, guint column);
gint64 result_integer (const ResultSet *result, guint row, guint column);
gboolean result_truth (const ResultSet *result, guint row, guint column);

/* Rows that the statement changed, and the last id that it gave out (0 where the database has none). */
guint64 result_affected (const ResultSet *result);
guint64 result_insert_id (const ResultSet *result);

/* The command tag's first word in upper case ("SELECT", "UPDATE"), as far as the server tells; "" else. */
const char *result_command (const ResultSet *result);

/* What MySQL says beside a statement without rows: "Rows matched: 1  Changed: 0  Warnings: 0" ("" when it says nothing), the number of warnings, and the server's status
 * flags. "" and 0 elsewhere. */
const char *result_info (const ResultSet *result);
guint result_warnings (const ResultSet *result);
guint result_status (const ResultSet *result);

/* For drivers: a result is filled column by column, then row by row. Strings are copied. */
ResultSet *result_new (void);
void result_add_column (ResultSet *result, const char *name, guint type, const char *declared);
void result_add_row (ResultSet *result);
void result_add_cell (ResultSet *result, const SqlValue *value);
void result_set_outcome (ResultSet *result, const char *command, guint64 affected, guint64 insert_id);
void result_set_info (ResultSet *result, const char *info, guint warnings, guint status);

#endif
