/* Types: what their constructors are given, what takes a class for an instance, variants and decorators. */

#include "adapters/alembic/type.h"
#include "adapters/alembic/run.h"
#include "adapters/alembic/schema.h"
#include "adapters/alembic/sql.h"
#include "adapters/alembic/type_class.h"
#include "adapters/alembic/type_host.h"
#include "script/es.h"
#include "script/py.h"

#include <string.h>

static const HostClass *type_engine_class (void)
{
    return &sa_type_classes[0].host;
}

SaType *sa_type_new (ScriptRuntime *runtime, const SaTypeClass *class)
{
    SaType *type = script_alloc (runtime, sizeof *type);

    type->class = class;
    type->object = type->metadata = type->default_value = EMPTY_VALUE;
    type->length = type->precision = type->scale = type->width = type->dimensions = SA_UNSET;
    type->native = type->create_type = type->as_uuid = type->as_text = TRUE;
    type->quote_name = FALSE;
    type->asdecimal = class->affinity == SA_AFFINITY_NUMERIC;
    return type;
}

const SaType *sa_type_generic (ScriptRuntime *runtime, const char *name)
{
    const SaTypeClass *class = sa_type_class_find ("sqlalchemy.sql.sqltypes", name);

    g_assert (class);
    return sa_type_new (runtime, class);
}

/* The parameters of all constructors. */
typedef enum
{
    ARGUMENT_IGNORED, /* says something of values in Python alone */
    ARGUMENT_NUMBER,
    ARGUMENT_TRUTH,
    ARGUMENT_TEXT,
    ARGUMENT_TYPE,
    ARGUMENT_VALUE,
    ARGUMENT_OTHER /* see its constructor */
} ArgumentKind;

