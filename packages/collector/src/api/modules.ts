import type { CompiledModule } from "../domain/compile-definitions.ts";
import { isMeasurable } from "../domain/modules/module-activity.ts";
import { byPeopleMissing } from "../domain/modules/module-order.ts";
import { overallAdoption } from "../domain/modules/overall-adoption.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { ModulesReply, ModulesRow } from "./contract.ts";
import { unknownAccount } from "./features.ts";
import {
  ADOPTION_COLUMNS,
  ADOPTION_SORTS,
  adoptionColumns,
  LIVE_COLUMNS,
  liveReply,
  SNAPSHOT_PARTS,
  snapshotReply,
} from "./module-columns.ts";
import { countModules, keptModules, type ModuleSummary } from "./module-summaries.ts";
import { addressTemplates, numberAddress, type ColumnNumber } from "./number-address.ts";
import type { Subject } from "./numbers/number.ts";
import { readListQuery } from "./query/list-query.ts";
import { hasTargetStatus, readTargetStatuses } from "./query/target-status.ts";
import { coverageColumns, coverages } from "./reading/coverages.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { partsOf } from "./tables/flat-columns.ts";
import { listOf } from "./tables/file-name.ts";
import { answerList, type List } from "./tables/list.ts";

export const MODULE_SORTS = [
  "name",
  ...ADOPTION_SORTS,
  "accounts",
  "untrustedAccounts",
  "snapshotDay",
  "users",
  "activeMs",
  "owner",
] as const satisfies readonly (keyof ModulesRow)[];

const ofModule = (number: string): ColumnNumber<"module"> => ({ number, of: { module: "module" } });

export const MODULES_LIST: List<ModulesRow> = {
  name: "modules",
  keys: ["module", "name"],
  sorts: MODULE_SORTS,
  columns: [
    "module",
    "name",
    "description",
    ...ADOPTION_COLUMNS,
    "accounts",
    "untrustedAccounts",
    "snapshot",
    "snapshotDay",
    "live",
    "features",
    "rule",
    "owner",
    "seats",
    "users",
    "activeMs",
  ],
  arrangement: { texts: ({ name, module }) => [name, module], defaultSort: null },
  numbers: {
    active: ofModule("moduleActiveUsers"),
    licensed: ofModule("moduleLicensedUsers"),
    percent: ofModule("moduleAdoptionPercent"),
    gapPoints: ofModule("moduleGapPoints"),
    gapUsers: ofModule("moduleGapUsers"),
    accounts: ofModule("moduleAccounts"),
    untrustedAccounts: ofModule("moduleUntrustedAccounts"),
    "live.active": ofModule("moduleLiveActiveUsers"),
    "live.licensed": ofModule("moduleLiveLicensedUsers"),
    "live.percent": ofModule("moduleLiveAdoptionPercent"),
    "live.untrustedAccounts": ofModule("moduleLiveUntrustedAccounts"),
    users: ofModule("activeUsers"),
    activeMs: ofModule("activeMs"),
  },
  flat: {
    snapshot: SNAPSHOT_PARTS,
    live: partsOf("live", [...LIVE_COLUMNS, "untrustedAccounts"]),
    rule: {
      names: ["rule.activeMs", "rule.windowDays", "rule.actions", "rule.actionCount", "rule.needs"],
      cells: ({ rule: { activeMs, windowDays, actions, actionCount, needs } }) => [
        activeMs,
        windowDays,
        actions.join("; "),
        actionCount,
        needs,
      ],
    },
    seats: partsOf("seats", ["kind", "of"]),
  },
};

/**
 * `GET /v1/modules?targetStatus=`: every module, over all accounts that the request leaves; where most people are missing
 * comes first.
 */
export async function readModules(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, MODULES_LIST, request.accept);
  const statuses = readTargetStatuses(request.parameters);
  const reading = await readingOf(request);
  const { rows, ...head } = await modulesOf(reading);
  const left = rows.filter((row) => hasTargetStatus(row, statuses));
  return answerList(MODULES_LIST, left, query, { ...head, addresses: moduleAddresses(request.parameters) });
}

/**
 * `GET /v1/accounts/:id/modules?targetStatus=`: every module, in one account, against its own targets.
 * @throws HttpProblem `not-found` when whoever asks may see no such account.
 */
