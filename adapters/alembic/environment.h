/* environment.h: what env.py tells without being run: the arguments of context.configure that are literals, the variable that the URL comes from, and
 * the naming convention of the application's metadata, for which the modules are read that it is imported from. For `init`. */

#ifndef MIGSHIM_ADAPTERS_ALEMBIC_ENVIRONMENT_H
#define MIGSHIM_ADAPTERS_ALEMBIC_ENVIRONMENT_H

#include <glib.h>

typedef struct
{
    GHashTable *history; /* char * -> char *: settings of a source, as migshim.yaml has them */
    char *url_variable;  /* of the environment; or NULL */
    GPtrArray *notes;    /* char *: what a person has to look at, a sentence each */
    const char *root;    /* paths in notes are relative to it; set by the caller */
} Environment;

void environment_clear (Environment *environment);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Environment, environment_clear)

/* Fills ENVIRONMENT, zeroed by the caller but for ROOT, with what the file PATH says. FOLDERS (absolute, NULL-terminated) is where Python would look for
 * modules. A file that is not there, or can't be parsed, is a note. */
void environment_read (const char *path, const char *const *folders, Environment *environment);

#endif
