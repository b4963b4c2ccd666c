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
