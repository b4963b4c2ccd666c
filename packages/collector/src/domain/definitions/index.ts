/** What a host's `uptake.config.ts` imports. */
export type * from "./attention-definition.ts";
export * from "./definitions.ts";
export type * from "./health-definition.ts";
export type * from "./module-definition.ts";
export type * from "./segment-definition.ts";
