/** The tracker. */
export { createTracker } from "./create-tracker.ts";
export type {
  ActionKey,
  FeatureKey,
  Identity,
  Inspection,
  PrivacySignal,
  Register,
  Status,
  Tracker,
  TrackerOptions,
  TrackerProgress,
} from "./api.ts";

/** The snippet that takes calls before the script has loaded. */
export { STUB } from "./stub.ts";

/** What its options and progress are made of. */
export type { ActiveMs, Attention, IdleLimit, PublicDefinitions, RuleStep } from "./protocol/index.ts";
