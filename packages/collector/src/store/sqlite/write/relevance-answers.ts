import type { RelevanceAnswerRow } from "../../relevance-answers.ts";
import { createAccountChanges } from "./account-changes.ts";
import type { WriteContext } from "./write-context.ts";

/** Whose answer it is where it is about the account as a whole. */
const NOBODY = 0;

/** Writes down to whom features are relevant. */
export function createAnswerRelevance({ database, ids }: WriteContext) {
  const changes = createAccountChanges({ database });
  const standing = database.prepare(
    "SELECT reason, actor, at_ms AS atMs FROM relevance_answers WHERE account = ? AND user = ? AND feature = ?",
  );
  const put = database.prepare(
    "INSERT OR REPLACE INTO relevance_answers (account, user, feature, reason, actor, at_ms) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const audit = database.prepare("INSERT INTO audit (at_ms, actor, action, subject) VALUES (?, ?, ?, ?)");

  return (answer: RelevanceAnswerRow): RelevanceAnswerRow | null => {
    const account = ids.accounts.find(answer.account);
    const user = answer.user === null ? NOBODY : ids.users.find(answer.user);
    const feature = ids.features.find(answer.feature);
    if (account === undefined || user === undefined || feature === undefined) return null;
    if (answer.user !== null && !ids.members.has(account, user)) return null;
    const { reason, actor, atMs, ...subject } = answer;
    const known = standing.get(account, user, feature) as
      | Pick<RelevanceAnswerRow, "reason" | "actor" | "atMs">
      | undefined;
    if (known !== undefined && known.reason === reason) return { ...subject, ...known };
    put.run(account, user, feature, reason, actor, atMs);
    changes.account(account);
    const action = reason === null ? "feature.relevant" : "feature.notRelevant";
    audit.run(atMs, actor, action, JSON.stringify({ ...subject, reason }));
    return answer;
  };
}
