import type { SegmentSubject } from "../domain/definitions/segment-definition.ts";
import { HttpProblem } from "../http/problem.ts";
import type { SegmentStay } from "../store/segment-members.ts";
import type { SegmentMembersReply, SegmentMembersRow, SegmentsReply, SegmentsRow } from "./contract.ts";
import { sumsOf } from "./counting/kept-sums.ts";
import { addressTemplates, numberAddress } from "./number-address.ts";
import { createNames } from "./numbers/names.ts";
import { readListQuery, type ListQuery } from "./query/list-query.ts";
import { readFlag } from "./query/parameters.ts";
import type { Kept } from "./reading/kept.ts";
import { keptForAny } from "./reading/kept-for.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { keptMembers, sharedMembers, type AskedSegment } from "./reading/segment-people.ts";
import { currentSegments, membersOf } from "./reading/segments.ts";
import { listOf } from "./tables/file-name.ts";
import { answerList, answerPieces, type List } from "./tables/list.ts";

export const SEGMENT_SORTS = ["order", "name", "of", "count"] as const satisfies readonly (keyof SegmentsRow)[];
export const SEGMENT_MEMBER_SORTS = [
  "name",
  "joinedAt",
  "leftAt",
] as const satisfies readonly (keyof SegmentMembersRow)[];

export const SEGMENTS_LIST: List<SegmentsRow> = {
  name: "segments",
  isOfDay: true,
  keys: ["segment", "name"],
  sorts: SEGMENT_SORTS,
  columns: ["segment", "name", "of", "order", "count"],
  arrangement: { texts: ({ name, segment }) => [name, segment], defaultSort: { by: "order", descending: false } },
  numbers: { count: { number: "segmentMembers", of: { inSegment: "segment" } } },
};

const BY_NAME = { by: "name", descending: false } as const;

export const MEMBERS_LIST: List<SegmentMembersRow> = {
  name: "segment-members",
  isOfDay: true,
  keys: ["id", "name"],
  sorts: SEGMENT_MEMBER_SORTS,
  columns: ["id", "name", "isMember", "joinedAt", "leftAt"],
  arrangement: { texts: ({ name, id }) => [name, id], defaultSort: BY_NAME },
};

/** `GET /v1/segments?userSegment=`: every defined segment and how many are in it, of those who are in others. */
export async function readSegments(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, SEGMENTS_LIST, request.accept);
  const reading = await readingOfPeople(request);
  const kept = keptForAny(reading);
  const countOf = await (kept === null ? countMembers(reading) : keptCounts(reading, kept));
  const rows = [...reading.definitions.segments].map(([segment, { name, of }], order): SegmentsRow => ({
    segment,
    name,
    of,
    order,
    count: countOf(segment, of),
  }));
  const head: Omit<SegmentsReply, "total" | "rows"> = {
    ...reading.head,
    countedAt: kept?.countedAtMs ?? null,
    addresses: addressTemplates(request.parameters, SEGMENTS_LIST.numbers ?? {}),
  };
  return answerList(SEGMENTS_LIST, rows, query, head);
}

type CountOf = (segment: string, of: SegmentSubject) => number;

async function countMembers(reading: Reading): Promise<CountOf> {
  const current = await currentSegments(reading);
  return (segment, of) => [...current[of].values()].filter((segments) => segments.includes(segment)).length;
}

async function keptCounts(reading: Reading, kept: Kept): Promise<CountOf> {
  const sums = await sumsOf(reading, kept, "now");
  return (segment) => sums[`segment ${segment}`] ?? 0;
}

/**
 * `GET /v1/segments/:id/members?history=`: who is in a segment, and since when; with `history=true` every stay, of those
 * who have left too.
 * @throws HttpProblem `not-found` when the definitions have no such segment.
 */
