import type { Stage } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FeatureUse } from "./feature-use.ts";
import { DEFAULT_LIVING_DAYS, livingDaysOf } from "./living-days.ts";
import { accountMatrix, memberMatrix, type MatrixFeature, type MatrixRelevance } from "./stage-matrix.ts";
import { traceOf } from "./use-trace.ts";

const DAY_MS = 86_400_000;
const TODAY = 1_000;
const NOW_MS = TODAY * DAY_MS;
/** Once in 30 days. */
const PHONE = { feature: "phone", living: livingDaysOf(30) };
const FEATURES: readonly MatrixFeature[] = [
  { feature: "conversations", living: DEFAULT_LIVING_DAYS },
  { feature: "calendars", living: DEFAULT_LIVING_DAYS },
  PHONE,
];

const livingOf = (feature: string) => FEATURES.find((one) => one.feature === feature)?.living ?? DEFAULT_LIVING_DAYS;
const use = (user: string, feature: string, stage: Stage, daysAgo: number, account = "acme"): FeatureUse => ({
  account,
  user,
  feature,
  stage,
  adoptedAtMs: stage === "adopted" ? NOW_MS - daysAgo * DAY_MS : null,
  trace: traceOf([TODAY - daysAgo], TODAY, livingOf(feature)),
});

const MEMBERS = ["ana", "ben", "cleo"].map((user) => ({ account: "acme", user }));
const ALL: MatrixRelevance = { isForAccount: () => true, isForMember: () => true };
/** The phone is for nobody in Acme, the calendars for nobody but Ben. */
const SOME: MatrixRelevance = {
  isForAccount: (_, feature) => feature !== "phone",
  isForMember: ({ user }, feature) => feature !== "calendars" || user === "ben",
};

describe("the matrix of members and features", () => {
  test("seven minutes on Conversations, later seven on Calendars: in both stages, and sticky in the first", () => {
    const uses = [use("ana", "conversations", "adopted", 200), use("ana", "calendars", "adopted", 3)];
    const [row] = memberMatrix([{ account: "acme", user: "ana" }], uses, FEATURES, ALL, TODAY);
    expect(row?.cells.map(({ stage, living }) => [stage, living])).toEqual([
      ["adopted", "lapsed"],
      ["adopted", "active"],
      ["untouched", null],
    ]);
  });

  test("one who never did anything is a row of untouched cells", () => {
    const [row] = memberMatrix([{ account: "acme", user: "new" }], [], FEATURES, ALL, TODAY);
    expect(row?.cells).toEqual(FEATURES.map(() => ({ stage: "untouched", living: null, adoptedAtMs: null })));
  });

  test("what a person did in another account is not in this one", () => {
    const uses = [use("ana", "phone", "adopted", 1, "other")];
    expect(memberMatrix([{ account: "acme", user: "ana" }], uses, [PHONE], ALL, TODAY)[0]?.cells[0]?.stage).toBe(
      "untouched",
    );
  });
});

describe("what isn't relevant", () => {
  const uses = [
    use("ana", "calendars", "adopted", 3),
    use("ben", "calendars", "tried", 3),
    use("ana", "phone", "adopted", 3),
  ];

  test("is a value of its own for a member, whatever they made of it", () => {
    const rows = memberMatrix(MEMBERS, uses, FEATURES, SOME, TODAY);
    expect(rows.map(({ cells }) => cells.map(({ stage }) => stage))).toEqual([
      ["untouched", "notRelevant", "notRelevant"],
      ["untouched", "tried", "notRelevant"],
      ["untouched", "notRelevant", "notRelevant"],
    ]);
    expect(rows[0]?.cells[1]).toEqual({
      stage: "notRelevant",
      living: null,
      adoptedAtMs: null,
    });
  });

  test("likewise for an account; members to whom a feature isn't are counted apart, and its stage is what somebody has reached", () => {
    const [row] = accountMatrix(["acme"], MEMBERS, uses, FEATURES, SOME, TODAY);
    expect(row?.cells).toMatchObject([
      { stage: "untouched", adopters: 0, triers: 0, excluded: 0 },
      { stage: "adopted", adopters: 0, triers: 1, excluded: 2 },
      { stage: "notRelevant", living: null, adopters: 0, triers: 0, excluded: 3 },
    ]);
  });
});

