import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileDefinitions, type CompiledFeature } from "../compile-definitions.ts";
import { moduleSeats, type ToldSeats } from "../modules/module-seats.ts";
import {
  accountExclusionOf,
  eligibilityBeforeAnswers,
  eligibilityIn,
  ineligibilityOf,
  type Eligibility,
  type EligibilityInputs,
} from "./eligibility.ts";
import { UNKNOWN_ACCOUNT, type AccountAudience, type Audience } from "./relevance.ts";

const { features } = compileDefinitions(
  {
    features: {
      inbox: { name: "Inbox", module: "talk" },
      billing: { name: "Billing", module: "talk", roles: ["admin"] },
      forecast: { name: "Forecast", plans: ["scale"] },
    },
    modules: { talk: { name: "Talk" } },
  },
  1,
);
const TODAY = 20_000;

const withSeats = (told: ToldSeats): AccountAudience => ({
  ...UNKNOWN_ACCOUNT,
  seats: new Map([["talk", moduleSeats(told)]]),
});
const peopleOf = (account: AccountAudience, names: readonly string[], more: Partial<Audience> = {}): Audience[] =>
  names.map((user) => ({ user, role: null, account, notRelevant: new Set(), ...more }));

function definitionOf(feature: string): CompiledFeature {
  const definition = features.get(feature);
  if (definition === undefined) throw new Error(feature);
  return definition;
}

const NOBODY: EligibilityInputs = {
  account: UNKNOWN_ACCOUNT,
  outside: null,
  areSome: false,
  people: [],
  adopters: new Set(),
};

function eligibility(feature: string, inputs: Partial<EligibilityInputs>): Eligibility {
  return eligibilityIn(definitionOf(feature), { ...NOBODY, ...inputs }, TODAY);
}

function bothRates(feature: string, inputs: Partial<EligibilityInputs>) {
  const asked = eligibility(feature, inputs);
  const before = eligibilityBeforeAnswers(definitionOf(feature), { ...NOBODY, ...inputs }, TODAY, asked);
  return { asked, before };
}

test("without seats the known people are the denominator", () => {
  const people = peopleOf(UNKNOWN_ACCOUNT, ["ana", "ben", "cy"]);
  expect(eligibility("inbox", { people, adopters: new Set(["ben"]) })).toEqual({
    unavailable: null,
    adopted: ["ben"],
    people: ["ana", "ben", "cy"],
    namelessSeats: 0,
    eligible: 3,
    excluded: [],
  });
});

test("licensed seats take their place, also those of people whom nobody knows", () => {
  const account = withSeats({ licensed: 5, users: null });
  expect(eligibility("inbox", { account, people: peopleOf(account, ["ana", "ben"]) })).toMatchObject({
    people: ["ana", "ben"],
    namelessSeats: 3,
    eligible: 5,
  });
});

test("of fewer seats than people nobody knows whose they are, and more may have adopted it than there are", () => {
  const account = withSeats({ licensed: 1, users: null });
  const people = peopleOf(account, ["ana", "ben"]);
  expect(eligibility("inbox", { account, people, adopters: new Set(["ana", "ben"]) })).toMatchObject({
    adopted: ["ana", "ben"],
    people: [],
    namelessSeats: 1,
    eligible: 1,
  });
});

test("who has none of the named seats is not eligible, whatever they have adopted", () => {
  const account = withSeats({ licensed: 1, users: ["ana"] });
  const people = peopleOf(account, ["ana", "ben"]);
  expect(eligibility("inbox", { account, people, adopters: new Set(["ben"]) })).toMatchObject({
    adopted: [],
    people: ["ana"],
    eligible: 1,
    excluded: [{ user: "ben", reason: "noSeat" }],
  });
});