static const struct
{
    const char *name;
    ArgumentKind kind;
    gsize offset;
} parameters[] = {
    { "length", ARGUMENT_NUMBER, offsetof (SaType, length) },
    { "precision", ARGUMENT_NUMBER, offsetof (SaType, precision) },
    { "second_precision", ARGUMENT_NUMBER, offsetof (SaType, precision) },
    { "fsp", ARGUMENT_NUMBER, offsetof (SaType, precision) },
    { "scale", ARGUMENT_NUMBER, offsetof (SaType, scale) },
    { "display_width", ARGUMENT_NUMBER, offsetof (SaType, width) },
    { "dimensions", ARGUMENT_NUMBER, offsetof (SaType, dimensions) },
    { "timezone", ARGUMENT_TRUTH, offsetof (SaType, timezone) },
    { "unsigned", ARGUMENT_TRUTH, offsetof (SaType, is_unsigned) },
    { "zerofill", ARGUMENT_TRUTH, offsetof (SaType, zerofill) },
    { "ascii", ARGUMENT_TRUTH, offsetof (SaType, ascii) },
    { "unicode", ARGUMENT_TRUTH, offsetof (SaType, unicode) },
    { "binary", ARGUMENT_TRUTH, offsetof (SaType, binary) },
    { "national", ARGUMENT_TRUTH, offsetof (SaType, national) },
    { "varying", ARGUMENT_TRUTH, offsetof (SaType, varying) },
    { "native", ARGUMENT_TRUTH, offsetof (SaType, native) },
    { "native_enum", ARGUMENT_TRUTH, offsetof (SaType, native) },
    { "native_uuid", ARGUMENT_TRUTH, offsetof (SaType, native) },
    { "as_uuid", ARGUMENT_TRUTH, offsetof (SaType, as_uuid) },
    { "asdecimal", ARGUMENT_TRUTH, offsetof (SaType, asdecimal) },
    { "none_as_null", ARGUMENT_TRUTH, offsetof (SaType, none_as_null) },
    { "inherit_schema", ARGUMENT_TRUTH, offsetof (SaType, inherit_schema) },
    { "quote", ARGUMENT_TRUTH, offsetof (SaType, quote_name) },
    { "create_type", ARGUMENT_TRUTH, offsetof (SaType, create_type) },
    { "create_constraint", ARGUMENT_TRUTH, offsetof (SaType, create_constraint) },
    { "validate_strings", ARGUMENT_TRUTH, offsetof (SaType, validate_strings) },
    { "not_null", ARGUMENT_TRUTH, offsetof (SaType, not_null) },
    { "collation", ARGUMENT_TEXT, offsetof (SaType, collation) },
    { "collation_schema", ARGUMENT_TEXT, offsetof (SaType, collation_schema) },
    { "charset", ARGUMENT_TEXT, offsetof (SaType, charset) },
    { "fields", ARGUMENT_TEXT, offsetof (SaType, fields) },
    { "name", ARGUMENT_TEXT, offsetof (SaType, name) },
    { "constraint_name", ARGUMENT_TEXT, offsetof (SaType, constraint_name) },
    { "item_type", ARGUMENT_TYPE, offsetof (SaType, item) },
    { "data_type", ARGUMENT_TYPE, offsetof (SaType, item) },
    { "text_type", ARGUMENT_TYPE, offsetof (SaType, item) },
    { "astext_type", ARGUMENT_TYPE, offsetof (SaType, item) },
    { "impl", ARGUMENT_TYPE, offsetof (SaType, item) },
    { "metadata", ARGUMENT_VALUE, offsetof (SaType, metadata) },
    { "default", ARGUMENT_VALUE, offsetof (SaType, default_value) },
    { "schema", ARGUMENT_OTHER, 0 },
    { "check", ARGUMENT_OTHER, 0 },
    { "storage_format", ARGUMENT_OTHER, 0 },
    { "decimal_return_scale", ARGUMENT_IGNORED, 0 },
    { "as_tuple", ARGUMENT_IGNORED, 0 },
    { "zero_indexes", ARGUMENT_IGNORED, 0 },
    { "day_precision", ARGUMENT_IGNORED, 0 },
    { "protocol", ARGUMENT_IGNORED, 0 },
    { "pickler", ARGUMENT_IGNORED, 0 },
    { "comparator", ARGUMENT_IGNORED, 0 },
    { "values_callable", ARGUMENT_IGNORED, 0 }, /* read with the values */
    { "omit_aliases", ARGUMENT_IGNORED, 0 },
    { "sort_key_function", ARGUMENT_IGNORED, 0 },
    { "strict", ARGUMENT_IGNORED, 0 },
    { "retrieve_as_bitwise", ARGUMENT_IGNORED, 0 },
    { "convert_unicode", ARGUMENT_IGNORED, 0 },
    { "regexp", ARGUMENT_IGNORED, 0 },
    { "truncate_microseconds", ARGUMENT_IGNORED, 0 },
};

/* A storage format with nothing but digits makes a column of numbers (_DateTimeMixin.format_is_text_affinity). */
static gboolean format_is_text (const char *format)
{
    g_autoptr (GRegex) place = g_regex_new ("%\\(\\w+\\)[0-9]*[di]", 0, 0, NULL);
    g_autofree char *left = g_regex_replace_literal (place, format, -1, 0, "", 0, NULL);

    return left[strspn (left, "0123456789")] != '\0';
}

static ScriptStatus set_other (ScriptRuntime *runtime, SaType *type, const char *name, Value value)
{
    if (strcmp (name, "schema") == 0)
    {
        type->schema_given = TRUE;
        type->schema = sa_text (runtime, value);
        return SCRIPT_NORMAL;
    }
    if (strcmp (name, "check") == 0)
        return value.kind == VALUE_NULL ? SCRIPT_NORMAL : sa_ddl_expression (runtime, value, &type->check);
    if (value.kind != VALUE_NULL)
        type->as_text = format_is_text (sa_text (runtime, value));
    return SCRIPT_NORMAL;
}