export async function readAccountModules(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, MODULES_LIST, request.accept);
  const statuses = readTargetStatuses(request.parameters);
  const { id = "" } = request.path;
  const reading = (await readingOf(request)).narrow([id]);
  const [account] = await reading.accounts();
  if (account === undefined) throw unknownAccount(id, reading);
  const [{ rows, ...head }, coverageIn] = await Promise.all([modulesOf(reading), coverages(reading)]);
  return answerList(
    listOf(MODULES_LIST, id),
    rows.filter((row) => hasTargetStatus(row, statuses)),
    query,
    {
      ...head,
      addresses: {
        ...moduleAddresses(request.parameters, { account: id }),
        "account.coveragePercent": numberAddress(request.parameters, {
          number: "coveragePercent",
          subject: { account: id },
        }),
      },
      account: { id, name: account.name ?? id, plan: account.plan, ...coverageColumns(coverageIn(id)) },
    },
  );
}

/** Where the numbers of the list and of the tiles above it open. */
function moduleAddresses(asked: URLSearchParams, subject: Subject = {}): ModulesReply["addresses"] {
  const ofAll = (number: string): string => numberAddress(asked, { number, subject });
  return {
    ...addressTemplates(asked, MODULES_LIST.numbers ?? {}, subject),
    "overall.meanPercent": ofAll("overallAdoptionPercent"),
    "overall.seatPercent": ofAll("seatAdoptionPercent"),
    "overall.active": ofAll("moduleActiveUsers"),
    "overall.licensed": ofAll("moduleLicensedUsers"),
    "overall.people": ofAll("modulePeople"),
    "overall.measured": ofAll("measuredModules"),
    "overall.notLicensed": ofAll("notLicensedModules"),
    "overall.noData": ofAll("noDataModules"),
    "liveOverall.meanPercent": ofAll("overallLiveAdoptionPercent"),
    "liveOverall.active": ofAll("moduleLiveActiveUsers"),
    "liveOverall.licensed": ofAll("moduleLiveLicensedUsers"),
    "liveOverall.seatPercent": ofAll("moduleLiveAdoptionPercent"),
    "liveOverall.people": ofAll("moduleLivePeople"),
    "liveOverall.measured": ofAll("liveMeasuredModules"),
    "liveOverall.notLicensed": ofAll("liveNotLicensedModules"),
    "liveOverall.noData": ofAll("liveNoDataModules"),
  };
}

/** The tiles above the modules, as they were kept, and, apart from that, as they are; and every defined module. */
async function modulesOf(reading: Reading): Promise<Omit<ModulesReply, "total" | "addresses">> {
  const kept = await keptModules(reading);
  const { modules, people, livePeople } = kept ?? (await countModules(reading));
  return {
    ...reading.head,
    countedAt: kept?.countedAtMs ?? null,
    overall: { ...overallAdoption(modules.map(({ adoption }) => adoption)), people },
    liveOverall: { ...overallAdoption(modules.map(({ live }) => live)), people: livePeople },
    rows: byPeopleMissing(modules).map(rowOf),
  };
}

function ruleOf({ activeMs, windowDays, actions, actionCount, needs }: CompiledModule): ModulesRow["rule"] {
  return { activeMs, windowDays, actions, actionCount, needs };
}

function seatsOf({ seats }: CompiledModule): ModulesRow["seats"] {
  const { kind } = seats;
  return { kind, of: kind === "module" ? seats.module : kind === "attribute" ? seats.attribute : null };
}

function rowOf(summary: ModuleSummary): ModulesRow {
  const { module, accounts, untrusted, snapshotDay, live } = summary;
  const isLicensed = live.kind === "measured";
  return {
    module: module.module,
    name: module.name,
    description: module.description,
    ...adoptionColumns(summary),
    accounts,
    untrustedAccounts: untrusted.kept,
    snapshotDay: snapshotDay === null ? null : isoDate(snapshotDay),
    snapshot: snapshotReply(summary.snapshot),
    live: {
      ...liveReply(live, {
        active: isLicensed ? live.active : !isMeasurable(module) ? null : summary.liveActive,
        licensed: live.kind === "notLicensed" ? 0 : live.licensed,
      }),
      untrustedAccounts: untrusted.live,
    },
    features: module.features,
    rule: ruleOf(module),
    seats: seatsOf(module),
    owner: module.owner,
    users: summary.users,
    activeMs: summary.activeMs,
  };
}
