import type { DatabaseSync } from "node:sqlite";
import type { RelevanceAnswerRow, RelevanceAnswersQuery } from "../../relevance-answers.ts";
import { accountsParameter, rowsOfAccounts } from "./asked-accounts.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";

/** Answers to whom features are relevant, as it was said last. */
export function createRelevanceAnswers(database: DatabaseSync, lookup: KeyLookup) {
  const statements = createStatements(database, "objects");
  const answersSql = (someAccounts: boolean): string => `
    SELECT accounts.key AS account, iif(t.user = 0, NULL, users.key) AS user, features.key AS feature, reason, actor,
      at_ms AS atMs
    FROM ${rowsOfAccounts("relevance_answers", someAccounts, "t")}
      JOIN accounts ON accounts.id = t.account JOIN users ON users.id = t.user JOIN features ON features.id = t.feature
    ORDER BY accounts.key, users.key, features.key`;
  return ({ scope, account }: RelevanceAnswersQuery): readonly RelevanceAnswerRow[] => {
    const asked = accountsParameter(lookup, { scope, ...(account !== undefined && { account }) });
    const answers = statements(answersSql(asked.accounts !== undefined)).all({ ...asked });
    return answers.map((row) => Object.assign({}, row)) as unknown as readonly RelevanceAnswerRow[];
  };
}
