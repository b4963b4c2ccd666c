import { describe, expect, test } from "vitest";
import type { CellsQuery } from "../cells-question.ts";
import { ALL, cell, lasting, NOW_MS, row, SLOT, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const PAGE = { limit: 100, offset: 0 };
const ofAcme = (query: Partial<CellsQuery> = {}): CellsQuery => ({ scope: ALL, account: "acme", ...PAGE, ...query });

/** What sums are made of. */
export function testCells(makePlace: MakePlace): void {
  describe("cells", () => {
    test("are listed by slot, newest first, each with its writer, and come to the totals", async () => {
      const { facts } = await useStore(makePlace);
      const [first, second] = ["writer-0000000000000A", "writer-0000000000000B"];
      await facts.mergeCells(
        [
          cell({ writer: first, slot: SLOT - 96, activeMs: lasting(5_000), visits: 1, actions: { sent: 2 } }),
          cell({ writer: first, slot: SLOT, activeMs: lasting(7_000), visits: 0 }),
          cell({ writer: second, slot: SLOT, user: "u_2", feature: "contacts", activeMs: lasting(9_000), visits: 3 }),
          cell({ writer: second, account: "other" }),
        ],
        NOW_MS,
      );
      const { rows, ...sums } = await facts.cells(ofAcme());
      expect(sums).toEqual({ total: 3, activeMs: lasting(21_000), visits: 4 });
      expect(rows.map((found) => [found.slot, found.user, found.feature, found.writer, found.actions])).toEqual([
        [SLOT, "u_1", "calendars", first, {}],
        [SLOT, "u_2", "contacts", second, {}],
        [SLOT - 96, "u_1", "calendars", first, { sent: 2 }],
      ]);
      const [total] = await facts.totals({ scope: ALL, by: [], account: "acme" });
      expect(total).toEqual({ activeMs: sums.activeMs, visits: sums.visits });
    });

    test("are found by user, feature and days; the sum is over all of them, whatever the page shows", async () => {
      const { facts } = await useStore(makePlace);
      const sent = [0, 1, 2, 3].map((days) => cell({ slot: SLOT - 96 * days, activeMs: lasting(1_000 * (days + 1)) }));
      await facts.mergeCells([...sent, cell({ user: "u_2" }), cell({ feature: "contacts" })], NOW_MS);
      const query = ofAcme({
        user: "u_1",
        feature: "calendars",
        days: { from: TODAY - 2, to: TODAY - 1 },
        limit: 1,
        offset: 1,
      });
      const page = await facts.cells(query);
      expect(page).toMatchObject({ total: 2, activeMs: lasting(5_000), visits: 2 });
      expect(page.rows.map(({ slot }) => slot)).toEqual([SLOT - 96 * 2]);
    });

    test("that are folded, and history, have no writer; history has its source", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells([cell({ slot: SLOT - 96 * 3, actions: { sent: 1 } })], NOW_MS);
      await facts.fold(SLOT - 96);
      await facts.backfill("history", [row({ slot: SLOT - 96 * 40, actions: { saved: 2 } })], NOW_MS);
      const { rows } = await facts.cells(ofAcme());
      expect(rows.map(({ slot, writer, source, actions }) => ({ slot, writer, source, actions }))).toEqual([
        { slot: SLOT - 96 * 3, writer: null, source: "", actions: { sent: 1 } },
        { slot: SLOT - 96 * 40, writer: null, source: "history", actions: { saved: 2 } },
      ]);
    });

    test("of an account out of scope, or of nobody, are none", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells([cell()], NOW_MS);
      const nothing = { total: 0, activeMs: lasting(0), visits: 0, rows: [] };
      expect(await facts.cells(ofAcme({ scope: { kind: "only", accounts: ["other"] } }))).toEqual(nothing);
      expect(await facts.cells(ofAcme({ account: "unheard-of" }))).toEqual(nothing);
      expect(await facts.cells(ofAcme({ user: "unheard-of" }))).toEqual(nothing);
      expect(await facts.cells(ofAcme({ feature: "unheard-of" }))).toEqual(nothing);
    });
  });
}