static ScriptStatus set_parameter (ScriptRuntime *runtime, SaType *type, const char *name, Value value)
{
    char *field = (char *)type;
    guint i = 0;

    while (i < G_N_ELEMENTS (parameters) && strcmp (parameters[i].name, name) != 0)
        i++;
    if (i == G_N_ELEMENTS (parameters))
        return script_throw (runtime, "TypeError", "%s.__init__() got an unexpected keyword argument '%s'",
                             type->class->host.name, name);
    field += parameters[i].offset;
    switch (parameters[i].kind)
    {
    case ARGUMENT_IGNORED:
        break;
    case ARGUMENT_NUMBER:
        return sa_number (runtime, value, name, (int *)(gpointer)field);
    case ARGUMENT_TRUTH:
        *(gboolean *)(gpointer)field = value_is_truthy (value);
        break;
    case ARGUMENT_TEXT:
        *(const char **)(gpointer)field = sa_text (runtime, value);
        break;
    case ARGUMENT_TYPE:
        return value.kind == VALUE_NULL ? SCRIPT_NORMAL
                                        : sa_type_from_value (runtime, value, (const SaType **)(gpointer)field);
    case ARGUMENT_VALUE:
        *(Value *)(gpointer)field = value.kind == VALUE_NULL ? EMPTY_VALUE : value;
        break;
    case ARGUMENT_OTHER:
        return set_other (runtime, type, name, value);
    }
    return SCRIPT_NORMAL;
}

/* The members of a Python enumeration: their names, or what values_callable makes of the class (Enum._parse_into_values). */
static ScriptStatus read_members (ScriptRuntime *runtime, SaType *type, Value class, Value members, Value callable)
{
    ScriptList *items, *values = NULL;
    Value method, pairs;

    if (type->name == NULL && value_class (class))
    {
        g_autofree char *name = g_ascii_strdown (value_class (class)->name->text, -1);

        type->name = g_intern_string (name);
    }
    SCRIPT_TRY (py_get (runtime, members, intern (runtime, "items", -1), &method));
    SCRIPT_TRY (py_call (runtime, method, NULL, 0, &pairs));
    SCRIPT_TRY (py_items (runtime, pairs, &items));
    if (callable.kind != VALUE_EMPTY && callable.kind != VALUE_NULL)
    {
        Value listed;

        SCRIPT_TRY (py_call (runtime, callable, &class, 1, &listed));
        SCRIPT_TRY (py_items (runtime, listed, &values));
    }
    type->values = script_alloc (runtime, sizeof *type->values * (items->length + 1));
    type->members = script_alloc (runtime, sizeof *type->members * (items->length + 1));
    for (guint32 i = 0; i < items->length; i++)
    {
        const ScriptList *pair = value_list (items->items[i]);
        const char *name = sa_text (runtime, pair->items[0]);
        Value own;

        SCRIPT_TRY (py_get_text (runtime, pair->items[1], "name", &own));
        if (g_strcmp0 (name, sa_text (runtime, own)) != 0) /* an alias */
            continue;
        if (values && type->n_values >= values->length)
            break;
        type->members[type->n_values] = pair->items[1];
        type->values[type->n_values] = values ? sa_text (runtime, values->items[type->n_values]) : name;
        if (!type->values[type->n_values++])
            return script_refuse (runtime, "the values of the enumeration %s are not texts", type->name);
    }
    return SCRIPT_NORMAL;
}

static ScriptStatus read_values (ScriptRuntime *runtime, SaType *type, const ScriptList *given, Value callable)
{
    if (given->length == 1 && given->items[0].kind == VALUE_OBJECT)
    {
        Value members;

        SCRIPT_TRY (py_get_text (runtime, given->items[0], "__members__", &members));
        if (members.kind != VALUE_EMPTY)
            return read_members (runtime, type, given->items[0], members, callable);
    }
    type->values = script_alloc (runtime, sizeof *type->values * (given->length + 1));
    for (guint32 i = 0; i < given->length; i++)
    {
        const char *text = py_as_string (given->items[i]) ? sa_text (runtime, given->items[i]) : NULL;

        if (!text)
            return script_throw (runtime, "TypeError", "object of type '%s' has no len()",
                                 py_type_name (runtime, given->items[i]));
        type->values[type->n_values++] = text;
    }
    return SCRIPT_NORMAL;
}

