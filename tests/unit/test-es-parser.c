#include "script/ast_dump.h"

#include <string.h>

/* The tree of TEXT as text, or "CODE LINE:COLUMN MESSAGE". */
static char *parse (const char *text, gsize length, EsOptions options, gsize limit)
{
    g_autoptr (Arena) arena = arena_new (limit);
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (GError) error = NULL;
    ScriptFile *file = es_parse ("test", text, length, options, names, arena, &error);
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

static char *parse_text (const char *text, EsOptions options)
{
    return parse (text, strlen (text), options, 0);
}

typedef struct
{
    const char *text;
    const char *tree;
} Case;

static void check_trees (const Case *cases, gsize count, EsOptions options)
{
    for (gsize i = 0; i < count; i++)
    {
        g_autofree char *tree = parse_text (cases[i].text, options);
        g_assert_cmpstr (g_strchomp (tree), ==, cases[i].tree);
    }
}

static void test_trees (void)
{
    static const Case cases[] = {
        { "let a = 1, b = a", "(declare let (declarator !a:0.5 (number 1)) (declarator !b:0.6 a:0.5))" },
        { "await g(); void h(); x && y(); a ? b() : await c()",
          "(expression (await dropped (call dropped g:global)))\n(expression (unary void (call dropped "
          "h:global)))\n(expression (logical && x:global (call dropped y:global)))\n(expression (conditional a:global "
          "(call dropped b:global) (await dropped (call dropped c:global))))" },
        { "for (const x of y) z(() => x)",
          "(for-of const {x*} !x:0.0 y:global (expression (call dropped z:global (function - arrow () x:1.0))))" },
        { "for (let i = 0; i < 3; i++) { let j = i; f(j) }",
          "(for {in:i} (declare let (declarator !i:0.5 (number 0))) (binary < i:0.5 (number 3)) (update ++ i:0.5) "
          "(block {in:j} (declare let (declarator !j:0.6 i:0.5)) (expression (call dropped f:global j:0.6))))" },
        { "a?.b[c]?.(d).e",
          "(expression (chain (member (call ? (index (member ? a:global b) c:global) d:global) e)))" },
        { "class A extends B { constructor(x) { super(x); this.#p = 1 } static s = 1; #p; get [k]() { return arguments "
          "} }",
          "(define !A:0.5 (class A {in:A} extends B:global (constructor A constructor derived this {x} (!x:0.0) (block "
          "(expression (call dropped (super) x:0.0)) (expression (assign (member (this) #p) (number 1))))) (static "
          "field s (function - method field () (number 1))) (field #p -) (getter - k:global (function - method getter "
          "arguments {arguments} () (block (return arguments:0.0))))))" },
        { "var { a, b: [c = 1, ...d], ...e } = f",
          "(declare var (declarator (pattern-map (property a !a:0.5) (property b (pattern-list (default !c:0.6 (number "
          "1)) (spread !d:0.7))) (spread !e:0.8)) f:global))" },
        { "const f = async (x, y = 2, ...z) => { await x }",
          "(declare const (declarator !f:0.5 (function f async arrow awaits {x y z} (!x:0.0, !y:0.1 = (number 2), rest "
          "!z:0.2) (block (expression (await dropped x:0.0))))))" },
        { "(function me() { me(arguments) })", "(expression (function me arguments {me arguments} () (block "
                                               "(expression (call dropped me:0.0 arguments:0.1)))))" },
        { "switch (a) { case 1: let q; function ff() {} break; default: }",
          "(switch {in:q} a:global (case (number 1) (declare let (declarator !q:0.6)) (define hoisted !ff:0.5 "
          "(function ff () (block))) (break)) (case -))" },
        { "try { a } catch ({ message }) { message } finally { b }",
          "(try (block (expression a:global)) (handler {in:message} (pattern-map (property message !message:0.5)) "
          "(block (expression message:0.5))) - (block (expression b:global)))" },
        { "export default class {}; import x, { y as z } from \"m\"; export * as k from \"n\"; export { z }",
          "(export default (class default))\n(empty)\n(import \"m\" (default !x:0.5) (y !z:0.6 used))\n(export all "
          "\"n\" (* as k))\n(export names (z as z z:0.6))" },
        { "tag`a${b}\\u{41}`; `x${y}`", "(expression (tagged dropped tag:global \"a\" \"A\" b:global))\n(expression "
                                        "(template (string \"x\") y:global))" },
        { "/a[/]b/gi.test(s) / 2",
          "(expression (binary / (call (member (regexp \"a[/]b\" \"gi\") test) s:global) (number 2)))" },
        { "x = a ? b : c, d **= 2n", "(expression (sequence (assign x:global (conditional a:global b:global c:global)) "
                                     "(assign **= d:global (bigint \"2\"))))" },
        { "a + b * c ** d ** e - f", "(expression (binary - (binary + a:global (binary * b:global (binary ** c:global "
                                     "(binary ** d:global e:global)))) f:global))" },
        { "function f(a) { return () => { let b = a; return () => b + this.c } }",
          "(define hoisted !f:0.5 (function f this {a*} (!a:0.0) (block (return (function - arrow this {b*} () (block "
          "(declare let (declarator !b:0.0 a:1.0)) (return (function - arrow this () (binary + b:1.0 (member (this) "
          "c))))))))))" },
        { "{ f(); function f() {} }",
          "(block (expression (call dropped f:0.5)) (define hoisted !f:0.5 (function f () (block))))" },
        { "'use strict'; { f(); function f() {} }",
          "(expression (string \"use strict\"))\n(block {in:f} (expression (call dropped f:0.5)) (define hoisted "
          "!f:0.5 (function f () (block))))" },
        { "f(); var f = 1; function f() {}", "(expression (call dropped f:0.5))\n(declare var (declarator !f:0.5 "
                                             "(number 1)))\n(define hoisted !f:0.5 (function f () (block)))" },
        { "out: for (var k in o) { if (k) continue out; else break }",
          "(label out (for-in var !k:0.5 o:global (block (if k:0.5 (continue out) (break)))))" },
        { "var s = 'a\\x41\\u{1F600}\\uD83D\\uDE00\\\nb'",
          "(declare var (declarator !s:0.5 (string \"aA\\360\\237\\230\\200\\360\\237\\230\\200b\")))" },
        { "import(\"x\"); import.meta.url",
          "(expression (import-call (string \"x\")))\n(expression (member (meta import.meta) url))" },
        { "x = 0x1F + 0b11 + 017 + 1_0.5e1 + 0xFFFFFFFFFFFFFFFFFn",
          "(expression (assign x:global (binary + (binary + (binary + (binary + (number 31) (number 3)) (number 15)) "
          "(number 105)) (bigint \"295147905179352825855\"))))" },
        { "delete a.b, typeof c, -d, !e", "(expression (sequence (unary delete (member a:global b)) (unary typeof "
                                          "c:global) (unary - d:global) (unary ! e:global)))" },
        { "with (a) b", "(unsupported a `with` statement)" },
        { "async function* g() { for await (const x of y) yield* x }",
          "(define hoisted !g:0.5 (function g async generator awaits () (block (for-of async const {in:x} !x:0.0 "
          "y:global (expression (yield dropped all x:0.0))))))" },
        { "({ a, b: 1, [c]: 2, get d() {}, async *e() {}, ...f })",
          "(expression (map (property a a:global) (property b (number 1)) (property computed c:global (number 2)) "
          "(property getter d (function d method getter () (block))) (property e (function e async generator method () "
          "(block))) (spread f:global)))" },
    };
    check_trees (cases, G_N_ELEMENTS (cases), ES_JAVASCRIPT);
}

static void test_typescript_trees (void)
{
    static const Case cases[] = {
        { "enum A { B, C = B << 1, \"d-e\" = \"x\", F = A.C }",
          "(enum !A:0.5 (property B -) (property C (binary << (member A:0.5 B) (number 1))) (property d-e (string "
          "\"x\")) (property F (member A:0.5 C)))" },
        { "namespace N { export const x = 1; let y = x; export function f() { return y } }",
          "(namespace !N:0.5 (exports x:0.1 f:0.0) (block {f x y*} (declare const (declarator !x:0.1 (number 1))) "
          "(declare let (declarator !y:0.2 x:0.1)) (define hoisted !f:0.0 (function f () (block (return y:1.2))))))" },
        { "import { A, B } from \"m\"; import type C from \"c\"; import { D } from \"d\"; import \"e\"; let x: A = B",
          "(import \"m\" (A !A:0.5) (B !B:0.6 used))\n(empty)\n(import \"d\" elided (D !D:0.7))\n(import \"e\" "
          "plain)\n(declare let (declarator !x:0.8 B:0.6))" },
        { "class A { constructor(private a, readonly b = 1, c?: D) {} m?(): void; x!: T; declare y; abstract z }",
          "(define !A:0.5 (class A {in:A} (constructor A constructor {a b c} (property !a:0.0, property !b:0.1 = "
          "(number 1), "
          "!c:0.2) (block)) (field x -)))" },
        { "const f = <T,>(x: T): T => x; g<T>(h); i < j > k",
          "(declare const (declarator !f:0.5 (function f arrow {x} (!x:0.0) x:0.0)))\n(expression (call dropped "
          "g:global h:global))\n(expression (binary > (binary < i:global j:global) k:global))" },
        { "x = a ? (b) : c => d",
          "(expression (assign x:global (conditional a:global b:global (function - arrow {c} (!c:0.0) d:global))))" },
        { "x = a ? (b): c => d : e",
          "(expression (assign x:global (conditional a:global (function - arrow {b} (!b:0.0) d:global) e:global)))" },
        { "let v = <T>a as U, w = b! satisfies X; function f(this: T, x): void; function f(x) {}",
          "(declare let (declarator !v:0.6 a:global) (declarator !w:0.7 b:global))\n(empty)\n(define hoisted !f:0.5 "
          "(function f {x} (!x:0.0) (block)))" },
        { "import e = require(\"e\"); import g = e.f; export = g",
          "(import \"e\" require (* !e:0.5 used))\n(declare const (declarator !g:0.6 (member e:0.5 f)))\n(export "
          "assign g:0.6)" },
        { "export { T, a }; type T = 1; const a = 1; interface I {}",
          "(export names (a as a a:0.5))\n(empty)\n(declare const (declarator !a:0.5 (number 1)))\n(empty)" },
        { "declare const d: number; abstract class B<T> extends C<T> implements D { [k: string]: any; static #s?: T; "
          "abstract m(): void }",
          "(empty)\n(define !B:0.5 (class B {in:B} extends C:global (static field #s -)))" },
    };
    check_trees (cases, G_N_ELEMENTS (cases), ES_TYPESCRIPT);
}

/* Each is valid. */
static void test_accepts (void)
{
    static const char *const texts[] = {
        "#!/usr/bin/env node\nf ()",
        "'use strict'; var a = 1",
        "a\n++b\nc",
        "return 1",
        "if (a) b; else c",
        "do x (); while (y) z ()",
        "for (;;) break",
        "for (var i = 0 in {}) ;",
        "for (let of = 1; ;) break",
        "a: b: for (;;) continue a",
        "var yield_ = 1, of = 2, async = 3, get = 4, let_ = 5, type = 6",
        "async\nfunction f () {}",
        "async (a, b)",
        "async (a) => b",
        "async a => b",
        "(a, b) => c",
        "({ a, b: [c], ...d } = {}, [e] = [], ...f) => a",
        "({ a = 1 } = b)",
        "[{ a = 1 }] = b",
        "for ({ a = 1 } of b) ;",
        "({ get a () { return 1 }, set a (v) {}, async b () {}, *c () {}, async *d () {}, get: 1, async: 2, 'x': 3, 4: "
        "5 })",
        "({ if: 1, class: 2 }).if.class",
        "a ?? b",
        "(a || b) ?? c",
        "(-1) ** 2",
        "a?.b?.[c]?.(d)",
        "a ? .5 : b",
        "x = /=/g",
        "x = a / b / c",
        "x = 1_000.5e-3 + 0xFF + 0o17 + 0b11 + 10n + .5",
        "'\\u{1F600} \\x41 \\\n'",
        "`a${`b${c}`}d`",
        "class A { static async *#m () {} static { a } static = 1; get; set; async; 'b' = 2; [c] = 3; static x }",
        "class A extends (class {}) { constructor () { super () } m () { super.m () } }",
        "class A { #x; m (o) { return #x in o } }",
        "new A; new A.B (c) (d); new (a ()) (); new new A () ()",
        "function f () { new.target }",
        "import ('x').then (y)",
        "export default function () {}",
        "export default async () => 1",
        "export { a as default, b as 'c d' }; var a, b",
        "import a, * as b from 'm' with { type: 'json' }",
        "await x",
        "async function f () { for await (const a of b) ; }",
        "function* g () { const a = yield; yield* b; yield a, 1 }",
        "switch (a) { case 1: case 2: b; break; default: }",
        "try { } catch { } finally { }",
        "var \\u0061b = 1, caf\xC3\xA9 = 2",
        "var __awaiter = (this && this.__awaiter) || function (t, a, P, g) { return new (P || (P = Promise))(function "
        "(r, j) { step((g = g.apply(t, a || [])).next()); }); };",
        "(function (_super) { __extends(A, _super); function A() { return _super !== null && _super.apply(this, "
        "arguments) || this; } return A; }(B));",
        "with (a) b",
        "0777",
        "",
    };
    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
        g_autofree char *tree = parse_text (texts[i], ES_JAVASCRIPT);
        if (g_str_has_prefix (tree, "error") || g_str_has_prefix (tree, "unsupported"))
            g_error ("%s: %s", texts[i], tree);
    }
}

