/* test-script-module.c: which files a script may load and read. What Node says too is in tests/script/modules.*.test. */

#include "script/script.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
    char *folder;
    char *root; /* a folder inside */
    GString *said;
} Fixture;

static void write_file (Fixture *fixture, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname (path);

    g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void link_to (Fixture *fixture, const char *target, const char *name)
{
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_autofree char *there = g_build_filename (fixture->folder, target, NULL);

    g_assert_cmpint (symlink (there, path), ==, 0);
}

static void set_up (Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->folder = g_dir_make_tmp ("migshim-module-XXXXXX", NULL);
    fixture->root = g_build_filename (fixture->folder, "root", NULL);
    fixture->said = g_string_new (NULL);
    g_assert_cmpint (g_mkdir (fixture->root, 0700), ==, 0);
    write_file (fixture, "outside/secret.js", "module.exports = 'secret';");
    write_file (fixture, "outside/secret.txt", "secret");
}

static void remove_all (const char *path)
{
    if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
        GDir *folder = g_dir_open (path, 0, NULL);
        const char *name;

        while ((name = g_dir_read_name (folder)))
        {
            g_autofree char *inner = g_build_filename (path, name, NULL);

            remove_all (inner);
        }
        g_dir_close (folder);
    }
    g_assert_cmpint (g_remove (path), ==, 0);
}

static void tear_down (Fixture *fixture, gconstpointer data)
{
    (void)data;
    remove_all (fixture->folder);
    g_free (fixture->folder);
    g_free (fixture->root);
    g_string_free (fixture->said, TRUE);
}

static void log_text (gpointer user_data, ScriptLogLevel level, const char *text)
{
    Fixture *fixture = user_data;

    (void)level;
    g_string_append_printf (fixture->said, "%s\n", text);
}

static gboolean load (Fixture *fixture, const char *name, const char *tsconfig, GError **error)
{
    ScriptOptions options = { .root = fixture->root,
                              .tsconfig = tsconfig,
                              .hooks = { .log = log_text, .user_data = fixture } };
    g_autoptr (ScriptRuntime) runtime = script_runtime_new (&options);
    Value exports;

    return script_load (runtime, name, &exports, error) && script_finish (runtime, error);
}

/* The program at root/NAME says SAID. */
static void assert_says (Fixture *fixture, const char *name, const char *said)
{
    g_autoptr (GError) error = NULL;

    load (fixture, name, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (fixture->said->str, ==, said);
}

/* It is refused with a message that holds PART, at LINE (0 for none). */
static void assert_refused (Fixture *fixture, const char *name, const char *part, guint line)
{
    g_autoptr (GError) error = NULL;

    g_assert_false (load (fixture, name, NULL, &error));
    g_assert_error (error, MIGSHIM_ERROR, MIGSHIM_ERROR_UNSUPPORTED);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, part));
    g_assert_null (strstr (fixture->said->str, "secret"));
    if (line)
        g_assert_cmpuint (error_detail (error)->where.line, ==, line);
}

static void test_links_inside (Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_file (fixture, "root/lib/real.js", "module.exports = 'by a link';");
    link_to (fixture, "root/lib", "root/alias");
    write_file (fixture, "root/m.js", "console.log(require('./alias/real'));");
    assert_says (fixture, "m.js", "by a link\n");
}

