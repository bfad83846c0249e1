#include "script/ast_dump.h"

#include <string.h>

/* The tree of TEXT as text, or "CODE LINE:COLUMN MESSAGE". */
static char *parse (const char *text, gsize length, gsize limit)
{
    g_autoptr (Arena) arena = arena_new (limit);
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (GError) error = NULL;
    ScriptFile *file = python_parse ("test", text, length, names, arena, &error);
    if (file != NULL)
    {
        g_assert_no_error (error);
        return ast_dump (file);
    }
    const ErrorDetail *detail = error_detail (error);
    g_assert_nonnull (detail);
    return g_strdup_printf ("%s %u:%u %s", error->code == MIGSHIM_ERROR_UNSUPPORTED ? "unsupported" : "error",
                            detail->where.line, detail->where.column, error->message);
}

static char *parse_text (const char *text)
{
    return parse (text, strlen (text), 0);
}

typedef struct
{
    const char *text;
    const char *tree;
} Case;

static void check_trees (const Case *cases, gsize count)
{
    for (gsize i = 0; i < count; i++)
    {
        g_autofree char *tree = parse_text (cases[i].text);
        g_assert_cmpstr (g_strchomp (tree), ==, cases[i].tree);
    }
}

static void test_trees (void)
{
    static const Case cases[] = {
        { "a = b = c, *d = 1, 2.5", "(assign-chain a:0.0|a:global b:0.1|b:global (pattern-list c:0.2|c:global (spread "
                                    "d:0.3|d:global)) (tuple (integer 1) (number 2.5)))" },
        { "x += 1; (y := 2)",
          "(expression (assign += x:0.0|x:global (integer 1)))\n(expression (assign y:0.1|y:global (integer 2)))" },
        { "def f(a, /, b=1, *c, d, e=2, **g) -> int:\n  return a",
          "(define !f:0.0 (function f {a b c d e g} (positional !a:0.0, !b:0.1 = (integer 1), rest !c:0.2, keyword "
          "!d:0.3, keyword !e:0.4 = (integer 2), keywords !g:0.5) (block (return a:0.0))))" },
        { "def f():\n  x = 1\n  def g():\n    nonlocal x\n    x = 2\n  return lambda: x",
          "(define !f:0.0 (function f {x* g} () (block (assign-chain x:0.0 (integer 1)) (define !g:0.1 (function g () "
          "(block (empty) (assign-chain x:1.0 (integer 2))))) (return (function - () x:1.0)))))" },
        { "g = 1\ndef f():\n  global g, h\n  g = h = 2\nprint(h)",
          "(assign-chain g:0.0|g:global (integer 1))\n(define !f:0.1 (function f () (block (empty) (assign-chain "
          "g:1.0|g:global h:1.2|h:global (integer 2)))))\n(expression (call dropped print:global h:0.2|h:global))" },
        { "x = 1\nclass A(B, metaclass=M):\n  x = x\n  y: int\n  def m(self): return x, self.__p",
          "(assign-chain x:0.0|x:global (integer 1))\n(define !A:0.1 (class A {x y m} (bases B:global (keyword "
          "metaclass M:global)) (block (assign-chain x:0.0|x:1.0|x:global x:0.0|x:1.0|x:global) (annotated "
          "y:0.1|y:global int:global -) (define !m:0.2 (function m {self} (!self:0.0) (block (return (tuple "
          "x:2.0|x:global (member self:0.0 _A__p)))))))))" },
        { "[f(x) for x in y if x for z in x]; (x for x in y); {k: v for k, v in w}",
          "(expression (comprehension list {in:x z} (call f:global x:0.0) (clause x:0.0 y:global (if x:0.0)) (clause "
          "z:0.1 x:0.0)))\n(expression (comprehension generator {x*} x:0.0 (clause x:0.0 y:global)))\n(expression "
          "(comprehension map {in:k v} k:0.2 v:0.3 (clause (pattern-list k:0.2 v:0.3) w:global)))" },
        { "def f(y): return [lambda: x for x in y], [(z := x) for x in y], z",
          "(define !f:0.0 (function f {y z} (!y:0.0) (block (return (tuple (comprehension list {x*} (function - () "
          "x:1.0) (clause x:0.0 y:0.0)) (comprehension list {in:x} (assign z:0.1 x:0.2) (clause x:0.2 y:0.0)) "
          "z:0.1)))))" },
        { "@d(1)\nasync def f():\n  async with a as b: await c()\n  async for x in y: yield x",
          "(define !f:0.0 (function f async generator awaits {b x} () (decorators (call d:global (integer 1))) (block "
          "(with async (with-item b:0.0 a:global) (block (expression (await dropped (call dropped c:global))))) "
          "(for-of async x:0.1 y:global (block (expression (yield dropped x:0.1)))))))" },
        { "try:\n  a\nexcept (E, F) as e:\n  b\nexcept: raise\nelse: c\nfinally: d",
          "(try (block (expression a:global)) (handler (tuple E:global F:global) e:0.0|e:global (block (expression "
          "b:global))) (handler - (block (throw -))) (block (expression c:global)) (block (expression d:global)))" },
        { "for a, b in c:\n  break\nelse: d\nwhile e: continue",
          "(for-of (pattern-list a:0.0|a:global b:0.1|b:global) c:global (block (break)) (block (expression "
          "d:global)))\n(while e:global (block (continue)))" },
        { "match x:\n  case [1, *r] if r: a\n  case {\"k\": A(b, c=d), **k}: b\n  case None | \"s\" | -1 as o: c\n  "
          "case p.q: d\n  case _: e",
          "(match x:global (case (match-pattern sequence (match-pattern value (integer 1)) (match-pattern star "
          "!r:0.0)) r:0.0|r:global (expression a:global)) (case (match-pattern mapping (keys (string \"k\")) "
          "(match-pattern class A:global (keys (string \"c\")) (match-pattern capture !b:0.2) (match-pattern capture "
          "!d:0.3)) !k:0.1) (expression b:0.2|b:global)) (case (match-pattern as (match-pattern or (match-pattern "
          "value (null)) (match-pattern value (string \"s\")) (match-pattern value (unary - (integer 1)))) !o:0.4) "
          "(expression c:global)) (case (match-pattern value (member p:global q)) (expression d:0.3|d:global)) (case "
          "(match-pattern wildcard) (expression e:global)))" },
        { "f\"{x!r:>{w}} a{{b}} {y=} {d['k']:%Y}\" \"z\\n\" '\\x41\\u00e9\\q'",
          "(expression (template (format x:global r (template (string \">\") (format w:global))) (string \" a{b} \") "
          "(format \"y=\" y:global) (string \" \") (format (index d:global (string \"k\")) (template (string \"%Y\"))) "
          "(string \"z\\nA\\303\\251\\\\q\")))" },
        { "b'a\\xff' rb'\\n'", "(expression (bytes \"a\\377\\\\n\"))" },
        { "a < b <= c not in d; not e is not f; -g ** -h; i if j else k",
          "(expression (compare a:global < b:global <= c:global not in d:global))\n(expression (unary ! (compare "
          "e:global is not f:global)))\n(expression (unary - (binary ** g:global (unary - h:global))))\n(expression "
          "(conditional j:global i:global k:global))" },
        { "x[1:2, ::3]; x[...]; x[-1]",
          "(expression (index x:global (tuple (slice (integer 1) (integer 2) -) (slice - - (integer "
          "3)))))\n(expression (index x:global (ellipsis)))\n(expression (index x:global (unary - (integer 1))))" },
        { "f(*a, b, k=1, **z); del a[0], (b, c.d); assert e, \"m\"",
          "(expression (call dropped f:global (spread a:global) b:0.0|b:global (keyword k (integer 1)) (keyword - "
          "z:global)))\n(delete (index a:global (integer 0)) b:0.0|b:global (member c:global d))\n(assert e:global "
          "(string \"m\"))" },
        { "import a.b, c as d; from ..e import f as g, h; from i import *",
          "(import \"a.b\" plain (* !a:0.0))\n(import \"c\" (* !d:0.1))\n(import .. \"e\" (f !g:0.2) (h "
          "!h:0.3))\n(import \"i\" star)" },
        { "with open(a) as f, g: pass\nwith (a as b, c): pass",
          "(with (with-item f:0.0|f:global (call open:global a:global)) (with-item - g:global) (block (empty)))\n(with "
          "(with-item b:0.1|b:global a:global) (with-item - c:global) (block (empty)))" },
        { "0x_ff + 1_0 + 1e3 + 2j + 9223372036854775807 + 9223372036854775808",
          "(expression (binary + (binary + (binary + (binary + (binary + (integer 255) (integer 10)) (number 1000)) "
          "(unsupported a complex number)) (integer 9223372036854775807)) (unsupported an integer beyond 64 bits)))" },
        { "print(len(x)); x = 1", "(expression (call dropped print:global (call len:global "
                                  "x:0.0|x:global)))\n(assign-chain x:0.0|x:global (integer 1))" },
        { "type X[T] = list[T]", "(empty)" },
    };
    check_trees (cases, G_N_ELEMENTS (cases));
}

