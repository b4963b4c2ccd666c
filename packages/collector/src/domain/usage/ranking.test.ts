import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rank } from "./ranking.ts";

interface Row {
  readonly name: string;
  readonly now: number | null;
}
const row = (name: string, now: number | null): Row => ({ name, now });
const now = (of: Row): number | null => of.now;
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
    const any = fc.array(fc.record({ name: fc.string(), now: fc.option(fc.nat({ max: 5 })) }));
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
