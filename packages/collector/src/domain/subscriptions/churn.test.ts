import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { AccountStanding } from "./account-standing.ts";
import { churnIn } from "./churn.ts";
import { standing } from "./test-support/standing.ts";

const PERIOD = { fromMs: 100, toMs: 200 };
const account = (id: string, createdAt: number | null, churnedAt: number | null): AccountStanding =>
  standing({ id, createdAt, churnedAt });

test("churn is who left in the period, of those who were there at its start", () => {
  const accounts = [
    account("stays", 1, null),
    account("leaves at the start", 1, 100),
    account("leaves at the end", null, 199),
    account("leaves afterwards", 1, 200),
    account("left before", 1, 99),
    account("comes", 100, null),
    account("comes and leaves", 150, 160),
  ];
  expect(churnIn(accounts, PERIOD)).toEqual({
    atStart: ["stays", "leaves at the start", "leaves at the end", "leaves afterwards"],
    churned: ["leaves at the start", "leaves at the end"],
    cameAndLeft: ["comes and leaves"],
    percent: 50,
  });
});

test("who knows better whether an account had been seen by then is believed", () => {
  const accounts = [account("seen", null, 160), account("seen before", 120, 150), account("new", null, 170)];
  expect(churnIn(accounts, PERIOD, ({ id }) => id.startsWith("seen"))).toEqual({
    atStart: ["seen", "seen before"],
    churned: ["seen", "seen before"],
    cameAndLeft: ["new"],
    percent: 100,
  });
});

test("without customers at the start there is no churn, and without losses it is 0 %", () => {
  expect(churnIn([], PERIOD).percent).toBeNull();
  expect(churnIn([account("comes and leaves", 150, 160)], PERIOD).percent).toBeNull();
  expect(churnIn([account("stays", 1, null)], PERIOD).percent).toBe(0);
});

test("periods one after the other lose everybody who left once", () => {
  const time = fc.integer({ min: 0, max: 300 });
  const some = fc.array(fc.record({ createdAt: time, stayedMs: fc.option(time) }));
  fc.assert(
    fc.property(some, fc.integer({ min: 100, max: 200 }), (given, middleMs) => {
      const accounts = given.map(({ createdAt, stayedMs }, index) =>
        account(`${index}`, createdAt, stayedMs === null ? null : createdAt + stayedMs),
      );
      const left = (fromMs: number, toMs: number) => {
        const { churned, cameAndLeft, percent } = churnIn(accounts, { fromMs, toMs });
        expect(percent ?? 0).toBeLessThanOrEqual(100);
        return churned.length + cameAndLeft.length;
      };
      expect(left(100, middleMs) + left(middleMs, 200)).toBe(left(100, 200));
    }),
  );
});
