import type { Problem } from "@uptake/tracker/protocol";
import { expect, test } from "vitest";
import { startTestCollector } from "../../../../tests/support/test-collector.ts";
import { createDailySalt, createRateLimit } from "./rate-limit.ts";

const salt = (): Uint8Array => new Uint8Array(16);

test("a key and address that ask too often are told when to come back; others are not affected", async () => {
  const system = await startTestCollector({ rateLimit: 2 });
  const post = (address: string, key = system.publicKey): Promise<Response> =>
    system.request(`/v1/collect?key=${key}`, {
      method: "POST",
      address,
      body: { v: 1, sdk: "x", sentAt: 1, writers: [] },
    });
  expect([(await post("192.0.2.1")).status, (await post("192.0.2.1")).status]).toEqual([200, 200]);
  const refused = await post("192.0.2.1");
  const problem = (await refused.json()) as Problem;
  expect([refused.status, problem.type, refused.headers.get("access-control-allow-origin")]).toEqual([
    429,
    "/problems/too-many-requests",
    "*",
  ]);
  expect(problem.retryAfterMs).toBeGreaterThan(0);
  expect(problem.retryAfterMs).toBeLessThanOrEqual(60_000);
  expect(Number(refused.headers.get("retry-after"))).toBe(Math.ceil(Number(problem.retryAfterMs) / 1000));
  expect((await post("192.0.2.2")).status).toBe(200);
  await system.stop();
});

test("guessing keys gives no guess a budget of its own", async () => {
  const limit = createRateLimit(3, salt);
  const guess = (key: string): Promise<void> => limit.take({ key, known: false, address: "192.0.2.1" });
  await Promise.all([guess("a"), guess("b"), guess("c")]);
  await expect(guess("d")).rejects.toThrow("UPTAKE_RATE_LIMIT");
  await limit.take({ key: "pk_known", known: true, address: "192.0.2.1" });
});

test("unknown keys never get more than 300 requests a minute", async () => {
  const limit = createRateLimit(3_000, salt);
  const guess = (): Promise<void> => limit.take({ key: "x", known: false, address: "192.0.2.1" });
  await Promise.all(Array.from({ length: 300 }, guess));
  await expect(guess()).rejects.toThrow("Slow down");
});

test("all addresses of one IPv6 network count together, and two networks apart", async () => {
  const limit = createRateLimit(1, salt);
  const take = (address: string): Promise<void> => limit.take({ key: "k", known: true, address });
  await take("2001:db8:0:1::5");
  await expect(take("2001:db8::1:0:0:0:9")).rejects.toThrow("Slow down");
  await take("2001:db8:0:2::5");
});

test("the salt of a day is forgotten after it, and with it who came", () => {
  let nowMs = 0;
  let made = 0;
  const today = createDailySalt(
    (bytes) => new Uint8Array(bytes).fill((made += 1)),
    () => nowMs,
  );
  const first = today();
  nowMs = 86_399_999;
  expect(today()).toBe(first);
  nowMs = 86_400_000;
  const second = today();
  expect(second).not.toEqual(first);
  nowMs = 0;
  expect(today()).not.toEqual(second);
});
