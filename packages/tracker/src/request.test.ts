import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backoffMs, LONGEST_BACKOFF_MS, REFUSAL_MS } from "./request.ts";

const answer = (status: number, retryAfter?: string) => ({
  status,
  headers: new Headers(retryAfter === undefined ? {} : { "Retry-After": retryAfter }),
});

describe("After a failed try", () => {
  test.each([
    [408, 500],
    [429, 500],
    [500, 500],
    [503, 500],
    [413, 0],
    [400, REFUSAL_MS],
    [401, REFUSAL_MS],
    [403, REFUSAL_MS],
    [415, REFUSAL_MS],
  ])("with status %i the next one comes in %i ms", (status, delayMs) => {
    expect(backoffMs(answer(status), 1, 0.5)).toBe(delayMs);
  });

  test("without an answer the next one comes as after a server's error", () => {
    expect(backoffMs(new TypeError("Failed to fetch") as object, 1, 0.5)).toBe(500);
  });

  test("the longest back-off doubles from a second to a minute", () => {
    expect([1, 2, 3, 6, 7, 50].map((failures) => backoffMs(answer(503), failures, 1))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
  });

  test("the wait is never shorter than Retry-After, and the jitter comes on top", () => {
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (retryAfterS, failures, random) => {
          const delayMs = backoffMs(answer(429, String(retryAfterS)), failures, random);
          expect(delayMs).toBeGreaterThanOrEqual(retryAfterS * 1_000);
          expect(delayMs).toBeLessThanOrEqual(retryAfterS * 1_000 + LONGEST_BACKOFF_MS);
        },
      ),
    );
  });

  test("a Retry-After that is no number of seconds asks for nothing", () => {
    expect(backoffMs(answer(503, "Wed, 21 Oct 2026 07:28:00 GMT"), 1, 0)).toBe(0);
  });
});
