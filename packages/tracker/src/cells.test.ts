import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeCells } from "./cell-state.ts";
import { createCells } from "./cells.ts";
import {
  MAX_ACTION_COUNT_PER_SLOT,
  MAX_ACTIONS_PER_SLOT,
  MAX_VISITS_PER_SLOT,
  type CellState,
} from "./protocol/index.ts";
import { verdictOf } from "./verdict.ts";

describe("Counters", () => {
  test("grow under a limit and every longer one", () => {
    const cells = createCells();
    cells.credit("a", 1, 2, 500);
    cells.credit("a", 1, 0, 20);
    expect(cells.all()).toEqual([{ feature: "a", slot: 1, activeMs: [20, 20, 520, 520], visits: 0 }]);
  });

  test("are kept by feature and slot, whatever the feature is called", () => {
    const cells = createCells();
    for (const feature of ["a", "a 1", "toString", "1 a"]) {
      cells.visit(feature, 1);
      cells.act(feature, 12, "valueOf", 1);
    }
    expect(cells.all()).toHaveLength(8);
    for (const cell of cells.pending()) cells.settle(cell, "confirmed");
    expect(cells.pending()).toEqual([]);
    cells.act("a", 1, "valueOf", 1);
    expect(cells.pending()).toMatchObject([{ feature: "a", slot: 1, visits: 1, actions: { valueOf: 1 } }]);
  });

  test("stop at the protocol's limits, above which the whole cell would be refused", () => {
    const cells = createCells();
    for (let count = 0; count < MAX_VISITS_PER_SLOT + 5; count += 1) cells.visit("a", 1);
    for (let index = 0; index < MAX_ACTIONS_PER_SLOT + 5; index += 1) cells.act("a", 1, `action.${index}`, 7_000);
    cells.act("a", 1, "action.0", 7_000);
    const [cell] = cells.all();
    expect(cell?.visits).toBe(MAX_VISITS_PER_SLOT);
    expect(Object.keys(cell?.actions ?? {})).toHaveLength(MAX_ACTIONS_PER_SLOT);
    expect(cell?.actions?.["action.0"]).toBe(MAX_ACTION_COUNT_PER_SLOT);
  });
});

describe("A confirmation", () => {
  test("confirms the values that travelled, and the cell stays pending for what came since", () => {
    const cells = createCells();
    cells.credit("a", 1, 0, 100);
    const travelled = cells.unsent();
    cells.sent(travelled);
    expect(cells.unsent()).toEqual([]);
    cells.credit("a", 1, 0, 50);
    for (const cell of travelled) cells.settle(cell, "confirmed");
    expect(cells.confirmed()).toEqual(travelled);
    expect(cells.pending()).toMatchObject([{ activeMs: [150, 150, 150, 150] }]);
  });

  test("that never came leaves everything to be sent again", () => {
    const cells = createCells();
    cells.visit("a", 1);
    const travelled = cells.unsent();
    cells.sent(travelled);
    for (const cell of travelled) cells.settle(cell, "failed");
    expect(cells.unsent()).toEqual(travelled);
  });

  test("of an older request takes nothing from what a newer one brought", () => {
    const cells = createCells();
    cells.visit("a", 1);
    const older = cells.unsent();
    cells.visit("a", 1);
    const newer = cells.unsent();
    for (const cell of [...newer, ...older]) cells.settle(cell, "confirmed");
    expect(cells.pending()).toEqual([]);
  });

  test("of an older request leaves the newer one under way", () => {
    const cells = createCells();
    cells.visit("a", 1);
    const older = cells.unsent();
    cells.sent(older);
    cells.visit("a", 1);
    cells.sent(cells.unsent());
    for (const cell of older) cells.settle(cell, "confirmed");
    expect(cells.unsent()).toEqual([]);
    expect(cells.pending()).toHaveLength(1);
  });

  test("that is refused for now waits until there is something new or a new token", () => {
    const cells = createCells();
    cells.visit("a", 1);
    const travelled = cells.unsent();
    for (const cell of travelled) cells.settle(cell, "refused");
    expect(cells.unsent()).toEqual([]);
    expect(cells.pending()).toEqual(travelled);
    cells.retryRefused();
    expect(cells.unsent()).toEqual(travelled);
  });
});

describe("What a reply says about a cell", () => {
  const cell: CellState = { feature: "a", slot: 7, activeMs: [1, 1, 1, 1], visits: 0 };
  const sent = { id: "writer", seq: 3 };
  const accepted = [{ id: "writer", seq: 3 }];
  test.each([
    ["accepted", { accepted, rejected: [] }, "confirmed"],
    ["not named", { accepted: [], rejected: [] }, "failed"],
    ["accepted in another request", { accepted: [{ id: "writer", seq: 2 }], rejected: [] }, "failed"],
    ["another writer's", { accepted: [{ id: "other", seq: 3 }], rejected: [] }, "failed"],
    [
      "refused for ever",
      { accepted, rejected: [{ id: "writer", feature: "a", slot: 7, reason: "slot_too_old" }] },
      "confirmed",
    ],
    [
      "refused for now",
      { accepted, rejected: [{ id: "writer", feature: "a", slot: 7, reason: "slot_in_future" }] },
      "refused",
    ],
    [
      "its neighbour refused",
      { accepted, rejected: [{ id: "writer", feature: "b", slot: 7, reason: "slot_in_future" }] },
      "confirmed",
    ],
    ["its writer refused for now", { accepted, rejected: [{ id: "writer", reason: "token_expired" }] }, "refused"],
    [
      "its writer refused for now, unacknowledged",
      { accepted: [], rejected: [{ id: "writer", reason: "owner_mismatch" }] },
      "refused",
    ],
    ["its writer refused for ever", { accepted: [], rejected: [{ id: "writer", reason: "erased" }] }, "confirmed"],
  ] as const)("%s: %s", (_, reply, verdict) => {
    expect(verdictOf(sent, cell, { now: 0, ...reply })).toBe(verdict);
  });
});

test("Whatever is lost, doubled or late, the collector ends with what was measured", () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("use" as const),
      feature: fc.constantFrom("a", "b"),
      slot: fc.nat(2),
      ms: fc.nat(999),
    }),
    fc.record({
      kind: fc.constant("send" as const),
      fate: fc.constantFrom("arrives", "lost", "doubled", "unanswered"),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const cells = createCells();
      const held = new Map<string, CellState>();
      const late: CellState[] = [];
      const arrive = (cell: CellState) => {
        const key = JSON.stringify([cell.feature, cell.slot]);
        held.set(key, mergeCells(cell, held.get(key)));
      };
      const send = (fate: string) => {
        const travelling = cells.unsent();
        cells.sent(travelling);
        for (const cell of travelling) {
          if (fate !== "lost") arrive(cell);
          if (fate === "doubled") late.push(cell);
          cells.settle(cell, fate === "arrives" || fate === "doubled" ? "confirmed" : "failed");
        }
      };
      for (const it of steps) {
        if (it.kind === "send") send(it.fate);
        else cells.credit(it.feature, it.slot, it.ms % 4, it.ms);
      }
      send("arrives");
      late.forEach(arrive);
      const used = cells.all().filter(({ activeMs }) => activeMs[3] > 0);
      expect(
        used.every(
          (cell) => JSON.stringify(held.get(JSON.stringify([cell.feature, cell.slot]))) === JSON.stringify(cell),
        ),
      ).toBe(true);
      expect(cells.pending()).toEqual([]);
    }),
  );
});
