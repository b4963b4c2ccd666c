import type { CompiledModule } from "../../domain/compile-definitions.ts";
import type { DayRange } from "../../domain/day.ts";
import { groupBy } from "../../domain/group-by.ts";
import { isMeasurable, moduleUsers, moduleWindow, type ModuleUser } from "../../domain/modules/module-activity.ts";
import { moduleSeats } from "../../domain/modules/module-seats.ts";
import {
  isMeasured,
  moduleAdoption,
  sumOfAccounts,
  type ModuleAdoption,
  type ModuleCounts,
} from "../../domain/modules/module-adoption.ts";
import {
  moduleStatus,
  targetStatus,
  type ModuleStatus,
  type TargetStatus,
} from "../../domain/modules/module-status.ts";
import { accountKind } from "../../domain/subscriptions/account-standing.ts";
import type { AccountRow } from "../../store/facts.ts";
import type { SnapshotRow } from "../../store/module-snapshots.ts";
import type { SeatsRow } from "../../store/pushed.ts";
import { actionsOfPeople } from "./module-actions.ts";
import { moduleSeatRows } from "./module-seats.ts";
import type { Reading } from "./reading.ts";

/** How far a module is adopted: as it was kept, and, apart from that, as it is. */
export interface ModuleState {
  readonly module: CompiledModule;
  /** At the latest snapshot of each account. */
  readonly adoption: ModuleAdoption;
  /** Null: not measured. */
  readonly status: ModuleStatus | null;
  /** The account's own, where the reading sees only one and it has one; null: there is none. */
  readonly targetPercent: number | null;
  /** Null: there is no target, or it is not measured. */
  readonly target: TargetStatus | null;
  /** As of the reading's last day, by the licences known now. */
  readonly live: ModuleAdoption;
  readonly liveTarget: TargetStatus | null;
}

/** One module over the accounts that a reading can see. */
export interface ModuleFigures extends ModuleState {
  /** Accounts of which there is a snapshot, a licence or use. */
  readonly accounts: readonly AccountModule[];
  /** Whether one account alone is looked at: then what is known of it is told, even where that is no measure. */
  readonly isOfOne: boolean;
  /** The account that alone is looked at, where the target is its own; null: it is the module's. */
  readonly ownTargetOf: string | null;
}

/** A module in one account. */
export interface AccountModule {
  readonly account: AccountRow;
  /** The latest up to the reading's last day; null: none. */
  readonly snapshot: SnapshotRow | null;
  /** At that snapshot; without one the licence alone. */
  readonly counts: ModuleCounts;
  /**
   * Whom that snapshot names, of those who belong to the account: whoever doesn't is in its numbers, as it was kept, and is
   * nobody who could be counted once over several accounts. Null: it names nobody, or there is none.
   */
  readonly named: readonly string[] | null;
  /** Whoever has active time on it, or did its actions, in the window that ends on the reading's last day, and is still there. */
  readonly users: readonly ModuleUser[];
  /** Likewise those who have left by then: they are in no number, and are told of where one is explained. */
  readonly left: readonly ModuleUser[];
  readonly live: ModuleCounts;
  /** The account's own, else the module's; null: there is none. */
  readonly targetPercent: number | null;
  /** What the host has told of its licence; null: nothing. */
  readonly seats: SeatsRow | null;
}

/** Figures of every defined module, in the order of the definitions. */
export function moduleFigures(reading: Reading): Promise<readonly ModuleFigures[]> {
  return reading.derive("moduleFigures", async () => {
    const sources = await readSources(reading);
    const figures: ModuleFigures[] = [];
    for (const module of reading.definitions.modules.values()) {
      figures.push(figuresOf(reading, module, sources, await usersByAccount(reading, module)));
    }
    return figures;
  });
}

interface Sources {
  /** Whoever has left by the last day. */
  readonly gone: ReadonlySet<string>;
  readonly accounts: readonly AccountRow[];
  readonly snapshots: ReadonlyMap<string, SnapshotRow>;
  readonly seats: ReadonlyMap<string, SeatsRow>;
  readonly targets: ReadonlyMap<string, number>;
  /** By account. */
  readonly people: ReadonlyMap<string, ReadonlySet<string>>;
}

async function readSources(reading: Reading): Promise<Sources> {
  const { scope, records } = reading;
  const [all, users, left, snapshots, seats, targets] = await Promise.all([
    reading.accounts(),
    reading.users(),
    reading.left(),
    records.snapshots({ scope }),
    moduleSeatRows(reading),
    records.moduleTargets(scope),
  ]);
  // Those that have left count in nothing, unless one looks at such accounts only.
  const staying = all.filter((account) => accountKind(account, reading.untilMs) !== "churned");
  const people = new Map<string, Set<string>>(all.map(({ id }) => [id, new Set()]));
  for (const user of [...users, ...left]) for (const account of user.accounts) people.get(account)?.add(user.id);
  const until = snapshots.filter(({ day }) => day <= reading.lastDay);
  return {
    gone: new Set(left.map(({ id }) => id)),
    accounts: staying.length === 0 ? all : staying,
    // Later ones come later.
    snapshots: new Map(until.map((row) => [keyOf(row), row])),
    seats: new Map(seats.map((row) => [keyOf(row), row])),
    targets: new Map(targets.map((row) => [keyOf(row), row.targetPercent])),
    people,
  };
}

