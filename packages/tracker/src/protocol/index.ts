/** What tracker, widget and collector say to each other. Imports nothing. */

/** The request and reply of `POST /v1/collect`. */
export * from "./collect.ts";
/** The request's limits. */
export * from "./limits.ts";
/** What can be an id. */
export * from "./id.ts";
/** The four idle limits measured at once. */
export * from "./idle-limit.ts";
/** Slots. */
export * from "./slot.ts";
/** The public part of the definitions. */
export * from "./definitions.ts";
/** Which feature has which address. */
export * from "./rule-tree.ts";
export * from "./compile-features.ts";
/** A member's own record. */
export * from "./me.ts";
/** Errors. */
export * from "./problem.ts";
