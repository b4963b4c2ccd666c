import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { moduleAdoption, type ModuleCounts } from "../domain/modules/module-adoption.ts";
import { moduleStatus } from "../domain/modules/module-status.ts";
import { compareSnapshots, type ModuleSnapshot } from "../domain/modules/snapshot-comparison.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { isWithin } from "../domain/period/day-range.ts";
import type { SnapshotPageQuery, SnapshotRow } from "../store/module-snapshots.ts";
import type { ComparisonReply, ComparisonRow, SnapshotsReply, SnapshotsRow } from "./contract.ts";
import { addressTemplates, asksTheSameOfAnyDay, type ColumnNumber } from "./number-address.ts";
import { createAccountNames } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { invalidParameter, readText } from "./query/parameters.ts";
import { readDay } from "./query/report-query.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { listOf } from "./tables/file-name.ts";
import { answerList, answerStoredList, type List, type StoredRows } from "./tables/list.ts";

export const SNAPSHOT_SORTS = [
  "day",
  "takenAt",
  "moduleName",
  "accountName",
  "kind",
  "actor",
  "active",
  "licensed",
  "percent",
  "status",
  "targetPercent",
  "definitionVersion",
] as const satisfies readonly (keyof SnapshotsRow)[];

export const COMPARISON_SORTS = [
  "accountName",
  "fromPercent",
  "toPercent",
  "points",
  "active",
  "licensed",
  "kept",
] as const satisfies readonly (keyof ComparisonRow)[];

function ofSnapshot(number: string): ColumnNumber<"account" | "snapshot"> {
  return { number, of: { account: "account", snapshot: "snapshot" } };
}

export const SNAPSHOTS_LIST: List<SnapshotsRow> = {
  name: "snapshots",
  keys: ["snapshot", "module", "account", "day"],
  sorts: SNAPSHOT_SORTS,
  columns: [
    "snapshot",
    "module",
    "moduleName",
    "account",
    "accountName",
    "day",
    "takenAt",
    "kind",
    "actor",
    "active",
    "licensed",
    "percent",
    "overUsed",
    "status",
    "targetPercent",
    "namesPeople",
    "definitionVersion",
  ],
  arrangement: {
    texts: ({ accountName, account, moduleName }) => [accountName, account, moduleName],
    defaultSort: null,
  },
  numbers: {
    active: ofSnapshot("snapshotActiveUsers"),
    licensed: ofSnapshot("snapshotLicensedUsers"),
    percent: ofSnapshot("snapshotPercent"),
  },
};

export const COMPARISON_LIST: List<ComparisonRow> = {
  name: "comparison",
  keys: ["account", "accountName"],
  sorts: COMPARISON_SORTS,
  columns: [
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
  ],
  arrangement: {
    texts: ({ accountName, account }) => [accountName, account],
    defaultSort: { by: "accountName", descending: false },
  },
};

/** `GET /v1/snapshots?module=`: modules as they were kept, the oldest first; of all time unless days are asked for. */
export async function readSnapshots(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, SNAPSHOTS_LIST, request.accept);
  const reading = await readingOf(request);
  const module = readModule(parameters, reading);
  const asksDays = ["period", "from"].some((name) => readText(parameters, name) !== null);
  const days = reading.within(asksDays ? reading.days : null);
  const asked = { scope: reading.scope, ...(module !== null && { module }) };
  const head: Omit<SnapshotsReply, "total" | "rows"> = {
    ...reading.head,
    addresses: addressTemplates(parameters, SNAPSHOTS_LIST.numbers ?? {}),
  };
  const list = { ...SNAPSHOTS_LIST, isOfDay: !asksDays };
  if (query.sort === null && query.search === "") {
    return answerStoredList(list, storedRows(reading, { ...asked, days }), query, head);
  }
  const kept = await reading.records.snapshots(asked);
  const rows = await snapshotRows(
    reading,
    kept.filter(({ day }) => isWithin(day, days)),
  );
  return answerList(list, rows, query, head);
}

/** The list in its own order, which is the store's. */
function storedRows(reading: Reading, asked: Omit<SnapshotPageQuery, "limit" | "offset">): StoredRows<SnapshotsRow> {
  return {
    async page({ limit, offset, after }) {
      const from = after === null ? offset : Number(after);
      const { total, rows } = await reading.records.snapshotPage({ ...asked, limit, offset: from });
      const next = from + rows.length;
      return { total, rows: await snapshotRows(reading, rows), next: next < total ? `${next}` : null };
    },
  };
}

