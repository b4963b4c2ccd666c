import * as v from "valibot";
import type { AttentionDefinition } from "./attention-definition.ts";
import { atLeast, between, object, percent, wholeNumber } from "./schema-parts.ts";

const weight = v.exactOptional(atLeast(0));

/** Parses what puts an account into the attention queue. */
export const attentionQueue: v.GenericSchema<AttentionDefinition> = object({
  weights: v.exactOptional(
    object({
      usageDropped: weight,
      lowBreadth: weight,
      offTarget: weight,
      coolingCore: weight,
      noTouchpoint: weight,
      unhappy: weight,
      silent: weight,
      lowCoverage: weight,
    }),
  ),
  premiumFactor: v.exactOptional(atLeast(1)),
  dropPercent: v.exactOptional(between(1, 100)),
  dropBaselineMs: v.exactOptional(wholeNumber(1)),
  breadthBelowPercent: v.exactOptional(percent),
  touchpointDays: v.exactOptional(wholeNumber(1)),
  silentDays: v.exactOptional(wholeNumber(1)),
});
