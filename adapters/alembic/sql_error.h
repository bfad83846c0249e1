/* sql_error.h: SQLAlchemy's exceptions. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_SQL_ERROR_H
#define MIGSHIM_ADAPTERS_ALEMBIC_SQL_ERROR_H

#include "script/script.h"

/* A new exception of the class that sqlalchemy.exc calls NAME, not raised. */
Value sql_error_new (ScriptRuntime *runtime, const char *name, const char *message);

#endif
