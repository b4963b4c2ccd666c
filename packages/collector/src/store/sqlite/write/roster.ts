import type { SQLInputValue } from "node:sqlite";
import type { AccountWrite, UserWrite } from "../../facts.ts";
import { MAX_ATTRIBUTES, type PushRefusal } from "../../pushed.ts";
import { prepareArrays } from "../database.ts";
import { createSetPremium } from "./set-premium.ts";
import type { WriteContext } from "./write-context.ts";

const ACCOUNT_COLUMNS = [
  "name",
  "plan",
  "created_at_ms",
  "churned_at_ms",
  "parent",
  "subscription",
  "subscription_started_at_ms",
  "subscription_ended_at_ms",
];

/** Far more than any company has levels; what is deeper isn't looked into. */
const MAX_LEVELS = 100;

/** Writes what the host says about an account. A field that is absent stays as it was. */
export function createPutAccount(context: WriteContext) {
  const { database, ids } = context;
  const enter = database.prepare("UPDATE accounts SET in_roster = 1 WHERE id = ?");
  const set = createSetters(context, "accounts", "id = ?", ACCOUNT_COLUMNS);
  const setPremium = createSetPremium(context);
  const mergeAttributes = createMergeAttributes(context, "accounts", "id");
  const assign = database.prepare(
    `INSERT INTO account_assignments (account, role, assignee) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET assignee = excluded.assignee`,
  );
  const unassign = database.prepare("DELETE FROM account_assignments WHERE account = ? AND role = ?");
  const isPartOf = prepareArrays(
    database,
    `WITH RECURSIVE above (id, level) AS (
       SELECT ?1, 0
       UNION ALL
       SELECT accounts.parent, level + 1 FROM above JOIN accounts ON accounts.id = above.id
       WHERE accounts.parent IS NOT NULL AND level < ${MAX_LEVELS}
     )
     SELECT 1 FROM above WHERE id = ?2 LIMIT 1`,
  );

  /** Of accounts that there are: what is refused leaves no trace, not even an account that was seen. */
  const isOwnParent = ({ id, parent }: AccountWrite): boolean => {
    if (typeof parent !== "string" || parent === id) return parent === id;
    const [above, account] = [ids.accounts.find(parent), ids.accounts.find(id)];
    return above !== undefined && account !== undefined && isPartOf.get(above, account) !== undefined;
  };

  return (row: AccountWrite, receivedAtMs: number, actor: string | null): PushRefusal => {
    if (isOwnParent(row)) return "own_parent";
    const account = ids.accounts.intern(row.id);
    if (!mergeAttributes(account, row.attributes)) return "too_many_attributes";
    const parent = typeof row.parent === "string" ? ids.accounts.intern(row.parent) : row.parent;
    enter.run(account);
    set(
      {
        name: row.name,
        plan: row.plan,
        created_at_ms: row.createdAt,
        churned_at_ms: row.churnedAt,
        parent,
        subscription: row.subscription,
        subscription_started_at_ms: row.subscriptionStartedAt,
        subscription_ended_at_ms: row.subscriptionEndedAt,
      },
      account,
    );
    if (row.premium !== undefined) {
      // It may take away what somebody has marked by hand: the audit log tells who did.
      setPremium({ id: account, key: row.id }, row.premium, actor === null ? null : { actor, atMs: receivedAtMs });
    }
    for (const [role, assignee] of Object.entries(row.assignments ?? {})) {
      if (assignee === null) unassign.run(account, role);
      else assign.run(account, role, assignee);
    }
    return null;
  };
}

/** Writes what the host says about a person, likewise. */
export function createPutUser(context: WriteContext) {
  const { database, ids } = context;
  const enter = database.prepare("UPDATE users SET in_roster = 1 WHERE id = ?");
  const putMember = database.prepare("UPDATE members SET in_roster = 1 WHERE account = ? AND user = ?");
  const leaveAll = database.prepare("UPDATE members SET in_roster = 0 WHERE user = ?");
  const putPerson = database.prepare("INSERT OR IGNORE INTO people (user) VALUES (?)");
  const setUser = createSetters(context, "users", "id = ?", ["role", "created_at_ms", "left_at_ms"]);
  const setPerson = createSetters(context, "people", "user = ?", ["name"]);
  const mergeAttributes = createMergeAttributes(context, "people", "user");

  return ({ id, accounts, joins, name, role, createdAt, leftAt, attributes }: UserWrite): PushRefusal => {
    const user = ids.users.intern(id);
    if (name !== undefined || attributes !== undefined) putPerson.run(user);
    if (!mergeAttributes(user, attributes)) return "too_many_attributes";
    enter.run(user);
    setUser({ role, created_at_ms: createdAt, left_at_ms: leftAt }, user);
    setPerson({ name }, user);
    if (accounts !== undefined) leaveAll.run(user);
    for (const key of [...(accounts ?? []), ...(joins ?? [])]) {
      const account = ids.accounts.intern(key);
      ids.members.ensure(account, user);
      putMember.run(account, user);
    }
    return null;
  };
}

/** One statement a column: sets those that are given, null too, and leaves the others. */
function createSetters(
  { database }: WriteContext,
  table: "accounts" | "users" | "people",
  key: string,
  columns: readonly string[],
) {
  const statements = columns.map(
    (column) => [column, database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${key}`)] as const,
  );
  return (
    values: Readonly<Record<string, SQLInputValue | undefined>>,
    ...keyValues: readonly SQLInputValue[]
  ): void => {
    for (const [column, statement] of statements) {
      const value = values[column];
      if (value !== undefined) statement.run(value, ...keyValues);
    }
  };
}

/** Sets attributes beside those that are there and removes those that are null; false: they would be too many. */
function createMergeAttributes(
  { database }: WriteContext,
  table: "accounts" | "people",
  key: "id" | "user",
): (id: number, attributes: AccountWrite["attributes"]) => boolean {
  const select = prepareArrays(database, `SELECT attributes FROM ${table} WHERE ${key} = ?`);
  const update = database.prepare(`UPDATE ${table} SET attributes = ? WHERE ${key} = ?`);
  return (id, attributes) => {
    if (attributes === undefined) return true;
    const [stored = "{}"] = (select.get(id) ?? []) as unknown as readonly [string?];
    const merged = new Map<string, unknown>(Object.entries(JSON.parse(stored) as object));
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null) merged.delete(name);
      else merged.set(name, value);
    }
    if (merged.size > MAX_ATTRIBUTES) return false;
    const text = JSON.stringify(Object.fromEntries(merged));
    if (text !== stored) update.run(text, id);
    return true;
  };
}
