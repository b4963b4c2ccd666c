import { percentOf } from "../share.ts";
import type { ModuleAdoption } from "./module-adoption.ts";

/** The three tiles above the modules. */
export interface OverallAdoption {
  /** The mean of the modules' percentages; null: none is measured. */
  readonly meanPercent: number | null;
  /** Active ÷ licensed over all modules, so that large modules weigh more; null: none is measured. */
  readonly seatPercent: number | null;
  /** Sum over modules: somebody active in two of them counts twice. People are counted by {@link activePeople}. */
  readonly active: number;
  /** Sum over modules. */
  readonly licensed: number;
  /** How many modules are in these numbers. */
  readonly measured: number;
  readonly notLicensed: number;
  readonly noData: number;
}

/**
 * Overall adoption, after the article's "average of every module's current adoption percentage": the mean over
 * licensed modules, and beside it the ratio of all seats, since a small module weighs as much as a large one in the
 * mean. With 205 of 435 the second is 47 %. Modules that are not licensed or have no data are in neither, and are told
 * apart.
 */
export function overallAdoption(modules: readonly ModuleAdoption[]): OverallAdoption {
  const measured = modules.filter((module) => module.kind === "measured");
  const active = measured.reduce((sum, module) => sum + module.active, 0);
  const licensed = measured.reduce((sum, module) => sum + module.licensed, 0);
  const percents = measured.map(({ percent }) => percent);
  return {
    meanPercent: percents.length === 0 ? null : percents.reduce((sum, percent) => sum + percent, 0) / percents.length,
    seatPercent: percentOf(active, licensed),
    active,
    licensed,
    measured: measured.length,
    notLicensed: modules.filter(({ kind }) => kind === "notLicensed").length,
    noData: modules.filter(({ kind }) => kind === "noData").length,
  };
}

/** The tile of active users: people, each counted once, and the sum over modules as its detail. */
export interface ActivePeople {
  readonly people: number;
  readonly activations: number;
}

/** Counts who is active in at least one module. Somebody in two accounts is one person. */
export function activePeople(usersByModule: Iterable<readonly string[]>): ActivePeople {
  const people = new Set<string>();
  let activations = 0;
  for (const users of usersByModule) {
    const distinct = new Set(users);
    activations += distinct.size;
    for (const user of distinct) people.add(user);
  }
  return { people: people.size, activations };
}
