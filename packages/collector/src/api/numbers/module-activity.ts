import type { CompiledModule } from "../../domain/compile-definitions.ts";
import type { WorkspaceDay } from "../../domain/day.ts";
import { moduleWindow, reachedParts } from "../../domain/modules/module-activity.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import { moduleFigures } from "../reading/module-figures.ts";
import { createNames, type Names } from "./names.ts";
import {
  sumOf,
  type Dimension,
  type Evidence,
  type Measurement,
  type NumberDefinition,
  type NumberReference,
} from "./number.ts";

/** Why somebody counts as active in a module: by their time on its features, by its actions, or by both. */

interface Member {
  readonly account: string;
  readonly user: string;
}

/** Where it opens that somebody was active as of a day: as their time, unless actions make active as well. */
export function activityOf(module: CompiledModule, member: Member, day: WorkspaceDay): NumberReference {
  const subject = { ...member, module: module.module };
  return module.actions.length === 0
    ? { number: "activeMs", subject, over: moduleWindow(module, day) }
    : { number: "moduleActivity", subject, asOf: day };
}

/** Where it opens what somebody did in the window as of a day: as their time, or as their actions where only these count. */
export function useOf(module: CompiledModule, member: Member, day: WorkspaceDay): NumberReference {
  const number = module.features.length === 0 ? "moduleActions" : "activeMs";
  return { number, subject: { ...member, module: module.module }, over: moduleWindow(module, day) };
}

/** What makes somebody active, such as "60 s on it or 2 of its actions". */
export function ruleInWords({ features, activeMs, actions, actionCount, needs }: CompiledModule): string {
  const parts = [
    ...(features.length === 0 ? [] : [`${activeMs / 1_000} s on it`]),
    ...(actions.length === 0 ? [] : [`${actionCount} of its actions`]),
  ];
  return parts.join(needs === "all" ? " and " : " or ");
}

const HAS_LEFT: Evidence = { kind: "part", id: "there", name: "Has left", value: 0, opens: null, details: {} };

const NOTHING: Measurement = { value: null, terms: [], rows: [], excluded: [] };

const ACTIVITY: NumberDefinition = {
  id: "moduleActivity",
  name: "Active in a module",
  unit: "count",
  kind: "largest",
  formula:
    "1 if somebody is active in the module, else 0: by at least its active time on its features in its window, which ends with the last day, or by so many of its actions; where the definitions say that both are needed, by both. Whoever has left by the last day is active in nothing.",
  subjects: ["account", "user", "module"],
  requires: ["account", "user", "module"],
  splits: ["part"],
  async measure(reading, { account = "", user = "", module: id }) {
    const figures = (await moduleFigures(reading)).find(({ module }) => module.module === id);
    if (figures === undefined) return NOTHING;
    const { module } = figures;
    const own = figures.accounts.find((one) => one.account.id === account);
    const isOfUser = (one: { readonly user: string }): boolean => one.user === user;
    const gone = own?.left.find(isOfUser) ?? null;
    const use = gone ?? own?.users.find(isOfUser) ?? { activeMs: 0, actions: 0 };
    const reached = reachedParts(module, use);
    const over = moduleWindow(module, reading.lastDay);
    const subject = { account, user, module: module.module };
    const opens = { time: { number: "activeMs", subject, over }, actions: { number: "moduleActions", subject, over } };
    const row = (part: "time" | "actions", name: string, details: Evidence["details"]): readonly Evidence[] =>
      reached[part] === null
        ? []
        : [{ kind: "part", id: part, name, value: Number(reached[part]), opens: opens[part], details }];
    const reachedRows = [
      ...row("time", "Time on its features", { activeMs: use.activeMs, needed: module.activeMs }),
      ...row("actions", "Its actions", { actions: use.actions, needed: module.actionCount }),
    ];
    // However much they did before.
    const rows = gone === null ? reachedRows : [HAS_LEFT];
    const values = rows.map(({ value }) => value ?? 0);
    const isAll = module.needs === "all";
    return {
      value: values.length === 0 ? null : isAll ? Math.min(...values) : Math.max(...values),
      kind: isAll ? "product" : "largest",
      terms: [
        { name: "Time in the window", value: use.activeMs, unit: "ms", opens: opens.time },
        { name: "Actions in the window", value: use.actions, unit: "count", opens: opens.actions },
      ],
      rows,
      excluded: [],
    };
  },
};

const ACTIONS: NumberDefinition = {
  id: "moduleActions",
  name: "Actions of a module",
  unit: "count",
  kind: "sum",
  formula:
    "How often people have done the actions in the period that the module's definition names, each counting one, whatever its weight in engagement. Actions of an account as a whole are nobody's.",
  subjects: ["account", "user", "module"],
  requires: ["module"],
  splits: ["action", "user", "account", "day"],
  async measure(reading, { account, user, module = "" }, split) {
    const named = new Set(reading.definitions.modules.get(module)?.actions);
    const by: readonly ("user" | "account" | "day")[] =
      split === "account" || split === "day" ? ["user", split] : ["user"];
    const [found, names] = await Promise.all([
      reading.actionTotals({ by, ...(account !== undefined && { account }), ...(user !== undefined && { user }) }),
      createNames(reading),
    ]);
    const sums = new Map<string, number>();
    for (const row of found) {
      if (!named.has(row.action) || row.user === "" || row.user === undefined) continue;
      const { day = 0 } = row;
      const key = split === "day" ? isoDate(day) : String(row[split as "action" | "user" | "account"]);
      sums.set(key, (sums.get(key) ?? 0) + row.count);
    }
    const rows = [...sums]
      .toSorted(([one, amount], [other, less]) => less - amount || (one < other ? -1 : 1))
      .map(([id, value]) => partOf(split, id, value, names));
    return { value: sumOf(rows), terms: [], rows, excluded: [] };
  },
};

function partOf(kind: Dimension, id: string, value: number, names: Names): Evidence {
  const name = kind === "action" || kind === "user" || kind === "account" ? names.of(kind, id) : id;
  return { kind, id, name, value, opens: null, details: {} };
}

export const MODULE_ACTIVITY: readonly NumberDefinition[] = [ACTIVITY, ACTIONS];
