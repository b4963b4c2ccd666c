/** What was said about whom features are relevant to. */
export const STEP_5 = `
  -- The latest word about a feature and a member, or, as user 0, an account as a whole. What was said before is in the audit log.
  CREATE TABLE relevance_answers (
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    -- Why it isn't relevant; null: it is.
    reason TEXT,
    actor TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (account, user, feature)
  ) STRICT, WITHOUT ROWID;
  `;
