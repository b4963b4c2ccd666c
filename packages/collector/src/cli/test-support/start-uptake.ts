import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { onTestFinished } from "vitest";
import { BARE_ENVIRONMENT } from "../../../../../tests/support/bare-environment.ts";

const MAIN = resolve("packages/collector/src/main.ts");

/** A command that runs in a process of its own. */
export interface Run {
  readonly child: ChildProcess;
  /** What it has printed so far, and what it has written to standard error. */
  readonly output: { text: string; errors: string };
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly out: string;
    readonly err: string;
  }>;
}

/** Starts the command as a person does, in a folder, on any free port; killed after the test if it still runs. */
export function startUptake(folder: string, words: readonly string[], environment: NodeJS.Dict<string> = {}): Run {
  const child = spawn(process.execPath, ["--conditions=uptake-source", MAIN, ...words], {
    cwd: folder,
    env: { ...BARE_ENVIRONMENT, UPTAKE_PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const output = { text: "", errors: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.text += String(chunk)));
  child.stderr.on("data", (chunk: Buffer) => (output.errors += String(chunk)));
  const ended = new Promise<Awaited<Run["ended"]>>((done) =>
    child.once("close", (code, signal) => done({ code, signal, out: output.text, err: output.errors })),
  );
  return { child, output, ended };
}

/** Waits until it has printed something, and returns the first group of the pattern. */
export function untilPrinted(run: Run, pattern: RegExp): Promise<string> {
  return until(run, "stdout", () => run.output.text, pattern);
}

/** The same for its log. */
export function untilLogged(run: Run, pattern: RegExp): Promise<string> {
  return until(run, "stderr", () => run.output.errors, pattern);
}

async function until(run: Run, name: "stdout" | "stderr", text: () => string, pattern: RegExp): Promise<string> {
  const { child } = run;
  while (child.exitCode === null) {
    const found = pattern.exec(text())?.[1];
    if (found !== undefined) return found;
    await new Promise((done) => child[name]?.once("data", done).once("close", done));
  }
  throw new Error(`The command ended and had not said ${pattern}: ${run.output.text}${run.output.errors}`);
}
