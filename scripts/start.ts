import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseEnv, promisify } from "node:util";
import { buildBundles } from "./build.ts";

/**
 * Starts everything a newcomer wants to see: the collector with demo data, and the example host app in front of it.
 * Keys, secrets and data are made once, into the git-ignored `.uptake/`; a second start keeps them.
 */

const host = "127.0.0.1";
const ports = { collector: portOf("UPTAKE_PORT", 4600), crm: portOf("CRM_PORT", 4601) };
const folder = resolve(".uptake");
const environmentFile = resolve(folder, "dev.env");
const uptake = ["--conditions=uptake-source", resolve("packages/collector/src/main.ts")];
const children: ChildProcess[] = [];
let stopping = false;

function portOf(variable: string, fallback: number): number {
  const value = process.env[variable];
  if (value === undefined) return fallback;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  fail(`${variable} is ${value}, which is not a port. Give a number from 1 to 65535.`);
}

function fail(message: string): never {
  console.error(`\n[start] ${message}\n`);
  process.exit(1);
}

/** Why a port can't be listened on; null: it can. */
async function troubleWith(port: number): Promise<string | null> {
  const probe = createServer();
  try {
    await new Promise<void>((done, refuse) => probe.once("error", refuse).listen(port, host, done));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "EADDRINUSE" ? "is taken by another program" : `can't be opened (${code})`;
  }
  await new Promise((done) => probe.close(done));
  return null;
}

/** Says of both ports at once what is wrong, and the command that avoids it. */
async function assertPortsFree(): Promise<void> {
  const wanted = [
    { port: ports.collector, variable: "UPTAKE_PORT" },
    { port: ports.crm, variable: "CRM_PORT" },
  ];
  const troubles = await Promise.all(wanted.map(({ port }) => troubleWith(port)));
  const sentences = wanted.flatMap(({ port }, at) => (troubles[at] === null ? [] : `Port ${port} ${troubles[at]}.`));
  const others = wanted.flatMap(({ port, variable }, at) => (troubles[at] === null ? [] : `${variable}=${port + 10}`));
  if (sentences.length > 0) fail(`${sentences.join(" ")} Choose another: ${others.join(" ")} npm start`);
}

/** What the collector and the host app both need to know, from the file where it was once put. */
function readEnvironment(): NodeJS.Dict<string> {
  return existsSync(environmentFile) ? parseEnv(readFileSync(environmentFile, "utf8")) : {};
}

function runCommand(environment: NodeJS.Dict<string>, ...words: string[]): Promise<string> {
  return promisify(execFile)(process.execPath, [...uptake, ...words], { env: { ...process.env, ...environment } }).then(
    ({ stdout }) => stdout.trim(),
    (error: Error & { stderr?: string }) => fail(`uptake ${words.join(" ")} failed: ${error.stderr || error.message}`),
  );
}

/** Makes the keys, the secret and the demo data. The file is written last: what failed half-way starts afresh. */
async function prepareOnce(): Promise<NodeJS.Dict<string>> {
  const known = readEnvironment();
  if (known["UPTAKE_SECRET_KEY"]) return known;
  console.log("[start] First start: making keys and demo data in .uptake/ …");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const fixed = {
    UPTAKE_STORE: `sqlite:${resolve(folder, "uptake.db")}`,
    UPTAKE_DEFINITIONS: resolve("examples/crm/uptake.config.ts"),
    UPTAKE_JWT_SECRET: randomBytes(32).toString("base64url"),
    CRM_DATABASE: resolve(folder, "crm.db"),
  };
  console.log(`[start] ${(await runCommand(fixed, "seed")).split("\n").at(-1)}`);
  const environment = {
    ...fixed,
    UPTAKE_PUBLIC_KEY: await runCommand(fixed, "keys", "create", "--kind", "public"),
    UPTAKE_SECRET_KEY: await runCommand(fixed, "keys", "create", "--kind", "secret"),
  };
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(environmentFile, lines.join(""), { mode: 0o600 });
  return environment;
}

/** Starts one server; if it ends by itself, everything ends. @returns its output so far, whenever asked. */
function start(name: string, words: readonly string[], environment: NodeJS.Dict<string>): () => string {
  let output = "";
  const child = spawn(process.execPath, words, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const collect = (chunk: Buffer): void => {
    output = (output + String(chunk)).slice(-100_000);
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  child.once("exit", (code, signal) => {
    if (stopping) return;
    console.error(`\n[start] The ${name} ended by itself (${signal ?? `exit code ${code}`}). It said:\n${output}`);
    void stop(1);
  });
  return () => output;
}

async function untilHealthy(name: string, address: string, output: () => string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const healthy = await fetch(address).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) return;
    await wait(200);
  }
  fail(`The ${name} did not answer at ${address} within 30 seconds. It said:\n${output()}`);
}

async function stop(code: number): Promise<never> {
  stopping = true;
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  const ended = Promise.all(running.map((child) => new Promise((done) => child.once("exit", done))));
  for (const child of running) child.kill("SIGTERM");
  await Promise.race([ended, wait(10_000)]);
  for (const child of running) child.kill("SIGKILL");
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    console.log("\n[start] Stopping …");
    void stop(0);
  });
}

await assertPortsFree();
console.log("[start] Building the browser bundles …");
await buildBundles();
const environment = await prepareOnce();
const collectorAddress = `http://${host}:${ports.collector}`;
const crmAddress = `http://${host}:${ports.crm}`;

const collectorOutput = start("collector", [...uptake, "serve"], {
  ...environment,
  UPTAKE_HOST: host,
  UPTAKE_PORT: String(ports.collector),
});
const crmOutput = start("host app", [resolve("examples/crm/src/server/main.ts")], {
  ...environment,
  CRM_HOST: host,
  CRM_PORT: String(ports.crm),
  UPTAKE_SERVER: collectorAddress,
});
await untilHealthy("collector", `${collectorAddress}/healthz`, collectorOutput);
await untilHealthy("host app", `${crmAddress}/healthz`, crmOutput);
const adminLink = /\S+\/sign-in#token=\S+/.exec(collectorOutput())?.[0] ?? `${collectorAddress}/`;

console.log(`
  Uptake is running.

  Host app    ${crmAddress}/
              A small CRM with Uptake built in. Sign in as Maya Torres (one click), work for a minute,
              and open "My progress" to watch yourself adopt a feature.

  Dashboard   ${adminLink}
              What a customer success manager sees. The link signs you in, once; a restart prints another.

  Health      ${collectorAddress}/healthz

  Data and keys are in .uptake/ (delete it to begin again). Ctrl-C stops everything.
`);
