import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { AccountFilters } from "../api/query/account-filters.ts";
import type { KeptAsker } from "../api/reading/kept.ts";
import type { AccountScope } from "../domain/account-scope.ts";
import { ASKED, asked, IS_SILENT, type AskKept } from "./read-kept.ts";

/** Answers that stay, as long as nothing is written: whoever filters looks at one list after the other. */
const MAX_KNOWN = 8;

/** Tells `Kept.accountsWhere`: the accounts that filters leave, as `api/reading/apply-filters.ts` has them, by their ids in order. */
export function createKeptAccountsWhere(
  database: DatabaseSync,
  all: AskKept,
): (scope: AccountScope, filters: AccountFilters, asker: KeptAsker) => readonly string[] {
  const version = database.prepare("PRAGMA data_version");
  const known = new Map<string, readonly string[]>();
  let knownVersion: unknown = null;
  return (scope, filters, asker) => {
    const { where, parameters } = conditionsOf(scope, filters, asker);
    const now = version.get()?.["data_version"];
    if (now !== knownVersion) known.clear();
    knownVersion = now;
    const question = JSON.stringify([where, parameters]);
    const found = known.get(question) ?? read(all, where, parameters);
    if (!known.has(question) && known.size === MAX_KNOWN) known.clear();
    known.set(question, found);
    return found;
  };
}

/** As one text, since there may be thousands. */
function read(all: AskKept, where: string, parameters: Conditions["parameters"]): readonly string[] {
  const [row] = all(
    `SELECT json_group_array(account ORDER BY account) AS accounts FROM standings ${where}`,
    parameters,
  );
  return JSON.parse(String(row?.["accounts"])) as readonly string[];
}

interface Conditions {
  /** Empty: there are none. */
  readonly where: string;
  readonly parameters: Record<string, SQLInputValue>;
}

function conditionsOf(scope: AccountScope, filters: AccountFilters, { name: askerName, nowMs }: KeptAsker): Conditions {
  const { accounts, plans, segments, attributes, role, assignees, owner, health, premium } = filters;
  const { churned, inRoster, silent } = filters;
  const oneOf = (column: string, name: string): string => `${column} IN (SELECT value FROM json_each(:${name}))`;
  // Those who look after it in the role that is looked at, or in any.
  const ofRole = role === null ? "" : "AND role = :role";
  const somebody = (more: string): string =>
    `EXISTS (SELECT 1 FROM assignments WHERE assignments.account = standings.account ${ofRole} ${more})`;
  const mine = askerName === null ? "0" : somebody("AND assignee = :asker");
  const owners = {
    mine,
    unassigned: `NOT ${somebody("")}`,
    "mine-or-unassigned": `(${mine} OR NOT ${somebody("")})`,
  } as const;
  const isChurned = "(churned_at_ms IS NOT NULL AND churned_at_ms <= :now)";
  const conditions = [
    ...(scope.kind === "all" ? [] : [`account IN ${ASKED}`]),
    ...(accounts === null ? [] : [oneOf("account", "named")]),
    ...(plans === null ? [] : [oneOf("coalesce(plan, '')", "plans")]),
    ...(health === null ? [] : [oneOf("health", "health")]),
    ...(premium === null ? [] : ["premium = :premium"]),
    ...(inRoster === null ? [] : ["in_roster = :inRoster"]),
    ...(churned === null ? [] : [churned ? isChurned : `NOT ${isChurned}`]),
    ...(silent === null ? [] : [`account ${silent ? "" : "NOT "}IN (SELECT account FROM accounts WHERE ${IS_SILENT})`]),
    ...(segments === null
      ? []
      : [
          `EXISTS (SELECT 1 FROM segments WHERE segments.account = standings.account AND ${oneOf("segment", "segments")})`,
        ]),
    ...(attributes ?? []).map(({ values }, index) => isOneOf(index, values)),
    ...(assignees === null ? [] : [somebody(`AND ${oneOf("assignee", "assignees")}`)]),
    ...(owner === null ? [] : [owners[owner]]),
    ...(role !== null && assignees === null && owner === null ? [somebody("")] : []),
  ];
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  const needsAsker = owner !== null && owner !== "unassigned" && askerName !== null;
  const parameters = {
    ...asked(scope),
    ...(accounts !== null && { named: JSON.stringify(accounts) }),
    ...(plans !== null && { plans: JSON.stringify(plans) }),
    ...(health !== null && { health: JSON.stringify(health) }),
    ...(premium !== null && { premium: Number(premium) }),
    ...(inRoster !== null && { inRoster: Number(inRoster) }),
    ...((churned !== null || silent !== null) && { now: nowMs }),
    ...(segments !== null && { segments: JSON.stringify(segments) }),
    ...Object.fromEntries(
      (attributes ?? []).flatMap(({ name, values }, index) => [
        [`attribute${index}`, name],
        [`values${index}`, JSON.stringify(values)],
      ]),
    ),
    ...(assignees !== null && { assignees: JSON.stringify(assignees) }),
    ...(role !== null && { role }),
    ...(needsAsker && { asker: askerName }),
  };
  return { where, parameters };
}

/** That an account has one of some values of an attribute, or nothing told of it, if that is one of them. */
function isOneOf(index: number, values: readonly string[]): string {
  const own = `SELECT 1 FROM attributes WHERE attributes.account = standings.account AND name = :attribute${index}`;
  const has = `EXISTS (${own} AND value IN (SELECT value FROM json_each(:values${index})))`;
  return values.includes("") ? `(${has} OR NOT EXISTS (${own}))` : has;
}
