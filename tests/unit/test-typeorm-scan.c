#include "adapters/typeorm/typeorm.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <string.h>

/* Folders as a text: "== NAME" begins a file. What the scan makes of them: a line for each revision, "name time stamp", with "-" when there is no way back, "!" when its transaction is off and "+" when it is on;
 * or the beginning of the error's message. */
typedef struct
{
    const char *name;
    const char *files;
    const char *expected;
} Case;

static const Case cases[] = {
    { "generated",
      "== 2.ts\nimport { MigrationInterface, QueryRunner } from 'typeorm';\n"
      "export class Later1704110500000 implements MigrationInterface {\n  name = 'Later1704110500000'\n"
      "  public async up(queryRunner: QueryRunner): Promise<void> {}\n  public async down(q: QueryRunner): "
      "Promise<void> {}\n}\n"
      "== 10.ts\nexport class First1704110400000 { async up() {} async down() {} }\n",
      "First1704110400000 1704110400000\nLater1704110500000 1704110500000\n" },
    { "the instance's name counts",
      "== a.js\nmodule.exports = class Wrong { name = `Right1704110400000`; async up() {} };\n",
      "Right1704110400000 1704110400000 -\n" },
    { "a field without a value is no name", "== a.ts\nexport class A1704110400000 { name: string; async up() {} }\n",
      "A1704110400000 1704110400000 -\n" },
    { "several classes in a file",
      "== a.js\nclass B1704110400002 { up() {} down() {} }\nclass A1704110400001 { up() {} down() {} }\n"
      "module.exports = { B1704110400002, A1704110400001 };\n",
      "A1704110400001 1704110400001\nB1704110400002 1704110400002\n" },
    { "equal time stamps stay in the order of their files",
      "== b.js\nexports.B1704110400000 = class B1704110400000 { up() {} };\n"
      "== a.js\nexports.C1704110400000 = class C1704110400000 { up() {} };\n",
      "C1704110400000 1704110400000 -\nB1704110400000 1704110400000 -\n" },
    { "in the other order with TypeORM 0.3",
      "== package.json\n{\"dependencies\": {\"typeorm\": \"^0.3.20\"}}\n"
      "== b.js\nexports.B1704110400000 = class B1704110400000 { up() {} };\n"
      "== a.js\nexports.C1704110400000 = class C1704110400000 { up() {} };\nexports.D1704110400000 = class "
      "D1704110400000 { up() {} };\n",
      "B1704110400000 1704110400000 -\nC1704110400000 1704110400000 -\nD1704110400000 1704110400000 -\n" },
    { "one class exported twice",
      "== a.ts\nexport class A1704110400000 { async up() {} }\nexport const all = [A1704110400000];\n",
      "Duplicate migrations: A1704110400000" },
    { "default exports",
      "== a.ts\nexport default class A1704110400000 { async up() {} async down() {} }\n"
      "== b.ts\nclass B1704110400001 { async up() {} }\nexport { B1704110400001 as default };\n",
      "A1704110400000 1704110400000\nB1704110400001 1704110400001 -\n" },
    { "what the compiler makes of a class",
      "== a.js\n\"use strict\";\nObject.defineProperty(exports, \"__esModule\", { value: true });\n"
      "exports.A1704110400000 = void 0;\nclass A1704110400000 {\n    constructor() { this.name = 'A1704110400000'; }\n"
      "    async up(q) { }\n    async down(q) { }\n}\nexports.A1704110400000 = A1704110400000;\n",
      "A1704110400000 1704110400000\n" },
    { "what it makes for old engines",
      "== a.js\n\"use strict\";\nexports.__esModule = true;\nvar A1704110400000 = /** @class */ (function () {\n"
      "    function A1704110400000() { this.name = 'A1704110400000'; }\n"
      "    A1704110400000.prototype.up = function (q) { };\n    return A1704110400000;\n}());\n"
      "exports.A1704110400000 = A1704110400000;\n",
      "A1704110400000 1704110400000 -\n" },
    { "a base class of the project's",
      "== a.ts\nimport { Base } from './lib/base';\nexport class A1704110400000 extends Base { async up() {} }\n"
      "== lib/base.ts\nexport abstract class Base { async down() {} }\n",
      "A1704110400000 1704110400000\n" },
    { "declarations and maps are no migrations, folders below are not looked at",
      "== a.d.ts\nexport declare class X { }\n== a.js.map\n{}\n== README.md\nx\n== sub/b.js\nmodule.exports = class B "
      "{};\n",
      "" },
    { "a compiled file beside its source is the same",
      "== a.ts\nexport class A1704110400000 { async up() {} }\n== a.js\nexports.A1704110400000 = class A1704110400000 "
      "{ async up() {} };\n",
      "A1704110400000 1704110400000 -\n" },
    { "an index file only gathers",
      "== index.ts\nexport * from './a';\n== a.ts\nexport class A1704110400000 { async up() {} }\n",
      "A1704110400000 1704110400000 -\n" },
    { "constants and enums beside a class",
      "== a.ts\nexport const LIMIT = 5;\nexport enum Kind { A, B }\nexport type T = string;\nexport interface I { x: T "
      "}\n"
      "export class A1704110400000 { async up() {} }\n",
      "A1704110400000 1704110400000 -\n" },
    { "transaction",
      "== a.ts\nexport class A1704110400000 { transaction = false; async up() {} }\n"
      "export class B1704110400001 { transaction = true as const; async up() {} }\n",
      "A1704110400000 1704110400000 -!\nB1704110400001 1704110400001 -+\n" },
    { "a way back that only throws is none",
      "== a.ts\nexport class A1704110400000 { async up() {} async down() { throw new Error('no'); } }\n",
      "A1704110400000 1704110400000 -\n" },
    { "a name without a time stamp", "== a.ts\nexport class Users { async up() {} }\n",
      "\"Users\" of \"core\": migration name is wrong. Migration class name should have a JavaScript timestamp "
      "appended" },
    { "a function among the exports",
      "== a.ts\nexport class A1704110400000 { async up() {} }\nexport function helper() {}\n",
      "\"helper\" of \"core\": migration name is wrong" },
    { "one name twice",
      "== a.ts\nexport class A1704110400000 { async up() {} }\n== b.ts\nexport class A1704110400000 { async up() {} "
      "}\n",
      "Duplicate migrations: A1704110400000" },
    { "the last 13 characters are read as parseInt reads",
      "== a.ts\nexport class A { name = 'A 1704110400 x'; async up() {} }\n", "A 1704110400 x 1704110400 -\n" },
};

