// What real Knex makes of the queries: a line of JSON each.
const knex = require('knex');
const { show } = require('./show.cjs');
const client = process.argv[2];
const k = knex({ client, connection: { database: process.argv[3] }, log: { warn() {}, error() {}, debug() {}, deprecate() {} } });
for (const query of require('./queries.cjs').queries) console.log(show(k, query));