static void test_accepts_typescript (void)
{
    static const char *const texts[] = {
        "let a: number | string[] = <any> b as unknown as T",
        "const f = <T,> (x: T): T => x",
        "const f = async <T extends U = V> (x?: T, ...y: T[]): Promise<void> => { }",
        "f<T> (x); new M<string, number> (); a < b; a < b > c",
        "x = a ? (b) : c => d",
        "x = a ? (b): c => d : e",
        "type A<T> = T extends (infer U extends string)[] ? U : never",
        "type A = { readonly [K in keyof T as `x${K}`]?: T[K] } & { (a: b): c; new (): d; get e (): f; [g: string]: h "
        "}",
        "type A = (a: b, { c }: d, ...e: f[]) => asserts a is b; type B = abstract new () => A; type C = typeof import "
        "('x').y",
        "type A = [a: string, b?: number, ...c: D[]]; type E = unique symbol; type F = -1 | 'x' | `y`",
        "interface A<T> extends B<T>, C { m<U> (this: T): void; readonly p?: number }",
        "abstract class A<T> extends B<T> implements C, D { private readonly x!: T; abstract m (): void; declare y; "
        "override z? = 1; "
        "[k: string]: any; constructor (private a, @Inject () readonly b = 1) { super () } }",
        "@Entity ('x') export class A { @Column ({ type: 'text' }) a: string; @x.y m () {} }",
        "declare global { interface Window { } } export {}",
        "declare module 'x' { export function f (): void; const y: number; export default y }",
        "declare function f (a: b): c; declare const d: e; declare class F { m (): void }",
        "function f (a: string): void; function f (a: any) { }",
        "export = A; import b = require ('b'); import c = A.B; export import d = A.D; class A {}",
        "import type { A } from 'a'; import { type B, type C as D } from 'b'; export type { A }; import type E from "
        "'e'",
        "import type from 'x'; import { type as as } from 'y'; import { type as as2 } from 'z'",
        "enum A { B, C = 1 << 2, 'd-e' = 'x' } const enum F { G } declare enum H { I }",
        "namespace A.B { export const x = 1; export function f () { return x } } module C { }",
        "let x = y!; y!.z![0]!(); z = { a: 1 } satisfies T",
        "for (const x of <any[]> y) { } for (const a of b as c) ;",
        "let x: typeof y.z<A>; let f: new (...a: any[]) => T; let g: (x: any) => x is string",
        "class A { get x (): number { return 1 } set x (v: number) { } static #p?: string; async *g<T> (): "
        "AsyncGenerator<T> { } }",
        "type T = A extends B ? C extends D ? 1 : 2 : 3; let a = b < c && d > (e)",
        "using x = y; await using z = w",
        "let v = a! + b!; if (a! < b) { }",
        "try { } catch (e: unknown) { }",
        "export as namespace X; export default interface A { }",
        "accessor; class A { accessor x = 1; declare; readonly; type; of }",
        "let of = 1, type = 2, declare = 3, namespace = 4, abstract = 6\ntype\nA = 1",
    };
    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
        g_autofree char *tree = parse_text (texts[i], ES_TYPESCRIPT);
        if (g_str_has_prefix (tree, "error") || g_str_has_prefix (tree, "unsupported"))
            g_error ("%s: %s", texts[i], tree);
    }
}

