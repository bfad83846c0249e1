/* test-check.c: what the check before a run refuses, and what it leaves alone. */

#include "script/check.h"
#include "util/error.h"

#include <string.h>

static const HostClass runner_class;
static const HostClass builder_class;
static const HostClass table_class;

static ScriptStatus nothing (ScriptCall *call, Value *out)
{
    (void)call, (void)out;
    return SCRIPT_NORMAL;
}

#define MEMBER(name, kind, gives, hands, refused)                                                                      \
    {                                                                                                                  \
        name, kind, 0, HOST_ANY_NUMBER, nothing, HOST_NEEDS_NOTHING, "", gives, hands, refused                         \
    }

static const HostMember table_members[] = { MEMBER ("addColumn", HOST_METHOD, NULL, NULL, NULL),
                                            MEMBER ("name", HOST_GETTER, NULL, NULL, NULL),
                                            { .name = NULL } };
static const HostClass table_class = { .name = "Table", .members = table_members };

static const HostMember builder_members[] = { MEMBER ("where", HOST_METHOD, &builder_class, NULL, NULL),
                                              MEMBER ("stream", HOST_METHOD, NULL, NULL, "streams are out of reach"),
                                              { .name = NULL } };
static const HostClass builder_class = { .name = "Builder", .members = builder_members, .run = nothing };

static const HostMember base_members[] = { MEMBER ("query", HOST_ASYNC, NULL, NULL, NULL), { .name = NULL } };
static const HostClass base_class = { .name = "Base", .members = base_members };

static const HostMember open_members[] = { { .name = NULL } };
static const HostClass open_class = { .name = "Data", .members = open_members, .open = TRUE };

static const HostMember runner_members[] = {
    MEMBER ("createTable", HOST_ASYNC, NULL, NULL, NULL),
    MEMBER ("getTable", HOST_ASYNC, &table_class, NULL, NULL),
    MEMBER ("table", HOST_METHOD, NULL, &table_class, NULL),
    MEMBER ("transaction", HOST_ASYNC, NULL, &runner_class, NULL),
    MEMBER ("connection", HOST_GETTER, &runner_class, NULL, NULL),
    MEMBER ("data", HOST_GETTER, &open_class, NULL, NULL),
    MEMBER ("memory", HOST_METHOD, NULL, NULL, "statements are run, not collected"),
    { .name = NULL },
};
static const HostClass runner_class = {
    .name = "QueryRunner", .base = &base_class, .members = runner_members, .call = nothing, .gives = &builder_class
};

static const char *const functions[] = { "up", "down", NULL };

typedef struct
{
    const char *program; /* with '@' where each error points to */
    const char *errors;  /* one a line; or NULL */
} Case;

/* PROGRAM without its marks; PLACES gets "line:column" of each, one a line. */
static char *unmark (const char *program, GString *places)
{
    g_autoptr (GString) text = g_string_new (NULL);
    guint line = 1;
    guint column = 1;

    for (; *program; program++)
    {
        if (*program == '@')
        {
            g_string_append_printf (places, "%u:%u\n", line, column);
            continue;
        }
        g_string_append_c (text, *program);
        column = *program == '\n' ? 1 : column + 1;
        line += *program == '\n';
    }
    return g_string_free (g_steal_pointer (&text), FALSE);
}

static void run_case (const Case *item)
{
    const CheckOptions options = { &runner_class, functions, "write it in SQL" };
    g_autoptr (NameTable) names = names_new ();
    g_autoptr (Arena) arena = arena_new (0);
    g_autoptr (GError) error = NULL;
    g_autoptr (GString) wanted = g_string_new (NULL);
    g_autoptr (GString) places = g_string_new (NULL);
    g_autoptr (GString) messages = g_string_new (NULL);
    g_autoptr (GPtrArray) errors = NULL;
    g_autofree char *program = unmark (item->program, wanted);
    const ScriptFile *file = es_parse ("m.ts", program, strlen (program), ES_TYPESCRIPT, names, arena, &error);

    g_test_message ("%s", program);
    g_assert_no_error (error);
    errors = check_file (file, &options);
    for (guint k = 0; k < errors->len; k++)
    {
        const GError *one = g_ptr_array_index (errors, k);
        const ErrorDetail *detail = error_detail (one);

        g_assert_error (one, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED);
        g_assert_cmpstr (detail->hint, ==, "write it in SQL");
        g_string_append_printf (places, "%u:%u\n", detail->where.line, detail->where.column);
        g_string_append_printf (messages, "%s%s", k ? "\n" : "", one->message);
    }
    g_assert_cmpstr (messages->str, ==, item->errors ? item->errors : "");
    g_assert_cmpstr (places->str, ==, wanted->str);
}

