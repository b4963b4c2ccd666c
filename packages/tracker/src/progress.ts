import type { TrackerProgress } from "./api.ts";
import type { Cell, Writer } from "./writer.ts";

/** Features and actions are the host's words, `valueOf` among them. */
export const createTable = <Value>() => ({ __proto__: null }) as unknown as Record<string, Value>;

/** Adds up a writer's cells by feature. */
export const progressOf = (writer: Writer | null): Pick<TrackerProgress, "activeMs" | "visits" | "actions"> => {
  const sums = {
    activeMs: createTable<Cell["activeMs"]>(),
    visits: createTable<number>(),
    actions: createTable<Record<string, number>>(),
  };
  for (const { feature, activeMs, visits, actions = {} } of Object.values({ ...writer?.cells })) {
    const sum = (sums.activeMs[feature] ??= [0, 0, 0, 0]);
    activeMs.forEach((ms, limit) => (sum[limit as 0] += ms));
    sums.visits[feature] = (sums.visits[feature] ?? 0) + visits;
    const counts = (sums.actions[feature] ??= createTable());
    for (const action in actions) counts[action] = (counts[action] ?? 0) + (actions[action] ?? 0);
  }
  return sums;
};