static void test_refuses (void)
{
    static const Case cases[] = {
        { "let exports = 1", "error 1:5 `exports` is what a CommonJS module has already" },
        { "class A { m() { super() } }", "error 1:17 `super` can't stand here" },
        { "function f() { super.x }", "error 1:16 `super` can't stand here" },
        { "class A { m() { this.#x } }", "error 1:17 no class around has a member `#x`" },
        { "'use strict'; var package", "error 1:19 expected a name, found `package`" },
        { "let a; let a", "error 1:12 `a` is declared twice" },
        { "let a; var a", "error 1:12 `a` is declared twice" },
        { "const a", "error 1:8 expected `=`, found the end of the file" },
        { "if (a", "error 1:6 expected `)`, found the end of the file" },
        { "a b", "error 1:3 expected `;` or a new line, found `b`" },
        { "f(a, ", "error 1:6 expected an expression, found the end of the file" },
        { "\"abc", "error 1:1 this string does not end on its line" },
        { "`abc", "error 1:1 this template does not end" },
        { "/* abc", "error 1:1 this comment does not end" },
        { "/abc", "error 1:1 this regular expression does not end on its line" },
        { "a = = b", "error 1:5 expected an expression, found `=`" },
        { "1a", "error 1:1 a name can't follow a number without a blank" },
        { "0b2", "error 1:1 this number has no digits" },
        { "1__0", "error 1:1 a numeric separator must stand between two digits" },
        { "\"\\xg\"", "error 1:1 `\\x` needs two hexadecimal digits" },
        { "({ a = 1 })", "error 1:6 a default value is possible only in a pattern" },
        { "f({ a = 1 })", "error 1:7 a default value is possible only in a pattern" },
        { "({ a = 1 }).b", "error 1:6 a default value is possible only in a pattern" },
        { "a ?\? b || c", "error 1:1 `?\?` can't be mixed with `||` or `&&` without parentheses" },
        { "-a ** b", "error 1:1 the left side of `**` needs parentheses" },
        { "1 = 2", "error 1:1 this can't be assigned to" },
        { "f() = 1", "error 1:1 this can't be assigned to" },
        { "a?.b = 1", "error 1:1 this can't be assigned to" },
        { "for (const a) ;", "error 1:12 this declaration needs a value" },
        { "break", "error 1:1 `break` stands outside of a loop" },
        { "continue", "error 1:1 `continue` stands outside of a loop" },
        { "a: { continue a }", "error 1:15 no loop around this place has the label `a`" },
        { "\"use strict\"; 017", "error 1:15 octal numbers and escapes are not allowed in strict code" },
        { "\"use strict\"; with (a) b", "error 1:15 strict code can't have a `with` statement" },
        { "export { a }", "error 1:10 `a` is exported but nowhere declared" },
        { "import { a } from b", "error 1:19 expected a string, found `b`" },
        { "class A { constructor() {} constructor() {} }", "error 1:28 a class can have one constructor only" },
        { "class { }", "error 1:1 this class needs a name" },
        { "function f() { await x }", "error 1:16 `await` stands in a function that is not async" },
        { "new a?.b()", "error 1:6 `new` can't be applied to an optional chain" },
        { "a?.`b`", "error 1:4 an optional chain can't end in a template" },
        { "async (a)\n=> b", "error 2:1 expected an expression, found `=>`" },
        { "throw\na", "error 1:1 what is thrown must begin on the line of `throw`" },
        { "let [a]", "error 1:8 expected `=`, found the end of the file" },
        { "function (a) {}", "error 1:10 expected a name, found `(`" },
        { "x = <div>a</div>", "unsupported 1:5 JSX is not supported" },
        { "let a: number = 1", "error 1:6 expected `;` or a new line, found `:`" },
        { "@dec class A {}", "error 1:1 a decorator can stand only in TypeScript" },
        { "a =>\n", "error 2:1 expected an expression, found the end of the file" },
        { "var a\\u002Db", "error 1:5 this character can't be part of a name" },
        { "}", "error 1:1 expected a statement, found `}`" },
        { "{", "error 1:2 expected `}`, found the end of the file" },
        { "case", "error 1:1 expected an expression, found `case`" },
        { "super", "error 1:6 expected `.` or `(` after `super`, found the end of the file" },
        { "#a", "error 1:3 expected `in`, found the end of the file" },
        { "return }", "error 1:8 expected a statement, found `}`" },
        { "for (let a, b of c) ;", "error 1:6 this loop declares one variable without a value" },
        { "({ get a: 1 })", "error 1:9 expected `(`, found `:`" },
        { "[...a, b] = c", "error 1:2 a rest element must be the last one" },
        { "/(/gg", "error 1:1 this regular expression has an unknown or repeated flag" },
        { "yield: function* f() { var yield_; yield = 1 }", "error 1:42 expected an expression, found `=`" },
        { "\"use strict\"; eval = 1", "error 1:15 strict code can't assign to `eval`" },
        { "let a = 1;\n\n  let b = @;", "error 3:11 a decorator can stand only in TypeScript" },
    };
    check_trees (cases, G_N_ELEMENTS (cases), ES_JAVASCRIPT);
}

