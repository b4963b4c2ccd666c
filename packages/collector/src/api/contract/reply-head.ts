import { PERIOD_PRESETS, type PeriodPreset } from "../../domain/period/period.ts";
import type { replyHead } from "../openapi/head-shape.ts";
import type { Reply } from "./reply.ts";

/**
 * What every reply of the read API begins with. Times are Unix ms, lengths milliseconds.
 * A metric is null where there is no data, 0 where there is data and it says zero.
 */
export type ReplyHead = Reply<typeof replyHead>;

/** `from` and `to` are ISO dates, both included. */
export type PeriodReply = ReplyHead["period"];

export const PERIOD_NAMES = PERIOD_PRESETS;
export type PeriodName = PeriodPreset;
/** The reference's default: the current month, of the workspace's time zone. */
export const DEFAULT_PERIOD: PeriodName = "month";
