// Runs programs as Node does. Reads {"main": "/folder/case.ts"} a line, answers {"said": "..."}: what it logs, and how it ends when it does not end well.
// TypeScript files of the folder are compiled first, each alone.
const { Worker, isMainThread, workerData, parentPort } = require("worker_threads");
const fs = require("fs");
const path = require("path");
const util = require("util");

function compile (folder) {
  const ts = require("typescript");
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) compile(file);
    else if (/\.ts$/.test(file)) {
      const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, experimentalDecorators: true, esModuleInterop: true };
      fs.writeFileSync(file.replace(/ts$/, "js"), ts.transpileModule(fs.readFileSync(file, "utf8"), { compilerOptions: options }).outputText);
    }
  }
}

function describe (error) {
  if (!(error instanceof Error)) return util.inspect(error);
  return error.message === "" ? String(error.name) : `${error.name}: ${error.message}`;
}

function child () {
  let said = "";
  const stream = new (require("stream").Writable)({ write (chunk, encoding, done) { said += chunk; done(); } });
  globalThis.console = new console.Console({ stdout: stream, stderr: stream, colorMode: false });
  const end = (error) => { said += `throws: ${describe(error)}\n`; process.exit(1); };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
  process.on("exit", () => parentPort.postMessage(said));
  const invalid = (error) => { said += `syntax: ${error.message}\n`; process.exit(1); };
  if (workerData.endsWith(".mjs")) {
    import(workerData).catch((error) => error instanceof SyntaxError && said === "" ? invalid(error) : end(error));
    return;
  }
  try {
    new (require("vm").Script)(require("module").wrap(fs.readFileSync(workerData, "utf8")));
  } catch (error) {
    invalid(error);
  }
  require(workerData);
}

async function run (main) {
  if (main.endsWith(".ts")) {
    compile(path.dirname(main));
    main = main.replace(/ts$/, "js");
  }
  return new Promise((resolve) => {
    let said = "";
    const worker = new Worker(__filename, { workerData: main, env: {}, resourceLimits: { maxOldGenerationSizeMb: 256 } });
    const timer = setTimeout(() => { said += "does not end\n"; worker.terminate(); }, 10000);
    worker.on("message", (text) => { said += text; });
    worker.on("error", (error) => { said += `throws: ${describe(error)}\n`; });
    worker.on("exit", () => { clearTimeout(timer); resolve(said); });
  });
}

async function main () {
  for await (const line of require("readline").createInterface({ input: process.stdin }))
    process.stdout.write(JSON.stringify({ ok: true, said: await run(JSON.parse(line).main) }) + "\n");
}

if (isMainThread) main(); else child();
