import type { Facts } from "../store/facts.ts";
import { checkLines, refusalSentence, type LineRules, type RejectedLine } from "./check-lines.ts";
import type { NotDefinedIds } from "./not-defined.ts";
import type { DoorKind } from "./push-schema.ts";
import type { PushLine } from "./read-lines.ts";
import type { UnknownFields } from "./unknown-fields.ts";

/** Lines that are checked and written before others get their turn: some milliseconds. */
const CHUNK_LINES = 1_000;

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
 */
export async function pushLines(
  facts: Pick<Facts, "push" | "quarantine">,
  kind: DoorKind,
  lines: Iterable<PushLine>,
  rules: LineRules,
  notDefined: NotDefinedIds,
): Promise<PushOutcome> {
  const rejected: RejectedLine[] = [];
  const unknown: UnknownFields[] = [];
  let accepted = 0;
  for (const chunk of chunksOf(lines)) {
    const checked = checkLines(kind, chunk, rules);
    const refused = [...checked.rejected];
    unknown.push(...checked.unknown);
    notDefined.note(checked.rows);
    if (checked.quarantined.length > 0) await facts.quarantine(checked.quarantined, rules.nowMs);
    const rows = checked.rows.map(({ row }) => row);
    const refusals = rows.length > 0 ? await facts.push(kind, rows, rules.nowMs) : [];
    checked.rows.forEach(({ line }, index) => {
      const refusal = refusals[index] ?? null;
      if (refusal === null) accepted += 1;
      else refused.push({ line, reason: refusalSentence(refusal) });
    });
    rejected.push(...refused.toSorted((one, other) => one.line - other.line));
  }
  return { accepted, rejected, unknown };
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
