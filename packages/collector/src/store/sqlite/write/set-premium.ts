import type { WriteContext } from "./write-context.ts";

/** Who marks an account, for the audit log, and when, Unix ms. */
export interface MarkedBy {
  readonly actor: string;
  readonly atMs: number;
}

/**
 * Sets whether an account is marked to be watched, whoever says so, and audits it where it changes. True: it has changed.
 * @param by null: nobody who could be named, so that nothing is audited.
 */
export function createSetPremium({
  database,
}: Pick<WriteContext, "database">): (
  account: { readonly id: number; readonly key: string },
  premium: boolean,
  by: MarkedBy | null,
) => boolean {
  const mark = database.prepare("UPDATE accounts SET premium = ?1 WHERE id = ?2 AND premium <> ?1");
  const audit = database.prepare("INSERT INTO audit (at_ms, actor, action, subject) VALUES (?, ?, ?, ?)");
  return ({ id, key }, premium, by) => {
    if (mark.run(Number(premium), id).changes === 0) return false;
    const action = premium ? "account.premium" : "account.notPremium";
    if (by !== null) audit.run(by.atMs, by.actor, action, JSON.stringify({ account: key }));
    return true;
  };
}