static void run (const Case *cases, gsize n)
{
    for (gsize i = 0; i < n; i++)
        run_case (&cases[i]);
}

#define CLASS(body) "export class M {\n" body "\n}"
#define UNKNOWN(name) "QueryRunner has no member `" name "`"
#define TYPO "QueryRunner has no member `createTabel`; did you mean `createTable`?"
#define MEMORY "`memory` of QueryRunner is out of reach: statements are run, not collected"

static void test_refused (void)
{
    static const Case cases[] = {
        { CLASS ("async up(qr) { await qr.@createTabel(1); }"), TYPO },
        { CLASS ("async up(qr) { qr.@memory(); await qr.@frobnicate(); }"), MEMORY "\n" UNKNOWN ("frobnicate") },
        { CLASS ("up = async (qr) => { await qr.@createTabel(); }"), TYPO },
        { "export default class { async down(qr) {\n qr.@createTabel() } }", TYPO },
        { "class M { up(qr) { qr.@createTabel() } }\nexport { M };", TYPO },
        { "module.exports = class M { up(qr) { qr.@createTabel() } };", TYPO },
        { "class M { up(qr) { qr.@createTabel() } }\nexports.M = M;", TYPO },
        { "exports.up = async function (knex) { knex.@createTabel() };", TYPO },
        { "exports.up = knex => knex.@createTabel();", TYPO },
        { "module.exports = { up(knex) { knex.@createTabel() }, down: (k) => k.@createTabel() };", TYPO "\n" TYPO },
        { "async function up(knex) { knex.@createTabel() }\nmodule.exports = { up };", TYPO },
        { "export const up = (knex) => knex.@createTabel();", TYPO },
        { "export async function up(knex) { return knex.@createTabel(); }", TYPO },
    };

    run (cases, G_N_ELEMENTS (cases));
}

static void test_followed (void)
{
    static const Case cases[] = {
        { CLASS ("up(qr) { const a = qr; const b = a; b.@createTabel(); }"), TYPO },
        { CLASS ("up(qr) { const { connection, connection: c } = qr; connection.@createTabel(); c.@createTabel(); }"),
          TYPO "\n" TYPO },
        { CLASS ("up({ connection }) { connection.@createTabel(); }"), TYPO },
        { CLASS ("up(qr) { qr.connection.connection.@createTabel(); }"), TYPO },
        { CLASS ("async up(qr) { const t = await qr.getTable('x'); t.@addColum(1); }"),
          "Table has no member `addColum`; did you mean `addColumn`?" },
        { CLASS ("async up(qr) { (await qr.getTable('x')).@addColum(1); }"),
          "Table has no member `addColum`; did you mean `addColumn`?" },
        { CLASS ("up(qr) { qr.table('x', (t) => { t.@addColum(); }); }"),
          "Table has no member `addColum`; did you mean `addColumn`?" },
        { CLASS ("up(qr) { return qr.transaction(async (inner) => { await inner.@createTabel(); }); }"), TYPO },
        { CLASS ("up(qr) { return qr.getTable('x').then((t) => t.@addColum()); }"),
          "Table has no member `addColum`; did you mean `addColumn`?" },
        { "exports.up = (knex) => knex('users').where(1).@wheer(2);",
          "Builder has no member `wheer`; did you mean `where`?" },
        { "exports.up = (knex) => { const q = knex('users'); q.@stream(); };",
          "`stream` of Builder is out of reach: streams are out of reach" },
        { "async function help(x, qr) { await qr.@createTabel(); }\n" CLASS ("up(qr) { help(1, qr); }"), TYPO },
        { "const help = (qr) => deep(qr);\nconst deep = (q) => q.@createTabel();\n" CLASS ("up(qr) { help(qr); }"),
          TYPO },
        { CLASS ("up(qr) { return this.help(qr); }\nprivate help(q) { q.@createTabel(); }"), TYPO },
        { CLASS ("up(qr) { const b = true ? qr : qr; b.@createTabel(); }"), TYPO },
        { CLASS ("up(qr) { if (x) { qr.@createTabel(); } for (const a of b) { qr.@createTabel(); } }"),
          TYPO "\n" TYPO },
        { CLASS ("up(qr) { try { 1 } finally { qr.@createTabel(); } }"), TYPO },
    };

    run (cases, G_N_ELEMENTS (cases));
}

