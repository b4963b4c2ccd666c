import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createIntervals, TICK_MS } from "./interval.ts";
import { IDLE_LIMITS_MS } from "./protocol/index.ts";

/** Adds credits up, by place, under the four limits. */
function createTally() {
  const totals = new Map<string, number[]>();
  const credits: { readonly fromMs: number; readonly toMs: number }[] = [];
  return {
    totals,
    credits,
    add(place: string, fromMs: number, toMs: number, limit: number) {
      credits.push({ fromMs, toMs });
      const before = totals.get(place) ?? [0, 0, 0, 0];
      totals.set(
        place,
        before.map((ms, index) => (index >= limit ? ms + toMs - fromMs : ms)),
      );
    },
  };
}

type Happening =
  | { readonly kind: "attend" | "sign" | "leave" | "leavePage" }
  | { readonly kind: "move"; readonly place: string }
  | { readonly kind: "wait" | "sleep"; readonly ms: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("sign" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("attend" as const, "leave" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("leavePage" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("move" as const), place: fc.constantFrom("a", "b", "c") }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(2_000) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(45_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(200_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("sleep" as const), ms: fc.integer({ min: 7_001, max: 50_000 }) }),
  },
);
const beginning: readonly Happening[] = [{ kind: "move", place: "a" }, { kind: "attend" }];
const history = fc.array(happening, { maxLength: 40 }).map((rest) => beginning.concat(rest));

/** Runs a history through the state machine, with the ticks that a running process has. */
function measure(happenings: readonly Happening[]) {
  const tally = createTally();
  const intervals = createIntervals<string>(tally.add);
  let nowMs = 1;
  for (const it of happenings) {
    if (it.kind === "wait") {
      const untilMs = nowMs + it.ms;
      for (; nowMs + TICK_MS <= untilMs; intervals.pass(nowMs)) nowMs += TICK_MS;
      nowMs = untilMs;
      intervals.pass(nowMs);
    } else if (it.kind === "sleep") nowMs += it.ms;
    else if (it.kind === "move") intervals.move(it.place, nowMs);
    else if (it.kind === "sign") intervals.pass(nowMs, undefined, nowMs);
    else if (it.kind === "leavePage") intervals.pass(nowMs, false, 0, true);
    else intervals.pass(nowMs, it.kind === "attend");
  }
  return tally;
}

/** The same, told the slow way: every millisecond of the history knows its place and the gap it lies in. */
function simulate(happenings: readonly Happening[]) {
  const gaps: { isClosed: boolean; isSpoilt: boolean; byInput: boolean; ms: Record<string, number> }[] = [];
  let place = "";
  let present: (typeof gaps)[number] | undefined;
  let attended = false;
  const next = (byInput: boolean) => gaps.push((present = { isClosed: false, isSpoilt: false, byInput, ms: {} }));
  for (const it of happenings) {
    if (it.kind === "wait" || it.kind === "sleep") {
      if (!present) continue;
      for (let ms = 0; ms < it.ms; ms += 1) present.ms[place] = (present.ms[place] ?? 0) + 1;
      if (it.kind === "sleep") present.isSpoilt = true;
    } else if (it.kind === "move") place = it.place;
    else if (it.kind === "attend") {
      if (!attended) next(false);
      attended = true;
    } else if (attended) {
      if (present) {
        present.isClosed = true;
        if (it.kind === "leavePage" && !present.byInput) present.isSpoilt = true;
      }
      present = undefined;
      attended = it.kind === "sign";
      if (attended) next(true);
    }
  }
  const totals = new Map<string, number[]>();
  for (const gap of gaps.filter(({ isClosed, isSpoilt }) => isClosed && !isSpoilt)) {
    const lengthMs = Object.values(gap.ms).reduce((all, ms) => all + ms, 0);
    for (const [at, spentMs] of Object.entries(gap.ms)) {
      const counts = IDLE_LIMITS_MS.map((limitMs) => (lengthMs <= limitMs ? spentMs : 0));
      totals.set(
        at,
        (totals.get(at) ?? [0, 0, 0, 0]).map((ms, index) => ms + (counts[index] ?? 0)),
      );
    }
  }
  return totals;
}

const sum = (totals: ReadonlyMap<string, readonly number[]>) =>
  [0, 1, 2, 3].map((limit) => [...totals.values()].reduce((all, ms) => all + (ms[limit] ?? 0), 0));

describe("Active time of any history", () => {
  test("equals a simulation that looks at every millisecond", () => {
    fc.assert(
      fc.property(history, (it) => {
        expect(Object.fromEntries(measure(it).totals)).toEqual(Object.fromEntries(simulate(it)));
      }),
      { numRuns: 500 },
    );
  });

  test("never decreases from a shorter idle limit to a longer one", () => {
    fc.assert(
      fc.property(history, (it) => {
        for (const ms of measure(it).totals.values()) expect(ms).toEqual(ms.toSorted((a, b) => a - b));
      }),
    );
  });

  test("is the same in total however it is distributed over features", () => {
    fc.assert(
      fc.property(history, (it) => {
        const inOne = it.map((one) => (one.kind === "move" ? { ...one, place: "a" } : one));
        expect(sum(measure(it).totals)).toEqual(sum(measure(inOne).totals));
      }),
    );
  });

  test("never falls, and no instant counts twice", () => {
    fc.assert(
      fc.property(history, (it) => {
        let latestMs = 0;
        for (const { fromMs, toMs } of measure(it).credits) {
          expect(fromMs).toBeGreaterThanOrEqual(latestMs);
          expect(toMs).toBeGreaterThan(fromMs);
          latestMs = toMs;
        }
      }),
    );
  });
});

describe("A gap", () => {
  const start = () => {
    const tally = createTally();
    const intervals = createIntervals<string>(tally.add);
    intervals.move("a", 0);
    intervals.pass(0, true);
    /** Awake until an instant. */
    const awake = (fromMs: number, toMs: number) => {
      for (let atMs = fromMs; atMs <= toMs; atMs += TICK_MS) intervals.pass(atMs);
    };
    return { ...tally, intervals, awake };
  };

  test.each([
    { lengthMs: 30_000, counted: [30_000, 30_000, 30_000, 30_000] },
    { lengthMs: 30_001, counted: [0, 30_001, 30_001, 30_001] },
    { lengthMs: 60_000, counted: [0, 60_000, 60_000, 60_000] },
    { lengthMs: 60_001, counted: [0, 0, 60_001, 60_001] },
    { lengthMs: 120_001, counted: [0, 0, 0, 120_001] },
  ])("of $lengthMs ms counts under the limits that are not shorter", ({ lengthMs, counted }) => {
    const { intervals, awake, totals } = start();
    awake(0, lengthMs);
    intervals.pass(lengthMs, undefined, lengthMs);
    expect(totals.get("a")).toEqual(counted);
  });

  test("that nobody closes counts nothing", () => {
    const { intervals, awake, totals } = start();
    awake(0, 600_000);
    expect(intervals.openedMs()).toBe(0);
    expect(totals.size).toBe(0);
  });

  test("is split by a change of feature, and its parts are dropped together", () => {
    const { intervals, awake, totals } = start();
    awake(0, 20_000);
    intervals.move("b", 20_000);
    awake(20_000, 40_000);
    intervals.pass(40_000, undefined, 40_000);
    expect(Object.fromEntries(totals)).toEqual({ a: [0, 20_000, 20_000, 20_000], b: [0, 20_000, 20_000, 20_000] });
  });

  test("counts nothing when its tick comes more than two seconds late", () => {
    const { intervals, totals } = start();
    intervals.pass(5_000);
    intervals.pass(12_001);
    expect(intervals.openedMs()).toBeUndefined();
    intervals.pass(13_000, undefined, 13_000);
    intervals.pass(14_000, undefined, 14_000);
    expect(totals.get("a")).toEqual([1_000, 1_000, 1_000, 1_000]);
  });

  test("bears a tick that is just in time", () => {
    const { intervals, totals } = start();
    intervals.pass(5_000);
    intervals.pass(12_000);
    intervals.pass(13_000, undefined, 13_000);
    expect(totals.get("a")).toEqual([13_000, 13_000, 13_000, 13_000]);
  });

  test("ends when the input happened, not when it was handled", () => {
    const { intervals, totals } = start();
    intervals.pass(1_700, undefined, 900);
    intervals.pass(1_700, false);
    expect(totals.get("a")?.[0]).toBe(1_700);
    intervals.pass(2_000, true);
    intervals.pass(2_100, undefined, 1_000);
    expect(totals.get("a")?.[0]).toBe(1_700);
  });

  test("counts nothing when the input that ends it is handled more than two seconds late", () => {
    const { intervals, totals } = start();
    intervals.pass(3_001, undefined, 1_000);
    expect(totals.size).toBe(0);
    // And the next gap begins when the process ran again, not when that input was made.
    intervals.pass(4_000, undefined, 4_000);
    expect(totals.get("a")).toEqual([999, 999, 999, 999]);
  });

  test("that only the load opened isn't closed by the page going away", () => {
    const { intervals, totals } = start();
    intervals.pass(4_000, false, 0, true);
    expect(totals.size).toBe(0);
  });

  test("that an input opened is closed by the page going away", () => {
    const { intervals, totals } = start();
    intervals.pass(1_000, undefined, 1_000);
    intervals.pass(4_000, false, 0, true);
    expect(totals.get("a")?.[0]).toBe(4_000);
  });

  test("gives nobody the time in which nobody is known", () => {
    const { intervals, totals } = start();
    intervals.move(null, 1_000);
    intervals.move("b", 3_000);
    intervals.pass(6_000, undefined, 6_000);
    expect(Object.fromEntries(totals)).toEqual({
      a: [1_000, 1_000, 1_000, 1_000],
      b: [3_000, 3_000, 3_000, 3_000],
    });
  });
});
