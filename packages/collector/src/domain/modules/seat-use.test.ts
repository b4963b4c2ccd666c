import * as fc from "fast-check";
import { expect, test } from "vitest";
import { seatUse } from "./seat-use.ts";

const users = [
  { user: "ana", active: true },
  { user: "ben", active: false },
  { user: "guest", active: true },
];

test("seats without an active user are unused, and those who hold them are named", () => {
  expect(seatUse(5, ["ana", "ben", "cleo"], users)).toEqual({
    unusedSeats: 3,
    idleHolders: ["ben", "cleo"],
    activeWithoutSeat: ["guest"],
  });
});

test("where only the number of seats is known, nobody is named", () => {
  expect(seatUse(5, null, users)).toEqual({ unusedSeats: 3, idleHolders: null, activeWithoutSeat: null });
});

test("there are never fewer than no unused seats", () => {
  expect(seatUse(1, null, users).unusedSeats).toBe(0);
  expect(seatUse(0, [], [])).toEqual({ unusedSeats: 0, idleHolders: [], activeWithoutSeat: [] });
});

test("whoever is active has a seat or is named without one, and whoever has a seat is active or named as idle", () => {
  const people = ["ana", "ben", "cleo", "dan"];
  const some = fc.subarray(people);
  fc.assert(
    fc.property(some, some, (holders, active) => {
      const given = people.map((user) => ({ user, active: active.includes(user) }));
      const { idleHolders, activeWithoutSeat, unusedSeats } = seatUse(holders.length, holders, given);
      const used = holders.filter((user) => active.includes(user));
      expect([...used, ...(idleHolders ?? [])].toSorted()).toEqual(holders.toSorted());
      expect([...used, ...(activeWithoutSeat ?? [])].toSorted()).toEqual(active.toSorted());
      expect(unusedSeats).toBe(Math.max(0, (idleHolders ?? []).length - (activeWithoutSeat ?? []).length));
    }),
  );
});
