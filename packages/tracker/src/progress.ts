import type { TrackerProgress } from "./api.ts";
import type { Cell } from "./record.ts";
import type { Writer } from "./writer.ts";

/** Features and actions are the host's words, `valueOf` among them. */
const createTable = <Value>() => ({ __proto__: null }) as unknown as Record<string, Value>;

/** Adds up a writer's cells by feature. */
export const progressOf = (writer: Writer | null): Pick<TrackerProgress, "activeMs" | "visits" | "actions"> => {
  const activeMs = createTable<Cell["activeMs"]>();
  const visits = createTable<number>();
  const actions = createTable<Record<string, number>>();
  for (const { cell } of Object.values({ ...writer?.entries })) {
    const { feature } = cell;
    const sum = (activeMs[feature] ??= [0, 0, 0, 0]);
    cell.activeMs.forEach((ms, limit) => (sum[limit as 0] += ms));
    visits[feature] = (visits[feature] ?? 0) + cell.visits;
    const counts = (actions[feature] ??= createTable());
    for (const [action, count] of Object.entries({ ...cell.actions })) counts[action] = (counts[action] ?? 0) + count;
  }
  return { activeMs, visits, actions };
};
