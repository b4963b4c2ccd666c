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
