import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ATTENTION_REASONS, compileAttention } from "../definitions/attention-definition.ts";
import type { AccountSignals } from "./account-signals.ts";
import { attentionHits } from "./attention-hits.ts";
import { wellAccount } from "./test-support/well-account.ts";

const RULES = compileAttention();
const HOUR_MS = 3_600_000;

function evidenceOf(given: Partial<AccountSignals>, rules = RULES): readonly string[] {
  return attentionHits({ ...wellAccount, ...given }, rules).map(({ reason, evidence }) => `${reason}: ${evidence}`);
}

test("an account that is well has no reason", () => {
  expect(evidenceOf({})).toEqual([]);
});

describe("a drop", () => {
  const usage = (recentMs: number, beforeMs: number) => ({ usage: { recentMs, beforeMs } });

  test("is told with both times", () => {
    expect(evidenceOf(usage(HOUR_MS, 4 * HOUR_MS))).toEqual([
      "usageDropped: Active time fell by 75 %: 1 h in the last 14 days, 4 h in the 14 before.",
    ]);
  });

  test("by exactly the percentage counts, by less doesn't, and growth is none", () => {
    expect(evidenceOf(usage(2 * HOUR_MS, 4 * HOUR_MS))).toHaveLength(1);
    expect(evidenceOf(usage(2 * HOUR_MS + 1, 4 * HOUR_MS))).toEqual([]);
    expect(evidenceOf(usage(9 * HOUR_MS, 4 * HOUR_MS))).toEqual([]);
  });

  test("from too little, or from nothing, is none", () => {
    expect(evidenceOf(usage(0, 1_799_999))).toEqual([]);
    expect(evidenceOf(usage(0, 0))).toEqual([]);
    expect(evidenceOf(usage(0, 1_800_000))).toHaveLength(1);
  });
});

const seen = (seenByBoth: number, seenByServer: number) => ({
  coverage: { seenByServer, seenByBoth, percent: (100 * seenByBoth) / seenByServer },
});

describe("an account that the tracker can't see", () => {
  const low: Partial<AccountSignals> = {
    usage: { recentMs: 0, beforeMs: 4 * HOUR_MS },
    breadth: { adopted: 0, relevant: 11 },
    offTarget: [{ module: "sales", name: "Sales", gapUsers: 13, restsOnTracker: true }],
    coolingCore: [{ name: "Phone", activeDays: 14 }],
  };
  const reasonsOf = (given: Partial<AccountSignals>) =>
    attentionHits({ ...wellAccount, ...given }, RULES).map(({ reason }) => reason);

  test("is told to be one, with whom each has seen and what to do, in place of all that low use says", () => {
    expect(evidenceOf({ ...low, ...seen(0, 13) })).toEqual([
      "lowCoverage: Can't be seen: the tracker saw 0 of the 13 people whom the app's server saw in the last 14 days, so low use of it says nothing. Check that no content blocker, missing consent or Content-Security-Policy stops the script, and serve it from the app's own origin.",
    ]);
    expect(evidenceOf(seen(0, 1))[0]).toContain("saw 0 of the 1 person whom");
  });

  test("is one below 80 %, not from 80 % on, and not where the server tells nothing", () => {
    const lowUse = ["usageDropped", "lowBreadth", "offTarget", "coolingCore"];
    expect(reasonsOf({ ...low, ...seen(79, 100) })).toEqual(["lowCoverage"]);
    expect(reasonsOf({ ...low, ...seen(80, 100) })).toEqual(lowUse);
    expect(reasonsOf({ ...low, coverage: null })).toEqual(lowUse);
    expect(reasonsOf(seen(79, 100))).toEqual(["lowCoverage"]);
    expect(reasonsOf(seen(80, 100))).toEqual([]);
  });

  test("keeps what others say: a number recorded by hand, people, touchpoints, and silence, which is the server's word too", () => {
    const byHand = { module: "ops", name: "Ops", gapUsers: 2, restsOnTracker: false };
    const offTarget = [...(low.offTarget ?? []), byHand];
    expect(evidenceOf({ ...low, offTarget, ...seen(0, 9) })[0]).toBe("offTarget: Off target: Ops by 2 users.");
    const told = { daysSinceTouchpoint: 30, answers: { notHappy: 1, all: 2 }, daysSinceSeen: 30 };
    expect(reasonsOf({ ...low, ...told, ...seen(0, 9) })).toEqual(["unhappy", "silent", "lowCoverage", "noTouchpoint"]);
  });

  test("is held back in silence where the definitions give it no weight", () => {
    const rules = compileAttention({ weights: { lowCoverage: 0 } });
    expect(evidenceOf({ ...low, ...seen(0, 9) }, rules)).toEqual([]);
  });
});

