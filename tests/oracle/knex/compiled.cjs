// What is compiled and not run: queries.cjs and statements.cjs.
const all = [
  ...require('./queries.cjs').queries.map(query => ['query', query]),
  ...require('./statements.cjs').statements.map(statement => ['schema', statement]),
];

/** The queries and the schema builder's statements of a dialect: [kind, function]. */
exports.of = dialect => all.filter(([, one]) => !Array.isArray(one) || one[0].split(' ').includes(dialect)).map(([kind, one]) => [kind, Array.isArray(one) ? one[1] : one]);
