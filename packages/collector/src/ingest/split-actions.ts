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
  const entries = Object.entries(actions);
  const browser = entries.filter(([action]) => definitions.actions.get(action)?.source !== "server");
  return browser.length === entries.length
    ? { actions, wrongSource: false }
    : { actions: Object.fromEntries(browser), wrongSource: true };
}
