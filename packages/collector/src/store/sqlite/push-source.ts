/** What the keys of sources begin with whose actions were pushed: they never meet those of a backfill. */
export const PUSH_SOURCE_PREFIX = "push/";