static void test_refuses_typescript (void)
{
    static const Case cases[] = {
        { "let a: ", "error 1:8 expected a type, found the end of the file" },
        { "type A = ", "error 1:10 expected a type, found the end of the file" },
        { "class A implements", "error 1:19 expected a type, found the end of the file" },
        { "enum A { [x] = 1 }", "error 1:10 the name of an enum's member must be fixed" },
        { "interface A {", "error 1:14 expected a property name, found the end of the file" },
        { "let a: b c", "error 1:10 expected `;` or a new line, found `c`" },
        { "let a as b", "error 1:7 expected `;` or a new line, found `as`" },
        { "namespace A { export { b } }", "error 1:15 a namespace can export declarations only" },
        { "<T>(x => y", "error 1:11 expected `)`, found the end of the file" },
        { "import type", "error 1:12 expected `from`, found the end of the file" },
        { "let x: (a: b", "error 1:13 expected `,`, found the end of the file" },
        { "class A { x: }", "error 1:14 expected a type, found `}`" },
        { "function f(a: ) {}", "error 1:15 expected a type, found `)`" },
        { "x = y as", "error 1:9 expected a type, found the end of the file" },
        { "type A = B extends C ? D", "error 1:25 expected `:`, found the end of the file" },
        { "let a: { b: c", "error 1:14 expected a property name, found the end of the file" },
        { "let a = <div>x</div>", "error 1:16 this regular expression does not end on its line" },
    };
    check_trees (cases, G_N_ELEMENTS (cases), ES_TYPESCRIPT);
}