describe("the matrix of accounts and features", () => {
  test("one adopter is enough, the first dates it, and the last use says whether it lives", () => {
    const uses = [
      use("ana", "calendars", "adopted", 40),
      use("ben", "calendars", "adopted", 20),
      use("cleo", "calendars", "tried", 50),
      use("ana", "phone", "tried", 20),
    ];
    const [row] = accountMatrix(["acme"], MEMBERS, uses, FEATURES, ALL, TODAY);
    expect(row?.cells[1]).toEqual({
      stage: "adopted",
      living: "cooling",
      adoptedAtMs: NOW_MS - 40 * DAY_MS,
      adopters: 2,
      triers: 1,
      excluded: 0,
    });
    expect(row?.cells[2]).toMatchObject({ stage: "tried", adoptedAtMs: null, adopters: 0, triers: 1 });
    expect(row?.cells[0]).toMatchObject({ stage: "untouched", living: null, adopters: 0, triers: 0 });
  });

  test("each feature lives by its own days, and an account has recovered where nobody had used it for so long", () => {
    const apart = (user: string, feature: string, ...daysAgo: readonly number[]): FeatureUse => ({
      ...use(user, feature, "adopted", 0),
      trace: traceOf(
        daysAgo.map((days) => TODAY - days),
        TODAY,
        livingOf(feature),
      ),
    });
    const uses = [
      apart("ana", "conversations", 40, 3),
      apart("ben", "conversations", 41),
      apart("ana", "calendars", 40, 3),
      apart("ben", "calendars", 20),
      apart("ana", "phone", 60),
    ];
    const livingIn = (rows: readonly { readonly cells: readonly { readonly living: unknown }[] }[]) =>
      rows.map(({ cells }) => cells.map(({ living }) => living));
    expect(livingIn(accountMatrix(["acme"], MEMBERS, uses, FEATURES, ALL, TODAY))).toEqual([
      ["recovered", "active", "active"],
    ]);
    expect(livingIn(memberMatrix(MEMBERS.slice(0, 2), uses, FEATURES, ALL, TODAY))).toEqual([
      ["recovered", "recovered", "active"],
      ["lapsed", "cooling", null],
    ]);
  });

  test("an account that never reported is still a row", () => {
    expect(accountMatrix(["silent"], [], [], FEATURES, ALL, TODAY)[0]?.cells).toHaveLength(3);
  });
});

test("an account has adopted exactly what one of its members has", () => {
  const uses = fc.uniqueArray(
    fc
      .tuple(
        fc.constantFrom("ana", "ben"),
        fc.constantFrom(...FEATURES.map(({ feature }) => feature)),
        fc.constantFrom<Stage>("tried", "adopted"),
        fc.nat({ max: 60 }),
      )
      .map(([user, feature, stage, daysAgo]) => use(user, feature, stage, daysAgo)),
    { selector: ({ user, feature }) => `${user} ${feature}`, maxLength: 6 },
  );
  fc.assert(
    fc.property(uses, (some) => {
      const members = ["ana", "ben"].map((user) => ({ account: "acme", user }));
      const ofMembers = memberMatrix(members, some, FEATURES, ALL, TODAY);
      const [ofAccount] = accountMatrix(["acme"], members, some, FEATURES, ALL, TODAY);
      FEATURES.forEach((_, column) => {
        const stages = ofMembers.map(({ cells }) => cells[column]?.stage);
        const cell = ofAccount?.cells[column];
        expect(cell?.stage === "adopted").toBe(stages.includes("adopted"));
        expect(cell?.adopters).toBe(stages.filter((stage) => stage === "adopted").length);
        expect(cell?.stage === "untouched").toBe(stages.every((stage) => stage === "untouched"));
      });
    }),
  );
});
