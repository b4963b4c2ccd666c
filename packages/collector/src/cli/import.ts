import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import { checkLines, type LineRules, type RejectedLine } from "../push/check-lines.ts";
import { isExported, pushedRow } from "../push/exported-row.ts";
import { createForecast, type FieldChange } from "../push/known-rows.ts";
import { createNotDefined, type NotDefinedIds } from "../push/not-defined.ts";
import { pushLines } from "../push/push-lines.ts";
import { LINE_KINDS, type LineKind } from "../push/push-schema.ts";
import { readCsv } from "../push/read-csv.ts";
import { readLine, readLines, type PushLine } from "../push/read-lines.ts";
import { valueInWords } from "../push/value-in-words.ts";
import { unknownFieldSentence, type UnknownFields } from "../push/unknown-fields.ts";
import { withStore, type CommandContext, type OpenStore } from "./context.ts";
import { CommandFailure } from "./failure.ts";

const USAGE = `Use: uptake import FILE --kind ${LINE_KINDS.join("|")} [--dry-run]
FILE is .csv, .ndjson (or .jsonl), or .json. A CSV file's heading names the fields, such as id, attributes.industry or
assignments.csm; lists are separated by ";", an empty cell leaves the field as it is, null empties it. What uptake export has written of
accounts, users and assets is taken as it is.`;

/** Lines that are looked at together. */
const CHUNK_LINES = 1_000;

/** Changes and refusals that are shown one by one. */
const MAX_SHOWN = 20;

/** `uptake import`: what the push API takes, from a file. */
export async function runImport(words: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { kind: { type: "string" }, "dry-run": { type: "boolean", default: false } },
  });
  const [file, ...others] = positionals;
  const kind = LINE_KINDS.find((one) => one === values.kind);
  if (file === undefined || others.length > 0 || kind === undefined) throw new CommandFailure(USAGE, 2);
  const lines = openFile(file, kind, context.warn);
  return withStore(context, async (store) => {
    const stored = await store.records.definitions();
    const definitions = compileDefinitions(stored?.definitions ?? { features: {} }, stored?.version ?? 0);
    const job: ImportJob = { kind, lines, store, rules: { definitions, nowMs: context.now(), actor: "cli" }, context };
    return values["dry-run"] ? forecast(job) : write(job);
  });
}

interface ImportJob {
  readonly kind: LineKind;
  readonly lines: AsyncIterable<PushLine>;
  readonly store: OpenStore;
  readonly rules: LineRules;
  readonly context: CommandContext;
}

async function write({ kind, lines, store, rules, context }: ImportJob): Promise<number> {
  const rejected: RejectedLine[] = [];
  const unknown: UnknownFields[] = [];
  const notDefined = createNotDefined(kind, rules.definitions);
  let accepted = 0;
  for await (const chunk of chunksOf(lines)) {
    const outcome = await pushLines(store.facts, kind, chunk, rules, notDefined);
    accepted += outcome.accepted;
    rejected.push(...outcome.rejected);
    unknown.push(...outcome.unknown);
  }
  const subject = `${kind}: ${accepted} taken, ${rejected.length} rejected`;
  await store.records.audit({ atMs: rules.nowMs, actor: "cli", action: "imported", subject });
  context.print(`Took ${countOf(accepted, "line")} as ${kind}; ${countOf(rejected.length, "line")} rejected.`);
  showUnknown(kind, unknown, context);
  showNotDefined(notDefined, context);
  return showRejected(rejected, context);
}

async function forecast({ kind, lines, store, rules, context }: ImportJob): Promise<number> {
  if (kind === "usage") return forecastUsage({ kind, lines, store, rules, context });
  const effectOf = await createForecast(store.facts, kind);
  const notDefined = createNotDefined(kind, rules.definitions);
  const counts = { created: 0, changed: 0, unchanged: 0 };
  const shown = { changed: [] as string[], created: [] as string[] };
  const rejected: RejectedLine[] = [];
  const unknown: UnknownFields[] = [];
  for await (const chunk of chunksOf(lines)) {
    const checked = checkLines(kind, chunk, rules);
    rejected.push(...checked.rejected);
    unknown.push(...checked.unknown);
    notDefined.note(checked.rows);
    for (const { line, row } of checked.rows) {
      const effect = effectOf(row);
      counts[effect.kind] += 1;
      if (effect.kind === "unchanged" || shown[effect.kind].length >= MAX_SHOWN) continue;
      const told = effect.kind === "changed" ? effect.fields.map(describe).join(", ") : "new";
      shown[effect.kind].push(`  line ${line}, ${effect.key}: ${told}`);
    }
  }
  const { created, changed, unchanged } = counts;
  context.print(
    `Would create ${created}, change ${changed} and leave ${unchanged} as they are; ${countOf(rejected.length, "line")} rejected. Nothing was written.`,
  );
  showLines(shown.changed, changed, "changed", context);
  showLines(shown.created, created, "new", context);
  showUnknown(kind, unknown, context);
  showNotDefined(notDefined, context);
  return showRejected(rejected, context);
}

