/* value.h: the values that scripts compute with.
 *
 * A Value is a tag and one word, passed by value and compared by kind first. Undefined, null, booleans, integers and numbers are whole in
 * it; strings, symbols and objects are pointers into the arena of the runtime that made them. Nothing is freed one by one: there are no
 * reference counts and no collector. The arena goes with the runtime, and a bound on it is one of the runtime's limits. So a Value must not
 * outlive its runtime, nor pass from one runtime to another.
 *
 *   undefined, null (None)   VALUE_UNDEFINED, VALUE_NULL
 *   true, 3.5                VALUE_BOOLEAN, VALUE_NUMBER (a double)
 *   10n, Python's 10         VALUE_INTEGER (64 bits; a result that does not fit is refused, never wrapped)
 *   "text"                   VALUE_STRING
 *   Symbol('x')              VALUE_SYMBOL
 *   everything else          VALUE_OBJECT: a ScriptObject, whose own kind says what it is
 *
 * Strings are UTF-8 with a length, and may hold NUL. JavaScript counts in UTF-16 units: string_units and string_unit_offset make that view
 * only when a length or an index is asked for, and for ASCII it is the bytes. A lone surrogate, which UTF-8 can't spell, is kept as the three bytes
 * that its code point would have (WTF-8), so that cutting a pair in two and joining it again gives back the pair; on the way out of the
 * runtime (value_to_text, console) it becomes U+FFFD, as Node does when it writes. A string's bytes never change, but they need not
 * end in NUL (appending to a string shares its buffer): use value_to_text where C wants a NUL.
 *
 * Objects are an insertion-ordered table of properties and a prototype. Keys are interned names (intern.h) or symbols, so that finding one compares
 * pointers; intern makes a key of a text. An object's kind tells which larger structure it heads: ScriptList for arrays, lists and tuples,
 * ScriptFunction for functions and classes, HostObject (host.h) for what an adapter offers, and so on. Python's attributes and
 * JavaScript's properties are the same table; a dict and a JavaScript Map are both a ScriptMap.
 *
 * Functions that may fail return a ScriptStatus and put their value where OUT points:
 *   SCRIPT_NORMAL  it worked
 *   SCRIPT_THROW   a script exception is pending in the runtime; a script may catch it
 *   SCRIPT_STOP    a refusal is pending (unsupported, over a bound); nothing in a script can catch it: return it at once
 * The other codes are for statements inside the evaluator. See script.h for how to make, call and read values from an adapter. */

#ifndef MIGSHIM_SCRIPT_VALUE_H
#define MIGSHIM_SCRIPT_VALUE_H

#include "script/intern.h"

#include <glib.h>

typedef struct ScriptRuntime ScriptRuntime;
typedef struct ScriptString ScriptString;
typedef struct ScriptObject ScriptObject;
typedef struct ScriptCall ScriptCall;

typedef enum
{
    SCRIPT_NORMAL,
    SCRIPT_RETURN,
    SCRIPT_BREAK,
    SCRIPT_CONTINUE,
    SCRIPT_THROW,
    SCRIPT_STOP
} ScriptStatus;

/* Goes on only when EXPRESSION worked; else its status is the function's. */
#define SCRIPT_TRY(expression)                                                                                         \
    do                                                                                                                 \
    {                                                                                                                  \
        ScriptStatus status_ = (expression);                                                                           \
        if (status_ != SCRIPT_NORMAL)                                                                                  \
            return status_;                                                                                            \
    } while (0)

typedef enum
{
    VALUE_UNDEFINED,
    VALUE_NULL,
    VALUE_BOOLEAN,
    VALUE_INTEGER,
    VALUE_NUMBER,
    VALUE_STRING,
    VALUE_SYMBOL,
    VALUE_OBJECT,
    VALUE_EMPTY /* inside the evaluator only: a hole in an array, a variable before its declaration */
} ValueKind;

typedef struct
{
    ValueKind kind;
    union
    {
        gboolean boolean;
        gint64 integer;
        double number;
        ScriptString *string;
        const Name *symbol;
        ScriptObject *object;
    } as;
} Value;

