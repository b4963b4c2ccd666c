import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import type { FeaturesReply } from "./contract.ts";

const DEFINITIONS: Definitions = {
  features: {
    calendars: { name: "Calendars" },
    "link:academy": { name: "Academy" },
    wiki: { name: "Wiki", kind: "link", urls: ["/wiki/*"] },
  },
};

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: DEFINITIONS });
  const used = (feature: string, name?: string) =>
    cellOf(feature, START_MS, 60_000, name === undefined ? {} : { name });
  await system.collect(
    {
      id: writerId("acme1"),
      account: "acme",
      user: "u_1",
      cells: [
        used("unheard-of", "Not asked"),
        used("_other"),
        used("link:help", "Help <centre>"),
        used("link:academy", "The page's own name"),
        used("link:7f3e"),
      ],
    },
    { id: writerId("beta1"), account: "beta", user: "u_2", cells: [used("link:beta", "Only Beta's")] },
  );
});
afterAll(() => system.stop());

async function features(path: string): Promise<FeaturesReply> {
  const response = await system.request(path, { bearer: system.secretKey });
  return (await response.json()) as FeaturesReply;
}
const told = ({ rows }: FeaturesReply) =>
  rows.map(({ feature, name, kind, defined }) => [feature, name, kind, defined]);

describe("custom menu links", () => {
  test("follow the defined features, with the names that their pages give them", async () => {
    expect(told(await features("/v1/features"))).toEqual([
      ["calendars", "Calendars", "feature", true],
      ["link:academy", "Academy", "link", true],
      ["wiki", "Wiki", "link", true],
      ["link:7f3e", "link:7f3e", "link", false],
      ["link:beta", "Only Beta's", "link", false],
      ["link:help", "Help <centre>", "link", false],
      ["_other", "_other", "feature", false],
      ["unheard-of", "unheard-of", "feature", false],
    ]);
  });

  test("have the metrics of any feature", async () => {
    const { rows } = await features("/v1/accounts/acme/features");
    expect(rows.find(({ feature }) => feature === "link:help")).toEqual({
      feature: "link:help",
      name: "Help <centre>",
      kind: "link",
      module: null,
      moduleName: null,
      defined: false,
      assets: null,
      activeAssets: null,
      activeAssetPercent: null,
      engagement: 0,
      activeMs: 60_000,
      visits: 1,
      users: 1,
      medianActiveMs: 60_000,
      exposedUsers: 0,
      activatedUsers: 0,
      tried: 0,
      adopted: 0,
      lapsed: 0,
      adoptedUsers: 0,
      eligibleUsers: 0,
      adoptionPercent: null,
      adoptedUsersBeforeAnswers: 0,
      eligibleUsersBeforeAnswers: 0,
      adoptionPercentBeforeAnswers: null,
      adoptedAccounts: 0,
      eligibleAccounts: 0,
      notAdoptedAccounts: 0,
      accountAdoptionPercent: null,
      engagementBefore: null,
      engagementChange: null,
      activeMsBefore: null,
      activeMsChange: null,
      vitals: null,
    });
  });

  test("show only in the accounts that use them", async () => {
    const inBeta = told(await features("/v1/accounts/beta/features"));
    expect(inBeta.slice(3)).toEqual([["link:beta", "Only Beta's", "link", false]]);
    expect(JSON.stringify(await features("/v1/accounts/acme/features"))).not.toContain("Beta");
  });

  test("are found by the name that their pages give them", async () => {
    expect(told(await features("/v1/features?search=help+%3Ccen")).map(([feature]) => feature)).toEqual(["link:help"]);
    expect(told(await features("/v1/features?search=own+name"))).toEqual([]);
  });

  test("are nothing to adopt unless the definitions say so: a member's own record leaves the others out", async () => {
    const token = await system.token({ user: "u_1", account: "acme" });
    const reply = await system.request("/v1/me", { bearer: token });
    const { features: own } = (await reply.json()) as { features: readonly { feature: string; activeMs: number }[] };
    expect(own.map(({ feature, activeMs }) => [feature, activeMs])).toEqual([
      ["calendars", 0],
      ["link:academy", 60_000],
      ["wiki", 0],
    ]);
  });
});
