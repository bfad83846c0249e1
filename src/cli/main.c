#include "build-config.h"

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "report/error.h"
#include "report/json.h"
#include "report/terminal.h"
#include "util/error.h"
#include "util/suggest.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* In the order of the help: how one meets them. */
static const Command *const commands[] = { &command_init, &command_status, &command_graph, &command_plan,   &command_up,
                                           &command_down, &command_mark,   &command_log,   &command_unlock, NULL };

static char *option_file;
static char *option_folder;
static char *option_database;
static char *option_source;
static char *option_lock_timeout;
static char *option_color;
static gboolean option_json;
static gboolean option_quiet;
static gboolean option_verbose;
static gboolean option_yes;
static gboolean option_help;
static gboolean option_version;

static const GOptionEntry options[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &option_file, "Read FILE instead of the nearest migshim.yaml upwards",
      "FILE" },
    { "directory", 'C', 0, G_OPTION_ARG_FILENAME, &option_folder, "Do as if started in DIR", "DIR" },
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &option_database, "Use URL instead of the database in migshim.yaml",
      "URL" },
    { "source", 0, 0, G_OPTION_ARG_FILENAME, &option_source, "Only this source, and what it requires", "NAME" },
    { "lock-timeout", 0, 0, G_OPTION_ARG_FILENAME, &option_lock_timeout,
      "Wait at most TIME (250ms, 5s, 2m) for other runs to end", "TIME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &option_json, "Write JSON for programs", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &option_quiet, "Results and errors only", NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &option_verbose, "Whatever else is known", NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &option_yes, "Don't ask", NULL },
    { "color", 0, 0, G_OPTION_ARG_FILENAME, &option_color, "auto, always or never; NO_COLOR is honoured", "WHEN" },
    { "version", 'V', 0, G_OPTION_ARG_NONE, &option_version, "Print the version", NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &option_help, "Print this", NULL },
    { NULL }
};

static const Command *find_command (const char *name)
{
    for (const Command *const *command = commands; *command; command++)
        if (g_str_equal ((*command)->name, name))
            return *command;
    return NULL;
}

static void unknown_command (const char *name, GError **error)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    const char *near;

    for (const Command *const *command = commands; *command; command++)
        g_ptr_array_add (names, (gpointer)(*command)->name);
    near = suggest_nearest_in (name, names);
    error_set (error, MIGSHIM_ERROR_USAGE, "unknown command \"%s\"", name);
    if (near)
        error_hint (error, "Did you mean \"%s\"?", near);
    else
        error_hint (error, "`migshim --help` lists the commands");
}

