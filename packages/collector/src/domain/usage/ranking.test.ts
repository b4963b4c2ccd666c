import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rank, topCards } from "./ranking.ts";

interface Row {
  readonly name: string;
  readonly now: number | null;
  readonly before: number | null;
}
const row = (name: string, now: number | null, before: number | null = null): Row => ({ name, now, before });
const now = (of: Row): number | null => of.now;
const before = (of: Row): number | null => of.before;
const names = (rows: readonly Row[]): string => rows.map(({ name }) => name).join("");

describe("a ranking", () => {
  const rows = [row("a", 5), row("b", 0), row("c", 9), row("d", 5), row("e", 0), row("f", null)];

  test("of the most used begins with the highest; equal ones keep the order of the definitions", () => {
    expect(names(rank(rows, now, "most"))).toBe("cadbe");
  });

  test("of the least used begins with the unused ones, in the order of the definitions", () => {
    expect(names(rank(rows, now, "least"))).toBe("beadc");
  });

  test("has no place for what has no data", () => {
    expect(rank([row("f", null)], now, "least")).toEqual([]);
  });

  test("holds the same rows at both ends, sorted, and is the same for a metric in other units", () => {
    const any = fc.array(
      fc.record({ name: fc.string(), now: fc.option(fc.nat({ max: 5 })), before: fc.constant(null) }),
    );
    fc.assert(
      fc.property(any, (list) => {
        const most = rank(list, now, "most");
        const least = rank(list, now, "least");
        expect(new Set(most)).toEqual(new Set(least));
        expect(least.map(now)).toEqual(most.map(now).toReversed());
        expect(rank(list, (of) => (of.now === null ? null : of.now * 60_000), "most")).toEqual(most);
      }),
    );
  });
});

describe("top cards", () => {
  test("tell rank, value and change, with equal ranks for equal values", () => {
    const rows = [row("a", 6, 4), row("b", 9, 9), row("c", 6, null), row("d", 1, 0)];
    expect(
      topCards(rows, now, before, 4).map(({ row: { name }, rank: at, value, change }) => [name, at, value, change]),
    ).toEqual([
      ["b", 1, 9, { absolute: 0, relative: 0 }],
      ["a", 2, 6, { absolute: 2, relative: 0.5 }],
      ["c", 2, 6, null],
      ["d", 4, 1, { absolute: 1, relative: null }],
    ]);
  });

  test("are at most as many as asked for, and none of something unused", () => {
    const rows = [row("a", 0), row("b", 3), row("c", 2), row("d", 1), row("e", null)];
    expect(topCards(rows, now, before, 2).map((card) => card.row.name)).toEqual(["b", "c"]);
    expect(topCards(rows, now, before, 5).map((card) => card.row.name)).toEqual(["b", "c", "d"]);
    expect(topCards([], now, before, 5)).toEqual([]);
  });
});