static void test_links_outside (Fixture *fixture, gconstpointer data)
{
    (void)data;
    link_to (fixture, "outside", "root/link");
    link_to (fixture, "outside/secret.txt", "root/secret.txt");
    write_file (fixture, "root/require.js", "const s = require('./link/secret');\n\nconsole.log(`${s}`);");
    write_file (fixture, "root/read.js",
                "\nconsole.log(require('fs').readFileSync(__dirname + '/secret.txt', 'utf8'));");
    write_file (fixture, "root/through.js", "require('fs').readFileSync('link/secret.txt');");
    write_file (fixture, "root/list.js", "console.log(require('fs').readdirSync(__dirname + '/link'));");
    write_file (fixture, "root/exists.js", "console.log(require('fs').existsSync(__dirname + '/link/none/deeper'));");
    assert_refused (fixture, "require.js", "outside of the root", 3);
    assert_refused (fixture, "read.js", "outside of the root", 2);
    assert_refused (fixture, "through.js", "outside of the root", 1);
    assert_refused (fixture, "list.js", "outside of the root", 1);
    assert_refused (fixture, "exists.js", "outside of the root", 1);
}

static void test_above (Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_file (fixture, "root/require.js", "import s from '../outside/secret.js';\nconsole.log(`${s}`);");
    write_file (fixture, "root/read.js", "require('fs').readFileSync(__dirname + '/../outside/secret.txt');");
    write_file (fixture, "root/url.mjs",
                "import { readFileSync } from 'fs';\nreadFileSync(new URL('../outside/secret.txt', import.meta.url));");
    write_file (fixture, "root-next/near.txt", "secret");
    write_file (fixture, "root/near.js", "require('fs').readFileSync(__dirname + '-next/near.txt');");
    assert_refused (fixture, "require.js", "outside of the root", 2);
    assert_refused (fixture, "read.js", "outside of the root", 1);
    assert_refused (fixture, "url.mjs", "outside of the root", 2);
    assert_refused (fixture, "near.js", "outside of the root", 1);
    assert_refused (fixture, "../outside/secret.js", "outside of the root", 0);
}

static const char tsconfig[] =
    "{ // comments and commas are let pass\n"
    "  \"compilerOptions\": { /* here too */ \"baseUrl\": \"./src\",\n"
    "    \"paths\": { \"@lib/*\": [\"nowhere/*\", \"lib/*\"], \"exact\": [\"lib/one.ts\"], },\n"
    "  },\n}";

static void test_tsconfig (Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_file (fixture, "root/tsconfig.json", tsconfig);
    write_file (fixture, "root/src/lib/one.ts", "export const one: number = 1;");
    write_file (fixture, "root/src/lib/folder/index.ts", "export const two = 2;");
    write_file (fixture, "root/src/migrations/m.ts",
                "import { one } from '@lib/one';\nimport { two } from '@lib/folder';\nimport { one as exact } from "
                "'exact';\nimport { one as based } from 'lib/one';\nconsole.log(one, two, exact, based);");
    assert_says (fixture, "src/migrations/m.ts", "1 2 1 1\n");
}

static void test_tsconfig_extends (Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_file (fixture, "root/base/tsconfig.base.json", tsconfig);
    write_file (fixture, "root/tsconfig.json", "{ \"extends\": \"./base/tsconfig.base\" }");
    write_file (fixture, "root/base/src/lib/one.ts", "export const one = 'from the base';");
    write_file (fixture, "root/m.ts", "import { one } from '@lib/one';\nconsole.log(one);");
    assert_says (fixture, "m.ts", "from the base\n");
}

static void test_tsconfig_named (Fixture *fixture, gconstpointer data)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *path = g_build_filename (fixture->root, "conf", "ts.json", NULL);

    (void)data;
    write_file (fixture, "root/conf/ts.json", "{\"compilerOptions\":{\"paths\":{\"~/*\":[\"../app/*\"]}}}");
    write_file (fixture, "root/tsconfig.json", "{\"compilerOptions\":{\"paths\":{\"~/*\":[\"./wrong/*\"]}}}");
    write_file (fixture, "root/app/x.js", "exports.x = 'named';");
    write_file (fixture, "root/m.ts", "import { x } from '~/x';\nconsole.log(x);");
    load (fixture, "m.ts", path, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (fixture->said->str, ==, "named\n");
}

