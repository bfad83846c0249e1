/* py.h: Python's values, classes and protocol, for the evaluator, the built-in methods and the host modules of adapters.
 *
 * VALUES
 *   None VALUE_NULL, bool VALUE_BOOLEAN, int VALUE_INTEGER (64 bits: an overflow is a refusal), float VALUE_NUMBER, str VALUE_STRING,
 *   bytes OBJECT_BYTES, list OBJECT_LIST, tuple OBJECT_TUPLE (both ScriptList), dict OBJECT_MAP, set and frozenset OBJECT_SET (both
 *   ScriptMap, read and written by py_map_* alone: their keys are equal as Python has it), slice PySlice, range PyRange, a class PyClass,
 *   an instance of a script's class OBJECT_INSTANCE (its attributes are the object's properties), an exception OBJECT_ERROR, a host object
 *   OBJECT_HOST. Every object's `prototype` is its class. An instance of a script's class that is based on a built-in one has that
 *   one's structure (a list with another prototype); one that is based on int, float, str or bool is OBJECT_BOX: read arguments
 *   with py_unbox. VALUE_UNDEFINED is no Python value: a native that leaves OUT alone gives None, and a variable that is unset is VALUE_EMPTY.
 *   Strings are UTF-8; indexes count code points: py_string_length, py_string_slice. Never call string_units and its like on them.
 *
 * NATIVE METHODS are tables of NativeEntry ({ "upper", 0, upper }; "get real" is a property). CALL->receiver is self, arguments and keywords
 *   are in CALL. The arity is not looked at: a native checks its arguments with py_bind, or itself where CPython's words differ. Natives that
 *   loop over more than a few items take steps (runtime_steps, else return runtime_exhausted), those that build much reserve memory.
 *
 * HOST MODULES AND CLASSES, for adapters. A module is a HostClass; so is each class in it. Members of kind HOST_CLASS are classes,
 *   HOST_MODULE submodules, HOST_METHOD functions, HOST_GETTER constants and attributes. `least` and `most` are not looked at (0 and
 *   HOST_ANY_NUMBER). Special methods are members by name ("__getitem__", "__enter__", "__iter__", "__bool__", "__repr__"); all
 *   operators together can be one function instead (HostClass.operate):
 *
 *     static ScriptStatus integer_init (ScriptCall *call, Value *out)       // sa.Integer(), and super().__init__() of a script's subclass
 *     {
 *         SCRIPT_TRY (py_bind (call, "Integer()", NULL));
 *         host_object_set_data (call->runtime, call->receiver, type_new (...));
 *         return SCRIPT_NORMAL;
 *     }
 *     static const HostClass integer_class = { .name = "Integer", .base = &type_engine_class, .init = integer_init, .members = integer_members,
 *                                              .module = "sqlalchemy.sql.sqltypes" };
 *
 *     static ScriptStatus create_table (ScriptCall *call, Value *out)
 *     {
 *         Value values[4];                                                  // one for each parameter
 *         SCRIPT_TRY (py_bind (call, "create_table(table_name, *columns, if_not_exists=, **kw)", values));
 *         // values[0] the name; values[1] a tuple; values[2] VALUE_EMPTY when not given; values[3] a dict
 *         for (guint i = 0; i < value_list (values[1])->length; i++)
 *             column = host_object_data (value_list (values[1])->items[i], &column_class);
 *         script_fail, script_throw (runtime, "ValueError", ...), script_refuse as in any host function
 *     }
 *     static const HostMember op_members[] = {
 *         { .name = "create_table", .kind = HOST_METHOD, .most = HOST_ANY_NUMBER, .function = create_table, .summary = "..." },
 *         { .name = "Integer", .kind = HOST_CLASS, .gives = &integer_class, .summary = "..." },
 *         { .name = "dialects", .kind = HOST_MODULE, .gives = &dialects_module, .summary = "..." },
 *         { .name = "run_async", .refused = "it needs asyncio", ... }, { 0 } };
 *     const HostClass sqlalchemy_module = { .name = "sqlalchemy", .members = ... };
 *     const HostModule modules[] = { { .name = "sqlalchemy", .class = &sqlalchemy_module },
 *                                    { .name = "sqlalchemy.dialects.postgresql", .class = &postgresql_module }, { 0 } };
 *
 *   The DATA of a module's object (CALL->data) is ScriptOptions.module_data. `sa.Integer` un-called is a class: py_host_class_of gives its
 *   HostClass (also for a script's subclass of it), script_call makes an instance of it. An instance of a script's subclass is a HostObject of
 *   the HostClass it is based on; host_object_data is NULL when its __init__ never called super().__init__(). What the subclass adds is
 *   read with py_get and called with script_call (py_has_own tells if the script overrides a method).
 *   An exception class is a HostClass whose base is given by name: .exception = "Exception" (or the name of a built-in one); its instances are
 *   OBJECT_ERROR, made by py_error_new (py_host_class (runtime, &class), ...).
 *   A member that no table has is refused where it is used, with a name that may have been meant (in `hasattr` it is merely not there);
 *   a class that is .open has AttributeError instead. */