#define UNDEFINED ((Value){ .kind = VALUE_UNDEFINED, .as = { .integer = 0 } })
#define NULL_VALUE ((Value){ .kind = VALUE_NULL, .as = { .integer = 0 } })
#define EMPTY_VALUE ((Value){ .kind = VALUE_EMPTY, .as = { .integer = 0 } })

static inline Value value_boolean (gboolean truth)
{
    return (Value){ .kind = VALUE_BOOLEAN, .as = { .boolean = !!truth } };
}

static inline Value value_integer (gint64 integer)
{
    return (Value){ .kind = VALUE_INTEGER, .as = { .integer = integer } };
}

static inline Value value_number (double number)
{
    return (Value){ .kind = VALUE_NUMBER, .as = { .number = number } };
}

static inline Value value_of_string (ScriptString *string)
{
    return (Value){ .kind = VALUE_STRING, .as = { .string = string } };
}

static inline Value value_of_object (ScriptObject *object)
{
    return (Value){ .kind = VALUE_OBJECT, .as = { .object = object } };
}

/* A buffer that several strings may share, each being a beginning of it. */
typedef struct StringBuffer StringBuffer;

struct ScriptString
{
    const char *data;
    const Name *name;     /* the same text interned, once somebody wanted it; or NULL */
    StringBuffer *buffer; /* where DATA is, when it can be appended to; or NULL */
    guint32 length;       /* in bytes */
    guint32 units;        /* in UTF-16 units; G_MAXUINT32 when not counted yet */
    guint32 seen_unit;    /* the last unit looked up in a string that is not ASCII, and its byte offset */
    guint32 seen_offset;
};

/* Longest string, in bytes: as much as a JavaScript engine allows. */
#define STRING_MAX (512u * 1024 * 1024)

/* Symbols and private names are names outside the table of names, or with a text that no script can write: they begin with a byte that UTF-8 never has. */
#define NAME_SYMBOL_BYTE '\xff'
#define NAME_PRIVATE_BYTE '\xfe'

static inline gboolean name_is_symbol (const Name *name)
{
    return name->text[0] == NAME_SYMBOL_BYTE;
}

static inline gboolean name_is_private (const Name *name)
{
    return name->text[0] == NAME_PRIVATE_BYTE;
}

typedef enum
{
    OBJECT_PLAIN,     /* {}, instances of script classes */
    OBJECT_LIST,      /* ScriptList: arrays, lists */
    OBJECT_TUPLE,     /* ScriptList that can't change */
    OBJECT_ARGUMENTS, /* ScriptList: a function's `arguments` */
    OBJECT_BYTES,     /* ScriptBytes: Buffer, Uint8Array, bytes */
    OBJECT_MAP,       /* ScriptMap: Map, dict */
    OBJECT_SET,       /* ScriptMap whose values are not used */
    OBJECT_FUNCTION,  /* ScriptFunction: written in the script, or native; classes too */
    OBJECT_ERROR,     /* ScriptError */
    OBJECT_REGEXP,    /* in es_builtins_regexp.c */
    OBJECT_DATE,      /* ScriptDate */
    OBJECT_DECIMAL,   /* ScriptBox around the text of the number */
    OBJECT_PROMISE,   /* ScriptPromise */
    OBJECT_GENERATOR, /* in coroutine.h */
    OBJECT_ITERATOR,  /* in iterate.c */
    OBJECT_BOX,       /* ScriptBox: a primitive in an object */
    OBJECT_HOST,      /* HostObject, in host.h */

    /* Python's, in py.h */
    OBJECT_CLASS,      /* PyClass */
    OBJECT_INSTANCE,   /* of a class of the script */
    OBJECT_METHOD,     /* PyMethod: a function with its first argument */
    OBJECT_DESCRIPTOR, /* property, classmethod, staticmethod */
    OBJECT_SLICE,      /* PySlice */
    OBJECT_RANGE,      /* PyRange */
    OBJECT_VIEW,       /* dict.keys() and its like */
    OBJECT_SUPER,      /* super() */
    OBJECT_MODULE,     /* a module */
    OBJECT_SINGLETON   /* Ellipsis, NotImplemented */
} ObjectKind;

