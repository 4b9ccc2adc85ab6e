// Reads a request a line and answers a line: CQL is translated to ELM once, and run for many patients.
//
// {"library": "<CQL>"}                 -> {"faults": ["<line>: <message>", ...], "defines": ["<name>", ...]}
// {"patients": [{"<parameter>": value, ...}, ...]}  -> {"found": [[value of each define], ...]}
//
// A parameter that is left out is null. A date is {"date": "YYYY-MM-DD"}.

import readline from "node:readline";

import { SystemModelInfoProvider } from "@cqframework/cql/cql";
import { CqlTranslator, LibraryManager, ModelManager } from "@cqframework/cql/cql-to-elm";
import cql from "cql-execution";

let library;
let unknown;

function translated(text) {
  const models = new ModelManager();
  models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
  return JSON.parse(CqlTranslator.fromText(text, new LibraryManager(models)).toJson());
}

// What the translator notes of each node's place is put down for each result; here it would cost half the time.
function bare(node) {
  if (node === null || typeof node !== "object") return node;
  delete node.localId;
  delete node.locator;
  Object.values(node).forEach(bare);
  return node;
}

function read(text) {
  const elm = translated(text);
  const told = elm.library.annotation.filter((note) => note.errorSeverity);
  const parameters = elm.library.parameters?.def ?? [];
  unknown = Object.fromEntries(parameters.map((parameter) => [parameter.name, null]));
  library = told.length ? undefined : new cql.Library(bare(elm));
  const faults = told.map((note) => `${note.startLine}: ${note.message}`);
  return { faults, defines: library ? Object.keys(library.expressions) : [] };
}

function given(patient) {
  const named = Object.entries(patient).map(([name, value]) => [
    name,
    value?.date ? cql.Date.parse(value.date) : value,
  ]);
  return { ...unknown, ...Object.fromEntries(named) };
}

async function run(patient) {
  // Not the executor's context for libraries without patients: it forgets every result that is false or null.
  const context = new cql.PatientContext(library, null, null, given(patient));
  const found = [];
  for (const [name, define] of Object.entries(library.expressions)) {
    const known = context.context_values[name];
    const value = known === undefined ? await define.execute(context) : known;
    found.push(value?.isDate ? value.toString() : value);
  }
  return found;
}

async function answered({ library: text, patients }) {
  if (text !== undefined) return read(text);
  const found = [];
  for (const patient of patients) found.push(await run(patient));
  return { found };
}

for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(await answered(JSON.parse(line)))}\n`);
}
