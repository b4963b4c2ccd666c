import { spawn } from "node:child_process";
import { once } from "node:events";

/** How a process ended: by an exit code or by a signal. */
export type ProcessEnd = { readonly exitCode: number } | { readonly signal: NodeJS.Signals };

/** A collector that runs, or has. */
export interface CollectorProcess {
  readonly pid: number;
  /** What it has written to standard error so far, without log lines below errors. Empty: nothing was amiss. */
  complaints(): string;
  isRunning(): boolean;
  /** Sends a signal, if it still runs, and waits for its end. */
  end(signal: NodeJS.Signals): Promise<ProcessEnd>;
}

export interface ProcessOptions {
  readonly command: readonly string[];
  /** A program and its arguments that starts the command in its own place, under its own process id. */
  readonly under: readonly string[];
  readonly environment: NodeJS.Dict<string>;
}

/** A process that ended before it listened. */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
  readonly end: ProcessEnd;
  readonly complaints: string;

  constructor(end: ProcessEnd, complaints: string) {
    super(`The collector ended before it listened: ${JSON.stringify(end)}. It said:\n${complaints}`);
    this.end = end;
    this.complaints = complaints;
  }
}

/**
 * Starts a collector; resolves when it says that it listens.
 * @throws StartFailure when it ends before that.
 */
export async function startProcess({ command, under, environment }: ProcessOptions): Promise<CollectorProcess> {
  const [program = "", ...words] = [...under, ...command];
  const child = spawn(program, words, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let [output, complaints] = ["", ""];
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  // The output's end comes after its last line, so what it complained of is complete by then.
  const ended = once(child, "close").then(([exitCode, signal]): ProcessEnd =>
    exitCode === null ? { signal: signal as NodeJS.Signals } : { exitCode: Number(exitCode) },
  );
  const listens = new Promise<void>((done) => {
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      // The last line of a start: whatever is written at it has been written.
      if (output.includes("Sign in, once")) done();
    });
  });
  const end = await Promise.race([listens, ended]);
  if (end !== undefined) throw new StartFailure(end, complaints);
  return {
    pid: Number(child.pid),
    complaints: () => errorsIn(complaints),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** pino's level of an error; whatever was refused for good reasons is a warning. */
const ERROR_LEVEL = 50;

function errorsIn(text: string): string {
  const levelOf = (line: string): number => Number(/^\{"level":(\d+),/.exec(line)?.[1] ?? Infinity);
  return text
    .split("\n")
    .filter((line) => line !== "" && levelOf(line) >= ERROR_LEVEL)
    .join("\n");
}