static void write_files (const char *folder, const char *files)
{
    g_auto (GStrv) parts = g_strsplit (files, "== ", -1);

    for (guint i = 1; parts[i]; i++)
    {
        char *text = strchr (parts[i], '\n');
        g_autofree char *name = g_strndup (parts[i], (gsize)(text - parts[i]));
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_autofree char *parent = g_path_get_dirname (path);

        g_mkdir_with_parents (parent, 0700);
        g_assert_true (g_file_set_contents (path, text + 1, -1, NULL));
    }
}

static Source *make_source (const char *folder)
{
    Source *source = g_new0 (Source, 1);

    source->name = g_strdup ("core");
    source->tool = g_strdup ("typeorm");
    source->paths = g_strsplit (folder, "\n", 1);
    source->root = g_strdup (folder);
    return source;
}

static char *make_folder (void)
{
    return g_dir_make_tmp ("migshim-typeorm-XXXXXX", NULL);
}

static void remove_folder (const char *folder)
{
    g_autofree char *command = g_strdup_printf ("rm -rf '%s'", folder);

    g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
}

static char *describe (const GPtrArray *revisions)
{
    static const char *const marks[] = { "", "!", "+" };
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < revisions->len; i++)
    {
        const Revision *revision = revisions->pdata[i];
        const TypeormMigration *migration = revision->data;
        g_autofree char *flags = g_strconcat (revision->reversible ? "" : "-", marks[migration->transaction], NULL);

        g_assert_no_error (revision->problem);
        g_assert_cmpuint (revision->position, ==, i);
        g_string_append_printf (text, "%s %" G_GINT64_FORMAT "%s%s\n", revision->id, migration->timestamp,
                                *flags ? " " : "", flags);
    }
    return g_string_free (text, FALSE);
}

static void test_scan (gconstpointer data)
{
    const Case *one = data;
    g_autofree char *folder = make_folder ();
    g_autoptr (Source) source = make_source (folder);
    g_autoptr (GPtrArray) revisions = g_ptr_array_new_with_free_func ((GDestroyNotify)revision_free);
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;

    write_files (folder, one->files);
    if (typeorm_scan (source, revisions, &error))
    {
        text = describe (revisions);
        g_assert_cmpstr (text, ==, one->expected);
    }
    else if (!g_str_has_prefix (error->message, one->expected))
        g_assert_cmpstr (error->message, ==, one->expected);
    remove_folder (folder);
}

/* A file that can't be parsed is the problem of its migration, not of the others. */
static void test_broken (void)
{
    g_autofree char *folder = make_folder ();
    g_autoptr (Source) source = make_source (folder);
    g_autoptr (GPtrArray) revisions = g_ptr_array_new_with_free_func ((GDestroyNotify)revision_free);
    g_autoptr (GError) error = NULL;
    const Revision *broken;

    write_files (folder, "== a.ts\nexport class A1704110400000 { async up() {} }\n"
                         "== b.ts\nexport class B1704110400001 {\n  async up( {} }\n");
    g_assert_true (typeorm_scan (source, revisions, &error));
    g_assert_cmpuint (revisions->len, ==, 2);
    broken = revisions->pdata[1];
    g_assert_cmpstr (broken->id, ==, "B1704110400001");
    g_assert_error (broken->problem, MIGSHIM_ERROR, MIGSHIM_ERROR_SOURCE);
    g_assert_cmpuint (error_detail (broken->problem)->where.line, ==, 2);
    remove_folder (folder);
}