/** What use would change is known only when it is merged: told is what would be refused. */
async function forecastUsage({ kind, lines, rules, context }: ImportJob): Promise<number> {
  const rejected: RejectedLine[] = [];
  const unknown: UnknownFields[] = [];
  let taken = 0;
  for await (const chunk of chunksOf(lines)) {
    const checked = checkLines(kind, chunk, rules);
    taken += checked.rows.length;
    rejected.push(...checked.rejected);
    unknown.push(...checked.unknown);
  }
  context.print(
    `Would take ${countOf(taken, "line")} as ${kind}; ${countOf(rejected.length, "line")} rejected. Nothing was written.`,
  );
  showUnknown(kind, unknown, context);
  return showRejected(rejected, context);
}

function showLines(lines: readonly string[], count: number, what: string, { print }: CommandContext): void {
  for (const line of lines) print(line);
  if (count > lines.length) print(`  and ${count - lines.length} more ${what}`);
}

function showUnknown(kind: LineKind, unknown: readonly UnknownFields[], { warn }: CommandContext): void {
  for (const { line, fields } of unknown.slice(0, MAX_SHOWN)) {
    for (const name of fields) warn(`  line ${line}: ${unknownFieldSentence(kind, name)}`);
  }
  if (unknown.length > MAX_SHOWN) warn(`  and ${unknown.length - MAX_SHOWN} more lines with unknown fields`);
}

function showNotDefined({ told, sentence }: NotDefinedIds, { warn }: CommandContext): void {
  for (const one of told()) warn(`  ${sentence(one)}`);
}

/** @returns the exit code: whoever runs this from a script has to notice. */
function showRejected(rejected: readonly RejectedLine[], { warn }: CommandContext): number {
  for (const { line, reason } of rejected.slice(0, MAX_SHOWN)) warn(`  line ${line}: ${reason}`);
  if (rejected.length > MAX_SHOWN) warn(`  and ${rejected.length - MAX_SHOWN} more`);
  return rejected.length > 0 ? 1 : 0;
}

function describe({ field, from, to }: FieldChange): string {
  const told = (value: unknown): string => JSON.stringify(valueInWords(field, value) ?? null);
  return `${field} ${told(from)} → ${told(to)}`;
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function openFile(file: string, kind: LineKind, warn: (line: string) => void): AsyncIterable<PushLine> {
  if (!existsSync(file)) throw new CommandFailure(`There is no file ${file}. Name another one.`);
  switch (extname(file).toLowerCase()) {
    case ".csv":
      return readCsv(createReadStream(file), kind, (column) =>
        warn(`The column ${unknownFieldSentence(kind, column)}`),
      );
    case ".ndjson":
    case ".jsonl":
      return withoutExports(kind, readNdjson(file));
    case ".json":
      return readJson(file);
    default:
      throw new CommandFailure(`${file} is of no kind that is known. ${USAGE}`, 2);
  }
}

async function* readNdjson(file: string): AsyncGenerator<PushLine, void> {
  let line = 0;
  for await (const source of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1;
    if (source.trim() !== "") yield { line, value: readLine(source) };
  }
}

/** Rows of an export as rows of a push, without whoever isn't in the roster. */
async function* withoutExports(kind: LineKind, lines: AsyncIterable<PushLine>): AsyncGenerator<PushLine, void> {
  for await (const { line, value } of lines) {
    const json = value.kind === "json" ? value.json : null;
    if (typeof json !== "object" || json === null || !isExported(kind, Object.keys(json))) {
      yield { line, value };
      continue;
    }
    const row = pushedRow(kind, json as Readonly<Record<string, unknown>>);
    if (row !== null) yield { line, value: { kind: "json", json: row } };
  }
}

async function* readJson(file: string): AsyncGenerator<PushLine, void> {
  yield* readLines(await readFile(file, "utf8"), false);
}

async function* chunksOf(lines: AsyncIterable<PushLine>): AsyncGenerator<readonly PushLine[], void> {
  let chunk: PushLine[] = [];
  for await (const line of lines) {
    chunk.push(line);
    if (chunk.length < CHUNK_LINES) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
