/* What the words of a target mean: RevisionMap._parse_upgrade_target, _parse_downgrade_target and what they call; ScriptDirectory._catch_revision_errors. */

#include "adapters/alembic/map.h"
#include "util/error.h"

#include <string.h>

/* "label@symbol+2"; every part but the number may be missing. Anchored at the beginning alone, as re.match is. */
#define RELATIVE "^(?:(.+?)@)?(\\w+)?([+-]\\d+)"

typedef struct
{
    const AlembicMap *map;
    const GPtrArray *rows; /* char *: as read */
    GPtrArray *current;    /* AlembicScript *: what they name */
    const char *text;      /* the whole target */
    Direction direction;
    GPtrArray *warnings;
    GError **error;
} Parse;

/* The parts of a relative target. */
typedef struct
{
    char *label;
    char *symbol;
    char *number; /* as written, with its sign */
    gint64 steps;
} Relative;

static void relative_clear (Relative *relative)
{
    g_free (relative->label);
    g_free (relative->symbol);
    g_free (relative->number);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Relative, relative_clear)

static char *fetch (GMatchInfo *match, gint group)
{
    char *text = g_match_info_fetch (match, group);

    if (text && *text)
        return text;
    g_free (text);
    return NULL;
}

static gboolean read_relative (const char *text, Relative *relative)
{
    g_autoptr (GRegex) pattern = g_regex_new (RELATIVE, G_REGEX_DOTALL, 0, NULL);
    g_autoptr (GMatchInfo) match = NULL;

    if (!g_regex_match (pattern, text, 0, &match))
        return FALSE;
    relative->label = fetch (match, 1);
    relative->symbol = fetch (match, 2);
    relative->number = fetch (match, 3);
    relative->steps = CLAMP (g_ascii_strtoll (relative->number, NULL, 10), -G_MAXINT, G_MAXINT);
    return TRUE;
}

/* Errors, as people see them from the command line. */

static gboolean fail_unknown (const Parse *parse, const char *name, const char *why)
{
    error_set (parse->error, MIGSHIM_ERROR_USAGE, "Can't locate revision identified by '%s'", name);
    if (why)
        error_hint (parse->error, "%s", why);
    return FALSE;
}

static gboolean fail_many (const Parse *parse)
{
    const GPtrArray *heads = alembic_map_heads (parse->map, FALSE);
    g_autoptr (GString) list = g_string_new ("The heads are:");

    error_set (parse->error, MIGSHIM_ERROR_USAGE,
               "Multiple head revisions are present for given argument '%s'; please specify a specific target "
               "revision, '<branchname>@%s' to narrow to a specific head, or 'heads' for all heads",
               parse->text, parse->text);
    for (guint i = 0; i < heads->len; i++)
        g_string_append_printf (list, " %s", ((const AlembicScript *)heads->pdata[i])->id);
    error_hint (parse->error, "%s", list->str);
    return FALSE;
}

static gboolean fail_steps (const Parse *parse, const Relative *relative)
{
    error_set (parse->error, MIGSHIM_ERROR_USAGE, "Relative revision %s didn't produce %" G_GINT64_FORMAT " migrations",
               relative->number, ABS (relative->steps));
    return FALSE;
}

static gboolean fail_range (const Parse *parse)
{
    error_set (parse->error, MIGSHIM_ERROR_USAGE, "Destination %s is not a valid %s target from current head(s)",
               parse->text, parse->direction == DIRECTION_UP ? "upgrade" : "downgrade");
    return FALSE;
}

static gboolean fail (const Parse *parse, const char *message)
{
    error_set (parse->error, MIGSHIM_ERROR_USAGE, "%s", message);
    return FALSE;
}

/* Lineage. */