#ifndef MIGSHIM_SCRIPT_PY_H
#define MIGSHIM_SCRIPT_PY_H

#include "script/ast.h"
#include "script/eval.h"
#include "script/runtime.h"

typedef struct PyClass PyClass;

struct PyClass
{
    ScriptObject object; /* OBJECT_CLASS; its properties are the attributes, its prototype the class of classes */
    const Name *name;
    const Name *module;   /* `__module__` */
    const Name *qualname; /* `__qualname__` */
    PyClass **bases;
    guint n_bases;
    PyClass **mro; /* itself first, object last */
    guint n_mro;
    guint8 layout;         /* ObjectKind of the instances */
    gboolean is_script;    /* made by a class statement: it and its instances have attributes to be set */
    const HostClass *host; /* of a host class itself; not of what is based on it */
};

typedef struct
{
    ScriptObject object; /* OBJECT_SLICE */
    Value start, stop, step;
} PySlice;

typedef struct
{
    ScriptObject object; /* OBJECT_RANGE */
    gint64 start, stop, step, length;
} PyRange;

typedef struct
{
    ScriptObject object; /* OBJECT_METHOD: FUNCTION with its first argument */
    Value function;
    Value receiver;
} PyMethod;

/* Constants. */
Value py_not_implemented (ScriptRuntime *runtime);
Value py_ellipsis (ScriptRuntime *runtime);

/* Making values. Tuples, lists and bytes copy what they are given. */
Value py_tuple_new (ScriptRuntime *runtime, const Value *items, guint n);
Value py_list_new (ScriptRuntime *runtime, const Value *items, guint n);
Value py_dict_new (ScriptRuntime *runtime);
Value py_set_new (ScriptRuntime *runtime, gboolean frozen);
Value py_bytes_new (ScriptRuntime *runtime, gconstpointer data, gsize length);
Value py_range_new (ScriptRuntime *runtime, gint64 start, gint64 stop, gint64 step);
/* A function that scripts can call; NAME lives as long as the runtime. Its CALL->captured is CAPTURED. */
Value py_function_new (ScriptRuntime *runtime, const char *name, ScriptNative function, Value captured);

typedef enum
{
    PY_KEYS,
    PY_VALUES,
    PY_ITEMS
} PyViewKind;
/* dict.keys() and its like: sees later changes. */
Value py_dict_view_new (ScriptRuntime *runtime, ScriptMap *map, PyViewKind kind);

/* The int, float, str or bool behind an instance of a class based on it; other values as they are. */
Value py_unbox (Value value);
/* Of the unboxed VALUE; NULL when it is none. */
ScriptString *py_as_string (Value value);
ScriptMap *py_as_dict (Value value);
ScriptMap *py_as_set (Value value);
ScriptList *py_as_list (Value value);  /* a list, no tuple */
ScriptList *py_as_tuple (Value value); /* a tuple, no list */
/* An int or a bool. */
gboolean py_is_integer (Value value, gint64 *integer);

