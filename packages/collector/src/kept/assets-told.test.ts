import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import { readAccounts } from "../api/accounts.ts";
import type { AccountsReply, ExplainReply, FeaturesReply, OverviewReply } from "../api/contract.ts";
import { readExplanation } from "../api/explain.ts";
import { readFeatures } from "../api/features.ts";
import { readOverview } from "../api/overview.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import { ALL_ACCOUNTS, type AccountScope } from "../domain/account-scope.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { applyDefinitions } from "../ops/apply-definitions.ts";
import { keepWorkspace, type KeptWorkspace } from "./test-support/keep-workspace.ts";

/** Where nobody has told of any asset, how many there are isn't known, rather than 0; live, and as it was kept before. */

const DEFINITIONS: Definitions = {
  features: { flows: { name: "Flows" }, inbox: { name: "Inbox" } },
  assetTypes: { flow: { name: "Flows", feature: "flows" } },
};
const BETA: AccountScope = { kind: "only", accounts: ["beta"] };

let system: TestCollector;
let parts: KeptWorkspace;
beforeAll(async () => {
  system = await startTestCollector();
  await applyDefinitions(DEFINITIONS, system.store.records, START_MS);
  await system.store.facts.putAccounts([{ id: "acme" }, { id: "beta" }]);
  await system.collect({
    id: writerId("a"),
    account: "acme",
    user: "u_1",
    cells: [cellOf("flows", START_MS, 1_000), cellOf("inbox", START_MS, 1_000), cellOf("unheard", START_MS, 1_000)],
  });
  parts = await keepWorkspace(system.store.path, () => START_MS);
});
afterAll(async () => {
  parts.close();
  await system.stop();
});

async function ask<Reply>(
  door: ReadDoor,
  query: Readonly<Record<string, string>>,
  scope: AccountScope,
  isKept: boolean,
) {
  const parameters = new URLSearchParams({ period: "30d", ...query });
  const from = isKept ? parts.kept : parts.live;
  const response = await door({ parameters, path: {}, accept: null, asker: { scope, name: null }, parts: from });
  return query["format"] === undefined ? ((await response.json()) as Reply) : ((await response.text()) as Reply);
}

/** Assets of each account and of each feature, in the list, in the file, on the tile and explained. */
async function assets(scope: AccountScope, isKept: boolean) {
  const accounts = await ask<AccountsReply>(readAccounts, { sort: "assets" }, scope, isKept);
  const file = await ask<string>(
    readAccounts,
    { sort: "assets", format: "csv", columns: "account,assets" },
    scope,
    isKept,
  );
  const features = await ask<FeaturesReply>(readFeatures, { sort: "name" }, scope, isKept);
  const { tiles } = await ask<OverviewReply>(readOverview, {}, scope, isKept);
  const tile = tiles.find(({ number, group }) => group === "metrics" && number === "activeAssets");
  const explained = async (query: Readonly<Record<string, string>>) =>
    (await ask<ExplainReply>(readExplanation, { number: "activeAssets", ...query }, scope, isKept)).value;
  return {
    accounts: accounts.rows.map(({ account, assets: all, activeAssets }) => [account, all, activeAssets]),
    file: file.trim().split(/\r?\n/).slice(1),
    features: Object.fromEntries(features.rows.map(({ feature, assets: all }) => [feature, all])),
    tile: tile?.value,
    explained: [await explained({}), await explained({ feature: "flows" }), await explained({ feature: "inbox" })],
  };
}

test("nothing is known where the host has told of none; then none is 0, whosever the first is", async () => {
  for (const isKept of [true, false]) {
    expect(await assets(ALL_ACCOUNTS, isKept)).toEqual({
      accounts: [
        ["acme", null, null],
        ["beta", null, null],
      ],
      file: ["acme,", "beta,"],
      features: { flows: null, inbox: null, unheard: null },
      tile: null,
      explained: [null, null, null],
    });
  }
  await system.store.facts.putAssets([{ id: "f_1", account: "acme", type: "flow" }]);
  // Only of whom something was told is counted again; of the others it follows.
  await parts.keepUp();
  for (const isKept of [true, false]) {
    expect(await assets(ALL_ACCOUNTS, isKept)).toEqual({
      accounts: [
        ["beta", 0, 0],
        ["acme", 1, 0],
      ],
      file: ["beta,0", "acme,1"],
      features: { flows: 1, inbox: null, unheard: null },
      tile: 0,
      explained: [0, 0, null],
    });
    expect(await assets(BETA, isKept)).toEqual({
      accounts: [["beta", 0, 0]],
      file: ["beta,0"],
      features: { flows: 0, inbox: null },
      tile: 0,
      explained: [0, 0, null],
    });
  }
  expect(await parts.verify()).toEqual([]);
});