enum
{
    PROPERTY_WRITABLE = 1,
    PROPERTY_LISTED = 2, /* enumerable */
    PROPERTY_CONFIGURABLE = 4,
    PROPERTY_ORDINARY = 7,
    PROPERTY_HIDDEN = 5, /* as methods are: writable and configurable, not listed */
    PROPERTY_ACCESSOR = 8
};

typedef struct
{
    const Name *key;      /* NULL where a property was deleted */
    Value value;          /* of an accessor: the getter, or undefined */
    ScriptObject *setter; /* of an accessor, or NULL */
    guint8 flags;
} Property;

enum
{
    OBJECT_FIXED = 1, /* no property may be added (Object.preventExtensions) */
    OBJECT_SEALED     /* nor removed (seal, freeze) */
};

struct ScriptObject
{
    guint8 kind;          /* an ObjectKind */
    guint8 fixed;         /* 0, OBJECT_FIXED or OBJECT_SEALED */
    guint8 frozen;        /* the items of a list can't change either */
    guint32 n_properties; /* slots in use, deleted ones too */
    guint32 n_deleted;
    guint32 capacity;
    Property *properties;
    guint32 *index; /* hash index over the properties once there are many; or NULL */
    guint32 index_size;
    ScriptObject *prototype;
};

typedef struct
{
    ScriptObject object;
    Value *items;
    guint32 length;
    guint32 capacity;
} ScriptList;

typedef struct
{
    ScriptObject object;
    guint8 *data;
    gsize length;
} ScriptBytes;

typedef struct
{
    Value key; /* VALUE_EMPTY where an entry was deleted */
    Value value;
} MapEntry;

typedef struct
{
    ScriptObject object;
    MapEntry *entries;
    guint32 n_entries; /* slots in use, deleted ones too: an iterator is an index into them */
    guint32 n_deleted;
    guint32 capacity;
    guint32 *index;
    guint32 index_size;
    guint32 *hashes; /* of the entries (Python, whose keys may take a call to hash) */
} ScriptMap;

typedef struct
{
    ScriptObject object;
    double time; /* milliseconds since 1970 in UTC, or NaN */
} ScriptDate;

typedef struct
{
    ScriptObject object;
    Value value;
} ScriptBox;

/* A native function. Its arguments and receiver are in CALL; OUT is undefined at the start. */
typedef ScriptStatus (*ScriptNative) (ScriptCall *call, Value *out);

/* The name of TEXT (LENGTH bytes, or -1 for a C string). */
const Name *intern (ScriptRuntime *runtime, const char *text, gssize length);

/* The name of a property that a primitive VALUE means: a symbol itself, else the interned text. */
const Name *value_to_name (ScriptRuntime *runtime, Value value);

/* The index that NAME spells ("0", "42"), or G_MAXUINT32. */
guint32 name_array_index (const Name *name);

/* A new symbol. */
const Name *symbol_new (ScriptRuntime *runtime, const char *description);

/* NAME as a value: a string or a symbol. */
Value value_of_name (ScriptRuntime *runtime, const Name *name);

/* A new string with a copy of TEXT (LENGTH bytes, or -1 for a C string; UTF-8; other bytes become U+FFFD). TEXT may be NULL: gives null.
 * Never fails: a runtime that is over its memory bound stops at its next step. */
