/** What every workspace's file began with. */
export const STEP_1 = `
  CREATE TABLE workspace (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    time_zone TEXT NOT NULL,
    watermark_slot INTEGER NOT NULL,
    last_received_at_ms INTEGER
  ) STRICT;

  CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    in_roster INTEGER NOT NULL DEFAULT 0,
    name TEXT,
    plan TEXT,
    created_at_ms INTEGER,
    churned_at_ms INTEGER,
    last_received_at_ms INTEGER
  ) STRICT;
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    in_roster INTEGER NOT NULL DEFAULT 0,
    name TEXT,
    role TEXT,
    created_at_ms INTEGER
  ) STRICT;
  CREATE TABLE features (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    defined INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE actions (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE sources (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE members (
    account INTEGER NOT NULL REFERENCES accounts (id),
    user INTEGER NOT NULL REFERENCES users (id),
    in_roster INTEGER NOT NULL DEFAULT 0,
    last_received_at_ms INTEGER,
    PRIMARY KEY (account, user)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX members_by_user ON members (user);
  CREATE TABLE new_members (
    account INTEGER NOT NULL REFERENCES accounts (id),
    day INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (account, day)
  ) STRICT, WITHOUT ROWID;

  -- A document load of one member. The owner and the source are part of its identity: a reused or forged id can't cross.
  CREATE TABLE writers (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES sources (id),
    key TEXT NOT NULL,
    first_slot INTEGER NOT NULL,
    last_slot INTEGER NOT NULL,
    UNIQUE (account, user, source, key),
    FOREIGN KEY (account, user) REFERENCES members (account, user)
  ) STRICT;

  CREATE TABLE cells (
    slot INTEGER NOT NULL,
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    writer INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    active_30s_ms INTEGER NOT NULL,
    active_60s_ms INTEGER NOT NULL,
    active_120s_ms INTEGER NOT NULL,
    active_none_ms INTEGER NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (slot, account, user, writer, feature)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE cell_actions (
    slot INTEGER NOT NULL,
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    writer INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    action INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (slot, account, user, writer, feature, action)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE base (
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES sources (id),
    active_30s_ms INTEGER NOT NULL,
    active_60s_ms INTEGER NOT NULL,
    active_120s_ms INTEGER NOT NULL,
    active_none_ms INTEGER NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (account, user, feature, slot, source)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE base_actions (
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES sources (id),
    action INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (account, user, feature, slot, source, action)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE member_feature_days (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    active_30s_ms INTEGER NOT NULL,
    active_60s_ms INTEGER NOT NULL,
    active_120s_ms INTEGER NOT NULL,
    active_none_ms INTEGER NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (day, account, user, feature)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE member_days (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    active_30s_ms INTEGER NOT NULL,
    active_60s_ms INTEGER NOT NULL,
    active_120s_ms INTEGER NOT NULL,
    active_none_ms INTEGER NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (day, account, user)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE account_feature_days (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    active_30s_ms INTEGER NOT NULL,
    active_60s_ms INTEGER NOT NULL,
    active_120s_ms INTEGER NOT NULL,
    active_none_ms INTEGER NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (day, account, feature)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE account_days (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    active_30s_ms INTEGER NOT NULL,
    active_60s_ms INTEGER NOT NULL,
    active_120s_ms INTEGER NOT NULL,
    active_none_ms INTEGER NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (day, account)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE feature_days (
    day INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    active_30s_ms INTEGER NOT NULL,
    active_60s_ms INTEGER NOT NULL,
    active_120s_ms INTEGER NOT NULL,
    active_none_ms INTEGER NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (day, feature)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE member_action_days (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    action INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, account, user, feature, action)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE account_action_days (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    action INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, account, feature, action)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE assets (
    account INTEGER NOT NULL REFERENCES accounts (id),
    type TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT,
    created_at_ms INTEGER,
    configured INTEGER NOT NULL DEFAULT 0,
    runs INTEGER NOT NULL DEFAULT 0,
    last_run_at_ms INTEGER,
    deleted_at_ms INTEGER,
    PRIMARY KEY (account, type, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    received_at_ms INTEGER NOT NULL,
    reason TEXT NOT NULL,
    writer TEXT,
    account TEXT,
    user TEXT,
    feature TEXT,
    slot INTEGER
  ) STRICT;

  CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('public', 'secret')),
    hash TEXT NOT NULL,
    origins TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    revoked_at_ms INTEGER
  ) STRICT;
  CREATE TABLE definitions (
    version INTEGER PRIMARY KEY,
    definitions TEXT NOT NULL,
    file_hash TEXT,
    applied_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE sign_in_tokens (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE sessions (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL
  ) STRICT;
  `;
