import { readFileSync, rmSync } from "node:fs";
import { findStrace } from "../../scripts/find-strace.ts";
import type { LoadOptions } from "./load-generator.ts";
import { measureLoad } from "./measure-load.ts";
import { startCollector } from "./subject.ts";

/**
 * How often a collector waits for the disk under a load, for each cell. It is a load of its own, since only strace sees it,
 * which holds up every sync by some microseconds; all other calls pass it by.
 * @returns NaN where there is no strace.
 */
export async function countSyncs(storePath: string, load: Omit<LoadOptions, "port">): Promise<number> {
  const strace = findStrace();
  if (strace === null) return Number.NaN;
  const trace = `${storePath}.syncs`;
  const under = [strace, "-D", "-f", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-o", trace];
  const subject = await startCollector(storePath, under);
  const syncs = (): number => readFileSync(trace, "latin1").match(/ f(?:data)?sync\(/g)?.length ?? 0;
  let [before, after] = [0, 0];
  const { cells } = await measureLoad(subject, load, (phase) => {
    if (phase === "begins") before = syncs();
    else after = syncs();
  });
  await subject.stop();
  rmSync(trace);
  return (after - before) / cells;
}
