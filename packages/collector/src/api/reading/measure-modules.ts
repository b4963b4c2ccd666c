import type { AccountScope } from "../../domain/account-scope.ts";
import type { CompiledDefinitions, CompiledModule } from "../../domain/compile-definitions.ts";
import type { WorkspaceDay } from "../../domain/day.ts";
import {
  isMeasurable,
  moduleUsers,
  moduleWindow,
  type UserAction,
  type UserTime,
} from "../../domain/modules/module-activity.ts";
import { moduleSeats } from "../../domain/modules/module-seats.ts";
import { dayOf, type WorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import type { AccountRow, Facts, TotalsRow } from "../../store/facts.ts";
import { hasLeft } from "./existence.ts";
import { actionsOfPeople } from "./module-actions.ts";
import { moduleSeatsNow } from "./module-seats.ts";

/** A module of an account at the end of a day. */
export interface MeasuredModule {
  readonly account: string;
  readonly module: string;
  readonly active: number;
  /** Who they are; most active first. */
  readonly activeUsers: readonly string[];
  /** As known now; null: not told. */
  readonly licensed: number | null;
}

/**
 * Measures modules in some accounts as of a day: usage up to it and licences, both as known now. An account of which no
 * licence is told, or that didn't exist on that day, is left out unless somebody used the module. Whoever has left by that day
 * is active in nothing, however much they did in the window, and has no seat that everybody has. Modules without features and
 * actions can't be measured.
 */
export async function measureModules(
  facts: Pick<Facts, "totals" | "actionTotals" | "pushed" | "users">,
  accounts: readonly AccountRow[],
  modules: readonly CompiledModule[],
  { idleLimitIndex }: Pick<CompiledDefinitions, "idleLimitIndex">,
  day: WorkspaceDay,
  calendar: WorkspaceCalendar,
): Promise<readonly MeasuredModule[]> {
  const scope = { kind: "only", accounts: accounts.map(({ id }) => id) } as const;
  const measurable = modules.filter(isMeasurable);
  const known = await facts.users(scope);
  const gone = new Set(known.filter((user) => hasLeft({ lastDay: day, calendar }, user)).map(({ id }) => id));
  const staying = known.filter(({ id }) => !gone.has(id));
  const seats = await moduleSeatsNow(facts, accounts, modules, staying);
  const licences = new Map(seats.map((row) => [keyOf(row.account, row.module), moduleSeats(row).licensed]));
  const measured: MeasuredModule[] = [];
  const totalsByWindow = new Map<number, readonly TotalsRow[]>();
  for (const module of measurable) {
    const totals =
      totalsByWindow.get(module.windowDays) ??
      (await facts.totals({ scope, by: ["account", "user", "feature"], days: moduleWindow(module, day) }));
    totalsByWindow.set(module.windowDays, totals);
    const times = timesByAccount(totals, idleLimitIndex);
    const actions = await actionsByAccount(facts, scope, module, day);
    for (const account of accounts) {
      const users = moduleUsers(module, times.get(account.id) ?? [], actions.get(account.id) ?? []).filter(
        ({ user }) => !gone.has(user),
      );
      const licensed = licences.get(keyOf(account.id, module.module)) ?? null;
      if (users.length === 0 && (licensed === null || !existedOn(account, day, calendar))) continue;
      const activeUsers = users.filter(({ active }) => active).map(({ user }) => user);
      measured.push({ account: account.id, module: module.module, active: activeUsers.length, activeUsers, licensed });
    }
  }
  return measured;
}

async function actionsByAccount(
  facts: Pick<Facts, "actionTotals">,
  scope: AccountScope,
  module: CompiledModule,
  day: WorkspaceDay,
): Promise<ReadonlyMap<string, readonly UserAction[]>> {
  if (module.actions.length === 0) return new Map();
  const rows = await facts.actionTotals({ scope, by: ["account", "user"], days: moduleWindow(module, day) });
  return actionsOfPeople(rows);
}

function timesByAccount(
  totals: readonly TotalsRow[],
  idleLimitIndex: number,
): ReadonlyMap<string, readonly UserTime[]> {
  const times = new Map<string, UserTime[]>();
  for (const { account = "", user = "", feature = "", activeMs } of totals) {
    const amountMs = activeMs[idleLimitIndex] ?? 0;
    if (amountMs === 0) continue;
    const known = times.get(account);
    const time = { user, feature, activeMs: amountMs };
    if (known === undefined) times.set(account, [time]);
    else known.push(time);
  }
  return times;
}

function existedOn({ createdAt, churnedAt }: AccountRow, day: WorkspaceDay, calendar: WorkspaceCalendar): boolean {
  if (createdAt !== null && dayOf(createdAt, calendar) > day) return false;
  return churnedAt === null || dayOf(churnedAt, calendar) > day;
}

function keyOf(account: string, module: string): string {
  return JSON.stringify([account, module]);
}
