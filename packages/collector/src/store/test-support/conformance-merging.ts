import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CellWrite } from "../facts.ts";
import { ALL, cell, lasting, NOW_MS, SLOT, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

/** Cells: merged by maximum, capped, never across people. */
export function testMerging(makePlace: MakePlace): void {
  describe("merging cells", () => {
    test("keeps the maximum of each counter, however often and in whatever order cells arrive", async () => {
      const { facts } = await useStore(makePlace);
      const early = cell({ activeMs: [10, 20, 30, 40], visits: 3, actions: { sent: 2, saved: 1 } });
      const late = cell({ activeMs: [15, 20, 35, 45], visits: 2, actions: { sent: 5 } });
      expect(await facts.mergeCells([late, early, late], NOW_MS)).toEqual([null, null, null]);
      await facts.mergeCells([early], NOW_MS);
      expect(await facts.totals({ scope: ALL, by: [] })).toEqual([{ activeMs: [15, 20, 35, 45], visits: 3 }]);
      const actions = await facts.actionTotals({ scope: ALL, by: [] });
      expect(actions.map(({ action, count }) => [action, count]).toSorted()).toEqual([
        ["saved", 1],
        ["sent", 5],
      ]);
      expect(await facts.verify()).toEqual([]);
    });

    test("sums the cells of different writers, slots and features", async () => {
      const { facts } = await useStore(makePlace);
      const cells = [cell(), cell({ writer: "another" }), cell({ slot: SLOT - 1 }), cell({ feature: "contacts" })];
      await facts.mergeCells(cells, NOW_MS);
      expect(await facts.totals({ scope: ALL, by: [] })).toEqual([
        { activeMs: [120_000, 240_000, 240_000, 360_000], visits: 4 },
      ]);
    });

    test("keeps people apart who use one writer id", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells(
        [cell({ activeMs: lasting(5_000) }), cell({ user: "u_2" }), cell({ account: "b" })],
        NOW_MS,
      );
      const rows = await facts.totals({ scope: ALL, by: ["account", "user"] });
      const found = rows.map(({ account, user, activeMs }) => [account, user, activeMs[1]]).toSorted();
      expect(found).toEqual([
        ["acme", "u_1", 5_000],
        ["acme", "u_2", 60_000],
        ["b", "u_1", 60_000],
      ]);
    });

    test("gives the same totals for any order of messages that contains each writer's last state", async () => {
      const { facts } = await useStore(makePlace);
      let run = 0;
      await fc.assert(
        fc.asyncProperty(histories(), async ({ last, messages }) => {
          const account = `account-${run++}`;
          let before = [0, 0, 0, 0, 0];
          for (const message of messages) {
            await facts.mergeCells(
              message.map((sent) => cell(Object.assign({}, sent, { account }))),
              NOW_MS,
            );
            const now = await totalOf(facts, account);
            // Totals never fall.
            now.forEach((counter, index) => expect(counter).toBeGreaterThanOrEqual(before[index] ?? 0));
            before = now;
          }
          expect(before).toEqual(sumOf(last));
        }),
        { numRuns: 20 },
      );
      expect(await facts.verify()).toEqual([]);
    });

    test("refuses what is below the stored watermark, and nothing else of the batch", async () => {
      const { facts } = await useStore(makePlace);
      const { slot } = await facts.watermark(ALL);
      expect(slot).toBe(SLOT - 35 * 96);
      const refused = await facts.mergeCells([cell({ slot: slot - 1 }), cell({ slot }), cell()], NOW_MS);
      expect(refused).toEqual(["slot_too_old", null, null]);
      expect((await facts.totals({ scope: ALL, by: [] }))[0]?.visits).toBe(2);
    });

    test("takes 500 unknown features, and beyond them only defined ones and the unclaimed rest", async () => {
      const { facts, records } = await useStore(makePlace);
      const definitions = { features: { defined: { name: "Defined" } } };
      await records.applyDefinitions({ definitions, fileHash: null, appliedAtMs: NOW_MS });
      const unknown = Array.from({ length: 500 }, (_, index) => cell({ feature: `feature-${index}` }));
      expect(new Set(await facts.mergeCells(unknown, NOW_MS))).toEqual(new Set([null]));
      const more = ["one-too-many", "defined", "_other", "feature-7"].map((feature) => cell({ feature, visits: 2 }));
      expect(await facts.mergeCells(more, NOW_MS)).toEqual(["too_many_features", null, null, null]);
      expect(await facts.totals({ scope: ALL, by: [], feature: "one-too-many" })).toEqual([
        { activeMs: [0, 0, 0, 0], visits: 0 },
      ]);
    });

    test("takes 32 actions a cell, in however many messages they come, and goes on counting those", async () => {
      const place = await makePlace();
      const { facts, close } = await place.open();
      const named = (first: number, count: number, each = 1): CellWrite["actions"] =>
        Object.fromEntries(Array.from({ length: count }, (_, index) => [`action-${first + index}`, each]));
      const messages = [
        named(0, 20),
        named(20, 12),
        named(32, 1),
        { ...named(0, 31), ...named(40, 1) },
        named(0, 32, 2),
      ];
      const refusals = await facts.mergeCells(
        messages.map((actions) => cell({ actions })),
        NOW_MS,
      );
      expect(refusals).toEqual([null, null, "actions_exceed_limit", "actions_exceed_limit", null]);
      await close();
      const again = await place.open();
      const late = [
        cell({ actions: named(32, 1), visits: 9 }),
        cell({ actions: named(0, 32, 3) }),
        cell({ actions: named(32, 1), writer: "another" }),
      ];
      expect(await again.facts.mergeCells(late, NOW_MS)).toEqual(["actions_exceed_limit", null, null]);
      const totals = await again.facts.actionTotals({ scope: ALL, by: [] });
      expect([totals.length, totals.reduce((sum, { count }) => sum + count, 0)]).toEqual([33, 97]);
      expect(await again.facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 2 }]);
      expect(await again.facts.verify()).toEqual([]);
      await again.close();
      await place.remove();
    });

    test("takes 5 000 new users an account and day; known ones, other accounts and the next day go on", async () => {
      const { facts } = await useStore(makePlace);
      await facts.putUsers([{ id: "from-the-roster", accounts: ["acme"] }]);
      const crowd = Array.from({ length: 5_000 }, (_, index) => cell({ user: `user-${index}` }));
      expect(new Set(await facts.mergeCells(crowd, NOW_MS))).toEqual(new Set([null]));
      const stranger = cell({ user: "stranger" });
      const others = [cell({ user: "user-1" }), cell({ user: "from-the-roster" }), { ...stranger, account: "b" }];
      expect(await facts.mergeCells([stranger, ...others], NOW_MS)).toEqual(["too_many_users", null, null, null]);
      expect(await facts.mergeCells([stranger], NOW_MS + 86_400_000)).toEqual([null]);
    });

    test("answers callers that write at the same time, each for its own cells", async () => {
      const { facts } = await useStore(makePlace);
      const callers = Array.from({ length: 40 }, (_, index) =>
        facts.mergeCells([cell({ user: `u_${index}` }), cell({ user: `u_${index}`, slot: 1 })], NOW_MS),
      );
      for (const reply of await Promise.all(callers)) expect(reply).toEqual([null, "slot_too_old"]);
      const [{ visits } = { visits: 0 }] = await facts.totals({ scope: ALL, by: [] });
      expect(visits).toBe(40);
    });

    test("shows at once what was acknowledged, and when it came", async () => {
      const { facts } = await useStore(makePlace);
      expect(await facts.watermark(ALL)).toMatchObject({ receivedAtMs: null });
      await facts.mergeCells([cell()], NOW_MS + 7);
      await facts.mergeCells([cell()], NOW_MS + 3);
      expect(await facts.watermark(ALL)).toMatchObject({ receivedAtMs: NOW_MS + 7 });
      expect(await facts.totals({ scope: ALL, by: ["day"] })).toMatchObject([{ day: TODAY }]);
    });
  });
}

