import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { CollectReply } from "@uptake/tracker/protocol";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

describe("tokens signed by a key pair", () => {
  const listen = async (server: Server): Promise<string> => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
  };
  const sign = (key: CryptoKey, alg: string): Promise<string> =>
    new SignJWT({ account: "acme" })
      .setProtectedHeader({ alg, kid: "k1" })
      .setSubject("u")
      .setAudience("uptake")
      .setExpirationTime(START_MS / 1000 + 60)
      .sign(key);

  test("are checked by the host's public keys; while those can't be fetched, nothing is refused for ever", async () => {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    const stranger = await generateKeyPair("ES256");
    let isUp = false;
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "k1", alg: "ES256" }] });
    const server = createServer((_request, response) => response.writeHead(isUp ? 200 : 500).end(jwks));
    const url = await listen(server);
    const collector = createCollector({ store: system.store, jwt: { kind: "jwks", url }, now: () => START_MS });
    const ask = async (token: string): Promise<number> =>
      (await collector.fetch(new Request("http://x/v1/me", { headers: { authorization: `Bearer ${token}` } }))).status;
    const write = async (): Promise<CollectReply | number> => {
      const cells = [cellOf("phone", START_MS, 1)];
      const writer = {
        id: writerId("jwks"),
        seq: 1,
        account: "acme",
        user: "u",
        token: await sign(privateKey, "ES256"),
        cells,
      };
      const body = JSON.stringify({ v: 1, sdk: "x", sentAt: 1, writers: [writer] });
      const headers = { "content-length": String(body.length), "content-type": "text/plain" };
      const response = await collector.fetch(
        new Request(`http://x/v1/collect?key=${system.publicKey}`, { method: "POST", headers, body }),
      );
      return response.ok ? ((await response.json()) as CollectReply) : response.status;
    };
    expect([await ask(await sign(privateKey, "ES256")), await write()]).toEqual([503, 503]);
    isUp = true;
    expect(await ask(await sign(privateKey, "ES256"))).toBe(200);
    expect(await ask(await sign(stranger.privateKey, "ES256"))).toBe(401);
    expect(await write()).toMatchObject({ accepted: [{ id: writerId("jwks") }], rejected: [] });
    server.close();
  });
});
