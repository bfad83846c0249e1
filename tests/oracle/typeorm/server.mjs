// Real TypeORM, kept alive to answer many calls: Node's start is what costs. One process for each version, since migrations say
// `import ... from "typeorm"` and must get the version that runs them.
//
// usage: node --import tsx server.mjs 1|0.3
//
// One JSON object a line on standard input: {command, options}; one a line on standard output: {ok, result | error, name, log, sql}.
//   command  run | fake | revert | show | pending
//   options  of the data source, `migrations` included
//   result   run: names of the executed; show: lines of `migration:show`; pending: names
//   sql      every statement that was sent, with its parameters
import 'reflect-metadata'
import readline from 'node:readline'
import Module, { createRequire, registerHooks } from 'node:module'

const require = createRequire(import.meta.url)
const PACKAGES = { 1: 'typeorm', 0.3: 'typeorm-03' }
const mine = PACKAGES[process.argv[2]]

// Migrations lie in temporary folders without packages: theirs are ours, and TypeORM is the version asked for.
// `require` asks one function, `import` another.
function renamed(specifier) {
  return specifier === 'typeorm' || specifier.startsWith('typeorm/') ? specifier.replace('typeorm', mine) : specifier
}

const isPackage = (specifier) => /^[\w@]/.test(specifier) && !specifier.includes(':')

const resolveRequire = Module._resolveFilename
Module._resolveFilename = function (specifier, ...rest) {
  if (renamed(specifier) !== specifier) return require.resolve(renamed(specifier))
  try {
    return resolveRequire.call(this, specifier, ...rest)
  } catch (error) {
    if (!isPackage(specifier) || rest[0]?.filename?.startsWith(import.meta.dirname)) throw error
    return require.resolve(specifier)
  }
}

registerHooks({
  resolve(specifier, context, next) {
    const ours = { ...context, parentURL: import.meta.url }
    if (context.conditions?.includes('require')) return next(specifier, context)
    if (renamed(specifier) !== specifier) return next(renamed(specifier), ours)
    try {
      return next(specifier, context)
    } catch (error) {
      if (!isPackage(specifier)) throw error
      return next(specifier, ours)
    }
  },
})

const { DataSource } = require(mine)

class Log {
  lines = []
  sql = []
  logQuery(query, parameters) {
    this.sql.push(parameters ? [query, parameters] : [query])
  }
  logQueryError() {}
  logQuerySlow() {}
  logSchemaBuild(message) {
    this.lines.push(message)
  }
  logMigration(message) {
    this.lines.push(message)
  }
  log() {}
}

// A file may have been edited since it was last read.
function forgetMigrations() {
  for (const path of Object.keys(require.cache)) if (!path.includes('/node_modules/')) delete require.cache[path]
}

async function perform(command, source, log) {
  if (command === 'run') return (await source.runMigrations()).map((migration) => migration.name)
  if (command === 'fake') return (await source.runMigrations({ fake: true })).map((migration) => migration.name)
  if (command === 'revert') return source.undoLastMigration()
  if (command === 'show') {
    await source.showMigrations()
    return log.lines.filter((line) => /^\[[X ]\]/.test(line))
  }
  throw new Error(`no such command: ${command}`)
}

async function answer({ command, options }) {
  const log = new Log()
  let source
  try {
    forgetMigrations()
    source = new DataSource({ ...options, logger: log, logging: true, maxQueryExecutionTime: 0 })
    await source.initialize()
    const result = await perform(command, source, log)
    return { ok: true, result, log: log.lines, sql: log.sql }
  } catch (error) {
    return { ok: false, error: String(error?.message ?? error), name: error?.constructor?.name, log: log.lines, sql: log.sql }
  } finally {
    if (source?.isInitialized) await source.destroy()
  }
}

// A migration prints where it likes; the answers need standard output for themselves.
console.log = console.info = console.debug = (...words) => console.error(...words)

for await (const line of readline.createInterface({ input: process.stdin })) {
  const reply = await answer(JSON.parse(line))
  process.stdout.write(JSON.stringify(reply, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)) + '\n')
}
