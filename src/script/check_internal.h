/* check_internal.h: what the two halves of the check share: check_facts.c looks once at everything, check.c follows what is known. */

#ifndef MIGSHIM_SCRIPT_CHECK_INTERNAL_H
#define MIGSHIM_SCRIPT_CHECK_INTERNAL_H

#include "script/check.h"

/* What is known of a file before its values are followed. */
typedef struct
{
    const CheckOptions *options;
    GHashTable *writes;      /* const Variable * -> how often it is written, parameters once at the call */
    GHashTable *definitions; /* const Variable * -> Node *: the value that it is declared with */
    GHashTable *escaped;     /* const Variable *: read other than to be called, or exported */
    GHashTable *asked;       /* const Name *: members that the file asks for without needing them */
    GHashTable *entries;     /* const Function *: those that the tool calls */
} CheckFacts;

void check_facts_init (CheckFacts *facts, const ScriptFile *file, const CheckOptions *options);
void check_facts_clear (CheckFacts *facts);

/* The value of VARIABLE when it is written once, where it is declared; else NULL. */
Node *check_definition (const CheckFacts *facts, const Variable *variable);

#endif
