import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { CollectReply, MeReply, Problem, WriterState } from "../../packages/tracker/src/protocol/index.ts";
import type { AccountsReply } from "../../packages/collector/src/api/contract.ts";
import { cellOf, writerId } from "../support/test-collector.ts";
import type { Proof, Subject } from "./subject.ts";

/** What every collector answers, wherever it runs. */

export const MAYA = { account: "acme", user: "maya" };
export const NOOR = { account: "acme", user: "noor" };

const JSON_TYPE = "application/json";
const PROBLEM_TYPE = "application/problem+json";

export type SentWriter = Pick<WriterState, "account" | "user"> & {
  readonly id: string;
  readonly cells: readonly unknown[];
};

/** Posts writers as a tracker does. */
export function collect(
  subject: Subject,
  { headers, token }: Proof,
  ...writers: readonly SentWriter[]
): Promise<Response> {
  const proof = token === undefined ? {} : { token };
  return subject.request(`/v1/collect?key=${subject.publicKey}`, {
    method: "POST",
    headers: { ...headers, "content-type": "text/plain;charset=UTF-8" },
    body: {
      v: 1,
      sdk: "test",
      sentAt: Date.now(),
      writers: writers.map((writer) => Object.assign({ seq: 1 }, writer, proof)),
    },
  });
}

/** The person's own time on calendars, milliseconds. */
export async function calendarsMs(subject: Subject, { headers }: Proof): Promise<number> {
  const response = await subject.request("/v1/me", { headers });
  const { features } = (await response.json()) as MeReply;
  return features.find(({ feature }) => feature === "calendars")?.activeMs ?? 0;
}

export async function problemOf(response: Response): Promise<readonly [status: number, type: string]> {
  expect(response.headers.get("content-type")).toBe(PROBLEM_TYPE);
  const { type, status } = (await response.json()) as Problem;
  expect(status).toBe(response.status);
  return [status, type];
}

