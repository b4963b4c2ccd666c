import type { TrackerProgress } from "./api.ts";
import type { ActiveMs } from "./protocol/index.ts";
import type { Writer } from "./writer.ts";

/** Features and actions are the host's words, `valueOf` among them. */
const createTable = <Value>() => ({ __proto__: null }) as unknown as Record<string, Value>;

/** Adds up a writer's cells by feature. */
export function progressOf(
  writer: Writer | null | undefined,
): Pick<TrackerProgress, "activeMs" | "visits" | "actions"> {
  const activeMs = createTable<ActiveMs>();
  const visits = createTable<number>();
  const actions = createTable<Record<string, number>>();
  for (const { cell } of Object.values({ ...writer?.entries })) {
    const { feature } = cell;
    activeMs[feature] = cell.activeMs.map((ms, limit) => ms + (activeMs[feature]?.[limit] ?? 0)) as unknown as ActiveMs;
    visits[feature] = (visits[feature] ?? 0) + cell.visits;
    const counts = (actions[feature] ??= createTable());
    for (const action in cell.actions) counts[action] = (counts[action] ?? 0) + cell.actions[action]!;
  }
  return { activeMs, visits, actions };
}
