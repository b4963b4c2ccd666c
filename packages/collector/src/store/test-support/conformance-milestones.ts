import { describe, expect, test } from "vitest";
import type { MetMilestoneWrite } from "../milestone-records.ts";
import { createAdoptionWorker } from "./adoption-worker.ts";
import { ALL, cell, NOW_MS, type MakePlace } from "./harness.ts";
import { usePlace, useStore } from "./use-store.ts";

const SUBJECT = { account: "acme", user: "u_1", milestone: "first-booking" };
const MET: MetMilestoneWrite = { ...SUBJECT, version: 1, metAtMs: NOW_MS - 9, resetAtMs: null, atMs: NOW_MS };
const DECISION = { ...SUBJECT, actor: "Maya", atMs: NOW_MS + 1 };

/** What is decided about milestones. */
export function testMilestones(makePlace: MakePlace): void {
  describe("milestones", () => {
    test("are met once, with version and date, and again after a reset or in a higher version", async () => {
      const place = await usePlace(makePlace);
      const store = await place.open();
      const { facts, records } = store;
      await facts.mergeCells([cell()], NOW_MS);
      expect(await records.meetMilestones([MET, { ...MET, metAtMs: NOW_MS }])).toBe(1);
      expect(await records.meetMilestones([{ ...MET, atMs: NOW_MS + 5 }])).toBe(0);
      expect(await records.meetMilestones([{ ...MET, version: 2, metAtMs: null }])).toBe(1);
      expect(await records.meetMilestones([MET])).toBe(0);
      expect(await records.resetMilestone(DECISION)).toBe(true);
      // Judged before the reset: it says nothing about what has come since.
      expect(await records.meetMilestones([{ ...MET, version: 3 }])).toBe(0);
      expect(await records.meetMilestones([{ ...MET, version: 2, resetAtMs: NOW_MS + 1, atMs: NOW_MS + 2 }])).toBe(1);
      const expected = [
        { ...SUBJECT, actor: null, record: { kind: "met", version: 1, metAtMs: NOW_MS - 9, atMs: NOW_MS } },
        { ...SUBJECT, actor: null, record: { kind: "met", version: 2, metAtMs: null, atMs: NOW_MS } },
        { ...SUBJECT, actor: "Maya", record: { kind: "reset", atMs: NOW_MS + 1 } },
        { ...SUBJECT, actor: null, record: { kind: "met", version: 2, metAtMs: NOW_MS - 9, atMs: NOW_MS + 2 } },
      ];
      expect(await records.milestoneRecords({ scope: ALL })).toEqual(expected);
      await store.close();
      const again = await place.open();
      expect(await again.records.milestoneRecords({ scope: ALL })).toEqual(expected);
      await again.close();
    });

    test("are not relevant for a reason, until somebody says that they are", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.mergeCells([cell()], NOW_MS);
      await records.markMilestone({ ...DECISION, reason: "They don't take bookings" });
      await records.markMilestone({ ...DECISION, reason: null, atMs: NOW_MS + 2 });
      expect((await records.milestoneRecords({ scope: ALL })).map(({ record }) => record)).toEqual([
        { kind: "notRelevant", reason: "They don't take bookings", atMs: NOW_MS + 1 },
        { kind: "relevant", atMs: NOW_MS + 2 },
      ]);
    });

    test("belong to a member or to an account as a whole, inside what the asker may see", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.mergeCells([cell(), cell({ user: "u_2" }), cell({ account: "b" })], NOW_MS);
      const subjects = [
        { account: "acme", user: null },
        { account: "acme", user: "u_1" },
        { account: "acme", user: "u_2" },
        { account: "b", user: "u_1" },
      ];
      expect(await records.meetMilestones(subjects.map((subject) => ({ ...MET, ...subject })))).toBe(4);
      const of = async (query: object) =>
        (await records.milestoneRecords({ scope: ALL, ...query })).map(({ account, user }) => ({ account, user }));
      expect(await of({})).toEqual(subjects);
      expect(await of({ account: "acme", user: null })).toEqual(subjects.slice(0, 1));
      expect(await of({ account: "acme", user: "u_1" })).toEqual(subjects.slice(1, 2));
      expect(await of({ scope: { kind: "only", accounts: ["b"] } })).toEqual(subjects.slice(3));
      expect(await of({ user: "unheard-of" })).toEqual([]);
    });

    test("of nobody that was ever heard of are neither met nor decided about", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.mergeCells([cell(), cell({ account: "b", user: "u_2" })], NOW_MS);
      for (const unknown of [{ account: "c" }, { user: "u_3" }, { user: "u_2" }, { account: "c", user: null }]) {
        expect(await records.meetMilestones([{ ...MET, ...unknown }])).toBe(0);
        expect(await records.resetMilestone({ ...DECISION, ...unknown })).toBe(false);
        expect(await records.markMilestone({ ...DECISION, ...unknown, reason: "No" })).toBe(false);
      }
      expect(await records.milestoneRecords({ scope: ALL })).toEqual([]);
    });

    test("are looked into again when actions, assets or a reset say something new", async () => {
      const store = await useStore(makePlace);
      const { facts, records } = store;
      const rules = { version: 1, idleLimitIndex: 1, thresholdMs: 420_000 };
      const worker = createAdoptionWorker(store);
      const taken = async (): Promise<readonly string[]> => {
        const users = await worker.take(rules, NOW_MS);
        await worker.settle(NOW_MS);
        return users;
      };
      await facts.mergeCells([cell()], NOW_MS);
      expect(await taken()).toEqual(["u_1"]);
      await facts.mergeCells([cell({ actions: { sent: 1 } })], NOW_MS);
      expect(await taken()).toEqual(["u_1"]);
      const asset = { account: "acme", type: "workflow", id: "w_1" };
      await facts.putAssets([asset]);
      // The account as a whole: nobody.
      expect(await taken()).toEqual([""]);
      await facts.putAssets([asset]);
      expect(await taken()).toEqual([]);
      await records.resetMilestone(DECISION);
      expect(await taken()).toEqual(["u_1"]);
    });
  });
}
