/** What was said about whom features are relevant to; when the host last told anything; when segments were last looked at. */
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
  -- When the host's server last told anything: of an account, and at all.
  ALTER TABLE accounts ADD COLUMN last_told_at_ms INTEGER;
  ALTER TABLE workspace ADD COLUMN last_told_at_ms INTEGER;
  -- As of when who is in which segment was last looked at, by which version of the definitions.
  ALTER TABLE workspace ADD COLUMN segments_at_ms INTEGER;
  ALTER TABLE workspace ADD COLUMN segments_version INTEGER;
  `;
