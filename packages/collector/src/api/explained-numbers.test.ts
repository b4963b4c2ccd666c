import { slotOf } from "@uptake/tracker/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, START_MS, writerId, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, StageMatrixReply, TrendReply } from "./contract.ts";
import { DAY_MS, MINUTE_MS, readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

/** What explanations say beside the number: what it rests on, and what was left out and why. */

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace({
    milestones: { first: { name: "First", rule: { kind: "time", activeMs: 60_000 } } },
    actions: { invoice: { name: "Invoices", source: "server" } },
  });
  const { facts, records } = system.store;
  const invoice = { source: "billing", account: "silent", user: "xia", action: "invoice", count: 1 };
  await facts.push("actions", [{ ...invoice, slot: slotOf(START_MS - 30 * DAY_MS) }], START_MS);
  await system.collect({
    id: writerId("fast"),
    account: "beta",
    user: "wes",
    cells: [cellOf("reports", START_MS, 1_000, { vitals: { lcpMs: 900, inpMs: 40, cls1000: 3 } })],
  });
  const met = { user: "vic", milestone: "first", version: 1, resetAtMs: null, atMs: START_MS };
  await records.meetMilestones([{ account: "acme", ...met, metAtMs: START_MS - 60 * DAY_MS }]);
  const bodies = [
    { module: "planning", account: "acme", active: 2, licensed: 2, asOf: "2026-11-01" },
    { module: "planning", asOf: "2026-11-05" },
    { module: "planning" },
  ];
  for (const body of bodies) {
    await system.request("/v1/snapshots", { method: "POST", bearer: system.secretKey, body });
  }
});
afterAll(() => system.stop());

const explain = (query: string) => readJson<ExplainReply>(system, `/v1/explain?number=${query}`);
const named = ({ terms }: ExplainReply): Readonly<Record<string, number>> =>
  Object.fromEntries(terms.map(({ name, value }) => [name, value ?? Number.NaN]));
const whys = ({ excluded }: ExplainReply) => excluded.map(({ what, why, value }) => [what, why, value]);

test("a place in the queue: its reasons, what they weigh, and those that don't hold", async () => {
  const reply = await explain("attentionScore&account=acme");
  expect(reply.rows.map(({ id, details }) => [id, details["weight"]])).toEqual([
    ["unhappy", 3],
    ["lowCoverage", 2],
  ]);
  expect(reply.value).toBeCloseTo(5 * 2 * (1 + Math.log10(3)), 9);
  expect(named(reply)).toMatchObject({
    Seats: 3,
    "Priority of premium accounts": 2,
    "Seen by both": 1,
    "Seen by the server": 2,
    "Not happy": 1,
  });
  // By a snapshot of what the tracker saw.
  const why = "It is held back, since the tracker sees too few of the people.";
  expect(whys(reply)).toContainEqual(["Modules off their targets", why, null]);
  expect(whys(reply)).toContainEqual(["Nobody seen", "It doesn't hold.", null]);
  expect((await explain("attentionScore&account=gone")).excluded).toMatchObject([{ what: "The account" }]);
});

test("a time until a milestone: whoever is still waiting is in it, and whoever was never seen isn't", async () => {
  const reply = await explain("milestoneMedianMs&milestone=first");
  expect([reply.value, reply.number.kind]).toEqual([null, "waiting"]);
  expect(named(reply)).toMatchObject({ "Share who have met it": 50, Met: 1 });
  const { Met: met, "Still waiting": waiting } = named(reply);
  expect(reply.total).toBe((met ?? 0) + (waiting ?? 0));
  expect(reply.rows.filter(({ details }) => details["metAt"] !== null).map(({ name }) => name)).toEqual(["Vic, Acme"]);
  expect(whys(reply)).toContainEqual([expect.stringContaining("isn't timed"), expect.any(String), 1]);
});