static void test_refuses (void)
{
    static const Case cases[] = {
        { "a b", "error 1:3 expected the end of the line, found `b`" },
        { "if a", "error 1:5 expected `:`, found the end of the line" },
        { "if a:\nb", "error 2:1 expected an indented block, found `b`" },
        { "  a", "error 1:3 this line is indented without reason" },
        { "if a:\n    b\n  c", "error 3:3 this indentation mixes tabs and blanks, or matches no outer level" },
        { "if a:\n\tb\n        c", "error 3:9 this indentation mixes tabs and blanks, or matches no outer level" },
        { "x = (1", "error 1:7 the file ends inside brackets" },
        { "x = 1)", "error 1:6 this bracket closes none" },
        { "(]", "error 1:2 this bracket closes none" },
        { "\"abc", "error 1:1 this string does not end on its line" },
        { "\"\"\"abc", "error 1:1 this string does not end" },
        { "x = 012", "error 1:5 a decimal number can't begin with a zero; octal numbers are written 0o..." },
        { "1__0", "error 1:1 this is no valid decimal number" },
        { "0xg", "error 1:1 this is no valid number" },
        { "a = = b", "error 1:5 expected an expression, found `=`" },
        { "f(a=1, b)", "error 1:8 this argument can't follow one with a keyword" },
        { "f(a=1, a=2)", "error 1:8 the keyword `a` is there twice" },
        { "f(x for x in y, 1)", "error 1:3 a generator needs parentheses beside other arguments" },
        { "def f(a=1, b): pass", "error 1:12 a parameter without a default follows one that has one" },
        { "def f(a, a): pass", "error 1:10 the parameter `a` is there twice" },
        { "def f(*): pass", "error 1:8 expected `,` and a name, found `)`" },
        { "def f(**a, b): pass", "error 1:12 nothing can follow the `**` parameter" },
        { "1 = a", "error 1:1 this can't be assigned to" },
        { "f() = 1", "error 1:1 this can't be assigned to" },
        { "a + b = c", "error 1:1 this can't be assigned to" },
        { "*a = b", "error 1:1 a star needs a list or tuple around it" },
        { "*a, *b = c", "error 1:5 a pattern can have one star only" },
        { "x = *a", "error 1:5 a star needs a list or tuple around it" },
        { "return 1", "error 1:1 `return` stands outside of a function" },
        { "yield 1", "error 1:1 `yield` stands outside of a function" },
        { "break", "error 1:1 `break` stands outside of a loop" },
        { "def f(): await x", "error 1:10 `await` stands in a function that is not async" },
        { "nonlocal x", "error 1:1 `nonlocal` stands at the top of a file" },
        { "def f():\n  nonlocal x", "error 2:3 no function around has a variable `x`" },
        { "def f(x):\n  global x", "error 2:3 the parameter `x` can't be global or nonlocal" },
        { "f\"{a\"", "error 1:5 this string does not end on its line" },
        { "f\"}\"", "error 1:1 a single `}` in an f-string must be doubled" },
        { "f\"{a!x}\"", "error 1:6 expected `r`, `s` or `a`, found `x`" },
        { "f\"{}\"", "error 1:4 expected an expression, found `}`" },
        { "b\"\303\251\"", "error 1:3 bytes can hold ASCII characters only" },
        { "\"a\" b\"b\"", "error 1:5 bytes and strings can't be joined" },
        { "\"\\xg\"", "error 1:2 this escape needs more hexadecimal digits, or names no character" },
        { "lambda: (yield", "error 1:15 the file ends inside brackets" },
        { "class", "error 1:6 expected a name, found the end of the line" },
        { "try: a", "error 1:7 expected `except` or `finally`, found the end of the file" },
        { "try: a\nexcept: b\nexcept C: d", "error 2:1 an `except` without a class must be the last one" },
        { "try: a\nexcept A: b\nexcept* B: c", "error 3:1 `except` and `except*` can't be mixed" },
        { "import", "error 1:7 expected the name of a module, found the end of the line" },
        { "from a import", "error 1:14 expected a name to import, found the end of the line" },
        { "del f()", "error 1:5 this can't be deleted" },
        { "a: int: b", "error 1:7 expected the end of the line, found `:`" },
        { "match x:\n  case 1: a\n  b", "error 3:3 expected `case`, found `b`" },
        { "match x:\n  case [*a, *b]: c", "error 2:13 a pattern can have one star only" },
        { "print \"x\"", "error 1:7 expected the end of the line, found a string" },
        { "x = 1 \\ 2", "error 1:8 nothing can follow a backslash but the end of the line" },
        { "\303\251$", "error 1:2 this character has no meaning here" },
        { "async x", "error 1:7 expected `def`, `for` or `with`, found `x`" },
        { "with a as 1: b", "error 1:11 this can't be assigned to" },
        { "for 1 in a: b", "error 1:5 this can't be assigned to" },
        { "(a := 1) := 2", "error 1:10 expected the end of the line, found `:=`" },
        { "a := 1", "error 1:3 expected the end of the line, found `:=`" },
        { "x?", "error 1:2 this character has no meaning here" },
        { "# coding: latin-1\nx = \"\303\251\"",
          "unsupported 1:1 the encoding latin-1 is not supported; save the file as UTF-8" },
        { "let a = 1;\n", "error 1:5 expected the end of the line, found `a`" },
    };
    check_trees (cases, G_N_ELEMENTS (cases));
}

