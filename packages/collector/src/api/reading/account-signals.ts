import { ALL_ACCOUNTS } from "../../domain/account-scope.ts";
import type { AccountSignals, ModuleGap } from "../../domain/attention/account-signals.ts";
import { usageDrop } from "../../domain/attention/usage-drop.ts";
import { livingState } from "../../domain/adoption/living-state.ts";
import { mergeTraces } from "../../domain/adoption/use-trace.ts";
import type { CompiledModule } from "../../domain/compile-definitions.ts";
import type { DayRange } from "../../domain/day.ts";
import { groupBy } from "../../domain/group-by.ts";
import { moduleAdoption } from "../../domain/modules/module-adoption.ts";
import { targetStatus } from "../../domain/modules/module-status.ts";
import { isWithin, lastDays } from "../../domain/period/day-range.ts";
import { accountFigures, type AccountFigures } from "./account-figures.ts";
import { daysSince } from "./days-since.ts";
import { moduleFigures } from "./module-figures.ts";
import type { Reading } from "./reading.ts";
import { countedFeatures } from "./uses.ts";

const WINDOW_DAYS = 14;

/**
 * Whether anybody in the whole workspace records contacts up to a day: an account without any is what the queue looks for.
 */
export async function recordsContacts({ facts, lastDay }: Pick<Reading, "facts" | "lastDay">): Promise<boolean> {
  const days = { from: 0, to: lastDay };
  return (await facts.pushed({ kind: "touchpoints", scope: ALL_ACCOUNTS, days, limit: 1 })).length > 0;
}

/**
 * What is known of every company that has not left, for whoever asks which of them need attention: of accounts that only
 * turned up in browsers nobody says that they are customers.
 * @param recordsTouchpoints whether the workspace records contacts at all: without, nobody is overdue.
 */
export async function accountSignals(
  reading: Reading,
  recordsTouchpoints: boolean,
): Promise<readonly AccountSignals[]> {
  const [figures, usageOf, offTarget] = await Promise.all([
    accountFigures(reading),
    accountUsage(reading),
    // Modules are measured against licences, which are of accounts.
    reading.isOfSome ? new Map<string, AccountSignals["offTarget"]>() : modulesOffTarget(reading),
  ]);
  const lookedAfter = [...figures.values()].filter(({ kind }) => kind !== "churned" && kind !== "notInRoster");
  return lookedAfter.map((of): AccountSignals => {
    const { account, members, breadth, coverage, licensedUsers, lastTouchpointAt } = of;
    const lastSeen = members.flatMap(({ presence }) => presence?.lastSeenDay ?? []);
    const answers = members.flatMap(({ happiness }) => happiness ?? []);
    return {
      account: account.id,
      premium: account.premium,
      seats: licensedUsers ?? (members.length === 0 ? null : members.length),
      ageDays: daysSince(reading, account.createdAt),
      usage: usageOf(account.id),
      coverage,
      breadth: { adopted: breadth.adopted.length, relevant: breadth.adopted.length + breadth.gaps.length },
      offTarget: offTarget.get(account.id) ?? [],
      coolingCore: coolingCore(reading, of),
      daysSinceTouchpoint: recordsTouchpoints ? (daysSince(reading, lastTouchpointAt) ?? "never") : null,
      answers: { notHappy: answers.filter((answer) => answer === "notHappy").length, all: answers.length },
      daysSinceSeen: lastSeen.length === 0 ? null : reading.lastDay - Math.max(...lastSeen),
    };
  });
}

/** The accounts whose active time has dropped, whatever weight the definitions give to that. */
export async function droppedAccounts(reading: Reading): Promise<ReadonlySet<string>> {
  const [figures, usageOf] = await Promise.all([accountFigures(reading), accountUsage(reading)]);
  const dropped = [...figures.values()].filter(({ account, coverage }) => {
    return usageDrop({ usage: usageOf(account.id), coverage }, reading.definitions.attention) !== null;
  });
  return new Set(dropped.map(({ account }) => account.id));
}

/** The active time of accounts in which a drop is looked for. */
async function accountUsage(reading: Reading): Promise<(account: string) => AccountSignals["usage"]> {
  const { recent, before } = usageWindows(reading);
  const days = await reading.totals({ by: ["account", "day"] }, { from: before.from, to: recent.to });
  const daysOf = groupBy(days, ({ account = "" }) => account);
  return (account) => {
    const timeIn = (range: DayRange): number =>
      (daysOf.get(account) ?? [])
        .filter(({ day = 0 }) => isWithin(day, range))
        .reduce((sum, { activeMs }) => sum + (activeMs[reading.definitions.idleLimitIndex] ?? 0), 0);
    return { recentMs: timeIn(recent), beforeMs: timeIn(before) };
  };
}

/** The days in which a drop is looked for, and those that it is compared with. */
export function usageWindows({
  lastClosedDay,
}: Pick<Reading, "lastClosedDay">): Readonly<Record<"recent" | "before", DayRange>> {
  const recent = lastDays(WINDOW_DAYS, lastClosedDay);
  return { recent, before: lastDays(WINDOW_DAYS, recent.from - 1) };
}

/** Core features that the account has adopted, and whose last use by anybody is cooling. */
function coolingCore(reading: Reading, { members, core }: AccountFigures): AccountSignals["coolingCore"] {
  const uses = groupBy(
    members.flatMap((member) => member.uses),
    ({ feature }) => feature,
  );
  const adopted = new Set(core.adopted);
  return countedFeatures(reading)
    .filter(({ feature, living }) => {
      const trace = mergeTraces((uses.get(feature) ?? []).flatMap((use) => use.trace ?? []));
      return adopted.has(feature) && livingState(trace, reading.lastDay, living) === "cooling";
    })
    .map(({ name, living: { activeDays } }) => ({ name, activeDays }));
}

/**
 * By account: modules that are off their target there. Targets are compared with what was kept at the latest snapshot, here as
 * in the list of modules; what is live stands beside it there, and is never mixed in.
 */
async function modulesOffTarget(reading: Reading): Promise<ReadonlyMap<string, AccountSignals["offTarget"]>> {
  const [modules, targets] = await Promise.all([moduleFigures(reading), reading.records.moduleTargets(reading.scope)]);
  const { definitions } = reading;
  const isOfServer = ({ features, actions }: CompiledModule): boolean =>
    features.length === 0 && actions.every((action) => definitions.actions.get(action)?.source === "server");
  const found = new Map<string, ModuleGap[]>();
  for (const { module, accounts } of modules) {
    const own = new Map(targets.flatMap((row) => (row.module === module.module ? [[row.account, row] as const] : [])));
    for (const { account, snapshot, counts } of accounts) {
      const adoption = moduleAdoption(counts);
      if (adoption.kind !== "measured") continue;
      const targetPercent = own.get(account.id)?.targetPercent ?? module.targetPercent;
      const target = targetStatus(adoption, targetPercent, reading.definitions.moduleStatus);
      if (target?.status !== "off") continue;
      const list = found.get(account.id) ?? [];
      const restsOnTracker = snapshot?.kind !== "manual" && !isOfServer(module);
      list.push({ module: module.module, name: module.name, gapUsers: target.gapUsers, restsOnTracker });
      found.set(account.id, list);
    }
  }
  return found;
}
