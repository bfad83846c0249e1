// The names of what Knex's builders have, as they are: an object of lists.
const knex = require('knex');
const k = knex({ client: 'pg' });
const places = {
  schema: 'schema/builder', table: 'schema/tablebuilder', column: 'schema/columnbuilder', view: 'schema/viewbuilder',
  query: 'query/querybuilder', join: 'query/joinclause', raw: 'raw', ref: 'ref',
};

const members = ({ prototype }) => {
  const names = new Set();
  for (let one = prototype; one && one !== Object.prototype && one.constructor.name !== 'EventEmitter'; one = Object.getPrototypeOf(one)) {
    for (const name of Object.getOwnPropertyNames(one)) if (!name.startsWith('_')) names.add(name);
  }
  return [...names];
};

const found = Object.fromEntries(Object.entries(places).map(([name, place]) => [name, members(require(`knex/lib/${place}`))]));
// what only a builder of a change has
k.schema.alterTable('t', t => {
  found.table.push(...Object.keys(t).filter(name => typeof t[name] === 'function' && !name.startsWith('_')));
  const column = t.string('a');
  found.column.push(...Object.keys(column).filter(name => typeof column[name] === 'function' && !name.startsWith('_')));
}).toSQL();
// knex itself: what starts a query is the query builder's
const starts = require('knex/lib/query/method-constants');
const emitter = Object.getOwnPropertyNames(require('events').prototype);
found.knex = Object.getOwnPropertyNames(k).filter(name => !found.query.includes(name) && !starts.includes(name) && (name === 'on' || !emitter.includes(name)) && !name.startsWith('_'));
found.fn = members(require('knex/lib/knex-builder/FunctionHelper'));
console.log(JSON.stringify(found));
