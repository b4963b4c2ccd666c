import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, TrendReply } from "./contract.ts";
import { readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

const explain = (query: string) => readJson<ExplainReply>(system, `/v1/explain?${query}`);
const sumOf = ({ rows }: Pick<ExplainReply, "rows">) => rows.reduce((sum, { value }) => sum + (value ?? 0), 0);

describe("engagement", () => {
  test("opens by action, each with its weight, and they add up", async () => {
    const whole = await explain("number=engagement&period=30d&by=action");
    expect(whole.rows.map(({ kind, id, name, value }) => [kind, id, name, value])).toEqual([
      ["action", "booking", "Bookings", 42],
      ["action", "call", "Calls", 15],
    ]);
    expect(sumOf(whole)).toBe(whole.value);
  });

  test("of one action opens to where it was counted, on every level", async () => {
    const { rows } = await explain("number=engagement&period=30d&by=action");
    for (const { value, opens } of rows) {
      const asked = `number=engagement&period=30d&${new URLSearchParams(opens?.subject)}`;
      for (const by of ["account", "user", "feature", "day"]) {
        const part = await explain(`${asked}&by=${by}`);
        expect([asked, by, part.value, sumOf(part)]).toEqual([asked, by, value, value]);
        expect(part.subject).toEqual(opens?.subject);
      }
      const cells = await explain(`${asked}&account=acme&by=cell`);
      expect([asked, sumOf(cells)]).toEqual([asked, value]);
    }
    const calls = await explain("number=engagement&period=30d&action=call&by=user");
    expect(calls.rows.map(({ name, value, opens }) => [name, value, opens?.subject])).toEqual([
      ["Vic", 15, { action: "call", user: "vic" }],
    ]);
  });

  test("of one action moves as the action does", async () => {
    for (const action of ["booking", "call"]) {
      const asked = `number=engagement&period=30d&action=${action}`;
      const trend = await readJson<TrendReply>(system, `/v1/trend?${asked}`);
      expect([action, trend.total]).toEqual([action, (await explain(asked)).value]);
      expect(trend.subject).toEqual({ action });
    }
  });
});

test.each([
  ["explain?number=activeMs&action=call", 'action is "call". Allowed: account, user, feature'],
  ["explain?number=engagement&action=odd", 'action is "odd". Allowed: booking, call.'],
  ["explain?number=moduleActiveUsers&module=odd", 'module is "odd". Allowed: planning, talking.'],
  ["explain?number=activeMs&by=action", 'by is "action". Allowed: '],
  ["trend?number=visits&action=call", 'action is "call". Allowed: no action, since the number is visits.'],
  ["trend?number=engagement&action=odd", 'action is "odd". Allowed: booking, call.'],
])("%s is refused with what is allowed", async (path, sentence) => {
  const [status, detail] = await readProblem(system, `/v1/${path}`);
  expect([status, detail]).toEqual([400, expect.stringContaining(sentence)]);
});

test("after a removal from a stage progress opens as the cells since then", async () => {
  const asked = "number=progressMs&account=acme&user=uma&feature=calendars";
  const before = await explain(asked);
  expect([before.value, before.excluded]).toEqual([15_000_000, []]);
  const removal = await system.request("/v1/stages?feature=calendars&account=acme&user=uma", {
    method: "DELETE",
    bearer: system.secretKey,
  });
  expect(removal.status).toBe(200);
  const after = await explain(asked);
  expect([after.value, after.rows, after.excluded[0]?.value]).toEqual([0, [], 15_000_000]);
  const [problem, detail] = await readProblem(system, "/v1/explain?number=progressMs&account=acme&user=uma");
  expect([problem, detail]).toEqual([400, 'feature is "". Allowed: one feature, since the number is progressMs.']);
});
