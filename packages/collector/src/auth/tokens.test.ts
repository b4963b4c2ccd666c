import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { CollectReply } from "@uptake/tracker/protocol";
import { exportJWK, generateKeyPair, SignJWT, type JWK } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import { createCollector } from "../collector.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector();
});
afterAll(() => system.stop());

/** A host's key set on a real server, which can be changed and go away. */
async function startKeyServer() {
  const state = { keys: [] as readonly JWK[], status: 200, fetches: 0 };
  const answer = (): Server =>
    createServer((_request, response) => {
      state.fetches += 1;
      response.writeHead(state.status, { connection: "close" }).end(JSON.stringify({ keys: state.keys }));
    });
  let server = answer();
  const listen = (port: number): Promise<void> => new Promise((done) => server.listen(port, "127.0.0.1", done));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> => new Promise((done) => server.close(() => done()));
  const restart = async (): Promise<void> => {
    server = answer();
    await listen(port);
  };
  return { state, url: `http://127.0.0.1:${port}/jwks.json`, stop, restart };
}

/** A key pair of the host. */
async function makeKey(alg: string, kid: string) {
  const { publicKey, privateKey } = await generateKeyPair(alg, alg === "EdDSA" ? { crv: "Ed25519" } : {});
  const sign = (): Promise<string> =>
    new SignJWT({ account: "acme" })
      .setProtectedHeader({ alg, kid })
      .setSubject("u")
      .setAudience("uptake")
      .setExpirationTime(START_MS / 1000 + 86_400)
      .sign(privateKey);
  return { jwk: { ...(await exportJWK(publicKey)), kid, alg }, sign };
}

describe("tokens signed by a key pair", () => {
  afterEach(() => void vi.useRealTimers());

  /** A collector that checks tokens by the keys at an address, on a clock that is jose's, too. */
  const start = (url: string) => {
    vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
    const collector = createCollector({ store: system.store, jwt: { kind: "jwks", url }, now: Date.now });
    const ask = async (token: string): Promise<number> =>
      (await collector.fetch(new Request("http://x/v1/me", { headers: { authorization: `Bearer ${token}` } }))).status;
    const write = async (token: string): Promise<CollectReply | number> => {
      const cells = [cellOf("phone", START_MS, 1)];
      const writer = { id: writerId("jwks"), seq: 1, account: "acme", user: "u", token, cells };
      const body = JSON.stringify({ v: 1, sdk: "x", sentAt: 1, writers: [writer] });
      const headers = { "content-length": String(body.length), "content-type": "text/plain" };
      const response = await collector.fetch(
        new Request(`http://x/v1/collect?key=${system.publicKey}`, { method: "POST", headers, body }),
      );
      return response.ok ? ((await response.json()) as CollectReply) : response.status;
    };
    return { ask, write };
  };

  test.each(["ES256", "EdDSA", "RS256"])(
    "by %s prove who writes and reads, and a stranger's key doesn't",
    async (alg) => {
      const server = await startKeyServer();
      const [key, stranger] = [await makeKey(alg, "k1"), await makeKey(alg, "k1")];
      server.state.keys = [key.jwk];
      const { ask, write } = start(server.url);
      expect([await ask(await key.sign()), await ask(await stranger.sign())]).toEqual([200, 401]);
      expect(await write(await key.sign())).toMatchObject({ accepted: [{ id: writerId("jwks") }], rejected: [] });
      expect(await write(await stranger.sign())).toMatchObject({
        accepted: [],
        rejected: [{ reason: "token_invalid" }],
      });
      expect(server.state.fetches).toBe(1);
      await server.stop();
    },
  );

  test("that use the public key as a shared secret are refused", async () => {
    const server = await startKeyServer();
    const key = await makeKey("ES256", "k1");
    server.state.keys = [key.jwk];
    const forged = await new SignJWT({ account: "acme" })
      .setProtectedHeader({ alg: "HS256", kid: "k1" })
      .setSubject("u")
      .setAudience("uptake")
      .setExpirationTime(START_MS / 1000 + 60)
      .sign(new TextEncoder().encode(JSON.stringify(key.jwk)));
    expect(await start(server.url).ask(forged)).toBe(401);
    await server.stop();
  });

  test("by a new key hold within seconds after the host has changed it, and those by the old one no more", async () => {
    const server = await startKeyServer();
    const [old, next] = [await makeKey("ES256", "old"), await makeKey("ES256", "next")];
    server.state.keys = [old.jwk];
    const { ask, write } = start(server.url);
    expect(await ask(await old.sign())).toBe(200);
    server.state.keys = [next.jwk];
    // Refused writers stay pending, so nothing is lost while the collector doesn't know the key.
    expect(await write(await next.sign())).toMatchObject({ rejected: [{ reason: "token_invalid" }] });
    vi.setSystemTime(START_MS + 5_001);
    expect([await ask(await next.sign()), await ask(await old.sign())]).toEqual([200, 401]);
    expect(server.state.fetches).toBe(2);
    await server.stop();
  });

  test("are neither believed nor refused while the keys can't be fetched, and again when they can", async () => {
    const server = await startKeyServer();
    const key = await makeKey("EdDSA", "k1");
    server.state.keys = [key.jwk];
    await server.stop();
    const { ask, write } = start(server.url);
    const token = await key.sign();
    expect([await ask(token), await write(token)]).toEqual([503, 503]);
    await server.restart();
    server.state.status = 500;
    vi.setSystemTime(START_MS + 1_001);
    expect([await write(token), await write(token), server.state.fetches]).toEqual([503, 503, 1]);
    server.state.status = 200;
    vi.setSystemTime(START_MS + 2_002);
    expect([await ask(token), await write(token)]).toMatchObject([200, { rejected: [] }]);
    await server.stop();
    expect(await ask(token)).toBe(200);
  });
});
