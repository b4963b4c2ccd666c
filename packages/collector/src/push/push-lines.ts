import type { Facts } from "../store/facts.ts";
import type { PushRefusal } from "../store/pushed.ts";
import { checkLines, refusalSentence, type LineRules, type RejectedLine } from "./check-lines.ts";
import type { NotDefinedIds } from "./not-defined.ts";
import type { LineKind, LineWrites, UsageWrite } from "./push-schema.ts";
import type { PushLine } from "./read-lines.ts";
import { createToldSlots, type ToldSlots } from "./told-slots.ts";
import type { UnknownFields } from "./unknown-fields.ts";

/** What the sources of told usage begin with: they never meet those of a generator. */
const USAGE_SOURCE_PREFIX = "usage/";

/** Lines that are checked and written before others get their turn: some milliseconds. */
const CHUNK_LINES = 1_000;

/** What lines are written by. */
type LineFacts = Pick<Facts, "push" | "quarantine" | "backfill">;

/** What became of a push. */
export interface PushOutcome {
  readonly accepted: number;
  /** In the order of the lines. */
  readonly rejected: readonly RejectedLine[];
  /** Likewise; of lines that were taken, and of others. */
  readonly unknown: readonly UnknownFields[];
}

/**
 * Checks and writes lines, some at once: a large batch holds up nobody for long. Where the store fails, what was written
 * stays, and the same push again completes it.
 * @param notDefined is told what was taken, and the definitions don't have.
 * @param told what lines before these have told of in the same batch.
 */
export async function pushLines(
  facts: LineFacts,
  kind: LineKind,
  lines: Iterable<PushLine>,
  rules: LineRules,
  notDefined: NotDefinedIds,
  told: ToldSlots = createToldSlots(kind),
): Promise<PushOutcome> {
  const rejected: RejectedLine[] = [];
  const unknown: UnknownFields[] = [];
  let accepted = 0;
  for (const chunk of chunksOf(lines)) {
    const checked = checkLines(kind, chunk, rules, told);
    const refused = [...checked.rejected];
    unknown.push(...checked.unknown);
    if (checked.quarantined.length > 0) await facts.quarantine(checked.quarantined, rules.nowMs);
    const rows = checked.rows.map(({ row }) => row);
    const refusals = await write(facts, kind, rows, rules);
    checked.rows.forEach(({ line }, index) => {
      const refusal = refusals[index] ?? null;
      if (refusal === null) accepted += 1;
      else refused.push({ line, reason: refusalSentence(refusal) });
    });
    notDefined.note(checked.rows.filter((_row, index) => (refusals[index] ?? null) === null));
    rejected.push(...refused.toSorted((one, other) => one.line - other.line));
  }
  return { accepted, rejected, unknown };
}

/** @returns of each row why it was not taken; null: it was. */
async function write(
  facts: LineFacts,
  kind: LineKind,
  rows: readonly LineWrites[LineKind][],
  { nowMs, actor }: LineRules,
): Promise<readonly PushRefusal[]> {
  if (rows.length === 0) return [];
  if (kind === "usage") return writeUsage(facts, rows as readonly UsageWrite[], nowMs);
  return facts.push(kind, rows as readonly LineWrites[typeof kind][], nowMs, actor);
}

/** Source by source; what is told of one is in the order of the lines. */
async function writeUsage(
  facts: LineFacts,
  rows: readonly UsageWrite[],
  nowMs: number,
): Promise<readonly PushRefusal[]> {
  const refusals: PushRefusal[] = rows.map(() => null);
  for (const source of new Set(rows.map((row) => row.source))) {
    const own = [...rows.keys()].filter((index) => rows[index]?.source === source);
    const told = await facts.backfill(
      `${USAGE_SOURCE_PREFIX}${source}`,
      own.flatMap((index) => rows[index] ?? []),
      nowMs,
    );
    own.forEach((index, position) => (refusals[index] = told[position] ?? null));
  }
  return refusals;
}

function* chunksOf(lines: Iterable<PushLine>): Generator<readonly PushLine[], void> {
  let chunk: PushLine[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length < CHUNK_LINES) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
