/* py_internal.h: what the files of Python's evaluator share, beside py.h. */

#ifndef MIGSHIM_SCRIPT_PY_INTERNAL_H
#define MIGSHIM_SCRIPT_PY_INTERNAL_H

#include "script/es.h"
#include "script/py.h"

/* Special names, interned once. */
/* clang-format off */
#define PY_NAMES(X) \
    X (__init__) X (__new__) X (__call__) X (__getattr__) X (__getattribute__) X (__setattr__) X (__delattr__) X (__get__) X (__set__) \
    X (__delete__) X (__set_name__) X (__init_subclass__) X (__class_getitem__) X (__eq__) X (__hash__) X (__repr__) X (__str__) \
    X (__format__) X (__bool__) X (__len__) X (__iter__) X (__next__) X (__contains__) X (__getitem__) X (__setitem__) X (__delitem__) \
    X (__missing__) X (__index__) X (__int__) X (__float__) X (__enter__) X (__exit__) X (__name__) X (__qualname__) X (__module__) \
    X (__doc__) X (__dict__) X (__class__) X (__bases__) X (__mro__) X (__file__) X (__annotations__) X (__match_args__) X (__slots__) \
    X (__subclasshook__) X (__instancecheck__) X (__subclasscheck__) X (__wrapped__) X (__self__) X (__defaults__) X (__all__) X (__path__) \
    X (__package__) X (__cause__) X (__context__) X (__suppress_context__) X (__traceback__) X (__notes__) X (args) X (metaclass) \
    X (__reversed__) X (send) X (close) X (keys) X (__iadd__) X (__prepare__) X (__abstractmethods__) X (__abs__) X (__round__) X (__bytes__)
/* clang-format on */

typedef struct
{
#define MEMBER(name) const Name *name;
    PY_NAMES (MEMBER)
#undef MEMBER
} PyNames;

/* What the runtime of a Python script holds besides. */
struct PyState
{
    PyNames names;
    PyClass *object, *type, *none, *boolean, *integer, *number, *string, *bytes, *list, *tuple, *dict, *set, *frozenset,
        *slice, *range, *function, *builtin, *method, *module, *generator, *property, *classmethod, *staticmethod,
        *super, *ellipsis, *not_implemented, *base_exception, *exception, *view_keys, *view_values, *view_items,
        *iterator;
    Value ellipsis_value;
    Value not_implemented_value;
    Value host_init;          /* __init__ of host classes */
    GHashTable *classes;      /* const Name * -> PyClass *: built-in, and iterators by the name of their type */
    GHashTable *host_classes; /* const HostClass * -> PyClass * */
    GHashTable *modules;      /* dotted name or path -> PyModule *: files */
    GHashTable *imported;     /* dotted name -> Value * */
    GHashTable *files;        /* const ScriptFile * -> PyModule * */
    Value handled;            /* the exception that a handler is busy with, or UNDEFINED */
    guint printing;           /* how deep repr is */
    const Node *outside;      /* the call that led from the script into the library */
    GPtrArray *open;          /* containers whose repr is being made */
    ScriptBox *class_cell;    /* of the class that a metaclass is about to make: what super() asks for */
    GString *line;            /* printed, and without its end yet */
};

typedef struct
{
    ScriptObject object;    /* OBJECT_DESCRIPTOR; its prototype says which: property, classmethod, staticmethod */
    Value get, set, remove; /* of a property; GET is what the other two wrap */
    Value doc;
} PyDescriptor;

typedef struct
{
    ScriptObject object; /* OBJECT_VIEW */
    ScriptMap *map;
    PyViewKind kind;
} PyView;

typedef struct
{
    ScriptObject object; /* OBJECT_SUPER */
    PyClass *after;
    Value self;
    PyClass *type;
} PySuper;

typedef struct
{
    ScriptObject object; /* OBJECT_ITERATOR */
    Walk walk;
    const char *type;
} PyIterator;

typedef struct
{
    ScriptObject object; /* OBJECT_MODULE; its properties are what is not a variable of the file */
    char *path;          /* of a file; or NULL */
    const char *name;    /* dotted */
    ScriptFile *file;
    Environment *environment;
    gboolean running;
    gboolean is_package;
    const char *failed;       /* why it can't be had, in the arena; or NULL */
    const char *missing_star; /* why a star import of it brought nothing; or NULL */
} PyModule;

#define PY_NAME(runtime, name) ((runtime)->py->names.name)

