import type { Stage } from "@uptake/tracker/protocol";

/** What {@link stageOf} looks at: one member's use of one feature. */
export interface StageInputs {
  /** Whether the sum of active time has crossed the threshold since the last removal. */
  readonly crossed: boolean;
  /** Whether there is any visit or active time. */
  readonly used: boolean;
}

/**
 * The stage of a member on a feature. Sticky as GoCSM's: once crossed it stays, however long the feature lies unused ("if they
 * never return to Conversations, they will remain in that stage unless removed").
 */
export function stageOf({ crossed, used }: StageInputs): Stage {
  if (crossed) return "adopted";
  return used ? "tried" : "untouched";
}
