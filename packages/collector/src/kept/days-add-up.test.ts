import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { readAccounts } from "../api/accounts.ts";
import type { AccountsReply, ExplainReply, OverviewReply } from "../api/contract.ts";
import { readExplanation } from "../api/explain.ts";
import { readOverview } from "../api/overview.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import type { ReadParts } from "../api/reading/read-parts.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { AccountWrite } from "../store/facts.ts";
import { keepWorkspace, type KeptWorkspace } from "./test-support/keep-workspace.ts";

/** What happens at a day's first moment belongs to that day, in every number of accounts, kept or counted for the answer. */

const DAY_MS = 86_400_000;
const TODAY = Math.floor(START_MS / DAY_MS);
/** The days as of which one looks; each with the next. */
const DAYS = [4, 3, 2, 1].map((days) => TODAY - days);

const moment = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(-1, 0, 1, DAY_MS / 2))
  .map(([daysAgo, offsetMs]) => Math.min(START_MS, (TODAY - daysAgo) * DAY_MS + offsetMs));
const some = fc.array(
  fc.record({ createdAt: moment, left: fc.option(moment), subscriptionStartedAt: fc.option(moment) }),
  { minLength: 60, maxLength: 60 },
);
const ACCOUNTS = (fc.sample(some, { numRuns: 1, seed: 20_261_130 })[0] ?? []).map(
  ({ createdAt, left, subscriptionStartedAt }, index): AccountWrite & { readonly createdAt: number } => ({
    id: `a${index}`,
    createdAt,
    churnedAt: left === null ? null : Math.max(createdAt, left),
    subscriptionStartedAt,
  }),
);

let system: TestCollector;
let parts: KeptWorkspace;
beforeAll(async () => {
  system = await startTestCollector();
  await system.store.facts.push("accounts", ACCOUNTS, START_MS);
  parts = await keepWorkspace(system.store.path, () => START_MS);
  for (const day of DAYS) {
    for (const lastDay of [day, day + 1]) {
      await parts.keepOwn({ lastDay, isOver: lastDay < TODAY, days: { from: lastDay, to: lastDay } });
    }
  }
}, 60_000);
afterAll(async () => {
  parts.close();
  await system.stop();
});

async function ask<Reply>(door: ReadDoor, from: ReadParts, query: Readonly<Record<string, string>>): Promise<Reply> {
  const parameters = new URLSearchParams({ limit: "1000", ...query });
  const asker = { scope: ALL_ACCOUNTS, name: null };
  return (await (await door({ parameters, path: {}, accept: null, asker, parts: from })).json()) as Reply;
}

const onDay = (day: number) => ({ from: isoDate(day), to: isoDate(day) });
const isOn = (atMs: number | null | undefined, day: number): boolean =>
  typeof atMs === "number" && Math.floor(atMs / DAY_MS) === day;

test.each(DAYS.flatMap((day) => (["live", "kept"] as const).map((how) => [isoDate(day), how, day] as const)))(
  "companies at the end of %s, and who came and left on the next day, are those at its end (%s)",
  async (_, how, day) => {
    const ids = async (number: string, of: number): Promise<readonly string[]> => {
      const { rows, value } = await ask<ExplainReply>(readExplanation, parts[how], { number, ...onDay(of) });
      expect(value).toBe(rows.length);
      return rows.map(({ id }) => id).toSorted();
    };
    const began = ACCOUNTS.filter(({ createdAt }) => isOn(createdAt, day + 1)).map(({ id }) => id);
    const left = ACCOUNTS.filter(({ churnedAt }) => isOn(churnedAt, day + 1)).map(({ id }) => id);
    const before = await ids("companies", day);
    const after = await ids("companies", day + 1);
    expect(after).toEqual([...before, ...began].filter((id) => !left.includes(id)).toSorted());
    expect(after.length).toBe(before.length - left.length + began.length);
    expect(await ids("accountsAtStart", day + 1)).toEqual(before);
    const churned = await ids("churnedInPeriod", day + 1);
    expect(churned).toEqual(left.filter((id) => !began.includes(id)).toSorted());
    expect(await ids("churnedAccounts", day + 1)).toEqual([...(await ids("churnedAccounts", day)), ...left].toSorted());
    const paying = ACCOUNTS.filter(({ createdAt }) => createdAt < (day + 2) * DAY_MS).filter(
      ({ subscriptionStartedAt }) => isOn(subscriptionStartedAt, day + 1),
    );
    expect(await ids("newSubscribers", day + 1)).toEqual(paying.map(({ id }) => id).toSorted());
    for (const id of await ids("saasAccounts", day)) {
      const { subscriptionStartedAt = null } = ACCOUNTS.find((account) => account.id === id) ?? {};
      expect(Math.floor((subscriptionStartedAt ?? Infinity) / DAY_MS)).toBeLessThanOrEqual(day);
    }
  },
);

test.each(DAYS.map((day) => [isoDate(day + 1), day + 1] as const))(
  "tiles, lists and filters of %s are kept as they are counted",
  async (_, day) => {
    const same = async (door: ReadDoor, query: Readonly<Record<string, string>>): Promise<object> => {
      const [live, kept] = await Promise.all([
        ask<OverviewReply | AccountsReply>(door, parts.live, query),
        ask<OverviewReply | AccountsReply>(door, parts.kept, query),
      ]);
      expect({ ...kept, countedAt: null }).toEqual({ ...live, countedAt: null });
      return live;
    };
    await same(readOverview, onDay(day));
    await same(readAccounts, onDay(day));
    const left = (await same(readAccounts, { ...onDay(day), churned: "true" })) as AccountsReply;
    expect(left.rows.map(({ account }) => account).toSorted()).toEqual(
      ACCOUNTS.filter(({ churnedAt }) => (churnedAt ?? Infinity) < Math.min((day + 1) * DAY_MS, START_MS + 1))
        .map(({ id }) => id)
        .toSorted(),
    );
  },
);