test.each<[string, Partial<AccountSignals>, readonly string[]]>([
  ["few features", { breadth: { adopted: 2, relevant: 11 } }, ["lowBreadth: Has adopted 2 of 11 features."]],
  ["exactly a quarter", { breadth: { adopted: 2, relevant: 8 } }, []],
  ["no feature at all", { breadth: { adopted: 0, relevant: 1 } }, ["lowBreadth: Has adopted 0 of 1 features."]],
  ["nothing that is relevant", { breadth: { adopted: 0, relevant: 0 } }, []],
  [
    "modules off target",
    {
      offTarget: [
        { module: "sales", name: "Sales", gapUsers: 1, restsOnTracker: true },
        { module: "analytics", name: "Analytics", gapUsers: 50, restsOnTracker: false },
      ],
    },
    ["offTarget: Off target: Analytics by 50 users, Sales by 1 user."],
  ],
  [
    "cooling core features",
    {
      coolingCore: [
        { name: "Reports", activeDays: 60 },
        { name: "Calendars", activeDays: 14 },
        { name: "Phone", activeDays: 14 },
      ],
    },
    [
      "coolingCore: Core features that nobody has used for more than 14 days: Calendars, Phone; for more than 60 days: Reports.",
    ],
  ],
  ["a touchpoint 14 days ago", { daysSinceTouchpoint: 14 }, []],
  ["a touchpoint 15 days ago", { daysSinceTouchpoint: 15 }, ["noTouchpoint: No touchpoint for 15 days."]],
  ["no touchpoint ever", { daysSinceTouchpoint: "never" }, ["noTouchpoint: Nobody has ever been in touch."]],
  ["none yet, being new", { daysSinceTouchpoint: "never", ageDays: 14 }, []],
  ["a workspace without touchpoints", { daysSinceTouchpoint: null }, []],
  ["unhappy users", { answers: { notHappy: 3, all: 5 } }, ["unhappy: 3 of 5 answers not happy."]],
  ["one unhappy user", { answers: { notHappy: 1, all: 1 } }, ["unhappy: 1 of 1 answer not happy."]],
  ["no answers", { answers: { notHappy: 0, all: 0 } }, []],
  ["14 days of silence", { daysSinceSeen: 14 }, []],
  ["15 days of silence", { daysSinceSeen: 15 }, ["silent: Nobody seen for 15 days."]],
  ["silence from the beginning", { daysSinceSeen: null, ageDays: 40 }, ["silent: Nobody was ever seen in 40 days."]],
  ["silence, being new", { daysSinceSeen: null, ageDays: 14 }, []],
  ["silence since nobody knows when", { daysSinceSeen: null, ageDays: null }, ["silent: Nobody was ever seen."]],
])("%s", (_what, given, expected) => {
  expect(evidenceOf(given)).toEqual(expected);
});

const everything: Partial<AccountSignals> = {
  usage: { recentMs: 0, beforeMs: HOUR_MS },
  breadth: { adopted: 0, relevant: 4 },
  offTarget: [{ module: "sales", name: "Sales", gapUsers: 2, restsOnTracker: true }],
  coolingCore: [{ name: "Phone", activeDays: 14 }],
  daysSinceTouchpoint: 30,
  answers: { notHappy: 1, all: 2 },
  daysSinceSeen: 30,
};

test("the heaviest reasons come first, and every reason can be found", () => {
  const hits = attentionHits({ ...wellAccount, ...everything }, RULES);
  const others = attentionHits({ ...wellAccount, ...everything, ...seen(0, 9) }, RULES);
  expect(new Set([...hits, ...others].map(({ reason }) => reason))).toEqual(new Set(ATTENTION_REASONS));
  expect(hits.map(({ weight }) => weight)).toEqual([3, 3, 3, 2, 2, 2, 1]);
  expect(hits.find(({ reason }) => reason === "usageDropped")?.numbers).toEqual({
    recentMs: 0,
    beforeMs: HOUR_MS,
    droppedPercent: 100,
  });
});

