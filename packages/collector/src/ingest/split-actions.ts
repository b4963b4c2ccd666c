import type { CompiledDefinitions } from "../domain/compile-definitions.ts";

/** What of a cell's actions a browser may count. */
export interface SplitActions {
  readonly actions: Readonly<Record<string, number>>;
  /** Whether there were actions that only the server counts. */
  readonly wrongSource: boolean;
}

/** Leaves out the actions that the definitions let only the server count, so that nothing is counted from both sides. */
export function splitActions(
  actions: Readonly<Record<string, number>>,
  definitions: CompiledDefinitions,
): SplitActions {
  const isServers = (action: string): boolean => definitions.actions.get(action)?.source === "server";
  for (const action in actions) {
    if (!isServers(action)) continue;
    const browser = Object.entries(actions).filter(([other]) => !isServers(other));
    return { actions: Object.fromEntries(browser), wrongSource: true };
  }
  return { actions, wrongSource: false };
}