/* Text that nests as deeply as can be written is refused, not a crash. */
static void test_depth (void)
{
    static const char *const openings[] = { "(",    "[",    "{",      "!",       "a ? ",          "() => ",
                                            "f(",   "`${",  "x[",     "if (a) ", "a => {",        "class A { static { ",
                                            "- ",   "new ", "{ a: [", "[...",    "async () => (", "a = ",
                                            "label" };
    static const char *const type_openings[] = {
        "type A = (", "type A = { a: ", "let a: A<", "type A = [", "<T> (",
        "f<",         "a ? (b): c => ", "(a = ",     "({ a: ",     "type A = ({ a: "
    };
    for (gsize i = 0; i < G_N_ELEMENTS (openings) + G_N_ELEMENTS (type_openings); i++)
    {
        gboolean type = i >= G_N_ELEMENTS (openings);
        const char *opening = type ? type_openings[i - G_N_ELEMENTS (openings)] : openings[i];
        const char *again = g_str_has_prefix (opening, "type A = ") ? opening + 9
                            : g_str_has_prefix (opening, "let a: ") ? opening + 7
                                                                    : opening;
        GString *text = g_string_new (opening);
        for (guint k = 0; k < 20000; k++)
            g_string_append (text, again);
        g_autofree char *tree = parse (text->str, text->len, type ? ES_TYPESCRIPT : ES_JAVASCRIPT, 0);
        g_string_free (text, TRUE);
        if (!g_str_equal (opening, "label"))
            g_assert_true (g_str_has_prefix (tree, "error"));
    }
}

