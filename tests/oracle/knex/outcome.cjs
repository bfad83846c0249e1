const { shown } = require('./show.cjs');

// What running a query gave, as data without what is the driver's own: objects of answers and rows lose their class.
const plain = value => {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return { date: value.toISOString() };
  if (Buffer.isBuffer(value)) return { bytes: value.toString('hex') };
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (value === undefined) return { undefined: true };
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value.rows) && 'command' in value) return { command: value.command, rowCount: value.rowCount, rows: plain(value.rows) };
  if ('affectedRows' in value) return { affectedRows: value.affectedRows, insertId: value.insertId };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
};

// mysql2 tells the columns beside the rows, each an object with a buffer and a parser: the names are what a migration may ask for.
const withoutFields = value => Array.isArray(value) && value.length === 2 && Array.isArray(value[1]) && value[1].length && value[1].every(one => one && typeof one.name === 'string')
  ? [value[0], value[1].map(one => one.name)] : value;

/** A line: the SQL of a query, unless it is in brackets, and what it gave or the message it was rejected with. */
exports.outcome = async (k, query) => {
  let sql = null;
  try {
    if (Array.isArray(query)) return JSON.stringify({ sql, gave: plain(await query[0](k)) });
    const builder = query(k);
    sql = shown(builder);
    return JSON.stringify({ sql, gave: plain(withoutFields(await builder)) });
  } catch (error) {
    return JSON.stringify({ sql, error: error.message });
  }
};
