import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { createPublicKey, createSecretKey } from "../../../packages/collector/src/auth/keys.ts";
import type { Definitions } from "../../../packages/collector/src/domain/definitions/definitions.ts";
import { createSqliteStore } from "../../../packages/collector/src/store/sqlite/create-sqlite-store.ts";
import { freePort } from "../../support/free-port.ts";
import { type CollectorProcess, type ProcessOptions, startProcess } from "./collector-process.ts";
import { BARE_ENVIRONMENT } from "../../support/bare-environment.ts";

/** One data file with its keys and its address, on which collectors are started one after the other. */
export interface CollectorPlace {
  readonly storePath: string;
  /** Such as `http://127.0.0.1:4600`; the same for every collector started here. */
  readonly address: string;
  readonly publicKey: string;
  readonly secretKey: string;
  /** Starts `uptake serve` from source; resolves when it listens. */
  start(options?: Partial<Pick<ProcessOptions, "under" | "environment">>): Promise<CollectorProcess>;
  /** Runs another command of `uptake` on the file. @returns its exit code and what it printed. */
  uptake(...words: readonly string[]): Promise<{ readonly exitCode: number; readonly output: string }>;
  /** Kills what still runs here, and removes everything. */
  remove(): Promise<void>;
}

const PROGRAM = ["--conditions=uptake-source", resolve("packages/collector/src/main.ts")];

/** Makes a fresh one. */
export async function makeCollectorPlace(definitions: Definitions): Promise<CollectorPlace> {
  const folder = mkdtempSync(join(tmpdir(), "uptake-faults-"));
  const storePath = join(folder, "uptake.db");
  const definitionsPath = join(folder, "uptake.config.mjs");
  writeFileSync(definitionsPath, `export default ${JSON.stringify(definitions)};`);
  const { publicKey, secretKey } = await makeKeys(storePath);
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const ownEnvironment = {
    ...BARE_ENVIRONMENT,
    UPTAKE_STORE: `sqlite:${storePath}`,
    UPTAKE_DEFINITIONS: definitionsPath,
    UPTAKE_PORT: String(port),
  };
  const started: CollectorProcess[] = [];
  return {
    storePath,
    address,
    publicKey,
    secretKey,
    async start({ under = [], environment = {} } = {}) {
      const collector = await startProcess({
        command: [process.execPath, ...PROGRAM, "serve"],
        under,
        environment: { ...ownEnvironment, ...environment },
      });
      started.push(collector);
      return collector;
    },
    uptake: (...words) =>
      promisify(execFile)(process.execPath, [...PROGRAM, ...words], { env: ownEnvironment }).then(
        ({ stdout, stderr }) => ({ exitCode: 0, output: stdout + stderr }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          exitCode: error.code,
          output: error.stdout + error.stderr,
        }),
      ),
    async remove() {
      for (const collector of started) await collector.end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function makeKeys(path: string): Promise<Pick<CollectorPlace, "publicKey" | "secretKey">> {
  const [publicKey, secretKey] = [
    createPublicKey([], randomBytes, Date.now()),
    createSecretKey(["read"], randomBytes, Date.now()),
  ];
  const store = await createSqliteStore({ path, now: Date.now });
  await store.records.createKey(publicKey.record);
  await store.records.createKey(secretKey.record);
  await store.close();
  return { publicKey: publicKey.key, secretKey: secretKey.key };
}
