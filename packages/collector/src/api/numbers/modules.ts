import type { ModuleAdoption } from "../../domain/modules/module-adoption.ts";
import { overallAdoption } from "../../domain/modules/overall-adoption.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import {
  measuredAccounts,
  moduleFigures,
  toldAccounts,
  type AccountModule,
  type ModuleFigures,
} from "../reading/module-figures.ts";
import type { Reading } from "../reading/reading.ts";
import { activityOf } from "./module-activity.ts";
import { createNames, type Names } from "./names.ts";
import type { Evidence, Exclusion, Measurement, NumberDefinition, Subject, Term } from "./number.ts";
import { sumOf } from "./number.ts";
import { percentOf } from "../../domain/share.ts";

/** Numbers of modules at their latest snapshots. Live numbers stand beside them and are never mixed in. */

/** The modules that a question is about, and of them the accounts. */
export async function askedModules(reading: Reading, { account, module }: Subject): Promise<readonly ModuleFigures[]> {
  const asked = account === undefined ? reading : reading.narrow([account]);
  return (await moduleFigures(asked)).filter((figures) => (module ?? figures.module.module) === figures.module.module);
}

/** The accounts behind a number: over several modules those that are measured. */
function accountsIn(figures: ModuleFigures, { module }: Subject): readonly AccountModule[] {
  return module === undefined ? measuredAccounts(figures) : toldAccounts(figures);
}

function accountRow(
  { module }: ModuleFigures,
  { account, snapshot }: AccountModule,
  value: number | null,
  names: Names,
  opens: Evidence["opens"],
): Evidence {
  return {
    kind: "account",
    id: `${account.id} ${module.module}`,
    name: `${names.of("account", account.id)}, ${module.name}`,
    value,
    opens,
    details: {
      account: account.id,
      module: module.module,
      active: snapshot?.active ?? null,
      licensed: snapshot?.licensed ?? null,
      snapshotDay: snapshot === null ? null : isoDate(snapshot.day),
      recordedBy: snapshot?.actor ?? null,
      kind: snapshot?.kind ?? null,
    },
  };
}

/** What a number is of one module in one account; null: it is about just that, so that there is no smaller part. */
export function opensOfAccount(
  number: string,
  { module: { module } }: ModuleFigures,
  { account }: AccountModule,
  asked: Subject,
): Evidence["opens"] {
  const isWhole = asked.account !== undefined && asked.module !== undefined;
  return isWhole ? null : { number, subject: { account: account.id, module } };
}

/** People where the snapshot names them; whoever it doesn't name, such as all of one recorded by hand, is one row. */
function activeRows(figures: ModuleFigures, account: AccountModule, names: Names): readonly Evidence[] {
  const { snapshot } = account;
  const { module } = figures.module;
  const { id } = account.account;
  if (snapshot === null) return [];
  const people = (snapshot.activeUsers ?? []).map((user): Evidence => ({
    kind: "user",
    id: `${user} ${id} ${module}`,
    name: `${names.of("user", user)}, ${names.of("account", id)}`,
    value: 1,
    opens: activityOf(figures.module, { account: id, user }, snapshot.day),
    details: { user, account: id, module, snapshotDay: isoDate(snapshot.day) },
  }));
  const unnamed = snapshot.active - people.length;
  return unnamed === 0 ? people : [...people, accountRow(figures, account, unnamed, names, null)];
}

/**
 * What is in no number: modules that are nowhere licensed, and those of which nothing is known.
 * @param why in words, why nothing is known of them.
 */
export function leftOut(
  modules: readonly ModuleFigures[],
  adoptionIn: (figures: ModuleFigures) => ModuleAdoption = ({ adoption }) => adoption,
  why = "There is no snapshot with a licence.",
): readonly Exclusion[] {
  return modules.flatMap((figures): Exclusion[] => {
    const what = figures.module.name;
    switch (adoptionIn(figures).kind) {
      case "measured":
        return [];
      case "notLicensed":
        return [{ what, why: "It is not licensed.", value: 0 }];
      case "noData":
        return [{ what, why, value: null }];
    }
  });
}

/** The sum of what is listed. Of one module that has no number it is null: nobody has counted 0. */
function summed(
  modules: readonly ModuleFigures[],
  rows: readonly Evidence[],
  subject: Subject,
  valueOf: (adoption: ModuleAdoption) => number | null,
): Measurement {
  return {
    value: isKnown(modules, subject, valueOf) ? sumOf(rows) : null,
    terms: [],
    rows,
    excluded: leftOut(modules),
  };
}

