// Real Knex, kept alive to answer many calls: Node's start is what costs. Scripts stay loaded, so a folder is asked for with one environment only.
//
// usage: node --import tsx server.mjs
//
// One JSON object a line on standard input: {client, connection, migrations, calls, env}; one a line on standard output: {ok, result | error, name}.
//   migrations  as in a knexfile
//   calls       [method of knex.migrate, arguments after the configuration...] each; several are made on one connection pool
//   env         what process.env gets beforehand
//   result      of the last call
import readline from 'node:readline'
import { createRequire } from 'node:module'

const knex = createRequire(import.meta.url)('knex')
const quiet = { warn() {}, error() {}, debug() {}, deprecate() {} }

async function answer({ client, connection, migrations, calls, env }) {
  Object.assign(process.env, env)
  const k = knex({ client, connection, useNullAsDefault: true, log: quiet, migrations })
  try {
    let result
    for (const [method, ...rest] of calls) result = await k.migrate[method]({}, ...rest)
    return { ok: true, result }
  } catch (error) {
    return { ok: false, error: error.message, name: error.name }
  } finally {
    await k.destroy()
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + '\n')
}
