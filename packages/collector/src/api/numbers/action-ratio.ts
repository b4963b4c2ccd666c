import { isoDate } from "../../domain/period/calendar-date.ts";
import { percentOf } from "../../domain/share.ts";
import type { Reading } from "../reading/reading.ts";
import { createNames } from "./names.ts";
import { sumOf, type Evidence, type NumberDefinition, type Subject, type Term } from "./number.ts";
import { cellEvidence } from "./use.ts";

/** How often the actions are counted, by account or day; the largest first, days in their order. */
async function countedBy(
  by: "account" | "day",
  reading: Reading,
  { account: asked, action = "" }: Subject,
): Promise<readonly Evidence[]> {
  const narrowed = { by: [by], ...(asked !== undefined && { account: asked }) };
  const [totals, names] = await Promise.all([reading.actionTotals(narrowed), createNames(reading)]);
  const counts = new Map<string | number, number>();
  for (const row of totals) {
    const key = row[by] ?? "";
    if (row.action === action && row.count !== 0) counts.set(key, (counts.get(key) ?? 0) + row.count);
  }
  const rows = [...counts].map(([key, value]): Evidence => {
    if (by === "day") {
      const [day, id] = [Number(key), isoDate(Number(key))];
      const subject = { ...(asked !== undefined && { account: asked }), action };
      const opens = { number: "actionCount", subject, over: { from: day, to: day } };
      return { kind: "day", id, name: id, value, opens, details: {} };
    }
    const id = String(key);
    const opens = { number: "actionCount", subject: { account: id, action } };
    return { kind: "account", id, name: names.of("account", id), value, opens, details: {} };
  });
  return by === "day"
    ? rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))
    : rows.toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0) || (one.id < other.id ? -1 : 1));
}

const ACTION_COUNT: NumberDefinition = {
  id: "actionCount",
  name: "How often an action was counted",
  unit: "count",
  kind: "sum",
  formula: "How often the action was counted in the period, whatever it weighs in engagement.",
  subjects: ["account", "action"],
  requires: ["action"],
  splits: ["account", "day", "cell"],
  async measure(reading, subject, split) {
    const { account, action = "" } = subject;
    const rows =
      split === "cell"
        ? await cellEvidence(reading, account === undefined ? {} : { account }, (cell) => cell.actions[action] ?? 0)
        : await countedBy(split === "day" ? "day" : "account", reading, subject);
    return { value: sumOf(rows), terms: [], rows, excluded: [] };
  },
};

/**
 * One action over another, such as emails opened ÷ emails sent, after Vitally's success metrics, but for all of history:
 * `/v1/history` looks back over a rolling period from each of its days.
 */
const ACTION_RATIO: NumberDefinition = {
  id: "actionRatioPercent",
  name: "One action over another",
  unit: "percent",
  kind: "ratio",
  formula:
    "How often the action was counted in the period ÷ how often the other one was (per), whatever they weigh. Sums are divided, not the ratios of days or accounts averaged, so that each weighs what it holds. There is none where the other one was never counted.",
  subjects: ["account", "action", "per"],
  requires: ["action", "per"],
  splits: ["account"],
  async measure(reading, { account, action = "", per = "" }) {
    const about = account === undefined ? {} : { account };
    const [above, below] = await Promise.all(
      [action, per].map((id) => countedBy("account", reading, { ...about, action: id })),
    );
    const [rows, others] = [above ?? [], below ?? []];
    const term = (id: string, counted: readonly Evidence[]): Term => ({
      name: reading.definitions.actions.get(id)?.name ?? id,
      value: sumOf(counted),
      unit: "count",
      opens: { number: "actionCount", subject: { ...about, action: id } },
    });
    const terms = [term(action, rows), term(per, others)];
    return { value: percentOf(sumOf(rows), sumOf(others)), terms, rows, rowUnit: "count", excluded: [] };
  },
};

export const ACTION_COUNTS: readonly NumberDefinition[] = [ACTION_COUNT, ACTION_RATIO];
