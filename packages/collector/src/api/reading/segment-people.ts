import type { SegmentSubject } from "../../domain/definitions/segment-definition.ts";
import { invalidParameter } from "../query/parameters.ts";
import type { Kept } from "./kept.ts";
import type { Reading } from "./reading.ts";
import { membersOf } from "./segments.ts";

/** A segment that is asked about. */
export interface AskedSegment {
  readonly id: string;
  readonly of: SegmentSubject;
}

/** From what is kept: everybody who is in it and belongs to no several accounts, of which the reading may see some only. */
export function keptMembers({ scope }: Reading, kept: Kept, { id, of }: AskedSegment): readonly string[] {
  const everybody = { search: "", descending: false, limit: Number.MAX_SAFE_INTEGER, offset: 0 };
  return kept.segmentMembers({ segment: id, of, scope, ...everybody }).rows.map((row) => row.id);
}

/** Whoever belongs to several accounts, some of them not in the scope: what they are there is evaluated for the answer. */
export async function sharedMembers(
  reading: Reading,
  kept: Kept,
  { id, of }: AskedSegment,
): Promise<readonly string[]> {
  if (of === "account" || reading.scope.kind === "all") return [];
  const shared = kept.sharedUsers(reading.scope);
  if (shared.size === 0) return [];
  const members = await membersOf(reading.narrow([...new Set([...shared.values()].flat())]), id);
  return members.filter((user) => shared.has(user));
}

/**
 * The same look at the people who are in any of some segments, and at the accounts that they belong to.
 * @param whole everything that the asker can see, where it is evaluated who is in them: it is the same people whatever
 * accounts are looked at, so that what a number is made of is about them as well.
 * @throws HttpProblem `invalid-parameter` for what is no segment of users.
 */
export async function ofSegments(reading: Reading, whole: Reading, segments: readonly string[]): Promise<Reading> {
  const known = [...reading.definitions.segments].filter(([, { of }]) => of === "user").map(([id]) => id);
  const unknown = segments.find((segment) => !known.includes(segment));
  if (unknown !== undefined) {
    throw invalidParameter(
      "userSegment",
      unknown,
      known.length === 0 ? "none, since none is defined" : known.join(", "),
    );
  }
  const people = new Set<string>();
  for (const id of segments) for (const user of await membersNow(whole, id)) people.add(user);
  return reading.ofPeople(await reading.facts.users(reading.scope, [...people]));
}

/** Whoever is in a segment of users: from what is kept, where something is. */
async function membersNow(reading: Reading, id: string): Promise<readonly string[]> {
  const { kept } = reading;
  if (kept === null) return membersOf(reading, id);
  const segment = { id, of: "user" } as const;
  return [...keptMembers(reading, kept, segment), ...(await sharedMembers(reading, kept, segment))];
}
