import { percentOf } from "../../domain/share.ts";
import {
  activeUsers,
  liveMeasuredAccounts,
  measuredAccounts,
  moduleFigures,
  type AccountModule,
  type ModuleFigures,
} from "../reading/module-figures.ts";
import type { Reading } from "../reading/reading.ts";
import { countOf, lengthOf } from "./lists.ts";
import { haveLeft, LEFT_USERS } from "./left-in-modules.ts";
import { askedModules, counted, isCountable, liveAccounts } from "./live-accounts.ts";
import { activityOf, ruleInWords } from "./module-activity.ts";
import { opensOfAccount } from "./modules.ts";
import { createNames, type Names } from "./names.ts";
import { sumOf, type Evidence, type Exclusion, type NumberDefinition, type Subject } from "./number.ts";
import { UNTRUSTED_MODULES } from "./untrusted-modules.ts";

/** Numbers of modules as of the last day, by the licences known now. Snapshots stand beside them and are never mixed in. */

function areLicencesKnown([only]: readonly ModuleFigures[], { module }: Subject): boolean {
  return module === undefined || (only !== undefined && (only.live.kind !== "noData" || only.live.licensed !== null));
}

const LIVE_ACTIVE_USERS: NumberDefinition = {
  id: "moduleLiveActiveUsers",
  name: "Active users of modules now",
  unit: "count",
  kind: "sum",
  formula:
    "People with at least the module's active time on its features in its window, 60 s in 30 days unless said, that ends with the last day, and who haven't left by then. Over several modules or accounts somebody counts in each.",
  subjects: ["account", "module"],
  splits: ["user"],
  async measure(reading, subject) {
    const [modules, names] = await Promise.all([askedModules(reading, subject), createNames(reading)]);
    const asked = counted(modules, subject);
    const rows = asked.flatMap((figures) =>
      liveAccounts(figures).flatMap((account) => activeRows(reading, figures, account, names)),
    );
    return {
      value: isCountable(modules, subject) ? sumOf(rows) : null,
      terms: [],
      rows,
      excluded: [...asked.flatMap(belowThreshold), ...haveLeft(asked, subject)],
    };
  },
};

const LIVE_LICENSED_USERS: NumberDefinition = {
  id: "moduleLiveLicensedUsers",
  name: "Licensed users of modules now",
  unit: "count",
  kind: "sum",
  formula: "Licences as they are known now, of the accounts whose people can be counted.",
  subjects: ["account", "module"],
  splits: ["account"],
  async measure(reading, subject) {
    const [modules, names] = await Promise.all([askedModules(reading, subject), createNames(reading)]);
    const rows = modules.flatMap((figures) =>
      figures.live.kind === "measured" || (figures.isOfOne && subject.module !== undefined)
        ? liveAccounts(figures).map((account) => {
            const opens = opensOfAccount("moduleLiveLicensedUsers", figures, account, subject);
            return accountRow(figures, account, account.live.licensed, names, opens);
          })
        : [],
    );
    return { value: areLicencesKnown(modules, subject) ? sumOf(rows) : null, terms: [], rows, excluded: [] };
  },
};

const LIVE_ADOPTION_PERCENT: NumberDefinition = {
  id: "moduleLiveAdoptionPercent",
  name: "Module adoption now",
  unit: "percent",
  kind: "ratio",
  formula:
    "People who are active in the window that ends with the last day ÷ licences known now, of the accounts that have any.",
  subjects: ["account", "module"],
  splits: ["account"],
  async measure(reading, subject) {
    const [modules, names] = await Promise.all([askedModules(reading, subject), createNames(reading)]);
    const measured = modules.filter(({ live }) => live.kind === "measured");
    const accounts = measured.flatMap((figures) => liveAccounts(figures).map((account) => ({ figures, account })));
    const active = accounts.reduce((sum, { account: { live } }) => sum + (live.active ?? 0), 0);
    // Whoever is active where there are no licences is in no share, and counts all the same.
    const activeThere = counted(modules, subject).flatMap(liveAccounts).flatMap(activeUsers).length;
    // A single module that is no share may have licences all the same.
    const [only] = subject.module === undefined ? [] : modules.map(({ live }) => live);
    const known = only?.kind === "noData" ? only.licensed : null;
    const licensed = known ?? accounts.reduce((sum, { account: { live } }) => sum + (live.licensed ?? 0), 0);
    return {
      value: measured.length === 0 ? null : percentOf(active, licensed),
      terms: [
        {
          name: "Active users",
          value: isCountable(modules, subject) ? activeThere : null,
          unit: "count",
          opens: { number: "moduleLiveActiveUsers", subject },
        },
        {
          name: "Licensed users",
          value: areLicencesKnown(modules, subject) ? licensed : null,
          unit: "count",
          opens: { number: "moduleLiveLicensedUsers", subject },
        },
      ],
      rows: accounts.map(({ figures, account }) => {
        const percent = percentOf(account.live.active ?? 0, account.live.licensed ?? 0);
        const opens = opensOfAccount("moduleLiveAdoptionPercent", figures, account, subject);
        return accountRow(figures, account, percent, names, opens);
      }),
      excluded: modules.flatMap(withoutLicence),
    };
  },
};

