/* language.h: the languages that migrations are written in. */

#ifndef MIGSHIM_SCRIPT_LANGUAGE_H
#define MIGSHIM_SCRIPT_LANGUAGE_H

typedef enum
{
    LANGUAGE_ECMASCRIPT, /* and TypeScript */
    LANGUAGE_PYTHON
} Language;

#endif
