import { CLOCK_SKEW_TOLERANCE_MS, slotStartMs } from "@uptake/tracker/protocol";
import * as v from "valibot";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { QuarantineWrite } from "../store/facts.ts";
import type { ActionsWrite, PresenceWrite, PushRefusal, PushWrites } from "../store/pushed.ts";
import { PUSH_SCHEMAS, type DoorKind } from "./push-schema.ts";
import type { PushLine } from "./read-lines.ts";
import { unknownFields, type UnknownFields } from "./unknown-fields.ts";

const DAY_MS = 86_400_000;

/** By what lines are judged beside their shape. */
export interface LineRules {
  readonly definitions: CompiledDefinitions;
  readonly nowMs: number;
}

/** A line that was refused, and why, in a sentence. */
export interface RejectedLine {
  readonly line: number;
  readonly reason: string;
}

/** What became of some lines. */
export interface CheckedLines<Row> {
  readonly rows: readonly { readonly line: number; readonly row: Row }[];
  readonly rejected: readonly RejectedLine[];
  /** Of any line, in their order. */
  readonly unknown: readonly UnknownFields[];
  /** What of the refused is worth keeping. */
  readonly quarantined: readonly QuarantineWrite[];
}

/** Judges each line by itself: one that doesn't hold never spoils its neighbours. */
export function checkLines<Kind extends DoorKind>(
  kind: Kind,
  lines: readonly PushLine[],
  rules: LineRules,
): CheckedLines<PushWrites[Kind]> {
  const schema = PUSH_SCHEMAS[kind] as v.GenericSchema<unknown, PushWrites[Kind]>;
  const rows: { line: number; row: PushWrites[Kind] }[] = [];
  const rejected: RejectedLine[] = [];
  const unknown: UnknownFields[] = [];
  const quarantined: QuarantineWrite[] = [];
  for (const { line, value } of lines) {
    if (value.kind === "unreadable") {
      rejected.push({ line, reason: value.reason });
      continue;
    }
    const without = unknownFields(kind, line, value.json);
    if (without !== null) unknown.push(without);
    const parsed = v.safeParse(schema, value.json, { abortEarly: true });
    if (!parsed.success) {
      rejected.push({ line, reason: sentence(parsed.issues[0]) });
      continue;
    }
    const row = parsed.output;
    const refusal = judgeRow(kind, row, rules);
    if (refusal === null) rows.push({ line, row });
    else {
      rejected.push({ line, reason: refusal.reason });
      if (refusal.quarantine !== null) quarantined.push(refusal.quarantine);
    }
  }
  return { rows, rejected, unknown, quarantined };
}

interface Refusal {
  readonly reason: string;
  readonly quarantine: QuarantineWrite | null;
}

function judgeRow<Kind extends DoorKind>(kind: Kind, row: PushWrites[Kind], rules: LineRules): Refusal | null {
  if (kind === "actions") return judgeAction(row as ActionsWrite, rules);
  return kind === "presence" ? judgePresence(row as PresenceWrite, rules) : null;
}

/** Nobody has been seen on a day that is over a day ahead of UTC's, which no zone is. */
function judgePresence({ day }: PresenceWrite, { nowMs }: LineRules): Refusal | null {
  if (day <= Math.floor(nowMs / DAY_MS) + 1) return null;
  return { reason: `The day ${isoDate(day)} lies in the future.`, quarantine: null };
}

/** Whether the server may count an action in its slot; null: it may. */
export function judgeAction(
  { account, user, action, slot }: Pick<ActionsWrite, "action" | "slot"> & Partial<ActionsWrite>,
  { definitions, nowMs }: LineRules,
): Refusal | null {
  if (slotStartMs(slot) > nowMs + CLOCK_SKEW_TOLERANCE_MS) {
    return { reason: `The slot ${slot} lies in the future.`, quarantine: null };
  }
  if (definitions.actions.get(action)?.source !== "browser") return null;
  return {
    reason: `The definitions let the browser count "${action}" (wrong_source). Give it the source "server" there, or leave it to the browser.`,
    quarantine: {
      reason: "wrong_source",
      writer: null,
      account: account ?? null,
      user: user ?? null,
      feature: null,
      slot,
    },
  };
}

const REFUSALS: Readonly<Record<Exclude<PushRefusal, null>, string>> = {
  voided: "What the user counted in that slot was taken out, and is refused since (voided).",
  own_parent: "The parent is this account itself, or a part of it.",
  too_many_attributes: "With the attributes that are known already they would be more than 50.",
  too_old: "It is too old to know whether it has been counted already.",
  no_account:
    "It names no account, and the roster doesn't have its user in exactly one. Send context.groupId, or a group call first.",
};

/** Why the store didn't take a row, in a sentence. */
export function refusalSentence(refusal: Exclude<PushRefusal, null>): string {
  return REFUSALS[refusal];
}

function sentence(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  if (path === null) return issue.kind === "schema" ? "The line is no object." : `${issue.message}.`;
  return issue.received === "undefined"
    ? `${path} is missing.`
    : `${path} ${issue.message}; it is ${issue.received.slice(0, 80)}.`;
}
