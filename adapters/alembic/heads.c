#include "adapters/alembic/heads.h"

#include "util/error.h"

AlembicHeads *alembic_heads_new (AlembicMap *map, const GPtrArray *rows)
{
    AlembicHeads *heads = g_new0 (AlembicHeads, 1);

    heads->map = map ? alembic_map_ref (map) : NULL;
    heads->rows = g_ptr_array_new_with_free_func (g_free);
    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add (heads->rows, g_strdup (rows->pdata[i]));
    return heads;
}

void alembic_heads_free (AlembicHeads *heads)
{
    if (!heads)
        return;
    alembic_map_unref (heads->map);
    g_ptr_array_unref (heads->rows);
    g_free (heads);
}

static void change_clear (gpointer item)
{
    HeadChange *change = item;

    g_free (change->from);
    g_free (change->to);
}

GArray *alembic_changes_new (void)
{
    GArray *changes = g_array_new (FALSE, FALSE, sizeof (HeadChange));

    g_array_set_clear_func (changes, change_clear);
    return changes;
}

static gboolean has_row (const AlembicHeads *heads, const char *id)
{
    return g_ptr_array_find_with_equal_func (heads->rows, id, g_str_equal, NULL);
}

static gboolean has_script (const AlembicHeads *heads, gconstpointer script)
{
    return has_row (heads, ((const AlembicScript *)script)->id);
}

/* _insert_version, _update_version, _delete_version */
static gboolean change (AlembicHeads *heads, const char *from, const char *to, GArray *changes, GError **error)
{
    HeadChange made = { g_strdup (from), g_strdup (to) };
    guint at;

    g_array_append_val (changes, made);
    if (to && has_row (heads, to))
    {
        error_set (error, MIGSHIM_ERROR_DISAGREE, "the history has a row for %s already", to);
        return FALSE;
    }
    if (!from)
        g_ptr_array_add (heads->rows, g_strdup (to));
    else if (!g_ptr_array_find_with_equal_func (heads->rows, from, g_str_equal, &at))
    {
        error_set (error, MIGSHIM_ERROR_DISAGREE, "the history has no row for %s", from);
        return FALSE;
    }
    else if (to)
    {
        g_free (heads->rows->pdata[at]);
        heads->rows->pdata[at] = g_strdup (to);
    }
    else
        g_ptr_array_remove_index (heads->rows, at);
    return TRUE;
}

void alembic_heads_remove (AlembicHeads *heads, const char *id, GArray *changes)
{
    change (heads, id, NULL, changes, NULL);
}

/* Adds to SET what the rows stand on, themselves included, but for the row EXCEPT. */
static void add_below (const AlembicHeads *heads, const char *except, ScriptSet *set)
{
    for (guint i = 0; i < heads->rows->len; i++)
    {
        const AlembicScript *script = alembic_map_find (heads->map, heads->rows->pdata[i]);

        if (script && g_strcmp0 (heads->rows->pdata[i], except) != 0)
            alembic_map_walk (heads->map, script, WALK_BEFORE, set);
    }
}

void alembic_heads_add_applied (const AlembicHeads *heads, ScriptSet *set)
{
    add_below (heads, NULL, set);
}

gboolean alembic_heads_imply (const AlembicHeads *heads, const AlembicScript *script)
{
    g_auto (ScriptSet) below = script_set_new (heads->map);

    add_below (heads, NULL, &below);
    return script_set_has (&below, script);
}

/* merge_branch_idents: what SCRIPT merges, without what other rows stand on. The last becomes SCRIPT, the others go. Alembic stops with a KeyError where
 * one of those is below another of them by a dependency and so no row. */
static gboolean merge (AlembicHeads *heads, const AlembicScript *script, GArray *changes, GError **error)
{
    g_auto (ScriptSet) others = script_set_new (heads->map);
    g_autoptr (GPtrArray) from = g_ptr_array_new ();

    for (guint i = 0; i < heads->rows->len; i++)
    {
        AlembicScript *row = alembic_map_find (heads->map, heads->rows->pdata[i]);

        if (row && !g_ptr_array_find (script->before, row, NULL))
            alembic_map_walk (heads->map, row, WALK_BEFORE, &others);
    }
    for (guint i = 0; i < script->before->len; i++)
        if (has_script (heads, script->before->pdata[i]) && !script_set_has (&others, script->before->pdata[i]))
            g_ptr_array_add (from, ((AlembicScript *)script->before->pdata[i])->id);
    for (guint i = 0; i + 1 < from->len; i++)
        if (!change (heads, from->pdata[i], NULL, changes, error))
            return FALSE;
    return change (heads, from->len > 0 ? from->pdata[from->len - 1] : NULL, script->id, changes, error);
}

