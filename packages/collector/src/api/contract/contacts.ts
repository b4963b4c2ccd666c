import type { responsesReply, touchpointsReply } from "../openapi/contact-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/touchpoints?user=&kind=` */
export type TouchpointsReply = Reply<typeof touchpointsReply>;
export type TouchpointsRow = TouchpointsReply["rows"][number];

/** `GET /v1/responses?user=` */
export type ResponsesReply = Reply<typeof responsesReply>;
export type ResponsesRow = ResponsesReply["rows"][number];