export async function readSegmentMembers(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, MEMBERS_LIST, request.accept);
  const withHistory = readFlag(request.parameters, "history") ?? false;
  const reading = await readingOfPeople(request);
  const { id = "" } = request.path;
  const segment = reading.definitions.segments.get(id);
  if (segment === undefined) {
    const known = [...reading.definitions.segments.keys()].join(", ") || "none";
    throw new HttpProblem("not-found", `There is no segment "${id.slice(0, 80)}". The definitions have ${known}.`);
  }
  const { name, of } = segment;
  const kept = keptForAny(reading);
  const head: Omit<SegmentMembersReply, "total" | "rows"> = {
    ...reading.head,
    countedAt: kept?.countedAtMs ?? null,
    segment: { id, name, of },
    totalAddress:
      withHistory || query.search !== ""
        ? null
        : numberAddress(request.parameters, { number: "segmentMembers", subject: { inSegment: id } }),
  };
  const shared = kept === null ? [] : await sharedMembers(reading, kept, { id, of });
  if (kept !== null && shared.length === 0 && !withHistory && (query.sort ?? BY_NAME).by === "name") {
    const { total, rows } = await keptPage(reading, kept, { id, of }, query);
    return answerPieces(listOf(MEMBERS_LIST, id), { total, pieces: [rows] }, query, head);
  }
  const stays = await reading.records.segmentMembers({ scope: reading.scope, segment: id });
  const isAsked = await whoIsAsked(reading, of);
  const own = stays.filter((stay) => stay.of === of && stay.joinedAtMs <= reading.untilMs && isAsked(stay.subject));
  const members = kept === null ? await membersOf(reading, id) : [...keptMembers(reading, kept, { id, of }), ...shared];
  const subjects = [...new Set([...members, ...(withHistory ? own : []).map(({ subject }) => subject)])];
  const nameOf = await (kept === null ? namesIn(reading, of) : keptNames(reading, kept, of, subjects));
  const rows = memberRows(reading, { members: members.toSorted(byText), stays: own, withHistory }, nameOf);
  return answerList(listOf(MEMBERS_LIST, id), rows, query, head);
}

/** Of the people of some segments other people's stays are none; accounts are those of these people anyway. */
async function whoIsAsked(reading: Reading, of: SegmentSubject): Promise<(subject: string) => boolean> {
  if (!reading.isOfSome || of === "account") return () => true;
  const people = new Set((await reading.facts.users(reading.scope)).map(({ id }) => id));
  return (subject) => people.has(subject);
}

interface Membership {
  /** Who is in it, by their ids in order. */
  readonly members: readonly string[];
  /** Everybody's, or at least the members'. */
  readonly stays: readonly SegmentStay[];
  readonly withHistory: boolean;
}

function memberRows(
  { untilMs }: Reading,
  { members, stays, withHistory }: Membership,
  nameOf: NameOf,
): readonly SegmentMembersRow[] {
  const isThere = new Set(members);
  const lastStay = new Map(stays.map((stay) => [stay.subject, stay]));
  const row = (subject: string, joinedAt: number | null, leftAt: number | null): SegmentMembersRow => ({
    id: subject,
    name: nameOf(subject),
    isMember: isThere.has(subject),
    joinedAt,
    leftAt,
  });
  // What the job hasn't noticed yet has no times.
  const openSince = (subject: string): number | null => {
    const stay = lastStay.get(subject);
    return stay === undefined || isOver(stay.leftAtMs, untilMs) ? null : stay.joinedAtMs;
  };
  if (!withHistory) return members.map((subject) => row(subject, openSince(subject), null));
  return [
    ...stays.map((stay) => row(stay.subject, stay.joinedAtMs, isOver(stay.leftAtMs, untilMs) ? stay.leftAtMs : null)),
    ...members.filter((subject) => openSince(subject) === null).map((subject) => row(subject, null, null)),
  ];
}

function isOver(leftAtMs: number | null, untilMs: number): boolean {
  return leftAtMs !== null && leftAtMs <= untilMs;
}

/** One page by name from what is kept, with the times of whom it shows. */
async function keptPage(
  reading: Reading,
  kept: Kept,
  { id: segment, of }: AskedSegment,
  { search, sort, limit, offset }: ListQuery<keyof SegmentMembersRow>,
): Promise<{ readonly total: number; readonly rows: readonly SegmentMembersRow[] }> {
  const { scope, untilMs } = reading;
  const { descending } = sort ?? BY_NAME;
  const { total, rows } = kept.segmentMembers({ segment, of, scope, search, descending, limit, offset });
  const members = rows.map(({ id }) => id);
  const stays = await reading.records.staysOf({ scope, segment, of, subjects: members });
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const membership = {
    members,
    stays: stays.filter(({ joinedAtMs }) => joinedAtMs <= untilMs),
    withHistory: false,
  };
  return { total, rows: memberRows(reading, membership, (subject) => names.get(subject) ?? subject) };
}

type NameOf = (subject: string) => string;

async function namesIn(reading: Reading, of: SegmentSubject): Promise<NameOf> {
  const names = await createNames(reading);
  return (subject) => names.of(of, subject);
}

async function keptNames(
  reading: Reading,
  kept: Kept,
  of: SegmentSubject,
  subjects: readonly string[],
): Promise<NameOf> {
  const names = kept.names(of, subjects);
  const others = of === "user" ? subjects.filter((subject) => !names.has(subject)) : [];
  // Who has left isn't kept.
  const left = others.length === 0 ? [] : await reading.facts.users(reading.scope, others);
  const namesOfLeft = new Map(left.map(({ id, name }) => [id, name]));
  return (subject) => names.get(subject) ?? namesOfLeft.get(subject) ?? subject;
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}
