import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { restatements, type ReceivedDelta } from "./restatement.ts";

const delta = (day: number, amount: number, receivedAt: number): ReceivedDelta => ({ day, amount, receivedAt });
const closedAt = new Map([
  [1, 100],
  [2, 200],
]);

describe("restatements", () => {
  test("are what came after the day had closed, by day", () => {
    const deltas = [
      delta(2, 7, 250),
      delta(1, 40, 90),
      delta(1, 2, 150),
      delta(1, 1, 300),
      delta(2, 5, 110),
      delta(3, 9, 400),
    ];
    expect(restatements(deltas, closedAt)).toEqual([
      { day: 1, atClose: 40, restated: 3, lateCount: 2, lastReceivedAt: 300 },
      { day: 2, atClose: 5, restated: 7, lateCount: 1, lastReceivedAt: 250 },
    ]);
  });

  test("take what comes in the millisecond of closing as in time", () => {
    expect(restatements([delta(1, 5, 100)], closedAt)).toEqual([]);
    expect(restatements([delta(1, 5, 101)], closedAt)).toMatchObject([{ atClose: 0, restated: 5 }]);
  });

  test("show that something was taken out, even what cancels out", () => {
    const deltas = [delta(1, 40, 90), delta(1, 10, 150), delta(1, -10, 160)];
    expect(restatements(deltas, closedAt)).toMatchObject([{ atClose: 40, restated: 0, lateCount: 2 }]);
  });

  test("are none without anything late, or while the day is open", () => {
    expect(restatements([], closedAt)).toEqual([]);
    expect(restatements([delta(1, 40, 90), delta(3, 40, 900)], closedAt)).toEqual([]);
  });

  const any = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: -20, max: 90 }), fc.nat({ max: 400 }))
      .map((parts) => delta(...parts)),
  );

  test("add up, with what was known at closing, to today's sum, in any order", () => {
    fc.assert(
      fc.property(any, (deltas) => {
        const rows = restatements(deltas, closedAt);
        const sums = rows.map(({ day, atClose, restated }) => [day, atClose + restated]);
        const expected = rows.map(({ day }) => [
          day,
          deltas.filter((each) => each.day === day).reduce((sum, { amount }) => sum + amount, 0),
        ]);
        expect(sums).toEqual(expected);
        expect(restatements(deltas.toReversed(), closedAt)).toEqual(rows);
      }),
    );
  });

  test("never change what was known at closing, whatever comes later", () => {
    const late = new Map([
      [1, 401],
      [2, 401],
      [3, 401],
    ]);
    fc.assert(
      fc.property(any, any, (deltas, more) => {
        const later = more.map((each) => delta(each.day, each.amount, each.receivedAt + 402));
        for (const { day, atClose } of restatements([...deltas, ...later], late)) {
          const known = deltas.filter((each) => each.day === day).reduce((sum, { amount }) => sum + amount, 0);
          expect(atClose).toBe(known);
        }
      }),
    );
  });
});
