import type { Replied } from "../http/visit.ts";
import type { LimitedLogger } from "./limited-logger.ts";
import type { Meter } from "./meter.ts";

/** Counts every reply, and logs one line for each class of refusal: which door, and why. Faults are logged where they happen. */
export function createReplyWatch(meter: Meter, logger: LimitedLogger): Replied {
  return ({ door, problem }, status) => {
    meter.replied(door, status);
    if (problem === null || problem === "internal" || problem === "unavailable") return;
    logger.warnOf(`${door} ${problem}`, { door, problem, status }, "refused");
  };
}
