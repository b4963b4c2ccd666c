const SLOTS_PER_DAY = 96;

/** How long cells stay open, days: until then what is late still comes in. */
export const LATE_WINDOW_DAYS = 35;

/** Likewise, in slots. */
export const LATE_WINDOW_SLOTS = LATE_WINDOW_DAYS * SLOTS_PER_DAY;
