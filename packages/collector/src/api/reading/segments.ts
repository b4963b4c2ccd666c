import type { SegmentSubject } from "../../domain/definitions/segment-definition.ts";
import { segmentsOf } from "../../domain/segments/segments-of.ts";
import { readSegmentFacts } from "./segment-facts.ts";
import type { Reading } from "./reading.ts";

/** Segments by account or user, in the order of the definitions; whoever is in none is not in it. */
export type SegmentsById = ReadonlyMap<string, readonly string[]>;

/**
 * The segments of everything that the reading can see, evaluated as of its last day. In which an account is follows from all
 * of its people, whoever of them is looked at.
 */
export function currentSegments(reading: Reading): Promise<Readonly<Record<SegmentSubject, SegmentsById>>> {
  return reading.derive("segments", async () => {
    const { segments } = reading.definitions;
    if (segments.size === 0) return { account: new Map(), user: new Map() };
    const facts = await readSegmentFacts(reading);
    const { scope, everybody } = reading;
    const whole = everybody === null || scope.kind === "all" ? everybody : everybody.narrow(scope.accounts);
    const accounts = whole === null ? facts.accounts : (await readSegmentFacts(whole)).accounts;
    const evaluate = (of: SegmentSubject, known: typeof facts.accounts): SegmentsById =>
      new Map(
        [...known].flatMap(([id, own]) => {
          const found = segmentsOf(segments, of, own);
          return found.length === 0 ? [] : [[id, found] as const];
        }),
      );
    return { account: evaluate("account", accounts), user: evaluate("user", facts.users) };
  });
}

/** Whoever is in a segment, evaluated as of the reading's last day. */
export async function membersOf(reading: Reading, segment: string): Promise<readonly string[]> {
  const of = reading.definitions.segments.get(segment)?.of;
  if (of === undefined) return [];
  const current = (await currentSegments(reading))[of];
  return [...current].filter(([, segments]) => segments.includes(segment)).map(([id]) => id);
}