test("a seat without a name can be anybody's", () => {
  const account = withSeats({ licensed: 2, users: ["ana"] });
  const people = peopleOf(account, ["ana", "ben"]);
  expect(eligibility("inbox", { account, people, adopters: new Set(["ben"]) })).toMatchObject({
    adopted: ["ben"],
    people: ["ana", "ben"],
    eligible: 2,
    excluded: [],
  });
});

test("of some of the people only these count, and no seats that could be anybody's", () => {
  const account = withSeats({ licensed: 9, users: ["ana"] });
  const people = peopleOf(account, ["ana", "ben"]);
  expect(eligibility("inbox", { account, people, areSome: true })).toMatchObject({
    people: ["ana", "ben"],
    namelessSeats: 0,
    eligible: 2,
  });
});

test("a role that the definitions name leaves the others out, and seats whose people have none that is known", () => {
  const account = withSeats({ licensed: 9, users: null });
  const people = [...peopleOf(account, ["ana"], { role: "admin" }), ...peopleOf(account, ["ben"])];
  expect(eligibility("billing", { account, people, adopters: new Set(["ben"]) })).toEqual({
    unavailable: null,
    adopted: [],
    people: ["ana"],
    namelessSeats: 0,
    eligible: 1,
    excluded: [{ user: "ben", reason: "role" }],
  });
});

test("somebody's answer takes them out, and their seat where only its number is known", () => {
  const account = withSeats({ licensed: 200, users: null });
  const notRelevant = new Set(["inbox"]);
  const names = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `u_${from + index}`);
  const people = [...peopleOf(account, names(0, 120)), ...peopleOf(account, names(120, 150), { notRelevant })];
  const { adopted, eligible, excluded } = eligibility("inbox", { account, people, adopters: new Set(names(0, 120)) });
  expect([adopted.length, eligible, excluded.length]).toEqual([120, 170, 30]);
});

test("before the answers whoever gave one is in it, by every other rule", () => {
  const account = withSeats({ licensed: 200, users: null });
  const notRelevant = new Set(["inbox"]);
  const names = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `u_${from + index}`);
  const people = [...peopleOf(account, names(0, 120)), ...peopleOf(account, names(120, 150), { notRelevant })];
  const adopters = new Set(names(0, 121));
  // Of 200 seats 120 have adopted it, 30 say that it isn't relevant, 50 are open; one of the 30 has adopted it all the same.
  const { asked, before } = bothRates("inbox", { account, people, adopters });
  expect([asked.adopted.length, asked.eligible]).toEqual([120, 170]);
  expect([before.adopted.length, before.eligible, before.excluded]).toEqual([121, 200, []]);
  const said = { ...UNKNOWN_ACCOUNT, notRelevant };
  expect(bothRates("inbox", { account: said, people: peopleOf(said, ["ana"]) })).toMatchObject({
    asked: { unavailable: "accountAnswer", eligible: 0 },
    before: { unavailable: null, eligible: 1 },
  });
  const left = bothRates("inbox", { account: said, people: peopleOf(said, ["ana"]), outside: "left" });
  expect(left.before).toMatchObject({ unavailable: "left", eligible: 0 });
});

test("nobody counts in an account that has left, only turned up, isn't licensed, is on another plan, or has said that it isn't relevant", () => {
  const unlicensed = withSeats({ licensed: 0, users: null });
  const said = { ...UNKNOWN_ACCOUNT, notRelevant: new Set(["inbox"]) };
  const cases = [
    eligibility("inbox", { outside: "left", people: peopleOf(UNKNOWN_ACCOUNT, ["ana"]), adopters: new Set(["ana"]) }),
    eligibility("inbox", { outside: "notInRoster", people: peopleOf(UNKNOWN_ACCOUNT, ["ana"]) }),
    eligibility("inbox", { account: unlicensed, people: peopleOf(unlicensed, ["ana"]), adopters: new Set(["ana"]) }),
    eligibility("forecast", { people: peopleOf(UNKNOWN_ACCOUNT, ["ana"]) }),
    eligibility("inbox", { account: said, people: peopleOf(said, ["ana"]) }),
  ];
  expect(cases.map(({ unavailable, adopted, eligible }) => [unavailable, adopted.length, eligible])).toEqual([
    ["left", 0, 0],
    ["notInRoster", 0, 0],
    ["notLicensed", 0, 0],
    ["plan", 0, 0],
    ["accountAnswer", 0, 0],
  ]);
});