function figuresOf(
  reading: Reading,
  module: CompiledModule,
  sources: Sources,
  users: ReadonlyMap<string, readonly ModuleUser[]>,
): ModuleFigures {
  const accounts = sources.accounts.flatMap((account): AccountModule[] => {
    const key = keyOf({ account: account.id, module: module.module });
    const snapshot = sources.snapshots.get(key) ?? null;
    const seats = sources.seats.get(key) ?? null;
    const all = users.get(account.id) ?? [];
    if (snapshot === null && seats === null && all.length === 0) return [];
    const own = all.filter(({ user }) => !sources.gone.has(user));
    const licensed = seats && moduleSeats(seats).licensed;
    const active = own.filter((user) => user.active).length;
    return [
      {
        account,
        snapshot,
        named: snapshot?.activeUsers?.filter((user) => sources.people.get(account.id)?.has(user)) ?? null,
        counts: snapshot ?? { active: null, licensed },
        users: own,
        left: all.filter(({ user }) => sources.gone.has(user)),
        live: { active: isMeasurable(module) ? active : null, licensed },
        targetPercent: sources.targets.get(key) ?? module.targetPercent,
        seats,
      },
    ];
  });
  const [only, ...others] = sources.accounts;
  const isOfOne = only !== undefined && others.length === 0;
  const ownTarget = isOfOne ? sources.targets.get(keyOf({ account: only.id, module: module.module })) : undefined;
  const targetPercent = ownTarget ?? module.targetPercent;
  const adoptionOf = (counts: readonly ModuleCounts[]): ModuleAdoption => {
    const [first] = counts;
    return isOfOne && first !== undefined ? moduleAdoption(first) : sumOfAccounts(counts);
  };
  const adoption = adoptionOf(accounts.map(({ counts }) => counts));
  const live = adoptionOf(accounts.map((one) => one.live));
  const state = moduleState(reading, module, { adoption, live, targetPercent });
  return { ...state, accounts, isOfOne, ownTargetOf: ownTarget === undefined ? null : (only?.id ?? null) };
}

/** What follows from how far a module is adopted. */
export function moduleState(
  { definitions }: Pick<Reading, "definitions">,
  module: CompiledModule,
  { adoption, live, targetPercent }: Pick<ModuleState, "adoption" | "live" | "targetPercent">,
): ModuleState {
  const rules = definitions.moduleStatus;
  const against = (of: ModuleAdoption): TargetStatus | null =>
    of.kind === "measured" ? targetStatus(of, targetPercent, rules) : null;
  return {
    module,
    adoption,
    status: adoption.kind === "measured" ? moduleStatus(adoption, rules) : null,
    targetPercent,
    target: against(adoption),
    live,
    liveTarget: against(live),
  };
}

/** Everybody with active time on the module, or its actions, in its window, by account; also those who have left. */
async function usersByAccount(
  reading: Reading,
  module: CompiledModule,
): Promise<ReadonlyMap<string, readonly ModuleUser[]>> {
  const window = moduleWindow(module, reading.lastDay);
  const [times, actions] = await Promise.all([
    module.features.length === 0 ? [] : timesIn(reading, new Set(module.features), window),
    module.actions.length === 0 ? [] : reading.actionTotals({ by: ["account", "user"] }, window),
  ]);
  const timesOf = groupBy(times, ({ account }) => account);
  const actionsOf = actionsOfPeople(actions.filter(({ action }) => module.actions.includes(action)));
  return new Map(
    [...new Set([...timesOf.keys(), ...actionsOf.keys()])].map((account) => [
      account,
      moduleUsers(module, timesOf.get(account) ?? [], actionsOf.get(account) ?? []),
    ]),
  );
}

async function timesIn(reading: Reading, features: ReadonlySet<string>, window: DayRange) {
  const { idleLimitIndex } = reading.definitions;
  const totals = await reading.totals({ by: ["account", "user", "feature"] }, window);
  return totals
    .filter(({ feature = "" }) => features.has(feature))
    .map(({ account = "", user = "", feature = "", activeMs }) => ({
      account,
      user,
      feature,
      activeMs: activeMs[idleLimitIndex] ?? 0,
    }))
    .filter(({ activeMs }) => activeMs > 0);
}

/** The accounts whose numbers are in the module's, as it was kept. */
export function measuredAccounts({ accounts }: ModuleFigures): readonly AccountModule[] {
  return accounts.filter(({ counts }) => isMeasured(counts));
}

/** The accounts in which it is measured as it is. */
export function liveMeasuredAccounts({ accounts }: Pick<ModuleFigures, "accounts">): readonly AccountModule[] {
  return accounts.filter(({ live }) => isMeasured(live));
}

/** Whoever is active in a module in an account, as of the last day. */
export function activeUsers({ users }: AccountModule): readonly string[] {
  return users.filter(({ active }) => active).map(({ user }) => user);
}

/** The accounts whose numbers are told as the module's: the measured ones, or the only one that is looked at. */
export function toldAccounts(figures: ModuleFigures): readonly AccountModule[] {
  return figures.isOfOne ? figures.accounts : measuredAccounts(figures);
}

/** Ids hold no control characters. */
function keyOf({ account, module }: { readonly account: string; readonly module: string }): string {
  return `${account}\n${module}`;
}