/* Strings by code points. Positions must be within the string. */
guint32 py_string_length (ScriptString *string);
guint32 py_string_offset (ScriptString *string, guint32 index); /* the byte offset of a code point */
ScriptString *py_string_slice (ScriptRuntime *runtime, ScriptString *string, guint32 from, guint32 to);

/* dict and set: keys are equal as Python has it (1 == 1.0 == True). May call the script (__hash__, __eq__), and throw (unhashable). FOUND is NULL
 * when there is none, and good until the next change. A set's values are not looked at. The entries are in order: 0 to n_entries, those
 * whose key is VALUE_EMPTY were removed. */
ScriptStatus py_map_find (ScriptRuntime *runtime, ScriptMap *map, Value key, Value **found);
ScriptStatus py_map_put (ScriptRuntime *runtime, ScriptMap *map, Value key, Value value);
ScriptStatus py_map_remove (ScriptRuntime *runtime, ScriptMap *map, Value key, Value *removed, gboolean *was_there);
void py_map_clear (ScriptMap *map);
guint32 py_map_length (const ScriptMap *map);
ScriptMap *py_map_copy (ScriptRuntime *runtime, ScriptMap *map);
/* With a str key, without the script: NULL when there is none. */
Value *py_dict_get (ScriptMap *map, const char *key);
ScriptStatus py_dict_set (ScriptRuntime *runtime, ScriptMap *map, const char *key, Value value);

/* The protocol. All of them may call the script. */
ScriptStatus py_truth (ScriptRuntime *runtime, Value value, gboolean *truth);
ScriptStatus py_equal (ScriptRuntime *runtime, Value a, Value b,
                       gboolean *equal); /* identity first, as containers have it */
/* OP is OP_LESS and its like. */
ScriptStatus py_compare (ScriptRuntime *runtime, Operator op, Value a, Value b, gboolean *holds);
ScriptStatus py_hash (ScriptRuntime *runtime, Value value, gint64 *hash);
ScriptStatus py_repr (ScriptRuntime *runtime, Value value, ScriptString **out);
ScriptStatus py_str (ScriptRuntime *runtime, Value value, ScriptString **out);
ScriptStatus py_binary (ScriptRuntime *runtime, Operator op, Value left, Value right, Value *out);
ScriptStatus py_unary_operator (ScriptRuntime *runtime, Operator op, Value operand, Value *out);
ScriptStatus py_length (ScriptRuntime *runtime, Value value, gint64 *length);
ScriptStatus py_contains (ScriptRuntime *runtime, Value container, Value item, gboolean *contains);
/* format(VALUE, SPEC), SPEC without its braces; NULL for none. */
ScriptStatus py_format (ScriptRuntime *runtime, Value value, ScriptString *spec, ScriptString **out);

ScriptStatus py_get (ScriptRuntime *runtime, Value object, const Name *name, Value *out);
/* The same; OUT is VALUE_EMPTY instead of an AttributeError. */
ScriptStatus py_find (ScriptRuntime *runtime, Value object, const Name *name, Value *out);
ScriptStatus py_get_text (ScriptRuntime *runtime, Value object, const char *name, Value *out); /* VALUE_EMPTY: none */
ScriptStatus py_set (ScriptRuntime *runtime, Value object, const Name *name, Value value);
ScriptStatus py_get_index (ScriptRuntime *runtime, Value object, Value index, Value *out);
ScriptStatus py_set_index (ScriptRuntime *runtime, Value object, Value index, Value value);
ScriptStatus py_remove_index (ScriptRuntime *runtime, Value object, Value index);
/* The places that SLICE means in LENGTH items: START, STEP and how many. */
ScriptStatus py_slice_places (ScriptRuntime *runtime, const PySlice *slice, gint64 length, gint64 *start, gint64 *step,
                              gint64 *count);
/* VALUE as an index (int, bool, __index__); TypeError otherwise. */
ScriptStatus py_index (ScriptRuntime *runtime, Value value, gint64 *index);

