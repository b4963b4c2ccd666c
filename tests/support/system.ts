import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "./free-port.ts";
import { BARE_ENVIRONMENT } from "./bare-environment.ts";

/** The whole product as a person runs it: real processes, a real SQLite file, real ports. */
export interface System {
  readonly collector: string;
  readonly crm: string;
  readonly storePath: string;
  readonly jwtSecret: string;
  readonly publicKey: string;
  readonly secretKey: string;
  /** A fresh one-time link into the dashboard, as the collector printed it. */
  adminLink(): string;
  /** Runs the `uptake` command on this system's store. @returns what it printed. */
  uptake(...words: string[]): Promise<string>;
  /** Ends the collector without warning and starts another on the same store and port. */
  crashCollector(): Promise<void>;
  stop(): Promise<void>;
}

const uptakeWords = ["--conditions=uptake-source", resolve("packages/collector/src/main.ts")];
const jwtSecret = "journey-secret-journey-secret-journey-secret";

async function untilHealthy(address: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`A server ended with ${child.exitCode}. It said:\n${output()}`);
    const healthy = await fetch(`${address}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) return;
    await wait(100);
  }
  throw new Error(`No answer from ${address}/healthz. The server said:\n${output()}`);
}

/**
 * Starts collector and host app on free ports with an empty store.
 * @param definitions source of a definitions file; the host app's own unless given.
 */
export async function startSystem(definitions?: string): Promise<System> {
  const folder = mkdtempSync(join(tmpdir(), "uptake-system-"));
  const [collectorPort, crmPort] = [await freePort(), await freePort()];
  const [collector, crm] = [`http://127.0.0.1:${collectorPort}`, `http://127.0.0.1:${crmPort}`];
  const storePath = join(folder, "uptake.db");
  let definitionsPath = resolve("examples/crm/uptake.config.ts");
  if (definitions !== undefined) {
    definitionsPath = join(folder, "uptake.config.mjs");
    writeFileSync(definitionsPath, definitions);
  }
  const environment: NodeJS.Dict<string> = {
    ...BARE_ENVIRONMENT,
    UPTAKE_STORE: `sqlite:${storePath}`,
    UPTAKE_DEFINITIONS: definitionsPath,
    UPTAKE_JWT_SECRET: jwtSecret,
    UPTAKE_PORT: String(collectorPort),
    UPTAKE_SERVER: collector,
    CRM_PORT: String(crmPort),
    CRM_DATABASE: join(folder, "crm.db"),
  };
  const uptake = async (...words: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, [...uptakeWords, ...words], { env: environment });
    return stdout.trim();
  };
  const children = new Map<string, ChildProcess>();
  const outputs = new Map<string, string>();
  const start = async (
    name: string,
    words: readonly string[],
    address: string,
    keys: NodeJS.Dict<string> = {},
  ): Promise<void> => {
    const child = spawn(process.execPath, words, {
      env: { ...environment, ...keys },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.set(name, child);
    outputs.set(name, "");
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => outputs.set(name, `${outputs.get(name)}${String(chunk)}`));
    }
    await untilHealthy(address, child, () => outputs.get(name) ?? "");
  };
  const end = async (name: string, signal: NodeJS.Signals): Promise<void> => {
    const child = children.get(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  };
  const startCollector = () => start("collector", [...uptakeWords, "serve"], collector);

  const publicKey = await uptake("keys", "create", "--kind", "public");
  // By then the store is made; whatever opens it now may do so side by side.
  const [secretKey] = await Promise.all([uptake("keys", "create", "--kind", "secret"), startCollector()]);
  await start("crm", [resolve("examples/crm/src/server/main.ts")], crm, {
    UPTAKE_PUBLIC_KEY: publicKey,
    UPTAKE_SECRET_KEY: secretKey,
  });
  return {
    collector,
    crm,
    storePath,
    jwtSecret,
    publicKey,
    secretKey,
    adminLink() {
      const link = /\S+\/sign-in#token=\S+/.exec(outputs.get("collector") ?? "")?.[0];
      if (link === undefined) throw new Error(`The collector printed no sign-in link:\n${outputs.get("collector")}`);
      return link;
    },
    uptake,
    async crashCollector() {
      await end("collector", "SIGKILL");
      await startCollector();
    },
    async stop() {
      await Promise.all([end("collector", "SIGTERM"), end("crm", "SIGTERM")]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
