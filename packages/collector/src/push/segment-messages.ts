import { isId, slotOf } from "@uptake/tracker/protocol";
import { createHash } from "node:crypto";
import type { WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { MessageWrite } from "../store/pushed.ts";
import { readMoment } from "./read-moment.ts";

/**
 * What a message of Segment's specification says, in our words.
 * https://segment.com/docs/connections/spec/ : identify, group, track; the others say nothing that is counted here.
 */
export type SegmentMessage =
  | { readonly kind: "identify"; readonly user: Readonly<Record<string, unknown>> }
  | {
      readonly kind: "group";
      readonly account: Readonly<Record<string, unknown>>;
      /** Who belongs to it; null: the message names nobody. */
      readonly user: string | null;
    }
  | { readonly kind: "track"; readonly action: MessageWrite }
  | { readonly kind: "ignored" }
  | { readonly kind: "refused"; readonly reason: string };

/** The source of all actions that come this way. */
export const SEGMENT_SOURCE = "segment";

/** Of an attribute; longer ones, lists and objects are none. */
const MAX_ATTRIBUTE_LENGTH = 500;

type Fields = Readonly<Record<string, unknown>>;

/** By what messages are read. */
export interface SegmentRules {
  readonly nowMs: number;
  /** Of the workspace: a day without a time begins when its days do. */
  readonly calendar: WorkspaceCalendar;
}

/** Reads one message. */
export function readSegmentMessage(value: unknown, rules: SegmentRules): SegmentMessage {
  if (!isFields(value)) return refused("The message is no object.");
  const { type } = value;
  switch (type) {
    case "identify":
      return readIdentify(value, rules);
    case "group":
      return readGroup(value, rules);
    case "track":
      return readTrack(value, rules);
    case "page":
    case "screen":
    case "alias":
      return { kind: "ignored" };
    default:
      return refused(`type must be identify, group, track, page, screen or alias; it is ${JSON.stringify(type)}.`);
  }
}

function readIdentify({ userId, traits }: Fields, { calendar }: SegmentRules): SegmentMessage {
  if (!isId(userId)) return refused(noId("userId", userId));
  const { name, firstName, lastName, role, createdAt, ...others } = isFields(traits) ? traits : {};
  const fullName = name ?? [firstName, lastName].filter((part) => typeof part === "string").join(" ");
  return {
    kind: "identify",
    user: {
      id: userId,
      ...(isText(fullName) && { name: fullName }),
      ...(isText(role) && { role }),
      ...createdAtOf(createdAt, calendar),
      ...attributesOf(others),
    },
  };
}

function readGroup({ groupId, userId, traits }: Fields, { calendar }: SegmentRules): SegmentMessage {
  if (!isId(groupId)) return refused(noId("groupId", groupId));
  const { name, plan, createdAt, ...others } = isFields(traits) ? traits : {};
  return {
    kind: "group",
    account: {
      id: groupId,
      ...(isText(name) && { name }),
      ...(isText(plan) && { plan }),
      ...createdAtOf(createdAt, calendar),
      ...attributesOf(others),
    },
    user: isId(userId) ? userId : null,
  };
}

function readTrack(message: Fields, { nowMs, calendar }: SegmentRules): SegmentMessage {
  const { event, userId, context, properties, messageId, timestamp, anonymousId } = message;
  if (!isId(event)) return refused(noId("event", event));
  const atMs = timestamp === undefined ? nowMs : readTime(timestamp, calendar);
  if (atMs === null) return refused(`timestamp must be an ISO date; it is ${JSON.stringify(timestamp)}.`);
  const account = [context, properties].map((part) => (isFields(part) ? part["groupId"] : undefined)).find(isId);
  return {
    kind: "track",
    action: {
      source: SEGMENT_SOURCE,
      ...(account !== undefined && { account }),
      ...(isId(userId) && { user: userId }),
      action: event,
      slot: slotOf(atMs),
      // A message without an id is known by what it says.
      message: isText(messageId) ? messageId : hashOf([event, userId, anonymousId, timestamp, properties]),
    },
  };
}

function attributesOf(traits: Fields): { readonly attributes?: Fields } {
  const entries = Object.entries(traits).filter(([name, value]) => isId(name) && isAttribute(value));
  return entries.length === 0 ? {} : { attributes: Object.fromEntries(entries) };
}

function isAttribute(value: unknown): boolean {
  if (typeof value === "string") return value.length <= MAX_ATTRIBUTE_LENGTH;
  return value === null || typeof value === "boolean" || typeof value === "number";
}

function createdAtOf(value: unknown, calendar: WorkspaceCalendar): { readonly createdAt?: number } {
  const atMs = readTime(value, calendar);
  return atMs === null ? {} : { createdAt: atMs };
}

/** ISO dates, and Unix ms as some libraries send them; null: neither. */
function readTime(value: unknown, calendar: WorkspaceCalendar): number | null {
  const atMs = typeof value === "string" ? (readMoment(value, calendar) ?? Date.parse(value)) : value;
  return typeof atMs === "number" && Number.isSafeInteger(atMs) && atMs >= 0 ? atMs : null;
}

function noId(field: string, value: unknown): string {
  return value === undefined ? `${field} is missing.` : `${field} must be an id; it is ${JSON.stringify(value)}.`;
}

function refused(reason: string): SegmentMessage {
  return { kind: "refused", reason };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}