static gboolean step_up (AlembicHeads *heads, const AlembicScript *script, GArray *changes, GError **error)
{
    guint present = 0;
    const char *from = NULL;

    for (guint i = 0; i < script->before->len; i++)
        if (has_script (heads, script->before->pdata[i]))
        {
            from = ((const AlembicScript *)script->before->pdata[i])->id;
            present++;
        }
    return present > 1 ? merge (heads, script, changes, error) : change (heads, from, script->id, changes, error);
}

/* _unmerge_to_revisions: what SCRIPT stands on, and neither another row nor another of these stands on. (Alembic forgets the latter while there are
 * other rows, and then has rows that stand on each other, with which it stops the next time.) */
static GPtrArray *revealed (const AlembicHeads *heads, const AlembicScript *script)
{
    g_auto (ScriptSet) implied = script_set_new (heads->map);
    GPtrArray *found = g_ptr_array_new ();

    add_below (heads, script->id, &implied);
    for (guint i = 0; i < script->before->len; i++)
    {
        const GPtrArray *below = ((const AlembicScript *)script->before->pdata[i])->before;

        for (guint j = 0; j < below->len; j++)
            alembic_map_walk (heads->map, below->pdata[j], WALK_BEFORE, &implied);
    }
    for (guint i = 0; i < script->before->len; i++)
        if (!script_set_has (&implied, script->before->pdata[i]))
            g_ptr_array_add (found, script->before->pdata[i]);
    return found;
}

static gboolean step_down (AlembicHeads *heads, const AlembicScript *script, GArray *changes, GError **error)
{
    g_autoptr (GPtrArray) to = revealed (heads, script);

    if (to->len == 0)
        return change (heads, script->id, NULL, changes, error);
    for (guint i = 0; i + 1 < to->len; i++)
        if (!change (heads, NULL, ((AlembicScript *)to->pdata[i])->id, changes, error))
            return FALSE;
    return change (heads, script->id, ((AlembicScript *)to->pdata[to->len - 1])->id, changes, error);
}

gboolean alembic_heads_step (AlembicHeads *heads, const AlembicScript *script, Direction direction, GArray *changes,
                             GError **error)
{
    return direction == DIRECTION_UP ? step_up (heads, script, changes, error)
                                     : step_down (heads, script, changes, error);
}

/* The rows, in their order, that are above or below SCRIPT (filter_for_lineage with dependencies); all of them for the base. */
static GPtrArray *lineage (const AlembicHeads *heads, const AlembicScript *script)
{
    g_auto (ScriptSet) kin = script_set_new (heads->map);
    g_auto (ScriptSet) above = script_set_new (heads->map);
    GPtrArray *found = g_ptr_array_new ();

    if (script)
    {
        alembic_map_walk (heads->map, script, WALK_BEFORE, &kin);
        alembic_map_walk (heads->map, script, WALK_ALL_CHILDREN, &above);
    }
    for (guint i = 0; i < heads->rows->len; i++)
    {
        AlembicScript *row = alembic_map_find (heads->map, heads->rows->pdata[i]);

        if (row && (!script || script_set_has (&kin, row) || script_set_has (&above, row)))
            g_ptr_array_add (found, row->id);
    }
    return found;
}

/* _stamp_revs for one destination */
gboolean alembic_heads_stamp (AlembicHeads *heads, const AlembicScript *script, GArray *changes, GError **error)
{
    g_autoptr (GPtrArray) rows = lineage (heads, script);
    g_autoptr (GPtrArray) from = g_ptr_array_new_with_free_func (g_free);

    if (script && has_row (heads, script->id))
        return TRUE;
    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add (from, g_strdup (rows->pdata[i]));
    if (!script)
    {
        for (guint i = 0; i < from->len; i++)
            if (!change (heads, from->pdata[i], NULL, changes, error))
                return FALSE;
        return TRUE;
    }
    for (guint i = 0; i + 1 < from->len; i++)
        if (!change (heads, from->pdata[i], NULL, changes, error))
            return FALSE;
    return change (heads, from->len > 0 ? from->pdata[from->len - 1] : NULL, script->id, changes, error);
}
