import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { NOW_MS } from "../../store/test-support/harness.ts";
import { useCommandLine, type CommandLineUnderTest } from "./use-command-line.ts";

/** A command line, and a file beside its store. */
export function useFile(name: string, ...lines: readonly string[]): CommandLineUnderTest & { readonly file: string } {
  const line = useCommandLine(NOW_MS);
  const file = join(line.folder, name);
  writeFileSync(file, lines.join("\n"));
  return { ...line, file };
}
