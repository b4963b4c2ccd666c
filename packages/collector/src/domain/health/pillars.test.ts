import { expect, test } from "vitest";
import { DEFAULT_HEALTH } from "../definitions/health-definition.ts";
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
