import * as fc from "fast-check";
import { expect, test } from "vitest";
import { peerBenchmark } from "./peer-benchmark.ts";

test("an account is compared with the mean, the median and the order of its peers", () => {
  expect(peerBenchmark(3, [1, 2, 3, 4, 100])).toEqual({ peers: 5, mean: 22, median: 3, below: 2.5, percentBelow: 50 });
  expect(peerBenchmark(0, [1, 2, 3, 4, 100])?.percentBelow).toBe(0);
  expect(peerBenchmark(101, [1, 2, 3, 4, 100])?.percentBelow).toBe(100);
});

test("fewer than five peers tell nothing", () => {
  expect(peerBenchmark(3, [1, 2, 3, 4])).toBeNull();
  expect(peerBenchmark(3, [])).toBeNull();
});

test("more is never lower, and the order of the peers doesn't matter", () => {
  const peers = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 5 });
  fc.assert(
    fc.property(peers, fc.nat({ max: 20 }), fc.nat({ max: 5 }), (others, value, more) => {
      const found = peerBenchmark(value, others);
      expect(peerBenchmark(value + more, others)?.below).toBeGreaterThanOrEqual(found?.below ?? Number.NaN);
      expect(peerBenchmark(value, others.toReversed())).toEqual(found);
    }),
  );
});