/* _shares_lineage without dependencies: is one of OTHERS above or below SCRIPT? */
static gboolean shares_lineage (const Parse *parse, const AlembicScript *script, const GPtrArray *others)
{
    g_auto (ScriptSet) kin = script_set_new (parse->map);
    g_auto (ScriptSet) above = script_set_new (parse->map);

    if (others->len == 0)
        return TRUE;
    alembic_map_walk (parse->map, script, WALK_CHILDREN, &above);
    alembic_map_walk (parse->map, script, WALK_PARENTS, &kin);
    for (guint i = 0; i < others->len; i++)
        if (script_set_has (&kin, others->pdata[i]) || script_set_has (&above, others->pdata[i]))
            return TRUE;
    return FALSE;
}

static gboolean find_ident (const Parse *parse, const char *id, const char *branch, AlembicScript **found);

/* _resolve_branch: a label, an id, or the beginning of one. */
static gboolean find_branch (const Parse *parse, const char *label, AlembicScript **found)
{
    *found = alembic_map_find (parse->map, label);
    return *found || find_ident (parse, label, NULL, found);
}

/* filter_for_lineage by a label. KEPT is filled. */
static gboolean filter (const Parse *parse, const GPtrArray *scripts, const char *label, GPtrArray *kept)
{
    g_autoptr (GPtrArray) branch = g_ptr_array_new ();
    AlembicScript *script;

    if (!find_branch (parse, label, &script))
        return FALSE;
    g_ptr_array_add (branch, script);
    for (guint i = 0; i < scripts->len; i++)
        if (shares_lineage (parse, scripts->pdata[i], branch))
            g_ptr_array_add (kept, scripts->pdata[i]);
    return TRUE;
}

/* The names that begin with ID, of more than three characters: ids first, then labels. */
static void match_names (const Parse *parse, const char *id, const AlembicScript *branch, GPtrArray *names)
{
    const GPtrArray *scripts = alembic_map_scripts (parse->map);
    g_autoptr (GPtrArray) branches = g_ptr_array_new ();

    if (branch)
        g_ptr_array_add (branches, (gpointer)branch);
    for (guint round = 0; round < 2; round++)
        for (guint i = 0; i < scripts->len; i++)
        {
            const AlembicScript *script = scripts->pdata[i];

            for (guint j = 0; j < (round == 0 ? 1 : script->labels->len); j++)
            {
                const char *name = round == 0 ? script->id : script->labels->pdata[j];

                if (g_utf8_strlen (name, -1) > 3 && g_str_has_prefix (name, id) &&
                    (!branch || shares_lineage (parse, script, branches)))
                    g_ptr_array_add (names, (gpointer)name);
            }
        }
}

static gboolean find_partial (const Parse *parse, const char *id, const AlembicScript *branch, AlembicScript **found)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    g_autoptr (GString) why = g_string_new (NULL);

    match_names (parse, id, branch, names);
    if (names->len == 1)
    {
        *found = alembic_map_find (parse->map, names->pdata[0]);
        return TRUE;
    }
    if (names->len == 0)
    {
        g_string_printf (why, "No such revision or branch '%s'%s", id,
                         g_utf8_strlen (id, -1) < 4 ? "; please ensure at least four characters are present for "
                                                      "partial revision identifier matches"
                                                    : "");
        return fail_unknown (parse, id, why->str);
    }
    g_string_printf (why, "Multiple revisions start with '%s':", id);
    for (guint i = 0; i < names->len && i < 3; i++)
        g_string_append_printf (why, "%s '%s'", i > 0 ? "," : "", (const char *)names->pdata[i]);
    g_string_append (why, "...");
    return fail_unknown (parse, id, why->str);
}

