import type { Acknowledgement, Rejection, RejectionReason } from "@uptake/tracker/protocol";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { kindOfKey } from "../domain/feature-kind.ts";
import type { WriterProof } from "../ops/meter.ts";
import type { CellWrite, QuarantineWrite } from "../store/facts.ts";
import { isAfterToken, judgeOwner, type Proofs } from "./judge-owner.ts";
import { readCell, type ReadCell, type ReadWriter } from "./read-request.ts";
import { splitActions } from "./split-actions.ts";

/** What writers are judged by. */
export interface JudgeRules extends Proofs {
  readonly definitions: CompiledDefinitions;
  /** By how much the browser's clock is behind; null: not by so much that it is worth a note. */
  readonly skewMs: number | null;
  readonly nowMs: number;
}

/** What became of a request's writers and cells, before the store has its say. */
export interface Outcome {
  readonly writes: CellWrite[];
  readonly quarantined: QuarantineWrite[];
  readonly accepted: Acknowledgement[];
  readonly rejected: Rejection[];
  /** Writers by the proof of their owner. */
  readonly proofs: Record<WriterProof, number>;
}

/** An outcome in which nothing has been judged. */
export function createOutcome(): Outcome {
  return {
    writes: [],
    quarantined: [],
    accepted: [],
    rejected: [],
    proofs: { signed: 0, unsigned: 0, refused: 0 },
  };
}

/** Judges one writer and each of its cells by itself, and adds what became of them to `outcome`. */
export async function judgeWriter(writer: ReadWriter, rules: JudgeRules, outcome: Outcome): Promise<void> {
  const { nowMs, skewMs, definitions } = rules;
  if (writer.kind === "malformed") {
    refuseWriter(outcome, { id: writer.id, account: null, user: null }, "malformed");
    return;
  }
  const owner = await judgeOwner(writer, rules);
  if (owner.kind === "refused") {
    outcome.proofs.refused += 1;
    refuseWriter(outcome, writer, owner.reason);
    return;
  }
  const cells = writer.cells.map((raw) => readCell(raw, nowMs));
  const isLate = (read: ReadCell): boolean => read.kind === "cell" && isAfterToken(read.cell.slot, owner);
  if (cells.length > 0 && cells.every(isLate)) {
    outcome.proofs.refused += 1;
    refuseWriter(outcome, writer, "token_expired");
    return;
  }
  outcome.proofs[owner.proof] += 1;
  for (const read of cells) {
    if (read.kind === "refused") refuseCell(outcome, writer, read, read.reason);
    else if (isLate(read)) refuseCell(outcome, writer, read.cell, "token_expired");
    else {
      const { feature, name = "", slot, activeMs, visits, vitals } = read.cell;
      const { actions, wrongSource } = splitActions(read.cell.actions ?? {}, definitions);
      if (wrongSource) refuseCell(outcome, writer, read.cell, "wrong_source");
      const { account, user, id } = writer;
      const write = { account, user, writer: id, feature, slot, activeMs, visits, actions };
      // Pages name their links, and nothing else: what the other features are called is the workspace's to say.
      const isNamed = name !== "" && kindOfKey(feature) === "link";
      // Most cells are nothing but their counters.
      if (!isNamed && vitals === undefined && skewMs === null) outcome.writes.push(write);
      else {
        outcome.writes.push({
          ...write,
          ...(isNamed && { name }),
          ...(vitals && { vitals }),
          ...(skewMs !== null && { skewMs }),
        });
      }
    }
  }
  outcome.accepted.push({ id: writer.id, seq: writer.seq });
}

function refuseWriter(
  { rejected, quarantined }: Outcome,
  { id, account, user }: { readonly id: string; readonly account: string | null; readonly user: string | null },
  reason: RejectionReason,
): void {
  rejected.push({ id, reason });
  quarantined.push({ reason, writer: id === "" ? null : id, account, user, feature: null, slot: null });
}

function refuseCell(
  { rejected, quarantined }: Outcome,
  { id, account, user }: { readonly id: string; readonly account: string; readonly user: string },
  { feature, slot }: { readonly feature: string; readonly slot: number },
  reason: RejectionReason,
): void {
  rejected.push({ id, feature, slot, reason });
  quarantined.push({
    reason,
    writer: id,
    account,
    user,
    feature: feature === "" ? null : feature,
    slot: slot < 0 ? null : slot,
  });
}
