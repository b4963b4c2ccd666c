import { accountRows } from "../api/account-rows.ts";
import { attentionRows } from "../api/attention.ts";
import type { AccountsRow } from "../api/contract.ts";
import { countAssets } from "../api/counting/count-assets.ts";
import { countMilestones } from "../api/counting/count-milestones.ts";
import { countSegments } from "../api/counting/count-segments.ts";
import { countState } from "../api/counting/count-state.ts";
import type { Sums } from "../api/counting/sums.ts";
import { coverageRows } from "../api/coverage.ts";
import type { Reading } from "../api/reading/reading.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import type { UseOfPeriods } from "./count-accounts.ts";
import { countDays } from "./count-days.ts";
import type { CountedPeriods, CountingOf, ListedAccount } from "./counted.ts";
import { periodsOf } from "./parts.ts";

/** What is said of accounts. */
export interface ListedAccounts {
  /** Each of them by account. */
  readonly rows: ReadonlyMap<string, ListedAccount>;
  readonly now: ReadonlyMap<string, Sums>;
  readonly milestones: ReadonlyMap<string, Sums>;
}

/** Counts what is said of the accounts that a reading sees, and of all of their people together. */
export async function listAccounts(reading: Reading, counting: CountingOf, use: UseOfPeriods): Promise<ListedAccounts> {
  const { shared, withBefore } = counting;
  const [rows, attention, coverage, firstDays, now, milestones, periods] = await Promise.all([
    accountRows(reading),
    attentionRows(reading),
    coverageRows(reading),
    firstDaysOf(reading),
    countState(reading, shared),
    countMilestones(reading),
    createPeriods(counting, use),
  ]);
  countAssets(rows, now);
  await countSegments(reading, shared, now);
  const days = counting.days === "presets" ? await countDays(reading, withBefore) : () => null;
  const hits = new Map(attention.map((row) => [row.account, row]));
  const coverageOf = new Map(coverage.map((row) => [row.account, row]));
  const listed = rows.map((row): readonly [string, ListedAccount] => [
    row.account,
    {
      row,
      periods: periods(row),
      attention: hits.get(row.account) ?? null,
      coverage: coverageOf.get(row.account) as ListedAccount["coverage"],
      waits: milestones.get(row.account)?.waits ?? new Map(),
      firstDay: firstDays.get(row.account) ?? null,
      days: days(row.account),
    },
  ]);
  const sumsOfMilestones = [...milestones].map(([account, { sums }]) => [account, sums] as const);
  return { rows: new Map(listed), now, milestones: new Map(sumsOfMilestones) };
}

/** The columns of use of a row: over days of one's own it has them already. */
async function createPeriods(
  { days }: CountingOf,
  use: UseOfPeriods,
): Promise<(row: AccountsRow) => CountedPeriods<Readonly<Record<string, number>>>> {
  if (days !== "presets") {
    return ({ activeMs, visits, engagement, activeUsers }) => ({
      custom: { activeMs, visits, engagement, activeUsers },
    });
  }
  const counted = await Promise.all(
    periodsOf(days).map(async (period) => [period, await use.ofAccounts(period)] as const),
  );
  return ({ account }) =>
    Object.fromEntries(
      counted.map(([period, { accounts, activeUsers }]) => {
        const { activeMs = 0, visits = 0, engagement = 0 } = accounts.get(account) ?? {};
        return [period, { activeMs, visits, engagement, activeUsers: activeUsers.get(account) ?? 0 }];
      }),
    );
}

async function firstDaysOf(reading: Reading): Promise<ReadonlyMap<string, WorkspaceDay>> {
  const rows = await reading.totals({ by: ["account"], spanUnder: reading.definitions.idleLimitIndex }, null);
  return new Map(rows.flatMap(({ account = "", span }) => (span ? [[account, span.firstDay] as const] : [])));
}
