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
