import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { copyDataFile } from "../store/sqlite/data-file/copy-data-file.ts";
import type { CommandContext } from "./context.ts";
import { describeDataFile, partNameOf } from "./data-file.ts";
import { CommandFailure } from "./failure.ts";

/** `uptake backup FILE`: a checked copy of the store as it is at this moment, also while a collector writes to it. */
export async function runBackup(words: readonly string[], context: CommandContext): Promise<number> {
  const { positionals } = parseArgs({ args: [...words], options: {}, allowPositionals: true });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new CommandFailure("Give one file: uptake backup FILE", 2);
  const [from, to] = [resolve(context.config.storePath), resolve(file)];
  try {
    const copy = await copyDataFile({ from, to, partName: partNameOf(to, context.random) });
    context.print(`Backed up ${from} to ${to}, checked: ${describeDataFile(copy)}.`);
    return 0;
  } catch (error) {
    throw new CommandFailure(`Nothing was backed up. ${error instanceof Error ? error.message : String(error)}`);
  }
}