/* Seconds since 1970, for the order among tools: of milliseconds, of a longer date that people write, of nothing. */
static void test_times (void)
{
    g_autofree char *folder = make_folder ();
    g_autoptr (Source) source = make_source (folder);
    g_autoptr (GPtrArray) revisions = g_ptr_array_new_with_free_func ((GDestroyNotify)revision_free);
    g_autoptr (GError) error = NULL;

    write_files (folder, "== a.ts\nexport class A1704110400123 { async up() {} }\n"
                         "== b.ts\nexport class B20240101120000 { async up() {} }\n"
                         "== c.ts\nexport class C0000000000007 { async up() {} }\n");
    g_assert_true (typeorm_scan (source, revisions, &error));
    g_assert_cmpuint (revisions->len, ==, 3);
    for (guint i = 0; i < 3; i++)
    {
        const Revision *revision = revisions->pdata[i];

        if (revision->id[0] == 'C')
            g_assert_true (revision->timestamp == REVISION_NO_TIMESTAMP);
        else
            g_assert_cmpint (revision->timestamp, ==, 1704110400);
    }
    remove_folder (folder);
}

typedef struct
{
    const char *name;
    const char *files;
    const char *path; /* of the folder that is found; NULL for none */
    const char *url;
    const char *settings; /* of the history, "key=value" sorted */
} DetectCase;

static const DetectCase detect_cases[] = {
    { "data-source.ts",
      "== data-source.ts\nimport { DataSource } from 'typeorm';\nexport const AppDataSource = new DataSource({\n"
      "  type: 'postgres', url: process.env.DATABASE_URL, schema: 'app', migrationsTableName: 'done',\n"
      "  migrations: ['m/*.ts'] });\n== m/a.ts\n",
      "m", "${DATABASE_URL}", "schema=app table=done" },
    { "parts, spread and __dirname",
      "== typeorm.config.ts\nimport { join } from 'path';\nconst base = { type: 'mariadb' as const, host: "
      "process.env.H ?? 'db',\n"
      "  port: +process.env.P!, username: 'u', password: process.env['PW'], database: 'shop' };\n"
      "export default new DataSource({ ...base, migrations: [join(__dirname, 'm', '*{.ts,.js}')] });\n== m/a.ts\n",
      "m", "mysql://u:${PW}@${H:-db}:${P}/shop", "type=mariadb" },
    { "ormconfig.json with a password",
      "== ormconfig.json\n{ \"type\": \"mysql\", \"host\": \"x\", \"username\": \"u\", \"password\": \"p\", "
      "\"database\": \"d\",\n"
      "  \"migrations\": [\"dist/migration/*.js\"] }\n== src/migration/a.ts\n",
      "src/migration", NULL, "" },
    { "classes that are imported",
      "== db/data-source.js\nimport { A } from '../m/1-a.js';\nexport default new DataSource({ type: 'better-sqlite3', "
      "database: 'x.db', migrations: [A] });\n== m/1-a.js\n",
      "m", "sqlite:./x.db", "" },
    { "a database out of reach",
      "== data-source.ts\nexport const s = new DataSource({ type: 'mssql', migrations: ['m/*.ts'] });\n== m/a.ts\n",
      NULL, NULL, "" },
    { "a folder that is not there",
      "== data-source.ts\nexport const s = new DataSource({ type: 'postgres', migrations: ['m/*.ts'] });\n", NULL, NULL,
      "" },
};

static char *settings_text (GHashTable *history)
{
    g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (history), (GCompareFunc)strcmp);
    GString *text = g_string_new (NULL);

    for (GList *link = keys; link; link = link->next)
        g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "", (const char *)link->data,
                                (const char *)g_hash_table_lookup (history, link->data));
    return g_string_free (text, FALSE);
}

static void test_detect (gconstpointer data)
{
    const DetectCase *one = data;
    g_autofree char *folder = make_folder ();
    g_autofree char *below = g_build_filename (folder, "db", NULL);
    g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)found_source_free);
    g_autoptr (GError) error = NULL;

    write_files (folder, one->files);
    g_assert_true (typeorm_detect (folder, folder, found, &error));
    g_assert_true (typeorm_detect (folder, below, found, &error));
    g_assert_cmpuint (found->len, ==, one->path ? 1 : 0);
    if (one->path)
    {
        const FoundSource *source = found->pdata[0];
        g_autofree char *settings = settings_text (source->history);

        g_assert_cmpstr (source->path, ==, one->path);
        g_assert_cmpstr (source->url, ==, one->url);
        g_assert_cmpstr (settings, ==, one->settings);
        g_assert_true ((source->note != NULL) == (one->url == NULL));
    }
    remove_folder (folder);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
        g_autofree char *path = g_strconcat ("/typeorm-scan/", cases[i].name, NULL);

        g_test_add_data_func (path, &cases[i], test_scan);
    }
    g_test_add_func ("/typeorm-scan/broken", test_broken);
    g_test_add_func ("/typeorm-scan/times", test_times);
    for (guint i = 0; i < G_N_ELEMENTS (detect_cases); i++)
    {
        g_autofree char *path = g_strconcat ("/typeorm-detect/", detect_cases[i].name, NULL);

        g_test_add_data_func (path, &detect_cases[i], test_detect);
    }
    return g_test_run ();
}
