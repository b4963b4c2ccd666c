import type * as segments from "../openapi/segment-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/segments` */
export type SegmentsReply = Reply<typeof segments.segmentsReply>;
export type SegmentsRow = SegmentsReply["rows"][number];

/** `GET /v1/segments/:id/members?history=` */
export type SegmentMembersReply = Reply<typeof segments.segmentMembersReply>;
export type SegmentMembersRow = SegmentMembersReply["rows"][number];
