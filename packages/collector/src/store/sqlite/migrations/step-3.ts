/** Cells that name their writer only; voids, web vitals, adoptions and their events; a time zone that is counted in. */
export const STEP_3 = `
  -- A cell belongs to its writer, and the writer to its member: the account and the user need not be said again in each.
  CREATE TABLE narrow_cells (
    slot INTEGER NOT NULL,
    writer INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    active_30s_ms INTEGER NOT NULL,
    active_60s_ms INTEGER NOT NULL,
    active_120s_ms INTEGER NOT NULL,
    active_none_ms INTEGER NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (slot, writer, feature)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO narrow_cells
    SELECT slot, writer, feature, active_30s_ms, active_60s_ms, active_120s_ms, active_none_ms, visits
    FROM cells ORDER BY slot, writer, feature;
  DROP TABLE cells;
  ALTER TABLE narrow_cells RENAME TO cells;
  CREATE TABLE narrow_cell_actions (
    slot INTEGER NOT NULL,
    writer INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    action INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (slot, writer, feature, action)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO narrow_cell_actions
    SELECT slot, writer, feature, action, count FROM cell_actions ORDER BY slot, writer, feature, action;
  DROP TABLE cell_actions;
  ALTER TABLE narrow_cell_actions RENAME TO cell_actions;

  -- Whose cells are refused for good since somebody took them out.
  ALTER TABLE writers ADD COLUMN voided INTEGER NOT NULL DEFAULT 0;
  -- How far the browser's clock was off when it last said its time; null: not by so much that it was worth a note.
  ALTER TABLE writers ADD COLUMN skew_ms INTEGER;
  -- Slots of a user that somebody took out; account null: in all of them.
  CREATE TABLE voids (
    id INTEGER PRIMARY KEY,
    account INTEGER REFERENCES accounts (id),
    user INTEGER NOT NULL REFERENCES users (id),
    from_slot INTEGER NOT NULL,
    to_slot INTEGER NOT NULL
  ) STRICT;

  -- Web vitals, one value each per writer and feature, and how many writers of a day had them in which bucket.
  CREATE TABLE writer_vitals (
    writer INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    day INTEGER NOT NULL,
    lcp_ms INTEGER,
    inp_ms INTEGER,
    cls_1000 INTEGER,
    PRIMARY KEY (writer, feature)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE vital_days (
    day INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    vital TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, feature, vital, bucket)
  ) STRICT, WITHOUT ROWID;

  -- Members with news for the job that looks for adoption. Taken: the number of the take that is looking at this moment,
  -- and since when; 0: nobody is.
  CREATE TABLE dirty_members (
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    taken INTEGER NOT NULL DEFAULT 0,
    taken_at_ms INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, user)
  ) STRICT, WITHOUT ROWID;
  -- When a member adopted a feature, under the idle limit and threshold in force; an epoch ends with a removal.
  CREATE TABLE adoptions (
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    PRIMARY KEY (account, user, feature, epoch)
  ) STRICT, WITHOUT ROWID;
  -- What was found out, once: the id follows from what it says.
  CREATE TABLE events (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    account INTEGER NOT NULL,
    user INTEGER,
    feature INTEGER,
    epoch INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    definition_version INTEGER NOT NULL,
    found_at_ms INTEGER NOT NULL,
    UNIQUE (account, user, feature, kind, epoch)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX events_by_time ON events (found_at_ms);

  ALTER TABLE workspace ADD COLUMN last_take INTEGER NOT NULL DEFAULT 0;
  -- The rules under which adoption is looked for, and of which definitions. Members behind the one named are still to be
  -- marked since they changed; null: nobody is.
  ALTER TABLE workspace ADD COLUMN adoption_version INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE workspace ADD COLUMN adoption_rules TEXT NOT NULL DEFAULT '';
  ALTER TABLE workspace ADD COLUMN adoption_account INTEGER;
  ALTER TABLE workspace ADD COLUMN adoption_user INTEGER;

  -- Another time zone is being counted in; null: no. Cells up to next_slot and next_writer, and base up to next_account
  -- and next_user, are in the rollups that will take over; slot null: there are none yet.
  ALTER TABLE workspace ADD COLUMN next_time_zone TEXT;
  ALTER TABLE workspace ADD COLUMN next_slot INTEGER;
  ALTER TABLE workspace ADD COLUMN next_writer INTEGER;
  ALTER TABLE workspace ADD COLUMN next_account INTEGER;
  ALTER TABLE workspace ADD COLUMN next_user INTEGER;
  -- Web vitals of writers behind this one may be counted on days of an earlier time zone; null: none are.
  ALTER TABLE workspace ADD COLUMN vitals_writer INTEGER;
  -- Base rows of browsers below this slot are whole days.
  ALTER TABLE workspace ADD COLUMN whole_days_slot INTEGER NOT NULL DEFAULT 0;

  -- Of a key that was rotated: when it stops to hold. And when it last served.
  ALTER TABLE keys ADD COLUMN expires_at_ms INTEGER;
  ALTER TABLE keys ADD COLUMN last_used_at_ms INTEGER;
  `;
