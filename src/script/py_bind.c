/* Spreading arguments over parameters, with the words of CPython's TypeErrors; see py_bind in py.h. */

#include "script/py_bind.h"

#include <string.h>

typedef struct
{
    ScriptRuntime *runtime;
    const char *function;
    const PyParameter *parameters;
    guint n;
    Value *values;
} Binding;

static ScriptStatus fail (const Binding *binding, const char *format, ...) G_GNUC_PRINTF (2, 3);

static ScriptStatus fail (const Binding *binding, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start (arguments, format);
    text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return script_throw (binding->runtime, "TypeError", "%s() %s", binding->function, text);
}

static gboolean is_positional (const PyParameter *parameter)
{
    return parameter->kind == PARAMETER_POSITIONAL_ONLY || parameter->kind == PARAMETER_ORDINARY;
}

static guint find_kind (const Binding *binding, ParameterKind kind)
{
    for (guint i = 0; i < binding->n; i++)
        if (binding->parameters[i].kind == kind)
            return i;
    return G_MAXUINT;
}

/* "'a', 'b', and 'c'" of the parameters that have no value. */
static char *missing_names (const Binding *binding, gboolean positional, guint *count)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < binding->n; i++)
        if (binding->values[i].kind == VALUE_EMPTY && !binding->parameters[i].optional &&
            (positional ? is_positional (&binding->parameters[i])
                        : binding->parameters[i].kind == PARAMETER_KEYWORD_ONLY))
            g_ptr_array_add (names, (gpointer)binding->parameters[i].name->text);
    for (guint i = 0; i < names->len; i++)
    {
        if (i > 0)
            g_string_append (text, names->len == 2 ? " and " : i + 1 == names->len ? ", and " : ", ");
        g_string_append_printf (text, "'%s'", (const char *)g_ptr_array_index (names, i));
    }
    *count = names->len;
    return g_string_free (text, FALSE);
}

static ScriptStatus too_many (const Binding *binding, guint given)
{
    guint least = 0;
    guint most = 0;
    guint keyword_only = 0;

    for (guint i = 0; i < binding->n; i++)
    {
        if (is_positional (&binding->parameters[i]))
        {
            most++;
            least += !binding->parameters[i].optional;
        }
        else if (binding->parameters[i].kind == PARAMETER_KEYWORD_ONLY && binding->values[i].kind != VALUE_EMPTY)
            keyword_only++;
    }
    if (keyword_only)
        return fail (
            binding,
            "takes %u positional argument%s but %u positional argument%s (and %u keyword-only argument%s) were "
            "given",
            most, most == 1 ? "" : "s", given, given == 1 ? "" : "s", keyword_only, keyword_only == 1 ? "" : "s");
    if (least != most)
        return fail (binding, "takes from %u to %u positional arguments but %u %s given", least, most, given,
                     given == 1 ? "was" : "were");
    return fail (binding, "takes %u positional argument%s but %u %s given", most, most == 1 ? "" : "s", given,
                 given == 1 ? "was" : "were");
}

static ScriptStatus bind_keyword (const Binding *binding, const Name *name, Value value, ScriptMap *others)
{
    gboolean positional_only = FALSE;

    for (guint i = 0; i < binding->n; i++)
    {
        const PyParameter *parameter = &binding->parameters[i];

        if (parameter->name != name)
            continue;
        positional_only |= parameter->kind == PARAMETER_POSITIONAL_ONLY;
        if (parameter->kind != PARAMETER_ORDINARY && parameter->kind != PARAMETER_KEYWORD_ONLY)
            continue;
        if (binding->values[i].kind != VALUE_EMPTY)
            return fail (binding, "got multiple values for argument '%s'", name->text);
        binding->values[i] = value;
        return SCRIPT_NORMAL;
    }
    if (others)
        return py_map_put (binding->runtime, others, value_of_name (binding->runtime, name), value);
    if (positional_only)
        return fail (binding, "got some positional-only arguments passed as keyword arguments: '%s'", name->text);
    return fail (binding, "got an unexpected keyword argument '%s'", name->text);
}

static ScriptStatus check_missing (const Binding *binding)
{
    for (guint pass = 0; pass < 2; pass++)
    {
        guint count;
        g_autofree char *names = missing_names (binding, pass == 0, &count);

        if (count)
            return fail (binding, "missing %u required %s argument%s: %s", count,
                         pass == 0 ? "positional" : "keyword-only", count == 1 ? "" : "s", names);
    }
    return SCRIPT_NORMAL;
}

