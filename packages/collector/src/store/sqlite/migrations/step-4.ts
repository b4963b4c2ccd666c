/** What the host's server tells, and what is decided about stages, milestones, modules and segments. */
export const STEP_4 = `
  -- Who acts where the host names nobody: actions of an account as a whole. No id is empty.
  INSERT INTO users (id, key) VALUES (0, '');
  -- Whether the host's server has told anything of a person there.
  ALTER TABLE members ADD COLUMN told INTEGER NOT NULL DEFAULT 0;

  -- How often anything of it has changed by other ways than what browsers send: what was counted before isn't so any more.
  ALTER TABLE accounts ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE accounts ADD COLUMN parent INTEGER REFERENCES accounts (id);
  ALTER TABLE accounts ADD COLUMN premium INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE accounts ADD COLUMN subscription TEXT;
  ALTER TABLE accounts ADD COLUMN subscription_started_at_ms INTEGER;
  ALTER TABLE accounts ADD COLUMN subscription_ended_at_ms INTEGER;
  -- A JSON object; keys without a value aren't kept.
  ALTER TABLE accounts ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';
  CREATE TABLE account_assignments (
    account INTEGER NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL,
    assignee TEXT NOT NULL,
    PRIMARY KEY (account, role)
  ) STRICT, WITHOUT ROWID;

  -- Who people are, apart from what they did: to erase somebody touches no sum.
  CREATE TABLE people (
    user INTEGER PRIMARY KEY REFERENCES users (id),
    name TEXT,
    attributes TEXT NOT NULL DEFAULT '{}'
  ) STRICT;
  INSERT INTO people (user, name) SELECT id, name FROM users WHERE name IS NOT NULL;
  ALTER TABLE users DROP COLUMN name;

  -- Licensed: how many seats were bought; null: not told. Assigned: whether it was told who has one.
  CREATE TABLE seats (
    account INTEGER NOT NULL REFERENCES accounts (id),
    module TEXT NOT NULL,
    licensed INTEGER,
    assigned INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, module)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE seat_users (
    account INTEGER NOT NULL,
    module TEXT NOT NULL,
    user INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (account, module, user)
  ) STRICT, WITHOUT ROWID;

  -- Since when an asset is known, where nobody said when it was made; and of its runs those that nobody dated.
  ALTER TABLE assets ADD COLUMN known_at_ms INTEGER;
  ALTER TABLE assets ADD COLUMN undated_runs INTEGER NOT NULL DEFAULT 0;
  -- What a list of assets is sorted by and searched in: the key of the name, or of the id where there is none, that sorts
  -- as people read; and name and id without case and diacritics, where that isn't what lower() makes of them.
  ALTER TABLE assets ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
  ALTER TABLE assets ADD COLUMN folded TEXT;
  UPDATE assets SET undated_runs = runs, name_key = natural_key(coalesce(name, key)), folded = folded_text(name, key);
  -- Whoever asks for a page of what exists walks along one of these, from where the page begins.
  CREATE INDEX assets_by_name ON assets (type, name_key, account, key, deleted_at_ms) WHERE deleted_at_ms IS NULL;
  CREATE INDEX assets_by_runs ON assets (type, runs, account, key, deleted_at_ms) WHERE deleted_at_ms IS NULL;
  CREATE INDEX assets_by_creation ON assets (type, created_at_ms, account, key, deleted_at_ms) WHERE deleted_at_ms IS NULL;
  CREATE INDEX assets_by_last_run ON assets (type, last_run_at_ms, account, key, deleted_at_ms) WHERE deleted_at_ms IS NULL;
  -- How many there are, and how many of them are configured: the sum of all changes.
  CREATE TABLE asset_counts (
    account INTEGER NOT NULL,
    type TEXT NOT NULL,
    assets INTEGER NOT NULL,
    active_assets INTEGER NOT NULL,
    PRIMARY KEY (account, type)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO asset_counts SELECT account, type, count(*), sum(configured) FROM assets
    WHERE deleted_at_ms IS NULL GROUP BY account, type;
  -- When an asset's configured state changed, and to what; before the first it was the other one.
  CREATE TABLE asset_toggles (
    account INTEGER NOT NULL,
    type TEXT NOT NULL,
    key TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    configured INTEGER NOT NULL,
    PRIMARY KEY (account, type, key, at_ms)
  ) STRICT, WITHOUT ROWID;
  -- By how much the assets that exist, and those of them that are configured, became more or fewer in a slot: what there
  -- was at the end of a day is the sum of all slots up to it, whatever the time zone.
  CREATE TABLE asset_changes (
    account INTEGER NOT NULL,
    type TEXT NOT NULL,
    slot INTEGER NOT NULL,
    assets INTEGER NOT NULL,
    active_assets INTEGER NOT NULL,
    PRIMARY KEY (account, type, slot)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO asset_changes
    SELECT account, type, slot, sum(assets), sum(assets * configured) FROM (
      SELECT account, type, coalesce(created_at_ms, 0) / 900000 AS slot, 1 AS assets, configured FROM assets
      WHERE deleted_at_ms IS NULL OR deleted_at_ms > coalesce(created_at_ms, 0)
      UNION ALL
      SELECT account, type, deleted_at_ms / 900000, -1, configured FROM assets
      WHERE deleted_at_ms > coalesce(created_at_ms, 0)
    )
    GROUP BY account, type, slot HAVING sum(assets) <> 0 OR sum(assets * configured) <> 0;
  CREATE TABLE asset_runs (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    type TEXT NOT NULL,
    key TEXT NOT NULL,
    runs INTEGER NOT NULL,
    PRIMARY KEY (day, account, type, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE gauges (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, unit TEXT) STRICT;
  CREATE TABLE gauge_days (
    account INTEGER NOT NULL REFERENCES accounts (id),
    gauge INTEGER NOT NULL REFERENCES gauges (id),
    day INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (account, gauge, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE touchpoints (
    id TEXT PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (id),
    user INTEGER REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('email', 'meeting', 'call', 'support')),
    at_ms INTEGER NOT NULL,
    made_by TEXT,
    note TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX touchpoints_by_account ON touchpoints (account, at_ms);
  CREATE TABLE responses (
    id TEXT PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (id),
    user INTEGER NOT NULL REFERENCES users (id),
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 10),
    at_ms INTEGER NOT NULL,
    comment TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX responses_by_account ON responses (account, at_ms);
  CREATE TABLE pillars (
    account INTEGER NOT NULL REFERENCES accounts (id),
    pillar TEXT NOT NULL CHECK (pillar IN ('relationship', 'service', 'financial')),
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
    source TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (account, pillar)
  ) STRICT, WITHOUT ROWID;
  -- Days on which the host's server has seen somebody.
  CREATE TABLE presence (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    PRIMARY KEY (day, account, user)
  ) STRICT, WITHOUT ROWID;
  -- Account null: of the whole workspace.
  CREATE TABLE annotations (
    id TEXT PRIMARY KEY,
    account INTEGER REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('training', 'release', 'other')),
    day INTEGER NOT NULL,
    name TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX annotations_by_day ON annotations (day);
  -- Messages that were counted one by one, by a hash of their ids; kept as long as they may come again.
  CREATE TABLE counted_messages (
    slot INTEGER NOT NULL,
    message BLOB NOT NULL,
    PRIMARY KEY (slot, message)
  ) STRICT, WITHOUT ROWID;

  -- What everybody did, as feature_days is what everybody used. Rollups of another time zone that were being built have no
  -- such table: they are begun again.
  CREATE TABLE action_days (
    day INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    action INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, feature, action)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO action_days
    SELECT day, feature, action, sum(count) FROM account_action_days GROUP BY day, feature, action HAVING sum(count) <> 0;
  UPDATE workspace SET next_slot = NULL;

  -- Somebody was taken out of a feature's stage; what counts from then on counts from since_slot.
  CREATE TABLE stage_removals (
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    since_slot INTEGER NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (account, user, feature, epoch)
  ) STRICT, WITHOUT ROWID;
  -- What was decided about milestones, one row after the other. User 0 where the scope is the account. Met: the version,
  -- and when it was, if anything recorded that.
  CREATE TABLE milestone_records (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL CHECK (scope IN ('member', 'account')),
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    milestone TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('met', 'reset', 'notRelevant', 'relevant')),
    version INTEGER,
    met_at_ms INTEGER,
    reason TEXT,
    actor TEXT,
    at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX milestone_records_by_subject ON milestone_records (account, user, milestone, scope);
  -- Active users: a JSON list of integers; null: recorded by hand, as numbers only.
  CREATE TABLE module_snapshots (
    id TEXT PRIMARY KEY,
    module TEXT NOT NULL,
    account INTEGER NOT NULL,
    as_of_day INTEGER NOT NULL,
    taken_at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('manual', 'scheduled', 'requested')),
    actor TEXT NOT NULL,
    active INTEGER NOT NULL,
    active_users TEXT,
    licensed INTEGER,
    definition_version INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX module_snapshots_by_account ON module_snapshots (account, module, as_of_day);
  -- Of which days all scheduled snapshots of a module were taken: an account without licence and use has none.
  CREATE TABLE snapshot_days (
    module TEXT NOT NULL,
    day INTEGER NOT NULL,
    taken_at_ms INTEGER NOT NULL,
    PRIMARY KEY (module, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE module_targets (
    account INTEGER NOT NULL,
    module TEXT NOT NULL,
    target_percent REAL NOT NULL,
    PRIMARY KEY (account, module)
  ) STRICT, WITHOUT ROWID;
  -- When accounts or users, by the integer of either, joined segments and left them again.
  CREATE TABLE segment_members (
    segment TEXT NOT NULL,
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('account', 'user')),
    subject INTEGER NOT NULL,
    joined_at_ms INTEGER NOT NULL,
    left_at_ms INTEGER,
    PRIMARY KEY (segment, subject_kind, subject, joined_at_ms)
  ) STRICT, WITHOUT ROWID;
  -- By how much a closed day has changed afterwards, by the day on which that was found.
  CREATE TABLE restatements (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    found_day INTEGER NOT NULL,
    active_30s_ms INTEGER NOT NULL,
    active_60s_ms INTEGER NOT NULL,
    active_120s_ms INTEGER NOT NULL,
    active_none_ms INTEGER NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (day, account, found_day)
  ) STRICT, WITHOUT ROWID;
  `;
