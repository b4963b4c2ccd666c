import type { RulesInForce, TakenMembers, TakeRequest } from "../../adoptions.ts";
import { prepareArrays } from "../database.ts";
import type { WriteContext } from "./write-context.ts";

/** How long a take may wait to be settled before the job that took it counts as dead. */
const TAKE_HOLDS_MS = 60_000;

/** Members marked in one transaction when the rules change: some 10 ms. */
const MEMBERS_PER_MARKING = 2_000;

/** Before every integer of the tables. */
const BEFORE_ALL = -1;

/** Takes members with news, once those whom new rules concern are marked. */
export function createTakeDirtyMembers(context: WriteContext) {
  const { database, dirtyMembers } = context;
  const enforce = createEnforceRules(context);
  const select = prepareArrays(
    database,
    `SELECT dirty.account, dirty.user, accounts.key, users.key
     FROM dirty_members AS dirty JOIN accounts ON accounts.id = dirty.account JOIN users ON users.id = dirty.user
     WHERE (dirty.account, dirty.user) > (?, ?) AND (dirty.taken = 0 OR dirty.taken_at_ms NOT BETWEEN ? AND ?)
     ORDER BY dirty.account, dirty.user LIMIT ?`,
  );
  const nextTake = prepareArrays(database, "UPDATE workspace SET last_take = last_take + 1 RETURNING last_take");
  const take = database.prepare("UPDATE dirty_members SET taken = ?, taken_at_ms = ? WHERE account = ? AND user = ?");

  return ({ rules, limit, cursor, nowMs }: TakeRequest): TakenMembers => {
    const kind = enforce(rules);
    if (kind !== "in force") return { kind };
    const after = cursor ?? [BEFORE_ALL, BEFORE_ALL];
    const held = [nowMs - TAKE_HOLDS_MS, nowMs + TAKE_HOLDS_MS];
    const rows = select.all(...after, ...held, limit) as unknown as readonly (readonly [
      account: number,
      user: number,
      accountKey: string,
      userKey: string,
    ])[];
    const last = rows.at(-1);
    // Nothing is written while there is no news.
    if (last === undefined) return { kind: "taken", take: 0, members: [], cursor: null };
    const [number] = nextTake.get() as unknown as readonly [number];
    for (const [account, user] of rows) {
      take.run(number, nowMs, account, user);
      dirtyMembers.taken(account, user);
    }
    return {
      kind: "taken",
      take: number,
      members: rows.map(([, , account, user]) => ({ account, user })),
      cursor: rows.length < limit ? null : [last[0], last[1]],
    };
  };
}

interface StoredRules {
  readonly version: number;
  readonly rules: string;
  /** Behind whom members are still to be marked; null: nobody is. */
  readonly account: number | null;
  readonly user: number | null;
}

/** Makes rules the ones in force, and marks everybody who has ever been active, some in each call. */
function createEnforceRules({ database }: WriteContext) {
  const stored = database.prepare(
    `SELECT adoption_version AS version, adoption_rules AS rules, adoption_account AS account, adoption_user AS user
     FROM workspace`,
  );
  const setVersion = database.prepare("UPDATE workspace SET adoption_version = ?");
  const setRules = database.prepare(
    `UPDATE workspace
     SET adoption_version = ?, adoption_rules = ?, adoption_account = ${BEFORE_ALL}, adoption_user = ${BEFORE_ALL}`,
  );
  const nextMembers = prepareArrays(
    database,
    `SELECT account, user FROM members WHERE (account, user) > (?, ?) AND last_received_at_ms IS NOT NULL
     ORDER BY account, user LIMIT ${MEMBERS_PER_MARKING}`,
  );
  const mark = database.prepare(
    "INSERT INTO dirty_members (account, user) VALUES (?, ?) ON CONFLICT DO UPDATE SET taken = 0",
  );
  const setMarked = database.prepare("UPDATE workspace SET adoption_account = ?, adoption_user = ?");

  return ({ definitionVersion, rules }: RulesInForce): "in force" | "marking" | "outdated" => {
    const before = stored.get() as unknown as StoredRules;
    if (definitionVersion < before.version) return "outdated";
    if (rules !== before.rules) setRules.run(definitionVersion, rules);
    else if (definitionVersion > before.version) setVersion.run(definitionVersion);
    const { account, user } = stored.get() as unknown as StoredRules;
    if (account === null || user === null) return "in force";
    const members = nextMembers.all(account, user) as unknown as readonly (readonly [number, number])[];
    for (const member of members) mark.run(...member);
    const [nextAccount, nextUser] = (members.length < MEMBERS_PER_MARKING ? undefined : members.at(-1)) ?? [null, null];
    setMarked.run(nextAccount, nextUser);
    return nextAccount === null ? "in force" : "marking";
  };
}