static void test_left_alone (void)
{
    static const Case cases[] = {
        { CLASS ("async up(qr) { await qr.createTable(); await qr.query('x'); qr.data.anything.goes(); }"), NULL },
        { CLASS ("up(qr) { { const qr = other; qr.createTabel(); } [1].map((qr) => qr.createTabel()); }"), NULL },
        { CLASS ("up(qr) { qr = wrap(qr); qr.createTabel(); }"), NULL },
        { CLASS ("up(qr) { let a = qr; a = b; a.createTabel(); }"), NULL },
        { CLASS ("up(qr) { var a = qr; var a = b; a.createTabel(); }"), NULL },
        { CLASS ("up(qr) { qr.createTabel?.(); qr?.createTabel(); qr.createTabel?.deep.deeper(); }"), NULL },
        { CLASS ("up(qr) { if (qr.createTabel) qr.createTabel(); }"), NULL },
        { CLASS ("up(qr) { if ('createTabel' in qr) qr.createTabel(); }"), NULL },
        { CLASS ("up(qr) { if (typeof qr.createTabel === 'function') qr.createTabel(); }"), NULL },
        { CLASS ("up(qr) { const f = qr.createTabel; return f && qr.createTabel(); }"), NULL },
        { CLASS ("up(qr) { if (Reflect.has(qr, 'createTabel')) qr.createTabel(); }"), NULL },
        { CLASS ("up(qr) { try { qr.createTabel(); } catch {} }"), NULL },
        { CLASS (
              "up(qr) { qr.toString(); qr.constructor.name; qr.hasOwnProperty(x); knex(1).then(a); qr(1).then(b); }"),
          NULL },
        { CLASS (
              "up(qr) { if (x) qr.memory(); y && qr.memory(); y ? qr.memory() : 0; for (const a of b) qr.memory(); }"),
          NULL },
        { CLASS ("up(qr) { if (x) return; qr.memory(); }"), NULL },
        { CLASS ("up(qr) { switch (x) { case 1: qr.memory(); } }"), NULL },
        { CLASS ("other(qr) { qr.createTabel(); }"), NULL },
        { CLASS ("static up(qr) { qr.createTabel(); }"), NULL },
        { "class M { up(qr) { qr.createTabel(); } }", NULL },
        { "function up(qr) { qr.createTabel(); }", NULL },
        { "exports.config = { up(a) { a.createTabel(); } }.other;", NULL },
        { "function help(q) { q.createTabel(); }\nhelp(1);\n" CLASS ("up(qr) { help(qr); }"), NULL },
        { "export function help(q) { q.createTabel(); }\n" CLASS ("up(qr) { help(qr); }"), NULL },
        { "function help(q) { q.createTabel(); }\nlist.map(help);\n" CLASS ("up(qr) { help(qr); }"), NULL },
        { "function help(q = other) { q.createTabel(); }\n" CLASS ("up(qr) { help(qr); }"), NULL },
        { "function help(a, q) { q.createTabel(); }\n" CLASS ("up(qr) { help(...x, qr); }"), NULL },
        { CLASS ("up(qr) { this.help(qr); x.map(this.help); }\nhelp(q) { q.createTabel(); }"), NULL },
        { CLASS ("up(...qr) { qr.createTabel(); }"), NULL },
        { CLASS ("up(qr) { const a = x ? qr : null; a.createTabel(); }"), NULL },
        { CLASS ("up(qr) { const b = qr || other; b.createTabel(); }"), NULL },
        { CLASS ("async up(qr) { const t = qr.getTable('x'); t.addColum(1); }"), NULL },
        { "exports.up = async (knex) => { const rows = await knex('users').where(1); rows.wheer(); };", NULL },
    };

    run (cases, G_N_ELEMENTS (cases));
}

static void test_text (void)
{
    const CheckOptions options = { &runner_class, functions, NULL };
    static const char typescript[] = "export class M { up(qr: QueryRunner): void { (qr as any).createTabel(); } }";
    static const char wrong[] = "export class {";
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) syntax = NULL;

    g_assert_false (check_text ("dir/m.ts", typescript, strlen (typescript), &options, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED);
    g_assert_cmpstr (error_detail (error)->where.file, ==, "dir/m.ts");
    g_assert_cmpuint (error_detail (error)->where.column, ==, 58);
    g_assert_null (error_detail (error)->hint);
    g_assert_false (check_text ("m.js", wrong, strlen (wrong), &options, &syntax));
    g_assert_error (syntax, MIGSHIM_ERROR, MIGSHIM_ERROR_SOURCE);
    g_assert_true (check_text ("m.js", "", 0, &options, NULL));
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/check/refused", test_refused);
    g_test_add_func ("/check/followed", test_followed);
    g_test_add_func ("/check/left-alone", test_left_alone);
    g_test_add_func ("/check/text", test_text);
    return g_test_run ();
}
