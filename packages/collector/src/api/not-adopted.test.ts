import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, FeaturesReply } from "./contract.ts";
import { readJson } from "./test-support/report-workspace.ts";

/** The article's key customer that hasn't adopted a new feature: which accounts those are, and for how long. */

const DAY_MS = 86_400_000;
const ADOPTED_MS = 420_000;
const LAUNCHED = new Date(START_MS - 10 * DAY_MS).toISOString().slice(0, 10);

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: {
        inbox: { name: "Inbox" },
        digest: { name: "Digest", launchedAt: LAUNCHED },
        forecast: { name: "Forecast", plans: ["scale"] },
      },
    },
  });
  await system.store.facts.putAccounts([
    { id: "adopter" },
    { id: "trier", premium: true },
    { id: "late", premium: true },
    { id: "silent" },
    { id: "gone", churnedAt: START_MS - DAY_MS },
  ]);
  let writers = 0;
  const use = (account: string, daysAgo: number, feature: string, activeMs: number) => ({
    id: writerId(`n${++writers}`),
    account,
    user: `u_${account}`,
    cells: [cellOf(feature, START_MS - daysAgo * DAY_MS, activeMs)],
  });
  await system.collect(
    use("adopter", 20, "inbox", ADOPTED_MS),
    use("adopter", 5, "digest", ADOPTED_MS),
    use("trier", 30, "inbox", ADOPTED_MS - 1),
    use("trier", 2, "digest", 1_000),
    use("late", 3, "inbox", 1_000),
    use("gone", 30, "inbox", 1_000),
  );
});
afterAll(() => system.stop());

const waiting = async (query: string) => {
  const { value, rows } = await readJson<ExplainReply>(system, `/v1/explain?number=notAdoptedAccounts&${query}`);
  expect(value).toBe(rows.length);
  return rows.map(({ value: days, details }) => [details["account"], days, details["stage"]]);
};

test("accounts that haven't adopted a feature wait since they are there, or since it was launched", async () => {
  expect(await waiting("feature=inbox")).toEqual([
    ["trier", 30, "tried"],
    ["late", 3, "tried"],
    ["silent", null, "untouched"],
  ]);
  expect(await waiting("feature=digest")).toEqual([
    ["trier", 10, "tried"],
    ["late", 3, "untouched"],
    ["silent", null, "untouched"],
  ]);
  expect(await waiting("feature=digest&premium=true&sort=value")).toEqual([
    ["late", 3, "untouched"],
    ["trier", 10, "tried"],
  ]);
  // Nobody there can be expected to use it.
  expect(await waiting("feature=forecast")).toEqual([]);
});

test("as of an earlier day it is who hadn't by then, for how long by then", async () => {
  const asOf = new Date(START_MS - 6 * DAY_MS).toISOString().slice(0, 10);
  expect(await waiting(`feature=digest&asOf=${asOf}`)).toMatchObject([
    ["adopter", 4, "untouched"],
    ["gone", 4, "untouched"],
    ["trier", 4, "untouched"],
    ["silent", null, "untouched"],
  ]);
});

test("a feature's row has how many they are, with those that have adopted it all that could", async () => {
  const { rows, addresses } = await readJson<FeaturesReply>(system, "/v1/features?sort=-notAdoptedAccounts");
  expect(addresses["notAdoptedAccounts"]).toBe("/v1/explain?number=notAdoptedAccounts&feature={feature}");
  expect(rows.map(({ feature, notAdoptedAccounts }) => [feature, notAdoptedAccounts])).toEqual([
    ["inbox", 3],
    ["digest", 3],
    ["forecast", 0],
  ]);
  for (const { adoptedAccounts, eligibleAccounts, notAdoptedAccounts } of rows) {
    expect(adoptedAccounts + notAdoptedAccounts).toBe(eligibleAccounts);
  }
});
