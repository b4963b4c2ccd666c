/** What pages call their features. */
export const STEP_2 = `
  -- What its pages call a feature, and the newest slot in which they did.
  ALTER TABLE features ADD COLUMN name TEXT;
  ALTER TABLE features ADD COLUMN name_slot INTEGER;
  `;
