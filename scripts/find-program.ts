import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Where a program is: what the environment variable names, then the search path, then the usual places.
 * @param names under which it may be in a folder of the search path.
 * @param places whole paths.
 * @returns null where there is none.
 * @throws when the variable names something that can't be run.
 */
export function findProgram(variable: string, names: readonly string[], places: readonly string[]): string | null {
  const chosen = process.env[variable];
  if (chosen !== undefined) {
    if (isExecutable(chosen)) return chosen;
    throw new Error(`[test] ${variable} is ${chosen}, which can't be run. Name another one, or unset it.`);
  }
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/local/bin", "/snap/bin"];
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places];
  return candidates.find(isExecutable) ?? null;
}
