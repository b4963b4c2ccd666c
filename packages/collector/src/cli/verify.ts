import { parseArgs } from "node:util";
import { openKeeperParts } from "../kept/keep-figures.ts";
import { verifyKept } from "../kept/verify-kept.ts";
import type { VerifyFinding } from "../store/facts.ts";
import { withExistingStore, type CommandContext } from "./context.ts";

const MAX_SHOWN = 100;

/**
 * `uptake verify`: recomputes the rollups from cells and base, and what is kept of a large workspace from the rollups; exit
 * code 1 and what was found if there is anything.
 */
export async function runVerify(words: readonly string[], context: CommandContext): Promise<number> {
  parseArgs({ args: [...words], options: {} });
  const findings = await withExistingStore(context, async ({ facts, path }) => [
    ...(await facts.verify()),
    ...(await verifyFigures(path, context)),
  ]);
  if (findings.length === 0) {
    context.print("The rollups agree with the cells.");
    return 0;
  }
  for (const finding of findings.slice(0, MAX_SHOWN)) context.print(sentence(finding));
  context.warn(`${findings.length} findings. Restore a backup, or ask for help with the lines above.`);
  return 1;
}

async function verifyFigures(path: string, { now }: CommandContext): Promise<readonly VerifyFinding[]> {
  const parts = openKeeperParts(path, now);
  try {
    return await verifyKept(path, parts);
  } finally {
    parts.close();
  }
}

function sentence(finding: VerifyFinding): string {
  const { table, key } = finding;
  if (finding.kind === "broken") return `${table} ${key}: ${finding.problem}`;
  return `${table} ${key}: stored ${finding.stored}, recomputed ${finding.recomputed}`;
}