/* Each is valid. */
static void test_accepts (void)
{
    static const char *const texts[] = {
        "",
        "\n# only a comment\n\n",
        "if a:\n\tb\n\n# c\n\telse_ = 1\nelse: d",
        "if a: b; c\nelif d: e\nelse:\n  f",
        "x = (1 +\n  2)\ny = [\n\n# c\n1,\n]\nz = 1 + \\\n  2",
        "a, *b, (c, [d, e]) = f",
        "a = yield_ = 1",
        "def f(): x = yield; y = yield 1, 2; yield from z",
        "def f(a, b=1, /, c=2, *, d, e=3, **f): pass",
        "def f(*args: *Ts, **kwargs: int) -> None: ...",
        "lambda: 0; lambda a, *b, c=1, **d: (a, b)",
        "async def f():\n  async with a as b, c: pass\n  async for d in e: await d\n  return [x async for x in y if "
        "await x]",
        "@a.b(c)\n@d\nclass E(F, metaclass=G): x: int = 1; y: str",
        "class A[T: int, *Ts, **P]: pass\ndef f[T](x: T) -> T: return x\ntype X[T] = list[T]",
        "try: a\nexcept (B, C) as d: e\nexcept F: g\nexcept: h\nelse: i\nfinally: j",
        "try: a\nexcept* B: c",
        "with a, b as c, (d) as e: f\nwith (a, b): c\nwith (a as b, c as d,): e\nwith (a): b\nwith (yield_): c",
        "for x, in y: break\nelse: z\nwhile a: continue\nelse: b",
        "match = 1; case = 2; type = 3; _ = 4; match[0]; match(1); match, case = type",
        "match a, b:\n  case 1 | 2, [x, *_, y]: c\n  case {'k': v, **rest} if v: d\n  case A.B(x, y=0) as z: e\n  case "
        "-1 | 'a' "
        "'b' | None: f\n  case (g): h\n  case (): i\n  case [*_]: j\n  case _: k",
        "x = not a in b; x = a is not b not in c; x = a if b else c if d else e",
        "x = a[1:2, ::3, ...]; y = a[:]; z = a[*b]; w = a[b := 1]",
        "x = {**a, 'b': 1}; y = {*a, 1}; z = {}; w = {k: v for k, v in a}; v = {k for k in a if b if c}",
        "f(*a, b, c=d, **e); f(x for x in y); f(a, *b, c=1, *d); f(a := 1)",
        "global a, b\nimport a.b.c, d as e\nfrom . import f\nfrom ...g.h import (i as j, k,)\nfrom l import *",
        "assert a, b; del a, (b, c[0]); raise A from b; raise",
        "x = 0x_FF + 0o17 + 0b1_0 + 1_000 + 1e10 + 1.5 + .5 + 5. + 00 + 1if a else 2",
        "x = 'a' \"b\" '''c\nd''' r'\\e'",
        "x = b'a' rb'\\b' Rb'''c'''",
        "x = f'{a}' f\"{b!r:>{c}.{d}}\" 'e' rf'\\{f}' f'{g=}' f'{{}}' f'{h:{i}}' f'''{\ni\n}'''",
        "x = f'{a['b']}' f'{f'{c}'}' f'{lambda_}' f'{(lambda: 1)}' f'{x:%Y-%m-%d}' f'{ {1: 2}[1] }' f'{a!=b}' "
        "f'{a:=5}'",
        "x = '\\N{BULLET}'; y = 10j; z = 99999999999999999999",
        "caf\xC3\xA9 = 1; \xE5\x90\x8D = 2",
        "def f():\n  global x\n  def g():\n    nonlocal_ = 1\n  y = 1\n  def h():\n    nonlocal y\n    y = 2",
        "if (a := 1) and (b := 2): pass\n[c := 3, d]\nx = (yield_)",
        "# -*- coding: utf-8 -*-\nx = '\xC3\xA9'",
        "x: int\nx.y: int = 1\nx[0]: str\n(x): int = 3",
        "print(*a, sep='')\nexec(b)",
        "def f():\n  '''doc'''\n\n\n  x = 1 # c\n# d\n  return x",
        "x = a @ b ** -c // ~d\nx @= 1; x //= 2; x **= 3; x >>= 4; x <<= 5",
        "\xEF\xBB\xBFx = 1\r\nif x:\r\n  y = 2\r\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
        g_autofree char *tree = parse_text (texts[i]);
        if (g_str_has_prefix (tree, "error") || g_str_has_prefix (tree, "unsupported"))
            g_error ("%s: %s", texts[i], tree);
    }
}

