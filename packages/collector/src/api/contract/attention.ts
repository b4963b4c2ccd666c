import type { attentionReply, coverageReply } from "../openapi/attention-shape.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/attention?order=&search=&sort=&limit=&offset=` */
export type AttentionReply = Reply<typeof attentionReply>;

/** `GET /v1/coverage?search=&sort=&limit=&offset=` */
export type CoverageReply = Reply<typeof coverageReply>;
