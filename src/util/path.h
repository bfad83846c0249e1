/* path.h: paths as people are shown them. */

#ifndef MIGSHIM_UTIL_PATH_H
#define MIGSHIM_UTIL_PATH_H

/* PATH as it is seen from the folder ROOT; "." for ROOT itself, and absolute where it lies outside. Symbolic links are not followed. Free with g_free. */
char *path_relative_to (const char *root, const char *path);

#endif
