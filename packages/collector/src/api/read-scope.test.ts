import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import { readAccount } from "./account.ts";
import { readAdoptions } from "./adoptions.ts";
import { readResponses, readTouchpoints } from "./contacts.ts";
import { readLapses } from "./lapses.ts";
import { readAttention } from "./attention.ts";
import type { OverviewReply, TrendReply } from "./contract.ts";
import { readCoverage } from "./coverage.ts";
import { readExplanation } from "./explain.ts";
import { readFunnel } from "./funnel.ts";
import { readOverview } from "./overview.ts";
import type { ReadDoor } from "./reading/read-request.ts";
import { readRetention } from "./retention.ts";
import { readSparklines } from "./sparklines.ts";
import { askDoor, startReportWorkspace, type Question } from "./test-support/report-workspace.ts";
import { readTrend } from "./trend.ts";
import { readUser } from "./user.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

const DOORS: readonly (readonly [name: string, door: ReadDoor, question: Question])[] = [
  ["overview", readOverview, { query: "period=90d" }],
  ["trend of time", readTrend, { query: "number=activeMs&period=90d" }],
  ["trend of people", readTrend, { query: "number=activeUsers" }],
  ["trend of assets", readTrend, { query: "number=assets" }],
  ["attention", readAttention, {}],
  ["coverage", readCoverage, {}],
  ["sparklines of accounts", readSparklines, { query: "accounts=acme&accounts=beta&series=activeMs,activeUsers" }],
  ["sparklines of people", readSparklines, { query: "users=uma&users=vic&series=activeMs" }],
  ["touchpoints", readTouchpoints, { query: "period=all" }],
  ["responses", readResponses, { query: "period=all" }],
  ["adoptions", readAdoptions, { query: "period=all" }],
  ["lapses", readLapses, {}],
  ["retention", readRetention, { query: "of=account&weeks=20" }],
  ["funnel", readFunnel, { query: "feature=calendars" }],
  ["account", readAccount, { path: { id: "beta" } }],
  ["user", readUser, { path: { id: "uma" } }],
  ["explanation", readExplanation, { query: "number=contacts" }],
];

async function ask(door: ReadDoor, question: Question): Promise<string> {
  const { response } = await askDoor(system, door, question);
  expect(response.status).toBe(200);
  return response.text();
}

/** Takes out what says how it was asked: the account that the filter names, and the addresses with the filter. */
function even(name: string, value: unknown): unknown {
  if (name === "asOf") return null;
  if (name === "subject") return { ...(value as object), account: undefined };
  return /address/i.test(name) ? undefined : value;
}

describe("whoever may see some accounts", () => {
  test.each(DOORS)("hears nothing of the others from the %s", async (_, door, question) => {
    expect(await ask(door, { ...question, accounts: ["beta"] })).not.toMatch(
      /acme|"vic"|"wil"|"xia"|"young"|"silent"|"gone"/i,
    );
  });

  test.each(DOORS)(
    "gets from the %s what whoever sees all gets with these accounts filtered",
    async (_, door, question) => {
      const own = await ask(door, { ...question, accounts: ["beta"] });
      const filtered = await ask(door, { ...question, query: `${question.query ?? ""}&account=beta` });
      expect(JSON.parse(filtered, even)).toEqual(JSON.parse(own, even));
    },
  );

  test("finds neither another account nor somebody who is only there", async () => {
    for (const [door, id] of [
      [readAccount, "acme"],
      [readUser, "vic"],
    ] as const) {
      await expect(askDoor(system, door, { path: { id }, accounts: ["beta"] })).rejects.toThrow("There is no");
    }
  });

  test("and who may see none has no data, everywhere", async () => {
    const overview = JSON.parse(await ask(readOverview, { accounts: [] })) as OverviewReply;
    expect(overview.tiles.every(({ value }) => value === 0 || value === null)).toBe(true);
    const trend = JSON.parse(await ask(readTrend, { query: "number=activeMs", accounts: [] })) as TrendReply;
    expect([trend.total, trend.asOf]).toEqual([null, null]);
  });
});
