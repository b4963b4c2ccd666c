import { HttpProblem } from "../http/problem.ts";
import type { SegmentMembersReply, SegmentMembersRow, SegmentsReply, SegmentsRow } from "./contract.ts";
import { createNames } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { readFlag } from "./query/parameters.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import { currentSegments, membersOf } from "./reading/segments.ts";
import { answerList, type List } from "./tables/list.ts";

export const SEGMENT_SORTS = ["order", "name", "of", "count"] as const satisfies readonly (keyof SegmentsRow)[];
export const SEGMENT_MEMBER_SORTS = [
  "name",
  "joinedAt",
  "leftAt",
] as const satisfies readonly (keyof SegmentMembersRow)[];

const SEGMENTS: List<SegmentsRow> = {
  name: "segments",
  keys: ["segment", "name"],
  sorts: SEGMENT_SORTS,
  columns: ["segment", "name", "of", "order", "count"],
  arrangement: { texts: ({ name, segment }) => [name, segment], defaultSort: { by: "order", descending: false } },
};

const MEMBERS: List<SegmentMembersRow> = {
  name: "segment-members",
  keys: ["id", "name"],
  sorts: SEGMENT_MEMBER_SORTS,
  columns: ["id", "name", "isMember", "joinedAt", "leftAt"],
  arrangement: { texts: ({ name, id }) => [name, id], defaultSort: { by: "name", descending: false } },
};

/** `GET /v1/segments`: every defined segment and how many are in it. */
export async function readSegments(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, SEGMENTS, request.accept);
  const reading = await readingOf(request);
  const current = await currentSegments(reading);
  const rows = [...reading.definitions.segments].map(([segment, { name, of }], order): SegmentsRow => ({
    segment,
    name,
    of,
    order,
    count: [...current[of].values()].filter((segments) => segments.includes(segment)).length,
  }));
  const head: Omit<SegmentsReply, "total" | "rows"> = reading.head;
  return answerList(SEGMENTS, rows, query, head);
}

/**
 * `GET /v1/segments/:id/members?history=`: who is in a segment, and since when; with `history=true` every stay, of those
 * who have left too.
 * @throws HttpProblem `not-found` when the definitions have no such segment.
 */
export async function readSegmentMembers(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, MEMBERS, request.accept);
  const withHistory = readFlag(request.parameters, "history") ?? false;
  const reading = await readingOf(request);
  const { id = "" } = request.path;
  const segment = reading.definitions.segments.get(id);
  if (segment === undefined) {
    const known = [...reading.definitions.segments.keys()].join(", ") || "none";
    throw new HttpProblem("not-found", `There is no segment "${id.slice(0, 80)}". The definitions have ${known}.`);
  }
  const { name, of } = segment;
  const [members, kept, names] = await Promise.all([
    membersOf(reading, id),
    reading.records.segmentMembers({ scope: reading.scope, segment: id }),
    createNames(reading),
  ]);
  const own = kept.filter((stay) => stay.of === of && stay.joinedAtMs <= reading.untilMs);
  const isThere = new Set(members);
  const lastStay = new Map(own.map((stay) => [stay.subject, stay]));
  const row = (subject: string, joinedAt: number | null, leftAt: number | null): SegmentMembersRow => ({
    id: subject,
    name: names.of(of, subject),
    isMember: isThere.has(subject),
    joinedAt,
    leftAt,
  });
  // What the job hasn't noticed yet has no times.
  const openSince = (subject: string): number | null => {
    const stay = lastStay.get(subject);
    return stay === undefined || isOver(stay.leftAtMs, reading.untilMs) ? null : stay.joinedAtMs;
  };
  const rows = withHistory
    ? [
        ...own.map((stay) =>
          row(stay.subject, stay.joinedAtMs, isOver(stay.leftAtMs, reading.untilMs) ? stay.leftAtMs : null),
        ),
        ...members.filter((subject) => openSince(subject) === null).map((subject) => row(subject, null, null)),
      ]
    : members.map((subject) => row(subject, openSince(subject), null));
  const head: Omit<SegmentMembersReply, "total" | "rows"> = { ...reading.head, segment: { id, name, of } };
  return answerList(MEMBERS, rows, query, head);
}

function isOver(leftAtMs: number | null, untilMs: number): boolean {
  return leftAtMs !== null && leftAtMs <= untilMs;
}
