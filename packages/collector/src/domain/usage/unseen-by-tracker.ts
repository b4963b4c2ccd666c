import type { WorkspaceDay } from "../day.ts";

/** When somebody was last seen, and by whom. */
export interface LastSeen {
  /** By the tracker: a visit or active time; null: never. */
  readonly lastUsedDay: WorkspaceDay | null;
  /** By the host's server; null: it never told of them. */
  readonly lastToldDay: WorkspaceDay | null;
}

/**
 * Whether the host's server sees somebody whom the tracker doesn't: because of a blocker, no consent or a page without the
 * script, so that nothing is known of what they use. That is whoever the server has seen since a day, and the tracker hasn't;
 * also whoever the tracker has never seen, however long ago the server did. Of whom the server tells nothing nothing speaks
 * against what the tracker says, and who hasn't been there lately at all has stopped, as far as both know.
 * @param since the first of the days that count.
 */
export function isUnseenByTracker({ lastUsedDay, lastToldDay }: LastSeen, since: WorkspaceDay): boolean {
  if (lastToldDay === null) return false;
  return lastUsedDay === null || (lastToldDay >= since && lastUsedDay < since);
}
