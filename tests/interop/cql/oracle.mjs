// Reads a request a line and answers a line: CQL is translated once, and run for many patients on either engine.
//
// {"library": "<CQL>"}  ->  {"faults": ["<line>: <message>", ...], "defines": ["<name>", ...]}
// {"patients": [{"<parameter>": value, ...}, ...], "engine": "execution" | "reference"}
//     ->  {"found": [[value of each define], ...]}
//
// A parameter that is left out is null. A date is {"date": "YYYY-MM-DD"}. Engine "execution" is cql-execution, which
// computes in binary numbers; "reference" is HL7's own, which computes in decimals and takes ten times as long.

import readline from "node:readline";

import { SystemModelInfoProvider } from "@cqframework/cql/cql";
import {
  CqlTranslator,
  LibraryManager,
  ModelManager,
  createLibrarySourceProvider,
  stringAsSource,
} from "@cqframework/cql/cql-to-elm";
import * as reference from "@cqframework/cql/engine";
import { KtMap, KtMutableSet } from "@cqframework/cql/kotlin-kotlin-stdlib";
import { BigDecimal } from "@cqframework/cql/shared";
import cql from "cql-execution";

// The reference engine greets its user where the answers go.
const answer = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;

// The library that was read: its text, its parameters by name, and for each engine what runs it.
let text;
let types;
let library;
let environment;

function managed() {
  const models = new ModelManager();
  models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
  const libraries = new LibraryManager(models);
  libraries.librarySourceLoader.registerProvider(createLibrarySourceProvider(() => stringAsSource(text)));
  return libraries;
}

// What the translator notes of each node's place is put down with each result; here it would cost half the time.
function bare(node) {
  if (node === null || typeof node !== "object") return node;
  delete node.localId;
  delete node.locator;
  Object.values(node).forEach(bare);
  return node;
}

function read(written) {
  text = written;
  const elm = JSON.parse(CqlTranslator.fromText(text, managed()).toJson());
  const told = elm.library.annotation.filter((note) => note.errorSeverity);
  const parameters = elm.library.parameters?.def ?? [];
  types = new Map(parameters.map(({ name, parameterTypeSpecifier }) => [name, parameterTypeSpecifier.name]));
  library = told.length ? undefined : new cql.Library(bare(elm));
  environment = undefined;
  const faults = told.map((note) => `${note.startLine}: ${note.message}`);
  return { faults, defines: library ? Object.keys(library.expressions) : [] };
}

async function executed(patient) {
  const given = Object.entries(patient).map(([name, value]) => [
    name,
    value?.date ? cql.Date.parse(value.date) : value,
  ]);
  const unknown = [...types.keys()].map((name) => [name, null]);
  const parameters = Object.fromEntries([...unknown, ...given]);
  // Not the executor's context for libraries without patients: it forgets every result that is false or null.
  const context = new cql.PatientContext(library, null, null, parameters);
  const found = [];
  for (const [name, define] of Object.entries(library.expressions)) {
    const known = context.context_values[name];
    const value = known === undefined ? await define.execute(context) : known;
    found.push(value?.isDate ? value.toString() : value);
  }
  return found;
}

function boxed(value) {
  if (value.date) return reference.Date.fromDateString(value.date);
  if (typeof value === "boolean") return new reference.Boolean(value);
  if (typeof value === "string") return new reference.String(value);
  return new reference.Decimal(BigDecimal.fromString(String(value)));
}

function unboxed(value) {
  if (value === null || value === undefined) return null;
  if (value instanceof reference.Decimal) return value.value.toDouble();
  if (value instanceof reference.Date) return value.toString();
  return value.value;
}

function referred(patient) {
  environment ??= new reference.Environment(managed());
  // A new one each time: what it found of one patient it would say of the next.
  const once = KtMutableSet.fromJsSet(new Set([reference.CqlEngine.Options.EnableExpressionCaching]));
  const engine = new reference.CqlEngine(environment, once);
  const asked = new reference.EvaluationParams.Builder();
  asked.libraryByName(library.name, new reference.EvaluationParams.LibraryParams.Builder().build());
  const given = Object.entries(patient).map(([name, value]) => [name, boxed(value)]);
  asked.parameters = KtMap.fromJsMap(new Map(given));
  const found = engine.evaluate(asked.build()).onlyResultOrThrow.expressionResults.asJsReadonlyMapView();
  return Object.keys(library.expressions).map((name) => unboxed(found.get(name)?.value));
}

async function answered({ library: written, patients, engine: which }) {
  if (written !== undefined) return read(written);
  const found = [];
  for (const patient of patients) found.push(await (which === "reference" ? referred : executed)(patient));
  return { found };
}

for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  answer(`${JSON.stringify(await answered(JSON.parse(line)))}\n`);
}