/** Snapshots as replies show them. */
export async function snapshotRows(
  reading: Reading,
  snapshots: readonly SnapshotRow[],
): Promise<readonly SnapshotsRow[]> {
  const [nameOf, targets] = await Promise.all([
    createAccountNames(reading),
    reading.records.moduleTargets(reading.scope),
  ]);
  const own = new Map(targets.map(({ account, module, targetPercent }) => [`${account}\n${module}`, targetPercent]));
  return snapshots.map((row) => rowOf(row, reading, nameOf, own.get(`${row.account}\n${row.module}`)));
}

function rowOf(
  snapshot: SnapshotRow,
  { definitions }: Reading,
  nameOf: (account: string) => string,
  ownTarget: number | undefined,
): SnapshotsRow {
  const { id, module, account, day, takenAtMs, kind, actor, active, licensed, activeUsers, definitionVersion } =
    snapshot;
  const adoption = moduleAdoption(snapshot);
  const definition = definitions.modules.get(module);
  const isMeasured = adoption.kind === "measured";
  return {
    snapshot: id,
    module,
    moduleName: definition?.name ?? module,
    account,
    accountName: nameOf(account),
    day: isoDate(day),
    takenAt: takenAtMs,
    kind,
    actor,
    active,
    licensed,
    percent: isMeasured ? adoption.percent : null,
    overUsed: isMeasured && adoption.overUsed,
    status: isMeasured ? moduleStatus(adoption, definitions.moduleStatus) : null,
    targetPercent: ownTarget ?? definition?.targetPercent ?? null,
    namesPeople: activeUsers !== null,
    definitionVersion,
  };
}

/**
 * `GET /v1/snapshots/compare?module=&from=&to=`: what has become of a module from one day to another, by the latest
 * snapshot of each account up to either; who was gained and lost where both name their people.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readComparison(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, COMPARISON_LIST, request.accept);
  const [from, to] = [requireDay(parameters, "from"), requireDay(parameters, "to")];
  if (to < from) throw invalidParameter("to", isoDate(to), `from itself, ${isoDate(from)}, or later`);
  const reading = await readingOf(request, { from, to });
  const id = readModule(parameters, reading);
  if (id === null) throw invalidParameter("module", "", [...reading.definitions.modules.keys()].join(", "));
  const [snapshots, nameOf] = await Promise.all([
    reading.records.snapshots({ scope: reading.scope, module: id }),
    createAccountNames(reading),
  ]);
  const [earlier, later] = [latestUpTo(snapshots, from), latestUpTo(snapshots, to)];
  const head: Omit<ComparisonReply, "total" | "rows"> = {
    ...reading.head,
    module: { id, name: reading.definitions.modules.get(id)?.name ?? id },
    from: isoDate(from),
    to: isoDate(to),
    addresses: comparisonAddresses(parameters, id, { from, to }),
  };
  const rows = [...later.keys()].map((account) =>
    comparisonRow(account, nameOf(account), earlier.get(account), later.get(account)),
  );
  return answerList(listOf(COMPARISON_LIST, id), rows, query, head);
}

/** Where the numbers of a comparison open. */
function comparisonAddresses(
  asked: URLSearchParams,
  module: string,
  { from, to }: DayRange,
): ComparisonReply["addresses"] {
  const of = { account: "account" } as const;
  const asOf = (day: WorkspaceDay) => ({
    number: "moduleAdoptionPercent",
    of,
    over: { from: day, to: day },
    asOf: day,
  });
  const numbers: Readonly<Record<string, ColumnNumber<"account">>> = {
    // On another day the filters may leave others.
    ...(asksTheSameOfAnyDay(asked) && { fromPercent: asOf(from), toPercent: asOf(to) }),
    points: { number: "snapshotPointsChange", of },
    active: { number: "snapshotActiveChange", of },
    licensed: { number: "snapshotLicensedChange", of },
    kept: { number: "snapshotKeptUsers", of },
  };
  return addressTemplates(asked, numbers, { module });
}

const NOTHING: ModuleSnapshot = { active: null, licensed: null, activeUsers: null };

function comparisonRow(
  account: string,
  accountName: string,
  earlier: SnapshotRow | undefined,
  later: SnapshotRow | undefined,
): ComparisonRow {
  const { points, active, licensed, people } = compareSnapshots(earlier ?? NOTHING, later ?? NOTHING);
  return {
    account,
    accountName,
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

/** The module that a request names; null: none. */
export function readModule(parameters: URLSearchParams, { definitions }: Reading): string | null {
  const module = readText(parameters, "module");
  if (module !== null && !definitions.modules.has(module)) {
    throw invalidParameter("module", module, [...definitions.modules.keys()].join(", "));
  }
  return module;
}
