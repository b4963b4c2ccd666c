import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openForWriting } from "../database.ts";

let fresh: Uint8Array | undefined;

/**
 * Puts the file that a store's first opening would make, where there is none: without a workspace, as a copy, since all steps
 * of the schema take longer than most tests.
 */
export function putFreshFile(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, (fresh ??= makeFreshFile()));
}

function makeFreshFile(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "uptake-fresh-"));
  const path = join(folder, "uptake.db");
  openForWriting(path).close();
  const bytes = readFileSync(path);
  rmSync(folder, { recursive: true });
  return bytes;
}
