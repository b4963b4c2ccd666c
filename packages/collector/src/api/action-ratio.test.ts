import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, HistoryReply } from "./contract.ts";
import { startDoorWorkspace } from "./test-support/door-workspace.ts";
import { readJson, readProblem } from "./test-support/report-workspace.ts";
import { valueFromList } from "./test-support/value-from-list.ts";

const DAY_MS = 86_400_000;

let system: TestCollector;
beforeAll(async () => {
  const mail = (daysAgo: number, sent: number, opened: number) =>
    cellOf("mail", START_MS - daysAgo * DAY_MS, 60_000, { actions: { sent, opened, starred: 1 } });
  system = await startDoorWorkspace({
    definitions: {
      features: { mail: { name: "Mail" } },
      actions: { sent: { name: "Sent" }, opened: { name: "Opened" }, starred: { name: "Starred", weight: 3 } },
    },
    accounts: [{ id: "acme", name: "Acme" }, { id: "beta" }, { id: "quiet" }],
    used: [
      ["acme", "ana", mail(1, 10, 4), mail(8, 90, 80)],
      ["beta", "ben", mail(1, 10, 1)],
    ],
  });
});
afterAll(() => system.stop());

const explain = (query: string) => readJson<ExplainReply>(system, `/v1/explain?number=actionRatioPercent&${query}`);

test("sums are divided, and both of them and every account's part open", async () => {
  const reply = await explain("action=opened&per=sent&period=7d");
  expect([reply.value, valueFromList(reply).value]).toEqual([25, 25]);
  expect(reply.terms.map(({ name, value }) => [name, value])).toEqual([
    ["Opened", 5],
    ["Sent", 20],
  ]);
  expect(reply.rows.map(({ id, value }) => [id, value])).toEqual([
    ["acme", 4],
    ["beta", 1],
  ]);
  const opening = [...reply.terms, ...reply.rows].flatMap(({ value, opens }) =>
    opens ? [[value, opens] as const] : [],
  );
  expect(opening).toHaveLength(4);
  for (const [value, { address }] of opening) {
    expect((await readJson<ExplainReply>(system, address)).value).toBe(value);
    const byDay = await readJson<ExplainReply>(system, `${address}&by=day`);
    expect([byDay.value, byDay.rows.map(({ id }) => id)]).toEqual([value, ["2026-11-17"]]);
  }
});

test("it is one account's, over any period, and none where the other action was never counted", async () => {
  expect((await explain("action=opened&per=sent&period=7d&account=acme")).value).toBe(40);
  expect((await explain("action=opened&per=sent&period=30d&account=acme")).value).toBe(84);
  expect((await explain("action=opened&per=sent&account=quiet")).value).toBeNull();
});

test("what an action weighs is no part of it", async () => {
  const reply = await explain("action=starred&per=sent&period=7d");
  expect([reply.value, reply.terms[0]?.value, reply.rows.length]).toEqual([10, 2, 2]);
});

test("its history is a rolling ratio, each point over the period that ends with its day", async () => {
  const { points } = await readJson<HistoryReply>(
    system,
    "/v1/history?number=actionRatioPercent&action=opened&per=sent&account=acme&period=7d&bucket=day&points=9",
  );
  const rounded = points.map(({ value }) => value && Math.round(value));
  expect([rounded[0], rounded.at(-1)]).toEqual([89, 40]);
});

test("both actions have to be there, and defined", async () => {
  const problem = async (query: string) => readProblem(system, `/v1/explain?number=actionRatioPercent&${query}`);
  expect(await problem("action=opened")).toEqual([400, expect.stringContaining("per")]);
  expect(await problem("action=opened&per=nothing")).toEqual([400, expect.stringContaining('per is "nothing"')]);
});
