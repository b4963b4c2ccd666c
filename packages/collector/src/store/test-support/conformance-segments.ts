import { describe, expect, test } from "vitest";
import type { SegmentChange } from "../segment-members.ts";
import { createAdoptionWorker } from "./adoption-worker.ts";
import { ALL, cell, NOW_MS, type MakePlace } from "./harness.ts";
import { usePlace, useStore } from "./use-store.ts";

const JOINED: SegmentChange = { segment: "large", of: "account", subject: "acme", kind: "joined", atMs: NOW_MS };
const LEFT: SegmentChange = { ...JOINED, kind: "left", atMs: NOW_MS + 10 };
const STAY = { segment: "large", of: "account", subject: "acme", joinedAtMs: NOW_MS, leftAtMs: null };

/** Who was in which segment. */
export function testSegments(makePlace: MakePlace): void {
  describe("segments", () => {
    test("are joined, left and joined again, each once, also after opening again", async () => {
      const place = await usePlace(makePlace);
      const store = await place.open();
      const { facts, records } = store;
      await facts.mergeCells([cell()], NOW_MS);
      expect(await records.changeSegmentMembers([LEFT, JOINED, { ...JOINED, atMs: NOW_MS + 1 }])).toBe(1);
      expect(await records.segmentMembers({ scope: ALL })).toEqual([STAY]);
      expect(await records.changeSegmentMembers([LEFT, { ...LEFT, atMs: NOW_MS + 11 }])).toBe(1);
      expect(await records.segmentMembers({ scope: ALL, current: true })).toEqual([]);
      expect(await records.changeSegmentMembers([{ ...JOINED, atMs: NOW_MS + 20 }])).toBe(1);
      await store.close();
      const again = await place.open();
      const history = [
        { ...STAY, leftAtMs: NOW_MS + 10 },
        { ...STAY, joinedAtMs: NOW_MS + 20 },
      ];
      expect(await again.records.segmentMembers({ scope: ALL })).toEqual(history);
      expect(await again.records.segmentMembers({ scope: ALL, current: true })).toEqual(history.slice(1));
      await again.close();
    });

    test("remember when all of them were evaluated last, by which definitions", async () => {
      const { records } = await useStore(makePlace);
      expect(await records.segmentsEvaluated()).toBeNull();
      const evaluated = { atMs: NOW_MS, definitionVersion: 3 };
      await records.noteSegmentsEvaluated(evaluated);
      // Another collector was slower.
      await records.noteSegmentsEvaluated({ atMs: NOW_MS - 1, definitionVersion: 2 });
      expect(await records.segmentsEvaluated()).toEqual(evaluated);
    });

    test("have accounts or users, whom whoever may see one of their accounts sees", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.mergeCells(
        [cell(), cell({ account: "b", user: "u_1" }), cell({ account: "b", user: "u_2" })],
        NOW_MS,
      );
      const user = { ...JOINED, segment: "quiet", of: "user" as const };
      const changes = [
        JOINED,
        { ...user, subject: "u_1", atMs: NOW_MS + 1 },
        { ...user, subject: "u_2", atMs: NOW_MS + 2 },
      ];
      expect(
        await records.changeSegmentMembers([...changes, { ...user, subject: "u_3" }, { ...JOINED, subject: "c" }]),
      ).toBe(3);
      const seen = async (query: Partial<Parameters<typeof records.segmentMembers>[0]>) =>
        (await records.segmentMembers({ scope: ALL, ...query })).map(({ segment, subject }) => `${segment} ${subject}`);
      expect(await seen({})).toEqual(["large acme", "quiet u_1", "quiet u_2"]);
      expect(await seen({ scope: { kind: "only", accounts: ["acme"] } })).toEqual(["large acme", "quiet u_1"]);
      expect(await seen({ scope: { kind: "only", accounts: ["b"] } })).toEqual(["quiet u_1", "quiet u_2"]);
      expect(await seen({ segment: "quiet" })).toEqual(["quiet u_1", "quiet u_2"]);
      expect(await seen({ account: "acme" })).toEqual(["large acme"]);
      expect(await seen({ account: "acme", user: "u_2" })).toEqual(["large acme", "quiet u_2"]);
      expect(await seen({ user: "u_1" })).toEqual(["quiet u_1"]);
      expect(await seen({ account: "b" })).toEqual([]);
    });

    test("let whoever joins be looked at anew, and nobody else", async () => {
      const store = await useStore(makePlace);
      const { facts, records } = store;
      const rules = { version: 1, idleLimitIndex: 1, thresholdMs: 420_000 };
      const worker = createAdoptionWorker(store);
      const taken = async (): Promise<readonly string[]> => {
        const users = await worker.take(rules, NOW_MS);
        await worker.settle(NOW_MS);
        return users;
      };
      await facts.mergeCells([cell(), cell({ user: "u_2" }), cell({ account: "b", user: "u_2" })], NOW_MS);
      await taken();
      await records.changeSegmentMembers([JOINED]);
      expect(await taken()).toEqual(["", "u_1", "u_2"]);
      await records.changeSegmentMembers([JOINED, LEFT]);
      expect(await taken()).toEqual([]);
      await records.changeSegmentMembers([{ ...JOINED, segment: "quiet", of: "user", subject: "u_2" }]);
      expect(await taken()).toEqual(["u_2", "u_2"]);
    });
  });
}
