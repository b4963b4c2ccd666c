import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { moduleAdoption, type ModuleCounts } from "../domain/modules/module-adoption.ts";
import { compareSnapshots, type ModuleSnapshot } from "../domain/modules/snapshot-comparison.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { SnapshotRow } from "../store/module-snapshots.ts";
import type { ComparisonReply, ComparisonRow } from "./contract.ts";
import { addressTemplates, asksTheSameOfAnyDay, type ColumnNumber } from "./number-address.ts";
import { createAccountNames } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { invalidParameter } from "./query/parameters.ts";
import { readDay } from "./query/report-query.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import { createTargets, readModule } from "./snapshots.ts";
import { listOf } from "./tables/file-name.ts";
import { answerList, type List } from "./tables/list.ts";

const COMPARISON_SORTS = [
  "moduleName",
  "accountName",
  "fromPercent",
  "toPercent",
  "points",
  "active",
  "licensed",
  "kept",
  "targetPercent",
] as const satisfies readonly (keyof ComparisonRow)[];

export const COMPARISON_LIST: List<ComparisonRow> = {
  name: "comparison",
  keys: ["module", "account", "accountName"],
  sorts: COMPARISON_SORTS,
  columns: [
    "module",
    "moduleName",
    "account",
    "accountName",
    "fromDay",
    "toDay",
    "fromPercent",
    "toPercent",
    "points",
    "active",
    "licensed",
    "gained",
    "lost",
    "kept",
    "targetPercent",
  ],
  arrangement: {
    texts: ({ accountName, account, moduleName }) => [accountName, account, moduleName],
    defaultSort: { by: "accountName", descending: false },
  },
};

/**
 * `GET /v1/snapshots/compare?module=&from=&to=`: what has become of a module, or of all of them, from one day to another, by
 * the latest snapshot of each account up to either; who was gained and lost where both name their people.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readComparison(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, COMPARISON_LIST, request.accept);
  const [from, to] = [requireDay(parameters, "from"), requireDay(parameters, "to")];
  if (to < from) throw invalidParameter("to", isoDate(to), `from itself, ${isoDate(from)}, or later`);
  const reading = await readingOf(request, { from, to });
  const id = readModule(parameters, reading);
  const [snapshots, nameOf, targetOf] = await Promise.all([
    reading.records.snapshots({ scope: reading.scope, ...(id !== null && { module: id }) }),
    createAccountNames(reading),
    createTargets(reading),
  ]);
  const { modules } = reading.definitions;
  const head: Omit<ComparisonReply, "total" | "rows"> = {
    ...reading.head,
    module: id === null ? null : { id, name: modules.get(id)?.name ?? id },
    from: isoDate(from),
    to: isoDate(to),
    addresses: comparisonAddresses(parameters, id, { from, to }),
  };
  const rows = [...modules.values()].flatMap((module) => {
    const own = snapshots.filter((row) => row.module === module.module);
    const [earlier, later] = [latestUpTo(own, from), latestUpTo(own, to)];
    return [...later.keys()]
      .toSorted()
      .map((account): ComparisonRow =>
        Object.assign(
          { module: module.module, moduleName: module.name, account, accountName: nameOf(account) },
          comparisonOf(earlier.get(account), later.get(account)),
          { targetPercent: targetOf({ account, module: module.module }) },
        ),
      );
  });
  return answerList(id === null ? COMPARISON_LIST : listOf(COMPARISON_LIST, id), rows, query, head);
}

/** Where the numbers of a comparison open. @param module null: of all, which the rows name. */
function comparisonAddresses(
  asked: URLSearchParams,
  module: string | null,
  { from, to }: DayRange,
): ComparisonReply["addresses"] {
  const of: ColumnNumber<"account" | "module">["of"] =
    module === null ? { account: "account", module: "module" } : { account: "account" };
  const asOf = (day: WorkspaceDay) => ({
    number: "moduleAdoptionPercent",
    of,
    over: { from: day, to: day },
    asOf: day,
  });
  const numbers: Readonly<Record<string, ColumnNumber<"account" | "module">>> = {
    // On another day the filters may leave others.
    ...(asksTheSameOfAnyDay(asked) && { fromPercent: asOf(from), toPercent: asOf(to) }),
    points: { number: "snapshotPointsChange", of },
    active: { number: "snapshotActiveChange", of },
    licensed: { number: "snapshotLicensedChange", of },
    kept: { number: "snapshotKeptUsers", of },
  };
  return addressTemplates(asked, numbers, module === null ? {} : { module });
}

const NOTHING: ModuleSnapshot = { active: null, licensed: null, activeUsers: null };

function comparisonOf(
  earlier: SnapshotRow | undefined,
  later: SnapshotRow | undefined,
): Omit<ComparisonRow, "module" | "moduleName" | "account" | "accountName" | "targetPercent"> {
  const { points, active, licensed, people } = compareSnapshots(earlier ?? NOTHING, later ?? NOTHING);
  return {
    fromDay: earlier === undefined ? null : isoDate(earlier.day),
    toDay: later === undefined ? null : isoDate(later.day),
    fromPercent: percentOf(earlier ?? NOTHING),
    toPercent: percentOf(later ?? NOTHING),
    points,
    active,
    licensed,
    gained: people?.gained ?? null,
    lost: people?.lost ?? null,
    kept: people?.kept.length ?? null,
  };
}

function percentOf(counts: ModuleCounts): number | null {
  const adoption = moduleAdoption(counts);
  return adoption.kind === "measured" ? adoption.percent : null;
}

/** Later ones come later. */
function latestUpTo(snapshots: readonly SnapshotRow[], day: WorkspaceDay): ReadonlyMap<string, SnapshotRow> {
  return new Map(snapshots.filter((row) => row.day <= day).map((row) => [row.account, row]));
}

function requireDay(parameters: URLSearchParams, name: string): WorkspaceDay {
  const day = readDay(parameters, name);
  if (day === null) throw invalidParameter(name, "", "an ISO date such as 2026-11-30");
  return day;
}