/* _revision_for_ident */
static gboolean find_ident (const Parse *parse, const char *id, const char *branch, AlembicScript **found)
{
    AlembicScript *member = NULL;
    g_autoptr (GPtrArray) members = g_ptr_array_new ();
    g_autofree char *why = NULL;

    if (branch && !find_branch (parse, branch, &member))
        return FALSE;
    *found = alembic_map_find (parse->map, id);
    if (!*found && !find_partial (parse, id, member, found))
        return FALSE;
    if (!member)
        return TRUE;
    g_ptr_array_add (members, member);
    if (shares_lineage (parse, *found, members))
        return TRUE;
    why = g_strdup_printf ("Revision %s is not a member of branch '%s'", (*found)->id, branch);
    return fail_unknown (parse, id, why);
}

/* get_revisions: LABEL may be NULL. A symbol that means the base gives none. */
static gboolean find_all (const Parse *parse, const char *label, const char *symbol, GPtrArray *found)
{
    AlembicScript *script;

    if (g_str_equal (symbol, "base"))
        return TRUE;
    if (g_str_equal (symbol, "heads") || g_str_equal (symbol, "head"))
    {
        gboolean one = g_str_equal (symbol, "head");
        const GPtrArray *heads = alembic_map_heads (parse->map, !one && !label);

        if (label && !filter (parse, heads, label, found))
            return FALSE;
        if (!label)
            g_ptr_array_extend (found, (GPtrArray *)heads, NULL, NULL);
        return !one || found->len <= 1 || fail_many (parse);
    }
    if (!find_ident (parse, symbol, label, &script))
        return FALSE;
    g_ptr_array_add (found, script);
    return TRUE;
}

/* get_revision: *FOUND is NULL for the base. */
static gboolean find_one (const Parse *parse, const char *label, const char *symbol, AlembicScript **found)
{
    g_autoptr (GPtrArray) all = g_ptr_array_new ();

    *found = NULL;
    if (!find_all (parse, label, symbol, all))
        return FALSE;
    if (all->len > 1)
        return fail_many (parse);
    if (all->len == 1)
        *found = all->pdata[0];
    return TRUE;
}

/* A place in a walk: below the first revision, at one, or past the end. */
typedef enum
{
    AT_NOTHING, /* None: where nobody has been */
    AT_SCRIPT,
    AT_BASE, /* the walk down has left the last revision */
    AT_END   /* too far */
} PlaceKind;

typedef struct
{
    PlaceKind kind;
    AlembicScript *script;
} WalkPlace;

static gboolean step_up (const Parse *parse, WalkPlace *at, const char *label)
{
    const GPtrArray *next = at->kind == AT_SCRIPT ? at->script->children : alembic_map_bases (parse->map);
    g_autoptr (GPtrArray) kept = g_ptr_array_new ();

    if (label && !filter (parse, next, label, kept))
        return FALSE;
    if (label)
        next = kept;
    if (next->len > 1)
        return fail (parse, "Ambiguous walk");
    *at = next->len == 1 ? (WalkPlace){ AT_SCRIPT, next->pdata[0] } : (WalkPlace){ AT_END, NULL };
    return TRUE;
}

static gboolean step_down (const Parse *parse, WalkPlace *at)
{
    const GPtrArray *next = at->kind == AT_SCRIPT ? at->script->parents : alembic_map_heads (parse->map, FALSE);

    if (at->kind == AT_BASE)
        *at = (WalkPlace){ AT_END, NULL };
    else if (next->len > 1)
        return fail (parse, "Ambiguous walk");
    else
        *at = next->len == 1 ? (WalkPlace){ AT_SCRIPT, next->pdata[0] } : (WalkPlace){ AT_BASE, NULL };
    return TRUE;
}

/* _walk. LABEL is for the way up. */
static gboolean walk (const Parse *parse, WalkPlace *at, gint64 steps, const char *label)
{
    for (gint64 i = 0; i < ABS (steps) && at->kind != AT_END; i++)
        if (steps > 0 ? !step_up (parse, at, label) : !step_down (parse, at))
            return FALSE;
    return TRUE;
}

static gboolean start_at (const Parse *parse, const char *label, const char *symbol, WalkPlace *at)
{
    if (!find_one (parse, label, symbol, &at->script))
        return FALSE;
    at->kind = at->script ? AT_SCRIPT : AT_NOTHING;
    return TRUE;
}