/* Iteration: py_iterate begins (TypeError when it can't), iterate_next (semantics.h) goes on until walk.done. */
ScriptStatus py_iterate (ScriptRuntime *runtime, Value value, Walk *walk);
/* All items in a new list. */
ScriptStatus py_items (ScriptRuntime *runtime, Value iterable, ScriptList **items);
/* An iterator object over WALK, shown as TYPE ("list_iterator"). */
Value py_iterator_new (ScriptRuntime *runtime, Walk walk, const char *type);
/* next(ITERATOR). DONE when it is at its end. */
ScriptStatus py_next (ScriptRuntime *runtime, Value iterator, Value *out, gboolean *done);
/* An iterator object for natives that make items as they are asked for: STEP gives the next one in OUT, or sets WALK->done; its state is
 * WALK->source, WALK->next and WALK->at. */
Value py_iterator_step_new (ScriptRuntime *runtime,
                            ScriptStatus (*step) (ScriptRuntime *runtime, Walk *walk, Value *out), Value source,
                            Value next, const char *type);

/* Calls. */
ScriptStatus py_call (ScriptRuntime *runtime, Value function, const Value *arguments, guint n, Value *out);
ScriptStatus py_call_named (ScriptRuntime *runtime, Value function, const Arguments *arguments, Value *out);
ScriptStatus py_call_method (ScriptRuntime *runtime, Value object, const char *name, const Value *arguments, guint n,
                             Value *out);
/* A special method ("__len__") of VALUE's class, not of VALUE itself: FOUND tells whether it has one. */
ScriptStatus py_call_special (ScriptRuntime *runtime, Value value, const char *name, const Value *arguments, guint n,
                              Value *out, gboolean *found);

/* Spreads CALL's arguments over the parameters of SIGNATURE, "name(a, b=, /, c, *rest, d=, **others)" in Python's syntax; `=` marks what may be left
 * out, and its value is then VALUE_EMPTY. VALUES has one for each name in order: *rest is a tuple, **others a dict. TypeErrors are
 * those of a Python function of that name. VALUES may be NULL when there are no parameters. */
ScriptStatus py_bind (ScriptCall *call, const char *signature, Value *values);
/* The keyword argument NAME, or VALUE_EMPTY. */
Value py_keyword (const ScriptCall *call, const char *name);
/* TypeErrors of built-in functions written in C. */
ScriptStatus py_no_keywords (ScriptCall *call, const char *name);
/* "NAME expected 2 arguments, got 3", with CPython's "at least" and "at most". NAME without parentheses. */
ScriptStatus py_check_arguments (ScriptCall *call, const char *name, guint least, guint most);