/* py_setup.c and those who fill the table of built-ins. */
void py_setup (ScriptRuntime *runtime);
void py_free (ScriptRuntime *runtime);
void py_setup_errors (ScriptRuntime *runtime);
void py_setup_functions (ScriptRuntime *runtime);
void py_setup_types (ScriptRuntime *runtime);
void py_setup_descriptors (ScriptRuntime *runtime);
void py_setup_iterators (ScriptRuntime *runtime);
void py_setup_generators (ScriptRuntime *runtime);
void py_define (ScriptRuntime *runtime, const char *name, Value value); /* a built-in name */
void py_define_functions (ScriptRuntime *runtime, const NativeEntry *entries);

/* py_class.c */
PyClass *py_class_alloc (ScriptRuntime *runtime, const Name *name, PyClass *metaclass);
ScriptStatus py_class_build (ScriptRuntime *runtime, PyClass *class, PyClass *const *bases, guint n);
void py_class_define (ScriptRuntime *runtime, PyClass *class, const NativeEntry *methods, gboolean of_class);
ScriptStatus py_evaluate_class (Frame *frame, const Class *code, Value *out);
/* type.__new__ */
ScriptStatus py_type_new (ScriptCall *call, Value *out);
ScriptStatus py_construct (ScriptRuntime *runtime, PyClass *class, const Arguments *arguments, Value *out);
Value py_class_find_after (const PyClass *class, const PyClass *after, const Name *name, PyClass **where);
/* The attribute of the class of VALUE, as it stands there; VALUE_EMPTY when there is none. */
Value py_special (ScriptRuntime *runtime, Value value, const Name *name);
/* Whether NAME of VALUE's class is written in the script. */
gboolean py_is_overridden (ScriptRuntime *runtime, Value value, const Name *name);
/* py_call_special by name. */
ScriptStatus py_call_named_special (ScriptRuntime *runtime, Value value, const Name *name, const Value *arguments,
                                    guint n, Value *out, gboolean *found);

/* py_object.c */
void py_setup_object (ScriptRuntime *runtime);
/* A dict of OBJECT's own attributes, which can't be changed; AttributeError when it has no place for them. */
ScriptStatus py_attributes (ScriptRuntime *runtime, Value object, Value *out);
/* __name__ and its like; VALUE_EMPTY for others. */
ScriptStatus py_function_attribute (ScriptRuntime *runtime, ScriptFunction *function, const Name *name, Value *out);
/* The text that BODY of a function or class begins with, or None. */
Value py_docstring (ScriptRuntime *runtime, const Node *body);

/* py_functions.c and its neighbours */
extern const NativeEntry py_iteration_functions[], py_number_functions[];
gboolean py_is_callable (ScriptRuntime *runtime, Value value);
/* What is printed: whole lines go to the log; py_write_rest gives it what is left at the end. */
ScriptStatus py_write (ScriptRuntime *runtime, ScriptLogLevel level, const char *text, gsize length);
ScriptStatus py_write_rest (ScriptRuntime *runtime);

/* The __hash__ of object: by identity, or by value for the built-in types. */
ScriptStatus py_object_hash (ScriptCall *call, Value *out);

/* py_attribute.c */
ScriptStatus py_bind_attribute (ScriptRuntime *runtime, Value attribute, Value object, PyClass *class, Value *out);
ScriptStatus py_find_method (ScriptRuntime *runtime, Value object, const Name *name, Value *function, Value *receiver);
ScriptStatus py_delete (ScriptRuntime *runtime, Value object, const Name *name);
/* The attribute as the class has it, without any hook; for super(). */
ScriptStatus py_find_default (ScriptRuntime *runtime, Value object, const Name *name, Value *out);
ScriptStatus py_set_default (ScriptRuntime *runtime, Value object, const Name *name, Value value);
ScriptStatus py_no_attribute (ScriptRuntime *runtime, Value object, const Name *name);

/* py_call.c */
ScriptStatus py_evaluate_call (Frame *frame, const Node *node, Value *out);
ScriptStatus py_call_value (ScriptRuntime *runtime, Value callee, Value receiver, const Arguments *arguments,
                            gboolean used, Value *out);
ScriptStatus py_evaluate_function (Frame *frame, const Node *node, Value *out);
ScriptStatus py_decorate (Frame *frame, const NodeList *decorators, Value *value);
/* The `__qualname__` of a function. */
const Name *py_qualified_name (const ScriptFunction *function);
ScriptStatus py_evaluate_arguments (Frame *frame, const NodeList *nodes, Arguments *arguments, Value callee);

