import { isMeasurable } from "../../domain/modules/module-activity.ts";
import {
  liveMeasuredAccounts,
  moduleFigures,
  type AccountModule,
  type ModuleFigures,
} from "../reading/module-figures.ts";
import type { Reading } from "../reading/reading.ts";
import type { Subject } from "./number.ts";

/** Whose numbers are in those of modules as of the last day. */

/** The modules that a question is about. */
export async function askedModules(reading: Reading, { module }: Subject): Promise<readonly ModuleFigures[]> {
  return (await moduleFigures(reading)).filter(
    (figures) => (module ?? figures.module.module) === figures.module.module,
  );
}

/** The accounts whose live numbers are in a module's: all of them where it isn't measured, which can't be a share. */
export function liveAccounts(figures: ModuleFigures): readonly AccountModule[] {
  return figures.live.kind === "measured" ? liveMeasuredAccounts(figures) : figures.accounts;
}

/** Over several modules those that are measured. */
export function counted(modules: readonly ModuleFigures[], { module }: Subject): readonly ModuleFigures[] {
  return module === undefined ? modules.filter(({ live }) => live.kind === "measured") : modules;
}

/** Nobody can be seen to be active in a module without features and actions; over several modules it adds nothing. */
export function isCountable([only]: readonly ModuleFigures[], { module }: Subject): boolean {
  return module === undefined || only === undefined || isMeasurable(only.module);
}
