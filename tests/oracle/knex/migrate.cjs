// migrate.cjs CLIENT CONNECTION DIRECTORY COMMAND [ARGUMENT]: real Knex on a directory of migrations; prints the result as JSON.
const knex = require('knex');
const [client, connection, directory, command, argument] = process.argv.slice(2);
const quiet = { warn() {}, error() {}, debug() {}, deprecate() {} };
const k = knex({ client, connection: JSON.parse(connection), useNullAsDefault: true, log: quiet, migrations: { directory, loadExtensions: ['.js', '.cjs', '.ts'] } });
(async () => {
  try {
    const result = await k.migrate[command]({}, argument === 'all');
    console.log(JSON.stringify({ ok: true, result }));
  } catch (error) {
    console.log(JSON.stringify({ ok: false, error: error.message, name: error.name }));
  }
  await k.destroy();
})();
