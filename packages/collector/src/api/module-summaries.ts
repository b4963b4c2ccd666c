import type { CompiledModule } from "../domain/compile-definitions.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import { groupBy } from "../domain/group-by.ts";
import { adoptionOfSums, type ModuleAdoption } from "../domain/modules/module-adoption.ts";
import { activePeople } from "../domain/modules/overall-adoption.ts";
import { isTrusted } from "../domain/usage/coverage.ts";
import type { SnapshotRow } from "../store/module-snapshots.ts";
import { sumsOf } from "./counting/kept-sums.ts";
import { coverages } from "./reading/coverages.ts";
import type { KeptSums } from "./reading/kept.ts";
import { keptFor } from "./reading/kept-for.ts";
import {
  activeUsers,
  liveMeasuredAccounts,
  measuredAccounts,
  moduleFigures,
  moduleState,
  toldAccounts,
  type AccountModule,
  type ModuleFigures,
  type ModuleState,
} from "./reading/module-figures.ts";
import type { Reading } from "./reading/reading.ts";

/** All modules over the accounts that a reading can see. */
export interface ModuleSummaries {
  /** In the order of the definitions. */
  readonly modules: readonly ModuleSummary[];
  /** Active in any of them at the latest snapshots; null: not every snapshot names its people. */
  readonly people: number | null;
  /** Active in any of them as of the last day. */
  readonly livePeople: number;
}

/** A module in the numbers that its row shows. */
export interface ModuleSummary extends ModuleState {
  /** Whose numbers are in it, as it was kept. */
  readonly accounts: number;
  /** Of how many of the accounts in its numbers the tracker sees too few people: as it was kept, and as it is. */
  readonly untrusted: { readonly kept: number; readonly live: number };
  /** The latest of their snapshots; null: there is none. */
  readonly snapshotDay: WorkspaceDay | null;
  /** That of the only account that is looked at; null: there are several, or it has none. */
  readonly snapshot: SnapshotRow | null;
  /** Active as of the last day, licensed or not; somebody in two accounts counts in both. */
  readonly liveActive: number;
  /** People who used one of its features in the period. */
  readonly users: number;
  /** On its features in the period. */
  readonly activeMs: number;
}

/** Counts them for the answer. */
export async function countModules(reading: Reading): Promise<ModuleSummaries> {
  const [figures, use, coverageIn] = await Promise.all([
    moduleFigures(reading),
    useByFeature(reading),
    coverages(reading),
  ]);
  const measured = figures.map(measuredAccounts);
  const namesAll = measured.every((accounts) => accounts.every(({ named }) => named !== null));
  const people = measured.map((accounts) => accounts.flatMap(({ named }) => named ?? []));
  const live = figures.map((figure) => liveMeasuredAccounts(figure).flatMap(activeUsers));
  return {
    modules: figures.map((figure) => summaryOf(figure, use, coverageIn)),
    people: namesAll ? activePeople(people).people : null,
    livePeople: activePeople(live).people,
  };
}

/**
 * Reads them from what is kept. Null: nothing is, or the reading sees fewer than two accounts that have not left: of one its
 * own targets count, and where all have left they are looked at after all.
 */
export async function keptModules(
  reading: Reading,
): Promise<(ModuleSummaries & { readonly countedAtMs: number }) | null> {
  const found = keptFor(reading, "use");
  if (found === null) return null;
  const { kept, period } = found;
  const state = await sumsOf(reading, kept, "adoption");
  const { stayingAccounts = 0 } = state;
  if (stayingAccounts < 2) return null;
  const use = await sumsOf(reading, kept, `in ${period}`);
  return { ...summariesOf(reading, state, use), countedAtMs: kept.countedAtMs };
}

/** All modules from sums. @param state as of a day. @param use of a period; its numbers may be among those of the day. */
export function summariesOf(reading: Reading, state: KeptSums, use: KeptSums): ModuleSummaries {
  const { unnamedModulePeople = 0, modulePeople = 0, liveModulePeople = 0 } = state;
  return {
    modules: [...reading.definitions.modules.values()].map((module) => keptSummary(reading, module, state, use)),
    people: unnamedModulePeople === 0 ? modulePeople : null,
    livePeople: liveModulePeople,
  };
}

function keptSummary(reading: Reading, module: CompiledModule, state: KeptSums, use: KeptSums): ModuleSummary {
  const of = (name: string): number => state[`${name} ${module.module}`] ?? 0;
  const [adoption, live] = [adoptionIn("kept", of), adoptionIn("live", of)];
  return {
    ...moduleState(reading, module, { adoption, live, targetPercent: module.targetPercent }),
    accounts: of("keptMeasured"),
    untrusted: { kept: of("keptUntrusted"), live: of("liveUntrusted") },
    snapshotDay: state[`max snapshotDay ${module.module}`] ?? null,
    snapshot: null,
    liveActive: of("liveActive"),
    users: use[`moduleUsers ${module.module}`] ?? 0,
    activeMs: module.features.reduce((sum, feature) => sum + (use[`activeMs ${feature}`] ?? 0), 0),
  };
}

function adoptionIn(which: "kept" | "live", of: (name: string) => number): ModuleAdoption {
  return adoptionOfSums({
    measured: of(`${which}Measured`),
    noData: of(`${which}NoData`),
    accounts: of("moduleAccounts"),
    active: of(`${which}MeasuredActive`),
    licensed: of(`${which}MeasuredLicensed`),
  });
}

function summaryOf(
  figure: ModuleFigures,
  use: Awaited<ReturnType<typeof useByFeature>>,
  coverageIn: Awaited<ReturnType<typeof coverages>>,
): ModuleSummary {
  const { accounts, ...state } = figure;
  const measured = measuredAccounts(figure);
  const days = toldAccounts(figure).flatMap(({ snapshot }) => snapshot?.day ?? []);
  const used = state.module.features.flatMap((feature) => use.get(feature) ?? []);
  const untrustedOf = (some: readonly AccountModule[]): number =>
    some.filter(({ account }) => !isTrusted(coverageIn(account.id).coverage)).length;
  return {
    ...state,
    accounts: measured.length,
    untrusted: { kept: untrustedOf(measured), live: untrustedOf(liveMeasuredAccounts(figure)) },
    snapshotDay: days.length === 0 ? null : Math.max(...days),
    snapshot: (figure.isOfOne ? accounts[0]?.snapshot : null) ?? null,
    liveActive: accounts.flatMap(activeUsers).length,
    users: new Set(used.map(({ user }) => user)).size,
    activeMs: used.reduce((sum, row) => sum + row.activeMs, 0),
  };
}

/** Who used what in the period, by feature. */
async function useByFeature(reading: Reading) {
  const { idleLimitIndex } = reading.definitions;
  const totals = await reading.totals({ by: ["account", "user", "feature"] });
  const used = totals
    .map(({ user = "", feature = "", visits, activeMs }) => ({
      user,
      feature,
      visits,
      activeMs: activeMs[idleLimitIndex] ?? 0,
    }))
    .filter(({ visits, activeMs }) => visits > 0 || activeMs > 0);
  return groupBy(used, ({ feature }) => feature);
}
