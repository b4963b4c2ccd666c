import { groupBy } from "../domain/group-by.ts";
import { byPeopleMissing } from "../domain/modules/module-order.ts";
import { activePeople, overallAdoption } from "../domain/modules/overall-adoption.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { ModulesReply, ModulesRow } from "./contract.ts";
import { unknownAccount } from "./features.ts";
import { readListQuery } from "./query/list-query.ts";
import { measuredAccounts, moduleFigures, type AccountModule, type ModuleFigures } from "./reading/module-figures.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { answerList, type List } from "./tables/list.ts";

export const MODULE_SORTS = [
  "name",
  "kind",
  "active",
  "licensed",
  "percent",
  "status",
  "targetPercent",
  "targetStatus",
  "gapPoints",
  "gapUsers",
  "accounts",
  "snapshotDay",
  "users",
  "activeMs",
] as const satisfies readonly (keyof ModulesRow)[];

const MODULES: List<ModulesRow> = {
  name: "modules",
  keys: ["module", "name"],
  sorts: MODULE_SORTS,
  columns: [
    "module",
    "name",
    "description",
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
    "accounts",
    "snapshotDay",
    "live",
    "features",
    "users",
    "activeMs",
  ],
  arrangement: { texts: ({ name, module }) => [name, module], defaultSort: null },
};

/** `GET /v1/modules`: every module, over all accounts that the request leaves; where most people are missing comes first. */
export async function readModules(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, MODULES, request.accept);
  const reading = await readingOf(request);
  return answerList(MODULES, await moduleRows(reading), query, await moduleHead(reading));
}

/**
 * `GET /v1/accounts/:id/modules`: every module, in one account, against its own targets.
 * @throws HttpProblem `not-found` when whoever asks may see no such account.
 */
export async function readAccountModules(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, MODULES, request.accept);
  const { id = "" } = request.path;
  const reading = (await readingOf(request)).narrow([id]);
  const [account] = await reading.accounts();
  if (account === undefined) throw unknownAccount(id);
  return answerList(MODULES, await moduleRows(reading), query, {
    ...(await moduleHead(reading)),
    account: { id, name: account.name ?? id, plan: account.plan },
  });
}

/** The tiles above the modules: as they were kept, and, apart from that, as they are. */
export async function moduleHead(reading: Reading): Promise<Omit<ModulesReply, "total" | "rows">> {
  const figures = await moduleFigures(reading);
  const measured = figures.map(measuredAccounts);
  const namesAll = measured.every((accounts) => accounts.every(namesPeople));
  const kept = measured.map((accounts) => accounts.flatMap(({ snapshot }) => snapshot?.activeUsers ?? []));
  const live = figures.map((figure) => liveMeasured(figure).flatMap(activeUsers));
  return {
    ...reading.head,
    overall: {
      ...overallAdoption(figures.map(({ adoption }) => adoption)),
      people: namesAll ? activePeople(kept).people : null,
    },
    liveOverall: { ...overallAdoption(figures.map((figure) => figure.live)), people: activePeople(live).people },
  };
}

/** Every defined module; where most people are missing to the target comes first. */
export async function moduleRows(reading: Reading): Promise<readonly ModulesRow[]> {
  const [figures, use] = await Promise.all([moduleFigures(reading), useByFeature(reading)]);
  return byPeopleMissing(figures).map((figure) => rowOf(figure, use));
}

function rowOf(figure: ModuleFigures, use: Awaited<ReturnType<typeof useByFeature>>): ModulesRow {
  const { module, adoption, status, targetPercent, target, live, accounts } = figure;
  const days = measuredAccounts(figure).flatMap(({ snapshot }) => snapshot?.day ?? []);
  const used = module.features.flatMap((feature) => use.get(feature) ?? []);
  const isLicensed = live.kind === "measured";
  return {
    module: module.module,
    name: module.name,
    description: module.description,
    kind: adoption.kind,
    active: adoption.active,
    licensed: adoption.kind === "notLicensed" ? 0 : adoption.licensed,
    percent: adoption.kind === "measured" ? adoption.percent : null,
    overUsed: adoption.kind === "measured" && adoption.overUsed,
    status,
    targetPercent,
    targetStatus: target?.status ?? null,
    gapPoints: target?.gapPoints ?? null,
    gapUsers: target?.gapUsers ?? null,
    accounts: measuredAccounts(figure).length,
    snapshotDay: days.length === 0 ? null : isoDate(Math.max(...days)),
    live: {
      active: isLicensed ? live.active : module.features.length === 0 ? null : accounts.flatMap(activeUsers).length,
      licensed: live.kind === "notLicensed" ? 0 : live.licensed,
      percent: isLicensed ? live.percent : null,
    },
    features: module.features,
    users: new Set(used.map(({ user }) => user)).size,
    activeMs: used.reduce((sum, row) => sum + row.activeMs, 0),
  };
}

function liveMeasured({ accounts }: ModuleFigures): readonly AccountModule[] {
  return accounts.filter(({ live: { active, licensed } }) => active !== null && licensed !== null && licensed > 0);
}

/** A snapshot that was recorded by hand is numbers only. */
function namesPeople({ snapshot }: AccountModule): boolean {
  return snapshot !== null && snapshot.activeUsers !== null;
}

function activeUsers({ users }: AccountModule): readonly string[] {
  return users.filter(({ active }) => active).map(({ user }) => user);
}

/** Who used what in the period, by feature. */
async function useByFeature(reading: Reading) {
  const { idleLimitIndex } = reading.definitions;
  const totals = await reading.totals({ by: ["account", "user", "feature"] });
  const used = totals
    .map(({ user = "", feature = "", visits, activeMs }) => ({
      user,
      feature,
      visits,
      activeMs: activeMs[idleLimitIndex] ?? 0,
    }))
    .filter(({ visits, activeMs }) => visits > 0 || activeMs > 0);
  return groupBy(used, ({ feature }) => feature);
}
