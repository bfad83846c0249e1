#include "script/es.h"

void inspect_append (ScriptRuntime *runtime, TextBuilder *text, Value value, gboolean top_level)
{
    ScriptList *list = value_list (value);

    if (list)
    {
        text_append_text (text, "[ ");
        for (guint i = 0; i < list->length; i++)
        {
            if (i > 0)
                text_append_text (text, ", ");
            inspect_append (runtime, text, list->items[i], FALSE);
        }
        text_append_text (text, " ]");
    }
    else if (value.kind == VALUE_STRING && !top_level)
    {
        text_append_c (text, '\'');
        text_append_string (text, value.as.string);
        text_append_c (text, '\'');
    }
    else if (value.kind == VALUE_OBJECT)
        text_append_text (text, "{}");
    else
        text_append_string (text, es_primitive_text (runtime, value));
}

const char *es_format (ScriptRuntime *runtime, const Value *arguments, guint n)
{
    TextBuilder text;

    text_builder_init (&text, runtime);
    for (guint i = 0; i < n; i++)
    {
        if (i > 0)
            text_append_c (&text, ' ');
        inspect_append (runtime, &text, arguments[i], TRUE);
    }
    return text_finish_c (&text);
}
