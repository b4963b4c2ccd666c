import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideRetry, LONGEST_BACKOFF_MS } from "./retry.ts";

describe("After a failed try", () => {
  test.each([
    [0, "retry"],
    [408, "retry"],
    [429, "retry"],
    [500, "retry"],
    [503, "retry"],
    [413, "halve"],
    [400, "stop"],
    [401, "stop"],
    [403, "stop"],
    [415, "stop"],
  ])("with status %i the tracker decides to %s", (status, kind) => {
    expect(decideRetry({ status, retryAfterMs: 0 }, 1, 0.5).kind).toBe(kind);
  });

  test("the longest back-off doubles from a second to a minute", () => {
    const longest = [1, 2, 3, 6, 7, 50].map((failures) => decideRetry({ status: 503, retryAfterMs: 0 }, failures, 1));
    expect(longest.map((decision) => decision.kind === "retry" && decision.delayMs)).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
  });

  test("the wait is never shorter than Retry-After, and the jitter comes on top", () => {
    fc.assert(
      fc.property(
        fc.nat(300_000),
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (retryAfterMs, failures, random) => {
          const decision = decideRetry({ status: 429, retryAfterMs }, failures, random);
          expect(decision.kind).toBe("retry");
          if (decision.kind !== "retry") return;
          expect(decision.delayMs).toBeGreaterThanOrEqual(retryAfterMs);
          expect(decision.delayMs).toBeLessThanOrEqual(retryAfterMs + LONGEST_BACKOFF_MS);
        },
      ),
    );
  });
});
