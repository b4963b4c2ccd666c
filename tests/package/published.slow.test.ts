import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, "../..");
const PACKAGES = ["tracker", "widget", "collector"];

let folder: string;
let serving: ChildProcess | undefined;

/** A host's folder, outside the repository, with the three packages as npm would publish them. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "uptake-published-"));
  await run("npm", ["run", "-s", "build"], { cwd: ROOT });
  const folders = PACKAGES.map((name) => join(ROOT, "packages", name));
  await run("npm", ["pack", "--silent", "--pack-destination", folder, ...folders], { cwd: ROOT });
  const packed = (await readdir(folder)).filter((name) => name.endsWith(".tgz")).map((name) => join(folder, name));
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packed], { cwd: folder });
}, 300_000);

afterAll(async () => {
  if (serving?.exitCode === null) serving.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

test("the published packages make a key, serve scripts and dashboard, take cells, and stop when told to", async () => {
  const environment = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    UPTAKE_PORT: "0",
  };
  const { stdout } = await run("npx", ["uptake", "keys", "create", "--kind", "public"], {
    cwd: folder,
    env: environment,
  });
  const key = stdout.trim();
  expect(key).toMatch(/^pk_[\w-]{22}$/);

  // Not through npx: a signal has to reach the collector itself.
  const program = join(folder, "node_modules/.bin/uptake");
  serving = spawn(program, ["serve"], { cwd: folder, env: environment, stdio: ["ignore", "pipe", "ignore"] });
  const exited = once(serving, "exit");
  const base = await addressOf(serving);

  const found = await Promise.all(
    ["/healthz", `/uptake.js?key=${key}`, "/uptake-widget.js", "/"].map(async (path) => {
      const response = await fetch(`${base}${path}`);
      return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
    }),
  );
  expect(found.map(({ status, type }) => [status, type])).toEqual([
    [200, "application/json"],
    [200, "text/javascript; charset=utf-8"],
    [200, "text/javascript; charset=utf-8"],
    [200, "text/html; charset=utf-8"],
  ]);
  const assets = [...(found[3]?.text ?? "").matchAll(/"(\/dashboard\/[^"]+)"/g)].map(([, path]) => path);
  expect(assets).toHaveLength(2);
  for (const path of assets) expect((await fetch(`${base}${path}`)).status).toBe(200);

  const slot = Math.floor(Date.now() / 900_000);
  const cells = [{ feature: "calendars", slot, activeMs: [1_000, 1_000, 1_000, 1_000], visits: 1 }];
  const writers = [{ id: "A".repeat(22), seq: 1, account: "acme", user: "u_1", cells }];
  const collected = await fetch(`${base}/v1/collect?key=${key}`, {
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: JSON.stringify({ v: 1, sdk: "1.0.0", sentAt: Date.now(), writers }),
  });
  expect(await collected.json()).toMatchObject({ accepted: [{ seq: 1 }], rejected: [] });

  serving.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
});

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("The collector has no output to read its address from.");
  for await (const line of createInterface(stdout)) {
    const address = /^Uptake listens on (\S+)$/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("The collector ended without saying where it listens.");
}
