import { IDLE_LIMITS, type CellState } from "../../../packages/tracker/src/protocol/index.ts";

/** What a cell counts, by name: active time under each idle limit, visits, and each action. Zeros are left out. */
export type Counters = Readonly<Record<string, number>>;

/** The counters of a cell. */
export function countersOf({
  activeMs,
  visits,
  actions = {},
}: Pick<CellState, "activeMs" | "visits" | "actions">): Counters {
  return withoutZeros({
    ...Object.fromEntries(IDLE_LIMITS.map((limit, index) => [`active ${limit}`, activeMs[index] ?? 0])),
    visits,
    ...Object.fromEntries(Object.entries(actions).map(([action, count]) => [`action ${action}`, count])),
  });
}

/** The greater of each. */
export function maximumOf(one: Counters, other: Counters): Counters {
  return combined(one, other, Math.max);
}

/** The sum of each. */
export function sumOf(one: Counters, other: Counters): Counters {
  return combined(one, other, (left, right) => left + right);
}

function combined(one: Counters, other: Counters, combine: (left: number, right: number) => number): Counters {
  const result: Record<string, number> = { ...one };
  for (const [name, value] of Object.entries(other)) result[name] = combine(result[name] ?? 0, value);
  return result;
}

function withoutZeros(counters: Counters): Counters {
  return Object.fromEntries(Object.entries(counters).filter(([, value]) => value !== 0));
}