/** Writers whose counters grow, and a shuffled, repeated choice of their states in which each last one occurs. */
function histories() {
  const growth = fc.record({ grow: fc.nat({ max: 1_000 }), visits: fc.nat({ max: 2 }) });
  const writer = fc.record({
    user: fc.constantFrom("u_1", "u_2"),
    feature: fc.constantFrom("calendars", "contacts"),
    slot: fc.integer({ min: SLOT - 200, max: SLOT }),
    steps: fc.array(growth, { minLength: 1, maxLength: 4 }),
  });
  return fc.array(writer, { minLength: 1, maxLength: 4 }).chain((writers) => {
    const states = writers.map(({ steps, ...key }, index) => statesOf({ ...key, writer: `writer-${index}` }, steps));
    const last = states.flatMap((list) => list.slice(-1));
    const all = states.flat();
    return fc.record({
      last: fc.constant(last),
      messages: fc
        .tuple(fc.shuffledSubarray([...all, ...last]), fc.shuffledSubarray(all), fc.integer({ min: 1, max: 3 }))
        .map(([first, second, size]) => inPieces([...first, ...last, ...second], size)),
    });
  });
}

function statesOf(
  key: Pick<CellWrite, "user" | "feature" | "slot" | "writer">,
  steps: readonly { readonly grow: number; readonly visits: number }[],
): readonly CellWrite[] {
  let activeMs = 0;
  let visits = 0;
  return steps.map((step) => {
    activeMs += step.grow;
    visits += step.visits;
    return cell({ ...key, activeMs: [activeMs, activeMs + 1, activeMs + 2, activeMs + 3], visits });
  });
}

function inPieces(cells: readonly CellWrite[], size: number): readonly (readonly CellWrite[])[] {
  return cells.flatMap((_, index) => (index % size === 0 ? [cells.slice(index, index + size)] : []));
}

function sumOf(cells: readonly CellWrite[]): readonly number[] {
  return [0, 1, 2, 3, 4].map((index) =>
    cells.reduce((sum, { activeMs, visits }) => sum + ([...activeMs, visits][index] ?? 0), 0),
  );
}

async function totalOf(facts: Awaited<ReturnType<typeof useStore>>["facts"], account: string): Promise<number[]> {
  const [total] = await facts.totals({ scope: ALL, by: [], account });
  return [...(total?.activeMs ?? []), total?.visits ?? 0];
}
