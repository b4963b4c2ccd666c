import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FeatureNamesQuery } from "../facts.ts";
import { ALL, cell, NOW_MS, SLOT, sorted, TODAY, type MakePlace, type OpenedStore } from "./harness.ts";
import { usePlace, useStore } from "./use-store.ts";

const HELP = "link:help";

/** What pages call the features that need no definition. */
export function testFeatureNames(makePlace: MakePlace): void {
  describe("names of features", () => {
    test("come with the cells, and the last to come stays, also after opening again", async () => {
      const place = await usePlace(makePlace);
      const before = await place.open();
      await before.facts.mergeCells([cell(), cell({ feature: HELP, name: "Help" })], NOW_MS);
      expect(await namesOf(before)).toEqual([[HELP, "Help"]]);
      await before.facts.mergeCells([cell({ feature: HELP, name: "Help centre" })], NOW_MS);
      await before.facts.mergeCells([cell({ feature: HELP, visits: 2 })], NOW_MS);
      await before.close();
      const after = await place.open();
      expect(await namesOf(after)).toEqual([[HELP, "Help centre"]]);
      expect(await after.facts.verify()).toEqual([]);
      await after.close();
    });

    test("end as what the newest slot says, in whatever order cells arrive", async () => {
      const { facts } = await useStore(makePlace);
      let run = 0;
      const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(order, async (slots) => {
          const feature = `link:${run++}`;
          for (const back of slots) {
            await facts.mergeCells([cell({ feature, slot: SLOT - back, name: `${back} slots ago` })], NOW_MS);
          }
          const names = await facts.featureNames({ scope: ALL });
          expect(names.find((row) => row.feature === feature)?.name).toBe("0 slots ago");
        }),
        { numRuns: 24 },
      );
    });

    test("are not taken from a cell that is refused", async () => {
      const store = await useStore(makePlace);
      await store.facts.mergeCells([cell({ feature: HELP, name: "Help" })], NOW_MS);
      const { slot } = await store.facts.watermark(ALL);
      const refused = await store.facts.mergeCells([cell({ feature: HELP, name: "Too old", slot: slot - 1 })], NOW_MS);
      expect([refused, await namesOf(store)]).toEqual([["slot_too_old"], [[HELP, "Help"]]]);
    });

    test("need a place among the 500 unknown features, unless the definitions name the feature", async () => {
      const store = await useStore(makePlace);
      const definitions = { features: { "link:defined": { name: "Nicer" } } };
      await store.records.applyDefinitions({ definitions, fileHash: null, appliedAtMs: NOW_MS });
      const links = Array.from({ length: 500 }, (_, index) => cell({ feature: `link:${index}`, name: "One of many" }));
      expect(new Set(await store.facts.mergeCells(links, NOW_MS))).toEqual(new Set([null]));
      const more = ["link:one-too-many", "link:defined", "link:7"].map((feature) => cell({ feature, name: "More" }));
      expect(await store.facts.mergeCells(more, NOW_MS)).toEqual(["too_many_features", null, null]);
      const names = await namesOf(store);
      expect(names).toHaveLength(501);
      expect(names.filter(([, name]) => name === "More")).toEqual([
        ["link:7", "More"],
        ["link:defined", "More"],
      ]);
    });

    test("are told where the feature has data: in the accounts and on the days that are asked about", async () => {
      const store = await useStore(makePlace);
      const yesterday = { from: TODAY - 1, to: TODAY - 1 };
      await store.facts.mergeCells(
        [
          cell({ account: "a", feature: "link:a", name: "A" }),
          cell({ account: "b", feature: "link:b", name: "B", slot: SLOT - 96 }),
          cell({ account: "b", feature: "link:none", name: "Never used", visits: 0, activeMs: [0, 0, 0, 0] }),
        ],
        NOW_MS,
      );
      const told = async (query: FeatureNamesQuery) => (await namesOf(store, query)).map(([, name]) => name);
      expect(await told({ scope: ALL })).toEqual(["A", "B"]);
      expect(await told({ scope: ALL, account: "a" })).toEqual(["A"]);
      expect(await told({ scope: ALL, days: yesterday })).toEqual(["B"]);
      expect(await told({ scope: ALL, days: yesterday, account: "a" })).toEqual([]);
      expect(await told({ scope: { kind: "only", accounts: ["b"] } })).toEqual(["B"]);
      expect(await told({ scope: { kind: "only", accounts: ["b"] }, account: "a" })).toEqual([]);
      expect(await told({ scope: ALL, account: "unheard-of" })).toEqual([]);
    });
  });
}

async function namesOf({ facts }: OpenedStore, query: FeatureNamesQuery = { scope: ALL }) {
  return sorted((await facts.featureNames(query)).map(({ feature, name }) => [feature, name]));
}
