import { moduleAdoption } from "../domain/modules/module-adoption.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { ModuleAccountsReply, ModuleAccountsRow } from "./contract.ts";
import {
  ADOPTION_COLUMNS,
  ADOPTION_SORTS,
  adoptionColumns,
  LIVE_COLUMNS,
  liveReply,
  SNAPSHOT_PARTS,
  snapshotReply,
} from "./module-columns.ts";
import { unknownModule } from "./module-nearly-there.ts";
import { addressTemplates, ofAccount } from "./number-address.ts";
import { hasTargetStatus, readTargetStatuses } from "./query/target-status.ts";
import { readListQuery } from "./query/list-query.ts";
import { coverageColumns, coverages } from "./reading/coverages.ts";
import { moduleFigures, moduleState, type AccountModule, type ModuleFigures } from "./reading/module-figures.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { listOf } from "./tables/file-name.ts";
import { partsOf } from "./tables/flat-columns.ts";
import { answerList, type LateColumns, type List } from "./tables/list.ts";

export const MODULE_ACCOUNTS_LIST: List<ModuleAccountsRow> = {
  name: "accounts",
  isOfDay: true,
  keys: ["account", "accountName"],
  sorts: ["accountName", "plan", ...ADOPTION_SORTS, "snapshotDay", "coveragePercent"],
  columns: [
    "account",
    "accountName",
    "plan",
    ...ADOPTION_COLUMNS,
    "snapshot",
    "snapshotDay",
    "live",
    "coveragePercent",
    "isTrusted",
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
  flat: { snapshot: SNAPSHOT_PARTS, live: partsOf("live", LIVE_COLUMNS) },
};

/**
 * `GET /v1/modules/:id/accounts?targetStatus=`: a module in every account of which there is a snapshot, a licence or use,
 * each against its own target; where most people are missing comes first. Beside the figures stands whether the tracker sees enough of the account's people for them to mean anything.
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
    addresses: {
      ...addressTemplates(request.parameters, MODULE_ACCOUNTS_LIST.numbers ?? {}, { module: id }),
      // What can be seen of an account is no matter of a module.
      ...addressTemplates(request.parameters, { coveragePercent: ofAccount("coveragePercent") }),
    },
    targetPercent,
  };
  const rows = figures.accounts
    .toSorted((one, other) => (one.account.id < other.account.id ? -1 : 1))
    .map((account) => rowOf(reading, figures, account))
    .filter((row) => hasTargetStatus(row, statuses));
  return answerList(listOf(MODULE_ACCOUNTS_LIST, id), rows, query, head, lateCoverage(reading));
}

/** Every day of everybody is looked at for it: where there are many accounts, of those that are shown. */
function lateCoverage(reading: Reading): LateColumns<ModuleAccountsRow> {
  return {
    columns: ["coveragePercent", "isTrusted"],
    async complete(rows) {
      const coverageIn = await coverages(reading.narrow(rows.map(({ account }) => account)));
      return rows.map((row) => Object.assign({}, row, coverageColumns(coverageIn(row.account))));
    },
  };
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
    live: liveReply(live, account.live),
    // Until it is looked at: see `lateCoverage`.
    ...coverageColumns({ coverage: null }),
  };
}