function isKnown(
  modules: readonly ModuleFigures[],
  { module }: Subject,
  valueOf: (adoption: ModuleAdoption) => number | null,
): boolean {
  const [only] = modules;
  return module === undefined || (only !== undefined && valueOf(only.adoption) !== null);
}

const activeOf = ({ active }: ModuleAdoption): number | null => active;
const licensedOf = (adoption: ModuleAdoption): number | null =>
  adoption.kind === "notLicensed" ? 0 : adoption.licensed;

const MODULE_ACTIVE_USERS: NumberDefinition = {
  id: "moduleActiveUsers",
  name: "Active users of modules",
  unit: "count",
  kind: "sum",
  formula:
    "People with at least the module's active time on its features in its window, 60 s in 30 days unless said, at the latest snapshot of each account. Over several modules or accounts somebody counts in each.",
  subjects: ["account", "module"],
  splits: ["user", "account"],
  async measure(reading, subject, by) {
    const [modules, names] = await Promise.all([askedModules(reading, subject), createNames(reading)]);
    const rows = modules.flatMap((figures) =>
      accountsIn(figures, subject).flatMap((account) =>
        by === "account"
          ? [
              accountRow(figures, account, account.counts.active, names, {
                number: "moduleActiveUsers",
                subject: { account: account.account.id, module: figures.module.module },
              }),
            ]
          : activeRows(figures, account, names),
      ),
    );
    return summed(modules, rows, subject, activeOf);
  },
};

const MODULE_LICENSED_USERS: NumberDefinition = {
  id: "moduleLicensedUsers",
  name: "Licensed users of modules",
  unit: "count",
  kind: "sum",
  formula: "Licences as they were known at the latest snapshot of each account; over several modules their sum.",
  subjects: ["account", "module"],
  splits: ["account"],
  async measure(reading, subject) {
    const [modules, names] = await Promise.all([askedModules(reading, subject), createNames(reading)]);
    const rows = modules.flatMap((figures) =>
      accountsIn(figures, subject).map((account) =>
        accountRow(
          figures,
          account,
          account.counts.licensed,
          names,
          opensOfAccount("moduleLicensedUsers", figures, account, subject),
        ),
      ),
    );
    return summed(modules, rows, subject, licensedOf);
  },
};

async function seatRatio(reading: Reading, subject: Subject): Promise<Measurement> {
  const [modules, names] = await Promise.all([askedModules(reading, subject), createNames(reading)]);
  const { seatPercent, active, licensed } = overallAdoption(modules.map(({ adoption }) => adoption));
  // A single module that is no share may have one of its terms all the same; what isn't known is no zero.
  const [only] = subject.module === undefined ? [] : modules;
  const termOf = (name: string, number: string, value: number, valueOf: typeof activeOf): Term => ({
    name,
    value: only === undefined ? value : valueOf(only.adoption),
    unit: "count",
    opens: { number, subject },
  });
  const rows = modules.flatMap((figures) =>
    measuredAccounts(figures).map((account) => {
      const { counts } = account;
      const percent = percentOf(counts.active ?? 0, counts.licensed ?? 0);
      return accountRow(
        figures,
        account,
        percent,
        names,
        opensOfAccount("moduleAdoptionPercent", figures, account, subject),
      );
    }),
  );
  return {
    value: seatPercent,
    terms: [
      termOf("Active users", "moduleActiveUsers", active, activeOf),
      termOf("Licensed users", "moduleLicensedUsers", licensed, licensedOf),
    ],
    rows,
    excluded: leftOut(modules),
  };
}

const MODULE_ADOPTION_PERCENT: NumberDefinition = {
  id: "moduleAdoptionPercent",
  name: "Module adoption",
  unit: "percent",
  kind: "ratio",
  formula:
    "Active users ÷ licensed users at the latest snapshot of each account. Not licensed is left out; more active than licensed is above 100 %.",
  subjects: ["account", "module"],
  splits: ["account"],
  measure: (reading, subject) => seatRatio(reading, subject),
};

const SEAT_ADOPTION_PERCENT: NumberDefinition = {
  id: "seatAdoptionPercent",
  name: "Adoption of all seats",
  unit: "percent",
  kind: "ratio",
  formula:
    "Active users of all modules ÷ licensed users of all modules, such as 205 / 435 = 47 %: large ones weigh more.",
  subjects: ["account"],
  splits: ["account"],
  measure: (reading, { account }) => seatRatio(reading, account === undefined ? {} : { account }),
};

export const MODULES: readonly NumberDefinition[] = [
  MODULE_ACTIVE_USERS,
  MODULE_LICENSED_USERS,
  MODULE_ADOPTION_PERCENT,
  SEAT_ADOPTION_PERCENT,
];
