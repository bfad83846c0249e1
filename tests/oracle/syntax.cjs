// Reads names of files from standard input, a line each; says for each "ok", or "bad MESSAGE", as TypeScript's own parser finds.
const ts = require('typescript')
const fs = require('fs')

for (const path of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const kind = /\.[cm]?js$/.test(path) ? ts.ScriptKind.JS : ts.ScriptKind.TS
  const file = ts.createSourceFile(path, fs.readFileSync(path, 'utf8'), { languageVersion: ts.ScriptTarget.ES2022 }, false, kind)
  const [first] = file.parseDiagnostics
  console.log(first ? 'bad ' + ts.flattenDiagnosticMessageText(first.messageText, ' ') : 'ok')
}
