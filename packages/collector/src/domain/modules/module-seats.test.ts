import * as fc from "fast-check";
import { expect, test } from "vitest";
import { moduleSeats, UNTOLD_SEATS } from "./module-seats.ts";

test("a number and names together are as many seats as the larger of the two says", () => {
  expect(moduleSeats({ licensed: 5, users: ["ana", "ben"] })).toEqual({
    licensed: 5,
    holders: new Set(["ana", "ben"]),
    nameless: 3,
  });
  expect(moduleSeats({ licensed: 1, users: ["ana", "ben"] })).toMatchObject({ licensed: 2, nameless: 0 });
});

test("names alone are a number of seats, each person's once", () => {
  expect(moduleSeats({ licensed: null, users: ["ana", "ben", "ana"] })).toMatchObject({ licensed: 2, nameless: 0 });
});

test("not told, told that there are none, and told that nobody has one", () => {
  expect(moduleSeats({ licensed: null, users: null })).toEqual(UNTOLD_SEATS);
  expect(moduleSeats({ licensed: 0, users: null })).toMatchObject({ licensed: 0, nameless: 0 });
  expect(moduleSeats({ licensed: null, users: [] })).toMatchObject({ licensed: 0, nameless: 0 });
});

test("there are as few seats as can be of what was told: a holder's each, and the number at least", () => {
  const anyNames = fc.option(fc.array(fc.constantFrom("ana", "ben", "cleo", "dan"), { maxLength: 8 }));
  fc.assert(
    fc.property(fc.option(fc.nat(6)), anyNames, (told, users) => {
      const { licensed, holders, nameless } = moduleSeats({ licensed: told, users });
      expect([...holders].toSorted()).toEqual([...new Set(users)].toSorted());
      expect(nameless).toBeGreaterThanOrEqual(0);
      expect(licensed === null).toBe(told === null && users === null);
      expect(holders.size + nameless).toBe(licensed ?? 0);
      if (licensed === null) return;
      expect(licensed).toBeGreaterThanOrEqual(told ?? 0);
      expect([told, holders.size]).toContain(licensed);
      expect(moduleSeats({ licensed, users: [...holders].toReversed() })).toEqual({ licensed, holders, nameless });
    }),
  );
});
