import type { Figures } from "./figures.ts";

/** What ours must not exceed. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
}

/** The bars of one minute are for one minute: a shorter run has fewer requests anyway. */
const minute = { mainThreadMs: 10, requests: 5, preflights: 0, sentBytes: 3_000, heapKiB: 60 } as const;
const startShareOfTimeMe = 0.5;
const longTaskMs = 50;

/**
 * Ours against all of them.
 * @param timeMe what TimeMe.js took in the same run.
 * @param wrongSituations how many of the situations ours didn't get right in every respect.
 */
export function barsOf(ours: Figures, timeMe: Figures, wrongSituations: number): readonly Bar[] {
  const { start, use } = ours;
  return [
    {
      name: "evaluation and start, against half of TimeMe.js",
      value: start.evaluateMs,
      limit: timeMe.start.evaluateMs * startShareOfTimeMe,
      unit: "ms",
    },
    { name: "longest task at the start", value: start.longestTaskMs, limit: longTaskMs, unit: "ms" },
    { name: "main thread, by samples", value: use.sampledMs, limit: minute.mainThreadMs, unit: "ms" },
    { name: "requests", value: use.requests, limit: minute.requests, unit: "" },
    { name: "preflights", value: use.preflights, limit: minute.preflights, unit: "" },
    { name: "sent", value: use.bytes, limit: minute.sentBytes, unit: "B" },
    { name: "JS heap", value: use.heapBytes / 1_024, limit: minute.heapKiB, unit: "KiB" },
    { name: "situations not right", value: wrongSituations, limit: 0, unit: "" },
  ];
}

/** Whether the value is no higher than the limit. A figure that is missing, NaN, is not. */
export const isMet = ({ value, limit }: Bar): boolean => value <= limit;
