#include "cli/help.h"

#include "report/table.h"

#define WIDTH 80

static const Align columns[] = { ALIGN_LEFT, ALIGN_LEFT };

static void append_options (GString *out, const Style *style, const GOptionEntry *options)
{
    g_autoptr (Table) table = table_new (columns, G_N_ELEMENTS (columns));

    for (; options->long_name; options++)
    {
        g_autofree char *letter =
            options->short_name ? g_strdup_printf ("-%c, ", options->short_name) : g_strdup ("    ");

        if (options->flags & G_OPTION_FLAG_HIDDEN)
            continue;
        table_addf (table, PAINT_BOLD, "%s--%s%s%s", letter, options->long_name, options->arg_description ? " " : "",
                    options->arg_description ? options->arg_description : "");
        table_add (table, PAINT_PLAIN, options->description);
    }
    table_print (table, out, style, 2);
}

/* TEXT as paragraphs of at most WIDTH columns; a line that begins with a blank stays as it is. */
static void append_wrapped (GString *out, const char *text)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    guint column = 0;

    for (guint i = 0; lines[i]; i++)
    {
        g_auto (GStrv) words = NULL;

        if (lines[i][0] == ' ' || lines[i][0] == '\0')
        {
            g_string_append_printf (out, "%s%s%s", column > 0 ? "\n" : "", lines[i], lines[i + 1] ? "\n" : "");
            column = 0;
            continue;
        }
        words = g_strsplit (lines[i], " ", -1);
        for (guint j = 0; words[j]; j++)
        {
            guint width = style_width (words[j]);
            gboolean breaks = column > 0 && column + 1 + width > WIDTH;

            g_string_append_printf (out, "%s%s", breaks ? "\n" : column > 0 ? " " : "", words[j]);
            column = breaks || column == 0 ? width : column + 1 + width;
        }
    }
}

static void append_heading (GString *out, const Style *style, const char *text)
{
    g_string_append_c (out, '\n');
    style_append (out, style, PAINT_BOLD, "%s", text);
    g_string_append_c (out, '\n');
}

void help_program (GString *out, const Style *style, const Command *const *commands, const GOptionEntry *options)
{
    g_autoptr (Table) table = table_new (columns, G_N_ELEMENTS (columns));

    g_string_append (out, "migshim runs the migrations of Prisma, TypeORM, Alembic and Knex in one order over one\n"
                          "database, and writes each tool's own history as the tool would.\n");
    append_heading (out, style, "Usage");
    g_string_append (out, "  migshim [OPTION...] COMMAND [OPTION...] [ARGUMENT...]\n");
    append_heading (out, style, "Commands");
    for (; *commands; commands++)
    {
        table_add (table, PAINT_BOLD, (*commands)->name);
        table_add (table, PAINT_PLAIN, (*commands)->summary);
    }
    table_print (table, out, style, 2);
    append_heading (out, style, "Options of every command");
    append_options (out, style, options);
    append_heading (out, style, "A first try");
    g_string_append (out, "  migshim init      finds the migrations below this folder and writes migshim.yaml\n"
                          "  migshim status    shows what is applied and what is not\n"
                          "  migshim plan      shows what `up` would do, and in which order\n"
                          "  migshim up        does it\n");
    append_heading (out, style, "Exit codes");
    g_string_append (out, "  0  done, or nothing to do\n"
                          "  1  a migration or the database failed\n"
                          "  2  the command line or migshim.yaml is wrong\n"
                          "  3  --check found pending revisions\n"
                          "  4  history and files disagree: reconcile first\n"
                          "  5  a lock was not got in time\n"
                          "\n`migshim COMMAND --help` says more about a command, `man migshim` about everything.\n");
}

void help_command (GString *out, const Style *style, const Command *command, const GOptionEntry *options)
{
    g_string_append_printf (out, "%s.\n", command->summary);
    append_heading (out, style, "Usage");
    g_string_append_printf (out, "  migshim %s [OPTION...]%s%s\n", command->name, command->arguments ? " " : "",
                            command->arguments ? command->arguments : "");
    if (command->description)
    {
        g_string_append_c (out, '\n');
        append_wrapped (out, command->description);
    }
    if (command->options)
    {
        append_heading (out, style, "Options");
        append_options (out, style, command->options);
    }
    append_heading (out, style, "Options of every command");
    append_options (out, style, options);
}
