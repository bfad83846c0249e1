// The real Prisma schema engine (its WebAssembly build), kept alive to answer many calls.
// One JSON object a line on standard input: {engine, command, dir, url, name}; one a line on standard output: {ok, result | error, code}.
//   engine   "6" (what Prisma CLI 6.19 carries) or "8" (the newest)
//   command  deploy | diagnose | applied | rolled-back
//   url      postgresql://...[?schema=NAME] or a path of an SQLite file
// Made to behave like the native engine: PostgreSQL gets a script as one simple query on one connection, SQLite's times are integers.
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'

const require = createRequire(import.meta.url)
const packages = { 6: 'prisma-engine-6', 8: 'prisma-engine-8' }
const engines = {}

globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) }

// The engine's ten-second timer of the lock must not keep anything waiting.
const setTimer = globalThis.setTimeout
globalThis.setTimeout = Object.assign((action, delay, ...rest) => {
  const timer = setTimer(action, delay, ...rest)
  if (delay >= 9000) timer.unref?.()
  return timer
}, setTimer)

async function loadEngine(version) {
  if (!engines[version]) {
    const folder = path.dirname(require.resolve(packages[version]))
    const glue = await import(pathToFileURL(path.join(folder, 'schema_engine_bg.js')).href)
    const bytes = fs.readFileSync(path.join(folder, 'schema_engine_bg.wasm'))
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue })
    glue.__wbg_set_wasm(instance.exports)
    instance.exports.__wbindgen_start?.()
    engines[version] = glue
  }
  return engines[version]
}

class OneConnection extends PrismaPg {
  async connect() {
    const adapter = await super.connect()
    this.pools = (this.pools ?? []).concat(adapter)
    adapter.executeScript = async (script) => {
      try {
        await adapter.client.query(script)
      } catch (error) {
        adapter.onError(error)
      }
    }
    return adapter
  }
}

// The engine holds an SQLite file exclusively to the end of the connection, so it must be closed.
class ClosedAtTheEnd extends PrismaBetterSqlite3 {
  async connect() {
    const adapter = await super.connect()
    this.pools = (this.pools ?? []).concat(adapter)
    return adapter
  }
}

function makeFactory(url) {
  if (!/^postgres(ql)?:/.test(url)) return new ClosedAtTheEnd({ url: 'file:' + url }, { timestampFormat: 'unixepoch-ms' })
  const parsed = new URL(url)
  const schema = parsed.searchParams.get('schema') ?? 'public'
  parsed.searchParams.delete('schema')
  const quoted = ('"' + schema + '"').replace(/([\\ ])/g, '\\$1')
  const pool = { connectionString: parsed.toString(), max: 1, idleTimeoutMillis: 50, options: '-c search_path=' + quoted }
  return new OneConnection(pool, { schema })
}

// What the CLI hands to the engine: direct sub-folders (no links), sorted as JavaScript's localeCompare sorts.
function readMigrations(dir, provider) {
  const lock = path.join(dir, 'migration_lock.toml')
  const names = fs.readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return {
    baseDir: dir,
    lockfile: { path: 'migration_lock.toml', content: fs.existsSync(lock) ? fs.readFileSync(lock, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: names.sort((a, b) => a.localeCompare(b)).map((name) => {
      const file = path.join(dir, name, 'migration.sql')
      const content = fs.existsSync(file) ? { tag: 'ok', value: fs.readFileSync(file, 'utf8') } : { tag: 'error', value: 'no such file' }
      return { path: name, migrationFile: { path: 'migration.sql', content } }
    }),
  }
}

async function answer({ engine = '8', command, dir, url, name }) {
  const glue = await loadEngine(engine)
  const factory = makeFactory(url)
  const provider = /^postgres/.test(url) ? 'postgresql' : 'sqlite'
  const migrationsList = dir ? readMigrations(dir, provider) : null
  const filters = { externalTables: [], externalEnums: [] }
  const session = await glue.SchemaEngine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
  try {
    switch (command) {
      case 'deploy': return await session.applyMigrations({ migrationsList, filters })
      case 'diagnose': return await session.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters })
      case 'applied': return await session.markMigrationApplied({ migrationName: name, migrationsList })
      case 'rolled-back': return await session.markMigrationRolledBack({ migrationName: name })
      default: throw new Error('unknown command ' + command)
    }
  } finally {
    for (const pool of factory.pools ?? []) await pool.dispose?.()
    session.free?.()
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  let reply
  try {
    reply = { ok: true, result: (await answer(JSON.parse(line))) ?? null }
  } catch (error) {
    reply = { ok: false, error: String(error?.message ?? error), code: error?.code ?? null }
  }
  process.stdout.write(JSON.stringify(reply) + '\n')
}
process.exit(0)
