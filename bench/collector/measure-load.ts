import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LoadOptions, LoadResult } from "./load-generator.ts";
import { costOfProcess } from "./process-cost.ts";
import type { Subject } from "./subject.ts";

/** A load, and what it cost the process that took it. */
export interface LoadCost extends LoadResult {
  readonly cellsPerSecond: number;
  readonly requestsPerSecond: number;
  /** Of all threads of the process. */
  readonly cpuMicrosPerRequest: number;
  readonly peakRssMib: number;
  readonly writtenBytesPerCell: number;
}

const LOAD_PROCESS = fileURLToPath(new URL("load-process.ts", import.meta.url));

type OnPhase = (phase: "begins" | "ends") => void;

/**
 * Loads a server from a process of its own, and measures the server meanwhile.
 * @param onPhase told when the measured part begins and ends.
 */
export async function measureLoad(
  subject: Subject,
  options: Omit<LoadOptions, "port">,
  onPhase: OnPhase = () => undefined,
): Promise<LoadCost> {
  const child = fork(LOAD_PROCESS, { execArgv: ["--conditions=uptake-source"] });
  let before = costOfProcess(subject.pid);
  let after = before;
  const result = await new Promise<LoadResult>((done, refuse) => {
    child.on("message", (message: { readonly phase?: "begins" | "ends"; readonly result?: LoadResult }) => {
      if (message.phase === "begins") before = costOfProcess(subject.pid);
      if (message.phase === "ends") after = costOfProcess(subject.pid);
      if (message.phase !== undefined) onPhase(message.phase);
      if (message.result !== undefined) done(message.result);
    });
    child.once("exit", (code) => refuse(new Error(`The load ended with ${code} before it was through.`)));
    child.send({ ...options, port: subject.port } satisfies LoadOptions);
  });
  return {
    ...result,
    cellsPerSecond: result.cells / result.seconds,
    requestsPerSecond: result.requests / result.seconds,
    cpuMicrosPerRequest: ((after.cpuMs - before.cpuMs) * 1000) / result.requests,
    peakRssMib: after.peakRssMib,
    writtenBytesPerCell: (after.writtenBytes - before.writtenBytes) / result.cells,
  };
}
