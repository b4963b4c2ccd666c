import { findProgram } from "./find-program.ts";

/**
 * Where strace is, which watches system calls and makes them fail.
 * @returns null where it is missing. There is none outside of Linux.
 * @throws when `UPTAKE_STRACE` names something that can't be run.
 */
export function findStrace(): string | null {
  return findProgram("UPTAKE_STRACE", ["strace"], []);
}
