/** Who sent late, apart from what hosts told of days that had ended; and assets whose runs are of no day. */
export const STEP_9 = `
  -- Whether anything of it came from browsers, or was taken out. What hosts tell changes its account as well, and is of long
  -- times: whoever only looks for the others is not to pass all of it.
  ALTER TABLE restatements ADD COLUMN late INTEGER NOT NULL DEFAULT 1;
  CREATE INDEX restatements_of_late ON restatements (found_day, account) WHERE late = 1;
  -- Of those that were first told of in a period nobody knows whether they ran in it.
  CREATE INDEX assets_by_undated_runs ON assets (known_at_ms) WHERE undated_runs > 0;
  `;