/* Enum's length: that of the longest value (Enum._enum_init). */
static ScriptStatus set_enum_length (ScriptRuntime *runtime, SaType *type)
{
    glong longest = 0;

    for (guint i = 0; i < type->n_values; i++)
        longest = MAX (longest, g_utf8_strlen (type->values[i], -1));
    if (type->length == SA_UNSET)
        type->length = (int)longest;
    else if (type->length < longest)
        return script_throw (runtime, "ValueError",
                             "When provided, length must be larger or equal than the length of the longest enum "
                             "value. %d < %ld",
                             type->length, longest);
    return SCRIPT_NORMAL;
}

/* `impl` of a TypeDecorator, made with the arguments of the decorator (TypeDecorator.__init__). */
static ScriptStatus set_impl (ScriptRuntime *runtime, SaType *type, Value object, const Value *arguments, guint n,
                              const ScriptMap *named)
{
    Value impl;

    SCRIPT_TRY (py_get_text (runtime, object, "impl", &impl));
    if (impl.kind == VALUE_EMPTY)
        return script_throw (runtime, "AttributeError",
                             "TypeDecorator implementations require a class-level variable 'impl' which refers to the "
                             "class of type being decorated");
    if (value_class (impl))
    {
        Arguments with = { .items = arguments, .n = n };
        guint count = named ? py_map_length (named) : 0;
        const Name **names = script_alloc (runtime, sizeof *names * (count + 1));
        Value *values = script_alloc (runtime, sizeof *values * (count + 1));

        for (guint32 i = 0; named && i < named->n_entries; i++)
            if (named->entries[i].key.kind != VALUE_EMPTY)
            {
                names[with.n_named] = value_to_name (runtime, named->entries[i].key);
                values[with.n_named++] = named->entries[i].value;
            }
        with.names = names;
        with.named = values;
        SCRIPT_TRY (py_call_named (runtime, impl, &with, &impl));
        script_set (runtime, object, "impl", impl);
    }
    return sa_type_from_value (runtime, impl, &type->item);
}

/* A decorator's __init__ may give it another `impl` after super().__init__(). */
static ScriptStatus read_impl (ScriptRuntime *runtime, SaType *type)
{
    Value impl;

    SCRIPT_TRY (py_get_text (runtime, type->object, "impl", &impl));
    return sa_value_is_type (impl) && !value_class (impl) ? sa_type_from_value (runtime, impl, &type->item)
                                                          : SCRIPT_NORMAL;
}

/* What a class of types has of its own: Interval and PickleType are decorators of the library's. */
static ScriptStatus finish (ScriptRuntime *runtime, SaType *type)
{
    if (type->class == &sa_type_classes[TYPE_GENERIC_INTERVAL])
        type->item = sa_type_generic (runtime, "DateTime");
    else if (type->class == &sa_type_classes[TYPE_GENERIC_PICKLE_TYPE] && !type->item)
        type->item = sa_type_generic (runtime, "LargeBinary");
    else if (type->class == &sa_type_classes[TYPE_PG_BIT] && type->length == SA_UNSET && !type->varying)
        type->length = 1;
    if (type->class->form == SA_FORM_ENUM || type->class == &sa_type_classes[TYPE_MY_ENUM])
        return set_enum_length (runtime, type);
    return SCRIPT_NORMAL;
}

/* The names in a signature, in order, with its asterisks. */
static char **signature_names (const char *signature)
{
    const char *open = strchr (signature, '(');
    g_autofree char *inner = g_strndup (open + 1, strlen (open) - 2);

    return g_strsplit (inner, ", ", -1);
}

