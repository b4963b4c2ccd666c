import { parseArgs } from "node:util";
import { withStore, type CommandContext } from "./context.ts";

const MAX_SHOWN = 100;

/** `uptake verify`: recomputes the rollups from cells and base; exit code 1 and the differences if there are any. */
export async function runVerify(words: readonly string[], context: CommandContext): Promise<number> {
  parseArgs({ args: [...words], options: {} });
  const differences = await withStore(context, ({ facts }) => facts.verify());
  if (differences.length === 0) {
    context.print("The rollups agree with the cells.");
    return 0;
  }
  for (const { table, key, stored, recomputed } of differences.slice(0, MAX_SHOWN)) {
    context.print(`${table} ${key}: stored ${stored}, recomputed ${recomputed}`);
  }
  context.warn(`${differences.length} differences between rollups and cells.`);
  return 1;
}
