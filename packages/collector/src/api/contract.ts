/** The API's replies, as the dashboard and other clients receive them, a file for each subject. */
export * from "./contract/accounts.ts";
export * from "./contract/adoption.ts";
export * from "./contract/adoptions.ts";
export * from "./contract/assets.ts";
export * from "./contract/attention.ts";
export * from "./contract/features.ts";
export * from "./contract/metrics.ts";
export * from "./contract/milestones.ts";
export * from "./contract/modules.ts";
export * from "./contract/numbers.ts";
export * from "./contract/pushes.ts";
export * from "./contract/reply-head.ts";
export * from "./contract/segments.ts";
export * from "./contract/session.ts";
export * from "./contract/snapshots.ts";
export * from "./contract/stages.ts";
export * from "./contract/users.ts";
