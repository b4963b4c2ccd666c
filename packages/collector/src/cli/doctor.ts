import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { diagnose, type Diagnosis } from "../ops/diagnose.ts";
import { examineDataFile } from "../store/sqlite/data-file/examine-data-file.ts";
import type { CommandContext } from "./context.ts";
import { CommandFailure } from "./failure.ts";

const MARKS: Readonly<Record<Diagnosis["level"], string>> = { well: "ok  ", note: "note", act: "ACT " };

/** `uptake doctor`: how the store is, on one page; exit code 1 when somebody has to do something. */
export async function runDoctor(words: readonly string[], { config, now, print }: CommandContext): Promise<number> {
  parseArgs({ args: [...words], options: {} });
  const path = resolve(config.storePath);
  const lines = diagnoseFile(path, now());
  print(path);
  for (const { level, text, advice } of lines) {
    print(`${MARKS[level]} ${text}.`);
    if (advice !== undefined) print(`       ${advice}`);
  }
  return lines.some(({ level }) => level === "act") ? 1 : 0;
}

function diagnoseFile(path: string, nowMs: number): readonly Diagnosis[] {
  try {
    return diagnose(
      examineDataFile(path, nowMs, () => performance.now()),
      nowMs,
    );
  } catch (error) {
    throw new CommandFailure(error instanceof Error ? error.message : String(error));
  }
}
