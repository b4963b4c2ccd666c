import type { MetMilestoneWrite, MilestoneDecision, MilestoneSubject } from "../../milestone-records.ts";
import { prepareArrays } from "../database.ts";
import { createAccountChanges } from "./account-changes.ts";
import type { WriteContext } from "./write-context.ts";

/** Whose record it is where the scope is the account. */
const NOBODY = 0;

type Subject = readonly [scope: "member" | "account", account: number, user: number, milestone: string];

const SUBJECT = "scope = ? AND account = ? AND user = ? AND milestone = ?";

/** Writes down what becomes of milestones. */
export function createMilestoneChanges({ database, ids }: WriteContext) {
  const changes = createAccountChanges({ database });
  const lastReset = prepareArrays(
    database,
    `SELECT id, at_ms FROM milestone_records WHERE ${SUBJECT} AND kind = 'reset' ORDER BY id DESC LIMIT 1`,
  );
  const metSince = database.prepare(
    `SELECT 1 FROM milestone_records WHERE ${SUBJECT} AND kind = 'met' AND id > ? AND version >= ?`,
  );
  const insert = database.prepare(
    `INSERT INTO milestone_records (scope, account, user, milestone, kind, version, met_at_ms, reason, actor, at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const mark = database.prepare(
    "INSERT INTO dirty_members (account, user) VALUES (?, ?) ON CONFLICT DO UPDATE SET taken = 0",
  );
  const audit = database.prepare("INSERT INTO audit (at_ms, actor, action, subject) VALUES (?, ?, ?, ?)");

  const find = ({ account: accountKey, user: userKey, milestone }: MilestoneSubject): Subject | null => {
    const account = ids.accounts.find(accountKey);
    if (account === undefined) return null;
    if (userKey === null) return ["account", account, NOBODY, milestone];
    const user = ids.users.find(userKey);
    return user !== undefined && ids.members.has(account, user) ? ["member", account, user, milestone] : null;
  };
  const meet = (met: MetMilestoneWrite): boolean => {
    const subject = find(met);
    if (subject === null) return false;
    const [resetId, resetAtMs] = (lastReset.get(...subject) as unknown as readonly [number, number] | undefined) ?? [
      0,
      null,
    ];
    if (resetAtMs !== met.resetAtMs || metSince.get(...subject, resetId, met.version) !== undefined) return false;
    insert.run(...subject, "met", met.version, met.metAtMs, null, null, met.atMs);
    changes.account(subject[1]);
    return true;
  };
  const decide = (
    kind: "reset" | "notRelevant" | "relevant",
    { actor, atMs, account, user, milestone }: MilestoneDecision,
    reason: string | null,
  ): boolean => {
    const subject = find({ account, user, milestone });
    if (subject === null) return false;
    insert.run(...subject, kind, null, null, reason, actor, atMs);
    changes.account(subject[1]);
    // It may be met again already: by what there is, or by what came in meanwhile.
    if (kind === "reset") mark.run(subject[1], subject[2]);
    audit.run(atMs, actor, `milestone.${kind}`, JSON.stringify({ account, user, milestone, reason }));
    return true;
  };
  return {
    meetMilestones: (rows: readonly MetMilestoneWrite[]): number => rows.filter(meet).length,
    resetMilestone: (reset: MilestoneDecision): boolean => decide("reset", reset, null),
    markMilestone: ({ reason, ...decision }: MilestoneDecision & { readonly reason: string | null }): boolean =>
      decide(reason === null ? "relevant" : "notRelevant", decision, reason),
  };
}
