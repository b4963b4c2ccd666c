import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import type { NearlyThereReply } from "./contract.ts";
import { startModuleWorkspace } from "./test-support/module-workspace.ts";
import { readJson } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startModuleWorkspace();
});
afterAll(() => system.stop());

describe("GET /v1/modules/:id/nearly-there", () => {
  test("names who is cheapest to win, with what they need and whether they have a seat", async () => {
    const reply = await readJson<NearlyThereReply>(system, "/v1/modules/analytics/nearly-there");
    // 85 % of 5 seats are 5 people; one is there.
    expect(reply).toMatchObject({ neededUsers: 4, shortOf: 0, unusedSeats: 4, thresholdMs: 60_000, total: 4 });
    expect(reply.rows.map(({ user, account, missingMs, hasSeat }) => [user, account, missingMs, hasSeat])).toEqual([
      ["u_1", "beta", 1, null],
      ["u_2", "acme", 10_000, true],
      ["u_3", "acme", 60_000, false],
      ["u_4", "beta", 60_000, null],
    ]);
    expect(reply.missingMs).toBe(130_001);
    expect(reply.rows[0]).toMatchObject({ name: "Uma", accountName: "Beta", activeMs: 59_999, isNeeded: true });
  });

  test("without a licence nobody is needed, and an unknown module is not found", async () => {
    const reply = await readJson<NearlyThereReply>(system, "/v1/modules/unknown/nearly-there");
    expect(reply).toMatchObject({ neededUsers: null, unusedSeats: null, rows: [] });
    const response = await system.request("/v1/modules/none/nearly-there", { bearer: system.secretKey });
    expect(response.status).toBe(404);
  });
});