test("a gap to a target: who is needed, who is there, and why there is none", async () => {
  expect(named(await explain("moduleGapUsers&module=planning&account=acme"))).toEqual({
    "Needed for the target": 3,
    "Active users": 1,
    Target: 80,
  });
  expect(whys(await explain("moduleGapUsers&module=talking"))).toEqual([["Talking", "It has no target.", null]]);
});

test("what somebody has set says where, and not that it was measured", async () => {
  const sourcesOf = async (query: string) =>
    Object.fromEntries((await explain(query)).terms.flatMap(({ name, source }) => (source ? [[name, source]] : [])));
  const gap = "moduleGapPoints&module=planning";
  const ofDefinition = { kind: "definitions", path: ["modules", "planning", "targetPercent"] };
  expect(await sourcesOf(`${gap}&account=acme`)).toEqual({ Target: ofDefinition });
  const set = (targetPercent: number | null) =>
    system.request("/v1/targets", {
      method: "PUT",
      bearer: system.secretKey,
      body: { account: "acme", module: "planning", targetPercent },
    });
  expect((await set(90)).status).toBe(200);
  expect(await sourcesOf(`${gap}&account=acme`)).toEqual({ Target: { kind: "target", path: ["acme", "planning"] } });
  expect(await sourcesOf(gap)).toEqual({ Target: ofDefinition });
  await set(null);
  expect(await sourcesOf("progressPercent&account=acme&user=vic&feature=phone")).toEqual({
    Threshold: { kind: "definitions", path: ["features", "phone", "thresholdMs"] },
  });
  expect(await sourcesOf("frequencyPercent&user=vic")).toEqual({ Days: { kind: "formula", path: [] } });
  expect(await sourcesOf("healthScore&user=vic")).toEqual({
    "Weights: general": { kind: "definitions", path: ["health", "weights"] },
  });
});

test("points for login open as the days that made them, each of which opens as its time", async () => {
  const { rows } = await explain("loginPoints&user=vic");
  const days = await readJson<ExplainReply>(system, rows[0]?.opens?.address ?? "");
  expect([days.number.id, days.total]).toEqual(["activeDays", days.value]);
  for (const { id, opens } of days.rows) {
    const { period, number } = await readJson<ExplainReply>(system, opens?.address ?? "");
    expect([number.id, period.from, period.to]).toEqual(["activeMs", id, id]);
  }
});