static void test_alias_outside (Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_file (fixture, "root/tsconfig.json", "{\"compilerOptions\":{\"paths\":{\"~/*\":[\"../outside/*\"]}}}");
    write_file (fixture, "root/m.ts", "import s from '~/secret';\nconsole.log(`${s}`);");
    assert_refused (fixture, "m.ts", "outside of the root", 2);
}

static void test_package (Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_file (fixture, "root/pack/package.json", "{ \"main\": \"./dist\" }");
    write_file (fixture, "root/pack/dist/index.js", "module.exports = 'main of the package';");
    write_file (fixture, "root/empty/package.json", "{}");
    write_file (fixture, "root/empty/index.js", "module.exports = 'its index';");
    write_file (fixture, "root/m.js", "console.log(require('./pack'), '|', require('./empty/'));");
    assert_says (fixture, "m.js", "main of the package | its index\n");
}

/* What is imported and does not work is a refusal only for those who use it, and it says why. */
static void test_broken_import (Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_file (fixture, "root/broken.ts", "export const x = ;");
    write_file (fixture, "root/data.json", "{ \"a\": }");
    write_file (fixture, "root/unused.ts",
                "import { x } from './broken';\nconsole.log('runs'); if (0) console.log(x);");
    write_file (fixture, "root/used.ts", "import { x } from './broken';\nconsole.log('secret' + x);");
    write_file (fixture, "root/json.js", "const d = require('./data.json');\n`${d.a}`;");
    write_file (fixture, "root/package.js", "const { map } = require('lodash');\nconsole.log('loaded');\nmap([]);");
    assert_refused (fixture, "used.ts", "the import of \"broken.ts\" failed", 2);
    assert_refused (fixture, "json.js", "the import of \"data.json\" failed", 2);
    assert_says (fixture, "unused.ts", "runs\n");
    g_string_truncate (fixture->said, 0);
    assert_refused (fixture, "package.js", "the import \"lodash\" can't be resolved", 3);
    g_assert_cmpstr (fixture->said->str, ==, "loaded\n");
}

static void test_not_there (Fixture *fixture, gconstpointer data)
{
    g_autoptr (GError) error = NULL;

    (void)data;
    g_assert_false (load (fixture, "none.js", NULL, &error));
    g_assert_nonnull (error);
    g_assert_null (strstr (fixture->said->str, "secret"));
}

static void test_environment (Fixture *fixture, gconstpointer data)
{
    g_autoptr (GHashTable) environment = g_hash_table_new (g_str_hash, g_str_equal);
    ScriptOptions options = { .root = fixture->root,
                              .environment = environment,
                              .hooks = { .log = log_text, .user_data = fixture } };
    g_autoptr (ScriptRuntime) runtime = NULL;
    g_autoptr (GError) error = NULL;
    Value exports;

    (void)data;
    g_hash_table_insert (environment, (gpointer) "B", (gpointer) "two");
    g_hash_table_insert (environment, (gpointer) "A", (gpointer) "one");
    runtime = script_runtime_new (&options);
    write_file (fixture, "root/m.js", "console.log(process.env, process.env.HOME, process.cwd() === __dirname);");
    script_load (runtime, "m.js", &exports, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (fixture->said->str, ==, "{ A: 'one', B: 'two' } undefined true\n");
}

#define ADD(name, function) g_test_add ("/script-module/" name, Fixture, NULL, set_up, function, tear_down)

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    ADD ("links-inside", test_links_inside);
    ADD ("links-outside", test_links_outside);
    ADD ("above", test_above);
    ADD ("tsconfig", test_tsconfig);
    ADD ("tsconfig-extends", test_tsconfig_extends);
    ADD ("tsconfig-named", test_tsconfig_named);
    ADD ("alias-outside", test_alias_outside);
    ADD ("package", test_package);
    ADD ("broken-import", test_broken_import);
    ADD ("not-there", test_not_there);
    ADD ("environment", test_environment);
    return g_test_run ();
}
