import type { Reading } from "../reading/reading.ts";
import type { AccountModule, ModuleFigures } from "../reading/module-figures.ts";
import { askedModules, counted, isCountable, liveAccounts } from "./live-accounts.ts";
import { useOf } from "./module-activity.ts";
import { createNames, type Names } from "./names.ts";
import { sumOf, type Evidence, type Exclusion, type NumberDefinition, type Subject } from "./number.ts";

/** Who would be active, had they not left: they are in no number, and their names say whom it is without. */
export const LEFT_USERS: NumberDefinition = {
  id: "moduleLeftUsers",
  name: "Active users of modules who have left",
  unit: "count",
  kind: "sum",
  formula:
    "People who have done what makes active in the module, in its window that ends with the last day, and have left by then: they are no active users of it. Over several modules or accounts somebody counts in each.",
  subjects: ["account", "module"],
  splits: ["user"],
  async measure(reading, subject) {
    const [modules, names] = await Promise.all([askedModules(reading, subject), createNames(reading)]);
    const leftOn = new Map((await reading.left()).map(({ id, leftAt }) => [id, leftAt]));
    const rows = counted(modules, subject).flatMap((figures) =>
      liveAccounts(figures).flatMap((account) => leftRows(reading, figures, account, names, leftOn)),
    );
    return { value: isCountable(modules, subject) ? sumOf(rows) : null, terms: [], rows, excluded: [] };
  },
};

/** Whoever did enough and has left; in several modules or accounts they count in each. */
export function haveLeft(modules: readonly ModuleFigures[], subject: Subject): readonly Exclusion[] {
  const value = counted(modules, subject)
    .flatMap(liveAccounts)
    .flatMap(({ left }) => left.filter(isActive)).length;
  if (value === 0) return [];
  const why = "They did what makes active in the window, and had left by its last day.";
  return [{ what: "People who have left", why, value, opens: { number: "moduleLeftUsers", subject } }];
}

function isActive({ active }: { readonly active: boolean }): boolean {
  return active;
}

/** @param leftOn when people left, Unix ms, by their id. */
function leftRows(
  { lastDay }: Reading,
  { module }: ModuleFigures,
  { account, left }: AccountModule,
  names: Names,
  leftOn: ReadonlyMap<string, number | null>,
): readonly Evidence[] {
  return left.filter(isActive).map(({ user, activeMs, actions }) => {
    const member = { account: account.id, user };
    return {
      kind: "user",
      id: `${user} ${account.id} ${module.module}`,
      name: `${names.of("user", user)}, ${names.of("account", account.id)}`,
      value: 1,
      opens: useOf(module, member, lastDay),
      details: { ...member, module: module.module, activeMs, actions, leftAt: leftOn.get(user) ?? null },
    };
  });
}