test("a weight of 0 switches a reason off", () => {
  const rules = compileAttention({ weights: { silent: 0, unhappy: 0 } });
  const reasons = attentionHits({ ...wellAccount, ...everything }, rules).map(({ reason }) => reason);
  expect(reasons).toHaveLength(5);
  expect(reasons).not.toContain("silent");
});

test("below 80 % of the people nothing is told that follows from low use, and from there on all that is told where nothing is known", () => {
  const signals = fc.record({
    usage: fc.record({ recentMs: fc.nat(4 * HOUR_MS), beforeMs: fc.nat(4 * HOUR_MS) }),
    breadth: fc.record({ adopted: fc.nat(4), relevant: fc.constant(8) }),
    offTarget: fc.array(
      fc.record({
        module: fc.constant("sales"),
        name: fc.constant("Sales"),
        gapUsers: fc.integer({ min: 1, max: 9 }),
        restsOnTracker: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    coolingCore: fc.constantFrom([], [{ name: "Phone", activeDays: 14 }]),
    answers: fc.record({ notHappy: fc.nat(2), all: fc.constant(2) }),
    daysSinceSeen: fc.nat(30),
  });
  const people = fc.integer({ min: 1, max: 100 }).chain((server) => fc.tuple(fc.nat(server), fc.constant(server)));
  fc.assert(
    fc.property(signals, people, (given, [both, server]) => {
      const hitsOf = (more: Partial<AccountSignals>) => attentionHits({ ...wellAccount, ...given, ...more }, RULES);
      const [hits, unknown] = [hitsOf(seen(both, server)), hitsOf({ coverage: null })];
      const reasonsOf = (some: typeof hits) => some.map(({ reason }) => reason);
      const isByHand = given.offTarget.some(({ restsOnTracker }) => !restsOnTracker);
      const low = new Set(["usageDropped", "lowBreadth", "coolingCore", ...(isByHand ? [] : ["offTarget"])]);
      const expected =
        both * 100 >= server * 80
          ? reasonsOf(unknown)
          : [...reasonsOf(unknown).filter((reason) => !low.has(reason)), "lowCoverage"];
      expect(reasonsOf(hits).toSorted()).toEqual(expected.toSorted());
      const kept = new Set(["unhappy", "silent", "noTouchpoint"]);
      const others = (some: typeof hits) => some.filter(({ reason }) => kept.has(reason));
      expect(others(hits)).toEqual(others(unknown));
    }),
  );
});

test("each reason is told once, the heaviest first, and one that weighs nothing never", () => {
  const weight = fc.nat(3);
  fc.assert(
    fc.property(
      fc.record({ usageDropped: weight, lowBreadth: weight, noTouchpoint: weight, unhappy: weight, silent: weight }),
      fc.record({
        usage: fc.record({ recentMs: fc.nat(4 * HOUR_MS), beforeMs: fc.nat(4 * HOUR_MS) }),
        breadth: fc.record({ adopted: fc.nat(4), relevant: fc.constant(8) }),
        daysSinceTouchpoint: fc.nat(30),
        answers: fc.record({ notHappy: fc.nat(2), all: fc.constant(2) }),
        daysSinceSeen: fc.nat(30),
      }),
      (weights, signals) => {
        const hits = attentionHits({ ...wellAccount, ...signals }, compileAttention({ weights }));
        expect(new Set(hits.map(({ reason }) => reason)).size).toBe(hits.length);
        expect(hits.map((hit) => hit.weight)).toEqual(
          hits.map((hit) => hit.weight).toSorted((one, other) => other - one),
        );
        expect(hits.every((hit) => hit.weight > 0)).toBe(true);
        const isTold = (reason: string): boolean => hits.some((hit) => hit.reason === reason);
        expect(isTold("unhappy")).toBe(weights.unhappy > 0 && signals.answers.notHappy > 0);
        expect(isTold("silent")).toBe(weights.silent > 0 && signals.daysSinceSeen > 14);
      },
    ),
  );
});
