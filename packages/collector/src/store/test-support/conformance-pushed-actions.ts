import { SLOT_MS } from "@uptake/tracker/protocol";
import { array, assert, asyncProperty, constant, constantFrom, nat, oneof, record } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Facts } from "../facts.ts";
import type { MessageWrite } from "../pushed.ts";
import { ALL, cell, NOW_MS, row, SLOT, sorted, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const SENT = { account: "acme", user: "u_1", action: "sent", slot: SLOT } as const;
const BY = { actor: "Maya", atMs: NOW_MS };

async function countOf(facts: Facts, action = "sent"): Promise<number> {
  const rows = await facts.actionTotals({ scope: ALL, by: [] });
  return rows.filter((found) => found.action === action).reduce((sum, { count }) => sum + count, 0);
}

/** Actions that the host's server counts. */
export function testPushedActions(makePlace: MakePlace): void {
  describe("pushed actions", () => {
    test("are what their source said last, and sources add up", async () => {
      const { facts } = await useStore(makePlace);
      const push = (count: number, source?: string) =>
        facts.push("actions", [{ ...SENT, count, ...(source !== undefined && { source }) }], NOW_MS);
      for (const count of [3, 5, 5, 4]) await push(count);
      expect(await countOf(facts)).toBe(4);
      await push(10, "crm");
      expect(await countOf(facts)).toBe(14);
      await facts.mergeCells([cell({ actions: { sent: 1 } })], NOW_MS);
      expect(await countOf(facts)).toBe(15);
      await push(0, "crm");
      expect(await countOf(facts)).toBe(5);
      expect(await facts.actionTotals({ scope: ALL, by: ["account", "user", "day"] })).toEqual([
        { account: "acme", user: "u_1", day: TODAY, feature: "_other", action: "sent", count: 4 },
        { account: "acme", user: "u_1", day: TODAY, feature: "calendars", action: "sent", count: 1 },
      ]);
      expect(await facts.verify()).toEqual([]);
    });

    test("of nobody in particular are the account's, and in no answer about people", async () => {
      const { facts } = await useStore(makePlace);
      await facts.push("actions", [{ account: "acme", action: "sent", slot: SLOT, count: 7 }], NOW_MS);
      expect(await facts.actionTotals({ scope: ALL, by: ["account"] })).toMatchObject([{ account: "acme", count: 7 }]);
      expect(await facts.actionTotals({ scope: ALL, by: ["user"] })).toEqual([]);
      expect(await facts.users(ALL)).toEqual([]);
      expect(await facts.distinctUsers({ scope: ALL, by: [], idleLimitIndex: 1 })).toEqual([{ users: 0 }]);
      expect(await facts.verify()).toEqual([]);
    });

    test("below the watermark count as above it, and neither folding nor a backfill of that name touches them", async () => {
      const { facts } = await useStore(makePlace);
      const old = { ...SENT, slot: SLOT - 9_600 };
      await facts.push("actions", [{ ...SENT, source: "crm", count: 3 }], NOW_MS);
      await facts.mergeCells([cell({ feature: "_other", actions: { sent: 2 } })], NOW_MS);
      await facts.fold(SLOT + 1);
      await facts.push("actions", [{ ...old, source: "crm", count: 10 }], NOW_MS);
      await facts.backfill("crm", [row({ feature: "_other", slot: old.slot, actions: { sent: 100 } })], NOW_MS);
      await facts.backfill("crm", [row({ feature: "_other", slot: SLOT, actions: {} })], NOW_MS);
      expect(await countOf(facts)).toBe(115);
      await facts.push("actions", [{ ...SENT, source: "crm", count: 1 }], NOW_MS);
      expect(await countOf(facts)).toBe(113);
      expect(await facts.verify()).toEqual([]);
    });

    test("are taken out with their user's time and refused from then on, and the account's own stay", async () => {
      const { facts } = await useStore(makePlace);
      const rows = [
        { ...SENT, count: 3 },
        { account: "acme", action: "sent", slot: SLOT, count: 20 },
        { ...SENT, slot: SLOT - 1, count: 500 },
      ];
      await facts.push("actions", rows, NOW_MS);
      await facts.void({ kind: "user", user: "u_1", fromSlot: SLOT, toSlot: SLOT + 1 }, BY);
      expect(await facts.push("actions", rows, NOW_MS)).toEqual(["voided", null, null]);
      expect(await countOf(facts)).toBe(520);
      expect(await facts.verify()).toEqual([]);
    });

    test("are forgotten with their days", async () => {
      const { facts, upkeep } = await useStore(makePlace);
      await facts.push("actions", [{ ...SENT, slot: SLOT - 9_600, count: 3 }], NOW_MS);
      await facts.push("actions", [{ account: "acme", action: "sent", slot: SLOT - 9_600, count: 3 }], NOW_MS);
      await facts.push("actions", [{ ...SENT, count: 4 }], NOW_MS);
      await facts.fold(SLOT - 960);
      while ((await upkeep.forgetDaysStep(SLOT - 4_800)) === "more");
      expect(await countOf(facts)).toBe(4);
      expect(await facts.verify()).toEqual([]);
    });

    test("are counted by the days of another zone, also those that come while it is being counted in", async () => {
      const place = await makePlace();
      const first = await place.open();
      const late = Date.parse("2026-11-17T20:00Z") / SLOT_MS;
      const accounts = Array.from({ length: 40 }, (_, index) => `a${index}`);
      const push = (facts: Facts, count: number) =>
        facts.push(
          "actions",
          accounts.flatMap((account) => [
            { account, action: "sent", slot: late, count },
            { account, user: "u_1", action: "sent", slot: late, count },
          ]),
          NOW_MS,
        );
      await push(first.facts, 1);
      await first.close();
      const { facts, upkeep, close } = await place.open({ timeZone: "Asia/Tokyo" });
      for (let count = 2; (await upkeep.timeZoneStep()) === "more"; count = count === 2 ? 3 : 2)
        await push(facts, count);
      await push(facts, 5);
      expect(await facts.actionTotals({ scope: ALL, by: ["day"] })).toMatchObject([{ day: TODAY, count: 400 }]);
      expect(await facts.verify()).toEqual([]);
      await close();
      await place.remove();
    });

    test("come to what a plain table of them says, whatever comes in between", async () => {
      const change = oneof(
        record({
          kind: constant("push" as const),
          user: constantFrom("u_1", "u_2", undefined),
          source: constantFrom("", "crm"),
          slotsAgo: nat({ max: 300 }),
          count: nat({ max: 5 }),
        }),
        record({ kind: constant("fold" as const), slotsAgo: nat({ max: 300 }) }),
        record({ kind: constant("browser" as const), slotsAgo: nat({ max: 300 }), count: nat({ max: 5 }) }),
      );
      await assert(
        asyncProperty(array(change, { maxLength: 25 }), async (changes) => {
          const place = await makePlace();
          const { facts, close } = await place.open({ timeZone: "Europe/Berlin" });
          const pushed = new Map<string, number>();
          const browser = new Map<number, number>();
          let watermark = 0;
          for (const step of changes) {
            const slot = SLOT - step.slotsAgo;
            if (step.kind === "fold") {
              await facts.fold(slot);
              watermark = Math.max(watermark, slot);
            } else if (step.kind === "browser") {
              await facts.mergeCells([cell({ slot, actions: { sent: step.count } })], NOW_MS);
              if (slot >= watermark) browser.set(slot, Math.max(browser.get(slot) ?? 0, step.count));
            } else {
              const { source, user, count } = step;
              await facts.push(
                "actions",
                [{ account: "acme", action: "sent", source, slot, count, ...(user !== undefined && { user }) }],
                NOW_MS,
              );
              pushed.set(JSON.stringify([user, source, slot]), count);
            }
          }
          const expected = [...pushed.values(), ...browser.values()].reduce((sum, count) => sum + count, 0);
          expect(await countOf(facts)).toBe(expected);
          expect(await facts.verify()).toEqual([]);
          await close();
          await place.remove();
        }),
        { numRuns: 12 },
      );
    });
  });

  describe("messages that are counted one by one", () => {
    const message = (id: string, changes: Partial<MessageWrite> = {}): MessageWrite => ({
      source: "segment",
      ...SENT,
      message: id,
      ...changes,
    });

    test("count once each, however often and in whatever order they come, also after opening again", async () => {
      const place = await makePlace();
      const first = await place.open();
      const messages = ["m1", "m2", "m3"].map((id) => message(id));
      await first.facts.push("messages", messages, NOW_MS);
      await first.close();
      const { facts, upkeep, close } = await place.open();
      await upkeep.tidyStep(NOW_MS);
      await facts.push("messages", [...messages.toReversed(), message("m4"), message("m4")], NOW_MS);
      expect(await countOf(facts)).toBe(4);
      await facts.push("messages", [message("m1", { user: "u_2" }), message("m1", { action: "booked" })], NOW_MS);
      expect([await countOf(facts), await countOf(facts, "booked")]).toEqual([5, 1]);
      expect(await facts.verify()).toEqual([]);
      await close();
      await place.remove();
    });

    test("are refused below the watermark, where nobody remembers them", async () => {
      const { facts, upkeep } = await useStore(makePlace);
      await facts.push("messages", [message("m1")], NOW_MS);
      await facts.fold(SLOT + 1);
      await upkeep.tidyStep(NOW_MS);
      expect(await facts.push("messages", [message("m1"), message("m2", { slot: SLOT + 1 })], NOW_MS)).toEqual([
        "too_old",
        null,
      ]);
      expect(await countOf(facts)).toBe(2);
    });

    test("without an account go to the one that the roster has their user in", async () => {
      const { facts } = await useStore(makePlace);
      await facts.putUsers([
        { id: "u_1", accounts: ["acme"] },
        { id: "u_2", accounts: ["acme", "globex"] },
      ]);
      const { account: _, ...nowhere } = message("m1");
      const { user: __, ...nobody } = nowhere;
      const rows = [nowhere, { ...nowhere, user: "u_2" }, { ...nowhere, user: "unheard-of" }, nobody];
      expect(await facts.push("messages", rows, NOW_MS)).toEqual([null, "no_account", "no_account", "no_account"]);
      expect(sorted(await facts.actionTotals({ scope: ALL, by: ["account", "user"] }))).toMatchObject([
        { account: "acme", user: "u_1", count: 1 },
      ]);
      expect((await facts.users(ALL)).map(({ id }) => id).toSorted()).toEqual(["u_1", "u_2"]);
    });
  });
}
