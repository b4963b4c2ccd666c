import { isoDate } from "../domain/period/calendar-date.ts";
import type { UserRow } from "../store/facts.ts";
import { USER_COLUMNS, USER_SORTS, type Metrics, type UsersReply, type UsersRow } from "./contract.ts";
import { groupMetrics, NO_METRICS } from "./metrics.ts";
import { addressTemplates, type ColumnNumber } from "./number-address.ts";
import type { Subject } from "./numbers/number.ts";
import { readListQuery } from "./query/list-query.ts";
import type { Kept } from "./reading/kept.ts";
import { keptFor } from "./reading/kept-for.ts";
import { figuresOfNobody, userFigures, type PersonFigures } from "./reading/person-figures.ts";
import { NO_PERSON_USE, personUse, type PersonUse } from "./reading/person-use.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { currentSegments } from "./reading/segments.ts";
import { answerKept, answerList, type List } from "./tables/list.ts";

/** Columns that follow from everything that a person did. */
const FIGURE_COLUMNS = [
  "loginClass",
  "lastActiveDay",
  "adoptedFeatures",
  "triedFeatures",
  "relevantFeatures",
  "adoptionPercent",
  "featuresUsed",
  "modulesUsed",
  "depthMs",
  "frequencyPercent",
  "happiness",
  "healthScore",
  "healthClass",
  "lastTouchpointAt",
  "segments",
] as const satisfies readonly (keyof UsersRow)[];
type FigureColumn = (typeof FIGURE_COLUMNS)[number];

const ofUser = (number: string): ColumnNumber<"user"> => ({ number, of: { user: "user" } });

export const USERS_LIST: List<UsersRow> = {
  name: "users",
  keys: ["user", "name"],
  sorts: USER_SORTS,
  columns: USER_COLUMNS,
  arrangement: { texts: ({ name, user }) => [name, user], defaultSort: { by: "activeMs", descending: true } },
  numbers: {
    engagement: ofUser("engagement"),
    activeMs: ofUser("activeMs"),
    visits: ofUser("visits"),
    adoptedFeatures: ofUser("adoptedFeatures"),
    triedFeatures: ofUser("triedFeatures"),
    relevantFeatures: ofUser("relevantFeatures"),
    adoptionPercent: ofUser("adoptionPercent"),
    featuresUsed: ofUser("featuresUsed"),
    modulesUsed: ofUser("modulesUsed"),
    depthMs: ofUser("depthMs"),
    frequencyPercent: ofUser("frequencyPercent"),
    healthScore: ofUser("healthScore"),
  },
};

/** `GET /v1/users`: every known or seen person, over the accounts that the request leaves. */
export async function readUsers(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, USERS_LIST, request.accept);
  const reading = await readingOfPeople(request);
  const addresses = userAddresses(request.parameters);
  const period = keptFor(reading);
  if (period !== null) {
    const { kept, period: name } = period;
    const { scope, head } = reading;
    const asked = { kept, list: "users", scope, period: name, order: [] } as const;
    const keptHead = { ...head, countedAt: kept.countedAtMs, addresses };
    return answerKept(USERS_LIST, asked, query, keptHead, await sharedRows(reading, kept));
  }
  const head: Omit<UsersReply, "total" | "rows"> = { ...reading.head, addresses };
  return answerList(USERS_LIST, await plainRows(reading), query, head, {
    columns: FIGURE_COLUMNS,
    // Whoever belongs to one of these accounts is looked at, which is far less than everybody.
    complete: async (some) => withFigures(await lookAt(reading, some), some),
  });
}

/** Where the numbers of the list open. @param subject what all rows are about. */
export function userAddresses(asked: URLSearchParams, subject: Subject = {}): UsersReply["addresses"] {
  return addressTemplates(asked, USERS_LIST.numbers ?? {}, subject);
}

