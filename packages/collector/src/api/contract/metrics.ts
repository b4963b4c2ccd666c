import type { fourMetrics } from "../openapi/row-shapes.ts";
import type { Reply } from "./reply.ts";

/** The four metrics of every scope, in the order in which every screen shows them, and the visits. */
export type Metrics = Reply<typeof fourMetrics>;
