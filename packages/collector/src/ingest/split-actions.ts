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
  if (!Object.keys(actions).some(isServers)) return { actions, wrongSource: false };
  const browser = Object.entries(actions).filter(([action]) => !isServers(action));
  return { actions: Object.fromEntries(browser), wrongSource: true };
}
