/** When people have left. */
export const STEP_6 = `
  -- Null: still there.
  ALTER TABLE users ADD COLUMN left_at_ms INTEGER;
  `;
