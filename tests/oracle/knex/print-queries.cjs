// print-queries.cjs CLIENT DIALECT [DATABASE]: what real Knex makes of the queries and statements: a line of JSON each, [kind, source, SQL, values, text] or [kind, source, what it throws].
const knex = require('knex');
const { of } = require('./compiled.cjs');
const { show } = require('./show.cjs');
const [client, dialect, database] = process.argv.slice(2);
const k = knex({ client, connection: { database }, log: { warn() {}, error() {}, debug() {}, deprecate() {} } });
for (const [kind, query] of of(dialect)) console.log(JSON.stringify([kind, query.text || String(query), ...JSON.parse(show(k, query))]));
