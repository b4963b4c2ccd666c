import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rememberReports } from "../../../../tests/support/remember-reports.ts";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { createNumberFollower } from "./test-support/follow-numbers.ts";
import { fillStore } from "./test-support/fill-store.ts";
import { numbersOf, type Row } from "./test-support/numbers-of-reply.ts";
import { DEFINITIONS, randomWorkspace } from "./test-support/random-workspace.ts";
import { readJson } from "./test-support/report-workspace.ts";

/** Whatever a workspace holds, each number of a reply that says where it opens is what opens there. */

const MORE: Partial<Definitions> = {
  segments: {
    paying: { name: "Paying", of: "account", when: { kind: "attribute", attribute: "plan", equals: "pro" } },
  },
  milestones: { first: { name: "First", rule: { kind: "time", activeMs: 60_000 } } },
};
const WORKSPACES = 3;

describe.each(
  fc
    .sample(randomWorkspace, { numRuns: WORKSPACES, seed: 20_261_129 })
    .map((workspace, index) => [index, workspace] as const),
)("in generated workspace %i", (_, workspace) => {
  let system: TestCollector;
  beforeAll(async () => {
    system = await startTestCollector({ definitions: { ...DEFINITIONS, ...MORE } });
    const { facts, records } = system.store;
    await fillStore(facts, workspace);
    const met = { user: "u_1", milestone: "first", version: 1, resetAtMs: null, atMs: START_MS };
    await records.meetMilestones([{ account: "acme", ...met, metAtMs: START_MS - 86_400_000 }]);
    for (const body of [
      { module: "plan", asOf: "2026-11-10" },
      { module: "plan" },
      { module: "sell", account: "acme", active: 3 },
    ]) {
      await system.request("/v1/snapshots", { method: "POST", bearer: system.secretKey, body });
    }
    system = await rememberReports(system);
  });
  afterAll(() => system.stop());

  test.each([
    "/v1/accounts?period=30d",
    "/v1/users?period=7d",
    "/v1/features?period=7d",
    "/v1/features?period=7d&asOf=2026-11-14",
    "/v1/modules?period=30d",
    "/v1/modules?account=acme",
    "/v1/modules/plan/accounts?period=all",
    "/v1/modules/sell/accounts?asOf=2026-11-14",
    "/v1/modules/plan/nearly-there?period=all",
    "/v1/modules/sell/nearly-there?account=acme",
    "/v1/accounts/acme/modules?period=30d",
    "/v1/accounts/acme/features?period=7d",
    "/v1/attention?order=score",
    "/v1/attention?asOf=2026-11-10",
    "/v1/milestones?period=all",
    "/v1/stages?limit=1000",
    "/v1/stages?living=active&stage=adopted&limit=1000",
    "/v1/stages/nearly?limit=1000",
    "/v1/stages/matrix?limit=1000",
    "/v1/stages/matrix?by=user&limit=1000",
    "/v1/segments?period=all",
    "/v1/segments/paying/members?period=all",
    "/v1/snapshots?limit=1000",
    "/v1/snapshots/history?account=acme",
    "/v1/snapshots/compare?module=plan&from=2026-11-10&to=2026-11-18",
    "/v1/sparklines?accounts=acme&accounts=beta&series=featuresUsed,modulesUsed,activeMs",
    "/v1/sparklines?users=u_1&users=u_2&series=featuresUsed,modulesUsed,activeMs",
    "/v1/trend?number=activeUsers&period=30d&bucket=week",
    "/v1/trend?number=engagement&period=14d&account=acme",
    "/v1/trend?number=assets&period=14d",
  ])("every number of %s opens", async (address) => {
    const read = <Reply>(path: string): Promise<Reply> => readJson<Reply>(system, path);
    const { wrongAmong } = createNumberFollower(read);
    expect(await wrongAmong(numbersOf(await read<Row>(address)))).toEqual([]);
  });
});
