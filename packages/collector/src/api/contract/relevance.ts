import type * as relevance from "../openapi/relevance-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/relevance?feature=&user=&relevant=` */
export type RelevanceReply = Reply<typeof relevance.relevanceReply>;
export type RelevanceRow = RelevanceReply["rows"][number];

/** `POST /v1/features/:feature/relevance` */
export type FeatureRelevanceReply = Reply<typeof relevance.featureRelevanceReply>;
