import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Request as ExpressRequest } from "express";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCollector, type TestCollector } from "../../../tests/support/test-collector.ts";
import { createNodeHandler, type NodeHandlerOptions } from "./node-handler.ts";

const MAYA = { account: "acme", user: "maya" };

let system: TestCollector;
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  system = await startTestCollector({ basePath: "/uptake", rateLimit: 2 });
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await system.stop();
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  stops.push(() => new Promise((done) => server.close(done).closeAllConnections()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/uptake`;
}

/** Express with something before the collector. */
function mounted(before: express.RequestHandler, options: NodeHandlerOptions<ExpressRequest> = {}): Promise<string> {
  const app = express();
  app.set("trust proxy", "loopback");
  app.use(before);
  app.use("/uptake", createNodeHandler(system.collector, options));
  return listen(app);
}

const pass: express.RequestHandler = (_request, _response, next) => next();

async function push(base: string): Promise<{ readonly status: number; readonly reply: unknown }> {
  const headers = { authorization: `Bearer ${system.secretKey}`, "content-type": "application/json" };
  const body = JSON.stringify([{ id: "acme", name: "Acme" }]);
  const response = await fetch(`${base}/v1/accounts`, { method: "PUT", headers, body });
  return { status: response.status, reply: await response.json() };
}

describe("a body", () => {
  test("that nobody has read is read", async () => {
    expect(await push(await mounted(pass))).toEqual({ status: 200, reply: { accepted: 1, rejected: [] } });
  });

  test("that a parser has read is answered with what to do", async () => {
    const { status, reply } = await push(await mounted(express.json()));
    expect([status, reply]).toMatchObject([
      500,
      { type: "/problems/body-taken", detail: expect.stringMatching("rawBody") },
    ]);
  });

  test("whose bytes the parser has left is read from them", async () => {
    const keep = (request: IncomingMessage & { rawBody?: Buffer }, _response: unknown, bytes: Buffer): void => {
      request.rawBody = bytes;
    };
    const base = await mounted(express.json({ verify: keep }));
    expect(await push(base)).toEqual({ status: 200, reply: { accepted: 1, rejected: [] } });
  });

  test("that an earlier handler of a fetch server has read is answered so as well", async () => {
    const headers = { authorization: `Bearer ${system.secretKey}`, "content-type": "application/json" };
    const request = new Request("http://collector.test/uptake/v1/accounts", { method: "PUT", headers, body: "[]" });
    await request.text();
    expect((await system.collector.fetch(request)).status).toBe(500);
  });
});

test("requests are counted by the address that the host's server believes", async () => {
  const base = await mounted(pass, { address: (request) => request.ip });
  const ask = async (address: string): Promise<number> => {
    const headers = { "x-forwarded-for": address, "content-type": "text/plain" };
    const url = `${base}/v1/collect?key=${system.publicKey}`;
    return (await fetch(url, { method: "POST", headers, body: "{" })).status;
  };
  expect([await ask("203.0.113.1"), await ask("203.0.113.1"), await ask("203.0.113.1")]).toEqual([400, 400, 429]);
  expect(await ask("203.0.113.2")).toBe(400);
});

test("a person whom a middleware knows is known", async () => {
  const signIn: express.RequestHandler = (request, _response, next) => {
    Object.assign(request, { user: MAYA });
    next();
  };
  const base = await mounted(signIn, { identity: (request) => (request as { user?: typeof MAYA }).user });
  expect(await (await fetch(`${base}/v1/me`)).json()).toMatchObject({ user: { id: "maya" } });
});

test("node:http needs nothing else, and paths keep their prefix there", async () => {
  const base = await listen(createNodeHandler(system.collector));
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  expect(await push(base)).toMatchObject({ status: 200 });
});
