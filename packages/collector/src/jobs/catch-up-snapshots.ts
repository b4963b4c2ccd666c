import { measureModules } from "../api/reading/measure-modules.ts";
import { moduleSeatsNow } from "../api/reading/module-seats.ts";
import type { CompiledDefinitions, CompiledModule } from "../domain/compile-definitions.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import { groupBy } from "../domain/group-by.ts";
import { moduleSeats } from "../domain/modules/module-seats.ts";
import {
  openSnapshots,
  type AccountPast,
  type OpenSnapshot,
  type TakenSnapshot,
} from "../domain/modules/open-snapshots.ts";
import { dayOf, type WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { AccountRow } from "../store/facts.ts";
import type { SnapshotRow, SnapshotWrite } from "../store/module-snapshots.ts";
import { scheduledSnapshotId } from "../store/snapshot-id.ts";
import type { SnapshotJobParts } from "./snapshot-job.ts";

/** The longest idle limit: an account was used whatever the workspace's limit is. */
const NO_IDLE_LIMIT = 3;

/** The days of which scheduled snapshots of a module are due. */
export interface DueDays {
  readonly module: CompiledModule;
  readonly days: readonly WorkspaceDay[];
}

/** What is looked at in some accounts. */
interface Look {
  readonly due: readonly DueDays[];
  readonly definitions: CompiledDefinitions;
  readonly calendar: WorkspaceCalendar;
}

type Parts = Pick<SnapshotJobParts, "facts" | "snapshots">;

/** What a scheduled snapshot says, beside who takes it and when. */
export type Measured = Pick<SnapshotWrite, "id" | "module" | "account" | "day" | "active" | "activeUsers" | "licensed">;

/**
 * Measures what is still open in some accounts ({@link openSnapshots}). Use is read only where something is: most have all of
 * it by the first look.
 */
export async function measureOpen(
  { facts, snapshots }: Parts,
  ids: readonly string[],
  { due, definitions, calendar }: Look,
): Promise<readonly Measured[]> {
  const scope = { kind: "only", accounts: ids } as const;
  const [accounts, users, taken] = await Promise.all([
    facts.accounts(scope),
    facts.users(scope),
    snapshots.snapshots({ scope, withPeople: false }),
  ]);
  const seats = await moduleSeatsNow(
    facts,
    accounts,
    due.map(({ module }) => module),
    users,
  );
  const isLicensed = new Set(
    seats.filter((row) => moduleSeats(row).licensed !== null).map(({ account, module }) => keyOf(account, module)),
  );
  const licensed = (account: string) =>
    due
      .filter(({ module: { module } }) => isLicensed.has(keyOf(account, module)))
      .map(({ module: { module }, days }) => ({ module, days }));
  const known = taken.map((row) => takenOf(row, calendar));
  const open = (pasts: readonly AccountPast[]): readonly OpenSnapshot[] => openSnapshots(pasts, licensed, known);
  // As if all had been used since ever: where nothing is open even so, nobody has to look.
  const perhaps = new Set(open(accounts.map((row) => pastOf(row, -Infinity, calendar))).map(({ account }) => account));
  if (perhaps.size === 0) return [];
  const doubtful = accounts.filter(({ id }) => perhaps.has(id));
  const used = await facts.totals({
    scope: { kind: "only", accounts: [...perhaps] },
    by: ["account"],
    spanUnder: NO_IDLE_LIMIT,
  });
  const firstUsed = new Map(used.map(({ account = "", span }) => [account, span?.firstDay ?? null]));
  const found = open(doubtful.map((row) => pastOf(row, firstUsed.get(row.id) ?? null, calendar)));
  const measured: Measured[] = [];
  for (const [day, ofDay] of groupBy(found, (one) => one.day)) {
    const asked = new Map(ofDay.map((one) => [keyOf(one.account, one.module), one]));
    const rows = await measureModules(
      facts,
      doubtful.filter(({ id }) => ofDay.some(({ account }) => account === id)),
      due.map(({ module }) => module).filter(({ module }) => ofDay.some((one) => one.module === module)),
      definitions,
      day,
      calendar,
    );
    for (const row of rows) {
      const one = asked.get(keyOf(row.account, row.module));
      if (one === undefined || row.licensed === null) continue;
      measured.push({ ...row, day, id: scheduledSnapshotId(one, one.unmeasured) });
    }
  }
  return measured;
}

/** The accounts of which something was told or decided since they were looked at, or under other rules than now. */
export interface StaleAccounts {
  /** @param rules what else decides what is open; other ones make all accounts stale. */
  find(rules: string): Promise<readonly string[]>;
  /** What `find` has told of these was looked at. */
  settle(accounts: readonly string[]): void;
}

/** Remembers them. Whoever starts anew looks at each once, and finds what was missed. */
export function createStaleAccounts({ snapshots }: Pick<SnapshotJobParts, "snapshots">): StaleAccounts {
  let rulesThen: string | null = null;
  let found: ReadonlyMap<string, number> = new Map();
  const looked = new Map<string, number>();
  return {
    async find(rules) {
      if (rules !== rulesThen) looked.clear();
      rulesThen = rules;
      found = await snapshots.accountChanges();
      return [...found].filter(([account, changes]) => looked.get(account) !== changes).map(([account]) => account);
    },
    settle(accounts) {
      for (const account of accounts) looked.set(account, found.get(account) ?? 0);
    },
  };
}

/** A snapshot, with the day on which it was taken. */
export function takenOf(row: SnapshotRow, calendar: WorkspaceCalendar): TakenSnapshot {
  const { id, account, module, day, kind, licensed, takenAtMs } = row;
  return { id, account, module, day, kind, licensed, takenDay: dayOf(takenAtMs, calendar) };
}

function pastOf(
  { id, createdAt, churnedAt }: AccountRow,
  firstUsedDay: WorkspaceDay | null,
  calendar: WorkspaceCalendar,
): AccountPast {
  return {
    account: id,
    createdDay: createdAt === null ? null : dayOf(createdAt, calendar),
    churnedDay: churnedAt === null ? null : dayOf(churnedAt, calendar),
    firstUsedDay,
  };
}

function keyOf(account: string, module: string): string {
  return JSON.stringify([account, module]);
}
