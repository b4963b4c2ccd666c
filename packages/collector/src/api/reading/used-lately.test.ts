import { slotOf, type ActiveMs } from "@uptake/tracker/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../../tests/support/test-collector.ts";
import type { SegmentDefinition, SegmentRule } from "../../domain/definitions/segment-definition.ts";
import type { ExplainReply, SparklinesReply, UserReply, UsersReply, UsersRow } from "../contract.ts";
import { readJson } from "../test-support/report-workspace.ts";

const DAY_MS = 86_400_000;
const people = (when: SegmentRule): SegmentDefinition => ({ name: "S", of: "user", when });
const exactly = (metric: "featuresUsed" | "modulesUsed", count: number): SegmentDefinition =>
  people({ kind: "metric", metric, atLeast: count, atMost: count });

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: {
        inbox: { name: "Inbox", module: "talk" },
        calls: { name: "Calls", module: "talk" },
        search: { name: "Search" },
      },
      modules: { talk: { name: "Talk" } },
      segments: {
        none: exactly("featuresUsed", 0),
        one: exactly("featuresUsed", 1),
        two: exactly("featuresUsed", 2),
        noModule: exactly("modulesUsed", 0),
        oneModule: exactly("modulesUsed", 1),
        unknown: people({ kind: "metric", metric: "featuresUsed", exists: false }),
      },
    },
  });
  const { facts } = system.store;
  await facts.putUsers([
    { id: "nobody", accounts: ["acme"] },
    { id: "told", accounts: ["acme"] },
  ]);
  // Of whom only the host's server tells nobody knows what they used.
  await facts.push("presence", [{ account: "acme", user: "told", day: Math.floor(START_MS / DAY_MS) - 5 }], START_MS);
  const use = (user: string, feature: string, daysAgo: number, ms: number, account = "acme") => ({
    account,
    user,
    feature,
    visits: 1,
    actions: {},
    slot: slotOf(START_MS - daysAgo * DAY_MS),
    activeMs: [ms, ms, ms, ms] as ActiveMs,
  });
  await facts.backfill(
    "seed",
    [
      use("both", "inbox", 1, 60_000),
      use("both", "calls", 14, 60_000),
      use("both", "inbox", 3, 60_000),
      use("short", "inbox", 1, 59_999),
      use("short", "inbox", 2, 59_999),
      // A minute of one person, whichever account they spent it in.
      use("split", "inbox", 1, 30_000),
      use("split", "inbox", 1, 30_000, "beta"),
      use("loose", "search", 1, 60_000),
      use("long ago", "inbox", 15, 900_000),
      use("today", "inbox", 0, 900_000),
    ],
    START_MS,
  );
});
afterAll(() => system.stop());

test("who is in a segment by what they used lately is who has that number in their column", async () => {
  const { rows } = await readJson<UsersReply>(system, "/v1/users");
  const idsOf = (of: (row: UsersRow) => boolean): readonly string[] =>
    rows
      .filter(of)
      .map(({ user }) => user)
      .toSorted();
  expect(idsOf(({ featuresUsed }) => featuresUsed === 2)).toEqual(["both"]);
  expect(idsOf(({ featuresUsed }) => featuresUsed === null)).toEqual(["nobody", "today", "told"]);
  const expected: Readonly<Record<string, readonly string[]>> = {
    none: idsOf(({ featuresUsed }) => featuresUsed === 0),
    one: idsOf(({ featuresUsed }) => featuresUsed === 1),
    two: idsOf(({ featuresUsed }) => featuresUsed === 2),
    noModule: idsOf(({ modulesUsed }) => modulesUsed === 0),
    oneModule: idsOf(({ modulesUsed }) => modulesUsed === 1),
    unknown: idsOf(({ featuresUsed }) => featuresUsed === null),
  };
  for (const [segment, users] of Object.entries(expected)) {
    const reply = await readJson<UsersReply>(system, `/v1/users?userSegment=${segment}`);
    expect([segment, reply.rows.map(({ user }) => user).toSorted()]).toEqual([segment, users]);
    expect(users.length).toBeGreaterThan(0);
  }
});

test("the column, the strip, the line and what they open to say the same of everybody", async () => {
  const { rows } = await readJson<UsersReply>(system, "/v1/users");
  const lines = await readJson<SparklinesReply>(
    system,
    `/v1/sparklines?${rows.map(({ user }) => `users=${encodeURIComponent(user)}`).join("&")}`,
  );
  for (const { user, featuresUsed } of rows) {
    const id = encodeURIComponent(user);
    const { strip } = await readJson<UserReply>(system, `/v1/users/${id}`);
    const opened = await readJson<ExplainReply>(system, `/v1/explain?number=featuresUsed&user=${id}`);
    expect([user, strip.totalFeatures, opened.value]).toEqual([user, featuresUsed, featuresUsed]);
    expect([user, strip.features]).toEqual([user, lines.rows.find((line) => line.id === user)?.series.featuresUsed]);
    const days = "asOf=2026-11-18&from=2026-11-15&to=2026-11-15";
    const day = await readJson<ExplainReply>(system, `/v1/explain?number=featuresUsedInPeriod&user=${id}&${days}`);
    expect([user, day.value]).toEqual([user, strip.features[11]]);
  }
});
