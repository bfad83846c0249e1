/* Prisma's own files, read without running them; the checksum rule. */

#include "adapters/prisma/prisma.h"
#include "adapters/prisma/reading.h"

#include <string.h>

static const struct
{
    const char *text;
    const char *schema, *migrations, *variable, *literal;
} configs[] = {
    { "import { defineConfig, env } from 'prisma/config'\nexport default defineConfig({ schema: "
      "'prisma/schema.prisma', migrations: { path: \"db/migrations\" },\n"
      "  datasource: { url: env('DATABASE_URL') } })",
      "prisma/schema.prisma", "db/migrations", "DATABASE_URL", NULL },
    { "export default { datasource: { url: process.env.DB! }, migrations: { seed: 'x { path: y', path: "
      "path.join(__dirname, 'a', `b`) } } satisfies PrismaConfig",
      NULL, "a/b", "DB", NULL },
    { "// schema: 'no'\n/* migrations: { path: 'no' } */ export default { schema: join('prisma', 'schema'), "
      "datasource: { shadowDatabaseUrl: env('S'), url: process.env['DB'] ?? '' } }",
      "prisma/schema", NULL, "DB", NULL },
    { "const url = process.env.URL_OF_IT;\nexport default defineConfig({ datasource: { directUrl: env<Env>('DIRECT'), "
      "url } })",
      NULL, NULL, "DIRECT", NULL },
    { "const databaseUrl: string = process.env.URL_OF_IT;\nexport default defineConfig({ datasource: { url: "
      "databaseUrl } })",
      NULL, NULL, NULL, NULL },
    { "const databaseUrl = process.env.URL_OF_IT;\nexport default defineConfig({ datasource: { url: databaseUrl } })",
      NULL, NULL, "URL_OF_IT", NULL },
    { "export default { datasource: { url: \"file:./dev.db\" }, migrations: { path: `${here}/x` } }", NULL, NULL, NULL,
      "file:./dev.db" },
    { "export default {}", NULL, NULL, NULL, NULL },
};

static void test_config (void)
{
    for (gsize i = 0; i < G_N_ELEMENTS (configs); i++)
    {
        g_auto (ReadConfig) config = { 0 };

        read_config (configs[i].text, &config);
        g_assert_cmpstr (config.schema.literal, ==, configs[i].schema);
        g_assert_cmpstr (config.migrations.literal, ==, configs[i].migrations);
        g_assert_cmpstr (config.url.variable, ==, configs[i].variable);
        g_assert_cmpstr (config.url.literal, ==, configs[i].literal);
        g_assert_false (config.eight);
    }
}

static void test_datasource (void)
{
    static const char *const schema =
        "generator client {\n  provider = \"prisma-client-js\"\n}\n// datasource old { url = \"x\" }\ndatasource db {\n"
        "  provider  = \"postgresql\" // url = env(\"NO\")\n  url       = env(\"DATABASE_URL\")\n  directUrl = "
        "env(\"DIRECT_URL\")\n}\n";
    g_auto (ReadDatasource) datasource = { 0 };
    g_auto (ReadDatasource) none = { 0 };

    g_assert_true (read_datasource (schema, &datasource));
    g_assert_cmpstr (datasource.provider, ==, "postgresql");
    g_assert_cmpstr (datasource.url.variable, ==, "DIRECT_URL");
    g_assert_false (read_datasource ("model A {\n  id Int @id\n}\n", &none));
}

static void test_env_file (void)
{
    static const char *const text = "# DB=no\nDB_OTHER=no\nexport DB = \"file:./a b.db\" # x\nPLAIN=file:./c.db # y\n";
    g_autofree char *quoted = read_env_file (text, "DB");
    g_autofree char *plain = read_env_file (text, "PLAIN");

    g_assert_cmpstr (quoted, ==, "file:./a b.db");
    g_assert_cmpstr (plain, ==, "file:./c.db");
    g_assert_null (read_env_file (text, "NOWHERE"));
}

static void test_unfinished_text_ends (void)
{
    static const char *const texts[] = { "",
                                         "'",
                                         "datasource",
                                         "datasource db {",
                                         "datasource db { url = env(\"",
                                         "migrations: {",
                                         "schema: path.join(",
                                         "datasource: { url: process.env[",
                                         "schema:",
                                         "datasource: { url: env<" };

    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
        g_auto (ReadConfig) config = { 0 };
        g_auto (ReadDatasource) datasource = { 0 };

        read_config (texts[i], &config);
        read_datasource (texts[i], &datasource);
        g_assert_null (config.url.variable);
        g_assert_null (config.migrations.literal);
    }
}

/* The sum of TEXT, in the old form where OLD is TRUE: each byte in hex without its leading zero. */
static char *sum (const char *text, gboolean old)
{
    g_autofree char *whole = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
    GString *out = g_string_new (NULL);

    for (gsize i = 0; whole[i]; i += 2)
        g_string_append_printf (out, old ? "%" G_GINT64_MODIFIER "x" : "%02" G_GINT64_MODIFIER "x",
                                g_ascii_strtoull ((char[]){ whole[i], whole[i + 1], '\0' }, NULL, 16));
    return g_string_free (out, FALSE);
}

static void test_checksum (void)
{
    static const struct
    {
        const char *file, *recorded;
        gboolean matches;
    } vectors[] = {
        { "a;\nb;\n", "a;\nb;\n", TRUE },     { "a;\r\nb;\r\n", "a;\nb;\n", TRUE },
        { "a;\nb;\n", "a;\r\nb;\r\n", TRUE }, { "a;\r\nb;\n", "a;\nb;\n", TRUE },
        { "a;\nb;\n", "a;\r\nb;\n", FALSE },  { "a;\r\nb;\r\n", "a;\r\r\nb;\r\r\n", TRUE },
        { "a;\nb;\n", "a;\nb;", FALSE },      { "a;\rb;", "a;\nb;", FALSE },
        { "a ;\n", "a;\n", FALSE },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
        for (int old = 0; old <= 1; old++)
        {
            g_autofree char *recorded = sum (vectors[i].recorded, old == 1);

            g_assert_cmpint (prisma_checksum_matches (vectors[i].file, strlen (vectors[i].file), recorded), ==,
                             vectors[i].matches);
        }
    g_assert_false (prisma_checksum_matches ("", 0, ""));
    g_assert_false (prisma_checksum_matches ("a", 1, "manual"));
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/prisma/reading/config", test_config);
    g_test_add_func ("/prisma/reading/datasource", test_datasource);
    g_test_add_func ("/prisma/reading/env-file", test_env_file);
    g_test_add_func ("/prisma/reading/unfinished", test_unfinished_text_ends);
    g_test_add_func ("/prisma/checksum", test_checksum);
    return g_test_run ();
}
