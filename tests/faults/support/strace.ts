import { spawnSync } from "node:child_process";
import { findStrace } from "../../../scripts/find-strace.ts";

/** strace is Linux's alone: elsewhere the tests that need it are left out, and the runner's summary says so. */
export const HAS_STRACE = process.platform === "linux";

let checked: string | undefined;

/**
 * The path of a strace that may trace.
 * @throws when there is none, or when the machine forbids it: a promise that nobody checks is none.
 */
export function requireStrace(): string {
  if (checked !== undefined) return checked;
  const strace = findStrace();
  if (strace === null) {
    throw new Error(
      "[test] No strace found, and this test needs it. Install it (Debian: sudo apt-get install strace).",
    );
  }
  const { status, stderr } = spawnSync(strace, ["-f", "-o", "/dev/null", process.execPath, "--version"]);
  if (status !== 0) throw new Error(`[test] ${strace} may not trace: ${stderr.toString().trim()} ${FORBIDDEN}`);
  checked = strace;
  return strace;
}

/** What to do where tracing is forbidden. */
export const FORBIDDEN =
  "Allow ptrace: in a container by --cap-add=SYS_PTRACE, elsewhere as root or by sysctl kernel.yama.ptrace_scope=0.";
