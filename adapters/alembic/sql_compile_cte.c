/* WITH: common table expressions stand in front of the statement, wherever in it they are met (visit_cte). */

#include "adapters/alembic/sql_compile.h"

#include <string.h>

typedef struct
{
    const SqlElement *cte;
    GString *text;
    GArray *binds;
} CompiledCte;

void sql_compiled_cte_free (gpointer data)
{
    CompiledCte *cte = data;

    g_string_free (cte->text, TRUE);
    g_array_unref (cte->binds);
    g_free (cte);
}

static ScriptStatus compile_cte_text (Compiler *compiler, const SqlElement *cte, CompiledCte *compiled)
{
    GString *out = compiler->out;
    GArray *binds = compiler->statement ? compiler->statement->binds : NULL;
    const SqlElement *restated = cte;
    const char *name = cte->name ? cte->name : sql_anonymous (compiler, cte, "anon");
    ScriptStatus status;

    compiler->out = compiled->text;
    if (compiler->statement)
        compiler->statement->binds = compiled->binds;
    sa_append_name (compiler->dialect, compiler->out, name);
    if (restated->flags & ELEMENT_RECURSIVE)
    {
        guint count;
        SqlElement **items = sql_columns_of (compiler->runtime, (SqlElement *)restated, &count);

        g_string_append_c (compiler->out, '(');
        for (guint i = 0; i < count; i++)
        {
            g_string_append (compiler->out, i > 0 ? ", " : "");
            sa_append_name (compiler->dialect, compiler->out, items[i]->name);
        }
        g_string_append_c (compiler->out, ')');
    }
    g_string_append (compiler->out, " AS \n(");
    status = sql_compile_element (compiler, cte->left, IN_FROM);
    g_string_append_c (compiler->out, ')');
    compiler->out = out;
    if (compiler->statement)
        compiler->statement->binds = binds;
    return status;
}

/* The same CTE: itself, or what a union made of it (_restates). */
static const SqlElement *origin (const SqlElement *cte)
{
    while (cte->detail)
        cte = cte->detail;
    return cte;
}

/* What is inside another comes before it. */
static void move_last (GPtrArray *ctes, CompiledCte *compiled)
{
    guint index;

    if (g_ptr_array_find (ctes, compiled, &index))
    {
        g_ptr_array_steal_index (ctes, index);
        g_ptr_array_add (ctes, compiled);
    }
}

ScriptStatus sql_compile_cte (Compiler *compiler, const SqlElement *cte, Place place)
{
    CompiledCte *compiled = NULL;

    for (guint i = 0; i < compiler->ctes->len && !compiled; i++)
    {
        CompiledCte *other = g_ptr_array_index (compiler->ctes, i);

        if (origin (other->cte) == origin (cte))
            compiled = other;
    }
    if (!compiled)
    {
        compiled = g_new0 (CompiledCte, 1);
        compiled->cte = cte;
        compiled->text = g_string_new (NULL);
        compiled->binds = g_array_new (FALSE, FALSE, sizeof (SqlBind));
        g_ptr_array_add (compiler->ctes, compiled);
        SCRIPT_TRY (compile_cte_text (compiler, cte, compiled));
        move_last (compiler->ctes, compiled);
    }
    if (place & (IN_FROM | AS_NAME))
        sa_append_name (compiler->dialect, compiler->out,
                        cte->name ? cte->name : sql_anonymous (compiler, origin (cte), "anon"));
    return SCRIPT_NORMAL;
}

void sql_compile_with (Compiler *compiler, gsize start)
{
    gboolean recursive = FALSE;
    g_autoptr (GString) text = NULL;
    g_autoptr (GArray) binds = NULL;
    guint before = 0;

    if (compiler->ctes->len == 0)
        return;
    for (guint i = 0; i < compiler->ctes->len; i++)
        recursive |= (((CompiledCte *)g_ptr_array_index (compiler->ctes, i))->cte->flags & ELEMENT_RECURSIVE) != 0;
    text = g_string_new (recursive ? "WITH RECURSIVE " : "WITH ");
    binds = g_array_new (FALSE, FALSE, sizeof (SqlBind));
    for (guint i = 0; i < compiler->ctes->len; i++)
    {
        const CompiledCte *compiled = g_ptr_array_index (compiler->ctes, i);

        g_string_append (text, i > 0 ? ", \n" : "");
        for (guint k = 0; k < compiled->binds->len; k++)
        {
            SqlBind bind = g_array_index (compiled->binds, SqlBind, k);

            bind.offset += start + text->len;
            g_array_append_val (binds, bind);
        }
        g_string_append_len (text, compiled->text->str, (gssize)compiled->text->len);
    }
    g_string_append (text, "\n ");
    g_string_insert_len (compiler->out, (gssize)start, text->str, (gssize)text->len);
    g_ptr_array_set_size (compiler->ctes, 0);
    if (!compiler->statement)
        return;
    for (guint i = 0; i < compiler->statement->binds->len; i++)
    {
        SqlBind *bind = &g_array_index (compiler->statement->binds, SqlBind, i);

        if (bind->offset < start)
            before++;
        else
            bind->offset += text->len;
    }
    g_array_insert_vals (compiler->statement->binds, before, binds->data, binds->len);
}