ScriptStatus py_bind_parameters (ScriptRuntime *runtime, const char *function, const PyParameter *parameters, guint n,
                                 Value receiver, const Arguments *arguments, Value *values)
{
    Binding binding = { runtime, function, parameters, n, values };
    gboolean has_receiver = receiver.kind != VALUE_EMPTY && receiver.kind != VALUE_UNDEFINED;
    guint given = arguments->n + (has_receiver ? 1 : 0);
    guint rest = find_kind (&binding, PARAMETER_REST);
    guint others = find_kind (&binding, PARAMETER_KEYWORD_REST);
    guint used = 0;

    for (guint i = 0; i < n; i++)
    {
        values[i] = EMPTY_VALUE;
        if (is_positional (&parameters[i]) && used < given)
        {
            values[i] = !has_receiver ? arguments->items[used] : used == 0 ? receiver : arguments->items[used - 1];
            used++;
        }
    }
    if (rest != G_MAXUINT)
    {
        guint from = used - (has_receiver && used > 0 ? 1 : 0);

        values[rest] = arguments->n > from ? py_tuple_new (runtime, arguments->items + from, arguments->n - from)
                                           : py_tuple_new (runtime, NULL, 0);
        if (has_receiver && used == 0)
        {
            ScriptList *all = list_new (runtime, &receiver, 1);

            for (guint i = 0; i < arguments->n; i++)
                list_append (runtime, all, arguments->items[i]);
            values[rest] = py_tuple_new (runtime, all->items, all->length);
        }
    }
    if (others != G_MAXUINT)
        values[others] = py_dict_new (runtime);
    for (guint i = 0; i < arguments->n_named; i++)
        SCRIPT_TRY (bind_keyword (&binding, arguments->names[i], arguments->named[i],
                                  others == G_MAXUINT ? NULL : value_map (values[others])));
    if (rest == G_MAXUINT && used < given)
        return too_many (&binding, given);
    return check_missing (&binding);
}

/* Signatures: "name(a, b=, /, c, *rest, d=, **others)". */

#define PARAMETERS_MAX 48

static const char *skip (const char *p)
{
    while (*p == ' ' || *p == ',')
        p++;
    return p;
}

static guint parse_signature (ScriptRuntime *runtime, const char *p, PyParameter *parameters)
{
    guint n = 0;
    ParameterKind kind = PARAMETER_ORDINARY;

    for (p = skip (p); *p && *p != ')' && n < PARAMETERS_MAX; p = skip (p))
    {
        guint stars = 0;
        const char *start;

        for (; *p == '*'; p++)
            stars++;
        if (*p == '/')
        {
            for (guint i = 0; i < n; i++)
                parameters[i].kind = PARAMETER_POSITIONAL_ONLY;
            p++;
            continue;
        }
        if (stars)
            kind = PARAMETER_KEYWORD_ONLY;
        for (start = p; g_ascii_isalnum (*p) || *p == '_'; p++)
            ;
        if (p == start)
        {
            if (!stars)
                break;
            continue;
        }
        parameters[n++] = (PyParameter){ .name = intern (runtime, start, p - start),
                                         .kind = stars == 1   ? PARAMETER_REST
                                                 : stars == 2 ? PARAMETER_KEYWORD_REST
                                                              : kind,
                                         .optional = *p == '=' };
        if (*p == '=')
            p++;
    }
    return n;
}

ScriptStatus py_bind (ScriptCall *call, const char *signature, Value *values)
{
    const char *open = strchr (signature, '(');
    g_autofree char *name = open ? g_strndup (signature, (gsize)(open - signature)) : g_strdup (signature);
    PyParameter parameters[PARAMETERS_MAX];
    guint n = open ? parse_signature (call->runtime, open + 1, parameters) : 0;
    Arguments arguments = { call->arguments, call->n_arguments, call->names, call->named, call->n_named };
    Value none;

    return py_bind_parameters (call->runtime, name, parameters, n, UNDEFINED, &arguments, values ? values : &none);
}

Value py_keyword (const ScriptCall *call, const char *name)
{
    for (guint i = 0; i < call->n_named; i++)
        if (strcmp (call->names[i]->text, name) == 0)
            return call->named[i];
    return EMPTY_VALUE;
}

ScriptStatus py_no_keywords (ScriptCall *call, const char *name)
{
    if (call->n_named)
        return script_throw (call->runtime, "TypeError", "%s() takes no keyword arguments", name);
    return SCRIPT_NORMAL;
}

ScriptStatus py_check_arguments (ScriptCall *call, const char *name, guint least, guint most)
{
    guint n = call->n_arguments;

    SCRIPT_TRY (py_no_keywords (call, name));
    if (n >= least && n <= most)
        return SCRIPT_NORMAL;
    if (least == most)
        return script_throw (call->runtime, "TypeError", "%s expected %u argument%s, got %u", name, least,
                             least == 1 ? "" : "s", n);
    if (n < least)
        return script_throw (call->runtime, "TypeError", "%s expected at least %u argument%s, got %u", name, least,
                             least == 1 ? "" : "s", n);
    return script_throw (call->runtime, "TypeError", "%s expected at most %u argument%s, got %u", name, most,
                         most == 1 ? "" : "s", n);
}
