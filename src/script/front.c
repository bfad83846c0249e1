#include "script/front.h"

#include "util/error.h"

#include <string.h>

static const char out_of_memory[] = "the script needs more memory than it may have";

/* A text that we can read at all: of a bearable size, UTF-8, and without NULs unless ZEROS. */
static gboolean check_text (const ScriptFile *file, gboolean zeros, GError **error)
{
    if (file->length > AST_MAX_TEXT)
    {
        error_set_at (error, MIGSHIM_ERROR_SOURCE, (Location){ file->path, 0, 0 }, NULL, 0,
                      "the file is larger than %d MiB", AST_MAX_TEXT / (1024 * 1024));
        return FALSE;
    }
    const char *invalid = file->text, *end = file->text + file->length;
    /* GLib takes a NUL for an end; ECMAScript has it in strings. */
    while (!g_utf8_validate_len (invalid, (gsize)(end - invalid), &invalid) && zeros && *invalid == '\0')
        invalid++;
    if (invalid == end)
        return TRUE;
    guint32 offset = (guint32)(invalid - file->text);
    error_set_at (error, MIGSHIM_ERROR_SOURCE, ast_location (file, offset), file->text, file->length, "%s",
                  *invalid == '\0' ? "the file holds a NUL character" : "the file is not valid UTF-8");
    return FALSE;
}

gboolean front_init (Front *front, Language language, const char *path, const char *text, gsize length,
                     NameTable *names, Arena *arena, GError **error)
{
    ScriptFile *file = arena_new_object (arena, ScriptFile);
    *front = (Front){ .file = file, .stack = g_ptr_array_new (), .error = error };
    if (file == NULL)
    {
        error_set (error, MIGSHIM_ERROR_SOURCE, "%s", out_of_memory);
        return FALSE;
    }
    *file = (ScriptFile){ .language = language,
                          .path = path,
                          .text = length == 0 ? "" : text,
                          .length = length,
                          .arena = arena,
                          .names = names };
    return check_text (file, language == LANGUAGE_ECMASCRIPT, error);
}

void front_clear (Front *front)
{
    g_clear_pointer (&front->stack, g_ptr_array_unref);
    g_clear_pointer (&front->overflow, arena_free);
}

gpointer front_alloc (Front *front, gsize size)
{
    gpointer piece = arena_alloc (front->file->arena, size);
    if (piece != NULL)
        return piece;
    if (!front->failed)
        front_fail (front, front->previous_end, "%s", out_of_memory);
    if (front->overflow == NULL)
        front->overflow = arena_new (0);
    return arena_alloc (front->overflow, size);
}

gpointer front_array (Front *front, const GArray *array, gsize size)
{
    gpointer copy = front_alloc (front, array->len * size);
    if (array->len > 0)
        memcpy (copy, array->data, array->len * size);
    return copy;
}

Node *front_node (Front *front, NodeKind kind, guint32 start)
{
    Node *node = front_alloc (front, sizeof (Node));
    node->kind = (guint8)kind;
    node->start = start;
    node->end = front->previous_end;
    node->file = front->file;
    return node;
}

Node *front_fail (Front *front, guint32 offset, const char *format, ...)
{
    gboolean first = !front->failed;
    front->failed = TRUE;
    *front->token_kind = 0;
    if (first && front->speculation == 0)
    {
        va_list arguments;
        va_start (arguments, format);
        g_autofree char *message = g_strdup_vprintf (format, arguments);
        va_end (arguments);
        error_set_at (front->error, MIGSHIM_ERROR_SOURCE, ast_location (front->file, offset), front->file->text,
                      front->file->length, "%s", message);
    }
    return front_node (front, NODE_EMPTY, offset);
}

void front_enter (Front *front, guint32 offset)
{
    if (++front->depth > AST_MAX_DEPTH)
        front_fail (front, offset, "the text nests deeper than %d levels", AST_MAX_DEPTH);
}

void front_leave (Front *front)
{
    front->depth--;
}

guint front_list_start (const Front *front)
{
    return front->stack->len;
}

void front_list_add (Front *front, Node *node)
{
    g_ptr_array_add (front->stack, node);
}

NodeList front_list_end (Front *front, guint start)
{
    NodeList list = { NULL, front->stack->len - start };
    if (list.count > 0)
    {
        list.items = front_alloc (front, list.count * sizeof (Node *));
        memcpy (list.items, front->stack->pdata + start, list.count * sizeof (Node *));
    }
    g_ptr_array_set_size (front->stack, (gint)start);
    return list;
}

void front_mark_dropped (Node *node)
{
    for (;;)
    {
        switch (node->kind)
        {
        case NODE_CALL:
        case NODE_NEW:
        case NODE_TAGGED:
        case NODE_YIELD:
            node->flags |= AST_DROPPED;
            return;
        case NODE_AWAIT:
            node->flags |= AST_DROPPED;
            node = node->value;
            break;
        case NODE_OPTIONAL_CHAIN:
            node = node->value;
            break;
        case NODE_UNARY:
            if (node->op != OP_VOID)
                return;
            node = node->unary.operand;
            break;
        case NODE_LOGICAL:
            node = node->binary.right;
            break;
        case NODE_CONDITIONAL:
            front_mark_dropped (node->conditional.then);
            node = node->conditional.otherwise;
            break;
        case NODE_SEQUENCE:
            node = node->list.items[node->list.count - 1];
            break;
        default:
            return;
        }
    }
}

void front_note_annotation (GArray *annotations, const char *text, const char *at, const char *end, char marker)
{
    while (at < end && (g_ascii_isspace (*at) || *at == marker))
        at++;
    if (end - at < 8 || memcmp (at, "migshim:", 8) != 0)
        return;
    guint32 start = (guint32)(at - text);
    if (annotations->len > 0 && g_array_index (annotations, Annotation, annotations->len - 1).start >= start)
        return;
    for (at += 8; at < end && g_ascii_isspace (*at); at++)
        ;
    while (end > at && g_ascii_isspace (end[-1]))
        end--;
    Annotation annotation = { .text = { at, (gsize)(end - at) }, .start = start };
    g_array_append_val (annotations, annotation);
}
