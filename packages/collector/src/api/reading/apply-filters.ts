import { accountKind } from "../../domain/subscriptions/account-standing.ts";
import type { AccountRow } from "../../store/facts.ts";
import { hasAttributes } from "../query/attribute-filter.ts";
import { areFiltered, type AccountFilters, type HealthWord } from "../query/account-filters.ts";
import { NO_FILTERS } from "../query/no-filters.ts";
import { invalidParameter } from "../query/parameters.ts";
import { accountsWithData } from "./accounts-with-data.ts";
import { accountFigures } from "./account-figures.ts";
import { assertKnownAccounts, assertKnownWords } from "./known-words.ts";
import type { Reading } from "./reading.ts";
import { currentSegments } from "./segments.ts";

/** Of the attributes that a refusal names. */
const SHOWN_NAMES = 50;

/**
 * The same reading of the accounts that all filters leave, so that every number of a reply is about them.
 * @param askerName whose accounts are `mine`; null: a program, which has none.
 * @throws HttpProblem `invalid-parameter` where a filter can't be answered.
 */
export async function applyFilters(
  reading: Reading,
  filters: AccountFilters,
  askerName: string | null,
): Promise<Reading> {
  if (!areFiltered(filters)) return reading;
  if (askerName === null && filters.owner !== null && filters.owner !== "unassigned") {
    throw invalidParameter("owner", filters.owner, "unassigned, since a program has no accounts of its own");
  }
  await Promise.all([
    assertKnownAccounts(reading, filters),
    assertKnownRole(reading, filters),
    assertKnownAttributes(reading, filters),
  ]);
  const { accounts, ...others } = filters;
  // Accounts that are named need no look at all the others.
  const named = accounts === null ? reading : reading.narrow(accounts);
  if (Object.values(others).every((value) => value === null)) return named;
  assertKnownSegments(reading, filters);
  if (reading.kept !== null) {
    const asker = { name: askerName, nowMs: reading.untilMs };
    const { kept, scope } = reading;
    const found = kept.accountsWhere(scope, filters, asker);
    await assertKnownWords(reading, filters, {
      isAnyLeft: found.length > 0,
      isKnown: (word) => kept.accountsWhere(scope, { ...NO_FILTERS, ...word }, asker).length > 0,
    });
    return reading.narrow(found);
  }
  const [rows, healthOf, isInSegment, hasData] = await Promise.all([
    named.accounts(),
    healthWords(named, filters),
    segmentFilter(named, filters),
    dataFilter(named, filters),
  ]);
  const left = rows.filter(
    (account) =>
      isOnPlan(account, filters) &&
      isLookedAfter(account, filters, askerName) &&
      hasStanding(account, filters, reading.untilMs) &&
      isSilentAsAsked(account, filters, hasData(account.id), reading.untilMs) &&
      isInSegment(account.id) &&
      (filters.attributes === null || hasAttributes(account.attributes, filters.attributes)) &&
      (filters.health === null || filters.health.includes(healthOf(account.id))),
  );
  await assertKnownWords(reading, filters, {
    isAnyLeft: left.length > 0,
    isKnown: (word) =>
      rows.some(
        (account) =>
          isOnPlan(account, { ...NO_FILTERS, ...word }) && isLookedAfter(account, { ...NO_FILTERS, ...word }, null),
      ),
  });
  return reading.narrow(left.map(({ id }) => id));
}

/** Hosts may tell of people in roles that the definitions don't name, so that both are known. */
async function assertKnownRole(reading: Reading, { role }: AccountFilters): Promise<void> {
  const { successRoles } = reading.definitions;
  if (role === null || successRoles.has(role)) return;
  const told = (await reading.accounts()).flatMap(({ assignments }) => Object.keys(assignments));
  if (!told.includes(role))
    throw invalidParameter("role", role, [...new Set([...successRoles.keys(), ...told])].join(", "));
}

/** A name that no account has was misspelt, and would be shown as nothing. */
async function assertKnownAttributes(reading: Reading, { attributes }: AccountFilters): Promise<void> {
  if (attributes === null) return;
  const told = new Set((await reading.accounts()).flatMap((account) => Object.keys(account.attributes)));
  const unknown = attributes.find(({ name }) => !told.has(name));
  if (unknown === undefined) return;
  const names = [...told].toSorted().slice(0, SHOWN_NAMES);
  const allowed = names.length === 0 ? "none, since none is told" : `a value of ${names.join(", ")}`;
  throw invalidParameter("attribute", `${unknown.name}:${unknown.values.join(",")}`, allowed);
}

function isOnPlan({ plan }: AccountRow, { plans }: AccountFilters): boolean {
  return plans === null || plans.includes(plan ?? "");
}

function isLookedAfter(
  { assignments }: AccountRow,
  { role, assignees, owner }: AccountFilters,
  askerName: string | null,
): boolean {
  const names = role === null ? Object.values(assignments) : [assignments[role] ?? []].flat();
  if (assignees !== null && !names.some((name) => assignees.includes(name))) return false;
  // A role alone asks for accounts in which somebody has it.
  if (role !== null && assignees === null && owner === null) return names.length > 0;
  switch (owner) {
    case null:
      return true;
    case "mine":
      return askerName !== null && names.includes(askerName);
    case "unassigned":
      return names.length === 0;
    case "mine-or-unassigned":
      return names.length === 0 || (askerName !== null && names.includes(askerName));
  }
}

function hasStanding(account: AccountRow, { premium, churned, inRoster }: AccountFilters, atMs: number): boolean {
  return (
    (premium === null || account.premium === premium) &&
    (inRoster === null || account.inRoster === inRoster) &&
    (churned === null || churned === hasLeft(account, atMs))
  );
}

function hasLeft(account: AccountRow, atMs: number): boolean {
  return accountKind(account, atMs) === "churned";
}

function isSilentAsAsked(account: AccountRow, { silent }: AccountFilters, hasData: boolean, atMs: number): boolean {
  return silent === null || silent === (!hasData && !hasLeft(account, atMs));
}

/** Reads of which accounts anything has come only where somebody asks for it. */
async function dataFilter(reading: Reading, { silent }: AccountFilters): Promise<(account: string) => boolean> {
  if (silent === null) return () => true;
  const withData = await accountsWithData(reading);
  return (account) => withData.has(account);
}

/** Reads health only where somebody asks for it. */
async function healthWords(reading: Reading, { health }: AccountFilters): Promise<(account: string) => HealthWord> {
  if (health === null) return () => "unknown";
  const figures = await accountFigures(reading);
  return (account) => figures.get(account)?.health.class ?? "unknown";
}

/** Those of users say nothing about accounts. */
function assertKnownSegments({ definitions }: Reading, { segments }: AccountFilters): void {
  const known = [...definitions.segments].filter(([, { of }]) => of === "account").map(([id]) => id);
  const unknown = segments?.find((segment) => !known.includes(segment));
  if (unknown === undefined) return;
  throw invalidParameter("segment", unknown, known.length === 0 ? "none, since none is defined" : known.join(", "));
}

/** Evaluates segments only where somebody asks for them. */
async function segmentFilter(reading: Reading, { segments }: AccountFilters): Promise<(account: string) => boolean> {
  if (segments === null) return () => true;
  const { account: current } = await currentSegments(reading);
  return (account) => current.get(account)?.some((segment) => segments.includes(segment)) ?? false;
}
