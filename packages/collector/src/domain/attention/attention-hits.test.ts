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

  test("is held back where the tracker sees fewer than 80 % of the users", () => {
    expect(evidenceOf({ ...usage(0, 4 * HOUR_MS), coveragePercent: 79.9 })).toEqual([]);
    expect(evidenceOf({ ...usage(0, 4 * HOUR_MS), coveragePercent: 80 })).toHaveLength(1);
    expect(evidenceOf({ ...usage(0, 4 * HOUR_MS), coveragePercent: null })).toHaveLength(1);
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
        { module: "sales", name: "Sales", gapUsers: 1 },
        { module: "analytics", name: "Analytics", gapUsers: 50 },
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
  offTarget: [{ module: "sales", name: "Sales", gapUsers: 2 }],
  coolingCore: [{ name: "Phone", activeDays: 14 }],
  daysSinceTouchpoint: 30,
  answers: { notHappy: 1, all: 2 },
  daysSinceSeen: 30,
};

test("the heaviest reasons come first, and every reason can be found", () => {
  const hits = attentionHits({ ...wellAccount, ...everything }, RULES);
  expect(new Set(hits.map(({ reason }) => reason))).toEqual(new Set(ATTENTION_REASONS));
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
