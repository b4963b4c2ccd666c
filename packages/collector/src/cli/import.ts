import { parseArgs } from "node:util";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { checkLines, type LineRules, type RejectedLine } from "../push/check-lines.ts";
import { createForecast, type FieldChange } from "../push/known-rows.ts";
import { createNotDefined, type NotDefinedIds } from "../push/not-defined.ts";
import { pushLines } from "../push/push-lines.ts";
import { LINE_KINDS, type LineKind } from "../push/push-schema.ts";
import type { PushLine } from "../push/read-lines.ts";
import { createToldSlots } from "../push/told-slots.ts";
import { valueInWords } from "../push/value-in-words.ts";
import { unknownFieldSentence, type UnknownFields } from "../push/unknown-fields.ts";
import { findList } from "../reports/report-lists.ts";
import { withStore, type CommandContext, type OpenStore } from "./context.ts";
import { CommandFailure } from "./failure.ts";
import { assertReadable, openFile } from "./import-file.ts";

const USAGE = `Use: uptake import FILE --kind ${LINE_KINDS.join("|")} [--dry-run]
FILE is .csv, .ndjson (or .jsonl), or .json, in UTF-8. A CSV file's heading names the fields, such as id, attributes.industry or
assignments.csm; its cells are separated by commas, semicolons or tabs, lists within one by ";". An empty cell leaves the field as it
is, null empties it. A time is a moment such as 2026-11-18T09:00Z, or a day such as 2026-11-18, which begins in the workspace's
time zone. What uptake export has written of accounts, users and assets is taken as it is, also after a spreadsheet has saved it.`;

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
  await assertReadable(file, USAGE);
  return withStore(context, async (store) => {
    const stored = await store.records.definitions();
    const { timeZone } = await store.facts.watermark({ kind: "all" });
    const calendar = createWorkspaceCalendar(context.config.timeZone ?? timeZone);
    const lines = await openFile(file, { kind, calendar, exported: exportedColumns(kind) }, context.warn);
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
  const told = createToldSlots(kind);
  let accepted = 0;
  for await (const chunk of chunksOf(lines)) {
    const outcome = await pushLines(store.facts, kind, chunk, rules, notDefined, told);
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
  const notDefined = createNotDefined(kind, rules.definitions);
  const told = createToldSlots(kind);
  let taken = 0;
  for await (const chunk of chunksOf(lines)) {
    const checked = checkLines(kind, chunk, rules, told);
    notDefined.note(checked.rows);
    taken += checked.rows.length;
    rejected.push(...checked.rejected);
    unknown.push(...checked.unknown);
  }
  context.print(
    `Would take ${countOf(taken, "line")} as ${kind}; ${countOf(rejected.length, "line")} rejected. Nothing was written.`,
  );
  showUnknown(kind, unknown, context);
  showNotDefined(notDefined, context);
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

/** What a file of the list that is exported under a kind's name has. */
function exportedColumns(kind: LineKind): readonly string[] {
  const query = findList(kind)?.list.query.find(({ name }) => name === "columns");
  const { enum: columns = [] } = (query?.schema ?? {}) as { readonly enum?: readonly string[] };
  return columns;
}
