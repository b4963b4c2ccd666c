import { isoDate } from "../domain/period/calendar-date.ts";
import type { UserRow } from "../store/facts.ts";
import { USER_COLUMNS, USER_SORTS, type Metrics, type UsersReply, type UsersRow } from "./contract.ts";
import { groupMetrics, NO_METRICS } from "./metrics.ts";
import { readListQuery } from "./query/list-query.ts";
import { userFigures, type PersonFigures } from "./reading/person-figures.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { currentSegments } from "./reading/segments.ts";
import { answerList, type List } from "./tables/list.ts";

const USERS: List<UsersRow> = {
  name: "users",
  keys: ["user", "name"],
  sorts: USER_SORTS,
  columns: USER_COLUMNS,
  arrangement: { texts: ({ name, user }) => [name, user], defaultSort: { by: "activeMs", descending: true } },
};

/** `GET /v1/users`: every known or seen person, over the accounts that the request leaves. */
export async function readUsers(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, USERS, request.accept);
  const reading = await readingOf(request);
  const head: Omit<UsersReply, "total" | "rows"> = reading.head;
  return answerList(USERS, await userRows(reading), query, head);
}

/** Every person that the reading can see, by their id. */
export async function userRows(reading: Reading): Promise<readonly UsersRow[]> {
  const [users, totals, actions, figures, segments] = await Promise.all([
    reading.users(),
    reading.totals({ by: ["user"] }),
    reading.actionTotals({ by: ["user"] }),
    userFigures(reading),
    currentSegments(reading),
  ]);
  const key = (row: { readonly user?: string }): string | null => row.user ?? null;
  const metrics = groupMetrics(
    { totals: { rows: totals, key }, actions: { rows: actions, key }, assets: { rows: [], key: () => null } },
    reading.definitions,
  );
  return users
    .map((user) =>
      rowOf(user, metrics.get(user.id) ?? NO_METRICS, figures.get(user.id), segments.user.get(user.id) ?? []),
    )
    .toSorted((left, right) => (left.user < right.user ? -1 : 1));
}

function rowOf(
  { id, name, role, accounts, inRoster, createdAt, attributes }: UserRow,
  { engagement, activeMs, visits }: Metrics,
  figures: PersonFigures | undefined,
  segments: readonly string[],
): UsersRow {
  const lastSeenDay = figures?.presence?.lastSeenDay ?? null;
  const { adopted = [], open = [], percent = null } = figures?.rate ?? {};
  const touched = new Set(figures?.uses.filter(({ stage }) => stage === "tried").map(({ feature }) => feature));
  return {
    user: id,
    name: name ?? id,
    role,
    accounts,
    inRoster,
    createdAt,
    attributes,
    engagement,
    activeMs,
    visits,
    presenceClass: figures?.presenceClass ?? "neverSeen",
    lastActiveDay: lastSeenDay === null ? null : isoDate(lastSeenDay),
    adoptedFeatures: adopted.length,
    triedFeatures: open.filter((feature) => touched.has(feature)).length,
    relevantFeatures: adopted.length + open.length,
    adoptionPercent: percent,
    happiness: figures?.happiness ?? null,
    healthScore: figures?.health.score ?? null,
    healthClass: figures?.health.class ?? null,
    lastTouchpointAt: figures?.lastTouchpointAt ?? null,
    segments,
  };
}
