import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type ClientRequest, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { cellOf, writerId } from "../../../../tests/support/test-collector.ts";
import { createPublicKey, createSecretKey } from "../auth/keys.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { createSqliteStore } from "../store/sqlite/create-sqlite-store.ts";
import { startUptake, untilLogged, untilPrinted, type Run } from "./test-support/start-uptake.ts";

const folder = mkdtempSync(join(tmpdir(), "uptake-serve-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ACCOUNT = "recognisable-account";
const USER = "recognisable-person@example.test";

interface Serving extends Run {
  readonly address: string;
  readonly path: string;
  readonly publicKey: string;
  readonly secretKey: string;
}

/** A collector in a process of its own, with keys. */
async function serve(name: string, environment: NodeJS.Dict<string> = {}): Promise<Serving> {
  const path = join(folder, `${name}.db`);
  const store = await createSqliteStore({ path, now: Date.now });
  const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
  const [publicKey, secretKey] = [createPublicKey([], random, 1), createSecretKey(["read", "write"], random, 1)];
  await store.records.createKey(publicKey.record);
  await store.records.createKey(secretKey.record);
  await store.close();
  const run = startUptake(folder, ["serve"], { UPTAKE_STORE: `sqlite:${path}`, ...environment });
  const address = await untilPrinted(run, /listens on (http:\S+)/);
  await untilPrinted(run, /(sign-in)/);
  return { ...run, address, path, publicKey: publicKey.key, secretKey: secretKey.key };
}

function bodyOf(name: string): string {
  const cells = [cellOf("calendars", Date.now(), 60_000)];
  const writer = { id: writerId(name), seq: 1, account: ACCOUNT, user: USER, cells };
  return JSON.stringify({ v: 1, sdk: "x", sentAt: Date.now(), writers: [writer] });
}

/** Begins to send a request of which the end is still missing. */
async function beginToSend({ address, publicKey }: Serving, body: string): Promise<ClientRequest> {
  const sent = request(`${address}/v1/collect?key=${publicKey}`, {
    method: "POST",
    agent: false,
    headers: { "content-type": "text/plain", "content-length": Buffer.byteLength(body) },
  });
  sent.on("error", () => undefined);
  sent.write(body.slice(0, 50));
  // Another request that has an answer shows that this one has arrived.
  await once(sent, "socket");
  await fetch(`${address}/healthz`);
  return sent;
}

/** Sends a whole one. @returns the status of the reply. */
async function post({ address, publicKey }: Serving, body: string): Promise<number> {
  return (await fetch(`${address}/v1/collect?key=${publicKey}`, { method: "POST", body })).status;
}

async function totalMs(path: string): Promise<number> {
  const store = await createSqliteStore({ path, now: Date.now });
  const [row] = await store.facts.totals({ scope: ALL_ACCOUNTS, by: [] });
  await store.close();
  return row?.activeMs[0] ?? 0;
}

test("a request that is under way when the collector is told to stop is finished, counted and answered", async () => {
  const serving = await serve("drain");
  const bodies = ["one", "two", "three"].map(bodyOf);
  const sending = await Promise.all(bodies.map((body) => beginToSend(serving, body)));
  serving.child.kill("SIGTERM");
  // New connections are refused from now on, so the log is where to see that the stop has begun.
  await untilLogged(serving, /(stopping)/);
  const replies = sending.map(async (sent, index) => {
    const answered = once(sent, "response") as Promise<[IncomingMessage]>;
    sent.end(bodies[index]?.slice(50));
    const [incoming] = await answered;
    incoming.resume();
    return incoming.statusCode;
  });
  expect(await Promise.all(replies)).toEqual([200, 200, 200]);
  const { code, err } = await serving.ended;
  expect([code, await totalMs(serving.path)]).toEqual([0, 180_000]);
  expect(err).toContain('"abandoned":0');
});

test("a second signal ends it at once; what was acknowledged is there all the same", async () => {
  const serving = await serve("twice");
  expect(await post(serving, bodyOf("acknowledged"))).toBe(200);
  await beginToSend(serving, bodyOf("never"));
  serving.child.kill("SIGTERM");
  await untilLogged(serving, /(stopping)/);
  serving.child.kill("SIGTERM");
  expect(await serving.ended).toMatchObject({ code: null, signal: "SIGTERM" });
  expect(await totalMs(serving.path)).toBe(60_000);
});

test("the log has a line for each class of what happens, and nothing of who it happened to", async () => {
  const secret = "kJ3v9Qm2Zx8Lw5Tn7Rb4Yc6Pd1Hf0Gs9";
  const serving = await serve("log", { UPTAKE_JWT_SECRET: secret });
  const { address, publicKey, secretKey } = serving;
  const token = "recognisable.token.text";
  const collect = `${address}/v1/collect`;
  const headers = { "x-forwarded-for": "203.0.113.77" };
  const send = (url: string, body: string): Promise<Response> => fetch(url, { method: "POST", headers, body });
  for (let count = 0; count < 20; count += 1) {
    await send(`${collect}?key=${publicKey}`, bodyOf("log"));
    await send(`${collect}?key=pk_recognisable_unknown_key`, bodyOf("log"));
    await send(`${collect}?key=${publicKey}`, `{"recognisable-body":`);
    await fetch(`${address}/v1/me?writer=recognisable-writer`, { headers: { authorization: `Bearer ${token}` } });
    await fetch(`${address}/v1/accounts/${ACCOUNT}/features`);
    await fetch(`${address}/recognisable-path/${USER}`);
    await fetch(`${address}/v1/users?search=${USER}&limit=no`, { headers: { authorization: `Bearer ${secretKey}` } });
  }
  serving.child.kill("SIGTERM");
  const { err, code } = await serving.ended;
  const lines = err
    .trimEnd()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  expect([code, lines.map(({ msg, door = "", problem = "" }) => `${msg} ${door} ${problem}`.trim())]).toEqual([
    0,
    [
      "started",
      "refused /v1/collect unknown-key",
      "refused /v1/collect malformed",
      "refused /v1/me token-invalid",
      "refused /v1/accounts/:id/features unauthorized",
      "refused other not-found",
      "refused /v1/users invalid-parameter",
      "stopping",
      "stopped",
    ],
  ]);
  for (const leak of ["recognisable", "pk_", publicKey, secretKey.slice(0, 12), secret, "203.0.113.77"]) {
    expect([leak, err.includes(leak)]).toEqual([leak, false]);
  }
});

test.each(["writer-thread", "reader-thread"])(
  "a store whose %s breaks ends it with 1, so that somebody starts it again; what was acknowledged is there",
  async (name) => {
    const file = join(folder, `${name}.breaks`);
    const preload = fileURLToPath(new URL("test-support/break-thread.ts", import.meta.url));
    const serving = await serve(name, {
      NODE_OPTIONS: `--import=${preload}`,
      BREAK_THREAD: `uptake-${name}`,
      BREAK_WHEN: file,
    });
    expect(await post(serving, bodyOf("one"))).toBe(200);
    writeFileSync(file, "");
    const { code, err } = await serving.ended;
    expect(code).toBe(1);
    expect(err).toContain(`"reason":"The store's ${name} broke: a bug.`);
    expect(await totalMs(serving.path)).toBe(60_000);
  },
);