/** @param running the subject, once it runs. */
export function testCollector(running: () => Subject): void {
  test("what is collected is acknowledged by writer and request, and shown to its person", async () => {
    const maya = await running().proofOf(MAYA);
    const beforeMs = await calendarsMs(running(), maya);
    const writer = { id: writerId("acknowledged"), ...MAYA, cells: [cellOf("calendars", Date.now(), 60_000)] };
    const response = await collect(running(), maya, writer);
    const reply = (await response.json()) as CollectReply;
    expect([response.status, reply.accepted, reply.rejected]).toEqual([200, [{ id: writer.id, seq: 1 }], []]);
    expect(Math.abs(reply.now - Date.now())).toBeLessThan(60_000);
    expect((await calendarsMs(running(), maya)) - beforeMs).toBe(60_000);
  });

  test("messages that come again, and late, change nothing", async () => {
    const maya = await running().proofOf(MAYA);
    const beforeMs = await calendarsMs(running(), maya);
    const atMs = Date.now();
    for (const activeMs of [1_000, 5_000, 3_000, 5_000]) {
      const cells = [cellOf("calendars", atMs, activeMs)];
      expect((await collect(running(), maya, { id: writerId("repeated"), ...MAYA, cells })).status).toBe(200);
    }
    expect((await calendarsMs(running(), maya)) - beforeMs).toBe(5_000);
  });

  test("what is refused is named, and its neighbours live", async () => {
    const maya = await running().proofOf(MAYA);
    const beforeMs = await calendarsMs(running(), maya);
    const good = cellOf("calendars", Date.now(), 2_000);
    const id = writerId("neighbours");
    const future = { ...good, slot: good.slot + 4 };
    const reply = await collect(running(), maya, { id, ...MAYA, cells: [future, good, { ...good, visits: -1 }] });
    expect(await reply.json()).toMatchObject({
      accepted: [{ id, seq: 1 }],
      rejected: [
        { id, feature: "calendars", slot: future.slot, reason: "slot_in_future" },
        { id, feature: "calendars", slot: good.slot, reason: "malformed" },
      ],
    });
    expect((await calendarsMs(running(), maya)) - beforeMs).toBe(2_000);
  });

  test("nobody's record is read without a proof", async () => {
    expect(await problemOf(await running().request("/v1/me"))).toEqual([401, "/problems/unauthorized"]);
  });

  test("a secret key pushes and reads, as JSON and line by line; nothing else does", async () => {
    const { request, secretKey, publicKey } = running();
    const authorization = `Bearer ${secretKey}`;
    const push = async (type: string, body: unknown): Promise<unknown> =>
      (await request("/v1/accounts", { method: "PUT", headers: { authorization, "content-type": type }, body })).json();
    expect(await push(JSON_TYPE, [{ id: "acme", name: "Acme ✓" }])).toEqual({ accepted: 1, rejected: [] });
    expect(await push("application/x-ndjson", '{"id":"globex"}\n{"id":7}\n')).toMatchObject({
      accepted: 1,
      rejected: [{ line: 2 }],
    });
    const read = await request("/v1/accounts?period=all&sort=name", { headers: { authorization } });
    const { rows } = (await read.json()) as AccountsReply;
    expect(rows.map(({ account, name }) => [account, name])).toEqual([
      ["acme", "Acme ✓"],
      ["globex", "globex"],
    ]);
    for (const headers of [
      {},
      { authorization: `Bearer ${publicKey}` },
      { ...(await running().proofOf(MAYA)).headers },
    ]) {
      expect([401, 403]).toContain((await request("/v1/accounts", { headers })).status);
    }
  });

  test("definitions and scripts reach every page, once", async () => {
    const { request, publicKey } = running();
    const { version } = JSON.parse(readFileSync("packages/collector/package.json", "utf8")) as { version: string };
    for (const path of [`/v1/definitions?key=${publicKey}`, `/uptake.js?key=${publicKey}`, `/v/${version}/uptake.js`]) {
      const response = await request(path, { headers: { origin: "https://app.example.com" } });
      const text = await response.text();
      expect([path, response.status, text.length > 100]).toEqual([path, 200, true]);
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      expect(text.includes('"/calendars"')).toBe(path.includes("?key="));
      const etag = response.headers.get("etag") ?? "";
      const again = await request(path, { headers: { "if-none-match": etag } });
      expect([again.status, await again.text()]).toEqual([304, ""]);
    }
  });

  test.each([
    ["POST", "/v1/collect?key=pk_no", { "content-type": "text/plain" }, "{}", 401, "unknown-key"],
    ["POST", "/v1/collect?key=KEY", { "content-type": "text/plain" }, "{", 400, "malformed"],
    ["POST", "/v1/collect?key=KEY", { "content-type": "text/csv" }, "{}", 415, "unsupported-type"],
    ["POST", "/v1/collect?key=KEY", { "content-type": "text/plain" }, "x".repeat(70_000), 413, "too-large"],
    ["DELETE", "/v1/me", {}, undefined, 405, "method-not-allowed"],
    ["GET", "/v1/nothing", {}, undefined, 404, "not-found"],
  ])(
    "%s %s with %j is answered with a problem, under one name everywhere",
    async (method, path, headers, body, status, kind) => {
      const { request, publicKey } = running();
      const response = await request(path.replace("KEY", publicKey), { method, headers, body });
      expect(response.headers.get("access-control-allow-origin")).toBe(kind === "not-found" ? null : "*");
      expect(response.headers.get("allow")).toBe(status === 405 ? "GET, HEAD, OPTIONS" : null);
      expect(await problemOf(response)).toEqual([status, `/problems/${kind}`]);
    },
  );

  test("a body in chunks is refused, and the next request is answered", async () => {
    const { request, publicKey } = running();
    const body = new Blob(["{}"]).stream();
    const headers = { "content-type": "text/plain" };
    const response = await request(`/v1/collect?key=${publicKey}`, { method: "POST", headers, body });
    expect(await problemOf(response)).toEqual([411, "/problems/length-required"]);
    expect((await request("/healthz")).status).toBe(200);
  });

  test("a page on another origin may ask before it sends", async () => {
    const { request, publicKey } = running();
    const headers = { origin: "https://app.example.com", "access-control-request-method": "POST" };
    const response = await request(`/v1/collect?key=${publicKey}`, { method: "OPTIONS", headers });
    const allowed = ["origin", "methods", "headers", "credentials"].map((what) =>
      response.headers.get(`access-control-allow-${what}`),
    );
    expect([response.status, ...allowed]).toEqual([204, "*", "POST", "Content-Type", null]);
  });

  test("HEAD is answered like GET, without a body", async () => {
    const { request, publicKey } = running();
    for (const path of ["/healthz", `/uptake.js?key=${publicKey}`]) {
      const [head, get] = [await request(path, { method: "HEAD" }), await request(path)];
      expect([head.status, await head.text()]).toEqual([200, ""]);
      for (const name of ["content-type", "etag", "x-content-type-options", "cache-control"]) {
        expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
      }
    }
  });

  test("the dashboard loads from where it is mounted, and a sign-in link signs in, once", async () => {
    const { base, request, signInToken } = running();
    const page = await request("/sign-in", { headers: { accept: "text/html" } });
    const addresses = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(
      ([, address]) => address ?? "",
    );
    expect(addresses).toHaveLength(2);
    for (const address of addresses) {
      const path = new URL(address, base).href.slice(base.length);
      expect([address, (await request(path)).status]).toEqual([address, 200]);
    }
    const headers = { origin: new URL(base).origin };
    const signIn = () => request("/v1/session", { method: "POST", headers, body: { token: signInToken } });
    const cookie = (await signIn()).headers.get("set-cookie") ?? "";
    expect(cookie).toContain("; Path=/; ");
    const session = await request("/v1/session", { headers: { cookie: cookie.split(";", 1)[0] ?? "" } });
    expect(await session.json()).toEqual({ name: "Admin", role: "admin" });
    expect(await problemOf(await signIn())).toEqual([401, "/problems/unauthorized"]);
  });
}
