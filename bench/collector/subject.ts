import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Processes that are measured, each started from its own file. */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FROM_SOURCE = "--conditions=uptake-source";
const MAIN = fileURLToPath(new URL("../../packages/collector/src/main.ts", import.meta.url));

/** As good as any: the process ends with the measurement. */
const JWT_SECRET = randomBytes(32).toString("base64");

/** A server that listens. */
export interface Subject {
  readonly port: number;
  readonly pid: number;
  /** By which its end users' tokens are signed. */
  readonly jwtSecret: string;
  /** From its start until it said that it listens. */
  readonly startMs: number;
  /** Resolves when a job of the collector has done for the first time what there was to do. */
  jobDone(job: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts `uptake serve` on a data file.
 * @param under a program and its arguments that starts it in its own place, under its own process id.
 */
export async function startCollector(storePath: string, under: readonly string[] = []): Promise<Subject> {
  return startServer([MAIN, "serve"], storePath, /listens on http:\/\/127\.0\.0\.1:(\d+)/, under);
}

/** Starts the bare HTTP server. */
export async function startHttpFloor(): Promise<Subject> {
  return startServer([fileURLToPath(new URL("http-floor.ts", import.meta.url))], "", /^(\d+)$/m);
}

/** Makes a public key that any origin may use. */
export async function createKey(storePath: string): Promise<string> {
  return (await output([MAIN, "keys", "create", "--kind", "public"], environment(storePath))).trim();
}

/** Makes a secret key that may read. */
export async function createSecretKey(storePath: string): Promise<string> {
  return (await output([MAIN, "keys", "create", "--kind", "secret", "--scope", "read"], environment(storePath))).trim();
}

/** Runs a file of this folder and returns what it printed. */
export function runHere(file: string, ...words: readonly string[]): Promise<string> {
  return runFile(`collector/${file}`, ...words);
}

/** Likewise a file of the folder above. */
export function runFile(file: string, ...words: readonly string[]): Promise<string> {
  return output([fileURLToPath(new URL(`../${file}`, import.meta.url)), ...words], process.env);
}

/** Runs an `uptake` command. */
export function runUptake(storePath: string, ...words: readonly string[]): Promise<string> {
  return output([MAIN, ...words], environment(storePath));
}

function environment(storePath: string): NodeJS.ProcessEnv {
  return { ...process.env, UPTAKE_STORE: `sqlite:${storePath}`, UPTAKE_PORT: "0", UPTAKE_JWT_SECRET: JWT_SECRET };
}

async function startServer(
  words: readonly string[],
  storePath: string,
  ready: RegExp,
  under: readonly string[] = [],
): Promise<Subject> {
  const startedMs = performance.now();
  const [program = "", ...others] = [...under, process.execPath, FROM_SOURCE, ...words];
  const child = spawn(program, others, {
    cwd: ROOT,
    env: environment(storePath),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => {
    process.stderr.write(chunk);
    log += chunk.toString();
  });
  const port = await new Promise<number>((done, refuse) => {
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const found = ready.exec(printed)?.[1];
      if (found !== undefined) done(Number(found));
    });
    child.once("exit", (code) => refuse(new Error(`${words[0]} ended with ${code} before it listened: ${printed}`)));
  });
  return {
    port,
    pid: child.pid ?? 0,
    jwtSecret: JWT_SECRET,
    startMs: performance.now() - startedMs,
    async jobDone(job) {
      const isDone = (): boolean =>
        log.split("\n").some((line) => line.includes(`"job":"${job}"`) && line.includes('"job done"'));
      while (!isDone()) await once(child.stderr, "data");
    },
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function output(words: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child: ChildProcess = spawn(process.execPath, [FROM_SOURCE, ...words], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`${words.join(" ")} ended with ${code}: ${printed}`);
  return printed;
}
