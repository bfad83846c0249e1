// One query as a line: its SQL, its bindings and its text, or what it throws.
exports.show = (k, query) => {
  try {
    const builder = query(k);
    const { sql, bindings } = builder.toSQL();
    return JSON.stringify([sql, (bindings || []).map(b => b === undefined ? 'undefined' : b), builder.toString()]);
  } catch (error) {
    return JSON.stringify([error.message]);
  }
};
