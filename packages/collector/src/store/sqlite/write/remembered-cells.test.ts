import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Amounts } from "./changes.ts";
import { createRememberedCells, MAX_REMEMBERED_ROWS, TIME, type RememberedCells } from "./remembered-cells.ts";

/** More than one array of 32 bits can count, as a file that lives long may come to. */
const MANY_WRITERS = 2 ** 33;
const SLOT = 1_994_784;

type Key = readonly [writer: number, slot: number, feature: number, action: number];

function amountsOf(cells: RememberedCells, key: Key): Amounts | null {
  const row = cells.find(...key);
  return row === -1 ? null : cells.amounts(row);
}

test("what was put last is remembered, each cell and action by itself, and nothing else", () => {
  const few = fc.integer({ min: 0, max: 3 });
  const key = fc.tuple(
    few.map((number) => MANY_WRITERS + number),
    few.map((number) => SLOT + number),
    few,
    few,
  );
  const amounts = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.nat());
  const step = fc.record({ key, amounts, forgets: fc.integer({ min: 0, max: 20 }).map((number) => number === 0) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), key, (steps, asked) => {
      const cells = createRememberedCells();
      const known = new Map<string, Amounts>();
      for (const { key: putKey, amounts: putAmounts, forgets } of steps) {
        if (forgets) {
          cells.forget();
          known.clear();
        }
        const row = cells.find(...putKey);
        expect(row === -1).toBe(!known.has(String(putKey)));
        if (row === -1) cells.put(...putKey, putAmounts);
        else cells.replace(row, putAmounts);
        known.set(String(putKey), putAmounts);
      }
      expect(amountsOf(cells, asked)).toEqual(known.get(String(asked)) ?? null);
    }),
  );
});

test("of more than there is room for the first are forgotten, one by one, and it says so", () => {
  const cells = createRememberedCells();
  const before = cells.putSoFar();
  const amountsNow = (writer: number): Amounts => [writer, writer + 1, writer + 2, writer + 3, 1];
  const put = (writer: number): unknown => cells.put(writer, SLOT, writer % 9, TIME, amountsNow(writer));
  const isRemembered = (writer: number): boolean => cells.find(writer, SLOT, writer % 9, TIME) !== -1;
  const all = 2 * MAX_REMEMBERED_ROWS + 10;
  for (let writer = 0; writer < MAX_REMEMBERED_ROWS; writer++) put(writer);
  expect(cells.hasAllSince(before)).toBe(true);
  for (let writer = MAX_REMEMBERED_ROWS; writer < all; writer++) {
    put(writer);
    if (!isRemembered(writer) || isRemembered(writer - MAX_REMEMBERED_ROWS)) throw new Error(`not so for ${writer}`);
  }
  expect(cells.hasAllSince(before)).toBe(false);
  expect(cells.hasAllSince(all - MAX_REMEMBERED_ROWS)).toBe(true);
  for (let writer = all - MAX_REMEMBERED_ROWS; writer < all; writer++) {
    if (amountsOf(cells, [writer, SLOT, writer % 9, TIME])?.[3] !== writer + 3) throw new Error(`not so for ${writer}`);
  }
});

test("nothing is left once it was told to forget, also not that all of something is there", () => {
  const cells = createRememberedCells();
  for (let writer = 0; writer < MAX_REMEMBERED_ROWS + 5; writer++) cells.put(writer, SLOT, 1, TIME, [1, 1, 1, 1, 1]);
  const before = cells.putSoFar() - 1;
  cells.forget();
  expect(cells.hasAllSince(before)).toBe(false);
  expect(cells.hasAllSince(cells.putSoFar())).toBe(true);
  expect(cells.find(MAX_REMEMBERED_ROWS, SLOT, 1, TIME)).toBe(-1);
  for (let writer = 0; writer < MAX_REMEMBERED_ROWS + 5; writer++) cells.put(writer, SLOT, 1, TIME, [2, 2, 2, 2, 2]);
  expect(amountsOf(cells, [5, SLOT, 1, TIME])).toEqual([2, 2, 2, 2, 2]);
  expect(amountsOf(cells, [4, SLOT, 1, TIME])).toBeNull();
  expect(cells.hasAllSince(-1)).toBe(false);
});