/* GOption's sentence, in our form: with the nearest option, when it was an unknown one. */
static void usage_error (const GError *problem, const Command *command, GError **error)
{
    const char *dashes = strstr (problem->message, "--");
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    const char *near;

    error_set (error, MIGSHIM_ERROR_USAGE, "%c%s", g_ascii_tolower (problem->message[0]), problem->message + 1);
    for (const GOptionEntry *option = options; option->long_name; option++)
        g_ptr_array_add (names, (gpointer)option->long_name);
    for (const GOptionEntry *option = command ? command->options : NULL; option && option->long_name; option++)
        g_ptr_array_add (names, (gpointer)option->long_name);
    near = dashes ? suggest_nearest_in (dashes + 2, names) : NULL;
    if (near && g_error_matches (problem, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
        error_hint (error, "Did you mean \"--%s\"?", near);
    else
        error_hint (error, "`migshim %s%s--help` lists the options", command ? command->name : "", command ? " " : "");
}

/* STRICT stops at the first argument that is no option: the command. */
static gboolean parse_options (char ***arguments, const Command *command, gboolean strict, GError **error)
{
    g_autoptr (GOptionContext) context = g_option_context_new (NULL);
    g_autoptr (GError) problem = NULL;

    g_option_context_set_help_enabled (context, FALSE);
    g_option_context_set_strict_posix (context, strict);
    g_option_context_add_main_entries (context, options, NULL);
    if (command && command->options)
        g_option_context_add_main_entries (context, command->options, NULL);
    if (g_option_context_parse_strv (context, arguments, &problem))
        return TRUE;
    usage_error (problem, command, error);
    return FALSE;
}

static gboolean read_color (ColorChoice *choice, GError **error)
{
    static const char *const words[] = { "auto", "always", "never", NULL };

    for (guint i = 0; option_color && words[i]; i++)
        if (g_str_equal (option_color, words[i]))
        {
            *choice = (ColorChoice)i;
            return TRUE;
        }
    *choice = COLOR_AUTO;
    if (!option_color)
        return TRUE;
    error_set (error, MIGSHIM_ERROR_USAGE, "--color can't be \"%s\"", option_color);
    error_hint (error, "It may be auto, always or never");
    return FALSE;
}

static void fill (Invocation *invocation, ColorChoice color)
{
    invocation->config = (ConfigOptions){ option_file, option_folder, option_database, option_lock_timeout };
    invocation->source = option_source;
    invocation->json = option_json;
    invocation->quiet = option_quiet;
    invocation->verbose = option_verbose;
    invocation->yes = option_yes;
    invocation->out = terminal_style (STDOUT_FILENO, color);
    invocation->err = terminal_style (STDERR_FILENO, color);
}

/* `--help`, `help` and `help COMMAND`. */
static ExitCode print_help (const Invocation *invocation, const Command *command, GError **error)
{
    g_autoptr (GString) out = g_string_new (NULL);

    if (command)
        help_command (out, &invocation->out, command, options);
    else
        help_program (out, &invocation->out, commands, options);
    command_print (out, error);
    return EXIT_CODE_DONE;
}

static ExitCode print_version (GError **error)
{
    g_autoptr (GString) out = g_string_new (PACKAGE_NAME " " PACKAGE_VERSION "\n");

    command_print (out, error);
    return EXIT_CODE_DONE;
}

/* Arguments of the command itself: what "--" set apart is one too. */
static gboolean check_arguments (const Command *command, char **arguments, GError **error)
{
    if (g_strv_length (arguments) <= command->most)
        return TRUE;
    error_set (error, MIGSHIM_ERROR_USAGE, "`migshim %s` doesn't take the argument \"%s\"", command->name,
               arguments[command->most]);
    error_hint (error, "Usage: migshim %s [OPTION...] %s", command->name, command->arguments ? command->arguments : "");
    return FALSE;
}

static void shift (char **arguments)
{
    g_free (arguments[0]);
    for (guint i = 0; arguments[i]; i++)
        arguments[i] = arguments[i + 1];
}

static ExitCode dispatch (Invocation *invocation, char ***arguments, GError **error)
{
    const Command *command = NULL;
    gboolean help;
    ColorChoice color;

    if (!parse_options (arguments, NULL, TRUE, error) || !read_color (&color, error))
        return EXIT_CODE_USAGE;
    shift (*arguments);
    help = g_strcmp0 ((*arguments)[0], "help") == 0;
    if (help)
        shift (*arguments);
    if ((*arguments)[0] && !(command = find_command ((*arguments)[0])))
    {
        unknown_command ((*arguments)[0], error);
        return EXIT_CODE_USAGE;
    }
    /* The command's name stays in front: GOption skips the first word. */
    if (command && !parse_options (arguments, command, FALSE, error))
        return EXIT_CODE_USAGE;
    if (!read_color (&color, error))
        return EXIT_CODE_USAGE;
    fill (invocation, color);
    invocation->command = command;
    if (option_version)
        return print_version (error);
    if (help || option_help || !command)
        return print_help (invocation, command, error);
    shift (*arguments);
    if (g_strcmp0 ((*arguments)[0], "--") == 0)
        shift (*arguments);
    return check_arguments (command, *arguments, error) ? command->run (invocation, *arguments, error)
                                                        : EXIT_CODE_USAGE;
}

static void print_error (const Invocation *invocation, const GError *error)
{
    g_autoptr (GString) out = g_string_new (NULL);

    if (option_json)
    {
        json_t *report = json_report_new (invocation->command ? invocation->command->name : NULL);

        json_object_set_new (report, "error", report_error_json (error));
        json_report_append (out, report);
        fputs (out->str, stdout);
        return;
    }
    report_error (out, &invocation->err, error);
    fputs (out->str, stderr);
}

int main (int argc, char **argv)
{
    g_auto (GStrv) arguments = g_strdupv (argv);
    g_autoptr (GError) error = NULL;
    Invocation invocation = { 0 };
    ExitCode code;

    (void)argc;
    setlocale (LC_CTYPE, "");
    signal (SIGPIPE, SIG_IGN);
    fill (&invocation, COLOR_AUTO);
    code = dispatch (&invocation, &arguments, &error);
    if (error)
    {
        print_error (&invocation, error);
        return (int)exit_code_of (error);
    }
    return (int)code;
}
