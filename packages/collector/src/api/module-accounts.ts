import { moduleAdoption } from "../domain/modules/module-adoption.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { ModuleAccountsReply, ModuleAccountsRow } from "./contract.ts";
import {
  ADOPTION_COLUMNS,
  ADOPTION_SORTS,
  adoptionColumns,
  LIVE_PARTS,
  SNAPSHOT_PARTS,
  snapshotReply,
} from "./module-columns.ts";
import { unknownModule } from "./module-nearly-there.ts";
import { addressTemplates, ofAccount } from "./number-address.ts";
import { hasTargetStatus, readTargetStatuses } from "./query/target-status.ts";
import { readListQuery } from "./query/list-query.ts";
import { moduleFigures, moduleState, type AccountModule, type ModuleFigures } from "./reading/module-figures.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { listOf } from "./tables/file-name.ts";
import { answerList, type List } from "./tables/list.ts";

export const MODULE_ACCOUNTS_LIST: List<ModuleAccountsRow> = {
  name: "accounts",
  isOfDay: true,
  keys: ["account", "accountName"],
  sorts: ["accountName", "plan", ...ADOPTION_SORTS, "snapshotDay"],
  columns: ["account", "accountName", "plan", ...ADOPTION_COLUMNS, "snapshot", "snapshotDay", "live"],
  arrangement: {
    texts: ({ accountName, account }) => [accountName, account],
    defaultSort: { by: "gapUsers", descending: true },
  },
  numbers: {
    active: ofAccount("moduleActiveUsers"),
    licensed: ofAccount("moduleLicensedUsers"),
    percent: ofAccount("moduleAdoptionPercent"),
    gapPoints: ofAccount("moduleGapPoints"),
    gapUsers: ofAccount("moduleGapUsers"),
    "live.active": ofAccount("moduleLiveActiveUsers"),
    "live.licensed": ofAccount("moduleLiveLicensedUsers"),
    "live.percent": ofAccount("moduleLiveAdoptionPercent"),
  },
  flat: { snapshot: SNAPSHOT_PARTS, live: LIVE_PARTS },
};

/**
 * `GET /v1/modules/:id/accounts?targetStatus=`: a module in every account of which there is a snapshot, a licence or use,
 * each against its own target; where most people are missing comes first.
 * @throws HttpProblem `not-found` when the definitions have no such module.
 */
export async function readModuleAccounts(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, MODULE_ACCOUNTS_LIST, request.accept);
  const statuses = readTargetStatuses(request.parameters);
  const reading = await readingOf(request);
  const { id = "" } = request.path;
  const figures = (await moduleFigures(reading)).find(({ module }) => module.module === id);
  if (figures === undefined) throw unknownModule(id, [...reading.definitions.modules.keys()]);
  const { module, targetPercent } = figures;
  const head: Omit<ModuleAccountsReply, "total" | "rows"> = {
    ...reading.head,
    module: { id, name: module.name },
    addresses: addressTemplates(request.parameters, MODULE_ACCOUNTS_LIST.numbers ?? {}, { module: id }),
    targetPercent,
  };
  const rows = figures.accounts
    .toSorted((one, other) => (one.account.id < other.account.id ? -1 : 1))
    .map((account) => rowOf(reading, figures, account))
    .filter((row) => hasTargetStatus(row, statuses));
  return answerList(listOf(MODULE_ACCOUNTS_LIST, id), rows, query, head);
}

function rowOf(reading: Reading, { module }: ModuleFigures, account: AccountModule): ModuleAccountsRow {
  const { id, name, plan } = account.account;
  const [adoption, live] = [moduleAdoption(account.counts), moduleAdoption(account.live)];
  return {
    account: id,
    accountName: name ?? id,
    plan,
    ...adoptionColumns(moduleState(reading, module, { adoption, live, targetPercent: account.targetPercent })),
    snapshotDay: account.snapshot === null ? null : isoDate(account.snapshot.day),
    snapshot: snapshotReply(account.snapshot),
    live: { ...account.live, percent: live.kind === "measured" ? live.percent : null },
  };
}
