import { NO_FILTERS } from "../api/query/no-filters.ts";
import { openReading, type ReadParts } from "../api/reading/reading.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { SegmentSubject } from "../domain/definitions/segment-definition.ts";
import { membershipChanges, type Members } from "../domain/segments/membership.ts";
import { segmentsOf } from "../domain/segments/segments-of.ts";
import type { SegmentFacts } from "../domain/segments/segment-rule.ts";
import type { SegmentMembers, SegmentStay } from "../store/segment-members.ts";
import type { Job } from "./job.ts";
import { readSegmentFacts, type WorkspaceSegmentFacts } from "../api/reading/segment-facts.ts";

const PAUSE_MS = 600_000;

/** Changes in one transaction. */
const CHANGES_PER_WRITE = 1_000;

const NOBODY: WorkspaceSegmentFacts = { accounts: new Map(), users: new Map() };

export interface SegmentJobParts extends ReadParts {
  readonly records: ReadParts["records"] & SegmentMembers;
}

/** Evaluates all segments, and writes down who has joined and left since the last time. */
export function createSegmentJob(parts: SegmentJobParts): Job {
  return {
    name: "segments",
    pauseMs: PAUSE_MS,
    async step() {
      const definitions = await parts.definitions();
      const current = await parts.records.segmentMembers({ scope: ALL_ACCOUNTS, current: true });
      if (definitions.segments.size === 0 && current.length === 0) return "done";
      const facts = definitions.segments.size === 0 ? NOBODY : await readNow(parts);
      const atMs = parts.now();
      const changes = (["account", "user"] as const).flatMap((of) => {
        const before = membersOf(current, of);
        const after = evaluate(definitions, of, of === "account" ? facts.accounts : facts.users);
        return membershipChanges(before, after, atMs).map((change) => Object.assign({ of }, change));
      });
      for (let from = 0; from < changes.length; from += CHANGES_PER_WRITE) {
        await parts.records.changeSegmentMembers(changes.slice(from, from + CHANGES_PER_WRITE));
      }
      return "done";
    },
  };
}

async function readNow(parts: ReadParts): Promise<WorkspaceSegmentFacts> {
  return readSegmentFacts(await openReading(parts, ALL_ACCOUNTS, { period: "30d", asOf: null, filters: NO_FILTERS }));
}

function membersOf(stays: readonly SegmentStay[], of: SegmentSubject): Members {
  const members = new Map<string, Set<string>>();
  for (const { segment, subject } of stays.filter((stay) => stay.of === of)) add(members, segment, subject);
  return members;
}

function evaluate(
  { segments }: CompiledDefinitions,
  of: SegmentSubject,
  facts: ReadonlyMap<string, SegmentFacts>,
): Members {
  const members = new Map<string, Set<string>>();
  for (const [subject, known] of facts) {
    for (const segment of segmentsOf(segments, of, known)) add(members, segment, subject);
  }
  return members;
}

function add(members: Map<string, Set<string>>, segment: string, subject: string): void {
  const known = members.get(segment);
  if (known === undefined) members.set(segment, new Set([subject]));
  else known.add(subject);
}