/** The same look at the accounts of some people, and at those of them who belong to none, whom no account can see. */
async function lookAt(reading: Reading, some: readonly UsersRow[]): Promise<Reading> {
  const theirs = reading.narrow([...new Set(some.flatMap(({ accounts }) => accounts))]);
  const unattached = new Set(some.filter(({ accounts }) => accounts.length === 0).map(({ user }) => user));
  if (unattached.size === 0) return theirs;
  const others = (await reading.users()).filter(({ id }) => unattached.has(id));
  return { ...theirs, users: async () => [...(await theirs.users()), ...others] };
}

/** Whoever belongs to several accounts, some of them not in the scope: what they are there is counted for the answer. */
async function sharedRows(reading: Reading, kept: Kept): Promise<readonly UsersRow[]> {
  if (reading.scope.kind === "all") return [];
  const shared = kept.sharedUsers(reading.scope);
  if (shared.size === 0) return [];
  const rows = await userRows(reading.narrow([...new Set([...shared.values()].flat())]));
  return rows.filter(({ user }) => shared.has(user));
}

async function withFigures(reading: Reading, rows: readonly UsersRow[]): Promise<readonly UsersRow[]> {
  const [figures, use, segments] = await Promise.all([
    userFigures(reading),
    personUse(reading),
    currentSegments(reading),
  ]);
  return rows.map((row) => {
    const own = figures.get(row.user) ?? figuresOfNobody(reading, { id: row.user, role: row.role });
    return Object.assign({}, row, columnsOf(own), use.get(row.user) ?? NO_PERSON_USE, {
      segments: segments.user.get(row.user) ?? [],
    });
  });
}

/** Every person that the reading can see, by their id, with every column. */
export async function userRows(reading: Reading): Promise<readonly UsersRow[]> {
  return withFigures(reading, await plainRows(reading));
}

/** Every person that the reading can see, by their id, without the columns that follow from figures. */
async function plainRows(reading: Reading): Promise<readonly UsersRow[]> {
  const [users, totals, actions] = await Promise.all([
    reading.users(),
    reading.totals({ by: ["user"] }),
    reading.actionTotals({ by: ["user"] }),
  ]);
  const key = (row: { readonly user?: string }): string | null => row.user ?? null;
  const metrics = groupMetrics(
    { totals: { rows: totals, key }, actions: { rows: actions, key }, assets: { rows: [], key: () => null } },
    reading.definitions,
  );
  return users
    .map((user) => rowOf(user, metrics.get(user.id) ?? NO_METRICS))
    .toSorted((left, right) => (left.user < right.user ? -1 : 1));
}

function rowOf(
  { id, name, role, accounts, inRoster, createdAt, leftAt, attributes }: UserRow,
  { engagement, activeMs, visits }: Metrics,
): UsersRow {
  const told = { user: id, name: name ?? id, role, accounts, inRoster, createdAt, leftAt, attributes };
  return { ...told, engagement, activeMs, visits, ...NO_FIGURES };
}

/** Before anybody has asked for figures. */
const NO_FIGURES: Pick<UsersRow, FigureColumn> = {
  loginClass: "neverSeen",
  lastActiveDay: null,
  adoptedFeatures: 0,
  triedFeatures: 0,
  relevantFeatures: 0,
  adoptionPercent: null,
  ...NO_PERSON_USE,
  happiness: null,
  healthScore: null,
  healthClass: null,
  lastTouchpointAt: null,
  segments: [],
};

/** What follows from a person's figures. */
function columnsOf({
  presence,
  loginClass,
  rate,
  uses,
  happiness,
  health,
  lastTouchpointAt,
}: PersonFigures): Omit<Pick<UsersRow, FigureColumn>, "segments" | keyof PersonUse> {
  const lastSeenDay = presence?.lastSeenDay ?? null;
  const touched = new Set(uses.filter(({ stage }) => stage === "tried").map(({ feature }) => feature));
  return {
    loginClass,
    lastActiveDay: lastSeenDay === null ? null : isoDate(lastSeenDay),
    adoptedFeatures: rate.adopted.length,
    triedFeatures: rate.open.filter((feature) => touched.has(feature)).length,
    relevantFeatures: rate.adopted.length + rate.open.length,
    adoptionPercent: rate.percent,
    happiness,
    healthScore: health.score,
    healthClass: health.class,
    lastTouchpointAt,
  };
}
