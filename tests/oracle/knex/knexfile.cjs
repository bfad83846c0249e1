// knexfile.cjs JOBS: real Knex by knexfiles. JOBS is JSON: [{ knexfile, connection, command, arguments }]; prints what each said as JSON, in a list.
// The section, the folder and the function are found by Knex's own command line; only the connection is the job's.
const path = require('path');
const knex = require('knex');
const importFile = require('knex/lib/migrations/util/import-file');
const quiet = { warn() {}, error() {}, debug() {}, deprecate() {} };

async function configuration (file) {
  let found = await importFile(file);
  if (found.default) found = found.default;
  if (typeof found === 'function') found = await found();
  return found[process.env.NODE_ENV || 'development'] || found;
}

async function run ({ knexfile, connection, command, arguments: given = [] }) {
  process.chdir(path.dirname(knexfile));
  let k;
  try {
    k = knex({ ...await configuration(knexfile), connection, log: quiet });
    return { ok: true, result: await k.migrate[command](...given) };
  } catch (error) {
    return { ok: false, error: error.message };
  } finally {
    await k?.destroy();
  }
}

(async () => {
  const answers = [];
  for (const job of JSON.parse(process.argv[2])) answers.push(await run(job));
  console.log(JSON.stringify(answers));
})();
