import type { funnelReply, retentionReply } from "../openapi/adoption-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/retention?of=&feature=&weeks=` */
export type RetentionReply = Reply<typeof retentionReply>;

/** `GET /v1/funnel?feature=` */
export type FunnelReply = Reply<typeof funnelReply>;
