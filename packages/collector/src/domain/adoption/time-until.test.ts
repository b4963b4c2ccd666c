import * as fc from "fast-check";
import { expect, test } from "vitest";
import { timeUntil, waitingSince } from "./time-until.ts";

const NOW_MS = 1_000;
const reachedAfter = (ms: number) => ({ sinceMs: 0, reachedAtMs: ms });
const openFor = (ms: number) => ({ sinceMs: NOW_MS - ms, reachedAtMs: null });

test("where everybody got there, it is the plain median and the 90th percentile", () => {
  const cases = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map(reachedAfter);
  expect(timeUntil(cases, NOW_MS)).toEqual({ reached: 10, open: 0, medianMs: 50, p90Ms: 90 });
  expect(timeUntil([reachedAfter(7)], NOW_MS)).toMatchObject({ medianMs: 7, p90Ms: 7 });
});

test("who never gets there isn't forgotten: one quick one of three is no median", () => {
  expect(timeUntil([reachedAfter(10), openFor(500), openFor(600)], NOW_MS)).toEqual({
    reached: 1,
    open: 2,
    medianMs: null,
    p90Ms: null,
  });
});

test("who has only just begun says nothing about those who have waited longer", () => {
  const cases = [reachedAfter(10), reachedAfter(20), openFor(5), openFor(5), openFor(5)];
  expect(timeUntil(cases, NOW_MS)).toMatchObject({ open: 3, medianMs: 10 });
});

test("nobody, and nobody who got there, have no times", () => {
  expect(timeUntil([], NOW_MS)).toEqual({ reached: 0, open: 0, medianMs: null, p90Ms: null });
  expect(timeUntil([openFor(5)], NOW_MS)).toEqual({ reached: 0, open: 1, medianMs: null, p90Ms: null });
});

test("what was reached before there was the feature took no time, and what begins later isn't waiting", () => {
  expect(timeUntil([{ sinceMs: 100, reachedAtMs: 40 }], NOW_MS).medianMs).toBe(0);
  expect(timeUntil([{ sinceMs: NOW_MS + 1, reachedAtMs: null }], NOW_MS).open).toBe(0);
});

test("waiting begins when somebody was first seen, or with the feature, whichever is later", () => {
  expect(waitingSince(100, null)).toBe(100);
  expect(waitingSince(100, 300)).toBe(300);
  expect(waitingSince(400, 300)).toBe(400);
  expect(waitingSince(null, 300)).toBeNull();
});

test("of each length of time it is as many as wait for so long who can still arrive", () => {
  const lengths = fc.array(fc.record({ ms: fc.nat({ max: 30 }), reached: fc.boolean() }), { maxLength: 40 });
  fc.assert(
    fc.property(lengths, (waits) => {
      let waiting = 1;
      const half = Array.from({ length: 31 }, (_, ms) => ms).find((ms) => {
        const atRisk = waits.filter((wait) => wait.ms >= ms).length;
        const arriving = waits.filter((wait) => wait.reached && wait.ms === ms).length;
        if (arriving > 0) waiting *= 1 - arriving / atRisk;
        return arriving > 0 && waiting <= 0.5 + 1e-9;
      });
      const cases = waits.map(({ ms, reached }) => (reached ? reachedAfter(ms) : openFor(ms)));
      expect(timeUntil(cases, NOW_MS).medianMs).toBe(half ?? null);
    }),
  );
});

test("an open case never makes the others look quicker", () => {
  const cases = fc.array(
    fc
      .record({ sinceMs: fc.nat({ max: 900 }), tookMs: fc.option(fc.nat({ max: 100 })) })
      .map(({ sinceMs, tookMs }) => ({
        sinceMs,
        reachedAtMs: tookMs === null ? null : sinceMs + tookMs,
      })),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(cases, fc.nat({ max: 1_000 }), (some, waitedMs) => {
      const before = timeUntil(some, NOW_MS);
      const after = timeUntil([...some, openFor(waitedMs)], NOW_MS);
      const late = (ms: number | null): number => ms ?? Number.POSITIVE_INFINITY;
      expect(late(after.medianMs)).toBeGreaterThanOrEqual(late(before.medianMs));
      expect(late(after.p90Ms)).toBeGreaterThanOrEqual(late(before.medianMs));
    }),
  );
});

test("nobody waits before they were seen or before there is the feature, and nobody longer than from the later of both", () => {
  fc.assert(
    fc.property(fc.option(fc.nat(1_000)), fc.option(fc.nat(1_000)), (firstSeenAtMs, launchedAtMs) => {
      const since = waitingSince(firstSeenAtMs, launchedAtMs);
      expect(since === null).toBe(firstSeenAtMs === null);
      const known = [firstSeenAtMs, launchedAtMs].filter((time) => time !== null);
      expect(since ?? Math.max(...known)).toBe(Math.max(...known));
    }),
  );
});
