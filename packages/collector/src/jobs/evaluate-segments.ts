import { NO_FILTERS } from "../api/query/no-filters.ts";
import { hasLeft, isThen } from "../api/reading/existence.ts";
import type { ReadParts } from "../api/reading/read-parts.ts";
import { openReading, type Reading } from "../api/reading/reading.ts";
import { readSegmentFacts, type WorkspaceSegmentFacts } from "../api/reading/segment-facts.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { SegmentSubject } from "../domain/definitions/segment-definition.ts";
import { membershipChanges, type Members } from "../domain/segments/membership.ts";
import { segmentsOf } from "../domain/segments/segments-of.ts";
import type { UserRow } from "../store/facts.ts";
import type { SegmentChange, SegmentMembers, SegmentsEvaluated, SegmentStay } from "../store/segment-members.ts";

/** What evaluating segments needs. */
export interface SegmentParts extends ReadParts {
  readonly records: ReadParts["records"] & Pick<SegmentMembers, "segmentMembers">;
}

/** People of whom the accounts, taken some at a time, don't tell all. */
export interface PeopleApart {
  /** Who belongs to several accounts, and to which. */
  sharedUsers(): ReadonlyMap<string, readonly string[]>;
  /** Who belongs to none. */
  unattachedUsers(): readonly UserRow[];
}

/** Who has joined and left since the last time. */
export interface SegmentEvaluation extends SegmentsEvaluated {
  readonly changes: readonly SegmentChange[];
}

/** Accounts that are looked at together: more take more memory, and no less time each. */
const CHUNK_ACCOUNTS = 50;

const NOBODY: WorkspaceSegmentFacts["accounts"] = new Map();

/**
 * Evaluates all segments.
 * @param apart so that accounts are looked at some at a time, as it has to be where they are many; null: all at once.
 */
export async function evaluateSegments(parts: SegmentParts, apart: PeopleApart | null): Promise<SegmentEvaluation> {
  const [definitions, current] = await Promise.all([
    parts.definitions(),
    parts.records.segmentMembers({ scope: ALL_ACCOUNTS, current: true }),
  ]);
  const atMs = parts.now();
  const after = { account: new Map<string, Set<string>>(), user: new Map<string, Set<string>>() };
  // Without segments nobody is in any, whatever one would look at.
  for await (const facts of definitions.segments.size === 0 ? [] : factsOfEverybody(parts, apart)) {
    evaluate(definitions, facts, after);
  }
  const changes = (["account", "user"] as const).flatMap((of) =>
    membershipChanges(membersOf(current, of), after[of], atMs).map((change) => Object.assign({ of }, change)),
  );
  return { changes, atMs, definitionVersion: definitions.version };
}

async function* factsOfEverybody(
  parts: ReadParts,
  apart: PeopleApart | null,
): AsyncGenerator<WorkspaceSegmentFacts, void> {
  const whole = await openReading(parts, ALL_ACCOUNTS, { period: "30d", asOf: null, filters: NO_FILTERS });
  if (apart === null) {
    yield await readSegmentFacts(whole);
    return;
  }
  const shared = apart.sharedUsers();
  const accounts = (await whole.accounts()).map(({ id }) => id);
  for (let start = 0; start < accounts.length; start += CHUNK_ACCOUNTS) {
    const facts = await readSegmentFacts(whole.narrow(accounts.slice(start, start + CHUNK_ACCOUNTS)));
    yield { accounts: facts.accounts, users: pick(facts.users, (user) => !shared.has(user)) };
  }
  const { users } = await readSegmentFacts(whole.narrow([...new Set([...shared.values()].flat())]));
  yield { accounts: NOBODY, users: pick(users, (user) => shared.has(user)) };
  // No account can see them.
  const there = apart.unattachedUsers().filter((person) => isThen(whole, person) && !hasLeft(whole, person));
  const nowhere: Reading = { ...whole.narrow([]), users: async () => there };
  yield await readSegmentFacts(nowhere);
}

function pick<Value>(values: ReadonlyMap<string, Value>, isOne: (key: string) => boolean): ReadonlyMap<string, Value> {
  return new Map([...values].filter(([key]) => isOne(key)));
}

function membersOf(stays: readonly SegmentStay[], of: SegmentSubject): Members {
  const members = new Map<string, Set<string>>();
  for (const { segment, subject } of stays.filter((stay) => stay.of === of)) add(members, segment, subject);
  return members;
}

function evaluate(
  { segments }: CompiledDefinitions,
  facts: WorkspaceSegmentFacts,
  members: Readonly<Record<SegmentSubject, Map<string, Set<string>>>>,
): void {
  for (const [kind, known] of [["account", facts.accounts] as const, ["user", facts.users] as const]) {
    for (const [subject, own] of known) {
      for (const segment of segmentsOf(segments, kind, own)) add(members[kind], segment, subject);
    }
  }
}

function add(members: Map<string, Set<string>>, segment: string, subject: string): void {
  const known = members.get(segment);
  if (known === undefined) members.set(segment, new Set([subject]));
  else known.add(subject);
}
