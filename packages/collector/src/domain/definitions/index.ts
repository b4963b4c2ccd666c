/** What a host's `uptake.config.ts` imports. */
export * from "./attention-definition.ts";
export * from "./definitions.ts";
export * from "./health-definition.ts";
export * from "./module-definition.ts";
export * from "./segment-definition.ts";
