import type { pushReply, segmentReply } from "../openapi/push-shapes.ts";
import type { Reply } from "./reply.ts";

/** Reply of every `PUT` of the push API. Lines count from 1. */
export type PushReply = Reply<typeof pushReply>;

/** Reply of `POST /v1/segment`. Messages count from 1. */
export type SegmentReply = Reply<typeof segmentReply>;
