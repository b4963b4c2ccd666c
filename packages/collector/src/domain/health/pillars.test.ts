import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_HEALTH } from "../definitions/health-definition.ts";
import { healthClass } from "./health-class.ts";
import { pillarHealth, type ImportedPillar } from "./pillars.ts";

const DAY_MS = 86_400_000;
const NOW_MS = 1_000 * DAY_MS;
const service = (score: number, daysAgo: number): ImportedPillar => ({
  pillar: "service",
  score,
  source: "zendesk",
  at: NOW_MS - daysAgo * DAY_MS,
});
const pillars = (productAdoption: number | null, imported: readonly ImportedPillar[]) =>
  pillarHealth(productAdoption, imported, NOW_MS, DEFAULT_HEALTH.cuts);

test("product adoption is computed, the others are imported with source and age, and what is missing says so", () => {
  expect(pillars(80, [service(30, 2.5)])).toEqual([
    { pillar: "relationship", kind: "notProvided" },
    { pillar: "service", kind: "imported", score: 30, class: "steady", source: "zendesk", ageDays: 2 },
    { pillar: "financial", kind: "notProvided" },
    { pillar: "productAdoption", kind: "computed", score: 80, class: "thriving" },
  ]);
});

test("a score of 0 is a score, and no data is none", () => {
  expect(pillars(0, [service(0, 0)])).toMatchObject([{}, { score: 0, class: "struggling" }, {}, { score: 0 }]);
  expect(pillars(null, []).at(-1)).toEqual({ pillar: "productAdoption", kind: "noData" });
});

test("the latest import up to now counts", () => {
  const imported = [service(90, 1), service(10, 5), service(50, -1)];
  expect(pillars(null, imported)[1]).toMatchObject({ score: 90, ageDays: 1 });
  expect(pillars(null, imported.toReversed())[1]).toMatchObject({ score: 90 });
});

const anyImport = fc.record({
  pillar: fc.constantFrom("relationship" as const, "service" as const, "financial" as const),
  score: fc.nat(100),
  source: fc.constantFrom("zendesk", "billing"),
  at: fc.integer({ min: -100, max: 50 }).map((hours) => NOW_MS + hours * 3_600_000),
});
const anyImports = fc.uniqueArray(anyImport, { selector: ({ pillar, at }) => `${pillar} ${at}`, maxLength: 12 });
const anyScore = fc.option(fc.nat(100));

test("all four are told in one order: ours computed, each other by its latest import up to now, or not provided", () => {
  fc.assert(
    fc.property(anyScore, anyImports, (score, imported) => {
      const expected = (["relationship", "service", "financial"] as const).map((pillar) => {
        const [latest] = imported
          .filter((one) => one.pillar === pillar && one.at <= NOW_MS)
          .toSorted((one, other) => other.at - one.at);
        if (latest === undefined) return { pillar, kind: "notProvided" };
        const { score: told, source, at } = latest;
        const ageDays = Math.floor((NOW_MS - at) / DAY_MS);
        return {
          pillar,
          kind: "imported",
          score: told,
          class: healthClass(told, DEFAULT_HEALTH.cuts),
          source,
          ageDays,
        };
      });
      const own = score === null ? { kind: "noData" } : { kind: "computed", score };
      const all = pillars(score, imported);
      expect(all.slice(0, 3)).toEqual(expected);
      expect(all.slice(3)).toMatchObject([{ pillar: "productAdoption", ...own }]);
    }),
  );
});

test("neither the order of imports nor what is dated later than now changes anything", () => {
  fc.assert(
    fc.property(anyScore, anyImports, fc.nat(), (score, imported, seed) => {
      const turned = [...imported.slice(seed % 5), ...imported.slice(0, seed % 5)].toReversed();
      expect(pillars(score, turned)).toEqual(pillars(score, imported));
      const upToNow = imported.filter(({ at }) => at <= NOW_MS);
      expect(pillars(score, upToNow)).toEqual(pillars(score, imported));
    }),
  );
});

test("of two imports at one moment the one that comes last counts", () => {
  expect(pillars(null, [service(40, 1), service(60, 1)])[1]).toMatchObject({ score: 60 });
});
