import { execFile, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { findWebKit } from "../../scripts/find-webkit.ts";

/** Wide enough for windows side by side: the mouse reaches only what nothing covers. */
const screen = "6200x900x24";

/** A screen that nobody sees, with a mouse, a keyboard and one focus, and no window manager: windows stay where they are put. */
export interface Desktop {
  /** What programs need in their environment to appear on it. */
  readonly display: string;
  /** Does something with mouse, keyboard or windows. @returns what was printed. Rejects when it fails. */
  xdotool(...words: readonly (string | number)[]): Promise<string>;
  /** There is one pair of hands: works that take several steps wait for each other. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
  stop(): void;
}

/** Starts an X server without a screen, on the first number that is free. */
export async function startDesktop(): Promise<Desktop> {
  const programs = findWebKit();
  if (programs === null) throw new Error("[test] No Xvfb or no xdotool found. Install both.");
  const server = spawn(programs.xvfb, ["-displayfd", "3", "-screen", "0", screen, "-nolisten", "tcp", "-noreset"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const display = await new Promise<string>((resolve, reject) => {
    let printed = "";
    (server.stdio[3] as Readable).setEncoding("utf8").on("data", (chunk: string) => {
      printed += chunk;
      if (printed.endsWith("\n")) resolve(`:${printed.trim()}`);
    });
    server.once("exit", (code) => reject(new Error(`[test] Xvfb ended at its start with ${code}.`)));
  });
  const run = promisify(execFile);
  let last: Promise<unknown> = Promise.resolve();
  return {
    display,
    async xdotool(...words) {
      const { stdout } = await run(programs.xdotool, words.map(String), { env: { ...process.env, DISPLAY: display } });
      return stdout.trim();
    },
    alone(work) {
      const done = last.then(work);
      last = done.catch(() => {});
      return done;
    },
    stop: () => void server.kill(),
  };
}
