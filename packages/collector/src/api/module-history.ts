import type { CompiledModule } from "../domain/compile-definitions.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import { groupBy } from "../domain/group-by.ts";
import { isMeasured, sumOfAccounts } from "../domain/modules/module-adoption.ts";
import { moduleStatus, targetStatus } from "../domain/modules/module-status.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { isWithin } from "../domain/period/day-range.ts";
import type { SnapshotRow } from "../store/module-snapshots.ts";
import type { ModuleHistoryReply, ModuleHistoryRow } from "./contract.ts";
import { ADOPTION_COLUMNS, ADOPTION_SORTS, adoptionColumns } from "./module-columns.ts";
import { addressTemplates, asksTheSameOfAnyDay, type ColumnNumber } from "./number-address.ts";
import { readListQuery } from "./query/list-query.ts";
import { readText } from "./query/parameters.ts";
import { countedAccounts, type CountedAccounts } from "./reading/counted-accounts.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { readModule } from "./snapshots.ts";
import { answerList, type List } from "./tables/list.ts";

/** The number of a module as of the day of the row. */
const ofDay = (number: string): ColumnNumber<"module" | "day"> => ({
  number,
  of: { module: "module" },
  days: { asOf: "day" },
});

const NUMBERS: Readonly<Record<string, ColumnNumber<"module" | "day">>> = {
  active: ofDay("moduleActiveUsers"),
  licensed: ofDay("moduleLicensedUsers"),
  percent: ofDay("moduleAdoptionPercent"),
  gapPoints: ofDay("moduleGapPoints"),
  gapUsers: ofDay("moduleGapUsers"),
  accounts: ofDay("moduleAccounts"),
};

export const MODULE_HISTORY_LIST: List<ModuleHistoryRow> = {
  name: "module-history",
  keys: ["module", "day"],
  sorts: ["day", "moduleName", ...ADOPTION_SORTS.filter((sort) => sort !== "kind"), "accounts", "definitionVersion"],
  columns: [
    "module",
    "moduleName",
    "day",
    ...ADOPTION_COLUMNS.filter((column) => column !== "kind"),
    "accounts",
    "definitionVersion",
  ],
  arrangement: { texts: ({ moduleName, module }) => [moduleName, module], defaultSort: null },
};

/**
 * `GET /v1/snapshots/history?module=`: how far modules were adopted on each day of which there is a snapshot, by the latest
 * one of each account up to it, the oldest first; of all time unless days are asked for.
 */
export async function readModuleHistory(request: ReadRequest): Promise<Response> {
  const { parameters, parts } = request;
  const query = readListQuery(parameters, MODULE_HISTORY_LIST, request.accept);
  const reading = await readingOf(request);
  const asked = readModule(parameters, reading);
  const asksDays = ["period", "from"].some((name) => readText(parameters, name) !== null);
  const days = reading.within(asksDays ? reading.days : null);
  const [snapshots, targets] = await Promise.all([
    reading.records.snapshots({ scope: reading.scope, ...(asked !== null && { module: asked }) }),
    reading.records.moduleTargets(reading.scope),
  ]);
  const until = snapshots.filter(({ day }) => day <= days.to);
  const rows: ModuleHistoryRow[] = [];
  for (const day of [...new Set(until.map((row) => row.day))].filter((each) => isWithin(each, days))) {
    const known = until.filter((row) => row.day <= day);
    const counted = await countedAccounts(parts, reading, day, new Set(known.map(({ account }) => account)));
    const ofModules = groupBy(known, ({ module }) => module);
    for (const module of reading.definitions.modules.values()) {
      const own = targets.find((target) => counted.ids.has(target.account) && target.module === module.module);
      const targetPercent = (counted.isOfOne ? own?.targetPercent : undefined) ?? module.targetPercent;
      rows.push(...rowsOf(reading, { module, targetPercent }, ofModules.get(module.module) ?? [], day, counted));
    }
  }
  const head: Omit<ModuleHistoryReply, "total" | "rows"> = {
    ...reading.head,
    // On another day the filters may leave others.
    addresses: asksTheSameOfAnyDay(parameters) ? addressTemplates(parameters, NUMBERS) : {},
  };
  return answerList({ ...MODULE_HISTORY_LIST, isOfDay: !asksDays }, rows, query, head);
}

/**
 * A module on a day; none where nobody has taken a snapshot of it then, or it was no share.
 * @param snapshots those up to the day, later ones later.
 */
function rowsOf(
  { definitions }: Reading,
  { module, targetPercent }: { readonly module: CompiledModule; readonly targetPercent: number | null },
  snapshots: readonly SnapshotRow[],
  day: WorkspaceDay,
  counted: CountedAccounts,
): readonly ModuleHistoryRow[] {
  const own = snapshots.filter(({ account }) => counted.ids.has(account));
  const taken = own.filter((row) => row.day === day);
  const latest = [...new Map(own.map((row) => [row.account, row])).values()];
  const adoption = sumOfAccounts(latest);
  if (taken.length === 0 || adoption.kind !== "measured") return [];
  const rules = definitions.moduleStatus;
  const { kind: _, ...columns } = adoptionColumns({
    adoption,
    status: moduleStatus(adoption, rules),
    targetPercent,
    target: targetStatus(adoption, targetPercent, rules),
  });
  return [
    {
      module: module.module,
      moduleName: module.name,
      day: isoDate(day),
      ...columns,
      accounts: latest.filter(isMeasured).length,
      definitionVersion: Math.max(...taken.map(({ definitionVersion }) => definitionVersion)),
    },
  ];
}