Value value_string (ScriptRuntime *runtime, const char *text, gssize length);
Value value_string_printf (ScriptRuntime *runtime, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Strings. DATA is UTF-8 or WTF-8, and is not checked; string_new copies it, string_borrow does not. */
ScriptString *string_new (ScriptRuntime *runtime, const char *data, gsize length);
ScriptString *string_borrow (ScriptRuntime *runtime, const char *data, gsize length);
guint32 string_units (ScriptString *string);
/* The byte offset of UTF-16 unit UNIT. When UNIT is the second half of a pair, *SPLIT becomes TRUE and the offset is the pair's. */
guint32 string_unit_offset (ScriptString *string, guint32 unit, gboolean *split);
/* The unit at byte OFFSET. */
guint32 string_offset_unit (ScriptString *string, guint32 offset);
/* The UTF-16 unit at UNIT, which must be within the string. */
guint16 string_unit_at (ScriptString *string, guint32 unit);
/* Units FROM (included) to TO (excluded), which must be within the string. */
ScriptString *string_slice (ScriptRuntime *runtime, ScriptString *string, guint32 from, guint32 to);
/* Both after another; NULL when that is too long or over the memory bound (a refusal is then pending). */
ScriptString *string_join (ScriptRuntime *runtime, ScriptString *left, ScriptString *right);
gboolean string_equal (const ScriptString *a, const ScriptString *b);
/* Order by UTF-16 units, as JavaScript's < has it. */
int string_compare (const ScriptString *a, const ScriptString *b);

/* Objects. KIND is OBJECT_PLAIN for object_new; the others have constructors of their own. */
ScriptObject *object_new (ScriptRuntime *runtime, ScriptObject *prototype);
/* A zeroed structure of SIZE bytes that begins with a ScriptObject. */
gpointer object_alloc (ScriptRuntime *runtime, ObjectKind kind, ScriptObject *prototype, gsize size);
Property *object_find_own (const ScriptObject *object, const Name *key);
/* On OBJECT and then along its prototypes. */
Property *object_find (const ScriptObject *object, const Name *key);
/* Makes room for N more own properties. */
void object_reserve (ScriptRuntime *runtime, ScriptObject *object, guint n);
/* Adds or replaces an own property whatever its flags were. */
Property *object_define (ScriptRuntime *runtime, ScriptObject *object, const Name *key, Value value, guint flags);
void object_define_accessor (ScriptRuntime *runtime, ScriptObject *object, const Name *key, ScriptObject *getter,
                             ScriptObject *setter, guint flags);
void object_remove (ScriptObject *object, Property *property);
/* The own keys that a script may see, in JavaScript's order: indices ascending, then texts as they came, then (with SYMBOLS) symbols.
 * An array in the arena; *COUNT is set. For lists and strings in boxes the indices of the items are included. */
const Name **object_keys (ScriptRuntime *runtime, ScriptObject *object, gboolean listed_only, gboolean symbols,
                          guint *count);

/* Lists. N values are copied from ITEMS (may be NULL with N 0). */
ScriptList *list_new (ScriptRuntime *runtime, const Value *items, guint n);
void list_append (ScriptRuntime *runtime, ScriptList *list, Value value);
/* Makes the length N, filling with EMPTY_VALUE. FALSE when that is over the memory bound (the runtime will stop). */
gboolean list_resize (ScriptRuntime *runtime, ScriptList *list, guint n);

ScriptBytes *bytes_new (ScriptRuntime *runtime, gconstpointer data, gsize length);
ScriptDate *date_new (ScriptRuntime *runtime, double time);

/* Maps and sets. Keys are equal as JavaScript's Map has it (NaN equals itself; 0 equals -0; objects by identity). */
ScriptMap *map_new (ScriptRuntime *runtime, ObjectKind kind);
Value *map_find (const ScriptMap *map, Value key);
void map_put (ScriptRuntime *runtime, ScriptMap *map, Value key, Value value);
gboolean map_remove (ScriptMap *map, Value key);
void map_clear (ScriptMap *map);

static inline gboolean value_is_object (Value value, ObjectKind kind)
{
    return value.kind == VALUE_OBJECT && value.as.object->kind == kind;
}

/* Is it the boolean true, and not merely one of those that count as true? */
static inline gboolean value_is_true (Value value)
{
    return value.kind == VALUE_BOOLEAN && value.as.boolean;
}

static inline gboolean value_is_nullish (Value value)
{
    return value.kind == VALUE_UNDEFINED || value.kind == VALUE_NULL;
}

/* The structure behind VALUE when it is of that kind, else NULL. */
ScriptList *value_list (Value value); /* OBJECT_LIST, OBJECT_TUPLE, OBJECT_ARGUMENTS */
ScriptMap *value_map (Value value);   /* OBJECT_MAP, OBJECT_SET */
ScriptBytes *value_bytes (Value value);
ScriptDate *value_date (Value value);

/* The same value: the language-free identity (NaN is itself, 0 is not -0). */
gboolean value_same (Value a, Value b);

#endif