/* py_eval.c, py_statement.c and others */
ScriptStatus py_evaluate (Frame *frame, const Node *node, Value *out);
ScriptStatus py_execute (Frame *frame, const Node *node);
ScriptStatus py_execute_handlers (Frame *frame, const Node *node);
ScriptStatus py_evaluate_comprehension (Frame *frame, const Node *node, Value *out);
ScriptStatus py_evaluate_yield (Frame *frame, const Node *node, Value *out);
ScriptStatus py_execute_match (Frame *frame, const Node *node);
ScriptStatus py_execute_import (Frame *frame, const Node *node);
ScriptStatus py_assign_list (Frame *frame, const Node *pattern, Value value, gboolean declares);
ScriptStatus py_evaluate_template (Frame *frame, const Node *node, Value *out);
/* A generator whose function's call FRAME is. */
Value py_generator_new (ScriptRuntime *runtime, const Frame *frame);
ScriptStatus py_in_place (ScriptRuntime *runtime, Operator op, Value left, Value right, Value *out);

/* py_protocol.c */
ScriptStatus py_compare_value (ScriptRuntime *runtime, Operator op, Value a, Value b, Value *out);
/* Whether VALUE may have operators that only a look at its class can tell. */
gboolean py_has_operators (Value value);
/* LEFT's operator NAME; VALUE_EMPTY when it has none or does not implement it. RIGHT is undefined for an unary one. */
ScriptStatus py_try_operator (ScriptRuntime *runtime, const char *name, Value left, Value right, Value *out);

/* py_descriptor.c */
/* super() without arguments, in the method that FRAME runs. */
ScriptStatus py_super_here (Frame *frame, Value *out);

/* py_repr.c */
/* What `object` has for __repr__ and __str__. */
ScriptStatus py_repr_default (ScriptRuntime *runtime, Value value, ScriptString **out);
ScriptStatus py_str_default (ScriptRuntime *runtime, Value value, ScriptString **out);

/* TEXT with all that is not ASCII as escapes. */
ScriptStatus py_ascii (ScriptRuntime *runtime, const ScriptString *text, Value *out);

/* py_error.c */
ScriptStatus py_error_matches (ScriptRuntime *runtime, Value exception, Value type, gboolean *matches);
char *py_error_describe (ScriptRuntime *runtime, Value exception);
ScriptStatus py_execute_raise (Frame *frame, const Node *node);

/* py_module.c */
/* Before code of the library runs: the place where errors are told. */
void py_note_outside (ScriptRuntime *runtime);
ScriptStatus py_module_load (ScriptRuntime *runtime, const char *path, const char *text, gsize length, Value *out);
/* One of Python's library, in C or in Python: what it lacks CPython may have. */
gboolean py_module_is_library (const PyModule *module);
ScriptStatus py_module_find_attribute (ScriptRuntime *runtime, PyModule *module, const Name *name, Value *out);
ScriptStatus py_module_set_attribute (ScriptRuntime *runtime, PyModule *module, const Name *name, Value value);
ScriptStatus py_unknown_name (ScriptRuntime *runtime, const Node *node, Value *out);

/* What the built-in types have for the special methods of items, without a look at what a script's class based on them has. */
ScriptStatus py_get_index_builtin (ScriptRuntime *runtime, Value object, Value index, Value *out);
ScriptStatus py_set_index_builtin (ScriptRuntime *runtime, Value object, Value index, Value value);
ScriptStatus py_remove_index_builtin (ScriptRuntime *runtime, Value object, Value index);
gboolean py_length_builtin (Value value, gint64 *length);
ScriptStatus py_contains_builtin (ScriptRuntime *runtime, Value container, Value item, gboolean *contains);
ScriptStatus py_iterator_builtin (ScriptRuntime *runtime, Value value, Value *out);

/* py_types.c: int(VALUE, BASE); BASE is VALUE_EMPTY for none. */
ScriptStatus py_to_integer (ScriptRuntime *runtime, Value value, Value base, Value *out);

/* py_iterate.c */
/* iter(VALUE) */
ScriptStatus py_iterator_of (ScriptRuntime *runtime, Value value, Value *out);

/* py_generator.c */
ScriptStatus py_walk_generator (ScriptRuntime *runtime, Walk *walk, Value *out);

static inline ScriptStatus py_type_error (ScriptRuntime *runtime, const char *text)
{
    return script_throw (runtime, "TypeError", "%s", text);
}

static inline PyClass *class_of_object (const ScriptObject *object)
{
    return (PyClass *)object->prototype;
}

#endif