/* Those of CURRENT's ancestors on the branch LABEL that no other of them stands on: where the branch left what is applied. */
static gboolean find_branch_tips (const Parse *parse, const char *label, GPtrArray *tips)
{
    const GPtrArray *scripts = alembic_map_scripts (parse->map);
    g_auto (ScriptSet) active = script_set_new (parse->map);
    g_auto (ScriptSet) below = script_set_new (parse->map);
    g_autoptr (GPtrArray) all = g_ptr_array_new ();
    g_autoptr (GPtrArray) kept = g_ptr_array_new ();

    for (guint i = 0; i < parse->current->len; i++)
        alembic_map_walk (parse->map, parse->current->pdata[i], WALK_BEFORE, &active);
    for (guint i = 0; i < scripts->len; i++)
        if (script_set_has (&active, scripts->pdata[i]))
            g_ptr_array_add (all, scripts->pdata[i]);
    if (!filter (parse, all, label, kept))
        return FALSE;
    for (guint i = 0; i < kept->len; i++)
    {
        const GPtrArray *before = ((const AlembicScript *)kept->pdata[i])->before;

        for (guint j = 0; j < before->len; j++)
            script_set_add (&below, before->pdata[j]);
    }
    for (guint i = 0; i < kept->len; i++)
        if (!script_set_has (&below, kept->pdata[i]))
            g_ptr_array_add (tips, kept->pdata[i]);
    return TRUE;
}

/* "+2", "label@+2": from what is applied. */
static gboolean walk_from_current (const Parse *parse, const Relative *relative, WalkPlace *at)
{
    g_autoptr (GPtrArray) starts = g_ptr_array_new ();

    if (relative->label)
    {
        if (!filter (parse, parse->current, relative->label, starts) ||
            (starts->len == 0 && !find_branch_tips (parse, relative->label, starts)))
            return FALSE;
    }
    else
        g_ptr_array_extend (starts, parse->current, NULL, NULL);
    if (starts->len > 1)
        return fail (parse, "Ambiguous upgrade from multiple current revisions");
    *at = starts->len == 1 ? (WalkPlace){ AT_SCRIPT, starts->pdata[0] } : (WalkPlace){ AT_NOTHING, NULL };
    return walk (parse, at, relative->steps, relative->label);
}

/* The part of TEXT before its first '@', or NULL, and what follows. Free the label with g_free. */
static char *split_label (const char *text, const char **symbol)
{
    const char *at = strchr (text, '@');

    *symbol = at ? at + 1 : text;
    return at ? g_strndup (text, (gsize)(at - text)) : NULL;
}

static gboolean find_up (const Parse *parse, GPtrArray *found)
{
    g_auto (Relative) relative = { 0 };
    WalkPlace at = { AT_NOTHING, NULL };

    if (!read_relative (parse->text, &relative))
    {
        const char *symbol;
        g_autofree char *label = split_label (parse->text, &symbol);

        return find_all (parse, label, symbol, found);
    }
    if (!relative.symbol)
    {
        if (relative.steps <= 0)
            return fail_steps (parse, &relative);
        if (!walk_from_current (parse, &relative, &at))
            return FALSE;
    }
    else if (!start_at (parse, relative.steps > 0 ? NULL : relative.label, relative.symbol, &at) ||
             !walk (parse, &at, relative.steps, relative.label))
        return FALSE;
    if (at.kind != AT_SCRIPT)
        return fail_steps (parse, &relative);
    g_ptr_array_add (found, at.script);
    return TRUE;
}

