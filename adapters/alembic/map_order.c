/* RevisionMap._topological_sort: the heads in the order of the map; a branch is followed down until something else stands on what comes next. */

#include "adapters/alembic/map.h"

/* A place from which the walk goes on: what comes next there, and all that it stands on. */
typedef struct
{
    const AlembicScript *script;
    ScriptSet ancestors;
} Tip;

typedef struct
{
    const AlembicMap *map;
    ScriptSet todo;
    GArray *tips; /* of Tip */
    GPtrArray *sorted;
} Sort;

static void tip_clear (gpointer item)
{
    script_set_clear (&((Tip *)item)->ancestors);
}

static void add_tip (Sort *sort, const AlembicScript *script)
{
    Tip tip = { script, script_set_new (sort->map) };

    alembic_map_walk (sort->map, script, WALK_BEFORE, &tip.ancestors);
    g_array_append_val (sort->tips, tip);
}

/* The tip, other than the one at INDEX, that stands on its script; INDEX when there is none. */
static guint find_standing (const Sort *sort, guint index)
{
    const AlembicScript *script = g_array_index (sort->tips, Tip, index).script;

    for (guint i = 0; i < sort->tips->len; i++)
        if (i != index && script_set_has (&g_array_index (sort->tips, Tip, i).ancestors, script))
            return i;
    return index;
}

static gboolean is_tip (const Sort *sort, const AlembicScript *script)
{
    for (guint i = 0; i < sort->tips->len; i++)
        if (g_array_index (sort->tips, Tip, i).script == script)
            return TRUE;
    return FALSE;
}

/* The tip at INDEX moves down from SCRIPT, which is sorted. Returns the tip to go on with. */
static guint move_down (Sort *sort, guint index, const AlembicScript *script)
{
    g_autoptr (GPtrArray) next = g_ptr_array_new ();
    Tip *tip;

    for (guint i = 0; i < script->before->len; i++)
        if (script_set_has (&sort->todo, script->before->pdata[i]) && !is_tip (sort, script->before->pdata[i]))
            g_ptr_array_add (next, script->before->pdata[i]);
    if (next->len == 0)
    {
        g_array_remove_index (sort->tips, index);
        return index > 0 ? index - 1 : 0;
    }
    tip = &g_array_index (sort->tips, Tip, index);
    tip->script = next->pdata[0];
    if (script->normalized->len == 0 && script->parents->len == 1)
    {
        script_set_remove (&tip->ancestors, script);
        return index;
    }
    script_set_clear (&tip->ancestors);
    tip->ancestors = script_set_new (sort->map);
    alembic_map_walk (sort->map, tip->script, WALK_BEFORE, &tip->ancestors);
    for (guint i = 1; i < next->len; i++)
        add_tip (sort, next->pdata[i]);
    return index;
}

static gboolean is_top (const ScriptSet *wanted, const AlembicScript *script)
{
    for (guint i = 0; i < script->all_children->len; i++)
        if (script_set_has (wanted, script->all_children->pdata[i]))
            return FALSE;
    return TRUE;
}

static void reverse (GPtrArray *array)
{
    for (guint i = 0; i < array->len / 2; i++)
    {
        gpointer item = array->pdata[i];

        array->pdata[i] = array->pdata[array->len - 1 - i];
        array->pdata[array->len - 1 - i] = item;
    }
}

GPtrArray *alembic_map_order (const AlembicMap *map, const ScriptSet *wanted, Direction direction)
{
    const GPtrArray *scripts = alembic_map_scripts (map);
    Sort sort = { map, script_set_new (map), g_array_new (FALSE, FALSE, sizeof (Tip)), g_ptr_array_new () };
    guint at = 0;

    g_array_set_clear_func (sort.tips, tip_clear);
    for (guint i = 0; i < scripts->len; i++)
        if (script_set_has (wanted, scripts->pdata[i]))
        {
            script_set_add (&sort.todo, scripts->pdata[i]);
            if (is_top (wanted, scripts->pdata[i]))
                add_tip (&sort, scripts->pdata[i]);
        }
    while (sort.tips->len > 0)
    {
        AlembicScript *script = (AlembicScript *)g_array_index (sort.tips, Tip, at).script;
        guint standing = find_standing (&sort, at);

        if (standing != at)
        {
            at = standing;
            continue;
        }
        if (script_set_has (&sort.todo, script))
        {
            g_ptr_array_add (sort.sorted, script);
            script_set_remove (&sort.todo, script);
        }
        at = move_down (&sort, at, script);
    }
    script_set_clear (&sort.todo);
    g_array_unref (sort.tips);
    if (direction == DIRECTION_UP)
        reverse (sort.sorted);
    return sort.sorted;
}
