// print-results.cjs CLIENT CONNECTION: what real Knex makes of the queries of results.cjs and what they give: a line of JSON each.
const knex = require('knex');
const { outcome } = require('./outcome.cjs');
const { setup, queries } = require('./results.cjs');
const quiet = { warn() {}, error() {}, debug() {}, deprecate() {} };
const k = knex({ client: process.argv[2], connection: JSON.parse(process.argv[3]), useNullAsDefault: true, log: quiet });
(async () => {
  await setup(k);
  for (const query of queries) console.log(await outcome(k, query));
  await k.destroy();
})();
