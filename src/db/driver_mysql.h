/* driver_mysql.h: what the two files of the MySQL and MariaDB driver share. Nobody else includes it. */

#ifndef MIGSHIM_DB_DRIVER_MYSQL_H
#define MIGSHIM_DB_DRIVER_MYSQL_H

#include "db/driver.h"

#include <mysql.h>

typedef struct
{
    DriverConnection head;
    MYSQL *handle;
    char *password;
    gboolean mode_known; /* MODE is what the server's sql_mode says now */
    SplitterMode mode;
} MysqlConnection;

/* Opens; the rest of the table is in driver_mysql.c. */
DriverConnection *mysql_driver_open (const DatabaseUrl *url, const SessionOptions *options, GError **error);

/* Closes and frees; also what open could not finish. */
void mysql_driver_close (DriverConnection *base);

/* Sets ERROR from the handle's last error. */
void mysql_driver_error (MysqlConnection *connection, GError **error);

/* How this server reads strings: known from when the connection was made, and asked for again where a statement may have changed it. */
const SplitterMode *mysql_driver_mode (MysqlConnection *connection);

/* TEXT with each place-holder `?` outside of strings and comments replaced by the literal of the next of PARAMETERS. NULL with ERROR set when
 * their numbers differ. */
GString *mysql_driver_interpolate (MysqlConnection *connection, const char *text, gsize length,
                                   const SqlValue *parameters, guint n_parameters, GError **error);

#endif
