/** Changes of members that are committed, and will be in the rollups a moment later. */
export const STEP_7 = `
  -- Written under load only, in the order of arrival, and removed in the transaction that applies them. Arrived: when the
  -- latest cell of them did, 0: none. Changes: what deferred-text.ts makes of them.
  CREATE TABLE deferred_changes (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    user INTEGER NOT NULL,
    arrived_at_ms INTEGER NOT NULL,
    changes TEXT NOT NULL
  ) STRICT;
  `;
