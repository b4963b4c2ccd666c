import * as v from "valibot";
import { compileHealth, type HealthDefinition } from "./health-definition.ts";
import { atLeast, named, object, oneOf, percent, wholeNumber } from "./schema-parts.ts";

const optionalPercent = v.exactOptional(percent);
const optionalWeight = v.exactOptional(atLeast(0));
const weights = object({ login: optionalWeight, adoption: optionalWeight, feedback: optionalWeight });

const engagementWeights = object({
  adoption: optionalWeight,
  stickiness: optionalWeight,
  growth: optionalWeight,
});

/** Parses how health is made. What is left out is checked with its default: a cut alone can be above the next one's. */
export const health: v.GenericSchema<HealthDefinition> = v.pipe(
  object({
    weights: v.exactOptional(weights),
    segmentWeights: v.exactOptional(named(weights)),
    cuts: v.exactOptional(object({ thriving: optionalPercent, healthy: optionalPercent, steady: optionalPercent })),
    missing: v.exactOptional(oneOf(["exclude", "zero"])),
    loginPoints: v.exactOptional(
      object({ daily: optionalPercent, weekly: optionalPercent, monthly: optionalPercent, inactive: optionalPercent }),
    ),
    feedbackDays: v.exactOptional(wholeNumber(1)),
    seenDays: v.exactOptional(wholeNumber(1)),
    productEngagement: v.exactOptional(v.nullable(object({ weights: v.exactOptional(engagementWeights) }))),
  }),
  v.check((given) => {
    const { login, adoption, feedback } = compileHealth(given).weights;
    return login + adoption + feedback > 0;
  }, "weighs nothing: give at least one of weights.login, weights.adoption and weights.feedback more than 0"),
  v.check((given) => {
    const { weights: general, segmentWeights } = compileHealth(given);
    return Object.values(segmentWeights).every((own) => {
      const { login, adoption, feedback } = { ...general, ...own };
      return login + adoption + feedback > 0;
    });
  }, "weighs nothing in one of its segmentWeights: what is left out there weighs as in weights"),
  v.check((given) => {
    const { productEngagement } = compileHealth(given);
    if (productEngagement === null) return true;
    const { adoption, stickiness, growth } = productEngagement.weights;
    return adoption + stickiness + growth > 0;
  }, "weighs nothing in productEngagement: give at least one of weights.adoption, weights.stickiness and weights.growth more than 0"),
  v.check((given) => {
    const { thriving, healthy, steady } = compileHealth(given).cuts;
    return thriving > healthy && healthy > steady;
  }, "has cuts that don't fall: thriving must be above healthy, and healthy above steady, where what is left out is 76, 51 and 26"),
);