static ScriptStatus read_arguments (ScriptCall *call, SaType *type)
{
    ScriptRuntime *runtime = call->runtime;
    g_auto (GStrv) names = signature_names (type->class->signature);
    Value values[16];
    const ScriptList *positional = NULL;
    Value callable = EMPTY_VALUE;
    guint at = 0;

    SCRIPT_TRY (py_bind (call, type->class->signature, values));
    for (char **name = names; *name && **name; name++)
    {
        Value value;

        if (strcmp (*name, "*") == 0)
            continue;
        value = values[at++];
        if (g_str_has_prefix (*name, "**"))
        {
            const ScriptMap *map = value_map (value);

            for (guint32 i = 0; map && i < map->n_entries; i++)
            {
                const char *key;

                if (map->entries[i].key.kind == VALUE_EMPTY)
                    continue;
                key = sa_text (runtime, map->entries[i].key);
                if (strcmp (key, "values_callable") == 0)
                    callable = map->entries[i].value;
                SCRIPT_TRY (set_parameter (runtime, type, key, map->entries[i].value));
            }
        }
        else if (**name == '*')
            positional = value_list (value);
        else if (value.kind != VALUE_EMPTY)
        {
            (*name)[strcspn (*name, "=")] = '\0';
            SCRIPT_TRY (set_parameter (runtime, type, *name, value));
        }
    }
    if (positional && (type->class->form == SA_FORM_ENUM || type->class->form == SA_FORM_LIST))
        return read_values (runtime, type, positional, callable);
    return SCRIPT_NORMAL;
}

ScriptStatus sa_type_init (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    const HostObject *object = (const HostObject *)call->receiver.as.object;
    const SaTypeClass *class = sa_type_class_of (object->class);
    SaType *type = sa_type_new (call->runtime, class);

    type->object = call->receiver;
    if (class == &sa_type_classes[TYPE_GENERIC_TYPE_DECORATOR])
    {
        Value values[2];

        SCRIPT_TRY (py_bind (call, class->signature, values));
        SCRIPT_TRY (set_impl (call->runtime, type, call->receiver, value_list (values[0])->items,
                              value_list (values[0])->length, value_map (values[1])));
    }
    else
    {
        SCRIPT_TRY (read_arguments (call, type));
        SCRIPT_TRY (finish (call->runtime, type));
    }
    host_object_set_data (call->runtime, call->receiver, type);
    return SCRIPT_NORMAL;
}

gboolean sa_value_is_type (Value value)
{
    if (value_is_object (value, OBJECT_HOST))
        return sa_type_class_of (((const HostObject *)value.as.object)->class) != NULL;
    return value_class (value) && sa_type_class_of (py_host_class_of (value)) != NULL;
}

/* A class that no module of ours has: what the source's `types` say that it is. */
static ScriptStatus type_of_unknown (ScriptRuntime *runtime, Value value, const SaType **out)
{
    const AlembicRun *run = script_data (runtime);
    const PyClass *class = value_class (value) ? value_class (value) : py_type (runtime, value);
    const char *name = class ? class->name->text : "?";
    const char *known = alembic_type (run->source, name);

    if (!known && host_missing_reason (value))
        return host_refuse_plain (runtime, value);
    if (!known)
        return script_refuse (runtime,
                              "%s is no type of SQLAlchemy; say what it is in migshim.yaml, for instance `types: { %s: "
                              "Text }`",
                              name, name);
    return sa_type_parse (runtime, known, out);
}

static ScriptStatus stand_in_call (ScriptCall *call, Value *out)
{
    const SaType *type;

    SCRIPT_TRY (sa_type_parse (call->runtime, value_to_text (call->runtime, call->captured), &type));
    *out = sa_type_value (call->runtime, type);
    return SCRIPT_NORMAL;
}

Value sa_type_stand_in (ScriptRuntime *runtime, const char *text)
{
    return py_function_new (runtime, "type", stand_in_call, value_string (runtime, text, -1));
}

