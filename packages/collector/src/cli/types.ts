import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { declareWords } from "../domain/definitions/declare-words.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { withStore, type CommandContext } from "./context.ts";
import { CommandFailure } from "./failure.ts";
import { loadDefinitions } from "./load-definitions.ts";

/**
 * `uptake types`: writes the keys of features and actions as TypeScript. The stored definitions are the truth; where nothing
 * is stored, the file's.
 */
export async function runTypes(words: readonly string[], context: CommandContext): Promise<number> {
  parseArgs({ args: [...words], options: {} });
  const definitions = (await storedDefinitions(context)) ?? (await loadDefinitions(context.config));
  if (definitions === null) {
    throw new CommandFailure(
      "There are no definitions: neither stored ones nor a file. UPTAKE_STORE and UPTAKE_DEFINITIONS name them.",
    );
  }
  context.print(declareWords(definitions).trimEnd());
  return 0;
}

async function storedDefinitions(context: CommandContext): Promise<Definitions | null> {
  if (!existsSync(resolve(context.config.storePath))) return null;
  const stored = await withStore(context, ({ records }) => records.definitions());
  return stored?.definitions ?? null;
}
