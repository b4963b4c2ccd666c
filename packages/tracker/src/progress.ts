import type { TrackerProgress } from "./api.ts";
import type { ActiveMs } from "./protocol/index.ts";
import type { Writer } from "./writer.ts";

/** Features and actions are the host's words, `__proto__` among them. */
const createTable = <Value>(): Record<string, Value> => Object.create(null) as Record<string, Value>;

/** Adds up a writer's cells by feature. */
export function progressOf(writer: Writer | null, feature: string, counting: boolean): TrackerProgress {
  const activeMs = createTable<ActiveMs>();
  const visits = createTable<number>();
  const actions = createTable<Record<string, number>>();
  for (const cell of writer?.cells.all() ?? []) {
    const before = activeMs[cell.feature] ?? [0, 0, 0, 0];
    activeMs[cell.feature] = before.map((ms, index) => ms + (cell.activeMs[index] ?? 0)) as unknown as ActiveMs;
    visits[cell.feature] = (visits[cell.feature] ?? 0) + cell.visits;
    const counts = (actions[cell.feature] ??= createTable());
    for (const [action, count] of Object.entries(cell.actions ?? {})) counts[action] = (counts[action] ?? 0) + count;
  }
  const owner = writer?.owner;
  return {
    writer: owner ? writer.id : null,
    account: owner?.account ?? null,
    user: owner?.user ?? null,
    feature,
    counting,
    activeMs,
    visits,
    actions,
  };
}
