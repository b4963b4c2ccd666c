import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Config } from "../config.ts";
import { checkDefinitions } from "../domain/definitions/check-definitions.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { CommandFailure } from "./failure.ts";

/**
 * The default export of the definitions file; null where there is none and nobody named one.
 * @throws CommandFailure when the file is missing, can't be run, or doesn't hold.
 */
export async function loadDefinitions({ definitions }: Pick<Config, "definitions">): Promise<Definitions | null> {
  const path = resolve(definitions.path);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    if (!definitions.isNamed) return null;
    throw new CommandFailure(`UPTAKE_DEFINITIONS is "${definitions.path}": there is no file ${path}.`);
  }
  const check = checkDefinitions(await importDefault(path));
  if (check.kind === "valid") return check.definitions;
  const problems = check.problems.map((problem) => `  ${problem}`).join("\n");
  throw new CommandFailure(`The definitions in ${path} don't hold:\n${problems}`);
}

async function importDefault(path: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    return module.default;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`The definitions file ${path} can't be run: ${reason}`);
  }
}
