import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { copyDataFile } from "../store/sqlite/data-file/copy-data-file.ts";
import { assertIntact, inspectDataFile } from "../store/sqlite/data-file/inspect-data-file.ts";
import { assertUnused, setAside } from "../store/sqlite/data-file/set-aside.ts";
import type { CommandContext } from "./context.ts";
import { describeDataFile, partNameOf } from "./data-file.ts";
import { CommandFailure } from "./failure.ts";

/** `uptake restore FILE [--force]`: puts a checked copy of a backup where the store is; the old one stays beside it. */
export async function runRestore(words: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { force: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new CommandFailure("Give one file: uptake restore FILE", 2);
  try {
    await restore(resolve(file), resolve(context.config.storePath), values.force, context);
    return 0;
  } catch (error) {
    throw new CommandFailure(`Nothing was restored. ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function restore(
  from: string,
  to: string,
  isForced: boolean,
  { now, random, print }: CommandContext,
): Promise<void> {
  const isThere = existsSync(to);
  if (isThere && !isForced) {
    throw new Error(`There is a store at ${to}. With --force it is kept beside the one that takes its place.`);
  }
  inspectDataFile(from);
  if (isThere) assertUnused(to);
  assertIntact(from);
  await mkdir(dirname(to), { recursive: true });
  const aside = `${to}.until-${new Date(now()).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  const restored = await copyDataFile({
    from,
    to,
    partName: partNameOf(to, random),
    makeWay: () => setAside(to, aside),
  });
  print(`Restored ${from} to ${to}, checked: ${describeDataFile(restored)}.`);
  if (isThere) print(`What was there is now ${aside}.`);
}