/* Text that nests as deeply as can be written is refused, not a crash; so is a tree that grows deep without nesting. */
static void test_depth (void)
{
    static const char *const openings[] = { "(",        "[",    "{",     "-",  "not ",
                                            "lambda: ", "f(",   "f'{",   "x[", "a if b else ",
                                            "*",        "a.b(", "await " };
    for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    {
        g_autoptr (GString) text = g_string_new (NULL);
        for (guint k = 0; k < 20000; k++)
            g_string_append (text, openings[i]);
        g_autofree char *tree = parse (text->str, text->len, 0);
        g_assert_true (g_str_has_prefix (tree, "error"));
    }
    static const char *const links[] = { " + a", ".a", " and a", "()", "[0]" };
    for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
        g_autoptr (GString) text = g_string_new ("a");
        for (guint k = 0; k < 100000; k++)
            g_string_append (text, links[i]);
        g_autofree char *tree = parse (text->str, text->len, 0);
        g_assert_cmpstr (tree, ==, "error 1:1 the text nests too deeply");
    }
    g_autoptr (GString) blocks = g_string_new (NULL);
    for (guint k = 0; k < 150; k++)
    {
        for (guint c = 0; c < k; c++)
            g_string_append_c (blocks, ' ');
        g_string_append (blocks, "if a:\n");
    }
    g_autofree char *tree = parse (blocks->str, blocks->len, 0);
    g_assert_nonnull (strstr (tree, "too many levels of indentation"));
}