/** Each of them once, however many modules and accounts they are active in. */
const LIVE_PEOPLE = countOf({
  id: "moduleLivePeople",
  name: "People active in modules now",
  formula:
    "Whoever is active in any module in the window that ends with the last day, where it is licensed, each once, without those who have left by then.",
  async measure(reading) {
    const [modules, names] = await Promise.all([moduleFigures(reading), createNames(reading)]);
    const users = modules
      .filter(({ live }) => live.kind === "measured")
      .flatMap((figures) => liveMeasuredAccounts(figures).flatMap(activeUsers));
    return lengthOf(peopleOf(users, names), { excluded: haveLeft(modules, {}) });
  },
});

const PEOPLE = countOf({
  id: "modulePeople",
  name: "People active in modules",
  formula:
    "Whoever is active in any module at the latest snapshots, each once, of those who belong to the snapshot's account. Nothing where a snapshot was recorded by hand, which names nobody.",
  async measure(reading) {
    const [modules, names] = await Promise.all([moduleFigures(reading), createNames(reading)]);
    const accounts = modules.flatMap(measuredAccounts);
    if (accounts.some(({ named }) => named === null)) return { value: null, terms: [], rows: [], excluded: [] };
    const strangers = accounts.flatMap(({ snapshot, named }) =>
      (snapshot?.activeUsers ?? []).filter((user) => named?.includes(user) !== true),
    );
    return lengthOf(
      peopleOf(
        accounts.flatMap(({ named }) => named ?? []),
        names,
      ),
      {
        excluded: [
          {
            what: "People",
            why: "They don't belong to the account whose snapshot names them.",
            value: new Set(strangers).size,
          },
        ],
      },
    );
  },
});

const MEASURED_ACCOUNTS = countOf({
  id: "moduleAccounts",
  name: "Accounts of modules",
  formula: "Accounts with a snapshot of the module and a licence: those in its numbers.",
  subjects: ["account", "module"],
  splits: ["account"],
  async measure(reading, subject) {
    const [modules, names] = await Promise.all([askedModules(reading, subject), createNames(reading)]);
    const rows = modules.flatMap((figures) =>
      measuredAccounts(figures).map((account) =>
        accountRow(figures, account, null, names, opensOfAccount("moduleAdoptionPercent", figures, account, {})),
      ),
    );
    const without = modules.flatMap(({ accounts }) => accounts).length - rows.length;
    const excluded = {
      what: "Accounts without a snapshot or a licence",
      why: "Nothing is measured there.",
      value: without,
    };
    return lengthOf(rows, { excluded: [excluded] });
  },
});

function activeRows(
  { lastDay }: Reading,
  { module }: ModuleFigures,
  { account, users }: AccountModule,
  names: Names,
): readonly Evidence[] {
  return users
    .filter(({ active }) => active)
    .map(({ user, activeMs, actions }) => ({
      kind: "user",
      id: `${user} ${account.id} ${module.module}`,
      name: `${names.of("user", user)}, ${names.of("account", account.id)}`,
      value: 1,
      opens: activityOf(module, { account: account.id, user }, lastDay),
      details: { user, account: account.id, module: module.module, activeMs, actions },
    }));
}

function accountRow(
  { module }: ModuleFigures,
  { account, live }: AccountModule,
  value: number | null,
  names: Names,
  opens: Evidence["opens"] = null,
): Evidence {
  return {
    kind: "account",
    id: `${account.id} ${module.module}`,
    name: `${names.of("account", account.id)}, ${module.name}`,
    value,
    opens,
    details: { account: account.id, module: module.module, active: live.active, licensed: live.licensed },
  };
}

function peopleOf(users: readonly string[], names: Names): readonly Evidence[] {
  return [...new Set(users)].toSorted().map((user) => ({
    kind: "user",
    id: user,
    name: names.of("user", user),
    value: null,
    opens: { number: "activeMs", subject: { user } },
    details: {},
  }));
}

function belowThreshold(figures: ModuleFigures): readonly Exclusion[] {
  const { module } = figures;
  const few = liveAccounts(figures).flatMap(({ users }) => users.filter(({ active }) => !active)).length;
  if (few === 0) return [];
  const why = `Not ${ruleInWords(module)} within ${module.windowDays} days.`;
  return [{ what: `People who have used ${module.name} less`, why, value: few }];
}

function withoutLicence(figures: ModuleFigures): readonly Exclusion[] {
  const { module, accounts, live } = figures;
  const left = accounts.length - (live.kind === "measured" ? liveAccounts(figures).length : 0);
  return left === 0 ? [] : [{ what: `${module.name} in other accounts`, why: "There is no licence.", value: left }];
}

export const LIVE_MODULES: readonly NumberDefinition[] = [
  LIVE_ACTIVE_USERS,
  LEFT_USERS,
  LIVE_LICENSED_USERS,
  LIVE_ADOPTION_PERCENT,
  LIVE_PEOPLE,
  PEOPLE,
  MEASURED_ACCOUNTS,
  ...UNTRUSTED_MODULES,
];