test("of a member it is the account's reason, or their own", () => {
  const account = withSeats({ licensed: 1, users: ["ana"] });
  const [ana, ben] = peopleOf(account, ["ana", "ben"]);
  const reasonOf = (member: Audience | undefined, outside: "left" | "notInRoster" | null) =>
    member && ineligibilityOf(definitionOf("inbox"), member, outside, TODAY);
  expect([reasonOf(ana, null), reasonOf(ben, null), reasonOf(ana, "left"), reasonOf(ben, "notInRoster")]).toEqual([
    null,
    "noSeat",
    "left",
    "notInRoster",
  ]);
});

test("people and nameless seats are the denominator, which is never more than the seats", () => {
  const told = fc.record({
    licensed: fc.option(fc.integer({ min: 1, max: 12 })),
    users: fc.option(fc.subarray(["p_0", "p_1", "p_2", "p_3"], { minLength: 1 })),
    people: fc.integer({ min: 4, max: 12 }),
    silent: fc.subarray(["p_0", "p_4", "p_5"]),
  });
  fc.assert(
    fc.property(told, ({ licensed, users, people: size, silent }) => {
      const account = withSeats({ licensed, users });
      const names = Array.from({ length: size }, (_, index) => `p_${index}`);
      const people = names.flatMap((user) =>
        peopleOf(account, [user], { notRelevant: new Set(silent.includes(user) ? ["inbox"] : []) }),
      );
      const found = eligibility("inbox", { account, people, adopters: new Set(["p_0", "p_1"]) });
      const seats = moduleSeats({ licensed, users }).licensed ?? size;
      const inputs = { account, people, adopters: new Set(["p_0", "p_1"]) };
      const unsaid = names.flatMap((user) => peopleOf(account, [user]));
      const { before } = bothRates("inbox", inputs);
      expect(before).toEqual(eligibility("inbox", { ...inputs, people: unsaid }));
      expect(before.eligible).toBeGreaterThanOrEqual(found.eligible);
      expect(before.adopted).toEqual(expect.arrayContaining([...found.adopted]));
      expect(found.eligible).toBe(found.people.length + found.namelessSeats);
      expect(found.eligible).toBeLessThanOrEqual(seats);
      expect(found.namelessSeats).toBeGreaterThanOrEqual(0);
      const reasons = people.flatMap((person) => {
        const reason = ineligibilityOf(definitionOf("inbox"), person, null, TODAY);
        return reason === null ? [] : [{ user: person.user, reason }];
      });
      expect(reasons).toEqual(found.excluded);
    }),
  );
});

test("an account is left out where the feature suits none of those who are known there, unless one has adopted it", () => {
  const people = peopleOf(UNKNOWN_ACCOUNT, ["ana", "ben"]);
  const of = (inputs: Partial<EligibilityInputs>, isAdopted = false) =>
    accountExclusionOf(eligibility("billing", inputs), isAdopted);
  expect(of({ people })).toBe("nobodyThere");
  expect(of({ people, adopters: new Set(["ana"]) }, true)).toBeNull();
  expect(of({ people: [...people, ...peopleOf(UNKNOWN_ACCOUNT, ["cy"], { role: "admin" })] })).toBeNull();
  // Nobody is known yet: nothing speaks against it.
  expect(of({ people: [] })).toBeNull();
  expect(of({ people, outside: "left" })).toBe("left");
  const answered = peopleOf(UNKNOWN_ACCOUNT, ["ana"], { role: "admin", notRelevant: new Set(["billing"]) });
  expect(of({ people: answered })).toBe("nobodyThere");
});
