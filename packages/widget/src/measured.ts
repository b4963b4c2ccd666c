import type { TrackerProgress } from "@uptake/tracker";
import type { IdleLimit, MeFeature } from "@uptake/tracker/protocol";
import type { Known } from "./known.ts";
import { memberKey, memberOf } from "./member.ts";

/** What is shown of a feature, in milliseconds. */
export interface MeasuredMs {
  /** All-time. */
  readonly activeMs: number;
  /** Since the last removal from the stage. */
  readonly progressMs: number;
}

/** Where each limit stands in a cell's `activeMs`. The protocol's own list is not imported: at run time the widget imports no tracker. */
export const IDLE_LIMIT_POSITION: Readonly<Record<IdleLimit, 0 | 1 | 2 | 3>> = {
  "30s": 0,
  "60s": 1,
  "120s": 2,
  none: 3,
};

/**
 * The collector's number plus what this page has measured beyond its own share in that number, so that a flush moves
 * milliseconds from one part of the sum to the other and changes nothing: `activeMs − writerMs + local`.
 * @param heldMs numbers below which nothing may fall.
 */
export function measuredMs(
  feature: MeFeature,
  known: Known,
  local: TrackerProgress | null,
  heldMs: MeasuredMs = { activeMs: 0, progressMs: 0 },
): MeasuredMs {
  const localMs = isMerged(known, local)
    ? (local.activeMs[feature.feature]?.[IDLE_LIMIT_POSITION[known.reply.idleLimit]] ?? 0)
    : 0;
  const unsentMs = Math.max(0, localMs - (feature.writerMs ?? 0));
  return {
    activeMs: Math.max(heldMs.activeMs, feature.activeMs + unsentMs),
    progressMs: Math.max(heldMs.progressMs, feature.progressMs + unsentMs),
  };
}

/**
 * Whether the page's own numbers may be added: the tracker measures the person whom the reply is about, and the reply
 * tells the share of the very writer that measures now.
 */
export function isMerged(known: Known, local: TrackerProgress | null): local is TrackerProgress {
  return local !== null && local.writer !== null && local.writer === known.writer && isOwn(known, local);
}

/** Whether the tracker measures the person whom the reply is about. */
export function isOwn(known: Known, local: TrackerProgress): boolean {
  return (
    local.account !== null &&
    local.user !== null &&
    memberKey({ account: local.account, user: local.user }) === memberKey(memberOf(known.reply))
  );
}
