import { moduleAdoption } from "../domain/modules/module-adoption.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { ModuleAccountsReply, ModuleAccountsRow } from "./contract.ts";
import { unknownModule } from "./module-nearly-there.ts";
import { addressTemplates, type ColumnNumber } from "./number-address.ts";
import { hasTargetStatus, readTargetStatuses } from "./query/target-status.ts";
import { readListQuery } from "./query/list-query.ts";
import { moduleFigures, moduleState, type AccountModule, type ModuleFigures } from "./reading/module-figures.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { listOf } from "./tables/file-name.ts";
import { partsOf } from "./tables/flat-columns.ts";
import { answerList, type List } from "./tables/list.ts";

const ofAccount = (number: string): ColumnNumber<"account"> => ({ number, of: { account: "account" } });

export const MODULE_ACCOUNTS_LIST: List<ModuleAccountsRow> = {
  name: "accounts",
  isOfDay: true,
  keys: ["account", "accountName"],
  sorts: [
    "accountName",
    "plan",
    "kind",
    "active",
    "licensed",
    "percent",
    "status",
    "targetPercent",
    "targetStatus",
    "gapPoints",
    "gapUsers",
    "snapshotDay",
  ],
  columns: [
    "account",
    "accountName",
    "plan",
    "kind",
    "active",
    "licensed",
    "percent",
    "overUsed",
    "status",
    "targetPercent",
    "targetStatus",
    "gapPoints",
    "gapUsers",
    "snapshotDay",
    "live",
  ],
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
  flat: { live: partsOf("live", ["active", "licensed", "percent"]) },
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
  const { status, target } = moduleState(reading, module, { adoption, live, targetPercent: account.targetPercent });
  const isMeasured = adoption.kind === "measured";
  return {
    account: id,
    accountName: name ?? id,
    plan,
    kind: adoption.kind,
    active: adoption.active,
    licensed: account.counts.licensed,
    percent: isMeasured ? adoption.percent : null,
    overUsed: isMeasured && adoption.overUsed,
    status,
    targetPercent: account.targetPercent,
    targetStatus: target?.status ?? null,
    gapPoints: target?.gapPoints ?? null,
    gapUsers: target?.gapUsers ?? null,
    snapshotDay: account.snapshot === null ? null : isoDate(account.snapshot.day),
    live: { ...account.live, percent: live.kind === "measured" ? live.percent : null },
  };
}
