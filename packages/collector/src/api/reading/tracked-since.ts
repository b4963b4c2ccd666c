import type { WorkspaceDay } from "../../domain/day.ts";
import { memberSpans } from "./member-spans.ts";
import { memberKey, type PresenceOf } from "./presence.ts";
import type { Reading } from "./reading.ts";

/**
 * The first day on which the tracker saw each person, by their id, or each member, by `memberKey`. Before it nobody knows what
 * they used: that the host's server has seen them says nothing about that.
 */
export function trackedSince(reading: Reading, of: PresenceOf): Promise<ReadonlyMap<string, WorkspaceDay>> {
  return reading.derive(`tracked since, by ${of}`, async () => {
    const rows = await memberSpans(reading);
    const days = new Map<string, WorkspaceDay>();
    for (const { account = "", user = "", span } of rows) {
      if (!span || span.firstDay === null) continue;
      const key = of === "user" ? user : memberKey(account, user);
      days.set(key, Math.min(span.firstDay, days.get(key) ?? span.firstDay));
    }
    return days;
  });
}
