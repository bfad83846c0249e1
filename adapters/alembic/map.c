#include "adapters/alembic/map.h"

#include "util/error.h"
#include "util/suggest.h"

#include <string.h>

struct AlembicMap
{
    gint references;
    GPtrArray *scripts;
    GHashTable *by_name; /* ids, then labels */
    GPtrArray *heads;
    GPtrArray *real_heads;
    GPtrArray *bases;
    GHashTable *types_made;
};

AlembicScript *alembic_script_new (const char *id, const char *path)
{
    AlembicScript *script = g_new0 (AlembicScript, 1);

    script->id = g_strdup (id);
    script->path = g_strdup (path);
    script->down = g_ptr_array_new_with_free_func (g_free);
    script->needs = g_ptr_array_new_with_free_func (g_free);
    script->labels = g_ptr_array_new_with_free_func (g_free);
    script->parents = g_ptr_array_new ();
    script->dependencies = g_ptr_array_new ();
    script->normalized = g_ptr_array_new ();
    script->children = g_ptr_array_new ();
    script->all_children = g_ptr_array_new ();
    script->before = g_ptr_array_new ();
    return script;
}

void alembic_script_free (AlembicScript *script)
{
    if (!script)
        return;
    g_free (script->id);
    g_free (script->path);
    g_ptr_array_unref (script->down);
    g_ptr_array_unref (script->needs);
    g_ptr_array_unref (script->labels);
    g_ptr_array_unref (script->parents);
    g_ptr_array_unref (script->dependencies);
    g_ptr_array_unref (script->normalized);
    g_ptr_array_unref (script->children);
    g_ptr_array_unref (script->all_children);
    g_ptr_array_unref (script->before);
    g_free (script);
}

AlembicMap *alembic_map_ref (AlembicMap *map)
{
    map->references++;
    return map;
}

void alembic_map_unref (AlembicMap *map)
{
    if (!map || --map->references > 0)
        return;
    g_ptr_array_unref (map->scripts);
    g_hash_table_unref (map->by_name);
    g_ptr_array_unref (map->heads);
    g_ptr_array_unref (map->real_heads);
    g_ptr_array_unref (map->bases);
    g_hash_table_unref (map->types_made);
    g_free (map);
}

GHashTable *alembic_map_types_made (AlembicMap *map)
{
    return map->types_made;
}

const GPtrArray *alembic_map_scripts (const AlembicMap *map)
{
    return map->scripts;
}

AlembicScript *alembic_map_find (const AlembicMap *map, const char *name)
{
    return g_hash_table_lookup (map->by_name, name);
}

const GPtrArray *alembic_map_heads (const AlembicMap *map, gboolean all)
{
    return all ? map->real_heads : map->heads;
}

const GPtrArray *alembic_map_bases (const AlembicMap *map)
{
    return map->bases;
}

static gsize set_words (guint n)
{
    return n / 64 + 1;
}

ScriptSet script_set_new (const AlembicMap *map)
{
    return (ScriptSet){ g_new0 (guint64, set_words (map->scripts->len)), map->scripts->len };
}

void script_set_clear (ScriptSet *set)
{
    g_clear_pointer (&set->bits, g_free);
}

static const GPtrArray *neighbours (const AlembicScript *script, MapWalk kind)
{
    switch (kind)
    {
    case WALK_PARENTS:
        return script->parents;
    case WALK_BEFORE:
        return script->before;
    case WALK_CHILDREN:
        return script->children;
    case WALK_ALL_CHILDREN:
        return script->all_children;
    }
    g_return_val_if_reached (script->parents);
}

void alembic_map_walk (const AlembicMap *map G_GNUC_UNUSED, const AlembicScript *script, MapWalk kind, ScriptSet *set)
{
    g_autoptr (GPtrArray) todo = g_ptr_array_new ();

    g_ptr_array_add (todo, (gpointer)script);
    while (todo->len > 0)
    {
        const AlembicScript *at = g_ptr_array_steal_index_fast (todo, todo->len - 1);
        const GPtrArray *others = neighbours (at, kind);

        if (script_set_has (set, at))
            continue;
        script_set_add (set, at);
        for (guint i = 0; i < others->len; i++)
            if (!script_set_has (set, others->pdata[i]))
                g_ptr_array_add (todo, others->pdata[i]);
    }
}

static Location place_of (const AlembicScript *script)
{
    return (Location){ script->path, 0, 0 };
}

static gboolean holds (const GPtrArray *names, const char *name)
{
    return g_ptr_array_find_with_equal_func ((GPtrArray *)names, name, g_str_equal, NULL);
}

