import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { FORBIDDEN, requireStrace } from "./strace.ts";

/** System calls on a collector's files that fail, by strace's hand, before the kernel sees them. */
export interface SystemCallFault {
  /** The database itself, its log, its shared memory. */
  readonly files: readonly ("" | "-wal" | "-shm")[];
  /** As strace names them, separated by commas. */
  readonly calls: string;
  /** As `errno.h` names it. */
  readonly error: "EIO" | "ENOSPC" | "EROFS" | "EDQUOT" | "EMFILE";
}

/** A fault that is in force. */
export interface ActiveFault {
  /** How many calls it has made fail so far. Absent: only the collector knows. */
  hits?(): number;
  /** Ends it; the collector goes on with calls that work. */
  lift(): Promise<void>;
}

/** strace with the fault as its orders, to start a collector under: it fails from the first call on. */
export function underFault(fault: SystemCallFault, storePath: string): readonly string[] {
  return [requireStrace(), "-D", "-f", ...orders(fault, storePath, "/dev/null")];
}

/**
 * Makes calls of a running collector fail from now on.
 * @throws when strace can't get hold of the process.
 */
export async function injectFault(fault: SystemCallFault, storePath: string, pid: number): Promise<ActiveFault> {
  const log = `${storePath}.strace`;
  const strace = spawn(requireStrace(), ["-f", "-p", String(pid), ...orders(fault, storePath, log)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exited = once(strace, "exit");
  let said = "";
  const attached = new Promise<true>((done) => {
    strace.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(" attached")) done(true);
    });
  });
  if ((await Promise.race([attached, exited])) !== true) {
    throw new Error(`[test] strace can't attach to the collector: ${said.trim()} ${FORBIDDEN}`);
  }
  return {
    hits: () => readFileSync(log, "latin1").split("(INJECTED)").length - 1,
    async lift() {
      // Detaches; when the collector has ended, so has strace.
      strace.kill("SIGINT");
      await exited;
    },
  };
}

function orders({ files, calls, error }: SystemCallFault, storePath: string, log: string): readonly string[] {
  const paths = files.flatMap((suffix) => ["-P", `${storePath}${suffix}`]);
  return [...paths, "-e", `trace=${calls}`, "-e", `inject=${calls}:error=${error}`, "-o", log];
}
