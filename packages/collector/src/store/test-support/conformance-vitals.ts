import { array, assert, asyncProperty, constantFrom, integer, record, shuffledSubarray } from "fast-check";
import { describe, expect, test } from "vitest";
import { vitalBucket } from "../../domain/vital-buckets.ts";
import { ALL, cell, NOW_MS, SLOT, sorted, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const DAYS = { from: TODAY, to: TODAY };

/** Web vitals: one value each per writer and feature, whatever comes how often and in which order. */
export function testVitals(makePlace: MakePlace): void {
  describe("web vitals", () => {
    test("are counted once per writer and feature, in the bucket of their maximum", async () => {
      const { facts } = await useStore(makePlace);
      const first = cell({ vitals: { lcpMs: 900, cls1000: 0 } });
      for (const vitals of [{ lcpMs: 1_200, inpMs: 40 }, { lcpMs: 1_000 }, {}]) {
        await facts.mergeCells([first, { ...first, vitals }], NOW_MS);
      }
      await facts.mergeCells([cell({ writer: "writer-0000000000000B", vitals: { lcpMs: 1_200 } })], NOW_MS);
      expect(sorted(await facts.vitals({ scope: ALL, days: DAYS }))).toEqual([
        { feature: "calendars", vital: "cls1000", bucket: 0, count: 1 },
        { feature: "calendars", vital: "inpMs", bucket: vitalBucket(40), count: 1 },
        { feature: "calendars", vital: "lcpMs", bucket: vitalBucket(1_200), count: 2 },
      ]);
    });

    test("belong to the day of the earliest slot that they came with", async () => {
      const { facts } = await useStore(makePlace);
      const yesterday = { from: TODAY - 1, to: TODAY - 1 };
      for (const slot of [SLOT, SLOT - 96, SLOT])
        await facts.mergeCells([cell({ slot, vitals: { inpMs: 8 } })], NOW_MS);
      expect(await facts.vitals({ scope: ALL, days: DAYS })).toEqual([]);
      expect(await facts.vitals({ scope: ALL, days: yesterday })).toMatchObject([{ vital: "inpMs", count: 1 }]);
    });

    test("are nothing for whoever sees only some accounts, since the histograms know none", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells([cell({ vitals: { inpMs: 8 } })], NOW_MS);
      expect(await facts.vitals({ scope: { kind: "only", accounts: ["acme"] } })).toEqual([]);
    });

    test("equal those of a model, in any order and repetition", async () => {
      const message = record({
        writer: constantFrom("writer-0000000000000A", "writer-0000000000000B"),
        feature: constantFrom("calendars", "contacts"),
        slot: constantFrom(SLOT, SLOT - 1, SLOT - 96),
        vitals: record(
          { lcpMs: integer({ min: 0, max: 5_000 }), inpMs: integer({ min: 0, max: 9 }) },
          { requiredKeys: [] },
        ),
      });
      const runs = array(message, { minLength: 1, maxLength: 12 }).chain((messages) =>
        shuffledSubarray([...messages, ...messages], { minLength: messages.length * 2 }),
      );
      await assert(
        asyncProperty(runs, async (messages) => {
          const { facts, close } = await useStore(makePlace);
          for (const sent of messages) await facts.mergeCells([cell(sent)], NOW_MS);
          const best = new Map<string, number>();
          for (const { writer, feature, vitals } of messages) {
            for (const [vital, value] of Object.entries(vitals)) {
              const key = JSON.stringify([writer, feature, vital]);
              best.set(key, Math.max(best.get(key) ?? 0, value));
            }
          }
          const counts = new Map<string, number>();
          for (const [key, value] of best) {
            const [, feature, vital] = JSON.parse(key) as readonly string[];
            const bucket = JSON.stringify({ feature, vital, bucket: vitalBucket(value) });
            counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
          }
          const expected = [...counts].map(([bucket, count]) => Object.assign(JSON.parse(bucket) as object, { count }));
          expect(sorted(await facts.vitals({ scope: ALL }))).toEqual(sorted(expected));
          await close();
        }),
        { numRuns: 8 },
      );
    });
  });
}