/* Revision.__init__ */
static gboolean check_script (const AlembicScript *script, GError **error)
{
    static const char illegal[] = "+-:@"; /* sorted, as the message has them */
    g_autoptr (GString) found = g_string_new (NULL);

    if (holds (script->down, script->id))
    {
        error_set_at (error, MIGSHIM_ERROR_SOURCE, place_of (script), NULL, 0,
                      "Self-loop is detected in revisions (%s)", script->id);
        return FALSE;
    }
    if (holds (script->needs, script->id))
    {
        error_set_at (error, MIGSHIM_ERROR_SOURCE, place_of (script), NULL, 0,
                      "Dependency self-loop is detected in revisions (%s)", script->id);
        return FALSE;
    }
    for (const char *at = illegal; *at; at++)
        if (strchr (script->id, *at))
            g_string_append_printf (found, "%s%c", found->len > 0 ? ", " : "", *at);
    if (found->len == 0)
        return TRUE;
    error_set_at (error, MIGSHIM_ERROR_SOURCE, place_of (script), NULL, 0,
                  "Character(s) '%s' not allowed in revision identifier '%s'", found->str, script->id);
    return FALSE;
}

static gboolean add_ids (AlembicMap *map, GError **error)
{
    for (guint i = 0; i < map->scripts->len; i++)
    {
        AlembicScript *script = map->scripts->pdata[i];
        const AlembicScript *other = alembic_map_find (map, script->id);

        script->index = i;
        if (!check_script (script, error))
            return FALSE;
        if (other)
        {
            error_set_at (error, MIGSHIM_ERROR_SOURCE, place_of (script), NULL, 0,
                          "Revision %s is present more than once", script->id);
            error_hint (error,
                        "The other file is %s. Alembic warns and runs only one of the two, so the other's work is "
                        "lost: give one of them an id of its own, or remove it.",
                        other->path ? other->path : "unknown");
            return FALSE;
        }
        g_hash_table_insert (map->by_name, script->id, script);
    }
    return TRUE;
}

/* _map_branch_labels */
static gboolean add_labels (AlembicMap *map, GError **error)
{
    for (guint i = 0; i < map->scripts->len; i++)
    {
        AlembicScript *script = map->scripts->pdata[i];

        for (guint j = 0; j < script->labels->len; j++)
        {
            char *label = script->labels->pdata[j];
            const AlembicScript *other = alembic_map_find (map, label);

            if (other)
            {
                error_set_at (error, MIGSHIM_ERROR_SOURCE, place_of (script), NULL, 0,
                              "Branch name '%s' in revision %s already used by revision %s", label, script->id,
                              other->id);
                return FALSE;
            }
            g_hash_table_insert (map->by_name, label, script);
        }
    }
    return TRUE;
}

static gboolean resolve (const AlembicMap *map, const AlembicScript *script, const GPtrArray *names, const char *what,
                         GPtrArray *found, GError **error)
{
    for (guint i = 0; i < names->len; i++)
    {
        const char *name = names->pdata[i];
        AlembicScript *other = alembic_map_find (map, name);
        g_autofree const char **known = NULL;
        const char *near;

        if (other)
        {
            if (!g_ptr_array_find (found, other, NULL))
                g_ptr_array_add (found, other);
            continue;
        }
        known = (const char **)g_hash_table_get_keys_as_array (map->by_name, NULL);
        near = suggest_nearest (name, known);
        error_set_at (error, MIGSHIM_ERROR_SOURCE, place_of (script), NULL, 0,
                      "Revision %s referenced from %s is not present", name, script->id);
        if (near)
            error_hint (error, "Its `%s` names it. Did you mean \"%s\"?", what, near);
        else
            error_hint (error,
                        "Its `%s` names it. Bring that file back, or let `path` of the source name the folder that "
                        "holds it.",
                        what);
        return FALSE;
    }
    return TRUE;
}

static void link_children (const AlembicMap *map)
{
    for (guint i = 0; i < map->scripts->len; i++)
    {
        AlembicScript *script = map->scripts->pdata[i];

        for (guint j = 0; j < script->parents->len; j++)
        {
            AlembicScript *parent = script->parents->pdata[j];

            g_ptr_array_add (parent->children, script);
            g_ptr_array_add (parent->all_children, script);
        }
        for (guint j = 0; j < script->dependencies->len; j++)
        {
            AlembicScript *needed = script->dependencies->pdata[j];

            if (!g_ptr_array_find (needed->all_children, script, NULL))
                g_ptr_array_add (needed->all_children, script);
        }
    }
}

