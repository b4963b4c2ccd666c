/** Pages of snapshots that don't look at each of them. */
export const STEP_8 = `
  -- All that pages are sorted by and filtered to: people, of whom there may be many to a row, are read of a page's alone.
  DROP INDEX module_snapshots_by_account;
  CREATE INDEX module_snapshots_by_account ON module_snapshots
    (account, module, as_of_day, taken_at_ms, kind, actor, active, licensed, definition_version);
  -- In the order in which they come unless asked otherwise.
  CREATE INDEX module_snapshots_by_day ON module_snapshots (as_of_day, taken_at_ms, id, module, account);
  `;