/* _get_all_current with _filter_into_branch_heads: what is applied, without what has a child (by down_revision) that is. */
static void find_branch_heads (const Parse *parse, GPtrArray *heads)
{
    const GPtrArray *scripts = alembic_map_scripts (parse->map);
    g_auto (ScriptSet) active = script_set_new (parse->map);

    for (guint i = 0; i < parse->current->len; i++)
        alembic_map_walk (parse->map, parse->current->pdata[i], WALK_BEFORE, &active);
    for (guint i = 0; i < scripts->len; i++)
    {
        const AlembicScript *script = scripts->pdata[i];
        gboolean top = script_set_has (&active, script);

        for (guint j = 0; j < script->children->len; j++)
            top = top && !script_set_has (&active, script->children->pdata[j]);
        if (top)
            g_ptr_array_add (heads, (gpointer)script);
    }
}

/* "-1", "label@-1": from what is applied. *BRANCH is the label that bounds the way down; free it with g_free. */
static gboolean find_down_start (const Parse *parse, const Relative *relative, AlembicScript **start, char **branch)
{
    g_autoptr (GPtrArray) starts = g_ptr_array_new ();

    if (!relative->label)
    {
        if (parse->current->len == 0)
            return fail_steps (parse, relative);
        if (parse->current->len > 1)
            g_ptr_array_add (parse->warnings,
                             g_strdup_printf ("downgrade %s from multiple heads is ambiguous; it goes down from %s",
                                              relative->number, ((AlembicScript *)parse->current->pdata[0])->id));
        *start = parse->current->pdata[0];
        *branch = g_strdup ((*start)->id);
        return TRUE;
    }
    if (!filter (parse, parse->current, relative->label, starts))
        return FALSE;
    if (starts->len == 0)
    {
        g_autoptr (GPtrArray) heads = g_ptr_array_new ();

        find_branch_heads (parse, heads);
        if (!filter (parse, heads, relative->label, starts))
            return FALSE;
    }
    if (starts->len != 1)
    {
        error_set (parse->error, MIGSHIM_ERROR_USAGE, "%u applied heads are on the branch '%s', so %s is ambiguous",
                   starts->len, relative->label, parse->text);
        return FALSE;
    }
    *branch = g_strdup (relative->label);
    return find_one (parse, relative->label, ((AlembicScript *)starts->pdata[0])->id, start);
}

/* _parse_downgrade_target: *SCRIPT is NULL for the base. */
static gboolean parse_down (const Parse *parse, char **branch, AlembicScript **script)
{
    g_auto (Relative) relative = { 0 };
    WalkPlace at = { AT_SCRIPT, NULL };
    const char *symbol;
    const char *last;

    if (!read_relative (parse->text, &relative))
    {
        last = strrchr (parse->text, '@');
        symbol = last ? last + 1 : parse->text;
        if (last && last != parse->text)
            *branch = g_strndup (parse->text, (gsize)(last - parse->text));
        return find_one (parse, NULL, symbol, script);
    }
    if (relative.steps >= 0)
    {
        if (!relative.symbol)
            return fail_steps (parse, &relative);
        *branch = g_strdup (relative.label);
        if (!start_at (parse, NULL, relative.symbol, &at) || !walk (parse, &at, relative.steps, relative.label))
            return FALSE;
    }
    else if (relative.symbol)
    {
        *branch = g_strdup (relative.label);
        if (!start_at (parse, relative.label, relative.symbol, &at) || !walk (parse, &at, relative.steps, NULL))
            return FALSE;
    }
    else if (!find_down_start (parse, &relative, &at.script, branch) || !walk (parse, &at, relative.steps, NULL))
        return FALSE;
    if (at.kind == AT_END)
        return relative.symbol ? fail (parse, "Walked too far") : fail_steps (parse, &relative);
    *script = at.kind == AT_SCRIPT ? at.script : NULL;
    return TRUE;
}