/* _normalize_depends_on: a dependency that an ancestor (by down_revision) has too is none of SCRIPT's. */
static void normalize (const AlembicMap *map, AlembicScript *script)
{
    g_auto (ScriptSet) ancestors = { 0 };

    g_ptr_array_extend (script->before, script->parents, NULL, NULL);
    if (script->dependencies->len == 0)
        return;
    ancestors = script_set_new (map);
    alembic_map_walk (map, script, WALK_PARENTS, &ancestors);
    script_set_remove (&ancestors, script);
    for (guint i = 0; i < script->dependencies->len; i++)
    {
        AlembicScript *needed = script->dependencies->pdata[i];
        gboolean had = FALSE;

        for (guint j = 0; j < needed->all_children->len && !had; j++)
        {
            const AlembicScript *other = needed->all_children->pdata[j];

            had = script_set_has (&ancestors, other) && g_ptr_array_find (other->dependencies, needed, NULL);
        }
        if (had)
            continue;
        g_ptr_array_add (script->normalized, needed);
        if (!g_ptr_array_find (script->before, needed, NULL))
            g_ptr_array_add (script->before, needed);
    }
}

static void find_ends (AlembicMap *map)
{
    for (guint i = 0; i < map->scripts->len; i++)
    {
        AlembicScript *script = map->scripts->pdata[i];

        if (script->children->len == 0)
            g_ptr_array_add (map->heads, script);
        if (script->all_children->len == 0)
            g_ptr_array_add (map->real_heads, script);
        if (script->parents->len == 0)
            g_ptr_array_add (map->bases, script);
    }
}

static int compare_text (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void set_cycle (const char *kind, GPtrArray *names, const AlembicScript *first, gboolean sort, GError **error)
{
    g_autofree char *text = NULL;

    if (sort)
        g_ptr_array_sort (names, compare_text);
    g_ptr_array_add (names, NULL);
    text = g_strjoinv (", ", (char **)names->pdata);
    error_set_at (error, MIGSHIM_ERROR_SOURCE, place_of (first), NULL, 0, "%s is detected in revisions (%s)", kind,
                  text);
    error_hint (error, "Each of them comes before itself: mend `down_revision` or `depends_on` of one of them.");
}

/* _detect_cycles, once for down_revision alone and once with dependencies: what is not reached both from the heads and from the bases is in a cycle. */
static gboolean check_cycles (const AlembicMap *map, gboolean all, GError **error)
{
    const char *kind = all ? "Dependency cycle" : "Cycle";
    const GPtrArray *heads = all ? map->real_heads : map->heads;
    g_auto (ScriptSet) below = script_set_new (map);
    g_auto (ScriptSet) above = script_set_new (map);
    g_autoptr (GPtrArray) lost = g_ptr_array_new ();
    const AlembicScript *first = NULL;
    guint n_bases = 0;

    for (guint i = 0; i < heads->len; i++)
        alembic_map_walk (map, heads->pdata[i], all ? WALK_BEFORE : WALK_PARENTS, &below);
    for (guint i = 0; i < map->bases->len; i++)
    {
        const AlembicScript *base = map->bases->pdata[i];

        if (all && base->needs->len > 0)
            continue;
        n_bases++;
        alembic_map_walk (map, base, all ? WALK_ALL_CHILDREN : WALK_CHILDREN, &above);
    }
    for (guint i = 0; i < map->scripts->len; i++)
    {
        const AlembicScript *script = map->scripts->pdata[i];

        if (heads->len > 0 && n_bases > 0 && script_set_has (&below, script) && script_set_has (&above, script))
            continue;
        first = first ? first : script;
        g_ptr_array_add (lost, script->id);
    }
    if (lost->len == 0)
        return TRUE;
    set_cycle (kind, lost, first, heads->len > 0 && n_bases > 0, error);
    return FALSE;
}

AlembicMap *alembic_map_new (GPtrArray *scripts, GError **error)
{
    g_autoptr (AlembicMap) map = g_new0 (AlembicMap, 1);

    map->references = 1;
    map->scripts = g_ptr_array_new_with_free_func ((GDestroyNotify)alembic_script_free);
    map->by_name = g_hash_table_new (g_str_hash, g_str_equal);
    map->heads = g_ptr_array_new ();
    map->real_heads = g_ptr_array_new ();
    map->bases = g_ptr_array_new ();
    map->types_made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < scripts->len; i++)
        g_ptr_array_add (map->scripts, scripts->pdata[i]);
    g_free (g_ptr_array_steal (scripts, NULL));
    if (!add_ids (map, error) || !add_labels (map, error))
        return NULL;
    for (guint i = 0; i < map->scripts->len; i++)
    {
        AlembicScript *script = map->scripts->pdata[i];

        if (!resolve (map, script, script->needs, "depends_on", script->dependencies, error) ||
            !resolve (map, script, script->down, "down_revision", script->parents, error))
            return NULL;
    }
    link_children (map);
    for (guint i = 0; i < map->scripts->len; i++)
        normalize (map, map->scripts->pdata[i]);
    find_ends (map);
    return check_cycles (map, FALSE, error) && check_cycles (map, TRUE, error) ? g_steal_pointer (&map) : NULL;
}