static void test_limits (void)
{
    static const char text[] =
        "def f(a, b=[1, 2]):\n  return {k: f'{v}' for k, v in a.b.c(1, x=2)}\nclass A(B):\n  x = 1\n";
    for (gsize limit = 64; limit < 8192; limit += 16)
    {
        g_autofree char *tree = parse (text, sizeof text - 1, limit);
        if (g_str_has_prefix (tree, "error"))
            g_assert_nonnull (strstr (tree, "more memory"));
    }
}

static void test_annotations (void)
{
    static const char text[] =
        "# migshim: requires api:1\nx = '# migshim: no'\nif x:\n    # migshim:second  \n    pass # migshim: third\n";
    g_autoptr (Arena) arena = arena_new (0);
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (GError) error = NULL;
    ScriptFile *file = python_parse ("test", text, strlen (text), names, arena, &error);
    g_assert_no_error (error);
    static const char *const expected[] = { "requires api:1", "second", "third" };
    g_assert_cmpuint (file->annotation_count, ==, G_N_ELEMENTS (expected));
    for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
        g_autofree char *each = g_strndup (file->annotations[i].text.data, file->annotations[i].text.length);
        g_assert_cmpstr (each, ==, expected[i]);
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/python-parser/trees", test_trees);
    g_test_add_func ("/python-parser/accepts", test_accepts);
    g_test_add_func ("/python-parser/refuses", test_refuses);
    g_test_add_func ("/python-parser/depth", test_depth);
    g_test_add_func ("/python-parser/limits", test_limits);
    g_test_add_func ("/python-parser/annotations", test_annotations);
    return g_test_run ();
}
