import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SeatSource } from "../definitions/module-definition.ts";
import { seatsBySource } from "./seat-source.ts";

const TOLD = [
  { account: "acme", module: "plan", licensed: 5, users: null },
  { account: "acme", module: "sell", licensed: 9, users: ["uma"] },
];
const ACCOUNTS = [
  { id: "acme", attributes: { seats: 7 } },
  { id: "beta", attributes: { seats: "many" } },
  { id: "empty", attributes: {} },
];
const MEMBERS = new Map([
  ["acme", ["uma", "vic"]],
  ["beta", ["wes"]],
]);

const of = (seats: SeatSource) =>
  seatsBySource(
    TOLD,
    [
      { module: "plan", seats: { kind: "told" } },
      { module: "sell", seats },
    ],
    {
      accounts: ACCOUNTS,
      membersOf: MEMBERS,
    },
  ).map(({ account, module, licensed, users }) => [account, module, licensed, users]);

const PLAN = ["acme", "plan", 5, null];

describe("the seats of a module", () => {
  test("are those that the host tells of it", () => {
    expect(of({ kind: "told" })).toEqual([PLAN, ["acme", "sell", 9, ["uma"]]]);
  });

  test("are those of another module, in place of its own", () => {
    expect(of({ kind: "module", module: "plan" })).toEqual([PLAN, ["acme", "sell", 5, null]]);
  });

  test("are a number among the account's attributes; where it has none, nothing is known", () => {
    expect(of({ kind: "attribute", attribute: "seats" })).toEqual([PLAN, ["acme", "sell", 7, null]]);
  });

  test("are everybody's who belongs to the account; without people nothing is known", () => {
    expect(of({ kind: "members" })).toEqual([PLAN, ["acme", "sell", 2, ["uma", "vic"]], ["beta", "sell", 1, ["wes"]]]);
  });
});

test("each module's seats in an account are those of its source, told once, whatever other modules there are", () => {
  const [IDS, MODULES] = [
    ["acme", "beta", "gone"],
    ["plan", "sell", "talk"],
  ];
  const anyTold = fc.uniqueArray(
    fc.record({
      account: fc.constantFrom(...IDS),
      module: fc.constantFrom(...MODULES),
      licensed: fc.option(fc.nat(9)),
      users: fc.option(fc.subarray(["uma", "vic"])),
    }),
    { selector: ({ account, module }) => `${account} ${module}` },
  );
  const anyAccount = fc.record({
    id: fc.constantFrom(...IDS),
    attributes: fc.record(
      { seats: fc.oneof(fc.nat(9), fc.constantFrom<unknown>("7", -1, 1.5, Number.NaN, null, true)) },
      { requiredKeys: [] },
    ),
  });
  const anyPeople = fc.tuple(fc.constantFrom(...IDS), fc.subarray(["uma", "vic", "wes"]));
  const anySource = fc.constantFrom<SeatSource>(
    { kind: "told" },
    { kind: "module", module: "plan" },
    { kind: "attribute", attribute: "seats" },
    { kind: "attribute", attribute: "toString" },
    { kind: "members" },
  );
  const anyCase = fc.record({
    told: anyTold,
    accounts: fc.uniqueArray(anyAccount, { selector: ({ id }) => id }),
    people: fc.uniqueArray(anyPeople, { selector: ([account]) => account }),
    sell: anySource,
    talk: anySource,
  });
  fc.assert(
    fc.property(anyCase, ({ told, accounts, people, sell, talk }) => {
      const membersOf = new Map(people);
      const modules = [
        { module: "plan", seats: { kind: "told" } as const },
        { module: "sell", seats: sell },
        { module: "talk", seats: talk },
      ];
      const seatsIn = (account: string, module: string, source: SeatSource): object | undefined => {
        if (source.kind === "told" || source.kind === "module") {
          const from = source.kind === "told" ? module : source.module;
          const row = told.find((one) => one.account === account && one.module === from);
          return row && { licensed: row.licensed, users: row.users };
        }
        const known = accounts.find(({ id }) => id === account);
        if (source.kind === "attribute") {
          const given = source.attribute === "seats" ? known?.attributes.seats : undefined;
          const isCount = typeof given === "number" && [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].includes(given);
          return isCount ? { licensed: given, users: null } : undefined;
        }
        const users = membersOf.get(account) ?? [];
        return known === undefined || users.length === 0 ? undefined : { licensed: users.length, users };
      };
      const expected = modules.flatMap(({ module, seats }) =>
        IDS.flatMap((account) => {
          const found = seatsIn(account, module, seats);
          return found === undefined ? [] : [{ account, module, ...found }];
        }),
      );
      const inOrder = (rows: readonly { readonly account: string; readonly module: string }[]) =>
        rows.toSorted((one, other) => (`${one.module} ${one.account}` < `${other.module} ${other.account}` ? -1 : 1));
      for (const some of [modules, modules.toReversed()]) {
        expect(inOrder(seatsBySource(told, some, { accounts, membersOf }))).toEqual(inOrder(expected));
      }
    }),
  );
});
