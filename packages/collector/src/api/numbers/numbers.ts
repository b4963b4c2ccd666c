import type { NumberDefinition } from "./number.ts";
import { ACTIVE_TIME, ENGAGEMENT, VISITS } from "./use.ts";

/** Every number that can be opened, by its id. */
export const NUMBERS: ReadonlyMap<string, NumberDefinition> = new Map(
  [ACTIVE_TIME, VISITS, ENGAGEMENT].map((definition) => [definition.id, definition]),
);
