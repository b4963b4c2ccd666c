import { CLOCK_SKEW_TOLERANCE_MS, slotStartMs } from "@uptake/tracker/protocol";
import * as v from "valibot";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { QuarantineWrite } from "../store/facts.ts";
import type { ActionsWrite, PresenceWrite, PushRefusal } from "../store/pushed.ts";
import { LINE_SCHEMAS, type LineKind, type LineWrites, type UsageWrite } from "./push-schema.ts";
import type { PushLine } from "./read-lines.ts";
import { createToldSlots, type ToldSlots } from "./told-slots.ts";
import { unknownFields, type UnknownFields } from "./unknown-fields.ts";

const DAY_MS = 86_400_000;

/** By what lines are judged beside their shape. */
export interface LineRules {
  readonly definitions: CompiledDefinitions;
  readonly nowMs: number;
  /** Who tells it, for the audit log; absent: nobody who could be named. */
  readonly actor?: string;
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

/**
 * Judges each line by itself: one that doesn't hold never spoils its neighbours.
 * @param told what the lines before them in the same batch have told of.
 */
export function checkLines<Kind extends LineKind>(
  kind: Kind,
  lines: readonly PushLine[],
  rules: LineRules,
  told: ToldSlots = createToldSlots(kind),
): CheckedLines<LineWrites[Kind]> {
  const schema = LINE_SCHEMAS[kind] as v.GenericSchema<unknown, LineWrites[Kind]>;
  const rows: { line: number; row: LineWrites[Kind] }[] = [];
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
    const refusal = judge(kind, row, rules) ?? quietly(told.refusal(line, row, value.json));
    if (refusal === null) rows.push({ line, row });
    else {
      rejected.push({ line, reason: refusal.reason });
      if (refusal.quarantine !== null) quarantined.push(refusal.quarantine);
    }
  }
  return { rows, rejected, unknown, quarantined };
}

interface LineRefusal {
  readonly reason: string;
  readonly quarantine: QuarantineWrite | null;
}

/** Of a line that says nothing worth keeping. */
function quietly(reason: string | null): LineRefusal | null {
  return reason === null ? null : { reason, quarantine: null };
}

function judge(kind: LineKind, row: LineWrites[LineKind], rules: LineRules): LineRefusal | null {
  switch (kind) {
    case "actions":
      return judgeAction(row as ActionsWrite, rules);
    case "presence":
      return judgePresence(row as PresenceWrite, rules);
    case "usage":
      return judgeUsage(row as UsageWrite, rules);
    default:
      return null;
  }
}

/** Nobody has been seen on a day that is over a day ahead of UTC's, which no zone is. */
function judgePresence({ day }: PresenceWrite, { nowMs }: LineRules): LineRefusal | null {
  if (day <= Math.floor(nowMs / DAY_MS) + 1) return null;
  return { reason: `The day ${isoDate(day)} lies in the future.`, quarantine: null };
}

/** What only the server counts is told as actions, so that nothing is counted from both sides. */
function judgeUsage({ actions, slot }: UsageWrite, { definitions, nowMs }: LineRules): LineRefusal | null {
  if (isInFuture(slot, nowMs)) return { reason: futureSentence(slot), quarantine: null };
  const own = Object.keys(actions).find((action) => definitions.actions.get(action)?.source === "server");
  if (own === undefined) return null;
  const reason = `The definitions let the server count "${own}" (wrong_source). Leave it out here, and tell it as one of the actions.`;
  return { reason, quarantine: null };
}

function isInFuture(slot: number, nowMs: number): boolean {
  return slotStartMs(slot) > nowMs + CLOCK_SKEW_TOLERANCE_MS;
}

function futureSentence(slot: number): string {
  return `The slot ${slot} lies in the future.`;
}

/** Whether the server may count an action in its slot; null: it may. */
export function judgeAction(
  { account, user, action, slot }: Pick<ActionsWrite, "action" | "slot"> & Partial<ActionsWrite>,
  { definitions, nowMs }: LineRules,
): LineRefusal | null {
  if (isInFuture(slot, nowMs)) return { reason: futureSentence(slot), quarantine: null };
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
