// One query as a line: its SQL, its bindings and its text, or what it throws.
const shown = builder => {
  const { sql, bindings } = builder.toSQL();
  return [sql, (bindings || []).map(b => b === undefined ? 'undefined' : b), builder.toString()];
};

exports.shown = shown;

exports.show = (k, query) => {
  try {
    return JSON.stringify(shown(query(k)));
  } catch (error) {
    return JSON.stringify([error.message]);
  }
};
