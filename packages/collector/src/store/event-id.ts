import { createHash } from "node:crypto";
import type { EventRow } from "./adoptions.ts";

/** An event's id: the same for the same event, whoever finds it out, and however often. */
export function eventId({ kind, account, user, feature, epoch }: Omit<EventRow, EventDetail>): string {
  return createHash("sha256")
    .update(JSON.stringify([kind, account, user, feature, epoch]))
    .digest("base64url");
}

/** What is told of an event and may come out differently when it is found out again. */
type EventDetail = "id" | "slot" | "definitionVersion" | "foundAtMs";
