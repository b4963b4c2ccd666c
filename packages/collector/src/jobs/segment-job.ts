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

/** Who joins by what was told or defined is known some seconds later. */
const PAUSE_MS = 5_000;

/** By use and by time people join and leave unasked: they are looked for this often. */
const AGAIN_MS = 600_000;

/** To look at everybody takes long where there are many: then this many times as long belongs to others. */
const REST_PER_WORK = 20;

/** What is told is committed this long after its time at most. */
const SETTLING_MS = 5_000;

/** Changes in one transaction. */
const CHANGES_PER_WRITE = 1_000;

const NOBODY: WorkspaceSegmentFacts = { accounts: new Map(), users: new Map() };

export interface SegmentJobParts extends ReadParts {
  readonly records: ReadParts["records"] & SegmentMembers;
}

/** What an evaluation was made of. */
interface Evaluation {
  readonly definitionVersion: number;
  readonly toldAtMs: number | null;
  readonly atMs: number;
  readonly tookMs: number;
}

/**
 * Evaluates all segments, and writes down who has joined and left since the last time: at once where the definitions have
 * changed, soon where the host has told anything, and every ten minutes.
 */
export function createSegmentJob(parts: SegmentJobParts): Job {
  let last: Evaluation | null = null;
  return {
    name: "segments",
    pauseMs: PAUSE_MS,
    async step() {
      const definitions = await parts.definitions();
      const { toldAtMs } = await parts.facts.watermark(ALL_ACCOUNTS);
      const asked = { definitionVersion: definitions.version, toldAtMs };
      if (last !== null && parts.now() < dueAtMs(last, asked)) return "done";
      const startedMs = performance.now();
      const current = await parts.records.segmentMembers({ scope: ALL_ACCOUNTS, current: true });
      const atMs = parts.now();
      if (definitions.segments.size === 0 && current.length === 0) {
        last = { ...asked, atMs, tookMs: 0 };
        return "done";
      }
      const facts = definitions.segments.size === 0 ? NOBODY : await readNow(parts);
      const changes = (["account", "user"] as const).flatMap((of) => {
        const before = membersOf(current, of);
        const after = evaluate(definitions, of, of === "account" ? facts.accounts : facts.users);
        return membershipChanges(before, after, atMs).map((change) => Object.assign({ of }, change));
      });
      for (let from = 0; from < changes.length; from += CHANGES_PER_WRITE) {
        await parts.records.changeSegmentMembers(changes.slice(from, from + CHANGES_PER_WRITE));
      }
      await parts.records.noteSegmentsEvaluated({ atMs, definitionVersion: definitions.version });
      last = { ...asked, atMs, tookMs: performance.now() - startedMs };
      return "done";
    },
  };
}

/** When to evaluate again, Unix ms, by what there is to be looked at now. */
function dueAtMs(
  last: Evaluation,
  { definitionVersion, toldAtMs }: Pick<Evaluation, "definitionVersion" | "toldAtMs">,
): number {
  if (definitionVersion !== last.definitionVersion) return last.atMs;
  const mayBeNew = toldAtMs !== null && (toldAtMs !== last.toldAtMs || toldAtMs + SETTLING_MS >= last.atMs);
  return last.atMs + (mayBeNew ? Math.min(AGAIN_MS, last.tookMs * REST_PER_WORK) : AGAIN_MS);
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