test("a change: both periods, and whose change it was", async () => {
  const reply = await explain("activeMsChange&period=7d&by=feature");
  const { "In the period": now = 0, "In the period before": before = 0 } = named(reply);
  expect(reply.rows.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(now - before);
  expect(reply.value).toBeCloseTo((now - before) / before, 12);
  expect(reply.rows[0]).toMatchObject({
    details: { now: expect.any(Number), before: expect.any(Number) },
    opens: { number: "activeMsChange", subject: { feature: reply.rows[0]?.id } },
  });
  const own = await readJson<ExplainReply>(system, reply.rows[0]?.opens?.address ?? "");
  expect(Object.values(named(own))).toEqual([reply.rows[0]?.details["now"], reply.rows[0]?.details["before"]]);
  expect(whys(await explain("activeMsChange&period=all"))).toContainEqual([
    "The period before",
    "Before all time there is none.",
    null,
  ]);
});

test("a change that is compared with days on which the filters would leave others opens its own period alone", async () => {
  const { terms } = await explain("activeMsChange&period=7d&segment=big");
  expect(terms.map(({ opens }) => opens === null)).toEqual([false, true]);
});

test("the label of a trend: the distances of the last seven days, and the noise", async () => {
  const trend = await readJson<TrendReply>(system, "/v1/trend?number=activeMs&period=30d");
  const reply = await readJson<ExplainReply>(system, trend.addresses["label.shift"] ?? "");
  expect(reply.rows).toHaveLength(7);
  expect(reply.terms).toMatchObject([
    { name: `Noise, so that it is labelled "${trend.label.label}"`, value: trend.label.noise },
  ]);
});

test("what a server has told is known from its first day on, whatever days are looked at", async () => {
  const { addresses, movingMedian } = await readJson<TrendReply>(
    system,
    "/v1/trend?number=engagement&account=silent&period=7d",
  );
  const { from = "", day = "", value } = movingMedian[0] ?? {};
  const address = (addresses["movingMedian.value"] ?? "").replace("{from}", from).replace("{day}", day);
  expect([value, (await readJson<ExplainReply>(system, address)).value]).toEqual([0, 0]);
});

test("a cell of a member in the matrix opens as the progress that made the stage", async () => {
  const { addresses, rows } = await readJson<StageMatrixReply>(system, "/v1/stages/matrix?by=user&limit=1000");
  const stages = new Set<string>();
  for (const { account, user, cells } of rows) {
    for (const { feature, stage } of cells) {
      const ids: Readonly<Record<string, string>> = { account, user: user ?? "", feature };
      const address = (addresses["cells.stage"] ?? "").replace(/\{(\w+)\}/g, (_, column: string) => ids[column] ?? "");
      const { value } = await readJson<ExplainReply>(system, address);
      expect([feature, user, (value ?? 0) >= 7 * MINUTE_MS]).toEqual([feature, user, stage === "adopted"]);
      stages.add(stage);
    }
  }
  expect(stages).toEqual(new Set(["untouched", "tried", "adopted"]));
});

test("a pillar: who has told it, how old it is, and why there is none", async () => {
  const reply = await explain("serviceHealth&account=acme");
  expect(reply.rows).toMatchObject([{ name: "desk", value: 80, details: { source: "desk", ageDays: 7 } }]);
  const why = "Up to the last day nobody had told of it, or somebody has told of it again since.";
  expect(whys(await explain("serviceHealth&account=acme&asOf=2026-11-01"))).toEqual([["Service", why, null]]);
  expect(whys(await explain("financialHealth&account=acme"))).toEqual([["Financial", why, null]]);
  expect((await explain("productAdoptionHealth&account=acme")).rows).toMatchObject([{ name: "Adoption" }]);
});

test("a snapshot that was recorded by hand names nobody, and one that was measured whom it counted", async () => {
  const { rows } = await readJson<{ readonly rows: readonly { readonly snapshot: string; readonly day: string }[] }>(
    system,
    "/v1/snapshots?account=acme&module=planning",
  );
  const of = async (day: string) => {
    const { snapshot = "" } = rows.find((row) => row.day === day) ?? {};
    return (await explain(`snapshotActiveUsers&account=acme&snapshot=${snapshot}`)).rows;
  };
  expect((await of("2026-11-01")).map(({ kind, value }) => [kind, value])).toEqual([["part", 2]]);
  expect((await of("2026-11-05")).map(({ id, value }) => [id, value])).toEqual([["uma", 1]]);
  const compare = "module=planning&from=2026-11-01&to=2026-11-18";
  expect((await explain(`snapshotActiveChange&account=acme&${compare}`)).value).toBe(-1);
});

test("a web vital: how many loads were how fast, of the whole workspace only", async () => {
  const reply = await explain("lcpMs&feature=reports");
  expect(reply.rows.map(({ value, details }) => [value, details["amount"]])).toEqual([[1, reply.value]]);
  const some = await explain("lcpMs&feature=reports&account=beta");
  expect([some.value, whys(some)[0]?.[1]]).toEqual([null, expect.stringContaining("the whole workspace")]);
});

test("a segment that isn't defined is refused, as is a segment beside a number that has none", async () => {
  expect(await readProblem(system, "/v1/explain?number=segmentMembers&inSegment=none")).toEqual([
    400,
    expect.stringContaining('inSegment is "none". Allowed: big'),
  ]);
  expect(await readProblem(system, "/v1/explain?number=activeMs&inSegment=big")).toEqual([
    400,
    expect.stringContaining('inSegment is "big"'),
  ]);
  const { value, excluded } = await explain("segmentMembers&inSegment=big");
  expect([value, excluded[0]?.value]).toEqual([1, 4]);
});
