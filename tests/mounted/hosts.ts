import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { vi } from "vitest";
import { freePort } from "../support/free-port.ts";
import { startProcess } from "./start-process.ts";
import { byToken, bySession, JWT_SECRET, prepareStore, requester, type Keys, type Subject } from "./subject.ts";

/** Everything that the suite runs against. The hosts are the ones of `host/`, which the collector's README shows. */

const SOURCE = "--conditions=uptake-source";
const COLLECTOR = resolve("packages/collector");
const TRACKER = resolve("packages/tracker");
const HOST = resolve("tests/mounted/host");
/** Next finds a route by its folder. */
const ROUTE = "app/uptake/[[...path]]";

/** What browsers load; other tests of the sources do without. */
export function buildWhatIsMissing(): void {
  const names = ["uptake.js", "dashboard/index.html"];
  if (names.every((name) => existsSync(join(COLLECTOR, "dist/browser", name)))) return;
  execFileSync(process.execPath, ["scripts/build.ts", "tracker/src/script.ts", "dashboard/main.tsx"]);
}

/** `uptake serve`, as a person starts it. */
export async function startStandAlone(): Promise<Subject> {
  const { folder, path, keys } = await prepare();
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const { stop } = await startProcess([SOURCE, join(COLLECTOR, "src/main.ts"), "serve"], {
    folder,
    address: `${base}/healthz`,
    environment: {
      UPTAKE_STORE: `sqlite:${path}`,
      UPTAKE_PORT: String(port),
      UPTAKE_DEFINITIONS: join(HOST, "uptake.config.ts"),
      UPTAKE_JWT_SECRET: JWT_SECRET,
    },
  });
  return subject(base, keys, { folder, stop, proofOf: byToken });
}

/** The collector as a function. */
export async function startFunction(): Promise<Subject> {
  const { folder, path, keys } = await prepare();
  vi.stubEnv("UPTAKE_FILE", path);
  const { collector } = await import("./host/uptake.ts");
  vi.unstubAllEnvs();
  return subject("http://localhost/uptake", keys, {
    folder,
    stop: () => collector.close(),
    send: (request) => collector.fetch(request),
  });
}

export const startExpress = (): Promise<Subject> => startServer("express.ts");

export const startHono = (): Promise<Subject> => startServer("hono.ts");

async function startServer(file: string): Promise<Subject> {
  const { folder, path, keys } = await prepare();
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/uptake`;
  const { stop } = await startProcess([SOURCE, join(HOST, file)], {
    folder,
    address: `${base}/healthz`,
    environment: { UPTAKE_FILE: path, PORT: String(port) },
  });
  return subject(base, keys, { folder, stop });
}

/** `next dev`, with the collector installed as it is published. */
export async function startNext(): Promise<Subject> {
  mkdirSync(".uptake", { recursive: true });
  // Inside of the repository, whose node_modules have Next and the collector's dependencies.
  const { folder, path, keys } = await prepare(resolve(".uptake/next-"));
  install(folder);
  for (const file of ["uptake.ts", "session.ts", "uptake.config.ts", "next.config.ts"]) {
    cpSync(join(HOST, file), join(folder, file));
  }
  mkdirSync(join(folder, ROUTE), { recursive: true });
  // For types in this folder, Next would install the compiler that it knows.
  const code = stripTypeScriptTypes(readFileSync(join(HOST, ROUTE, "route.ts"), "utf8"));
  writeFileSync(join(folder, ROUTE, "route.js"), code);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const port = await freePort();
  const base = `http://localhost:${port}/uptake`;
  const { stop } = await startProcess([resolve("node_modules/next/dist/bin/next"), "dev", "-p", String(port)], {
    folder,
    address: `${base}/healthz`,
    environment: { UPTAKE_FILE: path, NEXT_TELEMETRY_DISABLED: "1" },
  });
  return subject(base, keys, { folder, stop });
}

/** Puts both packages where npm would. Next leaves packages alone only there. */
function install(folder: string): void {
  execFileSync(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-b", COLLECTOR]);
  const modules = join(folder, "node_modules/@uptake");
  for (const part of ["package.json", "dist"]) {
    cpSync(join(COLLECTOR, part), join(modules, "collector", part), { recursive: true });
  }
  cpSync(join(TRACKER, "package.json"), join(modules, "tracker/package.json"));
  buildSync({
    entryPoints: [join(TRACKER, "src/protocol/index.ts")],
    outfile: join(modules, "tracker/dist/protocol.js"),
    bundle: true,
    format: "esm",
  });
}

async function prepare(
  prefix = join(tmpdir(), "uptake-mounted-"),
): Promise<{ readonly folder: string; readonly path: string; readonly keys: Keys }> {
  const folder = mkdtempSync(prefix);
  const path = join(folder, "uptake.db");
  return { folder, path, keys: await prepareStore(path) };
}

interface SubjectParts {
  readonly folder: string;
  readonly stop: () => Promise<void>;
  readonly send?: (request: Request) => Promise<Response>;
  readonly proofOf?: Subject["proofOf"];
}

function subject(base: string, keys: Keys, { folder, stop, send = fetch, proofOf }: SubjectParts): Subject {
  return {
    ...keys,
    base,
    request: requester(base, send),
    proofOf: proofOf ?? ((identity) => bySession(base, identity)),
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