ScriptStatus sa_type_from_value (ScriptRuntime *runtime, Value value, const SaType **out)
{
    SaType *type;

    *out = NULL;
    if (value_is_nullish (value) || value.kind == VALUE_EMPTY)
        return SCRIPT_NORMAL;
    if (value_is_object (value, OBJECT_FUNCTION) && ((const ScriptFunction *)value.as.object)->native == stand_in_call)
        SCRIPT_TRY (py_call (runtime, value, NULL, 0, &value));
    if (!sa_value_is_type (value))
        return type_of_unknown (runtime, value, out);
    if (value_class (value))
        SCRIPT_TRY (py_call (runtime, value, NULL, 0, &value));
    type = host_object_data (value, type_engine_class ());
    if (!type) /* a script's class whose __init__ left out super().__init__() */
    {
        type = sa_type_new (runtime, sa_type_class_of (((const HostObject *)value.as.object)->class));
        type->object = value;
        if (type->class->form == SA_FORM_DECORATOR)
            SCRIPT_TRY (set_impl (runtime, type, value, NULL, 0, NULL));
    }
    else if (type->class == &sa_type_classes[TYPE_GENERIC_TYPE_DECORATOR] && type->object.kind != VALUE_EMPTY)
        SCRIPT_TRY (read_impl (runtime, type));
    *out = type;
    return SCRIPT_NORMAL;
}

/* "Text", "String(50)", "postgresql.JSONB": as `types` of the configuration have it. */
ScriptStatus sa_type_parse (ScriptRuntime *runtime, const char *text, const SaType **out)
{
    gsize length = strcspn (text, "(");
    g_autofree char *name = g_strchomp (g_strndup (text, length));
    const char *dot = strrchr (name, '.');
    g_autofree char *dialect = dot ? g_strndup (name, (gsize)(dot - name)) : NULL;
    g_autofree char *module = dialect && strcmp (dialect, "sa") != 0 && strcmp (dialect, "sqlalchemy") != 0
                                  ? g_strdup_printf ("sqlalchemy.dialects.%s", dialect)
                                  : g_strdup ("sqlalchemy.sql");
    const SaTypeClass *class = sa_type_class_find (module, dot ? dot + 1 : name);
    SaType *type;

    if (!class || (class->flags & SA_TYPE_ABSTRACT) || class->form == SA_FORM_ENUM || class->form == SA_FORM_ARRAY)
        return script_refuse (runtime, "`types` maps to %s, which is no type that can stand there", text);
    type = sa_type_new (runtime, class);
    if (text[length] == '(')
    {
        char *end;
        int first = (int)g_ascii_strtoll (text + length + 1, &end, 10);

        if (class->affinity == SA_AFFINITY_NUMERIC || class->affinity == SA_AFFINITY_FLOAT)
            type->precision = first;
        else
            type->length = first;
        if (*end == ',')
            type->scale = (int)g_ascii_strtoll (end + 1, NULL, 10);
    }
    SCRIPT_TRY (finish (runtime, type));
    *out = type;
    return SCRIPT_NORMAL;
}

Value sa_type_value (ScriptRuntime *runtime, const SaType *type)
{
    if (!type)
        return sa_type_value (runtime, sa_type_generic (runtime, "NullType"));
    return type->object.kind != VALUE_EMPTY ? type->object
                                            : host_object_new (runtime, &type->class->host, (gpointer)type);
}

SaAffinity sa_type_affinity (const SaType *type)
{
    while (type && type->class->form == SA_FORM_DECORATOR && type->class->affinity != SA_AFFINITY_INTERVAL)
        type = type->item;
    return type ? type->class->affinity : SA_AFFINITY_NULL;
}

const char *sa_dialect_name (const SaDialect *dialect)
{
    static const char *const names[] = {
        [DIALECT_POSTGRESQL] = "postgresql",
        [DIALECT_MYSQL] = "mysql",
        [DIALECT_SQLITE] = "sqlite",
    };

    return names[dialect->dialect];
}
