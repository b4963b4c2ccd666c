import { readFileSync } from "node:fs";

/** What a process has used so far, all threads together; Linux only. */
export interface ProcessCost {
  readonly cpuMs: number;
  /** The most memory it ever held. */
  readonly peakRssMib: number;
  /** What it had written to disk, by the kernel's count. */
  readonly writtenBytes: number;
}

/** The kernel's clock tick for user space: 100 a second on every Linux. */
const MS_PER_TICK = 10;

export function costOfProcess(pid: number): ProcessCost {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold anything; after it comes the third field.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return {
    cpuMs: ticks * MS_PER_TICK,
    peakRssMib: field(`/proc/${pid}/status`, /VmHWM:\s+(\d+) kB/) / 1024,
    writtenBytes: field(`/proc/${pid}/io`, /write_bytes: (\d+)/),
  };
}

function field(path: string, pattern: RegExp): number {
  return Number(pattern.exec(readFileSync(path, "utf8"))?.[1]);
}
