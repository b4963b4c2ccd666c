/** Who sent late, apart from what hosts told of days that had ended. */
export const STEP_9 = `
  -- Whether anything of it came from browsers, or was taken out. What hosts tell changes its account as well, and is of long
  -- times: whoever only looks for the others is not to pass all of it.
  ALTER TABLE restatements ADD COLUMN late INTEGER NOT NULL DEFAULT 1;
  CREATE INDEX restatements_of_late ON restatements (found_day, account) WHERE late = 1;
  `;
