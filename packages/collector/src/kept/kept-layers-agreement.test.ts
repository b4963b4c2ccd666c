import { beforeAll, expect, test } from "vitest";
import { START_MS } from "../../../../tests/support/test-collector.ts";
import { readAttention } from "../api/attention.ts";
import { readFeatures } from "../api/features.ts";
import { readModules } from "../api/modules.ts";
import { readNearlyAdopted } from "../api/nearly-adopted.ts";
import { readOverview } from "../api/overview.ts";
import type { OwnDays } from "../api/reading/own-days.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import { readStages } from "../api/stages.ts";
import { TODAY } from "../api/test-support/random-workspace.ts";
import { readUsers } from "../api/users.ts";
import { FILTERS, inKeptWorkspaces, withoutCountedAt, type Query } from "./test-support/kept-workspaces.ts";

/** While days of one's own are being counted, what has been is answered as if it were counted for the answer. */

const WORKSPACES = 2;
const QUERY = { from: "2026-10-12", to: "2026-11-06" };
const DAYS: OwnDays = { lastDay: TODAY - 12, isOver: true, days: { from: TODAY - 37, to: TODAY - 12 } };

type DoorCase = readonly [name: string, door: ReadDoor, queries: readonly Query[]];

/** What is answered by the first layer, of everybody, without any filter. */
const OF_USE: readonly DoorCase[] = [
  ["features", readFeatures, [{}, { sort: "-users" }, { columns: "medianActiveMs" }, { format: "ndjson" }]],
  ["modules", readModules, [{}, { sort: "-percent" }]],
  ["stages", readStages, [{}, { stage: "adopted" }, { sort: "-activeMs", limit: "3" }, { feature: "calendars" }]],
  ["nearly adopted", readNearlyAdopted, [{}, { sort: "missingMs" }]],
];

/** What needs all of them. */
const OF_ALL: readonly DoorCase[] = [
  ["stages by name", readStages, [{ sort: "name" }, { search: "person" }, { format: "csv" }]],
  ["overview", readOverview, [{}]],
  ["users", readUsers, [{}]],
  ["attention", readAttention, [{}]],
];

inKeptWorkspaces((workspace) => {
  beforeAll(() => workspace.parts.beginOwn(DAYS));

  test.each(OF_USE)("%s are told of everybody", async (_, door, queries) => {
    const asked = [...queries, ...FILTERS].map((query) => Object.assign({}, query, QUERY));
    const { kept, expected } = await workspace.replies(door, asked);
    expect(kept.map(withoutCountedAt)).toEqual(expected.map(withoutCountedAt));
    const [ofAll, ofSome] = ["all", "only"].map((kind) => kept.find(({ scope }) => scope.kind === kind)?.reply);
    // Where fewer than two accounts are left, modules are looked at as those of one.
    expect(ofAll).toMatchObject(door === readModules ? {} : { countedAt: START_MS });
    expect(ofSome).toMatchObject({ countedAt: null });
  });

  test.each(OF_ALL)("of %s nothing is yet", async (_, door, queries) => {
    const asked = queries.map((query) => Object.assign({}, query, QUERY));
    const { kept, expected } = await workspace.replies(door, asked);
    expect(kept.map(withoutCountedAt)).toEqual(expected.map(withoutCountedAt));
    const countedAt = kept.flatMap(({ reply }) => (typeof reply === "string" ? [] : [reply["countedAt"]]));
    expect(new Set(countedAt)).toEqual(new Set([null]));
  });

  test("what was begun is brought to its end", async () => {
    expect(await workspace.parts.verify()).toEqual([]);
    expect(await workspace.parts.keepOwn(DAYS)).toBeGreaterThan(0);
    expect(await workspace.parts.verify()).toEqual([]);
    const { kept, expected } = await workspace.replies(readOverview, [QUERY]);
    expect(kept.map(withoutCountedAt)).toEqual(expected.map(withoutCountedAt));
    expect(kept[0]?.reply).toMatchObject({ countedAt: START_MS });
  });
}, WORKSPACES);