/* Exceptions. TYPE is the name of a built-in class. script_throw (script.h) does the same with a message. */
ScriptStatus py_raise (ScriptRuntime *runtime, const char *type, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* KeyError and StopIteration carry a value. */
ScriptStatus py_raise_value (ScriptRuntime *runtime, const char *type, Value argument);
/* A new exception of CLASS (an exception class), not raised: raise it with script_throw_value. */
Value py_error_new (ScriptRuntime *runtime, Value class, const Value *arguments, guint n);
/* Whether the exception that is pending (SCRIPT_THROW) is a TYPE. */
gboolean py_pending_is (ScriptRuntime *runtime, const char *type);

/* Classes. */
PyClass *py_type (ScriptRuntime *runtime, Value value); /* type(VALUE) */
const char *py_type_name (ScriptRuntime *runtime, Value value);
PyClass *value_class (Value value); /* NULL when VALUE is no class */
gboolean py_is_subclass (const PyClass *class, const PyClass *base);
/* isinstance with a class, a tuple of classes or a union. */
ScriptStatus py_is_instance (ScriptRuntime *runtime, Value value, Value classes, gboolean *is);
/* A built-in class by name ("int", "ValueError"). */
PyClass *py_builtin_class (ScriptRuntime *runtime, const char *name);
/* A class made by a native: METHODS and CLASS_METHODS may be NULL. LAYOUT is the ObjectKind of its instances. */
PyClass *py_class_new (ScriptRuntime *runtime, const char *name, const char *module, PyClass *base, ObjectKind layout,
                       const NativeEntry *methods, const NativeEntry *class_methods);
/* An attribute of CLASS along its mro, as it stands there (not bound); VALUE_EMPTY when there is none. */
Value py_class_find (const PyClass *class, const Name *name);
/* The class that scripts see for HOST: always the same in a runtime. */
Value py_host_class (ScriptRuntime *runtime, const HostClass *host);
/* What VALUE, a class, is or is based on; NULL when that is no host class. */
const HostClass *py_host_class_of (Value value);
/* Whether the script's class of OBJECT (or OBJECT, a class) has NAME of its own, before its host class. */
gboolean py_has_own (ScriptRuntime *runtime, Value object, const char *name);

/* Built-in modules (py_module_builtin.c has the list): BUILD gives an object made by py_module_new. */
typedef struct
{
    const char *name; /* "datetime", "os.path" */
    ScriptStatus (*build) (ScriptRuntime *runtime, Value *module);
} PyModuleEntry;
extern const PyModuleEntry py_library_modules[]; /* ends with a NULL name */

/* Those of the library that are written in Python: src/script/library. */
extern const PyLibraryText py_library_texts[]; /* ends with a NULL name */

/* Whether that library has NAME ("os", "os.path"), or a module below it. */
gboolean py_library_has (const char *name);

/* The module NAME ("datetime") as `import` gives it to a script: the same object, with the same classes. */
ScriptStatus py_import (ScriptRuntime *runtime, const char *name, Value *out);

/* A module with FUNCTIONS (may be NULL), to be filled with script_set. */
Value py_module_new (ScriptRuntime *runtime, const char *name, const NativeEntry *functions);

/* The methods of built-in types, each a table that ends with a NULL name; class methods get the class as CALL->receiver. */
extern const NativeEntry py_str_methods[], py_str_class_methods[];
extern const NativeEntry py_bytes_methods[], py_bytes_class_methods[];
extern const NativeEntry py_int_methods[], py_int_class_methods[];
extern const NativeEntry py_float_methods[], py_float_class_methods[];
extern const NativeEntry py_list_methods[], py_tuple_methods[], py_range_methods[];
extern const NativeEntry py_dict_methods[], py_dict_class_methods[];
extern const NativeEntry py_set_methods[], py_frozenset_methods[];

/* Written beside those tables. */
/* format() of int, float, str, bool; of others str() with an empty SPEC, else the TypeError. SPEC is not NULL. */
ScriptStatus py_format_builtin (ScriptRuntime *runtime, Value value, ScriptString *spec, ScriptString **out);
/* FORMAT % ARGUMENTS; FORMAT is a str or bytes. */
ScriptStatus py_format_percent (ScriptRuntime *runtime, Value format, Value arguments, Value *out);
void py_repr_string (TextBuilder *text, const ScriptString *string, gboolean ascii_only);
void py_repr_bytes (TextBuilder *text, const ScriptBytes *bytes);
void py_repr_float (TextBuilder *text, double number);
/* int("TEXT", BASE), float("TEXT"), with CPython's ValueErrors. */
ScriptStatus py_parse_int (ScriptRuntime *runtime, const ScriptString *text, gint64 base, Value *out);
ScriptStatus py_parse_float (ScriptRuntime *runtime, const ScriptString *text, Value *out);
/* dict.update with one argument: a mapping, or an iterable of pairs. */
ScriptStatus py_dict_update (ScriptRuntime *runtime, ScriptMap *map, Value value);
/* Stable, by KEY (None for none). */
ScriptStatus py_sort (ScriptRuntime *runtime, ScriptList *list, Value key, gboolean reverse);
/* OP is |, &, - or ^; LEFT and RIGHT are sets; the result is of LEFT's type. */
ScriptStatus py_set_operate (ScriptRuntime *runtime, Operator op, ScriptMap *left, ScriptMap *right, Value *out);
/* OP is OP_LESS (proper subset) and its like, or OP_EQUAL. */
ScriptStatus py_set_compare (ScriptRuntime *runtime, Operator op, ScriptMap *left, ScriptMap *right, gboolean *holds);
/* round(NUMBER, DIGITS); DIGITS is None for an int as the result. */
ScriptStatus py_round (ScriptRuntime *runtime, Value number, Value digits, Value *out);

#endif