/* A tree may also grow deep without nesting in the text. */
static void test_chains (void)
{
    static const char *const links[] = { " + a", ".a", " && a", "()", "[0]", "?.a", " - 1" };
    for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
        g_autoptr (GString) text = g_string_new ("a");
        for (guint k = 0; k < 800; k++)
            g_string_append (text, links[i]);
        g_autofree char *tree = parse (text->str, text->len, ES_JAVASCRIPT, 0);
        g_assert_true (g_str_has_prefix (tree, "(expression"));
        for (guint k = 0; k < 100000; k++)
            g_string_append (text, links[i]);
        g_autofree char *refusal = parse (text->str, text->len, ES_JAVASCRIPT, 0);
        g_assert_cmpstr (refusal, ==, "error 1:1 the text nests too deeply");
    }
}

/* Text that can be read in many ways is read in linear time: with each way tried anew this would not end. */
static void test_ambiguity (void)
{
    g_autoptr (GString) less = g_string_new ("a");
    g_autoptr (GString) choice = g_string_new ("x = ");
    for (guint i = 0; i < 20000; i++)
        g_string_append (less, " < b");
    for (guint i = 0; i < 300; i++)
        g_string_append (choice, "a ? (b) : c => ");
    g_string_append (choice, "d");
    g_autofree char *less_tree = parse (less->str, less->len, ES_TYPESCRIPT, 0);
    g_autofree char *choice_tree = parse (choice->str, choice->len, ES_TYPESCRIPT, 0);
    g_assert_nonnull (less_tree);
    g_assert_nonnull (choice_tree);
}

