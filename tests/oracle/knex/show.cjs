// One query as a line: its SQL, its bindings and its text, or what it throws. A schema builder has several statements.
const plain = bindings => (bindings || []).map(b => b === undefined ? 'undefined' : b);

const shown = builder => {
  const made = builder.toSQL();
  if (Array.isArray(made)) return [made.map(({ sql, bindings }) => [sql, plain(bindings)]), builder.toString()];
  return [made.sql, plain(made.bindings), builder.toString()];
};

exports.shown = shown;

exports.show = (k, query) => {
  try {
    return JSON.stringify(shown(query(k)));
  } catch (error) {
    return JSON.stringify([error.message]);
  }
};
