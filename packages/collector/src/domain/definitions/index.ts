/** What a host's `uptake.config.ts` imports. */
export * from "./definitions.ts";
