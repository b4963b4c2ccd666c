import { moduleAdoption } from "../domain/modules/module-adoption.ts";
import { moduleStatus } from "../domain/modules/module-status.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { foldedText } from "../domain/text-order.ts";
import {
  SNAPSHOT_ORDERS,
  type SnapshotDefinitions,
  type SnapshotPageQuery,
  type SnapshotRow,
} from "../store/module-snapshots.ts";
import type { SnapshotsReply, SnapshotsRow } from "./contract.ts";
import { addressTemplates, type ColumnNumber } from "./number-address.ts";
import { readListQuery, type ListQuery } from "./query/list-query.ts";
import { invalidParameter, readText } from "./query/parameters.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { answerStoredList, type List, type StoredRows } from "./tables/list.ts";

export const SNAPSHOT_SORTS = SNAPSHOT_ORDERS satisfies readonly (keyof SnapshotsRow)[];

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

/** `GET /v1/snapshots?module=`: modules as they were kept, the oldest first; of all time unless days are asked for. */
export async function readSnapshots(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, SNAPSHOTS_LIST, request.accept);
  const reading = await readingOf(request);
  const module = readModule(parameters, reading);
  const asksDays = ["period", "from"].some((name) => readText(parameters, name) !== null);
  const days = reading.within(asksDays ? reading.days : null);
  const asked = { scope: reading.scope, withPeople: false, ...(module !== null && { module }) };
  const head: Omit<SnapshotsReply, "total" | "rows"> = {
    ...reading.head,
    addresses: addressTemplates(parameters, SNAPSHOTS_LIST.numbers ?? {}),
  };
  const list = { ...SNAPSHOTS_LIST, isOfDay: !asksDays };
  const search = foldedText(query.search.trim());
  const stored = storedRows(reading, { ...asked, ...storedOrder(query), days, search });
  return answerStoredList(list, stored, query, head);
}

function storedOrder({ sort }: ListQuery<keyof SnapshotsRow>): Pick<SnapshotPageQuery, "sort"> {
  const by = SNAPSHOT_ORDERS.find((order) => order === sort?.by);
  return sort === null || by === undefined ? {} : { sort: { by, descending: sort.descending } };
}

function storedRows(
  reading: Reading,
  asked: Omit<SnapshotPageQuery, "limit" | "offset" | "definitions">,
): StoredRows<SnapshotsRow> {
  const { modules, moduleStatus: rules } = reading.definitions;
  const definitions: SnapshotDefinitions = {
    modules: [...modules.values()].map(({ module, name, targetPercent }) => ({ module, name, targetPercent })),
    criticalBelowPercent: rules.criticalBelowPercent,
    onTrackAbovePercent: rules.onTrackAbovePercent,
  };
  return {
    async page({ limit, offset, after }) {
      const from = after === null ? offset : Number(after);
      const { total, rows } = await reading.records.snapshotPage({ ...asked, definitions, limit, offset: from });
      const next = from + rows.length;
      return { total, rows: await snapshotRows(reading, rows), next: next < total ? `${next}` : null };
    },
  };
}

/** Snapshots as replies show them. Only their own accounts are looked at. */
export async function snapshotRows(
  reading: Reading,
  snapshots: readonly SnapshotRow[],
): Promise<readonly SnapshotsRow[]> {
  const shown = reading.narrow([...new Set(snapshots.map(({ account }) => account))]);
  // Whoever begins later has a name, too.
  const [accounts, targetOf] = await Promise.all([shown.facts.accounts(shown.scope), createTargets(shown)]);
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  return snapshots.map((row) => rowOf(row, reading, names.get(row.account) ?? row.account, targetOf(row)));
}

type TargetOf = (of: Pick<SnapshotRow, "account" | "module">) => number | null;

/** The target of a module in an account as it is now: its own, else the module's; null: there is none. */
export async function createTargets({ records, scope, definitions }: Reading): Promise<TargetOf> {
  const targets = await records.moduleTargets(scope);
  const own = new Map(targets.map(({ account, module, targetPercent }) => [`${account}\n${module}`, targetPercent]));
  return ({ account, module }) =>
    own.get(`${account}\n${module}`) ?? definitions.modules.get(module)?.targetPercent ?? null;
}

function rowOf(
  snapshot: SnapshotRow,
  { definitions }: Reading,
  accountName: string,
  targetPercent: number | null,
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
    accountName,
    day: isoDate(day),
    takenAt: takenAtMs,
    kind,
    actor,
    active,
    licensed,
    percent: isMeasured ? adoption.percent : null,
    overUsed: isMeasured && adoption.overUsed,
    status: isMeasured ? moduleStatus(adoption, definitions.moduleStatus) : null,
    targetPercent,
    namesPeople: activeUsers !== null,
    definitionVersion,
  };
}

/** The module that a request names; null: none. */
export function readModule(parameters: URLSearchParams, { definitions }: Reading): string | null {
  const module = readText(parameters, "module");
  if (module !== null && !definitions.modules.has(module)) {
    throw invalidParameter("module", module, [...definitions.modules.keys()].join(", "));
  }
  return module;
}
