/* Values of a script where SQLAlchemy wants an element (sql/coercions.py). */

#include "adapters/alembic/sql_host.h"
#include "adapters/alembic/sql_value.h"

#include <string.h>

ScriptStatus sql_string (ScriptRuntime *runtime, Value value, const char *what, const char **out)
{
    ScriptString *string = py_as_string (value);

    if (!string)
        return sql_raise (runtime, "ArgumentError", "%s: a text is expected, got %s", what,
                          py_type_name (runtime, value));
    *out = script_strdup (runtime, value_to_text (runtime, value_of_string (string)));
    return SCRIPT_NORMAL;
}

ScriptStatus sql_type_argument (ScriptRuntime *runtime, Value value, const SaType **out)
{
    *out = NULL;
    if (value.kind == VALUE_EMPTY || value.kind == VALUE_NULL)
        return SCRIPT_NORMAL;
    return sa_type_from_value (runtime, value, out);
}

/* A select as an operand is a scalar subquery. */
static SqlElement *as_operand (ScriptRuntime *runtime, SqlElement *element)
{
    SqlElement *scalar;

    if (element->kind != ELEMENT_SELECT && element->kind != ELEMENT_COMPOUND)
        return element;
    scalar = sql_element_new (runtime, ELEMENT_SCALAR_SUBQUERY);
    scalar->left = element;
    if (element->kind == ELEMENT_SELECT && ((const SqlSelect *)element->detail)->columns.n > 0)
        scalar->type = ((const SqlSelect *)element->detail)->columns.items[0]->type;
    return scalar;
}

static ScriptStatus not_an_expression (ScriptRuntime *runtime, Value value, const char *role)
{
    ScriptString *shown;

    SCRIPT_TRY (py_repr (runtime, value, &shown));
    return sql_raise (runtime, "ArgumentError", "%s expected, got %s.", role,
                      value_to_text (runtime, value_of_string (shown)));
}

/* The type of a bind of VALUE that stands beside something of TYPE (coerce_compared_value). */
static const SaType *compared_type (ScriptRuntime *runtime, const SaType *type, Value value)
{
    const SaType *own = sql_type_of_value (runtime, value);

    if (!own || (type && sql_affinity (own) == sql_affinity (type)))
        return type;
    if (type && type->class->form == SA_FORM_DECORATOR)
        return type;
    return own;
}

static const char *bind_name (const SqlElement *expression)
{
    if (!expression)
        return NULL;
    switch ((int)expression->kind)
    {
    case ELEMENT_COLUMN:
    case ELEMENT_LITERAL_COLUMN:
        return expression->key ? expression->key : expression->name;
    case ELEMENT_FUNCTION:
    case ELEMENT_LABEL:
        return expression->name;
    default:
        return NULL;
    }
}

ScriptStatus sql_operand (ScriptRuntime *runtime, Value value, SqlElement *expression, SqlOperator op, SqlElement **out)
{
    SqlElement *element = sql_element_of (value);

    if (element && sql_is_from (element))
        return not_an_expression (runtime, value, "SQL expression element or literal value");
    if (element)
    {
        *out = as_operand (runtime, element);
        if (element->kind == ELEMENT_BIND && !(element->flags & ELEMENT_TYPED) && !element->type && expression)
        {
            *out = sql_copy (runtime, element);
            (*out)->type = expression->type;
        }
        return SCRIPT_NORMAL;
    }
    if (value.kind == VALUE_NULL)
    {
        *out = sql_constant (runtime, ELEMENT_NULL);
        return SCRIPT_NORMAL;
    }
    *out = sql_bind_new (runtime, NULL, value, compared_type (runtime, expression ? expression->type : NULL, value));
    (*out)->name = bind_name (expression);
    (*out)->op = op;
    return SCRIPT_NORMAL;
}

ScriptStatus sql_expression (ScriptRuntime *runtime, Value value, const SaType *type, SqlElement **out)
{
    SqlElement *element = sql_element_of (value);

    if (element && sql_is_from (element))
        return not_an_expression (runtime, value, "SQL expression element or literal value");
    if (element)
        *out = as_operand (runtime, element);
    else if (value.kind == VALUE_NULL)
        *out = sql_constant (runtime, ELEMENT_NULL);
    else
        *out = sql_bind_new (runtime, NULL, value, type ? type : sql_type_of_value (runtime, value));
    return SCRIPT_NORMAL;
}

ScriptStatus sql_condition (ScriptRuntime *runtime, Value value, SqlElement **out)
{
    SqlElement *element = sql_element_of (value);

    if (element && !sql_is_from (element))
    {
        *out = as_operand (runtime, element);
        return SCRIPT_NORMAL;
    }
    if (value.kind == VALUE_BOOLEAN)
    {
        *out = sql_constant (runtime, value.as.boolean ? ELEMENT_TRUE : ELEMENT_FALSE);
        return SCRIPT_NORMAL;
    }
    if (value.kind == VALUE_NULL)
    {
        *out = sql_constant (runtime, ELEMENT_NULL);
        return SCRIPT_NORMAL;
    }
    if (py_as_string (value))
    {
        const char *text = value_to_text (runtime, py_unbox (value));

        return sql_raise (runtime, "ArgumentError",
                          "Textual SQL expression '%s' should be explicitly declared as text('%s')", text, text);
    }
    return not_an_expression (runtime, value, "SQL expression for WHERE/HAVING role");
}

ScriptStatus sql_ordering (ScriptRuntime *runtime, Value value, SqlElement **out)
{
    const char *text;

    if (!py_as_string (value))
        return sql_expression (runtime, value, NULL, out);
    SCRIPT_TRY (sql_string (runtime, value, "ORDER BY", &text));
    *out = sql_text_new (runtime, text);
    (*out)->flags |= ELEMENT_UNIQUE; /* names something of the list: sql_compile_select.c */
    return SCRIPT_NORMAL;
}

ScriptStatus sql_from (ScriptRuntime *runtime, Value value, SqlElement **out)
{
    SqlElement *element = sql_element_of (value);

    if (element && (sql_is_from (element) || element->kind == ELEMENT_TEXT || element->kind == ELEMENT_FUNCTION))
    {
        *out = element;
        return SCRIPT_NORMAL;
    }
    if (element && (element->kind == ELEMENT_SELECT || element->kind == ELEMENT_COMPOUND))
    {
        *out = sql_alias_new (runtime, element, NULL, TRUE);
        return SCRIPT_NORMAL;
    }
    return not_an_expression (runtime, value, "FROM expression, such as a Table or alias() object");
}

ScriptStatus sql_default_takes_context (ScriptRuntime *runtime G_GNUC_UNUSED, Value function, gboolean *takes)
{
    const ScriptFunction *script =
        value_is_object (function, OBJECT_FUNCTION) ? (ScriptFunction *)function.as.object : NULL;

    *takes = script && script->code && script->code->parameter_count > 0 && !script->code->parameters[0].default_value;
    return SCRIPT_NORMAL;
}