static void test_limits (void)
{
    static const char text[] =
        "const a = { b: [1, 2, 3], c: f(1, 2, 3), d: (x, y) => x + y, e: `t${a}` }; let z = a.b.c.d;";
    for (gsize limit = 64; limit < 8192; limit += 16)
    {
        g_autofree char *tree = parse (text, sizeof text - 1, ES_TYPESCRIPT, limit);
        g_assert_nonnull (tree);
        if (g_str_has_prefix (tree, "error"))
            g_assert_nonnull (strstr (tree, "more memory"));
    }
}

static void test_text (void)
{
    g_autofree char *broken = parse ("a = '\xFF\xFE'", 8, ES_JAVASCRIPT, 0);
    g_assert_cmpstr (broken, ==, "error 1:6 the file is not valid UTF-8");
    g_autofree char *zero = parse ("a\0b", 3, ES_JAVASCRIPT, 0);
    g_assert_true (g_str_has_prefix (zero, "error 1:2"));
    g_autofree char *zero_in_string = parse ("'\0'", 3, ES_JAVASCRIPT, 0);
    g_assert_true (g_str_has_prefix (zero_in_string, "(expression (string"));
    g_autofree char *mark = parse ("\xEF\xBB\xBF"
                                   "a",
                                   4, ES_JAVASCRIPT, 0);
    g_assert_cmpstr (mark, ==, "(expression a:global)\n");
}

static void test_annotations (void)
{
    static const char text[] = "// migshim: requires api:1\n"
                               "/* other\n * migshim: first   \n * migshim:second */\n"
                               "f ('migshim: no'); // not migshim: no\n"
                               "const g = (a /* migshim: third */, b) => 1";
    g_autoptr (Arena) arena = arena_new (0);
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (GError) error = NULL;
    ScriptFile *file = es_parse ("test", text, strlen (text), ES_TYPESCRIPT, names, arena, &error);
    g_assert_no_error (error);
    static const char *const expected[] = { "requires api:1", "first", "second", "third" };
    g_assert_cmpuint (file->annotation_count, ==, G_N_ELEMENTS (expected));
    for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
        g_autofree char *each = g_strndup (file->annotations[i].text.data, file->annotations[i].text.length);
        g_assert_cmpstr (each, ==, expected[i]);
    }
    g_assert_cmpuint (ast_location (file, file->annotations[1].start).line, ==, 3);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/es-parser/trees", test_trees);
    g_test_add_func ("/es-parser/typescript-trees", test_typescript_trees);
    g_test_add_func ("/es-parser/accepts", test_accepts);
    g_test_add_func ("/es-parser/accepts-typescript", test_accepts_typescript);
    g_test_add_func ("/es-parser/refuses", test_refuses);
    g_test_add_func ("/es-parser/refuses-typescript", test_refuses_typescript);
    g_test_add_func ("/es-parser/depth", test_depth);
    g_test_add_func ("/es-parser/chains", test_chains);
    g_test_add_func ("/es-parser/ambiguity", test_ambiguity);
    g_test_add_func ("/es-parser/limits", test_limits);
    g_test_add_func ("/es-parser/text", test_text);
    g_test_add_func ("/es-parser/annotations", test_annotations);
    return g_test_run ();
}
