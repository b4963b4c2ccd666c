import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, FunnelReply, RetentionReply } from "./contract.ts";
import { readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

describe("GET /v1/retention", () => {
  const retention = (query: string) => readJson<RetentionReply>(system, `/v1/retention?${query}`);

  test("has a row for each week of first use, and says how many came back in each week since", async () => {
    const { cohorts } = await retention("weeks=11");
    expect(cohorts.map(({ from, size }) => [from, size])).toEqual([
      ["2026-09-07", 2],
      ["2026-09-14", 1],
      ...["2026-09-21", "2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02"].map(
        (from) => [from, 0],
      ),
      ["2026-11-09", 1],
      ["2026-11-16", 1],
    ]);
    expect(cohorts[0]?.cells).toHaveLength(11);
    expect(cohorts[0]?.cells.at(-1)).toMatchObject({
      weeksSince: 10,
      retained: 2,
      percent: 100,
      isPartial: true,
    });
    expect(cohorts[2]?.cells[0]).toMatchObject({ retained: 0, percent: null });
  });

  test("accounts are cohorts of their own, also of one feature and of one account", async () => {
    const sizes = async (query: string) => (await retention(query)).cohorts.map(({ size }) => size);
    expect(await sizes("of=account&weeks=11")).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    expect(await sizes("of=account&feature=tasks&weeks=11")).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(await sizes("of=account&account=acme&weeks=11")).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("is a file with a line for each cohort and week", async () => {
    const { cohorts } = await retention("weeks=11&of=account");
    const cells = cohorts.flatMap(({ from, size, cells: own }) =>
      own.map(({ weeksSince, retained, percent, isPartial }) => [from, size, weeksSince, retained, percent, isPartial]),
    );
    const file = await system.request("/v1/retention?weeks=11&of=account&format=csv", { bearer: system.secretKey });
    const [heading, ...lines] = (await file.text()).trimEnd().split("\n");
    expect(heading).toBe("of,feature,cohort,size,weeksSince,retained,percent,isPartial");
    expect(lines).toEqual(cells.map((cell) => `account,,${cell.map((value) => value ?? "").join(",")}`));
    const rows = await system.request("/v1/retention?weeks=1&feature=tasks", {
      bearer: system.secretKey,
      headers: { accept: "application/x-ndjson" },
    });
    expect(JSON.parse(await rows.text())).toMatchObject({
      of: "user",
      feature: "tasks",
      cohort: "2026-11-16",
      size: 1,
    });
  });

  test("wrong parameters are refused", async () => {
    expect(await readProblem(system, "/v1/retention?of=feature")).toEqual([
      400,
      'of is "feature". Allowed: account, user.',
    ]);
    expect((await readProblem(system, "/v1/retention?weeks=53"))[0]).toBe(400);
  });
});

describe("GET /v1/funnel", () => {
  const funnel = (query: string) => readJson<FunnelReply>(system, `/v1/funnel?${query}`);

  test("says how many members got how far", async () => {
    const { name, members, excluded, steps, stillOpen } = await funnel("feature=phone");
    // One is of an account that has left.
    expect([name, members, excluded]).toEqual(["Phone", 7, 1]);
    expect(steps).toMatchObject([
      { stage: "exposed", people: 2, percentOfPrevious: null },
      { stage: "activated", people: 2, percentOfPrevious: 100 },
      { stage: "adopted", people: 1, percentOfPrevious: 50 },
      { stage: "usedAgain", people: 1, percentOfPrevious: 100 },
    ]);
    expect(stillOpen).toBe(0);
  });

  test.each(["calendars", "tasks", "phone", "reports"])(
    "of %s it agrees with the numbers of its adoption rate and of its stages",
    async (feature) => {
      const valueOf = async (number: string, filter = "") =>
        (await readJson<ExplainReply>(system, `/v1/explain?number=${number}&feature=${feature}${filter}`)).value ?? 0;
      const { steps } = await funnel(`feature=${feature}`);
      expect(steps[2]?.people).toBe(await valueOf("adoptedUsers"));
      const staying = "&churned=false";
      const { steps: ofStaying } = await funnel(`feature=${feature}${staying}`);
      const [tried, adopted] = await Promise.all([
        valueOf("triedMembers", staying),
        valueOf("adoptedMembers", staying),
      ]);
      expect([ofStaying[1]?.people, ofStaying[2]?.people]).toEqual([tried + adopted, adopted]);
    },
  );

  test("looks back from the last day that counts", async () => {
    const { steps } = await funnel("feature=phone&asOf=2026-09-15");
    expect(steps.map(({ people }) => people)).toEqual([1, 1, 0, 0]);
  });

  test("a feature that isn't defined is refused", async () => {
    expect(await readProblem(system, "/v1/funnel?feature=luck")).toEqual([
      400,
      'feature is "luck". Allowed: calendars, tasks, phone, reports, link:academy.',
    ]);
  });
});