/* Of several ways down only those that are on the branch stay. */
static gboolean keep_branch (const Parse *parse, const char *branch, GPtrArray *roots)
{
    g_auto (ScriptSet) ancestors = script_set_new (parse->map);
    AlembicScript *script;

    if (!branch || roots->len <= 1)
        return TRUE;
    if (!find_branch (parse, branch, &script))
        return FALSE;
    alembic_map_walk (parse->map, script, WALK_PARENTS, &ancestors);
    for (guint i = roots->len; i > 0; i--)
        if (!script_set_has (&ancestors, roots->pdata[i - 1]))
            g_ptr_array_remove_index (roots, i - 1);
    return roots->len > 0 || fail (parse, "Not a valid downgrade target from current heads");
}

/* _collect_downgrade_revisions */
static gboolean find_down (const Parse *parse, GPtrArray *found)
{
    const GPtrArray *scripts = alembic_map_scripts (parse->map);
    g_autofree char *branch = NULL;
    AlembicScript *target = NULL;
    g_autoptr (GPtrArray) roots = g_ptr_array_new ();
    g_auto (ScriptSet) dropped = script_set_new (parse->map);
    g_auto (ScriptSet) active = script_set_new (parse->map);

    if (!parse_down (parse, &branch, &target))
        return FALSE;
    g_ptr_array_extend (roots, target ? target->children : (GPtrArray *)alembic_map_bases (parse->map), NULL, NULL);
    if (!keep_branch (parse, branch, roots))
        return FALSE;
    for (guint i = 0; i < roots->len; i++)
        alembic_map_walk (parse->map, roots->pdata[i], WALK_ALL_CHILDREN, &dropped);
    for (guint i = 0; i < parse->current->len; i++)
        alembic_map_walk (parse->map, parse->current->pdata[i], WALK_BEFORE, &active);
    for (guint i = 0; i < scripts->len; i++)
        if (script_set_has (&dropped, scripts->pdata[i]) && script_set_has (&active, scripts->pdata[i]))
            g_ptr_array_add (found, scripts->pdata[i]);
    return !target || found->len > 0 || g_ptr_array_find (parse->current, target, NULL) || fail_range (parse);
}

gboolean alembic_map_current (const AlembicMap *map, const GPtrArray *current, GPtrArray *scripts, GError **error)
{
    Parse parse = { .map = map, .text = "", .error = error };

    for (guint i = 0; i < current->len; i++)
    {
        AlembicScript *script;

        if (!find_ident (&parse, current->pdata[i], NULL, &script))
            return FALSE;
        if (!g_ptr_array_find (scripts, script, NULL))
            g_ptr_array_add (scripts, script);
    }
    for (guint i = 0; i < scripts->len; i++)
    {
        const AlembicScript *script = scripts->pdata[i];
        g_auto (ScriptSet) below = script_set_new (map);
        g_autoptr (GString) others = g_string_new (NULL);

        alembic_map_walk (map, script, WALK_BEFORE, &below);
        for (guint j = 0; j < scripts->len; j++)
            if (j != i && script_set_has (&below, scripts->pdata[j]))
                g_string_append_printf (others, "%s%s", others->len > 0 ? ", " : "",
                                        ((const AlembicScript *)scripts->pdata[j])->id);
        if (others->len == 0)
            continue;
        error_set (error, MIGSHIM_ERROR_DISAGREE, "Requested revision %s overlaps with other requested revisions %s",
                   script->id, others->str);
        return FALSE;
    }
    return TRUE;
}

GPtrArray *alembic_map_target (const AlembicMap *map, const GPtrArray *current, const char *target, Direction direction,
                               GPtrArray *warnings, GError **error)
{
    g_autoptr (GPtrArray) scripts = g_ptr_array_new ();
    g_autoptr (GPtrArray) found = g_ptr_array_new ();
    Parse parse = { map, current, scripts, target, direction, warnings, error };

    if (!alembic_map_current (map, current, scripts, error))
        return NULL;
    return (direction == DIRECTION_UP ? find_up (&parse, found) : find_down (&parse, found)) ? g_steal_pointer (&found)
                                                                                             : NULL;
}
