import { percentOf } from "../../domain/share.ts";
import { createNames } from "./names.ts";
import { sumOf, type Evidence, type NumberDefinition, type Subject, type Term } from "./number.ts";

/**
 * One action over another, such as emails opened ÷ emails sent, after Vitally's success metrics, but for all of history:
 * `/v1/history` looks back over a rolling period from each of its days.
 */
export const ACTION_RATIO: NumberDefinition = {
  id: "actionRatioPercent",
  name: "One action over another",
  unit: "percent",
  kind: "ratio",
  formula:
    "How often the action was counted in the period ÷ how often the other one was (per), whatever they weigh. Sums are divided, not the ratios of days or accounts averaged, so that each weighs what it holds. There is none where the other one was never counted.",
  subjects: ["account", "action", "per"],
  requires: ["action", "per"],
  splits: ["account"],
  async measure(reading, { account: asked, action = "", per = "" }) {
    const { actions } = reading.definitions;
    const [totals, names] = await Promise.all([reading.actionTotals({ by: ["account"] }), createNames(reading)]);
    const counts = new Map<string, number>();
    let whole = 0;
    for (const { account = "", action: counted, count } of totals) {
      if ((asked ?? account) !== account) continue;
      if (counted === action) counts.set(account, (counts.get(account) ?? 0) + count);
      if (counted === per) whole += count;
    }
    // Engagement is the same count where an action weighs 1.
    const opens = (subject: Subject & { readonly action: string }): Term["opens"] =>
      actions.get(subject.action)?.weight === 1 ? { number: "engagement", subject } : null;
    const rows = [...counts]
      .map(([account, value]): Evidence => ({
        kind: "account",
        id: account,
        name: names.of("account", account),
        value,
        opens: opens({ account, action }),
        details: {},
      }))
      .toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0) || (one.id < other.id ? -1 : 1));
    const part = sumOf(rows);
    const about = asked === undefined ? {} : { account: asked };
    const term = (id: string, value: number): Term => ({
      name: actions.get(id)?.name ?? id,
      value,
      unit: "count",
      opens: opens({ ...about, action: id }),
    });
    return {
      value: percentOf(part, whole),
      terms: [term(action, part), term(per, whole)],
      rows,
      rowUnit: "count",
      excluded: [],
    };
  },
};
